"""Contraction hierarchies: directed graphs prepared for searches that only climb and descend.

Nodes are taken out of the graph one by one, the least important first. Where the shortest way
between two neighbours of a node led through it, an arc of that length takes its place. Afterwards
every shortest way climbs through ever more important nodes and then descends.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .heap import pop, push
from .lanes import FAR

__all__ = ["LONGEST", "Hierarchy", "build_hierarchy", "reversed_hierarchy"]

LONGEST = 2**28
"""Ways that take longer, some 74 hours in milliseconds, may be missing or too long."""
SETTLED = 100
"""Nodes that the search for a way round a node looks at: with fewer, needless arcs stay."""
HEAP = 1 << 14
"""Keys that such a search can hold; further ones are dropped."""
NODES_AT_ONCE = 2000
"""Nodes contracted between two reports of progress."""
_SHARE = 1000
"""What one level, or arcs as many as are taken out, weigh in the order of contraction."""
_LOW = 0xFFFFFFFF


class Hierarchy(NamedTuple):
    """A graph whose nodes are ordered by importance, the most important at place 0.

    Attributes
    ----------
    place
        The place of each node.
    up_offset
        Where the arcs that climb from each place begin; one longer than the number of nodes.
    up
        Place of the head, which is smaller, and length of each of these arcs; shape (arcs, 2).
    down_offset
        Where the arcs that descend to each place begin.
    down
        Place of the tail, which is smaller, and length of each of these arcs; shape (arcs, 2).
    """

    place: NDArray[np.int32]
    up_offset: NDArray[np.int64]
    up: NDArray[np.int32]
    down_offset: NDArray[np.int64]
    down: NDArray[np.int32]


class _Lists(NamedTuple):
    """For each node a list of arcs that can grow: other node, length, streets that it stands for.

    A list begins at a row of `arcs`, uses some rows and has room for more; when that is used up it
    moves to the end of the `size[0]` rows that are taken.
    """

    begin: NDArray[np.int64]
    used: NDArray[np.int32]
    room: NDArray[np.int32]
    arcs: NDArray[np.int32]
    size: NDArray[np.int64]


class _Search(NamedTuple):
    """What searches for ways round a node work with; `length` is `FAR` between two searches."""

    length: NDArray[np.int32]
    touched: NDArray[np.int64]
    heap: NDArray[np.int64]
    wanted: NDArray[np.int64]
    stamp: NDArray[np.int64]


class _Contraction(NamedTuple):
    """A graph of which some nodes have been taken out.

    Their lists keep the arcs to and from the nodes that were still in. `queue` is a heap of
    importance and node; what it says of a `stale` node is out of date. `sizes`: of the queue, and
    how many nodes are out. `rank`: when each of these was taken out.
    """

    leaving: _Lists
    arriving: _Lists
    search: _Search
    level: NDArray[np.int64]
    stale: NDArray[np.bool_]
    queue: NDArray[np.int64]
    rank: NDArray[np.int32]
    sizes: NDArray[np.int64]


def build_hierarchy(
    nodes: int,
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    length: NDArray[np.int32],
    advance: Callable[[int], object] = int,
) -> Hierarchy:
    """Order the nodes of a graph by importance and add the arcs that make up for those taken out.

    Parameters
    ----------
    nodes
        Number of nodes.
    tail, head, length
        The arcs; lengths are 0 or more, and arcs longer than `LONGEST` are left out.
    advance
        Told every now and then how many nodes more are done; it stops the work by raising.
        Default: nobody hears of it.

    Returns
    -------
    Hierarchy
        The same for the same graph, whatever the order of its arcs.

    Notes
    -----
    Geisberger, R., Sanders, P., Schultes, D. and Delling, D. (2008), Contraction hierarchies:
    faster and simpler hierarchical routing in road networks, WEA 2008. The order is that of
    Dibbelt, J., Strasser, B. and Wagner, D. (2016), Customizable contraction hierarchies, Journal
    of Experimental Algorithmics 21: levels, arcs and streets added for each taken out.
    """
    work = _begin(nodes, *_simple(tail, head, length), advance)
    while work.sizes[0]:
        before = int(work.sizes[1])
        work = _contract(work, NODES_AT_ONCE)
        advance(int(work.sizes[1]) - before)
    place = (nodes - 1 - work.rank).astype(np.int32)
    return Hierarchy(place, *_by_place(place, work.leaving), *_by_place(place, work.arriving))


def reversed_hierarchy(hierarchy: Hierarchy) -> Hierarchy:
    """Turn every arc round.

    Parameters
    ----------
    hierarchy
        A hierarchy.

    Returns
    -------
    Hierarchy
        Over the same arrays.
    """
    place, up_offset, up, down_offset, down = hierarchy
    return Hierarchy(place, down_offset, down, up_offset, up)


def _begin(
    nodes: int,
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    length: NDArray[np.int32],
    advance: Callable[[int], object],
) -> _Contraction:
    leaving, arriving = _lists(nodes, tail, head, length), _lists(nodes, head, tail, length)
    search = _Search(
        length=np.full(nodes, FAR, np.int32),
        touched=np.empty(nodes, np.int64),
        heap=np.empty(HEAP, np.int64),
        wanted=np.zeros(nodes, np.int64),
        stamp=np.zeros(1, np.int64),
    )
    queue = np.empty(nodes, np.int64)
    for first in range(0, nodes, NODES_AT_ONCE):
        last = min(first + NODES_AT_ONCE, nodes)
        _weigh(leaving, arriving, search, queue, first, last)
        advance(0)
    return _Contraction(
        leaving,
        arriving,
        search,
        level=np.zeros(nodes, np.int64),
        stale=np.zeros(nodes, np.bool_),
        queue=queue,
        rank=np.full(nodes, -1, np.int32),
        sizes=np.array([nodes, 0], np.int64),
    )


def _simple(
    tail: NDArray[np.int32], head: NDArray[np.int32], length: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Order the arcs; of parallel ones only the shortest stays, and no loop."""
    order = np.lexsort((length, head, tail))
    order = order[(tail != head)[order] & (length <= LONGEST)[order]]
    tail, head, length = tail[order], head[order], length[order]
    first = np.ones(len(tail), np.bool_)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    return (
        tail[first].astype(np.int32),
        head[first].astype(np.int32),
        length[first].astype(np.int32),
    )


