"""Transit matrices: ours against range RAPTOR, and in units of a bounded Dijkstra."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accessibility.engines.builtin import (
    PreparedQuery,
    Transit,
    _sweep,
    matrix_block,
    prepare,
)
from accessibility.moments import DepartAt
from accessibility.network.network import Network
from accessibility.network.travel.footpaths import footpaths_between
from accessibility.options import TravelOptions
from accessibility.progress import Silent
from accessibility.routing.percentiles import ranks_of
from accessibility.routing.profiles import TransitNetwork, Ways, never_arrives

from .places import Place, Points, grid_points
from .range_raptor import RaptorNetwork, raptor_block
from .report import Figure, Section, Wanted
from .timing import ALL_THREADS, in_turns
from .yardstick import Yardstick

GOING = np.zeros(1, np.uint8)
TURNS = 5


@dataclass(frozen=True)
class Workload:
    """Points, each to each, over a window of departures."""

    points: Points
    when: DepartAt
    options: TravelOptions
    percentiles: tuple[int, ...]


def centroids_by_five(place: Place) -> Workload:
    """438 centroids each to each, two hours, five percentiles, transfers of at most 1,000 m."""
    options = TravelOptions(snap_radius=1600, max_transfer_time="1000s")
    return Workload(place.centroids, DepartAt(place.morning, "2h"), options, (10, 25, 50, 75, 90))


def grid_by_one(place: Place) -> Workload:
    """1,000 points of a grid each to each, two hours, the median."""
    options = TravelOptions(snap_radius=300, max_transfer_time="1000s")
    count = 1000 if place.real else 100
    points = grid_points(place.network, count, options.snap_radius)
    return Workload(points, DepartAt(place.morning, "2h"), options, (50,))


class Contenders:
    """One workload, prepared for both; each call answers every origin anew."""

    def __init__(self, network: Network, work: Workload) -> None:
        self.work = work
        points = work.points
        self.query = prepare(network, work.when, work.options, points.lon, points.lat)
        self.raptor = raptor_network(network, work.options, self.query)

    def ours(self) -> NDArray[np.int32]:
        """Sweep from all destinations, then answer every origin."""
        transit = _transit(self.query)
        points = self.work.points
        near = points.lon, points.lat
        transit.swept[:] = _sweep(transit, near, self.query.targets, Silent())
        return matrix_block(self.query, points.lon, points.lat, self.work.percentiles, GOING)

    def one_by_one(self) -> NDArray[np.int32]:
        """Search from each origin by itself, as where few are asked about."""
        transit = _transit(self.query)
        transit.swept[:] = [None] * len(transit.swept)
        points = self.work.points
        return matrix_block(self.query, points.lon, points.lat, self.work.percentiles, GOING)

    def walks(self) -> None:
        """Join the origins to the streets and walk from them, which both contenders begin with."""
        _walks(self.query, self.work.points)

    def range_raptor(self) -> NDArray[np.int32]:
        return answer_by_raptor(self.query, self.raptor, self.work.points, self.work.percentiles)


def raptor_network(network: Network, options: TravelOptions, query: PreparedQuery) -> RaptorNetwork:
    """Give range RAPTOR the lines and rows of our own search, and the footpaths."""
    net = _net(query)
    footpaths = footpaths_between(network, options.walk_speed_mph, options.max_transfer_time_s)
    trips, positions = np.diff(net.lines.trip_offset), np.diff(net.lines.stop_offset)
    line_event = np.cumsum(trips * positions) - trips * positions
    return RaptorNetwork(net.lines, line_event, footpaths, net.place_row)


def answer_by_raptor(
    query: PreparedQuery,
    net: RaptorNetwork,
    origins: Points,
    percentiles: tuple[int, ...],
) -> NDArray[np.int32]:
    """Answer as `matrix_block` does, from snapping to percentiles, with range RAPTOR inside."""
    transit = _transit(query)
    question = transit.questions[0]
    direct, access = _walks(query, origins)
    ranks = ranks_of(np.asarray(percentiles, np.int64), question.departures)
    never = never_arrives(question, transit.longest_egress_s)
    answers = np.full((len(percentiles), len(origins), query.targets), -1, np.int32)
    raptor_block(net, transit.nets[0], access, direct, question, ranks, never, answers)
    return answers


def _transit(query: PreparedQuery) -> Transit:
    if query.transit is None:
        raise ValueError("the query has no public transport")
    return query.transit


def _net(query: PreparedQuery) -> TransitNetwork:
    return _transit(query).nets[0]


def _walks(query: PreparedQuery, origins: Points) -> tuple[Ways, Ways]:
    """Go from the origins to the destinations and to the stops."""
    access = _transit(query).access
    return query.direct.out_of(origins.lon, origins.lat), access.out_of(origins.lon, origins.lat)


def check_equal(contenders: Contenders) -> float:
    """Raise if they differ in any cell; return the share of cells reached."""
    ours, raptor = contenders.ours(), contenders.range_raptor()
    differing = int(((ours != raptor) | (ours != contenders.one_by_one())).sum())
    if differing:
        raise ArithmeticError(f"{differing} of {ours.size} cells differ from range RAPTOR's")
    return float((ours >= 0).mean())


def run(place: Place) -> list[Section]:
    """Measure both workloads."""
    return [_against_yardstick(place), _against_raptor(place)]


def _against_yardstick(place: Place) -> Section:
    work = centroids_by_five(place)
    contenders = Contenders(place.network, work)
    reached = check_equal(contenders)
    yardstick = Yardstick(place.network, work.points)
    times = in_turns(
        {
            "ours": contenders.ours,
            "alone": contenders.one_by_one,
            "walks": contenders.walks,
            "raptor": contenders.range_raptor,
            "unit": yardstick.run,
        },
        TURNS,
        ALL_THREADS,
    )
    n = len(work.points)
    ratio, walks = times.ratio("ours", "unit"), times.ratio("walks", "unit")
    return Section(
        title=f"Transit matrix: {n} points each to each, five percentiles",
        text=(
            f"On {place.morning} in {place.name}, 2 h (120 departures), percentiles 10 25 50 75 "
            "90, walks of at most 20 minutes at 3.6 km/h, transfers of at most 1,000 m; "
            f"{reached:.0%} of the cells are reached, and range RAPTOR gives the same answers in "
            "every cell. From the sweep and snapping the origins to the percentiles; processor "
            "time of all threads per origin, warm. The unit is one scipy bounded Dijkstra "
            "(1,200 m) from the same origin on the same walking graph."
        ),
        base="scipy bounded Dijkstra",
        figures=[
            Figure("ours", times.best("ours") / n, ratio),
            Figure("of which snapping and walks", times.best("walks") / n, walks),
            Figure(
                "ours, each origin by itself", times.best("alone") / n, times.ratio("alone", "unit")
            ),
            Figure("range RAPTOR (numba)", times.best("raptor") / n, times.ratio("raptor", "unit")),
            Figure("scipy bounded Dijkstra", times.best("unit") / n, 1.0),
        ],
        wanted=[
            Wanted("ours, in bounded Dijkstras per origin", ratio, at_most=5.0),
            Wanted("the same, tried for", ratio, at_most=2.0),
        ],
    )


def _against_raptor(place: Place) -> Section:
    work = grid_by_one(place)
    contenders = Contenders(place.network, work)
    reached = check_equal(contenders)
    times = in_turns(
        {"ours": contenders.ours, "raptor": contenders.range_raptor}, TURNS, ALL_THREADS
    )
    n = len(work.points)
    return Section(
        title=f"Transit matrix: {n:,} grid points each to each, one percentile",
        text=(
            f"On {place.morning} in {place.name}, 2 h (120 departures), the median, walks of at "
            f"most 20 minutes, transfers of at most 1,000 m; {reached:.0%} of the cells are "
            "reached, the same in both. Processor time per origin, warm; access lists included on "
            "both sides."
        ),
        base="ours",
        figures=[
            Figure("ours", times.best("ours") / n, 1.0),
            Figure("range RAPTOR (numba)", times.best("raptor") / n, times.ratio("raptor", "ours")),
        ],
        wanted=[
            Wanted("range RAPTOR's time, in ours", times.ratio("raptor", "ours"), at_least=1.4)
        ],
    )
