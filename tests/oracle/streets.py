"""Vertices, edges, barrier links and components, made from an extract by the rules of the method.

A vertex is named by its node id. Behind a barrier every edge end has a vertex of its own, named
(node id, edge id, 0 at the start or 1 at the end of the edge).
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
from pyproj import Geod

from .access import (
    MODES,
    NEITHER,
    barrier_modes,
    bicycle_directions,
    car_directions,
    street_class,
    way_modes,
)
from .extract import Coordinate, Extract, Place, Restriction, read_extract

Vertex = int | tuple[int, int, int]

GEOD = Geod(ellps="WGS84")
SMALLEST_COMPONENT = 40


@dataclass
class Edge:
    """One stretch of a way between two vertices, or a link across a barrier (`way` = -node)."""

    id: int
    way: int
    from_node: int
    to_node: int
    from_vertex: Vertex
    to_vertex: Vertex
    length_mm: int
    street_class: str  # "" for a link
    tags: dict[str, str]
    shape: list[Coordinate]
    foot: bool
    bicycle: tuple[bool, bool]  # forwards, backwards
    car: tuple[bool, bool]
    linkable: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """Name of the way, empty without one."""
        return self.tags.get("name", "")

    @property
    def maxspeed(self) -> str | None:
        """The raw tag."""
        return self.tags.get("maxspeed")

    def directions(self, mode: str) -> tuple[bool, bool]:
        """Directions (forwards, backwards) in which a mode may use the edge."""
        if mode == "foot":
            return (self.foot, self.foot)
        if mode == "wheelchair":
            steps = self.street_class == "steps" or self.tags.get("wheelchair") == "no"
            return (self.foot and not steps,) * 2
        return self.bicycle if mode == "bicycle" else self.car


@dataclass(frozen=True)
class Streets:
    """All edges in order, links after the edges of ways; the rest of the extract beside them."""

    edges: list[Edge]
    restrictions: list[Restriction]
    places: list[Place]


def read_streets(path: Path) -> Streets:
    """Read an extract and build its streets."""
    extract = read_extract(path)
    edges = way_edges(extract)
    edges += barrier_links(edges, extract)
    for mode in (*MODES, "wheelchair"):
        mark_linkable(edges, mode)
    return Streets(edges, extract.restrictions, extract.places)


def runs_of(nodes: list[int], present: dict[int, Coordinate]) -> list[list[int]]:
    """Cut the nodes of a way where the extract lacks one; runs hold two nodes or more."""
    runs: list[list[int]] = [[]]
    previous = None
    for node in nodes:
        if node == previous:
            continue
        previous = node
        if node in present:
            runs[-1].append(node)
        else:
            runs.append([])
    return [run for run in runs if len(run) >= 2]


def stopping_barriers(extract: Extract) -> set[int]:
    """Nodes of barriers that stop at least one mode, wheelchairs included."""
    return {
        node
        for node, tags in extract.barriers.items()
        if not all(barrier_modes(tags).values()) or tags.get("wheelchair") == "no"
    }


def way_edges(extract: Extract) -> list[Edge]:
    """Edges of the ways, numbered by way id and position."""
    runs = [(way, run) for way in extract.ways for run in runs_of(way.nodes, extract.coordinates)]
    places = Counter(node for _, run in runs for node in run)
    barriers = stopping_barriers(extract)
    vertices = {node for node, count in places.items() if count > 1}
    vertices |= {end for _, run in runs for end in (run[0], run[-1])}
    vertices |= barriers & places.keys()

    edges: list[Edge] = []
    for way, run in runs:
        modes = way_modes(way.tags)
        cuts = [index for index, node in enumerate(run) if node in vertices]
        for start, end in pairwise(cuts):
            shape = [extract.coordinates[node] for node in run[start : end + 1]]
            number, first, last = len(edges), run[start], run[end]
            edge = Edge(
                id=number,
                way=way.id,
                from_node=first,
                to_node=last,
                from_vertex=(first, number, 0) if first in barriers else first,
                to_vertex=(last, number, 1) if last in barriers else last,
                length_mm=length_mm(shape),
                street_class=street_class(way.tags) or "",
                tags=way.tags,
                shape=shape,
                foot=modes["foot"],
                bicycle=bicycle_directions(way.tags) if modes["bicycle"] else NEITHER,
                car=car_directions(way.tags) if modes["car"] else NEITHER,
            )
            edges.append(edge)
    return edges


def length_mm(shape: list[Coordinate]) -> int:
    """Geodesic length of a polyline, rounded once to whole millimetres, half up."""
    metres = 0.0
    for (x1, y1), (x2, y2) in pairwise(shape):
        metres += GEOD.inv(x1 / 1e7, y1 / 1e7, x2 / 1e7, y2 / 1e7)[2]
    return math.floor(metres * 1000 + 0.5)


def barrier_links(edges: list[Edge], extract: Extract) -> list[Edge]:
    """Links that join the vertices at each barrier, each to the next."""
    ends: defaultdict[int, list[Vertex]] = defaultdict(list)
    for edge in edges:  # ascending ids, so the ends come in the wanted order
        for vertex in (edge.from_vertex, edge.to_vertex):
            if isinstance(vertex, tuple):
                ends[vertex[0]].append(vertex)
    links: list[Edge] = []
    for node in sorted(ends):
        passes = barrier_modes(extract.barriers[node])
        said = extract.barriers[node].get("wheelchair")
        for before, after in pairwise(ends[node]):
            link = Edge(
                id=len(edges) + len(links),
                way=-node,
                from_node=node,
                to_node=node,
                from_vertex=before,
                to_vertex=after,
                length_mm=0,
                street_class="",
                tags={} if said is None else {"wheelchair": said},
                shape=[extract.coordinates[node]] * 2,
                foot=passes["foot"],
                bicycle=(passes["bicycle"], passes["bicycle"]),
                car=(passes["car"], passes["car"]),
            )
            links.append(link)
    return links


def mark_linkable(edges: list[Edge], mode: str) -> None:
    """Note on each edge whether points may join it for a mode."""
    graph: nx.DiGraph[Any] = nx.DiGraph()
    for edge in edges:
        forwards, backwards = edge.directions(mode)
        if forwards:
            graph.add_edge(edge.from_vertex, edge.to_vertex)
        if backwards:
            graph.add_edge(edge.to_vertex, edge.from_vertex)
    if mode in ("foot", "wheelchair"):
        components = nx.weakly_connected_components(graph)
    else:
        components = nx.strongly_connected_components(graph)
    component_of: dict[Vertex, int] = {}
    for number, component in enumerate(components):
        if len(component) >= SMALLEST_COMPONENT:
            component_of.update(dict.fromkeys(component, number))

    for edge in edges:
        component = component_of.get(edge.from_vertex)
        if (
            any(edge.directions(mode))
            and component is not None
            and component == component_of.get(edge.to_vertex)
            and edge.street_class not in ("motorway", "ferry", "")
            and edge.tags.get("tunnel", "no") in ("no", "building_passage")
        ):
            edge.linkable.add(mode)


def walking_graph(edges: list[Edge], mode: str) -> "nx.Graph[Any]":
    """Undirected graph of what walkers (foot or wheelchair) may use; of parallels the shortest."""
    graph: nx.Graph[Any] = nx.Graph()  # millimetres in "mm"
    for edge in edges:
        if any(edge.directions(mode)):
            a, b = edge.from_vertex, edge.to_vertex
            if not graph.has_edge(a, b) or graph.edges[a, b]["mm"] > edge.length_mm:
                graph.add_edge(a, b, mm=edge.length_mm)
    return graph
