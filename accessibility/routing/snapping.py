"""Joining points to the nearest edge that a mode may use.

A grid over longitude and latitude lists the edges whose segments' bounding boxes touch each cell; a
point looks through rings of cells around its own until no unseen edge can be nearer.
"""

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel

SEMI_MAJOR = 6378137.0
ECCENTRICITY_2 = 0.0066943799901413165
UNIT = 1e-7
"""Degrees in one unit of the streets' whole-number coordinates."""
CELL = 25_000
"""Smallest side of a grid cell, in units: some 280 m north to south."""
MOST_CELLS = 4_000_000


@kernel
def _cells_of_edges(
    edges: NDArray[np.int32],
    shape_offset: NDArray[np.int64],
    shape_x: NDArray[np.int32],
    shape_y: NDArray[np.int32],
    frame: NDArray[np.int64],
    offset: NDArray[np.int64],
    content: NDArray[np.int32],
    last_edge: NDArray[np.int32],
) -> None:
    # Keeps: content[offset[c]:] holds each edge once per cell its segments' boxes touch, ascending.
    # Cost: the number of (segment, cell) pairs. With an empty content it only counts into offset[c
    # + 1].
    # Source: a plain uniform grid (Akman et al. 1989).
    counting = len(content) == 0
    last_edge[:] = -1
    for edge in edges:
        for point in range(shape_offset[edge], shape_offset[edge + 1] - 1):
            column_0 = (min(shape_x[point], shape_x[point + 1]) - frame[0]) // frame[2]
            column_1 = (max(shape_x[point], shape_x[point + 1]) - frame[0]) // frame[2]
            row_0 = (min(shape_y[point], shape_y[point + 1]) - frame[1]) // frame[2]
            row_1 = (max(shape_y[point], shape_y[point + 1]) - frame[1]) // frame[2]
            for row in range(row_0, row_1 + 1):
                for column in range(column_0, column_1 + 1):
                    cell = row * frame[3] + column
                    if last_edge[cell] == edge:
                        continue
                    last_edge[cell] = edge
                    if counting:
                        offset[cell + 1] += 1
                    else:
                        content[offset[cell]] = edge
                        offset[cell] += 1


