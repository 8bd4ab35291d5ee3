"""The clock of an animation: a dial, the time in words, and how far the day has come."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.patches import Circle

from accessibility.maps.lettering import INK, QUIET, Style, Type
from accessibility.maps.wording import say_clock, say_day

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["STRIP", "draw_clock", "draw_dial"]

STRIP: Final = 24.0
"""Height of the strip that a clock takes, millimetres."""
RADIUS: Final = 6.0
DIAL_LEFT: Final = 0.4
FREE: Final = 3.0
"""Below it."""
BAR_HEIGHT: Final = FREE + 3.6
MIDDLE: Final = FREE + 13.5
LONG: Final = 80.0
"""Longest time bar, millimetres."""


def draw_dial(strip: "Axes", first: datetime, last: datetime, lettering: Type) -> None:
    """
    Draw what does not move: the dial, and a bar from the first moment to the last.

    Parameters
    ----------
    strip
        Where to draw; its unit is the millimetre.
    first, last
        When the series begins and ends.
    lettering
        How it is lettered.
    """
    x, y = DIAL_LEFT + RADIUS, MIDDLE
    strip.add_patch(Circle((x, y), RADIUS, facecolor="#ffffff", edgecolor=INK, linewidth=0.9))
    for hour in range(12):
        turn = np.radians(30 * hour)
        ends = np.array([0.82 if hour % 3 == 0 else 0.9, 0.96]) * RADIUS
        strip.plot(
            x + ends * np.sin(turn),
            y + ends * np.cos(turn),
            color=INK,
            lw=0.9,
            solid_capstyle="butt",
        )
    right = _end(strip)
    strip.plot([0, right], [BAR_HEIGHT] * 2, color="#bdbdbd", lw=2.2, solid_capstyle="butt")
    for at, moment, side in ((0.0, first, "left"), (right, last, "right")):
        said = say_clock(moment)
        strip.text(at, FREE, said, ha=side, va="bottom", **lettering.small)


def draw_clock(
    strip: "Axes", moment: datetime, span: tuple[datetime, datetime], lettering: Type, words: str
) -> "list[Artist]":
    """
    Draw what moves: the hands, the time in words, and the bar as far as the day has come.

    Parameters
    ----------
    strip
        Where to draw; its unit is the millimetre.
    moment
        The time that is shown.
    span
        When the series begins and ends.
    lettering
        How it is lettered.
    words
        What happens at that time, such as ``"leaving at"``.

    Returns
    -------
    list of Artist
        What was drawn, to be removed before the next.
    """
    x, y = DIAL_LEFT + RADIUS, MIDDLE
    minutes = moment.hour * 60 + moment.minute
    artists: list[Any] = []
    for turn, length, width in ((minutes / 720, 0.55, 1.8), (minutes / 60, 0.8, 1.0)):
        angle = 2 * np.pi * turn
        ends = [x, x + length * RADIUS * np.sin(angle)], [y, y + length * RADIUS * np.cos(angle)]
        artists += strip.plot(*ends, color=INK, lw=width, solid_capstyle="round")
    left = 2 * RADIUS + 3.5
    large = {**lettering.title, "fontsize": lettering.title["fontsize"] * 1.5}
    artists.append(strip.text(left, MIDDLE + 6, words, va="top", **lettering.text))
    artists.append(strip.text(left, MIDDLE - 0.6, say_clock(moment), va="center", **large))
    day = say_day(moment) if span[0].date() != span[1].date() else ""
    artists.append(strip.text(left, MIDDLE - 6.4, day, va="bottom", **lettering.small))
    whole = (span[1] - span[0]).total_seconds()
    at = _end(strip) * (moment - span[0]).total_seconds() / whole
    bar: Style = {"lw": 2.2, "solid_capstyle": "butt"}
    artists += strip.plot([0, at], [BAR_HEIGHT] * 2, color=QUIET, **bar)
    artists += strip.plot(at, BAR_HEIGHT, marker="o", color=INK, markersize=5, clip_on=False)
    return artists


def _end(strip: "Axes") -> float:
    return min(float(strip.get_xlim()[1]), LONG)
