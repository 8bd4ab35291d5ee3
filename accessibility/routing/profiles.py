"""Earliest arrivals for every departure of a window: from blocks of origins to all destinations."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .lines import Lines, earliest_trip, event_of, positions_of
from .percentiles import NOT_REACHED, STEP, Runs, new_runs, select_ranks
from .transfers import POSITION_BITS, POSITION_MASK

LATE = np.int32(2**31 - 1)
WIDE = 64
"""Rows of arrivals are a multiple of this long: what a processor takes in a few steps at once."""


class TransitNetwork(NamedTuple):
    """A prepared timetable and the destinations around it.

    Attributes
    ----------
    lines
        The timetable.
    change_offset, changes
        Where each event's reduced transfers begin, and the transfers.
    stop_row
        Row of each stop in the table of arrivals; -1 for a stop from which nobody walks to a
        destination.
    egress_offset, egress_row, egress_s
        Per destination: rows of the stops around it and the seconds of walking from them.
    """

    lines: Lines
    change_offset: NDArray[np.int64]
    changes: NDArray[np.int64]
    stop_row: NDArray[np.int32]
    egress_offset: NDArray[np.int64]
    egress_row: NDArray[np.int32]
    egress_s: NDArray[np.int32]


class Walks(NamedTuple):
    """Walks out of each origin: to stops, or straight to destinations.

    Attributes
    ----------
    offset
        Where each origin's walks begin; one longer than the number of origins.
    target
        The stop or destination.
    seconds
        How long the walk takes.
    """

    offset: NDArray[np.int64]
    target: NDArray[np.int32]
    seconds: NDArray[np.int32]


class Question(NamedTuple):
    """What is asked, in whole seconds.

    Attributes
    ----------
    start
        The first departure, after the start of the timetable's day.
    departures
        Number of departures, `STEP` seconds apart.
    slack
        Seconds from being at a stop to the earliest departure that can be caught.
    longest
        Seconds of the longest answer.
    rides
        Most vehicles used.
    """

    start: int
    departures: int
    slack: int
    longest: int
    rides: int


def never_arrives(question: Question, longest_egress: int) -> NDArray[np.signedinteger[Any]]:
    """Choose the type in which arrivals are kept, the narrowest that holds them all.

    Parameters
    ----------
    question
        Departures and limits.
    longest_egress
        Seconds of the longest walk from a stop to a destination.

    Returns
    -------
    array
        One number of that type that stands for no arrival: no walk added to it overflows, and from
        no departure is it within the longest answer.
    """
    never = np.iinfo(np.int16).max - longest_egress
    if never - (question.departures - 1) * STEP > question.longest:
        return np.array([never], np.int16)
    return np.array([np.iinfo(np.int32).max - longest_egress], np.int32)


class _Search(NamedTuple):
    """What one origin's search has reached so far, over all departures looked at.

    `reached` and `best` have one row for each number of rides that is told apart. `boarding` holds
    linked lists, one for each departure, that begin at `minute_first`: next, trip, position.
    """

    reached: NDArray[np.int32]
    marked: NDArray[np.int32]
    best: NDArray[np.int32]
    arrived: NDArray[np.int32]
    queue: NDArray[np.int64]
    minute_first: NDArray[np.int32]
    boarding: NDArray[np.int32]
    size: NDArray[np.int64]


_MARKED, _ARRIVED, _QUEUED = 0, 1, 2


@kernel
def _new_search(lines: Lines, rides_apart: int, departures: int) -> _Search:
    # Memory that is never touched costs nothing, so the rooms that may grow have the size of their
    # worst case.
    trips, events = len(lines.trip_line), len(lines.arrival)
    stops = len(lines.board_offset) - 1
    reached = np.empty((rides_apart, trips), np.int32)
    for trip in range(trips):
        reached[:, trip] = positions_of(lines, lines.trip_line[trip])
    return _Search(
        reached,
        np.empty(rides_apart * trips, np.int32),
        np.full((rides_apart, stops), LATE, np.int32),
        np.empty(rides_apart * stops, np.int32),
        np.empty(rides_apart * events, np.int64),
        np.full(departures, -1, np.int32),
        np.empty((events, 3), np.int32),
        np.zeros(3, np.int64),
    )


@kernel
def _clear(search: _Search, net: TransitNetwork, arrivals: NDArray[np.int32], never: int) -> None:
    for k in range(search.size[_MARKED]):
        trip = search.marked[k]
        search.reached[:, trip] = positions_of(net.lines, net.lines.trip_line[trip])
    for k in range(search.size[_ARRIVED]):
        stop = search.arrived[k]
        search.best[:, stop] = LATE
        if net.stop_row[stop] >= 0:
            arrivals[net.stop_row[stop], :] = never
    search.size[:] = 0


@kernel
def _board(search: _Search, lines: Lines, rides: int, trip: int, position: int) -> None:
    """Queue a trip to be ridden from a position as far as nobody rode it before.

    `rides` counts the vehicles used before.
    """
    apart = len(search.reached)
    own = min(rides, apart - 1)
    begin, end = position + 1, search.reached[own, trip]
    if begin >= end:
        return
    line = lines.trip_line[trip]
    positions = positions_of(lines, line)
    for level in range(own, apart):
        for later in range(trip, lines.trip_offset[line + 1]):
            old = search.reached[level, later]
            if old <= begin:
                break
            if old == positions:
                search.marked[search.size[_MARKED]] = later
                search.size[_MARKED] += 1
            search.reached[level, later] = begin
    search.queue[search.size[_QUEUED]] = (np.int64(trip) << 32) | (begin << POSITION_BITS) | end
    search.size[_QUEUED] += 1


@kernel
def _boardings_of_line(
    search: _Search,
    lines: Lines,
    line: int,
    position: int,
    lag: int,
    question: Question,
    count: int,
) -> int:
    """List the trips of a line by the last departure that catches them; return the new count."""
    begin, end = lines.trip_offset[line], lines.trip_offset[line + 1]
    last = question.departures - 1
    trip = earliest_trip(lines, line, position, question.start + last * STEP + lag, end)
    if trip == end:
        trip -= 1
    while trip >= begin:
        departure = lines.departure[event_of(lines, trip, position)]
        # Floor division: a trip that leaves before the first departure can catch it gives -1 or
        # less.
        minute = min(last, (departure - lag - question.start) // STEP)
        if minute < 0:
            break
        if departure <= question.start + minute * STEP + question.longest:
            search.boarding[count, 0] = search.minute_first[minute]
            search.boarding[count, 1] = trip
            search.boarding[count, 2] = position
            search.minute_first[minute] = count
            count += 1
        trip -= 1
    return count


@kernel
def _first_boardings(
    search: _Search, lines: Lines, access: Walks, origin: int, question: Question
) -> None:
    """List, by departure, the trips around an origin that it is the last to catch."""
    search.minute_first[:] = -1
    count = 0
    for k in range(access.offset[origin], access.offset[origin + 1]):
        stop = access.target[k]
        lag = access.seconds[k] + question.slack
        for b in range(lines.board_offset[stop], lines.board_offset[stop + 1]):
            line, position = lines.boardings[b, 0], lines.boardings[b, 1]
            count = _boardings_of_line(search, lines, line, position, lag, question, count)


@kernel
def _ride(
    search: _Search,
    net: TransitNetwork,
    question: Question,
    minute: int,
    arrivals: NDArray[np.int32],
) -> bool:
    """Ride all that one departure boards, change and ride on.

    Return False if the limit of rides cut something off. Arrivals, in seconds after the first
    departure, go to `arrivals[row of the stop, minute]`.
    """
    lines, reached, best = net.lines, search.reached, search.best
    apart = len(reached)
    latest = question.start + minute * STEP + question.longest
    begin, end, rides = 0, search.size[_QUEUED], 1
    while begin < end:
        level, next_level = min(rides, apart) - 1, min(rides + 1, apart) - 1
        may_change = rides < question.rides or apart != question.rides
        for item in range(begin, end):
            packed = search.queue[item]
            line = lines.trip_line[packed >> 32]
            place = lines.stop_offset[line]
            event = event_of(lines, packed >> 32, 0)
            for p in range((packed >> POSITION_BITS) & POSITION_MASK, packed & POSITION_MASK):
                arrival = lines.arrival[event + p]
                if arrival > latest:
                    break
                stop = lines.stop[place + p]
                if arrival >= best[level, stop] or not lines.alighting[place + p]:
                    continue
                for k in range(level, apart):
                    if best[k, stop] == LATE:
                        search.arrived[search.size[_ARRIVED]] = stop
                        search.size[_ARRIVED] += 1
                    best[k, stop] = min(best[k, stop], arrival)
                row = net.stop_row[stop]
                if row >= 0:
                    arrivals[row, minute] = min(arrivals[row, minute], arrival - question.start)
                if not may_change:
                    continue
                for k in range(net.change_offset[event + p], net.change_offset[event + p + 1]):
                    other, at = net.changes[k] >> POSITION_BITS, net.changes[k] & POSITION_MASK
                    # Asked here: most changes lead nowhere new.
                    if at + 1 < reached[next_level, other]:
                        if rides == question.rides:
                            return False
                        _board(search, lines, rides, other, at)
        begin, end, rides = end, search.size[_QUEUED], rides + 1
    return True


@kernel
def _search_origin(
    search: _Search,
    net: TransitNetwork,
    access: Walks,
    origin: int,
    question: Question,
    arrivals: NDArray[np.int32],
) -> bool:
    # Keeps: departures go from last to first, and what a later one reached is not ridden again;
    # without telling rides apart the answer is exact as long as no chain of more than the allowed
    # rides was ever begun (then: False).
    # Cost: the (trip, position) pairs that are reached for the first time. Source: Witt (2015),
    # section 3.4.
    _first_boardings(search, net.lines, access, origin, question)
    for minute in range(question.departures - 1, -1, -1):
        boarding = search.minute_first[minute]
        search.size[_QUEUED] = 0
        while boarding >= 0:
            _board(search, net.lines, 0, search.boarding[boarding, 1], search.boarding[boarding, 2])
            boarding = search.boarding[boarding, 0]
        if not _ride(search, net, question, minute, arrivals):
            return False
    return True


@kernel
def _at_destinations(
    net: TransitNetwork,
    arrivals: NDArray[np.int32],
    departures: int,
    ranks: NDArray[np.int64],
    longest: int,
    runs: Runs,
    found: NDArray[np.int32],
) -> None:
    """Walk from the stops to every destination, and select ranks among the answers."""
    offset, rows, walks = net.egress_offset, net.egress_row, net.egress_s
    width = arrivals.shape[1]
    nowhere = len(arrivals) - 1
    earliest = np.empty(width, arrivals.dtype)
    there = np.empty(width, arrivals.dtype)
    for destination in range(found.shape[1]):
        earliest[:] = arrivals[nowhere]
        for k in range(offset[destination], offset[destination + 1]):
            row, walk = rows[k], walks[k]
            # Two plain loops over narrow whole numbers, so that the processor does many at once.
            for minute in range(width):
                there[minute] = arrivals[row, minute] + walk
            for minute in range(width):
                earliest[minute] = min(earliest[minute], there[minute])
        select_ranks(earliest[:departures], ranks, longest, runs, found[:, destination])


@kernel
def transit_block(
    net: TransitNetwork,
    access: Walks,
    direct: Walks,
    question: Question,
    ranks: NDArray[np.int64],
    never: NDArray[np.signedinteger[Any]],
    stop_flag: NDArray[np.uint8],
    answers: NDArray[np.int32],
) -> None:
    """Answer a window of departures from a block of origins to every destination.

    Parameters
    ----------
    net
        The prepared timetable and destinations.
    access
        Walks from each origin to stops.
    direct
        Walks from each origin to destinations.
    question
        Departures and limits.
    ranks
        Places of the percentiles among the sorted answers, from 0.
    never
        `never_arrives(...)`: the arrival that stands for none, in the type in which arrivals are
        kept.
    stop_flag
        One byte; when it becomes non-zero the search ends at once and what comes back is not
        complete.
    answers
        Where the seconds go; shape (ranks, origins, destinations), -1 for not reached.

    Notes
    -----
    docs/method/transit.md. Witt, S. (2015), Trip-Based Public Transit Routing, ESA 2015.
    """
    rows = max(np.int32(-1), net.stop_row.max()) + 2
    width = question.departures
    if width >= WIDE // 2:
        width = -(-width // WIDE) * WIDE
    arrivals = np.full((rows, width), never[0], never.dtype)
    runs = new_runs(question.departures, question.longest)
    search = _new_search(net.lines, 1, question.departures)
    exact = search
    for origin in range(answers.shape[1]):
        if stop_flag[0] != 0:
            return
        if not _search_origin(search, net, access, origin, question, arrivals):
            _clear(search, net, arrivals, never[0])
            if len(exact.reached) != question.rides:
                exact = _new_search(net.lines, question.rides, question.departures)
            _search_origin(exact, net, access, origin, question, arrivals)
        found = answers[:, origin]
        _at_destinations(net, arrivals, question.departures, ranks, question.longest, runs, found)
        for k in range(direct.offset[origin], direct.offset[origin + 1]):
            walk, destination = direct.seconds[k], direct.target[k]
            for rank in range(len(ranks)):
                if found[rank, destination] == NOT_REACHED or walk < found[rank, destination]:
                    found[rank, destination] = walk
        _clear(search, net, arrivals, never[0])
        if len(exact.reached) != 1:
            _clear(exact, net, arrivals, never[0])
