"""Courses of vehicles as shapes.txt draws them: in order, and faults that stop nobody."""

import numpy as np
import pytest

from accessibility.network.area import read_area
from accessibility.network.gtfs.clip_timetable import clip_timetable
from accessibility.network.gtfs.feeds import read_feeds
from tests.core.network.gtfs_feed import GtfsFeed

HEADER = "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence"
WITH_DISTANCE = f"{HEADER},shape_dist_traveled"
LINE = ("a,51.50,-3.00,1,0", "a,51.51,-3.00,2,1.5", "a,51.52,-3.00,3,3")


def drawn(feed, trips=("a", "a"), header=WITH_DISTANCE, rows=LINE):
    """The feed with shapes for its trips."""
    return feed.columns("trips", shape_id=list(trips)).add("shapes", header, *rows)


def shapes_of(timetable):
    """Points of the shape of each trip, None for none."""
    found = []
    for shape in timetable.trip_shape.tolist():
        part = slice(*timetable.shape_offset[max(0, shape) :][:2])
        points = zip(
            timetable.shape_x[part].tolist(), timetable.shape_y[part].tolist(), strict=True
        )
        found.append(None if shape < 0 else list(points))
    return found


NORTHWARDS = [(-30000000, 515000000), (-30000000, 515100000), (-30000000, 515200000)]


def test_points_come_in_their_order_whatever_the_rows(tmp_path):
    feed = drawn(GtfsFeed(tmp_path), rows=(LINE[2], "b,50,-1,7,", LINE[0], "b,50,-2,3,", LINE[1]))
    timetable, report = feed.read()
    assert shapes_of(timetable) == [NORTHWARDS, NORTHWARDS]
    assert timetable.shape_dist.tolist() == [0, 1.5, 3]
    assert timetable.shape_offset.tolist() == [0, 3]  # b is used by no trip
    assert report.problems == ()


def test_distances_of_stop_times_are_kept(tmp_path):
    feed = GtfsFeed(tmp_path).columns(
        "stop_times", shape_dist_traveled=["0", "1.5", "3", "0", "", "3"]
    )
    timetable, _ = feed.read()
    np.testing.assert_array_equal(timetable.st_shape_dist, [0, 1.5, 3, 0, np.nan, 3])


@pytest.mark.parametrize("table", [None, "", f"{HEADER}\n"])
def test_a_feed_without_shapes(tmp_path, table):
    feed = GtfsFeed(tmp_path).columns("trips", shape_id="a")
    if table is not None:
        feed.tables["shapes"] = table
    timetable, _ = feed.read()
    assert shapes_of(timetable) == [None, None]
    assert (timetable.shape_offset.tolist(), len(timetable.shape_x)) == ([0], 0)
    assert np.isnan(timetable.st_shape_dist).all()


FAULTS = {
    "lat": (("a,9x,-3,5,4",), "bad_number", 'shape_pt_lat "9x" is not a number'),
    "no lon": (("a,51,,5,4",), "blank_value", 'shape_pt_lon "" is blank'),
    "no id": ((",51,-3,5,4",), "blank_value", 'shape_id "" is blank'),
    "far": (("a,91,-3,5,4",), "shape_point_without_place", "is not a place on Earth"),
    "zero": (("a,0,0,5,4",), "shape_point_without_place", "the point is left out"),
    "sequence": (("a,51,-3,x,4",), "bad_integer", 'shape_pt_sequence "x" is not a whole number'),
    "negative": (("a,51,-3,-1,4",), "bad_integer", "is not a whole number from 0"),
    "twice": (("a,51,-3,2,4",), "duplicate_sequence", "the later row is left out"),
}


