"""Areas by how much a number went up or down between two times."""

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from matplotlib.figure import Figure

from accessibility.maps.areas import RIM, RIM_OF_ROOM, RIMS, WITHOUT
from accessibility.maps.classes import ValueClass
from accessibility.maps.compose import Composed, render
from accessibility.maps.cutoffs import round_cutoffs
from accessibility.maps.drawing import Drawing, fill
from accessibility.maps.layers import numbers
from accessibility.maps.legend import Entry, Legend, box
from accessibility.maps.picture import check_dpi, check_kind, plain_style, save
from accessibility.maps.sheet import Words, check_width
from accessibility.maps.style import ramp_colours, word
from accessibility.places.columns import require_column

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from accessibility.maps.ground import Frame
    from accessibility.maps.lettering import Style

__all__ = ["change_classes", "draw_area_changes"]

CLASSES: Final = 3
"""On either side of no change."""
UP, DOWN, SAME = "oranges", "blues", "#f0f0ee"
LEAST: Final = 1e-6


def draw_area_changes(
    areas: Any,
    column: str,
    path: str | Path,
    *,
    title: str,
    subtitle: str = "",
    words: tuple[str, str, str] = ("up", "down", "no change"),
    attribution: str = "",
    width: float = 160,
    dpi: float = 200,
) -> Path:
    """
    Draw where a number went up and where it went down.

    Parameters
    ----------
    areas
        A GeoDataFrame of areas.
    column
        The changes: new less old; NaN where there is none.
    path
        The picture: ``.png``, ``.pdf`` or ``.svg``.
    title, subtitle
        What is written above.
    words
        What an increase, a decrease and neither are called.
    attribution
        Whose data the map shows; default nobody's is named.
    width
        Width of the picture in millimetres; default 160.
    dpi
        Pixels per inch of a ``.png``; default 200.

    Returns
    -------
    Path
        The picture. Equal areas give equal bytes.

    Raises
    ------
    UsageError
        If the picture is of an unknown kind or size.
    InputError
        If there is no such column, or it holds no numbers.
    OutputError
        If the picture cannot be written.
    """
    path = Path(path)
    check_kind(path)
    check_width(width)
    check_dpi(dpi)
    require_column(title, areas, column, "Name a column of changes.")
    table = areas.to_crs(4326)
    classes = change_classes(numbers(title, table, column).to_numpy(float), words)
    shapes = shapely.make_valid(table.geometry.to_numpy())

    def paint(axes: "Axes", frame: "Frame") -> None:
        room = float(np.sqrt(frame.width_mm * frame.height_mm / len(shapes)))
        rim = float(np.clip(room * RIM_OF_ROOM, *RIMS))
        for each in classes:
            if each.chosen.any():
                parts = list(shapely.get_parts(shapes[each.chosen]))
                look = {**_look(each), "linewidth": rim, "zorder": 0.3, "label": each.words}
                fill(axes, frame, shapely.GeometryCollection(parts), look)

    entries = [
        Entry(each.words, box({**_look(each), "linewidth": 0.4}), f"{each.chosen.sum():,}")
        for each in classes
    ]
    west, south, east, north = table.total_bounds.tolist()
    drawing = Drawing((west, south, east, north), Legend(entries, "", "areas"), paint)
    composed = Composed(drawing, [], Words(title, subtitle, drawing.legend, attribution))
    with plain_style():
        figure = Figure()
        render(figure, None, composed, width)
        save(figure, path, title, dpi)
    return path


def change_classes(changes: "NDArray[np.float64]", words: tuple[str, str, str]) -> list[ValueClass]:
    """
    Sort changes into classes that are alike on both sides of no change.

    Parameters
    ----------
    changes
        Numbers; NaN where there is none.
    words
        What an increase, a decrease and neither are called.

    Returns
    -------
    list of ValueClass
        From the largest increase over none to the largest decrease; at last areas without a value,
        if there are any.
    """
    sizes = np.abs(changes)
    moved = sizes > LEAST
    limits = round_cutoffs(sizes[moved], CLASSES) if moved.any() else np.array([])
    limits = limits[limits > 0]
    number = np.searchsorted(limits, np.where(moved, sizes, 0.0))
    count = len(limits) + 1
    said = _said(limits)
    classes = []
    for sign, ramp, name in ((1, UP, words[0]), (-1, DOWN, words[1])):
        colours = ramp_colours(ramp, count)
        side = [
            ValueClass(
                f"{name}, {said[k]}" if said[k] else name,
                moved & (np.sign(changes) == sign) & (number == k),
                colours[count - 1 - k],
            )
            for k in range(count)
        ]
        classes += side[::-1] if sign > 0 else [_same(changes, moved, words[2]), *side]
    without = ValueClass(word("no_value"), ~np.isfinite(changes), None)
    return [*classes, without] if without.chosen.any() else classes


def _same(changes: "NDArray[np.float64]", moved: "NDArray[np.bool_]", name: str) -> ValueClass:
    return ValueClass(name, np.isfinite(changes) & ~moved, SAME)


def _said(limits: "NDArray[np.float64]") -> list[str]:
    """Say how large the changes of each class are."""
    if len(limits) == 0:
        return [""]
    texts = [f"{limit:g}" for limit in limits]
    between = [f"{low} to {high}" for low, high in pairwise(texts)]
    return [f"up to {texts[0]}", *between, f"over {texts[-1]}"]


def _look(each: ValueClass) -> "Style":
    return dict(WITHOUT) if each.colour is None else {"facecolor": each.colour, "edgecolor": RIM}
