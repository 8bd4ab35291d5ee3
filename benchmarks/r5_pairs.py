"""
Compare our matrix of Newport with R5's, and say what explains the pairs that differ.

R5 is another engine's opinion, not the truth. Each explanation is tried: the matrix is made again
with that one thing changed, and the pairs that then come within a minute of R5 are counted.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray

from accessibility.network.extract.access import FOOT, HIGHWAY_CLASSES, USE_FOOT
from accessibility.network.network import Network

from .places import DATA
from .r5_what_if import (
    NEAR_M,
    R5_WALK_FACTOR,
    SNAP_RADIUS,
    City,
    Floats,
    for_residents_closed,
    medians,
    place_on_edge,
    rewritten,
    walks,
    with_point,
    with_stop,
)

Flags = NDArray[np.bool_]

WORST_POINTS = 20
WORST_PAIRS = 15
NEAREST_EDGES = 25
NEAREST_STOPS = 8
# A what-if explains a point when it brings at least so much of what differed within a minute.
EXPLAINED = 0.5
ACCESS_TAGS = ("access", "foot", "vehicle", "motor_vehicle", "oneway", "area", "tunnel")

SLOWER = "R5's walks are longer (edges rounded up), so limits of 20 minutes cut other walks"
RESIDENTS = "R5 does not walk through access=destination"
FAR_STOPS = "R5 joins stops farther than 300 m from a street"
ALL_THREE = "these three together"
LONGER_WALK = "R5 walks all the way, a little beyond the limit of 20 minutes"
OTHER_LINK = "the centroid joins another street in R5"
OTHER_STOP = "a stop near the centroid joins another street in R5"
UNEXPLAINED = "none of these"


class Comparison:
    """Our cells beside R5's where both reach and both ends are near a street."""

    def __init__(self, city: City, network: Network, mode_bit: int = FOOT) -> None:
        self.city, self.network = city, network
        self.joins = network.snap(city.lon, city.lat, SNAP_RADIUS * 1000, mode_bit)
        near = (self.joins.edge >= 0) & (self.joins.distance_mm <= NEAR_M * 1000)
        self.near: Flags = near[:, None] & near[None, :]

    def both(self, ours: Floats, theirs: Floats) -> Flags:
        """Cells that both reach."""
        return self.near & ~np.isnan(ours) & ~np.isnan(theirs)

    def minutes_later(self, ours: Floats, theirs: Floats) -> Floats:
        """Our whole minutes less R5's."""
        return np.floor(ours / 60) - theirs

    def figures(self, name: str, ours: Floats, theirs: Floats) -> str:
        """One line of shares."""
        both = self.both(ours, theirs)
        later = self.minutes_later(ours, theirs)[both]
        one_only = self.near & (np.isnan(ours) != np.isnan(theirs))
        same = np.corrcoef(np.floor(ours[both] / 60), theirs[both])[0, 1]
        beyond = np.abs(later) > 1
        within_two = (np.abs(later) <= 2).mean()
        return (
            f"{name:<8} {both.sum():>8,} cells  correlation {same:.4f}  "
            f"within a minute {1 - beyond.mean():.1%}  within two {within_two:.1%}  "
            f"one only {one_only.sum() / self.near.sum():.2%}  "
            f"of the rest ours earlier {(later[beyond] < 0).mean():.0%}"
        )


def longer_walks(compared: Comparison, ours: Floats, on_foot: Floats) -> Floats:
    """Medians if people walked all the way wherever R5 does, beyond 20 minutes too."""
    r5 = compared.city.r5
    return np.fmin(ours, np.where(r5.transit == r5.walk, on_foot, np.nan))


def whole_city(compared: Comparison, folder: Path) -> Iterator[tuple[str, Floats]]:
    """Medians with one rule of R5 at a time, then with all."""
    city = compared.city
    speed = {"walk_speed": 3.6 / R5_WALK_FACTOR}
    yield SLOWER, medians(city, compared.network, **speed)
    osm = rewritten(city.osm, folder / "residents.osm.pbf", for_residents_closed)
    yield RESIDENTS, medians(city, city.build(folder, "residents", osm))
    yield FAR_STOPS, medians(city, city.build(folder, "stops", stop_snap_radius=SNAP_RADIUS))
    everything = city.build(folder, "three", osm, stop_snap_radius=SNAP_RADIUS)
    yield ALL_THREE, medians(city, everything, **speed)


def nearest_edges(network: Network, lon: float, lat: float, own: int) -> list[int]:
    """Edges around a point that walkers may use, nearest first, its own left out."""
    streets = network.streets
    # A generous choice by the points of the shapes, then the true distances.
    east = (streets.shape_x / 1e7 - lon) * np.cos(np.radians(lat))
    north = streets.shape_y / 1e7 - lat
    away = np.minimum.reduceat(np.hypot(east, north), streets.shape_offset[:-1])
    away[(streets.edge_linkable & USE_FOOT) == 0] = np.inf
    away[own] = np.inf
    chosen = np.argsort(away)[: 2 * NEAREST_EDGES].tolist()
    chosen.sort(key=lambda edge: place_on_edge(network, lon, lat, edge)[1])
    return [int(edge) for edge in chosen[:NEAREST_EDGES]]


