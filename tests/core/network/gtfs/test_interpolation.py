"""Blank times are filled in as the method says; checked against exact fractions."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.network.gtfs.interpolation import interpolate

BLANK = -1


def filled(arrivals, departures=None, distances=None, lat=None):
    timed = np.array([time != BLANK for time in arrivals])
    arrival = np.array(arrivals, dtype=np.int32)
    departure = np.array(departures or arrivals, dtype=np.int32)
    n = len(arrivals)
    distance = np.array(distances or [np.nan] * n, dtype=np.float64)
    lat = np.array(lat if lat is not None else np.zeros(n), dtype=np.float64)
    interpolate(timed, arrival, departure, distance, np.zeros(n), lat)
    assert (arrival == departure)[~timed].all()
    return arrival.tolist()


def test_by_distance_along_the_shape():
    assert filled([0, BLANK, BLANK, 100], distances=[5, 15, 30, 45]) == [0, 25, 62, 100]


def test_from_the_departure_before_to_the_arrival_after():
    arrival = [0, BLANK, 120]
    assert filled(arrival, departures=[20, BLANK, 200], distances=[0, 1, 2]) == [0, 70, 120]


def test_distances_that_are_not_exact_in_binary():
    # 0.1, 0.2 and 0.3 have no exact binary form; the times are whole all the same.
    assert filled([0, BLANK, BLANK, 60], distances=[1.0, 1.1, 1.2, 1.3]) == [0, 20, 40, 60]


@pytest.mark.parametrize(
    "distances", [[0, np.nan, 9, 10], [np.nan, 1, 9, 10], [0, 9, 1, 10], [0, 1, 9, 8]]
)
def test_by_distance_between_stops_where_the_shape_does_not_help(distances):
    # On the equator's meridian equal steps of a thousandth of a degree are equal lengths.
    assert filled([0, BLANK, BLANK, 90], distances=distances, lat=[0, 1e-3, 0, 1e-3]) == [
        0,
        30,
        60,
        90,
    ]


def test_by_count_where_all_stops_are_at_one_place():
    assert filled([0, BLANK, BLANK, 100], lat=[51, 51, 51, 51]) == [0, 33, 66, 100]


def test_each_gap_is_judged_alone():
    distances = [0, 1, 4, np.nan, 8, 0, 1, 2]
    lat = [0, 0, 0, 1, 4, 4, 4, 4]
    times = [0, BLANK, 40, BLANK, 80, 80, BLANK, 100]
    got = filled(times, distances=distances, lat=lat)
    assert got[1] == 10
    assert got[3] == 49  # a quarter of the way, which is a little less than a quarter in metres
    assert got[6] == 90


thousandths = st.integers(0, 10**6)


@given(st.data())
def test_as_fractions_say(data):
    n = data.draw(st.integers(2, 12))
    timed = [True, *data.draw(st.lists(st.booleans(), min_size=n - 2, max_size=n - 2)), True]
    clock = sorted(data.draw(st.lists(st.integers(0, 200_000), min_size=n, max_size=n)))
    along = sorted(data.draw(st.lists(thousandths, min_size=n, max_size=n)))
    times = [time if fixed else BLANK for time, fixed in zip(clock, timed, strict=True)]
    got = filled(times, distances=[d / 1000 for d in along])
    for row in range(n):
        if timed[row]:
            assert got[row] == clock[row]
            continue
        a = max(k for k in range(row) if timed[k])
        b = min(k for k in range(row, n) if timed[k])
        part, whole = along[row] - along[a], along[b] - along[a]
        if whole == 0:
            part, whole = row - a, b - a
        assert got[row] == clock[a] + math.floor(Fraction((clock[b] - clock[a]) * part, whole))


@given(st.data())
def test_times_never_decrease(data):
    n = data.draw(st.integers(2, 12))
    timed = [True, *data.draw(st.lists(st.booleans(), min_size=n - 2, max_size=n - 2)), True]
    clock = sorted(data.draw(st.lists(st.integers(0, 200_000), min_size=n, max_size=n)))
    lat = data.draw(st.lists(st.floats(-89, 89), min_size=n, max_size=n))
    distance = data.draw(
        st.lists(st.one_of(st.just(np.nan), st.floats(0, 1e6)), min_size=n, max_size=n)
    )
    times = [time if fixed else BLANK for time, fixed in zip(clock, timed, strict=True)]
    got = filled(times, distances=distance, lat=lat)
    assert got == sorted(got)
