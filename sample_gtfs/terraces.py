"""Terraced districts: rows of streets along the contours, tied together by steep cross streets."""

import math
from dataclasses import dataclass
from random import Random

from sketch import Sketch
from valley import Point


@dataclass(frozen=True)
class District:
    """One terraced district on one side of the valley (-1 west, 1 east).

    ``base`` is the distance from the axis of the street at its foot, which already exists; the
    first and last place along the valley bound the foot, and the district narrows towards its top.
    Its cross streets lean up the valley by ``tilt`` metres per metre climbed.
    """

    name: str
    side: int
    base: float
    first_s: float
    last_s: float
    rows: int
    narrowing: float = 45.0
    names: str = "terrace"
    lanes: bool = True
    tilt: float = 0.0


def draw(sketch: Sketch, district: District) -> None:
    """Draw the rows, cross streets, steps and back lanes of a district."""
    rng = sketch.random(district.name)
    plan = _Plan(district, rng)
    present = _cross_streets(sketch, plan, rng)
    for row in range(1, district.rows + 1):
        _row(sketch, plan, row, rng)
    if district.lanes:
        for row in range(1, district.rows, 2):
            _back_lane(sketch, plan, row, present)
            _gullies(sketch, plan, row, rng)


class _Plan:
    """Where the rows and the cross streets of a district run."""

    def __init__(self, district: District, rng: Random) -> None:
        self.district = district
        self.depth = [0.0]
        for row in range(district.rows):
            self.depth.append(self.depth[-1] + (46 if row % 2 == 0 else 60) + 6 * rng.random())
        self.cross: list[float] = []
        s = district.first_s
        while s < district.last_s:
            self.cross.append(s)
            s += 58 + 92 * rng.random() ** 1.5
        self.skew = [district.tilt + 0.2 * (rng.random() - 0.5) for _ in self.cross]
        self.ends: list[tuple[int, int]] = [(0, len(self.cross) - 1)]
        for _ in range(district.rows):
            self.ends.append(self._narrower(*self.ends[-1], rng))

    def _narrower(self, first: int, last: int, rng: Random) -> tuple[int, int]:
        chance = self.district.narrowing / 100
        if last - first > 3 and rng.random() < chance:
            first += 1
        if last - first > 3 and rng.random() < chance:
            last -= 1
        return first, last

    def at(self, s: float, row: float) -> Point:
        low, share = int(row), row - int(row)
        depth = self.depth[low]
        if share:
            depth += share * (self.depth[low + 1] - depth)
        if row > 0:
            depth += 5 * math.sin(s / 75 + 1.7 * row)
        return s, self.district.side * (self.district.base + depth)

    def crossing(self, cross: int, row: int) -> Point:
        return self.at(self.cross[cross] + self.skew[cross] * self.depth[row], row)


def _cross_streets(sketch: Sketch, plan: _Plan, rng: Random) -> set[tuple[int, int]]:
    """Draw the cross streets; return which of them climb from each row to the next by road."""
    present = set()
    for cross in range(len(plan.cross)):
        name = sketch.names.take("hill")
        for row in range(plan.district.rows):
            in_both = all(plan.ends[r][0] <= cross <= plan.ends[r][1] for r in (row, row + 1))
            if not in_both:
                continue
            line = [plan.crossing(cross, row), plan.crossing(cross, row + 1)]
            at_end = cross in plan.ends[row + 1]
            chance = rng.random()
            if at_end or chance < 0.62:
                present.add((cross, row))
                highway = "residential" if row or cross % 3 else "unclassified"
                sketch.cornered(line, highway, name, maxspeed="20 mph")
            elif chance < 0.74:
                sketch.cornered(line, "steps", incline="up")
            elif chance < 0.86:
                sketch.cornered(line, "footway")
    return present


def _row(sketch: Sketch, plan: _Plan, row: int, rng: Random) -> None:
    """Draw one row, whose name changes every few blocks and which may pause at a gap."""
    cross, last = plan.ends[row]
    while cross < last:
        end = min(last, cross + 2 + int(4 * rng.random()))
        if last - end == 1:
            end = last
        first_s, last_s = plan.crossing(cross, row)[0], plan.crossing(end, row)[0]
        pieces = max(2, round((last_s - first_s) / 30))
        line = [plan.at(first_s + (last_s - first_s) * p / pieces, row) for p in range(pieces + 1)]
        chance = rng.random()
        inner = plan.ends[row][0] < cross and end < last
        if inner and chance < 0.10:
            sketch.cornered(line, "footway")
        elif chance < 0.26:
            sketch.cornered(
                line, "residential", _name(sketch, plan, rng), maxspeed="20 mph", oneway="yes"
            )
        else:
            sketch.cornered(line, "residential", _name(sketch, plan, rng), maxspeed="20 mph")
        cross = end
    _dead_ends(sketch, plan, row, rng)


def _dead_ends(sketch: Sketch, plan: _Plan, row: int, rng: Random) -> None:
    """Let some rows run on past the last cross street and stop at the hillside."""
    for end, direction in zip(plan.ends[row], (-1, 1), strict=True):
        if rng.random() < 0.45:
            s = plan.crossing(end, row)[0]
            reach = 30 + 55 * rng.random()
            line = [plan.at(s + direction * reach * p / 3, row) for p in range(4)]
            sketch.cornered(line, "residential", _name(sketch, plan, rng), maxspeed="20 mph")


def _name(sketch: Sketch, plan: _Plan, rng: Random) -> str:
    return sketch.names.take("english" if rng.random() < 0.3 else plan.district.names)


def _back_lane(sketch: Sketch, plan: _Plan, row: int, present: set[tuple[int, int]]) -> None:
    """Draw the lane behind two rows, between the outermost cross streets that meet it."""
    met = sorted(cross for cross, at in present if at == row)
    first_s = (plan.crossing(met[0], row)[0] + plan.crossing(met[0], row + 1)[0]) / 2
    last_s = (plan.crossing(met[-1], row)[0] + plan.crossing(met[-1], row + 1)[0]) / 2
    pieces = max(2, round((last_s - first_s) / 30))
    line = [
        plan.at(first_s + (last_s - first_s) * p / pieces, row + 0.5) for p in range(pieces + 1)
    ]
    sketch.cornered(line, "service", service="alley")


def _gullies(sketch: Sketch, plan: _Plan, row: int, rng: Random) -> None:
    """Draw footpaths through the middle of some blocks, from one row over the lane to the next."""
    first = max(plan.ends[row][0], plan.ends[row + 1][0])
    last = min(plan.ends[row][1], plan.ends[row + 1][1])
    for cross in range(first, last):
        s = (plan.crossing(cross, row)[0] + plan.crossing(cross + 1, row)[0]) / 2
        if (
            plan.crossing(cross + 1, row)[0] - plan.crossing(cross, row)[0] > 85
            and rng.random() < 0.5
        ):
            line = [
                plan.at(s, row),
                plan.at(s + 4 * plan.skew[cross], row + 0.5),
                plan.at(s, row + 1),
            ]
            sketch.cornered(line, "steps" if rng.random() < 0.25 else "footway")
