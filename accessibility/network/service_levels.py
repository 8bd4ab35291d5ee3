"""Trips and departures of a date: by feed, agency and mode, and by hour."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from accessibility.network.calendar import active_trips, boardable, feed_validity, trips_per_date
from accessibility.network.route_types import MODE_NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.timetable import Timetable

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
    """

    agency: str
    mode: str
    trips: int
    departures: int


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
        The same by agency and mode, those without trips left out.
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
    """

    date: str
    weekday: str
    trips: int
    departures: int
    usual_trips: int
    feeds: tuple[FeedServices, ...]
    departures_by_hour: dict[str, tuple[int, ...]]

    def __str__(self) -> str:
        from accessibility.network.health_text import services_text  # noqa: PLC0415 - it draws this

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
        Trips that begin on that day, also those that run on past midnight.
    """
    runs = active_trips(timetable, day)
    trip_of = np.repeat(np.arange(timetable.n_trips), np.diff(timetable.trip_offset))
    departs = boardable(timetable) & runs[trip_of]
    per_trip = np.bincount(trip_of[departs], minlength=timetable.n_trips)
    mode = timetable.route_mode[timetable.trip_route]
    agency = _agencies(timetable)
    feeds = []
    for feed, (name, validity) in enumerate(
        zip(timetable.feed_names, feed_validity(timetable), strict=True)
    ):
        chosen = runs & (timetable.trip_feed == feed)
        feeds.append(
            FeedServices(
                feed=name,
                first_date=validity.first_date.isoformat() if validity else None,
                last_date=validity.last_date.isoformat() if validity else None,
                valid=validity is not None and validity.first_date <= day <= validity.last_date,
                trips=int(chosen.sum()),
                departures=int(per_trip[chosen].sum()),
                agencies=_by_agency(agency, mode, per_trip, chosen),
            )
        )
    return ServicesOn(
        date=day.isoformat(),
        weekday=f"{day:%A}",
        trips=int(runs.sum()),
        departures=int(per_trip.sum()),
        usual_trips=_usual_trips(timetable, day),
        feeds=tuple(feeds),
        departures_by_hour=_by_hour(timetable.st_departure[departs], mode[trip_of[departs]]),
    )


def _agencies(timetable: "Timetable") -> "NDArray[np.str_]":
    """Name of the agency of each trip; where its route names none, the only agency of its feed."""
    names: dict[tuple[int, str | None], str] = {}
    sole: dict[int, str] = {}
    for row in timetable.agencies.to_pylist():
        name = row["agency_name"] or row["agency_id"] or ""
        names[row["feed"], row["agency_id"]] = name
        sole[row["feed"]] = "" if row["feed"] in sole else name
    routes = timetable.routes.select(["feed", "agency_id"]).to_pylist()
    by_route = [
        names.get((row["feed"], row["agency_id"]), row["agency_id"] or sole[row["feed"]])
        for row in routes
    ]
    return np.array(by_route, dtype=np.str_)[timetable.trip_route]


def _by_agency(
    agency: "NDArray[np.str_]",
    mode: "NDArray[np.uint8]",
    departures: "NDArray[np.int64]",
    chosen: "NDArray[np.bool_]",
) -> tuple[AgencyServices, ...]:
    found = []
    for name in np.unique(agency[chosen]):
        for number in np.unique(mode[chosen & (agency == name)]):
            trips = chosen & (agency == name) & (mode == number)
            counts = int(trips.sum()), int(departures[trips].sum())
            found.append(AgencyServices(str(name), MODE_NAMES[int(number)], *counts))
    return tuple(found)


def _by_hour(seconds: "NDArray[np.int32]", mode: "NDArray[np.uint8]") -> dict[str, tuple[int, ...]]:
    hours = seconds // HOUR_S
    length = max(24, int(hours.max()) + 1) if len(hours) else 24
    return {
        MODE_NAMES[int(number)]: tuple(
            int(n) for n in np.bincount(hours[mode == number], minlength=length)
        )
        for number in np.unique(mode)
    }


def _usual_trips(timetable: "Timetable", day: date) -> int:
    if len(timetable.service_dates) == 0:
        return 0
    first, counts = trips_per_date(timetable)
    same = counts[(day.weekday() - first.weekday()) % 7 :: 7]
    return int(np.median(same[same > 0])) if same.any() else 0
