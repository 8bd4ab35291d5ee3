"""Where cars may turn, and how long they wait: from an edge in a direction into another."""

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from accessibility.network.extract.streets import Streets

__all__ = [
    "ACROSS_S",
    "BACK_DEGREES",
    "BACK_S",
    "JUNCTION_ENDS",
    "NEAR_S",
    "STRAIGHT_DEGREES",
    "DelayTable",
    "Turning",
    "car_turns",
]

JUNCTION_ENDS: Final = 3
"""Ends of edges that make a vertex a junction."""
STRAIGHT_DEGREES: Final = 30
"""Turns of at most so many degrees go straight on."""
BACK_DEGREES: Final = 150
"""Turns of at least so many degrees go back."""
NEAR_S, ACROSS_S, BACK_S = 5, 15, 60


class DelayTable(NamedTuple):
    """
    What turns at junctions cost.

    Parameters
    ----------
    straight, near, across, back
        Seconds straight on, to the side on which people drive, across the oncoming traffic, and
        back.
    straight_degrees, back_degrees
        Turns of at most, and of at least, so many degrees go straight on and back.
    ends
        Ends of edges that make a vertex a junction.
    """

    straight: int = 0
    near: int = NEAR_S
    across: int = ACROSS_S
    back: int = BACK_S
    straight_degrees: int = STRAIGHT_DEGREES
    back_degrees: int = BACK_DEGREES
    ends: int = JUNCTION_ENDS


class Turning(NamedTuple):
    """
    Turns that are allowed. An arc is an edge in a direction: twice the edge, plus 1 against it.

    Parameters
    ----------
    tail, head
        The arc that a turn leaves and the one that it enters; by tail, then by head.
    delay_s
        Seconds that the turn costs.
    """

    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    delay_s: NDArray[np.int64]


def car_turns(
    streets: "Streets",
    open_arcs: NDArray[np.bool_],
    driving_side: Literal["left", "right"],
    delays: DelayTable | None,
) -> Turning:
    """
    List the turns that cars may take.

    Parameters
    ----------
    streets
        The streets.
    open_arcs
        Which edges cars may use along and against; shape (edges, 2).
    driving_side
        On which side of the road people drive.
    delays
        What turns at junctions cost; None for nothing.

    Returns
    -------
    Turning
        All of them.
    """
    start = np.stack([streets.edge_from, streets.edge_to], axis=1).ravel()
    end = np.stack([streets.edge_to, streets.edge_from], axis=1).ravel()
    arcs = np.flatnonzero(open_arcs.ravel())
    leaving = arcs[np.argsort(start[arcs], kind="stable")]
    n_leaving = np.bincount(start[arcs], minlength=len(streets.vertex_x))
    first_leaving = np.cumsum(n_leaving) - n_leaving

    # Every arc, with each of those that leave its end.
    follow = n_leaving[end[arcs]]
    tail = np.repeat(arcs, follow)
    begin = np.repeat(first_leaving[end[arcs]] - (np.cumsum(follow) - follow), follow)
    head = leaving[begin + np.arange(len(tail))]
    vertex = end[tail]

    allowed = (head != (tail ^ 1)) | (n_leaving[vertex] == 1)
    allowed &= ~_restricted(streets, tail >> 1, vertex, head >> 1)
    tail, head, vertex = tail[allowed], head[allowed], vertex[allowed]
    delay = np.zeros(len(tail), np.int64)
    if delays is not None:
        used = open_arcs.any(axis=1)
        ends = np.concatenate([streets.edge_from[used], streets.edge_to[used]])
        junction = np.bincount(ends, minlength=len(streets.vertex_x)) >= delays.ends
        angle = _angles(streets, tail, head)
        here = junction[vertex] & ~np.isnan(angle)
        delay[here] = _delays(angle[here], driving_side, delays)
    return Turning(tail, head, delay)


def _restricted(
    streets: "Streets",
    edge_from: NDArray[np.int64],
    vertex: NDArray[np.int32],
    edge_to: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Say which turns the restrictions of the map forbid."""
    is_loop = streets.edge_from == streets.edge_to
    kept = ~is_loop[streets.turn_from] & ~is_loop[streets.turn_to]
    only = streets.turn_only
    no = _is_listed(streets, kept & ~only, edge_from, vertex, edge_to)
    bound = _is_listed(streets, kept & only, edge_from, vertex, None)
    named = _is_listed(streets, kept & only, edge_from, vertex, edge_to)
    return no | (bound & ~named)


def _is_listed(
    streets: "Streets",
    rows: NDArray[np.bool_],
    edge_from: NDArray[np.int64],
    vertex: NDArray[np.int32],
    edge_to: NDArray[np.int64] | None,
) -> NDArray[np.bool_]:
    """Say which turns are among some rows; without `edge_to` those that begin like one."""
    listed = np.stack([streets.turn_from, streets.turn_via, streets.turn_to], axis=1)[rows]
    asked = np.stack([edge_from, vertex, edge_from if edge_to is None else edge_to], axis=1)
    columns = 2 if edge_to is None else 3
    # Only few turns begin where a restriction does.
    found = np.zeros(len(asked), np.bool_)
    near = np.flatnonzero(np.isin(edge_from, listed[:, 0]))
    rows_of = {tuple(row) for row in listed[:, :columns].tolist()}
    found[near] = [tuple(row) in rows_of for row in asked[near, :columns].tolist()]
    return found


def _angles(
    streets: "Streets", tail: NDArray[np.int64], head: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Give the angle of each turn in degrees, positive to the left; NaN without an extent."""
    first, last = _end_segments(streets)
    leaving = np.stack([first, -last], axis=1).reshape(-1, 2)
    arriving = np.stack([last, -first], axis=1).reshape(-1, 2)
    start = np.stack([streets.edge_from, streets.edge_to], axis=1).ravel()
    cosine = np.cos(np.radians(streets.vertex_y[start[head]] / 1e7))
    x_1, y_1 = arriving[tail, 0] * cosine, arriving[tail, 1]
    x_2, y_2 = leaving[head, 0] * cosine, leaving[head, 1]
    angle: NDArray[np.float64] = np.degrees(
        np.arctan2(x_1 * y_2 - y_1 * x_2, x_1 * x_2 + y_1 * y_2)
    )
    return angle


def _end_segments(streets: "Streets") -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Run and rise of each edge's first and last segment that has an extent, NaN if none has."""
    run = np.diff(np.stack([streets.shape_x, streets.shape_y], axis=1).astype(np.float64), axis=0)
    n_edges = len(streets.edge_from)
    edge_of_point = np.repeat(np.arange(n_edges), np.diff(streets.shape_offset))
    segments = np.flatnonzero((edge_of_point[1:] == edge_of_point[:-1]) & (run != 0).any(axis=1))
    first, last = np.full((2, n_edges, 2), np.nan)
    # Of several values for one place, the last one stays.
    first[edge_of_point[segments[::-1]]] = run[segments[::-1]]
    last[edge_of_point[segments]] = run[segments]
    return first, last


def _delays(
    angle: NDArray[np.float64], driving_side: Literal["left", "right"], delays: DelayTable
) -> NDArray[np.int64]:
    size = np.abs(angle)
    near = (angle > 0) == (driving_side == "left")
    sideways = np.where(near, delays.near, delays.across)
    bent = np.where(size >= delays.back_degrees, delays.back, sideways)
    return np.where(size <= delays.straight_degrees, delays.straight, bent).astype(np.int64)
