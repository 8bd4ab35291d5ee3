"""Speeds and congestion of bicycles and cars, computed by hand."""

from datetime import time

import numpy as np
import pytest

from accessibility.network.extract import access
from accessibility.network.travel.driving import (
    CAR_SPEEDS,
    car_pace,
    car_speeds,
    connector_ms,
    cycle_pace,
    time_percent,
)
from accessibility.options import CAR_CLASSES, TravelOptions
from tests.core.network.osm_file import OsmFile

CAR = TravelOptions(mode="car")


@pytest.fixture
def file(tmp_path):
    file = OsmFile(tmp_path / "line.osm.pbf")
    file.line(*range(1, 8))
    return file


def test_a_limit_goes_before_the_speed_of_the_class(file):
    file.way(1, [1, 2], highway="residential")
    file.way(2, [2, 3], highway="residential", maxspeed="20 mph")
    file.way(3, [3, 4], highway="primary", maxspeed="50", maxspeed__backward="30")
    file.way(4, [4, 5], highway="footway", motor_vehicle="yes")
    file.way(5, [5, 6], highway="trunk", oneway="yes", maxspeed="fast")
    file.way(6, [6, 7], highway="cycleway")
    pace = car_pace(file.streets(), car_speeds(CAR), {})
    assert pace.speed.tolist() == [
        [32_000, 32_000],
        [32_187, 32_187],
        [50_000, 30_000],
        [8_000, 8_000],
        [80_000, 0],
        [0, 0],
    ]
    assert (pace.rate == 3600).all()


def test_speeds_of_classes_may_be_replaced_but_not_limits(file):
    file.way(1, [1, 2], highway="residential")
    file.way(2, [2, 3], highway="residential", maxspeed="20 mph")
    speeds = car_speeds(TravelOptions(mode="car", car_speeds={"residential": 25.5}))
    assert speeds["primary"] == 64_000
    assert car_pace(file.streets(), speeds, {}).speed[:, 0].tolist() == [25_500, 32_187]


def test_classes_that_options_name_have_a_speed():
    assert set(CAR_CLASSES) <= set(CAR_SPEEDS) <= set(access.HIGHWAY_CLASSES)


def test_bicycles_have_one_speed(file):
    file.way(1, [1, 2], highway="residential", maxspeed="5")
    file.way(2, [2, 3], highway="cycleway", oneway="yes")
    file.way(3, [3, 4], highway="steps")
    pace = cycle_pace(file.streets(), 12_345)
    assert pace.speed.tolist() == [[12_345, 12_345], [12_345, 0], [0, 0]]


@pytest.mark.parametrize(
    ("clock", "percent"),
    [
        (None, {}),
        (time(6, 59, 59), {}),
        (time(7), {"primary": 140, "residential": 133}),
        (time(8, 59, 59), {"primary": 140, "residential": 133}),
        (time(9), {}),
        (time(10), {"primary": 110}),
        (time(15, 59), {"primary": 110}),
        (time(16), {"residential": 50}),
        (time(18, 59, 59), {"residential": 50}),
        (time(19), {}),
        (time(0), {}),
    ],
)
def test_congestion_goes_by_the_clock(clock, percent):
    factors = {"primary": (1.4, 1.1, 1), "residential": (1.325, 1, 0.5)}
    assert time_percent(TravelOptions(mode="car", car_time_factors=factors), clock) == percent


def test_stretches_are_rounded_up_each_on_its_own(file):
    file.way(1, [1, 2], highway="residential")
    file.way(2, [2, 3], highway="primary", maxspeed__forward="50")
    pace = car_pace(file.streets(), car_speeds(CAR), {"primary": 133})
    edge, millimetres = np.array([0, 0, 0, 1, 1]), np.array([0, 1, 80, 1000, 1000])
    # 3600 / 32,000 = 0.1125; 3600 x 1.33 / 50,000 x 1000 = 95.76; / 64,000 x 1000 = 74.8125
    against = np.array([0, 0, 1, 0, 1])
    assert pace.ms(edge, against, millimetres).tolist() == [0, 1, 9, 96, 75]


def test_connectors_are_walked():
    assert connector_ms(np.array([0, 1, 1000, 300_000]), 3600).tolist() == [0, 1, 1000, 300_000]
    assert connector_ms(np.array([1000, 1_600_000]), 4321).tolist() == [834, 1_333_025]
