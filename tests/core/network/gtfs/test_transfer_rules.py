"""Rules for changes: what they name, by its place, and what can never apply."""

import numpy as np
import pytest

from accessibility.errors import InputError
from tests.core.network.gtfs_feed import GtfsFeed

HEADER = (
    "from_stop_id,to_stop_id,from_route_id,to_route_id,from_trip_id,to_trip_id,"
    "transfer_type,min_transfer_time"
)
COLUMNS = (
    "from_stop", "to_stop", "from_route", "to_route", "from_trip", "to_trip", "type", "min_time",
)  # fmt: skip


def rows_of(timetable):
    arrays = [getattr(timetable, f"transfer_{name}").tolist() for name in COLUMNS]
    return list(zip(*arrays, strict=True))


def feed_with(tmp_path, *rows):
    feed = GtfsFeed(tmp_path).add("routes", "r2,A,2,Elsewhere,3").add("trips", "r2,week,t3")
    feed.add("stop_times", "t3,09:00:00,09:00:00,s1,1", "t3,09:10:00,09:10:00,s3,2")
    feed.add("stops", "s4,Idle,51.53,-3.00")
    return feed.add("transfers", HEADER, *rows)


def test_rules_keep_the_order_of_the_file(tmp_path):
    feed = feed_with(
        tmp_path,
        "s2,s3,,,,,,",
        "s1,s1,,,,,1,90",
        "s3,s1,r1,r2,,,2,240",
        "s3,s4,,r2,t1,,2,",
        "s1,s2,,,t1,t2,3,",
        ",,,,t1,t3,4,",
        "s3,s1,r1,,t3,t2,2,",
        "s3,s1,r1,,t2,t3,5,60",
    )
    timetable, report = feed.read()
    assert rows_of(timetable) == [
        (1, 2, -1, -1, -1, -1, 0, 0),
        (0, 0, -1, -1, -1, -1, 1, 90),
        (2, 0, 0, 1, -1, -1, 2, 240),
        (2, 3, -1, 1, 0, -1, 2, 0),
        (0, 1, -1, -1, 0, 1, 3, 0),
        (-1, -1, -1, -1, 0, 2, 4, 0),
        (2, 0, 0, -1, 1, 2, 5, 60),
    ]
    assert report.rules_for_changes == {"0": 1, "1": 1, "2": 2, "3": 1, "4": 1, "5": 1}
    (problem,) = report.problems  # the last but one: t3 is of route r2
    assert (problem.severity, problem.code, problem.line) == ("warning", "transfer_route", 8)
    assert str(problem) == (
        'bus/transfers.txt line 8: from_route_id "r1" is not the route of from_trip_id; '
        "the row is left out. Fix the row, or remove it."
    )


@pytest.mark.parametrize("table", [None, "", f"{HEADER}\n"])
def test_a_feed_without_rules(tmp_path, table):
    feed = GtfsFeed(tmp_path)
    if table is not None:
        feed.tables["transfers"] = table
    timetable, report = feed.read()
    assert rows_of(timetable) == []
    assert timetable.transfer_type.dtype == np.uint8
    assert timetable.transfer_from_trip.dtype == np.int32
    assert report.problems == ()
    assert report.rules_for_changes == {}


def test_columns_may_be_missing(tmp_path):
    feed = GtfsFeed(tmp_path).add("transfers", "to_stop_id,from_stop_id", "s1,s2")
    assert rows_of(feed.read()[0]) == [(1, 0, -1, -1, -1, -1, 0, 0)]


