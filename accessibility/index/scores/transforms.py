"""
Ranks, deciles and the two transforms that make indicators comparable.

Rank 1 is the most deprived area, and a transformed score is high where people are deprived. An
area without a value has no rank, and N counts the ranked areas only.
"""

from typing import TYPE_CHECKING, Literal

import numpy as np

from accessibility.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import Series

__all__ = [
    "Transform",
    "check_numbers",
    "check_times",
    "deciles",
    "exponential_scores",
    "label_of",
    "normal_scores",
    "rank_areas",
    "transformed",
]

Transform = Literal["normal", "exponential", "reversed_rank"]
"""What ranks are turned into before they are weighted."""

EXPONENTIAL_SCALE = 23.0
"""With it the tenth of areas that are most deprived spans the upper half of the scores."""

DECILES = 10


def rank_areas(
    values: "Series",
    *,
    most_deprived: Literal["high", "low"],
    ties: Literal["average", "minimum"],
) -> "Series":
    """
    Rank areas, 1 being the most deprived.

    For 30, 10, 20 and 20 minutes, of which the longest is the worst, ranks are 1, 4, 2.5 and 2.5
    as an indicator, and 1, 4, 2 and 2 as they are published.

    Parameters
    ----------
    values
        A value for each area, not rounded; NaN where there is none.
    most_deprived
        Whether high or low values mean deprivation: ``"high"`` for minutes.
    ties
        What equal areas get: the ``"average"`` of their places (indicators and sub-domains), or
        the ``"minimum"`` (published ranks, where two areas are both the fifth).

    Returns
    -------
    Series
        Ranks by the same index; NaN where there is no value.

    Raises
    ------
    InputError
        If a value is infinite, or no two areas differ.
    """
    numbers = values.astype(float)
    label = label_of(values)
    _refuse(np.isinf(numbers), numbers, label, "is infinite", "Give it a cap, or leave it empty.")
    known = numbers.dropna()
    if known.nunique() < 2:
        what = "no area has a value" if known.empty else f"all areas have {known.iloc[0]:g}"
        problem = f"has no variance: {what}, so that it cannot order areas"
        raise InputError.at(label, problem, "Leave it out, or mend what it is made from.")
    method = "min" if ties == "minimum" else "average"
    return numbers.rank(method=method, ascending=most_deprived == "low")


