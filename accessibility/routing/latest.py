"""How late travellers may still board or alight and be at their destination in time."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import inlined, kernel
from .lines import Lines
from .transfers import NO_CHANGE, Changes

TOO_LATE = np.int32(-(2**31))
"""Stands for a stop at which nobody is in time, however early."""


class JourneyNetwork(NamedTuple):
    """A timetable with all its changes of vehicle, for finding the journeys behind travel times.

    Attributes
    ----------
    lines, changes
        The timetable, and how long it takes to change.
    change_walk
        Seconds walked in each change.
    change_least
        Least seconds that each change takes by any rule, or `NO_CHANGE`.
    into_offset, into_change, into_stop
        Where the changes to each stop begin; each change, and the stop that it comes from.
    alight_offset, alightings
        Where each stop's alightings begin; line and position of each, as `Lines.boardings`.
    longest_access, longest_egress
        Per position of the lines the seconds of the longest way to it and from it.
    rank
        Per trip a number by its ids: of journeys that are equal otherwise the lowest is chosen.
    slack
        Seconds from being at the first stop to the earliest departure that can be caught.
    """

    lines: Lines
    changes: Changes
    change_walk: NDArray[np.int32]
    change_least: NDArray[np.int32]
    into_offset: NDArray[np.int64]
    into_change: NDArray[np.int64]
    into_stop: NDArray[np.int32]
    alight_offset: NDArray[np.int64]
    alightings: NDArray[np.int32]
    longest_access: NDArray[np.int32]
    longest_egress: NDArray[np.int32]
    rank: NDArray[np.int64]
    slack: int


class Latest(NamedTuple):
    """How late it may be, by the number of rides that are left after the one in question.

    Attributes
    ----------
    departure
        Latest departure from each stop by a vehicle, `TOO_LATE` for none; shape (rides, stops).
    arrival
        Latest arrival at each stop by a vehicle.
    departing, arriving
        The stops of each row that are not too late.
    counts
        How many these are; shape (rides, 2).
    line_end
        Per line the last position that is looked at; -1 for none.
    line_list
        The lines that are looked at.
    """

    departure: NDArray[np.int32]
    arrival: NDArray[np.int32]
    departing: NDArray[np.int32]
    arriving: NDArray[np.int32]
    counts: NDArray[np.int64]
    line_end: NDArray[np.int32]
    line_list: NDArray[np.int32]


@kernel
def new_latest(net: JourneyNetwork, rides: int) -> Latest:
    """Make room for looking back from a destination.

    Parameters
    ----------
    net
        The timetable.
    rides
        Most vehicles used.

    Returns
    -------
    Latest
        All too late.
    """
    stops, lines = len(net.lines.board_offset) - 1, len(net.lines.stop_offset) - 1
    return Latest(
        np.full((rides, stops), TOO_LATE, np.int32),
        np.full((rides, stops), TOO_LATE, np.int32),
        np.empty((rides, stops), np.int32),
        np.empty((rides, stops), np.int32),
        np.zeros((rides, 2), np.int64),
        np.full(lines, -1, np.int32),
        np.empty(lines, np.int32),
    )


@kernel
def forget_latest(latest: Latest) -> None:
    """Make all too late again.

    Parameters
    ----------
    latest
        What was found.
    """
    for left in range(len(latest.counts)):
        for k in range(latest.counts[left, 0]):
            latest.departure[left, latest.departing[left, k]] = TOO_LATE
        for k in range(latest.counts[left, 1]):
            latest.arrival[left, latest.arriving[left, k]] = TOO_LATE
    latest.counts[:] = 0


@inlined
def _raise(
    seconds: NDArray[np.int32],
    stops: NDArray[np.int32],
    counts: NDArray[np.int64],
    left: int,
    kind: int,
    stop: int,
    second: int,
) -> None:
    """Note that it may be later at a stop."""
    if second > seconds[left, stop]:
        if seconds[left, stop] == TOO_LATE:
            stops[left, counts[left, kind]] = stop
            counts[left, kind] += 1
        seconds[left, stop] = second


@kernel
def _ride_back(
    latest: Latest, net: JourneyNetwork, left: int, lines_ridden: int, start: int
) -> None:
    """Ride lines back from the last position looked at, always on the latest trip in time."""
    # The arrays leave their tuples here: taken out of a tuple in the loops, each would be counted.
    departure, arrival = latest.departure, latest.arrival
    departing, counts, line_end = latest.departing, latest.counts, latest.line_end
    stop_offset, stop_at, trip_offset = net.lines.stop_offset, net.lines.stop, net.lines.trip_offset
    boarding, alighting = net.lines.boarding, net.lines.alighting
    trip_event, leaves_at, comes_at = net.lines.trip_event, net.lines.departure, net.lines.arrival
    for k in range(lines_ridden):
        line = latest.line_list[k]
        begin, first, trip = stop_offset[line], trip_offset[line], np.int64(-1)
        for p in range(line_end[line], -1, -1):
            stop = stop_at[begin + p]
            if trip >= 0 and boarding[begin + p]:
                leaves = leaves_at[trip_event[trip] + p]
                if leaves >= start:
                    _raise(departure, departing, counts, left, 0, stop, leaves)
            by = arrival[left, stop]
            if by == TOO_LATE or not alighting[begin + p]:
                continue
            # The last trip that has come by then: arrivals at a position ascend by trip. Only later
            # ones than that in hand matter.
            low, high = max(trip + 1, first), trip_offset[line + 1]
            while low < high:
                middle = (low + high) >> 1
                if comes_at[trip_event[middle] + p] > by:
                    high = middle
                else:
                    low = middle + 1
            if low > first:
                trip = low - 1
        line_end[line] = -1


@kernel
def look_back(
    latest: Latest,
    net: JourneyNetwork,
    egress_stop: NDArray[np.int32],
    egress_s: NDArray[np.int32],
    start: int,
    arrival: int,
    left: int,
) -> None:
    """Find how late one may board with so many rides left after that one.

    Parameters
    ----------
    latest
        Where it is noted; lower numbers of rides were looked at before.
    net
        The timetable.
    egress_stop, egress_s
        The ways from stops to the destination.
    start, arrival
        When the journey begins, and by when it ends.
    left
        Rides after the one that is boarded.
    """
    # Keeps: no journey in time boards or alights later than is noted; some that do no later may
    # be late all the same, as limits and rules that depend on the vehicle are not looked at.
    # Cost: the positions of lines that lead to the destination in time. Source: RAPTOR (Delling,
    # Pajor, Werneck 2012), backwards.
    comes, arriving, counts = latest.arrival, latest.arriving, latest.counts
    line_end, line_list = latest.line_end, latest.line_list
    if left == 0:
        for k in range(len(egress_stop)):
            _raise(comes, arriving, counts, left, 1, egress_stop[k], arrival - egress_s[k])
    else:
        into_offset, into_change, into_stop = net.into_offset, net.into_change, net.into_stop
        change_least, departing = net.change_least, latest.departing
        for k in range(counts[left - 1, 0]):
            stop = departing[left - 1, k]
            by = latest.departure[left - 1, stop]
            for c in range(into_offset[stop], into_offset[stop + 1]):
                least = change_least[into_change[c]]
                if least != NO_CHANGE and by - least >= start:
                    _raise(comes, arriving, counts, left, 1, into_stop[c], by - least)
    lines_ridden = 0
    alight_offset, alightings = net.alight_offset, net.alightings
    for k in range(counts[left, 1]):
        stop = arriving[left, k]
        for a in range(alight_offset[stop], alight_offset[stop + 1]):
            line, position = alightings[a, 0], alightings[a, 1]
            if line_end[line] < 0:
                line_list[lines_ridden] = line
                lines_ridden += 1
            line_end[line] = max(line_end[line], position)
    _ride_back(latest, net, left, lines_ridden, start)
