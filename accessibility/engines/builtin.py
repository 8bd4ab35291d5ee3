"""The engine of this project: compiled searches over a network's arrays."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from accessibility.network.footpaths import joined
from accessibility.network.prepared import PreparedTimetable, prepare_timetable
from accessibility.progress import Silent
from accessibility.routing.percentiles import ranks_of
from accessibility.routing.profiles import (
    Question,
    TransitNetwork,
    Walks,
    never_arrives,
    transit_block,
)
from accessibility.routing.walking import (
    Joined,
    TargetIndex,
    WalkGraph,
    index_targets,
    millimetres_within,
    walk_lists,
    walking_seconds,
)
from accessibility.routing.warm_up import STEPS, warm_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from accessibility.moments import When
    from accessibility.network.network import Network
    from accessibility.options import TravelOptions
    from accessibility.progress import Progress

__all__ = ["PreparedQuery", "compile_kernels", "matrix_block", "prepare"]


@dataclass(frozen=True, eq=False)
class _Targets:
    """Places that walks lead to, and how they are looked up."""

    points: Joined
    index: TargetIndex


@dataclass(frozen=True, eq=False)
class _Transit:
    """The public transport of a query."""

    net: TransitNetwork
    question: Question
    stops: _Targets


@dataclass(frozen=True, eq=False)
class PreparedQuery:
    """
    All that blocks of origins share; read-only and safe to use from several threads.

    Parameters
    ----------
    network
        The network.
    options
        What travellers can and will do.
    graph
        The streets that walkers may use.
    destinations
        Where travellers go.
    transit
        The public transport; None on foot.
    warnings
        What the user should know of the answers.
    """

    network: "Network"
    options: "TravelOptions"
    graph: WalkGraph
    destinations: _Targets
    transit: _Transit | None
    warnings: list[str]


def prepare(
    network: "Network",
    when: "When | None",
    options: "TravelOptions",
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
) -> PreparedQuery:
    """
    Prepare a query for its destinations.

    Parameters
    ----------
    network
        The network.
    when
        The departures; None on foot.
    options
        What travellers can and will do.
    lon, lat
        The destinations, WGS84 degrees.

    Returns
    -------
    PreparedQuery
        For `matrix_block`.

    Raises
    ------
    NoServiceDataError
        If the moment lies outside the timetables.
    """
    graph = network.walk_graph
    points = _join(network, lon, lat, options)
    destinations = _Targets(points, index_targets(graph, points))
    if when is None:
        return PreparedQuery(network, options, graph, destinations, None, [])
    timetable = prepare_timetable(network, when, options)
    transit = _transit(network, when, options, timetable, destinations)
    return PreparedQuery(network, options, graph, destinations, transit, timetable.warnings)


def matrix_block(
    query: PreparedQuery,
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
    percentiles: "Sequence[int]",
    stop_flag: "NDArray[np.uint8]",
) -> "NDArray[np.int32]":
    """
    Answer a block of origins; other threads go on meanwhile.

    Parameters
    ----------
    query
        What `prepare` made.
    lon, lat
        The origins, WGS84 degrees.
    percentiles
        Whole numbers from 1 to 100; on foot all are the same.
    stop_flag
        One byte; when it becomes non-zero the search ends at once and what comes back is not
        complete.

    Returns
    -------
    array
        Seconds, -1 for not reached; shape (percentiles, origins, destinations).
    """
    options = query.options
    origins = _join(query.network, lon, lat, options)
    shape = (len(percentiles), len(lon), len(query.destinations.points.edge))
    answers = np.full(shape, -1, np.int32)
    transit = query.transit
    longest = (
        options.max_time_s if transit is None else min(options.max_walk_time_s, options.max_time_s)
    )
    direct = _walks(query.graph, origins, query.destinations, longest, options, stop_flag)
    if transit is None:
        origin = np.repeat(np.arange(len(lon)), np.diff(direct.offset))
        answers[:, origin, direct.target] = direct.seconds
        return answers
    access = _walks(
        query.graph, origins, transit.stops, options.max_walk_time_s, options, stop_flag
    )
    ranks = ranks_of(np.asarray(percentiles, np.int64), transit.question.departures)
    never = never_arrives(transit.question, options.max_walk_time_s)
    transit_block(transit.net, access, direct, transit.question, ranks, never, stop_flag, answers)
    return answers


def _join(
    network: "Network",
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
    options: "TravelOptions",
) -> Joined:
    snapped = network.snap(lon, lat, options.snap_radius_mm)
    connector = np.minimum(snapped.distance_mm, options.snap_radius_mm).astype(np.int32)
    return Joined(
        np.array(lon, np.float64),
        np.array(lat, np.float64),
        snapped.edge,
        snapped.first_mm,
        connector,
    )


def _walks(
    graph: WalkGraph,
    origins: Joined,
    targets: _Targets,
    longest_s: int,
    options: "TravelOptions",
    stop_flag: "NDArray[np.uint8]",
) -> Walks:
    limit = millimetres_within(longest_s, options.walk_speed_mph)
    offset, target, length = walk_lists(
        graph, origins, targets.points, targets.index, limit, stop_flag
    )
    return Walks(offset, target, walking_seconds(length, options.walk_speed_mph))


def _transit(
    network: "Network",
    when: "When",
    options: "TravelOptions",
    timetable: PreparedTimetable,
    destinations: _Targets,
) -> _Transit:
    """Find the stops around the destinations; number those from which somebody walks to one."""
    graph = network.walk_graph
    points = joined(network, np.arange(network.timetable.n_stops))
    served = np.zeros(len(points.edge), bool)
    served[timetable.lines.stop] = True
    points = points._replace(edge=np.where(served, points.edge, np.int32(-1)))
    stops = _Targets(points, index_targets(graph, points))
    going = np.zeros(1, np.uint8)
    egress = _walks(graph, destinations.points, stops, options.max_walk_time_s, options, going)
    used = np.unique(egress.target)
    stop_row = np.full(len(points.edge), -1, np.int32)
    stop_row[used] = np.arange(len(used), dtype=np.int32)
    net = TransitNetwork(
        timetable.lines,
        timetable.change_offset,
        timetable.changes,
        stop_row,
        egress.offset,
        stop_row[egress.target],
        egress.seconds,
    )
    question = Question(
        timetable.start_s,
        when.n_moments,
        options.boarding_slack_s,
        options.max_time_s,
        options.max_rides,
    )
    return _Transit(net, question, stops)


def compile_kernels(progress: "Progress | None" = None) -> None:
    """
    Compile every kernel that is not compiled yet, and keep it on disk.

    Parameters
    ----------
    progress
        Hears of each group of kernels.
    """
    progress = progress or Silent()
    progress.start("Compiling searches", STEPS)
    for _ in warm_up():
        progress.advance()
    progress.finish()
