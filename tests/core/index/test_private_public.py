"""Private and public times, combined by who has a car."""

import numpy as np
import pandas as pd
import pytest

from accessibility.errors import InputError
from accessibility.index.scores.private_public import cars_per_adult, combine_private_public

PRIVATE = pd.Series({"a": 10.0, "b": 20.0, "c": np.nan})
PUBLIC = pd.Series({"a": 40.0, "b": 60.0, "c": 30.0})


def test_by_hand():
    share = pd.Series({"c": 0.5, "b": 0.0, "a": 0.75}, name="private_share")
    found = combine_private_public(PRIVATE, PUBLIC, share)
    assert found.to_dict() == pytest.approx({"a": 17.5, "b": 60, "c": np.nan}, nan_ok=True)


def test_a_missing_or_impossible_share_is_refused():
    share = pd.Series({"a": 0.5, "b": np.nan}, name="share")
    with pytest.raises(InputError, match="share: is missing for 2 areas: b, c"):
        combine_private_public(PRIVATE, PUBLIC, share)
    share = pd.Series({"a": 0.5, "b": 75, "c": 0.1}, name="share")
    with pytest.raises(InputError, match='share: "75" is not from 0 to 1 for 1 areas: b'):
        combine_private_public(PRIVATE, PUBLIC, share)


def test_cars_per_adult_are_clipped_and_counted():
    cars = pd.Series({"a": 300, "b": 600, "c": 0}, name="cars")
    adults = pd.Series({"a": 400, "b": 500, "c": 100}, name="adults")
    found = cars_per_adult(cars, adults)
    assert found.share.to_dict() == {"a": 0.75, "b": 1, "c": 0}
    assert found.clipped == ("b",)
    with pytest.raises(InputError, match=r'area c: adults "0" is not at least 1'):
        cars_per_adult(cars, adults.replace(100, 0))
    with pytest.raises(InputError, match=r'area a: cars "-300" is not 0 or more'):
        cars_per_adult(-cars, adults)
