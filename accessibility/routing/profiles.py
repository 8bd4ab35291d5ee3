"""Earliest arrivals for every departure of a window: from blocks of origins to all destinations."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import inlined, kernel
from .destinations import NO_WAY, Egress, journeys_at_destinations, times_at_destinations
from .lines import Lines, earliest_trip, positions_of
from .percentiles import STEP
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
    place
        Per position of the lines a number for its stop and for how far people go from there.
    longest_access
        Per position of the lines the seconds of the longest way to it.
    place_row
        Row of each place in the table of arrivals; -1 for one from which nobody goes to a
        destination.
    egress_offset, egress_row, egress_s
        Per destination: rows of the places around it and the seconds of the way from them.
    """

    lines: Lines
    change_offset: NDArray[np.int64]
    changes: NDArray[np.int64]
    place: NDArray[np.int32]
    longest_access: NDArray[np.int32]
    place_row: NDArray[np.int32]
    egress_offset: NDArray[np.int64]
    egress_row: NDArray[np.int32]
    egress_s: NDArray[np.int32]


class Ways(NamedTuple):
    """Ways out of each origin: to stops, or straight to destinations.

    Attributes
    ----------
    offset
        Where each origin's ways begin; one longer than the number of origins.
    target
        The stop or destination, each once for an origin.
    seconds
        How long the way takes.
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
    journey
        Whether the wait before the journey is left out of the answers.
    """

    start: int
    departures: int
    slack: int
    longest: int
    rides: int
    journey: bool


def never_arrives(question: Question, longest_egress: int) -> NDArray[np.signedinteger[Any]]:
    """Choose the type in which arrivals are kept, the narrowest that holds them all.

    Parameters
    ----------
    question
        Departures and limits.
    longest_egress
        Seconds of the longest way from a stop to a destination.

    Returns
    -------
    array
        One number of that type that stands for no arrival: no way added to it overflows, and from
        no departure is it within the longest answer.
    """
    never = np.iinfo(np.int16).max - longest_egress
    if never - (question.departures - 1) * STEP > question.longest:
        return np.array([never], np.int16)
    return np.array([np.iinfo(np.int32).max - longest_egress], np.int32)


class _Search(NamedTuple):
    """What one origin's search has reached so far, over all departures looked at.

    `reached` and `best` have one row for each number of rides that is told apart. `boarding` holds
    linked lists, one for each departure, that begin at `first_boarding`: next, trip, position. The
    departures leave at `leaves` (seconds after the first one asked): those that are asked, or, to
    leave out the wait, every second at which it is the last chance to catch something.
    """

    reached: NDArray[np.int32]
    marked: NDArray[np.int32]
    best: NDArray[np.int32]
    arrived: NDArray[np.int32]
    queue: NDArray[np.int64]
    first_boarding: NDArray[np.int32]
    boarding: NDArray[np.int32]
    leaves: NDArray[np.int32]
    size: NDArray[np.int64]


_MARKED, _ARRIVED, _QUEUED, _DEPARTURES = 0, 1, 2, 3


@kernel
def _new_search(net: TransitNetwork, question: Question, rides_apart: int) -> _Search:
    # Memory that is never touched costs nothing, so the rooms that may grow have the size of their
    # worst case.
    lines, places = net.lines, len(net.place_row)
    trips, events = len(lines.trip_line), len(lines.arrival)
    reached = np.empty((rides_apart, trips), np.int32)
    for trip in range(trips):
        reached[:, trip] = positions_of(lines, lines.trip_line[trip])
    departures = events if question.journey else question.departures
    return _Search(
        reached,
        np.empty(rides_apart * trips, np.int32),
        np.full((rides_apart, places), LATE, np.int32),
        np.empty(rides_apart * places, np.int32),
        np.empty(rides_apart * events, np.int64),
        np.empty(departures, np.int32),
        np.empty((events, 3), np.int32),
        np.empty(departures, np.int32),
        np.zeros(4, np.int64),
    )


