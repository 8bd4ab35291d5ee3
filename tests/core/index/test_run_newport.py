"""The recipe of the documentation is run on the real data of Newport."""

import time

import pytest

from accessibility.analysis.nearest.nearest import nearest_services
from accessibility.index.recipe.recipes import load_recipe
from accessibility.index.run.again import run_index_again
from accessibility.index.run.inputs import IndexInputs
from accessibility.index.run.run import run_index
from accessibility.places.area_assignment import assign_areas
from accessibility.places.areas import read_areas
from accessibility.places.points import Points, read_places
from tests.conftest import PROJECT

RECIPE = PROJECT / "docs" / "recipes" / "newport.toml"
MOST_SECONDS = 60
"""Four times what is promised on two quiet cores: others may be at work on them."""


@pytest.fixture(scope="module")
def inputs(newport_twins, newport):
    return IndexInputs(
        newport_twins.network.path,
        newport / "lsoa11.geojson",
        newport / "codepoint_np_2014.csv",
        origin_filter="district=W06000022",
    )


@pytest.fixture(scope="module")
def result(inputs, tmp_path_factory):
    begin = time.perf_counter()
    found = run_index(RECIPE, inputs, tmp_path_factory.mktemp("index") / "a")
    assert time.perf_counter() - begin < MOST_SECONDS
    return found


def test_all_areas_have_a_value_or_a_reason(result):
    areas = result.areas
    assert len(areas) == 95
    ranked = areas["domain_rank"].notna()
    assert (ranked == (areas["reason"] == "")).all()
    assert ranked.sum() == 55
    assert sorted(areas.loc[ranked, "domain_rank"].astype(int)) == list(range(1, 56))
    assert areas.loc["W01001658", "reason"] == "no origins"
    counts = {each["what"]: each["count"] for each in result.provenance["counts"]}
    assert counts["origins"] == 3370
    assert counts["origins without an area: outside"] == 1
    assert areas["n_origins"].sum() == 3369


def test_it_says_first_why_it_is_illustrative():
    about = " ".join(load_recipe(RECIPE).recipe.about.split())
    assert about.startswith("Illustrative only")
    for reason in (
        "Services are those of OpenStreetMap",
        "one constant for all areas",
        "postcodes that all count the same",
        "no digital part",
        "outside the streets",
    ):
        assert reason in about


def test_the_numbers_are_those_of_single_questions(result, inputs, newport_twins, newport):
    """One area by hand: there and back by bus to the pharmacy, by car twice."""
    places = read_places(inputs.origins, attributes=["district"])
    points = places.points.chosen((places.attributes["district"] == "W06000022").to_numpy())
    areas = assign_areas(points, read_areas(newport / "lsoa11.geojson", "LSOA11CD"))["area"]
    ranked = result.areas.index[result.areas["domain_rank"].notna()]
    code = ranked[10]
    chosen: Points = points.chosen((areas == code).to_numpy())
    recipe = load_recipe(RECIPE)
    asked = {"origins": chosen, "services": "osm:pharmacy"}
    bus = nearest_services(newport_twins.network, **asked, **recipe.question_of("by_bus"))
    bus = bus[bus["when"] == "mean"]["total_time"]
    car = nearest_services(newport_twins.network, **asked, **recipe.question_of("by_car"))
    row = result.areas.loc[code]
    assert row["n_origins"] == len(chosen)
    assert row["pharmacy_public"] == pytest.approx(bus.mean())
    assert row["pharmacy_private"] == pytest.approx(2 * car["travel_time"].mean())
    assert row["pharmacy"] == pytest.approx(
        0.75 * row["pharmacy_private"] + 0.25 * row["pharmacy_public"]
    )


def test_the_page_says_what_came_out(result):
    page = (PROJECT / "docs" / "how-to" / "index-newport.md").read_text(encoding="utf-8")
    said = " ".join(page.split())
    reasons = result.areas["reason"]
    ranked, empty = (reasons == "").sum(), reasons.str.contains("no origin has a time").sum()
    partly = reasons.str.contains("coverage").sum()
    assert f"{ranked} of the 95 areas have a rank. The other {95 - ranked} say why" in said
    assert f"{empty} have no postcode with a time, in {partly} less than 95 %" in said
    counts = {each["what"]: each["count"] for each in result.provenance["counts"]}
    outside = counts["origins without a time: outside_data"]
    far = counts["origins without a time: not_snapped"]
    assert f"{outside} lie outside the streets and {far} are too far from one" in said
    assert f"{result.areas['edge'].sum()} areas have a postcode" in said


def test_it_can_be_made_again(result, tmp_path):
    again = run_index_again(result.folder, tmp_path / "b")
    assert again.provenance["tables"] == result.provenance["tables"]
    for name in ("areas.csv", "areas.parquet", "index.gpkg", "indicators.csv"):
        assert (again.folder / name).read_bytes() == (result.folder / name).read_bytes()
