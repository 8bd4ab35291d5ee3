"""Feeds become one timetable; faulty rows refuse the build or are left out, as asked."""

import numpy as np
import pytest

from accessibility.errors import InputError, Interrupted
from accessibility.network.gtfs.feeds import read_feeds
from accessibility.network.gtfs.timetable import Timetable
from accessibility.options import BuildOptions
from accessibility.progress import Silent
from tests.core.network.gtfs_feed import GtfsFeed, clock, times, trip_ids


def test_a_plain_feed(tmp_path):
    timetable, report = GtfsFeed(tmp_path).read()
    assert timetable.trip_offset.tolist() == [0, 3, 6]
    assert timetable.st_stop.tolist() == [0, 1, 2, 0, 1, 2]
    assert times(timetable, 1)[2] == (clock("24:20:00"), clock("24:20:00"))
    assert timetable.timezone == "Europe/London"
    assert timetable.stop_used.all()
    assert timetable.route_mode.tolist() == [3]
    assert np.diff(timetable.service_offset).tolist() == [20]
    assert (report.first_date, report.last_date) == ("2023-06-05", "2023-06-30")
    assert report.last_moment == "2023-07-01T00:20:00"
    assert report.trips_by_mode == {"bus": 2}
    assert report.extent == (-3.0, 51.50, -3.0, 51.52)
    assert report.problems == ()


def test_stop_times_are_ordered_by_trip_and_sequence(tmp_path):
    feed = GtfsFeed(tmp_path)
    header, *rows = feed.tables["stop_times"].splitlines()
    feed.tables["stop_times"] = "\n".join([header, *reversed(rows)])
    timetable, _ = feed.read()
    assert trip_ids(timetable) == ["t1", "t2"]
    assert timetable.st_stop.tolist() == [0, 1, 2, 0, 1, 2]
    assert (np.diff(timetable.st_departure) > 0)[[0, 1, 3, 4]].all()


def test_pickup_and_drop_off_types_are_kept(tmp_path):
    feed = GtfsFeed(tmp_path).columns(
        "stop_times", pickup_type=["0", "1", "", "2", "3", "9"], drop_off_type="1"
    )
    timetable, report = feed.read()
    assert timetable.st_pickup.tolist() == [0, 1, 0, 2, 3, 0]
    assert timetable.st_dropoff.tolist() == [1] * 6
    (problem,) = [p for p in report.problems if p.severity == "warning"]
    assert (problem.code, problem.line, problem.value) == ("bad_integer", 7, "9")