@kernel
def _clear(search: _Search, net: TransitNetwork, arrivals: NDArray[np.int32], never: int) -> None:
    for k in range(search.size[_MARKED]):
        trip = search.marked[k]
        search.reached[:, trip] = positions_of(net.lines, net.lines.trip_line[trip])
    for k in range(search.size[_ARRIVED]):
        place = search.arrived[k]
        search.best[:, place] = LATE
        if net.place_row[place] >= 0:
            arrivals[net.place_row[place], :] = never
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
    boarding, first_boarding = search.boarding, search.first_boarding
    begin, end = lines.trip_offset[line], lines.trip_offset[line + 1]
    last = question.departures - 1
    horizon = last * STEP + (question.longest if question.journey else 0)
    trip = earliest_trip(lines, line, position, question.start + horizon + lag, end)
    if trip == end:
        trip -= 1
    while trip >= begin:
        leaves = departure[trip_event[trip] + position]
        # Floor division: -1 or less for a trip that leaves before the first departure can catch it.
        minute = min(last, (leaves - lag - question.start) // STEP)
        if minute < 0:
            break
        if leaves <= question.start + minute * STEP + question.longest:
            boarding[count, 1] = trip
            boarding[count, 2] = position
            if question.journey:
                boarding[count, 0] = leaves - lag - question.start
            else:
                boarding[count, 0] = first_boarding[minute]
                first_boarding[minute] = count
            count += 1
        trip -= 1
    return count


@kernel
def _first_boardings(
    search: _Search, net: TransitNetwork, access: Ways, origin: int, question: Question
) -> None:
    """List, by departure, the trips around an origin that it is the last to catch."""
    lines, longest_access = net.lines, net.longest_access
    board_offset, boardings, stop_offset = lines.board_offset, lines.boardings, lines.stop_offset
    if not question.journey:
        search.first_boarding[:] = -1
        for minute in range(question.departures):
            search.leaves[minute] = minute * STEP
        search.size[_DEPARTURES] = question.departures
    count = 0
    for k in range(access.offset[origin], access.offset[origin + 1]):
        stop = access.target[k]
        lag = access.seconds[k] + question.slack
        for b in range(board_offset[stop], board_offset[stop + 1]):
            line, position = boardings[b, 0], boardings[b, 1]
            if access.seconds[k] <= longest_access[stop_offset[line] + position]:
                count = _boardings_of_line(search, lines, line, position, lag, question, count)
    if question.journey:
        _by_second(search, count)


@kernel
def _by_second(search: _Search, count: int) -> None:
    """Make a departure of every second at which it is the last chance to catch some trip."""
    boarding, first_boarding, leaves = search.boarding, search.first_boarding, search.leaves
    departures = 0
    for k in np.argsort(boarding[:count, 0].copy(), kind="mergesort"):
        second = boarding[k, 0]
        if departures == 0 or second != leaves[departures - 1]:
            first_boarding[departures] = -1
            leaves[departures] = second
            departures += 1
        boarding[k, 0] = first_boarding[departures - 1]
        first_boarding[departures - 1] = k
    search.size[_DEPARTURES] = departures


@kernel
def _begin(search: _Search, lines: Lines, departure: int) -> None:
    """Queue what one departure boards around the origin."""
    search.size[_QUEUED] = 0
    entry = search.first_boarding[departure]
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
    departure: int,
    arrivals: NDArray[np.int32],
) -> bool:
    """Ride all that one departure boards, change and ride on.

    Return False if the limit of rides cut something off. Arrivals, in seconds after the first
    departure that is asked, go to `arrivals[row of the place, departure]`.
    """
    # The arrays leave their tuples here: taken out of a tuple in the loops, each would be counted.
    reached, marked, best, queue, size = (
        search.reached,
        search.marked,
        search.best,
        search.queue,
        search.size,
    )
    arrived, place_row, change_offset, changes = (
        search.arrived,
        net.place_row,
        net.change_offset,
        net.changes,
    )
    stop_offset, place_at, alighting = net.lines.stop_offset, net.place, net.lines.alighting
    trip_line, trip_offset = net.lines.trip_line, net.lines.trip_offset
    trip_event, arrival_at = net.lines.trip_event, net.lines.arrival
    apart = len(reached)
    asked = min(question.departures - 1, search.leaves[departure] // STEP)
    latest = question.start + asked * STEP + question.longest
    begin, end, rides = 0, size[_QUEUED], 1
    while begin < end:
        level, next_level = min(rides, apart) - 1, min(rides + 1, apart) - 1
        may_change = rides < question.rides or apart != question.rides
        for item in range(begin, end):
            packed = queue[item]
            first = stop_offset[trip_line[packed >> 32]]
            event = trip_event[packed >> 32]
            for p in range((packed >> POSITION_BITS) & POSITION_MASK, packed & POSITION_MASK):
                arrival = arrival_at[event + p]
                if arrival > latest:
                    break
                if not alighting[first + p]:
                    continue
                place = place_at[first + p]
                if arrival < best[level, place]:
                    for k in range(level, apart):
                        if best[k, place] == LATE:
                            arrived[size[_ARRIVED]] = place
                            size[_ARRIVED] += 1
                        best[k, place] = min(best[k, place], arrival)
                    row = place_row[place]
                    if row >= 0:
                        after = arrival - question.start
                        arrivals[row, departure] = min(arrivals[row, departure], after)
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
    search: _Search, net: TransitNetwork, question: Question, arrivals: NDArray[np.int32]
) -> bool:
    # Keeps: departures go from last to first, and what a later one reached is not ridden again;
    # without telling rides apart the answer is exact as long as no chain of more than the allowed
    # rides was ever begun (then: False).
    # Cost: the (trip, position) pairs that are reached for the first time. Source: Witt (2015),
    # section 3.4.
    for departure in range(search.size[_DEPARTURES] - 1, -1, -1):
        if search.first_boarding[departure] < 0:
            continue
        _begin(search, net.lines, departure)
        if not _ride(search, net, question, departure, arrivals):
            return False
    return True


