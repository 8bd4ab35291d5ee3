"""Which travel times count, and how much: thresholds, decays, and sums by them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from accessibility.analysis.decay import Decay
from accessibility.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Catchment", "catchments_of", "grown", "sums_by"]


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


def sums_by(
    places: "NDArray[np.int64]", values: "NDArray[np.float64]", n: int
) -> "NDArray[np.float64]":
    """
    Add values up by place.

    Parameters
    ----------
    places
        The place that each row belongs to.
    values
        Values, shape (rows, columns).
    n
        How many places there are.

    Returns
    -------
    ndarray of float
        Shape (places, columns).
    """
    columns = [np.bincount(places, column, minlength=n) for column in values.T]
    return np.column_stack(columns)
