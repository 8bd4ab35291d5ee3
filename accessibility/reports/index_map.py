"""Areas in ten shades as a drawing inside a page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import shapely

from accessibility.maps.scale import round_length, say_length
from accessibility.maps.style import ramp_colours, style

if TYPE_CHECKING:
    from pandas import DataFrame, Series

__all__ = ["DECILE_COLOURS", "AreaMap", "area_map", "counts_of"]

DECILES: Final = 10
DECILE_COLOURS: Final = tuple(ramp_colours(style()["ramp_of"]["values"], DECILES))
"""The first is that of decile 1, the most deprived."""
WIDTH: Final = 760.0
MOST_HEIGHT: Final = 860.0
DETAIL: Final = 0.35
"""How far outlines are moved at most when they are simplified, in units of the drawing."""
SCALE_ROOM: Final = 0.28
METRES_PER_DEGREE: Final = 111_195.0


class Shape(NamedTuple):
    """
    An area of the drawing.

    Parameters
    ----------
    path
        Its outline as SVG says it.
    look
        Class of the style sheet.
    words
        What is said of it.
    """

    path: str
    look: str
    words: str


class AreaMap(NamedTuple):
    """
    A drawing of areas.

    Parameters
    ----------
    width, height
        Its size in its own units.
    shapes
        The areas.
    scale, scale_width
        A round length in words, and how long it is in the drawing.
    """

    width: float
    height: float
    shapes: list[Shape]
    scale: str
    scale_width: float


def area_map(areas: "DataFrame", deciles: "Series", words: Sequence[str]) -> AreaMap | None:
    """
    Draw areas in the colours of their deciles.

    Parameters
    ----------
    areas
        A GeoDataFrame of areas.
    deciles
        The decile of each, in the same order; NaN where there is none.
    words
        What is said of each when it is pointed at.

    Returns
    -------
    AreaMap or None
        The drawing; None if the areas have no outlines.
    """
    geometry: Any = getattr(areas, "geometry", None)
    if geometry is None or geometry.is_empty.all():
        return None
    shapes = shapely.force_2d(shapely.make_valid(geometry.to_numpy()))
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    geographic = geometry.crs is not None and geometry.crs.is_geographic
    narrow = float(np.cos(np.radians((south + north) / 2))) if geographic else 1.0
    across, up = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    unit = min(WIDTH / across, MOST_HEIGHT / up)
    shapes = shapely.transform(
        shapes,
        lambda points: np.column_stack(
            [(points[:, 0] - west) * narrow * unit, (north - points[:, 1]) * unit]
        ),
    )
    shapes = shapely.simplify(shapes, DETAIL)
    metres = (METRES_PER_DEGREE if geographic else _metres(geometry.crs)) / unit
    length = round_length(SCALE_ROOM * across * unit * metres)
    return AreaMap(
        round(across * unit, 1),
        round(up * unit, 1),
        [
            Shape(_path(shape), _look(decile), said)
            for shape, decile, said in zip(shapes, deciles, words, strict=True)
        ],
        say_length(length),
        round(length / metres, 1),
    )


def counts_of(deciles: "Series") -> list[tuple[int, int]]:
    """
    Count the areas of each decile.

    Parameters
    ----------
    deciles
        NaN where an area has none.

    Returns
    -------
    list of tuple
        Each decile from 1 to 10, and how many areas it has.
    """
    return [(decile, int((deciles == decile).sum())) for decile in range(1, DECILES + 1)]


def _metres(crs: Any) -> float:
    """Metres in a unit of a projection."""
    return float(crs.axis_info[0].unit_conversion_factor) if crs is not None else 1.0


def _look(decile: float) -> str:
    return f"decile{int(decile)}" if decile == decile else "none"  # noqa: PLR0124 - NaN


def _path(shape: Any) -> str:
    rings = [
        ring
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in shapely.get_rings(part)
    ]
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1]) + "Z"
        for ring in rings
    )
