"""Holds the package against the oracle: the same question to both, every cell to the second."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from accessibility.engines import builtin
from accessibility.moments import DepartAt
from accessibility.network.network import Network
from accessibility.options import TravelOptions
from tests.oracle import Oracle, percentile

LonLat = tuple[float, float]
Cells = NDArray[np.int32]

PERCENTILES = (1, 10, 25, 50, 75, 90, 100)


class Twins(NamedTuple):
    """The same extract and feeds, read twice by programs that share no code."""

    network: Network
    oracle: Oracle


def by_kernels(
    network: Network,
    when: DepartAt | None,
    options: TravelOptions,
    origins: Sequence[LonLat],
    destinations: Sequence[LonLat],
    percentiles: Sequence[int] = (100,),
) -> Cells:
    """Seconds by percentile, origin and destination; -1 for not reached."""
    lon, lat = np.array(destinations).reshape(-1, 2).T
    query = builtin.prepare(network, when, options, lon, lat)
    lon, lat = np.array(origins).reshape(-1, 2).T
    return builtin.matrix_block(query, lon, lat, percentiles, np.zeros(1, np.uint8))


def by_oracle(
    oracle: Oracle,
    when: DepartAt | None,
    options: TravelOptions,
    origins: Sequence[LonLat],
    destinations: Sequence[LonLat],
    percentiles: Sequence[int] = (100,),
) -> Cells:
    """As `by_kernels`."""
    common = {
        "walk_speed": options.walk_speed_mph,
        "max_time": options.max_time_s,
        "snap_radius": options.snap_radius,
    }
    limits = {
        "max_walk_time": options.max_walk_time_s,
        "max_transfer_time": options.max_transfer_time_s,
        "boarding_slack": options.boarding_slack_s,
        "max_rides": options.max_rides,
        "transit_modes": options.transit_modes,
    }
    cells = np.full((len(percentiles), len(origins), len(destinations)), -1, np.int32)
    for row, origin in enumerate(origins):
        if when is None:
            walks = oracle.walk_seconds_to_many(origin, destinations, **common)
            answers = [[walk] for walk in walks]
        else:
            answers = oracle.window_seconds(
                origin, destinations, when.moment, when.window_s, **common, **limits
            )
        for column, of_departures in enumerate(answers):
            for layer, p in enumerate(percentiles):
                seconds = percentile(of_departures, p)
                cells[layer, row, column] = -1 if seconds is None else seconds
    return cells


def differences(ours: Cells, theirs: Cells, most: int = 5) -> list[str]:
    """The first cells that differ, in words."""
    assert ours.shape == theirs.shape
    places = np.argwhere(ours != theirs)
    found = [
        f"{tuple(place.tolist())}: kernels {ours[tuple(place)]}, oracle {theirs[tuple(place)]}"
        for place in places[:most]
    ]
    return [*found, f"{len(places)} cells in all"] if found else []


def agreed(
    twins: Twins,
    when: DepartAt | None,
    options: TravelOptions,
    origins: Sequence[LonLat],
    destinations: Sequence[LonLat],
    percentiles: Sequence[int] = (100,),
) -> Cells:
    """Ask both, fail at the first difference, and return what both say."""
    ours = by_kernels(twins.network, when, options, origins, destinations, percentiles)
    theirs = by_oracle(twins.oracle, when, options, origins, destinations, percentiles)
    assert differences(ours, theirs) == []
    return ours