def build_grid(
    linkable: NDArray[np.uint8],
    shape_offset: NDArray[np.int64],
    shape_x: NDArray[np.int32],
    shape_y: NDArray[np.int32],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
    """Index the edges that any mode may join by the grid cells they pass through.

    Parameters
    ----------
    linkable
        Per edge, bits of the modes whose points may join it; edges with 0 are left out.
    shape_offset
        Where each edge's polyline begins in `shape_x`, one longer than the number of edges.
    shape_x, shape_y
        Longitude and latitude of the polylines' points in units of 1e-7 degrees.

    Returns
    -------
    frame
        West and south edge of the grid, side of a cell (all in units), columns, rows.
    offset
        Where each cell's edges begin, row by row; one longer than the number of cells.
    content
        The edges of the cells, ascending within a cell.
    """
    edges = np.flatnonzero(linkable).astype(np.int32)
    if len(edges) == 0:
        return np.array([0, 0, CELL, 0, 0]), np.zeros(1, np.int64), np.zeros(0, np.int32)
    used = np.zeros(len(shape_x), dtype=bool)
    for_each = np.repeat(linkable != 0, np.diff(shape_offset))
    used[: len(for_each)] = for_each
    west, east = int(shape_x[used].min()), int(shape_x[used].max())
    south, north = int(shape_y[used].min()), int(shape_y[used].max())
    side = max(CELL, int(np.ceil(np.sqrt((east - west + 1) * (north - south + 1) / MOST_CELLS))))
    columns, rows = (east - west) // side + 1, (north - south) // side + 1
    frame = np.array([west, south, side, columns, rows], dtype=np.int64)
    offset = np.zeros(columns * rows + 1, dtype=np.int64)
    last_edge = np.empty(columns * rows, dtype=np.int32)
    shapes = (shape_offset, shape_x, shape_y)
    _cells_of_edges(edges, *shapes, frame, offset, np.zeros(0, np.int32), last_edge)
    offset = np.cumsum(offset)
    content = np.empty(offset[-1], dtype=np.int32)
    _cells_of_edges(edges, *shapes, frame, offset[:-1].copy(), content, last_edge)
    return frame, offset, content


@kernel
def _metres_per_unit(low: float, high: float) -> tuple[float, float]:
    latitude = np.radians((low + high) * 0.5 * UNIT)
    sine = np.sin(latitude)
    root = np.sqrt(1.0 - ECCENTRICITY_2 * sine * sine)
    per_unit = UNIT * np.pi / 180.0
    prime_vertical = SEMI_MAJOR / root
    meridional = SEMI_MAJOR * (1.0 - ECCENTRICITY_2) / (root * root * root)
    return prime_vertical * np.cos(latitude) * per_unit, meridional * per_unit


@kernel
def _to_edge(
    x: float,
    y: float,
    begin: int,
    end: int,
    shape_x: NDArray[np.int32],
    shape_y: NDArray[np.int32],
) -> tuple[float, float]:
    """Return the metres to one edge and the fraction of the edge where it is reached."""
    low = high = shape_y[begin]
    for point in range(begin + 1, end):
        low = min(low, shape_y[point])
        high = max(high, shape_y[point])
    per_x, per_y = _metres_per_unit(low, high)
    best = np.inf
    place = 0.0
    travelled = 0.0
    for point in range(begin, end - 1):
        run_x = (shape_x[point + 1] - shape_x[point]) * per_x
        run_y = (shape_y[point + 1] - shape_y[point]) * per_y
        off_x = (x - shape_x[point]) * per_x
        off_y = (y - shape_y[point]) * per_y
        square = run_x * run_x + run_y * run_y
        share = 0.0
        if square > 0.0:
            share = min(1.0, max(0.0, (off_x * run_x + off_y * run_y) / square))
        gap_x = off_x - share * run_x
        gap_y = off_y - share * run_y
        gap = gap_x * gap_x + gap_y * gap_y
        length = np.sqrt(square)
        if gap < best:
            best = gap
            place = travelled + share * length
        travelled += length
    fraction = place / travelled if travelled > 0.0 else 0.0
    return np.sqrt(best), fraction


@kernel
def _unseen_from(
    x: float, y: float, column: int, row: int, ring: int, frame: NDArray[np.int64]
) -> float:
    """Return a lower bound, in millimetres, of the distance to all outside the rings seen."""
    west = x - (frame[0] + (column - ring) * frame[2])
    east = frame[0] + (column + ring + 1) * frame[2] - x
    south = y - (frame[1] + (row - ring) * frame[2])
    north = frame[1] + (row + ring + 1) * frame[2] - y
    outermost = max(abs(y - south), abs(y + north))
    per_x, _ = _metres_per_unit(outermost, outermost)
    _, per_y = _metres_per_unit(0.0, 0.0)
    # One per cent of room: every edge measures with the metric of its own latitude.
    return 990.0 * min(min(west, east) * per_x, min(south, north) * per_y)


@kernel
def snap_points(
    longitude: NDArray[np.float64],
    latitude: NDArray[np.float64],
    mode_bit: int,
    linkable: NDArray[np.uint8],
    edge_length: NDArray[np.int32],
    shape_offset: NDArray[np.int64],
    shape_x: NDArray[np.int32],
    shape_y: NDArray[np.int32],
    frame: NDArray[np.int64],
    offset: NDArray[np.int64],
    content: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Find the nearest edge of a mode for every point, however far it is.

    Parameters
    ----------
    longitude, latitude
        The points, WGS84 degrees.
    mode_bit
        The bit of the mode in `linkable`.
    linkable, edge_length, shape_offset, shape_x, shape_y
        The edges: modes that may join them, lengths in millimetres, polylines in units of 1e-7
        degrees.
    frame, offset, content
        The grid of `build_grid`.

    Returns
    -------
    edge
        The edge joined; -1 where no edge is linkable at all.
    first
        Millimetres from the edge's first vertex to the place joined.
    distance
        Straight millimetres from the point to that place.

    Notes
    -----
    docs/method/streets.md, "Points and the streets".
    """
    # Keeps: the best edge is least by (rounded millimetres, edge id) among all edges in the rings
    # seen.
    # Cost: the edges in some nine cells for a point in town. Source: ring search in a uniform grid.
    n = len(longitude)
    edge_of = np.full(n, -1, np.int32)
    first_of = np.zeros(n, np.int32)
    distance_of = np.full(n, -1, np.int64)
    for i in range(n):
        x = longitude[i] / UNIT
        y = latitude[i] / UNIT
        column = int(np.floor((x - frame[0]) / frame[2]))
        row = int(np.floor((y - frame[1]) / frame[2]))
        best = np.int64(1) << 62
        best_edge = -1
        best_fraction = 0.0
        beyond = max(-column, column - (frame[3] - 1), -row, row - (frame[4] - 1), 0)
        last = max(column, frame[3] - 1 - column, row, frame[4] - 1 - row)
        for ring in range(beyond, last + 1):
            if best_edge >= 0 and best + 1 < _unseen_from(x, y, column, row, ring - 1, frame):
                break
            for r in range(max(0, row - ring), min(frame[4] - 1, row + ring) + 1):
                step = 1 if abs(r - row) == ring else max(1, 2 * ring)
                for c in range(column - ring, column + ring + 1, step):
                    if c < 0 or c >= frame[3]:
                        continue
                    cell = r * frame[3] + c
                    for k in range(offset[cell], offset[cell + 1]):
                        edge = content[k]
                        if not linkable[edge] & mode_bit:
                            continue
                        metres, fraction = _to_edge(
                            x, y, shape_offset[edge], shape_offset[edge + 1], shape_x, shape_y
                        )
                        millimetres = np.int64(np.floor(metres * 1000.0 + 0.5))
                        if millimetres < best or (millimetres == best and edge < best_edge):
                            best = millimetres
                            best_edge = edge
                            best_fraction = fraction
        if best_edge >= 0:
            edge_of[i] = best_edge
            first_of[i] = np.int32(np.floor(best_fraction * edge_length[best_edge] + 0.5))
            distance_of[i] = best
    return edge_of, first_of, distance_of
