"""Each rule that is found and not applied is named, with a count."""

import pytest

from tests.core.network.gtfs_feed import GtfsFeed


def found(feed):
    (problem,) = feed.problems()
    return problem.severity, problem.code, problem.count


def test_stops_on_request(tmp_path):
    feed = GtfsFeed(tmp_path).columns("stop_times", drop_off_type=["0", "1", "2", "3", "", "3"])
    assert found(feed) == ("info", "on_request", 3)
    assert feed.problems()[0].line == 4


@pytest.mark.parametrize("table", ["routes", "stop_times"])
def test_continuous_stopping(tmp_path, table):
    feed = GtfsFeed(tmp_path).columns(table, continuous_pickup="0")
    assert found(feed)[:2] == ("info", "continuous_stopping")
    assert GtfsFeed(tmp_path).columns(table, continuous_pickup="1").codes() == []
    assert GtfsFeed(tmp_path).columns(table, continuous_drop_off="").codes() == []


def test_pathways(tmp_path):
    feed = GtfsFeed(tmp_path).add("pathways", "pathway_id", "p1", "p2")
    assert found(feed) == ("info", "pathways", 2)


def test_unusual_route_types(tmp_path):
    feed = GtfsFeed(tmp_path).replace("routes", ",3", ",1501")
    assert found(feed) == ("info", "other_route_type", 1)
    assert feed.read()[0].route_mode.tolist() == [255]


def test_rows_of_on_demand_services_are_left_out(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.add("stop_times", "t1,,,zone,4")
    feed.columns("stop_times", start_pickup_drop_off_window=[""] * 6 + ["09:00:00"])
    feed.tables["locations.geojson"] = "{}"
    timetable, report = feed.read()
    assert len(timetable.st_stop) == 6
    assert [(p.severity, p.code, p.line) for p in report.problems] == [
        ("warning", "flexible_service", 8),
        ("warning", "flexible_service", None),
    ]
