"""How evenly access is shared out among people."""

import logging
from typing import TYPE_CHECKING

import numpy as np

from accessibility.analysis.opportunity.origin_table import named, one_sided
from accessibility.analysis.opportunity.weights import Amounts, Weights, read_amounts
from accessibility.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from pandas import DataFrame

__all__ = ["concentration_index", "gini", "inequality", "palma", "share_of_people"]

logger = logging.getLogger("accessibility")


def inequality(
    table: "DataFrame",
    people: Weights,
    *,
    rank: "Weights | None" = None,
    columns: "Sequence[str] | None" = None,
    origin_id: str = "id",
    from_column: str = "from_id",
) -> "DataFrame":
    """
    Say how evenly columns of access are shared out among people.

    Parameters
    ----------
    table
        A row for each origin, such as `opportunities` and `floating_catchment` give.
    people
        How many people live at each origin: a Series by identifier, a table, its file, or a pair of
        table and column.
    rank
        What orders origins from worst off to best off, such as incomes or ranks of deprivation
        whose first is the most deprived, likewise; without it there is no concentration index.
    columns
        Columns of `table`; default all but identifiers.
    origin_id
        Column of identifiers in `people` and `rank`.
    from_column
        Column of identifiers in `table`.

    Returns
    -------
    DataFrame
        A row for each column: ``column``; ``people`` who have a value and ``people_without``,
        those whose origin is not in the table or has an empty value, who are left out;
        ``mean`` by person; ``gini``, `palma` and, with `rank`, ``concentration``, of those who
        also have a rank.

    Raises
    ------
    UsageError
        If a column is not there.
    InputError
        If identifiers are doubled, or people, ranks or values are no numbers or negative.
    """
    from pandas import DataFrame  # noqa: PLC0415 - slow to import

    if columns is None:
        columns = [str(name) for name in table.columns if name != from_column]
    living = _Living(table, people, origin_id, from_column)
    order = None
    if rank is not None:
        ranked = _one(rank, "rank", origin_id, ranks=True)
        order = ranked.at(living.ids)[:, 0]
        unranked = [text for text, value in zip(living.ids, order, strict=True) if np.isnan(value)]
        _tell(unranked, "origins have no rank and are left out of the concentration index")
    rows = []
    for column in columns:
        values, persons, known = living.values(column)
        row: dict[str, object] = {
            "column": column,
            "people": float(persons.sum()),
            "people_without": living.total - float(persons.sum()),
            "mean": _mean(values, persons),
            "gini": gini(values, persons),
            "palma": palma(values, persons),
        }
        if order is not None:
            ranks = order[known]
            has = ~np.isnan(ranks)
            row["concentration"] = concentration_index(values[has], ranks[has], persons[has])
        rows.append(row)
    return DataFrame(rows)


def share_of_people(
    table: "DataFrame",
    people: Weights,
    column: str,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    origin_id: str = "id",
    from_column: str = "from_id",
) -> float:
    """
    Work out the share of people whose access is good enough.

    Parameters
    ----------
    table
        As for `inequality`.
    people
        As for `inequality`.
    column
        Column of `table`.
    at_least
        Good enough is so much or more, as 1,000 jobs of ``jobs_within_30``.
    at_most
        Good enough is so much or less, as 15 minutes of ``minutes_to_places_nearest_1``; empty
        times are never good enough.
    origin_id
        Column of identifiers in `people`.
    from_column
        Column of identifiers in `table`.

    Returns
    -------
    float
        Between 0 and 1; those whose origin is not in the table count as badly off.

    Raises
    ------
    UsageError
        If neither or both bounds are given, or a column is not there.
    InputError
        As for `inequality`.
    """
    if (at_least is None) == (at_most is None):
        msg = "Give either at_least (for amounts) or at_most (for minutes)."
        raise UsageError(msg)
    living = _Living(table, people, origin_id, from_column)
    values, persons, _ = living.values(column)
    if not living.total:
        return float("nan")
    good = values <= at_most if at_most is not None else values >= (at_least or 0)
    return float(persons[good].sum() / living.total)


def gini(values: "NDArray[np.float64]", people: "NDArray[np.float64]") -> float:
    """
    Work out the Gini coefficient: half the mean difference between two persons over the mean.

    ``sum_ij p_i p_j |x_i - x_j| / (2 m P ** 2)``, with the people p_i, P in all, and the mean m.
    Source: Lerman and Yitzhaki (1989), Improving the accuracy of estimates of Gini coefficients,
    Journal of Econometrics 42(1), for weighted data.

    Parameters
    ----------
    values
        What each person of a group has, 0 or more.
    people
        Persons of each group.

    Returns
    -------
    float
        0 if all have the same, towards 1 if one has all; NaN if nobody has anything.
    """
    share, held = _lorenz(values, people)
    return float(np.maximum(0, 1 - np.sum(np.diff(share) * (held[1:] + held[:-1]))))


