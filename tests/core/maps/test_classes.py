"""Classes of values: where they end, and what the legend says of them."""

import numpy as np
import pytest

from accessibility.errors import UsageError
from accessibility.maps.classes import classes_of, is_minutes
from accessibility.maps.cutoffs import check_cutoffs, round_cutoffs
from accessibility.maps.style import ramp_colours


def words(values, column="score", **options):
    return [each.words for each in classes_of(np.array(values, float), column, **options)]


def sizes(values, column="score", **options):
    return [
        int(each.chosen.sum()) for each in classes_of(np.array(values, float), column, **options)
    ]


def test_classes_hold_about_as_many_values_each_and_end_at_round_numbers():
    values = np.random.default_rng(0).gamma(3, 7, 500)
    limits = round_cutoffs(values, 5)
    assert len(limits) == 4
    assert all(float(limit).is_integer() for limit in limits)
    held = np.bincount(np.searchsorted(limits, values))
    assert held.max() <= 1.6 * 100
    assert held.min() > 40


@pytest.mark.parametrize("scale", [1e-6, 1e-3, 1.0, 1e3, 1e9])
def test_numbers_are_round_at_any_scale(scale):
    values = np.linspace(0, 1, 101) * scale
    assert round_cutoffs(values, 5) == pytest.approx(np.array([0.2, 0.4, 0.6, 0.8]) * scale)


def test_few_values_are_a_class_each():
    assert words([3, 1, 2, 3, 1]) == ["1", "2", "3"]
    assert sizes([3, 1, 2, 3, 1]) == [2, 1, 2]
    assert words([7, 7]) == ["7"]
    assert words([0.5, 0.5]) == ["0.5"]


def test_whole_numbers_are_counted_from_first_to_last():
    values = list(range(1, 101))
    said = words(values, cutoffs=(20, 50))
    assert said == ["1 to 20", "21 to 50", "51 to 100"]
    assert sizes(values, cutoffs=(20, 50)) == [20, 30, 50]
    assert words([-1200, 5, 9000], cutoffs=(0,)) == ["\N{MINUS SIGN}1,200 to 0", "1 to 9,000"]


def test_other_numbers_say_their_limits():
    assert words([0.1, 0.4, 0.9], cutoffs=(0.25, 0.5)) == [
        "up to 0.25",
        "0.25 to 0.5",
        "more than 0.5",
    ]
    assert words([0.1, 0.4], cutoffs=(0.25, 0.5)) == ["up to 0.25", "0.25 to 0.5"]


def test_a_value_equal_to_a_limit_belongs_below_it():
    assert sizes([1, 20, 21], cutoffs=(20,)) == [2, 1]
    assert sizes([15, 15.01], "travel_time")[:2] == [1, 1]


def test_missing_values_are_a_class_without_a_colour():
    classes = classes_of(np.array([1, np.nan, 2.0]), "score")
    assert classes[-1].words == "no value"
    assert classes[-1].colour is None
    assert classes[-1].chosen.tolist() == [False, True, False]
    assert classes_of(np.array([1, np.nan]), "travel_time_p50")[-1].words == "not reached"


def test_short_times_and_large_values_are_dark():
    times = [each.colour for each in classes_of(np.array([1.0, 50]), "travel_time_p50")]
    assert times == ramp_colours("violet-sand", 4)
    values = [each.colour for each in classes_of(np.array([1.0, 50]), "score", ramp="blues")]
    assert values == ramp_colours("blues", 2)[::-1]


@pytest.mark.parametrize(
    ("column", "times"),
    [("travel_time_p50", True), ("minutes", True), ("Minutes_to_shop", True), ("score", False)],
)
def test_columns_of_travel_times_are_recognised(column, times):
    assert is_minutes(column) == times


@pytest.mark.parametrize("cutoffs", [(), (1, 1), (2, 1), (float("nan"),)])
def test_cutoffs_that_do_not_ascend_are_refused(cutoffs):
    with pytest.raises(UsageError, match="do not ascend"):
        check_cutoffs(cutoffs)


def test_times_end_above_zero_but_other_values_need_not():
    with pytest.raises(UsageError, match="above 0"):
        classes_of(np.array([1.0]), "travel_time", cutoffs=(0, 15))
    assert words([-3.5, 2.5], cutoffs=(-1, 0)) == [
        "up to \N{MINUS SIGN}1",
        "\N{MINUS SIGN}1 to 0",
        "more than 0",
    ]
