"""A timetable prepared for finding whole journeys, and what their rides are in it."""

from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from accessibility.network.travel.prepared import PreparedTimetable, changes_of
from accessibility.network.travel.runs import offsets
from accessibility.routing.journeys import ALIGHTED, BOARDED, TRIP, WALKED, Journeys
from accessibility.routing.latest import JourneyNetwork

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable
    from accessibility.network.network import Network
    from accessibility.options import TravelOptions
    from accessibility.routing.transfers import Changes

__all__ = ["JourneyTimetable", "Rides", "journey_timetable"]


class Rides(NamedTuple):
    """
    The rides of some journeys, forwards in time, in seconds after the start of the period's day.

    All arrays have the shape (journeys, most rides); what stands after a journey's last ride means
    nothing.

    Parameters
    ----------
    trip
        Trips of the lines.
    boarded, alighted
        Calls within the run, counted in the direction of time.
    departure, arrival
        When the vehicle leaves and comes.
    from_stop, to_stop
        Stops where travellers board and alight.
    walked
        Seconds of the way before each ride.
    last_way
        Seconds of the way after the last ride; shape (journeys,).
    """

    trip: "NDArray[np.int64]"
    boarded: "NDArray[np.int64]"
    alighted: "NDArray[np.int64]"
    departure: "NDArray[np.int64]"
    arrival: "NDArray[np.int64]"
    from_stop: "NDArray[np.int64]"
    to_stop: "NDArray[np.int64]"
    walked: "NDArray[np.int64]"
    last_way: "NDArray[np.int64]"

    @classmethod
    def empty(cls, journeys: int, most: int) -> Self:
        """
        Make room.

        Parameters
        ----------
        journeys, most
            How many journeys, and rides of each.

        Returns
        -------
        Rides
            To be filled by `put`.
        """
        room = [np.zeros((journeys, most), np.int64) for _ in cls._fields[:-1]]
        return cls._make([*room, np.zeros(journeys, np.int64)])

    def put(self, rows: "NDArray[np.int64]", rides: Self) -> None:
        """
        Fill in the rides of some journeys.

        Parameters
        ----------
        rows
            Which journeys.
        rides
            Their rides.
        """
        columns: tuple[NDArray[np.int64], ...] = self
        for into, column in zip(columns, rides, strict=True):
            into[rows] = column


class JourneyTimetable(NamedTuple):
    """
    A timetable with everything that journeys need.

    Parameters
    ----------
    net
        For the search.
    prepared
        The timetable that answers how long journeys take.
    mirrored_slack_s
        Seconds by which the arrivals of a search backwards are later than the vehicles; None for
        a search forwards.
    """

    net: JourneyNetwork
    prepared: PreparedTimetable
    mirrored_slack_s: int | None

    def second(self, searched: "NDArray[np.int64]") -> "NDArray[np.int64]":
        """
        Place seconds of the search in the period's day.

        Parameters
        ----------
        searched
            Seconds on the scale of the lines.

        Returns
        -------
        array
            Seconds after the start of the day.
        """
        return searched if self.mirrored_slack_s is None else self.prepared.period.end_s - searched

    def rides(self, found: Journeys) -> Rides:
        """
        Say what the rides of journeys are.

        Parameters
        ----------
        found
            What the search found.

        Returns
        -------
        Rides
            Forwards in time.
        """
        lines, count = self.prepared.lines, found.rides.astype(np.int64)
        ride = found.ride.astype(np.int64)
        trip, boarded, alighted, walked = (
            ride[:, :, column] for column in (TRIP, BOARDED, ALIGHTED, WALKED)
        )
        last_way = found.last_way.astype(np.int64)
        begin = lines.stop_offset[lines.trip_line[trip]]
        event = lines.trip_event[trip]
        leaves, comes = lines.departure[event + boarded], lines.arrival[event + alighted]
        from_stop, to_stop = (
            lines.stop[begin + call].astype(np.int64) for call in (boarded, alighted)
        )
        if self.mirrored_slack_s is None:
            times = leaves.astype(np.int64), comes.astype(np.int64)
            return Rides(trip, boarded, alighted, *times, from_stop, to_stop, walked, last_way)
        # Turned round: the last ride of the search is the first.
        rows = np.arange(len(count))[:, None]
        order = np.maximum(count[:, None] - 1 - np.arange(ride.shape[1]), 0)
        last = lines.stop_offset[lines.trip_line[trip] + 1] - begin - 1
        end_s = self.prepared.period.end_s
        first_way = walked[:, :1]
        ways = np.concatenate([walked[:, 1:], np.zeros_like(first_way)], axis=1)
        ways[rows[:, 0], np.maximum(count - 1, 0)] = last_way
        columns: list[NDArray[np.int64]] = [
            trip,
            last - alighted,
            last - boarded,
            end_s - (comes.astype(np.int64) - self.mirrored_slack_s),
            end_s - leaves.astype(np.int64),
            to_stop,
            from_stop,
            ways,
        ]
        return Rides._make([*(column[rows, order] for column in columns), first_way[:, 0]])

    def pieces(self, trip: int) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
        """
        Say which trips of the timetable a run makes, one after the other.

        Parameters
        ----------
        trip
            A trip of the lines.

        Returns
        -------
        trips, shifts
            The trips in the direction of time, and the seconds by which each is moved.
        """
        runs = self.prepared.runs
        part = slice(int(runs.offset[trip]), int(runs.offset[trip + 1]))
        step = 1 if self.mirrored_slack_s is None else -1
        return runs.trip[part][::step], runs.shift[part][::step]


