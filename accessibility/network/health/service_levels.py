"""Trips and departures of a date: by feed, agency and mode, and by hour."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from accessibility.errors import NoServiceDataError
from accessibility.network.calendar import active_trips, boardable, feed_validity, trips_per_date
from accessibility.network.gtfs.problems import Problem
from accessibility.network.gtfs.route_types import MODE_NAMES
from accessibility.network.health.usual_service import (
    Lack,
    UsualService,
    findings_of,
    usual_service,
    whole,
)
from accessibility.network.intervals import departures_of_rows, repetitions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["AgencyServices", "FeedServices", "ServicesOn", "services_on"]

HOUR_S = 3600


@dataclass(frozen=True)
class AgencyServices:
    """
    What one agency runs by one mode.

    Parameters
    ----------
    agency, mode
        Name of the agency, and GTFS's basic mode.
    trips, departures
        Trips, and departures that can be boarded, over all stops.
    usual_trips
        Median of the trips on the same weekday within four weeks before and after, the date itself
        and days outside the feed's validity left out; None if none is left.
    lack
        ``"thin_service"`` if there are fewer than 80 % of the usual trips, ``"service_ended"`` if
        no trip runs on this date or a later one; None if neither.
    """

    agency: str
    mode: str
    trips: int
    departures: int
    usual_trips: float | None
    lack: Lack | None


@dataclass(frozen=True)
class FeedServices:
    """
    What one feed runs.

    Parameters
    ----------
    feed
        Name of the feed.
    first_date, last_date
        Its service days (ISO dates); None if none of its trips ever runs.
    valid
        Whether the date lies among them.
    trips, departures
        Trips, and departures that can be boarded, over all stops.
    agencies
        The same by agency and mode, those without trips then and usually left out.
    """

    feed: str
    first_date: str | None
    last_date: str | None
    valid: bool
    trips: int
    departures: int
    agencies: tuple[AgencyServices, ...]


@dataclass(frozen=True)
class ServicesOn:
    """
    What runs on a service day.

    Parameters
    ----------
    date
        The service day (ISO date).
    weekday
        Its name.
    trips, departures
        Trips, and departures that can be boarded, over all stops and feeds.
    usual_trips
        Median of the trips of all such weekdays on which any trip runs; 0 if there are none.
    feeds
        The same by feed.
    departures_by_hour
        For each mode, departures by the hour of the service day; the entries from 24 on are past
        midnight.
    findings
        A warning for each agency and mode that runs far fewer trips than usual, or no longer any.
    """

    date: str
    weekday: str
    trips: int
    departures: int
    usual_trips: int
    feeds: tuple[FeedServices, ...]
    departures_by_hour: dict[str, tuple[int, ...]]
    findings: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        from accessibility.network.health.health_text import services_text  # noqa: PLC0415 - it draws this

        return services_text(self)


def services_on(timetable: "Timetable", day: date) -> ServicesOn:
    """
    Count what runs on a service day.

    Parameters
    ----------
    timetable
        The timetables.
    day
        The service day.

    Returns
    -------
    ServicesOn
        Trips that begin on that day, also those that run on past midnight. Trips at intervals count
        as often as they run; where their phase is unknown, as with phase 0.
    """
    active = active_trips(timetable, day)
    runs = repetitions(timetable) * active
    trip, seconds = _departures(timetable, active)
    per_trip = np.bincount(trip, minlength=timetable.n_trips)
    mode = timetable.route_mode[timetable.trip_route]
    validities = feed_validity(timetable)
    usual = usual_service(timetable, day, validities)
    departures = np.bincount(
        usual.groups.of_trip, weights=per_trip, minlength=len(usual.groups)
    ).astype(np.int64)
    feeds = []
    for feed, (name, validity) in enumerate(zip(timetable.feed_names, validities, strict=True)):
        chosen = timetable.trip_feed == feed
        feeds.append(
            FeedServices(
                feed=name,
                first_date=validity.first_date.isoformat() if validity else None,
                last_date=validity.last_date.isoformat() if validity else None,
                valid=validity is not None and validity.first_date <= day <= validity.last_date,
                trips=int(runs[chosen].sum()),
                departures=int(per_trip[chosen].sum()),
                agencies=_by_agency(usual, departures, feed),
            )
        )
    return ServicesOn(
        date=day.isoformat(),
        weekday=f"{day:%A}",
        trips=int(runs.sum()),
        departures=int(per_trip.sum()),
        usual_trips=_usual_trips(timetable, day),
        feeds=tuple(feeds),
        departures_by_hour=_by_hour(seconds, mode[trip]),
        findings=tuple(findings_of(usual, timetable.feed_names, day)),
    )


def _departures(
    timetable: "Timetable", active: "NDArray[np.bool_]"
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Trip and second of the service day of every departure of the active trips."""
    departs = boardable(timetable)
    trip, seconds = departures_of_rows(timetable, active, departs)
    plain = active.copy()
    plain[timetable.frequency_trip] = False
    trip_of = np.repeat(np.arange(timetable.n_trips), np.diff(timetable.trip_offset))
    departs &= plain[trip_of]
    return (
        np.concatenate([trip_of[departs], trip]),
        np.concatenate([timetable.st_departure[departs].astype(np.int64), seconds]),
    )


def _by_agency(
    usual: UsualService, departures: "NDArray[np.int64]", feed: int
) -> tuple[AgencyServices, ...]:
    shown = (usual.trips > 0) | (usual.usual > 0) | [lack is not None for lack in usual.lacks]
    return tuple(
        AgencyServices(
            agency=usual.groups.agency[group],
            mode=MODE_NAMES[int(usual.groups.mode[group])],
            trips=int(usual.trips[group]),
            departures=int(departures[group]),
            usual_trips=None if np.isnan(usual.usual[group]) else whole(usual.usual[group]),
            lack=usual.lacks[group],
        )
        for group in np.flatnonzero(shown & (usual.groups.feed == feed))
    )


def _by_hour(seconds: "NDArray[np.int64]", mode: "NDArray[np.uint8]") -> dict[str, tuple[int, ...]]:
    hours = seconds // HOUR_S
    length = max(24, int(hours.max()) + 1) if len(hours) else 24
    return {
        MODE_NAMES[int(number)]: tuple(
            int(n) for n in np.bincount(hours[mode == number], minlength=length)
        )
        for number in np.unique(mode)
    }


def _usual_trips(timetable: "Timetable", day: date) -> int:
    try:
        first, counts = trips_per_date(timetable)
    except NoServiceDataError:
        return 0
    same = counts[(day.weekday() - first.weekday()) % 7 :: 7]
    return int(np.median(same[same > 0])) if same.any() else 0
