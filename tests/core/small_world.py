"""Small random worlds: a grid of streets with random timetables, and questions about them."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from accessibility import DepartAt, TravelOptions
from accessibility.network.network import Network
from tests.core.comparison import LonLat, Twins
from tests.oracle import Oracle
from tests.oracle.tiny import write_feed, write_osm

SIDE = 7
FAR_STOP = (-3.006, 51.512)  # some 400 m west of the nearest street: it joins none
DATES = [f"202306{day}" for day in range(11, 17)]
EVENING = datetime(2023, 6, 13, 23, 20)  # when everything happens


def corner(column: int, row: int) -> LonLat:
    """A crossing of the grid; the streets are a little uneven, some 400 to 500 m long."""
    return (
        round(-3 + 0.0061 * column + 0.0004 * (row % 3), 7),
        round(51.5 + 0.0041 * row + 0.00021 * (column % 2), 7),
    )


def write_streets(path: Path) -> Path:
    """A grid of seven streets by seven."""
    nodes = {
        1 + row * SIDE + column: corner(column, row)
        for row in range(SIDE)
        for column in range(SIDE)
    }
    lines = [[1 + row * SIDE + i for i in range(SIDE)] for row in range(SIDE)]
    lines += [[1 + i * SIDE + column for i in range(SIDE)] for column in range(SIDE)]
    return write_osm(
        path,
        nodes,
        {number: (line, {"highway": "residential"}) for number, line in enumerate(lines, 1)},
    )


@dataclass(frozen=True)
class Trip:
    """A trip of one of two feeds: its calls as (stop, ride before, dwell, pickup, drop-off)."""

    feed: int
    calls: tuple[tuple[int, int, int, int, int], ...]
    start: int
    dates: tuple[str, ...]
    route_type: int

    def rows(self) -> list[str]:
        """Rows as `write_feed` takes them."""
        second, rows = self.start, []
        for stop, ride, dwell, pickup, dropoff in self.calls:
            arrival = second + (ride if rows else 0)
            second = arrival + dwell
            rows.append(f"s{stop} {clock(arrival)} {clock(second)} {pickup} {dropoff}")
        return rows


def clock(second: int) -> str:
    """HH:MM:SS, past 24 hours too."""
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


@dataclass(frozen=True)
class World:
    """Stops and trips on the grid."""

    stops: tuple[LonLat, ...]
    trips: tuple[Trip, ...]

    def write(self, folder: Path) -> list[Path]:
        """Write the two feeds. Each has a trip at noon on all dates, so that no date is invalid."""
        noon = ((0, 0, 0, 0, 0), (1, 60, 0, 0, 0))
        feeds = []
        for feed in range(2):
            trips = [Trip(feed, noon, 12 * 3600, tuple(DATES), 3)]
            trips += [trip for trip in self.trips if trip.feed == feed]
            feeds.append(
                write_feed(
                    folder / f"feed{feed}",
                    {f"s{number}": place for number, place in enumerate(self.stops)},
                    {f"t{number}": trip.rows() for number, trip in enumerate(trips)},
                    dates={f"t{number}": trip.dates for number, trip in enumerate(trips)},
                    route_types={
                        f"t{number}": trip.route_type for number, trip in enumerate(trips)
                    },
                )
            )
        return feeds

    def network(self, streets: Path, folder: Path, *, feeds_turned: bool = False) -> Network:
        """Build it; the folder is made."""
        folder.mkdir()
        feeds = self.write(folder)
        return Network.build(streets, feeds[:: -1 if feeds_turned else 1], folder / "n.network")

    def twins(self, streets: Path, folder: Path) -> Twins:
        """Build it twice."""
        network = self.network(streets, folder)
        return Twins(network, Oracle(streets, [folder / "feed0", folder / "feed1"]))

    def without(self, trip: int) -> "World":
        """The same without one trip."""
        return replace(self, trips=self.trips[:trip] + self.trips[trip + 1 :])


@dataclass(frozen=True)
class Question:
    """Who asks what."""

    when: DepartAt
    limits: dict[str, Any]
    places: tuple[LonLat, ...]

    @property
    def options(self) -> TravelOptions:
        """The limits as options."""
        return TravelOptions(**self.limits)


def near(chance: random.Random, place: LonLat) -> LonLat:
    """The place itself or one up to some 100 m away, on a coarse mesh so that ties happen."""
    east, north = chance.choice([(0, 0), (0, 0), (1, 0), (0, 2), (-2, 1), (3, -2)])
    return (round(place[0] + east * 0.0004, 7), round(place[1] + north * 0.0003, 7))


def random_stops(chance: random.Random, count: int) -> tuple[LonLat, ...]:
    """Stops about crossings, some close to each other or at one place, some far from streets."""
    crossings = [
        corner(chance.randrange(SIDE), chance.randrange(SIDE)) for _ in range(1 + count // 2)
    ]
    stops = [near(chance, chance.choice(crossings)) for _ in range(count)]
    if chance.random() < 0.3:
        stops[-1] = FAR_STOP
    return tuple(stops)


def random_route(chance: random.Random, stops: int) -> list[tuple[int, int, int]]:
    """Stops with rules for boarding and alighting; a stop may come twice, even in a row."""
    rules = [0, 0, 0, 0, 0, 0, 1, 2]
    return [
        (chance.randrange(stops), chance.choice(rules), chance.choice(rules))
        for _ in range(chance.choice([2, 2, 3, 3, 4, 6]))
    ]


def random_trip(chance: random.Random, routes: list[list[tuple[int, int, int]]]) -> Trip:
    """A trip that sets out within an hour of the evening, by the calendar of some day before it."""
    number = chance.randrange(len(routes))
    calls = tuple(
        (
            stop,
            chance.choice([0, 1, 30, 60, 61, 120, 180, 300]),
            chance.choice([0, 0, 20, 90]),
            pickup,
            dropoff,
        )
        for stop, pickup, dropoff in routes[number]
    )
    start = EVENING + timedelta(minutes=chance.randrange(60), seconds=chance.choice([0, 0, 0, 30]))
    days_before = chance.choice([0, 0, 1, 2])
    day = start.date() - timedelta(days=days_before)
    second = (start - datetime.combine(day, time())) // timedelta(seconds=1)
    dates = {f"{day:%Y%m%d}", *chance.sample(DATES[1:5], chance.choice([0, 0, 1]))}
    if chance.random() < 0.1:  # runs on other days alone
        dates = {chance.choice(DATES[2:5])}
    return Trip(number % 2, calls, second, tuple(sorted(dates)), 2 if number == 1 else 3)


def random_question(chance: random.Random, world: World) -> Question:
    """Limits that bind and limits that do not; windows short and long."""
    limits = {
        "max_rides": chance.choice([1, 2, 2, 3, 8, 8]),
        "boarding_slack": chance.choice(["1s", "30s", "60s"]),
        "max_walk_time": chance.choice([2, 3, 7]),
        "max_transfer_time": chance.choice([0, 2, 5, 8, 15]),
        "max_time": chance.choice([15, 40, 60, 120]),
        "walk_speed": chance.choice([3.6, 3.6, 3.601, 2.5]),
        "transit_modes": chance.choice(["bus,rail", "bus,rail", "bus,rail", "bus"]),
    }
    moment = EVENING + timedelta(minutes=chance.randrange(-5, 45), seconds=chance.choice([0, 17]))
    when = DepartAt(moment, chance.choice([0, 1, 7, 20, 45, 120]))
    places = tuple(near(chance, chance.choice(world.stops)) for _ in range(5))
    return Question(when, limits, places)


def case_of(seed: int) -> tuple[World, Question]:
    """A world and a question in it."""
    chance = random.Random(seed)
    stops = random_stops(chance, chance.randrange(4, 15))
    routes = [random_route(chance, len(stops)) for _ in range(chance.randrange(2, 9))]
    trips = tuple(random_trip(chance, routes) for _ in range(chance.randrange(10, 120)))
    world = World(stops, trips)
    return world, random_question(chance, world)


def cases() -> st.SearchStrategy[tuple[World, Question]]:
    """Worlds with questions. Drawn piece by piece they would be too regular to need two rides."""
    return st.integers(0, 2**40).map(case_of)
