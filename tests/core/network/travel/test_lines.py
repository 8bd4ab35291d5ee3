"""Trips of some service days as lines: which run when, what may be boarded where."""

import random
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from accessibility.network.gtfs.timetable import DTYPES, TABLE_COLUMNS, Timetable
from accessibility.network.travel.lines import lines_of
from accessibility.network.travel.runs import Period, runs_in
from accessibility.network.travel.usable import usable_parts
from accessibility.options import TravelOptions

EPOCH = date(1970, 1, 1)
DAY = date(2023, 6, 13)
DAY_S = 86_400
BUS, RAIL = 3, 2
LATEST = 2 * DAY_S


def timetable_of(trips, stops=6, timezone="Europe/London"):
    """Make a timetable of trips (mode, dates, calls).

    Each call is (stop, arrival, departure, pickup, drop-off).
    """
    calls = [call for _, _, rows in trips for call in rows]
    columns = np.array(calls, np.int64).reshape(-1, 5).T
    dates = [sorted((day - EPOCH).days for day in days) for _, days, _ in trips]
    modes = [mode for mode, _, _ in trips]
    numbers = np.arange(len(trips))
    arrays = {
        "stop_lon": np.linspace(-3, -2.9, stops),
        "stop_lat": np.full(stops, 51.5),
        "stop_parent": np.full(stops, -1),
        "stop_used": np.isin(np.arange(stops), columns[0]),
        "trip_offset": np.cumsum([0, *(len(rows) for _, _, rows in trips)]),
        "trip_route": numbers,
        "trip_service": numbers,
        "trip_feed": np.zeros(len(trips)),
        "st_stop": columns[0],
        "st_arrival": columns[1],
        "st_departure": columns[2],
        "st_pickup": columns[3],
        "st_dropoff": columns[4],
        "route_type": np.array(modes),
        "route_mode": np.array(modes),
        "service_offset": np.cumsum([0, *map(len, dates)]),
        "service_dates": np.array([day for days in dates for day in days]),
        "stop_wheelchair": np.zeros(stops),
        "trip_block": np.full(len(trips), -1),
        "trip_wheelchair": np.zeros(len(trips)),
    }
    typed = {name: np.zeros(0, dtype) for name, dtype in DTYPES.items()}  # no intervals, no rules
    typed |= {name: np.asarray(array).astype(DTYPES[name]) for name, array in arrays.items()}
    tables = {
        name: pa.table({column: pa.array([], kind) for column, kind in columns_.items()})
        for name, columns_ in TABLE_COLUMNS.items()
    }
    return Timetable.from_parts(typed, tables, timezone)


def lines_on(timetable, first, last_s, modes=("bus",), mirror=None, longest_s=7200):
    """Lines of a period that begins an hour before a day does."""
    parts = usable_parts(timetable, TravelOptions(transit_modes=modes))
    backward = mirror is not None
    period = Period(first, -3600, last_s)
    runs = runs_in(timetable, period, parts.trips, longest_s, backward=backward)
    named = (np.full(timetable.n_trips, -1, np.int32),) * 2
    return lines_of(timetable, runs, parts.boarding, parts.alighting, named, mirror)[0]


def random_timetable(chance):
    """Trips over three sequences of stops on two days; what overtakes is welcome."""
    routes = [[chance.randrange(6) for _ in range(chance.randrange(2, 6))] for _ in range(3)]
    trips = []
    for _ in range(30):
        second, calls = chance.randrange(0, 4000, 30), []
        for stop in chance.choice(routes):
            arrival = second + chance.choice([0, 60, 600])
            second = arrival + chance.choice([0, 0, 60])
            calls.append((stop, arrival, second, 0, 0))
        trips.append((BUS, chance.choice([[DAY], [DAY, DAY + timedelta(days=1)]]), calls))
    return timetable_of(trips), DAY, LATEST


def trips_of(lines):
    """All trips again, as sets of (stop, arrival, departure, boarding, alighting)."""
    found = []
    for trip, line in enumerate(lines.trip_line.tolist()):
        begin, end = lines.stop_offset[line : line + 2].tolist()
        events = slice(lines.trip_event[trip], lines.trip_event[trip] + end - begin)
        columns = (
            lines.stop[begin:end],
            lines.arrival[events],
            lines.departure[events],
            lines.boarding[begin:end],
            lines.alighting[begin:end],
        )
        found.append(tuple(zip(*(column.tolist() for column in columns), strict=True)))
    return sorted(found)


def ride(start, *rest, rules=(0, 0)):
    """Calls at stops 0, 1, 2 ... at the given seconds."""
    return [(stop, second, second, *rules) for stop, second in enumerate((start, *rest))]


