"""The sample's timetables: every promised feature counted, and nothing that a bus cannot do."""

import itertools
from collections import Counter, defaultdict
from datetime import date, timedelta

import osmium
import pytest
import shapely
from pyproj import Geod

from accessibility.sample_town import DAY_LATER
from tests.core.sample_feed import (
    DEMO_DAY,
    FIRST_DAY,
    LAST_DAY,
    SAMPLE,
    arrival,
    count_rows,
    count_services_by_dates_alone,
    departure,
    read,
    seconds,
)

GEOD = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def bus():
    return read("bus.zip")


@pytest.fixture(scope="module")
def rail():
    return read("rail.zip")


@pytest.fixture(scope="module")
def valley():
    return read("valley.zip")


@pytest.fixture(scope="module")
def later():
    """The timetables of a year later: buses and trains."""
    return read("bus-2026.zip"), read("rail-2026.zip")


def leaving(feed, route, direction, day):
    trips = feed.trips(day, route_id=route, direction_id=direction)
    return sorted(departure(feed.calls[trip["trip_id"]][0]) for trip in trips)


def count_loops(feed):
    return sum(stops[0] == stops[-1] for stops in map(feed.stops_of, feed.trips()))


def count_stops_twice(feed):
    """Trips that call twice at a stop between their ends."""
    return sum(max(Counter(feed.stops_of(t)[1:-1]).values(), default=0) > 1 for t in feed.trips())


def count_branching_routes(feed):
    ends = defaultdict(set)
    for trip in feed.trips(DEMO_DAY):
        stops = feed.stops_of(trip)
        ends[trip["route_id"], trip["direction_id"], stops[0]].add(stops[-1])
    return sum(len(last) > 1 for last in ends.values())


def count_dates(feed, kind):
    return sum(row["exception_type"] == kind for row in feed.tables["calendar_dates"])


def count_late_hours(feed):
    """The hours past midnight that the latest vehicle runs, in minutes."""
    return max(arrival(calls[-1]) for calls in feed.calls.values()) // 60 - 24 * 60


def count_blank(feed, with_distance):
    """Rows without times in trips whose rows all have, or all lack, a distance travelled."""
    return sum(
        not call["arrival_time"] and not call["departure_time"]
        for calls in feed.calls.values()
        if all(bool(call["shape_dist_traveled"]) == with_distance for call in calls)
        for call in calls
    )


def count_half_timed(feed):
    rows = itertools.chain.from_iterable(feed.calls.values())
    return sum(bool(row["arrival_time"]) != bool(row["departure_time"]) for row in rows)


def count_inner(feed, column, value):
    """Rows that are neither first nor last of their trip with a value in a column."""
    return sum(row[column] == value for calls in feed.calls.values() for row in calls[1:-1])


def count_overtakings(feed):
    """Pairs of express and stopping bus where the one that leaves later arrives earlier."""
    count = 0
    for express in feed.trips(DEMO_DAY, route_id="R1X"):
        fast = feed.calls[express["trip_id"]]
        for trip in feed.trips(DEMO_DAY, route_id="R1", direction_id=express["direction_id"]):
            slow = feed.calls[trip["trip_id"]]
            same_ends = all(slow[end]["stop_id"] == fast[end]["stop_id"] for end in (0, -1))
            left_later = departure(fast[0]) > departure(slow[0])
            count += same_ends and left_later and arrival(fast[-1]) < arrival(slow[-1])
    return count


def count_extended_types(feed):
    return sum(int(route["route_type"]) > 99 for route in feed.tables["routes"])


def count_school_days_off(feed):
    """School holidays: weekdays on which buses run and school buses do not."""
    days = [FIRST_DAY + timedelta(k) for k in range((LAST_DAY - FIRST_DAY).days)]
    return sum("MF" in feed.running(d) and "SD" not in feed.running(d) for d in days)


