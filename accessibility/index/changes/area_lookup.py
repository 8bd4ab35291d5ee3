"""Numbers of areas of one year on those of another, by a table of which became which."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from accessibility.errors import InputError
from accessibility.index.scores.transforms import deciles, rank_areas
from accessibility.places.columns import require_column

if TYPE_CHECKING:
    from pandas import DataFrame

    from accessibility.results.index import IndexResult

__all__ = ["on_new_areas"]

LABEL: Final = "lookup"


def on_new_areas(
    old: "IndexResult", new: "IndexResult", lookup: "DataFrame", minutes: list[str]
) -> "tuple[DataFrame, list[str]]":
    """
    Bring the numbers of a run onto the areas of another.

    Parameters
    ----------
    old, new
        The run whose numbers are brought, and the one whose areas they are brought onto.
    lookup
        A row for each pair of an area that was and one that is: ``old``, ``new`` and, if there is
        such a column, ``weight``, such as the people they share.
    minutes
        Columns that are averaged.

    Returns
    -------
    areas : DataFrame
        By new area the means of `minutes` and of ``domain_score``, and the rank and the decile of
        that mean; NaN where one of the old areas has no value.
    notes : list of str
        What was done and counted.

    Raises
    ------
    InputError
        If the table lacks a column, names no known area, or weights are no numbers of 0 or more.
    """
    from pandas import to_numeric  # noqa: PLC0415 - slow to import

    for column in ("old", "new"):
        require_column(LABEL, lookup, column, "It says which area became which.")
    pairs: Any = lookup.assign(old=lookup["old"].astype(str), new=lookup["new"].astype(str))
    pairs = pairs[pairs["old"].isin(old.areas.index) & pairs["new"].isin(new.areas.index)]
    if len(pairs) == 0:
        problem = "pairs no area of one run with one of the other"
        raise InputError.at(LABEL, problem, "Bring the table for these two sets of areas.")
    weights = np.ones(len(pairs))
    if "weight" in pairs.columns:
        weights = to_numeric(pairs["weight"], errors="coerce").to_numpy(float)
        wrong = np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))
        if len(wrong):
            row = int(pairs.index[wrong[0]]) + 1
            value = pairs["weight"].iloc[wrong[0]]
            remedy = "Weights are 0 or more."
            raise InputError.at(LABEL, "is no weight", remedy, row=row, field="weight", value=value)
    numbers = old.areas.loc[pairs["old"], [*minutes, "domain_score"]].astype(float)
    numbers = numbers.set_axis(pairs["new"].to_numpy(), axis=0)
    weighted = numbers.mul(weights, axis=0)
    weighted.loc[weights == 0] = 0.0  # what counts nothing need not be known
    gaps = weighted.isna().groupby(level=0, sort=False).any()
    sums = weighted.groupby(level=0, sort=False).sum().mask(gaps)
    total = numbers.assign(all=weights)["all"].groupby(level=0, sort=False).sum()
    means = sums.div(total.where(total > 0), axis=0)
    means = means.reindex([area for area in new.areas.index if area in means.index])
    rank = rank_areas(means["domain_score"], most_deprived="high", ties="minimum")
    means["domain_rank"], means["domain_decile"] = rank, deciles(rank)
    without = len(new.areas) - len(means)
    said = "numbers of the older run are weighted means on the newer areas, ranked anew"
    notes = [f"The areas differ: {said}, and changes are not split by cause."]
    if without:
        notes.append(f"{without:,} newer areas are not in the lookup table.")
    return means, notes
