"""The journey behind a travel time: with the least rides, then the least walking, then by ids."""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .latest import (
    TOO_LATE,
    JourneyNetwork,
    Latest,
    forget_latest,
    look_back,
    new_latest,
)
from .lines import earliest_trip, positions_of
from .profiles import Ways
from .transfers import NO_CHANGE, rule_gap

TRIP, BOARDED, ALIGHTED, WALKED = 0, 1, 2, 3
"""Columns of a ride: its trip, the positions boarded and alighted at, seconds walked before it."""


class Journeys(NamedTuple):
    """Journeys that were found, one for each question.

    Attributes
    ----------
    rides
        How many rides each has; -1 where there is no journey.
    ride
        The rides in their order, with the columns above; shape (questions, most rides, 4).
    last_way
        Seconds of the way after the last ride.
    """

    rides: NDArray[np.int32]
    ride: NDArray[np.int32]
    last_way: NDArray[np.int32]


class _Boardings(NamedTuple):
    """All that was boarded in a search, round by round.

    Columns of `rows`: trip, position, seconds walked so far, the boarding before (-1 for none),
    where the trip before was left, seconds walked last. `at_event` finds the row of an event.
    """

    rows: NDArray[np.int32]
    at_event: NDArray[np.int32]
    size: NDArray[np.int64]


_Whole: TypeAlias = int | np.int64
"""Constants are given as the latter: a kernel is compiled once more for each that is not."""
_NONE = np.int64(-1)
_POSITION, _WALK, _BEFORE, _LEFT, _LAST_WALK = 1, 2, 3, 4, 5


@kernel
def _board(
    boardings: _Boardings,
    net: JourneyNetwork,
    round_begin: _Whole,
    trip: int,
    position: int,
    walk: _Whole,
    before: _Whole,
    left: _Whole,
    last_walk: int,
) -> _Boardings:
    """Note a boarding if it is the best of its event in this round; nobody boards twice."""
    rows = boardings.rows
    event = net.lines.trip_event[trip] + position
    row = boardings.at_event[event]
    if row >= 0:
        # Who was here with fewer rides is not on a journey with the least rides now.
        if row < round_begin or walk > rows[row, _WALK]:
            return boardings
        if walk == rows[row, _WALK]:
            if before < 0:
                return boardings
            other = rows[row, _BEFORE]
            mine = net.rank[rows[before, TRIP]]
            others = net.rank[rows[other, TRIP]]
            if mine > others or (mine == others and left >= rows[row, _LEFT]):
                return boardings
    else:
        row = boardings.size[0]
        if row == len(rows):
            longer = np.empty((2 * len(rows), 6), np.int32)
            longer[:row] = rows
            boardings = _Boardings(longer, boardings.at_event, boardings.size)
            rows = longer
        boardings.size[0] += 1
        boardings.at_event[event] = row
    rows[row, TRIP], rows[row, _POSITION], rows[row, _WALK] = trip, position, walk
    rows[row, _BEFORE], rows[row, _LEFT], rows[row, _LAST_WALK] = before, left, last_walk
    return boardings


@kernel
def _set_out(
    boardings: _Boardings,
    net: JourneyNetwork,
    latest: Latest,
    stops: NDArray[np.int32],
    seconds: NDArray[np.int32],
    start: int,
    left: int,
) -> _Boardings:
    """Board the first vehicle of every line around the origin."""
    lines = net.lines
    for k in range(len(stops)):
        stop, walk = stops[k], np.int64(seconds[k])
        ready = int(start + walk + net.slack)
        if latest.departure[left, stop] < ready:
            continue
        for b in range(lines.board_offset[stop], lines.board_offset[stop + 1]):
            line, at = lines.boardings[b, 0], lines.boardings[b, 1]
            if walk > net.longest_access[lines.stop_offset[line] + at]:
                continue
            end = lines.trip_offset[line + 1]
            trip = earliest_trip(lines, line, at, ready, end)
            if (
                trip < end
                and lines.departure[lines.trip_event[trip] + at] <= (latest.departure[left, stop])
            ):
                boardings = _board(
                    boardings, net, boardings.size[1], trip, at, walk, _NONE, _NONE, seconds[k]
                )
    return boardings


