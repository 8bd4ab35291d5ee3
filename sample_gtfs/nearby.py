"""The nearest of many segments to a place."""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from noding import Way, Web
from valley import Point, nearest_on_segment

CELL = 60.0


@dataclass(frozen=True)
class Foot:
    """Where a place meets its nearest way: distance, segment of the way and share along it."""

    distance: float
    way: int
    segment: int
    share: float


class Nearby:
    """A grid over the segments of the ways that pass a test."""

    def __init__(self, web: Web, wanted: Callable[[Way], bool]) -> None:
        self._web = web
        self._grid: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
        for number, way in enumerate(web.ways):
            if wanted(way):
                self.add(number)

    def ends(self, way: int, segment: int) -> tuple[Point, Point]:
        """Both ends of a segment."""
        nodes = self._web.ways[way].nodes
        return self._web.places[nodes[segment]], self._web.places[nodes[segment + 1]]

    def add(self, way: int) -> None:
        """Add the segments of a way of the web."""
        for segment in range(len(self._web.ways[way].nodes) - 1):
            a, b = self.ends(way, segment)
            for i in _cells(a[0], b[0]):
                for j in _cells(a[1], b[1]):
                    self._grid[i, j].add((way, segment))

    def nearest(self, place: Point, reach: float) -> Foot | None:
        """The nearest segment within ``reach`` metres, or None."""
        return min(self.within(place, reach), key=lambda foot: foot.distance, default=None)

    def within(self, place: Point, reach: float) -> list[Foot]:
        """All segments within ``reach`` metres, in the order of the ways."""
        found: set[tuple[int, int]] = set()
        for i in _cells(place[0] - reach, place[0] + reach):
            for j in _cells(place[1] - reach, place[1] + reach):
                found |= self._grid.get((i, j), set())
        feet = []
        for way, segment in sorted(found):
            distance, share = nearest_on_segment(place, *self.ends(way, segment))
            if distance <= reach:
                feet.append(Foot(distance, way, segment, share))
        return feet


def _cells(first: float, last: float) -> range:
    low, high = sorted((first, last))
    return range(math.floor(low / CELL), math.floor(high / CELL) + 1)


def takes_room(way: Way) -> bool:
    """Whether a way is anything that a building may not stand on."""
    keys = ("highway", "railway", "waterway", "building", "amenity", "leisure", "landuse")
    return any(key in way.tags for key in keys)


def is_street(way: Way) -> bool:
    """Whether a way is a street that houses and shops stand along."""
    return (
        way.tags.get("highway") in STREETS and "bridge" not in way.tags and "tunnel" not in way.tags
    )


STREETS = {
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "pedestrian",
}
