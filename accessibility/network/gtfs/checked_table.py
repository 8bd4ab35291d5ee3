"""A table of a feed with its values read, its faulty rows found, and its references followed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from accessibility.network.gtfs.gtfs_values import BLANK, MEANING, PARSERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.csv_table import RawTable
    from accessibility.network.gtfs.gtfs_tables import Column, Reference
    from accessibility.network.gtfs.problems import ProblemLog

__all__ = ["CheckedTable", "check_references", "check_table", "rows_of"]


class CheckedTable:
    """
    A table whose values are read.

    Parameters
    ----------
    raw
        The table as text.

    Attributes
    ----------
    values : dict of str to array
        Every column that is not text, whether the file has it or not.
    usable : array of bool
        Which rows are without errors.
    faulty : dict of str to array of bool
        For every column that is not text and that the file has: where a value cannot be read.
    """

    def __init__(self, raw: "RawTable") -> None:
        self.raw = raw
        self.values: dict[str, NDArray[Any]] = {}
        self.usable: NDArray[np.bool_] = np.ones(len(raw), dtype=bool)
        self.faulty: dict[str, NDArray[np.bool_]] = {}

    def __len__(self) -> int:
        return len(self.raw)

    def ids(self, column: str) -> pl.Series:
        """
        Give a column of the usable rows as text.

        Parameters
        ----------
        column
            One of the columns of the table.
        """
        return self.raw.column(column).filter(pl.Series(self.usable))


def check_table(raw: "RawTable", log: "ProblemLog") -> CheckedTable:
    """
    Read the values of a table and find rows that cannot be used or repeat others.

    Parameters
    ----------
    raw
        The table as text.
    log
        Where faults are noted.

    Returns
    -------
    CheckedTable
        The values, and which rows are usable.
    """
    checked = CheckedTable(raw)
    for column in raw.table.columns:
        if column.kind != "text":
            checked.values[column.name] = _values(checked, column, log)
        if column.filled:
            blank = raw.column(column.name).is_null().to_numpy()
            severity = column.fault or "error"
            log.rows(severity, "blank_value", raw, blank, "is blank", "Fill it in", column.name)
            if severity == "error":
                checked.usable &= ~blank
    if raw.table.key:
        _drop_duplicates(checked, log)
    return checked


def _values(checked: CheckedTable, column: "Column", log: "ProblemLog") -> "NDArray[Any]":
    raw = checked.raw
    if not raw.has(column.name):  # only a column that is not required
        blank = BLANK[column.kind] if column.default is None else column.default
        return np.full(len(raw), blank)
    text = raw.column(column.name)
    values, fault = PARSERS[column.kind](text)
    message = MEANING[column.kind]
    if column.least is not None and column.most is not None:
        fault |= text.is_not_null().to_numpy() & ((values < column.least) | (values > column.most))
        message += f" from {column.least} to {column.most}"
    checked.faulty[column.name] = fault
    if column.default is not None:
        values = np.where(fault | text.is_null().to_numpy(), column.default, values)
        message += "" if column.default < 0 else f"; {column.default} was taken"
    if column.fault is not None:
        remedy = "Fix the row"
        log.rows(column.fault, f"bad_{column.kind}", raw, fault, message, remedy, column.name)
    if column.fault == "error":
        checked.usable &= ~fault
    return values


def _drop_duplicates(checked: CheckedTable, log: "ProblemLog") -> None:
    """Keep the first row of each key; a row that says the same once more is no error."""
    raw, key = checked.raw, checked.raw.table.key
    keys = raw.text.select(key)
    again = (
        ~_first(keys)
        & keys.select(pl.all_horizontal(pl.all().is_not_null())).to_series().to_numpy()
    )
    if not again.any():
        return
    same = again & ~_first(raw.text.select(c.name for c in raw.table.columns if raw.has(c.name)))
    other = again & ~same
    of_key = f" with the same {' and '.join(key[1:])}" if len(key) > 1 else ""
    repeated, differing = f"stands there twice{of_key}", f"is defined twice{of_key}, differently"
    log.rows("warning", "repeated_row", raw, same, repeated, "Remove the repetition", key[0])
    log.rows("error", "duplicate_id", raw, other, differing, "Remove one", key[0])
    checked.usable &= ~again


def _first(table: pl.DataFrame) -> "NDArray[np.bool_]":
    return table.select(pl.struct(pl.all()).is_first_distinct()).to_series().to_numpy()


def check_references(tables: Mapping[str, CheckedTable], log: "ProblemLog") -> None:
    """
    Find ids that are defined nowhere; rows that need them become unusable.

    Parameters
    ----------
    tables
        The tables of a feed; those that others refer to come first.
    log
        Where faults are noted.
    """
    for checked in tables.values():
        for reference in checked.raw.table.references:
            targets = [tables[name] for name in reference.tables if name in tables]
            _follow(checked, reference, targets, log)


def _follow(
    checked: CheckedTable, reference: "Reference", targets: list[CheckedTable], log: "ProblemLog"
) -> None:
    ids = checked.raw.column(reference.column)
    empty = pl.Series(dtype=pl.String)
    defined = pl.concat([empty, *(target.raw.column(reference.key) for target in targets)])
    dangling = (ids.is_not_null() & ~ids.is_in(defined.unique().implode())).to_numpy()
    message = f"is not defined in {' or '.join(f'{name}.txt' for name in reference.tables)}"
    remedy = "Add it there or fix the row"
    log.rows(
        reference.severity,
        "dangling_reference",
        checked.raw,
        dangling,
        message,
        remedy,
        reference.column,
    )
    if reference.severity == "error":
        usable = pl.concat([empty, *(target.ids(reference.key) for target in targets)])
        checked.usable &= ids.is_in(usable.unique().implode()).fill_null(value=False).to_numpy()


def rows_of(ids: pl.Series, keys: pl.Series) -> "NDArray[np.int64]":
    """
    Find ids among keys.

    Parameters
    ----------
    ids
        What is looked for; null is found nowhere.
    keys
        Where; each only once.

    Returns
    -------
    array
        For each id the place of its key, -1 where there is none.
    """
    left = pl.DataFrame({"id": ids})
    right = pl.DataFrame({"id": keys, "row": np.arange(len(keys))})
    found = left.join(right, on="id", how="left", maintain_order="left")
    return found["row"].fill_null(-1).to_numpy()
