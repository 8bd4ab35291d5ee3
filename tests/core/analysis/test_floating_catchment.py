"""Floating catchments: worked by hand, against PySAL's access, and nothing lost on the way."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.analysis.opportunity.decay import ExponentialDecay, GaussianDecay, StepDecay
from accessibility.analysis.opportunity.floating_catchment import floating_catchment
from accessibility.errors import InputError, UsageError

NAN = float("nan")
MATRIX = pd.DataFrame(
    [
        ("home", "north", 10.0),
        ("home", "south", 20.0),
        ("farm", "north", 25.0),
        ("farm", "south", NAN),
        ("hill", "north", 40.0),
        ("hill", "south", 15.0),
    ],
    columns=["from_id", "to_id", "travel_time"],
)
BEDS = pd.Series({"north": 30, "south": 20}, name="beds")
PEOPLE = pd.Series({"home": 100, "farm": 50, "hill": 100}, name="people")


def test_the_two_steps_of_luo_and_wang():
    found = floating_catchment(MATRIX, BEDS, PEOPLE, threshold=30)
    # North is shared by home and farm: 30 / 150; south by home and hill: 20 / 200.
    assert list(found.columns) == ["from_id", "beds_per_people_within_30"]
    assert list(found["beds_per_people_within_30"]) == pytest.approx([0.2 + 0.1, 0.2, 0.1])
    ratios = found.attrs["ratios"]["beds_per_people_within_30"]
    assert ratios == pytest.approx({"north": 0.2, "south": 0.1})


def test_the_zones_of_luo_and_qi():
    zones = StepDecay({10: 1, 20: 0.5, 30: 0.2})
    found = floating_catchment(MATRIX, BEDS, PEOPLE, decay=zones)
    north, south = 30 / (100 + 0.2 * 50), 20 / (0.5 * 100 + 0.5 * 100)
    expected = [north + 0.5 * south, 0.2 * north, 0.5 * south]
    assert list(found["beds_per_people_steps"]) == pytest.approx(expected)


def test_supply_that_nobody_shares_is_counted_and_adds_nothing(caplog):
    nobody = pd.Series({"home": 0, "farm": 50, "hill": 0}, name="people")
    found = floating_catchment(MATRIX, BEDS, nobody, threshold=30)
    assert list(found.iloc[:, 1]) == pytest.approx([0.6, 0.6, 0])
    assert found.attrs["missing"]["supply_without_demand"] == ["south"]
    assert np.isnan(found.attrs["ratios"]["beds_per_people_within_30"]["south"])
    assert "1 destinations with supply have no demand within reach" in caplog.text


def test_origins_without_people_are_counted_and_named(caplog):
    some = pd.Series({"home": 100, "moor": 5}, name="people")
    found = floating_catchment(MATRIX, BEDS, some, threshold=30)
    assert list(found.iloc[:, 1]) == pytest.approx([0.5, 0.3, 0.2])
    assert found.attrs["missing"]["origins_without_demand"] == ["farm", "hill"]
    assert found.attrs["missing"]["demand_without_origins"] == ["moor"]
    assert "2 origins of the matrix have no demand and count as empty: farm, hill." in caplog.text


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(UsageError, match="A catchment needs a threshold"):
        floating_catchment(MATRIX, BEDS, PEOPLE)
    two = pd.DataFrame({"id": PEOPLE.index, "young": 1, "old": 2})
    with pytest.raises(UsageError, match="demand: give one column of people, not young, old"):
        floating_catchment(MATRIX, BEDS, (two, ["young", "old"]), threshold=30)
    with pytest.raises(InputError, match='demand row 1: people "-100" is negative'):
        floating_catchment(MATRIX, BEDS, -PEOPLE, threshold=30)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (None, lambda weights: None),
        (StepDecay({10: 1, 20: 0.68, 40: 0.22}), lambda w: w.step_fn({10: 1, 20: 0.68, 40: 0.22})),
        (GaussianDecay(15), lambda weights: weights.gaussian(15)),
    ],
)
def test_ratios_agree_with_access_of_pysal(ours, theirs):
    from access import fca, weights

    rng = np.random.default_rng(11)
    from_id, to_id = (part.ravel() for part in np.meshgrid(np.arange(50), np.arange(30)))
    table = pd.DataFrame(
        {"from_id": from_id, "to_id": to_id, "travel_time": rng.uniform(0, 90, len(to_id))}
    )
    table.loc[rng.random(len(table)) < 0.1, "travel_time"] = np.nan
    supply = pd.Series(rng.integers(0, 90, 30), name="beds")
    demand = pd.Series(rng.integers(1, 900, 50), name="people")
    found = floating_catchment(table, supply, demand, threshold=45, decay=ours)
    expected = fca.two_stage_fca(
        demand.astype(float).to_frame(),
        supply.astype(float).to_frame(),
        table.dropna(),
        45,
        demand_index=True,
        demand_name="people",
        supply_index=True,
        supply_name="beds",
        cost_origin="from_id",
        cost_dest="to_id",
        cost_name="travel_time",
        weight_fn=theirs(weights),
    )
    ours_by_id = found.set_index("from_id").iloc[:, 0]
    np.testing.assert_allclose(ours_by_id[expected.index], expected, rtol=1e-12)


@given(
    st.lists(st.floats(0, 90) | st.just(NAN), min_size=12, max_size=12),
    st.lists(st.integers(0, 50), min_size=3, max_size=3),
    st.lists(st.integers(0, 900), min_size=4, max_size=4),
    st.sampled_from([None, ExponentialDecay(half_life=10)]),
)
def test_all_supply_in_reach_is_shared_out_and_no_more(minutes, supply, demand, decay):
    from_id, to_id = (part.ravel() for part in np.meshgrid(np.arange(4), np.arange(3)))
    table = pd.DataFrame({"from_id": from_id, "to_id": to_id, "travel_time": minutes})
    beds, people = pd.Series(supply, name="beds"), pd.Series(demand, name="people")
    found = floating_catchment(table, beds, people, threshold=30, decay=decay)
    shared = beds.drop([int(name) for name in found.attrs["missing"]["supply_without_demand"]])
    handed_out = (found.set_index("from_id").iloc[:, 0] * people).sum()
    assert handed_out == pytest.approx(shared.sum())
