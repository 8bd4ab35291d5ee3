"""The time to the nearest destinations, and until a certain amount is in reach."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.analysis.opportunity.pairs import Batch

__all__ = ["Shortest"]

ROUNDING = 1e-9
"""Share of an amount that may be missing because sums are rounded."""


class Shortest:
    """
    Keeps of each origin the shortest times, as many as are needed.

    Parameters
    ----------
    ranks
        Which of the nearest destinations are asked, from 1.
    amounts
        Amounts whose times are asked.
    """

    def __init__(self, ranks: list[int], amounts: list[float]) -> None:
        self._ranks, self._amounts = ranks, amounts
        self._origin = np.empty(0, np.int64)
        self._minutes = np.empty(0)
        self._weight = np.empty(0)

    def add(self, batch: "Batch", weights: "NDArray[np.float64]") -> None:
        """
        Look at some pairs.

        Parameters
        ----------
        batch
            The pairs.
        weights
            What is at the destination of each; where that is nothing, it is no destination.
        """
        some = weights > 0
        origin = np.concatenate([self._origin, batch.origin[some]])
        minutes = np.concatenate([self._minutes, batch.minutes[some]])
        weight = np.concatenate([self._weight, weights[some]])
        order = np.lexsort((minutes, origin))
        self._origin, self._minutes, self._weight = origin[order], minutes[order], weight[order]
        place, total = self._so_far()
        kept = place <= max(self._ranks, default=0)
        if self._amounts:
            kept |= total - self._weight < max(self._amounts)
        self._origin = self._origin[kept]
        self._minutes, self._weight = self._minutes[kept], self._weight[kept]

    def columns(self, n_origins: int, name: str) -> "dict[str, NDArray[np.float64]]":
        """
        Give the times.

        Parameters
        ----------
        n_origins
            How many origins there are.
        name
            What the weights are called.

        Returns
        -------
        dict of ndarray
            Minutes of each origin by column, NaN where there are not so many.
        """
        place, total = self._so_far()
        found = {}
        for rank in self._ranks:
            at = place == rank
            found[f"minutes_to_{name}_nearest_{rank}"] = self._times(at, n_origins)
        for amount in self._amounts:
            enough = total >= amount * (1 - ROUNDING)
            first = enough & ~((total - self._weight) >= amount * (1 - ROUNDING))
            found[f"minutes_to_{name}_{amount:g}"] = self._times(first, n_origins)
        return found

    def _so_far(self) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """Rank of each row among those of its origin, and the amount up to it."""
        begins = np.flatnonzero(np.diff(self._origin, prepend=-1))
        lengths = np.diff(begins, append=len(self._origin))
        place = np.arange(len(self._origin)) - np.repeat(begins, lengths) + 1
        total = np.cumsum(self._weight)
        before = total[begins] - self._weight[begins]
        return place, total - np.repeat(before, lengths)

    def _times(self, rows: "NDArray[np.bool_]", n_origins: int) -> "NDArray[np.float64]":
        times = np.full(n_origins, np.nan)
        # Of several rows that rounding lets count as the first, the earliest is written last.
        times[self._origin[rows][::-1]] = self._minutes[rows][::-1]
        return times