@kernel
def _new_arrivals(
    net: TransitNetwork, departures: int, never: NDArray[np.signedinteger[Any]]
) -> NDArray[np.signedinteger[Any]]:
    rows = max(np.int32(-1), net.place_row.max()) + 2
    width = departures
    if width >= WIDE // 2:
        width = -(-width // WIDE) * WIDE
    return np.full((rows, width), never[0], never.dtype)


@kernel
def transit_block(
    net: TransitNetwork,
    access: Ways,
    direct: Ways,
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
        Ways from each origin to stops.
    direct
        Ways from each origin to destinations.
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
    egress = Egress(net.egress_offset, net.egress_row, net.egress_s)
    search = _new_search(net, question, 1)
    exact = search
    arrivals = _new_arrivals(net, question.departures, never)
    direct_s = np.full(answers.shape[2], NO_WAY, np.int32)
    for origin in range(answers.shape[1]):
        if stop_flag[0] != 0:
            return
        used = search
        _first_boardings(search, net, access, origin, question)
        if search.size[_DEPARTURES] > arrivals.shape[1]:
            arrivals = _new_arrivals(net, 2 * search.size[_DEPARTURES], never)
        if not _search_origin(search, net, question, arrivals):
            _clear(search, net, arrivals, never[0])
            if len(exact.reached) != question.rides:
                exact = _new_search(net, question, question.rides)
            used = exact
            _first_boardings(exact, net, access, origin, question)
            _search_origin(exact, net, question, arrivals)
        first, last = direct.offset[origin], direct.offset[origin + 1]
        for k in range(first, last):
            direct_s[direct.target[k]] = direct.seconds[k]
        found = answers[:, origin]
        if question.journey:
            leaves = used.leaves[: used.size[_DEPARTURES]]
            journeys_at_destinations(
                egress,
                arrivals,
                leaves,
                direct_s,
                question.departures,
                ranks,
                question.longest,
                found,
            )
        else:
            times_at_destinations(
                egress, arrivals, direct_s, question.departures, ranks, question.longest, found
            )
        for k in range(first, last):
            direct_s[direct.target[k]] = NO_WAY
        _clear(used, net, arrivals, never[0])
