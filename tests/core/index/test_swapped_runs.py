"""The sample town's index before and after everything changed, split by cause with real runs."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal

import accessibility as acc
from accessibility.errors import InputError
from accessibility.index.changes import swapped_runs
from accessibility.index.changes.compare import CAUSES, compare
from accessibility.index.changes.swapped_runs import SwappedRuns
from accessibility.index.recipe.recipes import RECIPES_FOLDER
from accessibility.index.run.inputs import IndexInputs
from accessibility.index.run.run import run_index
from accessibility.results.index import IndexResult
from tests.core.index_runs import thinner, write_run

WEIGHED = '# weight = "people"'
FIXED = "weights = { gp = 40, food_shop = 40, pharmacy = 20 }"
FACTOR = 'weights = "factor"\nindicators = ["gp", "food_shop", "pharmacy"]\nallow = ["heywood"]'


def without_paths(extract, path):
    """Write an extract that lacks the footways."""
    with osmium.SimpleWriter(str(path)) as writer:
        for thing in osmium.FileProcessor(str(extract)):
            if not (thing.is_way() and thing.tags.get("highway") in {"footway", "path"}):
                writer.add(thing)
    return path


@pytest.fixture(scope="module")
def changed(sample, sample_inputs, tmp_path_factory):
    """Networks, dwellings, services and recipe as they were and as they are."""
    folder = tmp_path_factory.mktemp("changed")
    streets, (bus, rail) = sample_inputs
    feeds = [thinner(bus, folder / "bus.zip"), rail]
    other = without_paths(streets, folder / "town.osm.pbf")
    people = pd.read_csv(sample / "dwellings.csv")
    people["people"] = np.where(np.arange(len(people)) % 3 == 0, people["people"] * 4, 1)
    people.to_csv(folder / "dwellings.csv", index=False)
    for name, weights in (("fixed", FIXED), ("factor", FACTOR)):
        text = (RECIPES_FOLDER / "minimal.toml").read_text("utf-8")
        assert WEIGHED in text
        assert FIXED in text
        text = text.replace(WEIGHED, WEIGHED[2:]).replace(FIXED, weights)
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    networks = {
        "old": acc.Network.build(streets, [bus, rail], folder / "old.network"),
        "timetable": acc.Network.build(streets, feeds, folder / "timetable.network"),
        "new": acc.Network.build(other, feeds, folder / "new.network"),
    }
    return folder, networks


@pytest.fixture(scope="module")
def run(changed, sample, tmp_path_factory):
    folder, networks = changed

    def make(network="old", *, recipe="fixed", services=None, origins=None):
        inputs = IndexInputs(
            network=networks[network].path,
            areas=sample / "small_areas.geojson",
            origins=origins or sample / "dwellings.csv",
            services=services,
        )
        return run_index(folder / f"{recipe}.toml", inputs, tmp_path_factory.mktemp("run") / "run")

    return make


@pytest.fixture(scope="module")
def old(run):
    return run()


@pytest.fixture(scope="module")
def fewer_doctors(old, changed):
    """All surgeries but the one with most patients, as a file."""
    doctors = old.services[old.services["kind"] == "gp"].sort_values("origins")
    path = changed[0] / "gp.gpkg"
    gpd.GeoDataFrame(doctors.iloc[:-1][["id", "name", "geometry"]]).to_file(path)
    return {"gp": path}


@pytest.fixture(scope="module")
def new(run, changed, fewer_doctors):
    return run("new", services=fewer_doctors, origins=changed[0] / "dwellings.csv")


@pytest.fixture
def counted(monkeypatch):
    """Count the runs that are made."""
    made = []

    def counting(recipe, inputs, output, **more):
        made.append(output.name)
        return run_index(recipe, inputs, output, **more)

    monkeypatch.setattr(swapped_runs, "run_index", counting)
    return made


def test_all_causes_at_once_take_fourteen_runs_and_their_parts_add_up(old, new, tmp_path, counted):
    runs = SwappedRuns(old, new, tmp_path / "work")
    assert runs.differing == CAUSES
    found = compare(old, new, runs, differing=runs.differing)
    assert len(counted) == 14  # the two runs themselves are there
    assert found.notes == ("A score in the older run only: 1 area (X00000017).",)
    areas = found.areas
    for what in ("score", "gp", "food_shop", "pharmacy"):
        parts = areas[[f"{what}_by_{cause}" for cause in CAUSES]]
        whole = parts.sum(axis=1, skipna=False)
        np.testing.assert_allclose(whole, areas[f"{what}_change"], rtol=0, atol=1e-9)
    assert areas["score_change"].notna().sum() > 20
    # Each cause did something, and a surgery that closed only concerns those who see doctors.
    assert all((areas[f"gp_by_{cause}"].abs() > 0.01).any() for cause in CAUSES)
    assert areas["pharmacy_by_services"].abs().max() < 1e-9
    assert areas["gp_by_services"].min() > -1e-9


def test_joined_networks_repeat_the_runs_they_are_parts_of(old, new, tmp_path):
    """Everything new through the swapping is the newer run itself, to the last digit."""
    runs = SwappedRuns(old, new, tmp_path / "work")
    runs._stands = lambda side: False
    for side, run in (("old", old), ("new", new)):
        again = runs(dict.fromkeys(CAUSES, side))
        assert_geodataframe_equal(again, run.areas)


def test_equal_inputs_cost_no_run(old, run, tmp_path, counted):
    new = run("timetable")
    runs = SwappedRuns(old, new, tmp_path / "work")
    assert runs.differing == ("timetable",)
    found = compare(old, new, runs, differing=runs.differing)
    assert counted == []
    part, change = found.areas["gp_by_timetable"], found.areas["gp_change"]
    pd.testing.assert_series_equal(part, change, check_names=False)
    assert change.abs().max() > 1
    same = SwappedRuns(old, old, tmp_path / "work")
    assert same.differing == ()
    assert compare(old, old, same, differing=()).areas["score_change"].abs().max() == 0
    assert counted == []


def test_a_scenario_is_a_cause_of_the_timetable(old, tmp_path, counted):
    told = old.provenance["inputs"] | {"network": "the key with a scenario"}
    changed = replace(old, provenance=old.provenance | {"inputs": told})
    runs = SwappedRuns(old, changed, tmp_path / "work")
    assert runs.differing == ("timetable",)
    compare(old, changed, runs, differing=runs.differing)
    assert counted == []


def test_weights_of_a_factor_analysis_stay_frozen(run, tmp_path, counted):
    old, new = run(recipe="factor"), run("timetable", recipe="factor")
    runs = SwappedRuns(old, new, tmp_path / "work")
    found = compare(old, new, runs, differing=runs.differing)
    assert counted == ["timetable-new"]
    frozen = runs({"timetable": "new"})
    areas = found.areas
    part = frozen["domain_score"] - old.areas["domain_score"]
    np.testing.assert_allclose(areas["score_by_timetable"], part, atol=1e-9)
    both = areas["score_by_timetable"] + areas["score_by_factor_weights"]
    np.testing.assert_allclose(both, areas["score_change"], atol=1e-9)


def test_a_network_that_was_replaced_since_is_refused(old, new, tmp_path, sample_inputs):
    folder = tmp_path / "town.network"
    acc.Network.build(*sample_inputs, folder, options=acc.BuildOptions(stop_snap_radius=100))
    told = old.provenance["inputs"]["network_path"]
    old.provenance["inputs"]["network_path"] = str(folder)
    try:
        runs = SwappedRuns(old, new, tmp_path / "work")
        with pytest.raises(InputError, match="another network lies there now"):
            runs(dict.fromkeys(CAUSES, "old") | {"services": "new"})
    finally:
        old.provenance["inputs"]["network_path"] = told


def test_runs_from_ready_times_have_nothing_to_swap(old, tmp_path):

    ready = IndexResult.open(write_run(tmp_path / "ready"))
    with pytest.raises(InputError, match="was not made from a network"):
        SwappedRuns(ready, ready, tmp_path / "work")