def best_link(compared: Comparison, row: int) -> tuple[int, float, float]:
    """The edge near a centroid from which its walks fit R5's best, and by how much."""
    city, network = compared.city, compared.network
    own, point = int(compared.joins.edge[row]), (float(city.lon[row]), float(city.lat[row]))
    theirs = city.r5.walk[row] * 60 + 30

    def misfit(candidate: Network) -> float:
        seconds = walks(city, candidate, np.array([row]))[0]
        gap = np.abs(theirs - seconds * R5_WALK_FACTOR)[compared.near[row]]
        return float(np.nanmedian(gap)) if np.isfinite(gap).any() else np.inf

    now = misfit(network)
    edges = nearest_edges(network, *point, own)
    fits = [misfit(with_point(network, point, edge)) for edge in edges]
    best = int(np.argmin(fits))
    return edges[best], now, fits[best]


def best_stop(compared: Comparison, row: int, wrong: Flags) -> tuple[str, Floats, Floats]:
    """The stop near a centroid that explains most when it joins elsewhere: from it and to it."""
    city, network = compared.city, compared.network
    timetable, joins = network.timetable, compared.joins
    east = (timetable.stop_lon - city.lon[row]) * 111_320 * np.cos(np.radians(city.lat[row]))
    metres = np.hypot(east, (timetable.stop_lat - city.lat[row]) * 111_230)
    metres[~timetable.stop_used | np.isnan(metres)] = np.inf
    theirs = city.r5.transit
    best: tuple[int, str, Floats, Floats] | None = None
    for stop in np.argsort(metres)[:NEAREST_STOPS].tolist():
        name = timetable.stops["stop_name"][stop].as_py()
        straight = int(1000 * metres[stop])
        ways = (
            (f"if nobody walked to stop {name}", (-1, 0, 0)),
            (
                f"if the walk to stop {name} were straight, {metres[stop]:.0f} m",
                (int(joins.edge[row]), int(joins.first_mm[row]), straight),
            ),
        )
        for what, link in ways:
            cells = medians(city, with_stop(network, stop, *link))
            fixed = np.abs(compared.minutes_later(cells, theirs)) <= 1
            count = int((fixed & wrong)[row].sum() + (fixed & wrong)[:, row].sum())
            if best is None or count > best[0]:
                best = (count, what, cells[row], cells[:, row])
    if best is None:
        raise ValueError("The timetable has no stop.")
    return best[1:]


def access_tags(osm: Path, ways: set[int]) -> dict[int, str]:
    """The tags of ways that say who may use them."""
    found = {}
    for way in osmium.FileProcessor(str(osm), osmium.osm.WAY):
        if way.id in ways:
            tags = [f"{key}={way.tags[key]}" for key in ACCESS_TAGS if key in way.tags]
            found[way.id] = " ".join(tags) or "no access tags"
    return found


def street(compared: Comparison, edge: int) -> str:
    """A street in words."""
    streets = compared.network.streets
    name = streets.names[streets.edge_name[edge]] or "without name"
    return f"way {streets.edge_way[edge]} {HIGHWAY_CLASSES[streets.edge_class[edge]]} ({name})"


def of_point(cells: Flags, row: int) -> int:
    """How many cells of a point, from it and to it, are set."""
    return int(cells[row].sum() + cells[:, row].sum())


def explain_points(
    compared: Comparison, ours: Floats, wrong: Flags, tried: dict[str, Flags]
) -> tuple[dict[str, Flags], Counter[str]]:
    """Print the worst points; return what other links explain, and cells by main explanation."""
    city = compared.city
    counts = wrong.sum(axis=0) + wrong.sum(axis=1)
    worst = [int(row) for row in np.argsort(-counts, kind="stable")[:WORST_POINTS]]
    ways = {int(compared.network.streets.edge_way[compared.joins.edge[row]]) for row in worst}
    tags = access_tags(city.osm, ways)
    linked = {OTHER_LINK: np.zeros_like(wrong), OTHER_STOP: np.zeros_like(wrong)}
    mainly: Counter[str] = Counter()
    later = compared.minutes_later(ours, city.r5.transit)
    for row in worst:
        edge = int(compared.joins.edge[row])
        way = int(compared.network.streets.edge_way[edge])
        off = [
            np.median(side[where]) if where.any() else 0.0
            for side, where in ((later[row], wrong[row]), (later[:, row], wrong[:, row]))
        ]
        print(
            f"\n{city.ids[row]}: {wrong[row].sum()} cells from it (ours {off[0]:+.0f} min), "
            f"{wrong[:, row].sum()} to it ({off[1]:+.0f} min); "
            f"{compared.joins.distance_mm[row] / 1000:.0f} m from {street(compared, edge)}, "
            f"{tags[way]}"
        )
        shares = {name: of_point(fixed & wrong, row) / counts[row] for name, fixed in tried.items()}
        if max(shares.values()) < EXPLAINED:
            shares |= _explain_link(compared, row, wrong, linked)
        for name, share in sorted(shares.items(), key=lambda item: -item[1]):
            if share >= 0.1:
                print(f"    {share:>4.0%} explained: {name}")
        main = max(shares, key=lambda name: shares[name])
        mainly[main if shares[main] >= EXPLAINED else UNEXPLAINED] += int(counts[row])
    return linked, mainly


