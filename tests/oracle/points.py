"""How points join the streets."""

import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from .streets import Edge

SEMI_MAJOR = 6378137.0
ECCENTRICITY_SQUARED = 0.0066943799901413165

LonLat = tuple[float, float]


@dataclass(frozen=True)
class Joined:
    """A point on the streets: where on which edge, and how far from it the point lies."""

    lonlat: LonLat
    edge: Edge = field(compare=False)  # the point alone and the radius decide it
    first_mm: int
    connector_mm: int

    @property
    def rest_mm(self) -> int:
        """The part of the edge behind the point."""
        return self.edge.length_mm - self.first_mm


def round_half_up(value: float) -> int:
    """Nearest whole number, halves upwards (values are never negative here)."""
    return math.floor(value + 0.5)


def place_on_edge(edge: Edge, lon: float, lat: float) -> tuple[int, int]:
    """Distance of a point from an edge and the first part of the edge there, both in mm."""
    lats = [y / 1e7 for _, y in edge.shape]
    middle = math.radians((min(lats) + max(lats)) / 2)
    bend = 1 - ECCENTRICITY_SQUARED * math.sin(middle) ** 2
    per_lat = SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED) / bend**1.5
    per_lon = SEMI_MAJOR / math.sqrt(bend) * math.cos(middle)
    # the plane has the point as its origin
    plane = [
        (math.radians(x / 1e7 - lon) * per_lon, math.radians(y / 1e7 - lat) * per_lat)
        for x, y in edge.shape
    ]
    travelled = 0.0
    best_mm, best_travelled = 1 << 62, 0.0
    for (x1, y1), (x2, y2) in pairwise(plane):
        dx, dy = x2 - x1, y2 - y1
        length = math.hypot(dx, dy)
        along = -(x1 * dx + y1 * dy) / length**2 if length > 0 else 0.0
        if along <= 0:
            along, distance = 0.0, math.hypot(x1, y1)
        elif along >= 1:
            along, distance = 1.0, math.hypot(x2, y2)
        else:
            distance = math.hypot(x1 + along * dx, y1 + along * dy)
        millimetres = round_half_up(distance * 1000)
        if millimetres < best_mm:
            best_mm, best_travelled = millimetres, travelled + along * length
        travelled += length
    fraction = best_travelled / travelled if travelled > 0 else 0.0
    return best_mm, math.floor(fraction * edge.length_mm + 0.5)


class Joining:
    """Finds the nearest linkable edge; boxes of edges spare those that are surely too far."""

    def __init__(self, edges: list[Edge], mode: str = "foot") -> None:
        self.edges = [edge for edge in edges if mode in edge.linkable]
        boxes = [
            (
                min(x for x, _ in edge.shape),
                min(y for _, y in edge.shape),
                max(x for x, _ in edge.shape),
                max(y for _, y in edge.shape),
            )
            for edge in self.edges
        ]
        self.boxes = np.array(boxes, dtype=np.float64).reshape(-1, 4) / 1e7

    def join(self, lon: float, lat: float, radius_m: float) -> Joined | None:
        """Where a point joins the streets, None when all edges are farther than the radius."""
        near = self._nearest(lon, lat, min(radius_m, 200))
        return near or self._nearest(lon, lat, radius_m)

    def _nearest(self, lon: float, lat: float, radius_m: float) -> Joined | None:
        # a degree of latitude has 110,574 m or more; longitudes get twice what they need
        margin_lat = (radius_m + 1) / 110_000
        margin_lon = 2 * margin_lat / max(math.cos(math.radians(lat)), 0.01)
        west, south, east, north = self.boxes.T
        near = (west <= lon + margin_lon) & (east >= lon - margin_lon)
        near &= (south <= lat + margin_lat) & (north >= lat - margin_lat)
        best: Joined | None = None
        for index in np.flatnonzero(near):  # ascending ids: the first of equals stays
            distance, first = place_on_edge(self.edges[index], lon, lat)
            if distance <= radius_m * 1000 and (best is None or distance < best.connector_mm):
                best = Joined((lon, lat), self.edges[index], first, distance)
        return best
