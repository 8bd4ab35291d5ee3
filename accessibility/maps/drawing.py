"""What is drawn on the ground of a map, whatever it is of."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from shapely.geometry.polygon import orient

from accessibility.maps.legend import Legend
from accessibility.maps.lettering import Style
from accessibility.maps.sheet import Bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from accessibility.maps.ground import Frame
    from accessibility.places.points import Points

__all__ = ["Drawing", "fill", "place_geometry", "square_km"]


@dataclass(frozen=True)
class Drawing:
    """
    What a map shows.

    Parameters
    ----------
    bounds
        What the map must hold.
    legend
        What the signs mean.
    paint
        Draws it; streets take the heights from 1 to 2, areas lie below them, lines and points
        above.
    lines
        Lines that no name covers, WGS84 degrees.
    """

    bounds: Bounds
    legend: Legend
    paint: "Callable[[Axes, Frame], None]"
    lines: "Sequence[BaseGeometry]" = ()

    def holding(self, points: "Points") -> "Drawing":
        """
        Widen the map until it holds points.

        Parameters
        ----------
        points
            The points.

        Returns
        -------
        Drawing
            The same, on as much ground as that takes.
        """
        west, south, east, north = self.bounds
        lon, lat = points.lon, points.lat
        wider = (
            min(west, float(lon.min())),
            min(south, float(lat.min())),
            max(east, float(lon.max())),
            max(north, float(lat.max())),
        )
        return replace(self, bounds=wider)


def place_geometry(geometry: "BaseGeometry", frame: "Frame") -> "BaseGeometry":
    """
    Place a geometry on paper.

    Parameters
    ----------
    geometry
        WGS84 degrees.
    frame
        The ground.

    Returns
    -------
    geometry
        In millimetres from the left and from the bottom of the frame.
    """

    def place(lonlat: "NDArray[np.float64]") -> "NDArray[np.float64]":
        return np.column_stack(frame.place(lonlat[:, 0], lonlat[:, 1]))

    return shapely.transform(geometry, place)


def square_km(shapes: "Sequence[BaseGeometry]") -> list[str]:
    """
    Measure areas.

    Parameters
    ----------
    shapes
        WGS84 degrees.

    Returns
    -------
    list of str
        Square kilometres of each, in an equal-area projection; decimals below 100.
    """
    placed = gpd.GeoSeries(list(shapes), crs=4326)
    west, south, east, north = placed.total_bounds
    plane = f"+proj=laea +lon_0={(west + east) / 2} +lat_0={(south + north) / 2} +ellps=WGS84"
    areas = placed.to_crs(plane).area.to_numpy() / 1e6
    return [f"{area:,.1f}" if area < 100 else f"{area:,.0f}" for area in areas]


def fill(axes: "Axes", frame: "Frame", geometry: "BaseGeometry", style: Style) -> None:
    """
    Fill the polygons of a geometry, holes left out, as one path.

    Parameters
    ----------
    axes
        Where to draw; its unit is the millimetre.
    frame
        The ground.
    geometry
        WGS84 degrees; what is no polygon is passed over.
    style
        Arguments of matplotlib's patches.
    """
    points, codes = [], []
    for part in shapely.get_parts(place_geometry(geometry, frame)):
        if part.geom_type != "Polygon" or part.is_empty:
            continue
        turned = orient(part)  # a hole runs against its rim, which is how it stays empty
        for ring in (turned.exterior, *turned.interiors):
            corners = shapely.get_coordinates(ring)
            code = np.full(len(corners), Path.LINETO, np.uint8)
            code[0], code[-1] = Path.MOVETO, Path.CLOSEPOLY
            points.append(corners)
            codes.append(code)
    if points:
        path = Path(np.concatenate(points), np.concatenate(codes))
        axes.add_patch(PathPatch(path, joinstyle="round", **style))
