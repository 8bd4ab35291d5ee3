"""The rounds against a search that tries every journey there is, and the small rules of time."""

import random
from datetime import date
from itertools import product

import numpy as np
import pytest

from tests.oracle import percentile
from tests.oracle.clock import deadlines, departures, service_day_start
from tests.oracle.deadlines import Deadline
from tests.oracle.intervals import Interval
from tests.oracle.rules import Rule, Rules, Side
from tests.oracle.search import Footpaths, Search
from tests.oracle.service import NEVER, Service
from tests.oracle.timetable import Call, Stop, Timetable, Trip

DAY = date(2023, 6, 13)
STOPS = [Stop("f", str(number), None, "P" if number < 2 else "") for number in range(6)]


def random_trips(chance):
    """Fourteen trips between six stops: some calls closed, some trips at intervals or in blocks."""
    trips = []
    for number in range(14):
        second, calls = chance.randrange(40), []
        for _ in range(chance.randrange(1, 6)):
            arrival = second + chance.randrange(8)
            second = arrival + chance.randrange(3)
            stop = chance.randrange(len(STOPS))
            boarding, alighting = chance.random() < 0.8, chance.random() < 0.8
            calls.append(Call(stop, arrival, second, boarding, alighting))
        intervals = (Interval(chance.randrange(20), 40, 9, True),) if number < 2 else ()
        block = chance.choice(["", "b", "c"])
        mode, route = chance.choice(["bus", "rail"]), chance.choice(["q", "r"])
        days = frozenset({DAY})
        trips.append(Trip("f", str(number), mode, days, calls, route, block, None, intervals))
    return trips


def random_rules(chance):
    """Rows of all types and all degrees of detail."""
    rows = []
    for line in range(14):
        sides = [
            Side(
                chance.choice([stop.id for stop in STOPS] + ["P", "P"]),
                chance.choice(["", "", "q", "r"]),
                chance.choice(["", "", "", *map(str, range(14))]),
            )
            for _ in range(2)
        ]
        rows.append(Rule("f", line, chance.choice([0, 2, 2, 3, 3]), chance.randrange(12), *sides))
    for line in range(14, 20):
        sides = [Side("", "", str(chance.randrange(14))) for _ in range(2)]
        rows.append(Rule("f", line, chance.choice([4, 4, 5]), 0, *sides))
    return rows


class Trying:
    """Tries every journey, by the words of the method and without any of the oracle's code."""

    def __init__(self, trips, rows, paths, slack):
        self.trips, self.rows, self.paths, self.slack = trips, rows, paths, slack
        self.runs = [(trip, shift) for trip in trips for shift in self.shifts(trip)]

    @staticmethod
    def shifts(trip):
        if not trip.intervals:
            return [0]
        [row] = trip.intervals
        return [t - trip.calls[0].departure for t in range(row.start, row.end, row.headway)]

    def applies(self, row, trip, stop, side):
        return (
            side.stop in (stop.id, stop.parent or "?")
            and side.route in ("", trip.route)
            and side.trip in ("", trip.id)
        )

    def earliest_boarding(self, trip_a, a, trip_b, b, arrival, walk):
        stop_a, stop_b = STOPS[a], STOPS[b]
        fitting = [
            row
            for row in self.rows
            if row.type < 4
            and self.applies(row, trip_a, stop_a, row.left)
            and self.applies(row, trip_b, stop_b, row.boarded)
        ]
        usual = arrival + walk + self.slack
        if not fitting:
            return usual
        order = ["trip trip", "trip route", "trip -", "route route", "route -", "- -"]

        def key(row):
            names = [
                "trip" if s.trip else "route" if s.route else "-" for s in (row.left, row.boarded)
            ]
            exact = [row.left.stop == stop_a.id, row.boarded.stop == stop_b.id].count(True)
            found = [" ".join(pair) for pair in (names, names[::-1])]
            return min(order.index(name) for name in found if name in order), -exact, -row.line

        row = min(fitting, key=key)
        if row.type == 3:
            return NEVER
        return arrival + max(walk, row.minimum) if row.type == 2 else usual

    def next_trips(self, trip):
        if trip.intervals:
            return
        end, start_at = trip.calls[-1], trip.calls[-1].arrival
        plain = [other for other in self.trips if not other.intervals and other is not trip]
        later = [other for other in plain if other.calls[0].departure >= start_at]
        named = {
            kind: {(r.left.trip, r.boarded.trip) for r in self.rows if r.type == kind}
            for kind in (4, 5)
        }
        block = [other for other in later if trip.block and other.block == trip.block]
        first = min((other.calls[0].departure for other in block), default=0)
        block = [other for other in block if other.calls[0].departure == first][:1]
        for other in later:
            here, there = STOPS[end.stop], STOPS[other.calls[0].stop]
            fits = here.id == there.id or (here.parent and here.parent == there.parent)
            pair = (trip.id, other.id)
            if ((other in block and fits) or pair in named[4]) and pair not in named[5]:
                yield other

    def ride(self, trip, shift, position, rides, best, riding=()):
        """All that can be done from on board, at a call or (-1) before the first one."""
        for later in range(position + 1, len(trip.calls)):
            call = trip.calls[later]
            if later and call.alighting:
                self.alight(trip, call.stop, call.arrival + shift, rides, best)
        if position < len(trip.calls) - 1:
            for other in self.next_trips(trip):
                first = other.calls[0]
                if first.alighting:
                    second = max(first.arrival, trip.calls[-1].arrival)
                    self.alight(other, first.stop, second, rides, best)
                if other not in riding:
                    self.ride(other, 0, -1, rides, best, (*riding, trip))

    def alight(self, trip, stop, second, rides, best):
        best[trip.mode, stop] = min(best.get((trip.mode, stop), NEVER), second)
        if rides == 0:
            return
        for (start, to), walk in self.paths.items():
            if start == stop:
                for other, shift in self.runs:
                    for position, call in enumerate(other.calls):
                        departure = call.departure + shift
                        if (
                            call.boarding
                            and call.stop == to
                            and departure
                            >= self.earliest_boarding(trip, stop, other, to, second, walk)
                        ):
                            self.ride(other, shift, position, rides - 1, best)

    def from_origin(self, access, rides):
        best = {}
        for trip, shift in self.runs:
            for position, call in enumerate(trip.calls):
                ready = access.get((trip.mode, call.stop), NEVER)
                if call.boarding and call.departure + shift >= ready + self.slack and rides:
                    self.ride(trip, shift, position, rides - 1, best)
        return best