BUS = [
    ("operators", lambda f: len(f.tables["agency"]), 3, 5),
    ("routes", lambda f: len(f.tables["routes"]), 10, 15),
    ("stops", lambda f: len(f.tables["stops"]), 60, 105),
    ("trips", lambda f: len(f.tables["trips"]), 500, 900),
    ("shapes", lambda f: len({row["shape_id"] for row in f.tables["shapes"]}), 20, 40),
    ("trips that end where they begin", count_loops, 10, 100),
    ("trips that call at a stop twice", count_stops_twice, 10, 100),
    ("routes with branches", count_branching_routes, 1, 10),
    ("school trips", lambda f: len(f.trips(service_id="SD")), 2, 10),
    ("days of school holidays", count_school_days_off, 40, 80),
    ("dates added", lambda f: count_dates(f, "1"), 10, 100),
    ("dates removed", lambda f: count_dates(f, "2"), 10, 100),
    ("services by dates alone", count_services_by_dates_alone, 1, 3),
    ("minutes past midnight", count_late_hours, 90, 110),
    ("blank times with distances", lambda f: count_blank(f, with_distance=True), 1000, 9000),
    ("blank times without distances", lambda f: count_blank(f, with_distance=False), 50, 900),
    ("rows with one time", count_half_timed, 2, 50),
    ("no boarding", lambda f: count_inner(f, "pickup_type", "1"), 10, 500),
    ("no alighting", lambda f: count_inner(f, "drop_off_type", "1"), 10, 500),
    ("boarding by phone", lambda f: count_inner(f, "pickup_type", "2"), 5, 100),
    ("boarding by the driver's leave", lambda f: count_inner(f, "pickup_type", "3"), 2, 100),
    ("overtakings", count_overtakings, 3, 100),
    ("extended route types", count_extended_types, 3, 10),
    ("feed info", lambda f: len(f.tables["feed_info"]), 1, 1),
]


@pytest.mark.parametrize(("feature", "count", "least", "most"), BUS)
def test_the_bus_feed_has(bus, feature, count, least, most):
    assert least <= count(bus) <= most


def count_stations_in_town(feed):
    entered = {row["parent_station"] for row in feed.tables["stops"] if row["location_type"] == "2"}
    return len(entered)


RAIL = [
    ("stations", lambda f: count_rows(f, "location_type", "1"), 5, 10),
    ("stations in the town", count_stations_in_town, 2, 2),
    ("entrances", lambda f: count_rows(f, "location_type", "2"), 2, 10),
    ("platforms without a place", lambda f: count_rows(f, "stop_lat", ""), 1, 1),
    ("trips", lambda f: len(f.tables["trips"]), 100, 400),
    ("dates added", lambda f: count_dates(f, "1"), 5, 100),
    ("dates removed", lambda f: count_dates(f, "2"), 5, 100),
    ("services by dates alone", count_services_by_dates_alone, 1, 3),
    ("minutes past midnight", count_late_hours, 5, 60),
    ("school trips", lambda f: len(f.trips(service_id="SD")), 1, 10),
    ("extended route types", count_extended_types, 1, 5),
]


@pytest.mark.parametrize(("feature", "count", "least", "most"), RAIL)
def test_the_rail_feed_has(rail, feature, count, least, most):
    assert least <= count(rail) <= most


def test_neither_feed_needs_rules_of_a_later_feed(bus, rail):
    for feed in (bus, rail):
        assert not {"frequencies", "transfers"} & set(feed.tables)
        assert "block_id" not in feed.tables["trips"][0]
    assert not {"shapes", "feed_info"} & set(rail.tables)


def test_trains_call_at_platforms_of_stations(rail):
    stops = {row["stop_id"]: row for row in rail.tables["stops"]}
    for call in rail.tables["stop_times"]:
        platform = stops[call["stop_id"]]
        assert platform["location_type"] == "0"
        assert platform["platform_code"]
        assert stops[platform["parent_station"]]["location_type"] == "1"


def test_trains_run_every_half_hour(rail):
    for direction in ("0", "1"):
        leave = leaving(rail, "HVL", direction, DEMO_DAY)
        gaps = Counter(b - a for a, b in itertools.pairwise(leave))
        assert gaps[1800] >= 30


def test_the_trunk_route_runs_every_12_minutes(bus):
    leave = leaving(bus, "R1", "0", DEMO_DAY)
    day = [second for second in leave if 7 * 3600 <= second <= 18 * 3600]
    assert {b - a for a, b in itertools.pairwise(day)} == {720}


def test_a_branch_runs_every_hour(bus):
    leave = leaving(bus, "R4", "0", DEMO_DAY)
    assert {b - a for a, b in itertools.pairwise(leave)} == {3600}


def test_everything_of_a_working_day_runs_on_the_demo_date(bus, rail):
    assert bus.running(DEMO_DAY) == {"MF", "SD", "MK"}
    assert rail.running(DEMO_DAY) == {"MF", "SD"}


def test_sundays_and_holidays_are_sparse(bus, rail):
    for feed in (bus, rail):
        sunday = len(feed.trips(date(2025, 5, 18)))
        assert 0 < sunday < 0.45 * len(feed.trips(DEMO_DAY))
    assert bus.running(date(2025, 4, 21)) == {"SU", "RA"}
    assert rail.running(date(2025, 4, 21)) == {"SA"}


