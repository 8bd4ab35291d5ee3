"""The sample's timetables of a year later: what changed, what did not, and who gains and loses."""

import itertools
from collections import Counter, defaultdict
from datetime import date

import pandas as pd
import pytest
import shapely

from accessibility.analysis.nearest.nearest import nearest_services
from accessibility.moments import ArriveBy, DepartAt
from accessibility.network.network import Network
from accessibility.sample_town import DAY, DAY_LATER
from accessibility.tables import read_table
from tests.core.sample_feed import SAMPLE, arrival, departure, read

TUESDAYS = DAY, DAY_LATER
SATURDAYS = date(2025, 5, 17), date(2026, 5, 16)
SUNDAYS = date(2025, 5, 18), date(2026, 5, 17)
BUS_FEEDS = "bus.zip", "bus-2026.zip"
RAIL_FEEDS = "rail.zip", "rail-2026.zip"
METRES = (69_150.0, 111_250.0)
"""Of a degree of longitude and of latitude."""


@pytest.fixture(scope="module")
def buses():
    """The buses of 2025 and of 2026."""
    return [read(name) for name in BUS_FEEDS]


@pytest.fixture(scope="module")
def trains():
    return [read(name) for name in RAIL_FEEDS]


def trips_by_route(feed, day):
    return Counter(trip["route_id"] for trip in feed.trips(day))


def leaving(feed, day, last, **wanted):
    """When the trips to a stop begin, in seconds of the day."""
    calls = [feed.calls[trip["trip_id"]] for trip in feed.trips(day, **wanted)]
    return sorted(departure(c[0]) for c in calls if last in (c[0]["stop_id"], c[-1]["stop_id"]))


def test_the_later_day_is_a_day_like_the_first(buses, trains):
    assert DAY.weekday() == DAY_LATER.weekday() == 1
    for first, later in (buses, trains):
        assert first.running(DAY) == later.running(DAY_LATER) != set()
        assert first.running(DAY_LATER) == later.running(DAY) == set()


@pytest.mark.parametrize(
    ("first", "later", "running"),
    [
        (date(2025, 4, 18), date(2026, 4, 3), {"SU", "FS"}),
        (date(2025, 4, 21), date(2026, 4, 6), {"SU", "RA"}),
        (date(2025, 4, 17), date(2026, 4, 2), {"MF", "FS"}),
        (date(2025, 7, 6), date(2026, 7, 5), {"SA", "FS", "RA"}),
        (date(2025, 7, 8), date(2026, 7, 14), {"MF", "SD", "MK"}),
        (date(2025, 10, 27), date(2026, 10, 26), {"MF"}),
        (date(2025, 9, 28), date(2026, 9, 27), {"SU", "RA"}),
        (date(2025, 10, 5), date(2026, 10, 4), {"SU"}),
    ],
)
def test_the_calendar_has_the_same_exceptions_a_year_later(buses, first, later, running):
    assert [feed.running(day) for feed, day in zip(buses, (first, later), strict=True)] == [
        running
    ] * 2


def test_the_later_timetables_are_valid_in_2026_alone(buses, trains):
    first_day, last_day = date(2026, 1, 5), date(2026, 12, 13)
    for feed in (buses[1], trains[1]):
        stamps = [row["date"] for row in feed.tables["calendar_dates"]]
        rows = feed.tables["calendar"]
        assert min(row["start_date"] for row in rows) == first_day.strftime("%Y%m%d") < min(stamps)
        assert max(row["end_date"] for row in rows) == last_day.strftime("%Y%m%d") > max(stamps)
    [about] = buses[1].tables["feed_info"]
    assert (about["feed_version"], about["feed_end_date"]) == ("2", "20261213")


def test_the_trains_are_the_same(trains):
    first, later = (feed.tables for feed in trains)
    for table in first.keys() - {"calendar", "calendar_dates"}:
        assert later[table] == first[table]


def test_all_stops_stay_and_those_of_the_new_route_are_added(buses):
    first, later = ([tuple(row.items()) for row in feed.tables["stops"]] for feed in buses)
    assert later[: len(first)] == first
    names = {dict(row)["stop_id"][:-1] for row in later[len(first) :]}
    assert names == {"Y1", "Y2", "Y3", "Y4"}


def test_trips_per_route_change_where_they_are_said_to(buses):
    change = {}
    for name, days in (("Tuesday", TUESDAYS), ("Saturday", SATURDAYS), ("Sunday", SUNDAYS)):
        first, later = (trips_by_route(f, d) for f, d in zip(buses, days, strict=True))
        for route in first | later:
            if first[route] != later[route]:
                change[name, route] = first[route], later[route]
    assert change == {
        ("Tuesday", "R3"): (84, 46),
        ("Tuesday", "R11"): (0, 80),
        ("Saturday", "R11"): (0, 44),
        ("Sunday", "R10"): (6, 0),
        ("Sunday", "R11"): (0, 16),
    }


@pytest.mark.parametrize("last", ["E6a", "F2a"])
def test_each_branch_to_y_graig_is_hourly_and_ends_in_the_evening(buses, last):
    [first, later] = (
        leaving(feed, day, last, route_id="R3", direction_id="0")
        for feed, day in zip(buses, TUESDAYS, strict=True)
    )
    gaps = [{b - a for a, b in itertools.pairwise(times)} for times in (first, later)]
    assert 2400 in gaps[0]
    assert gaps[1] == {3600}
    assert max(later) < 18 * 3600 < max(first)


