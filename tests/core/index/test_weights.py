"""Weights: normalised with a note, or refused."""

import numpy as np
import pandas as pd
import pytest

from accessibility.errors import InputError
from accessibility.index.scores.weights import normalised_weights, weighted_sum


def test_weights_that_add_up_have_no_note():
    assert normalised_weights({"a": 0.6, "b": 0.3, "c": 0.1}) == (
        pytest.approx({"a": 0.6, "b": 0.3, "c": 0.1}),
        None,
    )
    assert normalised_weights({"a": 60, "b": 40}) == ({"a": 0.6, "b": 0.4}, None)
    assert normalised_weights({"a": 60, "b": 30}, total=90)[0]["a"] == pytest.approx(2 / 3)
    assert normalised_weights({"a": 1, "b": 0})[0] == {"a": 1, "b": 0}


def test_weights_that_were_rounded_are_divided_and_noted():
    published = {"retail": 0.24, "gp": 0.23, "school": 0.16, "post": 0.14, "petrol": 0.13}
    weights, note = normalised_weights(published | {"primary": 0.11}, label="drive")
    assert sum(weights.values()) == pytest.approx(1)
    assert weights["retail"] == pytest.approx(0.24 / 1.01)
    assert note == "drive: the weights add up to 1.01, and are divided by that."
    percent, _ = normalised_weights({k: v * 100 for k, v in published.items()} | {"primary": 11})
    assert percent == pytest.approx(weights)


@pytest.mark.parametrize(
    ("weights", "total", "message"),
    [
        ({}, None, "drive: are none"),
        ({"a": 0.5, "b": 0.4}, None, "add up to 0.9 and not to 1 or 100"),
        ({"a": 0.6, "b": 0.43}, None, "add up to 1.03"),
        ({"a": 60, "b": 30}, None, "add up to 90 and not to 1 or 100"),
        ({"a": 60, "b": 40}, 90, "add up to 100 and not to 90"),
        ({"a": 1.2, "b": -0.2}, None, 'drive: b "-0.2" is no weight'),
        ({"a": 1, "b": np.nan}, None, 'drive: b "nan" is no weight'),
    ],
)
def test_weights_that_do_not_add_up_are_refused(weights, total, message):
    with pytest.raises(InputError, match=message):
        normalised_weights(weights, total=total, label="drive")


def test_sums_by_hand():
    scores = pd.DataFrame({"a": [1.0, 2, np.nan], "b": [10.0, np.nan, 30]}, index=list("xyz"))
    assert weighted_sum(scores, {"a": 0.5, "b": 0.5}).to_dict() == pytest.approx(
        {"x": 5.5, "y": np.nan, "z": np.nan}, nan_ok=True
    )
    # What has no weight may be missing.
    assert weighted_sum(scores, {"a": 1, "b": 0}).iloc[:2].tolist() == [1, 2]
    with pytest.raises(InputError, match=r"there is no column bb\. Did you mean b\?"):
        weighted_sum(scores, {"bb": 1})
