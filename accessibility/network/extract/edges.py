"""From ways to edges: runs of known nodes, vertices, ellipsoidal lengths, barriers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from accessibility.errors import InputError
from accessibility.network.extract.osm import StreetData, is_position

__all__ = ["Edges", "cut_ways"]

_GEOD: Final = Geod(ellps="WGS84")
_SEGMENTS_AT_ONCE: Final = 1_000_000
"""Segments measured in one call: bounds the memory of the temporary arrays."""

_MAX_LENGTH: Final = 2**31 - 1
"""Millimetres that the array of lengths can hold."""


@dataclass(frozen=True)
class Edges:
    """The edges of the ways, then the links at barriers; shapes go from vertex to vertex."""

    vertex_x: NDArray[np.int32]
    vertex_y: NDArray[np.int32]
    vertex_node: NDArray[np.int64]
    """OSM node id; the vertices of a barrier share it."""
    edge_from: NDArray[np.int32]
    edge_to: NDArray[np.int32]
    edge_way: NDArray[np.int32]
    """Place of the way in the street data; -1 for links."""
    edge_length: NDArray[np.int32]
    """Millimetres."""
    link_modes: NDArray[np.uint8]
    """For each link, mode bits of those whom its barrier lets through."""
    shape_offset: NDArray[np.int64]
    shape_x: NDArray[np.int32]
    shape_y: NDArray[np.int32]
    counts: dict[str, int]
    """What was cut and joined."""


@dataclass(frozen=True)
class _Runs:
    """Nodes of the ways, cut where the extract lacks one; equal neighbours count once."""

    way: NDArray[np.int64]
    node: NDArray[np.int64]
    """Place in `ids`."""
    x: NDArray[np.int32]
    y: NDArray[np.int32]
    begins: NDArray[np.bool_]
    ends: NDArray[np.bool_]
    ids: NDArray[np.int64]
    """OSM node ids, ascending."""


@dataclass(frozen=True)
class _Barriers:
    """Edge ends at barriers, in the order in which links join them."""

    end: NDArray[np.int64]
    """Twice the edge, plus one at its last vertex."""
    node: NDArray[np.int64]
    """Place of the node in the ids of the runs."""


def cut_ways(data: StreetData, path: Path) -> Edges:
    """
    Cut the ways of an extract into edges.

    Parameters
    ----------
    data
        Ways and their nodes.
    path
        The extract, to be named in errors.

    Returns
    -------
    Edges
        Numbered upwards by way id and position along the way, then the links by node id.

    Raises
    ------
    InputError
        If an edge is longer than any street.
    """
    counts: dict[str, int] = {}
    runs = _cut_at_missing_nodes(data, counts)
    stops = np.isin(runs.ids, np.fromiter(data.barriers, np.int64, len(data.barriers)))
    is_vertex = (np.bincount(runs.node, minlength=len(runs.ids)) > 1) | stops
    is_vertex[runs.node[runs.begins | runs.ends]] = True

    at_vertex = is_vertex[runs.node]
    first = np.flatnonzero(at_vertex & ~runs.ends)
    last = np.flatnonzero(at_vertex & ~runs.begins)
    edge_nodes = np.stack([runs.node[first], runs.node[last]], axis=1)
    barriers = _barrier_ends(edge_nodes, stops)
    is_vertex &= ~stops
    vertex_of_end, vertex_node, vertex_x, vertex_y = _number_vertices(
        runs, edge_nodes, is_vertex, barriers
    )

    before = np.flatnonzero(barriers.node[1:] == barriers.node[:-1])
    link_node = barriers.node[before]
    link_from = vertex_of_end.ravel()[barriers.end[before]]
    link_to = vertex_of_end.ravel()[barriers.end[before + 1]]
    link_ids = runs.ids[link_node].tolist()
    counts["barriers"] = len(np.unique(barriers.node))
    counts["barrier_links"] = len(before)

    length = _lengths(runs, first)
    if length.max(initial=0) > _MAX_LENGTH:
        longest = int(np.argmax(length))
        way, kilometres = data.way_id[runs.way[first[longest]]], length[longest] / 1e6
        problem = f"way {way} runs {kilometres:,.0f} km between two junctions, as no street does"
        remedy = "One of its nodes is misplaced: take a later extract, or correct it there."
        raise InputError.at(path, problem, remedy)

    shape = _join_ranges(first, last + 1)
    sizes = np.concatenate([last + 1 - first, np.full(len(before), 2)])
    return Edges(
        vertex_x=vertex_x,
        vertex_y=vertex_y,
        vertex_node=vertex_node,
        edge_from=np.concatenate([vertex_of_end[:, 0], link_from]),
        edge_to=np.concatenate([vertex_of_end[:, 1], link_to]),
        edge_way=np.concatenate([runs.way[first], np.full(len(before), -1)]).astype(np.int32),
        edge_length=np.concatenate([length.astype(np.int32), np.zeros(len(before), np.int32)]),
        link_modes=np.array([data.barriers[node] for node in link_ids], np.uint8),
        shape_offset=np.concatenate([[0], np.cumsum(sizes)]),
        shape_x=np.concatenate([runs.x[shape], np.repeat(vertex_x[link_from], 2)]),
        shape_y=np.concatenate([runs.y[shape], np.repeat(vertex_y[link_from], 2)]),
        counts=counts,
    )


def _cut_at_missing_nodes(data: StreetData, counts: dict[str, int]) -> _Runs:
    way, node = data.node_way, data.node_id
    repeated = np.zeros(len(node), np.bool_)
    repeated[1:] = (node[1:] == node[:-1]) & (way[1:] == way[:-1])
    known = is_position(data.node_x, data.node_y)
    counts["missing_nodes"] = len(np.unique(node[~known]))
    counts["ways_cut"] = len(np.unique(way[~known]))

    # A run ends where the way ends or the next node is missing; missing nodes take a number too.
    distinct = np.flatnonzero(~repeated)
    new_run = np.ones(len(distinct), np.bool_)
    new_run[1:] = (way[distinct][1:] != way[distinct][:-1]) | ~known[distinct][:-1]
    run = np.cumsum(new_run)
    kept = known[distinct]
    long_enough = (np.bincount(run[kept], minlength=run[-1] + 1) > 1)[run]
    kept &= long_enough
    places, run = distinct[kept], run[kept]

    begins = np.ones(len(run), np.bool_)
    begins[1:] = run[1:] != run[:-1]
    ends = np.roll(begins, -1)
    ids, index = np.unique(node[places], return_inverse=True)
    return _Runs(way[places], index, data.node_x[places], data.node_y[places], begins, ends, ids)


def _barrier_ends(edge_nodes: NDArray[np.int64], stops: NDArray[np.bool_]) -> _Barriers:
    ends = np.flatnonzero(stops[edge_nodes.ravel()])
    nodes = edge_nodes.ravel()[ends]
    order = np.argsort(nodes, kind="stable")
    return _Barriers(ends[order], nodes[order])


def _number_vertices(
    runs: _Runs,
    edge_nodes: NDArray[np.int64],
    is_vertex: NDArray[np.bool_],
    barriers: _Barriers,
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Vertex of each edge end, and the node and position of each vertex, near ones close by."""
    plain = np.flatnonzero(is_vertex)
    node = np.concatenate([plain, barriers.node])
    x, y = np.empty((2, len(runs.ids)), np.int32)
    x[runs.node], y[runs.node] = runs.x, runs.y
    order = np.lexsort((node, _morton(x[node], y[node])))  # stable: barriers keep their order
    number = np.empty(len(node), np.int32)
    number[order] = np.arange(len(node), dtype=np.int32)

    vertex_of_node = np.empty(len(runs.ids), np.int32)
    vertex_of_node[plain] = number[: len(plain)]
    vertex_of_end = vertex_of_node[edge_nodes]
    vertex_of_end.reshape(-1)[barriers.end] = number[len(plain) :]
    node = node[order]
    return vertex_of_end, runs.ids[node], x[node], y[node]


