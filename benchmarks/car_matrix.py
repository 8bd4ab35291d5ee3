"""Matrices by car: ours against pandana and scipy on the same graph, with and without turns."""

import importlib
import importlib.util
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from accessibility.network.extract import access
from accessibility.network.travel.driving import Pace, car_pace, car_speeds
from accessibility.network.travel.street_graph import StreetArcs, build_graph, street_arcs
from accessibility.network.travel.street_times import StreetTimes, ends_of, place_points
from accessibility.network.travel.turning import DelayTable, Turning, car_turns
from accessibility.options import TravelOptions
from accessibility.routing.rphast import Ends
from accessibility.routing.stretches import Placed

from .places import Place, Points, grid_points
from .report import Figure, Section, Wanted
from .timing import ALL_THREADS, ONE_THREAD, WALL, in_turns
from .yardstick import shortest_arcs

COUNT, RADIUS_M = 1000, 300
LONGEST_S = 86_400
OPTIONS = TravelOptions(mode="car", max_time=1440)
TURNS, SLOW_TURNS = 15, 3
GOING = np.zeros(1, np.uint8)


@dataclass(frozen=True)
class Whole:
    """A graph in which the points stand as nodes of their own: first origins, then destinations."""

    nodes: int
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    ms: NDArray[np.int64]
    origins: NDArray[np.int64]
    destinations: NDArray[np.int64]


