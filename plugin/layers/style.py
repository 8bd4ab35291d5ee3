"""Colours and words of maps, from the one file that pictures and web maps read, too."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ..i18n import tr

__all__ = ["band_words", "duration", "ramp_colours", "style", "word"]

FILE = Path(__file__).parents[2] / "accessibility" / "maps" / "style.json"
WORDS = (
    QT_TRANSLATE_NOOP("AccessToServices", "{n} minutes"),
    QT_TRANSLATE_NOOP("AccessToServices", "{n} hours"),
    QT_TRANSLATE_NOOP("AccessToServices", "up to {duration}"),
    QT_TRANSLATE_NOOP("AccessToServices", "{low} to {high} minutes"),
    QT_TRANSLATE_NOOP("AccessToServices", "on foot"),
    QT_TRANSLATE_NOOP("AccessToServices", "by bicycle"),
    QT_TRANSLATE_NOOP("AccessToServices", "by car"),
    QT_TRANSLATE_NOOP("AccessToServices", "bus"),
    QT_TRANSLATE_NOOP("AccessToServices", "trolleybus"),
    QT_TRANSLATE_NOOP("AccessToServices", "tram"),
    QT_TRANSLATE_NOOP("AccessToServices", "cable tram"),
    QT_TRANSLATE_NOOP("AccessToServices", "underground"),
    QT_TRANSLATE_NOOP("AccessToServices", "train"),
    QT_TRANSLATE_NOOP("AccessToServices", "monorail"),
    QT_TRANSLATE_NOOP("AccessToServices", "ferry"),
    QT_TRANSLATE_NOOP("AccessToServices", "cable car"),
    QT_TRANSLATE_NOOP("AccessToServices", "funicular"),
    QT_TRANSLATE_NOOP("AccessToServices", "other vehicle"),
)
"""What of the file is said in QGIS: translators find words in the code alone."""


@cache
def style() -> dict[str, Any]:
    """Read the file; its first entry explains the rest."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def word(name: str, **values: object) -> str:
    """
    Say something as every map says it, in the language of QGIS.

    Parameters
    ----------
    name
        Name of the phrase among the style's words.
    **values
        What stands in its places.
    """
    return tr(style()["words"][name]).format(**values)


def duration(minutes: float) -> str:
    """
    Say minutes as people do: whole hours above one as hours.

    Parameters
    ----------
    minutes
        The duration.
    """
    hours = minutes / 60
    if hours >= 2 and hours.is_integer():
        return word("hours", n=f"{hours:g}")
    return word("duration", n=f"{minutes:g}")


def band_words(low: float, high: float) -> str:
    """
    Say which travel times a band holds.

    Parameters
    ----------
    low, high
        Where it begins and ends, minutes; 0 is no limit.
    """
    if low <= 0:
        return word("up_to", duration=duration(high))
    return word("between", low=f"{low:g}", high=f"{high:g}")


def ramp_colours(name: str, count: int) -> list[str]:
    """
    Take colours from a ramp.

    Parameters
    ----------
    name
        The ramp.
    count
        How many classes there are.

    Returns
    -------
    list of str
        Colours such as ``"#642f7b"``, that of the nearest band first.
    """
    listed = [_parts(colour) for colour in style()["ramps"][name]]
    places = [i / (count - 1) for i in range(count)] if count > 1 else [0.5]
    return [_mixed(listed, place * (len(listed) - 1)) for place in places]


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _mixed(listed: list[tuple[int, ...]], place: float) -> str:
    """Colour at a place between two listed ones, each part in proportion."""
    below = min(math.floor(place), len(listed) - 2)
    share = place - below
    pairs = zip(listed[below], listed[below + 1])
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)
