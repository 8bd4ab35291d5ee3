"""Reduced transfers: the changes of vehicle that a fastest journey may need, and no others."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import inlined, kernel
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


class Changes(NamedTuple):
    """How long it takes to change, from every stop to every stop within reach, itself included.

    Attributes
    ----------
    offset
        Where the changes from each stop begin; one longer than the number of stops.
    stop
        Where each leads.
    gap
        Least seconds from arrival to departure where no rule says otherwise.
    group
        Which group of rules applies to it; -1 for none.
    rule_offset
        Where the rules of each group begin, the most specific first; one longer than the groups.
    rules
        Per rule: route and trip left, route and trip boarded (-1 for any), and the least seconds
        from arrival to departure, or `NO_CHANGE`; shape (rules, 5).
    apart
        Stops at which it matters by which trip one arrives, because a rule names it or its route.
    """

    offset: NDArray[np.int64]
    stop: NDArray[np.int32]
    gap: NDArray[np.int32]
    group: NDArray[np.int32]
    rule_offset: NDArray[np.int64]
    rules: NDArray[np.int32]
    apart: NDArray[np.bool_]


NO_CHANGE = np.int32(2**31 - 1)
"""Stands for the seconds of a change that is forbidden."""


def usual_changes(footpaths: Footpaths, slack: int) -> Changes:
    """Say how long changes take where no rule says anything.

    Parameters
    ----------
    footpaths
        Walks between different stops.
    slack
        Seconds from being at a stop to the earliest departure that can be caught there.

    Returns
    -------
    Changes
        From each stop first to itself, then along its walks.
    """
    stops = len(footpaths.offset) - 1
    begins = footpaths.offset[:-1]
    stop = np.insert(footpaths.stop, begins, np.arange(stops, dtype=np.int32))
    gap = np.insert(footpaths.seconds, begins, np.int32(0)) + np.int32(slack)
    return Changes(
        footpaths.offset + np.arange(stops + 1),
        stop,
        gap.astype(np.int32),
        np.full(len(stop), -1, np.int32),
        np.zeros(1, np.int64),
        np.zeros((0, 5), np.int32),
        np.zeros(stops, np.bool_),
    )


class _Labels(NamedTuple):
    """What the trip in hand and one change from it reach, and what to forget after it."""

    arrived: NDArray[np.int32]
    touched: NDArray[np.int32]
    reached: NDArray[np.int32]
    marked: NDArray[np.int32]
    size: NDArray[np.int64]


@kernel
def _new_labels(lines: Lines, places: int) -> _Labels:
    trips = len(lines.trip_line)
    reached = np.empty(trips, np.int32)
    for trip in range(trips):
        reached[trip] = positions_of(lines, lines.trip_line[trip])
    return _Labels(
        np.full(places, NEVER, np.int32),
        np.empty(places, np.int32),
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
def _arrive(labels: _Labels, place: int, arrival: int) -> bool:
    """Note an arrival by vehicle; say whether it is earlier than any known."""
    if arrival >= labels.arrived[place]:
        return False
    if labels.arrived[place] == NEVER:
        labels.touched[labels.size[0]] = place
        labels.size[0] += 1
    labels.arrived[place] = arrival
    return True


@kernel
def _worth(
    labels: _Labels,
    lines: Lines,
    place: NDArray[np.int32],
    apart: NDArray[np.bool_],
    trip: int,
    position: int,
    latest: int,
) -> bool:
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
        if not lines.alighting[begin + p]:
            continue
        # Where a rule names trips, an arrival by one of them says nothing about another's.
        if apart[lines.stop[begin + p]] or _arrive(labels, place[begin + p], arrival):
            gains = True
    return gains


@inlined
def rule_gap(changes: Changes, change: int, lines: Lines, left: int, boarded: int) -> np.int32:
    """Return the seconds of a change between two positions of lines by the rules of its group.

    Parameters
    ----------
    changes, change
        The changes, and which of them.
    lines
        The timetable.
    left, boarded
        The position left and the one boarded.

    Returns
    -------
    int
        Least seconds from arrival to departure, or `NO_CHANGE`.
    """
    group, rules = changes.group[change], changes.rules
    gap = changes.gap[change]
    if group < 0:
        return gap
    for rule in range(changes.rule_offset[group], changes.rule_offset[group + 1]):
        if (
            (rules[rule, 0] < 0 or rules[rule, 0] == lines.named_route[left])
            and (rules[rule, 1] < 0 or rules[rule, 1] == lines.named_trip[left])
            and (rules[rule, 2] < 0 or rules[rule, 2] == lines.named_route[boarded])
            and (rules[rule, 3] < 0 or rules[rule, 3] == lines.named_trip[boarded])
        ):
            gap = rules[rule, 4]
            break
    return gap


@kernel
def _candidates(
    labels: _Labels,
    lines: Lines,
    changes: Changes,
    trip: int,
    position: int,
    candidates: NDArray[np.int64],
) -> int:
    """List the trips to change to from one event; return how many candidates there are.

    A candidate is its arrival at the next position, and the change.
    """
    own = lines.trip_line[trip]
    left = lines.stop_offset[own] + position
    stop, arrival = lines.stop[left], lines.arrival[lines.trip_event[trip] + position]
    count = 0
    for change in range(changes.offset[stop], changes.offset[stop + 1]):
        there = changes.stop[change]
        for k in range(lines.board_offset[there], lines.board_offset[there + 1]):
            line, at = lines.boardings[k, 0], lines.boardings[k, 1]
            gap = rule_gap(changes, change, lines, left, lines.stop_offset[line] + at)
            if gap == NO_CHANGE:
                continue
            end = lines.trip_offset[line + 1]
            other = earliest_trip(lines, line, at, arrival + gap, end)
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
    place: NDArray[np.int32],
    apart: NDArray[np.bool_],
    latest: int,
    candidates: NDArray[np.int64],
    kept: NDArray[np.int64],
    written: int,
) -> int:
    """Keep candidates that gain something, the quickest first; return the number of changes."""
    for k in np.argsort(candidates[:, 0], kind="mergesort"):
        change = candidates[k, 1]
        other, at = change >> POSITION_BITS, change & POSITION_MASK
        if at + 1 < labels.reached[other] and _worth(
            labels, lines, place, apart, other, at, latest
        ):
            kept[written] = change
            written += 1
    return written


@kernel
def _room_for(lines: Lines, changes: Changes, stop: int) -> int:
    """Return the most changes that one event at a stop can have."""
    room = 0
    for k in range(changes.offset[stop], changes.offset[stop + 1]):
        other = changes.stop[k]
        room += lines.board_offset[other + 1] - lines.board_offset[other]
    return room


@kernel
def reduced_transfers(
    lines: Lines,
    place: NDArray[np.int32],
    changes: Changes,
    longest: int,
    first_trip: int,
    last_trip: int,
    stop_flag: NDArray[np.uint8],
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Find the changes of vehicle that fastest journeys may need out of a range of trips.

    Parameters
    ----------
    lines, changes
        The timetable, and how long it takes to change between its stops.
    place
        Per position of the lines a number for its stop and for how far people go from there: of
        two arrivals at one place the earlier is never worse.
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
    kept
        The changes, event by event: trip boarded, shifted by `POSITION_BITS`, plus position boarded
        at.

    Notes
    -----
    Witt, S. (2015), Trip-Based Public Transit Routing, ESA 2015, sections 3.1 to 3.3. One label per
    place is enough, because changing takes the same time whichever trip one came by: whoever
    arrives earlier by vehicle also goes on earlier. Where that is not so, there is no label.
    """
    # Keeps: after an event, the labels hold the earliest arrivals that staying on the trip beyond
    # it, or one change kept at it or later, can give. Cost: trips x what is reached with one
    # change.
    # Source: Witt (2015), algorithm 3, with the reached-position marks of its query to cut the
    # rides short.
    labels = _new_labels(lines, int(place.max()) + 1)
    apart = changes.apart
    first_event = lines.trip_event[first_trip]
    last = lines.trip_line[last_trip - 1]
    last_event = lines.trip_event[last_trip - 1] + positions_of(lines, last)
    counts = np.zeros(last_event - first_event, np.int32)
    kept = np.empty(max(1024, 4 * len(counts)), np.int64)
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
            stop = lines.stop[begin + p]
            room = _room_for(lines, changes, stop)
            if room > len(candidates):
                candidates = np.empty((2 * room, 2), np.int64)
            if written + room > len(kept):
                larger = np.empty(2 * (written + room), np.int64)
                larger[:written] = kept[:written]
                kept = larger
            if not apart[stop]:
                _arrive(labels, place[begin + p], lines.arrival[event + p])
            count = _candidates(labels, lines, changes, trip, p, candidates)
            before = written
            latest = lines.departure[event + p - 1] + longest
            written = _keep_worthwhile(
                labels, lines, place, apart, latest, candidates[:count], kept, written
            )
            counts[event + p - first_event] = written - before
        # The events went from last to first.
        kept[trip_begin:written] = kept[trip_begin:written][::-1].copy()
        _forget(labels, lines)
    return counts, kept[:written].copy()
