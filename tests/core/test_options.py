"""Options: what they accept, what they refuse in which words, and the numbers the core reads."""

from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.errors import AccessibilityError, InputError, Interrupted, UsageError
from accessibility.moments import ArriveBy, DepartAt
from accessibility.option_values import parse_minutes
from accessibility.options import TRANSIT_MODES, BuildOptions, TravelOptions


@pytest.mark.parametrize(
    ("given_value", "seconds"),
    [
        (20, 1200),
        (2.5, 150),
        ("20", 1200),
        ("1h30m", 5400),
        ("1h", 3600),
        ("90 min", 5400),
        ("1000s", 1000),
        ("1 h 5 min 30 s", 3930),
        ("0", 0),
        (0.0083, 0),
        (0.0084, 1),
    ],
)
def test_durations_are_minutes_or_words(given_value, seconds):
    assert round(parse_minutes(given_value) * 60) == seconds


@pytest.mark.parametrize("wrong", ["", "soon", "1x", "-5", -1, True, None, float("nan"), "inf"])
def test_what_is_no_duration_is_refused_with_an_example(wrong):
    with pytest.raises(ValueError, match="is no duration: give minutes"):
        parse_minutes(wrong)


@given(st.integers(1, 120 * 60))
def test_whole_seconds_survive_the_way_through_minutes(seconds):
    assert TravelOptions(max_transfer_time=f"{seconds}s").max_transfer_time_s == seconds
    assert TravelOptions(max_transfer_time=seconds / 60).max_transfer_time_s == seconds


def test_the_defaults_are_those_of_the_method():
    options = TravelOptions()
    assert options.mode == "transit"
    assert options.walk_speed_mph == 3600
    assert options.max_time_s == 7200
    assert options.max_walk_time_s == 1200
    assert options.max_transfer_time_s == 600
    assert options.boarding_slack_s == 60
    assert options.max_rides == 8
    assert options.snap_radius_mm == 300_000
    assert options.transit_modes == tuple(TRANSIT_MODES)
    assert BuildOptions().stop_snap_radius_mm == 300_000


def test_equal_options_are_equal_however_they_are_written():
    assert TravelOptions(max_time="2h", transit_modes="rail,bus") == TravelOptions(
        max_time=120, transit_modes=["bus", "rail", "bus"]
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"max_tim": 3}, 'no option "max_tim": did you mean max_time'),
        ({"max_time": "x"}, 'max_time: "x" is no duration'),
        ({"max_time": 0}, "max_time.*out of range: from 1 second to 1440"),
        ({"boarding_slack": 0}, "boarding_slack.*out of range"),
        ({"walk_speed": 90}, 'walk_speed: "90" does not fit.*20'),
        ({"snap_radius": 1601}, "snap_radius.*1600"),
        ({"snap_radius": 0}, "snap_radius"),
        ({"snap_radius": float("nan")}, "snap_radius"),
        ({"max_rides": 0}, "max_rides"),
        ({"max_rides": 2.5}, "max_rides"),
        ({"mode": "fly"}, "mode.*'transit', 'walk', 'cycle' or 'car'"),
        ({"transit_modes": "bux"}, 'transit_modes: "bux" is unknown. Known: tram'),
        ({"transit_modes": []}, "names nothing"),
        ({"transit_modes": 3}, "no list of names"),
        ({"access_modes": "walk,swim"}, 'access_modes: "swim" is unknown. Known: walk, cycle, car'),
        ({"mode": "cycle", "cycle_speed": 0}, "cycle_speed"),
        ({"mode": "cycle", "cycle_speed": -12}, "cycle_speed"),
        ({"mode": "car", "car_speeds": {"residental": 30}}, "did you mean residential"),
        ({"mode": "car", "car_speeds": {"primary": 4000}}, "primary.*from 1 to 250 km/h"),
        ({"mode": "car", "car_speeds": "primary=fast"}, 'car_speeds: primary: "fast" is not a sp'),
        ({"mode": "car", "car_speeds": "primary"}, '"primary" has no value'),
        ({"mode": "car", "car_speeds": 30}, "no table"),
        ({"mode": "car", "car_speeds": "primary=30,primary=40"}, '"primary" is named twice'),
        ({"mode": "car", "car_speeds": ""}, '"" names nothing: write motorway=VALUE'),
        ({"access_modes": " , "}, "access_modes: names nothing. Known: walk, cycle, car"),
        ({"mode": "car", "car_time_factors": {"path": (1, 1, 1)}}, 'no road class "path"'),
        ({"mode": "car", "car_time_factors": {"primary": (1, 1)}}, "primary.*three factors"),
        ({"mode": "car", "car_time_factors": "primary=1/0/1"}, "from 0.1 to 20"),
        ({"mode": "car", "car_time_factors": "primary=1/x/1"}, '"x" is not a factor'),
        ({"mode": "car", "driving_side": "middle"}, "driving_side"),
        ({"max_access_time": {"buss": 8}}, 'no vehicle "buss": did you mean bus'),
        ({"max_access_time": {"bus": -8}}, "max_access_time: bus"),
        ({"frequency_draws": 0}, "frequency_draws"),
    ],
)
def test_faulty_options_are_usage_errors_that_name_the_option(options, message):
    with pytest.raises(UsageError, match=message):
        TravelOptions(**options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"mode": "car", "transit_modes": "bus"}, 'transit_modes: is for mode "transit"; .*"car"'),
        ({"mode": "walk", "max_walk_time": 20}, 'max_walk_time: is for mode "transit"'),
        ({"mode": "cycle", "access_modes": "cycle"}, "access_modes"),
        ({"cycle_speed": 12}, "cycle_speed: has no effect"),
        ({"mode": "cycle", "car_speeds": {"primary": 50}}, "car_speeds: has no effect"),
        ({"access_modes": "cycle", "max_car_time": 10}, "max_car_time: has no effect"),
        ({"mode": "cycle", "wheelchair": True}, "wheelchair: cannot be combined with cycling"),
        ({"mode": "car", "wheelchair": True}, "wheelchair: has no effect"),
        ({"wheelchair_unknown": "refuse"}, "wheelchair_unknown: has no effect without wheelchair"),
        (
            {"transit_modes": "rail", "max_access_time": {"bus": 8}},
            "max_access_time: limits the way to bus, which transit_modes leaves out",
        ),
    ],
)
def test_options_that_contradict_one_another_are_refused(options, message):
    with pytest.raises(UsageError, match=message):
        TravelOptions(**options)


