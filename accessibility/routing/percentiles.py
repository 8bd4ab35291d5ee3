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


@kernel
def rank_exchanges(answers: int, ranks: NDArray[np.int64]) -> NDArray[np.int32]:
    """List the comparisons that bring ranks of so many answers to their places.

    Parameters
    ----------
    answers
        How many answers there are.
    ranks
        Places among the sorted answers, from 0.

    Returns
    -------
    array
        Pairs of places, in order: whichever answer is less goes to the first; shape (pairs, 2).
    """
    # Keeps: the pairs are those of a sorting network without those that no rank depends on.
    # Cost: about answers x log(answers)^2 / 4 pairs. Source: Batcher (1968), Sorting networks and
    # their applications; odd-even merge sort after Knuth, TAOCP 3, 5.2.2, algorithm M.
    length, rounds = 1, 0
    while length < answers:
        length, rounds = 2 * length, rounds + 1
    pairs = np.empty((length * rounds * (rounds + 1) // 4 + 1, 2), np.int32)
    count = 0
    run = 1
    while run < length:
        gap = run
        while gap >= 1:
            for begin in range(gap % run, answers - gap, 2 * gap):
                for low in range(begin, min(begin + gap, answers - gap)):
                    if low // (2 * run) == (low + gap) // (2 * run):
                        pairs[count, 0], pairs[count, 1] = low, low + gap
                        count += 1
            gap //= 2
        run *= 2
    needed = np.zeros(answers, np.bool_)
    needed[ranks] = True
    kept = count
    for k in range(count - 1, -1, -1):
        low, high = pairs[k, 0], pairs[k, 1]
        if needed[low] or needed[high]:
            needed[low] = needed[high] = True
            kept -= 1
            pairs[kept, 0], pairs[kept, 1] = low, high
    return pairs[kept:count].copy()


@kernel
def exchange(pairs: NDArray[np.int32], answers: NDArray[np.int32]) -> None:
    """Bring ranks to their places, in every column.

    Parameters
    ----------
    pairs
        What `rank_exchanges` listed.
    answers
        Columns of answers; afterwards each rank stands in its row.
    """
    # Keeps: after each pair, the lower place holds the lesser answer. Cost: pairs x columns.
    # Source: as of `rank_exchanges`.
    for k in range(len(pairs)):
        low, high = pairs[k, 0], pairs[k, 1]
        # A plain loop over narrow whole numbers: the processor does many at once.
        for column in range(answers.shape[1]):
            one, other = answers[low, column], answers[high, column]
            answers[low, column] = min(one, other)
            answers[high, column] = max(one, other)
