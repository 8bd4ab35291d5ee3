"""Amounts by place: jobs, beds or schools at destinations, people at origins."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyarrow as pa

from accessibility.analysis.opportunity.ids import Ids
from accessibility.errors import InputError, UsageError
from accessibility.tables import read_table

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame, Series

__all__ = ["PLACES", "Amounts", "Weights", "read_amounts"]

PLACES = "places"
"""What is counted where a table has nothing but identifiers."""

Weights: TypeAlias = (
    "Series | DataFrame | str | Path | tuple[DataFrame | str | Path, str | Sequence[str]]"
)
"""A Series by identifier, a table or its file, or such a table with the columns that are meant."""


@dataclass(frozen=True, eq=False)
class Amounts:
    """Amounts of one or several kinds at places."""

    label: str
    """What their table is called in messages."""
    ids: tuple[str, ...]
    """Identifiers of the places, as text."""
    names: tuple[str, ...]
    """What is counted, such as ``jobs``."""
    amounts: "NDArray[np.float64]"
    """Shape (places, names), 0 or more."""

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {identifier: row for row, identifier in enumerate(self.ids)}

    def at(self, texts: list[str]) -> "NDArray[np.float64]":
        """
        Give the amounts at some places.

        Parameters
        ----------
        texts
            Identifiers.

        Returns
        -------
        ndarray of float
            Shape (identifiers, names); NaN where this table has no such place.
        """
        rows = np.array([self._row_of.get(text, -1) for text in texts], np.int64)
        found = np.full((len(texts), len(self.names)), np.nan)
        found[rows >= 0] = self.amounts[rows[rows >= 0]]
        return found


def read_amounts(
    source: Weights, *, id_column: str, option: str, name: str, ranks: bool = False
) -> Amounts:
    """
    Read amounts by place.

    Parameters
    ----------
    source
        A Series whose index holds identifiers; a table, or a file of one, with a column of
        identifiers and columns of amounts; or a pair of such a table and the columns that are
        meant. A table with nothing but identifiers counts its rows as `PLACES`.
    id_column
        Column of the identifiers.
    option
        What this column is called in errors.
    name
        What to call the table in errors when it comes from no file.
    ranks
        Whether they are ranks or incomes, which may be negative or empty.

    Returns
    -------
    Amounts
        The amounts, in the order of the table.

    Raises
    ------
    InputError
        If identifiers are missing or doubled, or amounts are missing, negative or no numbers.
    UsageError
        If a column is not there, or it is not clear which columns are meant.
    """
    asked: Sequence[str] | None = None
    if isinstance(source, tuple):
        source, columns = source
        asked = (columns,) if isinstance(columns, str) else tuple(columns)
    if isinstance(source, str | Path):
        label, table = str(source), read_table(source)
    else:
        label, table = name, source
    if table.ndim == 1:  # a Series
        ids, columns = table.index.to_series(), {str(table.name or name): table}
    else:
        ids, columns = _columns(label, table, id_column, option, asked)
    if not len(ids):
        raise InputError.at(label, "has no rows", "Give at least one place.")
    texts = _identifiers(label, ids, id_column)
    values = [_numbers(label, column, values, empty=ranks) for column, values in columns.items()]
    amounts = np.column_stack(values) if values else np.ones((len(texts), 1))
    names = tuple(columns) or (PLACES,)
    if not ranks:
        _refuse_negative(label, names, amounts)
    return Amounts(label, tuple(texts), names, amounts)


def _columns(
    label: str, table: "DataFrame", id_column: str, option: str, asked: Sequence[str] | None
) -> "tuple[Series, dict[str, Series]]":
    geometry = getattr(table, "_geometry_column_name", None)
    known = [str(name) for name in table.columns if name != geometry]
    for name in (id_column, *(asked or ())):
        if name not in known:
            prefix = f"{option}: " if name == id_column else ""
            msg = f"{prefix}{label} has no column {name}; columns are {', '.join(known)}."
            raise UsageError(msg)
    others = [name for name in known if name != id_column]
    if asked is None and len(others) > 1:
        msg = (
            f"{label} has several columns: say which are counted of {', '.join(others)}; on the "
            f"command line as FILE:{others[-1]}."
        )
        raise UsageError(msg)
    chosen = others if asked is None else asked
    return table[id_column], {name: table[name] for name in chosen}


def _identifiers(label: str, values: "Series", column: str) -> list[str]:
    empty = np.flatnonzero((values.isna() | (values == "")).to_numpy(dtype=bool))
    if len(empty):
        remedy = "Every place needs an identifier."
        raise InputError.at(label, "is empty", remedy, row=int(empty[0]) + 1, field=column)
    plain = values.to_numpy()
    try:
        ids = pa.array(plain)
        if pa.types.is_floating(ids.type):
            ids = ids.cast(pa.int64())
        known = Ids()
        numbers = known.number(ids)
    except pa.ArrowException as error:
        remedy = "Identifiers must be text or whole numbers throughout the column."
        raise InputError.at(label, "is neither", remedy, field=column) from error
    if len(known) < len(numbers):
        first = np.unique(numbers, return_index=True)[1]
        row = int(np.setdiff1d(np.arange(len(numbers)), first)[0])
        problem = f"stands in a row above already ({len(numbers) - len(known):,} doubled in all)"
        remedy = "Give each place one row: sum those of one place first."
        raise InputError.at(label, problem, remedy, row=row + 1, field=column, value=plain[row])
    return known.texts


def _numbers(label: str, column: str, values: "Series", *, empty: bool) -> "NDArray[np.float64]":
    from pandas import to_numeric  # noqa: PLC0415 - slow to import

    blank = (values.isna() | (values == "")).to_numpy(dtype=bool)
    numbers = to_numeric(values, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = np.flatnonzero(~np.isfinite(numbers) & ~(blank & empty))
    if len(wrong):
        row = int(wrong[0])
        problem = "is empty" if blank[row] else "is no number"
        remedy = "Write 0 where there is nothing; mend or remove the row."
        value = None if blank[row] else values.iloc[row]
        problem += f" ({len(wrong):,} such rows)"
        raise InputError.at(label, problem, remedy, row=row + 1, field=column, value=value)
    return np.asarray(numbers, np.float64)


def _refuse_negative(label: str, names: tuple[str, ...], amounts: "NDArray[np.float64]") -> None:
    rows, columns = np.nonzero(amounts < 0)
    if len(rows):
        row, column = int(rows[0]), int(columns[0])
        remedy = "Amounts must be 0 or more."
        value = f"{amounts[row, column]:g}"
        raise InputError.at(
            label, "is negative", remedy, row=row + 1, field=names[column], value=value
        )
