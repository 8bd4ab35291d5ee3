"""The nearest services of many origins, there or back: one sweep from all services at once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from accessibility.engines.builtin import Transit, street_limits, transit_of
from accessibility.network.travel.prepared import prepare_timetables
from accessibility.network.travel.ways import Points, WaysBetween, ways_from_stops
from accessibility.progress import Silent, heed
from accessibility.routing.nearest import NONE, SERVICE_BITS, SERVICE_MASK, sweep_nearest
from accessibility.routing.nearest_answers import (
    answer_deadlines,
    answer_departures,
    choose_ranks,
    nearest_without_vehicle,
)
from accessibility.routing.percentiles import STEP, ranks_of
from accessibility.routing.profiles import Question, Ways
from accessibility.routing.stop_profiles import StopProfiles, profiles_at_stops
from accessibility.routing.sweep_plans import plan_sweep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from accessibility.moments import When
    from accessibility.network.network import Network
    from accessibility.options import TravelOptions
    from accessibility.progress import Progress

    Places = tuple[NDArray[np.float64], NDArray[np.float64]]

__all__ = ["NearStops", "NearestQuery", "access_of", "nearest_block", "prepare_nearest"]

ORIGINS_AT_ONCE = 256
"""Origins whose answers of all moments are in hand at a time."""
SERVICES_AT_ONCE = 16
"""Services from which ways without a vehicle are looked for in one go."""


class NearStops:
    """
    The stops that may be near some origins, looked for once for all queries.

    Parameters
    ----------
    lon, lat
        WGS84 degrees of the origins.
    """

    def __init__(self, lon: "NDArray[np.float64]", lat: "NDArray[np.float64]") -> None:
        self._origins = lon, lat
        self._known: list[tuple[WaysBetween, NDArray[np.int32]]] = []

    def among(self, access: WaysBetween) -> "NDArray[np.int32]":
        """
        Find the stops to or from which some origin may have a way.

        Parameters
        ----------
        access
            Ways between any points and the stops.

        Returns
        -------
        array
            Numbers of the stops.
        """
        for known, stops in self._known:
            if known is access:
                return stops
        stops = access.perhaps_near(*self._origins)
        self._known.append((access, stops))
        return stops


@dataclass(frozen=True, eq=False)
class NearestQuery:
    """
    All that blocks of origins share; read-only and safe to use from several threads.

    Parameters
    ----------
    network, options
        As asked.
    when
        The departures or deadlines; may be None without public transport.
    services
        WGS84 degrees of the services.
    count
        How many services are wanted.
    back
        Whether people go from the services to the origins.
    transit
        The public transport, searched from the origins' end; None for a mode by itself.
    question
        What is asked of it.
    profiles
        What can be caught at the stops, for each draw.
    warnings
        What the user should know of the answers.
    """

    network: "Network"
    options: "TravelOptions"
    when: "When | None"
    services: "Places"
    count: int
    back: bool
    transit: Transit | None
    question: Question | None
    profiles: list[StopProfiles]
    warnings: list[str]

    @property
    def by_deadline(self) -> bool:
        """Whether, in the direction that is searched, arrivals are asked instead of departures."""
        return self.when is not None and (self.when.direction == "arrive") != self.back


def prepare_nearest(
    network: "Network",
    when: "When | None",
    options: "TravelOptions",
    services: "Places",
    near_stops: NearStops,
    *,
    count: int = 1,
    back: bool = False,
    progress: "Progress | None" = None,
) -> NearestQuery | None:
    """
    Sweep the timetable from all services.

    Parameters
    ----------
    network
        The network.
    when
        The departures or deadlines; may be None without public transport.
    options
        What travellers can and will do.
    services
        WGS84 degrees, longitude and latitude. Of two services that are equally near the first is
        taken.
    near_stops
        Those of all the origins that will be asked about.
    count
        How many services are wanted; default 1.
    back
        Whether people go from the services to the origins; default to the services.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    NearestQuery or None
        For `nearest_block`. None where rides or changes that take no time leave the events of the
        timetable without an order: then every pair has to be asked about.

    Raises
    ------
    NoServiceDataError
        If the moment lies outside the timetables.
    Interrupted
        If the progress cancelled.
    """
    progress = progress or Silent()
    if when is None or options.mode != "transit":
        return NearestQuery(network, options, when, services, count, back, None, None, [], [])
    timetables, warnings = prepare_timetables(network, when, options, progress, backward=back)
    end = Points(*services, options.snap_radius_mm)
    transit = transit_of(network, when, options, timetables, end, progress, backward=back)
    near = near_stops.among(transit.access)
    profiles = []
    progress.start("Sweeping the timetable", len(transit.nets))
    for net, asked in zip(transit.nets, transit.questions, strict=True):
        heed(progress)
        question = asked._replace(journey=False)
        if (when.direction == "arrive") != back:
            # From the longest time before the first deadline to the last.
            further = (when.n_moments - 1) * STEP
            departures = -(-(further + options.max_time_s) // STEP) + 1
            question = question._replace(
                start=asked.start - further - options.max_time_s, departures=departures
            )
        plan, row, ordered = plan_sweep(net, question, near, transit.longest_access_s)
        if not ordered:
            progress.finish()
            return None
        kept = sweep_nearest(plan, net, question.rides, count)
        limit = np.unique(net.longest_access)
        longest = transit.longest_access_s
        profiles.append(profiles_at_stops(net, question, near, limit, longest, row, kept))
        progress.advance()
    progress.finish()
    return NearestQuery(
        network, options, when, services, count, back, transit, question, profiles, warnings
    )


def access_of(query: NearestQuery, origins: Points) -> Ways:
    """
    Find the ways between a block of origins and the stops.

    Parameters
    ----------
    query
        What `prepare_nearest` made, with public transport.
    origins
        The origins.

    Returns
    -------
    Ways
        By origin; the same for all queries whose `transit.access` is the same.

    Raises
    ------
    TypeError
        If the query has no public transport.
    """
    if query.transit is None or query.when is None:
        msg = "the query has no public transport"
        raise TypeError(msg)
    options = query.options
    return ways_from_stops(
        query.network,
        street_limits(options, options.egress_modes if query.back else options.access_modes),
        options,
        query.when.moment.time(),
        query.transit.access.perhaps_near(origins.lon, origins.lat),
        origins,
        backward=not query.back,
    )


def nearest_block(
    query: NearestQuery,
    origins: Points,
    access: Ways | None,
    percentiles: "Sequence[int]",
    stop_flag: "NDArray[np.uint8]",
) -> "tuple[NDArray[np.int32], NDArray[np.int32]]":
    """
    Answer a block of origins; other threads go on meanwhile.

    Parameters
    ----------
    query
        What `prepare_nearest` made.
    origins
        The origins.
    access
        What `access_of` found; None for a mode by itself.
    percentiles
        Whole numbers from 1 to 100; without public transport all are the same.
    stop_flag
        One byte; when it becomes non-zero the search ends at once and what comes back is not
        complete.

    Returns
    -------
    seconds, service : array
        Seconds and numbers of the services, -1 where there is none; shape (percentiles, count,
        origins).
    """
    direct = _without_vehicle(query, origins, stop_flag)
    shape = len(percentiles), query.count, len(origins.lon)
    if query.when is None or query.question is None or access is None:
        none = direct.T == NONE
        taken = np.where(none, -1, direct.T >> (SERVICE_BITS + 1)).astype(np.int32)
        chosen = np.where(none, -1, direct.T & SERVICE_MASK).astype(np.int32)
        return np.broadcast_to(taken, shape), np.broadcast_to(chosen, shape)
    seconds, service = np.empty(shape, np.int32), np.empty(shape, np.int32)
    moments, draws = query.when.n_moments, len(query.profiles)
    ranks = ranks_of(np.asarray(percentiles, np.int64), moments * draws)
    for first in range(0, len(origins.lon), ORIGINS_AT_ONCE):
        if stop_flag[0]:
            break
        some = slice(first, min(first + ORIGINS_AT_ONCE, len(origins.lon)))
        answers = np.empty((some.stop - first, draws * moments, query.count), np.int64)
        for draw, profiles in enumerate(query.profiles):
            asked = profiles, access, direct, query.question
            if query.by_deadline:
                answer_deadlines(*asked, moments, first, draw * moments, answers)
            else:
                answer_departures(*asked, first, draw * moments, answers)
        into = seconds[:, :, some], service[:, :, some]
        choose_ranks(answers, draws, ranks, query.question.longest, query.back, *into)
    return seconds, service


def _without_vehicle(
    query: NearestQuery,
    origins: Points,
    stop_flag: "NDArray[np.uint8]",
) -> "NDArray[np.int64]":
    """Find the nearest services of each origin without a vehicle, looked for from the services."""
    options = query.options
    limits = street_limits(options, options.direct_modes)
    if query.transit is None:
        limits = {str(options.mode): options.max_time_s}
    clock = None if query.when is None else query.when.moment.time()
    ways = WaysBetween.prepare(
        query.network, limits, options, clock, origins, backward=not query.back
    )
    nearest = np.full((len(origins.lon), query.count), NONE, np.int64)
    for first in range(0, len(query.services[0]), SERVICES_AT_ONCE):
        if stop_flag[0]:
            break
        some = slice(first, first + SERVICES_AT_ONCE)
        lon, lat = query.services
        out = ways.out_of(lon[some], lat[some], stop_flag)
        nearest_without_vehicle(out, first, nearest)
    return nearest
