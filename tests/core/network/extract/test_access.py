"""The tag rules, each value worked out by hand from the method page."""

import pytest

from accessibility.network.extract import access
from accessibility.network.extract.access import HIGHWAY_CLASSES, street_class

BIKE_BOTH = access.USE_BICYCLE_FORWARD | access.USE_BICYCLE_BACKWARD
CAR_BOTH = access.USE_CAR_FORWARD | access.USE_CAR_BACKWARD
ON_FOOT = access.USE_FOOT | access.USE_WHEELCHAIR
EVERYBODY = ON_FOOT | BIKE_BOTH | CAR_BOTH
WALKERS = access.FOOT | access.WHEELCHAIR
BY_FOOT_OR_BICYCLE = ON_FOOT | BIKE_BOTH

CLOSING = (
    "no private agricultural forestry military emergency delivery permit residents restricted "
    "use_sidepath dismount psv bus hov taxi employees staff authorized"
)


def uses(**tags: str) -> int:
    tags = {key.replace("__", ":"): value for key, value in tags.items()}
    return access.way_uses(tags, street_class(tags))


def name_of(**tags: str) -> str | None:
    index = street_class(tags)
    return HIGHWAY_CLASSES[index] if index >= 0 else None


def test_a_class_comes_from_highway_then_platforms_then_ferries() -> None:
    assert name_of(highway="residential", railway="platform") == "residential"
    assert name_of(highway="primary_link") == "primary_link"
    assert name_of(highway="unclassified_link") == "unclassified"
    assert name_of(railway="platform", route="ferry") == "platform"
    assert name_of(public_transport="platform") == "platform"
    assert name_of(route="ferry") == "ferry"
    assert name_of(highway="construction", route="ferry") == "ferry"


@pytest.mark.parametrize("value", ["construction", "proposed", "raceway", "barrier", "Residential"])
def test_other_values_of_highway_are_no_streets(value: str) -> None:
    assert name_of(highway=value) is None


@pytest.mark.parametrize(
    ("highways", "expected"),
    [
        ("motorway motorway_link", access.USE_CAR_FORWARD),
        ("trunk primary secondary tertiary unclassified residential", EVERYBODY),
        ("trunk_link primary_link secondary_link tertiary_link", EVERYBODY),
        ("living_street service road", EVERYBODY),
        ("track path bridleway cycleway", BY_FOOT_OR_BICYCLE),
        ("pedestrian footway corridor elevator platform", ON_FOOT),
        ("steps", access.USE_FOOT),
        ("busway bus_guideway", 0),
    ],
)
def test_defaults_of_each_class(highways: str, expected: int) -> None:
    found = {highway: uses(highway=highway) for highway in highways.split()}
    assert found == dict.fromkeys(highways.split(), expected)


def test_every_class_has_a_default_and_fits_a_byte() -> None:
    assert uses(route="ferry") == BY_FOOT_OR_BICYCLE
    assert len(HIGHWAY_CLASSES) == len(set(HIGHWAY_CLASSES)) == 29
    assert HIGHWAY_CLASSES[-1] == access.BARRIER_LINK


def test_a_motor_road_keeps_walkers_and_bicycles_out_unless_tagged_for_them() -> None:
    assert uses(highway="trunk", motorroad="yes") == CAR_BOTH
    assert uses(highway="trunk", motorroad="no") == EVERYBODY
    assert uses(highway="trunk", motorroad="yes", foot="yes") == CAR_BOTH | ON_FOOT


def test_tags_named_for_a_mode_close_and_open() -> None:
    assert uses(highway="residential", foot="no") == EVERYBODY - ON_FOOT
    assert uses(highway="footway", bicycle="yes") == BY_FOOT_OR_BICYCLE
    assert uses(highway="footway", bicycle="dismount") == ON_FOOT
    assert uses(highway="track", motor_vehicle="destination") == EVERYBODY
    assert uses(highway="track", motorcar="yes", motor_vehicle="no") == EVERYBODY
    assert uses(highway="residential", motorcar="no", motor_vehicle="yes") == BY_FOOT_OR_BICYCLE


def test_access_and_vehicle_only_close() -> None:
    assert uses(highway="footway", access="yes") == ON_FOOT
    assert uses(highway="motorway", access="yes") == access.USE_CAR_FORWARD
    assert uses(highway="residential", access="destination") == EVERYBODY
    assert uses(highway="residential", access="private") == 0
    assert uses(highway="residential", vehicle="no") == ON_FOOT
    assert uses(highway="footway", vehicle="yes") == ON_FOOT


def test_the_most_specific_tag_decides_alone() -> None:
    assert uses(highway="residential", access="no", foot="yes") == ON_FOOT
    assert uses(highway="residential", access="no", vehicle="yes") == BIKE_BOTH | CAR_BOTH
    assert uses(highway="residential", vehicle="no", bicycle="yes") == BY_FOOT_OR_BICYCLE
    assert uses(highway="residential", foot="private", access="yes") == EVERYBODY - ON_FOOT


