"""Decays: values worked by hand, bounds, and how they are written on the command line."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.analysis.opportunity.decay import (
    ExponentialDecay,
    GaussianDecay,
    LinearDecay,
    LogisticDecay,
    PowerDecay,
    StepDecay,
    decay_from_text,
)
from accessibility.errors import UsageError

ONE_OF_EACH = [
    ExponentialDecay(half_life=20),
    LinearDecay(60),
    PowerDecay(2),
    LogisticDecay(30, 5),
    GaussianDecay(20),
    StepDecay({10: 1, 20: 0.68, 30: 0.22}),
]


@pytest.mark.parametrize(
    ("decay", "minutes", "weight"),
    [
        (ExponentialDecay(half_life=20), 0, 1),
        (ExponentialDecay(half_life=20), 40, 0.25),
        (ExponentialDecay(rate=0.1), 10, np.exp(-1)),
        (LinearDecay(60), 15, 0.75),
        (LinearDecay(60), 60, 0),
        (LinearDecay(60), 90, 0),
        (PowerDecay(2), 0, 1),
        (PowerDecay(2), 1, 1),
        (PowerDecay(2), 10, 0.01),
        (PowerDecay(1, least=5), 10, 0.5),
        (LogisticDecay(30, 5), 30, 0.5),
        (LogisticDecay(30, 5), 35, 1 / (1 + np.e)),
        (LogisticDecay(30, 0.001), 1e6, 0),
        (GaussianDecay(20), 20, np.exp(-0.5)),
        (StepDecay({10: 1, 20: 0.68}), 10, 1),
        (StepDecay({10: 1, 20: 0.68}), 10.1, 0.68),
        (StepDecay({20: 0.68, 10: 1}), 20, 0.68),
        (StepDecay({10: 1, 20: 0.68}), 20.1, 0),
    ],
)
def test_values_are_those_of_the_formula(decay, minutes, weight):
    assert decay(np.array([float(minutes)]))[0] == pytest.approx(weight, abs=1e-15)


@pytest.mark.parametrize("decay", ONE_OF_EACH, ids=lambda decay: decay.name)
@given(st.lists(st.floats(0, 1e5), min_size=2, max_size=20))
def test_a_longer_way_never_counts_more(decay, minutes):
    weights = decay(np.sort(minutes))
    assert (np.diff(weights) <= 0).all()
    assert ((weights >= 0) & (weights <= 1)).all()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (ExponentialDecay, "either half_life"),
        (lambda: ExponentialDecay(half_life=20, rate=0.1), "either half_life"),
        (lambda: ExponentialDecay(half_life=0), "half_life of a decay is 0, and must be above 0"),
        (lambda: LinearDecay(float("nan")), "limit of a decay is nan"),
        (lambda: PowerDecay(-2), "exponent of a decay is -2"),
        (lambda: PowerDecay(2, least=0), "least of a decay is 0"),
        (lambda: LogisticDecay(30, 0), "spread of a decay is 0"),
        (lambda: GaussianDecay(float("inf")), "width of a decay is inf"),
        (lambda: StepDecay({}), "at least one zone"),
        (lambda: StepDecay({10: 1.5}), "weights between 0 and 1"),
        (lambda: StepDecay({-1: 1}), "minutes must be 0 or more"),
    ],
)
def test_parameters_that_cannot_be_are_refused(make, message):
    with pytest.raises(UsageError, match=message):
        make()


@pytest.mark.parametrize(
    ("text", "decay"),
    [
        ("exponential:half_life=20", ExponentialDecay(half_life=20)),
        ("exponential:half-life=20", ExponentialDecay(half_life=20)),
        ("linear:limit=60", LinearDecay(60)),
        ("power:exponent=2,least=5", PowerDecay(2, 5)),
        ("logistic:midpoint=30,spread=5", LogisticDecay(30, 5)),
        ("gaussian:width=20", GaussianDecay(20)),
        ("steps:10=1,20=0.68,30=0.22", StepDecay({10: 1, 20: 0.68, 30: 0.22})),
    ],
)
def test_decays_are_read_from_the_command_line(text, decay):
    assert decay_from_text(text) == decay


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("expo:half_life=20", "give one of exponential, linear, power"),
        ("exponential", "either half_life"),
        ("linear:half_life=20", "the parameters are limit"),
        ("linear", "the parameters are limit"),
        ("linear:60", 'decay: "60" is no parameter with a number'),
        ("steps:ten=1", "write zones by their ends"),
        ("steps:10=2", "weights between 0 and 1"),
    ],
)
def test_texts_that_are_no_decay_are_refused(text, message):
    with pytest.raises(UsageError, match=message):
        decay_from_text(text)
