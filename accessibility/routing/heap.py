"""Heaps of whole numbers in arrays, the least first."""

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel


@kernel
def push(heap: NDArray[np.int64], size: int, key: int) -> None:
    """Put a key into a heap, least first.

    Parameters
    ----------
    heap
        Keys, and room for one more.
    size
        How many there are before.
    key
        A number.
    """
    place = size
    while place > 0:
        above = (place - 1) >> 1
        if heap[above] <= key:
            break
        heap[place] = heap[above]
        place = above
    heap[place] = key


@kernel
def pop(heap: NDArray[np.int64], size: int) -> int:
    """Take the least key out of a heap.

    Parameters
    ----------
    heap
        Keys.
    size
        How many there are before, at least one.

    Returns
    -------
    int
        The least.
    """
    least, key = heap[0], heap[size - 1]
    place, below = 0, 1
    while below < size - 1:
        if below + 1 < size - 1 and heap[below + 1] < heap[below]:
            below += 1
        if heap[below] >= key:
            break
        heap[place] = heap[below]
        place, below = below, 2 * below + 1
    heap[place] = key
    return least