class Contenders:
    """Several ways to make the same matrix from points to themselves."""

    def __init__(self, place: Place, points: Points, *, turns: bool) -> None:
        self.network, self.points = place.network, points
        streets = place.network.streets
        self.pace: Pace = car_pace(streets, car_speeds(OPTIONS), {})
        self.turning: Turning | None = None
        if turns:
            self.turning = car_turns(streets, self.pace.open, "left", DelayTable())
        graph = build_graph(streets, self.pace, self.turning)
        where = points.lon, points.lat, RADIUS_M * 1000
        self.times = StreetTimes.over(
            place.network, graph, access.CAR, OPTIONS.walk_speed_mph, *where
        )

    def ours(self) -> NDArray[np.int32]:
        """From longitudes and latitudes to seconds."""
        where = self.points.lon, self.points.lat, RADIUS_M * 1000
        return self.times.seconds(*where, LONGEST_S, GOING)

    def snap(self) -> object:
        """Join the origins to their streets, which `ours` does too."""
        where = self.points.lon, self.points.lat, RADIUS_M * 1000
        return place_points(self.network, *where, access.CAR, OPTIONS.walk_speed_mph)

    def prepare(self) -> object:
        """What `ours` finds done: destinations joined, and what leads down to them laid out."""
        times = self.times
        where = self.points.lon, self.points.lat, RADIUS_M * 1000
        return StreetTimes.over(
            self.network, times.graph, access.CAR, OPTIONS.walk_speed_mph, *where
        )

    def build(self) -> object:
        """Build the hierarchy, which is kept on disk."""
        return build_graph(self.network.streets, self.pace, self.turning)

    @cached_property
    def whole(self) -> Whole:
        """The graph for the others."""
        return with_points(self.network.streets, self.pace, self.turning, self.times.targets)

    @cached_property
    def matrix(self) -> csr_array:
        """The same for scipy."""
        whole = self.whole
        return shortest_arcs(whole.tail, whole.head, whole.ms.astype(np.int32), whole.nodes)

    def scipy(self) -> NDArray[np.float64]:
        """Milliseconds by scipy, all origins in one call."""
        whole = self.whole
        reached = dijkstra(self.matrix, indices=whole.origins)
        return reached[:, whole.destinations]

    @cached_property
    def pandana_network(self) -> Any:
        """The same for pandana, with seconds as lengths."""
        # Under another licence than ours: only for comparison, and only where it is installed.
        pandana = importlib.import_module("pandana")
        whole = self.whole
        place = np.zeros(whole.nodes)  # coordinates matter to its searches for points only
        return pandana.Network(
            pd.Series(place),
            pd.Series(place),
            pd.Series(whole.tail),
            pd.Series(whole.head),
            pd.DataFrame({"seconds": whole.ms / 1000}),
            twoway=False,
        )

    @cached_property
    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Origin and destination of each cell."""
        whole = self.whole
        n = len(whole.origins)
        return np.repeat(whole.origins, n), np.tile(whole.destinations, n)

    def pandana(self) -> NDArray[np.float64]:
        """Seconds by pandana."""
        return np.array(self.pandana_network.shortest_path_lengths(*self.pairs))


def with_points(streets: Any, pace: Pace, turning: Turning | None, points: Placed) -> Whole:
    """Add points to the streets, once as origins and once as destinations."""
    arcs: StreetArcs = street_arcs(streets, pace, turning)
    n = len(points.edge)
    out = ends_of(streets.edge_length, pace, arcs.onwards, points, setting_out=True)
    into = ends_of(streets.edge_length, pace, arcs.before, points, setting_out=False)
    origins, destinations = arcs.nodes + np.arange(n), arcs.nodes + n + np.arange(n)
    same_from, same_to, same_ms = on_one_edge(pace, points)
    parts = [
        (arcs.tail, arcs.head, arcs.ms),
        (origins[point_of(out)], out.node, out.ms),
        (into.node, destinations[point_of(into)], into.ms),
        (origins[same_from], destinations[same_to], same_ms),
    ]
    tail, head, ms = (
        np.concatenate(column).astype(np.int64) for column in zip(*parts, strict=True)
    )
    return Whole(arcs.nodes + 2 * n, tail, head, ms, origins, destinations)


def point_of(ends: Ends) -> NDArray[np.int64]:
    """The point that each node belongs to."""
    return np.repeat(np.arange(len(ends.offset) - 1), np.diff(ends.offset))


def on_one_edge(
    pace: Pace, points: Placed
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of points on one edge and the milliseconds between them, where it is open."""
    n = len(points.edge)
    one, other = np.nonzero(points.edge[:, None] == points.edge[None, :])
    ahead = points.first[other].astype(np.int64) - points.first[one]
    found = []
    for against, right in ((0, ahead >= 0), (1, ahead <= 0)):
        use = right & pace.open[points.edge[one], against]
        a, b = one[use], other[use]
        drive = pace.ms(points.edge[a], against, np.abs(ahead[use]))
        found.append((a, b, points.connector[a] + drive + points.connector[b]))
    found.append((np.arange(n), np.arange(n), np.zeros(n, np.int64)))
    a, b, ms = (np.concatenate(column) for column in zip(*found, strict=True))
    return a, b, ms


