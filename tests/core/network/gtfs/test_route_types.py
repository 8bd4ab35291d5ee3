"""Route types, basic and extended, as the method prints them."""

import numpy as np
import pytest

from accessibility.network.gtfs.route_types import MODE_NAMES, basic_modes


@pytest.mark.parametrize(
    ("mode", "types"),
    [
        ("tram", [0, 900, 999]),
        ("subway", [1, 400, 404, 406, 499, 500, 600, 699]),
        ("rail", [2, 100, 117, 199]),
        ("bus", [3, 200, 255, 299, 700, 715, 799]),
        ("ferry", [4, 1000, 1099, 1200, 1299]),
        ("cable_tram", [5]),
        ("aerial_lift", [6, 1300, 1399]),
        ("funicular", [7, 1400, 1499]),
        ("trolleybus", [11, 800, 899]),
        ("monorail", [12, 405]),
        ("other", [-1, 8, 9, 10, 13, 99, 300, 399, 1100, 1199, 1500, 1702, 9999]),
    ],
)
def test_modes(mode, types):
    modes = basic_modes(np.array(types, dtype=np.int16))
    assert {MODE_NAMES[number] for number in modes.tolist()} == {mode}
