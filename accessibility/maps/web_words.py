"""How the values of a layer are said on a page."""

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from accessibility.maps.wording import say_clock, say_day

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["column_words", "say_moment", "say_moments", "say_number", "say_values"]

NOT_COUNTED: Final = ("id", "code")
"""Columns with such names, or names that end in them after ``_``, hold no quantities."""
SEPARATED: Final = 10_000
"""Whole numbers from here on have separators: those below may be years."""


def column_words(column: str) -> str:
    """
    Say the name of a column as words.

    Parameters
    ----------
    column
        Such as ``"area_km2"``.
    """
    words = column.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def say_number(number: float, digits: int = 3) -> str:
    """
    Say a number with about as many digits as matter.

    Parameters
    ----------
    number
        The number; not infinite.
    digits
        Digits of a number that is not whole; default 3.
    """
    if float(number).is_integer():
        return f"{int(number):,}"
    decimals = digits - 1 - math.floor(math.log10(abs(number)))
    return f"{number:,.{min(max(decimals, 0), 9)}f}"


def say_values(values: pd.Series) -> list[str]:
    """
    Say each value of a column.

    Parameters
    ----------
    values
        The column.

    Returns
    -------
    list of str
        Nothing where there is no value.
    """
    name = str(values.name).casefold()
    counted = not (name in NOT_COUNTED or name.endswith(tuple(f"_{end}" for end in NOT_COUNTED)))
    return [_say(value, counted=counted) for value in values.tolist()]


def _say(value: Any, *, counted: bool) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return say_moment(value)
    if isinstance(value, int | float) and counted and math.isfinite(value):
        whole = float(value).is_integer()
        return f"{int(value)}" if whole and abs(value) < SEPARATED else say_number(value)
    return str(value)


def say_moment(moment: datetime) -> str:
    """
    Say a local date and time.

    Parameters
    ----------
    moment
        The moment.
    """
    return f"{say_day(moment)}, {_clock(moment)}"


def _clock(moment: datetime) -> str:
    return say_clock(moment) + (f":{moment.second:02d}" if moment.second else "")


def say_moments(
    starts: "Sequence[datetime]", windows: "Sequence[int]", direction: str
) -> list[str]:
    """
    Say the moments of a series, with their dates if there are several.

    Parameters
    ----------
    starts
        Local dates and times.
    windows
        Minutes of the window that begins at each departure or ends at each deadline; 0 for none.
    direction
        ``"depart"``, ``"arrive"`` or nothing.

    Returns
    -------
    list of str
        Such as ``"Departing 08:00"`` or ``"Arriving 07:00 to 09:00"``.
    """
    several = len({start.date() for start in starts}) > 1
    before = {"depart": "Departing ", "arrive": "Arriving "}.get(direction, "")
    said = []
    for start, window in zip(starts, windows, strict=True):
        other = start + timedelta(minutes=-window if direction == "arrive" else window)
        first, last = sorted((start, other))
        words = before + "by " * (direction == "arrive" and not window)
        words += say_moment(first) if several else _clock(first)
        said.append(words + f" to {_clock(last)}" * bool(window))
    return said
