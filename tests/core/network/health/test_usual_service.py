"""Agencies that run far fewer trips than usual on a date, or no longer any."""

import random
import statistics
import time
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.network.calendar import check_moment
from accessibility.network.gtfs.feeds import read_feeds
from accessibility.network.health.service_levels import services_on
from accessibility.network.health.usual_service import thin_service
from tests.core.network.gtfs_feed import TABLES, GtfsFeed

FIRST = date(2023, 5, 1)
MODES = {2: "rail", 3: "bus"}


def write(folder, name, trips):
    """Write a feed of trips (agency, route type, dates)."""
    feed = GtfsFeed(folder, name)
    agencies = sorted({agency for agency, _, _ in trips})
    routes = sorted({(agency, kind) for agency, kind, _ in trips})
    lines = {
        "agency": [f"{a},{a},https://example.org,Europe/London" for a in agencies],
        "routes": [f"{a}{kind},{a},1,x,{kind}" for a, kind in routes],
        "trips": [f"{a}{kind},d{n},t{n}" for n, (a, kind, _) in enumerate(trips)],
        "stop_times": [
            f"t{n},8:0{i}:00,8:0{i}:00,s{i},{i}" for n in range(len(trips)) for i in (1, 2)
        ],
    }
    for table, rows in lines.items():
        header = TABLES[table].partition("\n")[0]
        feed.tables[table] = "\n".join([header, *rows]) + "\n"
    feed.without("calendar").add("calendar_dates", "service_id,date,exception_type")
    for number, (_, _, days) in enumerate(trips):
        feed.add("calendar_dates", *(f"d{number},{day:%Y%m%d},1" for day in sorted(days)))
    return feed.write()


def daily(first, last, skip=()):
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    return [day for day in days if day not in skip]


def random_trips(chance):
    """Trips that mostly run each day or week of a period, with holes and strays."""
    trips = []
    for agency in chance.sample("ABC", chance.randrange(1, 4)):
        for kind in chance.sample(sorted(MODES), chance.choice([1, 1, 2])):
            begin = FIRST + timedelta(days=chance.choice([0, 0, 9, 40]))
            end = FIRST + timedelta(days=chance.choice([60, 75, 75, 84]))
            for _ in range(chance.randrange(1, 7)):
                days = daily(begin, end)[:: chance.choice([1, 1, 7, 2])]
                trips.append((agency, kind, [day for day in days if chance.random() < 0.85]))
    if not any(days for _, _, days in trips):
        trips[0] = (*trips[0][:2], [FIRST])
    return trips


def brute_force(feeds, day):
    """For each feed, agency and mode: trips, usual trips, what lacks; from the definition alone."""
    found = {}
    for name, trips in feeds.items():
        every = [date for _, _, days in trips for date in days]
        for agency, kind in {trip[:2] for trip in trips}:
            own = [days for *who, days in trips if who == [agency, kind]]
            on = {d: sum(d in days for days in own) for d in {day, *every}}
            if not min(every) <= day <= max(every):
                usual, lack = None, None
            else:
                around = [day + timedelta(days=7 * k) for k in (-4, -3, -2, -1, 1, 2, 3, 4)]
                around = [d for d in around if min(every) <= d <= max(every)]
                usual = statistics.median(on.get(d, 0) for d in around) if around else None
                lack = "thin_service" if usual and on[day] * 5 < usual * 4 else None
                last = max((d for days in own for d in days), default=None)
                if last and last < day:
                    lack = "service_ended"
            if on[day] or usual or lack:
                found[name, agency, MODES[kind]] = (on[day], usual, lack)
    return found


@given(st.integers(0, 2**40), st.integers(-3, 90))
@settings(max_examples=60)
def test_the_rule_is_what_its_definition_says(tmp_path_factory, seed, days_after):
    chance = random.Random(seed)
    folder = tmp_path_factory.mktemp("random")
    feeds = {name: random_trips(chance) for name in ("one", "two")[: chance.randrange(1, 3)]}
    timetable = read_feeds([write(folder, name, trips) for name, trips in feeds.items()])[0]
    day = FIRST + timedelta(days=days_after)
    services = services_on(timetable, day)
    got = {
        (feed.feed, row.agency, row.mode): (row.trips, row.usual_trips, row.lack)
        for feed in services.feeds
        for row in feed.agencies
    }
    expected = brute_force(feeds, day)
    assert got == expected
    lacking = sorted((name, lack) for (name, _, _), (_, _, lack) in expected.items() if lack)
    assert sorted((problem.file, problem.code) for problem in services.findings) == lacking

    running = {name for (name, _, _), (trips, _, _) in expected.items() if trips}
    warnings = thin_service(timetable, day)
    named = [who for who, (_, _, lack) in expected.items() if lack and who[0] in running]
    assert len(warnings) == bool(named)
    if named:
        assert warnings[0].startswith(f"thin_service: {len(named)} of ")
        for _, agency, mode in named[:5] if len(named) <= 5 else []:
            assert f"{agency} ({mode})" in warnings[0]


