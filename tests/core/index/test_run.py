"""An index is run from a network: means, states, caps, stages that are kept, files."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

import accessibility as acc
from accessibility.analysis.nearest.nearest import nearest_services
from accessibility.errors import InputError, Interrupted, OutputError, UsageError
from accessibility.index.recipe.recipes import load_recipe
from accessibility.index.run import trip_answers
from accessibility.index.run.run import run_index
from accessibility.index.run.stages import FOLDER
from accessibility.places.points import read_points
from accessibility.progress import Silent
from accessibility.results.index import IndexResult
from accessibility.tables import read_table


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("index") / "town.index"


@pytest.fixture(scope="module")
def result(town_inputs, folder):
    return run_index("minimal", town_inputs, folder)


def cached(result):
    return {stage["name"]: stage["cached"] for stage in result.provenance["stages"]}


def count(result, what):
    (found,) = [each for each in result.provenance["counts"] if each["what"] == what]
    return found["count"]


def test_the_folder_has_all_files_with_the_same_areas(result, folder, sample):
    ids = gpd.read_file(sample / "small_areas.geojson")["code"].tolist()
    names = {"areas.parquet", "areas.csv", "areas.ods", "index.gpkg", "indicators.csv"}
    names |= {"weights.csv", "provenance.json", "report.html", FOLDER}
    assert {path.name for path in folder.iterdir()} == names
    assert result.areas.index.tolist() == ids
    for name in ("areas.csv", "areas.ods", "areas.parquet", "index.gpkg|layername=areas"):
        table = read_table(f"{folder}/{name}")
        assert table["id"].tolist() == ids, name
        ranks = pd.to_numeric(table["domain_rank"]).to_numpy(dtype=float)
        assert np.array_equal(ranks, result.areas["domain_rank"], equal_nan=True), name
    assert isinstance(result.areas, gpd.GeoDataFrame)


def test_every_area_is_ranked_or_says_why_not(result):
    ranked = result.areas["domain_rank"].notna()
    assert (ranked == (result.areas["reason"] == "")).all()
    assert sorted(result.areas.loc[ranked, "domain_rank"]) == list(range(1, ranked.sum() + 1))
    assert result.areas["n_origins"].sum() == 1200 - count(
        result, "origins without an area: outside"
    )


def test_the_means_are_those_of_the_origins(result, sample_twins, sample):
    recipe = load_recipe("minimal")
    points = read_points(sample / "dwellings.csv")
    found = nearest_services(
        sample_twins.network, points, "osm:gp", **recipe.question_of("by_bus")
    ).query("when == 'mean'")
    homes = pd.read_csv(sample / "dwellings.csv").set_index("id")
    rows = pd.DataFrame(
        {
            "area": homes.loc[found["from_id"].tolist(), "small_area"].to_numpy(),
            "minutes": found["travel_time"].to_numpy(),
            "missing": found["travel_time"].isna().to_numpy(),
            "capped": found["state"].isin(["capped", "unreachable"]).to_numpy(),
        }
    )
    means = rows.groupby("area").mean()
    areas = result.areas.loc[means.index]
    valued = areas["gp_public"].notna()
    assert valued.sum() > 10
    assert np.allclose(areas["gp_public"][valued], means["minutes"][valued])
    assert np.allclose(areas["gp_public_missing"], means["missing"])
    assert np.allclose(areas["gp_public_capped"], means["capped"])
    assert np.allclose(areas["gp_public_coverage"], 1 - means["missing"])


def test_indicators_and_services_add_up(result):
    gp = result.indicators.query("indicator == 'gp'").iloc[0]
    states = ["reached", "capped", "unreachable", "not_snapped", "outside_data", "not_located"]
    assert gp[states].sum() == gp["origins"] == result.areas["n_origins"].sum()
    assert (gp[[f"{state}_weight" for state in states]].to_numpy() == gp[states].to_numpy()).all()
    services = result.services.query("kind == 'gp'")
    assert len(services) == gp["services"]
    assert 0 < services["origins"].sum() <= gp["reached"] + gp["capped"]


def test_provenance_says_what_it_was_made_from(result, town_inputs):
    told = result.provenance
    assert told["recipe"]["text"] == load_recipe("minimal").text
    assert told["inputs"]["network"] == town_inputs.network.key
    assert told["inputs"]["areas"]["file"] == "small_areas.geojson"
    assert told["inputs"]["origins"]["count"] == 1200
    assert set(told["inputs"]["services"]) == {"gp", "food_shop", "pharmacy"}
    assert told["date"] == "2025-03-11"
    assert any(each["path"] == "trips.by_bus.cap" for each in told["recipe"]["not_published"])


def test_a_second_run_computes_only_what_changed(result, town_inputs, folder, changed):
    assert not any(cached(result).values())
    same = run_index("minimal", town_inputs, folder)
    assert cached(same)["nearest, by_bus"]
    assert cached(same)["areas of origins"]
    assert same.provenance["tables"] == result.provenance["tables"]
    other = run_index(changed({'kind = "pharmacy"': 'kind = "library"'}), town_inputs, folder)
    stages = cached(other)
    assert stages["areas of origins"]
    assert stages["nearest, by_bus: library"] is False
    assert other.provenance["tables"] != result.provenance["tables"]
    weights = changed(
        {"weights = { gp = 40": "weights = { gp = 60", "food_shop = 40": "food_shop = 20"}
    )
    run_index("minimal", town_inputs, folder)
    weighted = run_index(weights, town_inputs, folder)
    assert cached(weighted)["nearest, by_bus"]
    assert weighted.provenance["tables"] != result.provenance["tables"]


def test_a_stage_that_is_broken_is_made_again(result, town_inputs, folder):
    run_index("minimal", town_inputs, folder)
    for file in (folder / FOLDER).glob("by_bus-gp*"):
        file.write_bytes(b"PAR1 broken")
    again = run_index("minimal", town_inputs, folder)
    assert cached(again)["nearest, by_bus: gp"] is False
    assert again.provenance["tables"] == result.provenance["tables"]


def test_a_kind_that_fails_costs_nothing_that_was_found(town_inputs, changed, tmp_path):
    far = gpd.GeoDataFrame(
        {"id": ["p1"]}, geometry=gpd.points_from_xy([-3.30], [53.5]), crs="EPSG:4326"
    )
    output = tmp_path / "i"
    with pytest.raises(InputError, match="pharmacy"):
        run_index("minimal", changed(town_inputs, services={"pharmacy": far}), output)
    assert not (output / "provenance.json").exists()
    mended = run_index("minimal", town_inputs, output)
    assert cached(mended)["nearest, by_bus: pharmacy"] is False


def test_kinds_are_asked_in_parts_where_there_are_many_origins(
    town_inputs, result, tmp_path, monkeypatch
):
    asked = []
    ask = trip_answers._Asking._ask

    def noted(asking, trip, kinds):
        asked.append(list(kinds))
        return ask(asking, trip, kinds)

    monkeypatch.setattr(trip_answers._Asking, "_ask", noted)
    monkeypatch.setattr(trip_answers, "MOST_ROWS", 2 * 4 * 1200)
    run = run_index("minimal", town_inputs, tmp_path / "a")
    assert asked == [["gp", "food_shop"], ["pharmacy"]]
    assert run.provenance["tables"] == result.provenance["tables"]


def test_an_interrupted_run_leaves_finished_stages(town_inputs, tmp_path):
    class StopsAtBuses(Silent):
        stop = False

        def start(self, task, total=None):
            self.stop = self.stop or task == "Nearest, by_bus"

        def cancelled(self):
            return self.stop

    with pytest.raises(Interrupted):
        run_index("minimal", town_inputs, tmp_path / "a", progress=StopsAtBuses())
    with pytest.raises(InputError, match="no finished run"):
        IndexResult.open(tmp_path / "a")
    assert cached(run_index("minimal", town_inputs, tmp_path / "a"))["areas of origins"]


def test_clusters_keep_the_area_and_weight_of_each_origin(town_inputs, result, changed, tmp_path):
    recipe = changed({'what = "dwellings"': 'what = "dwellings"\ncluster_distance = 75.0'})
    merged = run_index(recipe, town_inputs, tmp_path / "a")
    assert (merged.areas["n_origins"] == result.areas["n_origins"]).all()
    both = merged.areas["gp_public"].notna() & result.areas["gp_public"].notna()
    # Neighbours within 75 m walk at most a minute more or less, and may miss a bus.
    change = (merged.areas["gp_public"] - result.areas["gp_public"])[both].abs()
    assert change.median() < 2
    assert any("clusters" in note for note in merged.provenance["notes"])
    assert cached(run_index(recipe, town_inputs, tmp_path / "a"))["clusters of origins"]


def test_weights_of_origins_count(town_inputs, sample, changed, tmp_path):
    instead = {
        '# weight = "people"   ': 'weight = "people"  #',
        'public = "by_bus"                # ': 'public = "by_bus"\norigin_weight = "ones"  # ',
    }
    recipe = changed(instead)
    homes = pd.read_csv(sample / "dwellings.csv")
    points = gpd.points_from_xy(homes["lon"], homes["lat"], crs=4326)
    layer = gpd.GeoDataFrame(homes.assign(ones=1), geometry=points)
    run = run_index(recipe, changed(town_inputs, origins=layer), tmp_path / "a")
    people = homes.groupby("small_area")["people"].sum()
    assert np.allclose(run.areas["weight"], people.reindex(run.areas.index, fill_value=0))
    plain = run_index("minimal", town_inputs, tmp_path / "b")
    assert np.allclose(run.areas["gp_public"], plain.areas["gp_public"], equal_nan=True)
    shops = run.areas["food_shop_public"], plain.areas["food_shop_public"]
    assert not np.allclose(*shops, equal_nan=True)
    grid = changed(town_inputs, origins="grid:500m")
    with pytest.raises(InputError, match="there is no column people"):
        run_index(recipe, grid, tmp_path / "c")


def test_origins_are_written_only_if_asked(town_inputs, folder, result, changed, tmp_path):
    with pytest.raises(InputError, match="layer"):
        read_table(f"{folder}/index.gpkg|layername=origins")
    full = changed(town_inputs, origins_output="full")
    run_index("minimal", full, tmp_path / "full")
    rows = read_table(f"{tmp_path}/full/index.gpkg|layername=origins")
    assert len(rows) == result.areas["n_origins"].sum()
    assert rows["id"].str.startswith("D").all()
    assert set(rows["gp_public_id"].dropna()) <= set(result.services["id"])
    masked = changed(town_inputs, origins_output="masked")
    run_index("minimal", masked, tmp_path / "masked")
    rows = read_table(f"{tmp_path}/masked/index.gpkg|layername=origins")
    assert rows["id"].tolist() == list(range(1, len(rows) + 1))
    assert (rows.geometry.x % 100 == 0).all()
    assert (rows.geometry.y % 100 == 0).all()
    with pytest.raises(UsageError, match="none of none, masked, full"):
        run_index("minimal", changed(town_inputs, origins_output="all"), tmp_path / "x")


def test_a_folder_of_something_else_is_not_touched(town_inputs, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError, match=r"holds something else \(thesis.txt\)"):
        run_index("minimal", town_inputs, tmp_path)
    with pytest.raises(OutputError, match="is a file"):
        run_index("minimal", town_inputs, tmp_path / "thesis.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_public_names(result, folder):
    assert acc.run_index is run_index
    assert acc.IndexResult is IndexResult
    assert (
        json.loads((folder / "provenance.json").read_text())["side"]["inputs"]["origin_id"] == "id"
    )
    assert Path(result.folder) == folder
