"""Areas in classes of an indicator."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from accessibility.maps.classes import ValueClass, classes_of
from accessibility.maps.drawing import Drawing, fill
from accessibility.maps.layers import Layer, numbers
from accessibility.maps.legend import Entry, Legend, box

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from accessibility.maps.ground import Frame
    from accessibility.maps.lettering import Style

__all__ = ["draw_areas"]

RIM: Final = "#ffffff"
WITHOUT: Final[dict[str, Any]] = {"facecolor": "#ffffff", "edgecolor": "#9a9a9a", "hatch": "////"}
"""How areas without a value look: hatched, so that they are no class."""
RIM_OF_ROOM: Final = 1 / 18
RIMS: Final = (0.1, 0.45)
"""Width of rims in points: a share of the side that areas have in millimetres, and its limits."""


def draw_areas(
    layer: Layer,
    column: str | None,
    *,
    cutoffs: Sequence[float] | None = None,
    ramp: str | None = None,
    head: str | None = None,
) -> Drawing:
    """
    Draw areas in the classes of a column.

    Parameters
    ----------
    layer
        The areas.
    column
        What is mapped: numbers. Travel times get the bands and the colours of isochrones.
    cutoffs
        Where one class ends and the next begins; see `accessibility.maps.classes.classes_of`.
    ramp
        Name of a ramp; the largest values are the darkest, of travel times the smallest.
    head
        What stands above the legend; default the name of the column.

    Returns
    -------
    Drawing
        Areas without a value are hatched.

    Raises
    ------
    UsageError
        If no column was named, cutoffs do not ascend, or there is no such ramp.
    InputError
        If the column holds no numbers.
    """
    table: Any = layer.table
    values = numbers(layer.label, table, column).to_numpy()
    name = str(column)
    classes = classes_of(values, name, cutoffs, ramp)
    shapes = shapely.make_valid(table.geometry.to_numpy())

    def paint(axes: "Axes", frame: "Frame") -> None:
        room = float(np.sqrt(frame.width_mm * frame.height_mm / len(shapes)))
        rim = float(np.clip(room * RIM_OF_ROOM, *RIMS))
        for each in classes:
            if each.chosen.any():
                parts = shapely.get_parts(shapes[each.chosen])
                look = {**_look(each), "linewidth": rim, "zorder": 0.3, "label": each.words}
                fill(axes, frame, shapely.GeometryCollection(list(parts)), look)

    entries = [
        Entry(each.words, box({**_look(each), "linewidth": 0.4}), f"{each.chosen.sum():,}")
        for each in classes
    ]
    west, south, east, north = table.total_bounds.tolist()
    heading = name.replace("_", " ") if head is None else head
    return Drawing((west, south, east, north), Legend(entries, heading, "areas"), paint)


def _look(each: ValueClass) -> "Style":
    return dict(WITHOUT) if each.colour is None else {"facecolor": each.colour, "edgecolor": RIM}
