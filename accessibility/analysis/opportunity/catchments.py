"""Which travel times count, and how much: thresholds, decays, and sums by them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from accessibility.analysis.opportunity.decay import Decay
from accessibility.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Catchment", "add_by", "catchments_of", "grown"]


@dataclass(frozen=True)
class Catchment:
    """What counts how much."""

    name: str
    """End of the names of its columns."""
    threshold: float
    """Minutes beyond which nothing counts."""
    decay: Decay | None
    """Weights up to there; None weighs all alike."""

    def weigh(self, minutes: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """
        Weigh travel times.

        Parameters
        ----------
        minutes
            Finite, 0 or more.

        Returns
        -------
        ndarray of float
            The weight of each.
        """
        inside = minutes <= self.threshold
        if self.decay is None:
            return inside.astype(np.float64)
        return np.where(inside, self.decay(minutes), 0.0)


def catchments_of(
    threshold: float | Iterable[float] | None, decay: Decay | None
) -> list[Catchment]:
    """
    Work out what counts how much.

    Parameters
    ----------
    threshold
        Minutes; one, several or none.
    decay
        The decay; None counts everything within the threshold alike.

    Returns
    -------
    list of Catchment
        One for each threshold, one for a decay alone, none for nothing.

    Raises
    ------
    UsageError
        If a threshold is negative or no number.
    """
    if threshold is None:
        return [] if decay is None else [Catchment(decay.name, np.inf, decay)]
    base = [] if decay is None else [decay.name]
    limits = threshold if isinstance(threshold, Iterable) else [threshold]
    found = {}
    for limit in limits:
        if not 0 <= limit < np.inf:
            msg = f"threshold: {limit} is no number of minutes, 0 or more."
            raise UsageError(msg)
        name = "_".join([*base, f"within_{limit:g}"])
        found[name] = Catchment(name, float(limit), decay)
    return list(found.values())


def grown(values: "NDArray[np.float64]", n: int) -> "NDArray[np.float64]":
    """
    Lengthen an array by zeros.

    Parameters
    ----------
    values
        The array.
    n
        Its new length, no less than the old one.

    Returns
    -------
    ndarray of float
        The array, or a longer copy.
    """
    if len(values) == n:
        return values
    return np.concatenate([values, np.zeros((n - len(values), *values.shape[1:]))])


def add_by(
    sums: "NDArray[np.float64]", places: "NDArray[np.int64]", values: "NDArray[np.float64]"
) -> None:
    """
    Add values to the sums of their places.

    Parameters
    ----------
    sums
        Shape (places, columns); it is changed.
    places
        The place that each row belongs to.
    values
        Shape (rows, columns).
    """
    if not len(places):
        return
    first, last = int(places.min()), int(places.max()) + 1
    for column in range(values.shape[1]):
        added = np.bincount(places - first, values[:, column], minlength=last - first)
        sums[first:last, column] += added
