"""From drawn lines to ways that share nodes wherever they meet on the same layer."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from sketch import Line, Pin, Tags
from valley import Point, along, nearest_on_segment

END_REACH = 4.0
MERGE_REACH = 3.0
CELL = 40.0
PIN_REACH = 60.0
LONGEST_LOOSE_END = 75.0
PATHS = {"footway", "path", "steps"}

Segment = tuple[int, int]


@dataclass
class Way:
    """An OpenStreetMap way: node numbers in order."""

    nodes: list[int]
    tags: Tags


@dataclass
class Web:
    """Ways over shared nodes; nodes are numbered from 0 until the file is written."""

    places: list[Point]
    ways: list[Way]
    node_tags: dict[int, Tags] = field(default_factory=dict)


def node(lines: list[Line], pins: list[Pin]) -> Web:
    """Join the lines at their ends and crossings and put the pins on them."""
    board = _Board(lines)
    board.merge_close_points()
    board.snap_ends()
    board.cross()
    board.merge_close_points()
    board.trim_paths()
    pinned = [(board.insert_pin(pin), pin) for pin in pins]
    ways = [Way(nodes, line.tags) for nodes, line in zip(board.chains(), lines, strict=True)]
    web = Web(board.places, [way for way in ways if len(way.nodes) > 1])
    for point, pin in pinned:
        web.node_tags.setdefault(board.root(point), {}).update(pin.tags)
    return web


class _Board:
    """Points that can be merged, lines as lists of them, and a grid to find neighbours."""

    def __init__(self, lines: list[Line]) -> None:
        self.places: list[Point] = []
        self.parent: list[int] = []
        self.lines = lines
        known: dict[Point, int] = {}
        self.layers: list[set[int]] = []
        self.points: list[list[int]] = []
        for line in lines:
            chain = []
            for place in line.points:
                if place not in known:
                    known[place] = self._new(place)
                    self.layers.append(set())
                self.layers[known[place]].add(line.layer)
                chain.append(known[place])
            self.points.append(chain)

    def _new(self, place: Point) -> int:
        self.places.append(place)
        self.parent.append(len(self.parent))
        return len(self.places) - 1

    def root(self, point: int) -> int:
        while self.parent[point] != point:
            point = self.parent[point]
        return point

    def chains(self) -> list[list[int]]:
        """Every line as a list of merged points without repetitions in a row."""
        chains = []
        for chain in self.points:
            nodes: list[int] = []
            for point in map(self.root, chain):
                if not nodes or nodes[-1] != point:
                    nodes.append(point)
            chains.append(nodes)
        return chains

    def merge_close_points(self) -> None:
        """Merge points of layer 0 that lie almost on the same place; the older one stays."""
        grid: dict[tuple[int, int], list[int]] = defaultdict(list)
        for point in range(len(self.places)):
            if self.root(point) != point or 0 not in self.layers[point]:
                continue
            x, y = self.places[point]
            i, j = math.floor(x / MERGE_REACH), math.floor(y / MERGE_REACH)
            around = (other for a in (-1, 0, 1) for b in (-1, 0, 1) for other in grid[i + a, j + b])
            near = [
                o for o in around if math.dist(self.places[o], self.places[point]) < MERGE_REACH
            ]
            if near:
                self.parent[point] = min(near)
                self.layers[min(near)] |= self.layers[point]
            else:
                grid[i, j].append(point)

    def _segments(self) -> Iterator[Segment]:
        for line, chain in enumerate(self.points):
            if self.lines[line].layer == 0:
                yield from ((line, i) for i in range(len(chain) - 1))

    def _ends(self, segment: Segment) -> tuple[int, int]:
        line, i = segment
        return self.root(self.points[line][i]), self.root(self.points[line][i + 1])

    def _grid(self) -> dict[tuple[int, int], list[Segment]]:
        grid: dict[tuple[int, int], list[Segment]] = defaultdict(list)
        for segment in self._segments():
            a, b = (self.places[p] for p in self._ends(segment))
            for i in range(
                math.floor(min(a[0], b[0]) / CELL), math.floor(max(a[0], b[0]) / CELL) + 1
            ):
                for j in range(
                    math.floor(min(a[1], b[1]) / CELL), math.floor(max(a[1], b[1]) / CELL) + 1
                ):
                    grid[i, j].append(segment)
        return grid

    def _near(
        self, grid: dict[tuple[int, int], list[Segment]], place: Point, reach: float
    ) -> list[Segment]:
        x, y = place
        found: set[Segment] = set()
        for i in range(math.floor((x - reach) / CELL), math.floor((x + reach) / CELL) + 1):
            for j in range(math.floor((y - reach) / CELL), math.floor((y + reach) / CELL) + 1):
                found.update(grid.get((i, j), ()))
        return sorted(found)

    def _insert(self, new: dict[Segment, list[tuple[float, int]]]) -> None:
        for (line, i), cuts in sorted(new.items(), reverse=True):
            self.points[line][i + 1 : i + 1] = [point for _, point in sorted(cuts)]

    def snap_ends(self) -> None:
        """Put every loose end of a line on the line it almost touches."""
        grid = self._grid()
        new: dict[Segment, list[tuple[float, int]]] = defaultdict(list)
        for line, chain in enumerate(self.points):
            if self.lines[line].layer:
                continue
            for end, inner in ((0, 1), (-1, -2)):
                point = self.root(chain[end])
                if point == self.root(chain[inner]):
                    continue
                hit = self._best_hit(grid, point, line)
                if hit is not None:
                    self._attach(point, *hit, new)
        self._insert(new)

    def _best_hit(
        self, grid: dict[tuple[int, int], list[Segment]], point: int, own: int
    ) -> tuple[Segment, float] | None:
        best: tuple[float, Segment, float] | None = None
        for segment in self._near(grid, self.places[point], END_REACH):
            if segment[0] == own or point in self._ends(segment):
                continue
            a, b = (self.places[p] for p in self._ends(segment))
            distance, t = nearest_on_segment(self.places[point], a, b)
            if distance <= END_REACH and (best is None or (distance, segment) < best[:2]):
                best = (distance, segment, t)
        return None if best is None else best[1:]

    def _attach(
        self, point: int, segment: Segment, t: float, new: dict[Segment, list[tuple[float, int]]]
    ) -> None:
        a, b = self._ends(segment)
        length = math.dist(self.places[a], self.places[b])
        near = a if t * length < MERGE_REACH else b if (1 - t) * length < MERGE_REACH else None
        if near is None:
            self.places[point] = _rounded(along(self.places[a], self.places[b], t))
            new[segment].append((t, point))
        elif near != point:
            self.parent[point] = near
            self.layers[near] |= self.layers[point]

    def cross(self) -> None:
        """Give crossing segments of layer 0 a common point."""
        grid = self._grid()
        new: dict[Segment, list[tuple[float, int]]] = defaultdict(list)
        done = set()
        for cell in sorted(grid):
            members = grid[cell]
            for k, first in enumerate(members):
                for second in members[k + 1 :]:
                    if (first, second) not in done:
                        done.add((first, second))
                        self._cross_pair(first, second, new)
        self._insert(new)

    def _cross_pair(
        self, first: Segment, second: Segment, new: dict[Segment, list[tuple[float, int]]]
    ) -> None:
        ends, others = self._ends(first), self._ends(second)
        if set(ends) & set(others):
            return
        hit = _crossing(*(self.places[p] for p in (*ends, *others)))
        if hit is None:
            return
        place = _rounded(hit[0])
        close = [p for p in (*ends, *others) if math.dist(self.places[p], place) < MERGE_REACH]
        point = close[0] if close else self._new(place)
        if not close:
            self.layers.append({0})
        for segment, share, own in ((first, hit[1], ends), (second, hit[2], others)):
            if point not in own:
                new[segment].append((share, point))

    def trim_paths(self) -> None:
        """Cut the short loose ends off paths that run a little past the last street they meet."""
        uses: dict[int, int] = defaultdict(int)
        for chain in self.chains():
            for point in chain:
                uses[point] += 1
        for line, points in enumerate(self.points):
            if self.lines[line].tags.get("highway") not in PATHS:
                continue
            for _ in range(2):
                loose = self._loose_end([self.root(point) for point in points], uses)
                del points[:loose]
                points.reverse()

    def _loose_end(self, points: list[int], uses: dict[int, int]) -> int:
        """How many points of a chain lie before its first junction, 0 if that is far away."""
        length = 0.0
        for k, point in enumerate(points):
            if uses[point] > 1:
                return k
            length += math.dist(
                self.places[point], self.places[points[min(k + 1, len(points) - 1)]]
            )
            if length > LONGEST_LOOSE_END:
                break
        return 0

    def insert_pin(self, pin: Pin) -> int:
        """The point of a pin: on the nearest line with the pin's tags, made if need be."""
        best: tuple[float, Segment, float] | None = None
        for line, chain in enumerate(self.points):
            tags = self.lines[line].tags
            if (
                any(tags.get(key) != value for key, value in pin.on.items())
                or "highway" not in tags
            ):
                continue
            for i in range(len(chain) - 1):
                a, b = (self.places[p] for p in self._ends((line, i)))
                distance, t = nearest_on_segment(pin.at, a, b)
                if best is None or distance < best[0]:
                    best = (distance, (line, i), t)
        if best is None or best[0] > PIN_REACH:
            raise ValueError(f"no line for the node {pin.tags} near {pin.at}")
        _, segment, t = best
        first, last = self._ends(segment)
        length = math.dist(self.places[first], self.places[last])
        if min(t, 1 - t) * length < MERGE_REACH:
            return first if t < 0.5 else last
        point = self._new(_rounded(along(self.places[first], self.places[last], t)))
        self.points[segment[0]].insert(segment[1] + 1, point)
        return point


def _rounded(place: Point) -> Point:
    return round(place[0], 3), round(place[1], 3)


def _crossing(a: Point, b: Point, c: Point, d: Point) -> tuple[Point, float, float] | None:
    """Where two segments cross, with the shares along both; None if they do not."""
    ux, uy, vx, vy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    cross = ux * vy - uy * vx
    if abs(cross) < 1e-9:
        return None
    t = ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / cross
    u = ((c[0] - a[0]) * uy - (c[1] - a[1]) * ux) / cross
    if 0 <= t <= 1 and 0 <= u <= 1:
        return along(a, b, t), t, u
    return None
