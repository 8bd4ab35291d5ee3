"""
Compare our matrices of Newport by bicycle and car with R5's, and say what explains the difference.

R5 is another engine's opinion, not the truth. Each of its rules is tried: the matrix is made again
with that rule in place of ours, alone and on top of those before it.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray

from accessibility.network.extract import access
from accessibility.network.extract.streets import Streets
from accessibility.network.network import Network
from accessibility.network.travel.driving import Pace, car_pace, car_speeds, cycle_pace
from accessibility.network.travel.street_graph import StreetGraph, street_arcs
from accessibility.network.travel.street_times import StreetTimes
from accessibility.network.travel.turning import DelayTable, car_turns
from accessibility.options import TravelOptions
from accessibility.routing.hierarchy import build_hierarchy

from .places import DATA
from .r5_pairs import Comparison, Flags
from .r5_what_if import SNAP_RADIUS, City, Floats, Tags

LONGEST_S = 4 * 3600
WALK_MPH, CYCLE_MPH = 3600, 12_000
GOING = np.zeros(1, np.uint8)

MILE = 1609.344
R5_MILES = {
    "motorway": 65,
    "motorway_link": 35,
    "trunk": 55,
    "trunk_link": 35,
    "primary": 45,
    "primary_link": 25,
    "secondary": 35,
    "secondary_link": 25,
    "living_street": 5,
}
R5_SPEEDS = {name: int(R5_MILES.get(name, 25) * MILE + 0.5) for name in access.HIGHWAY_CLASSES}
R5_DELAYS = DelayTable(straight=0, near=10, across=30, back=90)
# Wherever two edges meet, and with angles of its own.
R5_EVERYWHERE = R5_DELAYS._replace(straight_degrees=27, back_degrees=153, ends=1)
R5_DIRECTION_M = 10
# Where cars may go and no lane is marked for bicycles, R5 pushes them on these (traffic stress 4).
BUSY = tuple(
    f"{road}{link}"
    for road in ("motorway", "trunk", "primary", "secondary")
    for link in ("", "_link")
)

TURN_COSTS = "its turn costs, 0, 10, 30 and 90 s, driving on the right"
ANGLES = f"turn costs at all vertices, angles of its own and to points {R5_DIRECTION_M} m away"
SPEEDS = "its speeds of road classes"
ROUNDED = "each street rounded up to a whole second"
PUSHED = "bicycles are pushed along busy roads and tracks, and where they may not be ridden"
NEAR_BUSY = "and along every street that meets one of those"


@dataclass(frozen=True)
class CarRules:
    """How cars are driven: ours unless said otherwise."""

    speeds: dict[str, int] = field(default_factory=lambda: car_speeds(TravelOptions(mode="car")))
    side: str = "left"
    delays: DelayTable = field(default_factory=DelayTable)
    far_directions: bool = False
    whole_seconds: bool = False


CAR_STEPS: dict[str, Callable[[CarRules], CarRules]] = {
    TURN_COSTS: lambda rules: replace(rules, side="right", delays=R5_DELAYS),
    ANGLES: lambda rules: replace(rules, side="right", delays=R5_EVERYWHERE, far_directions=True),
    SPEEDS: lambda rules: replace(rules, speeds=R5_SPEEDS),
    ROUNDED: lambda rules: replace(rules, whole_seconds=True),
}


@dataclass(frozen=True)
class CycleRules:
    """How bicycles are ridden: ours unless said otherwise."""

    pushed: bool = False
    near_busy: bool = False
    whole_seconds: bool = False


CYCLE_STEPS: dict[str, Callable[[CycleRules], CycleRules]] = {
    PUSHED: lambda rules: replace(rules, pushed=True),
    NEAR_BUSY: lambda rules: replace(rules, pushed=True, near_busy=True),
    ROUNDED: lambda rules: replace(rules, whole_seconds=True),
}


def by_car(city: City, network: Network, rules: CarRules | None = None) -> Floats:
    """Seconds by car from all centroids to all, NaN where not reached."""
    rules, streets = rules or CarRules(), network.streets
    pace = car_pace(streets, rules.speeds, {})
    shaped = with_far_directions(streets) if rules.far_directions else streets
    turning = car_turns(
        shaped, pace.open, "left" if rules.side == "left" else "right", rules.delays
    )
    arcs = street_arcs(streets, pace, turning)
    ms = whole_seconds(arcs.ms) if rules.whole_seconds else arcs.ms
    hierarchy = build_hierarchy(arcs.nodes, arcs.tail, arcs.head, ms)
    graph = StreetGraph(pace, arcs.onwards, arcs.before, hierarchy)
    return _seconds(city, network, graph, access.CAR)


def by_bicycle(city: City, network: Network, rules: CycleRules | None = None) -> Floats:
    """Seconds by bicycle from all centroids to all, NaN where not reached."""
    rules, streets = rules or CycleRules(), network.streets
    pace = cycle_pace(streets, CYCLE_MPH)
    if rules.pushed:
        pace = _pushed(city, streets, pace, near_busy=rules.near_busy)
    arcs = street_arcs(streets, pace, None)
    ms = whole_seconds(arcs.ms) if rules.whole_seconds else arcs.ms
    hierarchy = build_hierarchy(arcs.nodes, arcs.tail, arcs.head, ms)
    graph = StreetGraph(pace, arcs.onwards, arcs.before, hierarchy)
    return _seconds(city, network, graph, access.BICYCLE)


def _seconds(city: City, network: Network, graph: StreetGraph, mode_bit: int) -> Floats:
    where = city.lon, city.lat, SNAP_RADIUS * 1000
    times = StreetTimes.over(network, graph, mode_bit, WALK_MPH, *where)
    seconds = times.seconds(*where, LONGEST_S, GOING).astype(np.float64)
    seconds[seconds < 0] = np.nan
    return seconds


def whole_seconds(ms: NDArray[np.int32]) -> NDArray[np.int32]:
    """Round up; delays are whole seconds already."""
    return (-(-ms.astype(np.int64) // 1000) * 1000).astype(np.int32)


def with_far_directions(streets: Streets) -> Streets:
    """Shapes of which only ends are left, and the points that are ten metres or more from them."""
    xs, ys, offset = [], [], [0]
    for begin, end in zip(streets.shape_offset[:-1], streets.shape_offset[1:], strict=True):
        x, y = streets.shape_x[begin:end], streets.shape_y[begin:end]
        east = np.diff(x.astype(np.float64)) * np.cos(np.radians(y[0] / 1e7))
        metres = np.hypot(east, np.diff(y.astype(np.float64))) * 0.0111
        first = _far_point(metres)
        last = len(x) - 1 - _far_point(metres[::-1])
        kept = [0, first, last, len(x) - 1]
        xs.append(x[kept])
        ys.append(y[kept])
        offset.append(offset[-1] + len(kept))
    return replace(
        streets,
        shape_offset=np.array(offset, np.int64),
        shape_x=np.concatenate(xs),
        shape_y=np.concatenate(ys),
    )


def _far_point(metres: Floats) -> int:
    """The first point that the first segments bring far enough, or the last point."""
    far = np.flatnonzero(np.cumsum(metres) >= R5_DIRECTION_M)
    return int(far[0]) + 1 if len(far) else len(metres)


def _pushed(city: City, streets: Streets, pace: Pace, *, near_busy: bool) -> Pace:
    """Bicycles at walking speed on busy roads, and in all directions that only walkers may use."""
    busy = np.isin(streets.edge_class, [access.HIGHWAY_CLASSES.index(name) for name in BUSY])
    busy &= (streets.edge_access & (access.USE_CAR_FORWARD | access.USE_CAR_BACKWARD)) != 0
    busy |= edges_tagged(city, streets, is_track_for_cars)
    busy &= ~edges_tagged(city, streets, has_cycle_lane)
    if near_busy:
        meets = np.zeros(len(streets.vertex_x), np.bool_)
        meets[streets.edge_from[busy]] = meets[streets.edge_to[busy]] = True
        meets &= ~signals(city, streets)
        busy |= meets[streets.edge_from] | meets[streets.edge_to]
    on_foot = ((streets.edge_access & access.USE_FOOT) != 0)[:, None]
    ridden = np.where(busy[:, None], 0, pace.speed)
    speed = np.where((ridden == 0) & on_foot, WALK_MPH, ridden)
    return pace._replace(speed=speed.astype(np.int32))


def is_track_for_cars(tags: Tags) -> bool:
    """Whether R5 lets cars onto a track, which we do not: to R5 it is a busy road then."""
    closing = {tags.get(key) for key in ("motorcar", "motor_vehicle", "vehicle", "access")}
    return tags["highway"] == "track" and "no" not in closing


def has_cycle_lane(tags: Tags) -> bool:
    """Whether a lane for bicycles is marked on a street."""
    return "lane" in {tags.get(key) for key in ("cycleway", "cycleway:left", "cycleway:right")}


def edges_tagged(city: City, streets: Streets, chosen: Callable[[Tags], bool]) -> Flags:
    """Say which edges belong to ways whose tags are chosen."""
    ways = osmium.FileProcessor(str(city.osm), osmium.osm.WAY)
    ids = [way.id for way in ways if "highway" in way.tags and chosen(dict(way.tags))]
    return np.isin(streets.edge_way, ids)


def signals(city: City, streets: Streets) -> Flags:
    """Say which vertices have traffic signals."""
    nodes = osmium.FileProcessor(str(city.osm), osmium.osm.NODE)
    places = {
        (round(node.lon * 1e7), round(node.lat * 1e7))
        for node in nodes
        if node.tags.get("highway") == "traffic_signals"
    }
    vertices = zip(streets.vertex_x.tolist(), streets.vertex_y.tolist(), strict=True)
    return np.array([vertex in places for vertex in vertices])


def what_ifs(
    city: City, network: Network
) -> Iterator[tuple[str, Comparison, Floats, Iterator[tuple[str, Floats, Floats]]]]:
    """Each mode's comparison, R5's minutes, and for each rule our seconds with it, and with all."""

    def cars() -> Iterator[tuple[str, Floats, Floats]]:
        rules = CarRules()
        for name, step in CAR_STEPS.items():
            rules = step(rules)
            yield name, by_car(city, network, step(CarRules())), by_car(city, network, rules)

    def bicycles() -> Iterator[tuple[str, Floats, Floats]]:
        rules = CycleRules()
        for name, step in CYCLE_STEPS.items():
            rules = step(rules)
            alone = by_bicycle(city, network, step(CycleRules()))
            yield name, alone, by_bicycle(city, network, rules)

    yield "car", Comparison(city, network, access.CAR), city.r5.car, cars()
    yield "bicycle", Comparison(city, network, access.BICYCLE), city.r5.bicycle, bicycles()


def run(data: Path, folder: Path) -> dict[str, tuple[float, float]]:
    """Print everything; return the shares within a minute, with our rules and with R5's."""
    city = City(data)
    network = city.build(folder, "ours")
    shares = {}
    for mode, compared, theirs, rules in what_ifs(city, network):
        ours = (by_car if mode == "car" else by_bicycle)(city, network)
        both = compared.both(ours, theirs)
        wrong = both & (np.abs(compared.minutes_later(ours, theirs)) > 1)
        print(compared.figures(mode, ours, theirs), "with our rules")
        together = ours
        for name, alone, together in rules:
            fixed = wrong & (np.abs(compared.minutes_later(alone, theirs)) <= 1)
            print(compared.figures("", together, theirs), f"with {name}")
            print(
                f"{'':9}{fixed.sum():>8,} of {wrong.sum():,} cells come within a minute by it alone"
            )
        left = wrong & (np.abs(compared.minutes_later(together, theirs)) > 1)
        print(f"{'':9}{left.sum():>8,} of {wrong.sum():,} stay farther apart with all of them\n")
        print_far_points(compared, together, theirs)
        near = np.abs(compared.minutes_later(ours, theirs)[both]) <= 1
        at_last = np.abs(compared.minutes_later(together, theirs)[both]) <= 1
        shares[mode] = float(near.mean()), float(at_last.mean())
    return shares


def print_far_points(compared: Comparison, ours: Floats, theirs: Floats) -> None:
    """Print the centroids whose typical time stays more than two minutes from R5's."""
    both = compared.both(ours, theirs)
    later = np.where(both, compared.minutes_later(ours, theirs), np.nan)
    rows = np.flatnonzero(both.any(axis=1))
    middle = np.nanmedian(later[rows], axis=1)
    for row, minutes in sorted(zip(rows, middle, strict=True), key=lambda pair: pair[1]):
        if abs(minutes) > 2:
            print(f"{'':9}{compared.city.ids[row]}: ours {minutes:+.0f} min in the middle")
    print()


def main() -> None:
    """Run with the folder of the real data."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.r5_streets",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--data", type=Path, default=DATA, help="folder that holds newport/ (default: %(default)s)"
    )
    with tempfile.TemporaryDirectory() as folder:
        run(parser.parse_args().data, Path(folder))


if __name__ == "__main__":
    main()
