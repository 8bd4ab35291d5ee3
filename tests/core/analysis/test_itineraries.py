"""Itineraries: they take as long as the matrix says, nothing is lost, lines hang together."""

import itertools
from collections import Counter

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal

from accessibility import ArriveBy, DepartAt, TravelOptions, itineraries, travel_time_matrix
from accessibility.errors import InputError, OutputError, UsageError
from accessibility.places.points import read_points
from tests.core.comparison import limits_of

MORNING = DepartAt("2025-05-13 08:30")
DEADLINE = ArriveBy("2025-05-13 10:00", "30min")
FAR_AWAY = (-3.9, 51.7)


def points(*places):
    lon, lat = zip(*places, strict=True)
    ids = [f"p{number}" for number in range(len(places))]
    return gpd.GeoDataFrame({"id": ids}, geometry=gpd.points_from_xy(lon, lat), crs=4326)


@pytest.fixture(scope="module")
def network(valley_twins):
    return valley_twins.network


@pytest.fixture(scope="module")
def homes(sample_dwellings):
    rows = sample_dwellings.iloc[::150]
    return points(*zip(rows["lon"], rows["lat"], strict=True))


@pytest.mark.parametrize(
    ("when", "options"),
    [
        (MORNING, {}),
        (DEADLINE, {}),
        (DepartAt("2025-05-13 08:30", "20min", measure="journey"), {"frequency_draws": 2}),
        (DEADLINE, {"access_modes": "walk,cycle", "egress_modes": "car", "max_car_time": 5}),
        (None, {"mode": "walk"}),
        (None, {"mode": "cycle"}),
        (ArriveBy("2025-05-13 10:00"), {"mode": "car", "car_time_factors": {"primary": [1, 2, 3]}}),
    ],
)
def test_the_shortest_time_of_the_matrix_is_the_sum_of_the_legs(network, homes, when, options):
    options = TravelOptions(**options)
    window = options.mode == "transit" and when.window_s > 0
    legs = itineraries(network, homes, homes, when=when, options=options)
    matrix = travel_time_matrix(
        network, homes, homes, when=when, options=options, percentiles=(1,) if window else None
    ).set_index(["from_id", "to_id"])
    pairs = legs.groupby(["from_id", "to_id"])
    sums = pairs[["travel_time", "wait"]].sum().sum(axis=1) + pairs["early_arrival"].first()
    cells = matrix[
        "travel_time_p1" if window and options.frequency_draws == 1 else matrix.columns[0]
    ]
    assert set(pairs.groups) == set(cells.dropna().index)
    assert len(pairs) + len(legs.attrs["unreached"]) == len(homes) ** 2
    if options.frequency_draws == 1:  # of a hundredth of all draws' answers, the best may be less
        seconds = (cells.dropna().sort_index() * 60).round()
        assert ((sums.sort_index() * 60).round() == seconds).all()
    assert (pairs["total_time"].max() == pairs["total_time"].min()).all()
    assert (pairs["option"].max() == 0).all()
    assert set(legs["geometry_source"]) <= {"streets", "shape", "straight"}


@pytest.mark.parametrize("call", [{"when": DEADLINE}, {"options": TravelOptions(mode="car")}])
def test_a_point_that_was_not_located_has_no_journey_and_is_told(network, homes, call):
    starts, ends = read_points(homes), read_points(homes)
    starts.lon[2] = starts.lat[2] = ends.lon[0] = ends.lat[0] = np.nan
    legs = itineraries(network, starts, ends, **call)
    assert len(legs) > 0
    assert "p2" not in set(legs["from_id"])
    assert "p0" not in set(legs["to_id"])
    lost = {(p["role"], p["id"], p["status"]) for p in legs.attrs["points"]}
    assert {("origin", "p2", "not_located"), ("destination", "p0", "not_located")} <= lost


def test_a_vehicle_is_named_with_its_stops_and_its_course(network, homes):
    legs = itineraries(network, homes, homes, when=MORNING)
    rides = legs[legs["trip_id"].notna()]
    texts = ["feed", "route_id", "from_stop_id", "to_stop_name", "service_date"]
    assert rides[texts].notna().all(axis=None)
    assert (rides["wait"] >= 1).all()
    assert str(legs["departure"].dt.tz) == "Europe/London"
    seconds = (legs["arrival"] - legs["departure"]).dt.total_seconds()
    assert (seconds == (legs["travel_time"] * 60).round()).all()
    others = legs[legs["trip_id"].isna()]
    assert others["route_id"].isna().all()
    assert set(others["mode"]) == {"walk"}
    metric = legs.to_crs(legs.estimate_utm_crs())
    walks = metric[(legs["geometry_source"] == "streets").to_numpy()]
    # Within stations straight ways count 13/10; elsewhere the length is what is drawn.
    assert (walks.length < walks["distance"] * 1.002 + 1).all()
    assert (walks.length > walks["distance"] / 1.3 - 1).all()
    assert np.median(abs(walks.length - walks["distance"])) < 1


