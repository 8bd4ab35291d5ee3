"""Places of interest: everything in an OpenStreetMap extract that a service may be found by."""

from collections.abc import Iterable
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

from accessibility.network.area import Area
from accessibility.network.extract.osm import checked_file, named_faults, tags_of
from accessibility.progress import Progress, Silent, heed

__all__ = ["PLACE_KEYS", "PLACE_RAILWAYS", "PLACE_SCHEMA", "points_of_areas", "read_places"]

PLACE_KEYS: Final = frozenset(
    {
        "amenity",
        "craft",
        "emergency",
        "healthcare",
        "leisure",
        "office",
        "place",
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

BETWEEN_REPORTS: Final = 500
"""Elements between two looks at whether the user wants to stop."""

PLACE_SCHEMA: Final = pa.schema(
    [
        ("osm_type", pa.string()),
        ("osm_id", pa.int64()),
        ("lon", pa.float64()),
        ("lat", pa.float64()),
        ("name", pa.string()),
        ("tags", pa.map_(pa.string(), pa.string())),
        ("area", pa.binary()),
    ]
)
"""Columns of the table of places; `area` is WKB, null for what encloses none."""


def read_places(path: Path, area: Area | None = None, progress: Progress | None = None) -> pa.Table:
    """
    Read the places of interest of an OpenStreetMap extract.

    The point of an area is its centroid, or a point inside where the centroid lies outside; that
    of an open way is halfway along. Of relations, multipolygons are read. Elements without a
    known location, and multipolygons that are not whole, are left out.

    Parameters
    ----------
    path
        An OpenStreetMap file in PBF format.
    area
        Where places are wanted; None reads all.
    progress
        Told that places are read, and asked whether to stop.

    Returns
    -------
    pyarrow.Table
        Columns as in `PLACE_SCHEMA`, WGS84; nodes, then ways, then relations, each by id. The name
        is null where there is none; so is the area of nodes and open ways.

    Raises
    ------
    InputError
        If the file is missing, no PBF or cut off.
    Interrupted
        If the user asked to stop.
    """
    progress = progress or Silent()
    progress.start("Reading places")
    found = _Found(_rectangle(area))
    keys = (*sorted(PLACE_KEYS), "railway")
    processor = osmium.FileProcessor(checked_file(path))
    with named_faults(path):
        elements = processor.with_areas(KeyFilter(*keys)).with_filter(KeyFilter(*keys))
        for number, element in enumerate(elements):
            found.add(element)
            if number % BETWEEN_REPORTS == 0:
                heed(progress)
    places = pa.concat_tables(
        [
            _table("node", found.nodes, {}),
            _table("way", found.ways, found.way_areas),
            _table("relation", found.relations, found.relation_areas),
        ]
    )
    if area is None:
        return places
    inside = area.contains(places["lon"].to_numpy(), places["lat"].to_numpy())
    return places.filter(pa.array(inside))


def points_of_areas(wkb: list[str]) -> NDArray[np.float64]:
    """
    Find a point for each of some areas: its centroid, or a point inside where that lies outside.

    Parameters
    ----------
    wkb
        The areas as WKB in hexadecimal.

    Returns
    -------
    array
        Longitude and latitude in the unit of the areas; shape (areas, 2).
    """
    areas = shapely.from_wkb(np.array(wkb, object))
    centroids = shapely.centroid(areas)
    inside = shapely.contains(areas, centroids)
    points = np.where(inside, centroids, shapely.point_on_surface(areas))
    return np.asarray(shapely.get_coordinates(points), np.float64)


@dataclass(frozen=True)
class _Place:
    osm_id: int
    tags: dict[str, str]
    positions: list[tuple[int, int]]
    """Longitudes and latitudes x 1e7 of its nodes, as far as they are known."""


@dataclass
class _Found:
    """What one pass through the file yields, as far as it may lie in a rectangle."""

    rectangle: tuple[float, float, float, float] | None = None
    """West, south, east and north x 1e7; None takes all."""
    nodes: list[_Place] = field(default_factory=list)
    ways: list[_Place] = field(default_factory=list)
    relations: list[_Place] = field(default_factory=list)
    way_areas: dict[int, str] = field(default_factory=dict)
    """Hexadecimal WKB of the ways that enclose an area."""
    relation_areas: dict[int, str] = field(default_factory=dict)
    """Hexadecimal WKB of the multipolygons that are whole."""
    _wkb: osmium.geom.WKBFactory = field(default_factory=osmium.geom.WKBFactory)

    def add(self, element: Any) -> None:
        tags = tags_of(element)
        if PLACE_KEYS.isdisjoint(tags) and tags.get("railway") not in PLACE_RAILWAYS:
            return
        if element.is_area():
            if self.rectangle is None or self._meets(_outline(element)):
                areas = self.way_areas if element.from_way() else self.relation_areas
                areas[element.orig_id()] = self._wkb.create_multipolygon(element)
        elif element.is_node() or element.is_way():
            places = self.nodes if element.is_node() else self.ways
            positions = _positions([element] if element.is_node() else element.nodes)
            if self.rectangle is None or self._meets(positions):
                places.append(_Place(element.id, tags, positions))
        elif tags.get("type") == "multipolygon":
            self.relations.append(_Place(element.id, tags, []))

    def _meets(self, positions: list[tuple[int, int]]) -> bool:
        """Whether the box around some positions meets the rectangle."""
        if self.rectangle is None or not positions:
            return False
        west, south, east, north = self.rectangle
        xs, ys = zip(*positions, strict=True)
        return bool(max(xs) >= west and min(xs) <= east and max(ys) >= south and min(ys) <= north)


def _rectangle(area: Area | None) -> tuple[float, float, float, float] | None:
    if area is None:
        return None
    west, south, east, north = area.extent
    return west * 1e7, south * 1e7, east * 1e7, north * 1e7


def _outline(area: Any) -> list[tuple[int, int]]:
    return [position for ring in area.outer_rings() for position in _positions(ring)]


def _positions(nodes: Iterable[Any]) -> list[tuple[int, int]]:
    """Where nodes are, as far as it is known."""
    locations = (node.location for node in nodes)
    return [(location.x, location.y) for location in locations if location.valid()]


def _points(places: list[_Place], areas: dict[int, str]) -> NDArray[np.float64]:
    """Longitude and latitude of each place: of its area, else halfway along its known nodes."""
    points = np.full((len(places), 2), np.nan)
    rows = [row for row, place in enumerate(places) if place.osm_id in areas]
    points[rows] = points_of_areas([areas[places[row].osm_id] for row in rows])
    for row, place in enumerate(places):
        if place.osm_id in areas:
            continue
        if len(place.positions) == 1:
            points[row] = np.array(place.positions[0]) / 1e7
        elif place.positions:
            line = shapely.LineString(np.array(place.positions) / 1e7)
            middle = line.interpolate(0.5, normalized=True)
            points[row] = middle.x, middle.y
    return points


def _wkb_of(area: str | None) -> bytes | None:
    return None if area is None else bytes.fromhex(area)


def _table(osm_type: str, places: list[_Place], areas: dict[int, str]) -> pa.Table:
    points = _points(places, areas)
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
            "area": [_wkb_of(areas.get(place.osm_id)) for place in kept],
        },
        schema=PLACE_SCHEMA,
    )
