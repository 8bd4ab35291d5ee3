"""Travel by bicycle and by car between joined points: Dijkstra's search over edges in directions.

What is found of a run is the time until its end is reached; turns are links between runs.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import time

from .points import Joined
from .speeds import band_of, car_class, car_speed
from .streets import Edge
from .turns import Run, Turns, end_of, leaving, runs_of

Links = dict[Run, list[tuple[Run, int]]]
Reach = Callable[[Joined], int | None]


@dataclass(frozen=True)
class CarManner:
    """How cars are driven: metres per hour by class, per cent of time by class and band."""

    speeds: tuple[tuple[str, int], ...] = ()
    factors: tuple[tuple[str, tuple[int, int, int]], ...] = ()
    clock: time | None = None
    junction_delays: bool = True
    driving_side: str = "left"


def parts_ms(millimetres: int, speed: int, percent: int = 100) -> int:
    """Milliseconds, rounded up, for a stretch at metres per hour and per cent of its time."""
    return -((-millimetres * 3600 * percent) // (speed * 100))


class Wheels:
    """Bicycles or cars on their edges.

    Parameters
    ----------
    edges
        All edges.
    turns
        For each run those that may follow it, each with the seconds of the turn.
    speed, percent
        Metres per hour on a run, and per cent of the time that it takes at that speed.
    """

    def __init__(
        self,
        edges: list[Edge],
        turns: Mapping[Run, list[tuple[Run, int]]],
        speed: Mapping[Run, int],
        percent: Mapping[Run, int],
    ) -> None:
        self.edges = edges
        self.turns = turns
        self.speed = speed
        self.percent = percent
        self.before: defaultdict[Run, list[tuple[Run, int]]] = defaultdict(list)
        for first, followers in turns.items():
            for second, delay_s in followers:
                self.before[second].append((first, delay_s))
        # time until the end of the next run, and from the start of the one before
        self.onwards: Links = {
            first: [(second, s * 1000 + self.whole_ms(second)) for second, s in followers]
            for first, followers in turns.items()
        }
        self.backwards: Links = {
            second: [(first, s * 1000 + self.whole_ms(first)) for first, s in earlier]
            for second, earlier in self.before.items()
        }

    def part_ms(self, run: Run, millimetres: int) -> int:
        """Milliseconds for a part of a run."""
        return parts_ms(millimetres, self.speed[run], self.percent[run])

    def whole_ms(self, run: Run) -> int:
        """Milliseconds for a whole run."""
        return self.part_ms(run, self.edges[run.edge].length_mm)

    def runs_at(self, point: Joined) -> list[tuple[Run, int, int]]:
        """Runs on the edge of a point, each with the mm up to the point and the mm behind it."""
        both = (
            (Run(point.edge.id, True), point.first_mm, point.rest_mm),
            (Run(point.edge.id, False), point.rest_mm, point.first_mm),
        )
        return [parts for parts in both if parts[0] in self.speed]

    def between_ms(self, start: Joined, end: Joined) -> list[int]:
        """Milliseconds of just the stretch between two points of one edge, if it is open."""
        if start.edge.id != end.edge.id:
            return []
        ends = {run: before for run, before, _ in self.runs_at(end)}
        return [
            self.part_ms(run, ends[run] - before)
            for run, before, _ in self.runs_at(start)
            if before <= ends[run]
        ]

    def reach_from(self, start: Joined, limit_s: int, walk_speed: int) -> Reach:
        """Seconds from a point to any other, None beyond a limit."""
        walk_ms = parts_ms(start.connector_mm, walk_speed)
        starts = [(walk_ms + self.part_ms(run, rest), run) for run, _, rest in self.runs_at(start)]
        reached = spread(starts, self.onwards, limit_s * 1000)

        def seconds_to(end: Joined) -> int | None:
            ways = [walk_ms + ms for ms in self.between_ms(start, end)]
            for run, before, _ in self.runs_at(end):
                ways += [
                    reached[first] + delay_s * 1000 + self.part_ms(run, before)
                    for first, delay_s in self.before[run]
                    if first in reached
                ]
            last_ms = parts_ms(end.connector_mm, walk_speed)
            return within(start, end, [ms + last_ms for ms in ways], limit_s)

        return seconds_to

    def reach_to(self, end: Joined, limit_s: int, walk_speed: int) -> Reach:
        """Seconds from any point to one, None beyond a limit; searched backwards."""
        walk_ms = parts_ms(end.connector_mm, walk_speed)
        starts = []
        arriving: dict[Run, int] = {}  # from the start of the last run
        for run, before, _ in self.runs_at(end):
            arriving[run] = self.part_ms(run, before) + walk_ms
            starts += [
                (arriving[run] + delay_s * 1000 + self.whole_ms(first), first)
                for first, delay_s in self.before[run]
            ]
        reached = spread(starts, self.backwards, limit_s * 1000)

        def seconds_from(start: Joined) -> int | None:
            ways = [ms + walk_ms for ms in self.between_ms(start, end)]
            for run, _, rest in self.runs_at(start):
                for second, delay_s in self.turns[run]:
                    leaving_ms = self.part_ms(run, rest) + delay_s * 1000
                    ways += [
                        leaving_ms + found[second]
                        for found in (reached, arriving)
                        if second in found
                    ]
            first_ms = parts_ms(start.connector_mm, walk_speed)
            return within(start, end, [first_ms + ms for ms in ways], limit_s)

        return seconds_from


def within(start: Joined, end: Joined, ways_ms: list[int], limit_s: int) -> int | None:
    """Whole seconds of the quickest of several ways, None beyond a limit."""
    if start.lonlat == end.lonlat:
        return 0
    if not ways_ms:
        return None
    seconds = -(-min(ways_ms) // 1000)
    return seconds if seconds <= limit_s else None


def spread(starts: Iterable[tuple[int, Run]], links: Links, limit_ms: int) -> dict[Run, int]:
    """Least milliseconds to every run within a limit."""
    found: dict[Run, int] = {}
    waiting = list(starts)
    heapq.heapify(waiting)
    while waiting:
        ms, run = heapq.heappop(waiting)
        if run in found or ms > limit_ms:
            continue
        found[run] = ms
        for other, more_ms in links.get(run, ()):
            if other not in found:
                heapq.heappush(waiting, (ms + more_ms, other))
    return found


def bicycles(edges: list[Edge], speed: int) -> Wheels:
    """Bicycles: one speed, every turn at once, turning round included."""
    runs = runs_of(edges, "bicycle")
    next_runs = leaving(edges, runs)
    turns = {run: [(other, 0) for other in next_runs[end_of(edges, run)]] for run in runs}
    return Wheels(edges, turns, dict.fromkeys(runs, speed), dict.fromkeys(runs, 100))


def cars(edges: list[Edge], turns: Turns, manner: CarManner) -> Wheels:
    """Cars driven in a manner."""
    speeds, factors, band = dict(manner.speeds), dict(manner.factors), band_of(manner.clock)
    speed, percent, followers = {}, {}, {}
    for run in turns.runs:
        tags = edges[run.edge].tags
        speed[run] = car_speed(tags, speeds, forwards=run.forwards)
        in_bands = factors.get(car_class(tags))
        percent[run] = 100 if in_bands is None or band is None else in_bands[band]
        followers[run] = [
            (other, turns.delay_s(run, other, manner.driving_side) * manner.junction_delays)
            for other in turns.from_run(run)
        ]
    return Wheels(edges, followers, speed, percent)
