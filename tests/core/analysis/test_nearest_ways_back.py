"""Nearest services: the rules for ways back, states, caps and means over moments."""

import numpy as np
import pandas as pd
import pytest

from accessibility import ArriveBy, DepartAt, TravelOptions, nearest_services
from accessibility.places.points import read_points
from tests.core.analysis.nearest_cases import (
    DEADLINE,
    MORNING,
    NOON,
    WALK,
    finite,
    moved,
    pairs,
    same,
)


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
