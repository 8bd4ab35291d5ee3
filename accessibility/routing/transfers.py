"""Reduced transfers: the changes of vehicle that a fastest journey may need, and no others."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .lines import NEVER, Lines, earliest_trip, positions_of

POSITION_BITS = 16
"""A transfer is one number: the trip boarded, shifted by so many bits, plus the position."""
POSITION_MASK = (1 << POSITION_BITS) - 1


class Footpaths(NamedTuple):
    """Walks between different stops.

    Attributes
    ----------
    offset
        Where each stop's walks begin; one longer than the number of stops.
    stop
        Where each walk leads.
    seconds
        How long it takes.
    """

    offset: NDArray[np.int64]
    stop: NDArray[np.int32]
    seconds: NDArray[np.int32]


class _Labels(NamedTuple):
    """What the trip in hand and one change from it reach, and what to forget after it."""

    arrived: NDArray[np.int32]
    touched: NDArray[np.int32]
    reached: NDArray[np.int32]
    marked: NDArray[np.int32]
    size: NDArray[np.int64]


@kernel
def _new_labels(lines: Lines) -> _Labels:
    trips = len(lines.trip_line)
    stops = len(lines.board_offset) - 1
    reached = np.empty(trips, np.int32)
    for trip in range(trips):
        reached[trip] = positions_of(lines, lines.trip_line[trip])
    return _Labels(
        np.full(stops, NEVER, np.int32),
        np.empty(stops, np.int32),
        reached,
        np.empty(trips, np.int32),
        np.zeros(2, np.int64),
    )


@kernel
def _forget(labels: _Labels, lines: Lines) -> None:
    for k in range(labels.size[0]):
        labels.arrived[labels.touched[k]] = NEVER
    for k in range(labels.size[1]):
        trip = labels.marked[k]
        labels.reached[trip] = positions_of(lines, lines.trip_line[trip])
    labels.size[:] = 0


@kernel
def _arrive(labels: _Labels, stop: int, arrival: int) -> bool:
    """Note an arrival by vehicle; say whether it is earlier than any known."""
    if arrival >= labels.arrived[stop]:
        return False
    if labels.arrived[stop] == NEVER:
        labels.touched[labels.size[0]] = stop
        labels.size[0] += 1
    labels.arrived[stop] = arrival
    return True


@kernel
def _worth(labels: _Labels, lines: Lines, trip: int, position: int, latest: int) -> bool:
    """Ride a trip as far as nobody rode it before; say whether that gains anything."""
    line = lines.trip_line[trip]
    begin = lines.stop_offset[line]
    positions = positions_of(lines, line)
    end = labels.reached[trip]
    for later in range(trip, lines.trip_offset[line + 1]):
        if labels.reached[later] <= position + 1:
            break
        if labels.reached[later] == positions:
            labels.marked[labels.size[1]] = later
            labels.size[1] += 1
        labels.reached[later] = position + 1
    event = lines.trip_event[trip]
    gains = False
    for p in range(position + 1, end):
        arrival = lines.arrival[event + p]
        if arrival > latest:
            break
        if lines.alighting[begin + p] and _arrive(labels, lines.stop[begin + p], arrival):
            gains = True
    return gains


@kernel
def _candidates_at(
    labels: _Labels,
    lines: Lines,
    trip: int,
    position: int,
    stop: int,
    ready: int,
    candidates: NDArray[np.int64],
    count: int,
) -> int:
    """List the trips to change to at one stop; return how many candidates there are now.

    A candidate is its arrival at the next position, and the change.
    """
    own = lines.trip_line[trip]
    for k in range(lines.board_offset[stop], lines.board_offset[stop + 1]):
        line, at = lines.boardings[k, 0], lines.boardings[k, 1]
        end = lines.trip_offset[line + 1]
        other = earliest_trip(lines, line, at, ready, end)
        if other == end or (line == own and other >= trip and at >= position):
            continue  # staying on the trip in hand is as good as a later one of its line
        if at + 1 < labels.reached[other]:  # else somebody rode that trip before
            candidates[count, 0] = lines.arrival[lines.trip_event[other] + at + 1]
            candidates[count, 1] = (np.int64(other) << POSITION_BITS) | at
            count += 1
    return count


@kernel
def _keep_worthwhile(
    labels: _Labels,
    lines: Lines,
    latest: int,
    candidates: NDArray[np.int64],
    changes: NDArray[np.int64],
    written: int,
) -> int:
    """Keep candidates that gain something, the quickest first; return the number of changes."""
    for k in np.argsort(candidates[:, 0], kind="mergesort"):
        change = candidates[k, 1]
        other, at = change >> POSITION_BITS, change & POSITION_MASK
        if at + 1 < labels.reached[other] and _worth(labels, lines, other, at, latest):
            changes[written] = change
            written += 1
    return written


@kernel
def _room_for(lines: Lines, footpaths: Footpaths, stop: int) -> int:
    """Return the most changes that one event at a stop can have."""
    room = lines.board_offset[stop + 1] - lines.board_offset[stop]
    for k in range(footpaths.offset[stop], footpaths.offset[stop + 1]):
        other = footpaths.stop[k]
        room += lines.board_offset[other + 1] - lines.board_offset[other]
    return room


@kernel
def reduced_transfers(
    lines: Lines,
    footpaths: Footpaths,
    slack: int,
    longest: int,
    first_trip: int,
    last_trip: int,
    stop_flag: NDArray[np.uint8],
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Find the changes of vehicle that fastest journeys may need out of a range of trips.

    Parameters
    ----------
    lines, footpaths
        The timetable and the walks between its stops.
    slack
        Seconds between being at a stop and the earliest departure that can be caught there.
    longest
        Seconds that a whole journey may take; arrivals later than that after the traveller was
        still on board one stop before the change are of no use to anybody.
    first_trip, last_trip
        The trips, `last_trip` not included; at least one.
    stop_flag
        One byte; when it becomes non-zero the work ends at once and what comes back is not
        complete.

    Returns
    -------
    counts
        Number of changes kept out of each event of these trips, in order.
    changes
        The changes, event by event: trip boarded, shifted by `POSITION_BITS`, plus position boarded
        at.

    Notes
    -----
    Witt, S. (2015), Trip-Based Public Transit Routing, ESA 2015, sections 3.1 to 3.3. One label per
    stop is enough here, because the slack is the same everywhere: whoever arrives earlier by
    vehicle also walks on earlier.
    """
    # Keeps: after an event, the labels hold the earliest arrivals that staying on the trip beyond
    # it, or one change kept at it or later, can give. Cost: trips x what is reached with one
    # change.
    # Source: Witt (2015), algorithm 3, with the reached-position marks of its query to cut the
    # rides short.
    labels = _new_labels(lines)
    first_event = lines.trip_event[first_trip]
    last = lines.trip_line[last_trip - 1]
    last_event = lines.trip_event[last_trip - 1] + positions_of(lines, last)
    counts = np.zeros(last_event - first_event, np.int32)
    changes = np.empty(max(1024, 4 * len(counts)), np.int64)
    candidates = np.empty((64, 2), np.int64)
    written = 0
    for trip in range(first_trip, last_trip):
        if stop_flag[0] != 0:
            break
        line = lines.trip_line[trip]
        begin = lines.stop_offset[line]
        event = lines.trip_event[trip]
        trip_begin = written
        for p in range(positions_of(lines, line) - 1, 0, -1):
            if not lines.alighting[begin + p]:
                continue
            stop, arrival = lines.stop[begin + p], lines.arrival[event + p]
            room = _room_for(lines, footpaths, stop)
            if room > len(candidates):
                candidates = np.empty((2 * room, 2), np.int64)
            if written + room > len(changes):
                larger = np.empty(2 * (written + room), np.int64)
                larger[:written] = changes[:written]
                changes = larger
            _arrive(labels, stop, arrival)
            count = _candidates_at(labels, lines, trip, p, stop, arrival + slack, candidates, 0)
            for k in range(footpaths.offset[stop], footpaths.offset[stop + 1]):
                other, ready = footpaths.stop[k], arrival + footpaths.seconds[k] + slack
                count = _candidates_at(labels, lines, trip, p, other, ready, candidates, count)
            before = written
            latest = lines.departure[event + p - 1] + longest
            written = _keep_worthwhile(labels, lines, latest, candidates[:count], changes, written)
            counts[event + p - first_event] = written - before
        # The events went from last to first.
        changes[trip_begin:written] = changes[trip_begin:written][::-1].copy()
        _forget(labels, lines)
    return counts, changes[:written].copy()
