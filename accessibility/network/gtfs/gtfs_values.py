"""From the text of a column to its values: whole columns at once, faults as a mask."""

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from accessibility.network.gtfs.gtfs_tables import Kind

__all__ = [
    "BLANK",
    "MEANING",
    "NO_TIME",
    "PARSERS",
    "parse_dates",
    "parse_integers",
    "parse_numbers",
    "parse_times",
]

NO_TIME = -1
"""Stands for a blank time; no time of GTFS is negative."""

TIME_BYTES = 9
"""A time is looked at as HHH:MM:SS."""

MEANING: dict["Kind", str] = {
    "time": "is not HH:MM:SS",
    "date": "is not a date written YYYYMMDD",
    "integer": "is not a whole number",
    "number": "is not a number",
}
"""What a faulty value of each kind is not."""


def parse_times(text: pl.Series) -> "tuple[NDArray[np.int32], NDArray[np.bool_]]":
    """
    Read H:MM:SS, HH:MM:SS and HHH:MM:SS.

    Parameters
    ----------
    text
        Times without spaces around them; null where blank.

    Returns
    -------
    seconds
        Since noon minus twelve hours of the service day; `NO_TIME` where blank or faulty.
    fault
        Where there is text that is no time.
    """
    blank = text.is_null().to_numpy()
    padded = text.fill_null("0:00:00").str.zfill(TIME_BYTES)
    fits = (
        (padded.str.len_bytes() == TIME_BYTES) & (text.fill_null("0:00:00").str.len_bytes() > 6)
    ).to_numpy()
    if not fits.all():
        padded = padded.set(pl.Series(~fits), "000:00:00")
    letters = np.frombuffer(padded.to_arrow().buffers()[2], dtype=np.uint8)
    digits = letters[: len(text) * TIME_BYTES].reshape(-1, TIME_BYTES).astype(np.int32) - ord("0")
    colon = ord(":") - ord("0")
    fits &= (digits[:, 3] == colon) & (digits[:, 6] == colon)
    numbers = digits[:, (0, 1, 2, 4, 5, 7, 8)]
    fits &= ((numbers >= 0) & (numbers <= 9)).all(axis=1)
    fits &= (numbers[:, 3] < 6) & (numbers[:, 5] < 6)
    seconds = numbers @ np.array([360000, 36000, 3600, 600, 60, 10, 1], dtype=np.int32)
    return np.where(fits & ~blank, seconds, NO_TIME).astype(np.int32), ~fits


def parse_dates(text: pl.Series) -> "tuple[NDArray[np.int32], NDArray[np.bool_]]":
    """
    Read dates written YYYYMMDD, of the years 1900 to 2199.

    Parameters
    ----------
    text
        Dates without spaces around them; null where blank.

    Returns
    -------
    days
        Since 1970-01-01; 0 where blank or faulty.
    fault
        Where there is text that is no such date.
    """
    whole = text.str.contains(r"^(?:19|20|21)\d{6}$").fill_null(value=False)
    days = text.str.to_date("%Y%m%d", strict=False).to_physical()
    fits = (whole & days.is_not_null()).to_numpy()
    return np.where(fits, days.fill_null(0).to_numpy(), 0).astype(
        np.int32
    ), ~fits & text.is_not_null().to_numpy()


def parse_integers(text: pl.Series) -> "tuple[NDArray[np.int64], NDArray[np.bool_]]":
    """
    Read whole numbers, also those that a spreadsheet wrote as ``3.0``.

    Parameters
    ----------
    text
        Numbers without spaces around them; null where blank.

    Returns
    -------
    numbers
        0 where blank or faulty.
    fault
        Where there is text that is no whole number.
    """
    numbers = text.cast(pl.Int64, strict=False)
    if numbers.null_count() > text.null_count():
        decimal = text.cast(pl.Float64, strict=False)
        whole = (decimal == decimal.round(0)) & (decimal.abs() < 1e15)
        numbers = numbers.zip_with(
            numbers.is_not_null() | ~whole.fill_null(value=False),
            decimal.cast(pl.Int64, strict=False),
        )
    fault = numbers.is_null() & text.is_not_null()
    return numbers.fill_null(0).to_numpy(), fault.to_numpy()


def parse_numbers(text: pl.Series) -> "tuple[NDArray[np.float64], NDArray[np.bool_]]":
    """
    Read decimal numbers.

    Parameters
    ----------
    text
        Numbers without spaces around them; null where blank.

    Returns
    -------
    numbers
        NaN where blank or faulty.
    fault
        Where there is text that is no finite number.
    """
    numbers = text.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    finite = np.isfinite(numbers)
    return np.where(finite, numbers, np.nan), ~finite & text.is_not_null().to_numpy()


BLANK: dict["Kind", float] = {"time": NO_TIME, "date": 0, "integer": 0, "number": np.nan}
"""What stands for a blank value of each kind but text."""

PARSERS: "dict[Kind, Callable[[pl.Series], tuple[NDArray[Any], NDArray[np.bool_]]]]" = {
    "time": parse_times,
    "date": parse_dates,
    "integer": parse_integers,
    "number": parse_numbers,
}
"""The reader of each kind but text."""
