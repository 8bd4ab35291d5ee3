"""Ways over the streets from place to place, with the line that they follow."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from accessibility.network.extract import access
from accessibility.network.travel.driving import Pace
from accessibility.network.travel.path_spots import Spots, point_spots, stop_spots
from accessibility.network.travel.runs import offsets
from accessibility.network.travel.street_graph import Links, pace_and_turns, street_arcs
from accessibility.network.travel.street_lines import (
    along_arcs,
    part_of_edge,
    place_on_edge,
    without_repeats,
)
from accessibility.routing.hierarchy import LONGEST
from accessibility.routing.paths import PathEnds, PathGraph, shortest_path

if TYPE_CHECKING:
    from datetime import time

    from numpy.typing import NDArray

    from accessibility.network.network import Network
    from accessibility.network.travel.street_graph import StreetArcs, WheelMode
    from accessibility.options import TravelOptions

__all__ = ["StreetPath", "StreetPaths"]


class StreetPath(NamedTuple):
    """
    A way over the streets.

    Parameters
    ----------
    seconds
        How long it takes.
    millimetres
        How long it is, connectors included.
    line
        The line that it follows, in degrees; shape (points, 2).
    """

    seconds: int
    millimetres: int
    line: "NDArray[np.float64]"


class _Candidate(NamedTuple):
    """A way before it is drawn: what it costs, its ends, and its streets; None on one edge."""

    cost: int
    start: int
    end: int
    arcs: "tuple[int, NDArray[np.int64], int] | None"


@dataclass(frozen=True, eq=False)
class StreetPaths:
    """
    The streets of a mode, prepared for ways from place to place; read-only.

    Parameters
    ----------
    network
        The network.
    mode
        ``walk``, ``cycle`` or ``car``.
    options
        What travellers can and will do.
    graph
        The streets; arcs cost millimetres on foot, milliseconds otherwise.
    pace
        How fast the mode is; on foot a millimetre in each unit of cost.
    onwards, before
        How streets hang on the graph.
    """

    network: "Network"
    mode: str
    options: "TravelOptions"
    graph: PathGraph
    pace: Pace
    onwards: Links
    before: Links

    @classmethod
    def prepare(
        cls, network: "Network", mode: str, options: "TravelOptions", clock: "time | None"
    ) -> Self:
        """
        Prepare the streets of a mode.

        Parameters
        ----------
        network
            The network.
        mode
            ``walk``, ``cycle`` or ``car``.
        options
            What travellers can and will do.
        clock
            Time of departure or deadline, which chooses the congestion; None for none.

        Returns
        -------
        StreetPaths
            Kept in memory.
        """
        key = ("paths", mode, repr(options), clock if options.car_time_factors else None)
        graph, pace, arcs = network.remember(key, lambda: _graph(network, mode, options, clock))
        return cls(network, mode, options, graph, pace, arcs.onwards, arcs.before)

    def from_point(self, lon: float, lat: float) -> Spots:
        """
        Say where a point joins the streets.

        Parameters
        ----------
        lon, lat
            WGS84 degrees.

        Returns
        -------
        Spots
            For `between`.
        """
        return point_spots(self.network, self.mode, self.options, lon, lat)

    def from_stop(self, stop: int) -> Spots:
        """
        Say where a stop joins the streets, or the entrances of its station do.

        Parameters
        ----------
        stop
            The stop.

        Returns
        -------
        Spots
            For `between`.
        """
        return stop_spots(self.network, self.mode, self.options, stop)

    def between(self, start: Spots, end: Spots) -> StreetPath | None:
        """
        Find the quickest way.

        Parameters
        ----------
        start, end
            Where it may begin and end.

        Returns
        -------
        StreetPath or None
            None where there is no way.
        """
        best = self._on_one_edge(start, end)
        limit = LONGEST if best is None else best.cost - 1
        starts, start_arcs = self._ends(start, setting_out=True)
        ends, end_arcs = self._ends(end, setting_out=False)
        cost, first, last, arcs = shortest_path(self.graph, starts[0], ends[0], limit)
        if cost >= 0:
            between = int(start_arcs[first]), arcs, int(end_arcs[last])
            best = _Candidate(cost, int(starts[1][first]), int(ends[1][last]), between)
        return None if best is None else self._drawn(start, end, best)

    def _on_one_edge(self, start: Spots, end: Spots) -> _Candidate | None:
        """Find the best way along a single edge, or between equal coordinates."""
        best: _Candidate | None = None
        for a in range(len(start.edge)):
            for b in range(len(end.edge)):
                cost = self._along(start, a, end, b)
                if cost is not None and (best is None or cost < best.cost):
                    best = _Candidate(cost, a, b, None)
        return best

    def _along(self, start: Spots, a: int, end: Spots, b: int) -> int | None:
        if start.edge[a] < 0 or end.edge[b] < 0:
            return None
        if start.lon[a] == end.lon[b] and start.lat[a] == end.lat[b]:
            return int(start.onward_mm[a] + end.onward_mm[b])
        if start.edge[a] != end.edge[b]:
            return None
        ahead = int(end.first_mm[b]) - int(start.first_mm[a])
        edge = start.edge[a : a + 1].astype(np.int64)
        sides = [0] if ahead > 0 else [1] if ahead < 0 else [0, 1]
        stretches = [
            int(self.pace.ms(edge, side, np.array([abs(ahead)]))[0])
            for side in sides
            if self.pace.speed[edge[0], side] > 0
        ]
        if not stretches:
            return None
        return int(start.cost[a] + end.cost[b]) + min(stretches)

    def _ends(
        self, spots: Spots, *, setting_out: bool
    ) -> "tuple[tuple[PathEnds, NDArray[np.int64]], NDArray[np.int64]]":
        """Nodes near places, with the place of each, and the arc on which each place lies."""
        links = self.onwards if setting_out else self.before
        place = np.repeat(np.flatnonzero(spots.edge >= 0), 2)
        against = np.tile(np.arange(2), len(place) // 2)
        edge = spots.edge[place].astype(np.int64)
        usable = self.pace.open[edge, against]
        place, against, edge = place[usable], against[usable], edge[usable]
        part = spots.first_mm[place].astype(np.int64)
        whole = self.network.streets.edge_length[edge].astype(np.int64)
        part = np.where((against == 1) == setting_out, part, whole - part)
        cost = spots.cost[place] + self.pace.ms(edge, against, part)
        arc = 2 * edge + against
        count = links.offset[arc + 1] - links.offset[arc]
        chosen = np.repeat(links.offset[arc], count) + (
            np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        )
        ends = PathEnds(
            links.node[chosen].astype(np.int32), np.repeat(cost, count) + links.ms[chosen]
        )
        return (ends, np.repeat(place, count)), np.repeat(arc, count)

    def _drawn(self, start: Spots, end: Spots, best: _Candidate) -> StreetPath:
        a, b = best.start, best.end
        same = start.lon[a] == end.lon[b] and start.lat[a] == end.lat[b]
        if best.arcs is None and same:
            middle, length = np.zeros((0, 2)), int(start.onward_mm[a] + end.onward_mm[b])
        else:
            middle, length = self._over_streets(start, end, best)
            length += int(start.away_mm[a] + start.onward_mm[a])
            length += int(end.away_mm[b] + end.onward_mm[b])
        line = np.concatenate(
            [
                [start.place, (start.lon[a], start.lat[a])],
                middle,
                [(end.lon[b], end.lat[b]), end.place],
            ]
        )
        return StreetPath(self._seconds(best.cost), length, without_repeats(line))

    def _over_streets(
        self, start: Spots, end: Spots, best: _Candidate
    ) -> "tuple[NDArray[np.float64], int]":
        """Draw the part on the streets, and measure it."""
        streets = self.network.streets
        edges = int(start.edge[best.start]), int(end.edge[best.end])
        firsts = int(start.first_mm[best.start]), int(end.first_mm[best.end])
        if best.arcs is None:
            return part_of_edge(streets, edges[0], *firsts), abs(firsts[1] - firsts[0])
        out, arcs, into = best.arcs
        to_end = 0 if out & 1 else int(streets.edge_length[edges[0]])
        from_end = int(streets.edge_length[edges[1]]) if into & 1 else 0
        line = np.concatenate(
            [
                place_on_edge(streets, edges[0], firsts[0]),
                part_of_edge(streets, edges[0], firsts[0], to_end),
                along_arcs(streets, arcs),
                part_of_edge(streets, edges[1], from_end, firsts[1]),
            ]
        )
        length = abs(to_end - firsts[0]) + abs(firsts[1] - from_end)
        return line, length + int(streets.edge_length[arcs >> 1].sum(dtype=np.int64))

    def _seconds(self, cost: int) -> int:
        if self.mode == "walk":
            return -(-cost * 3600 // (self.options.walk_speed_mph * 1000))
        return -(-cost // 1000)


def _graph(
    network: "Network", mode: str, options: "TravelOptions", clock: "time | None"
) -> "tuple[PathGraph, Pace, StreetArcs]":
    streets = network.streets
    if mode == "walk":
        use = access.USE_WHEELCHAIR if options.wheelchair else access.USE_FOOT
        is_open = ((streets.edge_access & use) != 0).astype(np.int32)
        pace = Pace(np.stack([is_open, is_open], axis=1), np.ones((len(is_open), 2), np.int64))
        arcs = street_arcs(streets, pace, None)
    else:
        wheels: WheelMode = "cycle" if mode == "cycle" else "car"
        pace, turning = pace_and_turns(streets, wheels, options, clock)
        arcs = street_arcs(streets, pace, turning)
    kept = np.flatnonzero(arcs.ms <= LONGEST)
    order = kept[np.argsort(arcs.tail[kept], kind="stable")]
    counts = np.bincount(arcs.tail[kept], minlength=arcs.nodes)
    graph = PathGraph(offsets(counts), arcs.head[order], arcs.ms[order], arcs.street[order])
    return graph, pace, arcs
