"""Turn restrictions, from ways and nodes to edges and vertices."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accessibility.network.extract import access
from accessibility.network.extract.edges import Edges
from accessibility.network.extract.osm import Restriction

__all__ = ["Turns", "restricted_turns"]

_ARRIVING: Final = (access.USE_CAR_FORWARD, access.USE_CAR_BACKWARD)
_LEAVING: Final = (access.USE_CAR_BACKWARD, access.USE_CAR_FORWARD)


@dataclass(frozen=True)
class Turns:
    """Restricted turns from an edge through a vertex into an edge, for cars."""

    edge_from: NDArray[np.int32]
    vertex: NDArray[np.int32]
    edge_to: NDArray[np.int32]
    only: NDArray[np.bool_]
    """True where the turn is the only one allowed, False where it is forbidden."""
    counts: dict[str, int]
    """How many restrictions are kept, and why others are not."""


def restricted_turns(
    restrictions: Sequence[Restriction],
    edges: Edges,
    edge_way: NDArray[np.int64],
    edge_uses: NDArray[np.uint8],
) -> Turns:
    """
    Find the edges and vertices of turn restrictions.

    Where a way goes on beyond the node, the edge that cars can come from (or leave by) is meant;
    if that leaves two, nobody can say which turn is restricted: it is counted and not applied.

    Parameters
    ----------
    restrictions
        Restrictions by OSM ids.
    edges
        Edges of the same extract.
    edge_way
        OSM way id of each edge, ascending but for the links at the end.
    edge_uses
        `access.USE_` bits of each edge.

    Returns
    -------
    Turns
        In the order of the restrictions.
    """
    n_streets = len(edge_way) - len(edges.link_modes)
    finder = _EdgeFinder(edges, edge_way[:n_streets], edge_uses)
    counts: Counter[str] = Counter(restrictions_kept=0)
    rows: list[tuple[int, int, int, bool]] = []
    for restriction in restrictions:
        froms = [finder.at(way, restriction.via, _ARRIVING) for way in restriction.from_ways]
        tos = [finder.at(way, restriction.via, _LEAVING) for way in restriction.to_ways]
        if any(not found for found in froms + tos):
            counts["restrictions_not_in_extract"] += 1
        elif any(len(found) > 1 for found in froms + tos):
            counts["restrictions_ambiguous"] += 1
        elif len({vertex for [(_, vertex)] in froms + tos}) > 1:
            counts["restrictions_at_barrier"] += 1
        else:
            counts["restrictions_kept"] += 1
            rows += [
                (edge_from, vertex, edge_to, restriction.only)
                for [(edge_from, vertex)] in froms
                for [(edge_to, _)] in tos
            ]
    table = np.array(rows, np.int32).reshape(-1, 4)
    return Turns(
        edge_from=np.ascontiguousarray(table[:, 0]),
        vertex=np.ascontiguousarray(table[:, 1]),
        edge_to=np.ascontiguousarray(table[:, 2]),
        only=table[:, 3].astype(np.bool_),
        counts=dict(counts),
    )


class _EdgeFinder:
    """Finds the edges of a way that end at a node."""

    def __init__(
        self, edges: Edges, edge_way: NDArray[np.int64], edge_uses: NDArray[np.uint8]
    ) -> None:
        self._edges = edges
        self._edge_way = edge_way
        self._uses = edge_uses

    def at(self, way: int, node: int, uses: tuple[int, int]) -> list[tuple[int, int]]:
        """
        Edges of the way at the node, each with its vertex there; the usable ones if there are any.

        `uses` are the bits that make an edge usable if its last, or its first, vertex is the node.
        """
        begin, end = np.searchsorted(self._edge_way, [way, way + 1]).tolist()
        found: dict[int, int] = {}
        usable: dict[int, int] = {}
        for edge in range(begin, end):
            vertices = (int(self._edges.edge_to[edge]), int(self._edges.edge_from[edge]))
            for vertex, use in zip(vertices, uses, strict=True):
                if self._edges.vertex_node[vertex] == node:
                    found.setdefault(edge, vertex)
                    if self._uses[edge] & use:
                        usable.setdefault(edge, vertex)
        return list((usable or found).items())
