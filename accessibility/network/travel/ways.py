"""Ways over the streets between many points, by one mode or the quickest of several."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from accessibility.network.extract import access
from accessibility.network.travel.footpaths import joined
from accessibility.network.travel.nearness import near_any
from accessibility.network.travel.runs import offsets
from accessibility.network.travel.street_times import StreetTimes
from accessibility.network.travel.usable import refused_values
from accessibility.progress import Silent, heed
from accessibility.routing.profiles import Ways
from accessibility.routing.walking import (
    Joined,
    TargetIndex,
    WalkGraph,
    index_targets,
    millimetres_within,
    walk_lists,
    walking_seconds,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import time

    from numpy.typing import NDArray

    from accessibility.network.network import Network
    from accessibility.network.travel.joining import SnappedPoints
    from accessibility.network.travel.street_graph import WheelMode
    from accessibility.options import TravelOptions
    from accessibility.progress import Progress

__all__ = ["Points", "Stops", "WaysBetween", "bit_of", "ways_from_stops"]

STOPS_AT_ONCE = 256
"""Stops whose ways to all points are looked for in one go."""


class Points(NamedTuple):
    """
    Points of the traveller's choice.

    Parameters
    ----------
    lon, lat
        WGS84 degrees.
    snap_radius_mm
        How far they may lie from a street, in millimetres.
    snapped
        Where they join the streets of walkers, if that is known already.
    """

    lon: "NDArray[np.float64]"
    lat: "NDArray[np.float64]"
    snap_radius_mm: int
    snapped: "SnappedPoints | None" = None


class Stops(NamedTuple):
    """
    Some stops of the network.

    Parameters
    ----------
    stops
        Their numbers, ascending.
    """

    stops: "NDArray[np.int32]"


def bit_of(mode: str, options: "TravelOptions") -> int:
    """
    Say which streets a mode uses.

    Parameters
    ----------
    mode
        ``walk``, ``cycle`` or ``car``.
    options
        What travellers can and will do.

    Returns
    -------
    int
        A mode bit of `access`.
    """
    if mode == "walk":
        return access.WHEELCHAIR if options.wheelchair else access.FOOT
    return access.BICYCLE if mode == "cycle" else access.CAR


@dataclass(frozen=True, eq=False)
class _Walks:
    """Walks to some points, or to stops at the places where they are entered."""

    network: "Network"
    options: "TravelOptions"
    graph: WalkGraph
    places: Joined
    number: "NDArray[np.int32] | None"
    index: TargetIndex
    longest_s: int

    def out_of(self, points: Points | Stops, stop_flag: "NDArray[np.uint8]") -> Ways:
        speed = self.options.walk_speed_mph
        limit = millimetres_within(self.longest_s, speed)
        origins, number = _join(self.network, points, self.options)
        offset, target, length = walk_lists(
            self.graph, origins, self.places, self.index, limit, stop_flag
        )
        seconds = walking_seconds(length, speed)
        if number is None:
            return Ways(offset, target, seconds)
        origin = np.repeat(number, np.diff(offset))
        return _least(int(number.max(initial=-1)) + 1, origin, target, seconds)

    def perhaps_near(
        self, lon: "NDArray[np.float64]", lat: "NDArray[np.float64]"
    ) -> "NDArray[np.integer]":
        reach_m = self.longest_s * self.options.walk_speed_mph / 3600
        near = near_any(self.places.longitude, self.places.latitude, lon, lat, reach_m)
        return near if self.number is None else self.number[near]


@dataclass(frozen=True, eq=False)
class _Rides:
    """Ways by bicycle or car to (or, backwards, from) some points."""

    network: "Network"
    times: StreetTimes
    longest_s: int

    def out_of(self, points: Points | Stops, stop_flag: "NDArray[np.uint8]") -> Ways:
        places = _places(self.network, points)
        seconds = self.times.seconds(*places, self.longest_s, stop_flag)
        origin, target = np.nonzero(seconds >= 0)
        return Ways(
            offsets(np.bincount(origin, minlength=len(seconds))),
            target.astype(np.int32),
            seconds[origin, target],
        )

    def perhaps_near(
        self, lon: "NDArray[np.float64]", lat: "NDArray[np.float64]"
    ) -> "NDArray[np.integer]":
        targets = self.times.targets
        return near_any(
            targets.longitude, targets.latitude, lon, lat, self.longest_s * self.times.fastest
        )


@dataclass(frozen=True, eq=False)
class WaysBetween:
    """
    The quickest ways between any points and some prepared ones; read-only.

    Parameters
    ----------
    modes
        One part for each mode.
    options
        What travellers can and will do.
    numbers
        What the prepared points are called; None for their order.
    """

    modes: list[_Walks | _Rides]
    options: "TravelOptions"
    numbers: "NDArray[np.int32] | None"

    @classmethod
    def prepare(
        cls,
        network: "Network",
        limits: "Mapping[str, int]",
        options: "TravelOptions",
        clock: "time | None",
        targets: Points | Stops,
        *,
        backward: bool = False,
        progress: "Progress | None" = None,
    ) -> Self:
        """
        Prepare the points at one end.

        Parameters
        ----------
        network
            The network.
        limits
            Seconds of the longest way by each mode: ``walk``, ``cycle`` or ``car``.
        options
            What travellers can and will do.
        clock
            Time of day, on which congestion depends; None for none.
        targets
            The points at that end.
        backward
            Whether people go from these points to the others.
        progress
            Hears how far the work is and may cancel it.

        Returns
        -------
        WaysBetween
            For `out_of`.
        """
        parts: list[_Walks | _Rides] = []
        for mode, longest_s in limits.items():
            if mode == "walk":
                graph = network.walk_graph_for(bit_of(mode, options))
                places, number = _join(network, targets, options)
                index = index_targets(graph, places, number)
                parts.append(_Walks(network, options, graph, places, number, index, longest_s))
            else:
                wheels: WheelMode = "cycle" if mode == "cycle" else "car"
                times = StreetTimes.prepare(
                    network,
                    wheels,
                    options,
                    clock,
                    *_places(network, targets),
                    backward=backward,
                    progress=progress,
                )
                parts.append(_Rides(network, times, longest_s))
        return cls(parts, options, targets.stops if isinstance(targets, Stops) else None)

    def out_of(
        self,
        lon: "NDArray[np.float64]",
        lat: "NDArray[np.float64]",
        stop_flag: "NDArray[np.uint8] | None" = None,
        radius_mm: int | None = None,
    ) -> Ways:
        """
        Find the ways between some points and the prepared ones.

        Parameters
        ----------
        lon, lat
            WGS84 degrees.
        radius_mm
            How far the points may lie from a street, in millimetres; default the snap radius of
            the options.
        stop_flag
            One byte; when it becomes non-zero the search ends and its answer is not complete.

        Returns
        -------
        Ways
            By point, each prepared point within the limits once, with the quickest mode's seconds.
        """
        flag = np.zeros(1, np.uint8) if stop_flag is None else stop_flag
        points = Points(lon, lat, radius_mm or self.options.snap_radius_mm)
        return self._out_of(points, flag)

    def out_of_points(self, points: Points | Stops) -> Ways:
        """
        Find the ways between some points or stops and the prepared ones.

        Parameters
        ----------
        points
            The points or stops.

        Returns
        -------
        Ways
            By point or stop, in the order given.
        """
        return self._out_of(points, np.zeros(1, np.uint8))

    def _out_of(self, points: Points | Stops, stop_flag: "NDArray[np.uint8]") -> Ways:
        ways = _quickest([mode.out_of(points, stop_flag) for mode in self.modes])
        if self.numbers is not None:
            ways = ways._replace(target=self.numbers[ways.target])
        return ways

    def perhaps_near(
        self, lon: "NDArray[np.float64]", lat: "NDArray[np.float64]"
    ) -> "NDArray[np.int32]":
        """
        Find the prepared points that may have ways to some others, without looking at streets.

        Parameters
        ----------
        lon, lat
            WGS84 degrees of the others.

        Returns
        -------
        array
            The points for which no straight line is too long; no other has a way within the limits.
        """
        found = np.unique(np.concatenate([mode.perhaps_near(lon, lat) for mode in self.modes]))
        return found.astype(np.int32) if self.numbers is None else self.numbers[found]

    def seconds(
        self,
        lon: "NDArray[np.float64]",
        lat: "NDArray[np.float64]",
        n_targets: int,
        stop_flag: "NDArray[np.uint8]",
    ) -> "NDArray[np.int32]":
        """
        Find the same ways as a matrix, which is quicker where most points are within the limits.

        Parameters
        ----------
        lon, lat
            WGS84 degrees.
        n_targets
            How many points are prepared.
        stop_flag
            As for `out_of`.

        Returns
        -------
        array
            Seconds, -1 for not within the limits; shape (points, prepared points).
        """
        if len(self.modes) == 1 and isinstance(self.modes[0], _Rides):
            rides = self.modes[0]
            radius_mm = self.options.snap_radius_mm
            return rides.times.seconds(lon, lat, radius_mm, rides.longest_s, stop_flag)
        seconds = np.full((len(lon), n_targets), -1, np.int32)
        ways = self.out_of(lon, lat, stop_flag)
        seconds[np.repeat(np.arange(len(lon)), np.diff(ways.offset)), ways.target] = ways.seconds
        return seconds


def ways_from_stops(
    network: "Network",
    limits: "Mapping[str, int]",
    options: "TravelOptions",
    clock: "time | None",
    stops: "NDArray[np.int32]",
    end: Points,
    *,
    backward: bool,
    progress: "Progress | None" = None,
) -> Ways:
    """
    Find the ways from stops to points, searched from whichever are fewer.

    Parameters
    ----------
    network, limits, options, clock
        As for `WaysBetween.prepare`.
    stops
        Numbers of the stops.
    end
        The points.
    backward
        Whether people go from the points to the stops.
    progress
        Hears of streets that have to be prepared first and may cancel.

    Returns
    -------
    Ways
        By point.

    Raises
    ------
    Interrupted
        If the progress cancelled.
    """
    progress = progress or Silent()
    if len(end.lon) <= len(stops) or len(stops) == 0:  # no vehicle runs
        to_stops = WaysBetween.prepare(
            network,
            limits,
            options,
            clock,
            Stops(stops),
            backward=not backward,
            progress=progress,
        )
        return to_stops.out_of_points(end)
    to_points = WaysBetween.prepare(
        network, limits, options, clock, end, backward=backward, progress=progress
    )
    parts = []
    for begin in range(0, len(stops), STOPS_AT_ONCE):
        heed(progress)
        some = stops[begin : begin + STOPS_AT_ONCE]
        ways = to_points.out_of_points(Stops(some))
        parts.append((np.repeat(some, np.diff(ways.offset)), ways.target, ways.seconds))
    stop, point, seconds = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(point, kind="stable")
    counts = np.bincount(point, minlength=len(end.lon))
    return Ways(offsets(counts), stop[order], seconds[order])


def _quickest(parts: list[Ways]) -> Ways:
    if len(parts) == 1:
        return parts[0]
    points = len(parts[0].offset) - 1
    origin = np.concatenate([np.repeat(np.arange(points), np.diff(part.offset)) for part in parts])
    target = np.concatenate([part.target for part in parts])
    seconds = np.concatenate([part.seconds for part in parts])
    return _least(points, origin, target, seconds)


def _least(
    points: int,
    origin: "NDArray[np.integer]",
    target: "NDArray[np.int32]",
    seconds: "NDArray[np.int32]",
) -> Ways:
    """Of several ways from one point to another the quickest."""
    order = np.lexsort((seconds, target, origin))
    origin, target, seconds = origin[order], target[order], seconds[order]
    first = np.ones(len(order), bool)
    first[1:] = (np.diff(origin) != 0) | (np.diff(target) != 0)
    return Ways(
        offsets(np.bincount(origin[first], minlength=points)), target[first], seconds[first]
    )


def _places(
    network: "Network", targets: Points | Stops
) -> "tuple[NDArray[np.float64], NDArray[np.float64], int]":
    if isinstance(targets, Points):
        return targets.lon, targets.lat, targets.snap_radius_mm
    timetable, stops = network.timetable, targets.stops
    return timetable.stop_lon[stops], timetable.stop_lat[stops], network.stop_snap_radius_mm


def _join(
    network: "Network", points: Points | Stops, options: "TravelOptions"
) -> "tuple[Joined, NDArray[np.int32] | None]":
    """Where walkers come to points or stops; to which of them, if some have several places."""
    mode_bit = bit_of("walk", options)
    if isinstance(points, Stops):
        stops = points.stops.astype(np.int64)
        places, number = joined(network, stops, mode_bit, refused_values(options))
        return places, number if len(number) > len(stops) else None
    snapped = points.snapped or network.snap(*_places(network, points), mode_bit)
    places = Joined(
        np.array(points.lon, np.float64),
        np.array(points.lat, np.float64),
        snapped.edge,
        snapped.first_mm,
        np.minimum(snapped.distance_mm, points.snap_radius_mm).astype(np.int32),
        np.zeros(len(snapped.edge), np.int32),
    )
    return places, None
