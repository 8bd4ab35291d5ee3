"""Which edges points may join: components of the streets, for each mode its own."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from accessibility.network.extract import access

__all__ = ["SMALLEST_COMPONENT", "linkable_modes"]

SMALLEST_COMPONENT: Final = 40
"""Vertices that a component must count for points to join it."""

_DIRECTIONS: Final = (
    (access.FOOT, access.USE_FOOT, access.USE_FOOT),
    (access.BICYCLE, access.USE_BICYCLE_FORWARD, access.USE_BICYCLE_BACKWARD),
    (access.CAR, access.USE_CAR_FORWARD, access.USE_CAR_BACKWARD),
    (access.WHEELCHAIR, access.USE_WHEELCHAIR, access.USE_WHEELCHAIR),
)


def linkable_modes(
    n_vertices: int,
    edge_from: NDArray[np.int32],
    edge_to: NDArray[np.int32],
    edge_uses: NDArray[np.uint8],
    may_link: NDArray[np.bool_],
) -> NDArray[np.uint8]:
    """
    Find the modes whose points may join each edge.

    Components are weak for walkers (wheelchairs included) and strong for bicycles and cars; an edge
    belongs to a strong component if both its vertices do.

    Parameters
    ----------
    n_vertices
        Number of vertices.
    edge_from, edge_to
        Vertices of each edge.
    edge_uses
        `access.USE_` bits of each edge.
    may_link
        Whether points may join the edge as far as its tags go.

    Returns
    -------
    ndarray of uint8
        Mode bits of each edge.
    """
    modes = np.zeros(len(edge_from), np.uint8)
    for mode, forward, backward in _DIRECTIONS:
        ahead = (edge_uses & forward) != 0
        back = (edge_uses & backward) != 0
        start = np.concatenate([edge_from[ahead], edge_to[back]])
        end = np.concatenate([edge_to[ahead], edge_from[back]])
        graph = coo_array((np.ones(len(start), np.int8), (start, end)), (n_vertices, n_vertices))
        _, component = connected_components(graph.tocsr(), directed=True, connection="strong")
        large = np.bincount(component, minlength=1) >= SMALLEST_COMPONENT
        same = component[edge_from] == component[edge_to]
        joined = may_link & (ahead | back) & same & large[component[edge_from]]
        modes[joined] |= mode
    return modes
