"""Stops outside the streets, and the changes there that no fastest journey needs."""

from typing import TYPE_CHECKING

import numpy as np

from accessibility.network.extract import access
from accessibility.network.travel.runs import offsets, ranges
from accessibility.progress import Progress, in_threads
from accessibility.routing.outside import arrange_outside, mark_needed, needed_among
from accessibility.routing.profiles import TransitNetwork
from accessibility.routing.sweeps import LANES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from accessibility.network.network import Network
    from accessibility.routing.lines import Lines

__all__ = ["stops_within", "thinned_outside"]

EVERY_MODE = (access.FOOT, access.WHEELCHAIR, access.BICYCLE, access.CAR)


def stops_within(network: "Network", modes: "Iterable[int]" = EVERY_MODE) -> "NDArray[np.bool_]":
    """
    Find the stops that people can get to, or from, over some street.

    Parameters
    ----------
    network
        The network.
    modes
        Mode bits of `access`: how people come to stops, or go on from them; default in any way.

    Returns
    -------
    array
        Per stop; whatever the limits, nobody begins or ends a journey at another.
    """
    within = np.zeros(network.timetable.n_stops, np.bool_)
    for mode in modes:
        within |= network.stops_for(mode).edge >= 0
        if mode in {access.FOOT, access.WHEELCHAIR}:
            within[network.entered(mode).ways.stop] = True
    return within


def thinned_outside(
    lines: "Lines",
    place: "NDArray[np.int32]",
    within: "NDArray[np.bool_]",
    change_offset: "NDArray[np.int64]",
    changes: "NDArray[np.int64]",
    longest_s: int,
    rides: int,
    progress: Progress,
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """
    Leave out the changes outside the streets that nobody needs on the way back.

    Parameters
    ----------
    lines
        The timetable.
    place
        Per position a number: of two arrivals at one place the earlier is never worse, unless a
        rule for changes names the trip or its route.
    within
        Per stop, what `stops_within` gave.
    change_offset, changes
        Reduced transfers out of each event.
    longest_s
        Seconds of the longest journey.
    rides
        The most rides that anybody may allow.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    change_offset, changes
        The same without some out of events outside. Whoever boards within arrives as early
        everywhere within, with as few rides.

    Raises
    ------
    Interrupted
        If the progress cancelled.
    """
    inside = within[lines.stop]
    calls = np.diff(lines.stop_offset)[lines.trip_line]
    position = ranges(lines.stop_offset[lines.trip_line], calls)
    counts = np.diff(change_offset)
    out = np.repeat(~inside[position], counts)
    if not out.any():
        return change_offset, changes
    net = _to_places_within(
        lines,
        np.stack([place, lines.named_route, lines.named_trip], axis=1),
        inside,
        change_offset,
        changes,
    )
    of_outside = offsets(np.where(inside[position], 0, counts))
    outer = net._replace(change_offset=of_outside, changes=changes[out])
    outside = arrange_outside(net, outer, np.flatnonzero(within).astype(np.int32), longest_s)
    if not outside.rows.ordered:
        return change_offset, changes
    needed = np.zeros(len(outside.rows.change), np.bool_)

    def mark(first: int) -> None:
        mark_needed(outside, first, rides, needed)

    firsts = range(0, outside.lanes, LANES)
    progress.start("Preparing the ways back to the streets", len(firsts))
    in_threads(mark, firsts, progress, stop=lambda: None)  # what is being marked ends soon
    progress.finish()
    kept = ~out
    kept[out] = needed_among(outer, outside, needed)
    event = np.repeat(np.arange(len(counts)), counts)
    return offsets(np.bincount(event[kept], minlength=len(counts))), changes[kept]


def _to_places_within(
    lines: "Lines",
    place: "NDArray[np.int32]",
    inside: "NDArray[np.bool_]",
    change_offset: "NDArray[np.int64]",
    changes: "NDArray[np.int64]",
) -> TransitNetwork:
    """Make every place within a destination; a place is a row of numbers for each position."""
    numbers, number = np.unique(place[inside], axis=0, return_inverse=True)
    of_position = np.full(len(inside), len(numbers), np.int32)
    of_position[inside] = number.ravel()
    place_row = np.append(np.arange(len(numbers), dtype=np.int32), np.int32(-1))
    return TransitNetwork(
        lines,
        change_offset,
        changes,
        of_position,
        np.zeros(len(inside), np.int32),
        place_row,
        np.arange(len(numbers) + 1),
        place_row[:-1],
        np.zeros(len(numbers), np.int32),
    )
