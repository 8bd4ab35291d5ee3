"""Estates of culs-de-sac, private drives and the footpaths that cut between streets."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from sketch import Line, Sketch
from valley import Point, along, beside, length_of, nearest_on_segment, smooth

RESIDENTIAL = {"residential", "tertiary", "unclassified", "living_street"}


@dataclass(frozen=True)
class Growth:
    """How branches grow from a street: their spacing, reach, clearance and generations."""

    spacing: float = 52.0
    shortest: float = 55.0
    longest: float = 125.0
    clearance: float = 30.0
    generations: int = 2


def estate(sketch: Sketch, spine: Sequence[Point], growth: Growth | None = None) -> None:
    """Draw an estate road through places in valley coordinates and let culs-de-sac grow from it.

    A close that branches keeps its name.
    """
    growth = growth or Growth()
    road = sketch.street(spine, "residential", sketch.names.take("drive"), maxspeed="20 mph")
    rng = sketch.random(f"estate {spine[0]}")
    grown = [road]
    for generation in range(growth.generations):
        shorter = 0.75**generation
        grown = [twig for line in grown for twig in _branches(sketch, line, growth, shorter, rng)]


def _branches(
    sketch: Sketch, line: Line, growth: Growth, shorter: float, rng: Random
) -> list[Line]:
    grown = []
    side = 1
    for i in range(1, len(line.points)):
        a, b = line.points[i - 1], line.points[i]
        steps = max(1, round(math.dist(a, b) / (growth.spacing / 2)))
        for step in range(steps):
            side = -side
            curve = _branch(sketch, (a, b, (step + 0.5) / steps), side, growth, shorter, rng)
            if curve is not None:
                name = sketch.names.take("estate") if shorter == 1 else line.tags["name"]
                tags = {"highway": "residential", "name": name, "maxspeed": "20 mph"}
                grown.append(sketch.add(curve, tags))
    return grown


def _branch(
    sketch: Sketch,
    root: tuple[Point, Point, float],
    side: int,
    growth: Growth,
    shorter: float,
    rng: Random,
) -> list[Point] | None:
    a, b, t = root
    start = along(a, b, t)
    reach = (growth.shortest + (growth.longest - growth.shortest) * rng.random()) * shorter
    heading = math.atan2(b[1] - a[1], b[0] - a[0]) - side * (
        math.pi / 2 + 0.5 * (rng.random() - 0.5)
    )
    turn = 1.1 * (rng.random() - 0.5)
    for share in (1.0, 0.7, 0.5):
        curve = [start]
        for piece in range(1, 4):
            angle = heading + turn * (piece - 1) / 3
            x, y = curve[-1]
            step = reach * share / 3
            curve.append((x + step * math.cos(angle), y + step * math.sin(angle)))
        if reach * share >= 32 and _is_clear(sketch, curve, growth.clearance):
            return smooth(curve, step=20)
    return None


def _is_clear(sketch: Sketch, curve: list[Point], clearance: float) -> bool:
    total = length_of(curve)
    for a, b in pairwise(curve):
        for share in (0.0, 0.34, 0.67, 1.0):
            place = along(a, b, share)
            gone = math.dist(curve[0], place)
            if gone > 0.25 * total and sketch.clearance(place, clearance) < min(
                clearance, 0.8 * gone
            ):
                return False
    return True


def drives(sketch: Sketch, purpose: str, chance: float, limit: int) -> None:
    """Give houses in their own grounds a private drive off the roads of some classes."""
    rng = sketch.random("drives " + purpose)
    drawn = 0
    for line in list(sketch.lines):
        if line.layer or line.tags.get("highway") not in RESIDENTIAL | {"primary", "secondary"}:
            continue
        for a, b in pairwise(line.points):
            lucky, side = rng.random() < chance, -1 if rng.random() < 0.5 else 1
            length = 22 + 30 * rng.random()
            if not lucky or drawn >= limit or math.dist(a, b) < 12:
                continue
            ends = [
                along(a, b, 0.5),
                beside(a, b, 0.5, side * length / 2),
                beside(a, b, 0.5, side * length),
            ]
            if min(sketch.clearance(p, 18) for p in ends[1:]) >= min(18.0, length / 2 - 1):
                tags = {"highway": "service", "service": "driveway"}
                if drawn % 3 == 0:
                    tags["access"] = "private"
                sketch.add(ends, tags)
                drawn += 1


def cut_throughs(sketch: Sketch, longest: float, chance: float) -> None:
    """Tie the heads of culs-de-sac to streets behind them by footpaths."""
    rng = sketch.random("cut-throughs")
    streets = [
        line for line in sketch.lines if line.tags.get("highway") in RESIDENTIAL and not line.layer
    ]
    boxes = [(line, _box(line)) for line in streets]
    for line in streets:
        for head, before in ((line.points[-1], line.points[-2]), (line.points[0], line.points[1])):
            if rng.random() >= chance:
                continue
            near = [other for other, box in boxes if _reaches(box, head, longest)]
            others = [other for other in near if other is not line]
            if any(_meets(other, head) for other in others):
                continue
            foot = _way_out(head, before, others, longest)
            if foot is not None and _unhindered(sketch, head, foot):
                sketch.add([head, along(head, foot, 0.5), foot], {"highway": "footway"})


def _box(line: Line) -> tuple[float, float, float, float]:
    xs, ys = zip(*line.points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _reaches(box: tuple[float, float, float, float], place: Point, reach: float) -> bool:
    """Whether a box comes within reach of a place."""
    low_x, low_y, high_x, high_y = box
    x, y = place
    return low_x - reach <= x <= high_x + reach and low_y - reach <= y <= high_y + reach


def _meets(line: Line, place: Point) -> bool:
    return any(nearest_on_segment(place, a, b)[0] < 7 for a, b in pairwise(line.points))


def _way_out(head: Point, before: Point, others: list[Line], longest: float) -> Point | None:
    """The nearest street point that lies ahead of the head, not back along the cul-de-sac."""
    best: tuple[float, Point] | None = None
    ahead = (head[0] - before[0], head[1] - before[1])
    for other in others:
        for a, b in pairwise(other.points):
            distance, t = nearest_on_segment(head, a, b)
            foot = along(a, b, t)
            forward = (foot[0] - head[0]) * ahead[0] + (foot[1] - head[1]) * ahead[1]
            if 12 < distance <= longest and forward > 0 and (best is None or distance < best[0]):
                best = (distance, foot)
    return None if best is None else best[1]


def _unhindered(sketch: Sketch, head: Point, foot: Point) -> bool:
    length = math.dist(head, foot)
    inner = [along(head, foot, share) for share in (0.35, 0.5, 0.65)]
    return min(sketch.clearance(place, 8) for place in inner) > min(8.0, 0.3 * length)
