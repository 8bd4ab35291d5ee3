"""Nearest services as people call them: states, caps, means, ways back, rules, and what is told.

That the searches agree with the oracle is held by tests/core/test_oracle_nearest.py. Here the
matrix of all pairs is the judge.
"""

import logging
import time

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from accessibility import ArriveBy, DepartAt, TravelOptions, nearest_services, travel_time_matrix
from accessibility.analysis import nearest_search
from accessibility.analysis.service_kinds import kinds_of
from accessibility.errors import InputError, Interrupted, NoServiceDataError, UsageError
from accessibility.network.network import Network
from accessibility.places.points import Points, read_places, read_points
from accessibility.places.services import services_of
from accessibility.progress import Silent

MORNING = DepartAt("2025-05-13 08:10")
WINDOW = DepartAt("2025-05-13 08:00", "20min")
DEADLINE = ArriveBy("2025-05-13 09:00")
NOON = DepartAt("2025-05-13 12:07")
LATER = DepartAt("2031-05-13 08:00")
WALK = TravelOptions(mode="walk")


@pytest.fixture(scope="module")
def network(sample_twins):
    return sample_twins.network


@pytest.fixture(scope="module")
def homes(sample_dwellings):
    return layer(sample_dwellings.iloc[::40])


@pytest.fixture(scope="module")
def services(sample):
    """All services of the sample, with their kind and name."""
    return gpd.read_file(sample / "services.geojson")


@pytest.fixture(scope="module")
def shops(services):
    """Twelve services of one kind."""
    return services[services["kind"] == "convenience"][["id", "geometry"]]


def layer(table, ids=None):
    ids = list(table["id"]) if ids is None else ids
    places = gpd.points_from_xy(table["lon"], table["lat"])
    return gpd.GeoDataFrame({"id": ids}, geometry=places, crs=4326)


def moved(points, rows, degrees):
    """The points, of which some lie elsewhere."""
    lon = points.geometry.x.to_numpy().copy()
    lon[rows] += degrees
    places = gpd.points_from_xy(lon, points.geometry.y)
    return gpd.GeoDataFrame({"id": list(points["id"])}, geometry=places, crs=4326)


def plain(table):
    return pd.DataFrame(table.drop(columns="geometry"))


def pairs(network, starts, ends, *, back=False, **asked):
    """Minutes of all pairs of home and site, infinite where there is no way; a frame a column."""
    given = (ends, starts) if back else (starts, ends)
    table = travel_time_matrix(network, *given, **asked)
    home, site = ("to_id", "from_id") if back else ("from_id", "to_id")
    times = [name for name in table.columns if name.startswith("travel_time")]
    frames = [table.pivot_table(index=home, columns=site, values=t, dropna=False) for t in times]
    ids = starts["id"], sorted(ends["id"])
    frames = [frame.reindex(index=ids[0], columns=ids[1]).fillna(np.inf) for frame in frames]
    return frames[0] if len(frames) == 1 else frames


def finite(minutes):
    return np.where(np.isinf(minutes), np.nan, minutes)


def same(one, other):
    np.testing.assert_allclose(one, other, rtol=0, atol=1e-9)


def is_least(table, times, column="travel_time", site="to_id"):
    """The column holds the least of each row of times, and the site has that time."""
    minutes = table[column].to_numpy()
    same(minutes, finite(times.min(axis=1).to_numpy()))
    assert (table[site].isna() == np.isnan(minutes)).all()
    for row in np.flatnonzero(~np.isnan(minutes)):
        assert times.iloc[row][table[site].iloc[row]] == pytest.approx(minutes[row], abs=1e-9)


# What comes back


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


# The three rules for the way back


@pytest.mark.parametrize("window", [0, "10min"])
def test_ways_back_from_the_service_that_was_nearest(network, homes, shops, window):
    there, back = DepartAt("2025-05-13 08:10", window), DepartAt("2025-05-13 12:07", window)
    table = nearest_services(
        network, homes, shops, when=there, return_when=back, return_service="nearest_outbound"
    )
    end = "_p50" if window else ""
    alone = nearest_services(network, homes, shops, when=there)
    assert table[f"to_id{end}"].equals(alone[f"to_id{end}"])
    times = pairs(network, homes, shops, back=True, when=back)
    for row, site in enumerate(table[f"to_id{end}"]):
        wanted = np.nan if pd.isna(site) else finite(times.iloc[row][site])
        assert table[f"return_time{end}"].iloc[row] == pytest.approx(wanted, nan_ok=True)
        if not np.isnan(wanted):
            assert table[f"return_from_id{end}"].iloc[row] == site


