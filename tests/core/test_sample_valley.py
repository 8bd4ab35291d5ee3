"""The sample's third feed: every promised rule counted, and what it means for travellers."""

import itertools
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from accessibility.network.extract import access
from accessibility.network.network import Network
from accessibility.network.travel.footpaths import footpaths_between
from tests.core.sample_feed import (
    DEMO_DAY,
    arrival,
    count_rows,
    count_services_by_dates_alone,
    departure,
    read,
)


@pytest.fixture(scope="module")
def valley():
    return read("valley.zip")


def count_table(feed, table, **wanted):
    return sum(wanted.items() <= row.items() for row in feed.tables[table])


def repeated(feed, *exact):
    """Trips that some row with a value of `exact_times` repeats."""
    return {row["trip_id"] for row in feed.tables["frequencies"] if row["exact_times"] in exact}


def successions(feed):
    """Pairs of trips of a block, each with the next that leaves on the same day after it."""
    vehicles = defaultdict(list)
    for trip in feed.trips():
        if trip["block_id"] and trip["trip_id"] not in repeated(feed, "", "0", "1"):
            vehicles[trip["block_id"], trip["service_id"]].append(feed.calls[trip["trip_id"]])
    for trips in vehicles.values():
        trips.sort(key=lambda calls: departure(calls[0]))
        yield from itertools.pairwise(trips)


def count_through(feed, *, same_stop):
    """Times that a vehicle goes on where it came in, or from another stand of the station."""
    parent = {row["stop_id"]: row["parent_station"] for row in feed.tables["stops"]}
    ends = [(a[-1]["stop_id"], b[0]["stop_id"]) for a, b in successions(feed)]
    if same_stop:
        return sum(one == other for one, other in ends)
    return sum(one != other and parent[one] == parent[other] != "" for one, other in ends)


def count_moved(feed):
    """Times that a vehicle goes on from somewhere else, so that nobody stays."""
    return (
        sum(1 for _ in successions(feed))
        - count_through(feed, same_stop=True)
        - count_through(feed, same_stop=False)
    )


def count_forks(feed, side):
    """Trips that two others begin as, or end in (types 4)."""
    pairs = Counter(r[side] for r in feed.tables["transfers"] if r["transfer_type"] == "4")
    return sum(number == 2 for number in pairs.values())


def count_all_change(feed):
    """Pairs of type 5 that would otherwise be one vehicle's."""
    pairs = {(a[0]["trip_id"], b[0]["trip_id"]) for a, b in successions(feed)}
    forbidden = [r for r in feed.tables["transfers"] if r["transfer_type"] == "5"]
    return sum((row["from_trip_id"], row["to_trip_id"]) in pairs for row in forbidden)


def count_level(feed, *filled):
    """Rules about changes with these columns filled in beside the stops, and no other."""
    columns = ("from_route_id", "to_route_id", "from_trip_id", "to_trip_id")
    return sum(
        {column for column in columns if row[column]} == set(filled)
        for row in feed.tables["transfers"]
        if row["transfer_type"] not in "45"
    )


def count_at_stations(feed):
    stations = {row["stop_id"] for row in feed.tables["stops"] if row["location_type"] == "1"}
    return sum(
        bool({row["from_stop_id"], row["to_stop_id"]} & stations)
        for row in feed.tables["transfers"]
    )


def count_said_by_stations(feed):
    """Platforms that leave it to their station to say whether wheelchairs can board."""
    said = {row["stop_id"]: row["wheelchair_boarding"] for row in feed.tables["stops"]}
    return sum(
        row["wheelchair_boarding"] in ("", "0") and said.get(row["parent_station"]) in ("1", "2")
        for row in feed.tables["stops"]
    )


def count_hours(feed):
    return max(arrival(calls[-1]) for calls in feed.calls.values()) // 3600


