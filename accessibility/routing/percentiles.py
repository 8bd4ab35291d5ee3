"""Nearest-rank percentiles of the answers over a window of departures."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel

STEP = 60
"""Seconds between the departures of a window."""
NOT_REACHED = np.int32(-1)


class Runs(NamedTuple):
    """Room for departures that share one arrival: their shortest and longest answers, and counts by minute."""

    shortest: NDArray[np.int32]
    longest: NDArray[np.int32]
    counts: NDArray[np.int32]


def ranks_of(percentiles: NDArray[np.int64], answers: int) -> NDArray[np.int64]:
    """Return the place of each percentile among the sorted answers, counted from 0.

    Parameters
    ----------
    percentiles
        Whole numbers from 1 to 100.
    answers
        How many answers there are.

    Returns
    -------
    array
        `(p * n + 99) // 100 - 1` for each.
    """
    return (percentiles * answers + 99) // 100 - 1


@kernel
def new_runs(departures: int, longest: int) -> Runs:
    """Return room for `select_ranks`.

    Parameters
    ----------
    departures
        Number of departures.
    longest
        Seconds of the longest answer.

    Returns
    -------
    Runs
        Used again and again by one thread.
    """
    return Runs(
        np.empty(departures, np.int32),
        np.empty(departures, np.int32),
        np.zeros(longest // STEP + 2, np.int32),
    )


@kernel
def _runs_of(earliest: NDArray[np.int32], longest: int, runs: Runs) -> int:
    """Find the departures that share one arrival, and count answers by whole minutes; return the number of runs."""
    n = 0
    last = len(earliest) - 1
    while last >= 0:
        arrival = np.int64(earliest[last])
        first = last
        while first > 0 and earliest[first - 1] == arrival:
            first -= 1
        low, high = arrival - last * STEP, arrival - first * STEP
        if low <= longest:
            high -= max(0, (high - longest + STEP - 1) // STEP) * STEP
            runs.shortest[n] = low
            runs.longest[n] = high
            runs.counts[low // STEP] += 1
            runs.counts[high // STEP + 1] -= 1
            n += 1
        last = first - 1
    return n


@kernel
def _within_minute(runs: Runs, n: int, minute: int, nth: int) -> int:
    """Return the nth answer, from 0, among those of one whole minute: each run has at most one there."""
    floor = minute * STEP
    for k in range(n):
        if runs.shortest[k] // STEP > minute or runs.longest[k] // STEP < minute:
            continue
        second = runs.shortest[k] % STEP
        before = 0
        for other in range(n):
            if runs.shortest[other] // STEP > minute or runs.longest[other] // STEP < minute:
                continue
            rival = runs.shortest[other] % STEP
            before += rival < second or (rival == second and other < k)
        if before == nth:
            return floor + second
    return -1


@kernel
def select_ranks(
    earliest: NDArray[np.int32],
    ranks: NDArray[np.int64],
    longest: int,
    runs: Runs,
    answers: NDArray[np.int32],
) -> None:
    """Select ranks among the answers of all departures without sorting them.

    Parameters
    ----------
    earliest
        Earliest arrival of each departure, in seconds after the first departure; never decreasing.
    ranks
        Places among the sorted answers, from 0.
    longest
        Answers above so many seconds count as not reached.
    runs
        Room from `new_runs`.
    answers
        Where the seconds go, one for each rank; `NOT_REACHED` beyond the answers there are.
    """
    # Keeps: departures with one arrival have answers a minute apart, so each run adds one answer to every minute it spans.
    # Cost: departures + minutes of the longest answer, and a few comparisons for each rank.
    # Source: counting sort, on runs instead of answers.
    n = _runs_of(earliest, longest, runs)
    answers[:] = NOT_REACHED
    if n == 0:
        return
    low, high = runs.shortest[0] // STEP, runs.longest[0] // STEP
    for k in range(1, n):
        low = min(low, runs.shortest[k] // STEP)
        high = max(high, runs.longest[k] // STEP)
    covering = 0
    below = 0
    for minute in range(low, high + 1):
        covering += runs.counts[minute]
        runs.counts[minute] = 0
        for k in range(len(ranks)):
            if below <= ranks[k] < below + covering:
                answers[k] = _within_minute(runs, n, minute, ranks[k] - below)
        below += covering
    runs.counts[high + 1] = 0