def test_a_time_given_once_counts_for_both(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.replace("stop_times", "08:00:00,08:00:00", ",08:00:00")
    feed.replace("stop_times", "08:10:00,08:10:00", "08:10:00,")
    timetable, _ = feed.read()
    assert times(timetable)[0] == (28800, 28800)
    assert times(timetable)[2] == (29400, 29400)


def test_blank_times_are_interpolated_by_distance_between_stops(tmp_path):
    feed = GtfsFeed(tmp_path).replace("stop_times", "08:05:00,08:06:00", ",")
    timetable, _ = feed.read()
    # A degree of latitude grows northwards, so the middle stop lies just before the middle.
    assert times(timetable)[1] == (clock("08:04:59"), clock("08:04:59"))


def test_a_stop_takes_the_coordinates_of_its_station(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.tables["stops"] = """\
stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
s1,Platform 1,,,0,st
s2,Platform 2,0,0,,st
s3,Boarding area,,,4,s1
st,Station,51.5,-3.1,1,
"""
    timetable, report = feed.read()
    assert timetable.stop_lon.tolist() == [-3.1] * 4
    assert timetable.stop_lat.tolist() == [51.5] * 4
    assert timetable.stop_parent.tolist() == [3, 3, 0, -1]
    assert timetable.stop_used.tolist() == [True, True, True, False]
    assert [problem.code for problem in report.problems] == ["stop_is_no_platform"]


ERRORS = [
    (
        "stop_times",
        "08:05:00,08:06",
        "08:0x:00,08:06",
        'line 3: arrival_time "08:0x:00" is not HH:MM:SS',
        ["t1", "t2"],
    ),
    (
        "stop_times",
        "t1,08:00:00,08:00:00,s1,1",
        "t1,,,s1,1",
        'line 2: arrival_time "" is blank at the first stop',
        ["t1", "t2"],
    ),
    (
        "stop_times",
        "t1,08:10:00,08:10:00,s3,3",
        "t1,,,s3,3",
        'line 4: arrival_time "" is blank at the last stop',
        ["t1", "t2"],
    ),
    (
        "stop_times",
        "08:05:00,08:06:00",
        "08:05:00,08:04:00",
        'line 3: departure_time "08:04:00" is before the arrival',
        ["t2"],
    ),
    (
        "stop_times",
        "08:10:00,08:10:00",
        "08:05:59,08:10:00",
        'line 4: arrival_time "08:05:59" is before the departure from the stop before',
        ["t2"],
    ),
    (
        "stop_times",
        "s2,2\nt1",
        "s9,2\nt1",
        'line 3: stop_id "s9" is not defined in stops.txt',
        ["t1", "t2"],
    ),
    ("stop_times", "s2,2\nt1", ",2\nt1", 'line 3: stop_id "" is blank', ["t1", "t2"]),
    (
        "stop_times",
        "t1,08:05",
        "t9,08:05",
        'line 3: trip_id "t9" is not defined in trips.txt',
        ["t1", "t2"],
    ),
    (
        "stop_times",
        "s2,2\nt1",
        "s2,two\nt1",
        'line 3: stop_sequence "two" is not a whole number',
        ["t1", "t2"],
    ),
    (
        "stop_times",
        "s2,2\nt1",
        "s2,3\nt1",
        'line 4: stop_sequence "3" stands twice in its trip',
        ["t1", "t2"],
    ),
    ("stops", "51.51,-3.00", ",-3.00", 'line 3: stop_lat "" is no coordinate', ["t1", "t2"]),
    ("stops", "51.51,-3.00", "51.51,", 'line 3: stop_lon "" is no coordinate', ["t1", "t2"]),
    (
        "stops",
        "51.51,-3.00",
        "91.51,-3.00",
        'line 3: stop_lat "91.51" is not a place on Earth',
        ["t1", "t2"],
    ),
    (
        "stops",
        "51.51,-3.00",
        "51.51,-183",
        'line 3: stop_lon "-183" is not a place on Earth',
        ["t1", "t2"],
    ),
    ("stops", "51.51,-3.00", "0.0,0", 'line 3: stop_lon "0" is not a place on Earth', ["t1", "t2"]),
    (
        "stops",
        "s2,Bridge",
        "s1,Bridge",
        'line 3: stop_id "s1" is defined twice, differently',
        ["t1", "t2"],
    ),
    (
        "trips",
        "r1,week,t1",
        "r9,week,t1",
        'line 2: route_id "r9" is not defined in routes.txt',
        ["t2"],
    ),
    (
        "trips",
        "r1,week,t1",
        "r1,weak,t1",
        'line 2: service_id "weak" is not defined in calendar.txt or',
        ["t2"],
    ),
    ("trips", "r1,week,t1", ",week,t1", 'line 2: route_id "" is blank', ["t2"]),
    (
        "trips",
        "week,t2\n",
        "week,t2\nr1,week2,t2\n",
        'line 4: trip_id "t2" is defined twice',
        ["t1", "t2"],
    ),
]


@pytest.mark.parametrize(("table", "old", "new", "message", "left"), ERRORS)
def test_a_faulty_row_refuses_the_build_or_is_left_out(tmp_path, table, old, new, message, left):
    feed = GtfsFeed(tmp_path).replace(table, old, new)
    with pytest.raises(InputError) as refused:
        feed.read()
    assert str(refused.value).startswith(f"bus/{table}.txt {message}")
    assert 'on_error="skip"' in str(refused.value)
    timetable, report = feed.read("skip")
    assert trip_ids(timetable) == left
    assert all(len(times(timetable, trip)) >= 2 for trip in range(timetable.n_trips))
    first = next(problem for problem in report.problems if problem.severity == "error")
    assert message in str(first)


def test_skipping_leaves_out_the_row_alone(tmp_path):
    feed = GtfsFeed(tmp_path).replace("stop_times", "08:05:00,08:06:00", "08:05:00,8.06")
    timetable, report = feed.read("skip")
    assert timetable.st_stop.tolist() == [0, 2, 0, 1, 2]
    assert [problem.count for problem in report.problems] == [1]


def test_a_trip_left_with_one_stop_is_left_out(tmp_path):
    feed = GtfsFeed(tmp_path).replace("stop_times", ",s2,2\nt1", ",s8,2\nt1")
    feed.replace("stop_times", ",s3,3\nt2", ",s9,3\nt2")
    timetable, report = feed.read("skip")
    assert trip_ids(timetable) == ["t2"]
    codes = [(problem.code, problem.count) for problem in report.problems]
    assert codes == [("dangling_reference", 2), ("short_trip", 1)]


def test_the_error_says_how_many_more_there_are(tmp_path):
    feed = GtfsFeed(tmp_path).replace("stop_times", "08:", "08h")
    feed.replace("trips", "r1,week,t2", "r1,weak,t2")
    with pytest.raises(InputError) as refused:
        feed.read()
    assert str(refused.value) == (
        'bus/stop_times.txt line 2: arrival_time "08h00:00" is not HH:MM:SS (and 2 more). '
        'Fix the row. Or build with on_error="skip" (--skip-faulty), which leaves out such rows. '
        "The feed has other faults too: 3 in stop_times.txt, 1 in trips.txt."
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "20230605",
            "2023-06-05",
            'line 2: start_date "2023-06-05" is not a date written YYYYMMDD',
        ),
        ("20230630", "", 'line 2: end_date "" is blank'),
        ("week,1", "week,yes", 'line 2: monday "yes" is not a whole number from 0 to 1'),
        ("week,1", "week,2", 'line 2: monday "2" is not a whole number from 0 to 1'),
    ],
)
def test_faults_of_the_calendar(tmp_path, old, new, message):
    feed = GtfsFeed(tmp_path).replace("calendar", old, new)
    with pytest.raises(InputError) as refused:
        feed.read()
    assert str(refused.value).startswith(f"bus/calendar.txt {message}")
    with pytest.raises(InputError, match=r"holds no trip that can be used\. Above all: bus/cal"):
        feed.read("skip")


