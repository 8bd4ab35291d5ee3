"""What lies behind the layers of a page: streets from coarse to fine, and stations by name."""

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from accessibility.maps.ground import DEGREES, STROKES
from accessibility.maps.web_shapes import Packed, pack, simplify
from accessibility.network.extract.access import HIGHWAY_CLASSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.extract.streets import Streets
    from accessibility.network.network import Network

__all__ = ["Bounds", "Station", "Tier", "stations", "street_tiers"]

Bounds = tuple[float, float, float, float]
"""West, south, east and north in degrees."""

FROM_ZOOM: Final = (0.0, 7.0, 9.5, 11.0, 12.5)
"""
From which zoom on each class of streets of `STROKES` is shown. At zoom 12 in Wales a phone is about
10 km wide; each further step halves it.
"""
TOLERANCE: Final = 3.0
"""Metres by which streets are simplified."""
MOST_STATIONS: Final = 300


class Tier(NamedTuple):
    """
    Streets that look alike.

    Parameters
    ----------
    width
        Their width in points on a map at full scale.
    from_zoom
        From which zoom on they are shown.
    lines
        Their shape.
    """

    width: float
    from_zoom: float
    lines: Packed


class Station(NamedTuple):
    """
    A railway station.

    Parameters
    ----------
    name
        Its name.
    lon, lat
        Where it is, WGS84 degrees.
    """

    name: str
    lon: float
    lat: float


def street_tiers(streets: "Streets", bounds: Bounds) -> list[Tier]:
    """
    Collect the streets that touch a box, joined to long lines and simplified.

    Parameters
    ----------
    streets
        The streets of a network.
    bounds
        The box.

    Returns
    -------
    list of Tier
        The large streets first. Classes without any are left out.
    """
    begin = streets.shape_offset[:-1]
    west, south, east, north = (np.array(bounds) / DEGREES).tolist()
    touches = np.ones(len(begin), np.bool_)
    if len(begin):
        touches &= np.maximum.reduceat(streets.shape_x, begin) >= west
        touches &= np.minimum.reduceat(streets.shape_x, begin) <= east
        touches &= np.maximum.reduceat(streets.shape_y, begin) >= south
        touches &= np.minimum.reduceat(streets.shape_y, begin) <= north
    names = [name.removesuffix("_link") for name in HIGHWAY_CLASSES]
    tiers = []
    for (classes, _, width), zoom in zip(STROKES, FROM_ZOOM, strict=True):
        members = [place for place, name in enumerate(names) if name in classes]
        edges = np.flatnonzero(touches & np.isin(streets.edge_class, members))
        if len(edges):
            joined = shapely.line_merge(shapely.multilinestrings(_lines(streets, edges)))
            (packed,) = pack(simplify(np.array([joined]), TOLERANCE))
            tiers.append(Tier(width, zoom, packed))
    return tiers


def _lines(streets: "Streets", edges: "NDArray[np.int64]") -> "NDArray[np.object_]":
    first, counts = streets.shape_offset[edges], np.diff(streets.shape_offset)[edges]
    owner = np.repeat(np.arange(len(edges)), counts)
    ends = np.cumsum(counts)
    place = np.arange(ends[-1]) + np.repeat(first - (ends - counts), counts)
    degrees = np.column_stack([streets.shape_x[place], streets.shape_y[place]]) * DEGREES
    lines: NDArray[np.object_] = shapely.linestrings(degrees, indices=owner)
    return lines


def stations(network: "Network", bounds: Bounds) -> list[Station]:
    """
    Find the named railway stations in a box, for orientation.

    Parameters
    ----------
    network
        The network.
    bounds
        The box.

    Returns
    -------
    list of Station
        Each name once, in alphabetical order.
    """
    places = network.places
    railway = pc.map_lookup(places["tags"], "railway", "first")
    rows: list[dict[str, Any]] = (
        places.filter(pc.is_in(railway, value_set=pa.array(["station", "halt"])))
        .select(["name", "lon", "lat"])
        .to_pylist()
    )
    west, south, east, north = bounds
    found: dict[str, Station] = {}
    for row in rows:
        if row["name"] and west <= row["lon"] <= east and south <= row["lat"] <= north:
            found.setdefault(row["name"], Station(row["name"], row["lon"], row["lat"]))
    return [found[name] for name in sorted(found)][:MOST_STATIONS]