VALLEY = [
    ("operators", lambda f: len(f.tables["agency"]), 2, 2),
    ("routes", lambda f: len(f.tables["routes"]), 8, 8),
    ("kinds of vehicles", lambda f: len({r["route_type"] for r in f.tables["routes"]}), 5, 5),
    ("trips", lambda f: len(f.tables["trips"]), 400, 700),
    ("trips at intervals", lambda f: len(repeated(f, "", "0", "1")), 8, 8),
    ("trips at set intervals alone", lambda f: len(repeated(f, "1") - repeated(f, "", "0")), 1, 3),
    ("trips at both kinds", lambda f: len(repeated(f, "1") & repeated(f, "", "0")), 2, 8),
    ("rows at set times", lambda f: count_table(f, "frequencies", exact_times="1"), 4, 10),
    ("rows whose phase is unknown", lambda f: count_table(f, "frequencies", exact_times="0"), 4, 9),
    ("rows that do not say", lambda f: count_table(f, "frequencies", exact_times=""), 1, 3),
    ("vehicles that go on at a stop", lambda f: count_through(f, same_stop=True), 20, 90),
    ("vehicles that change stands", lambda f: count_through(f, same_stop=False), 20, 90),
    ("vehicles that go on elsewhere", count_moved, 20, 90),
    ("trips at intervals with a block", lambda f: count_table(f, "trips", block_id="PR"), 2, 2),
    *[
        (f"rules of type {kind}", lambda f, k=kind: count_table(f, "transfers", transfer_type=k),
         least, 250)
        for kind, least in (("0", 1), ("1", 2), ("2", 5), ("3", 2), ("4", 100), ("5", 2))
    ],
    ("minimum times", lambda f: sum(r["min_transfer_time"] != "" for r in f.tables["transfers"]),
     4, 9),
    ("rules between stops alone", count_level, 4, 9),
    ("rules of the next route", lambda f: count_level(f, "to_route_id"), 1, 2),
    ("rules of the route before", lambda f: count_level(f, "from_route_id"), 1, 2),
    ("rules of two routes", lambda f: count_level(f, "from_route_id", "to_route_id"), 3, 5),
    ("rules of trip and route", lambda f: count_level(f, "from_trip_id", "to_route_id"), 1, 2),
    ("rules of two trips", lambda f: count_level(f, "from_trip_id", "to_trip_id"), 1, 2),
    ("rules about stations", count_at_stations, 4, 9),
    ("trips that divide", lambda f: count_forks(f, "from_trip_id"), 20, 60),
    ("trips that join", lambda f: count_forks(f, "to_trip_id"), 20, 60),
    ("vehicles that all must leave", count_all_change, 2, 2),
    ("services by dates alone", count_services_by_dates_alone, 1, 1),
    ("hours that the longest trip ends after", count_hours, 56, 56),
    ("stations", lambda f: count_rows(f, "location_type", "1"), 5, 8),
    ("entrances", lambda f: count_rows(f, "location_type", "2"), 3, 4),
    ("platforms left to their stations", count_said_by_stations, 4, 9),
    *[
        (f"stops for wheelchairs: {value}", lambda f, v=value: count_rows(
            f, "wheelchair_boarding", v), least, 60)
        for value, least in (("", 5), ("0", 3), ("1", 40), ("2", 3))
    ],
    *[
        (f"trips for wheelchairs: {value}",
         lambda f, v=value: count_table(f, "trips", wheelchair_accessible=v), least, 500)
        for value, least in (("", 3), ("0", 2), ("1", 300), ("2", 50))
    ],
]  # fmt: skip


@pytest.mark.parametrize(("feature", "count", "least", "most"), VALLEY)
def test_the_valley_feed_has(valley, feature, count, least, most):
    assert least <= count(valley) <= most


def test_the_coach_of_sunday_night_passes_on_the_morning_of_the_demo_date(valley):
    [trip] = valley.trips(route_id="PIL")
    assert trip["service_id"] in valley.running(DEMO_DAY - timedelta(days=2))
    in_town = {c["stop_id"]: arrival(c) - 48 * 3600 for c in valley.calls[trip["trip_id"]]}
    assert 8 * 3600 < in_town["VP2"] < in_town["VBC"] < 9 * 3600


def test_buses_of_both_feeds_stop_at_the_same_posts(valley):
    posts, own = (
        {row["stop_id"]: (row["stop_lon"], row["stop_lat"]) for row in feed.tables["stops"]}
        for feed in (read("bus.zip"), valley)
    )
    shared = [stop for stop in own if stop[1:] in posts]
    assert len(shared) > 40
    assert [stop for stop in shared if own[stop] != posts[stop[1:]]] == []


def test_the_valley_runs_on_the_demo_date_and_keeps_holidays(valley):
    assert valley.running(DEMO_DAY) == {"MF", "HAF"}
    assert valley.running(date(2025, 5, 5)) == {"HO", "HAF"}
    assert valley.running(date(2025, 11, 11)) == {"MF"}


@pytest.fixture(scope="module")
def network(sample_inputs, sample, tmp_path_factory):
    osm, feeds = sample_inputs
    folder = tmp_path_factory.mktemp("three") / "town.network"
    return Network.build(osm, [*feeds, sample / "valley.zip"], folder)


def test_the_network_of_all_three_feeds_has_nothing_wrong_with_the_third(network):
    report = network.health.feeds[2]
    assert [(problem.severity, problem.code) for problem in report.problems] == [
        ("info", "unknown_phase")
    ]
    assert (report.trips_at_intervals, report.trips_of_unknown_phase) == (8, 7)
    assert set(report.rules_for_changes) == set("012345")
    assert report.trips_in_blocks == 138
    for known in (report.stops_by_wheelchair, report.trips_by_wheelchair):
        assert set(known) == {"unknown", "yes", "no"}
    assert {"bus", "rail", "ferry", "funicular"} == set(report.trips_by_mode)
    services = network.health.services_on(DEMO_DAY)
    assert [feed.valid and feed.trips > 50 for feed in services.feeds] == [True] * 3


