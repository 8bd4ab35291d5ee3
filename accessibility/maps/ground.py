"""What lies behind every map: a piece of the Earth on paper, and the streets on it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
from matplotlib.collections import LineCollection
from pyproj import CRS, Transformer

from accessibility.network.access import HIGHWAY_CLASSES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from accessibility.network.streets import Streets

__all__ = ["Frame", "draw_streets"]

DEGREES: Final = 1e-7
"""Degrees in the unit of stored coordinates."""
LEAST_GROUND_M: Final = 500.0
"""How much ground a map shows at least, so that a single point has surroundings."""
AROUND: Final = 1.06
"""Room around the points, as a multiple of what they cover."""

STROKES: Final = (
    (("trunk", "motorway"), "#a6a6a6", 2.0),
    (("primary", "secondary"), "#b2b2b2", 1.4),
    (("tertiary",), "#bcbcbc", 0.9),
    (
        ("unclassified", "residential", "living_street", "service", "road", "busway"),
        "#c4c4c4",
        0.6,
    ),
    (
        ("track", "path", "bridleway", "cycleway", "pedestrian", "footway", "steps"),
        "#cdcdcd",
        0.35,
    ),
)
"""
Classes of streets (links as their parents), their colour, and their width in points at
`FULL_SCALE`. Others are not drawn.
"""
FULL_SCALE: Final = 36.0
"""Metres per millimetre; on maps of smaller scale streets are thinner."""
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
    ) -> Self:
        """
        Find the largest scale at which points fit, and the frame at that scale.

        Parameters
        ----------
        lon, lat
            The points, WGS84 degrees.
        narrowest, widest
            Width and height between which the frame may choose, millimetres.

        Returns
        -------
        Frame
            The points lie in its middle.
        """
        centre = f"+lon_0={(lon.min() + lon.max()) / 2} +lat_0={(lat.min() + lat.max()) / 2}"
        plane = CRS(f"+proj=tmerc {centre} +ellps=WGS84 +units=m")
        to_metres = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
        x, y = to_metres.transform(lon, lat)
        ground = [max(float(np.ptp(side)) * AROUND, LEAST_GROUND_M) for side in (x, y)]
        scale = max(metres / most for metres, most in zip(ground, widest, strict=True))
        width, height = (
            max(metres / scale, least) for metres, least in zip(ground, narrowest, strict=True)
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


def draw_streets(axes: "Axes", frame: Frame, streets: "Streets") -> None:
    """
    Draw the streets that touch a frame, the quiet ones first and thinnest.

    Parameters
    ----------
    axes
        Where to draw; its unit is the millimetre.
    frame
        The ground.
    streets
        The streets of a network.
    """
    x, y = frame.place(streets.shape_x * DEGREES, streets.shape_y * DEGREES)
    begin = streets.shape_offset[:-1]
    seen = np.maximum.reduceat(x, begin) >= 0
    seen &= np.minimum.reduceat(x, begin) <= frame.width_mm
    seen &= np.maximum.reduceat(y, begin) >= 0
    seen &= np.minimum.reduceat(y, begin) <= frame.height_mm
    shape = np.column_stack([x, y])
    names = [name.removesuffix("_link") for name in HIGHWAY_CLASSES]
    thinner = min(1.4, np.sqrt(FULL_SCALE / frame.metres_per_mm))
    for order, (classes, colour, width) in enumerate(reversed(STROKES)):
        if width * thinner < THINNEST:
            continue
        drawn = np.isin(streets.edge_class, [i for i, n in enumerate(names) if n in classes])
        lines = [
            shape[streets.shape_offset[edge] : streets.shape_offset[edge + 1]]
            for edge in np.flatnonzero(seen & drawn)
        ]
        style = {"linewidths": width * thinner, "colors": colour, "capstyle": "round"}
        axes.add_collection(LineCollection(lines, zorder=1 + order / 10, **style), autolim=False)