def test_tables_may_be_written_as_text():
    written = TravelOptions(
        access_modes="car,walk",
        car_speeds="primary=50.5,motorway=100",
        car_time_factors="trunk=1.4/1.105/1.3",
        max_access_time="rail=12,bus=500s",
    )
    assert written == TravelOptions(
        access_modes=("walk", "car"),
        car_speeds={"motorway": 100, "primary": 50.5},
        car_time_factors={"trunk": (1.4, 1.105, 1.3)},
        max_access_time={"bus": "500s", "rail": 12},
    )
    assert written.car_speeds_mph == {"motorway": 100_000, "primary": 50_500}
    assert written.car_time_percent == {"trunk": (140, 111, 130)}
    assert written.street_modes == {"walk", "car"}


def test_options_cannot_be_changed_afterwards():
    with pytest.raises(ValueError, match="frozen"):
        TravelOptions().max_rides = 3


@pytest.mark.parametrize(
    "moment",
    [
        "2023-06-13 08:00",
        "2023-06-13T08:00:00",
        "2023-06-13 8:00",
        datetime(2023, 6, 13, 8),
        pd.Timestamp("2023-06-13 08:00"),
    ],
)
def test_a_moment_is_a_local_date_and_time(moment):
    asked = DepartAt(moment)
    assert asked.moment == datetime(2023, 6, 13, 8)
    assert type(asked.moment) is datetime
    assert (asked.window_s, asked.n_moments) == (0, 1)


def test_a_deadline_is_written_like_a_departure():
    asked = ArriveBy("2023-06-13 09:00", "1h", measure="journey")
    assert (asked.moment.hour, asked.n_moments, asked.measure) == (9, 60, "journey")
    assert asked != DepartAt("2023-06-13 09:00", "1h", measure="journey")
    assert str(asked) == "2023-06-13 09:00 -60 min"
    assert str(DepartAt("2023-06-13 09:00:30")) == "2023-06-13 09:00:30"
    with pytest.raises(UsageError, match="measure"):
        ArriveBy("2023-06-13 09:00", measure="fast")


def test_a_window_asks_once_a_minute():
    asked = DepartAt("2023-06-13 08:00", window="2h")
    assert (asked.window_s, asked.n_moments) == (7200, 120)


@pytest.mark.parametrize(
    "moment",
    [
        "2023-06-13",
        "tomorrow",
        "2023-13-13 08:00",
        "2023-06-13 25:00",
        3,
        datetime(2023, 6, 13, tzinfo=UTC),
    ],
)
def test_other_moments_are_refused(moment):
    with pytest.raises(UsageError, match="moment"):
        DepartAt(moment)


@pytest.mark.parametrize("window", ["90s", 0.5, "25h", "x"])
def test_other_windows_are_refused(window):
    with pytest.raises(UsageError, match="window"):
        DepartAt("2023-06-13 08:00", window=window)


def test_an_error_names_file_line_field_value_and_remedy():
    error = InputError.at(
        "bus.zip/stop_times.txt",
        "is not HH:MM:SS",
        "Fix the row.",
        line=812,
        field="arrival_time",
        value="25:7x:00",
    )
    assert str(error) == (
        'bus.zip/stop_times.txt line 812: arrival_time "25:7x:00" is not HH:MM:SS. Fix the row.'
    )


def test_every_error_is_a_value_error_and_knows_its_exit_code():
    assert issubclass(AccessibilityError, ValueError)
    assert (InputError.exit_code, UsageError.exit_code, Interrupted.exit_code) == (1, 2, 130)
