"""Points join the edge that trying every edge finds, by the formulas of the method page."""

import math
import random
from itertools import pairwise

import numpy as np
import pytest

from accessibility.routing.snapping import Grid, Shapes, build_grid, snap_points

A, E2 = 6378137.0, 0.0066943799901413165


def to_edge(lon, lat, shape):
    """Millimetres to an edge, and the fraction of it reached."""
    lats = [y * 1e-7 for _, y in shape]
    bend = 1 - E2 * math.sin(math.radians((min(lats) + max(lats)) / 2)) ** 2
    per_x = A / math.sqrt(bend) * math.cos(math.radians((min(lats) + max(lats)) / 2))
    per_y = A * (1 - E2) / bend**1.5
    plane = [
        (math.radians(x * 1e-7 - lon) * per_x, math.radians(y * 1e-7 - lat) * per_y)
        for x, y in shape
    ]
    best, place, travelled = math.inf, 0.0, 0.0
    for (x1, y1), (x2, y2) in pairwise(plane):
        dx, dy = x2 - x1, y2 - y1
        length = math.hypot(dx, dy)
        share = min(1, max(0, -(x1 * dx + y1 * dy) / length**2)) if length else 0.0
        gap = math.hypot(x1 + share * dx, y1 + share * dy)
        millimetres = math.floor(gap * 1000 + 0.5)
        if millimetres < best:
            best, place = millimetres, travelled + share * length
        travelled += length
    return best, place / travelled if travelled else 0.0


def by_trying_all(point, mode, shapes):
    """Edge, first part and distance in millimetres."""
    found = (-1, 0, -1)
    for edge, linkable in enumerate(shapes.linkable.tolist()):
        if not linkable & mode:
            continue
        part = slice(*shapes.offset[edge : edge + 2].tolist())
        shape = list(zip(shapes.x[part].tolist(), shapes.y[part].tolist(), strict=True))
        distance, fraction = to_edge(*point, shape)
        if found[0] < 0 or distance < found[2]:
            found = (edge, math.floor(fraction * int(shapes.length[edge]) + 0.5), distance)
    return found


def shapes_of(edges, linkable=None):
    """Shapes from lists of points in units of 1e-7 degrees."""
    points = [point for edge in edges for point in edge]
    x, y = np.array(points, np.int32).reshape(-1, 2).T
    return Shapes(
        np.array([7] * len(edges) if linkable is None else linkable, np.uint8),
        np.arange(1000, 1000 + 7 * len(edges), 7).astype(np.int32),
        np.cumsum([0, *map(len, edges)]).astype(np.int64),
        np.ascontiguousarray(x),
        np.ascontiguousarray(y),
    )


def snapped(points, shapes, mode=1):
    lon, lat = np.array(points, np.float64).reshape(-1, 2).T
    answer = snap_points(
        np.ascontiguousarray(lon), np.ascontiguousarray(lat), mode, shapes, build_grid(shapes)
    )
    return list(zip(*(column.tolist() for column in answer), strict=True))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("spread", [3_000, 60_000, 5_000_000])
def test_as_trying_every_edge(seed, spread):
    chance = random.Random(seed)
    south = chance.choice([-330_000_000, 0, 515_000_000, 680_000_000])

    def place():
        return (-30_000_000 + chance.randrange(spread), south + chance.randrange(spread))

    edges = []
    for _ in range(60):
        edges.append([place() for _ in range(chance.choice([2, 2, 3, 6]))])
        if chance.random() < 0.2:
            edges.append(edges[chance.randrange(len(edges))])  # equally near: the lower number wins
        if chance.random() < 0.1:
            edges.append([place()] * 2)  # no extent
    linkable = [chance.choice([0, 1, 2, 3, 7]) for _ in edges]
    shapes = shapes_of(edges, linkable)
    points = [place() for _ in range(30)]
    points += [(x + chance.randrange(-3, 3) * spread, y) for x, y in points[:10]]
    points += [chance.choice(chance.choice(edges)) for _ in range(5)]
    degrees = [(x * 1e-7, y * 1e-7) for x, y in points]
    for mode in (1, 2, 4):
        ours = snapped(degrees, shapes, mode)
        expected = [by_trying_all(point, mode, shapes) for point in degrees]
        for one, other in zip(ours, expected, strict=True):
            # Two programs may round the last millimetre of a long way to different sides.
            if one[0] != other[0]:
                assert spread == 5_000_000
            assert one[2] == pytest.approx(other[2], abs=1 if spread > 60_000 else 0)
        if spread < 5_000_000:
            assert ours == expected


def test_of_edges_equally_near_the_lowest_number_is_joined():
    edge = [(0, 0), (1000, 0)]
    assert snapped([(5e-5, 1e-5)], shapes_of([edge[::-1], edge, edge]))[0][0] == 0
    assert snapped([(5e-5, 1e-5)], shapes_of([edge[::-1], edge, edge], [0, 4, 1]))[0][0] == 2


def test_first_part_counts_from_the_first_vertex():
    edge = [(0, 0), (3000, 0), (4000, 0)]
    there, back = (snapped([(1000e-7, 0)], shapes_of([shape]))[0] for shape in (edge, edge[::-1]))
    assert there == (0, 250, 0)
    assert back == (0, 750, 0)


def test_nothing_to_join():
    shapes = shapes_of([[(0, 0), (1000, 0)]], [0])
    assert snapped([(0.0, 0.0)], shapes) == [(-1, 0, -1)]
    assert snapped([], shapes_of([[(0, 0), (1000, 0)]])) == []
    assert snapped([(0.0, 0.0)], shapes_of([[(0, 0), (1000, 0)]], [2])) == [(-1, 0, -1)]


def test_cells_hold_every_edge_that_passes_them():
    shapes = shapes_of([[(0, 0), (100_000, 0)], [(0, 100_000), (100_000, 100_000)]])
    grid: Grid = build_grid(shapes)
    columns, rows = int(grid.frame[3]), int(grid.frame[4])
    assert len(grid.offset) == columns * rows + 1
    assert np.diff(grid.offset)[:columns].tolist() == [1] * columns
    assert sorted(set(grid.content.tolist())) == [0, 1]


@pytest.mark.parametrize("turn", range(8))
def test_noise_does_not_choose_between_the_ends_of_a_loop(turn):
    """Both ends of a loop are at the point: the first counts, however its last bits fall."""
    x, y = -29_930_678 + 7919 * turn, 515_012_181 + 104_729 * turn
    loop = [(x, y), (x + 9000, y + 5003), (x + 11, y + 9001), (x, y)]
    shapes = shapes_of([loop])
    point = np.array([round(x / 1e7, 7)]), np.array([round(y / 1e7, 7)])
    edge, first, distance = snap_points(*point, 4, shapes, build_grid(shapes))
    assert (edge.tolist(), first.tolist(), distance.tolist()) == ([0], [0], [0])