def test_trips_of_the_days_around_take_part():
    trips = [
        (BUS, [DAY - timedelta(days=1)], ride(23 * 3600, 25 * 3600)),
        (BUS, [DAY - timedelta(days=2)], ride(40 * 3600, 49 * 3600)),
        (BUS, [DAY - timedelta(days=2)], ride(20 * 3600, 40 * 3600)),  # over long before
        (BUS, [DAY], ride(8 * 3600, 9 * 3600)),
        (BUS, [DAY + timedelta(days=1)], ride(600, 1200)),
        (BUS, [DAY + timedelta(days=1)], ride(30 * 3600, 31 * 3600)),  # begins too late
    ]
    lines = lines_on(timetable_of(trips), DAY, 26 * 3600, ("bus",))
    first_arrivals = sorted((trip[0][1], trip[1][1]) for trip in trips_of(lines))
    assert first_arrivals == [
        (40 * 3600 - 2 * DAY_S, 3600),
        (-3600, 3600),
        (8 * 3600, 9 * 3600),
        (DAY_S + 600, DAY_S + 1200),
    ]


@pytest.mark.parametrize(
    ("day", "shift"), [(date(2023, 3, 26), 23), (date(2023, 3, 25), 24), (date(2023, 10, 29), 25)]
)
def test_days_begin_at_noon_less_twelve_hours(day, shift):
    """On the first clock change a day is an hour short, before it noon minus noon is 24 h."""
    before = day - timedelta(days=1)
    timetable = timetable_of([(BUS, [before, day], ride(8 * 3600, 9 * 3600))])
    lines = lines_on(timetable, before, 3 * DAY_S, ("bus",))
    starts = sorted(trip[0][1] - 8 * 3600 for trip in trips_of(lines))
    assert starts == [0, shift * 3600]


def test_only_the_vehicles_asked_for():
    timetable = timetable_of(
        [(BUS, [DAY], ride(100, 200)), (RAIL, [DAY], ride(300, 400)), (255, [DAY], ride(500, 600))]
    )
    starts = {
        modes: [trip[0][1] for trip in trips_of(lines_on(timetable, DAY, LATEST, modes))]
        for modes in (("bus",), ("rail", "other"), ("tram",))
    }
    assert starts == {("bus",): [100], ("rail", "other"): [300, 500], ("tram",): []}


def test_rules_are_part_of_the_line():
    open_, closed = ride(100, 200, 300), ride(100, 200, 300, rules=(1, 1))
    timetable = timetable_of(
        [(BUS, [DAY], open_), (BUS, [DAY], closed), (BUS, [DAY], ride(100, 200, 300, rules=(2, 3)))]
    )
    lines = lines_on(timetable, DAY, LATEST, ("bus",))
    assert len(lines.trip_offset) - 1 == 2  # 2 and 3 allow like 0
    by_rule = [lines.boarding.tolist(), lines.alighting.tolist()]
    assert sorted(by_rule[0]) == sorted(by_rule[1]) == [False] * 3 + [True] * 3
    # Nobody boards at the end of a line, nor where it is forbidden.
    boarded = [
        (stop, *lines.boardings[row].tolist())
        for stop in range(3)
        for row in range(lines.board_offset[stop], lines.board_offset[stop + 1])
    ]
    line = 0 if lines.boarding[0] else 1
    assert boarded == [(0, line, 0), (1, line, 1)]


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_lost_and_nothing_overtakes(seed):
    timetable, first, last_s = random_timetable(random.Random(seed))
    lines = lines_on(timetable, first, last_s, ("bus",))
    expected = []
    for trip in range(timetable.n_trips):
        rows = slice(*timetable.trip_offset[trip : trip + 2].tolist())
        dates = timetable.service_dates[slice(*timetable.service_offset[trip : trip + 2].tolist())]
        for day in dates.tolist():
            shift = (day - (DAY - EPOCH).days) * DAY_S
            times = (timetable.st_arrival[rows] + shift, timetable.st_departure[rows] + shift)
            columns = (timetable.st_stop[rows].tolist(), *(column.tolist() for column in times))
            expected.append(tuple((*call, True, True) for call in zip(*columns, strict=True)))
    assert trips_of(lines) == sorted(expected)
    assert (np.diff(lines.trip_line) >= 0).all()
    for line in range(len(lines.trip_offset) - 1):
        trips = range(*lines.trip_offset[line : line + 2].tolist())
        length = int(np.diff(lines.stop_offset[line : line + 2])[0])
        for times in (lines.arrival, lines.departure):
            rows = [times[lines.trip_event[trip] :][:length] for trip in trips]
            assert (np.diff(rows, axis=0) >= 0).all()


def test_a_timetable_without_trips():
    lines = lines_on(timetable_of([]), DAY, LATEST, ("bus",))
    assert len(lines.trip_line) == len(lines.arrival) == len(lines.boardings) == 0
    assert len(lines.board_offset) == 7
