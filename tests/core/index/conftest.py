"""An index of the sample town."""

from dataclasses import replace
from pathlib import Path

import pytest

from accessibility.index.recipe.recipes import load_recipe, parse_recipe
from accessibility.index.run.inputs import IndexInputs


@pytest.fixture(scope="session")
def town_inputs(sample_twins, sample):
    """Inputs of an index of the sample town, by the recipe ``minimal``."""
    areas, homes = sample / "small_areas.geojson", sample / "dwellings.csv"
    return IndexInputs(sample_twins.network, str(areas), str(homes))


@pytest.fixture(scope="session")
def changed():
    """Change the text of the recipe ``minimal``, or inputs."""

    def change(what=None, **new):
        if isinstance(what, IndexInputs):
            return replace(what, **new)
        text = load_recipe("minimal").text
        for old, instead in (what or {}).items():
            assert old in text, old
            text = text.replace(old, instead)
        return parse_recipe(text, Path("minimal.toml"))

    return change
