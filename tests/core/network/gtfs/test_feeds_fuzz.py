"""Whatever happens to a feed on its way, users see one error or a sound timetable."""

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accessibility.errors import AccessibilityError
from accessibility.network.area import read_area
from accessibility.network.gtfs.feed_dates import parse_dates
from accessibility.network.gtfs.feed_rewrite import clean_feed, clip_feed
from accessibility.network.gtfs.feeds import read_feeds
from accessibility.network.network import Network
from accessibility.options import BuildOptions
from tests.core.network.damage import (
    FUZZ,
    damaged,
    damages,
    write_folder,
    write_zip,
    zip_damage,
)
from tests.core.small_world import write_streets

AROUND_TOWN = read_area((-3.01, 51.49, -2.99, 51.515), 0)
on_errors = st.sampled_from(["raise", "skip"])
folders = {"suppress_health_check": [HealthCheck.function_scoped_fixture]}


def test_the_feed_is_whole_before_it_is_damaged(tmp_path):
    path = write_folder(damaged([]), tmp_path / "feed")
    assert read_or_refused(path, "raise").n_trips >= 3
    assert read_or_refused(write_zip(damaged([]), tmp_path / "feed.zip", []), "raise").n_trips >= 3


@settings(max_examples=100 * FUZZ, **folders)
@example([("bytes", "agency", 0, 0, b"\1\r")], "raise")
@given(damages, on_errors)
def test_a_damaged_folder(tmp_path, wounds, on_error):
    read_or_refused(write_folder(damaged(wounds), tmp_path / "feed"), on_error)


@settings(max_examples=50 * FUZZ, **folders)
@given(st.one_of(st.just([]), damages), st.lists(zip_damage, min_size=1, max_size=3), on_errors)
def test_a_damaged_zip(tmp_path, wounds, zip_wounds, on_error):
    read_or_refused(write_zip(damaged(wounds), tmp_path / "feed.zip", zip_wounds), on_error)


@settings(max_examples=8 * FUZZ, **folders)
@given(damages)
def test_a_network_of_a_damaged_feed(tmp_path, wounds):
    streets = tmp_path / "streets.osm.pbf"
    if not streets.exists():
        write_streets(streets)
    feed = write_folder(damaged(wounds), tmp_path / "feed")
    try:
        network = Network.build(streets, feed, tmp_path / "n", BuildOptions(on_error="skip"))
    except AccessibilityError:
        return
    assert str(network.health).startswith("Verdict: ")
    network.verify()


@settings(max_examples=30 * FUZZ, **folders)
@given(damages, st.booleans())
def test_a_damaged_feed_that_is_cleaned_gives_what_could_be_used_of_it(tmp_path, wounds, cut):
    path, out = write_folder(damaged(wounds), tmp_path / "feed"), tmp_path / "out.zip"
    out.unlink(missing_ok=True)
    expected = read_or_refused(path, "skip")
    try:
        if cut:
            clip_feed(path, out, AROUND_TOWN, parse_dates("2023-06-05..2023-06-11"), trim=True)
        else:
            clean_feed(path, out)
    except AccessibilityError:
        assert expected is None or cut
        assert not out.exists()
        return
    cleaned = read_or_refused(out, "raise")
    kept = cleaned.trips["trip_id"].to_pylist()
    if cut:
        assert set(kept) <= set(expected.trips["trip_id"].to_pylist())
    else:
        assert kept == expected.trips["trip_id"].to_pylist()
        assert cleaned.st_departure.tolist() == expected.st_departure.tolist()


def read_or_refused(path, on_error):
    try:
        timetable, (report,) = read_feeds([path], BuildOptions(on_error=on_error))
    except AccessibilityError:
        return None
    assert (np.diff(timetable.trip_offset) >= 2).all()
    assert (timetable.st_departure >= timetable.st_arrival).all()
    within = np.ones(len(timetable.st_stop), dtype=bool)
    within[timetable.trip_offset[:-1]] = False
    assert (timetable.st_arrival[1:] >= timetable.st_departure[:-1])[within[1:]].all()
    assert (np.abs(timetable.stop_lon[timetable.st_stop]) <= 180).all()
    assert (np.abs(timetable.stop_lat[timetable.st_stop]) <= 90).all()
    assert timetable.trip_route.min() >= 0
    assert on_error == "skip" or all(problem.severity != "error" for problem in report.problems)
    assert all(str(problem) for problem in report.problems)
    return timetable
