"""Whether what an agency runs on a date is what it usually runs: half a feed may have expired."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from accessibility.network.calendar import (
    FULL_SERVICE_PERCENT,
    Validity,
    active_services,
    feed_validity,
)
from accessibility.network.gtfs.problems import Problem
from accessibility.network.gtfs.route_types import MODE_NAMES
from accessibility.network.health.agencies import Groups, groups_of
from accessibility.network.intervals import repetitions
from accessibility.network.local_time import day_number, to_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["Lack", "UsualService", "findings_of", "thin_service", "usual_service", "whole"]

WEEKS: Final = 4
"""So many weeks before and after a date are looked at."""
NAMED: Final = 5
"""So many agencies a warning names."""
THIN: Final = (
    "A public holiday is a reason; otherwise ask for another date, or get a timetable of that time."
)
ENDED: Final = "Ask for a date up to then, or get a timetable of that time."

Lack = Literal["thin_service", "service_ended"]
"""Far fewer trips than usual; or the date lies after the last one on which any trip runs."""


class UsualService(NamedTuple):
    """
    What each agency runs on a date by each mode, and what is usual on that weekday.

    Parameters
    ----------
    groups
        Agencies and modes of each feed; the other arrays are parallel to it.
    trips
        Trips that begin on the date, those at intervals as often as they run.
    usual
        Median of the trips on the same weekday within some weeks before and after, the date itself
        and days outside the feed's validity left out; NaN if none is left, or the date itself is
        outside.
    last
        Day number of the last service day of any trip, 0 if none ever runs.
    lacks
        What is wrong with each, None if nothing is.
    """

    groups: Groups
    trips: "NDArray[np.int64]"
    usual: "NDArray[np.float64]"
    last: "NDArray[np.int32]"
    lacks: list[Lack | None]


def usual_service(
    timetable: "Timetable",
    day: date,
    validity: "Sequence[Validity | None] | None" = None,
    *,
    weeks: int = WEEKS,
) -> UsualService:
    """
    Compare what runs on a date with what usually runs on its weekday.

    Parameters
    ----------
    timetable
        The timetables.
    day
        The service day.
    validity
        What `feed_validity` says, if it is at hand.
    weeks
        How many weeks before and after the date are looked at; default 4.

    Returns
    -------
    UsualService
        Trips lack where there are fewer than 80 % of the usual ones (so also where there are none
        and some are usual), and where the date lies after the last one of agency and mode. Of feeds
        that are not valid on the date nothing is said.
    """
    groups = groups_of(timetable)
    validity = validity or feed_validity(timetable)
    counts = _trips_by_week(timetable, groups, day, weeks)
    trips, last = counts[weeks], _last_days(timetable, groups)
    usual = np.full(len(groups), np.nan)
    ended = np.zeros(len(groups), dtype=bool)
    for feed, valid in enumerate(validity):
        if valid is None or not valid.first_date <= day <= valid.last_date:
            continue
        own = groups.feed == feed
        ended |= own & (last > 0) & (last < day_number(day))
        known = [
            weeks + week
            for week in range(-weeks, weeks + 1)
            if week and valid.first_date <= day + timedelta(weeks=week) <= valid.last_date
        ]
        if known:
            usual[own] = np.median(counts[known][:, own], axis=0)
    thin = trips * 100 < FULL_SERVICE_PERCENT * usual
    lacks: list[Lack | None] = [
        "service_ended" if is_over else "thin_service" if is_thin else None
        for is_over, is_thin in zip(ended.tolist(), thin.tolist(), strict=True)
    ]
    return UsualService(groups, trips, usual, last, lacks)


def _trips_by_week(
    timetable: "Timetable", groups: Groups, day: date, weeks: int
) -> "NDArray[np.int64]":
    """Trips of each group on a date and on the same weekday of the weeks around it."""
    days = [day + timedelta(weeks=week) for week in range(-weeks, weeks + 1)]
    runs = repetitions(timetable)
    return np.stack(
        [
            np.bincount(
                groups.of_trip,
                weights=runs * active_services(timetable, each)[timetable.trip_service],
                minlength=len(groups),
            )
            for each in days
        ]
    ).astype(np.int64)


def _last_days(timetable: "Timetable", groups: Groups) -> "NDArray[np.int32]":
    offset = timetable.service_offset
    runs = np.flatnonzero(np.diff(offset)[timetable.trip_service] * repetitions(timetable))
    last = np.zeros(len(groups), dtype=np.int32)
    days = timetable.service_dates[offset[timetable.trip_service[runs] + 1] - 1]
    np.maximum.at(last, groups.of_trip[runs], days)
    return last


def findings_of(service: UsualService, feed_names: "Sequence[str]", day: date) -> list[Problem]:
    """
    Put into words where trips lack.

    Parameters
    ----------
    service
        The comparison.
    feed_names
        Names of the feeds.
    day
        The service day.

    Returns
    -------
    list of Problem
        A warning for each agency and mode that lacks trips.
    """
    found = []
    for number, lack in enumerate(service.lacks):
        if lack is None:
            continue
        who = _named(service.groups, number)
        if lack == "service_ended":
            message, remedy = f"runs no trip of {who} after {to_date(service.last[number])}", ENDED
        else:
            message = (
                f"runs {service.trips[number]:,} trips of {who} on {day:%A} {day}, but "
                f"{whole(service.usual[number]):,} on the median {day:%A} within four weeks"
            )
            remedy = THIN
        feed = feed_names[service.groups.feed[number]]
        found.append(Problem("warning", lack, feed, message, remedy))
    return found


def _named(groups: Groups, number: int) -> str:
    return f"{groups.agency[number]} ({MODE_NAMES[int(groups.mode[number])]})"


def whole(number: float) -> float:
    """
    Make a median readable: most are whole numbers, the others end in a half.

    Parameters
    ----------
    number
        The median.
    """
    return int(number) if number == int(number) else float(number)


def thin_service(
    timetable: "Timetable", day: date, modes: "Iterable[str] | None" = None
) -> list[str]:
    """
    Warn of a date on which agencies run far fewer trips than usual, or no longer any.

    Parameters
    ----------
    timetable
        The timetables.
    day
        The service day.
    modes
        Vehicles that matter; default all.

    Returns
    -------
    list of str
        One warning that counts the agencies and names those that lack most trips; none if all is
        as usual. Feeds that rest altogether are left to `check_moment`.
    """
    service = usual_service(timetable, day)
    groups = service.groups
    resting = np.bincount(groups.feed, weights=service.trips, minlength=timetable.n_feeds) == 0
    wanted = [number for number, name in MODE_NAMES.items() if modes is None or name in set(modes)]
    matters = np.isin(groups.mode, wanted) & ~resting[groups.feed]
    chosen = [number for number in np.flatnonzero(matters).tolist() if service.lacks[number]]
    if not chosen:
        return []
    lost = np.nan_to_num(service.usual) - service.trips
    chosen.sort(key=lambda number: -lost[number])
    named = [
        f"{_named(groups, number)} none since {to_date(service.last[number])}"
        if service.lacks[number] == "service_ended"
        else f"{_named(groups, number)} {service.trips[number]:,} instead of "
        f"{whole(service.usual[number]):,}"
        for number in chosen[:NAMED]
    ]
    more = f" and {len(chosen) - NAMED:,} more" if len(chosen) > NAMED else ""
    known = int((matters & (service.last > 0)).sum())
    warning = (
        f"thin_service: {len(chosen):,} of {known:,} agencies (each mode counted by itself) run "
        f"far fewer trips on {day:%A} {day} than usual: {', '.join(named)}{more}."
    )
    return [warning]
