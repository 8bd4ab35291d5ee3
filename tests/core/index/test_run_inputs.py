"""Inputs of an index run that cannot be meant are refused before anything is searched."""

import geopandas as gpd
import pandas as pd
import pytest

from accessibility.errors import InputError, UsageError
from accessibility.index.recipe.recipes import load_recipe
from accessibility.index.run.inputs import IndexInputs
from accessibility.index.run.read_inputs import read_inputs
from accessibility.index.run.run import run_index
from accessibility.places.points import Points, read_points
from accessibility.tables import read_table

BY_CAR = """
[travel.car]
mode = "car"
[trips.by_car]
travel = "car"
cap = 90
[private_share]
cars = "cars"
adults = "adults"
[indicators.gp]
private = "by_car"
"""


@pytest.fixture(scope="module")
def areas(sample):
    return gpd.read_file(sample / "small_areas.geojson")


def test_areas_of_another_country_or_year(town_inputs, changed, tmp_path, areas):
    other = changed({"# id_pattern = '^W01": "id_pattern = '^W01"})
    with pytest.raises(InputError, match=r'code "X00000001" does not fit \^W01'):
        run_index(other, town_inputs, tmp_path / "a")
    counted = changed({"# count = 1909": "count = 1909"})
    with pytest.raises(InputError, match=f"has {len(areas)} areas and not 1,909"):
        run_index(counted, town_inputs, tmp_path / "a")
    few = changed(town_inputs, areas=areas.iloc[:2])
    with pytest.raises(InputError, match="has 2 areas for 3 indicators"):
        run_index("minimal", few, tmp_path / "a")
    with pytest.raises(InputError, match=r"there is no column cod; .*Did you mean code"):
        run_index("minimal", changed(town_inputs, area_id="cod"), tmp_path / "a")


def test_areas_may_call_their_identifiers_otherwise(town_inputs, changed, areas):
    renamed = areas.rename(columns={"code": "zone"})
    inputs = changed(town_inputs, areas=renamed, area_id="zone")
    assert read_inputs(load_recipe("minimal"), inputs).area_ids[0] == "X00000001"


@pytest.fixture(scope="module")
def by_car(changed):
    """The recipe by car and bus, weighed by who has a car."""
    head, tail = BY_CAR.split("[indicators.gp]\n")
    return changed(
        {
            "[indicators.gp]\n": f"{head}[indicators.gp]\n{tail}",
        }
    )


def test_numbers_of_areas_are_needed_whole(town_inputs, changed, areas, by_car, tmp_path):
    with pytest.raises(InputError, match=r"area table: there is none, but .* cars, adults"):
        run_index(by_car, town_inputs, tmp_path / "a")
    table = areas[["code"]].assign(cars=1, adults=2)
    texts = table.astype({"cars": object}).replace(1, "many")
    others = table.assign(code=[f"Q{row}" for row in range(len(table))])
    for wrong, message in (
        (table.drop(columns="adults"), "there is no column adults"),
        (texts, 'cars "many" is no number'),
        (others, r"none of its \d+ areas is in the layer"),
        (table.iloc[:-1], "cars"),
        (pd.concat([table, table]), "stands in row 1 already"),
    ):
        inputs = changed(town_inputs, area_table=wrong)
        with pytest.raises(InputError, match=message):
            run_index(by_car, inputs, tmp_path / "a")
    run = run_index(by_car, changed(town_inputs, area_table=table), tmp_path / "b")
    assert (run.areas["private_share"] == 0.5).all()
    both = (run.areas["gp_private"] + run.areas["gp_public"]) / 2
    valued = run.areas["gp"].notna()
    assert valued.any()
    assert (run.areas["gp"] - both)[valued].abs().max() < 1e-9


def test_a_table_with_rows_of_other_areas_is_noted(town_inputs, changed, areas, by_car):
    table = areas[["code"]].assign(cars=1, adults=2)
    more = pd.concat([table, pd.DataFrame({"code": ["Z1"], "cars": [1], "adults": [1]})])
    read = read_inputs(by_car, changed(town_inputs, area_table=more))
    assert "area table: 1 rows are of other areas and were left out." in read.notes