@pytest.mark.parametrize("window", [0, "10min"])
def test_the_best_pair_is_one_service_with_the_least_sum(network, homes, shops, window):
    there, back = ArriveBy("2025-05-13 09:00", window), DepartAt("2025-05-13 12:07", window)
    table = nearest_services(
        network, homes, shops, when=there, return_when=back, return_service="best_pair", k=2
    )
    end = "_p50" if window else ""
    both = pairs(network, homes, shops, when=there) + pairs(
        network, homes, shops, back=True, when=back
    )
    ranked = np.sort(both.to_numpy(), axis=1)
    for rank in range(2):
        same(table[f"total_time{end}"][rank::2], finite(ranked[:, rank]))
    assert table[f"to_id{end}"].equals(table[f"return_from_id{end}"].rename(f"to_id{end}"))
    loose = nearest_services(network, homes, shops, when=there, return_when=back)
    assert (loose[f"total_time{end}"] <= table[f"total_time{end}"][::2].to_numpy() + 1e-9).all()


# States, caps, means


@pytest.fixture(scope="module")
def lost(homes):
    """Origins of which one is far from streets, one far away, and one has no place."""
    given = read_points(moved(homes, [2], 2.0))
    given.lon[5], given.lat[5] = -3.3150, 51.7240
    given.lon[7] = given.lat[7] = np.nan
    return given


def test_every_state_and_what_the_cap_does_to_it(network, lost, shops):
    options = TravelOptions(mode="walk", max_time=12, snap_radius=20)
    free = nearest_services(network, lost, shops, options=options)
    table = nearest_services(network, lost, shops, options=options, cap=6)
    assert set(table["state"]) == {
        "reached", "capped", "unreachable", "not_snapped", "outside_data", "not_located"
    }  # fmt: skip
    assert list(table["state"].iloc[[2, 5, 7]]) == ["outside_data", "not_snapped", "not_located"]
    assert list(free["state"].iloc[[2, 5, 7]]) == ["outside_data", "not_snapped", "not_located"]
    by_state = table.groupby("state", observed=True)["travel_time"]
    assert by_state.max()["reached"] <= 6
    for far in ("capped", "unreachable"):
        assert (by_state.get_group(far) == 6).all()
    for missing in ("not_snapped", "outside_data", "not_located"):
        assert by_state.get_group(missing).isna().all()
    # Without a cap what was too far for it has its time, and what was not reached has none.
    capped = (table["state"] == "capped").to_numpy()
    assert (free["travel_time"][capped] > 6).all()
    assert (free["state"][capped] == "reached").all()
    assert free["to_id"].equals(table["to_id"])
    assert free["travel_time"][(free["state"] == "unreachable").to_numpy()].isna().all()
    assert table.geometry.isna().sum() == 1
    listed = {point["id"]: point["status"] for point in table.attrs["points"]}
    ids = lost.ids.to_pylist()
    wanted = {ids[2]: "outside", ids[5]: "too_far", ids[7]: "not_located"}
    assert wanted.items() <= listed.items()
    assert {point["role"] for point in table.attrs["points"]} == {"origin"}


def test_a_time_of_just_the_cap_is_reached(network, homes, shops):
    table = nearest_services(network, homes, shops, options=WALK)
    minutes = table["travel_time"].dropna()
    cap = float(minutes.median())
    capped = nearest_services(network, homes, shops, options=WALK, cap=f"{round(cap * 60)}s")
    at = (table["travel_time"] == cap).to_numpy()
    if at.any():
        assert (capped["state"][at] == "reached").all()
    assert (capped["state"] == "capped").sum() == (minutes > cap).sum()


