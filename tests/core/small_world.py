"""Small random worlds: a grid of streets with random timetables, and questions about them."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from accessibility import DepartAt, TravelOptions
from accessibility.network.network import Network
from tests.core.comparison import LonLat, Twins
from tests.oracle import Oracle
from tests.oracle.tiny import write_feed, write_osm

SIDE = 7
FAR_STOP = (-3.006, 51.506)  # some 400 m west of the nearest street: it joins none
DATES = [f"202306{day}" for day in range(11, 17)]
STARTS = [84_600, 84_600 + 86_400, 300, 3 * 3600]  # 23:30, 47:30, 0:05, 3:00
MOMENTS = [
    "2023-06-13 23:25",
    "2023-06-13 23:44:17",
    "2023-06-14 00:02",
    "2023-06-14 00:20:30",
    "2023-06-14 02:50",
]


def corner(column: int, row: int) -> LonLat:
    """A crossing of the grid; the streets are a little uneven, 150 to 250 m long."""
    return (
        round(-3 + 0.0029 * column + 0.0004 * (row % 3), 7),
        round(51.5 + 0.0019 * row + 0.00021 * (column % 2), 7),
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


grid_places = st.builds(
    lambda column, row, east, north: (
        round(corner(column, row)[0] + east * 0.00037, 7),
        round(corner(column, row)[1] + north * 0.00023, 7),
    ),
    st.integers(0, SIDE - 1),
    st.integers(0, SIDE - 1),
    st.integers(-1, 3),
    st.integers(-1, 3),
)
seconds = st.sampled_from([0, 0, 1, 30, 59, 60, 61, 120, 200, 300, 500])
rules = st.sampled_from([0, 0, 0, 0, 1, 2])


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Some trips over few routes: they overtake, turn back, repeat stops and end after midnight."""
    stops = draw(st.lists(grid_places, min_size=2, max_size=6))
    if draw(st.booleans()):
        stops.append(FAR_STOP)
    routes = draw(
        st.lists(
            st.tuples(
                st.integers(0, 1),
                st.lists(
                    st.tuples(st.integers(0, len(stops) - 1), rules, rules),
                    min_size=2,
                    max_size=6,
                ),
                st.sampled_from([3, 3, 2]),
            ),
            min_size=1,
            max_size=4,
        )
    )
    trips = []
    for _ in range(draw(st.integers(1, 12))):
        feed, calls, route_type = draw(st.sampled_from(routes))
        length = draw(st.integers(2, len(calls)))
        whole = tuple(
            (stop, draw(seconds), draw(st.sampled_from([0, 0, 20, 90])), pickup, dropoff)
            for stop, pickup, dropoff in calls[:length]
        )
        start = draw(st.sampled_from(STARTS)) + 60 * draw(st.integers(0, 40))
        dates = draw(st.sets(st.sampled_from(DATES[1:5]), min_size=1))
        trips.append(Trip(feed, whole, start, tuple(sorted(dates)), route_type))
    return World(tuple(stops), tuple(trips))


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Limits that bind and limits that do not; windows short and long."""
    limits = {
        "max_rides": draw(st.sampled_from([1, 2, 3, 8])),
        "boarding_slack": draw(st.sampled_from(["1s", "60s", "130s"])),
        "max_walk_time": draw(st.sampled_from([0, 3, 7, 20])),
        "max_transfer_time": draw(st.sampled_from([0, 2, 5, 30])),
        "max_time": draw(st.sampled_from([6, 20, 45, 120])),
        "walk_speed": draw(st.sampled_from([3.6, 3.601, 6])),
        "transit_modes": draw(st.sampled_from(["bus,rail", "bus,rail", "bus"])),
    }
    when = DepartAt(draw(st.sampled_from(MOMENTS)), draw(st.sampled_from([0, 1, 7, 45, 120])))
    places = draw(st.lists(grid_places, min_size=3, max_size=5))
    return Question(when, limits, tuple(places))
