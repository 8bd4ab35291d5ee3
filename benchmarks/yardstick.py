"""One scipy bounded Dijkstra per origin: the unit in which the speed of a machine is told."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from accessibility.network.network import Network

from .places import FARTHEST_M, Points

LIMIT_MM = 1_200_000


class Yardstick:
    """The walking graph for scipy, without the vertices that no walker reaches."""

    def __init__(self, network: Network, points: Points) -> None:
        graph = network.walk_graph
        tail = np.repeat(np.arange(len(graph.offset) - 1), np.diff(graph.offset))
        head, length = graph.arcs[:, 0], graph.arcs[:, 1]
        self.vertices = np.unique(tail)
        new = np.full(len(graph.offset) - 1, -1, np.int64)
        new[self.vertices] = np.arange(len(self.vertices))
        self.graph = shortest_arcs(new[tail], new[head], length, len(self.vertices))
        snapped = network.snap(points.lon, points.lat, FARTHEST_M * 1000)
        self.sources = new[graph.edge_from[snapped.edge]]

    def run(self) -> int:
        """Search from each origin's street vertex in turn; return the number of distances."""
        distances = 0
        for source in self.sources:
            distance = dijkstra(self.graph, indices=source, limit=LIMIT_MM)
            distances += len(distance)
        return distances


def shortest_arcs(
    tail: NDArray[np.int64], head: NDArray[np.int64], length: NDArray[np.int32], vertices: int
) -> csr_array:
    """Arrange arcs for scipy: of parallel ones the shortest, and no loops."""
    order = np.lexsort((length, head, tail))
    tail, head, length = tail[order], head[order], length[order]
    first = np.ones(len(tail), bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    first &= tail != head
    shape = (vertices, vertices)
    # An explicit zero is an arc of no length in scipy's sparse graphs.
    return csr_array((length[first].astype(np.float64), (tail[first], head[first])), shape=shape)
