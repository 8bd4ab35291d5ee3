"""The way a bus takes over the streets from place to place."""

import heapq
import math
from collections import defaultdict

from nearby import Nearby
from noding import Way, Web
from valley import Point, along

BUS_CLASSES = {
    "motorway",
    "motorway_link",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
}
ONE_WAY_CLASSES = {"motorway", "motorway_link"}


def takes_buses(way: Way) -> bool:
    """Whether buses may use a way."""
    tags = way.tags
    if tags.get("bus") == "yes":
        return True
    barred = tags.get("motor_vehicle") == "no" or tags.get("access") == "private"
    return tags.get("highway") in BUS_CLASSES and not barred


def put_on_road(web: Web, place: Point) -> tuple[int, Point]:
    """The node of the nearest road at a place, made if need be, and the direction of the road."""
    roads = Nearby(web, takes_buses)
    foot = roads.nearest(place, 60)
    if foot is None:
        raise ValueError(f"no road for buses near {place}")
    a, b = roads.ends(foot.way, foot.segment)
    nodes = web.ways[foot.way].nodes
    axis = (b[0] - a[0], b[1] - a[1])
    for end, share in ((0, foot.share), (1, 1 - foot.share)):
        if share * math.dist(a, b) < 4:
            return nodes[foot.segment + end], axis
    x, y = along(a, b, foot.share)
    web.places.append((round(x, 3), round(y, 3)))
    nodes.insert(foot.segment + 1, len(web.places) - 1)
    return len(web.places) - 1, axis


class Roadways:
    """The streets that buses use as a graph of nodes."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._after: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for way in web.ways:
            if takes_buses(way):
                self._add(way)

    def _add(self, way: Way) -> None:
        one_way = way.tags.get("oneway", "yes" if _runs_forwards(way) else "no")
        for first, second in zip(way.nodes, way.nodes[1:], strict=False):
            length = math.dist(self._web.places[first], self._web.places[second])
            if one_way != "-1":
                self._after[first].append((second, length))
            if one_way != "yes":
                self._after[second].append((first, length))

    def path(self, start: int, end: int) -> list[int]:
        """The nodes of the shortest way from one node to another."""
        best = {start: 0.0}
        before: dict[int, int] = {}
        queue = [(0.0, start)]
        while queue:
            cost, node = heapq.heappop(queue)
            if node == end:
                break
            if cost > best[node]:
                continue
            for other, length in self._after[node]:
                if cost + length < best.get(other, math.inf):
                    best[other] = cost + length
                    before[other] = node
                    heapq.heappush(queue, (cost + length, other))
        if end not in best:
            raise ValueError(
                f"no way for buses from {self._web.places[start]} to {self._web.places[end]}"
            )
        nodes = [end]
        while nodes[-1] != start:
            nodes.append(before[nodes[-1]])
        return nodes[::-1]


def _runs_forwards(way: Way) -> bool:
    return "junction" in way.tags or way.tags["highway"] in ONE_WAY_CLASSES