@pytest.mark.parametrize(("rows", "code", "message"), FAULTS.values(), ids=FAULTS)
def test_faulty_points_are_left_out_with_a_warning(tmp_path, rows, code, message):
    timetable, report = drawn(GtfsFeed(tmp_path), rows=LINE + rows).read()
    assert shapes_of(timetable) == [NORTHWARDS, NORTHWARDS]
    (problem,) = report.problems
    assert (problem.severity, problem.code, problem.line) == ("warning", code, 5)
    assert message in str(problem)
    assert problem.file.endswith("shapes.txt")


@pytest.mark.parametrize(
    ("distances", "codes"),
    [
        (("0", "3", "2"), ["decreasing_distance"]),
        (("0", "", "2"), []),
        (("0", "far", "2"), ["bad_number"]),
    ],
)
def test_distances_that_cannot_be_trusted_are_dropped_for_the_shape(tmp_path, distances, codes):
    rows = [f"{row.rpartition(',')[0]},{d}" for row, d in zip(LINE, distances, strict=True)]
    feed = drawn(GtfsFeed(tmp_path), ("a", "b"), rows=(*rows, "b,51,-3,1,0", "b,51,-4,2,9"))
    timetable, report = feed.read()
    assert np.isnan(timetable.shape_dist[:3]).all()
    assert timetable.shape_dist[3:].tolist() == [0, 9]
    assert [problem.code for problem in report.problems] == codes


def test_a_shape_of_one_point_is_none(tmp_path):
    feed = drawn(GtfsFeed(tmp_path), ("b", "a"), rows=("b,51,-3,1,0", *LINE))
    timetable, report = feed.read()
    assert shapes_of(timetable) == [None, NORTHWARDS]
    (problem,) = report.problems
    assert (problem.code, problem.line, problem.value) == ("shape_without_points", 2, "b")
    assert "drawn straight" in str(problem)


def test_a_shape_that_is_not_there_is_told(tmp_path):
    timetable, report = drawn(GtfsFeed(tmp_path), ("lost", "")).read()
    assert shapes_of(timetable) == [None, None]
    (problem,) = report.problems
    assert (problem.code, problem.value, problem.count) == ("shape_without_points", "lost", 1)


def test_a_table_that_cannot_be_read_stops_nothing(tmp_path):
    feed = drawn(GtfsFeed(tmp_path), header="shape_id,shape_pt_lat")
    timetable, report = feed.read()
    assert shapes_of(timetable) == [None, None]
    assert [(p.severity, p.code) for p in report.problems] == [("warning", "table_unreadable")]


def test_shapes_of_several_feeds_stay_with_their_trips(tmp_path):
    one = drawn(GtfsFeed(tmp_path, "one"), ("a", ""))
    other = drawn(
        GtfsFeed(tmp_path, "other"), ("", "a"), rows=[row.replace("-3", "-2") for row in LINE]
    )
    timetable, _ = read_feeds([one.write(), GtfsFeed(tmp_path, "plain").write(), other.write()])
    moved = [(x + 10_000_000, y) for x, y in NORTHWARDS]
    assert shapes_of(timetable) == [NORTHWARDS, None, None, None, None, moved]


def test_shapes_of_trips_beyond_an_area_go(tmp_path):
    feed = GtfsFeed(tmp_path).add("stops", "far,Far,53.5,-3", "farther,Farther,53.6,-3")
    feed.add("trips", "r1,week,t3")
    feed.add("stop_times", "t3,09:00:00,09:00:00,far,1", "t3,09:10:00,09:10:00,farther,2")
    far = ("b,53.5,-3.0,1,0", "b,53.6,-3.0,2,9")
    timetable, _ = drawn(feed, ("a", "", "b"), rows=far + LINE).read()
    around = read_area((-3.1, 51.4, -2.9, 51.6), 0)
    assert shapes_of(clip_timetable(timetable, around)[0]) == [NORTHWARDS, None]
    north = read_area((-3.1, 53.4, -2.9, 53.7), 0)
    clipped, _ = clip_timetable(timetable, north)
    assert len(shapes_of(clipped)[0]) == 2
    assert clipped.shape_dist.tolist() == [0, 9]
