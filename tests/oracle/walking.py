"""How far joined points, and stops that do not join, are from each other on foot."""

from collections.abc import Callable

import networkx as nx

from .points import Joined, LonLat, round_half_up
from .streets import GEOD, Edge, Vertex, walking_graph


def walk_seconds(millimetres: int, walk_speed: int) -> int:
    """Seconds, rounded up, for a distance at a speed in whole metres per hour."""
    return -((-millimetres * 3600) // (walk_speed * 1000))


def reach_mm(seconds: int, walk_speed: int) -> int:
    """The most millimetres that take at most so many seconds."""
    return seconds * walk_speed * 1000 // 3600


def straight_mm(a: LonLat, b: LonLat) -> int:
    """Walk between stops where one does not join: the straight line and three tenths more."""
    return (round_half_up(GEOD.inv(*a, *b)[2] * 1000) * 13 + 9) // 10


class Walker:
    """Walks between joined points, on foot or in a wheelchair."""

    def __init__(self, edges: list[Edge], mode: str) -> None:
        self.graph = walking_graph(edges, mode)

    def reach(self, start: Joined, limit_s: int, walk_speed: int) -> Callable[[Joined], int | None]:
        """Seconds between a point and any other, None beyond a limit; the same both ways."""
        millimetres_to = self.reach_mm(start, reach_mm(limit_s, walk_speed))

        def seconds_to(end: Joined) -> int | None:
            mm = millimetres_to(end)
            seconds = None if mm is None else walk_seconds(mm, walk_speed)
            return seconds if seconds is not None and seconds <= limit_s else None

        return seconds_to

    def reach_mm(self, start: Joined, limit_mm: int) -> Callable[[Joined], int | None]:
        """Millimetres between a point and any other; beyond a limit longer ones or None."""
        reached = self.distances(start, limit_mm)
        return lambda end: self.to_point(start, reached, end)

    def distances(self, start: Joined, limit_mm: int) -> dict[Vertex, int]:
        """Millimetres from a point, its connector included, to the vertices within a limit."""
        found: dict[Vertex, int] = {}
        offsets = (
            (start.edge.from_vertex, start.connector_mm + start.first_mm),
            (start.edge.to_vertex, start.connector_mm + start.rest_mm),
        )
        for vertex, offset in offsets:
            if offset > limit_mm:
                continue
            lengths = nx.single_source_dijkstra_path_length(
                self.graph, vertex, cutoff=limit_mm - offset, weight="mm"
            )
            for other, length in lengths.items():
                found[other] = min(found.get(other, offset + length), offset + length)
        return found

    @staticmethod
    def to_point(start: Joined, distances: dict[Vertex, int], end: Joined) -> int | None:
        """Millimetres from the point of `distances` to another, None beyond their limit."""
        if start.lonlat == end.lonlat:
            return 0
        ways = [
            distances[vertex] + part
            for vertex, part in (
                (end.edge.from_vertex, end.first_mm),
                (end.edge.to_vertex, end.rest_mm),
            )
            if vertex in distances
        ]
        if start.edge.id == end.edge.id:
            ways.append(start.connector_mm + abs(start.first_mm - end.first_mm))
        return min(ways) + end.connector_mm if ways else None
