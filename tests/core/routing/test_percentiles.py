"""Ranks are those of the sorted answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.routing.percentiles import (
    NOT_REACHED,
    exchange,
    rank_exchanges,
    ranks_of,
    select_ranks,
)

LATE = 1 << 20


@pytest.mark.parametrize(
    ("p", "n", "rank"),
    [(1, 1, 0), (100, 1, 0), (50, 120, 59), (51, 120, 61), (1, 120, 1), (100, 7, 6)],
)
def test_nearest_ranks(p, n, rank):
    assert ranks_of(np.array([p]), n).tolist() == [rank]


@given(st.integers(1, 1440))
def test_every_percentile_has_a_rank(n):
    ranks = ranks_of(np.arange(1, 101), n)
    assert ranks.min() >= 0
    assert ranks[-1] == n - 1
    assert (np.diff(ranks) >= 0).all()


answers = st.lists(
    st.one_of(st.integers(0, 200), st.integers(0, 86_400), st.just(LATE)), min_size=1, max_size=150
)


@pytest.mark.parametrize("kind", [np.int16, np.int32])
@given(answers=answers, longest=st.integers(1, 86_400), percentiles=st.sets(st.integers(1, 100)))
def test_chosen_as_by_sorting(kind, answers, longest, percentiles):
    given_answers = np.minimum(np.array(answers), np.iinfo(kind).max).astype(kind)
    ranks = ranks_of(np.array(sorted(percentiles), np.int64), len(answers))
    chosen = np.empty(len(ranks), np.int32)
    select_ranks(given_answers, ranks, longest, np.empty(len(answers), kind), chosen)
    in_order = np.sort(given_answers.astype(np.int32))[ranks]
    assert chosen.tolist() == np.where(in_order <= longest, in_order, NOT_REACHED).tolist()


@given(st.integers(1, 200), st.sets(st.integers(1, 100), min_size=1), st.integers(0, 2**32 - 1))
def test_exchanges_bring_every_rank_to_its_place(n, percentiles, seed):
    columns = np.random.default_rng(seed).integers(0, 50, (n, 20)).astype(np.int16)
    ranks = ranks_of(np.array(sorted(percentiles), np.int64), n)
    in_order = np.sort(columns, axis=0)
    exchange(rank_exchanges(n, ranks), columns)
    assert np.array_equal(columns[ranks], in_order[ranks])


def test_no_exchange_is_listed_that_no_rank_needs():
    assert len(rank_exchanges(1, np.zeros(1, np.int64))) == 0
    least, all_ranks = (
        len(rank_exchanges(64, ranks)) for ranks in (np.zeros(1, np.int64), np.arange(64))
    )
    assert least == 63
    assert all_ranks == 543