def test_bus_lanes_speed_up_the_trunk_route_and_no_other(buses):
    rides = [defaultdict(list), defaultdict(list)]
    for feed, day, found in zip(buses, TUESDAYS, rides, strict=True):
        for trip in feed.trips(day):
            calls = feed.calls[trip["trip_id"]]
            ride = arrival(calls[-1]) - departure(calls[0])
            found[trip["route_id"]].append((trip["trip_id"], departure(calls[0]), ride))
    first, later = (dict(found) for found in rides)
    both = zip(first.pop("R1"), later.pop("R1"), strict=True)
    saved = {before[2] - after[2] for before, after in both if before[:2] == after[:2]}
    assert min(saved) >= 90
    for route in later.keys() - {"R3", "R11"}:
        assert later[route] == first[route]


def near_stops(feed, day, code, metres):
    """The share of an area's dwellings that have a stop of the day so near, as the crow flies."""
    served = {stop for trip in feed.trips(day) for stop in feed.stops_of(trip)}
    points = [
        shapely.Point(METRES[0] * float(row["stop_lon"]), METRES[1] * float(row["stop_lat"]))
        for row in feed.tables["stops"]
        if row["stop_id"] in served
    ]
    stops = shapely.MultiPoint(points)
    homes = pd.read_csv(SAMPLE / "dwellings.csv").query("small_area == @code")
    places = shapely.points(METRES[0] * homes["lon"], METRES[1] * homes["lat"])
    return (shapely.distance(places, stops) < metres).mean()


def test_the_new_route_serves_the_estate_of_trehelwyn(buses):
    first, later = (
        near_stops(feed, day, "X00000017", 200) for feed, day in zip(buses, TUESDAYS, strict=True)
    )
    assert first < 0.3
    assert later > 0.6
    leave = leaving(buses[1], DAY_LATER, "U2a", route_id="R11", direction_id="0")
    by_day = [second for second in leave if second < 19 * 3600]
    assert {b - a for a, b in itertools.pairwise(by_day)} == {1200}


@pytest.fixture(scope="module")
def networks(sample, tmp_path_factory):
    """The town with the timetables of 2025 and with those of 2026."""
    folder = tmp_path_factory.mktemp("two years")
    feeds = zip(BUS_FEEDS, RAIL_FEEDS, strict=True)
    return [
        Network.build(sample / "town.osm.pbf", [sample / name for name in names], folder / str(k))
        for k, names in enumerate(feeds)
    ]


def test_nothing_is_wrong_with_the_later_network_that_was_not_before(networks):
    first, later = (
        [
            sorted((problem.severity, problem.code, problem.count) for problem in feed.problems)
            for feed in network.health.feeds
        ]
        for network in networks
    )
    assert first == later
    services = networks[1].health.services_on(DAY_LATER)
    assert [feed.valid and feed.trips > 50 for feed in services.feeds] == [True] * 2


@pytest.fixture(scope="module")
def gained(networks, sample):
    """Minutes that small areas gain on the mean way to the nearest of a kind of service."""
    dwellings = sample / "dwellings.csv"
    area_of = pd.read_csv(dwellings, index_col="id")["small_area"]

    def gain(kind, column, *moments):
        services = read_table(sample / "services.geojson").query("kind == @kind")
        means = []
        for network, day in zip(networks, TUESDAYS, strict=True):
            tables = [
                nearest_services(network, dwellings, services, **moment(day)) for moment in moments
            ]
            table = pd.concat(tables)
            means.append(table[column].groupby(table["from_id"].astype(str).map(area_of)).mean())
        return means[0] - means[1]

    return gain


def over_two_hours(day):
    return {"when": DepartAt(f"{day} 08:00", window="2h")}


def there_and_back(hour):
    """Be there by the hour, and set out for home two hours later."""

    def moment(day):
        back = DepartAt(f"{day} {hour + 2}:00")
        return {"when": ArriveBy(f"{day} {hour:02d}:00"), "return_when": back}

    return moment


def test_areas_gain_and_lose(gained):
    gain = gained("supermarket", "travel_time_p50", over_two_hours)
    assert gain["X00000021"] > 10  # Trehelwyn C: the new route
    assert gain["X00000022"] > 10  # Trehelwyn D
    assert gain["X00000017"] > 5  # Trehelwyn A
    assert gain["X00000018"] > 2  # Trehelwyn B
    assert gain["X00000004"] < -2  # Pantyrwydd B: the hourly buses to Y Graig
    assert gain["X00000008"] < -2  # Pantyrwydd D
    assert gain["X00000015":"X00000016"].abs().max() < 0.5  # Brynhelwyn C and D walk


@pytest.mark.parametrize("kind", ["supermarket", "pharmacy", "gp_surgery"])
def test_the_same_areas_gain_and_lose_by_the_moments_of_an_index(gained, kind):
    gain = gained(kind, "total_time", *map(there_and_back, (9, 10, 11)))
    assert gain["X00000021":"X00000022"].min() > 20  # Trehelwyn C and D
    assert gain["X00000017"] > 10  # Trehelwyn A
    assert gain[["X00000004", "X00000008"]].max() < -5  # Pantyrwydd B and D
    assert set(gain.nsmallest(2).index) == {"X00000004", "X00000008"}