def random_case(seed, *, rules=True):
    chance = random.Random(seed)
    trips = random_trips(chance)
    rows = random_rules(chance) if rules else []
    paths = {(stop, stop): 0 for stop in range(len(STOPS))}
    for _ in range(4):
        a, b = chance.sample(range(len(STOPS)), 2)
        paths[a, b] = paths[b, a] = chance.randrange(6)
    access = {
        (mode, stop): chance.randrange(5)
        for stop in chance.sample(range(len(STOPS)), 2)
        for mode in ("bus", "rail")
    }
    del access[chance.choice(sorted(access))]  # too far for vehicles of one kind
    return trips, rows, paths, access


def search_of(trips, rows, paths, slack, max_rides):
    service = Service(Timetable("UTC", STOPS, trips, [], {"f": ""}), Rules(rows))
    start = service_day_start(DAY, "UTC")
    runs = service.runs(start, start + 3600)
    table = [(a, b, seconds) for (a, b), seconds in paths.items()]
    footpaths = Footpaths(*np.array(table).T)
    search = Search(service.timetable, runs, footpaths, service.rules, slack, max_rides)
    return search, start


def table_of(search, seconds):
    """Seconds by mode and stop as an array."""
    table = np.full((len(search.runs.modes), len(STOPS)), NEVER)
    for (mode, stop), second in seconds.items():
        table[search.runs.modes.index(mode), stop] = second
    return table


def arrival(search, second, access, egress):
    return (search.earliest(access + second) + egress).min()


@pytest.mark.parametrize("slack", [0, 2])
@pytest.mark.parametrize("max_rides", [0, 1, 2, 3])
@pytest.mark.parametrize("rules", [False, True])
def test_rounds_find_what_trying_everything_finds(rules, max_rides, slack):
    reached = 0
    for seed in range(12):
        trips, rows, paths, access = random_case(seed, rules=rules)
        by_trying = Trying(trips, rows, paths, slack).from_origin(access, max_rides)
        search, start = search_of(trips, rows, paths, slack, max_rides)
        found = search.earliest(table_of(search, access) + start) - start
        by_rounds = {
            (mode, stop): int(found[row, stop])
            for (row, mode), stop in product(enumerate(search.runs.modes), range(len(STOPS)))
            if found[row, stop] < NEVER // 2
        }
        assert by_rounds == by_trying
        reached += len(by_rounds)
    assert (reached > 20) == (max_rides > 0)  # the cases are not empty


@pytest.mark.parametrize("max_rides", [0, 1, 2, 8])
@pytest.mark.parametrize("rules", [False, True])
def test_latest_departures_are_those_after_which_one_is_late(rules, max_rides):
    """By definition: who leaves then arrives in time, and who leaves a second later does not."""
    slack, tried = 2, 0
    for seed in range(60):
        trips, rows, paths, access = random_case(seed, rules=rules)
        search, start = search_of(trips, rows, paths, slack, max_rides)
        chance = random.Random(seed)
        egress = {
            (mode, stop): chance.randrange(5)
            for stop in chance.sample(range(len(STOPS)), 2)
            for mode in ("bus", "rail")
        }
        del egress[chance.choice(sorted(egress))]
        access, egress = table_of(search, access), table_of(search, egress)
        for deadline in range(start + 10, start + 90, 7):
            boardings = Deadline(search, deadline - egress).boardings()
            latest = int((boardings - slack - access).max())
            if latest < 0:
                assert arrival(search, start - 100, access, egress) > deadline
            else:
                assert arrival(search, latest, access, egress) <= deadline
                assert arrival(search, latest + 1, access, egress) > deadline
                tried += 1
    assert (tried > 100) == (max_rides > 0)


def test_percentiles_by_nearest_rank():
    answers = [30, None, 10, 20]
    # ranks (4 p + 99) // 100 of 10, 20, 30, not reached
    wanted = {1: 10, 25: 10, 26: 20, 50: 20, 75: 30, 76: None, 100: None}
    assert {p: percentile(answers, p) for p in wanted} == wanted
    assert percentile([7], 1) == percentile([7], 50) == percentile([7], 100) == 7
    assert percentile([None], 50) is None


def test_departures_and_deadlines_of_a_window():
    assert departures(1000, 0) == deadlines(1000, 0) == [1000]
    assert departures(1000, 180) == [1000, 1060, 1120]
    assert deadlines(1000, 180) == [1000, 940, 880]


def test_service_days_start_at_noon_minus_twelve_hours():
    starts = [service_day_start(date(2023, *day), "Europe/London") for day in ((3, 25), (3, 26))]
    assert starts[1] - starts[0] == 23 * 3600
    starts = [service_day_start(date(2023, *day), "Europe/London") for day in ((10, 29), (10, 30))]
    assert starts[1] - starts[0] == 24 * 3600
    # the hour that is gained lies before the twelve hours that count back from noon
    assert service_day_start(date(2023, 10, 28), "Europe/London") == starts[0] - 25 * 3600
