"""A scenario and a feed that plain Python changed alike give the same times to the second."""

import datetime as dt

import numpy as np
import pytest

from accessibility import DepartAt, TravelOptions
from accessibility.moments import ArriveBy
from accessibility.network.network import Network
from accessibility.network.scenario.scenario import Scenario
from tests.core.comparison import PERCENTILES, by_kernels
from tests.core.network.scenario.changed_feed import ChangedFeed

TUESDAY, SATURDAY = dt.date(2025, 5, 13), dt.date(2025, 5, 17)
DAYS = [day + dt.timedelta(days=k) for day in (TUESDAY, SATURDAY) for k in (-1, 0, 1)]
MORNING = DepartAt("2025-05-13 07:40", "1h")
EVENING = DepartAt("2025-05-13 18:20", "1h")
SATURDAYS = DepartAt("2025-05-17 09:00", "1h")
DEADLINE = ArriveBy("2025-05-13 12:00", "30min")

NAMES = ("bus.zip", "rail.zip", "valley.zip")


@pytest.fixture(scope="module")
def feeds(sample, tmp_path_factory):
    """The sample's, but that no vehicle comes whenever it comes: a draw depends on the feed."""
    folder = tmp_path_factory.mktemp("feeds")
    for name in NAMES:
        feed = ChangedFeed(sample / name)
        for row in feed.tables.get("frequencies.txt", []):
            row["exact_times"] = "1"
        feed.write(folder / name)
    return folder


@pytest.fixture(scope="module")
def network(sample, feeds):
    given = [feeds / name for name in NAMES]
    return Network.build(sample / "town.osm.pbf", given, feeds / "town.network")


@pytest.fixture(scope="module")
def points(sample_dwellings):
    some = sample_dwellings.iloc[::50]
    return list(zip(some["lon"].tolist(), some["lat"].tolist(), strict=True))


def drop(bus, rail, valley):
    bus.drop("R7")
    bus.drop("R4", without={5})
    return {"drop": [{"route": "7"}, {"route": "R4", "feed": "bus", "days": ["saturday"]}]}


def denser(bus, rail, valley):
    bus.respace("R1", 5, "07:00:00", "19:00:00", DAYS)
    return {"headway": [{"route": "1", "every": 5, "from": "07:00", "to": "19:00"}]}


def sparser(bus, rail, valley):
    bus.respace("R2", 47, "06:30:00", "22:00:00", DAYS)
    return {"headway": [{"route": "R2", "every": "47min", "from": "06:30", "to": "22:00:00"}]}


def slower(bus, rail, valley):
    rail.slow(rail.trips_of("HVL"), "1.35")
    return {"speed": [{"route": "HVL", "factor": 1.35}]}


def faster_in_part(bus, rail, valley):
    one, other = rail.calls()[rail.tables["trips.txt"][0]["trip_id"]][1:4:2]
    between = one["stop_id"], other["stop_id"]
    rail.slow(rail.trips_of("HVL"), "0.5", between)
    return {"speed": [{"route": "HVL", "factor": 0.5, "between": list(between)}]}


def slower_on_tuesdays(bus, rail, valley):
    """Trips that go on as others, stay seated or wait for one another keep their rules."""
    routes = ["V31", "V32", "LF"]
    for route in routes:
        valley.slow(valley.copied_on(route, 1), "1.4")
    days = {"days": ["tuesday"]}
    return {"speed": [{"route": route, "factor": 1.4, **days} for route in routes]}


def closed_stops(bus, rail, valley):
    bus.close("Pen y Cwm")
    bus.close("Gorsaf Fysiau Safle A")
    return {"close_stop": [{"stop": "Pen y Cwm"}, {"stop": "Gorsaf Fysiau Safle A", "feed": "bus"}]}


def several(bus, rail, valley):
    bus.drop("R3")
    bus.respace("R1", 20, "07:00:00", "19:00:00", DAYS)
    rail.slow(rail.trips_of("HVL"), "1.2")
    return {
        "speed": [{"route": "HVL", "factor": 1.2}],
        "headway": [{"route": "R1", "every": 20, "from": "07:00", "to": "19:00"}],
        "drop": [{"route": "3", "agency": "Bysiau Aberhelwyn"}],
    }


CHANGES = [
    drop,
    denser,
    sparser,
    slower,
    faster_in_part,
    slower_on_tuesdays,
    closed_stops,
    several,
]


@pytest.mark.parametrize("change", CHANGES)
def test_times_are_those_of_the_changed_feed(change, sample, feeds, network, points, tmp_path):
    parts = [ChangedFeed(feeds / name) for name in NAMES]
    scenario = Scenario.of(change(*parts))
    changed = [part.write(tmp_path / name) for part, name in zip(parts, NAMES, strict=True)]
    built = Network.build(sample / "town.osm.pbf", changed, tmp_path / "changed.network")
    other = network.with_scenario(scenario)
    differs = False
    for when in (MORNING, EVENING, SATURDAYS, DEADLINE):
        asked = when, TravelOptions(), points, points, PERCENTILES
        cells = by_kernels(other, *asked)
        assert np.array_equal(cells, by_kernels(built, *asked)), when
        differs |= not np.array_equal(cells, by_kernels(network, *asked))
    assert differs
