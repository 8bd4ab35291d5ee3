"""What people who set out around some origins can come to: forward through the timetable."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import inlined, kernel
from .lines import Lines, earliest_trip
from .profiles import TransitNetwork
from .transfers import POSITION_BITS, POSITION_MASK

NUMBER_BITS = 27
"""So many bits number all events that origins come to."""
NUMBER_MASK = (1 << NUMBER_BITS) - 1
NOBODY = np.int32(-(2**30))
"""Stands for a time at which nobody is ready."""
OUT = np.int32(-2)
"""Stands for not waiting in any bucket."""


class Reached(NamedTuple):
    """Being on board when a trip arrives somewhere: all such events that origins come to.

    Attributes
    ----------
    event, trip
        The events and their trips.
    ready
        By event of the timetable the latest second, but not after the last departure asked, at
        which somebody who comes to it is ready to board the first vehicle; `NOBODY` where nobody
        comes.
    """

    event: NDArray[np.int64]
    trip: NDArray[np.int32]
    ready: NDArray[np.int32]


@kernel
def first_events(
    lines: Lines, near: NDArray[np.int32], first_ready: int, last_ready: int
) -> NDArray[np.int64]:
    """List what is boarded around the origins.

    Parameters
    ----------
    lines
        The timetable.
    near
        The stops around the origins.
    first_ready, last_ready
        The earliest departure that can be caught, and one from which on no later trip of a line is
        the first to catch.

    Returns
    -------
    array
        The event after each boarding, and its trip; shape (boardings, 2). Those at one position
        of a line stand together, in the order of its trips.
    """
    board_offset, boardings, trip_offset = lines.board_offset, lines.boardings, lines.trip_offset
    stop_offset, trip_event, departure = lines.stop_offset, lines.trip_event, lines.departure
    room = 0
    for stop in near:
        for b in range(board_offset[stop], board_offset[stop + 1]):
            line = boardings[b, 0]
            room += trip_offset[line + 1] - trip_offset[line]
    listed = np.empty((room, 2), np.int64)
    count = 0
    for stop in near:
        for b in range(board_offset[stop], board_offset[stop + 1]):
            line, position = boardings[b, 0], boardings[b, 1]
            end = trip_offset[line + 1]
            if position + 1 == stop_offset[line + 1] - stop_offset[line]:
                continue
            for trip in range(earliest_trip(lines, line, position, first_ready, end), end):
                event = trip_event[trip] + position
                listed[count, 0], listed[count, 1] = event + 1, trip
                count += 1
                if departure[event] >= last_ready:
                    break  # nobody is so late that a later trip is the first to catch
    return listed[:count]


@inlined
def _come(
    ready: NDArray[np.int32],
    trip_of: NDArray[np.int32],
    head: NDArray[np.int32],
    after: NDArray[np.int32],
    event: np.int64,
    trip: int,
    since: int,
    bucket: int,
) -> None:
    """Let somebody who was ready at `since` wait on board for an event."""
    ready[event] = since
    if after[event] == OUT:
        trip_of[event] = trip
        after[event] = head[bucket]
        head[bucket] = event


@kernel
def reach(
    net: TransitNetwork,
    boarded: NDArray[np.int64],
    start: int,
    last: int,
    slack: int,
    longest: int,
) -> Reached:
    """Find what people on board come to within the longest time.

    Parameters
    ----------
    net
        The prepared timetable.
    boarded
        What `first_events` gave.
    start, last
        The first and the last departure asked.
    slack
        Seconds from being at a stop to the earliest departure that can be caught.
    longest
        Seconds of the longest answer.

    Returns
    -------
    Reached
        In the order of the timetable.
    """
    # Keeps: an event is left when all that comes before it has been, so its `ready` is the last;
    # should times not ascend, it is left again. Nobody goes on for whom the longest time is over.
    # Cost: the events and changes within reach, and a number for each event of the timetable.
    # Source: Dial's buckets (1969), one for each second.
    lines, change_offset, changes = net.lines, net.change_offset, net.changes
    stop_offset, trip_line, trip_event = lines.stop_offset, lines.trip_line, lines.trip_event
    arrival, departure = lines.arrival, lines.departure
    ready = np.full(len(arrival), NOBODY, np.int32)
    trip_of = np.empty(len(arrival), np.int32)
    after = np.full(len(arrival), OUT, np.int32)  # in the same bucket
    head = np.full(last + longest - start + 1, -1, np.int32)
    for k in range(len(boarded)):
        event, since = boarded[k, 0], min(departure[boarded[k, 0] - 1] - slack, last)
        if since > ready[event] and arrival[event] - since <= longest:
            bucket = max(0, arrival[event] - start)
            _come(ready, trip_of, head, after, event, boarded[k, 1], since, bucket)
    for now in range(len(head)):
        while head[now] >= 0:
            event = np.int64(head[now])
            head[now], after[event] = after[event], OUT
            trip, since = trip_of[event], ready[event]
            line, onward = trip_line[trip], event + 1
            runs_on = onward - trip_event[trip] < stop_offset[line + 1] - stop_offset[line]
            if runs_on and since > ready[onward] and arrival[onward] - since <= longest:
                bucket = max(now, arrival[onward] - start)
                _come(ready, trip_of, head, after, onward, trip, since, bucket)
            for k in range(change_offset[event], change_offset[event + 1]):
                other = changes[k] >> POSITION_BITS
                onward = trip_event[other] + (changes[k] & POSITION_MASK) + 1
                if since > ready[onward] and arrival[onward] - since <= longest:
                    bucket = max(now, arrival[onward] - start)
                    _come(ready, trip_of, head, after, onward, other, since, bucket)
    events = np.flatnonzero(ready != NOBODY)
    return Reached(events, trip_of[events], ready)


@kernel
def from_last(net: TransitNetwork, reached: Reached) -> Reached:
    """Put events in order from the last to the first; of one trip at one second, too.

    Parameters
    ----------
    net
        The prepared timetable.
    reached
        The events.

    Returns
    -------
    Reached
        The same events.
    """
    events, trips = reached.event, reached.trip
    arrival, trip_event = net.lines.arrival, net.lines.trip_event
    earliest = arrival[events].min() if len(events) else np.int32(0)
    # One number each to sort by, which ends with the event's own: days in seconds take 20 bits.
    key = np.empty(len(events), np.int64)
    for k in range(len(key)):
        position = events[k] - trip_event[trips[k]]
        later = np.int64(arrival[events[k]] - earliest) << POSITION_BITS
        key[k] = ((later | position) << NUMBER_BITS) | k
    key.sort()
    order = key[::-1] & NUMBER_MASK
    return Reached(events[order], trips[order], reached.ready)
