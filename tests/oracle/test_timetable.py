"""What the oracle reads from a timetable, computed by hand."""

from datetime import date, datetime

import pytest

from tests.oracle import Oracle
from tests.oracle.clock import utc_seconds
from tests.oracle.gtfs import transit_mode
from tests.oracle.tiny import at

moment = datetime.fromisoformat

EIGHT = moment("2023-06-13 08:00")


def test_route_types():
    names = {0: "tram", 7: "funicular", 12: "monorail", 101: "rail", 204: "bus", 400: "subway"}
    names |= {405: "monorail", 699: "subway", 715: "bus", 800: "trolleybus", 906: "tram"}
    names |= {1000: "ferry", 1100: "other", 1200: "ferry", 1300: "aerial_lift", 1400: "funicular"}
    names |= {8: "other", 300: "other", 1500: "other"}
    assert {route_type: transit_mode(route_type) for route_type in names} == names


def test_utc_seconds_of_a_time_that_occurs_twice_means_the_first():
    first = utc_seconds(moment("2023-10-29 01:30"), "Europe/London")
    assert first == utc_seconds(moment("2023-10-29 00:30"), "UTC")


def test_calendar_with_additions_and_removals(build, tmp_path):
    oracle = build({"A": 5, "B": 40}, {"t": ["A 08:05:00", "B 08:10:00"]})
    assert oracle.timetable.trips[0].dates == {date(2023, 6, 13)}
    folder = next(path for path in tmp_path.iterdir() if path.is_dir())
    (folder / "calendar.txt").write_text(
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "st,1,0,0,0,0,0,1,20230604,20230618\n"
    )
    (folder / "calendar_dates.txt").write_text(
        "service_id,date,exception_type\nst,20230605,2\nst,20230607,1\n"
    )
    again = Oracle(tmp_path / "equator.osm.pbf", [folder])
    # Sundays 4, 11, 18 June and Mondays 5 (removed), 12; added: 7
    assert sorted(day.day for day in again.timetable.trips[0].dates) == [4, 7, 11, 12, 18]


def interpolated(oracle):
    return [
        (call.arrival - 28_800, call.departure - 28_800) for call in oracle.timetable.trips[0].calls
    ]


@pytest.mark.parametrize(
    ("calls", "second"),
    [
        # by distance from stop to stop: 6 of 15 steps of 301 s = 120.4
        (["A 08:00:00", "M -", "B 08:05:01"], 120),
        # by shape_dist_traveled: 3 of 4 parts of 301 s = 225.75
        (["A 08:00:00 - - - 0", "M - - - - 3", "B 08:05:01 - - - 4"], 225),
        # exact: 0.1 of 0.3 parts of 180 s
        (["A 08:00:00 - - - 1.1", "M - - - - 1.2", "B 08:03:00 - - - 1.4"], 60),
        # missing on one row, or decreasing: by distance
        (["A 08:00:00 - - - 0", "M - - - -", "B 08:05:01 - - - 4"], 120),
        (["A 08:00:00 - - - 0", "M - - - - 5", "B 08:05:01 - - - 4"], 120),
        # all equal: by count
        (["A 08:00:00 - - - 7", "M - - - - 7", "B 08:05:01 - - - 7"], 150),
        (["A 08:00:00", "A -", "A 08:05:01"], 150),
        # equal stretches: a third of 180 s
        (["A 08:00:00", "E -", "F -", "B 08:03:00"], 60),
        # from the departure before to the arrival after
        (["A 07:50:00 08:00:00", "M -", "B 08:05:01 09:00:00"], 120),
    ],
)
def test_blank_times_are_interpolated(build, calls, second):
    oracle = build({"A": 5, "E": 10, "M": 11, "F": 15, "B": 20}, {"t": calls})
    assert interpolated(oracle)[1] == (second, second)


def test_rows_with_one_time_have_both_equal(build):
    oracle = build(
        {"A": 5, "M": 11, "B": 20}, {"t": ["A - 08:00:00", "M 08:01:00 -", "B 08:02:00"]}
    )
    assert interpolated(oracle) == [(0, 0), (60, 60), (120, 120)]
    with pytest.raises(ValueError, match="first or last row"):
        build({"A": 5, "B": 20}, {"t": ["A 08:00:00", "B -"]})


def test_a_stop_without_coordinates_has_those_of_its_station(build):
    stops, parents = {"A": None, "B": 40, "S": 5}, {"A": "S"}
    oracle = build(stops, {"t": ["A 08:05:00", "B 08:10:00"]}, parents=parents)
    assert oracle.travel_seconds(at(4), at(40), EIGHT) == 600
    lost = build({"A": None, "B": 40}, {"t": ["A 08:05:00", "B 08:10:00"]})
    assert lost.travel_seconds(at(4), at(40), EIGHT) is None
