"""The nearest services of many origins: by one sweep from all services, in blocks of origins."""

import os
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from accessibility.engines.nearest import (
    NearestQuery,
    NearStops,
    access_of,
    nearest_block,
    prepare_nearest,
)
from accessibility.network.travel.ways import Points as Ends
from accessibility.progress import in_threads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from accessibility.moments import When
    from accessibility.network.network import Network, SnappedPoints
    from accessibility.options import TravelOptions
    from accessibility.places.points import Points
    from accessibility.progress import Progress
    from accessibility.routing.profiles import Ways

__all__ = ["Direction", "Nearest", "Origins", "search_nearest"]

LEAST_AT_ONCE, MOST_AT_ONCE = 1024, 16384
"""Origins of a block: ways to them are looked for from the stops, all in one go."""
BLOCKS_PER_THREAD = 4
NORTH_SOUTH = 0.01
"""Degrees of a strip of origins: a block lies together and meets few stops."""


class Direction(NamedTuple):
    """
    One direction of travel at one moment or window.

    Parameters
    ----------
    when
        The departures or deadlines; may be None without public transport.
    back
        Whether people go from the services to the origins.
    """

    when: "When | None"
    back: bool


class Origins(NamedTuple):
    """
    Origins that join a street.

    Parameters
    ----------
    lon, lat
        WGS84 degrees.
    snapped
        Where they join the streets of walkers; None if nobody walks.
    """

    lon: "NDArray[np.float64]"
    lat: "NDArray[np.float64]"
    snapped: "SnappedPoints | None"

    def part(self, rows: "NDArray[np.int64]", snap_radius_mm: int) -> Ends:
        """
        Take some of the origins.

        Parameters
        ----------
        rows
            Which.
        snap_radius_mm
            How far they may lie from a street, in millimetres.

        Returns
        -------
        Points
            These, as the searches take them.
        """
        snapped = self.snapped and self.snapped.part(rows)
        return Ends(self.lon[rows], self.lat[rows], snap_radius_mm, snapped)


class Nearest(NamedTuple):
    """
    The nearest services of each origin in one direction.

    Parameters
    ----------
    seconds
        Travel times, -1 where none is reached; shape (percentiles, count, origins).
    service
        Numbers of the services, -1 likewise.
    """

    seconds: "NDArray[np.int32]"
    service: "NDArray[np.int32]"

    @classmethod
    def none(cls, percentiles: int, count: int, origins: int) -> "Nearest":
        """
        Make room for answers.

        Parameters
        ----------
        percentiles, count, origins
            How many there are.

        Returns
        -------
        Nearest
            Nothing reached.
        """
        shape = percentiles, count, origins
        return cls(np.full(shape, -1, np.int32), np.full(shape, -1, np.int32))

    def among(self, rows: "NDArray[np.int64]", origins: int) -> "Nearest":
        """
        Put answers among those of more origins.

        Parameters
        ----------
        rows
            Which of them were searched from.
        origins
            How many there are.

        Returns
        -------
        Nearest
            Nothing reached by the others.
        """
        percentiles, count, _ = self.seconds.shape
        more = Nearest.none(percentiles, count, origins)
        more.seconds[:, :, rows], more.service[:, :, rows] = self.seconds, self.service
        return more


def search_nearest(
    network: "Network",
    options: "TravelOptions",
    origins: Origins,
    kinds: "Sequence[Points]",
    directions: "Sequence[Direction]",
    percentiles: "Sequence[int]",
    count: int,
    progress: "Progress",
) -> "tuple[dict[tuple[int, int], Nearest], list[str]]":
    """
    Find the nearest services of every kind in every direction.

    Parameters
    ----------
    network
        The network.
    options
        What travellers can and will do.
    origins
        The origins.
    kinds
        The services of each kind, by identifier.
    directions
        Directions and moments.
    percentiles
        Percentiles over windows.
    count
        How many services of a kind are wanted.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    found : dict
        By number of the kind and of the direction. Missing are those whose timetable has events
        without an order: there every pair has to be asked about.
    warnings : list of str
        What the user should know of the answers.

    Raises
    ------
    NoServiceDataError
        If a moment lies outside the timetables.
    Interrupted
        If the progress cancelled.
    """
    queries: dict[tuple[int, int], NearestQuery] = {}
    near_stops = NearStops(origins.lon, origins.lat)
    warnings: list[str] = []
    for kind, services in enumerate(kinds):
        for number, direction in enumerate(directions):
            query = prepare_nearest(
                network,
                direction.when,
                options,
                (services.lon, services.lat),
                near_stops,
                count=count,
                back=direction.back,
                progress=progress,
            )
            if query is not None:
                queries[kind, number] = query
                warnings += query.warnings
    n = len(origins.lon)
    found = {key: Nearest.none(len(percentiles), count, n) for key in queries}
    stop = np.zeros(1, np.uint8)

    def work(rows: "NDArray[np.int64]") -> None:
        block = origins.part(rows, options.snap_radius_mm)
        ways: dict[int, Ways] = {}
        for key, query in queries.items():
            access = None
            if query.transit is not None:
                which = id(query.transit.access)
                if which not in ways and not stop[0]:
                    ways[which] = access_of(query, block)
                access = ways.get(which)
            if stop[0]:
                return
            seconds, service = nearest_block(query, block, access, percentiles, stop)
            found[key].seconds[:, :, rows] = seconds
            found[key].service[:, :, rows] = service

    order = np.lexsort((origins.lon, np.floor(origins.lat / NORTH_SOUTH)))
    share = -(-n // (BLOCKS_PER_THREAD * (os.cpu_count() or 1)))
    size = min(max(share, LEAST_AT_ONCE), MOST_AT_ONCE)
    blocks = [order[first : first + size] for first in range(0, n, size)]
    progress.start("Finding the nearest services", len(blocks))
    in_threads(work, blocks, progress, lambda: stop.fill(1))
    progress.finish()
    return found, list(dict.fromkeys(warnings))
