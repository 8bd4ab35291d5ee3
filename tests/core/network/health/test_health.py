"""The report answers whether the network really built."""

from datetime import date, datetime

import numpy as np
import pytest

from accessibility.errors import UsageError
from accessibility.network.gtfs.feeds import read_feeds
from accessibility.network.health.health import HealthReport, compose
from accessibility.network.health.stop_links import LINKED, OUTSIDE, TOO_FAR, FarStop, stop_status
from accessibility.network.travel.entrances import entered, ways_in
from accessibility.network.travel.joining import SnappedPoints
from accessibility.options import BuildOptions
from tests.core.network.gtfs_feed import GtfsFeed

EXTENT = (-3.01, 51.49, -2.99, 51.515)


def report_of(paths, edges=None, extent=EXTENT, on_error="raise"):
    timetable, feeds = read_feeds(paths, BuildOptions(on_error=on_error))
    edge = np.array(edges if edges is not None else [7] * timetable.n_stops, dtype=np.int32)
    distance = np.where(edge < 0, 400_500, 2_000).astype(np.int64)
    return compose(
        timetable=timetable,
        feeds=feeds,
        street_counts={"ways_read": 1234},
        street_extent=extent,
        stops=SnappedPoints(edge, np.zeros(len(edge), np.int32), distance),
        through_entrances=entered(timetable, ways_in(timetable), edge).through,
        stop_snap_radius=300.0,
    )


@pytest.fixture
def feed(tmp_path):
    return GtfsFeed(tmp_path)


def verdict(report):
    return str(report).partition("\n\n")[0].replace("\n", " ")


def test_stop_status():
    lon = np.array([-3.0, -3.0, -3.2, -3.0, np.nan])
    lat = np.array([51.5, 51.5, 51.5, 51.52, np.nan])
    joins = np.array([True, False, False, True, False])
    assert stop_status(lon, lat, joins, EXTENT).tolist() == [
        LINKED,
        TOO_FAR,
        OUTSIDE,
        LINKED,
        OUTSIDE,
    ]
    assert stop_status(lon, lat, joins, None)[1] == OUTSIDE


def test_a_network_in_which_all_fits(feed):
    report = report_of([feed.write()])
    assert verdict(report) == "Verdict: the network built, and all its parts fit together."
    assert report.usable
    assert report.problems == ()
    assert "Problems: none" in str(report)


def test_stops_are_counted_by_state(feed):
    feed.tables["stops"] += "s4,Unused,51.50,-3.00\n"
    report = report_of([feed.write()], edges=[3, -1, -1, -1])
    (links,) = report.links
    assert (links.served, links.linked, links.too_far, links.outside) == (3, 1, 1, 1)
    assert links.farthest == (FarStop("s2", "Bridge", 400.5),)
    assert verdict(report) == (
        "Verdict: the network built, but about a third of the stops (1 of 3) lie outside "
        "the streets and another 1 over 300 m from any."
    )
    assert [problem.code for problem in report.findings] == ["stops_outside", "stops_too_far"]
    text = str(report)
    assert "1  33.3%  join a street" in text
    assert "too far: 400 m  s2  Bridge" in text
    assert "ways read   1,234" in text


def test_stops_too_far_alone(feed):
    report = report_of([feed.write()], edges=[3, -1, 3])
    assert verdict(report).endswith("but 1 of 3 stops lie over 300 m from any street.")


def test_streets_and_feeds_of_different_places(feed):
    report = report_of([feed.write()], edges=[-1] * 3, extent=(0, 0, 1, 1))
    assert not report.usable
    assert verdict(report).startswith(
        "Verdict: this network cannot be used. The streets and feeds do not meet: none of 3 served "
        "stops joins a street."
    )


def test_an_extract_without_streets(feed):
    report = report_of([feed.write()], edges=[-1] * 3, extent=None)
    assert [problem.code for problem in report.findings] == ["no_streets"]
    assert not report.usable


def test_rows_left_out_are_named_in_the_verdict_and_listed(feed):
    feed.replace("stop_times", "08:05:00", "8.05")
    report = report_of([feed.write()], on_error="skip")
    assert verdict(report) == (
        "Verdict: the network built, but faulty rows of the timetables were left out."
    )
    assert 'stop_times.txt line 3: arrival_time "8.05" is not HH:MM:SS' in str(report).replace(
        "\n", " "
    )
    assert "5 kept of 6" in str(report)