def test_rows_of_the_third_feed_point_behind_those_of_the_others(network, valley):
    timetable = network.timetable
    trips, stops = timetable.trips["trip_id"].to_pylist(), timetable.stops["stop_id"].to_pylist()
    rows = zip(
        valley.tables["transfers"],
        timetable.transfer_from_trip.tolist(),
        timetable.transfer_to_stop.tolist(),
        strict=True,
    )
    for row, trip, stop in rows:
        assert row["from_trip_id"] == ("" if trip < 0 else trips[trip])
        assert row["to_stop_id"] == ("" if stop < 0 else stops[stop])
    repeated_here = {trips[trip] for trip in timetable.frequency_trip.tolist()}
    assert repeated_here == repeated(valley, "", "0", "1")


@pytest.fixture(scope="module")
def walk(network):
    """Seconds on foot from stop to stop of the third feed."""
    paths = footpaths_between(network, 3600, 600)
    table = network.timetable.stops
    ids = dict(zip(zip(table["feed"].to_pylist(), table["stop_id"].to_pylist(), strict=True),
                   itertools.count()))  # fmt: skip

    def seconds(start, end):
        own = slice(*paths.offset[ids[2, start] :][:2].tolist())
        found = dict(zip(paths.stop[own].tolist(), paths.seconds[own].tolist(), strict=True))
        return found[ids[2, end]]

    return seconds


def gaps(feed, before, after, stop_before, stop_after):
    """Shortest time from arrivals of one route to departures of another."""
    came = [
        arrival(call)
        for trip in feed.trips(DEMO_DAY, route_id=before)
        for call in feed.calls[trip["trip_id"]][1:]
        if call["stop_id"] == stop_before
    ]
    left = [
        departure(call)
        for trip in feed.trips(DEMO_DAY, route_id=after)
        for call in feed.calls[trip["trip_id"]][:-1]
        if call["stop_id"] == stop_after
    ]
    return Counter(min(gone - here for gone in left if gone >= here) for here in came[:8])


def test_the_bus_waits_for_the_train_and_would_be_missed_otherwise(valley, walk):
    [gap] = gaps(valley, "LF", "V33", "TAB1", "VG1a")
    assert max(walk("TAB1", "VG1a"), 60) <= gap < walk("TAB1", "VG1a") + 60
    [gap] = gaps(valley, "LF", "V33", "TAB2", "VG1a")
    assert max(walk("TAB2", "VG1a"), 105) <= gap < walk("TAB2", "VG1a") + 60


def test_only_those_who_stay_seated_get_from_one_line_to_the_other(valley, walk):
    [gap] = gaps(valley, "V31", "V32", "VBB", "VBC")
    assert gap < walk("VBB", "VBC") + 60
    [gap] = gaps(valley, "V32", "V31", "VBB", "VBB")
    assert 0 < gap < 60


def test_the_train_divides_and_joins_too_fast_for_a_change(valley):
    parts = {trip: calls for trip, calls in valley.calls.items() if trip.startswith("LF")}
    stays = Counter()
    for row in valley.tables["transfers"]:
        if row["transfer_type"] == "4":
            came, goes = parts[row["from_trip_id"]][-1], parts[row["to_trip_id"]][0]
            assert came["stop_id"] == goes["stop_id"]
            stays[departure(goes) - arrival(came)] += 1
    # To the mine at once, to Blaen y Lein after the front part has left; back from both.
    assert stays[30] == 2 * stays[150] == 2 * stays[45] > 0


def test_minimum_times_matter(walk):
    assert walk("ITP", "FDP") + 60 < 180
    assert walk("VG1b", "TAB1") + 60 < 240


def test_wheelchairs_join_other_streets_at_the_piers(network):
    timetable, streets = network.timetable, network.streets
    ids = timetable.stops["stop_id"].to_pylist()
    for pier, way in (("FDP", "footway"), ("FMP", "path")):
        at = ids.index(pier)
        here = timetable.stop_lon[at : at + 1], timetable.stop_lat[at : at + 1]
        walkers, wheelchairs = (
            int(network.snap(*here, 300_000, bit).edge[0])
            for bit in (access.FOOT, access.WHEELCHAIR)
        )
        assert access.HIGHWAY_CLASSES[streets.edge_class[walkers]] == way
        assert walkers != wheelchairs >= 0
        assert not streets.edge_linkable[walkers] & access.WHEELCHAIR
