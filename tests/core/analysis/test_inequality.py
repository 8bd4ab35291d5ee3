"""Inequality: worked by hand, and what must hold of any numbers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accessibility.analysis.opportunity.inequality import (
    concentration_index,
    gini,
    inequality,
    palma,
    share_of_people,
)
from accessibility.errors import InputError, UsageError

NAN = float("nan")


def floats(*values):
    return np.array(values, float)


def test_gini_by_hand():
    ones = floats(1, 1, 1, 1)
    assert gini(floats(5, 5, 5, 5), ones) == 0
    assert gini(floats(0, 0, 0, 8), ones) == pytest.approx(3 / 4)
    # All pairs of 1, 2, 3, 4 differ by 20 in all: 20 / (2 * 2.5 * 16).
    assert gini(floats(4, 1, 3, 2), ones) == pytest.approx(0.25)
    # Three persons have 1, one has 5: 2 * 3 * 1 * 4 = 24 over 2 * 2 * 16.
    assert gini(floats(1, 5), floats(3, 1)) == pytest.approx(0.375)
    assert np.isnan(gini(floats(0, 0), floats(3, 1)))
    assert np.isnan(gini(floats(2, 3), floats(0, 0)))


def test_palma_by_hand():
    ones = np.ones(10)
    assert palma(np.full(10, 7.0), ones) == pytest.approx(0.25)
    assert palma(np.arange(1.0, 11.0), ones) == pytest.approx(10 / (1 + 2 + 3 + 4))
    # Half the people have 2, half have 6: the tenth has 0.6, the 40 % have 0.8.
    assert palma(floats(2, 6), floats(50, 50)) == pytest.approx(0.6 / 0.8)
    assert palma(floats(0, 6), floats(50, 50)) == np.inf
    assert np.isnan(palma(floats(0, 0), floats(50, 50)))


def test_concentration_by_hand():
    ones = floats(1, 1, 1, 1)
    # Places 1/8, 3/8, 5/8, 7/8: 2 / (4 * 2.5) * sum of (x - 2.5) * place = 0.25.
    assert concentration_index(floats(1, 2, 3, 4), floats(1, 2, 3, 4), ones) == pytest.approx(0.25)
    assert concentration_index(floats(4, 3, 2, 1), floats(1, 2, 3, 4), ones) == pytest.approx(-0.25)
    assert concentration_index(floats(1, 2, 3, 4), floats(9, 9, 9, 9), ones) == pytest.approx(0)
    # The two best off share their place: 3/4 each.
    assert concentration_index(floats(1, 2, 3, 4), floats(1, 2, 3, 3), ones) == pytest.approx(
        2 / 10 * (-1.5 / 8 - 0.5 * 3 / 8 + 2 * 3 / 4)
    )
    assert np.isnan(concentration_index(floats(0, 0), floats(1, 2), floats(1, 1)))


groups = st.lists(st.tuples(st.integers(0, 1000), st.integers(1, 50)), min_size=1, max_size=12)


@given(groups, st.floats(0.01, 100))
def test_measures_know_no_unit_and_no_grouping(rows, factor):
    values, people = (floats(*part) for part in zip(*rows, strict=True))
    assume(values.any())
    alone = np.repeat(values, people.astype(int))
    for measure in (gini, palma, lambda x, p: concentration_index(x, x, p)):
        expected = measure(values, people)
        assert measure(values * factor, people) == pytest.approx(expected, abs=1e-9)
        assert measure(values, people * factor) == pytest.approx(expected, abs=1e-9)
        assert measure(alone, np.ones(len(alone))) == pytest.approx(expected, abs=1e-9)


@given(groups)
def test_gini_is_half_the_mean_difference_and_the_concentration_by_itself(rows):
    values, people = (floats(*part) for part in zip(*rows, strict=True))
    assume(values.any())
    differences = np.abs(values[:, None] - values) * people[:, None] * people
    mean = np.average(values, weights=people)
    assert gini(values, people) == pytest.approx(
        differences.sum() / (2 * mean * people.sum() ** 2), abs=1e-12
    )
    assert concentration_index(values, values, people) == pytest.approx(
        gini(values, people), abs=1e-12
    )
    assert 0 <= gini(values, people) < 1


@given(st.floats(0.001, 1e6), st.lists(st.integers(1, 50), min_size=1, max_size=9))
def test_equal_values_are_equal(value, people):
    values, people = np.full(len(people), value), floats(*people)
    assert gini(values, people) == pytest.approx(0, abs=1e-12)
    assert palma(values, people) == pytest.approx(0.25)


TABLE = pd.DataFrame(
    {"from_id": ["a", "b", "c"], "jobs": [1.0, 5.0, 9.0], "minutes": [30.0, 10.0, NAN]}
)
PEOPLE = pd.Series({"a": 3, "b": 1, "c": 0}, name="people")


def test_columns_of_a_table():
    found = inequality(TABLE, PEOPLE, rank=pd.Series({"a": 1, "b": 2, "c": 3})).set_index("column")
    assert list(found.index) == ["jobs", "minutes"]
    assert found.loc["jobs"].to_dict() == pytest.approx(
        {
            "people": 4, "people_without": 0, "mean": 2, "gini": 0.375,
            "palma": (0.1 * 5) / (0.4 * 1), "concentration": 0.375,
        }
    )  # fmt: skip
    assert found.loc["minutes", "mean"] == 25


def test_people_without_a_value_are_counted(caplog):
    people = pd.Series({"a": 3, "b": 1, "c": 2, "far": 10}, name="people")
    found = inequality(TABLE, people, columns=["minutes"], rank=pd.Series({"a": 1.5, "b": NAN}))
    assert found.loc[0, ["people", "people_without"]].to_list() == [4, 12]
    assert found.loc[0, "concentration"] == pytest.approx(0)
    assert caplog.messages == [
        "1 places of people are no origins of the table: far.",
        "2 origins have no rank and are left out of the concentration index: b, c.",
    ]


def test_the_share_of_people_who_reach_enough():
    people = pd.Series({"a": 3, "b": 1, "c": 2, "far": 10}, name="people")
    assert share_of_people(TABLE, PEOPLE, "jobs", at_least=5) == 0.25
    assert share_of_people(TABLE, people, "jobs", at_least=5) == 3 / 16
    assert share_of_people(TABLE, people, "minutes", at_most=10) == 1 / 16
    assert share_of_people(TABLE, people, "minutes", at_most=30) == 4 / 16
    assert np.isnan(share_of_people(TABLE, PEOPLE * 0, "jobs", at_least=5))


def test_tables_and_files_give_people_too(tmp_path):
    path = tmp_path / "cells.csv"
    path.write_text("cell,lon,people\na,1.5,3\nb,1.6,1\nc,1.7,0\n")
    assert share_of_people(TABLE, (path, "people"), "jobs", at_least=5, origin_id="cell") == 0.25


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: share_of_people(TABLE, PEOPLE, "jobs"), "Give either at_least"),
        (lambda: share_of_people(TABLE, PEOPLE, "jobs", at_least=1, at_most=2), "Give either"),
        (lambda: share_of_people(TABLE, PEOPLE, "shops", at_least=1), "no column shops; columns"),
        (lambda: inequality(TABLE, pd.Series({"z": 1})), "none of the identifiers of from_id"),
        (lambda: inequality(TABLE, PEOPLE, from_column="id"), "from_column: the table has no"),
        (lambda: inequality(TABLE, (pd.DataFrame({"id": ["a"], "x": 1, "y": 1}), ["x", "y"])),
         "people: give one column, not x, y"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(call, message):
    with pytest.raises(UsageError, match=message):
        call()


@pytest.mark.parametrize(
    ("table", "people", "message"),
    [
        (TABLE.assign(jobs="many"), PEOPLE, "jobs holds no numbers"),
        (TABLE.assign(jobs=[1, -2, 3]), PEOPLE, 'table row 2: jobs "-2.0" is none'),
        (TABLE.assign(jobs=[1, np.inf, 3]), PEOPLE, 'table row 2: jobs "inf" is none'),
        (TABLE.assign(from_id="a"), PEOPLE, 'row 2: from_id "a" stands in a row above'),
        (TABLE, -PEOPLE, 'people row 1: people "-3" is negative'),
    ],
)
def test_faulty_numbers_are_refused(table, people, message):
    with pytest.raises(InputError, match=message):
        inequality(table, people, columns=["jobs"])
