"""The shared style: ramps that everybody can tell apart, and legend words."""

import math

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from accessibility.errors import UsageError
from accessibility.maps.style import band_words, duration, ramp_colours, style
from accessibility.options import STREET_MODES, TRANSIT_MODES

RAMPS = list(style()["ramps"])
LINEAR_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = LINEAR_TO_XYZ.sum(axis=1)
# How linear red, green and blue look without one kind of cone: Machado, Oliveira and Fernandes
# (2009), "A physiologically-based model for simulation of color vision deficiency", severity 1.
VISION = {
    "full": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def seen(colours, vision):
    """Colours in CIELAB as somebody sees them: lightness, then two axes of hue."""
    rgb = np.array([to_rgb(colour) for colour in colours])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = np.clip(linear @ VISION[vision].T, 0, 1) @ LINEAR_TO_XYZ.T / WHITE
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.column_stack(
        [116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])]
    )


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("ramp", RAMPS)
def test_every_step_of_a_ramp_is_lighter_for_every_kind_of_vision(ramp, vision):
    steps = np.diff(seen(ramp_colours(ramp, 5), vision)[:, 0])
    assert steps.min() > 9  # a difference of 5 is seen side by side, of 9 also at a distance
    assert steps.max() < 30


@pytest.mark.parametrize("vision", VISION)
def test_the_bands_drawn_by_default_lie_far_apart(vision):
    colours = seen(ramp_colours(style()["ramp_of"]["minutes"], len(style()["minutes"])), vision)
    assert np.linalg.norm(np.diff(colours, axis=0), axis=1).min() > 15
    paper = seen(["#ffffff"], vision)[0]
    assert np.linalg.norm(colours[-1] - paper) > 15  # the last band is no empty paper


def test_colours_lie_between_those_listed():
    anchors = style()["ramps"]["blues"]
    assert ramp_colours("blues", 7) == anchors
    assert ramp_colours("blues_r", 7) == anchors[::-1]
    assert ramp_colours("blues", 3) == [anchors[0], anchors[3], anchors[6]]
    assert ramp_colours("blues", 1) == [anchors[3]]
    assert ramp_colours("greys", 13)[1] == "#5b5b5b"  # halfway between its first two


def test_an_unknown_ramp_is_refused_and_the_known_ones_named():
    with pytest.raises(UsageError, match=f'"rainbow" is not known. Give one of {RAMPS[0]}, '):
        ramp_colours("rainbow", 4)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0, 15, "up to 15 minutes"),
        (15, 30, "15 to 30 minutes"),
        (90, 120, "90 to 120 minutes"),
        (0, 120, "up to 2 hours"),
        (7.5, 10, "7.5 to 10 minutes"),
        (60, math.inf, "more than 60 minutes"),
        (180, math.inf, "more than 3 hours"),
    ],
)
def test_bands_are_said_in_words(low, high, words):
    assert band_words(low, high) == words


@pytest.mark.parametrize(
    ("minutes", "words"), [(60, "60 minutes"), (120, "2 hours"), (150, "150 minutes")]
)
def test_whole_hours_from_two_up_are_said_as_hours(minutes, words):
    assert duration(minutes) == words


def test_every_mode_has_a_line_and_words():
    assert set(style()["modes"]) == {*STREET_MODES, *TRANSIT_MODES}
    lines = [(mode["colour"], *mode["dashes"], mode["width"]) for mode in style()["modes"].values()]
    assert len(set(lines)) == len(lines)