def test_feeds_without_a_common_date(tmp_path):
    june = GtfsFeed(tmp_path, "june").write()
    july = GtfsFeed(tmp_path, "july").replace("calendar", "20230605,20230630", "20230703,20230728")
    report = report_of([june, july.write()])
    assert [problem.code for problem in report.findings] == ["no_common_date"]
    assert verdict(report).endswith("but the feeds have no date in common.")


def test_a_feed_that_never_runs(tmp_path):
    bus = GtfsFeed(tmp_path, "bus").write()
    idle = GtfsFeed(tmp_path, "idle").replace("calendar", "1,1,1,1,1,0,0", "0,0,0,0,0,0,0").write()
    report = report_of([bus, idle])
    assert [(problem.code, problem.file) for problem in report.findings] == [("never_runs", "idle")]
    assert "no trip ever runs" in str(report)


def test_a_network_of_streets_alone():
    report = report_of([])
    assert report.usable
    assert "No timetables: only walks can be asked." in str(report)


def test_the_json_reads_back_equal(feed):
    feed.replace("stop_times", "08:05:00", "8.05")
    report = report_of([feed.write()], edges=[1, -1, -1], on_error="skip")
    again = HealthReport.from_json(report.to_json())
    assert again == report
    assert str(again) == str(report)
    with pytest.raises(UsageError, match=r"Open its network and ask network\.health"):
        again.services_on(date(2023, 6, 13))
    whole = HealthReport.from_json(report.to_json(), report.timetable)
    assert whole.services_on(date(2023, 6, 13)) == report.services_on(date(2023, 6, 13))


def test_services_of_a_date(tmp_path):
    bus = GtfsFeed(tmp_path, "bus").columns(
        "stop_times", pickup_type=["0", "1", "0", "0", "0", "0"]
    )
    rail = GtfsFeed(tmp_path, "rail").replace("routes", "A,1,Town to Hospital,3", ",1,x,2")
    rail.replace("agency", "Valley Buses", "Valley Rail")
    rail.replace("stop_times", "23:55:00,23:56:00", "24:05:00,24:06:00")
    report = report_of([bus.write(), rail.write()])
    services = report.services_on(date(2023, 6, 13))
    assert report.services_on("2023-06-13") == services
    assert report.services_on(datetime(2023, 6, 13, 8, 0)) == services
    with pytest.raises(UsageError, match='"13/06/2023" is no date'):
        report.services_on("13/06/2023")
    assert (services.trips, services.departures, services.usual_trips) == (4, 7, 4)
    assert services.weekday == "Tuesday"
    got = [
        (f.feed, f.trips, f.departures, [(a.agency, a.mode) for a in f.agencies])
        for f in services.feeds
    ]
    assert got == [
        ("bus", 2, 3, [("Valley Buses", "bus")]),
        ("rail", 2, 4, [("Valley Rail", "rail")]),
    ]
    assert services.departures_by_hour["bus"][8] == 1
    assert services.departures_by_hour["rail"][24] == 1
    assert sum(services.departures_by_hour["rail"]) == 4
    text = str(services)
    assert text.startswith(
        "On Tuesday 2023-06-13: 4 trips, 7 departures (a usual Tuesday has 4 trips)"
    )
    assert "    24            1           0" in text  # rail, then bus


def test_services_of_a_date_without_any(tmp_path):
    bus = GtfsFeed(tmp_path, "bus").write()
    july = GtfsFeed(tmp_path, "july").replace("calendar", "20230605,20230630", "20230703,20230728")
    text = str(report_of([bus, july.write()]).services_on(date(2023, 6, 17)))
    assert "bus: valid, but no trip runs on this date" in text
    assert "july: not valid on this date, only from 2023-07-03 to 2023-07-28" in text
    assert "hour" not in text


def test_lines_fit_a_terminal(feed):
    feed.add("frequencies", "trip_id,start_time,end_time,headway_secs", "t1,8:00:00,9:00:00,60")
    report = report_of([feed.write()], edges=[1, -1, -1])
    # A path cannot be broken.
    lines = [line for line in str(report).splitlines() if str(feed.folder) not in line]
    assert max(len(line) for line in lines) <= 100
