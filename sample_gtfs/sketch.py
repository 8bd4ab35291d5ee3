"""The drawing board: lines with OpenStreetMap tags in the plane, before they share nodes."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from names import Names
from valley import Point, nearest_on_segment, on_plane, smooth, straight

Tags = dict[str, str]
CELL = 50.0


@dataclass
class Line:
    """A way in the making; lines of layer 0 share a node wherever they meet."""

    points: list[Point]
    tags: Tags
    layer: int = 0


@dataclass(frozen=True)
class Pin:
    """A node with tags of its own, put on the nearest line that has all of ``on``."""

    at: Point
    tags: Tags
    on: Tags


@dataclass
class Sketch:
    """Everything drawn so far."""

    names: Names
    lines: list[Line] = field(default_factory=list)
    areas: list[Line] = field(default_factory=list)
    pins: list[Pin] = field(default_factory=list)
    _grid: dict[tuple[int, int], list[tuple[Point, Point]]] = field(default_factory=dict)

    def random(self, purpose: str) -> Random:
        """A generator of random numbers that depends on nothing but its purpose."""
        return Random("Aberhelwyn " + purpose)  # noqa: S311 - a drawing, not a secret

    def add(self, points: Sequence[Point], tags: Mapping[str, str], layer: int = 0) -> Line:
        """Add a line in the plane."""
        line = Line([(round(x, 3), round(y, 3)) for x, y in points], dict(tags), layer)
        self.lines.append(line)
        self._occupy(line.points)
        return line

    def _occupy(self, points: Sequence[Point]) -> None:
        for a, b in pairwise(points):
            for cell in _cells(a, b, 0):
                self._grid.setdefault(cell, []).append((a, b))

    def obstacle(self, points: Sequence[Point], tags: Mapping[str, str]) -> None:
        """Add a river, stream or railway, which no street may touch."""
        self.areas.append(Line(list(points), dict(tags)))
        self._occupy(points)

    def street(
        self, valley_points: Sequence[Point], highway: str, name: str = "", **tags: str
    ) -> Line:
        """Add a curve through places in valley coordinates."""
        points = valley_points if len(valley_points) == 2 else smooth(valley_points)
        return self.add(on_plane(straight(points)), _tags(highway, name, tags))

    def cornered(
        self, valley_points: Sequence[Point], highway: str, name: str = "", **tags: str
    ) -> Line:
        """Add a line with corners at places in valley coordinates."""
        return self.add(on_plane(straight(valley_points)), _tags(highway, name, tags))

    def area(self, valley_points: Sequence[Point], tags: Mapping[str, str]) -> None:
        """Add a closed way that is no street: a park, a pitch, a graveyard."""
        ring = on_plane(straight([*valley_points, valley_points[0]], step=60))
        self.areas.append(Line(ring, dict(tags)))

    def pin(self, at: Point, on: Tags | None = None, **tags: str) -> None:
        """Put a tagged node on a line near a place in valley coordinates."""
        self.pins.append(Pin(on_plane([at])[0], _osm_keys(tags), on or {}))

    def clearance(self, place: Point, reach: float) -> float:
        """The distance from a place to the nearest line, if that is within ``reach``."""
        nearest = math.inf
        seen = set()
        for cell in _cells(place, place, reach):
            for segment in self._grid.get(cell, ()):
                if segment not in seen:
                    seen.add(segment)
                    nearest = min(nearest, nearest_on_segment(place, *segment)[0])
        return nearest


def _osm_keys(tags: Mapping[str, str]) -> Tags:
    """Keyword arguments as tags: two underscores stand for a colon, a last one is dropped."""
    return {key.rstrip("_").replace("__", ":"): value for key, value in tags.items()}


def _tags(highway: str, name: str, extra: Mapping[str, str]) -> Tags:
    tags = {"highway": highway}
    if name:
        tags["name"] = name
    return tags | _osm_keys(extra)


def _cells(a: Point, b: Point, reach: float) -> Iterator[tuple[int, int]]:
    low_x, high_x = sorted((a[0], b[0]))
    low_y, high_y = sorted((a[1], b[1]))
    for i in range(math.floor((low_x - reach) / CELL), math.floor((high_x + reach) / CELL) + 1):
        for j in range(math.floor((low_y - reach) / CELL), math.floor((high_y + reach) / CELL) + 1):
            yield i, j
