"""All destinations at once: from every boarding of a window backward through the timetable.

A search forward answers one origin. Where many origins share their destinations it pays to go
backward once: from the last arrival to the first, every event of every trip gets the earliest
arrivals at all destinations for whoever is on board there. An origin then only looks up the trips
around it.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .destinations import NO_WAY
from .lines import positions_of
from .percentiles import NOT_REACHED, STEP, exchange, rank_exchanges
from .profiles import _DEPARTURES, Question, TransitNetwork, Ways, _first_boardings, _new_search
from .profiles import _Search as Search
from .sweep_plans import SweepPlan

LANES = 128
"""Destinations side by side: what a processor takes in a few steps."""
RIDE_BITS = 11
"""An arrival in a sweep is one number: seconds, shifted by so many bits, plus its rides."""
RIDE_MASK = (1 << RIDE_BITS) - 1
NOWHERE = np.int32(1 << 30)
ORIGINS_AT_ONCE = 64


class Swept(NamedTuple):
    """What every boarding of a window reaches.

    Attributes
    ----------
    row
        Row of `arrivals` for those who board just before each event; -1 if nothing is reached.
    arrivals
        Earliest arrivals, seconds after the first departure; shape (chunks of destinations, rows,
        `LANES`).
    """

    row: NDArray[np.int32]
    arrivals: NDArray[np.signedinteger[Any]]


@kernel
def _ways_of_chunk(
    net: TransitNetwork, first: int, last: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Arrange the ways to some destinations by the row they begin at: lane and seconds."""
    egress_offset, egress_row, egress_s = net.egress_offset, net.egress_row, net.egress_s
    begin, end = egress_offset[first], egress_offset[last]
    places = max(np.int32(-1), net.place_row.max()) + 1
    offset = np.zeros(places + 2, np.int64)
    for k in range(begin, end):
        offset[egress_row[k] + 2] += 1
    for place in range(places):
        offset[place + 2] += offset[place + 1]
    ways = np.empty((end - begin, 2), np.int32)
    for destination in range(first, last):
        for k in range(egress_offset[destination], egress_offset[destination + 1]):
            at = offset[egress_row[k] + 1]
            offset[egress_row[k] + 1] += 1
            ways[at, 0], ways[at, 1] = destination - first, egress_s[k]
    return offset, ways


@kernel
def _sweep(
    plan: SweepPlan,
    way_offset: NDArray[np.int64],
    ways: NDArray[np.int32],
    levels: int,
    higher: int,
    never: int,
    kept: NDArray[np.signedinteger[Any]],
) -> np.int32:
    """Go through all rows once and return the most rides of any arrival that is kept.

    A row has `levels` times `LANES` numbers, and who changes goes `higher` among them.
    """
    following, offset, change = plan.following, plan.offset, plan.change
    place, arrival, slot = plan.place, plan.arrival, plan.slot
    latest, kept_row = plan.latest, plan.kept_row
    narrow = kept.dtype.type
    width, nowhere = levels * LANES, plan.slots
    on_board = np.empty((plan.slots + 1, width), np.int32)
    on_board[nowhere] = NOWHERE
    most = np.int32(0)
    for row in range(len(following)):
        here, at = following[row], slot[row]
        for lane in range(higher):
            on_board[at, lane] = on_board[here, lane]
        k, end = offset[row], offset[row + 1]
        # Four changes at a time, so that a row is not written for each; plain loops over whole
        # numbers, of which the processor does many at once.
        while True:
            a = change[k] if k < end else nowhere
            b = change[k + 1] if k + 1 < end else nowhere
            c = change[k + 2] if k + 2 < end else nowhere
            d = change[k + 3] if k + 3 < end else nowhere
            for lane in range(width - higher):
                one = min(on_board[a, lane], on_board[b, lane])
                other = min(on_board[c, lane], on_board[d, lane])
                changed = np.int32(min(one, other) + np.int32(1))
                on_board[at, higher + lane] = min(on_board[here, higher + lane], changed)
            here = at
            k += 4
            if k >= end:
                break
        if place[row] >= 0:
            for way in range(way_offset[place[row]], way_offset[place[row] + 1]):
                there = np.int32(((arrival[row] + ways[way, 1]) << RIDE_BITS) + 1)
                same = np.int64(ways[way, 0])  # its lane, level by level
                while same < width:
                    on_board[at, same] = min(on_board[at, same], there)
                    same += LANES
        if kept_row[row] >= 0:
            # Later than that is of no use, and stands for none.
            beyond = np.int32(min(latest[row] + 1, never) << RIDE_BITS)
            keep, top = kept_row[row], width - LANES
            for lane in range(LANES):
                there = min(on_board[at, top + lane], beyond)
                most = max(most, there & np.int32(RIDE_MASK))
                kept[keep, lane] = narrow(there >> RIDE_BITS)
    return most


