"""Pairs that occur twice in a table that is read in parts."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["Doubled", "doubled_in"]

DENSE = 64
"""Marks are set for all possible pairs where these are at most so many times the rows."""


class Doubled:
    """
    Looks for doubled pairs while a table is read.

    As long as all rows of an origin follow each other, doubled ones are among them, and only the
    rows of one origin need be kept from part to part. `scattered` says that it was not so: then
    `doubled_in` has to see the whole table at once.
    """

    def __init__(self) -> None:
        self.scattered = False
        """Whether an origin came again after another one."""
        self._origin = np.empty(0, np.int64)
        self._destination = np.empty(0, np.int64)

    def find(
        self, origin: "NDArray[np.int64]", destination: "NDArray[np.int64]"
    ) -> tuple[int, int] | None:
        """
        Look at the next rows.

        Parameters
        ----------
        origin, destination
            The pair of each row; origins are numbered in the order in which they first come.

        Returns
        -------
        tuple of int or None
            A pair that occurs twice; None if none is found here.
        """
        origin = np.concatenate([self._origin, origin])
        destination = np.concatenate([self._destination, destination])
        self.scattered = self.scattered or bool((np.diff(origin) < 0).any())
        if self.scattered or not len(origin):
            return None
        last = origin == origin[-1]
        self._origin, self._destination = origin[last], destination[last]
        return doubled_in([(origin, destination)])


def doubled_in(
    parts: "Iterable[tuple[NDArray[np.int64], NDArray[np.int64]]]",
) -> tuple[int, int] | None:
    """
    Find a pair that occurs twice.

    Parameters
    ----------
    parts
        Origins and destinations of rows.

    Returns
    -------
    tuple of int or None
        The pair; None if there is none.
    """
    keys = np.concatenate([origin << 32 | destination for origin, destination in parts])
    origin, destination = keys >> 32, keys & 0xFFFFFFFF
    first, width = int(origin.min()), int(destination.max()) + 1
    possible = (int(origin.max()) + 1 - first) * width
    if possible <= DENSE * len(keys):
        marks = np.zeros(possible, np.bool_)
        marks[(origin - first) * width + destination] = True
        if np.count_nonzero(marks) == len(keys):
            return None
    keys.sort()
    twice = np.flatnonzero(keys[1:] == keys[:-1])
    return divmod(int(keys[twice[0]]), 1 << 32) if len(twice) else None
