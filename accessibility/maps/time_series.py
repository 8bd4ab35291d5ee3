"""A number over time as small curves, one for each place, broken where a method changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from matplotlib import dates
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from accessibility.errors import UsageError
from accessibility.maps.picture import check_dpi, check_kind, plain_style, save

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Observation", "draw_time_series"]

TIME: Any = dates  # it has no types
COLUMNS: Final = 3
MOST: Final = 60
"""More places than that are not read any more."""
WIDE, HIGH = 2.5, 1.55
"""Inches of a small picture."""
MARGIN: Final = 0.09
"""Inches around the title and each small picture."""
BREAK: Final = "Dashed: the method or the places changed; values on either side are not comparable."
INK, QUIET, LINE = "#1d2329", "#5b6670", "#143f6b"


class Observation(NamedTuple):
    """
    A value at a time.

    Parameters
    ----------
    day
        When.
    value
        What was found; NaN for no value.
    series
        Number of the series; where it changes, values cannot be compared.
    """

    day: date
    value: float
    series: int


def draw_time_series(
    places: Mapping[str, Sequence[Observation]],
    path: str | Path,
    *,
    title: str,
    unit: str = "",
    downwards: bool = False,
    dpi: float = 150,
) -> Path:
    """
    Draw a number over time for each of some places, all to one scale.

    Where the series changes, the curve is broken and a dashed line says so.

    Parameters
    ----------
    places
        Observations by place, in the order of time.
    path
        The picture: ``.png``, ``.pdf`` or ``.svg``.
    title
        What is shown.
    unit
        Unit of the values, which is written beside the title; default none.
    downwards
        Whether small values stand above, as the first rank does; default no.
    dpi
        Pixels per inch of a ``.png``; default 150.

    Returns
    -------
    Path
        The picture. Equal observations give equal bytes.

    Raises
    ------
    UsageError
        If there are no places or too many, or the picture is of an unknown kind.
    OutputError
        If the picture cannot be written.
    """
    path = Path(path)
    check_kind(path)
    check_dpi(dpi)
    if not 0 < len(places) <= MOST:
        msg = f"places: {len(places):,} are given. Name 1 to {MOST} of them."
        raise UsageError(msg)
    columns = min(COLUMNS, len(places))
    rows = -(-len(places) // columns)
    with plain_style():
        margins = ConstrainedLayoutEngine(w_pad=MARGIN, h_pad=MARGIN)
        figure = Figure(figsize=(WIDE * columns + 0.3, HIGH * rows + 0.75), layout=margins)
        figure.suptitle(
            f"{title}{f' ({unit})' if unit else ''}", x=0.02, ha="left", size=12, weight="bold"
        )
        axes = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
        for place, each in zip(places, axes.flat, strict=False):
            _draw(each, place, places[place])
        if any(len({each.series for each in found}) > 1 for found in places.values()):
            figure.supxlabel(BREAK, x=0.02, ha="left", size=8, color=QUIET)
        for empty in list(axes.flat)[len(places) :]:
            empty.set_axis_off()
        first = axes[0, 0]
        values = [each.value for found in places.values() for each in found]
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
        room = max((high - low) * 0.12, 0.5)
        first.set_ylim(*((high + room, low - room) if downwards else (low - room, high + room)))
        locator = TIME.AutoDateLocator(minticks=2, maxticks=4)
        first.xaxis.set_major_locator(locator)
        first.xaxis.set_major_formatter(TIME.ConciseDateFormatter(locator))
        save(figure, path, title, dpi)
    return path


def _draw(axes: "Axes", place: str, found: Sequence[Observation]) -> None:
    for series in dict.fromkeys(each.series for each in found):
        part = [each for each in found if each.series == series]
        days = np.array([each.day for each in part], "datetime64[D]")
        axes.plot(days, [each.value for each in part], "o-", color=LINE, ms=3.5, lw=1.4)
    for before, after in pairwise(found):
        if before.series != after.series:
            middle = before.day + (after.day - before.day) / 2
            axes.axvline(TIME.date2num(middle), color=QUIET, ls=(0, (3, 3)), lw=0.9)
    axes.set_title(place, loc="left", size=8.5, color=INK, pad=3)
    axes.tick_params(labelsize=7.5, colors=QUIET, length=2.5)
    axes.grid(axis="y", color="#e3e7eb", lw=0.6)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color("#9aa4ae")