@kernel
def sweep_chunk(
    plan: SweepPlan,
    net: TransitNetwork,
    chunk: int,
    rides: int,
    never: int,
    kept: NDArray[np.signedinteger[Any]],
) -> None:
    """Find what every boarding reaches among `LANES` destinations.

    Parameters
    ----------
    plan
        What `plan_sweep` made, ordered.
    net
        The prepared timetable and destinations.
    chunk
        Which destinations: from number `chunk * LANES` on.
    rides
        Most vehicles used.
    never
        The arrival that stands for none.
    kept
        Where the arrivals go, seconds after the first departure; shape (rows kept, `LANES`).

    Notes
    -----
    docs/method/transit.md. Dibbelt, J., Pajor, T., Strasser, B., Wagner, D. (2013), Intriguingly
    simple and fast transit routing, SEA 2013; Witt, S. (2015), Trip-Based Public Transit Routing,
    ESA 2015, for the changes.
    """
    # Keeps: when a row has been swept, it holds for every destination the least pair of arrival
    # and rides of those on board there; so if no pair has too many rides, the limit binds nowhere.
    # Otherwise a second sweep tells rides apart: level k holds what k + 1 rides reach.
    # Cost: (rows + changes) x destinations, all of them in the processor's caches.
    # Source: the profile version of the Connection Scan Algorithm, over the events of trips.
    first = chunk * LANES
    way_offset, ways = _ways_of_chunk(net, first, min(first + LANES, len(net.egress_offset) - 1))
    most = np.int32(RIDE_MASK)
    if plan.longest_chain < RIDE_MASK:
        most = _sweep(plan, way_offset, ways, 1, 0, never, kept)
    if most > rides:
        _sweep(plan, way_offset, ways, rides, LANES, never, kept)


@kernel
def _boardings(
    search: Search,
    net: TransitNetwork,
    row: NDArray[np.int32],
    access: Ways,
    origin: int,
    question: Question,
    listed: NDArray[np.int32],
) -> int:
    """List what is worth boarding around an origin: when to leave and which row, the last first."""
    lines = net.lines
    trip_offset, trip_event, trip_line = lines.trip_offset, lines.trip_event, lines.trip_line
    stop_offset = lines.stop_offset
    reached, marked, boarding = search.reached, search.marked, search.boarding
    first_boarding, leaves = search.first_boarding, search.leaves
    _first_boardings(search, net, access, origin, question)
    count = touched = 0
    for departure in range(search.size[_DEPARTURES] - 1, -1, -1):
        entry = first_boarding[departure]
        while entry >= 0:
            trip, begin = np.int64(boarding[entry, 1]), boarding[entry, 2] + 1
            entry = boarding[entry, 0]
            if begin >= reached[0, trip]:
                continue  # who leaves later, or at the same time, is on board by then
            line = trip_line[trip]
            positions = stop_offset[line + 1] - stop_offset[line]
            for later in range(trip, trip_offset[line + 1]):
                if reached[0, later] <= begin:
                    break
                if reached[0, later] == positions:
                    marked[touched] = later
                    touched += 1
                reached[0, later] = begin
            if row[trip_event[trip] + begin] >= 0:
                listed[count, 0], listed[count, 1] = (
                    leaves[departure],
                    row[trip_event[trip] + begin],
                )
                count += 1
    for k in range(touched):
        reached[0, marked[k]] = positions_of(lines, trip_line[marked[k]])
    return count


@kernel
def _elapsed(
    arrivals: NDArray[np.signedinteger[Any]],
    chunk: int,
    boardings: NDArray[np.int32],
    begin: int,
    end: int,
    never: int,
    times: NDArray[np.signedinteger[Any]],
) -> None:
    """Find the seconds from every departure to the earliest arrival."""
    narrow = times.dtype.type
    earliest = np.full(LANES, never, times.dtype)
    k = begin
    for minute in range(len(times) - 1, -1, -1):
        # Who leaves earlier may wait for what a later departure catches.
        while k < end and boardings[k, 0] >= minute * STEP:
            row = boardings[k, 1]
            for lane in range(LANES):
                earliest[lane] = min(earliest[lane], arrivals[chunk, row, lane])
            k += 1
        for lane in range(LANES):
            times[minute, lane] = narrow(earliest[lane] - minute * STEP)