@pytest.mark.parametrize(("trips", "lacks"), [(8, False), (7, True), (0, True)])
def test_eighty_per_cent_of_the_usual_are_enough(tmp_path, trips, lacks):
    day, days = FIRST + timedelta(days=30), daily(FIRST, FIRST + timedelta(days=60))
    rest = [other for other in days if other != day]
    feed = [("A", 3, days)] * trips + [("A", 3, rest)] * (10 - trips) + [("B", 3, days)]
    timetable = read_feeds([write(tmp_path, "bus", feed)])[0]
    row, other = services_on(timetable, day).feeds[0].agencies
    assert (row.trips, row.usual_trips, row.lack is not None) == (trips, 10, lacks)
    assert other.lack is None


@pytest.fixture
def expired(tmp_path):
    """Ten trips of A end with May, two of B go on through June; trains rest on Sundays."""
    june = daily(FIRST, date(2023, 6, 30))
    bus = [("A", 3, daily(FIRST, date(2023, 5, 31)))] * 10 + [("B", 3, june)] * 2
    rail = [("R", 2, [day for day in june if day.weekday() != 6])] * 3
    return read_feeds([write(tmp_path, "bus", bus), write(tmp_path, "rail", rail)])[0]


@pytest.mark.parametrize("day", [date(2023, 6, 1), date(2023, 6, 6), date(2023, 6, 29)])
def test_half_a_feed_that_has_expired_is_told_however_long_ago(expired, day):
    (problem,) = services_on(expired, day).findings
    assert str(problem) == (
        "bus: runs no trip of A (bus) after 2023-05-31. "
        "Ask for a date up to then, or get a timetable of that time."
    )
    (warning,) = thin_service(expired, day)
    assert warning == (
        "thin_service: 1 of 3 agencies (each mode counted by itself) run far fewer trips on "
        f"{day:%A} {day} than usual: A (bus) none since 2023-05-31."
    )
    text = str(services_on(expired, day))
    assert "A  bus               0 trips          0 departures" in text
    assert "! ended" in text
    assert "warning  bus: runs no trip of A (bus) after 2023-05-31." in text


def test_an_usual_day_warns_of_nothing(expired):
    services = services_on(expired, date(2023, 5, 16))
    assert services.findings == ()
    assert thin_service(expired, date(2023, 5, 16)) == []
    assert "usually      10" in str(services)


def test_modes_that_nobody_may_board_are_left_out(expired):
    day = date(2023, 6, 6)
    assert thin_service(expired, day, ["bus", "rail"]) == thin_service(expired, day)
    assert thin_service(expired, day, ["rail"]) == []


def test_a_feed_that_rests_altogether_is_left_to_the_warning_about_it(tmp_path):
    holiday = date(2023, 5, 29)
    days = daily(FIRST, date(2023, 6, 30))
    bus = write(tmp_path, "bus", [("A", 3, days)])
    rail = write(tmp_path, "rail", [("R", 2, [day for day in days if day != holiday])])
    timetable = read_feeds([bus, rail])[0]
    assert thin_service(timetable, holiday) == []
    moment = datetime.combine(holiday, datetime.min.time())
    (warning,) = check_moment(timetable, moment, allow_partial=True)
    assert "no trip of rail runs" in warning
    (problem,) = services_on(timetable, holiday).findings
    assert problem.message == (
        "runs 0 trips of R (rail) on Monday 2023-05-29, "
        "but 1 on the median Monday within four weeks"
    )


def test_the_agencies_that_lack_most_are_named_first_and_the_others_counted(tmp_path):
    day, days = date(2023, 5, 31), daily(FIRST, date(2023, 6, 30))
    rest = [other for other in days if other != day]
    trips = [("Z", 3, days)]
    for lost, agency in enumerate("ABCDEFG", 1):
        trips += [(agency, 3, rest)] * lost
    timetable = read_feeds([write(tmp_path, "bus", trips)])[0]
    (warning,) = thin_service(timetable, day)
    assert warning.startswith("thin_service: 7 of 8 agencies")
    names = ", ".join(
        f"{a} (bus) 0 instead of {n}" for a, n in zip("GFEDC", range(7, 2, -1), strict=True)
    )
    assert warning.endswith(f"than usual: {names} and 2 more.")


def test_a_network_without_feeds_lacks_nothing():
    empty = read_feeds([])[0]
    assert services_on(empty, FIRST).findings == ()
    assert thin_service(empty, FIRST) == []


def test_it_takes_less_than_a_twentieth_of_a_second_for_a_region(newport):
    timetable = read_feeds([newport / "gtfs-bus-coach-2024-03-05.zip"])[0]
    took = []
    for _ in range(5):
        began = time.perf_counter()
        assert thin_service(timetable, date(2024, 4, 9))
        took.append(time.perf_counter() - began)
    assert np.min(took) < 0.05
