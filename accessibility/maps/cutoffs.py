"""Where one class of numbers ends and the next begins."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from accessibility.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["check_cutoffs", "round_cutoffs"]

STEPS: Final = (5, 2, 1)
FULLEST: Final = 1.6
"""How many times its share a class may hold for the sake of round numbers."""


def check_cutoffs(cutoffs: Sequence[float], *, least: float = 0.0) -> "NDArray[np.float64]":
    """
    Check cutoffs.

    Parameters
    ----------
    cutoffs
        The values at which classes end; a value equal to one belongs below it.
    least
        What the first must exceed.

    Returns
    -------
    array
        The same.

    Raises
    ------
    UsageError
        If there are none, or they do not ascend.
    """
    limits = np.asarray(cutoffs, np.float64)
    if limits.size == 0 or not (np.diff(limits, prepend=least) > 0).all():
        above = f" above {least:g}" if np.isfinite(least) else ""
        msg = f"cutoffs: {list(cutoffs)} do not ascend. Give ascending numbers{above}, as 15,30,45."
        raise UsageError(msg)
    return limits


def round_cutoffs(values: "NDArray[np.float64]", count: int) -> "NDArray[np.float64]":
    """
    Cut values into classes that hold about as many each, at numbers as round as that allows.

    Parameters
    ----------
    values
        Finite numbers, at least one.
    count
        How many classes.

    Returns
    -------
    array
        Upper ends of all classes but the last; fewer if there are fewer different values.
    """
    different = np.unique(values)
    if len(different) <= count:
        return different[:-1]
    exact = np.quantile(values, np.linspace(0, 1, count + 1)[1:-1])
    spread = float(np.ptp(different))
    tens = 10.0 ** np.floor(np.log10(spread))
    for power in range(9):
        for step in STEPS:
            unit = step * tens / 10**power
            limits: NDArray[np.float64] = np.round(exact / unit) * unit
            limits = np.round(limits, 12)  # 0.1 * 3 is no 0.3
            if np.diff(limits, prepend=different[0]).min() <= 0 or limits[-1] >= different[-1]:
                continue
            held = np.bincount(np.searchsorted(limits, values), minlength=count)
            if held.min() > 0 and held.max() <= FULLEST * len(values) / count:
                return limits
    return np.unique(exact)
