"""Joining points to the nearest edge that a mode may use.

A grid over longitude and latitude lists the edges whose segments' bounding boxes touch each cell; a
point looks through rings of cells around its own until no unseen edge can be nearer.
"""

from typing import NamedTuple

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


class Shapes(NamedTuple):
    """The edges and what points need of them.

    Attributes
    ----------
    linkable
        Per edge, bits of the modes whose points may join it.
    length
        Millimetres of each edge.
    offset
        Where each edge's polyline begins in `x` and `y`; one longer than the number of edges.
    x, y
        Longitude and latitude of the polylines' points in units of 1e-7 degrees.
    """

    linkable: NDArray[np.uint8]
    length: NDArray[np.int32]
    offset: NDArray[np.int64]
    x: NDArray[np.int32]
    y: NDArray[np.int32]


class Grid(NamedTuple):
    """Linkable edges by the cells that the boxes of their segments touch.

    Attributes
    ----------
    frame
        West and south edge of the grid, side of a cell (all in units), columns, rows.
    offset
        Where each cell's edges begin, row by row; one longer than the number of cells.
    content
        The edges of the cells, ascending within a cell.
    """

    frame: NDArray[np.int64]
    offset: NDArray[np.int64]
    content: NDArray[np.int32]


class _Nearest(NamedTuple):
    """The nearest edge so far: rounded distance, edge (-1 none) and the fraction of it reached."""

    millimetres: np.int64
    edge: np.int64
    fraction: float


