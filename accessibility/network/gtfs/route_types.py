"""GTFS route types: the basic ones, and the extended ones by the hundred they belong to."""

from typing import TYPE_CHECKING

import numpy as np

from accessibility.options import TRANSIT_MODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MODE_NAMES", "OTHER", "basic_modes"]

OTHER = TRANSIT_MODES["other"]

MODE_NAMES: dict[int, str] = {number: name for name, number in TRANSIT_MODES.items()}
"""Names of the numbers that `basic_modes` gives."""

EXTENDED: tuple[tuple[int, int, str], ...] = (
    (100, 199, "rail"),
    (200, 299, "bus"),
    (400, 499, "subway"),
    (405, 405, "monorail"),
    (500, 699, "subway"),
    (700, 799, "bus"),
    (800, 899, "trolleybus"),
    (900, 999, "tram"),
    (1000, 1099, "ferry"),
    (1200, 1299, "ferry"),
    (1300, 1399, "aerial_lift"),
    (1400, 1499, "funicular"),
)
"""From, to (included) and mode; a later line overrides an earlier one."""


def basic_modes(route_type: "NDArray[np.int16]") -> "NDArray[np.uint8]":
    """
    Map route types to the basic ones.

    Parameters
    ----------
    route_type
        Basic or extended types as they stand in routes.txt.

    Returns
    -------
    array
        The basic type, `OTHER` where there is none.
    """
    modes = np.full(len(route_type), OTHER, dtype=np.uint8)
    for number in MODE_NAMES:
        modes[route_type == number] = number
    for first, last, name in EXTENDED:
        modes[(route_type >= first) & (route_type <= last)] = TRANSIT_MODES[name]
    return modes