def test_origins_are_chosen_by_a_column(town_inputs, changed, sample):
    recipe = load_recipe("minimal")
    homes = pd.read_csv(sample / "dwellings.csv")
    street = homes["street"].iloc[0]
    read = read_inputs(recipe, changed(town_inputs, origin_filter=f"street={street}"))
    assert len(read.origins) == (homes["street"] == street).sum()
    for wrong, error, message in (
        ("street=Nowhere", InputError, 'no row has "Nowhere" there'),
        ("street", UsageError, "is no column=value"),
        ("road=x", InputError, "there is no column road"),
    ):
        with pytest.raises(error, match=message):
            read_inputs(recipe, changed(town_inputs, origin_filter=wrong))
    grid = changed(town_inputs, origins="grid:1km", origin_filter="a=b")
    with pytest.raises(UsageError, match="belongs to a file"):
        read_inputs(recipe, grid)


def test_origins_may_be_made_or_read_before(town_inputs, changed, sample):
    recipe = load_recipe("minimal")
    grid = read_inputs(recipe, changed(town_inputs, origins="grid:500m"))
    assert grid.told["origins"]["source"] == "grid:500m"
    points = read_points(sample / "dwellings.csv")
    read = read_inputs(recipe, changed(town_inputs, origins=points))
    from_file = read_inputs(recipe, town_inputs)
    assert read.told["origins"]["sha256"] == from_file.told["origins"]["sha256"]


def test_services_come_from_files_by_kind_or_from_the_map(town_inputs, changed, sample, tmp_path):
    recipe = load_recipe("minimal")
    layer = str(sample / "services.geojson")
    services = read_table(layer)
    all_kinds = read_inputs(recipe, changed(town_inputs, services=layer))
    n = (services["kind"] == "pharmacy").sum()
    assert all_kinds.told["services"]["pharmacy"]["count"] == n
    of_map = read_inputs(recipe, town_inputs).told["services"]
    one = tmp_path / "p.gpkg"
    services[services["kind"] == "pharmacy"].iloc[:2].drop(columns="kind").to_file(one)
    for source in (str(one), one, read_points(one)):
        read = read_inputs(recipe, changed(town_inputs, services={"pharmacy": source}))
        assert read.told["services"]["pharmacy"]["count"] == 2
        assert read.told["services"]["gp"] == of_map["gp"]
    named = read_inputs(recipe, changed(town_inputs, services={"pharmacy": layer}))
    assert named.told["services"]["pharmacy"]["count"] == n
    renamed = services.assign(kind=services["kind"].replace("pharmacy", "chemist"))
    with pytest.raises(InputError, match="has no services of the kind pharmacy; there are"):
        read_inputs(recipe, changed(town_inputs, services={"pharmacy": renamed}))


def test_origins_outside_all_areas(town_inputs, changed, areas, tmp_path):
    away = areas.copy()
    away.geometry = areas.translate(xoff=5)
    with pytest.raises(InputError, match="none of the 1,200 points lies in an area"):
        run_index("minimal", changed(town_inputs, areas=away), tmp_path / "a")


def test_areas_without_origins_and_origins_without_area_are_listed(
    town_inputs, changed, areas, sample, tmp_path
):
    homes = pd.read_csv(sample / "dwellings.csv")
    lived_in = areas[areas["code"].isin(homes["small_area"])]
    empty = lived_in["code"].iloc[0]
    kept = homes[homes["small_area"] != empty]
    points = gpd.GeoDataFrame(kept, geometry=gpd.points_from_xy(kept["lon"], kept["lat"]), crs=4326)
    inputs = changed(town_inputs, origins=points, areas=areas[areas["code"] != "X00000003"])
    run = run_index("minimal", inputs, tmp_path / "a")
    counts = {each["what"]: each for each in run.provenance["counts"]}
    assert empty in counts["areas without origins"]["listed"]
    assert run.areas.loc[empty, "reason"] == "no origins"
    assert pd.isna(run.areas.loc[empty, "domain_rank"])
    outside = int((kept["small_area"] == "X00000003").sum())
    assert outside > 0
    assert counts["origins without an area: outside"]["count"] == outside
    left_out = pd.read_csv(tmp_path / "a" / ".stages" / "left_out.csv")
    assert (left_out["why"] == "outside").sum() == outside
    assert any("without an area" in warning for warning in run.provenance["warnings"])


def test_what_came_from_no_file_cannot_be_given_again(town_inputs):
    told = town_inputs.as_json()
    assert IndexInputs.from_json(told).areas == str(town_inputs.areas)
    memory = IndexInputs(town_inputs.network, town_inputs.areas, Points([], [], []))
    with pytest.raises(UsageError, match="origins: that run read none from a file"):
        IndexInputs.from_json(memory.as_json())