def test_a_mean_caps_each_moment_first_and_counts_those_reached(network, homes, services):
    hospital = services[services["kind"] == "hospital"]
    when = [DepartAt(f"2025-05-13 {hour}") for hour in ("03:00", "08:10", "12:07")]
    singles = [nearest_services(network, homes, hospital, when=one) for one in when]
    minutes = np.array([one["travel_time"] for one in singles])
    some = np.isnan(minutes).any(axis=0) & ~np.isnan(minutes).all(axis=0)
    assert some.any()  # what this test is about

    free = nearest_services(network, homes, hospital, when=when)
    assert list(free["when"][:4]) == [
        "2025-05-13 03:00", "2025-05-13 08:10", "2025-05-13 12:07", "mean"
    ]  # fmt: skip
    assert set(free["direction"]) == {"depart"}
    for number in range(3):
        same(free["travel_time"][number::4], minutes[number])
    mean = free.iloc[3::4]
    same(mean["travel_time"], minutes.mean(axis=0))  # NaN where one is
    assert list(mean["n_reached"]) == list((~np.isnan(minutes)).sum(axis=0))
    assert (mean["state"][some] == "unreachable").all()

    cap = 60
    capped = nearest_services(network, homes, hospital, when=when, cap=cap).iloc[3::4]
    each = np.where(np.isnan(minutes) | (minutes > cap), cap, minutes)
    same(capped["travel_time"], each.mean(axis=0))
    within = minutes <= cap
    assert list(capped["n_reached"]) == list(within.sum(axis=0))
    never = np.isnan(minutes).all(axis=0)
    wanted = np.where(within.all(axis=0), "reached", np.where(never, "unreachable", "capped"))
    assert list(capped["state"]) == list(wanted)


def test_the_service_of_a_mean_is_the_most_frequent_and_of_several_the_first(network, homes, shops):
    hours = ("07:40", "08:10", "08:35", "09:05")
    when = [DepartAt(f"2025-05-13 {hour}") for hour in hours]
    table = nearest_services(network, homes, shops, when=when)
    differ = 0
    for first in range(0, len(table), 5):
        sites = list(table["to_id"].iloc[first : first + 4])
        known = [site for site in sites if not pd.isna(site)]
        differ += len(set(known)) > 1
        if known:
            assert table["to_id"].iloc[first + 4] == max(known, key=known.count)
    assert differ > 0


def test_moments_there_and_back_may_be_of_different_number(network, homes, shops):
    there, back = [MORNING, DEADLINE], [NOON]
    table = nearest_services(network, homes, shops, when=there, return_when=back)
    assert list(table["when"][:3]) == ["2025-05-13 08:10", "2025-05-13 09:00", "mean"]
    assert list(table["direction"].astype(object)[:2]) == ["depart", "arrive"]
    assert pd.isna(table["direction"].iloc[2])  # a mean of both
    assert table["return_when"].iloc[0] == "2025-05-13 12:07"
    second = table.iloc[1::3]
    for column in ("return_when", "return_direction", "return_from_id", "return_time"):
        assert second[column].isna().all()
    assert second["total_time"].isna().all()
    mean = table.iloc[2::3]
    outward = np.mean([table["travel_time"][0::3], table["travel_time"][1::3]], axis=0)
    same(mean["travel_time"], outward)
    same(mean["return_time"], table["return_time"][0::3])
    same(mean["total_time"], outward + table["return_time"][0::3])
    assert list(mean["n_reached"]) == [2] * len(mean)
    assert list(mean["return_n_reached"]) == [1] * len(mean)
    turned = nearest_services(network, homes, shops, when=back, return_when=there)
    assert turned["when"].iloc[1::3].isna().all()
    assert (turned["return_when"].iloc[2::3] == "mean").all()


# Services as people have them


def known_of(table):
    return plain(table).astype({"kind": str})


