"""How fast bicycles and cars are on each street: the rules as tables and pure functions."""

from collections.abc import Mapping
from datetime import time
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from accessibility.network.extract import access

if TYPE_CHECKING:
    from accessibility.network.extract.streets import Streets
    from accessibility.options import TravelOptions

__all__ = [
    "BANDS",
    "CAR_SPEEDS",
    "OTHER_CAR_SPEED",
    "Pace",
    "car_pace",
    "car_speeds",
    "connector_ms",
    "cycle_pace",
    "time_percent",
]

CAR_SPEEDS: Final = {
    "motorway": 112,
    "motorway_link": 64,
    "trunk": 80,
    "trunk_link": 48,
    "primary": 64,
    "primary_link": 40,
    "secondary": 56,
    "secondary_link": 40,
    "tertiary": 48,
    "tertiary_link": 32,
    "unclassified": 40,
    "residential": 32,
    "living_street": 16,
    "service": 16,
    "road": 32,
    "track": 16,
    "busway": 48,
    "bus_guideway": 48,
    "ferry": 16,
}
"""Speeds of cars in km/h on classes of roads, where no limit is tagged."""
OTHER_CAR_SPEED: Final = 8
"""The same on every other class, if its tags let cars in."""
BANDS: Final = ((7, 9), (10, 16), (16, 19))
"""Hours in which `car_time_factors` apply: from the first on until the second."""

_METRES: Final = 1000


class Pace(NamedTuple):
    """
    How fast a mode is on every edge, along it and against it; arrays of shape (edges, 2).

    Parameters
    ----------
    speed
        Whole metres per hour; 0 where the edge is closed in that direction.
    rate
        Milliseconds for a millimetre at one metre per hour: 3600 x per cent / 100, as congestion
        has it.
    """

    speed: NDArray[np.int32]
    rate: NDArray[np.int64]

    @property
    def open(self) -> NDArray[np.bool_]:
        """Where the mode may use the edge."""
        return self.speed > 0

    def ms(
        self,
        edge: NDArray[np.integer],
        against: NDArray[np.integer] | int,
        millimetres: NDArray[np.integer],
    ) -> NDArray[np.int64]:
        """
        Give the time for stretches of edges, each rounded up on its own.

        Parameters
        ----------
        edge
            Edges.
        against
            0 along the edge, 1 against it; in a direction that is open.
        millimetres
            Length of each stretch.

        Returns
        -------
        ndarray
            Milliseconds.
        """
        time_at_one = np.asarray(millimetres, np.int64) * self.rate[edge, against]
        ms: NDArray[np.int64] = -(-time_at_one // self.speed[edge, against])
        return ms


def connector_ms(millimetres: NDArray[np.integer], walk_speed: int) -> NDArray[np.int64]:
    """
    Give the time for walks between points and streets, each rounded up on its own.

    Parameters
    ----------
    millimetres
        Length of each walk.
    walk_speed
        Whole metres per hour.

    Returns
    -------
    ndarray
        Milliseconds.
    """
    return -(-(np.asarray(millimetres, np.int64) * 3600) // walk_speed)


def cycle_pace(streets: "Streets", speed: int) -> Pace:
    """
    Give the pace of bicycles.

    Parameters
    ----------
    streets
        The streets.
    speed
        Whole metres per hour, the same everywhere.

    Returns
    -------
    Pace
        On every edge.
    """
    is_open = _open(streets, access.USE_BICYCLE_FORWARD, access.USE_BICYCLE_BACKWARD)
    return Pace((is_open * speed).astype(np.int32), np.full(is_open.shape, 3600, np.int64))


def car_pace(streets: "Streets", speeds: Mapping[str, int], percent: Mapping[str, int]) -> Pace:
    """
    Give the pace of cars.

    Parameters
    ----------
    streets
        The streets.
    speeds
        Metres per hour of every class, as `car_speeds` gives them; used where no limit is tagged.
    percent
        Per cent of time of classes, as `time_percent` gives them; 100 where a class is missing.

    Returns
    -------
    Pace
        On every edge.
    """
    is_open = _open(streets, access.USE_CAR_FORWARD, access.USE_CAR_BACKWARD)
    limits = np.stack([streets.edge_maxspeed_forward, streets.edge_maxspeed_backward], axis=1)
    of_class = np.array([speeds[name] for name in access.HIGHWAY_CLASSES])[streets.edge_class]
    speed = np.where(limits > 0, limits, of_class[:, None])
    rates = np.array([36 * percent.get(name, 100) for name in access.HIGHWAY_CLASSES])
    rate = np.repeat(rates[streets.edge_class][:, None], 2, axis=1)
    return Pace((is_open * speed).astype(np.int32), rate.astype(np.int64))


def car_speeds(options: "TravelOptions") -> dict[str, int]:
    """
    Give the speeds of cars on streets without a tagged limit.

    Parameters
    ----------
    options
        What travellers can and will do.

    Returns
    -------
    dict
        Whole metres per hour by class, all classes.
    """
    speeds = {
        name: CAR_SPEEDS.get(name, OTHER_CAR_SPEED) * _METRES for name in access.HIGHWAY_CLASSES
    }
    return speeds | options.car_speeds_mph


def time_percent(options: "TravelOptions", clock: time | None) -> dict[str, int]:
    """
    Give the congestion at a time of day.

    Parameters
    ----------
    options
        What travellers can and will do.
    clock
        The time of departure or deadline; None is outside every band.

    Returns
    -------
    dict
        Per cent of time by class, only of classes that congestion slows down or speeds up then.
    """
    if clock is None:
        return {}
    for band, (begin, end) in enumerate(BANDS):
        if begin <= clock.hour < end:
            named = options.car_time_percent.items()
            return {name: factors[band] for name, factors in named if factors[band] != 100}
    return {}


def _open(streets: "Streets", forward: int, backward: int) -> NDArray[np.bool_]:
    is_open: NDArray[np.bool_] = np.stack(
        [(streets.edge_access & bit) != 0 for bit in (forward, backward)], axis=1
    )
    return is_open