@kernel
def _change(
    boardings: _Boardings, net: JourneyNetwork, latest: Latest, row: int, left_at: int, left: int
) -> _Boardings:
    """Change from a position of a trip to every line by which it is still possible in time."""
    lines, changes, begin = net.lines, net.changes, boardings.size[1]
    trip, walk = boardings.rows[row, TRIP], boardings.rows[row, _WALK]
    position = lines.stop_offset[lines.trip_line[trip]] + left_at
    arrival = lines.arrival[lines.trip_event[trip] + left_at]
    stop = lines.stop[position]
    there_at, least_of, in_time = changes.stop, net.change_least, latest.departure
    for change in range(changes.offset[stop], changes.offset[stop + 1]):
        there, least = there_at[change], least_of[change]
        by = in_time[left - 1, there]
        if by == TOO_LATE or least == NO_CHANGE or arrival + least > by:
            continue
        on_foot = net.change_walk[change]
        for b in range(lines.board_offset[there], lines.board_offset[there + 1]):
            line, at = lines.boardings[b, 0], lines.boardings[b, 1]
            gap = rule_gap(changes, change, lines, position, lines.stop_offset[line] + at)
            if gap == NO_CHANGE:
                continue
            end = lines.trip_offset[line + 1]
            other = earliest_trip(lines, line, at, arrival + gap, end)
            if other < end and lines.departure[lines.trip_event[other] + at] <= by:
                boardings = _board(
                    boardings, net, begin, other, at, walk + on_foot, row, left_at, on_foot
                )
    return boardings


@kernel
def _round(
    boardings: _Boardings,
    net: JourneyNetwork,
    latest: Latest,
    first: np.int64,
    left: int,
    arrival: int,
    best: NDArray[np.int64],
) -> _Boardings:
    """Ride all that was boarded in a round, as far as it is of use; note the best last ride."""
    lines, in_time, at_event = net.lines, latest.arrival, boardings.at_event
    stop_at, arrival_at, alighting = lines.stop, lines.arrival, lines.alighting
    last = boardings.size[0]
    boardings.size[1] = last
    for row in range(first, last):
        trip, boarded = boardings.rows[row, TRIP], boardings.rows[row, _POSITION]
        walk, line = boardings.rows[row, _WALK], lines.trip_line[trip]
        begin, event = lines.stop_offset[line], lines.trip_event[trip]
        for p in range(boarded + 1, positions_of(lines, line)):
            later = at_event[event + p - 1] if p - 1 > boarded else -1
            if first <= later < last and boardings.rows[later, _WALK] <= walk:
                break  # from here on that boarding is as good
            stop, second = stop_at[begin + p], arrival_at[event + p]
            if second > arrival:
                break
            by = in_time[left, stop]
            if not alighting[begin + p] or by == TOO_LATE or second > by:
                continue
            if left > 0:
                boardings = _change(boardings, net, latest, row, p, left)
                continue
            way = arrival - by
            total = walk + way
            if way > net.longest_egress[begin + p]:
                continue
            better = best[0] < 0 or total < best[1]
            if not better and total == best[1]:
                mine, others = net.rank[trip], best[4]
                better = mine < others or (mine == others and p < best[2])
            if better:
                best[0], best[1], best[2] = row, total, p
                best[3], best[4] = way, net.rank[trip]
    return boardings


@kernel
def _forwards(
    boardings: _Boardings,
    net: JourneyNetwork,
    latest: Latest,
    stops: NDArray[np.int32],
    seconds: NDArray[np.int32],
    start: int,
    arrival: int,
    rides: int,
    best: NDArray[np.int64],
) -> _Boardings:
    """Search for journeys of exactly so many rides; note the last ride of the best."""
    best[0] = -1
    boardings.size[:] = 0
    boardings = _set_out(boardings, net, latest, stops, seconds, start, rides - 1)
    first = boardings.size[1]
    for left in range(rides - 1, -1, -1):
        last = boardings.size[0]
        boardings = _round(boardings, net, latest, first, left, arrival, best)
        first = last
    return boardings


