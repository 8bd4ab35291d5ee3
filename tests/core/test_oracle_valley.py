"""The sample with all three feeds: what both programs read of its rules, and what they answer."""

import zipfile

import numpy as np
import pytest

from accessibility.moments import ArriveBy, DepartAt
from accessibility.network.extract import access
from accessibility.network.network import Network
from accessibility.options import TravelOptions
from tests.core.comparison import agreed, by_kernels

KNOWN = (None, True, False)
"""What 0, 1 and 2 say of wheelchairs."""


@pytest.fixture(scope="module")
def twins(valley_twins):
    return valley_twins


def ids(network, table):
    """Feed and id of each row."""
    rows = getattr(network.timetable, f"{table}s").select(["feed", f"{table}_id"]).to_pylist()
    return [tuple(row.values()) for row in rows]


def feed_of(name):
    return int(name.partition(":")[0])


def test_stops_and_trips_know_the_same_of_wheelchairs(twins):
    timetable, theirs = twins.network.timetable, twins.oracle.timetable
    stops = [KNOWN[value] for value in timetable.stop_wheelchair.tolist()]
    assert stops == [stop.wheelchair for stop in theirs.stops]
    trips = [KNOWN[value] for value in timetable.trip_wheelchair.tolist()]
    by_id = {(feed_of(trip.feed), trip.id): trip.wheelchair for trip in theirs.trips}
    assert trips == [by_id[trip] for trip in ids(twins.network, "trip")]
    assert set(stops) == set(trips) == set(KNOWN)


def test_trips_share_the_same_blocks(twins):
    pairs = zip(
        ids(twins.network, "trip"), twins.network.timetable.trip_block.tolist(), strict=True
    )
    ours = dict(pairs)
    theirs = {(feed_of(t.feed), t.id): (t.feed, t.block) for t in twins.oracle.timetable.trips}
    # One number here for each name there, and the other way round.
    named = {(ours[trip], theirs[trip]) for trip in ours if theirs[trip][1]}
    assert len(named) == len({number for number, _ in named}) == len({name for _, name in named})
    assert min(number for number, _ in named) == 0
    assert {ours[trip] for trip in ours if not theirs[trip][1]} == {-1}


def test_intervals_and_the_hashes_of_feeds_are_the_same(twins):
    timetable, theirs = twins.network.timetable, twins.oracle.timetable
    trips = ids(twins.network, "trip")
    columns = ("start", "end", "headway", "exact")
    rows = zip(
        timetable.frequency_trip.tolist(),
        *(getattr(timetable, f"frequency_{name}").tolist() for name in columns),
        strict=True,
    )
    ours = {(*trips[trip], *row) for trip, *row in rows}
    assert ours == {
        (feed_of(trip.feed), trip.id, each.start, each.end, each.headway, each.exact)
        for trip in theirs.trips
        for each in trip.intervals
    }
    assert len(ours) == len(timetable.frequency_trip) > 10
    assert timetable.feeds["sha256"].to_pylist() == list(theirs.digests.values())


def test_rules_are_the_same(twins):
    timetable, rules = twins.network.timetable, twins.oracle.rules
    names = {kind: [*ids(twins.network, kind), (0, "")] for kind in ("stop", "route", "trip")}
    sides = [
        [
            [names[kind][place][1] for place in getattr(timetable, f"transfer_{side}_{kind}")]
            for kind in names
        ]
        for side in ("from", "to")
    ]
    kinds, times = timetable.transfer_type.tolist(), timetable.transfer_min_time.tolist()
    ours = list(zip(kinds, times, *sides[0], *sides[1], strict=True))
    of_changes = [
        (r.type, r.minimum, *vars(r.left).values(), *vars(r.boarded).values())
        for rows in rules.of_changes.values()
        for r in sorted(rows, key=lambda row: row.line)
    ]
    assert sorted(row for row in ours if row[0] < 4) == sorted(of_changes)
    for kind, pairs in ((4, rules.together), (5, rules.apart)):
        named = {(row[4], row[7]) for row in ours if row[0] == kind}
        assert named == {pair[1:] for pair in pairs}
        assert len(named) > 1


