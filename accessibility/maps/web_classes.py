"""Which colour the features of a layer have, and what the legend says of it."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from accessibility.errors import InputError, UsageError
from accessibility.maps.style import band_words, ramp_colours, style, word
from accessibility.maps.web_words import say_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["Classes", "Look", "band_classes", "mode_classes", "one_class", "value_classes"]

MINUTES: Final = "minutes"
"""The unit whose values are coloured as travel times are."""
CLASSES: Final = 5
"""How many classes values are sorted into unless limits are given."""
SHOWN_DIGITS: Final = 2
"""Digits of limits that nobody gave."""
PLAIN: Final = {"area": "#5b6b7a", "line": "#5b6b7a", "point": "#3a4a5a"}
"""Colours of features that show no value."""


class Look(NamedTuple):
    """
    How features of one class look, and what the legend calls them.

    Parameters
    ----------
    words
        What the legend says.
    colour
        Colour of the area, line or point.
    rim
        Colour of what surrounds it; default nothing.
    width
        Width of a line in pixels.
    dashes
        Lengths of dashes and gaps in widths of the line; default none.
    """

    words: str
    colour: str
    rim: str = ""
    width: float = 2.0
    dashes: tuple[float, ...] = ()


class Classes(NamedTuple):
    """
    The classes of a layer.

    Parameters
    ----------
    looks
        Each class; of areas that lie on each other, those of the first are uppermost.
    of
        The class of each feature.
    """

    looks: list[Look]
    of: "NDArray[np.int64]"


def one_class(words: str, kind: str, count: int, sign: str | None = None) -> Classes:
    """
    Give all features the same look.

    Parameters
    ----------
    words
        What the legend calls them.
    kind
        ``"area"``, ``"line"`` or ``"point"``.
    count
        How many there are.
    sign
        Name of a sign of the style that points have; default none.

    Returns
    -------
    Classes
        A single one.
    """
    look = Look(words, PLAIN[kind])
    if sign is not None and kind == "point":
        look = Look(words, style()["signs"][sign]["colour"], style()["signs"][sign]["rim"])
    return Classes([look], np.zeros(count, np.int64))


def band_classes(minutes: "NDArray[np.float64]", begins: "NDArray[np.float64]") -> Classes:
    """
    Sort areas reached by their minutes.

    Parameters
    ----------
    minutes
        Within how many minutes each area is reached.
    begins
        From how many minutes on, for rings; 0 for areas that hold those of fewer minutes.

    Returns
    -------
    Classes
        One for each number of minutes, ascending. Words are those of the visible part: an area that
        holds a smaller one begins where that ends.
    """
    limits, of = np.unique(minutes, return_inverse=True)
    lows = np.concatenate([[0.0], limits[:-1]])
    for number in range(len(limits)):
        lows[number] = max(lows[number], begins[of == number].min())
    colours = ramp_colours(style()["ramp_of"]["minutes"], len(limits))
    looks = [
        Look(band_words(float(low), float(high)), colour)
        for low, high, colour in zip(lows, limits, colours, strict=True)
    ]
    return Classes(looks, of.astype(np.int64))


def mode_classes(modes: "pd.Series", label: str) -> Classes:
    """
    Sort lines by how people travel along them.

    Parameters
    ----------
    modes
        The mode of each line, such as ``"walk"`` or ``"bus"``.
    label
        The layer, for errors.

    Returns
    -------
    Classes
        One for each mode that occurs, in the order of the style.

    Raises
    ------
    InputError
        If a mode is missing or unknown.
    """
    known: dict[str, dict[str, Any]] = style()["modes"]
    wrong = np.flatnonzero(~modes.isin(list(known)).to_numpy())
    if len(wrong):
        row, value = int(wrong[0]) + 1, modes.iloc[wrong[0]]
        remedy = f"Modes are {', '.join(known)}."
        raise InputError.at(label, "is no mode", remedy, row=row, field="mode", value=value)
    present = [mode for mode in known if (modes == mode).any()]
    looks = [
        Look(
            known[mode]["words"],
            known[mode]["colour"],
            width=known[mode]["width"],
            dashes=tuple(known[mode]["dashes"]),
        )
        for mode in present
    ]
    return Classes(looks, modes.map(present.index).to_numpy(np.int64))


def value_classes(
    values: "NDArray[np.float64]", unit: str, cutoffs: "Sequence[float]", missing: str
) -> Classes:
    """
    Sort features by a number.

    Parameters
    ----------
    values
        The number of each, NaN where there is none.
    unit
        What stands behind numbers; ``"minutes"`` has the colours and limits of travel times.
    cutoffs
        Where one class ends and the next begins, ascending; a value equal to one belongs below it.
        Default, for minutes those of every map, else such that about equally many features are in
        each of five classes, rounded.
    missing
        What the legend says of features without a number.

    Returns
    -------
    Classes
        Those between the limits and, if any feature has no number, one more.

    Raises
    ------
    UsageError
        If cutoffs do not ascend.
    """
    minutes = unit == MINUTES
    known = values[~np.isnan(values)]
    if cutoffs:
        limits = np.array(cutoffs, np.float64)
        if not (np.isfinite(limits).all() and (np.diff(limits) > 0).all()):
            msg = f"cutoffs={list(cutoffs)}: give ascending numbers, such as 10, 20, 50."
            raise UsageError(msg)
    elif minutes:
        limits = np.array(style()["minutes"], np.float64)
    else:
        limits = _even_limits(known)
    words = _minute_words(limits) if minutes else _range_words(limits, unit)
    if len(known) and known.max() <= limits[-1]:
        words = words[:-1]  # nothing lies beyond the last limit
    colours = ramp_colours(style()["ramp_of"]["minutes" if minutes else "values"], len(words))
    if not minutes:
        colours = colours[::-1]  # the highest value is the darkest
    looks = [Look(each, colour) for each, colour in zip(words, colours, strict=True)]
    of = np.searchsorted(limits, values)
    if len(known) < len(values):
        of[np.isnan(values)] = len(looks)
        sign = style()["signs"]["no_value"]
        looks.append(Look(missing or word("no_value"), sign["colour"], sign["rim"]))
    return Classes(looks, of.astype(np.int64))


def _even_limits(values: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Find rounded limits between which about equally many values lie; the last is the highest."""
    if len(values) == 0:
        return np.array([0.0])
    high = float(values.max())
    span = high - float(values.min())
    inner = np.quantile(values, np.arange(1, CLASSES) / CLASSES)
    if span > 0:
        unit = 10.0 ** (np.floor(np.log10(span)) + 1 - SHOWN_DIGITS)
        inner = np.round(inner / unit) * unit
    inner = np.unique(inner)
    return np.append(inner[(inner >= values.min()) & (inner < high)], high)


def _minute_words(limits: "NDArray[np.float64]") -> list[str]:
    edges = [0.0, *limits.tolist(), np.inf]
    return [band_words(low, high) for low, high in pairwise(edges)]


def _range_words(limits: "NDArray[np.float64]", unit: str) -> list[str]:
    after = unit if unit == "%" else f" {unit}" * bool(unit)
    said = [say_number(limit, 4) for limit in limits.tolist()]
    words = [f"up to {said[0]}{after}"]
    words += [f"{low} to {high}{after}" for low, high in pairwise(said)]
    return [*words, f"more than {said[-1]}{after}"]
