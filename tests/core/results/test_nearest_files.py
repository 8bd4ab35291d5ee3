"""Nearest services as files: layers to look at, the table, and what lies beside them."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from accessibility import ArriveBy, DepartAt, TravelOptions, nearest_services
from accessibility.places.points import read_points

THERE = [ArriveBy("2025-05-13 09:00"), ArriveBy("2025-05-13 10:00")]
BACK = [DepartAt("2025-05-13 12:00"), DepartAt("2025-05-13 13:00")]
ASKED = {"when": THERE, "return_when": BACK, "k": 2, "cap": 25}
LAYERS, TABLES = (".gpkg", ".geojson", ".fgb"), (".parquet", ".csv")
PARTS = [
    "to_id", "travel_time", "state", "return_from_id", "return_time", "return_state", "total_time"
]  # fmt: skip


@pytest.fixture(scope="module")
def network(sample_twins):
    return sample_twins.network


@pytest.fixture(scope="module")
def homes(sample_dwellings):
    """Thirty homes, of which one is far away and one has no place."""
    some = sample_dwellings.iloc[::40]
    given = read_points(some[["id", "lon", "lat"]])
    given.lon[4] += 2
    given.lon[9] = given.lat[9] = np.nan
    return given


@pytest.fixture(scope="module")
def services(sample):
    every = gpd.read_file(sample / "services.geojson")
    return every[every["kind"].isin(["pharmacy", "library"])]


@pytest.fixture(scope="module")
def table(network, homes, services):
    return nearest_services(network, homes, services, **ASKED)


def write(folder, suffix, network, homes, services, **asked):
    path = folder / f"nearest{suffix}"
    nearest_services(network, homes, services, **(asked or ASKED), output=path)
    return path


def test_a_geopackage_has_a_row_for_each_origin_and_lines(
    tmp_path, network, homes, services, table
):
    path = write(tmp_path, ".gpkg", network, homes, services)
    assert [name for name, _ in pyogrio.list_layers(path)] == ["origins", "lines"]
    origins = gpd.read_file(path, layer="origins")
    prefixes = ["pharmacy", "pharmacy_2", "library", "library_2"]
    assert list(origins.columns) == [
        "id", *(f"{prefix}_{part}" for prefix in prefixes for part in PARTS), "geometry"
    ]  # fmt: skip
    assert list(origins["id"]) == homes.ids.to_pylist()
    assert origins.crs.to_epsg() == 4326
    assert origins.geometry.isna().sum() == 1
    means = table[table["when"] == "mean"]
    kinds, ranks = ("pharmacy",) * 2 + ("library",) * 2, (1, 2, 1, 2)
    for prefix, kind, rank in zip(prefixes, kinds, ranks, strict=True):
        some = means[(means["kind"] == kind) & (means["rank"] == rank)]
        for part in PARTS:
            wanted = some[part].astype(object).where(some[part].notna(), None)
            told = origins[f"{prefix}_{part}"].astype(object)
            assert list(told.where(told.notna(), None)) == list(wanted)
    assert list(origins["pharmacy_state"][[4, 9]]) == ["outside_data", "not_located"]


def test_lines_go_there_and_back_between_origins_and_services(
    tmp_path, network, homes, services, table
):
    path = write(tmp_path, ".gpkg", network, homes, services)
    lines = gpd.read_file(path, layer="lines")
    assert list(lines.columns) == [
        "from_id", "kind", "leg", "rank", "to_id", "to_name", "travel_time", "state", "geometry"
    ]  # fmt: skip
    means = table[table["when"] == "mean"]
    legs = ("there", "to_id", "travel_time"), ("back", "return_from_id", "return_time")
    of_origin = dict(
        zip(homes.ids.to_pylist(), zip(homes.lon, homes.lat, strict=True), strict=True)
    )
    place = services.set_index("id")
    for leg, site, minutes in legs:
        some, known = lines[lines["leg"] == leg], means[means[site].notna()]
        assert len(some) == len(known) > 40
        assert list(some["to_id"]) == list(known[site])
        assert list(some["travel_time"]) == list(known[minutes])
        assert list(some["to_name"]) == list(place["name"][known[site]])
        ends = [shapely.get_coordinates(line) for line in some.geometry]
        starts = np.array([of_origin[identifier] for identifier in some["from_id"]])
        sites = np.array([(p.x, p.y) for p in place.geometry[some["to_id"]]])
        first, last = (starts, sites) if leg == "there" else (sites, starts)
        assert np.allclose([end[0] for end in ends], first, atol=1e-9)
        assert np.allclose([end[-1] for end in ends], last, atol=1e-9)


@pytest.mark.parametrize("suffix", [".geojson", ".fgb"])
def test_other_layers_hold_the_origins(tmp_path, network, homes, services, suffix):
    wanted = gpd.read_file(write(tmp_path, ".gpkg", network, homes, services), layer="origins")
    got = gpd.read_file(write(tmp_path, suffix, network, homes, services))
    assert list(got.columns) == list(wanted.columns)
    both = [one.drop(columns="geometry").set_index("id") for one in (got, wanted)]
    pd.testing.assert_frame_equal(both[0], both[1].loc[both[0].index], check_dtype=False)
    assert len(got) == len(homes)


def test_tables_have_all_rows(tmp_path, network, homes, services, table):
    parquet = gpd.read_parquet(write(tmp_path, ".parquet", network, homes, services))
    text = pd.read_csv(write(tmp_path, ".csv", network, homes, services))
    assert list(parquet.columns) == list(table.columns)
    assert list(text.columns) == [name for name in table.columns if name != "geometry"]
    for name in text.columns:
        for got in (parquet[name], text[name]):
            if table[name].dtype == np.float64:
                np.testing.assert_array_equal(got, table[name])
            else:
                known = table[name].notna().to_numpy()
                assert (got.notna().to_numpy() == known).all()
                assert list(got[known].astype(str)) == list(table[name][known].astype(str))


@pytest.mark.parametrize("suffix", [*LAYERS, *TABLES])
def test_equal_runs_are_equal_bytes(tmp_path, network, homes, services, suffix):
    runs = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        write(folder, suffix, network, homes, services)
        runs.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert runs[0] == runs[1]
    beside = {"nearest.points.csv", "nearest.provenance.json"}
    assert set(runs[0]) == {f"nearest{suffix}", *beside}


def test_beside_it_stand_the_points_without_answers_and_what_it_was_made_from(
    tmp_path, network, homes, services, table
):
    path = write(tmp_path, ".gpkg", network, homes, services)
    listed = pd.read_csv(tmp_path / "nearest.points.csv")
    assert list(listed["status"]) == ["outside", "not_located"]
    told = json.loads((tmp_path / "nearest.provenance.json").read_text())
    assert told == table.attrs["provenance"]
    everybody = homes.chosen(homes.located & (homes.lon < -3))
    write(tmp_path, ".gpkg", network, everybody, services)
    assert {one.name for one in tmp_path.iterdir()} == {path.name, "nearest.provenance.json"}


def test_a_window_gives_columns_by_percentile_and_lines_of_the_first(
    tmp_path, network, homes, services
):
    asked = {"when": DepartAt("2025-05-13 08:00", "20min"), "percentiles": [90, 10]}
    path = write(tmp_path, ".gpkg", network, homes, services, **asked)
    origins = gpd.read_file(path, layer="origins")
    assert list(origins.columns[1:7]) == [
        f"pharmacy_{part}_p{p}" for p in (10, 90) for part in PARTS[:3]
    ]
    lines = gpd.read_file(path, layer="lines")
    pharmacy = lines[lines["kind"] == "pharmacy"]
    times = origins["pharmacy_travel_time_p10"].dropna()
    assert list(pharmacy["travel_time"]) == list(times)
    assert (pharmacy["rank"] == 1).all()
    assert set(lines["leg"]) == {"there"}


def test_whole_numbers_stay_whole_numbers(tmp_path, network, homes, services):
    numbered = services.assign(id=range(100, 100 + len(services)))
    path = write(tmp_path, ".gpkg", network, homes, numbered, **ASKED)
    origins = gpd.read_file(path, layer="origins")
    ids = pyogrio.read_info(path, layer="origins")
    of_field = dict(zip(ids["fields"], ids["dtypes"], strict=True))
    assert of_field["pharmacy_to_id"] == "int64"
    assert set(origins["pharmacy_to_id"].dropna().astype(int)) <= set(numbered["id"])


def test_layers_in_which_nobody_reaches_anything(tmp_path, network, homes, services):
    """Lines there are none of; the layer is there all the same."""
    far = read_points(
        gpd.GeoDataFrame({"id": [1]}, geometry=gpd.points_from_xy([-3.3042], [51.6784]), crs=4326)
    )
    options = TravelOptions(mode="walk", max_time=1)
    path = write(tmp_path, ".gpkg", network, far, services, options=options)
    assert [name for name, _ in pyogrio.list_layers(path)] == ["origins", "lines"]
    assert len(gpd.read_file(path, layer="lines")) == 0
    origins = gpd.read_file(path, layer="origins")
    assert list(origins["pharmacy_state"]) == ["unreachable"]