def test_the_calendar_is_the_same_in_all_feeds(bus, rail, valley):
    for feed in (bus, rail, valley):
        rows = feed.tables["calendar"]
        assert min(row["start_date"] for row in rows) == FIRST_DAY.strftime("%Y%m%d")
        assert max(row["end_date"] for row in rows) == LAST_DAY.strftime("%Y%m%d")


def test_every_reference_is_kept(bus, rail, valley, later):
    for feed in (bus, rail, valley, *later):
        tables = feed.tables
        stops = {row["stop_id"] for row in tables["stops"]}
        services = {r["service_id"] for r in tables["calendar"] + tables["calendar_dates"]}
        assert {row["stop_id"] for row in tables["stop_times"]} <= stops
        assert {row["service_id"] for row in tables["trips"]} == services
        assert {r["route_id"] for r in tables["trips"]} == {r["route_id"] for r in tables["routes"]}
        assert {r["agency_id"] for r in tables["routes"]} == {
            r["agency_id"] for r in tables["agency"]
        }
        assert {row["agency_timezone"] for row in tables["agency"]} == {"Europe/London"}
        for column, table in (("trip_id", "trips"), ("stop_id", "stops")):
            assert max(Counter(row[column] for row in tables[table]).values()) == 1


def test_times_never_run_backwards_and_ends_are_timed(bus, rail, valley, later):
    for feed in (bus, rail, valley, *later):
        for calls in feed.calls.values():
            times = [
                seconds(call[column])
                for call in calls
                for column in ("arrival_time", "departure_time")
                if call[column]
            ]
            assert times == sorted(times)
            assert all(
                calls[end]["arrival_time"] or calls[end]["departure_time"] for end in (0, -1)
            )


def kmh(feed, trip):
    places = {row["stop_id"]: row for row in feed.tables["stops"]}
    calls = feed.calls[trip["trip_id"]]
    at = [
        (float(places[call["stop_id"]]["stop_lon"]), float(places[call["stop_id"]]["stop_lat"]))
        for call in calls
    ]
    metres = GEOD.line_length(*zip(*at, strict=True))
    if calls[-1].get("shape_dist_traveled"):
        metres = float(calls[-1]["shape_dist_traveled"])
    return 3.6 * metres / (arrival(calls[-1]) - departure(calls[0]))


def test_town_buses_run_at_the_speed_of_buses(bus, later):
    for feed in (bus, later[0]):
        in_town = [trip for trip in feed.trips() if trip["route_id"] not in ("R6", "RN1", "R8")]
        assert all(14 <= kmh(feed, trip) <= 32 for trip in in_town)


@pytest.mark.parametrize(("name", "day"), [("bus.zip", DEMO_DAY), ("bus-2026.zip", DAY_LATER)])
def test_shapes_pass_their_stops(name, day):
    feed = read(name)
    shapes = defaultdict(list)
    for row in feed.tables["shapes"]:
        shapes[row["shape_id"]].append((float(row["shape_pt_lon"]), float(row["shape_pt_lat"])))
    places = {row["stop_id"]: row for row in feed.tables["stops"]}
    for trip in feed.trips(day):
        line = shapely.LineString(shapes[trip["shape_id"]])
        for stop in feed.stops_of(trip):
            at = shapely.Point(float(places[stop]["stop_lon"]), float(places[stop]["stop_lat"]))
            assert line.distance(at) * 111_250 < 12


def test_some_stops_lie_beyond_the_streets(bus, rail, valley, later):
    lines = []
    for way in osmium.FileProcessor(str(SAMPLE / "town.osm.pbf")).with_locations():
        if way.is_way() and "highway" in way.tags:
            nodes = [node for node in way.nodes if node.location.valid()]
            lines.append([(69_150 * node.lon, 111_250 * node.lat) for node in nodes])
    tree = shapely.STRtree([shapely.LineString(line) for line in lines])
    west, south, east, north = shapely.total_bounds(tree.geometries)
    outside, too_far = Counter(), Counter()
    feeds = {"bus": bus, "rail": rail, "valley": valley, "bus later": later[0]}
    for name, feed in feeds.items():
        for row in feed.tables["stops"]:
            if row["stop_lat"]:
                x, y = 69_150 * float(row["stop_lon"]), 111_250 * float(row["stop_lat"])
                inside = west <= x <= east and south <= y <= north
                near = tree.query_nearest(shapely.Point(x, y), return_distance=True)[1][0]
                outside[name] += not inside
                too_far[name] += inside and near > 300
                assert near > 300 or near < 60
    assert outside["bus"] == outside["bus later"] == 4
    assert too_far["bus"] == too_far["bus later"] == 1
    assert outside["rail"] >= 5
    assert outside["valley"] == 3
    assert too_far["rail"] == too_far["valley"] == 0