def palma(values: "NDArray[np.float64]", people: "NDArray[np.float64]") -> float:
    """
    Work out the Palma ratio: what the best-off tenth has over what the worst-off 40 % have.

    Of a group that a limit passes through, the persons on either side are counted there. Source:
    Cobham and Sumner (2013), Is it all about the tails? The Palma measure of income inequality,
    Center for Global Development working paper 343.

    Parameters
    ----------
    values
        What each person of a group has, 0 or more.
    people
        Persons of each group.

    Returns
    -------
    float
        0.25 if all have the same; infinite if the worst-off 40 % have nothing; NaN if nobody has
        anything.
    """
    share, held = _lorenz(values, people)
    if np.isnan(held).any():
        return float("nan")
    bottom, below_top = np.interp([0.4, 0.9], share, held)
    return float((1 - below_top) / bottom) if bottom > 0 else float("inf")


def concentration_index(
    values: "NDArray[np.float64]", rank: "NDArray[np.float64]", people: "NDArray[np.float64]"
) -> float:
    """
    Work out the concentration index: whether the worse off or the better off have more.

    Twice the covariance of values and of the share of people who are worse off, over the mean.
    Groups of equal rank share the middle of their places. Source: Kakwani, Wagstaff and van
    Doorslaer (1997), Socioeconomic inequalities in health: measurement, computation, and
    statistical inference, Journal of Econometrics 77(1).

    Parameters
    ----------
    values
        What each person of a group has, 0 or more.
    rank
        What orders groups from worst off (lowest) to best off.
    people
        Persons of each group.

    Returns
    -------
    float
        Below 0 if the worse off have more, above 0 if the better off do, 0 if it makes no
        difference; NaN if nobody has anything.
    """
    total = people.sum()
    mean = _mean(values, people)
    if not mean > 0:
        return float("nan")
    _, group = np.unique(rank, return_inverse=True)
    persons = np.bincount(group, people)
    place = (np.cumsum(persons) - persons / 2) / total
    return float(2 * np.sum(people * (values - mean) * place[group]) / (total * mean))


def _tell(identifiers: list[str], what: str) -> None:
    """Warn of origins, if there are any."""
    if identifiers:
        logger.warning("%s %s: %s.", f"{len(identifiers):,}", what, named(identifiers))


def _mean(values: "NDArray[np.float64]", people: "NDArray[np.float64]") -> float:
    return float(np.average(values, weights=people)) if people.sum() > 0 else float("nan")


def _lorenz(
    values: "NDArray[np.float64]", people: "NDArray[np.float64]"
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """Shares of people from the worst off on, and of what they have; both begin with 0."""
    order = np.argsort(values, kind="stable")
    persons = people[order]
    share = np.concatenate([[0.0], np.cumsum(persons)])
    held = np.concatenate([[0.0], np.cumsum(values[order] * persons)])
    if not held[-1] > 0:
        return np.array([0.0, 1.0]), np.full(2, np.nan)
    return share / share[-1], held / held[-1]


class _Living:
    """People beside the rows of a table."""

    def __init__(
        self, table: "DataFrame", people: Weights, origin_id: str, from_column: str
    ) -> None:
        amounts = _one(people, "people", origin_id)
        if from_column not in table.columns:
            msg = f"from_column: the table has no column {from_column}."
            raise UsageError(msg)
        self._table = table
        rows = read_amounts(
            (table[[from_column]], ()), id_column=from_column, option="from_column", name="table"
        )
        self.ids = list(rows.ids)
        persons = amounts.at(self.ids)[:, 0]
        self.total = float(amounts.amounts.sum())
        uninhabited, absent = one_sided(self.ids, amounts, from_column)
        _tell(uninhabited, f"origins are not in {amounts.label} and count nobody")
        _tell(absent, f"places of {amounts.label} are no origins of the table")
        self._persons = np.nan_to_num(persons)

    def values(
        self, column: str
    ) -> "tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]":
        """Values and people of the rows that have a value, and which these are."""
        from pandas import api, to_numeric  # noqa: PLC0415 - slow to import

        if column not in self._table.columns:
            known = ", ".join(str(name) for name in self._table.columns)
            msg = f"The table has no column {column}; columns are {known}."
            raise UsageError(msg)
        series = self._table[column]
        if not api.types.is_numeric_dtype(series):
            remedy = "Name columns of numbers."
            raise InputError.at("table", "holds no numbers", remedy, field=column)
        numbers = to_numeric(series).to_numpy(dtype=float, na_value=np.nan)
        wrong = np.flatnonzero((numbers < 0) | np.isinf(numbers))
        if len(wrong):
            row = int(wrong[0])
            remedy = "Access is a finite number, 0 or more."
            raise InputError.at(
                "table", "is none", remedy, row=row + 1, field=column, value=numbers[row]
            )
        known_rows = ~np.isnan(numbers)
        return numbers[known_rows], self._persons[known_rows], known_rows


def _one(source: Weights, name: str, origin_id: str, *, ranks: bool = False) -> Amounts:
    amounts = read_amounts(source, id_column=origin_id, option="origin_id", name=name, ranks=ranks)
    if len(amounts.names) > 1:
        msg = f"{name}: give one column, not {', '.join(amounts.names)}."
        raise UsageError(msg)
    return amounts
