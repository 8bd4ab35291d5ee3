"""What all blocks of a query need, made once: lines of the day and reduced transfers."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from accessibility.cache import cached_arrays
from accessibility.network.calendar import check_moment
from accessibility.network.footpaths import footpaths_between
from accessibility.network.lines import lines_of
from accessibility.network.local_time import clock_time, elapsed_seconds, service_day_start
from accessibility.network.usual_service import thin_service
from accessibility.routing import kernel_cache_folder, user_cache_folder
from accessibility.routing.lines import Lines
from accessibility.routing.percentiles import STEP
from accessibility.routing.transfers import Footpaths, reduced_transfers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.moments import When
    from accessibility.network.network import Network
    from accessibility.options import TravelOptions

__all__ = ["PreparedTimetable", "prepare_timetable"]

HOUR_S = 3600
DERIVED = "derived"
"""Folder beside a network's arrays for what is made from them."""
TRIPS_AT_ONCE = 2000
"""Trips whose transfers one thread reduces in one go."""


class PreparedTimetable(NamedTuple):
    """
    The timetable of a query.

    Parameters
    ----------
    lines
        Trips that run on the query's days. Times are seconds after the start of its first service
        day.
    change_offset, changes
        Reduced transfers out of each event.
    start_s
        The first departure asked, on the same scale.
    warnings
        What the user should know: feeds or days without service, agencies with far less than usual.
    """

    lines: Lines
    change_offset: "NDArray[np.int64]"
    changes: "NDArray[np.int64]"
    start_s: int
    warnings: list[str]


def prepare_timetable(
    network: "Network", when: "When", options: "TravelOptions"
) -> PreparedTimetable:
    """
    Make or fetch the timetable of a query.

    Parameters
    ----------
    network
        The network.
    when
        The departures asked.
    options
        What travellers can and will do.

    Returns
    -------
    PreparedTimetable
        Kept on disk beside the network (or in the user's cache where that is read-only): it depends
        on the dates, not on the time of day.

    Raises
    ------
    NoServiceDataError
        If the moment lies outside the timetables.
    UsageError
        If the moment does not exist because clocks are set forward over it.
    """
    timetable = network.timetable
    zone = timetable.timezone or "UTC"
    asked = elapsed_seconds(when.moment, zone)
    last_departure = asked + (when.n_moments - 1) * STEP
    horizon = clock_time(last_departure + options.max_time_s, zone)
    warnings = check_moment(timetable, when.moment, options.allow_partial, horizon)
    warnings += thin_service(timetable, when.moment.date(), options.transit_modes)
    first, last = when.moment.date(), clock_time(last_departure, zone).date()
    day_start = service_day_start(first, zone)
    # To the end of the last day, whatever the clocks do, so that one day's timetable serves all its
    # times.
    last_s = service_day_start(last + timedelta(days=1), zone) - day_start + HOUR_S
    arrays = _arrays(network, first, last_s + options.max_time_s, options)
    lines = Lines(**{name: arrays[name] for name in Lines._fields})
    start_s = asked - day_start
    return PreparedTimetable(lines, arrays["change_offset"], arrays["changes"], start_s, warnings)


def _arrays(
    network: "Network", first: date, last_s: int, options: "TravelOptions"
) -> "dict[str, NDArray[Any]]":
    def make() -> "dict[str, NDArray[Any]]":
        lines = lines_of(network.timetable, first, last_s, options.transit_modes)
        footpaths = footpaths_between(network, options.walk_speed_mph, options.max_transfer_time_s)
        offset, changes = _changes(lines, footpaths, options.boarding_slack_s, options.max_time_s)
        return {**lines._asdict(), "change_offset": offset, "changes": changes}

    key = {
        "network": network.key,
        "kernels": kernel_cache_folder().name,
        "first": first,
        "last_s": last_s,
        "max_time_s": options.max_time_s,
        "transit_modes": options.transit_modes,
        "walk_speed": options.walk_speed_mph,
        "max_transfer_time_s": options.max_transfer_time_s,
        "boarding_slack_s": options.boarding_slack_s,
    }
    folders = [network.path / DERIVED, user_cache_folder() / DERIVED]
    return cached_arrays(folders, f"timetable-{first}", key, make)


def _changes(
    lines: Lines, footpaths: Footpaths, slack: int, longest: int
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Reduce the transfers of all trips, in threads over ranges of trips."""
    trips = len(lines.trip_line)
    never = np.zeros(1, np.uint8)

    def reduce(begin: int) -> "tuple[NDArray[np.int32], NDArray[np.int64]]":
        end = min(begin + TRIPS_AT_ONCE, trips)
        return reduced_transfers(lines, footpaths, slack, longest, begin, end, never)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        parts = list(pool.map(reduce, range(0, trips, TRIPS_AT_ONCE)))
    offset = np.zeros(len(lines.arrival) + 1, np.int64)
    changes = np.zeros(0, np.int64)
    if parts:
        np.cumsum(np.concatenate([part[0] for part in parts]), out=offset[1:])
        changes = np.concatenate([part[1] for part in parts])
    return offset, changes
