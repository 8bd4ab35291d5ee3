"""Ranks, deciles and scores: worked by hand, and what must hold of any numbers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.errors import InputError
from accessibility.index.scores.transforms import (
    check_times,
    deciles,
    exponential_scores,
    normal_scores,
    rank_areas,
)

NAN = float("nan")


def series(*values, name="gp"):
    return pd.Series(values, [f"W{row}" for row in range(len(values))], dtype=float, name=name)


def test_ranks_by_hand():
    times = series(30, 10, 20, NAN, 20)
    shared = rank_areas(times, most_deprived="high", ties="average")
    assert shared.tolist() == pytest.approx([1, 4, 2.5, NAN, 2.5], nan_ok=True)
    assert list(shared.index) == list(times.index)
    assert rank_areas(times, most_deprived="high", ties="minimum").dropna().tolist() == [1, 4, 2, 2]
    assert rank_areas(times, most_deprived="low", ties="average").dropna().tolist() == [
        4, 1, 2.5, 2.5,
    ]  # fmt: skip


def test_ranks_do_not_round():
    ranks = rank_areas(series(10.0, 10.0 + 1e-9, 5), most_deprived="high", ties="minimum")
    assert ranks.tolist() == [2, 1, 3]


def test_five_areas_have_exponential_scores_of_100_36_21_12_and_5():
    scores = exponential_scores(series(1, 2, 3, 4, 5))
    assert scores.round().tolist() == [100, 36, 21, 12, 5]
    assert scores.iloc[0] == pytest.approx(100, abs=1e-9)
    # An area without a value is not one of the N.
    assert exponential_scores(series(1, 2, 3, 4, 5, NAN)).iloc[:5].tolist() == scores.tolist()


def test_normal_scores_are_quantiles():
    scores = normal_scores(series(1, 2, NAN, 3))
    assert scores.tolist() == pytest.approx([0.67448975, 0, NAN, -0.67448975], nan_ok=True)


def test_deciles_of_few_areas():
    assert deciles(series(1, 2, 3, NAN)).tolist() == [1, 4, 7, pd.NA]
    ranks = pd.Series(np.arange(1, 1910))
    assert deciles(ranks).value_counts().sort_index().tolist() == [191] * 9 + [190]


@given(st.lists(st.integers(0, 50), min_size=2, max_size=60).filter(lambda x: len(set(x)) > 1))
def test_order_is_kept_and_high_is_deprived(values):
    times = series(*values)
    ranks = rank_areas(times, most_deprived="high", ties="average")
    normal, exponential = normal_scores(ranks), exponential_scores(ranks)
    order = np.lexsort((np.arange(len(values)), times))
    for scores in (normal, exponential):
        assert (np.diff(scores.iloc[order]) >= 0).all()
        assert (np.diff(scores.iloc[order])[np.diff(times.iloc[order]) > 0] > 0).all()
    assert exponential.between(0, 100 + 1e-9).all()
    tenths = deciles(ranks)
    for rank, tenth in zip(ranks, tenths, strict=True):
        fitting = [d for d in range(1, 11) if rank <= -(-d * len(values) // 10)]
        assert tenth == min(fitting)


@given(st.lists(st.integers(0, 50), min_size=2, max_size=30).filter(lambda x: len(set(x)) > 1))
def test_the_other_direction_is_the_other_order(values):
    times = series(*values)
    assert rank_areas(times, most_deprived="low", ties="average").equals(
        rank_areas(-times, most_deprived="high", ties="average")
    )


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (series(3, 3, NAN), "gp: has no variance: all areas have 3"),
        (series(NAN, NAN), "gp: has no variance: no area has a value"),
        (series(1, np.inf, np.inf), r'gp, area W1: "inf" is infinite \(as are 1 more\)'),
    ],
)
def test_what_cannot_be_ranked_is_refused(values, message):
    with pytest.raises(InputError, match=message):
        rank_areas(values, most_deprived="high", ties="average")


@pytest.mark.parametrize("transform", [deciles, normal_scores, exponential_scores])
@pytest.mark.parametrize("rank", [0, 4])
def test_ranks_of_other_areas_are_refused(transform, rank):
    with pytest.raises(InputError, match="is no rank among the 3 areas"):
        transform(series(1, 2, rank))


def test_what_is_no_time_is_refused():
    assert check_times(pd.Series(["5", "", None])).tolist() == pytest.approx(
        [5, NAN, NAN], nan_ok=True
    )
    for value, problem in ((-1, "is negative"), (np.inf, "is infinite"), ("soon", "is no number")):
        with pytest.raises(InputError, match=f'gp, area 1: "{value}.*" {problem}'):
            check_times(pd.Series([5, value], name="gp", dtype=object))