def _lists(
    nodes: int, node: NDArray[np.int32], other: NDArray[np.int32], length: NDArray[np.int32]
) -> _Lists:
    order = np.argsort(node, kind="stable")
    count = np.bincount(node, minlength=nodes).astype(np.int32)
    begin = np.cumsum(count) - count
    arcs = np.ones((2 * len(node) + 16, 3), np.int32)
    arcs[: len(node), 0], arcs[: len(node), 1] = other[order], length[order]
    return _Lists(begin, count, count.copy(), arcs, np.full(1, len(node), np.int64))


@kernel
def _append(
    begin: NDArray[np.int64],
    count: NDArray[np.int32],
    room: NDArray[np.int32],
    arcs: NDArray[np.int32],
    size: NDArray[np.int64],
    node: int,
    other: int,
    length: int,
    streets: int,
) -> None:
    """Add an arc to a node's list, or shorten the one that is there. The arrays have room."""
    first, n = begin[node], count[node]
    for arc in range(first, first + n):
        if arcs[arc, 0] == other:
            if length < arcs[arc, 1]:
                arcs[arc, 1], arcs[arc, 2] = length, streets
            return
    if n == room[node]:
        moved = size[0]
        for arc in range(n):
            for column in range(3):
                arcs[moved + arc, column] = arcs[first + arc, column]
        begin[node] = first = moved
        room[node] = _room_after(n)
        size[0] = moved + room[node]
    arcs[first + n, 0], arcs[first + n, 1], arcs[first + n, 2] = other, length, streets
    count[node] = n + 1


@kernel
def _room_after(count: int) -> int:
    return 2 * count + 2


