"""Earliest arrivals for every departure of a window: from blocks of origins to all destinations."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import inlined, kernel
from .lines import Lines, earliest_trip, positions_of
from .percentiles import NOT_REACHED, STEP, select_ranks
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


@inlined
def _board(
    reached: NDArray[np.int32],
    marked: NDArray[np.int32],
    queue: NDArray[np.int64],
    size: NDArray[np.int64],
    level: int,
    trip: np.int64,
    last_trip: np.int64,
    positions: int,
    position: int,
) -> None:
    """Queue a trip to be ridden from a position as far as nobody rode it before."""
    begin = position + 1
    queue[size[_QUEUED]] = (trip << 32) | (begin << POSITION_BITS) | reached[level, trip]
    size[_QUEUED] += 1
    for k in range(level, len(reached)):
        for later in range(trip, last_trip):
            old = reached[k, later]
            if old <= begin:
                break
            if old == positions:
                marked[size[_MARKED]] = later
                size[_MARKED] += 1
            reached[k, later] = begin


@inlined
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
    trip_event, departure = lines.trip_event, lines.departure
    boarding, minute_first = search.boarding, search.minute_first
    begin, end = lines.trip_offset[line], lines.trip_offset[line + 1]
    last = question.departures - 1
    trip = earliest_trip(lines, line, position, question.start + last * STEP + lag, end)
    if trip == end:
        trip -= 1
    while trip >= begin:
        leaves = departure[trip_event[trip] + position]
        # Floor division: -1 or less for a trip that leaves before the first departure can catch it.
        minute = min(last, (leaves - lag - question.start) // STEP)
        if minute < 0:
            break
        if leaves <= question.start + minute * STEP + question.longest:
            boarding[count, 0] = minute_first[minute]
            boarding[count, 1] = trip
            boarding[count, 2] = position
            minute_first[minute] = count
            count += 1
        trip -= 1
    return count


@kernel
def _first_boardings(
    search: _Search, lines: Lines, access: Walks, origin: int, question: Question
) -> None:
    """List, by departure, the trips around an origin that it is the last to catch."""
    search.minute_first[:] = -1
    board_offset, boardings = lines.board_offset, lines.boardings
    count = 0
    for k in range(access.offset[origin], access.offset[origin + 1]):
        stop = access.target[k]
        lag = access.seconds[k] + question.slack
        for b in range(board_offset[stop], board_offset[stop + 1]):
            line, position = boardings[b, 0], boardings[b, 1]
            count = _boardings_of_line(search, lines, line, position, lag, question, count)


@kernel
def _begin(search: _Search, lines: Lines, minute: int) -> None:
    """Queue what one departure boards around the origin."""
    search.size[_QUEUED] = 0
    entry = search.minute_first[minute]
    while entry >= 0:
        trip, position = np.int64(search.boarding[entry, 1]), search.boarding[entry, 2]
        entry = search.boarding[entry, 0]
        if position + 1 < search.reached[0, trip]:
            line = lines.trip_line[trip]
            _board(
                search.reached,
                search.marked,
                search.queue,
                search.size,
                0,
                trip,
                lines.trip_offset[line + 1],
                positions_of(lines, line),
                position,
            )


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
    # The arrays leave their tuples here: taken out of a tuple in the loops, each would be counted.
    reached, marked, best, queue, size = (
        search.reached,
        search.marked,
        search.best,
        search.queue,
        search.size,
    )
    arrived, stop_row, change_offset, changes = (
        search.arrived,
        net.stop_row,
        net.change_offset,
        net.changes,
    )
    stop_offset, stops, alighting = net.lines.stop_offset, net.lines.stop, net.lines.alighting
    trip_line, trip_offset = net.lines.trip_line, net.lines.trip_offset
    trip_event, arrival_at = net.lines.trip_event, net.lines.arrival
    apart = len(reached)
    latest = question.start + minute * STEP + question.longest
    begin, end, rides = 0, size[_QUEUED], 1
    while begin < end:
        level, next_level = min(rides, apart) - 1, min(rides + 1, apart) - 1
        may_change = rides < question.rides or apart != question.rides
        for item in range(begin, end):
            packed = queue[item]
            place = stop_offset[trip_line[packed >> 32]]
            event = trip_event[packed >> 32]
            for p in range((packed >> POSITION_BITS) & POSITION_MASK, packed & POSITION_MASK):
                arrival = arrival_at[event + p]
                if arrival > latest:
                    break
                stop = stops[place + p]
                if not alighting[place + p]:
                    continue
                if arrival < best[level, stop]:
                    for k in range(level, apart):
                        if best[k, stop] == LATE:
                            arrived[size[_ARRIVED]] = stop
                            size[_ARRIVED] += 1
                        best[k, stop] = min(best[k, stop], arrival)
                    row = stop_row[stop]
                    if row >= 0:
                        arrivals[row, minute] = min(arrivals[row, minute], arrival - question.start)
                if not may_change:
                    continue
                # Late arrivals change as well: a change may be kept at this call of a trip alone.
                for k in range(change_offset[event + p], change_offset[event + p + 1]):
                    other, at = changes[k] >> POSITION_BITS, changes[k] & POSITION_MASK
                    if at + 1 >= reached[next_level, other]:
                        continue  # as most changes, it leads nowhere new
                    if rides == question.rides:
                        return False
                    line = trip_line[other]
                    last_trip = trip_offset[line + 1]
                    positions = stop_offset[line + 1] - stop_offset[line]
                    _board(
                        reached, marked, queue, size, next_level, other, last_trip, positions, at
                    )
        begin, end, rides = end, size[_QUEUED], rides + 1
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
        if search.minute_first[minute] < 0:
            continue
        _begin(search, net.lines, minute)
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
    found: NDArray[np.int32],
) -> None:
    """Walk from the stops to every destination, and select ranks among the answers."""
    offset, rows, walks = net.egress_offset, net.egress_row, net.egress_s
    width = arrivals.shape[1]
    never = arrivals[-1]
    earliest = never.copy()
    room = np.empty(departures, np.int32)
    narrow = earliest.dtype.type
    for destination in range(found.shape[1]):
        earliest[:] = never
        for k in range(offset[destination], offset[destination + 1]):
            row, walk = rows[k], narrow(walks[k])
            # A plain loop over narrow whole numbers: the processor does many at once.
            for minute in range(width):
                there = narrow(arrivals[row, minute] + walk)
                earliest[minute] = min(earliest[minute], there)
        # Who leaves earlier may wait for what a later departure catches.
        best = never[0]
        for minute in range(departures - 1, -1, -1):
            best = min(best, earliest[minute])
            earliest[minute] = narrow(best - minute * STEP)
        select_ranks(earliest[:departures], ranks, longest, room, found[:, destination])


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
        _at_destinations(net, arrivals, question.departures, ranks, question.longest, found)
        for k in range(direct.offset[origin], direct.offset[origin + 1]):
            walk, destination = direct.seconds[k], direct.target[k]
            for rank in range(len(ranks)):
                if found[rank, destination] == NOT_REACHED or walk < found[rank, destination]:
                    found[rank, destination] = walk
        _clear(search, net, arrivals, never[0])
        if len(exact.reached) != 1:
            _clear(exact, net, arrivals, never[0])
