"""Walks over the streets from one point to every target within a limit, in whole millimetres."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import inlined, kernel

STRIDE = 60_000
"""A search goes on by so many millimetres at a time, about the length of a street between two
junctions."""


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
        Target and millimetres from the vertex to it, connector included; shape (entries, 2). Each
        place stands at both ends of its edge, or at the one that it joins exactly.
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
    length = graph.edge_length[edge]
    # Whoever gets to a place at one end of its edge by way of the other end passes that one.
    at_start, at_end = first == 0, first == length
    here = np.concatenate([~at_end | at_start, ~at_start])
    vertex = np.concatenate([graph.edge_from[edge], graph.edge_to[edge]])[here]
    extra = np.concatenate([first + connector, length - first + connector])[here]
    found = np.concatenate([target[joined], target[joined]])[here]
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


@kernel
def _longer(rows: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the same rows with room for as many again."""
    longer = np.empty((2 * len(rows), 2), np.int32)
    longer[: len(rows)] = rows
    return longer


_TOUCHED, _WAITING, _LATER, _DONE = 0, 1, 2, 3


@inlined
def _start(
    vertex: int,
    millimetres: int,
    beyond: np.int32,
    distance: NDArray[np.int32],
    touched: NDArray[np.int32],
    later: NDArray[np.int32],
    size: NDArray[np.int64],
) -> None:
    """Begin a search at a vertex if it is near enough."""
    if millimetres < distance[vertex]:
        if distance[vertex] == beyond:
            touched[size[_TOUCHED]] = vertex
            size[_TOUCHED] += 1
        distance[vertex] = millimetres
        later[size[_LATER], 0], later[size[_LATER], 1] = vertex, millimetres
        size[_LATER] += 1


@kernel
def _begin_stride(
    until: np.int32,
    distance: NDArray[np.int32],
    waiting: NDArray[np.int32],
    later: NDArray[np.int32],
    size: NDArray[np.int64],
) -> np.int32:
    """Move what is nearer than `until` from `later` to `waiting`, and drop what is outdated.

    Return the least distance left in `later`.
    """
    n_waiting = n_left = 0
    least = np.int32(2**31 - 1)
    for k in range(size[_LATER]):
        vertex, reached = later[k, 0], later[k, 1]
        valid, now = reached == distance[np.uint32(vertex)], reached < until
        # Written first and counted then: no branch on what cannot be foreseen.
        waiting[np.uint64(n_waiting), 0] = vertex
        waiting[np.uint64(n_waiting), 1] = reached
        n_waiting += valid & now
        later[np.uint64(n_left), 0] = vertex
        later[np.uint64(n_left), 1] = reached
        n_left += valid & (not now)
        least = min(least, reached if valid and not now else least)
    size[_WAITING], size[_LATER], size[_DONE] = n_waiting, n_left, 0
    return least


@kernel
def _stride(
    offset: NDArray[np.int64],
    arcs: NDArray[np.int32],
    beyond: np.int32,
    until: np.int32,
    distance: NDArray[np.int32],
    touched: NDArray[np.int32],
    waiting: NDArray[np.int32],
    later: NDArray[np.int32],
    size: NDArray[np.int64],
) -> bool:
    """Search on from all that waits nearer than `until`; return False where room runs out."""
    # Keeps: distances below `until` less one stride are final; a vertex that improves waits again,
    # in the stride of its new distance, and what it waited for before is passed over.
    # Cost: the arcs of the vertices within the limit, and a look at all that waits per stride.
    # Source: Meyer and Sanders (2003), with two heaps only, the present stride's and the rest.
    n_touched, n_waiting, n_later = size[_TOUCHED], size[_WAITING], size[_LATER]
    k = size[_DONE]
    room = True
    while k < n_waiting:
        # An index that cannot be negative is not tested for it.
        vertex, here = np.uint32(waiting[np.uint64(k), 0]), waiting[np.uint64(k), 1]
        begin, end = offset[vertex], offset[vertex + np.uint32(1)]
        if max(n_waiting, n_later) + end - begin > len(waiting):
            room = False
            break
        k += 1
        if here != distance[vertex]:
            continue
        for arc in range(begin, end):
            head = np.uint32(arcs[np.uint64(arc), 0])
            reach = np.int32(here + arcs[np.uint64(arc), 1])
            before = distance[head]
            if reach < before:
                touched[np.uint64(n_touched)] = head
                n_touched += before == beyond
                distance[head] = reach
                now = reach < until
                waiting[np.uint64(n_waiting), 0] = head
                waiting[np.uint64(n_waiting), 1] = reach
                n_waiting += now
                later[np.uint64(n_later), 0] = head
                later[np.uint64(n_later), 1] = reach
                n_later += not now
    size[_TOUCHED], size[_WAITING], size[_LATER], size[_DONE] = n_touched, n_waiting, n_later, k
    return room


