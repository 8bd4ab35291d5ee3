"""One shortest path over the streets, arc by arc."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .heap import pop, push

_LOW = 0xFFFFFFFF


class PathGraph(NamedTuple):
    """A directed graph whose arcs stand for streets.

    Attributes
    ----------
    offset
        Where the arcs out of each node begin; one longer than the number of nodes.
    head, cost
        Where each arc leads, and what it costs.
    street
        The street that it stands for.
    """

    offset: NDArray[np.int64]
    head: NDArray[np.int32]
    cost: NDArray[np.int32]
    street: NDArray[np.int64]


class PathEnds(NamedTuple):
    """Nodes at which a path may begin or end.

    Attributes
    ----------
    node
        The nodes, in any order; one may stand for several ends.
    cost
        What it costs to get there, or from there to the end.
    """

    node: NDArray[np.int32]
    cost: NDArray[np.int64]


@kernel
def shortest_path(
    graph: PathGraph, starts: PathEnds, ends: PathEnds, limit: int
) -> tuple[int, int, int, NDArray[np.int64]]:
    """Find the cheapest path from some start to some end.

    Parameters
    ----------
    graph
        The streets.
    starts, ends
        Where the path may begin and end.
    limit
        The most that it may cost.

    Returns
    -------
    cost
        What the path costs; -1 if there is none within the limit.
    start, end
        Which start and which end it has.
    streets
        The streets that it goes along.
    """
    # Keeps: nodes leave the heap by what they cost, each once; of equal ones the lower number
    # first. Cost: the arcs of the nodes nearer than the end. Source: Dijkstra (1959).
    nodes = len(graph.offset) - 1
    cost = np.full(nodes, limit + 1, np.int64)
    came_by = np.empty(nodes, np.int64)
    came_from = np.empty(nodes, np.int32)
    ends_at = np.full(nodes, -1, np.int32)
    next_end = np.empty(len(ends.node), np.int32)
    for k in range(len(ends.node)):
        next_end[k] = ends_at[ends.node[k]]
        ends_at[ends.node[k]] = k
    heap = np.empty(max(256, len(starts.node)), np.int64)
    size = 0
    for k in range(len(starts.node)):
        node = starts.node[k]
        if starts.cost[k] < cost[node]:
            cost[node], came_by[node], came_from[node] = starts.cost[k], -1 - k, -1
            push(heap, size, (starts.cost[k] << 32) | np.int64(node))
            size += 1
    best, best_end, last = np.int64(limit + 1), -1, np.int32(-1)
    while size > 0:
        key = pop(heap, size)
        size -= 1
        here, node = key >> 32, np.int32(key & _LOW)
        if here >= best:
            break
        if here != cost[node]:
            continue
        k = ends_at[node]
        while k >= 0:
            if here + ends.cost[k] < best:
                best, best_end, last = here + ends.cost[k], k, node
            k = next_end[k]
        for arc in range(graph.offset[node], graph.offset[node + 1]):
            there, head = here + graph.cost[arc], graph.head[arc]
            if there < cost[head]:
                cost[head], came_by[head], came_from[head] = there, arc, node
                if size == len(heap):
                    heap = np.concatenate((heap, np.empty_like(heap)))
                push(heap, size, (there << 32) | np.int64(head))
                size += 1
    if best_end < 0:
        return -1, -1, -1, np.empty(0, np.int64)
    start, streets = _followed_back(graph, last, came_by, came_from)
    return int(best), start, best_end, streets


@kernel
def _followed_back(
    graph: PathGraph, last: np.int32, came_by: NDArray[np.int64], came_from: NDArray[np.int32]
) -> tuple[int, NDArray[np.int64]]:
    """Follow a path back from its last node: its start, and its streets."""
    steps, node = 0, last
    while came_by[node] >= 0:
        steps, node = steps + 1, came_from[node]
    start = -1 - came_by[node]
    streets = np.empty(steps, np.int64)
    node = last
    for k in range(steps - 1, -1, -1):
        streets[k] = graph.street[came_by[node]]
        node = came_from[node]
    return int(start), streets
