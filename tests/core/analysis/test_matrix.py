"""The matrix as people call it: what must be given, what comes back, and which points are told."""

from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from accessibility import ArriveBy, DepartAt, Threads, TravelOptions, travel_time_matrix
from accessibility.analysis import matrix as module
from accessibility.errors import InputError, NetworkError, UsageError
from accessibility.network.network import Network
from accessibility.places.points import read_points

MORNING = DepartAt("2023-06-13 08:00")
TWO_HOURS = DepartAt("2023-06-13 08:00", window="2h")
WALK = TravelOptions(mode="walk")
CONGESTED = TravelOptions(mode="car", car_time_factors="primary=1.5/1/1")
DEADLINE = ArriveBy("2023-06-13 09:00")


def points(*coordinates, first=0):
    lon, lat = zip(*coordinates, strict=True)
    ids = range(first, first + len(coordinates))
    return gpd.GeoDataFrame({"id": ids}, geometry=gpd.points_from_xy(lon, lat), crs=4326)


ORIGINS = points((-3.0, 51.55), (-3.01, 51.56), (-3.02, 51.57))
DESTINATIONS = points((-3.0, 51.55), (-3.01, 51.5601), first=100)


def snap(lon, _lat, _radius_mm, _mode_bit):
    """Every point east of -3.05 joins a street; the others are 400 m away."""
    joins = lon > -3.05
    return SimpleNamespace(
        edge=np.where(joins, 7, -1),
        first_mm=np.zeros(len(lon)),
        distance_mm=np.where(joins, 12_000, 400_123),
    )


class Engine:
    """Answers 100 s per origin of the call and 1 s per percentile; keeps what it was asked."""

    def __init__(self, warnings=()):
        self.asked = []
        self.warnings = list(warnings)

    def compile_kernels(self, progress):
        """Nothing to compile."""

    def prepare(self, network, when, options, lon, lat, *, progress, near):
        self.asked.append((when, options))
        self.backward = when is not None and when.direction == "arrive"
        return SimpleNamespace(warnings=self.warnings, lon=lon, lat=lat, when=when)

    def matrix_block(self, prepared, lon, lat, percentiles, _stop):
        metres = np.abs(lat[:, None] - prepared.lat) * 1e5 + np.abs(lon[:, None] - prepared.lon)
        answer = metres[None] + np.array(percentiles)[:, None, None]
        lost = np.isnan(answer) | (prepared.lon < -3.05)
        return np.where(lost, -1, answer).astype(np.int32)


@pytest.fixture
def engine(monkeypatch):
    fake = Engine()
    monkeypatch.setattr(module, "_engine", lambda _name: fake)
    return fake


@pytest.fixture
def network(tmp_path):
    health = SimpleNamespace(street_extent=(-3.078, 51.526, -2.925, 51.597))
    manifest = {"inputs": [{"kind": "osm", "name": "n.osm.pbf", "sha256": "5a"}]}
    where = {"path": tmp_path / "n", "snap": snap}
    return SimpleNamespace(health=health, key="k1", manifest=manifest, scenario=None, **where)


def test_one_moment_gives_one_column(engine, network):
    table = travel_time_matrix(network, ORIGINS, DESTINATIONS, when=MORNING)
    assert list(table.columns) == ["from_id", "to_id", "travel_time"]
    assert list(table["from_id"]) == [0, 0, 1, 1, 2, 2]
    assert list(table["to_id"]) == [100, 101] * 3
    assert table["travel_time"].dtype == np.float64
    assert engine.asked[0][0] is MORNING


@pytest.mark.parametrize(
    ("asked", "columns"),
    [(None, [50]), ((75, 25, 50), [25, 50, 75]), ([100, 1, 1], [1, 100]), (np.array([10]), [10])],
)
def test_a_window_gives_a_column_for_each_percentile(engine, network, asked, columns):
    table = travel_time_matrix(network, ORIGINS, DESTINATIONS, when=TWO_HOURS, percentiles=asked)
    assert list(table.columns[2:]) == [f"travel_time_p{p}" for p in columns]
    assert [table.iloc[0, 2 + i] for i in range(len(columns))] == [p / 60 for p in columns]


