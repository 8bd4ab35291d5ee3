"""The colours and words that all maps share, from ``style.json`` beside this file."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from accessibility.errors import UsageError

__all__ = ["band_words", "duration", "is_dark", "ramp_colours", "style", "word"]

TURNED: Final = "_r"
"""After the name of a ramp: from its other end."""


@cache
def style() -> dict[str, Any]:
    """
    Read the style.

    Returns
    -------
    dict
        What ``style.json`` holds; its first entry explains the rest.
    """
    content: dict[str, Any] = json.loads(
        Path(__file__).with_name("style.json").read_text(encoding="utf-8")
    )
    return content


def word(name: str, **values: object) -> str:
    """
    Say something as every map says it.

    Parameters
    ----------
    name
        Name of the phrase among the style's words.
    **values
        What stands in its places.

    Returns
    -------
    str
        The phrase.
    """
    return str(style()["words"][name].format(**values))


def duration(minutes: float) -> str:
    """
    Say minutes as people do: whole hours above one as hours.

    Parameters
    ----------
    minutes
        The duration.
    """
    hours = minutes / 60
    if hours >= 2 and float(hours).is_integer():
        return word("hours", n=f"{hours:g}")
    return word("duration", n=f"{minutes:g}")


def band_words(low: float, high: float) -> str:
    """
    Say which travel times a band holds.

    Parameters
    ----------
    low, high
        Where it begins and ends, minutes; a time equal to `high` belongs to it. 0 and infinity
        are no limits.
    """
    if not np.isfinite(high):
        return word("more_than", duration=duration(low))
    if low <= 0:
        return word("up_to", duration=duration(high))
    return word("between", low=f"{low:g}", high=f"{high:g}")


def is_dark(colour: str) -> bool:
    """
    Say whether a colour is nearer to black than to white.

    Parameters
    ----------
    colour
        Such as ``"#642f7b"``.
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128


def ramp_colours(name: str, count: int) -> list[str]:
    """
    Take colours from a ramp.

    Parameters
    ----------
    name
        The ramp; with ``_r`` after it, from its other end.
    count
        How many classes there are.

    Returns
    -------
    list of str
        Colours such as ``"#642f7b"``, the darkest first (with ``_r`` last).

    Raises
    ------
    UsageError
        If there is no such ramp.
    """
    ramps = style()["ramps"]
    anchors = ramps.get(name.removesuffix(TURNED))
    if anchors is None:
        known = ", ".join(ramps)
        msg = f'ramp: "{name}" is not known. Give one of {known}; "{TURNED}" after it turns it.'
        raise UsageError(msg)
    rgb = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in anchors])
    if name.endswith(TURNED):
        rgb = rgb[::-1]
    places = np.linspace(0, 1, count) if count > 1 else np.array([0.5])
    steps = np.linspace(0, 1, len(rgb))
    mixed = np.column_stack([np.interp(places, steps, part) for part in rgb.T])
    return ["#{:02x}{:02x}{:02x}".format(*row) for row in np.rint(mixed).astype(int)]
