"""Values in classes: where each begins, its colour, and what the legend says of it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from accessibility.maps.cutoffs import check_cutoffs, round_cutoffs
from accessibility.maps.style import band_words, ramp_colours, style, word

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ValueClass", "classes_of", "is_minutes", "limits_of"]

CLASSES: Final = 5
TIMES: Final = ("minutes", "travel_time", "duration")
"""How names of columns of minutes begin."""


class ValueClass(NamedTuple):
    """
    Values that look alike.

    Parameters
    ----------
    words
        What the legend says of them.
    chosen
        Which they are.
    colour
        Their colour; None for places without a value.
    """

    words: str
    chosen: "NDArray[np.bool_]"
    colour: str | None


def is_minutes(column: str) -> bool:
    """
    Say whether a column holds travel times.

    Parameters
    ----------
    column
        Its name.
    """
    return column.casefold().startswith(TIMES)


def limits_of(
    values: "NDArray[np.float64]", column: str, cutoffs: Sequence[float] | None = None
) -> "NDArray[np.float64]":
    """
    Choose where classes end.

    Parameters
    ----------
    values
        Numbers, NaN where there is none.
    column
        What they are called; it tells whether they are travel times.
    cutoffs
        What was asked for; None for 15, 30, 45 and 60 minutes for travel times, and for others for
        round numbers that make five classes of about as many values.

    Returns
    -------
    array
        Ascending; larger values make a class of their own.

    Raises
    ------
    UsageError
        If cutoffs do not ascend.
    """
    times = is_minutes(column)
    if cutoffs is not None:
        return check_cutoffs(cutoffs, least=0.0 if times else -np.inf)
    if times:
        return np.array(style()["minutes"], float)
    return round_cutoffs(values[np.isfinite(values)], CLASSES)


def classes_of(
    values: "NDArray[np.float64]",
    column: str,
    cutoffs: Sequence[float] | None = None,
    ramp: str | None = None,
) -> list[ValueClass]:
    """
    Sort values into classes.

    Parameters
    ----------
    values
        Numbers, NaN where there is none.
    column
        What they are called; it tells whether they are travel times.
    cutoffs
        Where one class ends and the next begins; default as `limits_of` chooses.
    ramp
        Name of a ramp; the largest values are the darkest, of travel times the smallest.

    Returns
    -------
    list of ValueClass
        From small to large; at last those without a value, if there are any.

    Raises
    ------
    UsageError
        If cutoffs do not ascend or there is no such ramp.
    """
    times, known = is_minutes(column), np.isfinite(values)
    limits = limits_of(values, column, cutoffs)
    words = _words(limits, values[known], times=times)
    colours = ramp_colours(ramp or style()["ramp_of"]["minutes" if times else "values"], len(words))
    if not times:
        colours.reverse()
    number = np.searchsorted(limits, values)
    classes = [
        ValueClass(text, known & (number == place), colour)
        for place, (text, colour) in enumerate(zip(words, colours, strict=True))
    ]
    without = ValueClass(word("never" if times else "no_value"), ~known, None)
    return [*classes, without] if without.chosen.any() else classes


def _words(
    limits: "NDArray[np.float64]", values: "NDArray[np.float64]", *, times: bool
) -> list[str]:
    """Say what classes hold: one for each limit, and one above the last if there is need."""
    beyond = bool(len(limits) == 0 or (values > limits[-1]).any())
    if times:
        edges = [0.0, *limits.tolist()] + [np.inf] * beyond
        return [band_words(low, high) for low, high in pairwise(edges)]
    if (values == np.floor(values)).all() and (limits == np.floor(limits)).all():
        return _count_words(limits, values, beyond=beyond)
    if len(limits) == 0:
        return [_say(float(values.min()))]
    said = [_say(limit) for limit in limits.tolist()]
    words = [word("values_up_to", high=said[0])]
    words += [word("values_between", low=low, high=high) for low, high in pairwise(said)]
    return words + [word("values_more_than", low=said[-1])] * beyond


def _count_words(
    limits: "NDArray[np.float64]", values: "NDArray[np.float64]", *, beyond: bool
) -> list[str]:
    """Say which whole numbers classes hold, the first and the last of each."""
    lows = [float(values.min()), *(limits + 1).tolist()]
    highs = [*limits.tolist()] + [float(values.max())] * beyond
    lows[0] = min(lows[0], highs[0])
    return [
        _say(low) if low == high else word("values_between", low=_say(low), high=_say(high))
        for low, high in zip(lows, highs, strict=False)
    ]


def _say(value: float) -> str:
    return f"{value:,.10g}".replace("-", "\N{MINUS SIGN}")