def test_a_feed_without_any_calendar(tmp_path):
    with pytest.raises(
        InputError, match=r"calendar\.txt: is missing or empty, and so is calendar_dates"
    ):
        GtfsFeed(tmp_path).without("calendar").read()


@pytest.mark.parametrize(
    ("table", "old", "new", "expected"),
    [
        ("stops", "s3,", "s4,Unused,,\ns3,", ("stop_without_place", 4, "stop_lat")),
        ("stops", "s3,", "s4,Unused,0,0\ns3,", ("stop_without_place", 4, "stop_lon")),
        ("stops", "s3,", "s2,Bridge,51.51,-3.00\ns3,", ("repeated_row", 4, "stop_id")),
        ("routes", "r1,A", "r1,B", ("dangling_reference", 2, "agency_id")),
        ("routes", ",3", ",", ("blank_value", 2, "route_type")),
        ("routes", ",3", ",bus", ("bad_integer", 2, "route_type")),
        ("trips", "t2\n", "t2\nr1,week,t3\n", ("short_trip", 4, "trip_id")),
        (
            "calendar",
            "week,",
            "never,1,1,1,1,1,1,1,20230605,20230604\nweek,",
            ("period_backwards", 2, "end_date"),
        ),
    ],
)
def test_what_is_only_a_warning(tmp_path, table, old, new, expected):
    timetable, report = GtfsFeed(tmp_path).replace(table, old, new).read()
    assert timetable.n_trips == 2
    (problem,) = report.problems
    assert problem.severity == "warning"
    assert (problem.code, problem.line, problem.field) == expected


def test_a_route_without_type_counts_as_other(tmp_path):
    timetable, _ = GtfsFeed(tmp_path).replace("routes", ",3", ",").read()
    assert (timetable.route_type.tolist(), timetable.route_mode.tolist()) == ([-1], [255])


