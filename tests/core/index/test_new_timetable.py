"""With a new timetable only what depends on timetables is computed again."""

import pytest

from accessibility.index.recipe.recipes import load_recipe, parse_recipe
from accessibility.index.run.run import run_index
from accessibility.network.network import Network

CAR = """[travel.car]
mode = "car"
[trips.by_car]
travel = "car"
cap = 90
[private_share]
constant = 0.5
[trips.by_bus]
"""


@pytest.fixture(scope="module")
def recipe(tmp_path_factory):
    text = load_recipe("minimal").text.replace("[trips.by_bus]\n", CAR)
    text = text.replace('kind = "gp" ', 'private = "by_car"\nkind = "gp" ')
    text = text.replace('what = "dwellings"', 'what = "dwellings"\ncluster_distance = 75.0')
    return parse_recipe(text, tmp_path_factory.mktemp("recipe") / "mine.toml")


def test_drives_and_clusters_are_kept(recipe, town_inputs, sample_inputs, changed, tmp_path):
    streets, (bus, _) = sample_inputs
    both = run_index(recipe, town_inputs, tmp_path / "a")
    without_rail = Network.build(streets, [bus], tmp_path / "bus.network")
    inputs = changed(town_inputs, network=without_rail)
    fewer = run_index(recipe, inputs, tmp_path / "a")
    cached = {each["name"]: each["cached"] for each in fewer.provenance["stages"]}
    assert cached["nearest, by_car"]
    assert cached["clusters of origins"]
    assert not cached["nearest, by_bus"]
    assert (fewer.areas["gp_private"].dropna() == both.areas["gp_private"].dropna()).all()
    anew = run_index(recipe, inputs, tmp_path / "b")
    assert anew.provenance["tables"] == fewer.provenance["tables"]