def test_services_in_every_form_give_the_same(network, homes, services, sample, tmp_path):
    wanted = services[services["kind"].isin(["pharmacy", "library"])].reset_index(drop=True)
    by_kind = {kind: wanted[wanted["kind"] == kind] for kind in ("pharmacy", "library")}
    files = {kind: tmp_path / f"{kind}.gpkg" for kind in by_kind}
    for kind, path in files.items():
        by_kind[kind][["id", "geometry"]].to_file(path)
    table = wanted.assign(lon=wanted.geometry.x, lat=wanted.geometry.y).drop(columns="geometry")
    table.to_csv(tmp_path / "all.csv", index=False)
    forms = [
        wanted,
        by_kind,
        files,
        {kind: read_points(one[["id", "geometry"]]) for kind, one in by_kind.items()},
        tmp_path / "all.csv",
        read_places(wanted, attributes=["kind", "name"]),
    ]
    tables = [nearest_services(network, homes, form, when=MORNING) for form in forms]
    for table in tables:
        pd.testing.assert_frame_equal(known_of(table), known_of(tables[0]))
    names = {one["id"]: one["name"] for one in tables[0].attrs["services"]}
    assert names == dict(zip(wanted["id"], wanted["name"], strict=True))
    assert {one["name"] for one in tables[1].attrs["services"]} == {None}


def test_services_of_the_extract(network, homes):
    table = nearest_services(network, homes, "osm:pharmacy,library", when=MORNING)
    assert list(table["kind"][:2]) == ["pharmacy", "library"]
    same_list = nearest_services(
        network, homes, services_of(network, ["pharmacy", "library"]), when=MORNING
    )
    pd.testing.assert_frame_equal(plain(table), plain(same_list))
    assert len(table.attrs["services"]) == 6
    assert all(one["name"] for one in table.attrs["services"])


def test_a_file_without_kinds_is_one_kind_by_its_name(network, homes, shops, tmp_path):
    shops.to_file(tmp_path / "corner shops.gpkg")
    table = nearest_services(network, homes, tmp_path / "corner shops.gpkg", options=WALK)
    assert list(table["kind"].cat.categories) == ["corner shops"]
    assert list(nearest_services(network, homes, shops, options=WALK)["kind"].cat.categories) == [
        "service"
    ]


def test_identifiers_are_text_as_soon_as_one_kind_has_text(network, homes, shops):
    numbered = shops.assign(id=range(10, 10 + len(shops)))
    whole = nearest_services(network, homes, numbered, options=WALK)
    assert str(whole["to_id"].dtype) == "Int64"
    near = nearest_services(network, homes.iloc[:3], numbered, options=TravelOptions(mode="car"))
    assert near["to_id"].notna().all()
    assert str(near["to_id"].dtype) == "Int64"  # whether or not something is missing
    mixed = nearest_services(network, homes, {"a": numbered, "b": shops}, options=WALK)
    assert list(mixed["to_id"][::2].dropna()) == [str(n) for n in whole["to_id"].dropna()]
    assert set(mixed["to_id"][1::2].dropna()) <= set(shops["id"])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("osm:farmacy", "pharmacy"),
        ("osm:", "names no kinds"),
        ({}, "no kind is given"),
    ],
)
def test_kinds_that_are_not_known(network, homes, given, message):
    with pytest.raises(UsageError, match=message):
        nearest_services(network, homes, given, when=MORNING)


def test_a_kind_without_a_service(network, homes, services):
    with pytest.raises(InputError, match="has no charging station here"):
        nearest_services(network, homes, "osm:charging_station", when=MORNING)
    empty = services.assign(kind=["park", None, *services["kind"][2:]])
    with pytest.raises(InputError, match=r"services row 2: kind is empty \(1 of 49 rows\)"):
        nearest_services(network, homes, empty, when=MORNING)
    with pytest.raises(InputError, match="park: has no rows"):
        nearest_services(network, homes, {"park": services.iloc[:0]}, when=MORNING)
    far = moved(services.iloc[:2], [0, 1], 3.0)
    with pytest.raises(InputError, match="None of the 2 park services lies within 300 m"):
        nearest_services(network, homes, {"park": far}, when=MORNING)


def test_a_kind_is_given_once(network, homes):
    twice = services_of(network, ["pharmacy", "library"])
    with pytest.raises(UsageError, match='services: the kind "pharmacy" is given twice'):
        nearest_services(network, homes, [*twice, twice[0]], when=MORNING)
    with pytest.raises(UsageError, match="services: no kind is given"):
        nearest_services(network, homes, [], when=MORNING)


@pytest.mark.parametrize("names", [("shop", "shop_2"), ("Shop", "shop")])
def test_kinds_whose_columns_would_be_one_are_refused(network, homes, shops, names, tmp_path):
    given = dict.fromkeys(names, shops)
    with pytest.raises(UsageError, match=f'kinds "{names[0]}" and "{names[1]}"'):
        nearest_services(network, homes, given, options=WALK, k=2, output=tmp_path / "nearest.gpkg")
    assert list(tmp_path.iterdir()) == []
    assert len(nearest_services(network, homes, given, options=WALK)) == 2 * len(homes)


