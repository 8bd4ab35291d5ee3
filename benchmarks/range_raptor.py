"""
Range RAPTOR, the textbook rival of the transit matrix, over the same arrays and compiled the same way.

Rounds over lines, departures from the last to the first, labels kept between departures (self-pruning), no
label beyond the horizon, local pruning at every stop. It scans a departure only for the lines of which that
departure is the last to catch a trip (the set of departures in the paper), and it tells rides apart only
where their limit binds, as our own search does. There is no target pruning: with every place a target and no
shortest egress known at a stop, only the horizon bounds the search.

Delling, D., Pajor, T., Werneck, R. F. (2012), Round-Based Public Transit Routing, ALENEX 2012.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from accessibility.routing.compiled import kernel
from accessibility.routing.lines import Lines, earliest_trip, event_of, positions_of
from accessibility.routing.percentiles import NOT_REACHED, STEP, new_runs, select_ranks
from accessibility.routing.profiles import Question, Walks
from accessibility.routing.transfers import Footpaths

LATE = np.int32(2**31 - 1)
UNQUEUED = np.int32(2**31 - 1)


class RaptorNetwork(NamedTuple):
    """A timetable, the walks between its stops, and the destinations around them."""

    lines: Lines
    footpaths: Footpaths
    stop_row: NDArray[np.int32]
    egress_offset: NDArray[np.int64]
    egress_row: NDArray[np.int32]
    egress_s: NDArray[np.int32]


class Labels(NamedTuple):
    """
    What one origin has reached, over all departures looked at; rows of the first two tell rides apart.

    `arrived`: earliest arrivals by vehicle; `ready`: earliest presence at a stop on foot or by vehicle;
    `from_position`: where to begin on each queued line; `catch`: for each departure a linked list (from
    `catch_first`) of next, line and position.
    """

    arrived: NDArray[np.int32]
    ready: NDArray[np.int32]
    marked: NDArray[np.bool_]
    improved: NDArray[np.int32]
    touched: NDArray[np.int32]
    is_touched: NDArray[np.bool_]
    from_position: NDArray[np.int32]
    queue: NDArray[np.int32]
    catch_first: NDArray[np.int32]
    catch: NDArray[np.int32]
    size: NDArray[np.int64]


_IMPROVED, _TOUCHED, _QUEUED = 0, 1, 2


@kernel
def new_labels(lines: Lines, rides_apart: int, departures: int) -> Labels:
    stops = len(lines.board_offset) - 1
    n_lines = len(lines.trip_offset) - 1
    return Labels(
        np.full((rides_apart, stops), LATE, np.int32),
        np.full((rides_apart, stops), LATE, np.int32),
        np.zeros(stops, np.bool_),
        np.empty(stops, np.int32),
        np.empty(stops, np.int32),
        np.zeros(stops, np.bool_),
        np.full(n_lines, UNQUEUED, np.int32),
        np.empty(n_lines, np.int32),
        np.full(departures, -1, np.int32),
        np.empty((len(lines.arrival), 3), np.int32),
        np.zeros(3, np.int64),
    )


@kernel
def clear(labels: Labels, net: RaptorNetwork, arrivals: NDArray[np.int32], never: int) -> None:
    for k in range(labels.size[_TOUCHED]):
        stop = labels.touched[k]
        labels.arrived[:, stop] = LATE
        labels.ready[:, stop] = LATE
        labels.is_touched[stop] = False
        if net.stop_row[stop] >= 0:
            arrivals[net.stop_row[stop], :] = never
    for k in range(labels.size[_IMPROVED]):
        labels.marked[labels.improved[k]] = False
    for k in range(labels.size[_QUEUED]):
        labels.from_position[labels.queue[k]] = UNQUEUED
    labels.size[:] = 0


@kernel
def touch(labels: Labels, stop: int) -> None:
    if not labels.is_touched[stop]:
        labels.is_touched[stop] = True
        labels.touched[labels.size[_TOUCHED]] = stop
        labels.size[_TOUCHED] += 1


@kernel
def enqueue(labels: Labels, line: int, position: int) -> None:
    if labels.from_position[line] == UNQUEUED:
        labels.queue[labels.size[_QUEUED]] = line
        labels.size[_QUEUED] += 1
        labels.from_position[line] = position
    elif position < labels.from_position[line]:
        labels.from_position[line] = position


@kernel
def get_ready(labels: Labels, lines: Lines, level: int, stop: int, moment: int) -> None:
    """Be at a stop on the way to the next vehicle; queue the lines that leave from there."""
    if moment >= labels.ready[level, stop]:
        return
    touch(labels, stop)
    for k in range(level, len(labels.ready)):
        if moment < labels.ready[k, stop]:
            labels.ready[k, stop] = moment
    for b in range(lines.board_offset[stop], lines.board_offset[stop + 1]):
        enqueue(labels, lines.boardings[b, 0], lines.boardings[b, 1])


@kernel
def list_catches(
    labels: Labels, lines: Lines, access: Walks, origin: int, question: Question
) -> None:
    """List by departure the lines and positions of which it is the last to catch some trip."""
    labels.catch_first[:] = -1
    count = 0
    last = question.departures - 1
    for k in range(access.offset[origin], access.offset[origin + 1]):
        stop = access.target[k]
        lag = access.seconds[k] + question.slack
        for b in range(lines.board_offset[stop], lines.board_offset[stop + 1]):
            line, position = lines.boardings[b, 0], lines.boardings[b, 1]
            begin, end = lines.trip_offset[line], lines.trip_offset[line + 1]
            ready = question.start + last * STEP + lag
            trip = min(earliest_trip(lines, line, position, ready, end), end - 1)
            listed = last + 1
            while trip >= begin:
                departure = lines.departure[event_of(lines, trip, position)]
                minute = min(last, (departure - lag - question.start) // STEP)
                if minute < 0:
                    break
                if minute < listed:
                    labels.catch[count, 0] = labels.catch_first[minute]
                    labels.catch[count, 1] = line
                    labels.catch[count, 2] = position
                    labels.catch_first[minute] = count
                    count += 1
                    listed = minute
                trip -= 1


@kernel
def scan_line(
    labels: Labels,
    net: RaptorNetwork,
    question: Question,
    minute: int,
    level: int,
    line: int,
    arrivals: NDArray[np.int32],
) -> None:
    """Ride the earliest trip of a line that can be caught, hopping to an earlier one where possible."""
    lines = net.lines
    latest = question.start + minute * STEP + question.longest
    begin = lines.stop_offset[line]
    positions = positions_of(lines, line)
    before = lines.trip_offset[line + 1]
    trip = before
    event = np.int64(0)
    for p in range(labels.from_position[line], positions):
        stop = lines.stop[begin + p]
        if trip < before:
            arrival = lines.arrival[event + p]
            if (
                arrival < labels.arrived[level, stop]
                and arrival <= latest
                and lines.alighting[begin + p]
            ):
                touch(labels, stop)
                for k in range(level, len(labels.arrived)):
                    if arrival < labels.arrived[k, stop]:
                        labels.arrived[k, stop] = arrival
                if not labels.marked[stop]:
                    labels.marked[stop] = True
                    labels.improved[labels.size[_IMPROVED]] = stop
                    labels.size[_IMPROVED] += 1
                row = net.stop_row[stop]
                if row >= 0:
                    arrivals[row, minute] = min(arrivals[row, minute], arrival - question.start)
        ready = labels.ready[level, stop]
        if ready == LATE or not lines.boarding[begin + p]:
            continue
        ready += question.slack
        if trip == before or ready <= lines.departure[event + p]:
            earlier = earliest_trip(lines, line, p, ready, trip)
            if earlier < trip:
                trip = earlier
                event = event_of(lines, trip, 0)


@kernel
def walk_on(labels: Labels, net: RaptorNetwork, level: int, latest: int) -> None:
    """Walk from the stops reached by vehicle in this round, for the next round."""
    footpaths = net.footpaths
    count = labels.size[_IMPROVED]
    labels.size[_IMPROVED] = 0
    for k in range(count):
        stop = labels.improved[k]
        labels.marked[stop] = False
        arrival = labels.arrived[level, stop]
        next_level = min(level + 1, len(labels.ready) - 1)
        get_ready(labels, net.lines, next_level, stop, arrival)
        for path in range(footpaths.offset[stop], footpaths.offset[stop + 1]):
            moment = arrival + footpaths.seconds[path]
            if moment <= latest:
                get_ready(labels, net.lines, next_level, footpaths.stop[path], moment)


@kernel
def depart(
    labels: Labels,
    net: RaptorNetwork,
    access: Walks,
    origin: int,
    question: Question,
    minute: int,
    arrivals: NDArray[np.int32],
) -> bool:
    """Search one departure; return False if the limit of rides may have cut something off."""
    lines = net.lines
    catch = labels.catch_first[minute]
    if catch < 0:
        return True
    now = question.start + minute * STEP
    for k in range(access.offset[origin], access.offset[origin + 1]):
        stop = access.target[k]
        moment = now + access.seconds[k]
        if moment < labels.ready[0, stop]:
            touch(labels, stop)
            for level in range(len(labels.ready)):
                if moment < labels.ready[level, stop]:
                    labels.ready[level, stop] = moment
    while catch >= 0:
        enqueue(labels, labels.catch[catch, 1], labels.catch[catch, 2])
        catch = labels.catch[catch, 0]
    exact = len(labels.ready) == question.rides
    for rides in range(question.rides):
        level = min(rides, len(labels.ready) - 1)
        count = labels.size[_QUEUED]
        for k in range(count):
            scan_line(labels, net, question, minute, level, labels.queue[k], arrivals)
        for k in range(count):
            labels.from_position[labels.queue[k]] = UNQUEUED
        labels.size[_QUEUED] = 0
        if labels.size[_IMPROVED] == 0:
            return True
        if exact and rides == question.rides - 1:
            for k in range(labels.size[_IMPROVED]):
                labels.marked[labels.improved[k]] = False
            labels.size[_IMPROVED] = 0
            return True
        walk_on(labels, net, level, now + question.longest)
        if labels.size[_QUEUED] == 0:
            return True
    return False


@kernel
def search(
    labels: Labels,
    net: RaptorNetwork,
    access: Walks,
    origin: int,
    question: Question,
    arrivals: NDArray[np.int32],
) -> bool:
    list_catches(labels, net.lines, access, origin, question)
    for minute in range(question.departures - 1, -1, -1):
        if not depart(labels, net, access, origin, question, minute, arrivals):
            return False
    return True


@kernel
def earliest_at(
    net: RaptorNetwork,
    destination: int,
    arrivals: NDArray[np.int32],
    earliest: NDArray[np.int32],
    there: NDArray[np.int32],
) -> None:
    earliest[:] = arrivals[-1]
    for k in range(net.egress_offset[destination], net.egress_offset[destination + 1]):
        row = net.egress_row[k]
        walk = net.egress_s[k]
        for minute in range(len(earliest)):
            there[minute] = arrivals[row, minute] + walk
        for minute in range(len(earliest)):
            earliest[minute] = min(earliest[minute], there[minute])
    for minute in range(len(earliest) - 2, -1, -1):
        earliest[minute] = min(earliest[minute], earliest[minute + 1])


@kernel
def raptor_block(
    net: RaptorNetwork,
    access: Walks,
    direct: Walks,
    question: Question,
    ranks: NDArray[np.int64],
    never: NDArray[np.int32],
    answers: NDArray[np.int32],
) -> None:
    """Answer a window of departures from a block of origins: the arguments of `transit_block`."""
    rows = max(np.int32(-1), net.stop_row.max()) + 2
    arrivals = np.full((rows, question.departures), never[0], never.dtype)
    earliest = np.empty(question.departures, never.dtype)
    there = np.empty(question.departures, never.dtype)
    runs = new_runs(question.departures, question.longest)
    straight = np.full(answers.shape[2], LATE, np.int32)
    chosen = np.empty(len(ranks), np.int32)
    labels = new_labels(net.lines, 1, question.departures)
    exact = labels
    for origin in range(answers.shape[1]):
        if not search(labels, net, access, origin, question, arrivals):
            clear(labels, net, arrivals, never[0])
            if len(exact.ready) != question.rides:
                exact = new_labels(net.lines, question.rides, question.departures)
            search(exact, net, access, origin, question, arrivals)
        for k in range(direct.offset[origin], direct.offset[origin + 1]):
            straight[direct.target[k]] = direct.seconds[k]
        for destination in range(answers.shape[2]):
            earliest_at(net, destination, arrivals, earliest, there)
            select_ranks(earliest, ranks, question.longest, runs, chosen)
            walk = straight[destination]
            for k in range(len(ranks)):
                best = chosen[k]
                if walk <= question.longest and (best == NOT_REACHED or walk < best):
                    best = walk
                answers[k, origin, destination] = best
        for k in range(direct.offset[origin], direct.offset[origin + 1]):
            straight[direct.target[k]] = LATE
        clear(labels, net, arrivals, never[0])
        if len(exact.ready) != 1:
            clear(exact, net, arrivals, never[0])
