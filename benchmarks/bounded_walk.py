"""Bounded walks over the streets: ours against scipy and networkx."""

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from accessibility.network.network import Network
from accessibility.routing.walking import Joined, index_targets, walk_lists

from .places import Place, Points
from .report import Figure, Section, Wanted
from .timing import ONE_THREAD, in_turns
from .yardstick import LIMIT_MM, Yardstick

TURNS = 7
GOING = np.zeros(1, np.uint8)


class Contenders:
    """The same searches between the same vertices, for each library in its own form."""

    def __init__(self, network: Network, points: Points) -> None:
        self.scipy = Yardstick(network, points)
        self.walk_graph = network.walk_graph
        self.targets = at_vertices(network, self.scipy.vertices)
        self.origins = at_vertices(network, self.scipy.vertices[self.scipy.sources])
        self.index = index_targets(self.walk_graph, self.targets)
        self.networkx = nx.Graph()
        arcs = self.scipy.graph.tocoo()
        self.networkx.add_weighted_edges_from(
            zip(arcs.row.tolist(), arcs.col.tolist(), arcs.data.tolist(), strict=True)
        )

    def ours(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
        return walk_lists(self.walk_graph, self.origins, self.targets, self.index, LIMIT_MM, GOING)

    def scipy_at_once(self) -> NDArray[np.float64]:
        found: NDArray[np.float64] = dijkstra(
            self.scipy.graph, indices=self.scipy.sources, limit=LIMIT_MM
        )
        return found

    def by_networkx(self) -> list[dict[int, float]]:
        return [
            nx.single_source_dijkstra_path_length(self.networkx, source, LIMIT_MM)
            for source in self.scipy.sources.tolist()
        ]

    def check(self) -> int:
        """Raise unless all three find the same vertices at the same distances; return how many."""
        offset, target, length = self.ours()
        mine = np.full((len(self.origins.edge), len(self.targets.edge)), np.inf)
        mine[np.repeat(np.arange(len(offset) - 1), np.diff(offset)), target] = length
        if not np.array_equal(mine, self.scipy_at_once()):
            raise ArithmeticError("our walks differ from scipy's")
        for row, found in zip(mine, self.by_networkx(), strict=True):
            reached = np.flatnonzero(np.isfinite(row))
            if dict(zip(reached.tolist(), row[reached].tolist(), strict=True)) != found:
                raise ArithmeticError("our walks differ from networkx's")
        return len(target)


def at_vertices(network: Network, vertices: NDArray[np.int64]) -> Joined:
    """Stand at vertices: each is the end of a walkable edge, which it joins there."""
    graph = network.walk_graph
    walkable = np.flatnonzero(network.streets.edge_access & 1)
    edge_of = np.full(len(graph.offset) - 1, -1, np.int32)
    edge_of[graph.edge_to[walkable]] = walkable
    edge_of[graph.edge_from[walkable]] = walkable
    edge = edge_of[vertices]
    first = np.where(graph.edge_from[edge] == vertices, 0, graph.edge_length[edge])
    # Without coordinates no two are at the same place, and every distance comes from the streets.
    nowhere = np.full(len(vertices), np.nan)
    none = np.zeros(len(vertices), np.int32)
    return Joined(nowhere, nowhere, edge, first.astype(np.int32), none, none)


def run(place: Place) -> list[Section]:
    """Measure searches from the streets nearest to the centroids."""
    contenders = Contenders(place.network, place.centroids)
    reached = contenders.check()
    times = in_turns(
        {
            "ours": contenders.ours,
            "scipy": contenders.scipy.run,
            "at once": contenders.scipy_at_once,
            "networkx": contenders.by_networkx,
        },
        TURNS,
        ONE_THREAD,
    )
    n = len(contenders.origins.edge)
    names = {
        "ours": "ours, `walk_lists`",
        "scipy": "scipy `dijkstra(limit=)`, one call per origin",
        "at once": "scipy, one call for all origins",
        "networkx": "networkx `single_source_dijkstra_path_length(cutoff=)`",
    }
    return [
        Section(
            title="Bounded walk, 1,200 m",
            text=(
                f"From the street vertex of each of {n} points of {place.name} to every vertex "
                f"within 1,200 m ({reached / n:,.0f} of {len(contenders.targets.edge):,} on "
                "average). All give the same distances. Time per origin, one thread."
            ),
            base="ours",
            figures=[
                Figure(name, times.best(key) / n, times.ratio(key, "ours"))
                for key, name in names.items()
            ],
            wanted=[
                Wanted(
                    "scipy's time, one call per origin, in ours",
                    times.ratio("scipy", "ours"),
                    at_least=3.0,
                )
            ],
        )
    ]
