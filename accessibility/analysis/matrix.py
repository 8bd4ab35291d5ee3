"""Travel times from each origin to each destination."""

import logging
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from accessibility import __version__
from accessibility.errors import InputError, NetworkError, UsageError
from accessibility.executors.blocks import Block
from accessibility.executors.run import Executor, MatrixJob, matrix_in_memory, matrix_to_file
from accessibility.executors.threads import Threads
from accessibility.moments import DepartAt
from accessibility.options import TravelOptions
from accessibility.places.points import Points, read_points
from accessibility.progress import Progress, Silent
from accessibility.results.matrix import MatrixLayout, time_columns
from accessibility.results.unsnapped import UnsnappedPoint
from accessibility.results.writers import check_output

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from pandas import DataFrame

    from accessibility.network.network import Network
    from accessibility.places.coordinates import Extent

__all__ = ["street_extent", "travel_time_matrix"]

logger = logging.getLogger("accessibility")

ENGINES = {"builtin": "accessibility.engines.builtin"}


@overload
def travel_time_matrix(
    network: "Network",
    origins: "GeoDataFrame | str | Path | Points",
    destinations: "GeoDataFrame | str | Path | Points",
    *,
    when: DepartAt | None = None,
    percentiles: Iterable[int] | None = None,
    options: TravelOptions | None = None,
    engine: str = "builtin",
    output: None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> "DataFrame": ...


@overload
def travel_time_matrix(
    network: "Network",
    origins: "GeoDataFrame | str | Path | Points",
    destinations: "GeoDataFrame | str | Path | Points",
    *,
    when: DepartAt | None = None,
    percentiles: Iterable[int] | None = None,
    options: TravelOptions | None = None,
    engine: str = "builtin",
    output: str | Path,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Path: ...


def travel_time_matrix(
    network: "Network",
    origins: "GeoDataFrame | str | Path | Points",
    destinations: "GeoDataFrame | str | Path | Points",
    *,
    when: DepartAt | None = None,
    percentiles: Iterable[int] | None = None,
    options: TravelOptions | None = None,
    engine: str = "builtin",
    output: str | Path | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> "DataFrame | Path":
    """
    Work out travel times from each origin to each destination.

    The definitions are those of the method pages "Streets" and "Public transport".

    Parameters
    ----------
    network
        The network of streets and timetables.
    origins
        Points with an ``id`` column: a GeoDataFrame in any CRS, or a file; or points that
        `accessibility.places.points.read_points` has read.
    destinations
        As `origins`.
    when
        When people set out; needed for public transport, not for walking.
    percentiles
        Percentiles (1 to 100) of the travel times over the window of `when`; default the median.
        Without a window there is one time, and percentiles are a usage error.
    options
        What travellers can and will do; default `TravelOptions()`.
    engine
        Name of what searches: ``"builtin"``.
    output
        A ``.parquet`` or ``.csv`` file. It is written block by block, and the same call resumes an
        interrupted one. Default: the matrix stays in memory.
    executor
        What works the blocks of origins; default `Threads()`.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    DataFrame or Path
        Columns ``from_id``, ``to_id`` and ``travel_time``, or with a window ``travel_time_p{N}``
        for each percentile: minutes, NaN if not reached. Rows are origins by destinations in the
        order given. ``attrs["points"]`` lists points without answers, ``attrs["warnings"]`` what
        to know of the answers, ``attrs["provenance"]`` what they were made from. With `output`,
        its path.

    Raises
    ------
    UsageError
        If options contradict one another.
    InputError
        If points are faulty, or no origin or no destination joins the streets.
    NoServiceDataError
        If the moment lies outside the timetables.
    OutputError
        If the output cannot be written; finished blocks are kept.
    Interrupted
        If the progress cancelled; with `output`, finished blocks are kept.
    """
    options = options or TravelOptions()
    columns_of = _percentiles(options, when, percentiles)
    if output is not None:
        output = Path(output)
        check_output(output, [s for s in (origins, destinations) if isinstance(s, str | Path)])
    searches = _engine(engine)
    extent = street_extent(network)
    starts = _points(origins, extent, "origins")
    ends = _points(destinations, extent, "destinations")
    unsnapped = [
        *_unsnapped(network, starts, options, extent, "origin"),
        *_unsnapped(network, ends, options, extent, "destination"),
    ]
    asked = when if options.mode == "transit" else None
    progress = progress or Silent()
    searches.compile_kernels(progress)
    prepared = searches.prepare(network, asked, options, ends.lon, ends.lat)
    for warning in prepared.warnings:
        logger.warning(warning)

    def compute(block: Block, stop: "NDArray[np.uint8]") -> "NDArray[np.int32]":
        part = slice(block.start, block.stop)
        answer: NDArray[np.int32] = searches.matrix_block(
            prepared, starts.lon[part], starts.lat[part], columns_of or (100,), stop
        )
        return answer

    job = MatrixJob(
        MatrixLayout(starts.ids, ends.ids, time_columns(columns_of)),
        compute,
        {
            "product": f"access-to-services {__version__}",
            "result": "travel_time_matrix",
            "engine": engine,
            "network": network.key,
            "origins": {"count": len(starts), "sha256": starts.fingerprint()},
            "destinations": {"count": len(ends), "sha256": ends.fingerprint()},
            "when": None if asked is None else asked.model_dump(mode="json"),
            "percentiles": None if columns_of is None else list(columns_of),
            "options": options.model_dump(mode="json"),
        },
        unsnapped,
        list(prepared.warnings),
        {"network": str(network.path), "warnings": list(prepared.warnings)},
    )
    executor = executor or Threads()
    if output is None:
        return matrix_in_memory(job, executor, progress)
    return matrix_to_file(job, executor, progress, output)


def _percentiles(
    options: TravelOptions, when: DepartAt | None, percentiles: Iterable[int] | None
) -> tuple[int, ...] | None:
    """Settle which percentiles are asked; None where there is one time only."""
    if options.mode == "transit" and when is None:
        msg = 'Public transport needs a departure: when=DepartAt("2023-06-13 08:00").'
        raise UsageError(msg)
    if options.mode == "walk" or when is None or not when.window_s:
        if percentiles is not None and options.mode == "walk":
            msg = "A walk takes the same time whenever it begins: leave percentiles out."
            raise UsageError(msg)
        if percentiles is not None:
            msg = "Percentiles need a window of departures. Give a window, or leave them out."
            raise UsageError(msg)
        return None
    asked = (50,) if percentiles is None else tuple(percentiles)
    wrong = [p for p in asked if isinstance(p, bool) or int(p) != p or not 1 <= p <= 100]
    if wrong or not asked:
        named = f"{wrong[0]} is none" if wrong else "none is given"
        msg = f"Percentiles are whole numbers from 1 to 100; {named}."
        raise UsageError(msg)
    return tuple(sorted({int(p) for p in asked}))


def _engine(name: str) -> Any:
    if name not in ENGINES:
        msg = f'There is no engine "{name}"; known: {", ".join(ENGINES)}.'
        raise UsageError(msg)
    return import_module(ENGINES[name])


def street_extent(network: "Network") -> "Extent":
    """
    Find where the streets of a network lie that points can join.

    Parameters
    ----------
    network
        The network.

    Returns
    -------
    tuple of float
        West, south, east, north in degrees.

    Raises
    ------
    NetworkError
        If the network has no such streets.
    """
    extent = network.health.street_extent
    if extent is None:
        msg = f"{network.path} has no streets to walk on. Build it from another extract."
        raise NetworkError(msg)
    return extent


def _points(source: "GeoDataFrame | str | Path | Points", extent: "Extent", name: str) -> Points:
    if isinstance(source, Points):
        return source
    return read_points(source, extent=extent, name=name)


def _unsnapped(
    network: "Network", points: Points, options: TravelOptions, extent: "Extent", role: str
) -> list[UnsnappedPoint]:
    """List the points that join no street; refuse if none does."""
    snapped = network.snap(points.lon, points.lat, options.snap_radius_mm)
    west, south, east, north = extent
    inside = (points.lon >= west) & (points.lon <= east)
    inside &= (points.lat >= south) & (points.lat <= north)
    missed = np.flatnonzero(snapped.edge < 0)
    metres = snapped.distance_mm / 1000
    if len(missed) == len(points):
        msg = (
            f"None of the {len(points)} {role}s lies within {options.snap_radius:g} m of a street: "
            f"the nearest is {metres.min():,.0f} m away. The network's streets cover longitude "
            f"{west:.3f} to {east:.3f}, latitude {south:.3f} to {north:.3f}. Check that points "
            "and network are of the same place and that the points' CRS is right."
        )
        raise InputError(msg)
    return [
        {
            "id": points.ids[int(i)].as_py(),
            "role": role,
            "status": "too_far" if inside[i] else "outside",
            "distance_m": round(float(metres[i]), 3),
        }
        for i in missed
    ]
