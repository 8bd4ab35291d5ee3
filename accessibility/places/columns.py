"""Columns that users name: found, or refused with the one that they may have meant."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from accessibility.errors import InputError

if TYPE_CHECKING:
    from pandas import DataFrame, Series

__all__ = ["AREA_REMEDY", "read_ids", "read_weights", "require_column"]

AREA_REMEDY = "Name the column of identifiers: --area-id on the command line."
ID_REMEDY = "Name the column of identifiers: --origin-id or --destination-id on the command line."


def require_column(label: str, table: "DataFrame", column: str, remedy: str) -> str:
    """
    Make sure that a column is there.

    Parameters
    ----------
    label
        What to call the table in errors.
    table
        The table.
    column
        The name that the user gave.
    remedy
        What to do if there is none, as a sentence.

    Returns
    -------
    str
        The name.

    Raises
    ------
    InputError
        If there is no such column; names the nearest.
    """
    if column in table.columns:
        return column
    names = [str(name) for name in table.columns if name != "geometry"]
    folded = {name.casefold(): name for name in names}
    near = get_close_matches(column.casefold(), folded, n=1, cutoff=0.5)
    hint = f"Did you mean {folded[near[0]]}? " if near else ""
    problem = f"there is no column {column}; columns are {', '.join(names) or 'none'}"
    raise InputError.at(label, problem, f"{hint}{remedy}")


def read_ids(label: str, table: "DataFrame", column: str, remedy: str = ID_REMEDY) -> pa.Array:
    """
    Read identifiers.

    Parameters
    ----------
    label
        What to call the table in errors.
    table
        The table.
    column
        Column of the identifiers.
    remedy
        What to do if there is no such column.

    Returns
    -------
    Array
        Text or whole numbers.

    Raises
    ------
    InputError
        If there is no such column, or an identifier is missing, stands twice or is neither text nor
        a whole number.
    """
    values = table[require_column(label, table, column, remedy)]
    _refuse_missing_id(label, column, values)
    ids = _as_text_or_integers(values)
    if ids is None:
        first = values.iloc[0]
        problem = "is no text and no whole number"
        once = "Identifiers must be one or the other throughout the column."
        raise InputError.at(label, problem, once, row=1, field=column, value=first)
    doubled = np.flatnonzero(values.duplicated().to_numpy())
    if len(doubled):
        value = values.iloc[doubled[0]]
        first_row = int(np.flatnonzero((values == value).to_numpy())[0]) + 1
        problem = f"stands in row {first_row} already ({len(doubled)} doubled in all)"
        own = "Each needs an identifier of its own."
        row = int(doubled[0]) + 1
        raise InputError.at(label, problem, own, row=row, field=column, value=value)
    return ids


def read_weights(label: str, table: "DataFrame", columns: Sequence[str]) -> "DataFrame":
    """
    Read weights, such as dwellings, people or pupils.

    Parameters
    ----------
    label
        What to call the table in errors.
    table
        The table.
    columns
        Columns of weights.

    Returns
    -------
    DataFrame
        A column of numbers for each, a row for each row of the table.

    Raises
    ------
    InputError
        If there is no such column, or a weight is missing, negative or no number. Zero is allowed.
    """
    from pandas import DataFrame, to_numeric  # noqa: PLC0415 - slow to import

    weights = DataFrame(index=range(len(table)))
    for column in columns:
        remedy = "Name a column of numbers, such as dwellings or population."
        values = table[require_column(label, table, column, remedy)]
        numbers = to_numeric(values, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        for wrong, problem in (
            (~np.isfinite(numbers), "is no number, and a weight must be one"),
            (numbers < 0, "is a negative weight"),
        ):
            rows = np.flatnonzero(wrong)
            if len(rows):
                row, value = int(rows[0]), values.iloc[int(rows[0])]
                counted = f"{problem} ({len(rows):,} of {len(numbers):,} rows)"
                remedy = "Give a number of zero or more; with zero a point counts for nothing."
                raise InputError.at(label, counted, remedy, row=row + 1, field=column, value=value)
        weights[column] = numbers
    return weights


def _refuse_missing_id(label: str, column: str, values: "Series") -> None:
    missing = np.flatnonzero((values.isna() | (values == "")).to_numpy(dtype=bool))
    if len(missing):
        problem = f"is empty ({len(missing)} of {len(values)} rows)"
        remedy = "Each needs an identifier."
        raise InputError.at(label, problem, remedy, row=int(missing[0]) + 1, field=column)


def _as_text_or_integers(values: "Series") -> pa.Array | None:
    try:
        ids = pa.array(values.to_numpy() if values.dtype == object else values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return None
    if isinstance(ids, pa.ChunkedArray):
        ids = ids.combine_chunks()
    if pa.types.is_dictionary(ids.type):
        ids = ids.dictionary_decode()
    if pa.types.is_large_string(ids.type) or pa.types.is_string(ids.type):
        return ids.cast(pa.string())
    if pa.types.is_floating(ids.type) and all(float(value).is_integer() for value in values):
        return ids.cast(pa.int64())
    return ids if pa.types.is_integer(ids.type) else None
