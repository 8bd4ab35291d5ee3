"""Points in classes, as dots that are as large as their neighbours leave room for."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from accessibility.maps.classes import classes_of
from accessibility.maps.drawing import Drawing
from accessibility.maps.layers import Layer, numbers
from accessibility.maps.legend import Entry, Legend, marker
from accessibility.maps.lettering import INCH, Style
from accessibility.maps.style import is_dark, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from accessibility.maps.ground import Frame

__all__ = ["DOT", "DotClass", "dot_look", "dots", "draw_points"]

LEGEND_SIZE: Final = 6.0
CELL: Final = 5.0
"""Side of the squares in which points are counted, to see how dense they lie."""
DOT: Final[Style] = {"marker": "o", "linestyle": "", "mew": 0.25, "zorder": 3}


class DotClass(NamedTuple):
    """
    Points that look alike.

    Parameters
    ----------
    words
        What the legend says of them.
    chosen
        Which they are.
    look
        Arguments of matplotlib's lines.
    """

    words: str
    chosen: "NDArray[np.bool_]"
    look: Style


def dot_look(colour: str | None) -> Style:
    """
    Say how dots look.

    Parameters
    ----------
    colour
        Their colour; None for an empty ring.

    Returns
    -------
    dict
        Arguments of matplotlib's lines.
    """
    if colour is not None:
        return {**DOT, "color": colour, "mec": "#ffffff" if is_dark(colour) else "#6a6a6a"}
    sign = style()["signs"]["not_reached"]
    return {**DOT, "color": sign["colour"], "mec": sign["rim"], "mew": 0.7}


def dots(
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
    classes: Sequence[DotClass],
    head: str,
    counted: str,
) -> Drawing:
    """
    Draw points, the last class uppermost.

    Parameters
    ----------
    lon, lat
        The points, WGS84 degrees.
    classes
        How they look.
    head
        What stands above the legend.
    counted
        What the points are, above their numbers.

    Returns
    -------
    Drawing
        The map.
    """

    def paint(axes: "Axes", frame: "Frame") -> None:
        x, y = frame.place(lon, lat)
        cells = np.column_stack([x, y]) // CELL
        _, cell, count = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
        room = CELL / np.sqrt(np.median(count[cell]))
        size = float(np.clip(0.75 * room, 0.9, 3.2)) / INCH * 72
        for each in classes:
            chosen = each.chosen
            axes.plot(x[chosen], y[chosen], label=each.words, markersize=size, **each.look)

    entries = [
        Entry(each.words, marker(each.look, LEGEND_SIZE), f"{each.chosen.sum():,}")
        for each in classes
    ]
    bounds = (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
    return Drawing(bounds, Legend(entries, head, counted), paint)


def draw_points(
    layer: Layer,
    column: str | None,
    *,
    cutoffs: Sequence[float] | None = None,
    ramp: str | None = None,
    head: str | None = None,
) -> Drawing:
    """
    Draw points in the classes of a column.

    Parameters
    ----------
    layer
        The points.
    column
        What is mapped: numbers.
    cutoffs
        Where one class ends and the next begins; see `accessibility.maps.classes.classes_of`.
    ramp
        Name of a ramp; the largest values are the darkest, of travel times the smallest.
    head
        What stands above the legend; default the name of the column.

    Returns
    -------
    Drawing
        Points without a value are empty rings.

    Raises
    ------
    UsageError
        If no column was named, cutoffs do not ascend, or there is no such ramp.
    InputError
        If the column holds no numbers.
    """
    table: Any = layer.table
    values = numbers(layer.label, table, column).to_numpy()
    classes = [
        DotClass(each.words, each.chosen, dot_look(each.colour))
        for each in classes_of(values, str(column), cutoffs, ramp)
    ]
    points = table.geometry.representative_point()
    heading = str(column).replace("_", " ") if head is None else head
    return dots(points.x.to_numpy(), points.y.to_numpy(), classes, heading, "points")