def test_walking_needs_no_departure_and_ignores_one(engine, network):
    table = travel_time_matrix(network, ORIGINS, DESTINATIONS, options=WALK)
    pd.testing.assert_frame_equal(
        table, travel_time_matrix(network, ORIGINS, DESTINATIONS, options=WALK, when=TWO_HOURS)
    )
    assert list(table.columns) == ["from_id", "to_id", "travel_time"]
    assert [when for when, _ in engine.asked] == [None, None]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({}, "Public transport needs a moment"),
        ({"when": MORNING, "percentiles": [50]}, "percentiles: they need a window"),
        ({"options": WALK, "percentiles": [50]}, "percentiles: mode .* Leave them out"),
        (
            {"options": WALK, "when": TWO_HOURS, "percentiles": [50]},
            "percentiles: mode .* Leave them out",
        ),
        ({"when": []}, "list of moments is empty"),
        ({"when": [MORNING, TWO_HOURS]}, "cannot be asked together"),
        ({"options": WALK, "when": [MORNING, TWO_HOURS]}, "same time at every moment"),
        ({"options": CONGESTED}, "car_time_factors: they depend on the time of day"),
        ({"when": TWO_HOURS, "percentiles": [0]}, "whole numbers from 1 to 100; 0 is none"),
        ({"when": TWO_HOURS, "percentiles": [50.5]}, "50.5 is none"),
        ({"when": TWO_HOURS, "percentiles": []}, "none is given"),
        ({"when": MORNING, "engine": "r6"}, 'no engine "r6"; known: builtin'),
        ({"when": MORNING, "output": "m.xlsx"}, "written as .parquet or .csv"),
    ],
)
def test_contradictions_are_usage_errors(network, call, message):
    with pytest.raises(UsageError, match=message):
        travel_time_matrix(network, ORIGINS, DESTINATIONS, **call)


def test_points_that_join_no_street_are_listed_and_do_not_stop_the_others(engine, network):
    origins = points((-3.0, 51.55), (-3.06, 51.56), (-3.3, 51.56))
    table = travel_time_matrix(network, origins, DESTINATIONS, options=WALK)
    assert table.attrs["points"] == [
        {"id": 1, "role": "origin", "status": "too_far", "distance_m": 400.123},
        {"id": 2, "role": "origin", "status": "outside", "distance_m": 400.123},
    ]


def test_with_an_output_the_points_are_listed_beside_it(engine, network, tmp_path):
    destinations = points((-3.0, 51.55), (-3.06, 51.56))
    output = travel_time_matrix(
        network, ORIGINS, destinations, options=WALK, output=str(tmp_path / "m.parquet")
    )
    assert output == tmp_path / "m.parquet"
    table = pd.read_parquet(output)
    assert list(table["travel_time"].isna()) == [False, True] * 3
    assert (tmp_path / "m.points.csv").read_text() == (
        "id,role,status,distance_m\n1,destination,too_far,400.123\n"
    )


@pytest.mark.parametrize("role", ["origin", "destination"])
def test_it_is_an_error_if_no_origin_or_no_destination_joins(engine, network, role):
    nowhere = points((-4.0, 52.0), (-4.1, 52.0))
    pair = (nowhere, DESTINATIONS) if role == "origin" else (ORIGINS, nowhere)
    message = (
        rf"None of the 2 {role}s lies within 300 m of a street: the nearest is 400 m away.*"
        r"longitude -3.078 to -2.925, latitude 51.526 to 51.597"
    )
    with pytest.raises(InputError, match=message):
        travel_time_matrix(network, *pair, options=WALK)


def test_swapped_coordinates_are_found_with_the_help_of_the_network(engine, network):
    with pytest.raises(InputError, match=r"destinations row 1.*inside it when swapped"):
        travel_time_matrix(network, ORIGINS, points((51.55, -3.0)), options=WALK)


def test_the_provenance_names_all_that_answers_depend_on(engine, network, tmp_path):
    def provenance(**changed):
        call = {"origins": ORIGINS, "destinations": DESTINATIONS, "when": TWO_HOURS, **changed}
        return travel_time_matrix(network, **call).attrs["provenance"]

    first = provenance()
    assert first["network"] == "k1"
    assert first["inputs"] == network.manifest["inputs"]
    assert first["options"]["max_time"] == 120
    moment = {"moment": "2023-06-13T08:00:00", "window": 120, "measure": "elapsed"}
    assert first["when"] == {"direction": "depart", **moment}
    assert str(tmp_path) not in str(first)
    assert provenance(executor=Threads(3, 1)) == first
    for change in (
        {"origins": ORIGINS.iloc[::-1]},
        {"destinations": ORIGINS},
        {"when": MORNING},
        {"percentiles": [10]},
        {"options": TravelOptions(max_rides=2)},
    ):
        assert provenance(**change) != first


def test_warnings_of_the_search_reach_the_log_and_the_result(network, monkeypatch, caplog):
    monkeypatch.setattr(module, "_engine", lambda _name: Engine(["3 departures without service"]))
    table = travel_time_matrix(network, ORIGINS, DESTINATIONS, when=MORNING)
    assert table.attrs["warnings"] == ["3 departures without service"]
    assert caplog.messages == ["3 departures without service"]


