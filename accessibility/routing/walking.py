"""Walks over the streets from one point to every target within a limit, in whole millimetres."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel

BUCKET_SHIFT = 13
"""Vertices wait in buckets 2**13 millimetres wide, shorter than most edges."""
FAR = np.int32(2**31 - 1)
NOT_WAITING = np.int32(-2)


class WalkGraph(NamedTuple):
    """The streets a walker may use, as arcs out of each vertex.

    Attributes
    ----------
    offset
        Where each vertex's arcs begin; one longer than the number of vertices.
    arcs
        Head vertex and length in millimetres of each arc; shape (arcs, 2).
    edge_from, edge_to, edge_length
        Ends (vertices) and millimetres of every edge, for points that join the middle of one.
    """

    offset: NDArray[np.int64]
    arcs: NDArray[np.int32]
    edge_from: NDArray[np.int32]
    edge_to: NDArray[np.int32]
    edge_length: NDArray[np.int32]


class Joined(NamedTuple):
    """Places and where they join the streets.

    Attributes
    ----------
    longitude, latitude
        The places, WGS84 degrees.
    edge
        The edge joined; -1 for a place that does not join and is never reached.
    first
        Millimetres from the edge's first vertex to where it is joined.
    connector
        Millimetres from there to the place, and onward to what it leads to.
    onward
        The last part of that: 0 where the place itself is meant.
    """

    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    edge: NDArray[np.int32]
    first: NDArray[np.int32]
    connector: NDArray[np.int32]
    onward: NDArray[np.int32]


class TargetIndex(NamedTuple):
    """Targets by the vertices and edges from which a walk comes upon them.

    Attributes
    ----------
    offset
        Where each vertex's entries begin; one longer than the number of vertices.
    entries
        Target and millimetres from the vertex to it, connector included; shape (entries, 2).
    edges
        The joined edge of each place that joins, ascending.
    order
        The places in that order.
    target
        The target to which each place leads.
    """

    offset: NDArray[np.int64]
    entries: NDArray[np.int32]
    edges: NDArray[np.int32]
    order: NDArray[np.int32]
    target: NDArray[np.int32]


def build_walk_graph(
    vertices: int,
    edge_from: NDArray[np.int32],
    edge_to: NDArray[np.int32],
    edge_length: NDArray[np.int32],
    walkable: NDArray[np.bool_],
) -> WalkGraph:
    """Arrange the walkable edges as arcs in both directions.

    Parameters
    ----------
    vertices
        Number of vertices.
    edge_from, edge_to, edge_length
        Ends and millimetres of every edge.
    walkable
        Which edges a walker may use.

    Returns
    -------
    WalkGraph
        The arcs, ordered by tail and then by edge.
    """
    edges = np.flatnonzero(walkable)
    tail = np.concatenate([edge_from[edges], edge_to[edges]])
    head = np.concatenate([edge_to[edges], edge_from[edges]])
    length = np.concatenate([edge_length[edges], edge_length[edges]])
    order = np.argsort(tail, kind="stable")
    offset = np.zeros(vertices + 1, np.int64)
    np.cumsum(np.bincount(tail, minlength=vertices), out=offset[1:])
    arcs = np.ascontiguousarray(np.stack([head[order], length[order]], axis=1).astype(np.int32))
    return WalkGraph(offset, arcs, edge_from, edge_to, edge_length)


def index_targets(
    graph: WalkGraph, places: Joined, target: NDArray[np.int32] | None = None
) -> TargetIndex:
    """List targets at the vertices and edges of the streets.

    Parameters
    ----------
    graph
        The streets.
    places
        Where the targets join them.
    target
        The target to which each place leads, each less than the number of places. Several may lead
        to one, which then is found by the shortest way. Default each to its own.

    Returns
    -------
    TargetIndex
        What `walk_lists` looks up.
    """
    if target is None:
        target = np.arange(len(places.edge), dtype=np.int32)
    joined = np.flatnonzero(places.edge >= 0).astype(np.int32)
    edge = places.edge[joined]
    first, connector = places.first[joined], places.connector[joined]
    vertex = np.concatenate([graph.edge_from[edge], graph.edge_to[edge]])
    extra = np.concatenate([first + connector, graph.edge_length[edge] - first + connector])
    found = np.concatenate([target[joined], target[joined]])
    order = np.argsort(vertex, kind="stable")
    offset = np.zeros(len(graph.offset), np.int64)
    np.cumsum(np.bincount(vertex, minlength=len(graph.offset) - 1), out=offset[1:])
    entries = np.ascontiguousarray(np.stack([found[order], extra[order]], axis=1).astype(np.int32))
    by_edge = np.argsort(edge, kind="stable")
    return TargetIndex(
        offset,
        entries,
        np.ascontiguousarray(edge[by_edge]),
        np.ascontiguousarray(joined[by_edge]),
        np.ascontiguousarray(target),
    )


def millimetres_within(seconds: int, walk_speed: int) -> int:
    """Return the longest walk, in millimetres, that takes at most so many seconds.

    Parameters
    ----------
    seconds
        The limit.
    walk_speed
        Whole metres per hour.

    Returns
    -------
    int
        Its walk rounds up to at most `seconds`; one millimetre more does not.
    """
    return seconds * walk_speed * 1000 // 3600


def walking_seconds(millimetres: NDArray[np.int32], walk_speed: int) -> NDArray[np.int32]:
    """Return the seconds that walks take, rounded up once.

    Parameters
    ----------
    millimetres
        Length of each walk.
    walk_speed
        Whole metres per hour.

    Returns
    -------
    array
        Whole seconds.
    """
    per_hour = walk_speed * 1000
    return (-(-(millimetres.astype(np.int64) * 3600) // per_hour)).astype(np.int32)


class Frontier(NamedTuple):
    """What a search has reached: tentative millimetres, and buckets of vertices that still wait.

    Attributes
    ----------
    distance
        Per vertex, `FAR` until it is reached.
    touched
        The vertices reached so far, `size[0]` of them.
    first, following, previous
        Doubly linked lists: the first vertex of each bucket, and each waiting vertex's neighbours
        (-1 none).
    size
        One number: how many vertices are touched.
    """

    distance: NDArray[np.int32]
    touched: NDArray[np.int32]
    first: NDArray[np.int32]
    following: NDArray[np.int32]
    previous: NDArray[np.int32]
    size: NDArray[np.int64]


@kernel
def _new_frontier(vertices: int, limit: int) -> Frontier:
    return Frontier(
        np.full(vertices, FAR, np.int32),
        np.empty(vertices, np.int32),
        np.full((limit >> BUCKET_SHIFT) + 1, -1, np.int32),
        np.full(vertices, NOT_WAITING, np.int32),
        np.full(vertices, -1, np.int32),
        np.zeros(1, np.int64),
    )


@kernel
def _reach(frontier: Frontier, vertex: int, millimetres: int) -> None:
    """Note a shorter way to a vertex and let it wait in the bucket of that length."""
    old = frontier.distance[vertex]
    if old == FAR:
        frontier.touched[frontier.size[0]] = vertex
        frontier.size[0] += 1
    elif frontier.following[vertex] != NOT_WAITING:
        before, after = frontier.previous[vertex], frontier.following[vertex]
        if after >= 0:
            frontier.previous[after] = before
        if before >= 0:
            frontier.following[before] = after
        else:
            frontier.first[old >> BUCKET_SHIFT] = after
    frontier.distance[vertex] = millimetres
    bucket = millimetres >> BUCKET_SHIFT
    after = frontier.first[bucket]
    frontier.following[vertex] = after
    frontier.previous[vertex] = -1
    if after >= 0:
        frontier.previous[after] = vertex
    frontier.first[bucket] = vertex


@kernel
def _spread(frontier: Frontier, graph: WalkGraph, from_bucket: int, limit: int) -> None:
    # Keeps: buckets before the current one are empty and their distances final; a vertex that
    # improves waits again.
    # Cost: the arcs of the vertices within the limit, and one look at each bucket.
    # Source: Dial (1969); label-correcting within a bucket after Meyer and Sanders (2003).
    distance = frontier.distance
    for bucket in range(from_bucket, len(frontier.first)):
        while frontier.first[bucket] >= 0:
            vertex = frontier.first[bucket]
            after = frontier.following[vertex]
            frontier.first[bucket] = after
            frontier.following[vertex] = NOT_WAITING
            if after >= 0:
                frontier.previous[after] = -1
            here = distance[vertex]
            for arc in range(graph.offset[vertex], graph.offset[vertex + 1]):
                reach = here + graph.arcs[arc, 1]
                head = graph.arcs[arc, 0]
                if reach <= limit and reach < distance[head]:
                    _reach(frontier, head, reach)


class Found(NamedTuple):
    """The targets that a search has come upon.

    Attributes
    ----------
    best
        Millimetres per target, `FAR` until it is found.
    found
        The targets found, `size[0]` of them.
    size
        One number.
    """

    best: NDArray[np.int32]
    found: NDArray[np.int32]
    size: NDArray[np.int64]


@kernel
def _find(found: Found, target: int, millimetres: int) -> None:
    if millimetres < found.best[target]:
        if found.best[target] == FAR:
            found.found[found.size[0]] = target
            found.size[0] += 1
        found.best[target] = millimetres


@kernel
def _find_at_vertices(found: Found, frontier: Frontier, index: TargetIndex, limit: int) -> None:
    """Look up the targets at every vertex reached, and clear the frontier for the next search."""
    for k in range(frontier.size[0]):
        vertex = frontier.touched[k]
        here = frontier.distance[vertex]
        frontier.distance[vertex] = FAR
        for entry in range(index.offset[vertex], index.offset[vertex + 1]):
            reach = here + index.entries[entry, 1]
            if reach <= limit:
                _find(found, index.entries[entry, 0], reach)
    frontier.size[0] = 0


@kernel
def _find_on_edge(
    found: Found, origins: Joined, origin: int, places: Joined, index: TargetIndex, limit: int
) -> None:
    """Look up the places on the origin's own edge, and those at its very coordinates."""
    edge = origins.edge[origin]
    k = np.searchsorted(index.edges, edge)
    while k < len(index.edges) and index.edges[k] == edge:
        place = index.order[k]
        k += 1
        along = abs(origins.first[origin] - places.first[place])
        reach = origins.connector[origin] + along + places.connector[place]
        if (
            origins.longitude[origin] == places.longitude[place]
            and origins.latitude[origin] == places.latitude[place]
        ):
            reach = origins.onward[origin] + places.onward[place]
        if reach <= limit:
            _find(found, index.target[place], reach)


