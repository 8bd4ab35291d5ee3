"""Times between points on the same edge, over just the stretch between them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel

__all__ = ["Placed", "shorten_on_edges"]


class Placed(NamedTuple):
    """Points and where they join the streets.

    Attributes
    ----------
    longitude, latitude
        The points, WGS84 degrees.
    edge
        The edge joined; -1 for a point that does not join.
    first
        Millimetres from the edge's first vertex to the place joined.
    connector
        Milliseconds of the walk between point and street.
    """

    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    edge: NDArray[np.int32]
    first: NDArray[np.int32]
    connector: NDArray[np.int64]


def shorten_on_edges(
    rows: Placed,
    columns: Placed,
    speed: NDArray[np.int32],
    rate: NDArray[np.int64],
    backward: bool,  # noqa: FBT001 - kernels take no keywords
    longest_s: int,
    seconds: NDArray[np.int32],
) -> None:
    """Lower the times between points on one edge to those of just the stretch between them.

    Parameters
    ----------
    rows, columns
        The points of the matrix. Trips lead from rows to columns.
    speed
        Metres per hour along and against every edge, 0 where it is closed; shape (edges, 2).
    rate
        Milliseconds for a millimetre at one metre per hour, likewise.
    backward
        Whether trips lead from columns to rows instead.
    longest_s
        The longest time that counts.
    seconds
        The matrix, which is changed; -1 where there is no way.
    """
    order = np.argsort(columns.edge, kind="stable")
    _shorten(rows, columns, columns.edge[order], order, speed, rate, backward, longest_s, seconds)


@kernel
def _shorten(
    rows: Placed,
    columns: Placed,
    edges: NDArray[np.int32],
    order: NDArray[np.int64],
    speed: NDArray[np.int32],
    rate: NDArray[np.int64],
    backward: bool,  # noqa: FBT001 - kernels take no keywords
    longest_s: int,
    seconds: NDArray[np.int32],
) -> None:
    # Keeps: a time is only ever lowered, to that of a way that is open.
    # Cost: a bisection for each row and a look at each pair on one edge. Source: own.
    for row in range(len(rows.edge)):
        edge = rows.edge[row]
        if edge < 0:
            continue
        place = np.searchsorted(edges, edge)
        while place < len(edges) and edges[place] == edge:
            column = order[place]
            place += 1
            ahead = np.int64(columns.first[column]) - np.int64(rows.first[row])
            if backward:
                ahead = -ahead
            least = np.int64(1) << 62
            for against in range(2):
                if speed[edge, against] > 0 and (ahead >= 0 if against == 0 else ahead <= 0):
                    # Rounded up: negative numbers are divided towards minus infinity.
                    ms = -(-(abs(ahead) * rate[edge, against]) // speed[edge, against])
                    least = min(least, rows.connector[row] + ms + columns.connector[column])
            if (
                rows.longitude[row] == columns.longitude[column]
                and rows.latitude[row] == columns.latitude[column]
            ):
                least = np.int64(0)
            lowest = (least + 999) // 1000
            if lowest <= longest_s and (seconds[row, column] < 0 or lowest < seconds[row, column]):
                seconds[row, column] = lowest