@pytest.mark.parametrize("value", CLOSING.split())
def test_each_closing_value(value: str) -> None:
    assert uses(highway="service", access=value) == 0
    assert uses(highway="service", foot=value) == EVERYBODY - ON_FOOT


@pytest.mark.parametrize("value", ["yes", "permissive", "designated", "customers", "unknown"])
def test_other_values_do_not_close(value: str) -> None:
    assert value not in access.CLOSED_VALUES
    assert uses(highway="service", access=value) == EVERYBODY


def test_of_several_parts_the_first_is_read() -> None:
    assert uses(highway="residential", motor_vehicle="no;destination") == BY_FOOT_OR_BICYCLE
    assert uses(highway="residential", motor_vehicle="destination;no") == EVERYBODY
    assert uses(highway="residential", motor_vehicle="private ; yes") == BY_FOOT_OR_BICYCLE


def test_an_area_is_walked_and_open_to_nobody_else() -> None:
    assert uses(highway="service", area="yes") == ON_FOOT
    assert uses(highway="service", area="yes", bicycle="yes") == ON_FOOT
    assert uses(highway="pedestrian", area="yes", foot="no") == 0
    assert uses(highway="service", area="no") == EVERYBODY


@pytest.mark.parametrize(
    ("tags", "directions"),
    [
        ({"oneway": "yes"}, "F"),
        ({"oneway": "true"}, "F"),
        ({"oneway": "1"}, "F"),
        ({"oneway": "-1"}, "B"),
        ({"oneway": "reverse"}, "B"),
        ({"oneway": "reversible"}, ""),
        ({"oneway": "no"}, "FB"),
        ({"oneway": "alternating"}, "FB"),
        ({}, "FB"),
        ({"junction": "roundabout"}, "F"),
        ({"junction": "circular"}, "F"),
        ({"junction": "roundabout", "oneway": "no"}, "FB"),
        ({"junction": "jughandle"}, "FB"),
        ({"highway": "motorway"}, "F"),
        ({"highway": "motorway_link"}, "F"),
        ({"highway": "motorway", "oneway": "no"}, "FB"),
        ({"highway": "motorway", "oneway": "-1"}, "B"),
    ],
)
def test_one_way_streets_bind_cars_and_bicycles_never_walkers(
    tags: dict[str, str], directions: str
) -> None:
    found = uses(**{"highway": "residential", "foot": "yes", "bicycle": "yes"} | tags)
    expected = ON_FOOT
    if "F" in directions:
        expected |= access.USE_CAR_FORWARD | access.USE_BICYCLE_FORWARD
    if "B" in directions:
        expected |= access.USE_CAR_BACKWARD | access.USE_BICYCLE_BACKWARD
    assert found == expected


@pytest.mark.parametrize(
    ("tags", "bicycle"),
    [
        ({"oneway__bicycle": "no"}, BIKE_BOTH),
        ({"oneway__bicycle": "-1"}, access.USE_BICYCLE_BACKWARD),
        ({"oneway__bicycle": "reversible"}, 0),
        ({"oneway__bicycle": "yes", "cycleway": "opposite"}, access.USE_BICYCLE_FORWARD),
        ({"cycleway": "opposite"}, BIKE_BOTH),
        ({"cycleway": "opposite_lane"}, BIKE_BOTH),
        ({"cycleway": "lane"}, access.USE_BICYCLE_FORWARD),
        ({"cycleway__left": "opposite_track"}, BIKE_BOTH),
        ({"cycleway__right": "opposite_share_busway"}, BIKE_BOTH),
        ({"cycleway__both": "opposite"}, BIKE_BOTH),
    ],
)
def test_bicycles_may_have_a_rule_of_their_own(tags: dict[str, str], bicycle: int) -> None:
    assert uses(highway="residential", oneway="yes", **tags) == (
        ON_FOOT | access.USE_CAR_FORWARD | bicycle
    )


def test_contraflow_opens_no_street_that_is_closed_to_bicycles() -> None:
    assert uses(highway="residential", oneway="yes", cycleway="opposite", bicycle="no") == (
        ON_FOOT | access.USE_CAR_FORWARD
    )


@pytest.mark.parametrize(
    ("tags", "on_foot"),
    [
        ({"highway": "footway", "wheelchair": "no"}, access.USE_FOOT),
        ({"highway": "footway", "wheelchair": "limited"}, ON_FOOT),
        ({"highway": "footway", "wheelchair": "yes"}, ON_FOOT),
        ({"highway": "steps", "wheelchair": "yes"}, access.USE_FOOT),
        ({"highway": "steps", "foot": "no"}, 0),
        ({"highway": "footway", "foot": "no", "wheelchair": "yes"}, 0),
        ({"highway": "footway", "access": "private", "wheelchair": "yes"}, 0),
        ({"highway": "busway", "foot": "yes"}, ON_FOOT),
        ({"railway": "platform", "wheelchair": "no"}, access.USE_FOOT),
        ({"railway": "platform", "area": "yes"}, ON_FOOT),
    ],
)
def test_wheelchairs_go_where_walkers_go_but_for_steps_and_a_no(
    tags: dict[str, str], on_foot: int
) -> None:
    assert uses(**tags) == on_foot