@kernel
def _with_room(lists: _Lists, more: int) -> _Lists:
    """Return the lists with so many unused rows at the end."""
    size = lists.size[0]
    if size + more <= len(lists.arcs):
        return lists
    arcs = np.empty((2 * (size + more), 3), np.int32)
    for arc in range(size):  # a copy of slices takes five seconds to compile
        for column in range(3):
            arcs[arc, column] = lists.arcs[arc, column]
    return _Lists(lists.begin, lists.used, lists.room, arcs, lists.size)


@kernel
def _remove(lists: _Lists, node: int, other: int) -> None:
    first, last = lists.begin[node], lists.begin[node] + lists.used[node] - 1
    for arc in range(first, last + 1):
        if lists.arcs[arc, 0] == other:
            for column in range(3):
                lists.arcs[arc, column] = lists.arcs[last, column]
            lists.used[node] -= 1
            return


@kernel
def _search_round(
    begin: NDArray[np.int64],
    count: NDArray[np.int32],
    arcs: NDArray[np.int32],
    search: _Search,
    start: int,
    avoided: int,
    wanted: int,
    limit: int,
) -> int:
    """Search from a node, round another, until the wanted ones are settled.

    How many nodes were touched comes back. Their `length` is that of some way, if not the shortest.
    """
    length, touched, heap = search.length, search.touched, search.heap
    length[start] = 0
    touched[0] = heap[0] = start
    reached = size = 1
    settled = 0
    while size > 0 and settled < SETTLED and wanted > 0:
        key = pop(heap, size)
        size -= 1
        here, node = key >> 32, key & _LOW
        if here > length[node]:
            continue
        settled += 1
        if search.wanted[node] == search.stamp[0]:
            wanted -= 1
        for arc in range(begin[node], begin[node] + count[node]):
            other = arcs[arc, 0]
            there = here + arcs[arc, 1]
            if other != avoided and there <= limit and there < length[other]:
                if length[other] == FAR:
                    touched[reached] = other
                    reached += 1
                length[other] = there
                if size < HEAP:
                    push(heap, size, (there << 32) | np.int64(other))
                    size += 1
    return reached


@kernel
def _shortcuts(
    leaving: _Lists, arriving: _Lists, search: _Search, node: int
) -> tuple[int, NDArray[np.int32]]:
    """Find the arcs that make up for a node: how many; tail, head, length, streets of each."""
    into = range(arriving.begin[node], arriving.begin[node] + arriving.used[node])
    out_of = range(leaving.begin[node], leaving.begin[node] + leaving.used[node])
    found = np.empty((len(into) * len(out_of), 4), np.int32)
    n = 0
    for first in into:
        tail, so_far = arriving.arcs[first, 0], arriving.arcs[first, 1]
        search.stamp[0] += 1
        wanted = limit = 0
        for second in out_of:
            if leaving.arcs[second, 0] != tail:
                search.wanted[leaving.arcs[second, 0]] = search.stamp[0]
                wanted += 1
                limit = max(limit, so_far + leaving.arcs[second, 1])
        if wanted == 0:
            continue
        lists = leaving.begin, leaving.used, leaving.arcs
        reached = _search_round(*lists, search, tail, node, wanted, limit)
        for second in out_of:
            head, length = leaving.arcs[second, 0], so_far + leaving.arcs[second, 1]
            if head != tail and length < search.length[head] and length <= LONGEST:
                found[n, 0], found[n, 1], found[n, 2] = tail, head, length
                found[n, 3] = arriving.arcs[first, 2] + leaving.arcs[second, 2]
                n += 1
        for k in range(reached):
            search.length[search.touched[k]] = FAR
    return n, found


@kernel
def _importance(
    leaving: _Lists,
    arriving: _Lists,
    node: int,
    level: int,
    added: int,
    found: NDArray[np.int32],
) -> int:
    """Weigh what taking out a node adds to the graph against what it takes away."""
    taken = leaving.used[node] + arriving.used[node]
    if taken == 0:
        return _SHARE * level
    streets_taken = streets_added = 0
    for arc in range(leaving.begin[node], leaving.begin[node] + leaving.used[node]):
        streets_taken += leaving.arcs[arc, 2]
    for arc in range(arriving.begin[node], arriving.begin[node] + arriving.used[node]):
        streets_taken += arriving.arcs[arc, 2]
    for k in range(added):
        streets_added += found[k, 3]
    return _SHARE * level + _SHARE * added // taken + _SHARE * streets_added // streets_taken


