"""Areas gained and lost between two sets of isochrones."""

from typing import TYPE_CHECKING, Any, Final

import shapely

from accessibility.errors import InputError
from accessibility.maps.drawing import Drawing, fill, square_km
from accessibility.maps.layers import Layer, differ, refuse_several
from accessibility.maps.legend import Entry, Legend, box
from accessibility.maps.style import style, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from accessibility.maps.ground import Frame

__all__ = ["draw_changes"]

KINDS: Final = ("gained", "lost")
RIM: Final = {"linewidth": 0.35, "edgecolor": "#ffffff"}


def draw_changes(layer: Layer, head: str | None = None) -> Drawing:
    """
    Draw what is gained and what is lost within some time.

    Parameters
    ----------
    layer
        Areas with a column ``change``, of one time.
    head
        What stands above the legend; default the time.

    Returns
    -------
    Drawing
        The map.

    Raises
    ------
    UsageError
        If it holds several times or origins.
    InputError
        If a change is neither gained nor lost.
    """
    table: Any = layer.table
    for column in ("minutes", "id"):
        if column in table.columns and differ(table[column]):
            refuse_several(layer.label, column, table[column])
    for row, change in enumerate(table["change"], 1):
        if change not in KINDS:
            problem, remedy = f"is neither {KINDS[0]} nor {KINDS[1]}", "Mend or remove the row."
            raise InputError.at(layer.label, problem, remedy, row=row, field="change", value=change)
    shapes = {
        kind: shapely.union_all(shapely.make_valid(table.geometry[table["change"] == kind].array))
        for kind in KINDS
    }
    looks = {kind: {"facecolor": style()["signs"][kind]["colour"], **RIM} for kind in KINDS}
    sizes = square_km(list(shapes.values()))
    entries = [
        Entry(word(kind), box(looks[kind]), size) for kind, size in zip(KINDS, sizes, strict=True)
    ]

    def paint(axes: "Axes", frame: "Frame") -> None:
        for kind in KINDS:
            fill(axes, frame, shapes[kind], {**looks[kind], "zorder": 0.3, "label": kind})

    west, south, east, north = table.total_bounds.tolist()
    if head is None:
        minutes = table["minutes"].iloc[0] if "minutes" in table.columns else None
        head = "" if minutes is None else word("reached_within", minutes=f"{minutes:g}")
    return Drawing((west, south, east, north), Legend(entries, head, "km²"), paint)