def test_points_that_were_read_before_are_taken_as_they_are(engine, network):
    starts = read_points(ORIGINS.rename(columns={"id": "OA21CD"}), id_column="OA21CD")
    table = travel_time_matrix(network, starts, DESTINATIONS, options=WALK)
    assert list(table["from_id"].unique()) == [0, 1, 2]


def test_a_network_without_streets_is_told(network):
    network.health.street_extent = None
    with pytest.raises(NetworkError, match="has no streets to walk on"):
        travel_time_matrix(network, ORIGINS, DESTINATIONS, options=WALK)


def test_deadlines_are_searched_from_the_destinations_and_rows_stay_in_order(engine, network):
    table = travel_time_matrix(network, ORIGINS, DESTINATIONS, when=DEADLINE)
    straight = travel_time_matrix(network, ORIGINS, DESTINATIONS, when=MORNING)
    # The engine's times from one point to another are the same in either direction.
    assert table.equals(straight)
    assert [when for when, _ in engine.asked] == [DEADLINE, MORNING]


@pytest.mark.parametrize("suffix", [None, ".parquet", ".csv"])
def test_several_moments_have_rows_of_their_own_and_a_mean(engine, network, tmp_path, suffix):
    moments = [MORNING, DEADLINE, DepartAt("2023-06-13 12:00")]
    call = {"when": moments, "executor": Threads(2, 2)}
    if suffix is None:
        table = travel_time_matrix(network, ORIGINS, DESTINATIONS, **call)
    else:
        output = tmp_path / f"m{suffix}"
        travel_time_matrix(network, ORIGINS, DESTINATIONS, **call, output=output)
        table = pd.read_csv(output) if suffix == ".csv" else pd.read_parquet(output)
    assert list(table["from_id"]) == [origin for origin in range(3) for _ in range(8)]
    assert list(table["to_id"][:8]) == [100] * 4 + [101] * 4
    assert list(table["when"][:4]) == [
        "2023-06-13 08:00",
        "2023-06-13 09:00",
        "2023-06-13 12:00",
        "mean",
    ]
    assert list(table["direction"][:4]) == ["depart", "arrive", "depart", "depart"]
    assert list(table["n_reached"][:4]) == [1, 1, 1, 2]
    single = travel_time_matrix(network, ORIGINS, DESTINATIONS, when=MORNING)["travel_time"]
    for row in range(4):
        assert np.allclose(table["travel_time"][row::4], single)


def not_located(*rows):
    """Points of which some rows have no known place."""
    given = read_points(ORIGINS)
    for axis in (given.lon, given.lat):
        axis[list(rows)] = np.nan
    return given


def test_points_that_were_not_located_are_listed_as_such(engine, network, tmp_path):
    output = tmp_path / "m.csv"
    travel_time_matrix(network, not_located(1), DESTINATIONS, options=WALK, output=output)
    assert (tmp_path / "m.points.csv").read_text() == (
        "id,role,status,distance_m\n1,origin,not_located,\n"
    )


def test_it_is_an_error_if_no_point_was_located(engine, network):
    with pytest.raises(InputError, match="None of the 3 origins has a known place"):
        travel_time_matrix(network, not_located(0, 1, 2), DESTINATIONS, options=WALK)


@pytest.mark.parametrize(
    "call",
    [
        {"options": TravelOptions(mode="walk")},
        {"options": TravelOptions(mode="cycle")},
        {"options": TravelOptions(mode="car")},
        {"when": DepartAt("2026-06-15 08:00", window="10m"), "percentiles": [10, 90]},
        {"when": DepartAt("2026-06-15 08:00"), "breakdown": True},
        {"when": [DepartAt("2026-06-15 08:00"), ArriveBy("2026-06-15 09:00")]},
        {
            "when": ArriveBy("2026-06-15 09:00", window="10m"),
            "options": TravelOptions(access_modes="walk,cycle", egress_modes="walk,car"),
        },
    ],
)
def test_points_that_were_not_located_have_empty_cells_and_change_no_other(town, call):
    network = Network.open(town / "town.network")
    starts, ends = (read_points(town / f"{role}.parquet") for role in ("origins", "destinations"))
    whole = travel_time_matrix(network, starts, ends, **call)
    lost = {"from_id": "o3", "to_id": "d5"}
    for points, name in ((starts, "o3"), (ends, "d5")):
        row = points.ids.to_pylist().index(name)
        points.lon[row] = points.lat[row] = np.nan
    table = travel_time_matrix(network, starts, ends, **call)
    touched = (table["from_id"] == lost["from_id"]) | (table["to_id"] == lost["to_id"])
    times = [column for column in table.columns if column.startswith("travel_time")]
    assert table.loc[touched, times].isna().all(axis=None)
    assert table[~touched].equals(whole[~touched])
    assert table[times].notna().any(axis=None)
    assert [p["status"] for p in table.attrs["points"]] == ["not_located"] * 2