@kernel
def _cells_of_edges(
    edges: NDArray[np.int32], shapes: Shapes, grid: Grid, last_edge: NDArray[np.int32]
) -> None:
    # Keeps: each edge stands once in every cell that the box of one of its segments touches,
    # ascending. With an empty content it only counts into `offset[cell + 1]`.
    # Cost: the number of (segment, cell) pairs. Source: a plain uniform grid (Akman et al. 1989).
    west, south, side, columns = grid.frame[0], grid.frame[1], grid.frame[2], grid.frame[3]
    counting = len(grid.content) == 0
    last_edge[:] = -1
    for edge in edges:
        for point in range(shapes.offset[edge], shapes.offset[edge + 1] - 1):
            x_0, x_1 = shapes.x[point], shapes.x[point + 1]
            y_0, y_1 = shapes.y[point], shapes.y[point + 1]
            for row in range((min(y_0, y_1) - south) // side, (max(y_0, y_1) - south) // side + 1):
                first = (min(x_0, x_1) - west) // side
                for column in range(first, (max(x_0, x_1) - west) // side + 1):
                    cell = row * columns + column
                    if last_edge[cell] == edge:
                        continue
                    last_edge[cell] = edge
                    if counting:
                        grid.offset[cell + 1] += 1
                    else:
                        grid.content[grid.offset[cell]] = edge
                        grid.offset[cell] += 1


def build_grid(shapes: Shapes) -> Grid:
    """Index the edges that any mode may join by the grid cells they pass through.

    Parameters
    ----------
    shapes
        The edges; those that no mode may join are left out.

    Returns
    -------
    Grid
        Cells of some 280 m, larger for a very large area.
    """
    edges = np.flatnonzero(shapes.linkable).astype(np.int32)
    if len(edges) == 0:
        return Grid(np.array([0, 0, CELL, 0, 0]), np.zeros(1, np.int64), np.zeros(0, np.int32))
    used = np.repeat(shapes.linkable != 0, np.diff(shapes.offset))
    west, east = int(shapes.x[used].min()), int(shapes.x[used].max())
    south, north = int(shapes.y[used].min()), int(shapes.y[used].max())
    side = max(CELL, int(np.ceil(np.sqrt((east - west + 1) * (north - south + 1) / MOST_CELLS))))
    columns, rows = (east - west) // side + 1, (north - south) // side + 1
    frame = np.array([west, south, side, columns, rows], dtype=np.int64)
    last_edge = np.empty(columns * rows, dtype=np.int32)
    counts = Grid(frame, np.zeros(columns * rows + 1, np.int64), np.zeros(0, np.int32))
    _cells_of_edges(edges, shapes, counts, last_edge)
    offset = np.cumsum(counts.offset)
    grid = Grid(frame, offset[:-1].copy(), np.empty(offset[-1], np.int32))
    _cells_of_edges(edges, shapes, grid, last_edge)
    return Grid(frame, offset, grid.content)


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
def _least_metres_per_unit(frame: NDArray[np.int64]) -> tuple[float, float]:
    """Return metres per unit, east and north, that no edge of a grid measures shorter."""
    south, north = frame[1], frame[1] + frame[2] * frame[4]
    farthest = max(abs(south), abs(north))
    nearest = 0 if south <= 0 <= north else min(abs(south), abs(north))
    per_x, _ = _metres_per_unit(farthest, farthest)
    _, per_y = _metres_per_unit(nearest, nearest)
    return per_x, per_y


@kernel
def _to_edge(x: float, y: float, shapes: Shapes, edge: np.int64) -> tuple[np.int64, float]:
    """Return the millimetres to one edge and the fraction of the edge where it is reached."""
    begin, end = shapes.offset[edge], shapes.offset[edge + 1]
    low = high = shapes.y[begin]
    for point in range(begin + 1, end):
        low = min(low, shapes.y[point])
        high = max(high, shapes.y[point])
    per_x, per_y = _metres_per_unit(low, high)
    best, best_square = np.int64(1) << 62, np.inf
    place = 0.0
    travelled = 0.0
    for point in range(begin, end - 1):
        run_x = (shapes.x[point + 1] - shapes.x[point]) * per_x
        run_y = (shapes.y[point + 1] - shapes.y[point]) * per_y
        off_x = (x - shapes.x[point]) * per_x
        off_y = (y - shapes.y[point]) * per_y
        square = run_x * run_x + run_y * run_y
        share = 0.0
        if square > 0.0:
            share = min(1.0, max(0.0, (off_x * run_x + off_y * run_y) / square))
        gap_x = off_x - share * run_x
        gap_y = off_y - share * run_y
        gap = gap_x * gap_x + gap_y * gap_y
        length = np.sqrt(square)
        if gap < best_square:
            # Whole millimetres: noise must not choose between two segments that are equally near.
            millimetres = np.int64(np.floor(np.sqrt(gap) * 1000.0 + 0.5))
            if millimetres < best:
                best, best_square = millimetres, gap
                place = travelled + share * length
        travelled += length
    fraction = place / travelled if travelled > 0.0 else 0.0
    return best, fraction


@kernel
def _search_cell(
    x: float, y: float, cell: int, mode_bit: int, shapes: Shapes, grid: Grid, best: _Nearest
) -> _Nearest:
    """Return the nearest of the edges of one cell and the best so far."""
    for k in range(grid.offset[cell], grid.offset[cell + 1]):
        edge = np.int64(grid.content[k])
        if not shapes.linkable[edge] & mode_bit:
            continue
        millimetres, fraction = _to_edge(x, y, shapes, edge)
        if millimetres < best.millimetres or (millimetres == best.millimetres and edge < best.edge):
            best = _Nearest(millimetres, edge, fraction)
    return best


@kernel
def _nearest_edge(
    x: float, y: float, mode_bit: int, shapes: Shapes, grid: Grid, per_x: float, per_y: float
) -> _Nearest:
    """Return the nearest edge of a mode to one point."""
    west, south, side = int(grid.frame[0]), int(grid.frame[1]), int(grid.frame[2])
    columns, rows = int(grid.frame[3]), int(grid.frame[4])
    column = int(np.floor((x - west) / side))
    row = int(np.floor((y - south) / side))
    best = _Nearest(np.int64(1) << 62, np.int64(-1), 0.0)
    beyond = max(-column, column - (columns - 1), -row, row - (rows - 1), 0)
    last = max(column, columns - 1 - column, row, rows - 1 - row)
    for ring in range(beyond, last + 1):
        # All that was not seen lies at least `ring - 1` whole cells away.
        if best.millimetres + 1 < 1000.0 * (ring - 1) * side * min(per_x, per_y):
            break
        for r in range(max(0, row - ring), min(rows - 1, row + ring) + 1):
            whole = abs(r - row) == ring
            gap_y = max(0.0, south + r * side - y, y - (south + (r + 1) * side)) * per_y
            c = max(0, column - ring) if whole or column >= ring else column + ring
            while c <= min(columns - 1, column + ring):
                gap_x = max(0.0, west + c * side - x, x - (west + (c + 1) * side)) * per_x
                if 1000.0 * np.hypot(gap_x, gap_y) <= best.millimetres + 1:
                    best = _search_cell(x, y, r * columns + c, mode_bit, shapes, grid, best)
                c += 1 if whole or ring == 0 else 2 * ring
    return best


@kernel
def snap_points(
    longitude: NDArray[np.float64],
    latitude: NDArray[np.float64],
    mode_bit: int,
    shapes: Shapes,
    grid: Grid,
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Find the nearest edge of a mode for every point, however far it is.

    Parameters
    ----------
    longitude, latitude
        The points, WGS84 degrees.
    mode_bit
        The bit of the mode in `shapes.linkable`.
    shapes, grid
        The edges and their grid.

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
    # seen; cells and rings that lie farther than it are passed over.
    # Cost: the edges in some nine cells for a point in town. Source: ring search in a uniform grid.
    n = len(longitude)
    edge_of = np.full(n, -1, np.int32)
    first_of = np.zeros(n, np.int32)
    distance_of = np.full(n, -1, np.int64)
    per_x, per_y = _least_metres_per_unit(grid.frame)
    for i in range(n):
        x, y = longitude[i] / UNIT, latitude[i] / UNIT
        best = _nearest_edge(x, y, mode_bit, shapes, grid, per_x, per_y)
        if best.edge >= 0:
            edge_of[i] = best.edge
            first_of[i] = np.int32(np.floor(best.fraction * shapes.length[best.edge] + 0.5))
            distance_of[i] = best.millimetres
    return edge_of, first_of, distance_of
