"""The oracle: travel times by the rules of the method, slowly and plainly."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import TypedDict, Unpack

import numpy as np

from .clock import departures, utc_seconds
from .points import Joined, LonLat
from .search import NEVER, Footpaths, Runs, Seconds, Service, earliest_arrivals
from .streets import read_streets
from .timetable import Timetable, read_timetable
from .walking import straight_mm, walk_seconds
from .ways import Answers, Manner, Ways
from .wheels import CarManner


class Limits(TypedDict, total=False):
    """Options of a journey, as `Oracle.window_seconds` describes them."""

    walk_speed: int
    max_time: int
    max_walk_time: int
    max_transfer_time: int
    boarding_slack: int
    max_rides: int
    transit_modes: Collection[str] | None
    snap_radius: float


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
        self.service = Service(self.timetable)
        served = {call.stop for trip in self.timetable.trips for call in trip.calls}
        self.stops = {stop: self.timetable.stops[stop].lonlat for stop in sorted(served)}
        self.joined_stops: dict[int, Joined] = {}
        for stop, lonlat in self.stops.items():
            joined = self._join(lonlat, stop_snap_radius) if lonlat else None
            if joined is not None:
                self.joined_stops[stop] = joined
        self._transfers: dict[tuple[int, int], Footpaths] = {}
        self._stop_walks: dict[tuple[Joined, int, int], dict[int, int]] = {}

    def _join(self, lonlat: LonLat, radius_m: float) -> Joined | None:
        return self.ways.join(lonlat, radius_m)

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

    def stop_walks(self, point: Joined, walk_speed: int, limit_s: int) -> dict[int, int]:
        """Seconds between a point and every joined stop within a limit."""
        key = (point, walk_speed, limit_s)
        if key not in self._stop_walks:
            seconds_to = self.ways.reach_from(point, limit_s, Manner("walk", walk_speed))
            walks = {stop: seconds_to(joined) for stop, joined in self.joined_stops.items()}
            self._stop_walks[key] = {stop: s for stop, s in walks.items() if s is not None}
        return self._stop_walks[key]

    # transfers

    def transfers(self, walk_speed: int, limit_s: int) -> Footpaths:
        """All transfers within a limit, those of a stop to itself included."""
        key = (walk_speed, limit_s)
        if key not in self._transfers:
            found = [(stop, stop, 0) for stop in self.stops]
            for stop in self.stops:
                if stop in self.joined_stops:
                    walks = self.stop_walks(self.joined_stops[stop], walk_speed, limit_s)
                    found += [(stop, to, s) for to, s in walks.items() if to != stop]
                found += self._straight_transfers(stop, walk_speed, limit_s)
            columns = np.array(found, dtype=np.int64).reshape(-1, 3).T
            self._transfers[key] = Footpaths(*columns)
        return self._transfers[key]

    def _straight_transfers(
        self, stop: int, walk_speed: int, limit_s: int
    ) -> list[tuple[int, int, int]]:
        """Transfers from a stop where it or the other does not join the streets."""
        here = self.stops[stop]
        if here is None:
            return []
        degrees = (limit_s * walk_speed / 3600 + 1) / 110_000  # so far north or south at most
        found = []
        for other, there in self.stops.items():
            both_join = stop in self.joined_stops and other in self.joined_stops
            if other == stop or there is None or both_join or abs(there[1] - here[1]) > degrees:
                continue
            seconds = walk_seconds(straight_mm(here, there), walk_speed)
            if seconds <= limit_s:
                found.append((stop, other, seconds))
        return found

    # public transport

    def travel_seconds(
        self,
        origin: LonLat,
        destination: LonLat,
        moment: datetime,
        **limits: Unpack[Limits],
    ) -> int | None:
        """Seconds to one destination when leaving at one moment."""
        return self.travel_seconds_to_many(origin, [destination], moment, **limits)[0]

    def travel_seconds_to_many(
        self,
        origin: LonLat,
        destinations: Sequence[LonLat],
        moment: datetime,
        **limits: Unpack[Limits],
    ) -> Answers:
        """Seconds to each destination when leaving at one moment; one search for all."""
        rows = self.window_seconds(origin, destinations, moment, **limits)
        return [row[0] for row in rows]

    def window_seconds(
        self,
        origin: LonLat,
        destinations: Sequence[LonLat],
        moment: datetime,
        window_s: int = 0,
        *,
        walk_speed: int = 3600,
        max_time: int = 7200,
        max_walk_time: int = 1200,
        max_transfer_time: int = 600,
        boarding_slack: int = 60,
        max_rides: int = 8,
        transit_modes: Collection[str] | None = None,
        snap_radius: float = 300,
    ) -> list[Answers]:
        """For each destination the seconds of every departure of the window (0: one moment).

        Parameters
        ----------
        origin, destinations
            Longitude and latitude.
        moment
            Local date and time without a time zone.
        window_s, max_time, max_walk_time, max_transfer_time, boarding_slack
            Seconds.
        walk_speed
            Whole metres per hour.
        transit_modes
            Names of modes, None for all.
        snap_radius
            Metres.
        """
        starts = departures(utc_seconds(moment, self.timetable.timezone), window_s)
        start = self._join(origin, snap_radius)
        if start is None:
            return [[None] * len(starts) for _ in destinations]
        runs = self.service.runs(starts[0], starts[-1] + max_time, transit_modes)
        footpaths = self.transfers(walk_speed, max_transfer_time)
        access = self.stop_walks(start, walk_speed, max_walk_time)
        alighting = [
            self._alighting(runs, footpaths, access, second, boarding_slack, max_rides)
            for second in starts
        ]
        direct = self.walk_seconds_to_many(
            origin,
            destinations,
            walk_speed=walk_speed,
            max_time=max_walk_time,
            snap_radius=snap_radius,
        )
        answers: list[Answers] = []
        for destination, on_foot in zip(destinations, direct, strict=True):
            end = self._join(destination, snap_radius)
            egress = self.stop_walks(end, walk_speed, max_walk_time) if end else {}
            stops, walks = (
                np.array(list(egress), np.int64),
                np.array(list(egress.values()), np.int64),
            )
            row: Answers = []
            for second, arrival in zip(starts, alighting, strict=True):
                seconds = int((arrival[stops] + walks).min(initial=NEVER)) - second
                seconds = seconds if on_foot is None else min(seconds, on_foot)
                row.append(seconds if seconds <= max_time else None)
            answers.append(row)
        return answers

    def _alighting(
        self,
        runs: Runs,
        footpaths: Footpaths,
        access: dict[int, int],
        second: int,
        slack_s: int,
        max_rides: int,
    ) -> Seconds:
        ready = np.full(len(self.timetable.stops), NEVER, np.int64)
        for stop, walk in access.items():
            ready[stop] = second + walk
        return earliest_arrivals(runs, footpaths, ready, slack_s, max_rides)
