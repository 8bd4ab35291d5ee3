"""Trips of the shipped recipes are questions that the search for nearest services understands."""

from datetime import date

import geopandas as gpd
import pandas as pd
import pytest

from accessibility.analysis.nearest.nearest import nearest_services
from accessibility.index.recipe.recipes import load_recipe, shipped_recipes
from accessibility.index.scores.area_means import area_means, capped_minutes
from accessibility.index.scores.of_times import columns_of_times, index_of_times


@pytest.fixture(scope="module")
def homes(sample_dwellings):
    table = sample_dwellings.iloc[::20]
    points = gpd.points_from_xy(table["lon"], table["lat"], crs=4326)
    return gpd.GeoDataFrame(table[["id", "small_area"]], geometry=points).reset_index(drop=True)


def on_the_day_of_the_sample(recipe):
    day = recipe.timetables.model_copy(update={"date": date(2025, 3, 11)})
    return recipe.model_copy(update={"timetables": day})


@pytest.mark.parametrize("name", [recipe.name for recipe in shipped_recipes() if recipe.trips])
def test_every_trip_is_answered(name, sample_twins, homes):
    recipe = on_the_day_of_the_sample(load_recipe(name))
    for trip, asked in recipe.trips.items():
        question = recipe.question_of(trip)
        found = nearest_services(sample_twins.network, homes, "osm:pharmacy", **question)
        rows = len(asked.there) + 1 if len(asked.there) > 1 else 1
        assert len(found) == rows * len(homes)
        suffix = "" if asked.percentile is None else f"_p{asked.percentile}"
        assert (f"return_time{suffix}" in found.columns) == bool(asked.back)
        assert found[f"travel_time{suffix}"].max() <= asked.cap


def test_the_minimal_recipe_goes_from_a_network_to_ranks(sample_twins, homes):
    recipe = load_recipe("minimal")
    columns = {}
    for name, indicator in recipe.indicators.items():
        question = recipe.question_of(indicator.public)
        found = nearest_services(
            sample_twins.network, homes, f"osm:{indicator.kind}", **question
        ).query("when == 'mean'")
        state = found["state"].astype(str)
        minutes = capped_minutes(found["travel_time"], state, cap=90).to_numpy()
        origins = homes.assign(minutes=minutes, state=state.to_numpy())
        means = area_means(origins, "small_area", "minutes", state="state")
        columns[f"{name}_public"] = means["minutes"]
    table = pd.DataFrame(columns).rename_axis("code").reset_index()
    assert set(columns_of_times(recipe)) == set(table.columns)
    areas = index_of_times(recipe, table).areas
    assert areas["domain_rank"].min() == 1
    assert ((areas["domain_rank"].isna()) == (areas["reason"] != "")).all()
