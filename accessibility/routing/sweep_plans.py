"""The events of a window of departures, arranged for a sweep backward through the timetable."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .lines import Lines, positions_of
from .percentiles import STEP
from .profiles import Question, TransitNetwork
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


class _Rows(NamedTuple):
    """Rows while they refer to one another by number; `of_event` -1 where nothing is reached."""

    of_event: NDArray[np.int32]
    event: NDArray[np.int64]
    following: NDArray[np.int32]
    offset: NDArray[np.int64]
    change: NDArray[np.int32]
    place: NDArray[np.int32]
    longest_chain: np.int64
    ordered: bool


@kernel
def _events_in_order(lines: Lines, earliest: int, latest: int) -> NDArray[np.int64]:
    """List the events of a window from last to first; of one trip at one second, too."""
    events = np.empty(len(lines.arrival), np.int64)
    key = np.empty(len(lines.arrival), np.int64)
    count = 0
    for trip in range(len(lines.trip_line)):
        first = lines.trip_event[trip]
        for p in range(1, positions_of(lines, lines.trip_line[trip])):
            event = first + p
            if lines.departure[event - 1] >= earliest and lines.arrival[event] <= latest:
                events[count] = event
                key[count] = -((np.int64(lines.arrival[event]) << POSITION_BITS) | p)
                count += 1
    return events[:count][np.argsort(key[:count], kind="mergesort")]


@kernel
def _arrange(net: TransitNetwork, earliest: int, latest: int) -> _Rows:
    # Keeps: rows that a row refers to come before it. An event at which nothing can be gained
    # shares the row of its trip's next one.
    # Cost: sorting the events, and a look at every change.
    # Source: Dibbelt, Pajor, Strasser, Wagner (2013), Intriguingly simple and fast transit routing.
    lines, place_row, place_at = net.lines, net.place_row, net.place
    stop_offset, trip_line, trip_event = lines.stop_offset, lines.trip_line, lines.trip_event
    arrival_at, change_offset, changes = lines.arrival, net.change_offset, net.changes
    events = _events_in_order(lines, earliest, latest)
    room = 0
    for event in events:
        room += change_offset[event + 1] - change_offset[event]
    n = len(events)
    event_of, rides = np.empty(n, np.int64), np.empty(n, np.int32)
    following, place = np.empty(n, np.int32), np.empty(n, np.int32)
    offset, change = np.zeros(n + 1, np.int64), np.empty(room, np.int32)
    row = np.full(len(arrival_at), -1, np.int32)
    trip_of = np.empty(len(arrival_at), np.int32)
    for trip in range(len(trip_line)):
        first = trip_event[trip]
        trip_of[first : first + positions_of(lines, trip_line[trip])] = trip
    rows = count = 0
    longest = np.int64(0)
    ordered = True
    for event in events:
        trip = trip_of[event]
        position = stop_offset[trip_line[trip]] + event - trip_event[trip]
        after, from_here = np.int32(-1), np.int32(-1)
        if position + 1 < stop_offset[trip_line[trip] + 1]:
            after = row[event + 1]
            ordered &= arrival_at[event + 1] >= arrival_at[event]
        chain = rides[after] if after >= 0 else np.int32(1)
        if lines.alighting[position]:
            from_here = place_row[place_at[position]]
            for k in range(change_offset[event], change_offset[event + 1]):
                other, at = changes[k] >> POSITION_BITS, changes[k] & POSITION_MASK
                boarded = trip_event[other] + at + 1
                if row[boarded] >= 0:
                    chain = max(chain, rides[row[boarded]] + np.int32(1))
                    change[count] = row[boarded]
                    count += 1
                else:  # nothing is reached from there in time, or it comes later in this order
                    ordered &= arrival_at[boarded] > arrival_at[event]
        if from_here < 0 and count == offset[rows]:
            row[event] = after
            continue
        row[event], event_of[rows] = rows, event
        following[rows], place[rows], rides[rows] = after, from_here, chain
        longest = max(longest, np.int64(chain))
        rows += 1
        offset[rows] = count
    return _Rows(
        row,
        event_of[:rows],
        following[:rows],
        offset[: rows + 1],
        change[:count],
        place[:rows],
        longest,
        ordered,
    )


@kernel
def _boarded(
    lines: Lines, row_of_event: NDArray[np.int32], rows: int, last_ready: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], int]:
    """Number the rows that are boarded at origins, by line, position and trip.

    Return the number of each row and of each event (-1 for none), and how many there are.
    """
    of_row = np.full(rows, -1, np.int32)
    of_event = np.full(len(row_of_event), -1, np.int32)
    count = 0
    for line in range(len(lines.trip_offset) - 1):
        begin = lines.stop_offset[line]
        for p in range(1, positions_of(lines, line)):
            if not lines.boarding[begin + p - 1]:
                continue
            for trip in range(lines.trip_offset[line], lines.trip_offset[line + 1]):
                event = lines.trip_event[trip] + p
                row = row_of_event[event]
                if row >= 0:
                    if of_row[row] < 0:
                        of_row[row] = count
                        count += 1
                    of_event[event] = of_row[row]
                if lines.departure[event - 1] >= last_ready:
                    break  # nobody is so late that a later trip is the first to catch
    return of_row, of_event, count


@kernel
def _give_slots(rows: _Rows) -> tuple[NDArray[np.int32], int]:
    """Give every row a slot until the last row that needs it, and turn references into slots."""
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
    net: TransitNetwork, question: Question, longest_access: int
) -> tuple[SweepPlan, NDArray[np.int32], bool]:
    """Arrange the events that a window of departures can meet.

    Parameters
    ----------
    net
        The prepared timetable.
    question
        Departures and limits.
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
    lines = net.lines
    last = question.start + (question.departures - 1) * STEP
    last_leave = last + question.longest if question.journey else last
    rows = _arrange(net, question.start + question.slack, last + question.longest)
    n = len(rows.event)
    arrival, latest = np.empty(n, np.int32), np.empty(n, np.int32)
    for row in range(n):
        event = rows.event[row]
        arrival[row] = lines.arrival[event] - question.start
        latest[row] = lines.departure[event - 1] - question.slack + question.longest
        latest[row] -= question.start
    kept_row, of_event, kept = _boarded(
        lines, rows.of_event, n, last_leave + longest_access + question.slack
    )
    slot, slots = _give_slots(rows)
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