def _explain_link(
    compared: Comparison, row: int, wrong: Flags, linked: dict[str, Flags]
) -> dict[str, float]:
    """Try other streets for a centroid, and for the stops around it."""
    city, shares = compared.city, {}
    point = (float(city.lon[row]), float(city.lat[row]))

    def note(name: str, from_it: Floats, to_it: Floats) -> None:
        theirs = city.r5.transit
        fixed = np.zeros_like(wrong)
        fixed[row] = np.abs(compared.minutes_later(from_it, theirs[row])) <= 1
        fixed[:, row] = np.abs(compared.minutes_later(to_it, theirs[:, row])) <= 1
        fixed &= wrong
        linked[name] |= fixed
        shares[name] = of_point(fixed, row) / of_point(wrong, row)

    edge, now, then = best_link(compared, row)
    cells = medians(city, with_point(compared.network, point, edge))
    note(OTHER_LINK, cells[row], cells[:, row])
    away = place_on_edge(compared.network, *point, edge)[1] / 1000
    print(
        f"    walks are {now:.0f} s off R5's in the middle; {then:.0f} s if it joined "
        f"{street(compared, edge)}, {away:.0f} m away"
    )
    what, from_it, to_it = best_stop(compared, row, wrong)
    note(OTHER_STOP, from_it, to_it)
    print(f"    {shares[OTHER_STOP]:.0%} of its cells fit {what}")
    return shares


def print_pairs(compared: Comparison, ours: Floats, wrong: Flags, why: dict[str, Flags]) -> None:
    """Print the pairs that differ most, no centroid twice."""
    city = compared.city
    later = np.where(wrong, compared.minutes_later(ours, city.r5.transit), 0)
    print("\nWorst pairs (medians in minutes)")
    shown: set[int] = set()
    for cell in np.argsort(-np.abs(later), axis=None, kind="stable"):
        start, end = divmod(int(cell), len(city.ids))
        if start in shown or end in shown:
            continue
        shown |= {start, end}
        reasons = [name for name, fixed in why.items() if fixed[start, end]]
        print(
            f"  {city.ids[start]} to {city.ids[end]}: ours {ours[start, end] / 60:.0f}, "
            f"R5 {city.r5.transit[start, end]:.0f}: {'; '.join(reasons[:1]) or UNEXPLAINED}"
        )
        if len(shown) >= 2 * WORST_PAIRS:
            return


def run(data: Path, folder: Path) -> dict[str, float]:
    """Print everything; return the share of differing cells that each explanation covers."""
    city = City(data)
    compared = Comparison(city, city.build(folder, "ours"))
    ours, on_foot = medians(city, compared.network), walks(city, compared.network)
    print(compared.figures("transit", ours, city.r5.transit))
    print(compared.figures("walk", on_foot, city.r5.walk))
    slower = np.ceil(on_foot * R5_WALK_FACTOR)
    print(compared.figures("walk, x", slower, city.r5.walk), f"(ours times {R5_WALK_FACTOR})")

    both = compared.both(ours, city.r5.transit)
    wrong = both & (np.abs(compared.minutes_later(ours, city.r5.transit)) > 1)
    why = {}
    for name, cells in whole_city(compared, folder):
        print(compared.figures("what if", cells, city.r5.transit), name, sep=": ")
        why[name] = wrong & (np.abs(compared.minutes_later(cells, city.r5.transit)) <= 1)

    longer = longer_walks(compared, ours, on_foot)
    why[LONGER_WALK] = wrong & (np.abs(compared.minutes_later(longer, city.r5.transit)) <= 1)

    print(f"\nThe {WORST_POINTS} worst points, from and to")
    linked, mainly = explain_points(compared, ours, wrong, why)
    why |= linked
    print_pairs(compared, ours, wrong, why)

    total = int(wrong.sum())
    shares = {name: float((fixed & wrong).sum() / total) for name, fixed in why.items()}
    any_of = np.logical_or.reduce(list(why.values())) & wrong
    shares[UNEXPLAINED] = 1 - float(any_of.sum() / total)
    print(f"\nOf {total:,} cells more than a minute apart, those that come within a minute")
    for name, share in shares.items():
        print(f"  {share:>6.1%}  {name}")
    print("\nCells of the worst points by what explains most of each")
    for name, count in mainly.most_common():
        print(f"  {count:>6,}  {name}")
    return shares


def main() -> None:
    """Run with the folder of the real data."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.r5_pairs",
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