@kernel
def _spread(
    offset: NDArray[np.int64],
    arcs: NDArray[np.int32],
    beyond: np.int32,
    distance: NDArray[np.int32],
    touched: NDArray[np.int32],
    waiting: NDArray[np.int32],
    later: NDArray[np.int32],
    size: NDArray[np.int64],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Search on from where `_start` began; return `waiting` and `later`, which may have grown."""
    until = np.int32(0)
    while size[_LATER] > 0:
        until = np.int32(until + STRIDE)
        least = _begin_stride(until, distance, waiting, later, size)
        if size[_WAITING] == 0:
            until = least  # nothing in this stride: on to the first that is left
        while not _stride(offset, arcs, beyond, until, distance, touched, waiting, later, size):
            waiting, later = _longer(waiting), _longer(later)
    return waiting, later


@kernel
def _find_at_vertices(
    index: TargetIndex,
    beyond: np.int32,
    distance: NDArray[np.int32],
    touched: NDArray[np.int32],
    best: NDArray[np.int32],
    found: NDArray[np.int32],
) -> int:
    """Look up the targets at every vertex reached, and forget its distance; count the targets."""
    offset, entries = index.offset, index.entries
    count = 0
    for k in range(len(touched)):
        vertex = np.uint32(touched[k])
        here = distance[vertex]
        distance[vertex] = beyond
        for entry in range(offset[vertex], offset[vertex + np.uint32(1)]):
            target = np.uint32(entries[np.uint64(entry), 0])
            reach = np.int32(here + entries[np.uint64(entry), 1])
            if reach < best[target]:
                found[np.uint64(count)] = target
                count += best[target] == beyond
                best[target] = reach
    return count


@kernel
def _find_on_edge(
    origins: Joined,
    origin: int,
    places: Joined,
    index: TargetIndex,
    beyond: np.int32,
    best: NDArray[np.int32],
    found: NDArray[np.int32],
    count: int,
) -> int:
    """Look up the places on the origin's own edge, and those at its very coordinates."""
    edge = origins.edge[origin]
    k = np.searchsorted(index.edges, edge)
    while k < len(index.edges) and index.edges[k] == edge:
        place = index.order[k]
        k += 1
        along = abs(origins.first[origin] - places.first[place])
        reach = np.int32(origins.connector[origin] + along + places.connector[place])
        if (
            origins.longitude[origin] == places.longitude[place]
            and origins.latitude[origin] == places.latitude[place]
        ):
            reach = np.int32(origins.onward[origin] + places.onward[place])
        target = index.target[place]
        if reach < best[target]:
            found[count] = target
            count += best[target] == beyond
            best[target] = reach
    return count


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
    docs/method/streets.md, "Walking". Meyer, U., Sanders, P. (2003), Delta-stepping: a
    parallelizable shortest path algorithm, Journal of Algorithms 49(1).
    """
    vertices, n = len(graph.offset) - 1, len(places.edge)
    arc_offset, arcs = graph.offset, graph.arcs
    beyond = np.int32(limit + 1)
    distance = np.full(vertices, beyond, np.int32)
    best = np.full(n, beyond, np.int32)
    # One place more than can be used, for what is written before it is counted.
    touched, found = np.empty(vertices + 1, np.int32), np.empty(n + 1, np.int32)
    waiting, later = np.empty((1024, 2), np.int32), np.empty((1024, 2), np.int32)
    size = np.zeros(4, np.int64)
    offset = np.zeros(len(origins.edge) + 1, np.int64)
    listed = np.empty((max(1024, 16 * len(origins.edge)), 2), np.int32)
    for origin in range(len(origins.edge)):
        edge, connector = origins.edge[origin], origins.connector[origin]
        count = 0
        if edge >= 0 and stop_flag[0] == 0:
            first, length = origins.first[origin], graph.edge_length[edge]
            size[:] = 0
            _start(graph.edge_from[edge], connector + first, beyond, distance, touched, later, size)
            to_end = connector + length - first
            _start(graph.edge_to[edge], to_end, beyond, distance, touched, later, size)
            waiting, later = _spread(
                arc_offset, arcs, beyond, distance, touched, waiting, later, size
            )
            count = _find_at_vertices(
                index, beyond, distance, touched[: size[_TOUCHED]], best, found
            )
            count = _find_on_edge(origins, origin, places, index, beyond, best, found, count)
        begin = offset[origin]
        offset[origin + 1] = begin + count
        while begin + count > len(listed):
            listed = _longer(listed)
        for k in range(count):
            target = np.uint32(found[k])
            listed[begin + k, 0] = target
            listed[begin + k, 1] = best[target]
            best[target] = beyond
    end = offset[-1]
    return offset, listed[:end, 0].copy(), listed[:end, 1].copy()
