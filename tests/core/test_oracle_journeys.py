"""The journeys behind the answers, kernels and oracle: nothing is wrong with any of them."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from accessibility import ArriveBy, DepartAt, TravelOptions
from tests.core.comparison import Twins
from tests.core.journeys_compared import journeys_agree
from tests.core.rule_world import rule_case_of
from tests.core.small_world import case_of
from tests.oracle import Oracle

WORLDS = 40
DAY = datetime(2023, 6, 13)
CITY_PAIRS = 50


def test_small_worlds(streets, folders):
    """Windows of departures: limits that bind, walks between stops, trips of other days."""
    seen = Counter()
    for seed in range(WORLDS):
        chance = random.Random(seed)
        world, question = case_of(seed)
        twins = world.twins(streets, next(folders))
        for start in question.places:
            for end in chance.sample(question.places, 2):
                pair = start, end
                seen.update(journeys_agree(twins, question.when, question.options, pair, chance))
    assert seen[0] > WORLDS
    assert min(seen[1], seen[2], 4 * seen[3]) > WORLDS / 4


def test_worlds_with_rules(streets, folders):
    """In both directions and measures: rules for changes, blocks, intervals, stations, draws."""
    seen = Counter()
    for seed in range(WORLDS):
        chance = random.Random(seed)
        world, question = rule_case_of(seed)
        network = world.network(streets, folder := next(folders))
        twins = Twins(network, Oracle(streets, [folder / "feed0"]))
        for start in question.places:
            for end in chance.sample(question.places, 2):
                pair = start, end
                seen.update(journeys_agree(twins, question.when, question.options, pair, chance))
    assert seen[0] > WORLDS
    assert min(seen[1], seen[2]) > WORLDS / 4


@pytest.mark.parametrize("kind", [DepartAt, ArriveBy])
@pytest.mark.parametrize("measure", ["elapsed", "journey"])
def test_other_ways_to_the_stops(valley_twins, sample_dwellings, kind, measure):
    chance = random.Random(f"{kind.__name__}{measure}")
    rows = sample_dwellings.sample(12, random_state=7)
    places = list(zip(rows["lon"].tolist(), rows["lat"].tolist(), strict=True))
    options = TravelOptions(
        access_modes="walk,cycle,car", egress_modes="cycle", max_car_time=6, max_cycle_time=8,
        frequency_draws=2, direct_modes="walk",
    )  # fmt: skip
    when = kind("2025-05-13 09:00", 10, measure=measure)
    seen = Counter()
    for start in places[:6]:
        for end in places[6:]:
            seen.update(journeys_agree(valley_twins, when, options, (start, end), chance, 2))
    assert seen[1] > 10


def test_pairs_of_a_city(newport_twins, newport_centroids):
    chance = random.Random(20230613)
    points = newport_centroids[["lon", "lat"]].to_numpy().tolist()
    places = [tuple(point) for point in points]
    seen = Counter()
    for number in range(CITY_PAIRS):
        moment = DAY + timedelta(hours=chance.randrange(6, 22), minutes=chance.randrange(60))
        measure = chance.choice(["elapsed", "journey"])
        when = (DepartAt, ArriveBy)[number % 2](moment, chance.choice([0, 20]), measure)
        options = TravelOptions(snap_radius=1600, max_transfer_time=[10, "1000s"][number % 3 == 0])
        pair = tuple(chance.sample(places, 2))
        seen.update(journeys_agree(newport_twins, when, options, pair, chance, 2))
    assert min(seen[1], seen[2]) > CITY_PAIRS / 4
