"""What all blocks of a query need, made once: lines of the period and reduced transfers."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from accessibility.cache import cached_arrays
from accessibility.network.calendar import check_moment
from accessibility.network.derived import derived_folders
from accessibility.network.health.usual_service import thin_service
from accessibility.network.local_time import clock_time, elapsed_seconds, service_day_start
from accessibility.network.travel.changes import changes_between, named_by_rules
from accessibility.network.travel.footpaths import footpaths_between
from accessibility.network.travel.lines import Mirror, lines_of
from accessibility.network.travel.outside import stops_within, thinned_outside
from accessibility.network.travel.runs import Period, Runs, runs_in
from accessibility.network.travel.usable import refused_values, usable_parts
from accessibility.network.travel.ways import bit_of
from accessibility.options import MOST_RIDES, TRANSIT_MODES
from accessibility.progress import Silent, in_threads
from accessibility.routing import kernel_cache_folder
from accessibility.routing.lines import Lines
from accessibility.routing.percentiles import STEP
from accessibility.routing.transfers import Changes, reduced_transfers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.moments import When
    from accessibility.network.network import Network
    from accessibility.options import TravelOptions
    from accessibility.progress import Progress

__all__ = ["PreparedTimetable", "changes_of", "draws_of", "prepare_timetables"]

HOUR_S = 3600
TRIPS_AT_ONCE = 2000
"""Trips whose transfers one thread reduces in one go."""
KINDS = 256
UNLIMITED = np.int32(2**31 - 1)


class PreparedTimetable(NamedTuple):
    """
    The timetable of a query, in the direction of time that is searched.

    Parameters
    ----------
    lines
        Trips that run in the query's period.
    change_offset, changes
        Reduced transfers out of each event; outside the streets those of use on the way back.
    longest_access
        Per position of the lines the seconds of the longest way to it.
    place
        Per position a number for its stop and for how far people go from there:
        `longest_egress` times the number of stops, and the stop.
    longest_egress
        Per class of vehicles the seconds of the longest way from it.
    start_s
        The first moment asked, on the scale of the lines.
    slack_s
        Seconds from being at a stop to the earliest departure that can be caught.
    runs
        The run that each trip of the lines is.
    period
        The period; the times of a search backwards are counted back from its end.
    """

    lines: Lines
    change_offset: "NDArray[np.int64]"
    changes: "NDArray[np.int64]"
    longest_access: "NDArray[np.int32]"
    place: "NDArray[np.int32]"
    longest_egress: "NDArray[np.int32]"
    start_s: int
    slack_s: int
    runs: Runs
    period: Period


def draws_of(network: "Network", options: "TravelOptions") -> int:
    """
    Say how many timetables are drawn.

    Parameters
    ----------
    network
        The network.
    options
        What travellers can and will do.

    Returns
    -------
    int
        1 where every trip has its times.
    """
    return options.frequency_draws if _is_drawn(network) else 1


def _is_drawn(network: "Network") -> bool:
    """Whether some vehicles come at intervals without exact times."""
    return bool((~network.timetable.frequency_exact).any())


def prepare_timetables(
    network: "Network",
    when: "When",
    options: "TravelOptions",
    progress: "Progress | None" = None,
    *,
    backward: bool | None = None,
) -> tuple[list[PreparedTimetable], list[str]]:
    """
    Make or fetch the timetables of a query.

    Parameters
    ----------
    network
        The network.
    when
        The departures or deadlines asked.
    options
        What travellers can and will do.
    progress
        Hears how far the work is and may cancel it.
    backward
        Whether time is searched backwards; default for deadlines.

    Returns
    -------
    timetables : list of PreparedTimetable
        One for each draw. Kept on disk beside the network (or in the user's cache where that is
        read-only): they depend on the dates, not on the time of day.
    warnings : list of str
        What the user should know: feeds or days without service, stops and trips of unknown
        accessibility.

    Raises
    ------
    NoServiceDataError
        If the moment lies outside the timetables.
    UsageError
        If the moment does not exist because clocks are set forward over it.
    Interrupted
        If the progress cancelled.
    """
    progress = progress or Silent()
    backward = when.direction == "arrive" if backward is None else backward
    timetable = network.timetable
    zone = timetable.timezone or "UTC"
    asked = elapsed_seconds(when.moment, zone)
    further = (when.n_moments - 1) * STEP
    if when.direction == "depart":
        first, last = asked, asked + further + options.max_time_s
        day, last_day = when.moment.date(), clock_time(asked + further, zone).date()
        margin_s = 0
    else:
        first, last = asked - further - options.max_time_s, asked
        day, last_day = clock_time(asked - further, zone).date(), when.moment.date()
        margin_s = options.max_time_s
    warnings = check_moment(
        timetable,
        when.moment,
        options.allow_partial,
        (clock_time(first, zone), clock_time(last, zone)),
        stops_within(network, {bit_of(mode, options) for mode in options.access_modes}),
    )
    warnings += thin_service(timetable, when.moment.date(), options.transit_modes)
    # Whole days, whatever the clocks do, so that one day's timetable serves all its times.
    origin = service_day_start(day, zone)
    end_s = service_day_start(last_day + timedelta(days=1), zone) - origin + HOUR_S
    if when.direction == "depart":
        end_s += options.max_time_s
    period = Period(day, -HOUR_S - margin_s, end_s)
    start_s = end_s - (asked - origin) if backward else asked - origin
    parts = usable_parts(timetable, options)
    timetables = [
        _prepared(network, period, backward, options, draw, start_s, progress)
        for draw in range(draws_of(network, options))
    ]
    return timetables, warnings + parts.warnings


def _prepared(
    network: "Network",
    period: Period,
    backward: bool,  # noqa: FBT001 - handed on
    options: "TravelOptions",
    draw: int,
    start_s: int,
    progress: "Progress",
) -> PreparedTimetable:
    to_vehicle = _limits(options.egress_limits_s if backward else options.access_limits_s)
    from_vehicle = _limits(options.access_limits_s if backward else options.egress_limits_s)
    longest_egress, class_of_kind = np.unique(from_vehicle, return_inverse=True)
    n_stops = network.timetable.n_stops

    def places(lines: Lines) -> "NDArray[np.int32]":
        return (class_of_kind[lines.kind] * n_stops + lines.stop).astype(np.int32)

    def make() -> "dict[str, NDArray[Any]]":
        lines, runs = _lines(network, period, backward, options, draw)
        changes = changes_of(network, options, backward=backward)
        place, longest_s = places(lines), options.max_time_s
        reduced = _reduced(lines, place, changes, longest_s, progress)
        offset, kept = thinned_outside(
            lines, place, stops_within(network), *reduced, longest_s, MOST_RIDES, progress
        )
        of_runs = {f"run_{name}": array for name, array in runs._asdict().items()}
        return {**lines._asdict(), **of_runs, "change_offset": offset, "changes": kept}

    key = {
        "network": network.key,
        "kernels": kernel_cache_folder().name,
        "period": period,
        "backward": backward,
        "max_time_s": options.max_time_s,
        "transit_modes": options.transit_modes,
        "wheelchair": options.wheelchair and options.wheelchair_unknown,
        "draw": (options.frequency_seed, draw) if _is_drawn(network) else None,
        "walk_speed": options.walk_speed_mph,
        "max_transfer_time_s": options.max_transfer_time_s,
        "boarding_slack_s": options.boarding_slack_s,
        "classes": class_of_kind.tolist() if len(longest_egress) > 1 else None,
    }
    folders, name = derived_folders(network.path), f"timetable-{period.day}"
    arrays = network.remember(
        ("timetable", repr(key)), lambda: cached_arrays(folders, name, key, make)
    )
    lines = Lines(**{name: arrays[name] for name in Lines._fields})
    return PreparedTimetable(
        lines,
        arrays["change_offset"],
        arrays["changes"],
        to_vehicle[lines.kind],
        places(lines),
        longest_egress,
        start_s,
        0 if backward else options.boarding_slack_s,
        Runs(**{name: arrays[f"run_{name}"] for name in Runs._fields}),
        period,
    )


def _limits(by_name: dict[str, int]) -> "NDArray[np.int32]":
    """Seconds of the longest way to or from each kind of vehicle."""
    limits = np.full(KINDS, UNLIMITED, np.int32)
    for name, seconds in by_name.items():
        limits[TRANSIT_MODES[name]] = seconds
    return limits


def _lines(
    network: "Network",
    period: Period,
    backward: bool,  # noqa: FBT001 - handed on
    options: "TravelOptions",
    draw: int,
) -> tuple[Lines, Runs]:
    timetable = network.timetable
    parts = usable_parts(timetable, options)
    runs = runs_in(
        timetable,
        period,
        parts.trips,
        options.max_time_s,
        draw=(options.frequency_seed, draw),
        backward=backward,
    )
    mirror = Mirror(period.end_s, options.boarding_slack_s) if backward else None
    named = named_by_rules(timetable)
    return lines_of(timetable, runs, parts.boarding, parts.alighting, named, mirror)


def changes_of(network: "Network", options: "TravelOptions", *, backward: bool) -> Changes:
    """
    Say how long changes of vehicle take.

    Parameters
    ----------
    network
        The network.
    options
        What travellers can and will do.
    backward
        Whether time runs backwards.

    Returns
    -------
    Changes
        All that are possible, whether a fastest journey needs them or not.
    """
    footpaths = footpaths_between(
        network,
        options.walk_speed_mph,
        options.max_transfer_time_s,
        bit_of("walk", options),
        refused_values(options),
    )
    slack = options.boarding_slack_s
    return changes_between(network.timetable, footpaths, slack, backward=backward)


def _reduced(
    lines: Lines,
    place: "NDArray[np.int32]",
    changes: Changes,
    longest: int,
    progress: "Progress",
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Reduce the transfers of all trips, in threads over ranges of trips."""
    trips = len(lines.trip_line)
    stop = np.zeros(1, np.uint8)

    def reduce(begin: int) -> "tuple[NDArray[np.int32], NDArray[np.int64]]":
        end = min(begin + TRIPS_AT_ONCE, trips)
        return reduced_transfers(lines, place, changes, longest, begin, end, stop)

    begins = range(0, trips, TRIPS_AT_ONCE)
    progress.start("Preparing the timetable", len(begins))
    parts = in_threads(reduce, begins, progress, lambda: stop.fill(1))
    progress.finish()
    offset = np.zeros(len(lines.arrival) + 1, np.int64)
    kept = np.zeros(0, np.int64)
    if parts:
        np.cumsum(np.concatenate([part[0] for part in parts]), out=offset[1:])
        kept = np.concatenate([part[1] for part in parts])
    return offset, kept
