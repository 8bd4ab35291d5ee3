"""Headings of maps: what a layer says of itself, in words."""

from datetime import datetime

import pandas as pd
import pyarrow as pa
import pytest

from accessibility.maps.wording import (
    describe,
    describe_surface,
    is_timed,
    say_clock,
    say_day,
    title_of,
)
from accessibility.moments import ArriveBy, DepartAt
from accessibility.places.points import Points

WHEN = "2023-06-13 08:30"
TRANSIT = "By public transport or on foot"


def row(**columns):
    return pd.DataFrame([{"mode": "transit", "direction": "depart", **columns}])


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, TRANSIT),
        ({"mode": "walk"}, "On foot"),
        ({"mode": "car", "when": WHEN}, "By car, leaving at 08:30 on Tuesday 13 June 2023"),
        (
            {"when": str(ArriveBy(WHEN)), "direction": "arrive", "mode": "cycle"},
            "By bicycle, arriving by 08:30 on Tuesday 13 June 2023",
        ),
        (
            {"when": str(DepartAt(WHEN, window="1h")), "percentile": 50, "mode": "walk"},
            "On foot, median of departures from 08:30 to 09:30 on Tuesday 13 June 2023",
        ),
        (
            {"when": str(ArriveBy(WHEN, window=90)), "direction": "arrive", "percentile": 75.0},
            f"{TRANSIT}, reached at 75 % of deadlines from 07:00 to 08:30 on Tuesday 13 June 2023",
        ),
        (
            {"when": str(DepartAt(WHEN, window=30)), "percentile": pd.NA},
            f"{TRANSIT}, leaving between 08:30 and 09:00 on Tuesday 13 June 2023",
        ),
        ({"mode": "hovercraft", "when": WHEN}, "Leaving at 08:30 on Tuesday 13 June 2023"),
        ({"when": pd.Timestamp(WHEN)}, f"{TRANSIT}, leaving at 08:30 on Tuesday 13 June 2023"),
        ({"when": None, "percentile": None}, TRANSIT),
    ],
)
def test_a_set_of_isochrones_says_how_and_when(columns, said):
    assert describe(row(**columns)) == said


def test_a_series_says_the_day_alone():
    assert describe(row(when=WHEN, mode="walk"), timed=False) == "On foot, on Tuesday 13 June 2023"


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        (
            f"minutes, Newport station, depart {DepartAt(WHEN)}",
            ("Travel time from Newport station", "Leaving at 08:30 on Tuesday 13 June 2023"),
        ),
        (
            f"minutes, A, B, arrive {ArriveBy(WHEN, window=60)}",
            (
                "Travel time to A, B",
                "Arriving between 07:30 and 08:30 on Tuesday 13 June 2023",
            ),
        ),
        ("minutes, 1", ("Travel time", "")),
        ("minutes, Here", ("Travel time from Here", "")),
        ("elevation", ("Travel time", "")),
        ("", ("Travel time", "")),
    ],
)
def test_a_surface_is_described_by_the_name_in_its_file(name, heading):
    assert describe_surface(name) == heading


def test_only_surfaces_of_a_moment_owe_something_to_timetables():
    assert is_timed("minutes, Here, depart 2023-06-13 08:30")
    assert is_timed("")  # it does not say
    assert not is_timed("minutes, Here")


def points(*ids):
    return Points(pa.array(list(ids)), pd.Series(0.0, range(len(ids))).to_numpy(), None)


@pytest.mark.parametrize(
    ("origins", "arriving", "title"),
    [
        (points("Square"), False, "Travel time from Square"),
        (points("Square"), True, "Travel time to Square"),
        (points("a", "b", "c"), False, "Travel time from the nearest of 3 places"),
        (points(1), False, "Travel time"),
        (points("7"), False, "Travel time"),
        (None, True, "Travel time"),
    ],
)
def test_the_title_names_where_people_set_out(origins, arriving, title):
    assert title_of(origins, arriving=arriving) == title


def test_days_and_times_are_english_on_every_machine():
    moment = datetime(2024, 2, 29, 7, 5)
    assert say_day(moment) == "Thursday 29 February 2024"
    assert say_clock(moment) == "07:05"
