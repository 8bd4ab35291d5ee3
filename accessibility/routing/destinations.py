"""From arrivals at stops to answers at destinations: the last way, and percentiles."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .percentiles import STEP, select_ranks

NO_WAY = np.int32(2**31 - 1)
"""Stands for the seconds of a direct way that there is not."""


class Egress(NamedTuple):
    """Ways from stops to destinations.

    Attributes
    ----------
    offset
        Where each destination's ways begin; one longer than the number of destinations.
    row
        Row of the table of arrivals that each comes from.
    seconds
        How long it takes.
    """

    offset: NDArray[np.int64]
    row: NDArray[np.int32]
    seconds: NDArray[np.int32]


@kernel
def _earliest(
    egress: Egress,
    destination: int,
    arrivals: NDArray[np.int32],
    width: int,
    earliest: NDArray[np.int32],
) -> None:
    """Find the earliest arrival at a destination for each departure."""
    earliest[:] = arrivals[-1, 0]
    narrow = earliest.dtype.type
    rows, seconds = egress.row, egress.seconds
    for k in range(egress.offset[destination], egress.offset[destination + 1]):
        row, way = rows[k], narrow(seconds[k])
        # A plain loop over narrow whole numbers: the processor does many at once.
        for departure in range(width):
            there = narrow(arrivals[row, departure] + way)
            earliest[departure] = min(earliest[departure], there)


@kernel
def times_at_destinations(
    egress: Egress,
    arrivals: NDArray[np.int32],
    direct: NDArray[np.int32],
    departures: int,
    ranks: NDArray[np.int64],
    longest: int,
    found: NDArray[np.int32],
) -> None:
    """Go from the stops to every destination, and select ranks among the times from departure.

    Parameters
    ----------
    egress
        Ways from stops to destinations.
    arrivals
        Seconds after the first departure by row and departure; its last row holds none.
    direct
        Seconds of the direct way to each destination, or `NO_WAY`.
    departures
        Number of departures, `STEP` seconds apart.
    ranks
        Places of the percentiles among the sorted answers, from 0.
    longest
        Seconds of the longest answer.
    found
        Where the seconds go; shape (ranks, destinations).
    """
    width = arrivals.shape[1]
    earliest = arrivals[-1].copy()
    never = earliest[0]
    room = np.empty(departures, np.int32)
    narrow = earliest.dtype.type
    for destination in range(found.shape[1]):
        _earliest(egress, destination, arrivals, width, earliest)
        # Who leaves earlier may wait for what a later departure catches.
        best = never
        for minute in range(departures - 1, -1, -1):
            best = min(best, earliest[minute])
            earliest[minute] = narrow(best - minute * STEP)
        chosen = found[:, destination]
        select_ranks(earliest[:departures], ranks, longest, room, chosen)
        if direct[destination] <= longest:
            # The direct way takes the same whenever it begins, so it bounds every percentile.
            for rank in range(len(ranks)):
                if chosen[rank] < 0 or direct[destination] < chosen[rank]:
                    chosen[rank] = direct[destination]


@kernel
def journeys_at_destinations(
    egress: Egress,
    arrivals: NDArray[np.int32],
    leaves: NDArray[np.int32],
    direct: NDArray[np.int32],
    departures: int,
    ranks: NDArray[np.int64],
    longest: int,
    found: NDArray[np.int32],
) -> None:
    """Go from the stops to every destination, and select ranks among the times of journeys.

    Parameters
    ----------
    egress, arrivals, direct, departures, ranks, longest, found
        As for `times_at_destinations`; the columns of `arrivals` belong to `leaves`.
    leaves
        Seconds after the first asked departure at which people really leave, ascending.
    """
    width = len(leaves)
    earliest = arrivals[-1, :width].copy() if width else arrivals[-1, :1].copy()
    never = np.int32(earliest[0])
    answers = np.empty(departures, np.int32)
    room = np.empty(departures, np.int32)
    for destination in range(found.shape[1]):
        _earliest(egress, destination, arrivals, width, earliest)
        walk = direct[destination]
        best, left, k = never, np.int32(0), width - 1
        for minute in range(departures - 1, -1, -1):
            asked = minute * STEP
            while k >= 0 and leaves[k] >= asked:
                if earliest[k] < best:
                    best, left = np.int32(earliest[k]), leaves[k]
                k -= 1
            answers[minute] = best - left if best - asked <= longest else longest + 1
            if walk <= longest and asked + walk < best:
                answers[minute] = walk
        select_ranks(answers, ranks, longest, room, found[:, destination])
