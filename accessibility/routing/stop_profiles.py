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
    lines, count = net.lines, kept.shape[1]
    last = question.start + (question.departures - 1) * STEP + longest_access + question.slack
    row = np.full(len(lines.board_offset) - 1, -1, np.int32)
    offset = np.zeros(len(near) * len(limit) + 1, np.int64)
    size = 1024
    ready, labels = np.empty(size, np.int32), np.empty(size, np.int64)
    room = 1024
    at, label_at = np.empty(room, np.int64), np.empty(room, np.int64)
    best = np.empty(count, np.int64)
    written = 0
    for k in range(len(near)):
        row[near[k]] = k
        for group in range(len(limit)):
            found = 0
            for b in range(lines.board_offset[near[k]], lines.board_offset[near[k] + 1]):
                line, position = lines.boardings[b, 0], lines.boardings[b, 1]
                if net.longest_access[lines.stop_offset[line] + position] != limit[group]:
                    continue
                end = lines.trip_offset[line + 1]
                first = earliest_trip(lines, line, position, question.start + question.slack, end)
                for trip in range(first, end):
                    event = lines.trip_event[trip] + position
                    by = lines.departure[event]
                    boarded = np.int32(-1)
                    if position + 1 < lines.stop_offset[line + 1] - lines.stop_offset[line]:
                        boarded = row_of_event[event + 1]
                    if boarded >= 0:
                        for j in range(count):
                            if kept[boarded, j] == NONE:
                                break
                            if found == room:
                                room *= 2
                                wider, more = np.empty(room, np.int64), np.empty(room, np.int64)
                                wider[:found], more[:found] = at, label_at
                                at, label_at = wider, more
                            at[found] = by - question.slack - question.start
                            label_at[found] = kept[boarded, j] >> RIDE_BITS
                            found += 1
                    if by >= last:
                        break  # nobody is so late that a later trip is the first to catch
            if written + found > size:
                size = 2 * (written + found)
                longer, many = np.empty(size, np.int32), np.empty(size, np.int64)
                longer[:written], many[:written] = ready[:written], labels[:written]
                ready, labels = longer, many
            begin = written
            best[:] = NONE
            order = np.argsort(at[:found])
            k_last = found - 1
            while k_last >= 0:
                # Those of one second together, the best first, so that none stands for another.
                k_first = k_last
                while k_first > 0 and at[order[k_first - 1]] == at[order[k_last]]:
                    k_first -= 1
                for label in np.sort(label_at[order[k_first : k_last + 1]]):
                    if keep_label(best, 0, count, label, 0):
                        ready[written], labels[written] = at[order[k_last]], label
                        written += 1
                k_last = k_first - 1
            ready[begin:written] = ready[begin:written][::-1].copy()
            labels[begin:written] = labels[begin:written][::-1].copy()
            offset[k * len(limit) + group + 1] = written
    return StopProfiles(row, offset, ready[:written].copy(), labels[:written].copy(), limit)
