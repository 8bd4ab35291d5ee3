"""The oracle: travel times by the rules of the method, slowly and plainly."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from itertools import starmap
from pathlib import Path
from typing import Any

from .clock import deadlines, departures, utc_seconds
from .faults import faults
from .journeys import Choice, Journey, undominated
from .least import least
from .limits import Limits
from .moments import Answer, Questioner
from .points import Joined, LonLat
from .rules import Rules, read_rule
from .search import Search
from .service import Service
from .stops import StopWays, stations_of
from .streets import read_streets
from .timetable import Timetable, read_timetable
from .ways import Answers, Manner, Ways
from .wheels import CarManner


class Oracle:
    """One extract and its feeds.

    Parameters
    ----------
    osm_path
        OpenStreetMap extract.
    gtfs_paths
        Feeds, zips or folders; none for walking alone.
    stop_snap_radius
        Metres within which a stop joins the streets.
    """

    def __init__(
        self,
        osm_path: str | Path,
        gtfs_paths: Sequence[str | Path] = (),
        stop_snap_radius: float = 300,
    ) -> None:
        self.streets = read_streets(Path(osm_path))
        self.edges = self.streets.edges
        self.restrictions = self.streets.restrictions
        self.places = self.streets.places
        self.ways = Ways(self.streets)
        self.timetable: Timetable = read_timetable([Path(path) for path in gtfs_paths])
        self.rules = Rules(filter(None, starmap(read_rule, self.timetable.transfers)))
        self.service = Service(self.timetable, self.rules)
        served = {call.stop for trip in self.timetable.trips for call in trip.calls}
        self.stops = {stop: self.timetable.stops[stop].lonlat for stop in sorted(served)}
        doors = stations_of(self.timetable.stops, self.stops)
        self.stop_ways = StopWays(self.ways, self.stops, stop_snap_radius, doors)
        self._questioners: dict[Any, Questioner] = {}

    @property
    def joined_stops(self) -> dict[int, Joined]:
        """Stops that join the streets of walkers themselves."""
        return self.stop_ways.joined("foot")

    def snap(
        self, lon: float, lat: float, radius_m: float = 300, mode: str = "foot"
    ) -> tuple[int, int, int] | None:
        """Edge that a point joins, first part of the edge and distance in millimetres.

        The mode is foot, wheelchair, bicycle or car.
        """
        joined = self.ways.join((lon, lat), radius_m, mode)
        if joined is None:
            return None
        return joined.edge.id, joined.first_mm, joined.connector_mm

    # over the streets alone

    def street_seconds_to_many(
        self,
        origin: LonLat,
        destinations: Sequence[LonLat],
        *,
        mode: str,
        walk_speed: int = 3600,
        cycle_speed: int = 12000,
        max_time: int = 7200,
        snap_radius: float = 300,
        car_speeds: Mapping[str, int] | None = None,
        car_time_factors: Mapping[str, tuple[int, int, int]] | None = None,
        clock: time | None = None,
        junction_delays: bool = True,
        driving_side: str = "left",
        wheelchair: bool = False,
    ) -> Answers:
        """Seconds to each destination by one mode alone, bounded by `max_time` alone.

        Parameters
        ----------
        origin, destinations
            Longitude and latitude.
        mode
            walk, cycle or car.
        walk_speed, cycle_speed
            Whole metres per hour.
        max_time
            Seconds.
        snap_radius
            Metres.
        car_speeds
            Metres per hour by class, in place of the table's.
        car_time_factors
            Whole per cent of time by class, in the bands 07-09, 10-16 and 16-19.
        clock
            Time of day that chooses the band, None for none of them.
        """
        car = CarManner(
            tuple(sorted((car_speeds or {}).items())),
            tuple(sorted((car_time_factors or {}).items())),
            clock,
            junction_delays,
            driving_side,
        )
        manner = Manner(mode, walk_speed, cycle_speed, car, wheelchair)
        return self.ways.seconds_to_many(origin, destinations, snap_radius, max_time, manner)

    def walk_seconds_to_many(
        self,
        origin: LonLat,
        destinations: Sequence[LonLat],
        *,
        walk_speed: int = 3600,
        max_time: int = 7200,
        snap_radius: float = 300,
    ) -> Answers:
        """`mode="walk"`: seconds on foot to each destination, bounded by `max_time` alone."""
        return self.street_seconds_to_many(
            origin,
            destinations,
            mode="walk",
            walk_speed=walk_speed,
            max_time=max_time,
            snap_radius=snap_radius,
        )

    def walk_seconds(
        self,
        lon1: float,
        lat1: float,
        lon2: float,
        lat2: float,
        *,
        walk_speed: int = 3600,
        max_time: int = 7200,
        snap_radius: float = 300,
    ) -> int | None:
        """Seconds on foot between two points."""
        return self.walk_seconds_to_many(
            (lon1, lat1),
            [(lon2, lat2)],
            walk_speed=walk_speed,
            max_time=max_time,
            snap_radius=snap_radius,
        )[0]

    # public transport

    def travel_seconds(
        self, origin: LonLat, destination: LonLat, moment: datetime, **options: Any
    ) -> int | None:
        """Seconds to one destination when leaving at one moment."""
        return self.travel_seconds_to_many(origin, [destination], moment, **options)[0]

    def travel_seconds_to_many(
        self, origin: LonLat, destinations: Sequence[LonLat], moment: datetime, **options: Any
    ) -> Answers:
        """Seconds to each destination when leaving at one moment."""
        rows = self.window_seconds(origin, destinations, moment, **options)
        return [row[0] for row in rows]

    def window_seconds(
        self,
        origin: LonLat,
        destinations: Sequence[LonLat],
        moment: datetime,
        window_s: int = 0,
        *,
        arrive_by: bool = False,
        measure: str = "elapsed",
        **limits: Any,
    ) -> list[Answers]:
        """For each destination the seconds of every departure or deadline of the window.

        Where timetables are drawn, those of all draws, one draw after the other.

        Parameters
        ----------
        origin, destinations
            Longitude and latitude.
        moment
            Local date and time without a time zone: the first departure or the last deadline.
        window_s
            Seconds; 0 for one moment.
        measure
            elapsed or journey.
        limits
            As `Limits`.
        """
        moments, questioners = self._asked(
            moment, window_s, Limits.of(**limits), arrive_by=arrive_by
        )
        return [
            [
                questioner.answer(origin, destination, second, arrive_by=arrive_by, measure=measure)
                for questioner in questioners
                for second in moments
            ]
            for destination in destinations
        ]

    # journeys: see the file of that name

    def journey(
        self, origin: LonLat, destination: LonLat, *when: Any, nth: int = 0, **how: Any
    ) -> Journey | None:
        """The journey behind one answer, None for not reached.

        Parameters
        ----------
        when, how
            Moment and, if any, window, and the rest as for `window_seconds`.
        nth
            Which of the answers that `window_seconds` gives for the destination, from 0.
        """
        return least(self._answer(origin, destination, nth, *when, **how))

    def journey_faults(
        self,
        proposed: Journey | None,
        origin: LonLat,
        destination: LonLat,
        *when: Any,
        nth: int = 0,
        **how: Any,
    ) -> list[str]:
        """What is wrong with a journey that is said to be behind an answer, None for no journey.

        The rest is as for `journey`.
        """
        return faults(self._answer(origin, destination, nth, *when, **how), proposed)

    def pareto(
        self,
        origin: LonLat,
        destination: LonLat,
        moment: datetime,
        window_s: int = 0,
        *,
        arrive_by: bool = False,
        measure: str = "elapsed",
        **limits: Any,
    ) -> list[Choice]:
        """The least seconds for each number of rides that is worth it; as `window_seconds`."""
        asked = Limits.of(**limits)
        moments, questioners = self._asked(moment, window_s, asked, arrive_by=arrive_by)
        found = []
        for rides in range(asked.max_rides + 1):
            for questioner in (one.at_most(rides) for one in questioners):
                for second in moments:
                    seconds = questioner.answer(
                        origin, destination, second, arrive_by=arrive_by, measure=measure
                    )
                    if seconds is not None:
                        found.append((seconds, rides, second))
        return undominated(found)

    def _answer(
        self,
        origin: LonLat,
        destination: LonLat,
        nth: int,
        moment: datetime,
        window_s: int = 0,
        *,
        arrive_by: bool = False,
        measure: str = "elapsed",
        **limits: Any,
    ) -> Answer:
        asked = Limits.of(**limits)
        moments, questioners = self._asked(moment, window_s, asked, arrive_by=arrive_by)
        draw, place = divmod(nth, len(moments))
        span = questioners[draw].span(
            origin, destination, moments[place], arrive_by=arrive_by, measure=measure
        )
        return Answer(questioners[draw], origin, destination, span)

    def _asked(
        self, moment: datetime, window_s: int, limits: Limits, *, arrive_by: bool
    ) -> tuple[list[int], list[Questioner]]:
        """The moments of a window in seconds, and for each draw one who answers."""
        second = utc_seconds(moment, self.timetable.timezone)
        moments = (deadlines if arrive_by else departures)(second, window_s)
        span = (min(moments) - limits.max_time * arrive_by, max(moments))
        if not arrive_by:
            span = (span[0], span[1] + limits.max_time)
        uncertain = any(
            not interval.exact for trip in self.timetable.trips for interval in trip.intervals
        )
        return moments, [
            self._questioner(span, limits, draw, moment.time())
            for draw in range(limits.frequency_draws if uncertain else 1)
        ]

    def _questioner(
        self, span: tuple[int, int], limits: Limits, draw: int, clock: time
    ) -> Questioner:
        key = (span, limits, draw, clock)
        if key not in self._questioners:
            if len(self._questioners) > limits.frequency_draws:
                self._questioners.clear()  # another question than the last
            runs = self.service.runs(*span, limits.asked, limits.frequency_seed, draw)
            walking = limits.manner("walk", None)
            search = Search(
                self.timetable,
                runs,
                self.stop_ways.footpaths(walking, limits.max_transfer_time),
                self.rules,
                limits.boarding_slack,
                limits.max_rides,
            )
            self._questioners[key] = Questioner(search, self.stop_ways, limits, clock)
        return self._questioners[key]
