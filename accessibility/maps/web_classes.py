"""Which colour the features of a layer have, and what the legend says of it."""

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from accessibility.errors import InputError
from accessibility.maps.classes import classes_of
from accessibility.maps.style import band_words, ramp_colours, style, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

__all__ = [
    "MINUTES",
    "Classes",
    "Look",
    "band_classes",
    "change_classes",
    "mode_classes",
    "one_class",
    "value_classes",
]

MINUTES: Final = "minutes"
"""The unit whose values are coloured as travel times are."""
CHANGES: Final = ("gained", "lost")
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
    Sort features by a number, as pictures do.

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
        What the legend says of features without a number; default the words of every map.

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
    found = classes_of(values, MINUTES if minutes else "", cutoffs or None)
    after = "" if minutes else unit if unit == "%" else f" {unit}" * bool(unit)
    sign = style()["signs"]["no_value"]
    looks = [
        Look(missing or each.words, sign["colour"], sign["rim"])
        if each.colour is None
        else Look(each.words + after, each.colour)
        for each in found
    ]
    return Classes(looks, np.argmax([each.chosen for each in found], axis=0).astype(np.int64))


def change_classes(changes: "pd.Series", label: str) -> Classes:
    """
    Sort areas by whether they are gained or lost.

    Parameters
    ----------
    changes
        ``"gained"`` or ``"lost"``.
    label
        The layer, for errors.

    Returns
    -------
    Classes
        Both, whether they occur or not.

    Raises
    ------
    InputError
        If a change is neither.
    """
    wrong = np.flatnonzero(~changes.isin(CHANGES).to_numpy())
    if len(wrong):
        row, value = int(wrong[0]) + 1, changes.iloc[wrong[0]]
        problem, remedy = f"is neither {' nor '.join(CHANGES)}", "Mend or remove the row."
        raise InputError.at(label, problem, remedy, row=row, field="change", value=value)
    signs = style()["signs"]
    looks = [Look(word(change), signs[change]["colour"]) for change in CHANGES]
    return Classes(looks, changes.map(CHANGES.index).to_numpy(np.int64))
