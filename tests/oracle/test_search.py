"""The rounds against a search that tries every journey there is, and the small rules of time."""

import random
from datetime import date

import numpy as np
import pytest

from tests.oracle import percentile
from tests.oracle.clock import departures, service_day_start
from tests.oracle.search import NEVER, Footpaths, Service, earliest_arrivals
from tests.oracle.timetable import Call, Stop, Timetable, Trip

DAY = date(2023, 6, 13)
STOPS = 6


def random_case(seed):
    """Twelve trips between six stops, some calls closed, and a few footpaths."""
    chance = random.Random(seed)
    trips = []
    for number in range(12):
        second, calls = chance.randrange(40), []
        for _ in range(chance.randrange(2, 6)):
            arrival = second + chance.randrange(8)
            second = arrival + chance.randrange(3)
            stop = chance.randrange(STOPS)
            boarding, alighting = chance.random() < 0.8, chance.random() < 0.8
            calls.append(Call(stop, arrival, second, boarding, alighting))
        trips.append(Trip("f", str(number), "bus", frozenset({DAY}), calls))
    paths = {(stop, stop): 0 for stop in range(STOPS)}
    for _ in range(4):
        a, b = chance.sample(range(STOPS), 2)
        paths[a, b] = paths[b, a] = chance.randrange(6)
    access = {stop: chance.randrange(5) for stop in chance.sample(range(STOPS), 2)}
    return trips, paths, access


def every_journey(trips, paths, ready, slack, rides, best):
    """Ride every trip from every call at which it can be boarded, then walk every path."""
    if rides == 0:
        return
    for trip in trips:
        for position, call in enumerate(trip.calls):
            if not call.boarding or call.departure < ready.get(call.stop, NEVER) + slack:
                continue
            for later in trip.calls[position + 1 :]:
                if later.alighting:
                    best[later.stop] = min(best.get(later.stop, NEVER), later.arrival)
                    onward = {
                        to: later.arrival + seconds
                        for (start, to), seconds in paths.items()
                        if start == later.stop
                    }
                    every_journey(trips, paths, onward, slack, rides - 1, best)


@pytest.mark.parametrize("slack", [0, 2])
@pytest.mark.parametrize("max_rides", [0, 1, 2, 3])
def test_rounds_find_what_trying_everything_finds(max_rides, slack):
    reached = 0
    for seed in range(15):
        trips, paths, access = random_case(seed)
        by_trying: dict[int, int] = {}
        every_journey(trips, paths, access, slack, max_rides, by_trying)

        stops = [Stop("f", str(number), None) for number in range(STOPS)]
        service = Service(Timetable("UTC", stops, trips))
        start = service_day_start(DAY, "UTC")
        ready = np.full(STOPS, NEVER)
        for stop, second in access.items():
            ready[stop] = start + second
        footpaths = Footpaths(
            np.array([a for a, _ in paths]),
            np.array([b for _, b in paths]),
            np.array(list(paths.values())),
        )
        runs = service.runs(start, start + 3600, None)
        found = earliest_arrivals(runs, footpaths, ready, slack, max_rides)
        by_rounds = {stop: int(found[stop]) - start for stop in range(STOPS) if found[stop] < NEVER}
        assert by_rounds == by_trying
        reached += len(by_rounds)
    assert (reached > 20) == (max_rides > 0)  # the cases are not empty


def test_percentiles_by_nearest_rank():
    answers = [30, None, 10, 20]
    # ranks (4 p + 99) // 100 of 10, 20, 30, not reached
    wanted = {1: 10, 25: 10, 26: 20, 50: 20, 75: 30, 76: None, 100: None}
    assert {p: percentile(answers, p) for p in wanted} == wanted
    assert percentile([7], 1) == percentile([7], 50) == percentile([7], 100) == 7
    assert percentile([None], 50) is None


def test_departures_of_a_window():
    assert departures(1000, 0) == [1000]
    assert departures(1000, 180) == [1000, 1060, 1120]


def test_service_days_start_at_noon_minus_twelve_hours():
    starts = [service_day_start(date(2023, *day), "Europe/London") for day in ((3, 25), (3, 26))]
    assert starts[1] - starts[0] == 23 * 3600
    starts = [service_day_start(date(2023, *day), "Europe/London") for day in ((10, 29), (10, 30))]
    assert starts[1] - starts[0] == 24 * 3600
    # the hour that is gained lies before the twelve hours that count back from noon
    assert service_day_start(date(2023, 10, 28), "Europe/London") == starts[0] - 25 * 3600
