"""Seconds by bicycle or car between points, along the streets."""

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Self

import numpy as np

from accessibility.network.extract import access
from accessibility.network.travel.driving import Pace, connector_ms
from accessibility.network.travel.street_graph import Links, StreetGraph, WheelMode, street_graph
from accessibility.routing.hierarchy import LONGEST, Hierarchy, reversed_hierarchy
from accessibility.routing.rphast import Ends, Restricted, restrict, seconds_between
from accessibility.routing.stretches import Placed, shorten_on_edges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.network import Network
    from accessibility.options import TravelOptions
    from accessibility.progress import Progress

__all__ = ["MODE_BITS", "StreetTimes", "ends_of", "place_points"]

MODE_BITS: dict[WheelMode, int] = {"cycle": access.BICYCLE, "car": access.CAR}
"""The bit of a mode in `Streets.edge_linkable`."""


@dataclass(frozen=True, eq=False)
class StreetTimes:
    """
    Times by one mode, prepared for a set of targets; read-only, for use from several threads.

    Parameters
    ----------
    network
        The network.
    mode_bit
        The bit of the mode.
    walk_speed
        Metres per hour of the walks between points and streets.
    graph
        The streets.
    hierarchy
        Those of the graph, or with every arc turned round.
    targets
        Where the targets join the streets.
    restricted
        The part of the hierarchy that leads to them.
    backward
        Whether trips begin, not end, at the targets.
    """

    network: "Network"
    mode_bit: int
    walk_speed: int
    graph: StreetGraph
    hierarchy: Hierarchy
    targets: Placed
    restricted: Restricted
    backward: bool

    @classmethod
    def prepare(
        cls,
        network: "Network",
        mode: WheelMode,
        options: "TravelOptions",
        clock: time | None,
        lon: "NDArray[np.float64]",
        lat: "NDArray[np.float64]",
        snap_radius_mm: int,
        *,
        backward: bool = False,
        progress: "Progress | None" = None,
    ) -> Self:
        """
        Prepare for targets.

        Parameters
        ----------
        network
            The network.
        mode
            ``"cycle"`` or ``"car"``.
        options
            Speeds, congestion and delays.
        clock
            Time of departure or deadline, which chooses the congestion; None for none.
        lon, lat
            The targets, WGS84 degrees.
        snap_radius_mm
            How far a target may lie from its street, in millimetres.
        backward
            Whether trips begin at the targets instead of ending there.
        progress
            Hears how far the work is and may cancel it.

        Returns
        -------
        StreetTimes
            Its graph is kept on disk.

        Raises
        ------
        Interrupted
            If the progress cancelled.
        """
        graph = street_graph(network, mode, options, clock, progress)
        bit, walk_speed = MODE_BITS[mode], options.walk_speed_mph
        points = lon, lat, snap_radius_mm
        return cls.over(network, graph, bit, walk_speed, *points, backward=backward)

    @classmethod
    def over(
        cls,
        network: "Network",
        graph: StreetGraph,
        mode_bit: int,
        walk_speed: int,
        lon: "NDArray[np.float64]",
        lat: "NDArray[np.float64]",
        snap_radius_mm: int,
        *,
        backward: bool = False,
    ) -> Self:
        """
        Prepare for targets over a graph that is there.

        Parameters
        ----------
        network
            The network.
        graph
            Its streets for a mode.
        mode_bit
            The bit of the mode.
        walk_speed
            Metres per hour of the walks between points and streets.
        lon, lat
            The targets, WGS84 degrees.
        snap_radius_mm
            How far a target may lie from its street, in millimetres.
        backward
            Whether trips begin at the targets instead of ending there.

        Returns
        -------
        StreetTimes
            As `prepare` gives.
        """
        hierarchy = reversed_hierarchy(graph.hierarchy) if backward else graph.hierarchy
        targets = place_points(network, lon, lat, snap_radius_mm, mode_bit, walk_speed)
        links = graph.onwards if backward else graph.before
        lengths = network.streets.edge_length
        ends = ends_of(lengths, graph.pace, links, targets, setting_out=backward)
        restricted = restrict(hierarchy, ends)
        return cls(network, mode_bit, walk_speed, graph, hierarchy, targets, restricted, backward)

    @property
    def fastest(self) -> float:
        """The most metres that anybody covers in a second, by the mode or on the way to it."""
        pace = self.graph.pace
        riding = (pace.speed[pace.open] / pace.rate[pace.open]).max(initial=0)
        return float(max(riding, self.walk_speed / 3600))

    def seconds(
        self,
        lon: "NDArray[np.float64]",
        lat: "NDArray[np.float64]",
        snap_radius_mm: int,
        longest_s: int,
        stop_flag: "NDArray[np.uint8]",
    ) -> "NDArray[np.int32]":
        """
        Find how long it takes from points to all targets; backward, from all targets to points.

        Parameters
        ----------
        lon, lat
            The points, WGS84 degrees.
        snap_radius_mm
            How far a point may lie from its street, in millimetres.
        longest_s
            The longest time that counts, in seconds.
        stop_flag
            One byte; when it becomes non-zero the search ends at once and what comes back is not
            complete.

        Returns
        -------
        array
            Seconds, -1 for not reached; shape (points, targets).
        """
        walk_speed, pace = self.walk_speed, self.graph.pace
        network = self.network
        points = place_points(network, lon, lat, snap_radius_mm, self.mode_bit, walk_speed)
        lengths, setting_out = network.streets.edge_length, not self.backward
        links = self.graph.onwards if setting_out else self.graph.before
        ends = ends_of(lengths, pace, links, points, setting_out=setting_out)
        seconds = seconds_between(self.hierarchy, self.restricted, ends, longest_s, stop_flag)
        shorten_on_edges(
            points, self.targets, pace.speed, pace.rate, self.backward, longest_s, seconds
        )
        return seconds