def test_wheelchairs_use_and_join_the_same_edges(twins):
    streets, edges = twins.network.streets, twins.oracle.edges
    uses = (streets.edge_access & access.USE_WHEELCHAIR != 0).tolist()
    assert [(use, use) for use in uses] == [edge.directions("wheelchair") for edge in edges]
    linkable = (streets.edge_linkable & access.WHEELCHAIR != 0).tolist()
    assert linkable == ["wheelchair" in edge.linkable for edge in edges]
    on_foot = (streets.edge_access & access.USE_FOOT != 0).tolist()
    links = [edge for edge, way in enumerate(streets.edge_way.tolist()) if way < 0]
    assert any(on_foot[edge] and not uses[edge] for edge in links)  # the gate on the dam


@pytest.fixture(scope="module")
def points(twins, sample_dwellings):
    """Thirty dwellings all over the town, the piers, the mine and the top of the incline."""
    lon, lat = sample_dwellings["lon"].to_numpy(), sample_dwellings["lat"].to_numpy()
    rows = np.flatnonzero(twins.network.snap(lon, lat, 300_000).edge >= 0)[::40]
    timetable = twins.network.timetable
    places = [ids(twins.network, "stop").index((2, stop)) for stop in ("FDP", "FMP", "TGL1", "ITP")]
    lon = np.concatenate([lon[rows], timetable.stop_lon[places] + 1e-5])
    lat = np.concatenate([lat[rows], timetable.stop_lat[places]])
    return list(zip(lon.tolist(), lat.tolist(), strict=True))


OPTIONS = {
    "usual": {},
    "wheelchair": {"wheelchair": True},
    "wheelchair, known stops and trips only": {"wheelchair": True, "wheelchair_unknown": "refuse"},
    "hurried": {"boarding_slack": "1s", "max_transfer_time": 5},
}
WHEN = {
    "morning": DepartAt("2025-05-13 07:40", window="20min"),
    "midday": DepartAt("2025-05-13 11:00", window=0),
    "deadline": ArriveBy("2025-05-13 09:00", window="10min"),
    "bank holiday": DepartAt("2025-05-05 10:40", window="10min"),
    "the last through buses": DepartAt("2025-05-13 18:00", window="15min"),
}


@pytest.mark.parametrize("when", WHEN.values(), ids=WHEN.keys())
def test_all_pairs_at_all_times(twins, points, when):
    options = TravelOptions(frequency_draws=3, max_time=60)
    cells = agreed(twins, when, options, points, points[::2], (10, 50, 90))
    assert (cells > 0).mean() > 0.3


@pytest.mark.parametrize("limits", OPTIONS.values(), ids=OPTIONS.keys())
def test_all_limits(twins, points, limits):
    options = TravelOptions(frequency_draws=2, max_time=70, **limits)
    when = DepartAt("2025-05-13 15:20", window="8min")
    cells = agreed(twins, when, options, points[::2], points[::3], (25, 75))
    assert (cells > 0).mean() > 0.2


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("transfers.txt", ",2,60\n", ",0,\n"),
        ("transfers.txt", ",4,\n", ",5,\n"),
        ("trips.txt", ",MF1,", ",,"),
    ],
)
def test_rules_are_felt(twins, points, sample_inputs, sample, tmp_path, table, old, new):
    other = tmp_path / "valley.zip"
    with zipfile.ZipFile(sample / "valley.zip") as feed, zipfile.ZipFile(other, "w") as changed:
        for name in feed.namelist():
            text = feed.read(name).decode()
            assert name != table or old in text
            changed.writestr(name, text.replace(old, new) if name == table else text)
    osm, feeds = sample_inputs
    network = Network.build(osm, [*feeds, other], tmp_path / "n")
    # Until nine nothing is drawn, which would differ with the hash of the feed.
    options = TravelOptions(max_time=60)
    asked = (DepartAt("2025-05-13 07:00", window="1h"), options, points, points, (10, 50))
    assert (by_kernels(network, *asked) != by_kernels(twins.network, *asked)).any()
