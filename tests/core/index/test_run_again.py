"""A run is made again from its provenance, or told what has changed."""

import json
import shutil

import geopandas as gpd
import pandas as pd
import pytest

from accessibility.errors import InputError, UsageError
from accessibility.index.recipe.recipes import parse_recipe, shipped_recipes
from accessibility.index.recipe.text import text_of
from accessibility.index.run.again import run_index_again
from accessibility.index.run.run import run_index


@pytest.fixture(scope="module")
def world(town_inputs, changed, sample, tmp_path_factory):
    """Inputs in a folder of their own, which tests may change, and a run of them."""
    folder = tmp_path_factory.mktemp("again")
    for name in ("small_areas.geojson", "dwellings.csv"):
        shutil.copy(sample / name, folder)
    inputs = changed(
        town_inputs, areas=folder / "small_areas.geojson", origins=str(folder / "dwellings.csv")
    )
    run_index("minimal", inputs, folder / "run")
    return folder


def test_the_tables_are_identical(world, tmp_path):
    again = run_index_again(world / "run" / "provenance.json", tmp_path / "b")
    then = json.loads((world / "run" / "provenance.json").read_text(encoding="utf-8"))
    assert again.provenance["tables"] == then["tables"]
    assert again.provenance["recipe"] == then["recipe"]
    assert again.provenance["inputs"] == then["inputs"]
    assert not any(stage["cached"] for stage in again.provenance["stages"])
    assert (tmp_path / "b" / "areas.csv").read_bytes() == (world / "run/areas.csv").read_bytes()


def test_all_that_changed_is_named_before_anything_is_computed(world, sample, tmp_path):
    areas = (world / "small_areas.geojson").read_text(encoding="utf-8")
    homes = pd.read_csv(world / "dwellings.csv")
    homes.iloc[1:].to_csv(world / "dwellings.csv", index=False)
    (world / "small_areas.geojson").write_text(areas.replace('"people": 282', '"people": 283'))
    message = r"not what they were: areas \(small_areas.geojson\), origins \(dwellings.csv\)\."
    try:
        with pytest.raises(InputError, match=message):
            run_index_again(world / "run", tmp_path / "b")
        assert list((tmp_path / "b" / ".stages").iterdir()) == []
    finally:
        for name in ("small_areas.geojson", "dwellings.csv"):
            shutil.copy(sample / name, world)
    given = {"services": {"pharmacy": str(sample / "services.geojson")}}
    with pytest.raises(InputError, match=r"not what they were: services: pharmacy\."):
        run_index_again(world / "run", tmp_path / "b", given=given)


def test_tables_that_differ_without_a_reason_are_an_error(world, tmp_path):
    then = json.loads((world / "run" / "provenance.json").read_text(encoding="utf-8"))
    then["tables"]["areas"] = "0" * 64
    (tmp_path / "p.json").write_text(json.dumps(then))
    with pytest.raises(InputError, match="differ from those of that run, though no input does"):
        run_index_again(tmp_path / "p.json", tmp_path / "b")


def test_what_is_no_provenance(tmp_path):
    path = tmp_path / "p.json"
    for text, message in (
        (None, "cannot be read"),
        ("{", "is no JSON"),
        ("[]", "is no provenance: there is no product"),
        ('{"product": "x"}', "is no provenance: there is no recipe"),
    ):
        if text is not None:
            path.write_text(text)
        with pytest.raises(InputError, match=message):
            run_index_again(path, tmp_path / "b")


def test_inputs_of_memory_have_to_be_given(town_inputs, changed, sample, world, tmp_path):
    homes = pd.read_csv(sample / "dwellings.csv")
    points = gpd.points_from_xy(homes["lon"], homes["lat"], crs=4326)
    layer = gpd.GeoDataFrame(homes[["id"]], geometry=points)
    run_index("minimal", changed(town_inputs, origins=layer), tmp_path / "a")
    with pytest.raises(UsageError, match="origins: that run read none from a file"):
        run_index_again(tmp_path / "a", tmp_path / "b")
    given = {"origins": world / "dwellings.csv"}
    run_index_again(tmp_path / "a", tmp_path / "b", given=given)


@pytest.mark.parametrize("recipe", shipped_recipes(), ids=lambda recipe: recipe.name)
def test_recipes_survive_as_text(recipe, tmp_path):
    assert text_of(recipe) == recipe.text
    changed = recipe.model_copy(
        update={"domain": recipe.domain.model_copy(update={"label": 'A "quoted" \\ label é'})}
    )
    text = text_of(changed)
    assert text != recipe.text
    parsed = parse_recipe(text, tmp_path / f"{recipe.name}.toml")
    assert parsed.model_dump() == changed.model_dump()