@kernel
def _weigh(
    leaving: _Lists,
    arriving: _Lists,
    search: _Search,
    queue: NDArray[np.int64],
    first: int,
    last: int,
) -> None:
    """Put a range of nodes into the queue, which holds those before it."""
    for node in range(first, last):
        added, found = _shortcuts(leaving, arriving, search, node)
        importance = _importance(leaving, arriving, node, 0, added, found)
        push(queue, node, (importance << 32) | node)


@kernel
def _contract(work: _Contraction, most: int) -> _Contraction:
    # Keeps: between any two nodes that are still in, the graph that is left has ways as short as
    # the whole graph's (up to LONGEST); arcs of nodes that are out lead to nodes taken out later.
    # Cost: per node taken out some two searches of SETTLED nodes for each arc that arrives.
    # Source: Geisberger et al. (2008), with the order of importance kept up to date lazily.
    leaving, arriving, search, level, stale, queue, rank, sizes = work
    done = 0
    while sizes[0] > 0 and done < most:
        node = pop(queue, sizes[0]) & _LOW
        sizes[0] -= 1
        added, found = _shortcuts(leaving, arriving, search, node)
        if stale[node]:
            stale[node] = False
            importance = _importance(leaving, arriving, node, level[node], added, found)
            key = (importance << 32) | node
            if sizes[0] > 0 and key > queue[0]:
                push(queue, sizes[0], key)
                sizes[0] += 1
                continue
        rank[node] = sizes[1]
        sizes[1] += 1
        done += 1
        for lists, others in ((leaving, arriving), (arriving, leaving)):
            for arc in range(others.begin[node], others.begin[node] + others.used[node]):
                neighbour = others.arcs[arc, 0]
                _remove(lists, neighbour, node)
                level[neighbour] = max(level[neighbour], level[node] + 1)
                stale[neighbour] = True
        leaving = _with_room(leaving, _moves(leaving, arriving, node, added))
        arriving = _with_room(arriving, _moves(arriving, leaving, node, added))
        for k in range(added):
            tail, head, length, streets = found[k, 0], found[k, 1], found[k, 2], found[k, 3]
            ahead = leaving.begin, leaving.used, leaving.room, leaving.arcs, leaving.size
            _append(*ahead, tail, head, length, streets)
            back = arriving.begin, arriving.used, arriving.room, arriving.arcs, arriving.size
            _append(*back, head, tail, length, streets)
    return _Contraction(leaving, arriving, search, level, stale, queue, rank, sizes)


@kernel
def _moves(lists: _Lists, others: _Lists, node: int, added: int) -> int:
    """Return how many rows it takes at most to move the lists to which arcs are added."""
    rows = 0
    for arc in range(others.begin[node], others.begin[node] + others.used[node]):
        most = lists.used[others.arcs[arc, 0]] + added
        rows += 2 * _room_after(most)
    return rows


@kernel
def _by_place(
    place: NDArray[np.int32], lists: _Lists
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Arrange lists by the places of their nodes."""
    nodes = len(place)
    node_at = np.empty(nodes, np.int64)
    for node in range(nodes):
        node_at[place[node]] = node
    offset = np.zeros(nodes + 1, np.int64)
    for p in range(nodes):
        offset[p + 1] = offset[p] + lists.used[node_at[p]]
    arcs = np.empty((offset[nodes], 2), np.int32)
    for p in range(nodes):
        begin = lists.begin[node_at[p]]
        for k in range(lists.used[node_at[p]]):
            arcs[offset[p] + k, 0] = place[lists.arcs[begin + k, 0]]
            arcs[offset[p] + k, 1] = lists.arcs[begin + k, 1]
    return offset, arcs
