"""When the timetables run: services of a date, validity of feeds, moments that can be asked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from accessibility.errors import NoServiceDataError
from accessibility.network.intervals import could_depart, last_arrivals, repetitions
from accessibility.network.local_time import (
    clock_time,
    day_number,
    elapsed_seconds,
    service_day_start,
    to_date,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable

__all__ = [
    "Validity",
    "active_services",
    "active_trips",
    "best_served_date",
    "boardable",
    "check_moment",
    "feed_validity",
    "full_service",
    "full_service_date",
    "trips_per_date",
]

DAY_S = 86400
TUESDAY = 1
NO_PICKUP = 1
FULL_SERVICE_PERCENT = 80
"""A date has full service if it has at least this share of the median trips of its weekday."""


@dataclass(frozen=True)
class Validity:
    """
    When trips of a feed run.

    Parameters
    ----------
    feed
        Name of the feed.
    first_date, last_date
        First and last service day of any trip.
    first_moment, last_moment
        Local time of the first midnight, and of the end of the last trip, which may be on a later
        day.
    """

    feed: str
    first_date: date
    last_date: date
    first_moment: datetime
    last_moment: datetime

    def __str__(self) -> str:
        """Feed and dates, as messages name them."""
        return f"{self.feed} {self.first_date} to {self.last_date}"


def active_services(timetable: "Timetable", day: date) -> "NDArray[np.bool_]":
    """
    Find the services of a service day.

    Parameters
    ----------
    timetable
        The timetables.
    day
        The service day.

    Returns
    -------
    array
        A mask over the services.
    """
    active = np.zeros(len(timetable.service_offset) - 1, dtype=bool)
    at = np.flatnonzero(timetable.service_dates == day_number(day))
    active[np.searchsorted(timetable.service_offset, at, side="right") - 1] = True
    return active


def active_trips(timetable: "Timetable", day: date) -> "NDArray[np.bool_]":
    """
    Find the trips of a service day, those of all feeds.

    Parameters
    ----------
    timetable
        The timetables.
    day
        The service day.

    Returns
    -------
    array
        A mask over the trips. Trips at intervals that let nothing run are not among them.
    """
    active: NDArray[np.bool_] = active_services(timetable, day)[timetable.trip_service]
    return active & (repetitions(timetable) > 0)


def feed_validity(timetable: "Timetable") -> list[Validity | None]:
    """
    Find when each feed is valid: from its first service day to the last moment a trip still runs.

    Parameters
    ----------
    timetable
        The timetables.

    Returns
    -------
    list
        For each feed its validity, None if none of its trips ever runs.
    """
    offset, dates = timetable.service_offset, timetable.service_dates
    ends = last_arrivals(timetable)
    runs = (np.diff(offset)[timetable.trip_service] > 0) & (ends >= 0)
    found: list[Validity | None] = []
    for feed, name in enumerate(timetable.feed_names):
        trips = np.flatnonzero(runs & (timetable.trip_feed == feed))
        if len(trips) == 0:
            found.append(None)
            continue
        services = timetable.trip_service[trips]
        first = to_date(dates[offset[services]].min())
        last_days = dates[offset[services + 1] - 1]
        last = to_date(last_days.max())
        final = max(
            service_day_start(to_date(day), timetable.timezone)
            + int(ends[trips[last_days == day]].max())
            for day in np.unique(last_days)
        )
        midnight = datetime.combine(first, datetime.min.time())
        found.append(Validity(name, first, last, midnight, clock_time(final, timetable.timezone)))
    return found


def trips_per_date(timetable: "Timetable") -> "tuple[date, NDArray[np.int64]]":
    """
    Count the trips of every service day.

    Parameters
    ----------
    timetable
        The timetables.

    Returns
    -------
    first : date
        The first service day of any feed.
    counts : array
        Trips on it and on each day after it, up to the last; those at intervals as often as they
        run.

    Raises
    ------
    NoServiceDataError
        If no trip ever runs.
    """
    length = np.diff(timetable.service_offset)
    runs = repetitions(timetable)
    trips = np.bincount(timetable.trip_service, weights=runs, minlength=len(length))
    weight = np.repeat(trips, length)
    days = timetable.service_dates[weight > 0]
    if len(days) == 0:
        raise NoServiceDataError(
            "The network has no timetable by which a trip ever runs. "
            'Ask for mode="walk", or build it with a feed.'
        )
    first = int(days.min())
    return to_date(first), np.bincount(days - first, weights=weight[weight > 0]).astype(np.int64)


def full_service(counts: "NDArray[np.int64]") -> "NDArray[np.bool_]":
    """
    Find the days with full service.

    Parameters
    ----------
    counts
        Trips of consecutive days.

    Returns
    -------
    array
        A mask: days whose trips are at least 80 % of the median of the days of the same weekday on
        which any trip runs.
    """
    full = np.zeros(len(counts), dtype=bool)
    for weekday in range(7):
        same = counts[weekday::7]
        if same.any():
            full[weekday::7] = (same > 0) & (
                same * 100 >= FULL_SERVICE_PERCENT * np.median(same[same > 0])
            )
    return full


def full_service_date(timetable: "Timetable", near: date) -> date:
    """
    Find the date with full service that is nearest to another.

    Parameters
    ----------
    timetable
        The timetables.
    near
        The date.

    Returns
    -------
    date
        One that `full_service` finds; the earlier of two that are as near.

    Raises
    ------
    NoServiceDataError
        If no trip ever runs.
    """
    first, counts = trips_per_date(timetable)
    days = np.flatnonzero(full_service(counts))
    nearest = days[np.argmin(np.abs(days - (near - first).days))]
    return first + timedelta(days=int(nearest))


def best_served_date(timetable: "Timetable", weekday: int = TUESDAY) -> date:
    """
    Find the date of a weekday on which most trips run: what to show before anybody chose a date.

    Parameters
    ----------
    timetable
        The timetables.
    weekday
        0 for Monday to 6 for Sunday; default Tuesday.

    Returns
    -------
    date
        The earliest of those with as many trips; of all dates if none runs on that weekday.

    Raises
    ------
    NoServiceDataError
        If no trip ever runs.
    """
    first, counts = trips_per_date(timetable)
    same = np.zeros(len(counts), np.bool_)
    same[(weekday - first.weekday()) % 7 :: 7] = True
    wanted = np.where(same, counts, 0)
    return first + timedelta(days=int(np.argmax(wanted if wanted.any() else counts)))


def check_moment(
    timetable: "Timetable",
    moment: datetime,
    allow_partial: bool,  # noqa: FBT001 - it is an option of the traveller, handed on
    period: tuple[datetime, datetime] | None = None,
    near: "NDArray[np.bool_] | None" = None,
) -> list[str]:
    """
    Refuse a moment that no timetable covers, and say what is missing about one that some cover.

    Parameters
    ----------
    timetable
        The timetables.
    moment
        The moment that is asked, on the clock of the network.
    allow_partial
        Whether a moment that only some feeds cover is answered.
    period
        Begin and end of window and horizon, if days beyond validity and a period without departures
        are to be named; default the moment alone.
    near
        The stops at which people can begin, a mask; default all. Vehicles elsewhere take nobody.

    Returns
    -------
    list of str
        Warnings: feeds that do not cover the moment or do not run that day, and days without
        service.

    Raises
    ------
    NoServiceDataError
        If no feed covers the moment, or not all do and `allow_partial` is False.
    UsageError
        If clocks are set forward over the moment.
    """
    elapsed_seconds(moment, timetable.timezone or "UTC")
    known = feed_validity(timetable)
    valid = [v for v in known if v is not None and v.first_moment <= moment <= v.last_moment]
    asked = f"{moment:%Y-%m-%d %H:%M}"
    if not valid:
        nearest = full_service_date(timetable, moment.date())
        raise NoServiceDataError(
            f"{asked} is outside the timetables. Valid dates: {_listed(known)}. "
            f"The nearest date with full service is {nearest:%A} {nearest}."
        )
    covered = {v.feed for v in valid}
    lacking = [name for name in timetable.feed_names if name not in covered]
    warnings = []
    if lacking:
        problem = f"{asked} is outside the timetable of {', '.join(lacking)}"
        if not allow_partial:
            raise NoServiceDataError(
                f"{problem}. Valid dates: {_listed(known)}. "
                "Choose a date that all feeds cover, or allow_partial=True."
            )
        warnings.append(
            f"{problem}: its trips are missing from the results. Valid dates: {_listed(known)}."
        )
    begin, end = period or (moment, moment)
    days = _days(begin, end)
    first_date = min(validity.first_date for validity in known if validity is not None)
    last_date = max(validity.last_date for validity in known if validity is not None)
    named = moment.date()
    inside = [day for day in days if day == named or first_date <= day <= last_date]
    warnings += _silent_days(timetable, covered, inside, named)
    beyond = (
        f"{len(days) - len(inside)} of {len(days)} days lie beyond all timetables, "
        f"which go from {first_date} to {last_date}."
    )
    silent = "" if warnings else _silence(timetable, begin, end, near)
    if silent:
        which = f"{begin:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}"
        further = f"; {beyond}" if len(inside) < len(days) else "."
        warnings.append(f"no_service: {silent} from {which}{further}")
    elif len(inside) < len(days):
        warnings.append(f"no_service: {beyond}")
    return warnings


def _listed(known: list[Validity | None]) -> str:
    return ", ".join(str(validity) for validity in known if validity is not None)


def _days(first: datetime, last: datetime) -> list[date]:
    return [first.date() + timedelta(days=k) for k in range((last.date() - first.date()).days + 1)]


def _silent_days(
    timetable: "Timetable", covered: set[str], days: list[date], named: date
) -> list[str]:
    """Warnings about days on which nothing runs, and feeds that rest on the one that is named."""
    warnings = []
    per_day = {
        day: np.bincount(
            timetable.trip_feed[active_trips(timetable, day)], minlength=timetable.n_feeds
        )
        for day in days
    }
    empty = [day for day, trips in per_day.items() if trips.sum() == 0]
    if empty:
        nearest = full_service_date(timetable, empty[0])
        listed = ", ".join(f"{day:%A} {day}" for day in empty)
        warnings.append(
            f"no_service: no trip begins on {len(empty)} of {len(days)} service days ({listed}). "
            f"The nearest date with full service is {nearest:%A} {nearest}."
        )
    resting = [
        name
        for name, trips in zip(timetable.feed_names, per_day[named], strict=True)
        if trips == 0 and name in covered and per_day[named].sum() > 0
    ]
    if resting:
        warnings.append(f"no_service: no trip of {', '.join(resting)} runs on {named:%A} {named}.")
    return warnings


def _silence(
    timetable: "Timetable", first: datetime, last: datetime, near: "NDArray[np.bool_] | None"
) -> str:
    """Say that no vehicle can be boarded in a period; a moment alone is not looked at."""
    if last == first:
        return ""
    departures = boardable(timetable)
    nearby = departures if near is None else departures & near[timetable.st_stop]
    if _departs(timetable, first, last, nearby):
        return ""
    elsewhere = near is not None and _departs(timetable, first, last, departures)
    return "no vehicle departs within the streets" if elsewhere else "no vehicle departs"


def _departs(
    timetable: "Timetable", first: datetime, last: datetime, departures: "NDArray[np.bool_]"
) -> bool:
    start, end = (elapsed_seconds(moment, timetable.timezone) for moment in (first, last))
    earlier = int(last_arrivals(timetable).max()) // DAY_S + 1
    length = np.diff(timetable.trip_offset)
    plain = np.ones(timetable.n_trips, dtype=bool)
    plain[timetable.frequency_trip] = False
    for day in _days(first - timedelta(days=earlier), last):
        active, shift = active_trips(timetable, day), service_day_start(day, timetable.timezone)
        rows = np.repeat(active & plain, length) & departures
        seconds = timetable.st_departure[rows] + shift
        if ((seconds >= start) & (seconds <= end)).any():
            return True
        if could_depart(timetable, active, departures, start - shift, end - shift):
            return True
    return False


def boardable(timetable: "Timetable") -> "NDArray[np.bool_]":
    """
    Find the stop times that are departures: not the last of their trip, and boarding is allowed.

    Parameters
    ----------
    timetable
        The timetables.

    Returns
    -------
    array
        A mask over the stop times.
    """
    allowed: NDArray[np.bool_] = timetable.st_pickup != NO_PICKUP
    allowed[timetable.trip_offset[1:] - 1] = False
    return allowed
