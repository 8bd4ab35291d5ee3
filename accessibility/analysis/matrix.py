"""Travel times from each origin to each destination."""

import logging
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from accessibility.analysis.joined_points import join_points
from accessibility.analysis.provenance import provenance_of
from accessibility.analysis.questions import (
    moments_of,
    percentiles_of,
    points_of,
    street_extent,
    street_modes,
)
from accessibility.errors import UsageError
from accessibility.executors.blocks import Block
from accessibility.executors.run import Executor, MatrixJob, matrix_in_memory, matrix_to_file
from accessibility.executors.threads import Threads
from accessibility.moments import When
from accessibility.options import TravelOptions
from accessibility.places.points import Points
from accessibility.progress import Progress, Silent
from accessibility.results.matrix import MatrixLayout, Moment, part_columns, time_columns
from accessibility.results.writers import check_output

if TYPE_CHECKING:
    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from pandas import DataFrame

    from accessibility.network.network import Network

__all__ = ["matrix_job", "travel_time_matrix"]

logger = logging.getLogger("accessibility")

ENGINES = {"builtin": "accessibility.engines.builtin"}
BREAKDOWN = "accessibility.engines.breakdown"


@overload
def travel_time_matrix(
    network: "Network",
    origins: "GeoDataFrame | str | Path | Points",
    destinations: "GeoDataFrame | str | Path | Points",
    *,
    when: When | Sequence[When] | None = None,
    percentiles: Iterable[int] | None = None,
    options: TravelOptions | None = None,
    breakdown: bool = False,
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
    breakdown: bool = False,
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
    breakdown: bool = False,
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
    breakdown
        Whether columns say what each time of public transport consists of; default False.
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
        a mean is NaN unless all were reached, and ``n_reached`` counts them. With `breakdown` each
        time is followed, after all times, by the parts of the journey that gives it, in minutes
        whose sum it is, ``direct``, ``access``, ``initial_wait``, ``in_vehicle``,
        ``transfer_walk``, ``transfer_wait``, ``egress`` and ``early_arrival``, and by ``rides``,
        the number of vehicles boarded; with a window each ends in ``_p{N}``. ``attrs["points"]``
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
    if output is not None:
        output = Path(output)
        check_output(output, [s for s in (origins, destinations) if isinstance(s, str | Path)])
    progress = progress or Silent()
    job = matrix_job(
        network,
        origins,
        destinations,
        when=when,
        percentiles=percentiles,
        options=options,
        breakdown=breakdown,
        engine=engine,
        progress=progress,
    )
    executor = executor or Threads()
    if output is None:
        return matrix_in_memory(job, executor, progress)
    return matrix_to_file(job, executor, progress, output)


def matrix_job(
    network: "Network",
    origins: "GeoDataFrame | str | Path | Points",
    destinations: "GeoDataFrame | str | Path | Points",
    *,
    when: When | Sequence[When] | None,
    percentiles: Iterable[int] | None,
    options: TravelOptions | None,
    breakdown: bool,
    engine: str,
    progress: Progress,
) -> MatrixJob:
    """
    Prepare a matrix, so that nothing but its blocks is left to be worked.

    Parameters
    ----------
    network, origins, destinations, when, percentiles, options, breakdown, engine, progress
        As for `travel_time_matrix`.

    Returns
    -------
    MatrixJob
        The matrix, for `matrix_in_memory` or `matrix_to_file`.
    """
    options = options or TravelOptions()
    moments = moments_of(options, when)
    if options.mode == "walk":
        moments = [None]  # a walk takes the same time at any moment and in either direction
    columns_of = percentiles_of(options, moments, percentiles)
    if breakdown and options.mode != "transit":
        msg = f'breakdown: a journey by mode "{options.mode}" has no parts. Leave it out.'
        raise UsageError(msg)
    searches = _engine(engine)
    in_parts: Any = import_module(BREAKDOWN) if breakdown else None
    extent = street_extent(network)
    starts = points_of(origins, extent, "origins")
    ends = points_of(destinations, extent, "destinations")
    without = [
        point
        for points, role in ((starts, "origin"), (ends, "destination"))
        for point in join_points(
            network, points, options, street_modes(options, role), extent, role
        ).unsnapped()
    ]
    searches.compile_kernels(progress)
    turned = tuple(moment is not None and moment.direction == "arrive" for moment in moments)
    queries = [
        searches.prepare(
            network,
            moment,
            options,
            *_at((ends, starts)[turn]),
            progress=progress,
            near=None if breakdown else _at((starts, ends)[turn]),
        )
        for moment, turn in zip(moments, turned, strict=True)
    ]
    parts = [
        in_parts.JourneyQuery.prepare(network, query, moment, options)
        for moment, query in zip(moments, queries, strict=True)
        if breakdown
    ]
    warnings = list(dict.fromkeys(warning for query in queries for warning in query.warnings))
    for warning in warnings:
        logger.warning(warning)

    def compute(block: Block, stop: "NDArray[np.uint8]") -> "NDArray[np.int32]":
        lon, lat = _at((starts, ends)[turned[block.part]])
        part = slice(block.start, block.stop)
        asked_of = lon[part], lat[part], columns_of or (50,), stop
        answer: NDArray[np.int32] = (
            in_parts.breakdown_block(parts[block.part], *asked_of)
            if breakdown
            else searches.matrix_block(queries[block.part], *asked_of)
        )
        return answer

    several = [moment for moment in moments if moment is not None] if len(moments) > 1 else []
    return MatrixJob(
        MatrixLayout(
            starts.ids,
            ends.ids,
            time_columns(columns_of) + (part_columns(columns_of) if breakdown else ()),
            tuple(Moment(str(moment), moment.direction) for moment in several),
        ),
        compute,
        provenance_of(
            "travel_time_matrix",
            network,
            options,
            moments,
            {"origins": starts, "destinations": ends},
            engine=engine,
            percentiles=None if columns_of is None else list(columns_of),
            **({"breakdown": True} if breakdown else {}),
        ),
        without,
        warnings,
        {"network": str(network.path), "warnings": warnings},
        turned,
    )


def _at(points: Points) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    return points.lon, points.lat


def _engine(name: str) -> Any:
    if name not in ENGINES:
        msg = f'There is no engine "{name}"; known: {", ".join(ENGINES)}.'
        raise UsageError(msg)
    return import_module(ENGINES[name])
