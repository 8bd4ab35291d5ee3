"""Of services that take equally long: on foot first, then who arrives first, then by identifier.

The one bus of the town leaves every hour from west to east, two minutes from stop to stop.
"""

from datetime import timedelta

import geopandas as gpd
import pytest

from accessibility import ArriveBy, DepartAt, TravelOptions, nearest_services, travel_time_matrix
from accessibility.network.network import Network

STREET = 51.508
STOPS = [-3.0, -2.994, -2.988, -2.982]
SHORT = TravelOptions(max_walk_time=3)


def points(**places):
    lon, lat = zip(*places.values(), strict=True)
    given = {"id": list(places)}
    return gpd.GeoDataFrame(given, geometry=gpd.points_from_xy(lon, lat), crs=4326)


@pytest.fixture(scope="module")
def town_network(town):
    return Network.open(town / "town.network")


def test_on_foot_comes_before_by_bus(town_network):
    home = points(home=(STOPS[0], STREET))
    sites = points(a=(STOPS[3], STREET), b=(STOPS[0], STREET - 0.0055))
    walk = travel_time_matrix(
        town_network, home, sites.iloc[1:], options=TravelOptions(mode="walk")
    )
    seconds = round(60 * walk["travel_time"].iloc[0])
    early = DepartAt("2026-06-15 07:50")
    by_bus = travel_time_matrix(town_network, home, sites.iloc[:1], when=early)
    # Whoever leaves so much later is as long on the way by bus as on foot.
    later = round(60 * by_bus["travel_time"].iloc[0]) - seconds
    moment = DepartAt(early.moment + timedelta(seconds=later))
    both = travel_time_matrix(town_network, home, sites, when=moment)["travel_time"]
    assert both[0] == both[1]
    table = nearest_services(town_network, home, sites, when=moment)
    assert list(table["to_id"]) == ["b"]
    ranked = nearest_services(town_network, home, sites, when=moment, k=2)
    assert list(ranked["to_id"]) == ["b", "a"]


@pytest.mark.parametrize("window", [0, "10min"])
def test_by_one_bus_in_time_for_a_deadline_the_first_to_be_reached(town_network, window):
    home = points(home=(STOPS[0], STREET))
    sites = points(a=(STOPS[3], STREET), z=(STOPS[2], STREET))
    asked = {"when": ArriveBy("2026-06-15 08:40", window), "options": SHORT}
    end = "_p50" if window else ""
    times = travel_time_matrix(town_network, home, sites, **asked)[f"travel_time{end}"]
    assert times[0] == times[1]
    table = nearest_services(town_network, home, sites, **asked)
    assert list(table[f"to_id{end}"]) == ["z"]
    # For departures it is simply the nearer one.
    leaving = {"when": DepartAt("2026-06-15 07:50", window), "options": SHORT}
    table = nearest_services(town_network, home, sites, **leaving)
    assert list(table[f"to_id{end}"]) == ["z"]


@pytest.mark.parametrize("window", [0, "10min"])
def test_home_by_one_bus_from_where_people_leave_last(town_network, window):
    home = points(home=(STOPS[3], STREET))
    sites = points(a=(STOPS[0], STREET), z=(STOPS[1], STREET))
    back = {"return_when": DepartAt("2026-06-15 08:20", window), "options": SHORT}
    table = nearest_services(
        town_network, home, sites, when=DepartAt("2026-06-15 08:20", window), **back
    )
    end = "_p50" if window else ""
    assert list(table[f"return_from_id{end}"]) == ["z"]
    assert table[f"to_id{end}"].isna().all()
    times = travel_time_matrix(town_network, sites, home, when=back["return_when"], options=SHORT)[
        f"travel_time{end}"
    ]
    assert times[0] == times[1] == table[f"return_time{end}"].iloc[0]


def test_of_one_place_the_least_identifier_whole_numbers_by_size(town_network):
    home = points(home=(STOPS[0], STREET))
    place = (STOPS[3], STREET)
    sites = points(a=place, b=place)
    for ids, first in (([10, 9], 9), (["10", "9"], "10")):
        table = nearest_services(
            town_network, home, sites.assign(id=ids), when=DepartAt("2026-06-15 07:50")
        )
        assert list(table["to_id"]) == [first]