def journey_timetable(
    network: "Network", prepared: PreparedTimetable, options: "TravelOptions", *, backward: bool
) -> JourneyTimetable:
    """
    Prepare a timetable for journeys.

    Parameters
    ----------
    network
        The network.
    prepared
        The timetable as it is prepared for travel times.
    options
        What travellers can and will do.
    backward
        Whether time runs backwards in it.

    Returns
    -------
    JourneyTimetable
        What it adds is kept in memory.
    """
    lines, runs = prepared.lines, prepared.runs
    slack = options.boarding_slack_s
    changes, walk, least, into = network.remember(
        (
            "changes",
            options.walk_speed_mph,
            options.max_transfer_time_s,
            slack,
            options.wheelchair and options.wheelchair_unknown,
            backward,
        ),
        lambda: _changes(network, options, backward=backward),
    )
    of_trip = network.remember("ranks of trips", lambda: _ranks(network.timetable))
    place = np.arange(len(lines.stop))
    positions = np.diff(lines.stop_offset)
    line = np.repeat(np.arange(len(positions)), positions)
    at = place - lines.stop_offset[line]
    alights = np.flatnonzero(lines.alighting & (at > 0))
    alights = alights[np.argsort(lines.stop[alights], kind="stable")]
    n_stops = network.timetable.n_stops
    net = JourneyNetwork(
        lines,
        changes,
        walk,
        least,
        *into,
        offsets(np.bincount(lines.stop[alights], minlength=n_stops)),
        np.stack([line[alights], at[alights]], axis=1).astype(np.int32),
        prepared.longest_access,
        prepared.longest_egress[prepared.place // n_stops].astype(np.int32),
        of_trip[runs.trip[runs.offset[:-1]]],
        prepared.slack_s,
    )
    return JourneyTimetable(net, prepared, slack if backward else None)


_Into = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.int32]"]


def _changes(
    network: "Network", options: "TravelOptions", *, backward: bool
) -> "tuple[Changes, NDArray[np.int32], NDArray[np.int32], _Into]":
    """All changes, what is walked in them, the least they take, and those into each stop."""
    changes = changes_of(network, options, backward=backward)
    stops = np.repeat(np.arange(len(changes.apart), dtype=np.int32), np.diff(changes.offset))
    walk = changes.gap - np.int32(0 if backward else options.boarding_slack_s)
    least = changes.gap.copy()
    ruled = np.flatnonzero(changes.group >= 0)
    if len(ruled):
        # A bound is enough: which rule applies depends on the vehicles.
        by_rule = np.minimum.reduceat(changes.rules[:, 4], changes.rule_offset[:-1])
        least[ruled] = np.minimum(least[ruled], by_rule[changes.group[ruled]])
    order = np.argsort(changes.stop, kind="stable")
    into = (
        offsets(np.bincount(changes.stop, minlength=len(changes.apart))),
        order,
        stops[order],
    )
    return changes, walk, least, into


def _ranks(timetable: "Timetable") -> "NDArray[np.int64]":
    """Number trips by their ids, whatever the order of feeds and files."""
    feeds = timetable.feeds
    names = zip(feeds["name"].to_pylist(), feeds["sha256"].to_pylist(), strict=True)
    of_feed = np.argsort(np.argsort([f"{name}|{digest}" for name, digest in names]))
    ids = np.array(timetable.trips["trip_id"].to_pylist(), object)
    order = np.lexsort((np.unique(ids, return_inverse=True)[1], of_feed[timetable.trip_feed]))
    ranks = np.empty(len(ids), np.int64)
    ranks[order] = np.arange(len(ids))
    return ranks
