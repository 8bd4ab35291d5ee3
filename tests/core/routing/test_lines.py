"""Patterns, lines without overtaking, and finding the next trip of a line."""

import random
from collections import defaultdict

import numpy as np
import pytest

from accessibility.routing.lines import earliest_trip, overtaking_free, positions_of
from accessibility.routing.patterns import patterns_of_trips
from tests.core.network.travel.test_lines import lines_on, random_timetable


def offsets(lengths):
    return np.cumsum([0, *lengths]).astype(np.int64)


@pytest.mark.parametrize("seed", range(10))
def test_equal_sequences_share_a_pattern(seed):
    chance = random.Random(seed)
    kinds = [[chance.randrange(4) for _ in range(chance.randrange(1, 5))] for _ in range(8)]
    trips = [chance.choice(kinds) for _ in range(200)]
    calls = np.array([call for trip in trips for call in trip], np.int64)
    patterns = patterns_of_trips(offsets(map(len, trips)), calls).tolist()
    numbers: dict[tuple[int, ...], int] = {}
    for trip in trips:
        numbers.setdefault(tuple(trip), len(numbers))
    assert patterns == [numbers[tuple(trip)] for trip in trips]


def test_no_trips_have_no_patterns():
    assert len(patterns_of_trips(np.zeros(1, np.int64), np.zeros(0, np.int64))) == 0


@pytest.mark.parametrize("seed", range(10))
def test_no_trip_of_a_division_overtakes_another(seed):
    chance = random.Random(seed)
    patterns = sorted(chance.randrange(4) for _ in range(40))
    arrivals, departures = [], []
    first = defaultdict(int)
    for pattern in patterns:
        second = first[pattern] = first[pattern] + chance.choice([0, 60, 300])
        trip = []
        for _ in range(2 + pattern):
            trip.append((second, second + chance.choice([0, 0, 100])))
            second = trip[-1][1] + chance.choice([0, 60, 400])
        arrivals.append([arrival for arrival, _ in trip])
        departures.append([departure for _, departure in trip])
        arrivals[-1][0] = departures[-1][0] = first[pattern]
    division = overtaking_free(
        np.array(patterns, np.int64),
        offsets(map(len, arrivals)),
        np.concatenate(arrivals).astype(np.int32),
        np.concatenate(departures).astype(np.int32),
    ).tolist()
    lines = defaultdict(list)
    for trip, line in enumerate(zip(patterns, division, strict=True)):
        lines[line].append(trip)
    for trips in lines.values():
        times = np.array([arrivals[trip] + departures[trip] for trip in trips])
        assert (np.diff(times, axis=0) >= 0).all()
    # Each later division was needed: its first trip fits after no trip of the ones before.
    assert len(lines) > 4
    for (pattern, number), trips in lines.items():
        for before in range(number):
            last = max(trip for trip in lines[pattern, before] if trip < trips[0])
            mine = np.array(arrivals[trips[0]] + departures[trips[0]])
            assert (mine < np.array(arrivals[last] + departures[last])).any()


@pytest.mark.parametrize("seed", range(5))
def test_the_earliest_trip_is_the_first_that_leaves_late_enough(seed):
    timetable, first, last_s = random_timetable(random.Random(seed))
    lines = lines_on(timetable, first, last_s, ("bus",))
    for line in range(len(lines.trip_offset) - 1):
        begin, end = lines.trip_offset[line : line + 2].tolist()
        positions = positions_of(lines, line)
        departure = lines.departure[lines.trip_event[begin] :][: positions * (end - begin)]
        departure = departure.reshape(end - begin, positions)
        for position in range(positions):
            for ready in {
                0,
                *departure[:, position].tolist(),
                *(departure[:, position] + 1).tolist(),
            }:
                late = np.flatnonzero(departure[:, position] >= ready)
                expected = begin + late[0] if len(late) else end
                assert earliest_trip(lines, line, position, ready, end) == expected
