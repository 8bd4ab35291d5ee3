"""Everything besides streets on the map: services, stations, parks and the school's courtyard."""

import math
from dataclasses import dataclass, field

from main_roads import RAIL_N
from nearby import Nearby, is_street, takes_room
from noding import Way, Web
from places import KINDS, LISTED, SERVICES
from restrictions import Relation
from sketch import Line, Tags
from valley import Point, along, beside, on_plane, plane

SCHOOL_AT = (905.0, 395.0)


@dataclass(frozen=True)
class Service:
    """A service as a point, for the tables beside the map."""

    kind: str
    name: str
    at: Point


@dataclass
class Map:
    """The town's map: streets with their nodes, further ways and nodes, relations, services."""

    web: Web
    relations: list[Relation] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)

    def new_node(self, place: Point, tags: Tags | None = None) -> int:
        """Add a node."""
        self.web.places.append((round(place[0], 3), round(place[1], 3)))
        node = len(self.web.places) - 1
        if tags:
            self.web.node_tags[node] = dict(tags)
        return node

    def new_way(self, line: list[Point], tags: Tags) -> int:
        """Add a way over nodes of its own; a line that ends where it begins is closed."""
        closed = line[0] == line[-1]
        nodes = [self.new_node(place) for place in (line[:-1] if closed else line)]
        self.web.ways.append(Way(nodes + nodes[:1] if closed else nodes, dict(tags)))
        return len(self.web.ways) - 1


def add_all(town: Map, areas: list[Line]) -> None:
    """Put everything besides the streets on the map."""
    streets = Nearby(town.web, is_street)
    known = {town.web.places[node]: node for way in town.web.ways for node in way.nodes}
    for area in areas:
        way = town.new_way(area.points, area.tags)
        if area.tags.get("railway") == "rail":
            _level_crossing(town, town.web.ways[way], known)
        if area.tags.get("leisure") == "park":
            town.services.append(Service("park", area.tags["name"], _centre(area.points)))
    taken = Nearby(town.web, takes_room)
    for kind, name, at in SERVICES:
        form, tags = KINDS[kind]
        tags = tags | ({"name": name} if name else {})
        place = _stand(town, (streets, taken), plane(*at), form, tags)
        if kind in LISTED:
            town.services.append(Service(kind, name, place))
    _school(town)
    _stations(town)


def add_bus_stop(town: Map, name: str, place: Point) -> None:
    """Put a bus stop on the map."""
    tags = {"highway": "bus_stop", "public_transport": "platform", "bus": "yes", "name": name}
    town.new_node(place, tags)


def _centre(ring: list[Point]) -> Point:
    inner = ring[:-1]
    x, y = math.fsum(p[0] for p in inner), math.fsum(p[1] for p in inner)
    return x / len(inner), y / len(inner)


def _stand(town: Map, around: tuple[Nearby, Nearby], near: Point, form: str, tags: Tags) -> Point:
    """Put a service beside a street: a node at the nearest one, grounds where there is room."""
    streets, taken = around
    if form == "node":
        foot = streets.nearest(near, 200)
        if foot is None:
            raise ValueError(f"no street for {tags} near {near}")
        a, b = streets.ends(foot.way, foot.segment)
        side = 1 if (b[0] - a[0]) * (near[1] - a[1]) - (b[1] - a[1]) * (near[0] - a[0]) < 0 else -1
        place = beside(a, b, min(0.9, max(0.1, foot.share)), side * 9)
        town.new_node(place, tags)
        return place
    is_building = form == "building"
    size = (9.0, 15.0, 11.0) if is_building else (10.0, 50.0, 30.0)
    for foot in sorted(streets.within(near, 400), key=lambda foot: foot.distance):
        a, b = streets.ends(foot.way, foot.segment)
        for side in (1, -1):
            ring = _plot(a, b, foot.share, side, size)
            if _has_room(taken, ring):
                building = {"building": "yes"} if is_building else {}
                taken.add(town.new_way([*ring, ring[0]], tags | building))
                return _centre([*ring, ring[0]])
    raise ValueError(f"no room for {tags} near {near}")


def _plot(
    a: Point, b: Point, share: float, side: int, size: tuple[float, float, float]
) -> list[Point]:
    """A rectangle beside a segment: the gap to the street, its depth and half its width."""
    gap, depth, half = size
    unit = half / math.dist(a, b)
    corners = ((-1, gap), (1, gap), (1, gap + depth), (-1, gap + depth))
    return [beside(a, b, share + shift * unit, side * offset) for shift, offset in corners]


def _has_room(taken: Nearby, ring: list[Point]) -> bool:
    """Whether nothing lies within 4 metres of a plot (looked up on a 10 metre grid over it)."""
    steps = [k / 5 for k in range(6)]
    for u in steps:
        for v in steps:
            low, high = along(ring[0], ring[1], u), along(ring[3], ring[2], u)
            if taken.nearest(along(low, high, v), 4) is not None:
                return False
    return True


def _school(town: Map) -> None:
    """The secondary school: a multipolygon whose inner ring is its courtyard."""
    s, n = SCHOOL_AT
    outer = on_plane([(s - 35, n - 30), (s + 35, n - 30), (s + 35, n + 30), (s - 35, n + 30)])
    inner = on_plane([(s - 15, n - 12), (s + 15, n - 12), (s + 15, n + 12), (s - 15, n + 12)])
    ways = [town.new_way([*ring, ring[0]], {}) for ring in (outer, inner)]
    tags = {"amenity": "school", "isced:level": "2;3", "name": "Ysgol Uwchradd Cwm Helwyn"}
    members = [("w", ways[0], "outer"), ("w", ways[1], "inner")]
    town.relations.append(Relation(members, {"type": "multipolygon", "building": "school", **tags}))
    town.services.append(Service("secondary_school", tags["name"], plane(s - 25, n)))


def _stations(town: Map) -> None:
    for s, name in ((2580, "Aberhelwyn"), (620, "Parc Helwyn")):
        tags = {"railway": "station", "public_transport": "station", "name": name}
        town.new_node(plane(s, RAIL_N), tags)


def _level_crossing(town: Map, track: Way, known: dict[Point, int]) -> None:
    """Let a track and the road across it share the node that both have at the same place."""
    for k, node in enumerate(track.nodes):
        shared = known.get(town.web.places[node])
        if shared is not None:
            track.nodes[k] = shared
            town.web.node_tags[shared] = {"railway": "level_crossing"}
