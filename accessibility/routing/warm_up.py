"""Every kernel, compiled by running it on a world of one street and one bus."""

from collections.abc import Callable, Iterator

import numpy as np

from .hierarchy import build_hierarchy
from .journeys import find_journeys
from .latest import JourneyNetwork
from .lines import Lines, overtaking_free
from .nearest import NONE, sweep_nearest
from .nearest_answers import (
    answer_deadlines,
    answer_departures,
    choose_ranks,
    nearest_without_vehicle,
)
from .outside import arrange_outside, mark_needed, needed_among
from .paths import PathEnds, PathGraph, shortest_path
from .patterns import patterns_of_trips
from .percentiles import ranks_of
from .profiles import Question, TransitNetwork, Ways, never_arrives, transit_block
from .rphast import Ends, restrict, seconds_between
from .snapping import Shapes, build_grid, snap_points
from .stop_profiles import profiles_at_stops
from .stretches import Placed, shorten_on_edges
from .sweep_plans import plan_sweep
from .sweeps import LANES, Swept, sweep_chunk, swept_block
from .transfers import Footpaths, reduced_transfers, usual_changes
from .walking import Joined, build_walk_graph, index_targets, walk_lists

STEPS = 10
"""How many steps `warm_up` has."""
_GOING = np.zeros(1, np.uint8)
_SECONDS_IN_NARROW, _SECONDS_IN_WIDE = 600, 40_000


def warm_up() -> Iterator[str]:
    """Run every kernel once, so that it is compiled and kept on disk.

    Yields
    ------
    str
        What was compiled, after each of the `STEPS` steps; nearly all of the time goes by before
        the first call of each.
    """
    steps: dict[str, Callable[[], object]] = {
        "joining points to streets": _snap,
        "walks": _walk,
        "hierarchies of streets": _contract,
        "bicycles and cars": _drive,
        "timetables": _timetable,
        "changes of vehicle": _transfers,
        "public transport": _transit,
        "nearest services": _nearest,
        "journeys": _journeys,
        "paths": _path,
    }
    for name, step in steps.items():
        step()
        yield name