def test_services_that_join_no_street_are_listed_and_never_found(network, homes, shops):
    part = moved(shops, [0], 3.0)
    table = nearest_services(network, homes, {"shop": part}, when=MORNING)
    first = part["id"].iloc[0]
    assert [(p["id"], p["role"], p["status"]) for p in table.attrs["points"]] == [
        (first, "shop service", "outside")
    ]
    assert first not in set(table["to_id"].dropna())
    is_least(table, pairs(network, homes, part.iloc[1:], when=MORNING))


# What changes nothing


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


NOON_WINDOW = DepartAt("2025-05-13 12:00", "20min")


@pytest.mark.parametrize(("least", "most", "threads"), [(1, 1, 1), (1, 7, 2), (4, 4, 1)])
def test_blocks_and_threads_change_nothing(
    network, homes, shops, monkeypatch, least, most, threads
):
    asked = {"when": WINDOW, "return_when": DEADLINE_WINDOW, "percentiles": [10, 90], "k": 2}
    whole = plain(nearest_services(network, homes, shops, **asked))
    monkeypatch.setattr(nearest_search, "LEAST_AT_ONCE", least)
    monkeypatch.setattr(nearest_search, "MOST_AT_ONCE", most)
    monkeypatch.setattr(nearest_search, "THREADS", threads)
    pd.testing.assert_frame_equal(whole, plain(nearest_services(network, homes, shops, **asked)))


DEADLINE_WINDOW = ArriveBy("2025-05-13 13:00", "20min")


# What is told, and what is refused


def test_the_provenance_names_all_that_answers_depend_on(network, homes, shops):
    def told(**changed):
        asked = {"origins": homes, "services": {"origins": shops}, "when": MORNING, **changed}
        return nearest_services(network, **asked).attrs["provenance"]

    first = told()
    assert first == told()
    assert first["result"] == "nearest_services"
    assert first["origins"]["count"] == len(homes)
    assert first["services"]["origins"]["count"] == len(shops)
    assert first["when"]["moment"] == "2025-05-13T08:10:00"
    for change in (
        {"services": {"shop": shops}},
        {"services": {"origins": shops.iloc[1:]}},
        {"return_when": NOON},
        {"k": 2},
        {"cap": 60},
        {"when": DEADLINE},
        {"options": TravelOptions(max_rides=2)},
    ):
        assert told(**change) != first


def test_what_is_known_of_a_table_survives_what_people_do_with_it(network, homes, shops):
    table = nearest_services(network, homes, shops, when=MORNING)
    reached = table[table["state"] == "reached"].copy()
    assert reached.attrs["provenance"] == table.attrs["provenance"]
    assert set(reached.attrs) == {"points", "services", "notes", "warnings", "provenance"}


def test_warnings_and_notes_reach_the_log_and_the_result(network, homes, shops, caplog):
    night = DepartAt("2025-05-11 03:00", "10min")
    with caplog.at_level(logging.INFO, "accessibility"):
        table = nearest_services(network, homes, shops, when=night, return_when=night)
    assert len(table.attrs["warnings"]) == len(set(table.attrs["warnings"])) > 0
    assert set(table.attrs["warnings"]) <= set(caplog.messages)
    with caplog.at_level(logging.INFO, "accessibility"):
        table = nearest_services(network, homes, "osm:pharmacy", options=WALK)
    assert table.attrs["notes"]
    assert set(table.attrs["notes"]) <= set(caplog.messages)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({}, "Public transport needs a moment"),
        ({"when": []}, "list of moments is empty"),
        ({"when": MORNING, "percentiles": [50]}, "percentiles: they need a window"),
        ({"when": WINDOW, "percentiles": [0]}, "0 is none"),
        ({"when": WINDOW, "return_when": NOON}, "both ways need a window, or neither"),
        ({"when": MORNING, "k": 0}, "k: 0 is no whole number"),
        ({"when": MORNING, "k": 1.5}, "k: 1.5 is no whole number"),
        ({"when": MORNING, "k": True}, "k: True is no whole number"),
        ({"when": MORNING, "cap": 0}, "longer than 0"),
        ({"when": MORNING, "cap": "soon"}, "cap: "),
        ({"when": MORNING, "cap": 121}, "longer than max_time, 120"),
        ({"when": MORNING, "return_service": "all"}, '"all" is none of any, nearest_outbound'),
        ({"when": MORNING, "nearest_rule": "min"}, '"min" is none of percentile_of_minimum'),
        ({"when": MORNING, "return_service": "best_pair"}, "needs a way back. Give return_when"),
        (
            {"when": [MORNING, DEADLINE], "return_when": NOON, "return_service": "best_pair"},
            "as many moments back as there: there are 2 and 1",
        ),
        ({"when": MORNING, "output": "n.xlsx"}, "can be written as .gpkg, .geojson"),
    ],
)
def test_contradictions_are_usage_errors(network, homes, shops, call, message):
    with pytest.raises(UsageError, match=message):
        nearest_services(network, homes, shops, **call)


