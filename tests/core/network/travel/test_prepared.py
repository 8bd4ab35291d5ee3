"""What a query needs of the timetable is made once for a day and its limits, and warns of gaps."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from accessibility import ArriveBy, DepartAt, TravelOptions
from accessibility.errors import NoServiceDataError, UsageError
from accessibility.network.derived import DERIVED
from accessibility.network.travel import prepared as module
from accessibility.network.travel.prepared import prepare_timetables
from tests.core.small_world import DATES, Trip, World, corner, write_streets

NOON = "2023-06-13 12:00"


@pytest.fixture
def network(tmp_path):
    calls = tuple((stop, 300, 0, 0, 0) for stop in range(3))
    trips = tuple(Trip(0, calls, start, ("20230613", "20230614"), 3) for start in (3600, 43_200))
    rail = Trip(1, calls, 7200, ("20230613",), 2)
    world = World((corner(0, 0), corner(3, 3), corner(6, 6)), (*trips, rail))
    return world.network(write_streets(tmp_path / "grid.osm.pbf"), tmp_path / "n")


def prepare_timetable(network, when, options):
    (timetable,), _ = prepare_timetables(network, when, options)
    return timetable


def warned(network, when, options=None):
    return prepare_timetables(network, when, options or TravelOptions())[1]


def kept(network):
    folder = network.path / DERIVED
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_all_times_of_a_day_share_one_file(network, monkeypatch):
    first = prepare_timetable(network, DepartAt(NOON), TravelOptions())
    assert len(kept(network)) == 1

    def never(*_, **__):
        raise AssertionError

    monkeypatch.setattr(module, "lines_of", never)
    again = prepare_timetable(network, DepartAt("2023-06-13 00:00:01", "23h"), TravelOptions())
    for one, other in zip(first.lines, again.lines, strict=True):
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)
    assert np.array_equal(first.changes, again.changes)
    assert (first.start_s, again.start_s) == (12 * 3600, 1)
    # Neither do these change what can be ridden.
    same = {"max_walk_time": 3, "max_rides": 1, "snap_radius": 50}
    prepare_timetable(network, DepartAt(NOON), TravelOptions(**same))


@pytest.mark.parametrize(
    "limits",
    [
        {"transit_modes": ("bus",)},
        {"walk_speed": 4},
        {"max_transfer_time": 9},
        {"boarding_slack": 2},
        {"max_time": 119},
    ],
)
def test_what_changes_the_transfers_is_another_file(network, limits):
    prepare_timetable(network, DepartAt(NOON), TravelOptions())
    prepare_timetable(network, DepartAt(NOON), TravelOptions(**limits))
    assert len(kept(network)) == 2


def test_another_day_or_a_window_into_it_is_another_file(network):
    prepare_timetable(network, DepartAt("2023-06-13 23:00", "1h"), TravelOptions())
    prepare_timetable(network, DepartAt("2023-06-13 23:00", "61min"), TravelOptions())
    later = prepare_timetable(network, DepartAt("2023-06-14 00:00"), TravelOptions())
    assert len(kept(network)) == 3
    assert later.start_s == 0


def test_a_network_that_may_not_be_written_uses_the_users_cache(network, tmp_path, monkeypatch):
    monkeypatch.setenv("ACCESSIBILITY_CACHE_DIR", str(tmp_path / "cache"))
    (network.path / DERIVED).write_text("no folder can be made here")
    for _ in range(2):
        assert len(prepare_timetable(network, DepartAt(NOON), TravelOptions()).lines.trip_line)
    assert len(list((tmp_path / "cache" / DERIVED).iterdir())) == 1


def test_trips_of_all_days_that_count_are_there(network):
    lines = prepare_timetable(network, DepartAt(NOON), TravelOptions()).lines
    starts = sorted(lines.departure[lines.trip_event].tolist())
    # Both feeds also have a trip at noon of every day.
    expected = [3600, 7200, 43_200, 43_200, 43_200]
    assert [second for second in starts if 0 <= second < 86_400] == expected
    assert 86_400 + 3600 in starts  # within the horizon of a departure before midnight


def test_pieces_of_the_work_fit_together(network, monkeypatch):
    whole = prepare_timetable(network, DepartAt(NOON), TravelOptions())
    monkeypatch.setattr(module, "TRIPS_AT_ONCE", 2)
    (network.path / DERIVED / kept(network)[0]).unlink()
    pieces = prepare_timetable(network, DepartAt(NOON), TravelOptions())
    assert len(whole.lines.trip_line) > 4
    assert np.array_equal(whole.change_offset, pieces.change_offset)
    assert np.array_equal(whole.changes, pieces.changes)


def test_moments_outside_the_timetables_are_refused_and_gaps_are_told(network):
    last = datetime.strptime(DATES[-1], "%Y%m%d")
    with pytest.raises(NoServiceDataError, match="2023-06-11"):
        prepare_timetable(network, DepartAt(last + timedelta(days=2)), TravelOptions())
    assert warned(network, DepartAt(NOON), TravelOptions()) == []
    beyond = DepartAt(last + timedelta(hours=11), "13h")
    assert warned(network, beyond, TravelOptions()) != []


def test_deadlines_are_told_of_gaps_as_departures_are(network):
    first, last = datetime(2023, 6, 11), datetime(2023, 6, 16)
    with pytest.raises(NoServiceDataError, match=r"2023-06-10 23:59 is outside.*2023-06-11"):
        prepare_timetable(network, ArriveBy(first - timedelta(minutes=1)), TravelOptions())
    assert warned(network, ArriveBy(NOON), TravelOptions()) == []
    # The period of a deadline goes back by its window and the longest time.
    before = ArriveBy(first + timedelta(minutes=30), "10min")
    (told,) = warned(network, before, TravelOptions(max_time=60))
    assert told == (
        "no_service: no vehicle departs from 2023-06-10 23:21 to 2023-06-11 00:30; 1 of 2 days lie "
        "beyond all timetables, which go from 2023-06-11 to 2023-06-16."
    )
    quiet = ArriveBy(last + timedelta(hours=6), "1h")
    told, *_ = warned(network, quiet, TravelOptions())
    assert told == "no_service: no vehicle departs from 2023-06-16 03:01 to 2023-06-16 06:00."
    thin = warned(network, ArriveBy("2023-06-14 12:00"), TravelOptions())
    assert [warning.split(" agencies")[0] for warning in thin] == ["thin_service: 1 of 3"]


def test_a_moment_that_no_clock_shows_is_refused(sample_twins):
    with pytest.raises(UsageError, match="2025-03-30"):
        prepare_timetable(sample_twins.network, DepartAt("2025-03-30 01:30"), TravelOptions())


def test_agencies_that_no_longer_run_are_told_once_unless_they_do_not_matter(network):
    later = DepartAt("2023-06-14 08:00", "24h")
    warnings = warned(network, later, TravelOptions())
    (thin,) = [warning for warning in warnings if warning.startswith("thin_service")]
    assert thin.startswith("thin_service: 1 of 3 agencies")
    assert thin.endswith("(rail) none since 2023-06-13.")
    buses = TravelOptions(transit_modes=("bus",))
    assert not any("thin_service" in w for w in warned(network, later, buses))