@kernel
def walk_lists(
    graph: WalkGraph,
    origins: Joined,
    places: Joined,
    index: TargetIndex,
    limit: int,
    stop_flag: NDArray[np.uint8],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Find every target within a walk of each origin.

    Parameters
    ----------
    graph
        The streets.
    origins
        Where the walks begin; those that do not join reach nothing.
    places
        Where they may end.
    index
        `index_targets` of the places.
    limit
        The longest walk in millimetres, both connectors included.
    stop_flag
        One byte; when it becomes non-zero the search ends at once and what comes back is not
        complete.

    Returns
    -------
    offset
        Where each origin's list begins; one longer than the number of origins.
    target
        The targets reached, in the order in which the search comes upon them.
    millimetres
        The shortest walk to each.

    Notes
    -----
    docs/method/streets.md, "Walking". Dial, R. B. (1969), Algorithm 360: shortest-path forest with
    topological ordering, Communications of the ACM 12(11).
    """
    frontier = _new_frontier(len(graph.offset) - 1, limit)
    n = len(places.edge)
    found = Found(np.full(n, FAR, np.int32), np.empty(n, np.int32), np.zeros(1, np.int64))
    offset = np.zeros(len(origins.edge) + 1, np.int64)
    listed = np.empty((max(1024, 16 * len(origins.edge)), 2), np.int32)
    for origin in range(len(origins.edge)):
        edge, connector = origins.edge[origin], origins.connector[origin]
        if edge >= 0 and stop_flag[0] == 0:
            first = origins.first[origin]
            to_start, to_end = connector + first, connector + graph.edge_length[edge] - first
            if to_start <= limit:
                _reach(frontier, graph.edge_from[edge], to_start)
            if to_end <= limit and to_end < frontier.distance[graph.edge_to[edge]]:
                _reach(frontier, graph.edge_to[edge], to_end)
            _spread(frontier, graph, connector >> BUCKET_SHIFT, limit)
            _find_at_vertices(found, frontier, index, limit)
            _find_on_edge(found, origins, origin, places, index, limit)
        begin, count = offset[origin], found.size[0]
        offset[origin + 1] = begin + count
        if offset[origin + 1] > len(listed):
            larger = np.empty((2 * offset[origin + 1], 2), np.int32)
            larger[:begin] = listed[:begin]
            listed = larger
        for k in range(count):
            target = found.found[k]
            listed[begin + k, 0] = target
            listed[begin + k, 1] = found.best[target]
            found.best[target] = FAR
        found.size[0] = 0
    end = offset[-1]
    return offset, listed[:end, 0].copy(), listed[:end, 1].copy()
