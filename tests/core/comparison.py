"""Holds the package against the oracle: the same question to both, every cell to the second."""

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from accessibility.engines import builtin, nearest
from accessibility.moments import When
from accessibility.network.network import Network
from accessibility.network.travel.ways import Points
from accessibility.options import TravelOptions
from tests.oracle import Oracle, percentile

LonLat = tuple[float, float]
Cells = NDArray[np.int32]

MANY = 1_000
"""Points enough for a sweep, whatever the destinations."""
PERCENTILES = (1, 10, 25, 50, 75, 90, 100)


class Twins(NamedTuple):
    """The same extract and feeds, read twice by programs that share no code."""

    network: Network
    oracle: Oracle


def by_kernels(
    network: Network,
    when: When | None,
    options: TravelOptions,
    origins: Sequence[LonLat],
    destinations: Sequence[LonLat],
    percentiles: Sequence[int] = (100,),
) -> Cells:
    """Seconds by percentile, origin and destination; -1 for not reached.

    Public transport is asked twice: searched from each origin, and after a sweep from all
    destinations.
    """
    backward = when is not None and when.direction == "arrive"
    searched, prepared = (destinations, origins) if backward else (origins, destinations)
    far, near = (np.array(points).reshape(-1, 2).T for points in (prepared, searched))
    cells, after_a_sweep = (
        builtin.matrix_block(
            builtin.prepare(network, when, options, *far, near=asked),
            *near,
            percentiles,
            np.zeros(1, np.uint8),
        )
        for asked in (None, np.tile(near, 1 + MANY // max(1, near.shape[1])))
    )
    assert np.array_equal(cells, after_a_sweep)
    if when is not None and options.mode == "transit" and options.frequency_draws == 1:
        check_nearest(network, when, options, origins, destinations)
    return cells.transpose(0, 2, 1) if backward else cells


def check_nearest(
    network: Network,
    when: When,
    options: TravelOptions,
    origins: Sequence[LonLat],
    destinations: Sequence[LonLat],
) -> None:
    """The nearest at one moment is the least of the matrix, there and back, for each rank."""
    moment = type(when)(when.moment)
    start, end = (np.array(points).reshape(-1, 2).T for points in (origins, destinations))
    backward = moment.direction == "arrive"
    far, near = (start, end) if backward else (end, start)
    query = builtin.prepare(network, moment, options, *far)
    cells = builtin.matrix_block(query, *near, (50,), np.zeros(1, np.uint8))[0]
    cells = cells.T if backward else cells
    for homes, sites, times, back in ((start, end, cells, False), (end, start, cells.T, True)):
        found = nearest_at(network, moment, options, homes, sites, count=2, back=back)
        if found is not None:  # else the events of the timetable have no order
            check_ranks(*(one[0] for one in found), times)


def nearest_at(
    network: Network,
    when: When | None,
    options: TravelOptions,
    homes: NDArray[np.float64],
    sites: NDArray[np.float64],
    *,
    percentiles: Sequence[int] = (50,),
    count: int = 1,
    back: bool = False,
) -> tuple[Cells, Cells] | None:
    """Seconds and services after one sweep; shape (percentiles, count, homes)."""
    query = nearest.prepare_nearest(
        network, when, options, tuple(sites), nearest.NearStops(*homes), count=count, back=back
    )
    if query is None:
        return None
    block = Points(*homes, options.snap_radius_mm)
    access = None if query.transit is None else nearest.access_of(query, block)
    return nearest.nearest_block(query, block, access, percentiles, np.zeros(1, np.uint8))


def check_ranks(seconds: Cells, service: Cells, times: Cells) -> None:
    """Ranks are the least of the times between homes and sites, and name different sites of these.

    Seconds and services have shape (ranks, homes), times (homes, sites).
    """
    never = np.iinfo(np.int32).max
    least = np.sort(np.where(times < 0, never, times), axis=1).T
    for rank, (taken, site) in enumerate(zip(seconds, service, strict=True)):
        wanted = least[rank] if rank < len(least) else np.full(len(times), never)
        assert np.array_equal(np.where(taken < 0, never, taken), wanted)
        homes = np.flatnonzero(taken >= 0)
        assert np.array_equal(times[homes, site[homes]], taken[homes])
        assert (site[taken < 0] == -1).all()
    for one, other in itertools.combinations(service, 2):
        assert ((one != other) | (one < 0)).all()


def by_oracle(
    oracle: Oracle,
    when: When | None,
    options: TravelOptions,
    origins: Sequence[LonLat],
    destinations: Sequence[LonLat],
    percentiles: Sequence[int] = (100,),
) -> Cells:
    """As `by_kernels`."""
    cells = np.full((len(percentiles), len(origins), len(destinations)), -1, np.int32)
    for row, origin in enumerate(origins):
        if options.mode != "transit" or when is None:
            streets = _street_limits(options)
            clock = None if when is None else when.moment.time()
            seconds = oracle.street_seconds_to_many(
                origin, destinations, mode=options.mode, clock=clock, **streets
            )
            answers = [[one] for one in seconds]
        else:
            answers = oracle.window_seconds(
                origin,
                destinations,
                when.moment,
                when.window_s,
                arrive_by=when.direction == "arrive",
                measure=when.measure,
                **limits_of(options),
            )
        for column, of_moments in enumerate(answers):
            for layer, p in enumerate(percentiles):
                seconds = percentile(of_moments, p)
                cells[layer, row, column] = -1 if seconds is None else seconds
    return cells


def limits_of(options: TravelOptions) -> dict[str, Any]:
    """The limits of public transport as the oracle takes them."""
    return _street_limits(options) | _transit_limits(options)


def _street_limits(options: TravelOptions) -> dict[str, Any]:
    limits = {
        "walk_speed": options.walk_speed_mph,
        "max_time": options.max_time_s,
        "snap_radius": options.snap_radius,
        "wheelchair": options.wheelchair,
    }
    if "cycle" in options.street_modes:
        limits["cycle_speed"] = options.cycle_speed_mph
    if "car" in options.street_modes:
        limits |= {
            "car_speeds": options.car_speeds_mph,
            "car_time_factors": options.car_time_percent,
            "junction_delays": options.junction_delays,
            "driving_side": options.driving_side,
        }
    return limits


def _transit_limits(options: TravelOptions) -> dict[str, Any]:
    return {
        "access_modes": options.access_modes,
        "egress_modes": options.egress_modes,
        "direct_modes": options.direct_modes,
        "max_walk_time": options.longest_s("walk"),
        "max_cycle_time": options.longest_s("cycle"),
        "max_car_time": options.longest_s("car"),
        "max_access_time": options.access_limits_s,
        "max_egress_time": options.egress_limits_s,
        "max_transfer_time": options.max_transfer_time_s,
        "boarding_slack": options.boarding_slack_s,
        "max_rides": options.max_rides,
        "transit_modes": options.transit_modes,
        "wheelchair_unknown": options.wheelchair_unknown,
        "frequency_draws": options.frequency_draws,
        "frequency_seed": options.frequency_seed,
    }


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
    when: When | None,
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