def _morton(x: NDArray[np.int32], y: NDArray[np.int32]) -> NDArray[np.uint64]:
    """Place on the Z-order curve: neighbours on the ground become neighbours in memory."""
    return _spread(x) | (_spread(y) << np.uint64(1))


def _spread(values: NDArray[np.int32]) -> NDArray[np.uint64]:
    """Put a zero bit between any two bits (Sean Anderson, Bit Twiddling Hacks)."""
    bits = (values.astype(np.int64) + 2**31).astype(np.uint64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits


def _lengths(runs: _Runs, first: NDArray[np.int64]) -> NDArray[np.int64]:
    """Length of each edge in millimetres, rounded once, half up."""
    start = np.flatnonzero(~runs.ends)
    metres = np.empty(len(start))
    for begin in range(0, len(start), _SEGMENTS_AT_ONCE):
        part = start[begin : begin + _SEGMENTS_AT_ONCE]
        metres[begin : begin + _SEGMENTS_AT_ONCE] = _GEOD.inv(
            runs.x[part] / 1e7, runs.y[part] / 1e7, runs.x[part + 1] / 1e7, runs.y[part + 1] / 1e7
        )[2]
    # Edges follow one another along the runs, so each begins where the one before ended.
    total = np.add.reduceat(metres, np.searchsorted(start, first))
    return np.floor(total * 1000 + 0.5).astype(np.int64)


def _join_ranges(begin: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.int64]:
    """All whole numbers of [begin, end) of each pair, one range after the other."""
    sizes = end - begin
    steps = np.repeat(begin - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
    return steps + np.arange(sizes.sum())
