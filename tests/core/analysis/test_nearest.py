"""Nearest services as people call them: what comes back, windows, and what changes nothing.

That the searches agree with the oracle is held by tests/core/test_oracle_nearest.py. Here the
matrix of all pairs is the judge.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from accessibility import ArriveBy, DepartAt, TravelOptions, nearest_services
from accessibility.analysis.nearest import search as nearest_search
from accessibility.network.network import Network
from tests.core.analysis.nearest_cases import (
    DEADLINE,
    DEADLINE_WINDOW,
    MORNING,
    NOON,
    NOON_WINDOW,
    WINDOW,
    finite,
    is_least,
    pairs,
    plain,
    same,
)


def test_a_row_for_each_origin_and_kind_with_id_minutes_and_state(network, homes, services):
    table = nearest_services(network, homes, services, when=MORNING)
    kinds = list(dict.fromkeys(services["kind"]))
    assert list(table.columns) == [
        "from_id", "kind", "to_id", "travel_time", "state", "geometry"
    ]  # fmt: skip
    assert list(table["from_id"]) == [home for home in homes["id"] for _ in kinds]
    assert list(table["kind"][: len(kinds)]) == kinds
    assert table.crs.to_epsg() == 4326
    assert table["travel_time"].dtype == np.float64
    assert [str(table[name].dtype) for name in ("kind", "state")] == ["category"] * 2
    for kind, some in table.groupby("kind", observed=True):
        ends = services[services["kind"] == kind][["id", "geometry"]]
        is_least(some, pairs(network, homes, ends, when=MORNING))
        reached = some["travel_time"].notna().to_numpy()
        assert list(some["state"]) == list(np.where(reached, "reached", "unreachable"))
    assert table["travel_time"].notna().mean() > 0.9
    first = table.geometry.iloc[:: len(kinds)]
    assert first.reset_index(drop=True).geom_equals_exact(
        homes.geometry.reset_index(drop=True), 1e-9
    ).all()  # fmt: skip


@pytest.mark.parametrize("when", [MORNING, DEADLINE, WINDOW, ArriveBy("2025-05-13 09:10", "20m")])
def test_there_and_back_are_each_the_least_of_the_matrix(network, homes, shops, when):
    asked = {"percentiles": [100]} if when.window_s else {}
    table = nearest_services(network, homes, shops, when=when, return_when=when, **asked)
    end = "_p100" if when.window_s else ""
    # The longest of the least is at most the least of the longest; equal at one moment.
    for column, back in (("travel_time", False), ("return_time", True)):
        times = pairs(network, homes, shops, back=back, when=when, **asked).min(axis=1).to_numpy()
        minutes = table[f"{column}{end}"].fillna(np.inf).to_numpy()
        assert (minutes <= times + 1e-9).all()
        if not end:
            same(minutes, times)
    both = table[f"travel_time{end}"] + table[f"return_time{end}"]
    same(table[f"total_time{end}"], both)


def test_k_services_are_distinct_and_ranked(network, homes, shops):
    table = nearest_services(network, homes, shops, when=MORNING, k=3)
    assert list(table["rank"][:4]) == [1, 2, 3, 1]
    ranked = np.sort(pairs(network, homes, shops, when=MORNING).to_numpy(), axis=1)
    for rank in range(3):
        same(table["travel_time"][rank::3], finite(ranked[:, rank]))
    for _, some in table.groupby("from_id"):
        assert some["to_id"].dropna().is_unique
    few = nearest_services(network, homes, shops.iloc[:2], when=MORNING, k=3)
    assert (few["state"][2::3] == "unreachable").all()
    assert few["to_id"][2::3].isna().all()


@pytest.mark.parametrize("mode", ["walk", "cycle", "car"])
def test_modes_by_themselves_need_no_moment(network, homes, shops, mode):
    options = TravelOptions(mode=mode, max_time=15)
    table = nearest_services(network, homes, shops, options=options, k=2)
    times = pairs(network, homes, shops, options=options)
    is_least(table.iloc[::2], times)
    assert table["travel_time"].isna().any() or mode != "walk"
    assert table["travel_time"].notna().any()


@pytest.mark.parametrize("mode", ["walk", "cycle", "car"])
@pytest.mark.parametrize("rule", ["any", "nearest_outbound", "best_pair"])
def test_modes_by_themselves_come_back(network, homes, shops, mode, rule):
    """A moment back says that people come back; it changes no time."""
    options = TravelOptions(mode=mode, max_time=25)
    table = nearest_services(
        network, homes, shops, options=options, return_when=NOON, return_service=rule
    )
    there = pairs(network, homes, shops, options=options)
    back = pairs(network, homes, shops, back=True, options=options)
    least = (there + back).min(axis=1).to_numpy()
    if rule == "any":
        least = (there.min(axis=1) + back.min(axis=1)).to_numpy()
        is_least(table, back, "return_time", "return_from_id")
    if rule == "nearest_outbound":
        is_least(table, there)
        assert (table["total_time"].fillna(np.inf) >= least - 1e-9).all()
    else:
        same(table["total_time"], finite(least))


def test_newport_there_and_back(newport_twins):
    """The second nearest, too, of twelve pharmacies and six libraries."""
    network = newport_twins.network
    west, south, east, north = network.health.street_extent
    chance = np.random.default_rng(5)
    lon, lat = chance.uniform(west, east, 60), chance.uniform(south, north, 60)
    places = gpd.points_from_xy(lon, lat)
    starts = gpd.GeoDataFrame({"id": range(60)}, geometry=places, crs=4326)
    when, back = ArriveBy("2023-06-13 10:00"), DepartAt("2023-06-13 12:00")
    table = nearest_services(
        network, starts, "osm:pharmacy,library", when=when, return_when=back, k=2
    )
    for kind, count in (("pharmacy", 12), ("library", 6)):
        sites = [one for one in table.attrs["services"] if one["kind"] == kind]
        assert len(sites) == count
        at = gpd.points_from_xy([one["lon"] for one in sites], [one["lat"] for one in sites])
        ends = gpd.GeoDataFrame({"id": [one["id"] for one in sites]}, geometry=at, crs=4326)
        some = table[table["kind"] == kind]
        there = pairs(network, starts, ends, when=when)
        home = pairs(network, starts, ends, back=True, when=back)
        is_least(some[some["rank"] == 1], there)
        is_least(some[some["rank"] == 1], home, "return_time", "return_from_id")
        for column, times in (("travel_time", there), ("return_time", home)):
            second = np.sort(times.to_numpy(), axis=1)[:, 1]
            same(some[some["rank"] == 2][column], finite(second))
    assert 10 < (table["state"] == "reached").sum() < len(table)


def test_measure_journey_leaves_the_wait_out(network, homes, shops):
    when = DepartAt("2025-05-13 08:10", measure="journey")
    table = nearest_services(network, homes, shops, when=when)
    is_least(table, pairs(network, homes, shops, when=when))
    elapsed = nearest_services(network, homes, shops, when=MORNING)
    assert (table["travel_time"] <= elapsed["travel_time"] + 1e-9).all()
    assert (table["travel_time"] < elapsed["travel_time"]).any()


@pytest.mark.parametrize("measure", ["elapsed", "journey"])
@pytest.mark.parametrize("kind", [DepartAt, ArriveBy])
def test_the_two_rules_for_windows(network, homes, shops, kind, measure):
    homes, first = homes.iloc[::3], 5
    when = kind("2025-05-13 08:20", "6min", measure)
    asked = {"when": when, "percentiles": [50, 100]}
    minima = nearest_services(network, homes, shops, **asked)
    of_minima = nearest_services(
        network, homes, shops, **asked, nearest_rule="minimum_of_percentiles"
    )
    first = 20 if kind is DepartAt else 15
    moments = [kind(f"2025-05-13 08:{first + minute}", measure=measure) for minute in range(6)]
    least = np.sort(
        [pairs(network, homes, shops, when=m).min(axis=1).to_numpy() for m in moments], axis=0
    )
    for p, matrix in zip((50, 100), pairs(network, homes, shops, **asked), strict=True):
        same(minima[f"travel_time_p{p}"], finite(least[(p * 6 + 99) // 100 - 1]))
        is_least(of_minima, matrix, f"travel_time_p{p}", f"to_id_p{p}")
    times = [table["travel_time_p50"].fillna(999).to_numpy() for table in (minima, of_minima)]
    assert (times[0] <= times[1] + 1e-9).all()


def test_the_two_rules_differ(town):
    """Of two shops each is the nearer one in half of the minutes."""
    network = Network.open(town / "town.network")
    home = gpd.GeoDataFrame({"id": [1]}, geometry=gpd.points_from_xy([-3.0], [51.5081]), crs=4326)
    shops = gpd.GeoDataFrame(
        {"id": ["far", "near"]},
        geometry=gpd.points_from_xy([-2.982, -2.9855], [51.5081, 51.502]),
        crs=4326,
    )
    asked = {"when": DepartAt("2026-06-15 07:50", "10min"), "options": TravelOptions(max_time=90)}
    table = nearest_services(network, home, shops, **asked, percentiles=[1, 100])
    other = nearest_services(
        network, home, shops, **asked, percentiles=[1, 100], nearest_rule="minimum_of_percentiles"
    )
    assert (table["travel_time_p1"] == other["travel_time_p1"]).all()
    assert (table["travel_time_p100"] <= other["travel_time_p100"]).all()


def test_order_of_origins_and_services_changes_nothing(network, homes, shops):
    asked = {"when": WINDOW, "return_when": WINDOW, "k": 2}
    table = plain(nearest_services(network, homes, shops, **asked))
    turned = plain(nearest_services(network, homes.iloc[::-1], shops.iloc[::-1], **asked))
    by = ["from_id", "rank"]
    pd.testing.assert_frame_equal(
        table.sort_values(by, ignore_index=True), turned.sort_values(by, ignore_index=True)
    )


def test_of_services_at_one_place_the_least_identifier_is_taken(network, homes, shops):
    twins = pd.concat([shops, shops.assign(id=[f"A{i}" for i in shops["id"]])])
    table = nearest_services(network, homes, twins, when=WINDOW, return_when=NOON_WINDOW)
    for column in ("to_id_p50", "return_from_id_p50"):
        assert table[column].dropna().str.startswith("A").all()
        assert table[column].notna().any()


@pytest.mark.parametrize(("least", "most", "threads"), [(1, 1, 1), (1, 7, 2), (4, 4, 1)])
def test_blocks_and_threads_change_nothing(
    network, homes, shops, monkeypatch, least, most, threads
):
    asked = {"when": WINDOW, "return_when": DEADLINE_WINDOW, "percentiles": [10, 90], "k": 2}
    whole = plain(nearest_services(network, homes, shops, **asked))
    monkeypatch.setattr(nearest_search, "LEAST_AT_ONCE", least)
    monkeypatch.setattr(nearest_search, "MOST_AT_ONCE", most)
    monkeypatch.setattr("os.cpu_count", lambda: threads)
    pd.testing.assert_frame_equal(whole, plain(nearest_services(network, homes, shops, **asked)))