def deciles(ranks: "Series") -> "Series":
    """
    Tell in which tenth each area is, 1 being the most deprived.

    Decile d is the smallest with rank <= ceil(d N / 10): of 1,909 areas 191 are in each of the
    first nine and 190 in the last, as in the Welsh Index of Multiple Deprivation 2019.

    Parameters
    ----------
    ranks
        Ranks of areas, 1 being the most deprived; NaN where there is none.

    Returns
    -------
    Series
        Whole numbers from 1 to 10 that can be missing, by the same index.

    Raises
    ------
    InputError
        If there are ranks that so many areas cannot have.
    """
    ranked, count = _checked(ranks)
    ends = -(-np.arange(1, DECILES + 1) * count // DECILES)
    found = np.searchsorted(ends, np.nan_to_num(ranked.to_numpy(), nan=1.0)) + 1.0
    return ranked.where(ranked.isna(), found).astype("Int64")


def normal_scores(ranks: "Series") -> "Series":
    """
    Turn ranks into quantiles of the standard normal distribution.

    z = Phi^-1((N + 1 - rank) / (N + 1)): of three areas the first has 0.674, the second 0 and the
    third -0.674, the quantiles at 3/4, 1/2 and 1/4.

    Source: van der Waerden (1952), Order tests for the two-sample problem and their power,
    Indagationes Mathematicae 14; used by the Scottish Index of Multiple Deprivation.

    Parameters
    ----------
    ranks
        Ranks of areas, 1 being the most deprived; NaN where there is none.

    Returns
    -------
    Series
        Scores by the same index, high where people are deprived.

    Raises
    ------
    InputError
        If there are ranks that so many areas cannot have.
    """
    from scipy.special import ndtri  # noqa: PLC0415 - slow to import

    ranked, count = _checked(ranks)
    scores: Series = ranked.copy()
    scores[:] = ndtri((count + 1 - ranked.to_numpy()) / (count + 1))
    return scores


def exponential_scores(ranks: "Series") -> "Series":
    """
    Turn ranks into scores from 0 to 100 that stretch out the most deprived areas.

    X = -23 ln(1 - R (1 - exp(-100 / 23))) with R = (N - rank + 1) / N: of five areas the first has
    100, the others 36, 21, 12 and 5. A good rank in one domain so makes up for little of a bad one
    in another.

    Source: Noble, Wright, Smith and Dibben (2006), Measuring multiple deprivation at the small-area
    level, Environment and Planning A 38(1).

    Parameters
    ----------
    ranks
        Ranks of areas, 1 being the most deprived; NaN where there is none.

    Returns
    -------
    Series
        Scores by the same index, high where people are deprived.

    Raises
    ------
    InputError
        If there are ranks that so many areas cannot have.
    """
    ranked, count = _checked(ranks)
    share = (count - ranked + 1) / count
    return -EXPONENTIAL_SCALE * np.log(1 - share * (1 - np.exp(-100 / EXPONENTIAL_SCALE)))


def transformed(ranks: "Series", transform: Transform) -> "Series":
    """
    Turn ranks into scores that can be weighted.

    Parameters
    ----------
    ranks
        Ranks of areas, 1 being the most deprived; NaN where there is none.
    transform
        ``normal`` (`normal_scores`), ``exponential`` (`exponential_scores`), or
        ``reversed_rank``, N for the most deprived of N areas.

    Returns
    -------
    Series
        Scores by the same index, high where people are deprived.
    """
    if transform == "normal":
        return normal_scores(ranks)
    if transform == "exponential":
        return exponential_scores(ranks)
    ranked, count = _checked(ranks)
    return count + 1 - ranked


def check_numbers(values: "Series") -> "Series":
    """
    Refuse what is no number.

    Parameters
    ----------
    values
        Numbers, or texts that hold them, of each area; empty where there are none.

    Returns
    -------
    Series
        The same as floats.

    Raises
    ------
    InputError
        If one is no number or infinite; it names the first.
    """
    from pandas import to_numeric  # noqa: PLC0415 - slow to import

    label = label_of(values)
    numbers = to_numeric(values, errors="coerce").astype(float)
    unread = numbers.isna() & values.notna() & (values.astype(str).str.strip() != "")
    _refuse(unread, values, label, "is no number", "Give a number, or leave it empty.")
    remedy = "Give what cannot be reached the minutes of a cap, or leave it empty."
    _refuse(np.isinf(numbers), numbers, label, "is infinite", remedy)
    return numbers


def check_times(minutes: "Series") -> "Series":
    """
    Refuse what cannot be a travel time.

    Parameters
    ----------
    minutes
        Minutes of each area or origin; empty where there are none.

    Returns
    -------
    Series
        The same as floats.

    Raises
    ------
    InputError
        If a time is negative, infinite or no number; it names the first.
    """
    numbers = check_numbers(minutes)
    remedy = "Times are 0 or more minutes."
    _refuse(numbers < 0, numbers, label_of(minutes), "is negative", remedy)
    return numbers


def label_of(values: "Series") -> str:
    """
    Name a column in messages.

    Parameters
    ----------
    values
        The column.

    Returns
    -------
    str
        Its name, or ``values``.
    """
    return "values" if values.name is None else str(values.name)


def _refuse(
    wrong: "Series | NDArray[np.bool_]", values: "Series", label: str, problem: str, remedy: str
) -> None:
    rows = np.flatnonzero(np.asarray(wrong))
    if len(rows):
        first = int(rows[0])
        more = f" (as are {len(rows) - 1:,} more)" if len(rows) > 1 else ""
        area = f"{label}, area {values.index[first]}"
        raise InputError.at(area, problem + more, remedy, value=values.iloc[first])


def _checked(ranks: "Series") -> "tuple[Series, int]":
    """Ranks as floats, and how many areas have one."""
    ranked = ranks.astype(float)
    count = int(ranked.notna().sum())
    wrong = (ranked < 1) | (ranked > count)
    problem = f"is no rank among the {count:,} areas that have one"
    remedy = "Rank all areas anew, and no others."
    _refuse(wrong, ranked, label_of(ranks), problem, remedy)
    return ranked, count
