"""The events of a window of departures, arranged for a sweep backward through the timetable."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .percentiles import STEP
from .profiles import LATE, Question, TransitNetwork
from .reach import Reached, first_events, from_last, reach
from .transfers import POSITION_BITS, POSITION_MASK


class SweepPlan(NamedTuple):
    """Events from last to first. A row is being on board when a trip arrives somewhere.

    While other rows need it, a row stands in a slot, which then serves another: so few are in use
    at a time that the processor's caches hold them.

    Attributes
    ----------
    slot
        Where each row stands.
    following
        The slot of the same trip's next row; `slots` for none.
    offset, change
        Where each row's changes begin, and the slots that they lead to.
    place
        Row of the place in the table of egress; -1 where nobody alights or goes on from.
    arrival
        Seconds after the first departure.
    latest
        The latest arrival, on the same scale, of use to those who board just before.
    kept_row
        Row of the result; -1 where no origin boards.
    slots, kept
        Number of slots, and of rows of the result.
    longest_chain
        No chain of changes has more rides than these.
    """

    slot: NDArray[np.int32]
    following: NDArray[np.int32]
    offset: NDArray[np.int64]
    change: NDArray[np.int32]
    place: NDArray[np.int32]
    arrival: NDArray[np.int32]
    latest: NDArray[np.int32]
    kept_row: NDArray[np.int32]
    slots: int
    kept: int
    longest_chain: np.int64


class Rows(NamedTuple):
    """Rows while they refer to one another by number.

    Attributes
    ----------
    of_event
        Row of each event of the timetable; -1 where nothing is reached.
    event
        Event of each row.
    following, offset, change, place, longest_chain
        As for `SweepPlan`, but rows instead of slots; -1 for no next row.
    ordered
        Whether every event leads only to events that come before it in this order.
    """

    of_event: NDArray[np.int32]
    event: NDArray[np.int64]
    following: NDArray[np.int32]
    offset: NDArray[np.int64]
    change: NDArray[np.int32]
    place: NDArray[np.int32]
    longest_chain: np.int64
    ordered: bool


@kernel
def arrange(net: TransitNetwork, reached: Reached, longest: int) -> Rows:
    """Make rows of events from which people come to some place.

    Parameters
    ----------
    net
        The prepared timetable.
    reached
        Events that people come to, from last to first.
    longest
        Seconds of the longest answer.

    Returns
    -------
    Rows
        In the same order.
    """
    # Keeps: rows that a row refers to come before it. An event at which nothing can be gained
    # shares the row of its trip's next one; one from which nobody comes to a place from which
    # people go on, in the longest time at most, has none.
    # Cost: a look at every event within reach and at every change there.
    # Source: Dibbelt, Pajor, Strasser, Wagner (2013), Intriguingly simple and fast transit routing.
    lines, place_row, place_at = net.lines, net.place_row, net.place
    stop_offset, trip_line, trip_event = lines.stop_offset, lines.trip_line, lines.trip_event
    arrival_at, change_offset, changes = lines.arrival, net.change_offset, net.changes
    alighting, events, trips, ready = lines.alighting, reached.event, reached.trip, reached.ready
    n, room = len(events), 0
    for event in events:
        room += change_offset[event + 1] - change_offset[event]
    event_of, rides = np.empty(n, np.int64), np.empty(n, np.int32)
    soonest = np.empty(n, np.int32)
    following, place = np.empty(n, np.int32), np.empty(n, np.int32)
    offset, change = np.zeros(n + 1, np.int64), np.empty(room, np.int32)
    row = np.full(len(arrival_at), -1, np.int32)
    rows = 0
    most_rides = np.int64(0)
    ordered = True
    for k in range(n):
        event, trip = events[k], trips[k]
        position = stop_offset[trip_line[trip]] + event - trip_event[trip]
        after, from_here = np.int32(-1), np.int32(-1)
        if position + 1 < stop_offset[trip_line[trip] + 1]:
            after = row[event + 1]
            ordered &= arrival_at[event + 1] >= arrival_at[event]
        chain = rides[after] if after >= 0 else np.int32(1)
        there = soonest[after] if after >= 0 else LATE
        count = offset[rows]
        if alighting[position]:
            from_here = place_row[place_at[position]]
            if from_here >= 0:
                there = arrival_at[event]
            for c in range(change_offset[event], change_offset[event + 1]):
                other, at = changes[c] >> POSITION_BITS, changes[c] & POSITION_MASK
                boarded = trip_event[other] + at + 1
                if row[boarded] >= 0:
                    chain = max(chain, rides[row[boarded]] + np.int32(1))
                    there = min(there, soonest[row[boarded]])
                    change[count] = row[boarded]
                    count += 1
                else:  # nothing is reached from there in time, or it comes later in this order
                    ordered &= arrival_at[boarded] > arrival_at[event]
        if there == LATE or there - ready[event] > longest:
            continue
        if from_here < 0 and count == offset[rows]:
            row[event] = after
            continue
        row[event], event_of[rows], soonest[rows] = rows, event, there
        following[rows], place[rows], rides[rows] = after, from_here, chain
        most_rides = max(most_rides, np.int64(chain))
        rows += 1
        offset[rows] = count
    return Rows(
        row,
        event_of[:rows],
        following[:rows],
        offset[: rows + 1],
        change[: offset[rows]],
        place[:rows],
        most_rides,
        ordered,
    )


@kernel
def _kept_rows(
    row_of_event: NDArray[np.int32], boarded: NDArray[np.int64], rows: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], int]:
    """Number the rows that are boarded around the origins.

    Return the number of each row and of each event (-1 for none), and how many there are.
    """
    of_row = np.full(rows, -1, np.int32)
    of_event = np.full(len(row_of_event), -1, np.int32)
    count = 0
    for k in range(len(boarded)):
        row = row_of_event[boarded[k, 0]]
        if row < 0:
            continue
        if of_row[row] < 0:
            of_row[row] = count
            count += 1
        of_event[boarded[k, 0]] = of_row[row]
    return of_row, of_event, count


@kernel
def give_slots(rows: Rows) -> tuple[NDArray[np.int32], int]:
    """Give every row a slot until the last row that needs it, and turn references into slots.

    Parameters
    ----------
    rows
        The rows; what they refer to is turned.

    Returns
    -------
    slot
        Where each row stands.
    slots
        Number of slots, and the slot that stands for no row.
    """
    following, offset, change = rows.following, rows.offset, rows.change
    n = len(following)
    last_use = np.arange(n)
    for row in range(n):
        if following[row] >= 0:
            last_use[following[row]] = row
        for k in range(offset[row], offset[row + 1]):
            last_use[change[k]] = row
    # Linked lists: the rows that are needed for the last time at each row.
    first, after = np.full(n, -1, np.int32), np.empty(n, np.int32)
    for row in range(n):
        after[row] = first[last_use[row]]
        first[last_use[row]] = row
    slot, free = np.empty(n, np.int32), np.empty(n, np.int32)
    count = slots = 0
    for row in range(n):
        if count == 0:
            slot[row] = slots
            slots += 1
        else:
            count -= 1
            slot[row] = free[count]
        over = first[row]
        while over >= 0:
            free[count] = slot[over]
            count += 1
            over = after[over]
    for row in range(n):
        following[row] = slot[following[row]] if following[row] >= 0 else slots
    for k in range(len(change)):
        change[k] = slot[change[k]]
    return slot, slots


@kernel
def plan_sweep(
    net: TransitNetwork, question: Question, near: NDArray[np.int32], longest_access: int
) -> tuple[SweepPlan, NDArray[np.int32], bool]:
    """Arrange the events that a window of departures can meet.

    Parameters
    ----------
    net
        The prepared timetable.
    question
        Departures and limits.
    near
        The stops that may be the first of a journey.
    longest_access
        Seconds of the longest way to a first stop.

    Returns
    -------
    plan
        The same for all destinations.
    row
        Row of the result for those who board just before each event; -1 for none.
    ordered
        Whether every event leads only to events that come before it in this order, as it does
        unless changes and rides take no time at all. If not, the plan is of no use.
    """
    lines, slack = net.lines, question.slack
    last = question.start + (question.departures - 1) * STEP
    last_leave = last + question.longest if question.journey else last
    last_ready = last_leave + longest_access
    boarded = first_events(lines, near, question.start + slack, last_ready + slack)
    reached = reach(net, boarded, question.start, last, slack, question.longest)
    rows = arrange(net, from_last(net, reached), question.longest)
    n = len(rows.event)
    kept_row, of_event, kept = _kept_rows(rows.of_event, boarded, n)
    arrival, latest = np.empty(n, np.int32), np.empty(n, np.int32)
    for row in range(n):
        event = rows.event[row]
        arrival[row] = lines.arrival[event] - question.start
        latest[row] = lines.departure[event - 1] - slack + question.longest
        latest[row] -= question.start
    slot, slots = give_slots(rows)
    plan = SweepPlan(
        slot,
        rows.following,
        rows.offset,
        rows.change,
        rows.place,
        arrival,
        latest,
        kept_row,
        slots,
        kept,
        rows.longest_chain,
    )
    return plan, of_event, rows.ordered