def test_a_station_keeps_its_place(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.tables["stops"] = """\
stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
st,Station,51.5,-3.1,1,
s1,Platform 1,51.5,-3.1,0,st
s2,Bridge,51.51,-3.00,0,
s3,Hospital,51.52,-3.00,0,
"""
    timetable, _ = feed.add("transfers", HEADER, "st,s2,,,,,3,").read()
    assert rows_of(timetable) == [(0, 2, -1, -1, -1, -1, 3, 0)]
    assert timetable.stop_parent[timetable.st_stop[0]] == 0


LEFT_OUT = [
    ("s1,,,,,,0,", "transfer_without_stop", 'to_stop_id "" is blank, and rules of types 0 to 3'),
    (",s1,r1,r2,,,2,9", "transfer_without_stop", 'from_stop_id "" is blank, and rules of types 0'),
    (",,,,,,3,", "transfer_without_stop", 'from_stop_id "" is blank'),
    ("s1,s1,,,t1,,4,", "transfer_without_trip", 'to_trip_id "" is blank, and rules of types 4 and'),
    ("s1,s1,r1,r2,,t2,5,", "transfer_without_trip", 'from_trip_id "" is blank'),
    ("s9,s1,,,,,3,", "dangling_reference", 'from_stop_id "s9" is not defined in stops.txt; the'),
    ("s1,s9,,,,,0,", "dangling_reference", 'to_stop_id "s9" is not defined in stops.txt'),
    ("s1,s1,r9,,,,0,", "dangling_reference", 'from_route_id "r9" is not defined in routes.txt'),
    ("s1,s1,,r9,,,0,", "dangling_reference", 'to_route_id "r9" is not defined in routes.txt'),
    ("s1,s1,,,t9,,0,", "dangling_reference", 'from_trip_id "t9" is not defined in trips.txt'),
    ("s1,s1,,,t1,t9,4,", "dangling_reference", 'to_trip_id "t9" is not defined in trips.txt'),
    ("s1,s1,r2,,t1,,0,", "transfer_route", 'from_route_id "r2" is not the route of from_trip_id'),
    ("s1,s1,,r1,t1,t3,1,", "transfer_route", 'to_route_id "r1" is not the route of to_trip_id'),
    ("s1,s1,,,,,7,", "bad_integer", 'transfer_type "7" is not a whole number from 0 to 5; the row'),
    ("s1,s1,,,,,-1,", "bad_integer", 'transfer_type "-1" is not a whole number from 0 to 5'),
    ("s1,s1,,,,,no,", "bad_integer", 'transfer_type "no" is not a whole number from 0 to 5'),
]


@pytest.mark.parametrize(("row", "code", "message"), LEFT_OUT)
def test_a_rule_that_can_never_apply_is_left_out_and_reported(tmp_path, row, code, message):
    timetable, report = feed_with(tmp_path, "s1,s2,,,,,0,", row, "s2,s1,,,,,3,").read()
    assert [(rule[:2], rule[6]) for rule in rows_of(timetable)] == [((0, 1), 0), ((1, 0), 3)]
    (problem,) = report.problems
    assert (problem.severity, problem.code, problem.line) == ("warning", code, 3)
    assert str(problem).startswith(f"bus/transfers.txt line 3: {message}")
    assert "; the row is left out. Fix the row, or remove it." in str(problem)


@pytest.mark.parametrize("value", ["-1", "soon", "1.5", "3600000"])
def test_a_faulty_minimum_refuses_the_build_or_is_left_out(tmp_path, value):
    feed = feed_with(tmp_path, "s1,s2,,,,,0,", f"s2,s1,,,,,2,{value}")
    with pytest.raises(InputError) as refused:
        feed.read()
    assert str(refused.value).startswith(
        f'bus/transfers.txt line 3: min_transfer_time "{value}" is not a whole number from 0 to '
    )
    assert len(rows_of(feed.read("skip")[0])) == 1


def test_who_stays_seated_is_read_by_the_trips_alone(tmp_path):
    rows = ("s9,s1,r9,r1,t1,t3,4,", "s2,,r2,,t1,t2,5,")
    timetable, report = feed_with(tmp_path, *rows).read()
    assert [rule[4:7] for rule in rows_of(timetable)] == [(0, 2, 4), (0, 1, 5)]
    assert [rule[:4] for rule in rows_of(timetable)] == [(-1, 0, -1, 0), (1, -1, 1, -1)]
    assert report.problems == ()


def test_rules_about_what_was_left_out_go_with_it(tmp_path):
    feed = feed_with(tmp_path, "s1,s2,,,t3,,0,", "s1,s2,,r2,,,0,", "s4,s2,,,,,0,", "s1,s2,,,,,3,")
    feed.replace("routes", "r2,A,2,Elsewhere,3", "r2,A,2,Elsewhere,3\nr3,A,3,x,3")
    feed.replace("stop_times", "t3,09:00:00,09:00:00", "t3,,")
    feed.replace("stop_times", "t3,09:10:00,09:10:00", "t3,,")
    timetable, report = feed.read("skip")
    assert [rule[:4] for rule in rows_of(timetable)] == [
        (0, 1, -1, 1), (3, 1, -1, -1), (0, 1, -1, -1),
    ]  # fmt: skip
    assert not [problem for problem in report.problems if "transfers" in problem.file]
