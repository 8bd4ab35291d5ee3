"""Kernels and oracle on a city of many buses, whose times are nearly all interpolated."""

import random
from datetime import datetime, timedelta

import pandas as pd
import pytest

from accessibility import ArriveBy, DepartAt, TravelOptions
from accessibility.network.network import Network
from tests.core.comparison import PERCENTILES, Twins, agreed
from tests.oracle import Oracle

DAY = datetime(2019, 5, 13)
PAIRS, WINDOWS = 50, 4


@pytest.fixture(scope="module")
def porto_alegre(shared_data, tmp_path_factory):
    """Network and oracle of the city, and the middles of its cells."""
    folder = shared_data / "porto_alegre"
    streets, feeds = folder / "poa_osm.pbf", [folder / "poa_eptc.zip", folder / "poa_trensurb.zip"]
    path = tmp_path_factory.mktemp("porto-alegre") / "city.network"
    twins = Twins(Network.build(streets, feeds, path), Oracle(streets, feeds))
    cells = pd.read_csv(folder / "poa_hexgrid.csv")
    return twins, list(zip(cells["lon"].tolist(), cells["lat"].tolist(), strict=True))


def seeded_moments():
    """Departures and deadlines, most of them in the hours of which the feed has all trips."""
    chance = random.Random(20190513)
    for number in range(PAIRS):
        moment = DAY + timedelta(
            hours=chance.choice(range(12, 17) if number % 5 else range(25)),
            minutes=chance.randrange(60),
            seconds=chance.choice([0, chance.randrange(60)]),
        )
        window = "15min" if number < WINDOWS else 0
        yield chance.random(), chance.random(), chance.choice([DepartAt, ArriveBy])(moment, window)


def test_seeded_pairs_at_seeded_moments(porto_alegre):
    twins, cells = porto_alegre
    options = TravelOptions(snap_radius=1600, max_transfer_time="1000s")
    seconds = []
    for one, other, when in seeded_moments():
        pair = [cells[int(one * len(cells))]], [cells[int(other * len(cells))]]
        percentiles = PERCENTILES if when.window_s else (100,)
        seconds.append(agreed(twins, when, options, *pair, percentiles)[0, 0, 0])
    reached = [one for one in seconds if one >= 0]
    assert len(reached) > PAIRS / 2
    assert max(reached) > 3600  # by vehicle: nobody walks that long
