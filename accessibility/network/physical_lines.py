"""Which line of a file a record begins on, as an editor counts lines."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["positions", "record_lines"]

NEWLINE = ord("\n")
QUOTE = ord('"')


def positions(data: bytes, byte: int) -> "NDArray[np.int64]":
    """
    Find a byte.

    Parameters
    ----------
    data
        Content of a file.
    byte
        What is looked for.

    Returns
    -------
    array
        Offsets, ascending.
    """
    return np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == byte)


def record_lines(data: bytes) -> "NDArray[np.int64]":
    """
    Number the lines on which records begin; blank lines are records of their own.

    A newline ends a record unless an odd number of quotes comes before it: then it belongs to a
    value.

    Parameters
    ----------
    data
        Content of a file whose lines end in a newline.

    Returns
    -------
    array
        For each record from the first line on, its physical line, counted from 1.
    """
    newlines = positions(data, NEWLINE)
    before = np.searchsorted(positions(data, QUOTE), newlines)
    ends = np.flatnonzero(before % 2 == 0)
    return np.concatenate((np.ones(1, dtype=np.int64), ends + 2))
