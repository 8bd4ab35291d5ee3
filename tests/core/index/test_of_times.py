"""An index from ready times: the Scottish figures, and small tables by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from accessibility.errors import InputError
from accessibility.index.recipe.recipes import RECIPES_FOLDER, load_recipe
from accessibility.index.scores.of_times import (
    columns_of_times,
    index_of_times,
    ranks_under_other_shares,
)

NAN = float("nan")


@pytest.fixture(scope="module")
def scottish_file(shared_data):
    return shared_data / "scotland" / "simd2020_access_dz11.csv"


@pytest.fixture(scope="module")
def scottish(scottish_file):
    return index_of_times(load_recipe("simd2020"), scottish_file)


def test_the_scottish_ranks_come_out_of_the_published_times(scottish, scottish_file):
    official = pd.read_csv(scottish_file, index_col="dz11_code")
    areas = scottish.areas
    assert list(areas.index) == list(official.index)
    ranked = areas["domain_rank"].notna()
    assert ranked.sum() == 6974
    rho = spearmanr(areas["domain_rank"][ranked], official["Access_rank"][ranked]).statistic
    assert rho >= 0.9999
    assert abs(rho - 0.99997) < 1e-5
    same = areas["domain_decile"][ranked] == official["Access_decile"][ranked]
    assert same.mean() > 0.98


def test_areas_without_a_share_have_no_rank_and_are_named(scottish):
    without = scottish.areas[scottish.areas["domain_rank"].isna()]
    assert list(without.index) == ["S01010206", "S01010226"]
    assert set(without["reason"]) == {"no value: Premises without superfast broadband"}
    assert without["drive_rank"].notna().all()
    assert (scottish.areas["reason"] == "").sum() == 6974
    assert scottish.notes == (
        "Premises without superfast broadband: 2 areas have no value.",
        "drive: the weights add up to 1.01, and are divided by that.",
        "2 of 6,976 areas have no rank, which the others do without: S01010206, S01010226.",
    )
    assert scottish.weights.groupby("of")["weight"].sum().to_list() == pytest.approx([1] * 4)


def test_order_of_rows_and_scale_of_weights_change_nothing(scottish, scottish_file):
    table = pd.read_csv(scottish_file).sample(frac=1, random_state=0)
    again = index_of_times(load_recipe("simd2020"), table).areas.loc[scottish.areas.index]
    pd.testing.assert_frame_equal(again, scottish.areas)


RECIPE = """
[recipe]
title = "two services"
[areas]
vintage = "areas of a test"
id_column = "area"
id_pattern = "^W"
[travel.car]
mode = "car"
[travel.bus]
mode = "transit"
[timetables]
date = 2024-03-05
[trips.by_car]
travel = "car"
cap = 90
[trips.by_bus]
travel = "bus"
there = ["arrive 09:00"]
cap = 90
[private_share]
cars = "cars"
adults = "adults"
[indicators.gp]
label = "GP surgery"
kind = "gp"
private = "by_car"
public = "by_bus"
[indicators.petrol]
label = "Petrol station"
kind = "petrol"
private = "by_car"
[indicators.speed]
label = "Speed of broadband"
column = "mbit"
unit = "number"
most_deprived = "low"
[subdomains.physical]
label = "Physical"
transform = "reversed_rank"
weights = { gp = 75, petrol = 25 }
[subdomains.digital]
label = "Digital"
weights = { speed = 1 }
[domain]
label = "Access"
weights = { physical = 90, digital = 10 }
[overall]
label = "All"
domain = "Access"
weights = { Income = 50, Access = 50 }
"""
TABLE = pd.DataFrame(
    {
        "area": ["W1", "W2", "W3", "W4", "W5"],
        "gp_private": [10.0, 20, 30, 5, NAN],
        "gp_public": [40.0, 20, 90, 15, 9],
        "petrol_private": [3.0, 2, 1, 4, 5],
        "mbit": [10, 30, 20, 1000, 50],
        "cars": [75, 100, 300, 0, 10],
        "adults": [100, 100, 200, 100, 100],
    }
)


@pytest.fixture
def recipe(tmp_path):
    def load(*replaced):
        text = RECIPE
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "two.toml").write_text(text, encoding="utf-8")
        return load_recipe(tmp_path / "two.toml")

    return load


def test_a_small_table_by_hand(recipe):
    assert columns_of_times(recipe()) == (
        "area", "gp_private", "gp_public", "petrol_private", "mbit", "cars", "adults",
    )  # fmt: skip
    made = index_of_times(recipe(), TABLE)
    areas = made.areas
    assert areas["private_share"].tolist() == pytest.approx([0.75, 1, 1, 0, 0.1])
    assert areas["gp"].tolist() == pytest.approx([17.5, 20, 30, 15, NAN], nan_ok=True)
    assert areas["gp_rank"].tolist() == pytest.approx([3, 2, 1, 4, NAN], nan_ok=True)
    assert areas["petrol_rank"].tolist() == [3, 4, 5, 2, 1]
    assert areas["speed_rank"].tolist() == [1, 3, 2, 5, 4]
    # Ranks turned round: 4 + 1 - rank of the four with a GP, 5 + 1 - rank of the petrol station.
    physical = [0.75 * 2 + 0.25 * 3, 0.75 * 3 + 0.25 * 2, 0.75 * 4 + 0.25, 0.75 + 0.25 * 4, NAN]
    assert areas["physical_score"].tolist() == pytest.approx(physical, nan_ok=True)
    assert areas["domain_rank"].tolist() == pytest.approx([3, 2, 1, 4, NAN], nan_ok=True)
    assert areas.loc["W5", "reason"] == "no value: GP surgery"
    assert made.notes == (
        "1 areas have more cars than adults; their private share is 1.",
        "GP surgery: 1 areas have no value.",
        "1 of 5 areas have no rank, which the others do without: W5.",
    )


def test_a_file_gives_the_same(recipe, tmp_path):
    TABLE.to_csv(tmp_path / "times.csv", index=False)
    found = index_of_times(recipe(), tmp_path / "times.csv").areas
    pd.testing.assert_frame_equal(found, index_of_times(recipe(), TABLE).areas)


def test_a_missing_value_can_be_given_one(recipe):
    made = index_of_times(recipe(('kind = "gp"', 'kind = "gp"\nmissing = 90')), TABLE)
    assert made.areas.loc["W5", ["gp", "gp_rank"]].tolist() == [90, 1]
    assert "GP surgery: 1 areas have no value, and count as 90." in made.notes
    assert made.areas["domain_rank"].notna().all()


def test_shares_can_be_ready_or_the_same_everywhere(recipe):
    counted = 'cars = "cars"\nadults = "adults"'
    same = index_of_times(recipe((counted, "constant = 0.5")), TABLE).areas
    assert same["gp"].iloc[:2].tolist() == [25, 20]
    ready = recipe((counted, 'column = "share"'))
    found = index_of_times(ready, TABLE.assign(share=[0, 1, 0.5, 0.5, 1])).areas
    assert found["gp"].iloc[:2].tolist() == [40, 20]
    with pytest.raises(InputError, match="private_share: is missing for 1 areas: W2"):
        index_of_times(ready, TABLE.assign(share=[0, NAN, 0.5, 0.5, 1]))
    with pytest.raises(InputError, match='times, area W2: share "75" is more than 1'):
        index_of_times(ready, TABLE.assign(share=[0, 75, 0.5, 0.5, 1]))


def test_ranks_under_other_shares(recipe):
    found = ranks_under_other_shares(recipe(), TABLE, 0.25)
    assert list(found.columns) == ["domain_rank", "domain_rank_lower", "domain_rank_higher"]
    made = index_of_times(recipe(), TABLE)
    assert found["domain_rank"].equals(made.areas["domain_rank"])
    counted = 'cars = "cars"\nadults = "adults"'
    lower = TABLE.assign(share=[0.5, 0.75, 0.75, 0, 0])
    ready = index_of_times(recipe((counted, 'column = "share"')), lower).areas["domain_rank"]
    assert found["domain_rank_lower"].tolist() == pytest.approx(ready.tolist(), nan_ok=True)
    assert not found["domain_rank_lower"].equals(found["domain_rank"])


def test_the_overall_index_takes_ranks_of_the_other_domains(recipe):
    whole = TABLE.fillna(9)
    ranks = pd.DataFrame({"Income": [5, 4, 3, 2, 1]}, index=["W5", "W4", "W3", "W2", "W1"])
    made = index_of_times(recipe(), whole, domain_ranks=ranks)
    areas = made.areas
    expected = (areas["Access_score"] + areas["Income_score"]) / 2
    assert areas["index_value"].tolist() == pytest.approx(expected.tolist())
    assert areas["Income_score"].round().tolist() == [100, 36, 21, 12, 5]
    assert areas["Access_score"].tolist() == areas["domain_score"].tolist()
    with pytest.raises(InputError, match="there is no column Income"):
        index_of_times(recipe(), whole, domain_ranks=ranks.rename(columns={"Income": "Money"}))
    with pytest.raises(InputError, match="5 areas have no rank in Income"):
        index_of_times(recipe(), whole, domain_ranks=ranks.set_axis(list("abcde")))


def test_the_welsh_recipe_gives_the_official_index_from_the_official_access_domain(shared_data):
    file = shared_data / "wales" / "wimd2019_ranks_scores_lsoa11.csv"
    official = pd.read_csv(file, index_col="lsoa11_code")
    named = {
        **{name: name for name in ("Income", "Employment", "Health", "Education", "Housing")},
        "Crime": "Community safety", "Environment": "Physical environment",
    }  # fmt: skip
    ranks = pd.DataFrame({to: official[f"{name}_rank"] for name, to in named.items()})
    whole = load_recipe("wimd2019")
    # The travel times behind it are not published: the domain's score stands for all of them.
    broadband = whole.indicators["broadband"].model_copy(
        update={"column": "Access_score", "unit": "number"}
    )
    recipe = whole.model_copy(
        update={
            "areas": whole.areas.model_copy(update={"id_column": "lsoa11_code"}),
            "indicators": {"broadband": broadband},
            "subdomains": {"digital": whole.subdomains["digital"]},
            "domain": whole.domain.model_copy(update={"weights": {"digital": 100}}),
        }
    )
    areas = index_of_times(recipe, file, domain_ranks=ranks).areas
    assert (areas["domain_rank"] == official["Access_rank"]).all()
    assert (areas["domain_decile"] == official["Access_decile"]).all()
    assert np.abs(areas["domain_score"] - official["Access_score"]).max() < 1e-6
    assert np.abs(areas["index_value"] - official["IMD_score"]).max() < 1e-6
    assert (areas["index_rank"] == official["IMD_rank"]).all()
    assert (areas["index_decile"] == official["IMD_decile"]).all()


def test_weights_of_a_factor_analysis(scottish_file):
    recipe = load_recipe("simd2020")
    drive = recipe.subdomains["drive"]
    free = drive.model_copy(update={"weights": "factor", "indicators": drive.names})
    changed = recipe.model_copy(update={"subdomains": {**recipe.subdomains, "drive": free}})
    made = index_of_times(changed, scottish_file)
    found = made.weights[made.weights["of"] == "drive"].set_index("name")
    assert found["given"].isna().all()
    assert found["weight"].to_dict() == pytest.approx(dict(drive.weights), abs=0.006)
    assert made.factors["drive"].n_areas == 6976
    assert made.factors["drive"].eigenvalues[0] > 2.5


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (TABLE.drop(columns="gp_public"), 'no column gp_public.*The recipe "two" reads it'),
        (TABLE.assign(area=["E1", "W2", "W3", "W4", "E5"]), r'row 1: area "E1" does not fit \^W'),
        (TABLE.assign(area="W1"), 'area "W1" stands'),
        (TABLE.assign(gp_private=[1, -2, 3, 4, 5]), 'times: gp_private, area W2: "-2.0" is neg'),
        (TABLE.assign(gp_private=[1, np.inf, 3, 4, 5]), '"inf" is infinite'),
        (TABLE.assign(petrol_private=7), "petrol: has no variance: all areas have 7"),
        (TABLE.assign(gp_private=[1, 2, 3, "far", 5]), 'gp_private, area W4: "far" is no number'),
        (TABLE.head(2), "has 2 areas for 3 indicators"),
    ],
)  # fmt: skip
def test_tables_that_cannot_be_meant_are_refused(recipe, table, message):
    with pytest.raises(InputError, match=message):
        index_of_times(recipe(), table)


def test_another_vintage_is_refused(recipe):
    counted = recipe(('id_pattern = "^W"', 'id_pattern = "^W"\ncount = 6'))
    with pytest.raises(
        InputError, match=r"times: has 5 areas and not 6\. The recipe \"two\" is for"
    ):
        index_of_times(counted, TABLE)


def test_the_shipped_recipes_run_on_tables_of_their_areas():
    random = np.random.default_rng(0)
    for file in RECIPES_FOLDER.glob("*.toml"):
        recipe = load_recipe(file)
        count = recipe.areas.count or 40
        begin = "S01" if "S01" in str(recipe.areas.id_pattern) else "W01"
        common = random.normal(size=count)
        noise = {name: random.normal(size=count) for name in columns_of_times(recipe)}
        table = pd.DataFrame({name: 20 + 5 * common + 3 * own for name, own in noise.items()})
        table = table.clip(lower=1)
        table["broadband"] = table["Broadband"] = random.uniform(size=count)
        table[recipe.areas.id_column] = [f"{begin}{number:06}" for number in range(count)]
        made = index_of_times(recipe, table)
        assert made.areas["domain_rank"].min() == 1
        assert made.areas["domain_rank"].notna().all()
        assert made.areas["domain_decile"].value_counts().max() <= -(-count // 10)
