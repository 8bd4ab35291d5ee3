"""What can be caught at each stop: departures that nothing later is better than."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .lines import earliest_trip
from .nearest import NONE, RIDE_BITS, keep_label
from .percentiles import STEP
from .profiles import Question, TransitNetwork


class StopProfiles(NamedTuple):
    """Departures from stops, and the service that each comes to.

    Attributes
    ----------
    row
        Row of each stop; -1 for one at which nothing is boarded.
    offset
        Where the departures of each row and class of vehicles begin: `row * classes + class`.
    ready
        The last second, after the first one asked, at which one has to be at the stop; ascending
        within a row and class.
    label
        Arrival and service, without rides.
    limit
        By class the seconds of the longest way to a vehicle.
    """

    row: NDArray[np.int32]
    offset: NDArray[np.int64]
    ready: NDArray[np.int32]
    label: NDArray[np.int64]
    limit: NDArray[np.int32]


class _Found(NamedTuple):
    """What can be caught at one stop, in no order: when to be there, and what it comes to."""

    ready: NDArray[np.int64]
    label: NDArray[np.int64]


@kernel
def _catchable(
    net: TransitNetwork,
    question: Question,
    last: int,
    stop: int,
    limit: int,
    row_of_event: NDArray[np.int32],
    kept: NDArray[np.int64],
    found: _Found,
) -> tuple[_Found, int]:
    """List what can be caught at a stop by vehicles of a class; return it and how much it is."""
    lines, slack, start = net.lines, question.slack, question.start
    ready, label = found.ready, found.label
    count = 0
    for b in range(lines.board_offset[stop], lines.board_offset[stop + 1]):
        line, position = lines.boardings[b, 0], lines.boardings[b, 1]
        begin, end = lines.stop_offset[line], lines.trip_offset[line + 1]
        ends_here = begin + position + 1 == lines.stop_offset[line + 1]
        if ends_here or net.longest_access[begin + position] != limit:
            continue
        for trip in range(earliest_trip(lines, line, position, start + slack, end), end):
            event = lines.trip_event[trip] + position
            boarded, by = row_of_event[event + 1], lines.departure[event]
            for k in range(kept.shape[1]):
                if boarded < 0 or kept[boarded, k] == NONE:
                    break
                if count == len(ready):
                    more = _Found(np.empty(2 * count, np.int64), np.empty(2 * count, np.int64))
                    more.ready[:count], more.label[:count] = ready, label
                    ready, label = more.ready, more.label
                ready[count] = by - slack - start
                label[count] = kept[boarded, k] >> RIDE_BITS
                count += 1
            if by >= last:
                break  # nobody is so late that a later trip is the first to catch
    return _Found(ready, label), count


@kernel
def _keep_useful(found: _Found, count: int, best: NDArray[np.int64]) -> int:
    """Keep what nothing later is better than, the earliest first; return how much it is."""
    best[:] = NONE
    order = np.argsort(found.ready[:count])
    ready, label = found.ready[:count][order], found.label[:count][order]
    kept, last = count, count
    while last > 0:
        # Those of one second together, the best first, so that none stands for another.
        first = last - 1
        while first > 0 and ready[first - 1] == ready[last - 1]:
            first -= 1
        useful = 0
        together = np.sort(label[first:last])
        for k in range(len(together)):
            if keep_label(best, 0, len(best), together[k], 0):
                together[useful] = together[k]
                useful += 1
        kept -= useful
        found.ready[kept : kept + useful] = ready[first]
        found.label[kept : kept + useful] = together[:useful]
        last = first
    return count - kept


@kernel
def profiles_at_stops(
    net: TransitNetwork,
    question: Question,
    near: NDArray[np.int32],
    limit: NDArray[np.int32],
    longest_access: int,
    row_of_event: NDArray[np.int32],
    kept: NDArray[np.int64],
) -> StopProfiles:
    """Gather what can be caught at stops from what a sweep found.

    Parameters
    ----------
    net
        The prepared timetable.
    question
        Departures and limits.
    near
        The stops at which journeys may begin.
    limit
        The different values of `net.longest_access`, ascending.
    longest_access
        Seconds of the longest way to a first stop.
    row_of_event
        Row of `kept` for those who board just before each event; -1 for none.
    kept
        What `sweep_nearest` found.

    Returns
    -------
    StopProfiles
        For these stops.
    """
    # Keeps: of a stop's departures only those that come to some service before all later ones do,
    # or to one of the first few: no other is ever the better choice.
    # Cost: the boardings of these stops, sorted.
    # Source: Pareto profiles, as in the Connection Scan Algorithm.
    last = question.start + (question.departures - 1) * STEP + longest_access + question.slack
    row = np.full(len(net.lines.board_offset) - 1, -1, np.int32)
    offset = np.zeros(len(near) * len(limit) + 1, np.int64)
    ready, label = np.empty(1024, np.int32), np.empty(1024, np.int64)
    found = _Found(np.empty(1024, np.int64), np.empty(1024, np.int64))
    best = np.empty(kept.shape[1], np.int64)
    for k in range(len(near)):
        row[near[k]] = k
        for group in range(len(limit)):
            found, count = _catchable(
                net, question, last, near[k], limit[group], row_of_event, kept, found
            )
            useful = _keep_useful(found, count, best)
            cell = k * len(limit) + group
            begin, end = offset[cell], offset[cell] + useful
            offset[cell + 1] = end
            if end > len(ready):
                longer, more = np.empty(2 * end, np.int32), np.empty(2 * end, np.int64)
                longer[:begin], more[:begin] = ready[:begin], label[:begin]
                ready, label = longer, more
            ready[begin:end] = found.ready[count - useful : count]
            label[begin:end] = found.label[count - useful : count]
    used = offset[-1]
    return StopProfiles(row, offset, ready[:used].copy(), label[:used].copy(), limit)
