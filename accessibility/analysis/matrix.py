"""Travel times from each origin to each destination."""

import logging
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from accessibility import __version__
from accessibility.errors import InputError, NetworkError, UsageError
from accessibility.executors.blocks import Block
from accessibility.executors.run import Executor, MatrixJob, matrix_in_memory, matrix_to_file
from accessibility.executors.threads import Threads
from accessibility.moments import When
from accessibility.network.ways import bit_of
from accessibility.options import TravelOptions
from accessibility.places.points import Points, read_points
from accessibility.progress import Progress, Silent
from accessibility.results.matrix import MatrixLayout, Moment, time_columns
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

NOWHERE = np.int64(1) << 50
"""Millimetres to a street of a mode that has none at all: beyond everything."""

ENGINES = {"builtin": "accessibility.engines.builtin"}


@overload
def travel_time_matrix(
    network: "Network",
    origins: "GeoDataFrame | str | Path | Points",
    destinations: "GeoDataFrame | str | Path | Points",
    *,
    when: When | Sequence[When] | None = None,
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
    when: When | Sequence[When] | None = None,
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
    when: When | Sequence[When] | None = None,
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
        When people set out (`DepartAt`) or have to be there (`ArriveBy`); needed for public
        transport, and for driving where congestion depends on it. With a list of them each is
        answered, and their mean.
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
        order given. For a list of moments each pair has a row for each, told apart by ``when`` and
        ``direction``, and one whose ``when`` is ``mean`` for each direction with several moments;
        a mean is NaN unless all were reached, and ``n_reached`` counts them. ``attrs["points"]``
        lists points without answers, ``attrs["warnings"]`` what to know of the answers,
        ``attrs["provenance"]`` what they were made from. With `output`,
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
    moments = _moments(options, when)
    columns_of = _percentiles(options, moments, percentiles)
    if output is not None:
        output = Path(output)
        check_output(output, [s for s in (origins, destinations) if isinstance(s, str | Path)])
    searches = _engine(engine)
    extent = street_extent(network)
    starts = _points(origins, extent, "origins")
    ends = _points(destinations, extent, "destinations")
    ways = options.direct_modes if options.mode == "transit" else (options.mode,)
    first, last = {*ways}, {*ways}
    if options.mode == "transit":
        first, last = {*ways, *options.access_modes}, {*ways, *options.egress_modes}
    unsnapped = [
        *_unsnapped(network, starts, options, first, extent, "origin"),
        *_unsnapped(network, ends, options, last, extent, "destination"),
    ]
    progress = progress or Silent()
    searches.compile_kernels(progress)
    turned = tuple(
        options.mode == "transit" and moment is not None and moment.direction == "arrive"
        for moment in moments
    )
    queries = [
        searches.prepare(network, moment, options, *_at((ends, starts)[turn]), progress)
        for moment, turn in zip(moments, turned, strict=True)
    ]
    warnings = list(dict.fromkeys(warning for query in queries for warning in query.warnings))
    for warning in warnings:
        logger.warning(warning)

    def compute(block: Block, stop: "NDArray[np.uint8]") -> "NDArray[np.int32]":
        lon, lat = _at((starts, ends)[turned[block.part]])
        part = slice(block.start, block.stop)
        answer: NDArray[np.int32] = searches.matrix_block(
            queries[block.part], lon[part], lat[part], columns_of or (50,), stop
        )
        return answer

    several = [moment for moment in moments if moment is not None] if len(moments) > 1 else []
    asked = [None if moment is None else _as_json(moment) for moment in moments]
    job = MatrixJob(
        MatrixLayout(
            starts.ids,
            ends.ids,
            time_columns(columns_of),
            tuple(Moment(str(moment), moment.direction) for moment in several),
        ),
        compute,
        {
            "product": f"access-to-services {__version__}",
            "result": "travel_time_matrix",
            "engine": engine,
            "network": network.key,
            "origins": {"count": len(starts), "sha256": starts.fingerprint()},
            "destinations": {"count": len(ends), "sha256": ends.fingerprint()},
            "when": asked if several else asked[0],
            "percentiles": None if columns_of is None else list(columns_of),
            "options": options.model_dump(mode="json"),
        },
        unsnapped,
        warnings,
        {"network": str(network.path), "warnings": warnings},
        turned,
    )
    executor = executor or Threads()
    if output is None:
        return matrix_in_memory(job, executor, progress)
    return matrix_to_file(job, executor, progress, output)


def _at(points: Points) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    return points.lon, points.lat


def _as_json(moment: When) -> dict[str, Any]:
    return {"direction": moment.direction, **moment.model_dump(mode="json")}


def _moments(options: TravelOptions, when: When | Sequence[When] | None) -> list[When | None]:
    """Settle which moments are asked; [None] where the answer is the same at any."""
    moments = [] if when is None else [when] if isinstance(when, When) else list(when)
    if when is not None and not moments:
        msg = "The list of moments is empty. Give at least one, or leave it out."
        raise UsageError(msg)
    if options.mode == "transit":
        if not moments:
            msg = 'Public transport needs a moment: when=DepartAt("2023-06-13 08:00").'
            raise UsageError(msg)
        if len({moment.window_s > 0 for moment in moments}) > 1:
            msg = "Moments with a window and moments without one cannot be asked together."
            raise UsageError(msg)
        return list(moments)
    if options.car_time_factors:
        if not moments:
            msg = (
                "car_time_factors depend on the time of day: give a moment, such as "
                'when=DepartAt("2023-06-13 08:00").'
            )
            raise UsageError(msg)
        return list(moments)
    if len(moments) > 1:
        msg = f'mode "{options.mode}" takes the same time at every moment: give one, or none.'
        raise UsageError(msg)
    return [None]


def _percentiles(
    options: TravelOptions, moments: list[When | None], percentiles: Iterable[int] | None
) -> tuple[int, ...] | None:
    """Settle which percentiles are asked; None where there is one time only."""
    window = moments[0] is not None and moments[0].window_s > 0
    if options.mode != "transit" or not window:
        if percentiles is not None and options.mode != "transit":
            msg = (
                f'mode "{options.mode}" takes the same time in the whole window: leave '
                "percentiles out."
            )
            raise UsageError(msg)
        if percentiles is not None:
            msg = "Percentiles need a window of moments. Give a window, or leave them out."
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
    network: "Network",
    points: Points,
    options: TravelOptions,
    modes: set[str],
    extent: "Extent",
    role: str,
) -> list[UnsnappedPoint]:
    """List the points that join no street of any mode; refuse if none does."""
    snapped = [
        network.snap(points.lon, points.lat, options.snap_radius_mm, bit_of(mode, options))
        for mode in sorted(modes)
    ]
    joins = np.any([found.edge >= 0 for found in snapped], axis=0)
    distances = [np.where(found.distance_mm < 0, NOWHERE, found.distance_mm) for found in snapped]
    metres = np.min(distances, axis=0) / 1000
    west, south, east, north = extent
    inside = (points.lon >= west) & (points.lon <= east)
    inside &= (points.lat >= south) & (points.lat <= north)
    missed = np.flatnonzero(~joins)
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