@kernel
def _forget(boardings: _Boardings, net: JourneyNetwork) -> None:
    for row in range(boardings.size[0]):
        trip, position = boardings.rows[row, TRIP], boardings.rows[row, _POSITION]
        boardings.at_event[net.lines.trip_event[trip] + position] = -1


@kernel
def _write(
    boardings: _Boardings, rides: int, best: NDArray[np.int64], found: Journeys, number: int
) -> None:
    """Follow a journey back from its last ride."""
    found.rides[number], found.last_way[number] = rides, best[3]
    row, alighted = best[0], best[2]
    for k in range(rides - 1, -1, -1):
        found.ride[number, k, TRIP] = boardings.rows[row, TRIP]
        found.ride[number, k, BOARDED] = boardings.rows[row, _POSITION]
        found.ride[number, k, ALIGHTED] = alighted
        found.ride[number, k, WALKED] = boardings.rows[row, _LAST_WALK]
        row, alighted = boardings.rows[row, _BEFORE], boardings.rows[row, _LEFT]


@kernel
def find_journeys(
    net: JourneyNetwork,
    access: Ways,
    egress: Ways,
    questions: NDArray[np.int64],
    rides: int,
    stop_flag: NDArray[np.uint8],
) -> Journeys:
    """Find journeys whose begin and end are known.

    Parameters
    ----------
    net
        The timetable.
    access
        Ways from origins to stops.
    egress
        Ways from stops to destinations, by destination.
    questions
        Rows of origin, destination, the second at which the traveller sets out or later, and the
        second by which the journey ends.
    rides
        Most vehicles used.
    stop_flag
        One byte; when it becomes non-zero the search ends at once and what comes back is not
        complete.

    Returns
    -------
    Journeys
        For each question the journey with the fewest rides; of these the one with the least seconds
        on ways to, between and from vehicles; of these the one whose last trip has the lowest rank
        and is left first, whose trip before that likewise, and so on. Of a line always the first
        trip is boarded that can be caught.

    Notes
    -----
    docs/method/journeys.md.
    """
    # Keeps: rounds of exactly so many rides, fewest first; an event that fewer rides reach is on
    # no journey with the fewest. Cost: one look back for each ride, and the boardings from which
    # the end can still be reached in time. Source: RAPTOR (Delling, Pajor, Werneck 2012),
    # from both sides.
    n = len(questions)
    found = Journeys(
        np.full(n, -1, np.int32), np.full((n, rides, 4), -1, np.int32), np.zeros(n, np.int32)
    )
    latest = new_latest(net, rides)
    boardings = _Boardings(
        np.empty((1024, 6), np.int32),
        np.full(len(net.lines.arrival), -1, np.int32),
        np.zeros(2, np.int64),
    )
    best = np.zeros(5, np.int64)
    for number in range(n):
        if stop_flag[0] != 0:
            break
        origin, destination = questions[number, 0], questions[number, 1]
        start, arrival = questions[number, 2], questions[number, 3]
        stops = access.target[access.offset[origin] : access.offset[origin + 1]]
        seconds = access.seconds[access.offset[origin] : access.offset[origin + 1]]
        last_ways = egress.offset[destination], egress.offset[destination + 1]
        last_stops = egress.target[last_ways[0] : last_ways[1]]
        last_s = egress.seconds[last_ways[0] : last_ways[1]]
        for ride in range(1, rides + 1):
            look_back(latest, net, last_stops, last_s, start, arrival, ride - 1)
            boardings = _forwards(
                boardings, net, latest, stops, seconds, start, arrival, ride, best
            )
            if best[0] >= 0:
                _write(boardings, ride, best, found, number)
            _forget(boardings, net)
            if best[0] >= 0 or latest.counts[ride - 1, 0] == 0:
                break
        forget_latest(latest)
    return found
