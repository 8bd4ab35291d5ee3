"""Changes outside the streets: out there only the soonest ways back in are of use to anybody."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .profiles import TransitNetwork
from .reach import first_events, from_last, reach
from .sweep_plans import Rows, arrange, give_slots
from .sweeps import LANES, NOWHERE
from .transfers import POSITION_BITS, POSITION_MASK


class Outside(NamedTuple):
    """What travellers from within come to outside, and then within, arranged for a sweep.

    Attributes
    ----------
    rows
        From last to first. Those within have a place, numbered as a lane (-1: nobody comes there
        from outside), and no changes; those outside have no place.
    slot
        Where each row stands.
    arrival
        Its arrival.
    latest
        The latest arrival of use to anybody who comes to it.
    slots, lanes
        Number of slots and of lanes.
    """

    rows: Rows
    slot: NDArray[np.int32]
    arrival: NDArray[np.int32]
    latest: NDArray[np.int32]
    slots: int
    lanes: int


@kernel
def _number_lanes(rows: Rows) -> int:
    """Number the places that people come to from outside, and forget the others; count them."""
    following, offset, change, place = rows.following, rows.offset, rows.change, rows.place
    lane_of = np.full(max(np.int32(-1), place.max()) + 1, -1, np.int32)
    entered = np.zeros(len(place), np.bool_)
    lanes = 0
    for row in range(len(place) - 1, -1, -1):
        if place[row] >= 0 and not entered[row]:
            place[row] = -1
            continue
        if following[row] >= 0:
            entered[following[row]] = True
        for k in range(offset[row], offset[row + 1]):
            entered[change[k]] = True
        if place[row] >= 0:
            if lane_of[place[row]] < 0:
                lane_of[place[row]] = lanes
                lanes += 1
            place[row] = lane_of[place[row]]
    return lanes


@kernel
def arrange_outside(
    net: TransitNetwork, outer: TransitNetwork, within: NDArray[np.int32], longest: int
) -> Outside:
    """Arrange a whole timetable's ways out and back in.

    Parameters
    ----------
    net
        The timetable; its places are those within.
    outer
        The same with the changes outside, and no others.
    within
        The stops there.
    longest
        Seconds of the longest journey.

    Returns
    -------
    Outside
        `rows.ordered` tells whether it is of use.
    """
    lines = net.lines
    first, last = int(lines.departure.min()), int(lines.departure.max())
    boarded = first_events(lines, within, first, last + 1)
    reached = reach(net, boarded, first, last, 0, longest)
    rows = arrange(outer, from_last(outer, reached), longest)
    n = len(rows.event)
    arrival, latest = np.empty(n, np.int32), np.empty(n, np.int32)
    for row in range(n):
        arrival[row] = lines.arrival[rows.event[row]]
        latest[row] = reached.ready[rows.event[row]] + longest
    lanes = _number_lanes(rows) if n > 0 else 0
    slot, slots = give_slots(rows)
    return Outside(rows, slot, arrival, latest, slots, lanes)


@kernel
def _arrive(
    soonest: NDArray[np.int32],
    levels: NDArray[np.int64],
    at: int,
    here: int,
    changed: NDArray[np.int32],
    latest: int,
    staying: NDArray[np.int32],
) -> bool:
    """Find what a row reaches, on board (`staying`) or by changes; say if these gain anything."""
    apart = levels[here]
    for other in changed:
        apart = max(apart, levels[other] + 1)
    apart = min(apart, len(staying))
    gained = np.int32(0)
    for level in range(apart):
        same = min(level, levels[here] - 1)
        for lane in range(LANES):
            there = soonest[here, same, lane]
            there = there if there <= latest else NOWHERE
            staying[level, lane] = there
            soonest[at, level, lane] = there
        if level == 0:
            continue
        for other in changed:
            below = min(level, levels[other]) - 1
            for lane in range(LANES):
                there = soonest[other, below, lane]
                there = there if there <= latest else NOWHERE
                soonest[at, level, lane] = min(soonest[at, level, lane], there)
        for lane in range(LANES):
            gained |= soonest[at, level, lane] ^ staying[level, lane]
    levels[at] = apart
    return gained != 0


@kernel
def _mark(
    soonest: NDArray[np.int32],
    levels: NDArray[np.int64],
    at: int,
    changed: NDArray[np.int32],
    known: NDArray[np.int32],
    needed: NDArray[np.bool_],
) -> None:
    """Mark changes that together give all that a row reaches beyond what is `known` already."""
    for k in range(len(changed)):
        other, better = changed[k], np.int32(0)
        for level in range(1, levels[at]):
            below = min(level, levels[other]) - 1
            for lane in range(LANES):
                there = soonest[other, below, lane]
                first = (there < known[level, lane]) & (there == soonest[at, level, lane])
                better += np.int32(first)
        if better == 0:
            continue
        needed[k] = True
        for level in range(1, levels[at]):
            below = min(level, levels[other]) - 1
            for lane in range(LANES):
                known[level, lane] = min(known[level, lane], soonest[other, below, lane])


@kernel
def _forget_equal_levels(soonest: NDArray[np.int32], levels: NDArray[np.int64], at: int) -> None:
    """Keep no level at which nothing is reached sooner than with fewer rides."""
    while levels[at] > 1:
        top, differing = levels[at] - 1, np.int32(0)
        for lane in range(LANES):
            differing |= soonest[at, top, lane] ^ soonest[at, top - 1, lane]
        if differing != 0:
            return
        levels[at] = top


@kernel
def mark_needed(outside: Outside, first: int, rides: int, needed: NDArray[np.bool_]) -> None:
    """Mark the changes that earliest arrivals within need, with any number of rides.

    Parameters
    ----------
    outside
        What `arrange_outside` made, ordered.
    first
        The first of `LANES` lanes that are looked at.
    rides
        The most rides that anybody may allow.
    needed
        By change of the rows; those that other lanes need may be marked already.

    Notes
    -----
    docs/decisions/0013-sweeps.md. Witt, S. (2015), Trip-Based Public Transit Routing, ESA 2015,
    section 3.3: arrivals at places tell which changes are needed.
    """
    # Keeps: level k of a slot holds the earliest arrivals within, by vehicle, of those on board
    # there who change k times at most before; what is above its levels equals the highest one. Of
    # a row's changes those marked, from rows of which the same holds, give all these arrivals.
    # Cost: (rows + changes) x levels that differ x lanes.
    # Source: the sweep of `sweep_chunk`; of two arrivals at one place the earlier is never worse.
    rows, arrival, latest = outside.rows, outside.arrival, outside.latest
    offset, place, nowhere = rows.offset, rows.place, outside.slots
    soonest = np.empty((nowhere + 1, rides, LANES), np.int32)
    levels = np.ones(nowhere + 1, np.int64)
    soonest[nowhere, 0] = NOWHERE
    staying = np.empty((rides, LANES), np.int32)
    for row in range(len(place)):
        at, begin, end = outside.slot[row], offset[row], offset[row + 1]
        changed = rows.change[begin:end]
        if _arrive(soonest, levels, at, rows.following[row], changed, latest[row], staying):
            _mark(soonest, levels, at, changed, staying, needed[begin:end])
        lane = place[row] - first
        if place[row] >= 0 and 0 <= lane < LANES:
            for level in range(levels[at]):
                soonest[at, level, lane] = min(soonest[at, level, lane], arrival[row])
        _forget_equal_levels(soonest, levels, at)


@kernel
def needed_among(
    outer: TransitNetwork, outside: Outside, needed: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Say of each change of the timetable whether it is needed.

    Parameters
    ----------
    outer, outside
        What `arrange_outside` took and made.
    needed
        What `mark_needed` marked for all lanes.

    Returns
    -------
    array
        By change of `outer`.
    """
    trip_event, change_offset, changes = outer.lines.trip_event, outer.change_offset, outer.changes
    event, row_of_event = outside.rows.event, outside.rows.of_event
    found = np.zeros(len(changes), np.bool_)
    k = 0
    for row in range(len(event)):
        # In the order in which the row got them.
        for c in range(change_offset[event[row]], change_offset[event[row] + 1]):
            other, at = changes[c] >> POSITION_BITS, changes[c] & POSITION_MASK
            if row_of_event[trip_event[other] + at + 1] >= 0:
                found[c] = needed[k]
                k += 1
    return found
