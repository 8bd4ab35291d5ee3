"""Places of interest: everything in an OpenStreetMap extract that a service may be found by."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import osmium
import osmium.geom
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from osmium.filter import KeyFilter

from accessibility.network.osm import checked_file, is_position, named_faults, tags_of

__all__ = ["PLACE_KEYS", "PLACE_RAILWAYS", "PLACE_SCHEMA", "read_places"]

PLACE_KEYS: Final = frozenset(
    {
        "amenity",
        "craft",
        "emergency",
        "healthcare",
        "leisure",
        "office",
        "public_transport",
        "shop",
        "social_facility",
        "sport",
        "tourism",
    }
)
"""An element with one of these keys is a place of interest."""

PLACE_RAILWAYS: Final = frozenset({"station", "halt", "tram_stop"})
"""Values of `railway` that make a place of interest."""

PLACE_SCHEMA: Final = pa.schema(
    [
        ("osm_type", pa.string()),
        ("osm_id", pa.int64()),
        ("lon", pa.float64()),
        ("lat", pa.float64()),
        ("name", pa.string()),
        ("tags", pa.map_(pa.string(), pa.string())),
    ]
)
"""Columns of the table of places."""


def read_places(path: Path) -> pa.Table:
    """
    Read the places of interest of an OpenStreetMap extract.

    The point of an area is its centroid, or a point inside where the centroid lies outside; that
    of an open way is halfway along. Of relations, multipolygons are read. Elements without a
    known location, and multipolygons that are not whole, are left out.

    Parameters
    ----------
    path
        An OpenStreetMap file in PBF format.

    Returns
    -------
    pyarrow.Table
        Columns as in `PLACE_SCHEMA`, WGS84; nodes, then ways, then relations, each by id. The name
        is null where there is none.

    Raises
    ------
    InputError
        If the file is missing, no PBF or cut off.
    """
    found = _Found()
    keys = (*sorted(PLACE_KEYS), "railway")
    processor = osmium.FileProcessor(checked_file(path))
    with named_faults(path):
        for element in processor.with_areas(KeyFilter(*keys)).with_filter(KeyFilter(*keys)):
            found.add(element)
    return pa.concat_tables(
        [
            _table("node", found.nodes, _points_of_nodes(found.nodes)),
            _table("way", found.ways, _points_of_ways(found.ways, found.way_areas)),
            _table(
                "relation", found.relations, _points_of_areas([p.shape for p in found.relations])
            ),
        ]
    )


@dataclass(frozen=True)
class _Place:
    osm_id: int
    tags: dict[str, str]
    shape: Any
    """Node: (x, y); way: list of (x, y) of the nodes that are known; relation: hexadecimal WKB."""


@dataclass
class _Found:
    """What one pass through the file yields."""

    nodes: list[_Place] = field(default_factory=list)
    ways: list[_Place] = field(default_factory=list)
    way_areas: dict[int, str] = field(default_factory=dict)
    """Hexadecimal WKB of the ways that enclose an area."""
    relations: list[_Place] = field(default_factory=list)
    _wkb: osmium.geom.WKBFactory = field(default_factory=osmium.geom.WKBFactory)

    def add(self, element: Any) -> None:
        tags = tags_of(element)
        if PLACE_KEYS.isdisjoint(tags) and tags.get("railway") not in PLACE_RAILWAYS:
            return
        if element.is_node():
            location = element.location
            self.nodes.append(_Place(element.id, tags, (location.x, location.y)))
        elif element.is_way():
            shape = [(node.x, node.y) for node in element.nodes if node.location.valid()]
            self.ways.append(_Place(element.id, tags, shape))
        elif element.is_area():
            area = self._wkb.create_multipolygon(element)
            if element.from_way():
                self.way_areas[element.orig_id()] = area
            else:
                self.relations.append(_Place(element.orig_id(), tags, area))


def _points_of_nodes(places: list[_Place]) -> NDArray[np.float64]:
    points = np.array([place.shape for place in places], np.int32).reshape(-1, 2)
    known = is_position(points[:, 0], points[:, 1])
    return np.where(known[:, None], points / 1e7, np.nan)


def _points_of_ways(places: list[_Place], areas: dict[int, str]) -> NDArray[np.float64]:
    """Points of ways: of their area if they enclose one, else halfway along the known nodes."""
    points = np.full((len(places), 2), np.nan)
    encloses = np.array([place.osm_id in areas for place in places], np.bool_)
    enclosing = [areas[place.osm_id] for place in places if place.osm_id in areas]
    points[encloses] = _points_of_areas(enclosing)
    for row in np.flatnonzero(~encloses):
        shape = places[row].shape
        if len(shape) == 1:
            points[row] = np.array(shape[0]) / 1e7
        elif shape:
            line = shapely.LineString(np.array(shape) / 1e7)
            middle = line.interpolate(0.5, normalized=True)
            points[row] = middle.x, middle.y
    return points


def _points_of_areas(wkb: list[str]) -> NDArray[np.float64]:
    areas = shapely.from_wkb(np.array(wkb, object))
    centroids = shapely.centroid(areas)
    inside = shapely.contains(areas, centroids)
    points = np.where(inside, centroids, shapely.point_on_surface(areas))
    return np.asarray(shapely.get_coordinates(points), np.float64)


def _table(osm_type: str, places: list[_Place], points: NDArray[np.float64]) -> pa.Table:
    rows = np.flatnonzero(~np.isnan(points[:, 0]))
    rows = rows[np.argsort([places[row].osm_id for row in rows], kind="stable")].astype(np.int64)
    kept = [places[row] for row in rows]
    return pa.table(
        {
            "osm_type": pa.repeat(osm_type, len(kept)),
            "osm_id": [place.osm_id for place in kept],
            "lon": points[rows, 0],
            "lat": points[rows, 1],
            "name": [place.tags.get("name") for place in kept],
            "tags": [list(place.tags.items()) for place in kept],
        },
        schema=PLACE_SCHEMA,
    )