def place_points(
    network: "Network",
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
    radius_mm: int,
    mode_bit: int,
    walk_speed: int,
) -> Placed:
    """
    Join points to the streets of a mode.

    Parameters
    ----------
    network
        The network.
    lon, lat
        WGS84 degrees; NaN joins nothing.
    radius_mm
        How far a point may lie from its street, in millimetres.
    mode_bit
        The bit of the mode.
    walk_speed
        Metres per hour of the walks between points and streets.

    Returns
    -------
    Placed
        In the order of the points.
    """
    lon, lat = np.array(lon, np.float64), np.array(lat, np.float64)
    edge, first = np.full(len(lon), -1, np.int32), np.zeros(len(lon), np.int32)
    walk = np.zeros(len(lon), np.int64)
    known = ~(np.isnan(lon) | np.isnan(lat))  # a stop may lack a position
    edge[known], first[known], away = network.snap(lon[known], lat[known], radius_mm, mode_bit)
    walk[known] = connector_ms(np.clip(away, 0, radius_mm), walk_speed)
    return Placed(lon, lat, edge, first, walk)


def ends_of(
    edge_length: "NDArray[np.int32]",
    pace: Pace,
    links: Links,
    points: Placed,
    *,
    setting_out: bool,
) -> Ends:
    """
    Find the nodes at which ways from points, or to them, begin or end.

    Parameters
    ----------
    edge_length
        Millimetres of every edge.
    pace
        How fast the mode is on every edge.
    links
        How the streets hang on the graph: `onwards` for setting out, otherwise `before`.
    points
        Where they join the streets.
    setting_out
        Whether ways begin there.

    Returns
    -------
    Ends
        In the order of the points; none for one that does not join.
    """
    joins = points.edge >= 0
    edge = np.repeat(np.where(joins, points.edge, 0), 2)
    against = np.tile(np.arange(2), len(joins))
    usable = np.repeat(joins, 2) & pace.open[edge, against]
    point = np.repeat(np.arange(len(joins)), 2)[usable]
    edge, against = edge[usable], against[usable]
    # What is driven of the edge: the first part of it in one of the two directions.
    part = points.first[point].astype(np.int64)
    first = (against == 1) == setting_out
    part[~first] = edge_length[edge[~first]] - part[~first]
    ms = points.connector[point] + pace.ms(edge, against, part)
    arc = 2 * edge + against
    count = links.offset[arc + 1] - links.offset[arc]
    chosen = np.repeat(links.offset[arc] - (np.cumsum(count) - count), count)
    chosen += np.arange(len(chosen))
    point, ms = np.repeat(point, count), np.repeat(ms, count) + links.ms[chosen]
    near = ms <= LONGEST
    offset = np.zeros(len(joins) + 1, np.int64)
    np.cumsum(np.bincount(point[near], minlength=len(joins)), out=offset[1:])
    return Ends(offset, links.node[chosen[near]], ms[near].astype(np.int32))
