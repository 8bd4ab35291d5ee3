"""The lie of the land: valley coordinates, the plane and longitude and latitude.

The town is drawn in valley coordinates ``(s, n)``, both in metres: ``s`` runs up the valley (about
north), ``n`` across it, negative on the west side and positive on the east side of the valley axis.
A line of constant ``n`` behaves like a contour: it follows the bends of the valley, swings around
the spurs of the slopes and turns into the side valleys. The plane ``(x, y)`` is in metres, east and
north of the origin.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]

ORIGIN_LON = -3.3
ORIGIN_LAT = 51.7
METRES_PER_DEGREE_LAT = 111_250.0
METRES_PER_DEGREE_LON = 69_150.0
MIDDLE_S = 2500.0

# Side valleys: side of the axis (-1 west, 1 east), place along the axis, depth and width in metres.
SIDE_VALLEYS = (
    (-1, 1850.0, 95.0, 130.0),
    (-1, 4420.0, 230.0, 190.0),
    (1, 2080.0, 110.0, 120.0),
    (1, 3010.0, 60.0, 90.0),
)


def _smoothstep(value: float, low: float, high: float) -> float:
    share = min(1.0, max(0.0, (value - low) / (high - low)))
    return share * share * (3 - 2 * share)


def _axis(s: float) -> Point:
    u = s - MIDDLE_S
    x = 340 * math.sin(u / 840 + 0.5) + 55 * math.sin(u / 310) - 0.22 * u
    return x, u


def _bulge(s: float, side: int) -> float:
    phase = 0.4 if side < 0 else 2.6
    spurs = 66 * math.sin(s / 250 + phase) + 24 * math.sin(s / 108 + 2 * phase)
    for valley_side, at, depth, width in SIDE_VALLEYS:
        if valley_side == side:
            spurs += depth * math.exp(-(((s - at) / width) ** 2) / 2)
    return spurs


def river_n(s: float) -> float:
    """Where the river lies across the valley, metres from the axis."""
    return 24 * math.sin(s / 165) + 11 * math.sin(s / 71 + 1)


def plane(s: float, n: float) -> Point:
    """The plane coordinates of a place in valley coordinates, whole millimetres."""
    x, y = _axis(s)
    (x0, y0), (x1, y1) = _axis(s - 1), _axis(s + 1)
    length = math.hypot(x1 - x0, y1 - y0)
    side = -1 if n < 0 else 1
    outward = n + side * _bulge(s, side) * _smoothstep(abs(n), 110, 520)
    return (
        round(x + outward * (y1 - y0) / length, 3),
        round(y - outward * (x1 - x0) / length, 3),
    )


def lonlat(point: Point) -> Point:
    """Longitude and latitude of a place in the plane, whole ten-millionths of a degree."""
    return (
        round(ORIGIN_LON + point[0] / METRES_PER_DEGREE_LON, 7),
        round(ORIGIN_LAT + point[1] / METRES_PER_DEGREE_LAT, 7),
    )


def smooth(points: Sequence[Point], step: float = 35.0) -> list[Point]:
    """A Catmull-Rom curve through the points, with a point about every ``step`` metres."""
    padded = [_mirror(points[1], points[0]), *points, _mirror(points[-2], points[-1])]
    curve: list[Point] = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        pieces = max(1, round(math.dist(b, c) / step))
        for piece in range(pieces):
            t = piece / pieces
            curve.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    curve.append(points[-1])
    return curve


def straight(points: Sequence[Point], step: float = 35.0) -> list[Point]:
    """Straight pieces between the points, with a point about every ``step`` metres."""
    line: list[Point] = []
    for a, b in pairwise(points):
        pieces = max(1, round(math.dist(a, b) / step))
        line += [along(a, b, piece / pieces) for piece in range(pieces)]
    line.append(points[-1])
    return line


def on_plane(points: Iterable[Point]) -> list[Point]:
    """A line in valley coordinates as a line in the plane."""
    return [plane(s, n) for s, n in points]


def along(a: Point, b: Point, t: float) -> Point:
    """The place at the share ``t`` of the way from ``a`` to ``b``."""
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def nearest_on_segment(p: Point, a: Point, b: Point) -> tuple[float, float]:
    """The distance from ``p`` to a segment and the share of the segment at the foot."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    t = 0.0
    if square > 0:
        t = min(1.0, max(0.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square))
    return math.dist(p, along(a, b, t)), t


def beside(a: Point, b: Point, t: float, offset: float) -> Point:
    """The place ``offset`` metres to the right of a segment at the share ``t`` of it."""
    x, y = along(a, b, t)
    length = math.dist(a, b)
    return x + offset * (b[1] - a[1]) / length, y - offset * (b[0] - a[0]) / length


def length_of(points: Sequence[Point]) -> float:
    """The length of a line in metres."""
    return math.fsum(math.dist(a, b) for a, b in pairwise(points))


def inside(p: Point, ring: Sequence[Point]) -> bool:
    """Whether the place lies inside the ring (even-odd rule)."""
    odd = False
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y0 > p[1]) != (y1 > p[1]) and p[0] < x0 + (p[1] - y0) * (x1 - x0) / (y1 - y0):
            odd = not odd
    return odd


def _mirror(of: Point, at: Point) -> Point:
    return 2 * at[0] - of[0], 2 * at[1] - of[1]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b
        + (c - a) * t
        + (2 * a - 5 * b + 4 * c - d) * t * t
        + (3 * b - a - 3 * c + d) * t * t * t
    )
