"""What changed between two runs, and why: parts of causes, areas of other years, refusals."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from accessibility.errors import InputError
from accessibility.index.changes.compare import CAUSES, compare
from accessibility.index.changes.shapley import shapley_parts
from accessibility.results.index import IndexResult
from tests.core.index_runs import LABELS, ready_times, write_run

NEW_TIMES = {"timetable": 3.0, "streets": -1.0, "services": 4.0, "weights": 0.5}


def times_of(sides):
    """Made-up minutes: each cause shifts some areas, and two of them act only together."""
    times = ready_times()
    for k, (cause, minutes) in enumerate(NEW_TIMES.items()):
        if sides.get(cause) == "new":
            times.loc[k::5, "gp_public"] += minutes
    if sides.get("timetable") == sides.get("services") == "new":
        times.loc[::7, "food_shop_public"] += 10
    return times


@pytest.fixture(scope="module")
def run_of(tmp_path_factory):
    """Run the index with made-up inputs; remembers what was asked."""
    folder = tmp_path_factory.mktemp("runs")
    asked = []

    def run(sides):
        asked.append(dict(sides))
        name = "_".join(sides.get(cause, "old") for cause in CAUSES)
        return IndexResult.open(write_run(folder / name, times_of(sides))).areas

    run.asked = asked
    run.result = lambda **sides: IndexResult.open(
        write_run(folder / f"end_{len(asked)}_{'_'.join(sides)}", times_of(sides))
    )
    return run


@pytest.fixture(scope="module")
def ends(run_of):
    return run_of.result(), run_of.result(**dict.fromkeys(CAUSES, "new"))


@pytest.fixture(scope="module")
def split(ends, run_of):
    return compare(*ends, run_of)


def test_parts_of_all_causes_add_up_to_the_change(split):
    areas = split.areas
    assert split.causes == CAUSES
    for what in ("score", *LABELS):
        parts = sum(areas[f"{what}_by_{cause}"] for cause in CAUSES)
        np.testing.assert_allclose(parts, areas[f"{what}_change"], rtol=0, atol=1e-10)
    assert (areas["score_change"].abs() > 1).any()
    assert split.notes == ()


def test_what_acts_alone_is_its_own_part_and_what_acts_together_is_halved(split):
    areas, public = split.areas, 1 - 0.7
    row = areas.loc["W005"]  # the fifth of five: the timetable, as the area 0
    assert row["gp_by_timetable"] == pytest.approx(3 * public)
    assert row[["gp_by_streets", "gp_by_services", "gp_by_weights"]].abs().max() < 1e-12
    row = areas.loc["W014"]
    assert row["food_shop_change"] == pytest.approx(10 * public)
    assert row["food_shop_by_timetable"] == pytest.approx(5 * public)
    assert row["food_shop_by_services"] == pytest.approx(5 * public)


def test_shapley_values_are_means_over_all_orders():
    rng = np.random.default_rng(4)
    names = ("a", "b", "c", "d")
    tables = {}

    def run(sides):
        key = tuple(sorted(sides.items()))
        return tables.setdefault(key, pd.DataFrame({"x": rng.normal(size=3)}))

    parts, change = shapley_parts(run, names)
    expected = dict.fromkeys(names, 0.0)
    for order in permutations(names):
        sides = dict.fromkeys(names, "old")
        for name in order:
            before = run(sides)
            sides[name] = "new"
            expected[name] = expected[name] + (run(sides) - before) / 24
    assert len(tables) == 16
    for name in names:
        pd.testing.assert_frame_equal(parts[name], expected[name])
    pd.testing.assert_frame_equal(sum(parts.values()), change)


def test_equal_inputs_cost_no_run_and_have_no_part(run_of):
    old, new = run_of.result(), run_of.result(timetable="new")
    run_of.asked.clear()
    found = compare(old, new, run_of, differing=("timetable",))
    assert run_of.asked == [{"timetable": "old"}, {"timetable": "new"}]
    assert (found.areas["score_by_streets"] == 0).all()
    pd.testing.assert_series_equal(
        found.areas["score_by_timetable"], found.areas["score_change"], check_names=False
    )


def test_rank_and_decile_are_shown_and_not_split(split, ends):
    areas = split.areas
    old, new = (end.areas for end in ends)
    assert (areas["rank_change"] == new["domain_rank"] - old["domain_rank"]).all()
    assert (areas["decile_new"] == new["domain_decile"]).all()
    assert not [name for name in areas.columns if name.startswith(("rank_by", "decile_by"))]
    assert areas.crs.to_epsg() == 27700


def test_weights_that_a_factor_analysis_found_anew_are_a_part_of_their_own(tmp_path):
    old = IndexResult.open(write_run(tmp_path / "old", times_of({}), factor=True))
    sides = {"timetable": "new", "services": "new"}
    new = IndexResult.open(write_run(tmp_path / "new", times_of(sides), factor=True))

    def frozen(sides):
        """Score of the last run, but half as much changed: what frozen weights might give."""
        now = old.areas if "old" in sides.values() else new.areas
        half = (now["domain_score"] + old.areas["domain_score"]) / 2
        return now.assign(domain_score=half)

    found = compare(old, new, frozen, differing=("timetable", "services"))
    assert found.causes == (*CAUSES, "factor_weights")
    areas = found.areas
    total = sum(areas[f"score_by_{cause}"] for cause in found.causes)
    np.testing.assert_allclose(total, areas["score_change"], atol=1e-10)
    np.testing.assert_allclose(areas["score_by_factor_weights"], areas["score_change"] / 2)
    assert "gp_by_factor_weights" not in areas


def test_runs_that_do_not_repeat_are_told(ends):
    found = compare(*ends, lambda sides: ends[0].areas)
    assert any(note.startswith("score: the runs") for note in found.notes)


def test_areas_that_some_combination_leaves_without_a_value_are_counted(ends):
    def holed(sides):
        areas = ends["new" in sides.values()].areas.copy()
        if set(sides.values()) == {"old", "new"}:
            areas.loc["W003", ["gp", "domain_score"]] = np.nan
        return areas

    found = compare(*ends, holed)
    assert np.isnan(found.areas.loc["W003", "score_by_streets"])
    assert not np.isnan(found.areas.loc["W003", "score_change"])
    assert any("the change is not split in 1 area (W003)" in note for note in found.notes)


def test_areas_of_one_run_only_are_told(tmp_path, ends):
    fewer = IndexResult.open(write_run(tmp_path / "new", ready_times(40)))
    found = compare(ends[0], fewer)
    assert len(found.areas) == 40
    assert found.causes == ()
    assert found.notes == ("In the older run only: 8 areas (W040, W041, W042, W043, W044, ...).",)


def test_areas_that_lost_their_score_are_told(tmp_path, ends):
    times = ready_times()
    times.loc[[4, 8], "gp_public"] = np.nan
    found = compare(ends[0], IndexResult.open(write_run(tmp_path / "new", times)))
    assert found.notes == ("A score in the older run only: 2 areas (W004, W008).",)
    assert found.areas["score_change"].isna().sum() == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"version": 2}, "version of the recipe is 2"),
        ({"vintage": "wards 2030"}, "areas are wards 2030"),
    ],
)
def test_other_series_are_refused(tmp_path, ends, changed, said):
    later = IndexResult.open(write_run(tmp_path / "later", **changed))
    with pytest.raises(InputError, match=said):
        compare(ends[0], later)


def test_the_day_may_move_on_within_a_version_and_a_value_may_not(tmp_path, ends):
    later = IndexResult.open(write_run(tmp_path / "later", date="2025-09-09"))
    assert len(compare(ends[0], later).areas) == 48
    recipe = later.provenance["recipe"]
    recipe["text"] = recipe["text"].replace("cap = 90", "cap = 80")
    with pytest.raises(InputError, match=r'trips.by_bus.cap "80" its recipe has the version of'):
        compare(ends[0], later)


def test_areas_of_another_year_are_compared_by_a_lookup_table(tmp_path, ends):
    old = ends[0]
    new = IndexResult.open(write_run(tmp_path / "new", ready_times(30), vintage="wards 2030"))
    lookup = pd.DataFrame(
        {
            "old": [f"W{k:03d}" for k in range(30)] + ["W030"],
            "new": [f"W{k:03d}" for k in range(30)] + ["W002"],
            "weight": [1.0] * 30 + [3.0],
        }
    )
    found = compare(old, new, lambda sides: 1 / 0, lookup=lookup)
    assert found.causes == ()
    assert "weighted means on the newer areas" in found.notes[0]
    mean = (old.areas.loc["W002", "gp"] + 3 * old.areas.loc["W030", "gp"]) / 4
    assert found.areas.loc["W002", "gp_old"] == pytest.approx(mean)
    assert found.areas.loc["W001", "gp_old"] == old.areas.loc["W001", "gp"]
    assert sorted(found.areas["rank_old"]) == list(range(1, 31))


@pytest.mark.parametrize(
    ("lookup", "said"),
    [
        ({"old": ["W001"]}, "new"),
        ({"old": ["X"], "new": ["W001"]}, "pairs no area"),
        ({"old": ["W001"], "new": ["W001"], "weight": [-1]}, 'row 1: weight "-1" is no weight'),
    ],
)
def test_faulty_lookup_tables_are_refused(tmp_path, ends, lookup, said):
    with pytest.raises(InputError, match=said):
        compare(*ends, lookup=pd.DataFrame(lookup))