def test_a_moment_outside_the_timetables(network, homes, shops):
    with pytest.raises(NoServiceDataError, match="is outside the timetables"):
        nearest_services(
            network, homes, shops, when=MORNING, return_when=DepartAt("2031-05-13 08:00")
        )


@pytest.mark.parametrize("name", ["origins.gpkg", "shop.gpkg", "n.points.csv", "n.provenance.json"])
def test_no_file_that_is_read_is_written_over(network, homes, shops, tmp_path, name):
    homes.to_file(tmp_path / "origins.gpkg")
    shops.to_file(tmp_path / "shop.gpkg")
    given = {"shop": str(tmp_path / "shop.gpkg")}
    output = tmp_path / (name if name.endswith("gpkg") else "n.gpkg")
    if name == "n.points.csv":
        table = shops.assign(lon=shops.geometry.x, lat=shops.geometry.y)
        table.drop(columns="geometry").to_csv(tmp_path / name)
        given = {"shop": tmp_path / name}
    if name == "n.provenance.json":
        shops.to_file(tmp_path / name, driver="GeoJSON")
        given = {"shop": tmp_path / name}
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(UsageError, match="is an input and would be overwritten"):
        nearest_services(network, tmp_path / "origins.gpkg", given, when=MORNING, output=output)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


class Cancelling(Silent):
    """Cancels as soon as a task of this name has begun."""

    def __init__(self, task):
        self._task = task
        self._begun = None

    def start(self, task, total=None):
        if task == self._task:
            self._begun = time.monotonic()

    def cancelled(self):
        return self._begun is not None

    @property
    def seconds(self):
        return time.monotonic() - self._begun


@pytest.mark.parametrize(
    ("task", "asked"),
    [
        ("Sweeping the timetable", {"when": MORNING}),
        ("Finding the nearest services", {"when": DepartAt("2025-05-13 07:00", "12h")}),
        (
            "Travelling between origins and services",
            {"when": MORNING, "return_when": NOON, "return_service": "best_pair"},
        ),
    ],
)
def test_whoever_cancels_is_heard_within_a_second(network, homes, shops, tmp_path, task, asked):
    chance = np.random.default_rng(3)
    lon, lat = chance.uniform(-3.31, -3.28, 100_000), chance.uniform(51.68, 51.72, 100_000)
    many = Points(pa.array(np.arange(len(lon))), lon, lat)
    nearest_services(network, homes, shops, **asked)  # searches are compiled
    progress = Cancelling(task)
    with pytest.raises(Interrupted):
        nearest_services(
            network, many, shops, **asked, progress=progress, output=tmp_path / "n.gpkg"
        )
    assert progress.seconds < 1
    assert list(tmp_path.iterdir()) == []


def test_kinds_keep_their_order_and_services_are_by_identifier(network, services):
    kinds = kinds_of(network, services.iloc[::-1], network.health.street_extent)
    assert [kind.kind for kind in kinds] == list(dict.fromkeys(services["kind"][::-1]))
    for kind in kinds:
        ids = kind.points.ids.to_pylist()
        assert ids == sorted(ids)
        of_id = services.set_index("id")["name"]
        assert kind.names.to_pylist() == list(of_id[ids])
