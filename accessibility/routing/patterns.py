"""Trips that call at the same stops under the same rules share a pattern."""

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel


@kernel
def patterns_of_trips(trip_offset: NDArray[np.int64], call: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the patterns of trips in the order in which they first appear.

    Parameters
    ----------
    trip_offset
        Where each trip's calls begin; one longer than the number of trips.
    call
        One number per call that says where it is and what is allowed there.

    Returns
    -------
    array
        The pattern of each trip: equal for two trips exactly if their sequences of calls are equal.
    """
    # Keeps: slot[h] holds the first trip of a pattern; probing ends at an equal sequence or an
    # empty slot.
    # Cost: the calls of all trips, a few times over. Source: open addressing (Knuth, TAOCP 3, 6.4).
    trips = len(trip_offset) - 1
    size = 16
    while size < 2 * trips:
        size *= 2
    slot = np.full(size, -1, np.int64)
    pattern = np.empty(trips, np.int64)
    patterns = 0
    for trip in range(trips):
        begin, end = trip_offset[trip], trip_offset[trip + 1]
        mixed = np.uint64(1469598103934665603)
        for k in range(begin, end):
            mixed = (mixed ^ np.uint64(call[k])) * np.uint64(1099511628211)
            mixed ^= mixed >> np.uint64(29)
        place = np.int64(mixed & np.uint64(size - 1))
        while slot[place] >= 0:
            first = slot[place]
            start = trip_offset[first]
            if trip_offset[first + 1] - start == end - begin and np.array_equal(
                call[start : trip_offset[first + 1]], call[begin:end]
            ):
                break
            place = (place + 1) & (size - 1)
        if slot[place] < 0:
            slot[place] = trip
            pattern[trip] = patterns
            patterns += 1
        else:
            pattern[trip] = pattern[slot[place]]
    return pattern
