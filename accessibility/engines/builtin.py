"""The engine of this project: compiled searches over a network's arrays."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from accessibility.errors import Interrupted
from accessibility.network.travel.prepared import PreparedTimetable, prepare_timetables
from accessibility.network.travel.ways import Points, Stops, WaysBetween, ways_from_stops
from accessibility.progress import Silent, heed
from accessibility.routing.kept import are_all_kept, note_all_kept
from accessibility.routing.percentiles import ranks_of
from accessibility.routing.profiles import (
    Question,
    TransitNetwork,
    Ways,
    never_arrives,
    transit_block,
)
from accessibility.routing.sweep_plans import SweepPlan, plan_sweep
from accessibility.routing.sweeps import LANES, Swept, sweep_chunk, swept_block
from accessibility.routing.warm_up import STEPS, warm_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import time

    from numpy.typing import NDArray

    from accessibility.moments import When
    from accessibility.network.network import Network
    from accessibility.options import TravelOptions
    from accessibility.progress import Progress

__all__ = [
    "PreparedQuery",
    "Transit",
    "compile_kernels",
    "matrix_block",
    "prepare",
    "street_limits",
    "transit_of",
]

NOT_REACHED_IN_POOL = np.int32(2**31 - 1)
"""Stands for no answer where the answers of several draws are sorted together."""

SWEEP_FROM = 10
"""A sweep to so many destinations costs as much as a search from one origin, or less."""
MOST_SWEPT = 1 << 30
"""Bytes that the results of sweeps may take."""

_compiled = Event()
"""Whether this process has all kernels at hand."""

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Transit:
    """
    The public transport of a query; of what is listed there is one for each draw.

    Parameters
    ----------
    timetables
        The timetables.
    nets
        The same with the points prepared around them.
    questions
        What is asked of each.
    access
        Ways between any points and the stops.
    egress
        Ways between the stops and the points prepared, by point.
    longest_access_s, longest_egress_s
        Seconds of the longest of these ways.
    swept
        What a sweep found; None for a draw in which every origin is searched from by itself.
    """

    timetables: list[PreparedTimetable]
    nets: list[TransitNetwork]
    questions: list[Question]
    access: WaysBetween
    egress: Ways
    longest_access_s: int
    longest_egress_s: int
    swept: list[Swept | None]


@dataclass(frozen=True, eq=False)
class PreparedQuery:
    """
    All that blocks share; read-only and safe to use from several threads.

    A block searches from some of the points at one end of the journeys to all points at the other:
    from origins to destinations, or, for deadlines, from destinations back to origins.

    Parameters
    ----------
    direct
        Ways without a vehicle.
    transit
        The public transport; None for a mode by itself.
    targets
        How many points there are at the other end.
    warnings
        What the user should know of the answers.
    """

    direct: WaysBetween
    transit: Transit | None
    targets: int
    warnings: list[str]


def prepare(
    network: "Network",
    when: "When | None",
    options: "TravelOptions",
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
    radius_mm: int | None = None,
    progress: "Progress | None" = None,
    *,
    near: "tuple[NDArray[np.float64], NDArray[np.float64]] | None" = None,
) -> PreparedQuery:
    """
    Prepare a query for the points at its far end.

    Parameters
    ----------
    network
        The network.
    when
        The departures or deadlines; may be None without public transport.
    options
        What travellers can and will do.
    lon, lat
        WGS84 degrees of the destinations; for deadlines, of the origins.
    radius_mm
        How far these points may lie from a street, in millimetres; default the options' snap
        radius.
    progress
        Hears how far the work is and may cancel it.
    near
        WGS84 degrees of all the points that will be asked about, if that is known: many are
        answered faster after a sweep from all the points prepared. The answers are the same.

    Returns
    -------
    PreparedQuery
        For `matrix_block`.

    Raises
    ------
    NoServiceDataError
        If the moment lies outside the timetables.
    """
    progress = progress or Silent()
    clock = None if when is None else when.moment.time()
    end = Points(lon, lat, options.snap_radius_mm if radius_mm is None else radius_mm)
    backward = when is not None and when.direction == "arrive"
    alone = options.mode != "transit" or when is None
    limits = street_limits(options, options.direct_modes)
    if alone:
        limits = {str(options.mode): options.max_time_s}
    direct = _remembered(
        (network, limits, options, clock),
        (lon, lat, end.snap_radius_mm, backward),
        lambda: WaysBetween.prepare(
            network, limits, options, clock, end, backward=backward, progress=progress
        ),
    )
    if when is None or alone:
        return PreparedQuery(direct, None, len(lon), [])
    timetables, warnings = prepare_timetables(network, when, options, progress)
    transit = transit_of(network, when, options, timetables, end, progress, backward=backward)
    if near is not None and len(near[0]) * SWEEP_FROM >= -(-len(lon) // LANES) * LANES:
        transit.swept[:] = _sweep(transit, near, len(lon), progress)
    return PreparedQuery(direct, transit, len(lon), warnings)


def matrix_block(
    query: PreparedQuery,
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
    percentiles: "Sequence[int]",
    stop_flag: "NDArray[np.uint8]",
) -> "NDArray[np.int32]":
    """
    Answer a block of points; other threads go on meanwhile.

    Parameters
    ----------
    query
        What `prepare` made.
    lon, lat
        WGS84 degrees of the origins; for deadlines, of the destinations.
    percentiles
        Whole numbers from 1 to 100; without public transport all are the same.
    stop_flag
        One byte; when it becomes non-zero the search ends at once and what comes back is not
        complete.

    Returns
    -------
    array
        Seconds, -1 for not reached; shape (percentiles, points of the block, points prepared).
    """
    if query.transit is None:
        seconds = query.direct.seconds(lon, lat, query.targets, stop_flag)
        return np.repeat(seconds[None], len(percentiles), axis=0)
    answers = np.full((len(percentiles), len(lon), query.targets), -1, np.int32)
    direct = query.direct.out_of(lon, lat, stop_flag)
    transit = query.transit
    access = transit.access.out_of(lon, lat, stop_flag)
    n = transit.questions[0].departures
    wanted = np.asarray(percentiles, np.int64)
    if len(transit.nets) == 1:
        _answer(transit, 0, access, direct, ranks_of(wanted, n), stop_flag, answers)
        return answers
    pooled = np.full((len(transit.nets) * n, *answers.shape[1:]), -1, np.int32)
    for draw in range(len(transit.nets)):
        part = pooled[draw * n : (draw + 1) * n]
        _answer(transit, draw, access, direct, np.arange(n), stop_flag, part)
    pooled[pooled < 0] = NOT_REACHED_IN_POOL
    pooled.sort(axis=0)
    answers = pooled[ranks_of(wanted, len(pooled))]
    answers[answers == NOT_REACHED_IN_POOL] = -1
    return answers


def _answer(
    transit: Transit,
    draw: int,
    access: Ways,
    direct: Ways,
    ranks: "NDArray[np.int64]",
    stop_flag: "NDArray[np.uint8]",
    answers: "NDArray[np.int32]",
) -> None:
    question = transit.questions[draw]
    never = never_arrives(question, transit.longest_egress_s)
    net, swept = transit.nets[draw], transit.swept[draw]
    if swept is None:
        transit_block(net, access, direct, question, ranks, never, stop_flag, answers)
    else:
        swept_block(swept, net, access, direct, question, ranks, never[0], stop_flag, answers)


def _sweep(
    transit: Transit,
    near: "tuple[NDArray[np.float64], NDArray[np.float64]]",
    targets: int,
    progress: "Progress",
) -> list[Swept | None]:
    """Sweep from all the points prepared to some others, where that can be done and kept."""
    swept: list[Swept | None] = []
    stops = transit.access.perhaps_near(*near)
    chunks, room = range(-(-targets // LANES)), MOST_SWEPT
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for net, question in zip(transit.nets, transit.questions, strict=True):
            never = never_arrives(question, transit.longest_egress_s)
            plan, row, ordered = plan_sweep(net, question, stops, transit.longest_access_s)
            room -= len(chunks) * plan.kept * LANES * never.itemsize
            if room < 0 or not ordered:
                swept.append(None)
                continue
            arrivals = np.empty((len(chunks), plan.kept, LANES), never.dtype)

            def sweep(
                chunk: int,
                plan: SweepPlan = plan,
                net: TransitNetwork = net,
                rides: int = question.rides,
                never: int = int(never[0]),
                arrivals: "NDArray[np.signedinteger[Any]]" = arrivals,
            ) -> None:
                sweep_chunk(plan, net, chunk, rides, never, arrivals[chunk])

            progress.start("Sweeping the timetable", len(chunks))
            for _ in pool.map(sweep, chunks):
                progress.advance()
                if progress.cancelled():
                    pool.shutdown(cancel_futures=True)
                    raise Interrupted("Stopped as asked.")
            progress.finish()
            swept.append(Swept(row, arrivals))
    return swept


def street_limits(options: "TravelOptions", modes: "Sequence[str]") -> dict[str, int]:
    """
    Say how long ways over the streets may take.

    Parameters
    ----------
    options
        What travellers can and will do.
    modes
        Modes to, from or without stops.

    Returns
    -------
    dict
        Seconds of the longest way by each mode.
    """
    return {mode: min(options.longest_s(mode), options.max_time_s) for mode in modes}


def transit_of(
    network: "Network",
    when: "When",
    options: "TravelOptions",
    timetables: list[PreparedTimetable],
    end: Points,
    progress: "Progress",
    *,
    backward: bool,
) -> Transit:
    """
    Find the ways to and from the stops that are served at some time of the query.

    Parameters
    ----------
    network, when, options, progress
        As for `prepare`.
    timetables
        What was prepared of the network's.
    end
        The points at the far end.
    backward
        Whether time is searched backwards.

    Returns
    -------
    Transit
        With departures every minute from the moment asked.
    """
    clock = when.moment.time()
    first, last = options.access_modes, options.egress_modes
    to_stops, from_stops = (last, first) if backward else (first, last)
    stops = np.unique(np.concatenate([timetable.lines.stop for timetable in timetables]))
    near, far = street_limits(options, to_stops), street_limits(options, from_stops)
    access = _remembered(
        (network, near, options, clock),
        (stops, backward),
        lambda: WaysBetween.prepare(
            network, near, options, clock, Stops(stops), backward=backward, progress=progress
        ),
    )
    egress = _remembered(
        (network, far, options, clock),
        (stops, *end, backward),
        lambda: ways_from_stops(
            network, far, options, clock, stops, end, backward=backward, progress=progress
        ),
    )
    nets = [_network_of(timetable, egress, network.timetable.n_stops) for timetable in timetables]
    questions = [
        Question(
            timetable.start_s,
            when.n_moments,
            timetable.slack_s,
            options.max_time_s,
            options.max_rides,
            when.measure == "journey",
        )
        for timetable in timetables
    ]
    return Transit(
        timetables,
        nets,
        questions,
        access,
        egress,
        max(near.values()),
        max(far.values()),
        [None] * len(nets),
    )


def _remembered(
    asked: "tuple[Network, dict[str, int], TravelOptions, time | None]",
    between: tuple[object, ...],
    make: "Callable[[], T]",
) -> "T":
    """Keep ways over the streets for the next moment: they are the same at nearly all of them."""
    network, limits, options, clock = asked
    digest = hashlib.sha256()
    for part in between:
        digest.update(part.tobytes() if isinstance(part, np.ndarray) else repr(part).encode())
    driven = "car" in limits and bool(options.car_time_factors)
    band = clock.hour if driven and clock is not None else None
    key = (make.__qualname__, tuple(limits.items()), repr(options), band, digest.hexdigest())
    return network.remember(key, make)


def _network_of(timetable: PreparedTimetable, egress: Ways, n_stops: int) -> TransitNetwork:
    """Number the places from which somebody goes on to a point."""
    point = np.repeat(np.arange(len(egress.offset) - 1), np.diff(egress.offset))
    parts = []
    for number, longest in enumerate(timetable.longest_egress):
        near = egress.seconds <= longest
        parts.append((point[near], egress.target[near] + number * n_stops, egress.seconds[near]))
    points, places, seconds = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(points, kind="stable")
    used = np.unique(places)
    place_row = np.full(n_stops * len(timetable.longest_egress), -1, np.int32)
    place_row[used] = np.arange(len(used), dtype=np.int32)
    return TransitNetwork(
        timetable.lines,
        timetable.change_offset,
        timetable.changes,
        timetable.place,
        timetable.longest_access,
        place_row,
        np.searchsorted(points[order], np.arange(len(egress.offset))),
        place_row[places[order]],
        seconds[order],
    )


def compile_kernels(progress: "Progress | None" = None) -> None:
    """
    Compile every kernel that is not compiled yet, and keep it on disk.

    Parameters
    ----------
    progress
        Hears of each group of kernels and may cancel.

    Raises
    ------
    Interrupted
        If the progress cancelled.
    """
    if _compiled.is_set():
        return
    progress = progress or Silent()
    progress.start("Loading searches" if are_all_kept() else "Compiling searches", STEPS)
    for _ in warm_up():
        heed(progress)
        progress.advance()
    progress.finish()
    note_all_kept()
    _compiled.set()
