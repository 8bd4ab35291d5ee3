"""From what a search found to the legs of a journey: ways, vehicles, stops, lines."""

from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.analysis.leg_table import Leg
from accessibility.network.local_time import service_day_start
from accessibility.network.travel.courses import Courses
from accessibility.network.travel.path_spots import straight_walk_mm
from accessibility.network.travel.service_days import service_day
from accessibility.network.travel.street_paths import StreetPath, StreetPaths
from accessibility.options import TRANSIT_MODES
from accessibility.routing.walking import walking_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accessibility.engines.journeys import Found
    from accessibility.moments import When
    from accessibility.network.network import Network
    from accessibility.network.travel.journeys import JourneyTimetable
    from accessibility.options import TravelOptions

__all__ = ["LegMaker"]

MODE_NAMES = {number: name for name, number in TRANSIT_MODES.items()}

LonLat = tuple[float, float]


class LegMaker:
    """
    Makes legs; ways over the streets are looked for once for each pair of places.

    Parameters
    ----------
    network
        The network.
    options
        What travellers can and will do.
    when
        The departures or deadlines; None if there are none.
    timetables
        The timetables of the journeys, one for each draw.
    """

    def __init__(
        self,
        network: "Network",
        options: "TravelOptions",
        when: "When | None",
        timetables: "Sequence[JourneyTimetable]",
    ) -> None:
        self._network = network
        self._options = options
        self._clock = None if when is None else when.moment.time()
        self._timetables = timetables
        self._courses = network.remember("courses", lambda: Courses(network.timetable))
        self._paths: dict[str, StreetPaths] = {}
        self._spots: dict[tuple[str, Any], Any] = {}
        self._ways: dict[Any, tuple[str, StreetPath, str]] = {}
        self.zone = network.timetable.timezone or "UTC"

    def direct(self, modes: "Sequence[str]", start: LonLat, end: LonLat, seconds: int) -> Leg:
        """
        Make the leg of a journey without a vehicle.

        Parameters
        ----------
        modes
            How it may be made.
        start, end
            WGS84 degrees.
        seconds
            How long it takes.

        Returns
        -------
        Leg
            At no time of day.
        """
        mode, path, source = self._way(modes, start, end, seconds)
        metres = path.millimetres / 1000
        return Leg(mode, None, None, seconds, 0, metres, path.line, source)

    def second(self, found: "Found", cell: int) -> int:
        """
        Say when a journey begins.

        Parameters
        ----------
        found
            What the search found.
        cell
            Which journey of it.

        Returns
        -------
        int
            Seconds since 1970-01-01 00:00 UTC.
        """
        period = self._timetables[int(found.draw[cell])].prepared.period
        return service_day_start(period.day, self.zone) + int(found.begin_s[cell])

    def journey(self, found: "Found", cell: int, start: LonLat, end: LonLat) -> list[Leg]:
        """
        Make the legs of a journey by public transport.

        Parameters
        ----------
        found
            What the search found.
        cell
            Which journey of it.
        start, end
            WGS84 degrees of its ends.

        Returns
        -------
        list of Leg
            In order; ways that take no time are left out.
        """
        rides, count = found.rides, int(found.n_rides[cell])
        timetable = self._timetables[int(found.draw[cell])]
        day = service_day_start(timetable.prepared.period.day, self.zone)
        now, from_stop = int(found.begin_s[cell]), -1
        place: LonLat | int = start
        legs: list[Leg] = []
        modes: Sequence[str] = self._options.access_modes
        for k in range(count):
            stop = int(rides.from_stop[cell, k])
            walked = int(rides.walked[cell, k])
            if from_stop >= 0:
                modes, place = ("walk",), from_stop
            if walked > 0:
                legs.append(self._walk(modes, place, stop, walked, day + now))
            now += walked
            departure, arrival = int(rides.departure[cell, k]), int(rides.arrival[cell, k])
            ride = int(rides.trip[cell, k])
            calls = int(rides.boarded[cell, k]), int(rides.alighted[cell, k])
            from_stop = int(rides.to_stop[cell, k])
            times = day + departure, day + arrival, departure - now
            legs.append(self._ride(timetable, ride, calls, (stop, from_stop), times))
            now = arrival
        last_way = int(rides.last_way[cell])
        if last_way > 0:
            egress = self._options.egress_modes
            legs.append(self._walk(egress, from_stop, end, last_way, day + now))
        return legs

    def _walk(
        self,
        modes: "Sequence[str]",
        start: "LonLat | int",
        end: "LonLat | int",
        seconds: int,
        departure_s: int,
    ) -> Leg:
        mode, path, source = self._way(modes, start, end, seconds)
        return Leg(
            mode,
            departure_s,
            departure_s + seconds,
            seconds,
            0,
            path.millimetres / 1000,
            path.line,
            source,
            **self._stop("from", start),
            **self._stop("to", end),
        )

    def _stop(self, side: str, place: "LonLat | int") -> dict[str, Any]:
        if isinstance(place, tuple):
            return {}
        stops = self._network.timetable.stops
        columns = {f"{side}_stop_id": "stop_id", f"{side}_stop_name": "stop_name"}
        return {name: stops[column][place].as_py() for name, column in columns.items()}

    def _ride(
        self,
        journeys: "JourneyTimetable",
        ride: int,
        calls: tuple[int, int],
        stops: tuple[int, int],
        times: tuple[int, int, int],
    ) -> Leg:
        timetable = self._network.timetable
        departure_s, arrival_s, wait_s = times
        trips, shifts = journeys.pieces(ride)
        pieces = []
        first = 0
        used = []
        for number, trip in enumerate(trips.tolist()):
            length = int(timetable.trip_offset[trip + 1] - timetable.trip_offset[trip])
            low, high = max(calls[0] - first, 0), min(calls[1] - first, length - 1)
            if low <= high and low < length and high >= 0:
                pieces.append((trip, low, high))
                used.append(number)
            first += length
        course = self._courses.along(pieces)
        trip, shift = int(trips[used[0]]), int(shifts[used[0]])
        route = int(timetable.trip_route[trip])
        ids, routes = timetable.trips, timetable.routes
        through = [ids["trip_id"][int(trips[number])].as_py() for number in used[1:]]
        day = service_day(timetable, journeys.prepared.period, trip, shift)
        return Leg(
            MODE_NAMES.get(int(timetable.route_mode[route]), "other"),
            departure_s,
            arrival_s,
            arrival_s - departure_s,
            wait_s,
            course.metres,
            course.line,
            course.source,
            **self._stop("from", stops[0]),
            **self._stop("to", stops[1]),
            feed=timetable.feeds["name"][int(timetable.trip_feed[trip])].as_py(),
            agency_id=routes["agency_id"][route].as_py(),
            route_id=routes["route_id"][route].as_py(),
            route_short_name=routes["route_short_name"][route].as_py(),
            route_long_name=routes["route_long_name"][route].as_py(),
            headsign=ids["trip_headsign"][trip].as_py(),
            trip_id=ids["trip_id"][trip].as_py(),
            service_date=day.isoformat(),
            through_trip_ids=";".join(through) or None,
        )

    def _way(
        self, modes: "Sequence[str]", start: "LonLat | int", end: "LonLat | int", seconds: int
    ) -> tuple[str, StreetPath, str]:
        """Find the way that takes so long: the mode, the path, and what the line follows."""
        key = tuple(modes), start, end, seconds
        if key not in self._ways:
            self._ways[key] = self._find_way(modes, start, end, seconds)
        return self._ways[key]

    def _find_way(
        self, modes: "Sequence[str]", start: "LonLat | int", end: "LonLat | int", seconds: int
    ) -> tuple[str, StreetPath, str]:
        for mode in modes:
            path = self._streets(mode).between(
                self._spots_of(mode, start), self._spots_of(mode, end)
            )
            if path is not None and path.seconds == seconds:
                return mode, path, "streets"
        if isinstance(start, int) and isinstance(end, int):
            straight = straight_walk_mm(self._network, self._options, start, end)
            speed = self._options.walk_speed_mph
            if straight is not None and walking_seconds(np.array([straight]), speed)[0] == seconds:
                ends = [self._spots_of("walk", stop).place for stop in (start, end)]
                return "walk", StreetPath(seconds, straight, np.array(ends)), "straight"
        msg = f"no way of {seconds} s by {', '.join(modes)} from {start} to {end}"
        raise LookupError(msg)

    def _streets(self, mode: str) -> StreetPaths:
        if mode not in self._paths:
            self._paths[mode] = StreetPaths.prepare(self._network, mode, self._options, self._clock)
        return self._paths[mode]

    def _spots_of(self, mode: str, place: "LonLat | int") -> Any:
        key = mode, place
        if key not in self._spots:
            paths = self._streets(mode)
            self._spots[key] = (
                paths.from_point(*place) if isinstance(place, tuple) else paths.from_stop(place)
            )
        return self._spots[key]
