"""The rides of journeys as fares see them: who runs them, where they go, through which zones."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["Ride", "rides_of"]


@dataclass(frozen=True)
class Ride:
    """
    A vehicle from boarding to alighting.

    Parameters
    ----------
    feed
        Name of the feed.
    agency_id, agency_name
        Who runs it; of the only agency of the feed where the route names none.
    route_id
        The route.
    mode
        The kind of vehicle.
    boarding_s
        When it is boarded, in seconds since 1970-01-01 00:00 UTC.
    metres
        How far it goes.
    stops
        Ids of the stops at which the vehicle calls, from boarding to alighting.
    zones
        `zone_id` of each of them; None where the feed says none.
    """

    feed: str
    agency_id: str | None
    agency_name: str | None
    route_id: str
    mode: str
    boarding_s: int
    metres: float
    stops: tuple[str, ...]
    zones: tuple[str | None, ...]


def rides_of(legs: "pd.DataFrame", timetable: "Timetable") -> list[list[Ride]]:
    """
    Find the rides of each journey.

    Parameters
    ----------
    legs
        The table of legs.
    timetable
        The timetable they were found in.

    Returns
    -------
    list of lists of Ride
        For each journey in the order of the table, without ways over streets.
    """
    calls = _Calls(timetable)
    agencies = _Agencies(timetable)
    journeys = []
    for _, group in legs.groupby(["from_id", "to_id", "option"], sort=False):
        ridden = group[group["trip_id"].notna()].to_dict("records")
        journeys.append([_ride(leg, calls, agencies) for leg in ridden])
    return journeys


def _ride(leg: "Mapping[str, Any]", calls: "_Calls", agencies: "_Agencies") -> Ride:
    places = calls.between(leg)
    agency = agencies.of(leg["feed"], leg["agency_id"] if isinstance(leg["agency_id"], str) else "")
    return Ride(
        feed=leg["feed"],
        agency_id=agency[0] or None,
        agency_name=agency[1],
        route_id=leg["route_id"],
        mode=leg["mode"],
        boarding_s=int(leg["departure"].timestamp()),
        metres=float(leg["distance"]),
        stops=tuple(calls.stop_ids[place] for place in places),
        zones=tuple(calls.zone_ids[place] for place in places),
    )


class _Agencies:
    """Names of agencies by feed and id."""

    def __init__(self, timetable: "Timetable") -> None:
        names = timetable.feed_names
        self._known: dict[str, dict[str, str | None]] = {name: {} for name in names}
        for row in timetable.agencies.to_pylist():
            self._known[names[row["feed"]]][row["agency_id"] or ""] = row["agency_name"]

    def of(self, feed: str, agency_id: str) -> tuple[str, str | None]:
        known = self._known[feed]
        if agency_id not in known and len(known) == 1:
            agency_id = next(iter(known))
        return agency_id, known.get(agency_id)


class _Calls:
    """The stops at which vehicles call, by trip."""

    def __init__(self, timetable: "Timetable") -> None:
        self._timetable = timetable
        self.stop_ids: list[str] = timetable.stops["stop_id"].to_pylist()
        self.zone_ids: list[str | None] = timetable.stops["zone_id"].to_pylist()
        names = timetable.feed_names
        feeds = (names[feed] for feed in timetable.trip_feed.tolist())
        ids = timetable.trips["trip_id"].to_pylist()
        self._trips = {key: place for place, key in enumerate(zip(feeds, ids, strict=True))}

    def between(self, leg: "Mapping[str, Any]") -> "NDArray[np.int32]":
        """Places of the stops of a ride, both ends included."""
        through = leg["through_trip_ids"]
        ids = [leg["trip_id"], *(through.split(";") if isinstance(through, str) else ())]
        trips = [self._trips[leg["feed"], name] for name in ids]
        first, last = self._part(trips[0]), self._part(trips[-1])
        stops = self._timetable.st_stop
        starts = [row for row in first if self.stop_ids[stops[row]] == leg["from_stop_id"]]
        ends = [row for row in last if self.stop_ids[stops[row]] == leg["to_stop_id"]]
        if len(trips) == 1:
            start, end = self._pair(starts, ends, round(leg["travel_time"] * 60))
            return stops[start : end + 1]
        middle = [stops[part.start : part.stop] for part in map(self._part, trips[1:-1])]
        head, tail = stops[starts[-1] : first.stop], stops[last.start : ends[0] + 1]
        return np.concatenate([head, *middle, tail])

    def _part(self, trip: int) -> range:
        offset = self._timetable.trip_offset
        return range(int(offset[trip]), int(offset[trip + 1]))

    def _pair(self, starts: list[int], ends: list[int], seconds: int) -> tuple[int, int]:
        """Of a vehicle that calls at a stop twice: the calls that are so far apart in time."""
        arrival, departure = self._timetable.st_arrival, self._timetable.st_departure
        pairs = [(start, end) for start in starts for end in ends if start < end]
        fits = [pair for pair in pairs if arrival[pair[1]] - departure[pair[0]] == seconds]
        return (fits or pairs)[0]
