"""Weights of indicators, sub-domains and domains."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np

from accessibility.errors import InputError

if TYPE_CHECKING:
    from pandas import DataFrame, Series

__all__ = ["TOLERANCE", "normalised_weights", "weighted_sum"]

TOLERANCE = 0.02
"""How far weights may be from the whole, as a share of it: what rounding to 2 digits can do."""


def normalised_weights(
    weights: Mapping[str, float], *, total: float | None = None, label: str = "weights"
) -> tuple[dict[str, float], str | None]:
    """
    Make weights add up to 1.

    0.45, 0.28 and 0.28 add up to 1.01 by rounding: they become 0.4455, 0.2772 and 0.2772, and a
    note says so. 45, 28 and 37 are a mistake and are refused.

    Parameters
    ----------
    weights
        Weights by name, 0 or more.
    total
        What they should add up to; default 1 or 100, whichever is nearer.
    label
        What to call them in messages.

    Returns
    -------
    weights : dict
        Weights by name in the same order, which add up to 1.
    note : str or None
        What was changed beyond the unit; None if they did add up.

    Raises
    ------
    InputError
        If there is none, one is negative or no finite number, or they are farther from the total
        than 2 % of it.
    """
    remedy = "Weights are 0 or more, and add up to 1 or to 100."
    if not weights:
        raise InputError.at(label, "are none", remedy)
    for name, weight in weights.items():
        if not (np.isfinite(weight) and weight >= 0):
            raise InputError.at(label, "is no weight", remedy, field=name, value=f"{weight:g}")
    given = float(sum(weights.values()))
    whole = total if total is not None else (1.0 if given < 10 else 100.0)
    if abs(given - whole) > TOLERANCE * whole * (1 + 1e-9):
        problem = f"add up to {given:g} and not to {f'{total:g}' if total else '1 or 100'}"
        parts = ", ".join(f"{name} {weight:g}" for name, weight in weights.items())
        raise InputError.at(label, f"{problem} ({parts})", "Mend the one that is wrong.")
    note = None
    if abs(given - whole) > 1e-9 * whole:
        note = f"{label}: the weights add up to {given:g}, and are divided by that."
    return {name: weight / given for name, weight in weights.items()}, note


def weighted_sum(scores: "DataFrame", weights: Mapping[str, float]) -> "Series":
    """
    Add up weighted scores of each area.

    Parameters
    ----------
    scores
        A row for each area, a column for each name in `weights`.
    weights
        Weights by column.

    Returns
    -------
    Series
        Sums by the same index; NaN where a score is missing whose weight is not 0.

    Raises
    ------
    InputError
        If a column is not there.
    """
    from pandas import Series  # noqa: PLC0415 - slow to import

    total = Series(0.0, index=scores.index)
    for name, weight in weights.items():
        if name not in scores.columns:
            known = [str(column) for column in scores.columns]
            near = get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(known)}."
            raise InputError.at("scores", f"there is no column {name}", hint)
        if weight:
            total = total + weight * scores[name]
    return total
