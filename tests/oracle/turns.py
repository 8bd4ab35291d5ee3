"""Which turns cars may take and what they cost."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from .extract import Coordinate, Restriction
from .streets import Edge, Vertex


class Run(NamedTuple):
    """An edge in a direction: along it or against it."""

    edge: int
    forwards: bool


class Turns:
    """The turns of all cars, whatever their speed."""

    def __init__(self, edges: list[Edge], restrictions: Iterable[Restriction]) -> None:
        self.edges = edges
        self.runs = runs_of(edges, "car")
        self.leaving = leaving(edges, self.runs)
        self.ends: Counter[Vertex] = Counter()
        for edge in edges:
            if any(edge.car):
                self.ends.update((edge.from_vertex, edge.to_vertex))
        self.of_way: defaultdict[int, list[Edge]] = defaultdict(list)
        for edge in edges:
            self.of_way[edge.way].append(edge)
        self.forbidden: set[tuple[int, Vertex, int]] = set()
        self.only: defaultdict[tuple[int, Vertex], set[int]] = defaultdict(set)
        for restriction in restrictions:
            self._restrict(restriction)

    def _restrict(self, restriction: Restriction) -> None:
        if restriction.fault:
            return
        via = restriction.via
        froms = [self._member(way, via, arriving=True) for way in restriction.from_ways]
        tos = [self._member(way, via, arriving=False) for way in restriction.to_ways]
        vertices = {None if member is None else member[1] for member in froms + tos}
        if None in vertices or len(vertices) > 1:
            return  # it is not known which edge is meant, or they meet across a barrier
        for first, vertex in filter(None, froms):
            for second, _ in filter(None, tos):
                if is_loop(self.edges[first]) or is_loop(self.edges[second]):
                    continue
                if restriction.kind.startswith("only_"):
                    self.only[first, vertex].add(second)
                else:
                    self.forbidden.add((first, vertex, second))

    def _member(self, way: int, node: int, *, arriving: bool) -> tuple[int, Vertex] | None:
        """The one edge of a way that is meant at a node, with its vertex there."""
        touching: dict[int, Vertex] = {}
        usable: dict[int, Vertex] = {}
        for edge in self.of_way[way]:
            forwards, backwards = edge.car
            if edge.to_node == node:
                touching[edge.id] = edge.to_vertex
                if forwards if arriving else backwards:
                    usable[edge.id] = edge.to_vertex
            if edge.from_node == node:
                touching[edge.id] = edge.from_vertex
                if backwards if arriving else forwards:
                    usable[edge.id] = edge.from_vertex
        found = usable or touching
        return next(iter(found.items())) if len(found) == 1 else None

    def from_run(self, first: Run) -> list[Run]:
        """Runs that cars may turn into at the end of a run."""
        vertex = end_of(self.edges, first)
        return [second for second in self.leaving[vertex] if self._may(first, vertex, second)]

    def _may(self, first: Run, vertex: Vertex, second: Run) -> bool:
        if (first.edge, vertex, second.edge) in self.forbidden:
            return False
        only = self.only.get((first.edge, vertex))
        if only is not None and second.edge not in only:
            return False
        if not turns_round(first, second):
            return True
        return all(turns_round(first, other) for other in self.leaving[vertex])

    def delay_s(self, first: Run, second: Run, driving_side: str) -> int:
        """Seconds that a turn costs."""
        vertex = end_of(self.edges, first)
        angle = self.angle(first, second)
        if self.ends[vertex] < 3 or angle is None or abs(angle) <= 30:
            return 0
        if abs(angle) >= 150:
            return 60
        to_the_left = angle > 0
        return 5 if to_the_left == (driving_side == "left") else 15

    def angle(self, first: Run, second: Run) -> float | None:
        """Degrees of a turn, positive to the left; None where an edge has no extent."""
        before = travelled(self.edges, first)
        after = travelled(self.edges, second)
        cosine = math.cos(math.radians(after[0][1] / 1e7))
        arriving = heading(reversed(list(pairwise(before))), cosine)
        setting_out = heading(pairwise(after), cosine)
        if arriving is None or setting_out is None:
            return None
        (x1, y1), (x2, y2) = arriving, setting_out
        return math.degrees(math.atan2(x1 * y2 - y1 * x2, x1 * x2 + y1 * y2))


def runs_of(edges: list[Edge], mode: str) -> list[Run]:
    """Edges in the directions that are open to a mode."""
    runs = []
    for edge in edges:
        forwards, backwards = edge.directions(mode)
        runs += [Run(edge.id, True)] * forwards + [Run(edge.id, False)] * backwards
    return runs


def start_of(edges: list[Edge], run: Run) -> Vertex:
    """Vertex at which a run begins."""
    edge = edges[run.edge]
    return edge.from_vertex if run.forwards else edge.to_vertex


def end_of(edges: list[Edge], run: Run) -> Vertex:
    """Vertex at which a run ends."""
    edge = edges[run.edge]
    return edge.to_vertex if run.forwards else edge.from_vertex


def leaving(edges: list[Edge], runs: Iterable[Run]) -> defaultdict[Vertex, list[Run]]:
    """Runs by the vertex at which they begin."""
    found: defaultdict[Vertex, list[Run]] = defaultdict(list)
    for run in runs:
        found[start_of(edges, run)].append(run)
    return found


def is_loop(edge: Edge) -> bool:
    """Whether both ends of an edge are one vertex."""
    return edge.from_vertex == edge.to_vertex


def turns_round(first: Run, second: Run) -> bool:
    """Whether a turn leaves by the end of the edge by which it came."""
    return first.edge == second.edge and first.forwards != second.forwards


def travelled(edges: list[Edge], run: Run) -> list[Coordinate]:
    """Shape of an edge in the order in which a run passes it."""
    shape = edges[run.edge].shape
    return shape if run.forwards else shape[::-1]


def heading(
    segments: Iterable[tuple[Coordinate, Coordinate]], cosine: float
) -> tuple[float, float] | None:
    """Direction (east, north) of the first segment that has an extent."""
    for (x1, y1), (x2, y2) in segments:
        if (x1, y1) != (x2, y2):
            return ((x2 - x1) * cosine, float(y2 - y1))
    return None
