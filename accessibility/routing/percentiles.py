"""Nearest-rank percentiles of the answers over a window of departures."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel

STEP = 60
"""Seconds between the departures of a window."""
NOT_REACHED = np.int32(-1)


class Runs(NamedTuple):
    """Room for runs of departures that share one arrival.

    Attributes
    ----------
    shortest, longest
        Seconds of the shortest and longest answer of each run.
    counts
        Changes of the number of runs from one whole minute to the next.
    """

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
def _within_minute(runs: Runs, n: int, minute: int, nth: int) -> int:
    """Return the nth answer, from 0, of one whole minute: each run has at most one there."""
    seconds = 0
    before = -1
    # Few runs span a minute, so the nth of them is found by taking the least that is left, again
    # and again.
    taken = -1
    while before < nth:
        least = STEP
        ties = 0
        for k in range(n):
            if runs.shortest[k] // STEP <= minute <= runs.longest[k] // STEP:
                second = int(runs.shortest[k]) % STEP
                if taken < second < least:
                    least, ties = second, 1
                elif second == least:
                    ties += 1
        seconds = taken = least
        before += ties
    return minute * STEP + seconds


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
        Earliest arrival found for each departure, in seconds after the first departure. Where a
        later departure arrives earlier, its arrival counts: one may leave and wait.
    ranks
        Places among the sorted answers, from 0, ascending.
    longest
        Answers above so many seconds count as not reached.
    runs
        Room from `new_runs`.
    answers
        Where the seconds go, one for each rank; `NOT_REACHED` beyond the answers there are.
    """
    # Keeps: departures with one arrival have answers a minute apart, so each run adds one answer to
    # every minute it spans.
    # Cost: departures + minutes of the longest answer, and a few comparisons for each rank.
    # Source: counting sort, on runs instead of answers.
    answers[:] = NOT_REACHED
    n = 0
    low, high = len(runs.counts), -1
    last = len(earliest) - 1
    while last >= 0:
        arrival = int(earliest[last])
        first = last
        while first > 0 and earliest[first - 1] >= arrival:
            first -= 1
        shortest, slowest = arrival - last * STEP, arrival - first * STEP
        if shortest <= longest:
            slowest -= max(0, (slowest - longest + STEP - 1) // STEP) * STEP
            runs.shortest[n], runs.longest[n] = shortest, slowest
            runs.counts[shortest // STEP] += 1
            runs.counts[slowest // STEP + 1] -= 1
            low, high = min(low, shortest // STEP), max(high, slowest // STEP)
            n += 1
        last = first - 1
    rank = 0
    covering = below = np.int32(0)
    for minute in range(low, high + 1):
        covering += runs.counts[minute]
        runs.counts[minute] = 0
        while rank < len(ranks) and ranks[rank] < below + covering:
            answers[rank] = _within_minute(runs, n, minute, ranks[rank] - below)
            rank += 1
        below += covering
    runs.counts[high + 1] = 0