def _integers(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


def _offsets(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def _snap() -> None:
    ends = _integers(0, 100_000), _integers(0, 0)
    shapes = Shapes(np.ones(1, np.uint8), _integers(1_113_195), _offsets(0, 2), *ends)
    point = np.array([0.001])
    snap_points(point, point, 1, shapes, build_grid(shapes))


def _joined() -> Joined:
    place = np.array([0.001])
    return Joined(place, place, *(_integers(0) for _ in range(4)))


def _walk() -> None:
    ends = _integers(0), _integers(1), _integers(1000)
    graph = build_walk_graph(2, *ends, np.ones(1, bool))
    points = _joined()
    walk_lists(graph, points, points, index_targets(graph, points), 1000, _GOING)


def _contract() -> None:
    build_hierarchy(2, _integers(0, 1), _integers(1, 0), _integers(1000, 1000))


def _drive() -> None:
    hierarchy = build_hierarchy(2, _integers(0, 1), _integers(1, 0), _integers(1000, 1000))
    ends = Ends(_offsets(0, 1), _integers(0), _integers(0))
    seconds = seconds_between(hierarchy, restrict(hierarchy, ends), ends, 60, _GOING)
    place = np.array([0.001])
    points = Placed(place, place, _integers(0), _integers(0), _offsets(0))
    pace = np.ones((1, 2), np.int32), np.ones((1, 2), np.int64)
    shorten_on_edges(points, points, *pace, backward=False, longest_s=60, seconds=seconds)


def _timetable() -> None:
    overtaking_free(_offsets(0), _offsets(0, 2), _integers(0, 60), _integers(0, 60))
    patterns_of_trips(_offsets(0, 2), _offsets(0, 4))


def _lines() -> Lines:
    return Lines(
        stop_offset=_offsets(0, 2),
        stop=_integers(0, 1),
        boarding=np.ones(2, bool),
        alighting=np.ones(2, bool),
        kind=np.zeros(2, np.uint8),
        named_route=_integers(-1, -1),
        named_trip=_integers(-1, -1),
        trip_offset=_offsets(0, 1),
        trip_event=_offsets(0),
        arrival=_integers(100, 200),
        departure=_integers(100, 200),
        trip_line=_integers(0),
        board_offset=_offsets(0, 1, 1),
        boardings=np.zeros((1, 2), np.int32),
    )


def _transfers() -> None:
    footpaths = Footpaths(_offsets(0, 0, 0), _integers(), _integers())
    changes = usual_changes(footpaths, 60)
    reduced_transfers(_lines(), _integers(0, 1), changes, 3600, 0, 1, _GOING)
    net = _net()
    outside = arrange_outside(net, net, _integers(0), 3600)
    needed = np.zeros(0, bool)
    mark_needed(outside, 0, 1, needed)
    needed_among(net, outside, needed)


def _net() -> TransitNetwork:
    return TransitNetwork(
        _lines(),
        _offsets(0, 0, 0),
        _offsets(),
        _integers(0, 1),
        _integers(0, 0),
        _integers(-1, 0),
        _offsets(0, 1),
        _integers(0),
        _integers(0),
    )


def _transit() -> None:
    net = _net()
    ways = Ways(_offsets(0, 1), _integers(0), _integers(0))
    for longest in (_SECONDS_IN_NARROW, _SECONDS_IN_WIDE):
        question = Question(0, 1, 60, longest, 8, journey=False)
        ranks = ranks_of(_offsets(50), 1)
        answers = np.full((1, 1, 1), -1, np.int32)
        never = never_arrives(question, 0)
        transit_block(net, ways, ways, question, ranks, never, _GOING, answers)
        plan, row, _ = plan_sweep(net, question, _integers(0), 0)
        arrivals = np.empty((1, plan.kept, LANES), never.dtype)
        sweep_chunk(plan, net, 0, 8, never[0], arrivals[0])
        swept = Swept(row, arrivals)
        swept_block(swept, net, ways, ways, question, ranks, never[0], _GOING, answers)


def _nearest() -> None:
    net = _net()
    ways = Ways(_offsets(0, 1), _integers(0), _integers(0))
    question = Question(0, 1, 60, _SECONDS_IN_NARROW, 8, journey=False)
    plan, row, _ = plan_sweep(net, question, _integers(0), 0)
    kept = sweep_nearest(plan, net, 8, 1)
    profiles = profiles_at_stops(net, question, _integers(0), _integers(0), 0, row, kept)
    direct, answers = np.full((1, 1), NONE), np.full((1, 1, 1), NONE)
    nearest_without_vehicle(ways, 0, direct)
    answer_departures(profiles, ways, direct, question, 0, 0, answers)
    answer_deadlines(profiles, ways, direct, question, 1, 0, 0, answers)
    chosen = np.empty((2, 1, 1, 1), np.int32)
    ranks = ranks_of(_offsets(50), 1)
    choose_ranks(answers, 1, ranks, _SECONDS_IN_NARROW, False, chosen[0], chosen[1])


def _journeys() -> None:
    changes = usual_changes(Footpaths(_offsets(0, 0, 0), _integers(), _integers()), 60)
    limits = np.full(2, 1000, np.int32)
    net = JourneyNetwork(
        _lines(),
        changes,
        changes.gap,
        changes.gap,
        _offsets(0, 1, 2),
        _offsets(0, 1),
        _integers(0, 1),
        _offsets(0, 0, 1),
        np.array([[0, 1]], np.int32),
        limits,
        limits,
        _offsets(0),
        60,
    )
    access, egress = (Ways(_offsets(0, 1), _integers(stop), _integers(0)) for stop in (0, 1))
    find_journeys(net, access, egress, np.array([[0, 0, 0, 300]]), 8, _GOING)


def _path() -> None:
    graph = PathGraph(_offsets(0, 1, 1), _integers(1), _integers(1000), _offsets(0))
    start, end = (PathEnds(_integers(node), _offsets(0)) for node in (0, 1))
    shortest_path(graph, start, end, 2000)
