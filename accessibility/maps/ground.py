"""What lies behind every map: a piece of the Earth on paper, and the streets on it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from pyproj import CRS, Transformer

from accessibility.network.extract.access import HIGHWAY_CLASSES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from accessibility.network.extract.streets import Streets

__all__ = ["Frame", "draw_streets", "street_lines"]

DEGREES: Final = 1e-7
"""Degrees in the unit of stored coordinates."""
LEAST_GROUND_M: Final = 500.0
"""How much ground a map shows at least, so that a single point has surroundings."""
EDGE: Final = 4.0
"""Room on each side of what is shown, millimetres: for marks, and for the frame to stay clear."""

STROKES: Final = (
    (("trunk", "motorway"), 0.33, 1.6),
    (("primary", "secondary"), 0.30, 1.4),
    (("tertiary",), 0.26, 0.9),
    (
        ("unclassified", "residential", "living_street", "service", "road", "busway"),
        0.23,
        0.6,
    ),
    (
        ("track", "path", "bridleway", "cycleway", "pedestrian", "footway", "steps"),
        0.20,
        0.35,
    ),
)
"""
Classes of streets (links as their parents), how much of the light they take, and their width in
points at `FULL_SCALE`. Others are not drawn.
"""
FULL_SCALE: Final = 36.0
"""Metres per millimetre; on maps of smaller scale streets are thinner."""
MAIN: Final = 2
"""How many of these classes are main roads."""
THINNEST: Final = 0.14
"""Width in points below which streets are left out."""


@dataclass(frozen=True)
class Frame:
    """
    A piece of ground, north up, and its size on paper.

    Parameters
    ----------
    to_metres
        From WGS84 degrees to metres, in a transverse Mercator projection about the map's middle.
    west, south
        The corner, in those metres.
    width_mm, height_mm
        Size on paper.
    metres_per_mm
        The scale, the same in all directions.
    """

    to_metres: Transformer
    west: float
    south: float
    width_mm: float
    height_mm: float
    metres_per_mm: float

    @classmethod
    def around(
        cls,
        lon: "NDArray[np.float64]",
        lat: "NDArray[np.float64]",
        narrowest: tuple[float, float],
        widest: tuple[float, float],
        edge: float = EDGE,
    ) -> Self:
        """
        Find the largest scale at which points fit, and the frame at that scale.

        Parameters
        ----------
        lon, lat
            The points, WGS84 degrees.
        narrowest, widest
            Width and height between which the frame may choose, millimetres.
        edge
            Room to keep on each side, millimetres; default 4.

        Returns
        -------
        Frame
            The points lie in its middle.
        """
        centre = f"+lon_0={(lon.min() + lon.max()) / 2} +lat_0={(lat.min() + lat.max()) / 2}"
        plane = CRS(f"+proj=tmerc {centre} +ellps=WGS84 +units=m")
        to_metres = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
        x, y = to_metres.transform(lon, lat)
        ground = [max(float(np.ptp(side)), LEAST_GROUND_M) for side in (x, y)]
        scale = max(metres / (most - 2 * edge) for metres, most in zip(ground, widest, strict=True))
        width, height = (
            max(metres / scale + 2 * edge, least)
            for metres, least in zip(ground, narrowest, strict=True)
        )
        west = (x.min() + x.max() - width * scale) / 2
        south = (y.min() + y.max() - height * scale) / 2
        return cls(to_metres, west, south, width, height, scale)

    def place(
        self, lon: "NDArray[np.floating[Any]]", lat: "NDArray[np.floating[Any]]"
    ) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
        """
        Place points on the paper.

        Parameters
        ----------
        lon, lat
            WGS84 degrees.

        Returns
        -------
        tuple of arrays
            Millimetres from the left and from the bottom of the frame.
        """
        x, y = self.to_metres.transform(lon, lat)
        return (x - self.west) / self.metres_per_mm, (y - self.south) / self.metres_per_mm


def street_lines(
    frame: Frame, streets: "Streets", *, main: bool = False
) -> "list[tuple[str, Path, float, float]]":
    """
    Place the streets that touch a frame on paper.

    Parameters
    ----------
    frame
        The ground.
    streets
        The streets of a network.
    main
        Whether to leave out all but the main ones, as on a small map.

    Returns
    -------
    list
        Of each kind its first class, its lines as one path, their width in points and their ink;
        the quiet ones first.
    """
    begin = streets.shape_offset[:-1]
    if len(begin) == 0:
        return []
    x, y = frame.place(streets.shape_x * DEGREES, streets.shape_y * DEGREES)
    seen = np.maximum.reduceat(x, begin) >= 0
    seen &= np.minimum.reduceat(x, begin) <= frame.width_mm
    seen &= np.maximum.reduceat(y, begin) >= 0
    seen &= np.minimum.reduceat(y, begin) <= frame.height_mm
    shape = np.column_stack([x, y])
    names = [name.removesuffix("_link") for name in HIGHWAY_CLASSES]
    thinner = min(1.4, np.sqrt(FULL_SCALE / frame.metres_per_mm))
    found = []
    for classes, ink, width in reversed(STROKES[:MAIN] if main else STROKES):
        drawn = seen & np.isin(streets.edge_class, [i for i, n in enumerate(names) if n in classes])
        if width * thinner >= THINNEST and drawn.any():
            path = _path(shape, streets.shape_offset, np.flatnonzero(drawn))
            found.append((classes[0], path, width * thinner, ink))
    return found


def draw_streets(axes: "Axes", lines: "list[tuple[str, Path, float, float]]") -> None:
    """
    Draw streets, the quiet ones lowest.

    They darken what lies below them as grey ink would, so that they stay readable on coloured
    areas and light on white paper. Each kind is one path: where its streets cross, no ink doubles.

    Parameters
    ----------
    axes
        Where to draw; its unit is the millimetre.
    lines
        What `street_lines` found.
    """
    for order, (name, path, width, ink) in enumerate(lines):
        look = {"linewidth": width, "alpha": ink, "capstyle": "round", "joinstyle": "round"}
        patch = PathPatch(path, fill=False, color="#000000", label=name, **look)
        patch.set_zorder(1 + order / 10)
        axes.add_patch(patch)


def _path(
    shape: "NDArray[np.float64]", offset: "NDArray[np.int64]", edges: "NDArray[np.intp]"
) -> Path:
    """Join the shapes of edges to one path that lifts the pen between them."""
    length = offset[edges + 1] - offset[edges]
    first = np.cumsum(length) - length
    corner = np.arange(length.sum()) + np.repeat(offset[edges] - first, length)
    codes = np.full(len(corner), Path.LINETO, np.uint8)
    codes[first] = Path.MOVETO
    return Path(shape[corner], codes)