def test_several_agencies_and_one_of_another_time_zone(tmp_path):
    feed = GtfsFeed(tmp_path).add("agency", "B,Rail,https://example.org,Europe/London")
    assert feed.read()[1].agencies == ("Valley Buses", "Rail")
    feed.add("agency", "C,Ferry,https://example.org,Europe/Dublin")
    with pytest.raises(
        InputError, match=r'line 4: agency_timezone "Europe/Dublin" differs from "Europe/Lon'
    ):
        feed.read("skip")


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "London time", "../../etc/passwd", "Europe"])
def test_an_unknown_time_zone(tmp_path, zone):
    feed = GtfsFeed(tmp_path).replace("agency", "Europe/London", zone)
    with pytest.raises(InputError, match=r"agency\.txt line 2: agency_timezone .* is no time zone"):
        feed.read()


def test_no_time_zone_at_all(tmp_path):
    feed = GtfsFeed(tmp_path).replace("agency", "Europe/London", "")
    with pytest.raises(InputError, match="agency_timezone names no time zone"):
        feed.read()


def two_feeds(tmp_path):
    bus = GtfsFeed(tmp_path / "a")
    rail = (
        GtfsFeed(tmp_path / "b")
        .replace("routes", ",3", ",2")
        .replace("stop_times", "s2,2\nt1", "s1,2\nt1")
    )
    rail.replace("calendar", "20230605", "20230612")
    rail.tables["stops"] += "s0,Depot,,\n"
    return bus, rail


def test_feeds_are_joined_and_their_ids_stay_apart(tmp_path):
    bus, rail = two_feeds(tmp_path)
    timetable, reports = read_feeds([rail.write(), bus.write()])
    alone, _ = bus.read()
    assert timetable.feed_names == [report.name for report in reports] == ["bus", "bus-2"]
    assert timetable.trip_feed.tolist() == [0, 0, 1, 1]
    assert timetable.trip_offset.tolist() == [0, 3, 6, 9, 12]
    assert timetable.st_stop.tolist() == [0, 0, 2, 0, 1, 2, 4, 5, 6, 4, 5, 6]
    assert timetable.stop_parent.tolist() == [-1] * 7
    assert timetable.route_mode[timetable.trip_route].tolist() == [2, 2, 3, 3]
    assert timetable.trips["route"].to_pylist() == [0, 0, 1, 1]
    assert timetable.stops["feed"].to_pylist() == [0, 0, 0, 0, 1, 1, 1]
    dates = [
        timetable.service_dates[slice(*timetable.service_offset[s : s + 2])].tolist()
        for s in timetable.trip_service
    ]
    assert dates[2] == dates[3] == alone.service_dates.tolist()
    assert dates[0] == alone.service_dates[5:].tolist()


def test_feeds_of_two_time_zones_are_refused(tmp_path):
    bus, rail = two_feeds(tmp_path)
    rail.replace("agency", "Europe/London", "Europe/Paris")
    with pytest.raises(InputError, match="bus is in Europe/London, bus-2 is in Europe/Paris"):
        read_feeds([bus.write(), rail.write()])


def test_an_unusable_feed_beside_a_good_one_can_be_skipped(tmp_path):
    bus, rail = two_feeds(tmp_path)
    rail.tables["trips"] = "route_id,service_id,trip_id\n"
    rail.tables["stop_times"] = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    paths = [bus.write(), rail.write()]
    with pytest.raises(InputError, match="holds no trip"):
        read_feeds(paths)
    timetable, reports = read_feeds(paths, BuildOptions(on_error="skip"))
    assert timetable.n_trips == 2
    assert (reports[1].trips, reports[1].first_date) == (0, None)


def test_no_feed_gives_an_empty_timetable():
    timetable, reports = read_feeds([])
    assert (timetable.n_trips, timetable.n_stops, timetable.n_feeds, reports) == (0, 0, 0, [])
    assert timetable.trip_offset.tolist() == timetable.service_offset.tolist() == [0]


def test_a_timetable_is_put_together_again_from_its_parts(tmp_path):
    timetable, _ = GtfsFeed(tmp_path).read()
    again = Timetable.from_parts(timetable.arrays(), timetable.tables(), timetable.timezone)
    for name, array in timetable.arrays().items():
        assert again.arrays()[name] is array
        assert array.flags.c_contiguous
    assert again.tables() == timetable.tables()


def test_reading_stops_when_asked(tmp_path):
    class Impatient(Silent):
        def cancelled(self) -> bool:
            return True

    with pytest.raises(Interrupted):
        read_feeds([GtfsFeed(tmp_path).write()], progress=Impatient())
