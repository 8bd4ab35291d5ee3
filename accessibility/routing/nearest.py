"""The nearest of many services from everywhere at once: one sweep backward through the timetable.

A sweep from all destinations keeps an arrival for each of them. Whoever asks for the nearest only
needs the first few, with the service that each belongs to: a row is one number, or a few, and the
work hardly grows with the number of services.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import inlined, kernel
from .profiles import TransitNetwork
from .sweep_plans import SweepPlan

RIDE_BITS = 11
SERVICE_BITS = 22
"""A label is one number: the arrival, shifted by both, plus the service, shifted, plus the rides.

The least label is the earliest arrival; of equal ones that at the first service, with the fewest
rides. What is known of stops and travellers has no rides.
"""
RIDE_MASK = np.int64((1 << RIDE_BITS) - 1)
SERVICE_MASK = np.int64((1 << SERVICE_BITS) - 1)
MOST_SERVICES = 1 << SERVICE_BITS
NONE = np.int64(2**62)
"""Stands for no label: later than all, whatever is added to it."""


class ServiceWays(NamedTuple):
    """Ways to services from the places at which people leave vehicles.

    Attributes
    ----------
    offset
        Where the ways of each row of places begin.
    service, seconds
        Where each way leads, and how long it takes.
    """

    offset: NDArray[np.int64]
    service: NDArray[np.int32]
    seconds: NDArray[np.int32]


@inlined
def keep_label(
    labels: NDArray[np.int64],
    begin: int,
    count: int,
    label: int | np.signedinteger[Any],
    low_bits: int,
) -> bool:
    """Put a label among the least few, of which no two are of one service.

    Parameters
    ----------
    labels, begin, count
        Where they stand, in order; `NONE` behind them.
    label
        The label.
    low_bits
        Bits of it below the service.

    Returns
    -------
    bool
        Whether it is among them now.
    """
    last = begin + count - 1
    kept = label < labels[last]
    if kept and count == 1:
        labels[last] = label
    elif kept:
        service = (label >> low_bits) & SERVICE_MASK
        for k in range(begin, begin + count):
            other = labels[k]
            if other != NONE and (other >> low_bits) & SERVICE_MASK == service:
                last = k
                break
        # Where the service stands already, it stands there better or is replaced.
        kept = label < labels[last]
        if kept:
            while last > begin and labels[last - 1] > label:
                labels[last] = labels[last - 1]
                last -= 1
            labels[last] = label
    return kept


@kernel
def ways_by_place(net: TransitNetwork) -> ServiceWays:
    """Arrange the ways to all services by the row of the place that they begin at.

    Parameters
    ----------
    net
        The prepared timetable, with the services as its destinations.

    Returns
    -------
    ServiceWays
        The same ways.
    """
    egress_offset, egress_row, egress_s = net.egress_offset, net.egress_row, net.egress_s
    places = max(np.int32(-1), net.place_row.max()) + 1
    offset = np.zeros(places + 2, np.int64)
    for k in range(len(egress_row)):
        offset[egress_row[k] + 2] += 1
    for place in range(places):
        offset[place + 2] += offset[place + 1]
    service, seconds = np.empty(len(egress_row), np.int32), np.empty(len(egress_row), np.int32)
    for destination in range(len(egress_offset) - 1):
        for k in range(egress_offset[destination], egress_offset[destination + 1]):
            at = offset[egress_row[k] + 1]
            offset[egress_row[k] + 1] += 1
            service[at], seconds[at] = destination, egress_s[k]
    return ServiceWays(offset, service, seconds)


@kernel
def _sweep(
    plan: SweepPlan, ways: ServiceWays, levels: int, higher: int, kept: NDArray[np.int64]
) -> np.int64:
    """Go through all rows once and return the most rides of any label that is kept.

    A row has `kept.shape[1]` labels on each of its levels, and who changes goes `higher` of them.
    """
    following, offset, change = plan.following, plan.offset, plan.change
    place, arrival, slot = plan.place, plan.arrival, plan.slot
    latest, kept_row = plan.latest, plan.kept_row
    way_offset, way_service, way_s = ways.offset, ways.service, ways.seconds
    count = kept.shape[1]
    on_board = np.full((plan.slots + 1, levels * count), NONE, np.int64)
    most = np.int64(0)
    for row in range(len(following)):
        here = on_board[slot[row]]
        here[:] = on_board[following[row]]
        for k in range(offset[row], offset[row + 1]):
            there = on_board[change[k]]
            for level in range(0, levels * count, count):
                if level + higher >= levels * count:
                    break
                for label in range(level, level + count):
                    if there[label] == NONE:
                        break
                    keep_label(here, level + higher, count, there[label] + 1, RIDE_BITS)
        if place[row] >= 0:
            for way in range(way_offset[place[row]], way_offset[place[row] + 1]):
                reached = np.int64(arrival[row] + way_s[way]) << SERVICE_BITS
                label = ((reached | way_service[way]) << RIDE_BITS) + 1
                for level in range(0, levels * count, count):
                    keep_label(here, level, count, label, RIDE_BITS)
        if kept_row[row] >= 0:
            beyond = np.int64(latest[row] + 1) << (SERVICE_BITS + RIDE_BITS)
            top = (levels - 1) * count
            for k in range(count):
                kept[kept_row[row], k] = NONE
                if here[top + k] < beyond:  # else no use to anybody, however early they leave
                    kept[kept_row[row], k] = here[top + k]
                    most = max(most, here[top + k] & RIDE_MASK)
    return most


@kernel
def sweep_nearest(
    plan: SweepPlan, net: TransitNetwork, rides: int, count: int
) -> NDArray[np.int64]:
    """Find the services that every boarding comes to first.

    Parameters
    ----------
    plan
        What `plan_sweep` made, ordered.
    net
        The prepared timetable, with the services as its destinations.
    rides
        Most vehicles used.
    count
        How many services are wanted.

    Returns
    -------
    array
        Labels, those of a row in order, `NONE` behind them; shape (rows kept, count).

    Notes
    -----
    docs/method/nearest.md.
    """
    # Keeps: when a row has been swept, it holds the least labels of different services of those on
    # board there: the least few of several lists are among the least few of each. If none has too
    # many rides, the limit binds nowhere; otherwise a second sweep tells rides apart, and level k
    # holds what k + 1 rides reach.
    # Cost: (rows + changes + ways) x count.
    # Source: the profile version of the Connection Scan Algorithm (Dibbelt, Pajor, Strasser,
    # Wagner 2013) over the events of trips, with the services as one target of many names.
    ways = ways_by_place(net)
    kept = np.full((plan.kept, count), NONE, np.int64)
    most = RIDE_MASK
    if plan.longest_chain < RIDE_MASK:
        most = _sweep(plan, ways, 1, 0, kept)
    if most > rides:
        _sweep(plan, ways, rides, count, kept)
    return kept
