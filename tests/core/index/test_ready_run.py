"""An index from ready travel times, as a run: files, overall index, areas, shares."""

import geopandas as gpd
import pandas as pd
import pytest
from scipy.stats import spearmanr

from accessibility.errors import InputError, OutputError, UsageError
from accessibility.index.recipe.recipes import load_recipe, parse_recipe
from accessibility.index.run.again import run_index_again
from accessibility.index.run.inputs import IndexInputs
from accessibility.index.run.run import run_index
from accessibility.lock import locked
from accessibility.results.index import IndexResult

CODES = [f"X{number:08d}" for number in range(1, 25)]


@pytest.fixture(scope="module")
def both_ways(tmp_path_factory):
    """The recipe ``minimal`` by car and bus for GPs, and an overall index."""
    text = load_recipe("minimal").text.replace(
        "[trips.by_bus]\n",
        '[travel.car]\nmode = "car"\n[trips.by_car]\ntravel = "car"\ncap = 90\n'
        "[private_share]\nconstant = 0.5\n[trips.by_bus]\n",
    )
    text = text.replace('kind = "gp" ', 'private = "by_car"\nkind = "gp" ')
    text += (
        '[overall]\nlabel = "Overall"\ndomain = "Access"\nweights = { Access = 50, Income = 50 }\n'
    )
    return parse_recipe(text, tmp_path_factory.mktemp("recipe") / "mine.toml")


@pytest.fixture
def table():
    columns = {"gp_private": 1.0, "gp_public": 3.0, "food_shop_public": 2.0, "pharmacy_public": 1.5}
    numbers = {name: [by * row for row in range(24)] for name, by in columns.items()}
    return pd.DataFrame({"code": CODES, **numbers})


def test_the_scottish_index_is_run_from_its_table(shared_data, tmp_path):
    file = shared_data / "scotland" / "simd2020_access_dz11.csv"
    run = run_index("simd2020", IndexInputs(area_table=file), tmp_path / "a")
    official = pd.read_csv(file, index_col="dz11_code")["Access_rank"]
    ranks = run.areas["domain_rank"].dropna()
    assert len(ranks) == 6974
    assert spearmanr(ranks, official.loc[ranks.index]).statistic >= 0.9999
    assert {path.name for path in run.folder.iterdir()} == {
        "areas.parquet", "areas.csv", "areas.ods", "indicators.csv", "weights.csv",
        "provenance.json", "report.html", ".stages",
    }  # fmt: skip
    assert len(run.services) == len(run.indicators) == 0
    again = run_index_again(run.folder, tmp_path / "b")
    assert again.provenance["tables"] == run.provenance["tables"]
    assert run.provenance["inputs"]["area_table"]["file"] == file.name


def test_areas_may_be_drawn_and_the_overall_index_made(both_ways, table, sample, tmp_path):
    ranks = pd.DataFrame({"code": CODES[::-1], "Income": range(1, 25)})
    layer = sample / "small_areas.geojson"
    inputs = IndexInputs(areas=layer, area_table=table, domain_ranks=ranks)
    run = run_index(both_ways, inputs, tmp_path / "a")
    assert isinstance(run.areas, gpd.GeoDataFrame)
    assert run.areas.index.tolist() == gpd.read_file(layer)["code"].tolist()
    assert run.areas.loc[CODES[-1], "index_rank"] == 1
    assert (tmp_path / "a" / "index.gpkg").exists()
    # The next run has no layer: none of the last one stays.
    run_index(both_ways, IndexInputs(area_table=table), tmp_path / "a")
    assert not (tmp_path / "a" / "index.gpkg").exists()
    assert "index_rank" not in IndexResult.open(tmp_path / "a").areas.columns


def test_how_ranks_move_with_the_private_share_is_noted(both_ways, table, tmp_path):
    table.loc[3, "gp_private"] = 60
    run = run_index(both_ways, IndexInputs(area_table=table), tmp_path / "a")
    said = [note for note in run.provenance["notes"] if note.startswith("With private shares")]
    assert [note.split(" by ")[0] for note in said] == [
        "With private shares lower", "With private shares higher",
    ]  # fmt: skip
    assert "at most by 0" not in " ".join(said)


def test_what_cannot_be_meant(both_ways, table, sample, tmp_path):
    for more, error, message in (
        ({"origins": "grid:1km"}, UsageError, "origins: without a network nobody travels"),
        ({"services": {"gp": "x.csv"}}, UsageError, "services: without a network"),
        ({"area_table": None}, InputError, "area table: there is none, but the recipe"),
        ({"area_table": table.drop(columns="gp_private")}, InputError, "no column gp_private"),
        ({"area_table": table.iloc[:2]}, InputError, "has 2 areas for 3 indicators"),
        ({"domain_ranks": table}, InputError, "there is no column Income"),
        ({"area_table": table.replace({"gp_private": {5.0: -5}})}, InputError, "gp_private"),
    ):
        inputs = IndexInputs(**{"area_table": table, **more})
        with pytest.raises(error, match=message):
            run_index(both_ways, inputs, tmp_path / "a")
    ranks = pd.DataFrame({"code": CODES, "Income": range(1, 25)})
    with pytest.raises(InputError, match="says nothing of an overall index"):
        run_index("minimal", IndexInputs(area_table=table, domain_ranks=ranks), tmp_path / "a")


def test_an_indicator_without_variance_is_refused_by_its_name(both_ways, table, tmp_path):
    same = table.assign(pharmacy_public=5.0)
    with pytest.raises(InputError, match="pharmacy: has no variance: all areas have 5"):
        run_index(both_ways, IndexInputs(area_table=same), tmp_path / "a")


def test_two_runs_do_not_write_one_folder(both_ways, table, tmp_path):
    (tmp_path / "a" / ".stages").mkdir(parents=True)
    with (
        locked(tmp_path / "a" / ".stages" / "lock", "busy"),
        pytest.raises(OutputError, match="is being written by another run"),
    ):
        run_index(both_ways, IndexInputs(area_table=table), tmp_path / "a")
