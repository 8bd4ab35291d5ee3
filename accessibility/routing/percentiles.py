"""Nearest-rank percentiles of the answers over a window of departures."""

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel

STEP = 60
"""Seconds between the departures of a window."""
BUCKETS = 64
"""How many buckets the answers up to the longest go to; one more takes the rest."""
NOT_REACHED = np.int32(-1)


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
def select_ranks(
    answers: NDArray[np.int32],
    ranks: NDArray[np.int64],
    longest: int,
    sorted_answers: NDArray[np.int32],
    chosen: NDArray[np.int32],
) -> None:
    """Select ranks among answers without sorting them all.

    Parameters
    ----------
    answers
        Seconds, none below 0.
    ranks
        Places among the sorted answers, from 0.
    longest
        Answers above so many seconds count as not reached.
    sorted_answers
        Room for the answers; afterwards those around each rank are in order.
    chosen
        Where the seconds go, one for each rank; `NOT_REACHED` beyond the answers there are.
    """
    # Keeps: bucket b ends at `ends[b]`, and all its answers are less than those of the next.
    # Cost: answers + buckets, and an insertion sort of the few answers of a bucket for each rank.
    # Source: bucket sort (Knuth, TAOCP 3, 5.2.5), of the buckets that are asked for.
    n = len(answers)
    low = most = answers[0]
    for k in range(n):
        low, most = min(low, answers[k]), max(most, answers[k])
    chosen[:] = NOT_REACHED
    if low > longest:
        return
    shift = 0
    while (min(int(most), longest) - low) >> shift >= BUCKETS:
        shift += 1
    ends = np.zeros(BUCKETS + 1, np.int32)
    for k in range(n):
        ends[min((answers[k] - low) >> shift, BUCKETS)] += 1
    placed = 0
    for bucket in range(BUCKETS + 1):
        placed, ends[bucket] = placed + ends[bucket], placed
    for k in range(n):
        bucket = min((answers[k] - low) >> shift, BUCKETS)
        sorted_answers[ends[bucket]] = answers[k]
        ends[bucket] += 1
    for k in range(len(ranks)):
        bucket = min((sorted_answers[ranks[k]] - low) >> shift, BUCKETS)
        begin = ends[bucket - 1] if bucket > 0 else 0
        for late in range(begin + 1, ends[bucket]):
            answer, place = sorted_answers[late], late
            while place > begin and sorted_answers[place - 1] > answer:
                sorted_answers[place] = sorted_answers[place - 1]
                place -= 1
            sorted_answers[place] = answer
        if sorted_answers[ranks[k]] <= longest:
            chosen[k] = sorted_answers[ranks[k]]