def test_pairs_in_turn_and_what_is_not_reached(network, homes, tmp_path):
    ends = points(*[(p.x, p.y) for p in homes.geometry[:2]], FAR_AWAY)
    starts = points(*[(p.x, p.y) for p in homes.geometry[1:4]])
    output = tmp_path / "legs.csv"
    legs = itineraries(network, starts, ends, when=MORNING, pairs="zip", output=output)
    assert set(zip(legs["from_id"], legs["to_id"], strict=True)) <= {("p0", "p0"), ("p1", "p1")}
    assert legs.attrs["unreached"][-1] == {"from_id": "p2", "to_id": "p2", "status": "no_street"}
    assert [point["id"] for point in legs.attrs["points"]] == ["p2"]
    listed = pd.read_csv(tmp_path / "legs.unreached.csv")
    assert list(listed["status"])[-1] == "no_street"
    written = gpd.GeoSeries.from_wkt(pd.read_csv(output)["geometry"])
    assert len(written) == len(legs)
    everything = points((homes.geometry[0].x, homes.geometry[0].y))
    itineraries(network, everything, everything, when=MORNING, output=output)
    assert not (tmp_path / "legs.unreached.csv").exists()


def test_a_point_to_itself_is_a_leg_of_no_time(network, homes):
    here = homes.iloc[:1]
    legs = itineraries(network, here, here, when=MORNING)
    assert list(legs["mode"]) == ["walk"]
    assert legs["total_time"][0] == legs["distance"][0] == 0


def test_nothing_reached_is_a_table_with_the_right_columns(network, homes, tmp_path):
    options = TravelOptions(mode="walk", max_time=1)
    some = itineraries(network, homes, homes, options=options)
    none = itineraries(
        network, homes.iloc[:1], homes.iloc[3:4], options=options, output=tmp_path / "legs.parquet"
    )
    assert len(none) == 0
    assert list(none.columns) == list(some.columns)
    assert (none.dtypes == some.dtypes).all()
    assert none.crs == 4326


def test_alternatives_are_the_choices_that_nothing_beats(valley_twins, homes):
    options = TravelOptions(max_rides=3, max_walk_time=40)
    seen = Counter()
    for when in (MORNING, DEADLINE, DepartAt("2025-05-13 11:00", "10min", measure="journey")):
        asked = {"when": when, "options": options, "alternatives": True}
        legs = itineraries(valley_twins.network, homes, homes, **asked)
        found = dict(list(legs.groupby(["from_id", "to_id"])))
        for start, end in itertools.combinations(range(len(homes)), 2):
            pair = [(homes.geometry[k].x, homes.geometry[k].y) for k in (start, end)]
            choices = valley_twins.oracle.pareto(
                *pair,
                when.moment,
                when.window_s,
                arrive_by=when.direction == "arrive",
                measure=when.measure,
                **limits_of(options),
            )
            expected = [(choice.seconds, choice.rides) for choice in choices][::-1]
            ours = found.get((f"p{start}", f"p{end}"), legs[:0]).drop_duplicates("option")
            times = (ours["total_time"] * 60).round().astype(int)
            assert list(zip(times, ours["rides"], strict=True)) == expected
            seen[len(expected)] += 1
    assert seen[2] > 5
    assert seen[3] > 0


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"pairs": "all"}, "neither"),
        ({"pairs": "zip"}, "1 origins and 8 destinations"),
        ({"when": [MORNING, DEADLINE]}, "window"),
        ({"when": [MORNING, DepartAt("2025-05-13 09:30")]}, "one moment"),
        ({"output": "legs.xlsx"}, ".csv"),
    ],
)
def test_refusals(network, homes, changed, words):
    asked = {"when": MORNING, **changed}
    with pytest.raises(UsageError, match=words):
        itineraries(network, homes.iloc[:1], homes, **asked)


def test_no_point_joins_and_no_folder(network, homes, tmp_path):
    with pytest.raises(InputError, match="street"):
        itineraries(network, points(FAR_AWAY), homes, when=MORNING)
    with pytest.raises(OutputError):
        itineraries(network, homes, homes, when=MORNING, output=tmp_path / "no" / "legs.gpkg")


def test_pairs_one_by_one_do_not_depend_on_how_many_are_taken_at_a_time(
    network, homes, monkeypatch
):
    ends = homes.iloc[::-1].reset_index(drop=True)
    asked = {"when": DEADLINE, "pairs": "zip", "alternatives": True}
    whole = itineraries(network, homes, ends, **asked)
    monkeypatch.setattr("accessibility.analysis.journey_search.PAIRS_AT_ONCE", 3)
    parts = itineraries(network, homes, ends, **asked)
    assert len(whole) > 0
    assert_geodataframe_equal(whole, parts)
    assert whole.attrs["unreached"] == parts.attrs["unreached"]
    assert whole.attrs["warnings"] == parts.attrs["warnings"]