def test_wheelchair_tags_bind_nobody_else() -> None:
    assert uses(highway="residential", wheelchair="no") == EVERYBODY - access.USE_WHEELCHAIR


@pytest.mark.parametrize(
    ("values", "passing"),
    [
        ("bollard block jersey_barrier chain bus_trap planter", WALKERS | access.BICYCLE),
        ("log rope cycle_barrier motorcycle_barrier", WALKERS | access.BICYCLE),
        ("stile kissing_gate turnstile full-height_turnstile horse_stile", WALKERS),
        ("gate lift_gate cattle_grid entrance kerb fence yes", access.EVERYBODY),
    ],
)
def test_defaults_of_each_barrier(values: str, passing: int) -> None:
    found = {value: access.barrier_modes({"barrier": value}) for value in values.split()}
    assert found == dict.fromkeys(values.split(), passing)


def test_access_tags_of_a_barrier_decide_as_on_ways() -> None:
    modes = access.barrier_modes
    assert modes({"barrier": "gate", "access": "private"}) == 0
    assert modes({"barrier": "gate", "access": "no", "foot": "yes"}) == WALKERS
    assert modes({"barrier": "bollard", "access": "yes"}) == WALKERS | access.BICYCLE
    assert modes({"barrier": "bollard", "motor_vehicle": "yes"}) == access.EVERYBODY
    assert modes({"barrier": "stile", "bicycle": "yes"}) == WALKERS | access.BICYCLE


def test_wheelchairs_pass_where_walkers_do_unless_the_barrier_says_no() -> None:
    modes = access.barrier_modes
    assert modes({"barrier": "gate", "wheelchair": "no"}) == access.ALL_MODES
    assert modes({"barrier": "gate", "wheelchair": "limited"}) == access.EVERYBODY
    assert modes({"barrier": "stile", "wheelchair": "no"}) == access.FOOT
    assert modes({"barrier": "gate", "foot": "no", "wheelchair": "yes"}) == (
        access.BICYCLE | access.CAR
    )


def test_a_link_is_open_both_ways_to_those_who_pass() -> None:
    assert access.barrier_uses(0) == 0
    assert access.barrier_uses(access.FOOT) == access.USE_FOOT
    assert access.barrier_uses(WALKERS) == ON_FOOT
    assert access.barrier_uses(WALKERS | access.BICYCLE) == BY_FOOT_OR_BICYCLE
    assert access.barrier_uses(access.EVERYBODY) == EVERYBODY


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "residential"},
        {"highway": "residential", "tunnel": "no"},
        {"highway": "service", "tunnel": "building_passage"},
        {"highway": "trunk_link"},
        {"railway": "platform"},
    ],
)
def test_points_join_streets(tags: dict[str, str]) -> None:
    assert access.is_linkable(tags, street_class(tags))


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "residential", "tunnel": "yes"},
        {"highway": "footway", "tunnel": "culvert"},
        {"highway": "motorway"},
        {"highway": "motorway_link"},
        {"route": "ferry"},
    ],
)
def test_points_join_no_motorway_ferry_or_tunnel(tags: dict[str, str]) -> None:
    assert not access.is_linkable(tags, street_class(tags))


@pytest.mark.parametrize(
    ("value", "metres_per_hour"),
    [
        ("30 mph", 48_280),  # 30 x 1609.344 = 48280.32
        ("20mph", 32_187),  # 32186.88
        ("50", 50_000),
        ("50 km/h", 50_000),
        ("50kmh", 50_000),
        ("50 kph", 50_000),
        ("7.5", 7_500),
        ("10 knots", 18_520),
        ("GB:nsl_single", 96_561),  # 60 mph = 96560.64
        ("GB:nsl_dual", 112_654),  # 70 mph = 112654.08
        ("GB:motorway", 112_654),
        ("GB:nsl_restricted", 48_280),
        ("none", 0),
        ("signals", 0),
        ("variable", 0),
        ("walk", 0),
        ("", 0),
        ("30 mph;40 mph", 0),
        ("fast", 0),
        ("-20", 0),
        ("99999999999", 0),
        ("30 furlongs", 0),
    ],
)
def test_speed_limits_are_whole_metres_per_hour(value: str, metres_per_hour: int) -> None:
    assert access.maxspeeds({"maxspeed": value}) == (metres_per_hour, metres_per_hour)


def test_a_direction_may_have_a_limit_of_its_own() -> None:
    assert access.maxspeeds({}) == (0, 0)
    assert access.maxspeeds({"maxspeed": "50", "maxspeed:forward": "30"}) == (30_000, 50_000)
    assert access.maxspeeds({"maxspeed": "50", "maxspeed:backward": "none"}) == (50_000, 0)
    assert access.maxspeeds({"maxspeed:backward": "20 mph"}) == (0, 32_187)
