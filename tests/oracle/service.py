"""What runs between two moments: trips on their service days, and who may stay in a vehicle."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .clock import days_between, service_day_start
from .continuing import following
from .rules import Rules
from .timetable import Timetable, Trip

NEVER = 1 << 60

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Asked(NamedTuple):
    """Which trips count."""

    modes: Collection[str] | None = None  # None for all
    wheelchair: bool = False
    refuse_unknown: bool = False

    def open_to(self, *, says: bool | None) -> bool:
        """Whether a stop or a trip may be used, by what it says of wheelchairs."""
        return not self.wheelchair or (not self.refuse_unknown if says is None else says)

    def rides(self, trip: Trip) -> bool:
        """Whether a trip may be used."""
        return (self.modes is None or trip.mode in self.modes) and self.open_to(
            says=trip.wheelchair
        )


EVERYTHING = Asked()


@dataclass(frozen=True)
class Runs:
    """Trips on their days, in seconds since 1970.

    Of each run its trip, its service day and the position of its last call; of each call its run
    and its position in it; of each stay the runs from and to which the vehicle goes on. The modes
    of all runs are listed, and runs have the places of their modes in that list.
    """

    trip: list[int]
    day: list[date]
    modes: list[str]
    mode: Numbers
    last: Numbers
    run: Numbers
    position: Numbers
    stop: Numbers
    arrival: Numbers
    departure: Numbers
    boarding: Flags
    alighting: Flags
    stay_from: Numbers
    stay_to: Numbers


class Service:
    """Days of a timetable."""

    def __init__(self, timetable: Timetable, rules: Rules) -> None:
        self.timetable = timetable
        self.rules = rules
        trips = timetable.trips
        ends = [trip.calls[-1].arrival for trip in trips]
        for trip in trips:
            length = trip.calls[-1].arrival - trip.calls[0].departure
            ends += [interval.end + length for interval in trip.intervals]
        self.longest_s = max(ends, default=0)
        # the calls of all trips, one after the other
        calls = [call for trip in trips for call in trip.calls]
        self._first = np.cumsum([0, *(len(trip.calls) for trip in trips)])
        self._stop = np.array([call.stop for call in calls], np.int64)
        self._arrival = np.array([call.arrival for call in calls], np.int64)
        self._departure = np.array([call.departure for call in calls], np.int64)
        self._boarding = np.array([call.boarding for call in calls], np.bool_)
        self._alighting = np.array([call.alighting for call in calls], np.bool_)
        self._stays: dict[date, list[tuple[int, int]]] = {}

    def starts(self, trip: Trip, seed: int, draw: int) -> Iterator[int]:
        """By how many seconds a trip is moved, once for each time it runs on a day."""
        if not trip.intervals:
            yield 0
        for interval in trip.intervals:
            digest = self.timetable.digests[trip.feed]
            for second in interval.departures(seed, digest, trip.id, draw):
                yield second - trip.calls[0].departure

    def stays(self, day: date) -> list[tuple[int, int]]:
        """Trips of a day, by number, whose passengers may stay for another."""
        if day not in self._stays:
            numbers = {
                id(trip): number
                for number, trip in enumerate(self.timetable.trips)
                if day in trip.dates
            }
            trips = [trip for trip in self.timetable.trips if id(trip) in numbers]
            blocks: defaultdict[tuple[str, str], list[Trip]] = defaultdict(list)
            for trip in trips:
                blocks[trip.feed, trip.block].append(trip)
            self._stays[day] = [
                (numbers[id(trip)], numbers[id(other)])
                for trip in trips
                for other in following(
                    trip, blocks[trip.feed, trip.block], trips, self.timetable.stops, self.rules
                )
            ]
        return self._stays[day]

    def runs(
        self, first_s: int, last_s: int, asked: Asked = EVERYTHING, seed: int = 0, draw: int = 0
    ) -> Runs:
        """All that is on its way at some second between two moments."""
        trips, days, seconds = [], [], []
        stays: list[tuple[int, int]] = []
        for day in days_between(first_s, last_s, self.longest_s):
            start = service_day_start(day, self.timetable.timezone)
            of_trip: dict[int, int] = {}
            for number, trip in enumerate(self.timetable.trips):
                if day not in trip.dates or not asked.rides(trip):
                    continue
                for shift in self.starts(trip, seed, draw):
                    zero = start + shift
                    begins, ends = trip.calls[0].arrival, trip.calls[-1].arrival
                    if zero + begins <= last_s and zero + ends >= first_s:
                        of_trip[number] = len(trips)
                        trips.append(number)
                        days.append(day)
                        seconds.append(zero)
            stays += [
                (of_trip[number], of_trip[other])
                for number, other in self.stays(day)
                if number in of_trip and other in of_trip
            ]
        return self._runs(trips, days, seconds, stays, asked)

    def _runs(
        self,
        trips: list[int],
        days: list[date],
        seconds: list[int],
        stays: list[tuple[int, int]],
        asked: Asked,
    ) -> Runs:
        lengths = np.array([len(self.timetable.trips[trip].calls) for trip in trips], np.int64)
        run = np.repeat(np.arange(len(trips)), lengths)
        position = np.concatenate([np.arange(n) for n in lengths] or [np.zeros(0, np.int64)])
        rows = self._first[trips][run] + position if trips else position
        zero = np.array(seconds, np.int64)[run]
        stop = self._stop[rows]
        usable = np.array(
            [asked.open_to(says=s.wheelchair) for s in self.timetable.stops], np.bool_
        )
        modes = sorted({self.timetable.trips[trip].mode for trip in trips})
        mode = [modes.index(self.timetable.trips[trip].mode) for trip in trips]
        both: NDArray[Any] = np.array(stays, np.int64).reshape(-1, 2)
        return Runs(
            trips,
            days,
            modes,
            np.array(mode, np.int64),
            lengths - 1,
            run,
            position,
            stop,
            self._arrival[rows] + zero,
            self._departure[rows] + zero,
            self._boarding[rows] & usable[stop],
            self._alighting[rows] & usable[stop],
            both[:, 0],
            both[:, 1],
        )
