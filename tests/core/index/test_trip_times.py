"""What a trip counts: caps by leg, means over moments, ways there and back, no way at all."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from accessibility.index.recipe.parts import Trip
from accessibility.index.recipe.recipes import load_recipe
from accessibility.index.run.trip_answers import kinds_of_trips
from accessibility.index.run.trip_times import times_of

R, C, U, N = "reached", "capped", "unreachable", "not_snapped"


def recipe_with(**trips):
    recipe = load_recipe("minimal")
    return recipe.model_copy(
        update={
            "trips": {name: Trip(travel="bus_and_walk", **each) for name, each in trips.items()}
        }
    )


def answer(rows, suffix=""):
    """Rows of (travel_time, state, to_id, return_time, return_state), the mean last."""
    names = ["travel_time", "state", "to_id", "return_time", "return_state"]
    table = pd.DataFrame(rows, columns=[f"{name}{suffix}" for name in names])
    return pa.Table.from_pandas(table, preserve_index=False)


def test_both_ways_are_capped_by_leg_and_averaged_over_moments():
    there_and_back = {
        "there": ("arrive 09:00", "arrive 10:00"),
        "back": ("depart 11:00", "depart 12:00"),
        "cap": 90,
    }
    rows = [
        (10, R, "a", 20, R), (30, R, "b", 90, C), (20, R, "a", 55, C),
        (90, U, None, 90, U), (90, U, None, 90, U), (90, U, None, 90, U),
        (None, N, None, None, N), (None, N, None, None, N), (None, N, None, None, N),
        (10, R, "c", 10, R), (20, R, "c", 20, R), (15, R, "c", 15, R),
    ]  # fmt: skip
    answers = {("t", "gp"): answer(rows)}
    found = times_of(
        recipe_with(t={**there_and_back, "counts": "there_and_back"}), answers, "t", "gp"
    )
    assert found.minutes == pytest.approx([75, 180, np.nan, 30], nan_ok=True)
    assert found.state.tolist() == [C, U, N, R]
    assert found.service.tolist() == ["a", None, None, "c"]
    half = times_of(recipe_with(t={**there_and_back, "counts": "mean_of_both"}), answers, "t", "gp")
    assert half.minutes == pytest.approx([37.5, 90, np.nan, 15], nan_ok=True)


def test_a_way_that_does_not_exist_may_count_more_than_the_cap():
    rows = [(10, R, "a", None, None), (90, C, "b", None, None), (90, U, None, None, None)]
    answers = {("t", "gp"): answer(rows, "_p50")}
    for unreachable, expected in ((None, 90), (120.0, 120)):
        trip = {"cap": 90, "unreachable": unreachable, "counts": "twice_there"}
        found = times_of(recipe_with(t=trip), answers, "t", "gp")
        assert found.minutes.tolist() == [20, 180, 2 * expected]
        assert found.state.tolist() == [R, C, U]


def test_a_way_that_does_not_exist_may_count_as_some_drives():
    drive = answer([(10, R, "a", None, None), (180, U, None, None, None)])
    bus = answer([(180, U, None, None, None), (180, U, None, None, None)])
    answers = {("car", "gp"): drive, ("bus", "gp"): bus}
    rule = {"trip": "car", "times": 2.5, "otherwise": 190}
    recipe = recipe_with(car={"cap": 180}, bus={"cap": 180, "unreachable": rule})
    assert times_of(recipe, answers, "bus", "gp").minutes.tolist() == [25, 190]


def test_a_trip_that_only_gives_minutes_to_another_is_asked_too():
    rule = {"trip": "car", "times": 2.5, "otherwise": 190}
    recipe = recipe_with(car={"cap": 180}, by_bus={"cap": 180, "unreachable": rule})
    kinds = ["gp", "food_shop", "pharmacy"]
    assert kinds_of_trips(recipe) == {"car": kinds, "by_bus": kinds}
    assert kinds_of_trips(load_recipe("minimal")) == {"by_bus": kinds}