def points_by_car(place: Place) -> Points:
    """Points of a grid that join streets for cars, and from all of which all are reached."""
    count = COUNT if place.real else 100
    some = grid_points(place.network, count + count // 5, RADIUS_M, access.CAR)
    reached = Contenders(place, some, turns=True).ours() >= 0
    middle = (reached.sum(axis=0) + reached.sum(axis=1)).argmax()
    joined = np.flatnonzero(reached[middle] & reached[:, middle])
    chosen = joined[np.linspace(0, len(joined) - 1, count).round().astype(int)]
    return Points(some.lon[chosen], some.lat[chosen])


def check(contenders: Contenders) -> NDArray[np.int64]:
    """Raise if scipy differs in any cell; return its milliseconds, which are exact."""
    exact = contenders.scipy()
    if not np.isfinite(exact).all():
        raise ArithmeticError("Not all points are reached from all.")
    ms = exact.astype(np.int64)
    differing = int((contenders.ours() != -(-ms // 1000)).sum())
    if differing:
        raise ArithmeticError(f"{differing} of {exact.size} cells differ from scipy's")
    return ms


def pandana_differs(contenders: Contenders, exact: NDArray[np.int64]) -> tuple[int, float]:
    """How many cells of pandana's are off by a millisecond or more, and the most in seconds."""
    theirs = contenders.pandana().reshape(exact.shape)
    off = np.abs(theirs - exact / 1000)
    return int((off > 0.0005).sum()), float(off.max())


def has_pandana() -> bool:
    """Whether pandana can be imported."""
    return importlib.util.find_spec("pandana") is not None


def run(place: Place) -> list[Section]:
    """Measure one workload without and with turns."""
    points = points_by_car(place)
    free = Contenders(place, points, turns=False)
    turning = Contenders(place, points, turns=True)
    n = len(points)
    exact = check(free)
    check(turning)
    quick = in_turns(
        {"free": free.ours, "turning": turning.ours, "snap": free.snap}, TURNS, ONE_THREAD
    )
    others = in_turns({"scipy": free.scipy, "scipy turning": turning.scipy}, SLOW_TURNS, ONE_THREAD)
    ours, with_turns = quick.best("free") / n, quick.best("turning") / n
    scipy = others.best("scipy") / n
    figures = [
        Figure("ours, no turn costs", ours, 1.0),
        Figure("of which joining origins to streets", quick.best("snap") / n, None),
        Figure("ours, with restrictions and delays of turns", with_turns, with_turns / ours),
        Figure("scipy `dijkstra`, no turn costs, one call", scipy, scipy / ours),
        Figure(
            "scipy, with turns, one call",
            others.best("scipy turning") / n,
            others.best("scipy turning") / n / ours,
        ),
    ]
    wanted = [
        Wanted("scipy's time, in ours", scipy / ours, at_least=100),
        Wanted("with turns, in ours without", with_turns / ours, at_most=2),
        Wanted("µs for an origin, no turn costs", ours * 1e6, at_most=48, unit=" µs"),
        Wanted("the same, tried for", ours * 1e6, at_most=7, unit=" µs"),
    ]
    if has_pandana():
        said = _pandana(free, exact, ours, figures, wanted)
    else:
        said = "pandana is not installed: it is left out."
    once = in_turns(
        {
            "prepare": turning.prepare,
            "build": turning.build,
            "build free": free.build,
        },
        SLOW_TURNS,
        WALL,
    )
    return [
        Section(
            title=f"Matrix by car: {n:,} grid points each to each",
            text=(
                f"In {place.name}; for each origin, warm, in processor time of one thread. Ours "
                "goes from longitude and latitude to seconds; the others start at nodes of the "
                "same graph, in which the points stand as nodes. Scipy's milliseconds, rounded up "
                f"to seconds, are ours in every cell, with turns and without. {said}"
            ),
            base="ours",
            figures=figures,
            wanted=wanted,
        ),
        Section(
            title="Preparing streets for cars",
            text=(
                f"The hierarchy of {place.name}'s streets, which is built once and kept on disk, "
                f"and what is done once for {n:,} destinations. Time that passes, one thread."
            ),
            base="",
            figures=[
                Figure("hierarchy, no turn costs", once.best("build free")),
                Figure("hierarchy, with turns", once.best("build")),
                Figure("destinations, with turns", once.best("prepare")),
            ],
            wanted=[
                Wanted("seconds to build with turns", once.best("build"), at_most=2, unit=" s")
            ],
        ),
    ]


def _pandana(
    free: Contenders,
    exact: NDArray[np.int64],
    ours: float,
    figures: list[Figure],
    wanted: list[Wanted],
) -> str:
    """Measure pandana, add its figures, and say how it differs."""
    n = len(free.points)
    cells, most = pandana_differs(free, exact)
    seconds = in_turns({"pandana": free.pandana}, SLOW_TURNS, ALL_THREADS).best("pandana") / n
    figures.append(Figure("pandana, no turn costs, all threads together", seconds, seconds / ours))
    wanted.append(Wanted("pandana's time, in ours", seconds / ours, at_least=50))
    return (
        f"pandana keeps lengths in thousandths: {cells:,} of its {exact.size:,} cells are off by a "
        f"millisecond or more, by {most:.3f} s at most."
    )