@kernel
def _journeys(
    arrivals: NDArray[np.signedinteger[Any]],
    chunk: int,
    boardings: NDArray[np.int32],
    begin: int,
    end: int,
    never: int,
    longest: int,
    direct: NDArray[np.int32],
    times: NDArray[np.signedinteger[Any]],
) -> None:
    """Find the seconds of the journeys of every departure, the wait before them left out."""
    narrow = times.dtype.type
    earliest = np.full(LANES, never, times.dtype)
    left = np.zeros(LANES, times.dtype)
    k = begin
    for minute in range(len(times) - 1, -1, -1):
        asked = minute * STEP
        while k < end and boardings[k, 0] >= asked:
            leaves, row = narrow(boardings[k, 0]), boardings[k, 1]
            for lane in range(LANES):
                sooner = arrivals[chunk, row, lane] < earliest[lane]
                left[lane] = leaves if sooner else left[lane]
                earliest[lane] = min(earliest[lane], arrivals[chunk, row, lane])
            k += 1
        for lane in range(LANES):
            in_time = earliest[lane] - asked <= longest
            seconds = np.int32(earliest[lane] - left[lane]) if in_time else np.int32(longest + 1)
            way = direct[chunk * LANES + lane]
            if way <= longest and asked + way < earliest[lane]:
                seconds = way
            times[minute, lane] = narrow(seconds)


@kernel
def _answer(
    times: NDArray[np.signedinteger[Any]],
    ranks: NDArray[np.int64],
    longest: int,
    direct: NDArray[np.int32],
    first: int,
    answers: NDArray[np.int32],
) -> None:
    """Write the ranks of a chunk to `answers[rank, destination]`."""
    for k in range(len(ranks)):
        for lane in range(min(LANES, answers.shape[1] - first)):
            # The direct way takes the same whenever it begins, so it bounds every percentile.
            seconds = min(np.int32(times[ranks[k], lane]), direct[first + lane])
            answers[k, first + lane] = seconds if seconds <= longest else NOT_REACHED


@kernel
def swept_block(
    swept: Swept,
    net: TransitNetwork,
    access: Ways,
    direct: Ways,
    question: Question,
    ranks: NDArray[np.int64],
    never: int,
    stop_flag: NDArray[np.uint8],
    answers: NDArray[np.int32],
) -> None:
    """Answer a window of departures from a block of origins to every destination, after a sweep.

    Parameters
    ----------
    swept
        What the sweep found.
    net, access, direct, question, ranks, never, stop_flag, answers
        As for `transit_block`, which gives the same answers.
    """
    # Keeps: a boarding that is not listed is on board a trip of which an earlier position, or an
    # earlier trip of the same line, is listed for the same or a later departure.
    # Cost: (boardings listed + departures + pairs exchanged) x destinations.
    # Source: as of `sweep_chunk`.
    search = _new_search(net, question, 1)
    exchanges = rank_exchanges(question.departures, ranks)
    times = np.empty((question.departures, LANES), swept.arrivals.dtype)
    room = np.empty((len(search.boarding), 2), np.int32)
    listed = np.empty((1024 * ORIGINS_AT_ONCE, 2), np.int32)
    offset = np.zeros(ORIGINS_AT_ONCE + 1, np.int64)
    chunks = len(swept.arrivals)
    direct_s = np.full((ORIGINS_AT_ONCE, chunks * LANES), NO_WAY, np.int32)
    for block in range(0, answers.shape[1], ORIGINS_AT_ONCE):
        origins = min(ORIGINS_AT_ONCE, answers.shape[1] - block)
        for o in range(origins):
            count = _boardings(search, net, swept.row, access, block + o, question, room)
            offset[o + 1] = offset[o] + count
            if offset[o + 1] > len(listed):
                larger = np.empty((2 * offset[o + 1], 2), np.int32)
                larger[: offset[o]] = listed[: offset[o]]
                listed = larger
            listed[offset[o] : offset[o + 1]] = room[:count]
            for k in range(direct.offset[block + o], direct.offset[block + o + 1]):
                direct_s[o, direct.target[k]] = direct.seconds[k]
        # A chunk's table stays in the caches while all these origins look things up in it.
        for chunk in range(chunks):
            if stop_flag[0] != 0:
                return
            for o in range(origins):
                begin, end, ways = offset[o], offset[o + 1], direct_s[o]
                if question.journey:
                    _journeys(
                        swept.arrivals,
                        chunk,
                        listed,
                        begin,
                        end,
                        never,
                        question.longest,
                        ways,
                        times,
                    )
                else:
                    _elapsed(swept.arrivals, chunk, listed, begin, end, never, times)
                exchange(exchanges, times)
                _answer(times, ranks, question.longest, ways, chunk * LANES, answers[:, block + o])
        for o in range(origins):
            for k in range(direct.offset[block + o], direct.offset[block + o + 1]):
                direct_s[o, direct.target[k]] = NO_WAY
