"""
Range RAPTOR, the textbook rival of the transit matrix, over the same arrays, compiled the same way.

Rounds over lines, departures from the last to the first, labels kept between departures
(self-pruning), local pruning at every stop, and no label beyond the horizon. A departure scans only
lines of which it is the last to catch a trip (the set of departures in the paper), and rides are
told apart only where their limit binds, as in our own search. There is no target pruning: all stops
and places are targets, so only the horizon bounds the search.

Delling, D., Pajor, T., Werneck, R. F. (2012), Round-Based Public Transit Routing, ALENEX 2012.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from accessibility.routing.compiled import kernel
from accessibility.routing.destinations import NO_WAY, Egress, times_at_destinations
from accessibility.routing.lines import Lines
from accessibility.routing.percentiles import STEP
from accessibility.routing.profiles import WIDE, Question, TransitNetwork, Ways
from accessibility.routing.transfers import Footpaths

LATE = np.int32(2**31 - 1)
Sizes = NDArray[np.int64]
Table = NDArray[np.int16] | NDArray[np.int32]
UNQUEUED = np.int32(2**31 - 1)


class RaptorNetwork(NamedTuple):
    """A timetable, the walks between its stops, and the rows of the stops around destinations.

    `line_event` is the first event of each line; its trips follow one another.
    """

    lines: Lines
    line_event: NDArray[np.int64]
    footpaths: Footpaths
    stop_row: NDArray[np.int32]


class Labels(NamedTuple):
    """
    What one origin has reached, over all departures looked at; `arrived` and `ready` by rides.

    `arrived`: earliest arrivals by vehicle; `ready`: earliest presence at a stop on foot or by
    vehicle; `improved`: the stops reached earlier by vehicle in this round, which are `marked`;
    `queue`: the lines to scan, each `from_position`; `catch`: for each departure a linked list
    (from `catch_first`) of next, line and position. Kernels take arrays out of their tuples before
    the loops: inside, each would be counted as referred to again and again.
    """

    arrived: NDArray[np.int32]
    ready: NDArray[np.int32]
    marked: NDArray[np.bool_]
    improved: NDArray[np.int32]
    from_position: NDArray[np.int32]
    queue: NDArray[np.int32]
    catch_first: NDArray[np.int32]
    catch: NDArray[np.int32]
    size: NDArray[np.int64]


_IMPROVED, _QUEUED = 0, 1


@kernel
def new_labels(lines: Lines, rides_apart: int, departures: int) -> Labels:
    stops = len(lines.board_offset) - 1
    n_lines = len(lines.trip_offset) - 1
    return Labels(
        np.full((rides_apart, stops), LATE, np.int32),
        np.full((rides_apart, stops), LATE, np.int32),
        np.zeros(stops, np.bool_),
        np.empty(stops, np.int32),
        np.full(n_lines, UNQUEUED, np.int32),
        np.empty(n_lines, np.int32),
        np.full(departures, -1, np.int32),
        np.empty((len(lines.arrival), 3), np.int32),
        np.zeros(2, np.int64),
    )


@kernel
def clear(labels: Labels, arrivals: Table, never: int) -> None:
    labels.arrived[:] = LATE
    labels.ready[:] = LATE
    labels.marked[:] = False
    labels.from_position[:] = UNQUEUED
    labels.size[:] = 0
    arrivals[:] = never


@kernel
def list_catches(
    labels: Labels, net: RaptorNetwork, access: Ways, origin: int, question: Question
) -> None:
    """List by departure the lines and positions of which it is the last to catch some trip."""
    catch_first, catch = labels.catch_first, labels.catch
    line_event, line_departure, boardings = net.line_event, net.lines.departure, net.lines.boardings
    lines = net.lines
    catch_first[:] = -1
    count = 0
    for k in range(access.offset[origin], access.offset[origin + 1]):
        stop = access.target[k]
        first_ready = question.start + access.seconds[k] + question.slack
        for b in range(lines.board_offset[stop], lines.board_offset[stop + 1]):
            line, position = boardings[b, 0], boardings[b, 1]
            positions = lines.stop_offset[line + 1] - lines.stop_offset[line]
            base = line_event[line] + position
            listed = question.departures
            for trip in range(lines.trip_offset[line + 1] - lines.trip_offset[line] - 1, -1, -1):
                # Floor division: a trip that nobody catches gives -1 or less.
                minute = (line_departure[base + trip * positions] - first_ready) // STEP
                if minute < 0:
                    break
                minute = min(minute, question.departures - 1)
                if minute < listed:
                    catch[count, 0], catch[count, 1] = catch_first[minute], line
                    catch[count, 2] = position
                    catch_first[minute] = count
                    count += 1
                    listed = minute


@kernel
def scan_lines(
    labels: Labels, net: RaptorNetwork, question: Question, minute: int, level: int, arrivals: Table
) -> None:
    """Ride the queued lines by the earliest trip that can be caught at each stop."""
    arrived, ready, size, queue = labels.arrived, labels.ready, labels.size, labels.queue
    marked, improved, from_position = labels.marked, labels.improved, labels.from_position
    lines, stop_row = net.lines, net.stop_row
    stops, boarding, alighting = lines.stop, lines.boarding, lines.alighting
    line_event, line_arrival, line_departure = net.line_event, lines.arrival, lines.departure
    start, slack = question.start, question.slack
    latest = start + minute * STEP + question.longest
    count = size[_IMPROVED]
    for queued in range(size[_QUEUED]):
        line = queue[queued]
        begin = lines.stop_offset[line]
        positions = lines.stop_offset[line + 1] - begin
        first, end = lines.trip_offset[line], lines.trip_offset[line + 1]
        trip, event = end, line_event[line]
        for p in range(from_position[line], positions):
            stop = stops[begin + p]
            if trip < end:
                arrival = line_arrival[event + p]
                if arrival < arrived[level, stop] and arrival <= latest and alighting[begin + p]:
                    for k in range(level, len(arrived)):
                        arrived[k, stop] = min(arrived[k, stop], arrival)
                    if not marked[stop]:
                        marked[stop] = True
                        improved[count] = stop
                        count += 1
                    row = stop_row[stop]
                    if row >= 0:
                        arrivals[row, minute] = min(arrivals[row, minute], arrival - start)
            if ready[level, stop] == LATE or not boarding[begin + p]:
                continue
            catch = ready[level, stop] + slack
            if trip == end:
                low = first
                while low < trip:
                    middle = (low + trip) >> 1
                    if line_departure[line_event[line] + (middle - first) * positions + p] >= catch:
                        trip = middle
                    else:
                        low = middle + 1
                event = line_event[line] + (trip - first) * positions
                continue
            while trip > first and catch <= line_departure[event - positions + p]:
                trip -= 1
                event -= positions
        from_position[line] = UNQUEUED
    size[_IMPROVED], size[_QUEUED] = count, 0


@kernel
def walk_on(labels: Labels, net: RaptorNetwork, level: int, latest: int) -> None:
    """Walk from the stops reached by vehicle in this round, and queue the lines of the next."""
    arrived, ready, size, queue = labels.arrived, labels.ready, labels.size, labels.queue
    marked, improved, from_position = labels.marked, labels.improved, labels.from_position
    board_offset, boardings = net.lines.board_offset, net.lines.boardings
    path_offset, path_stop, path_s = net.footpaths.offset, net.footpaths.stop, net.footpaths.seconds
    following = min(level + 1, len(ready) - 1)
    count = 0
    for k in range(size[_IMPROVED]):
        stop = improved[k]
        marked[stop] = False
        arrival = arrived[level, stop]
        other, moment = stop, arrival
        for path in range(path_offset[stop], path_offset[stop + 1] + 1):
            if moment < ready[following, other] and moment <= latest:
                for higher in range(following, len(ready)):
                    ready[higher, other] = min(ready[higher, other], moment)
                for b in range(board_offset[other], board_offset[other + 1]):
                    line, position = boardings[b, 0], boardings[b, 1]
                    if from_position[line] == UNQUEUED:
                        queue[count] = line
                        count += 1
                    from_position[line] = min(from_position[line], position)
            if path < path_offset[stop + 1]:
                other, moment = path_stop[path], arrival + path_s[path]
    size[_IMPROVED], size[_QUEUED] = 0, count


@kernel
def walk_from_origin(
    labels: Labels, access: Ways, origin: int, question: Question, minute: int
) -> None:
    """Be at the stops around the origin; queue the lines that this departure is last to catch."""
    now = question.start + minute * STEP
    ready, from_position, queue = labels.ready, labels.from_position, labels.queue
    for k in range(access.offset[origin], access.offset[origin + 1]):
        stop = access.target[k]
        for level in range(len(ready)):
            ready[level, stop] = min(ready[level, stop], now + access.seconds[k])
    count = 0
    catch = labels.catch_first[minute]
    while catch >= 0:
        line, position = labels.catch[catch, 1], labels.catch[catch, 2]
        if from_position[line] == UNQUEUED:
            queue[count] = line
            count += 1
        from_position[line] = min(from_position[line], position)
        catch = labels.catch[catch, 0]
    labels.size[_QUEUED] = count


@kernel
def depart(
    labels: Labels,
    net: RaptorNetwork,
    access: Ways,
    origin: int,
    question: Question,
    minute: int,
    arrivals: Table,
) -> bool:
    """Search one departure; return False if the limit of rides may have cut something off."""
    walk_from_origin(labels, access, origin, question, minute)
    latest = question.start + minute * STEP + question.longest
    exact = len(labels.ready) == question.rides
    for rides in range(question.rides):
        level = min(rides, len(labels.ready) - 1)
        scan_lines(labels, net, question, minute, level, arrivals)
        if exact and rides == question.rides - 1:
            break  # walking on would let the next departures believe in fewer rides
        walk_on(labels, net, level, latest)
        if labels.size[_QUEUED] == 0:
            return True
    for k in range(labels.size[_IMPROVED]):
        labels.marked[labels.improved[k]] = False
    labels.size[_IMPROVED] = 0
    return exact


@kernel
def search(
    labels: Labels,
    net: RaptorNetwork,
    access: Ways,
    origin: int,
    question: Question,
    arrivals: Table,
) -> bool:
    list_catches(labels, net, access, origin, question)
    for minute in range(question.departures - 1, -1, -1):
        if labels.catch_first[minute] >= 0 and not depart(
            labels, net, access, origin, question, minute, arrivals
        ):
            return False
    return True


@kernel
def raptor_block(
    net: RaptorNetwork,
    egress: TransitNetwork,
    access: Ways,
    direct: Ways,
    question: Question,
    ranks: NDArray[np.int64],
    never: Table,
    answers: NDArray[np.int32],
) -> None:
    """Answer a window of departures from a block of origins: the arguments of `transit_block`.

    From the stops to the destinations and their percentiles it uses our own search's kernel.
    """
    rows = max(np.int32(-1), net.stop_row.max()) + 2
    width = question.departures
    if width >= WIDE // 2:
        width = -(-width // WIDE) * WIDE
    arrivals = np.full((rows, width), never[0], never.dtype)
    labels = new_labels(net.lines, 1, question.departures)
    ways = Egress(egress.egress_offset, egress.egress_row, egress.egress_s)
    direct_s = np.full(answers.shape[2], NO_WAY, np.int32)
    for origin in range(answers.shape[1]):
        if not search(labels, net, access, origin, question, arrivals):
            clear(labels, arrivals, never[0])
            exact = new_labels(net.lines, question.rides, question.departures)
            search(exact, net, access, origin, question, arrivals)
        begin, end = direct.offset[origin], direct.offset[origin + 1]
        for k in range(begin, end):
            direct_s[direct.target[k]] = direct.seconds[k]
        times_at_destinations(
            ways,
            arrivals,
            direct_s,
            question.departures,
            ranks,
            question.longest,
            answers[:, origin],
        )
        for k in range(begin, end):
            direct_s[direct.target[k]] = NO_WAY
        clear(labels, arrivals, never[0])
