"""Earliest arrivals by timetable and on foot, in rounds of one ride each.

After round k, `ready[s]` is the earliest second at which a traveller can be at stop s, ready to
board, after at most k rides and one transfer behind the last of them. A round looks at every
call of every trip in the table: nothing is skipped, sorted or assumed about the trips. It is
exact because whoever is ready at a stop earlier can board all that those who come later can.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .clock import days_between, service_day_start
from .timetable import Timetable

NEVER = 1 << 60

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Runs:
    """Trips on their service days: a row each, a column per call, padded with closed calls."""

    stop: NDArray[np.int64]
    arrival: Seconds  # seconds since 1970
    departure: Seconds
    boarding: Flags
    alighting: Flags
    mode: NDArray[Any]  # one name a row

    def pick(self, rows: NDArray[Any]) -> "Runs":
        """Some of the rows."""
        return Runs(
            self.stop[rows],
            self.arrival[rows],
            self.departure[rows],
            self.boarding[rows],
            self.alighting[rows],
            self.mode[rows],
        )


@dataclass(frozen=True)
class Footpaths:
    """Transfers between stops; each stop has one to itself, of 0 seconds."""

    from_stop: NDArray[np.int64]
    to_stop: NDArray[np.int64]
    seconds: Seconds


class Service:
    """What runs when."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        trips = timetable.trips
        width = max((len(trip.calls) for trip in trips), default=1)
        shape = (len(trips), width)
        self.all_trips = Runs(
            np.zeros(shape, np.int64),
            np.full(shape, NEVER, np.int64),
            np.full(shape, -NEVER, np.int64),
            np.zeros(shape, np.bool_),
            np.zeros(shape, np.bool_),
            np.array([trip.mode for trip in trips], dtype=object),
        )
        for row, trip in enumerate(trips):
            for column, call in enumerate(trip.calls):
                self.all_trips.stop[row, column] = call.stop
                self.all_trips.arrival[row, column] = call.arrival
                self.all_trips.departure[row, column] = call.departure
                self.all_trips.boarding[row, column] = call.boarding
                self.all_trips.alighting[row, column] = call.alighting
        last_calls = (trip.calls[-1].arrival for trip in trips)
        self.longest_s = max(0, *last_calls) if trips else 0
        self._days: dict[date, Runs] = {}

    def day(self, day: date) -> Runs:
        """Trips of one service day, in seconds since 1970."""
        if day not in self._days:
            running = [row for row, trip in enumerate(self.timetable.trips) if day in trip.dates]
            runs = self.all_trips.pick(np.array(running, dtype=np.int64))
            start = service_day_start(day, self.timetable.timezone)
            self._days[day] = Runs(
                runs.stop,
                runs.arrival + start,
                runs.departure + start,
                runs.boarding,
                runs.alighting,
                runs.mode,
            )
        return self._days[day]

    def runs(self, first_s: int, last_s: int, modes: Collection[str] | None) -> Runs:
        """All runs that may be ridden between two moments, by the modes asked for."""
        days = [self.day(day) for day in days_between(first_s, last_s, self.longest_s)]
        names = ("stop", "arrival", "departure", "boarding", "alighting", "mode")
        runs = Runs(*(np.concatenate([getattr(day, name) for day in days]) for name in names))
        leaves = np.where(runs.boarding, runs.departure, -NEVER).max(axis=1, initial=-NEVER)
        comes = np.where(runs.alighting, runs.arrival, NEVER).min(axis=1, initial=NEVER)
        wanted = (leaves >= first_s) & (comes <= last_s)
        if modes is not None:
            wanted &= np.isin(runs.mode.astype(str), sorted(modes))
        return runs.pick(np.flatnonzero(wanted))


def ride(runs: Runs, ready: Seconds, slack_s: int) -> Seconds:
    """Earliest arrival at every stop by exactly one ride, given when one is ready where."""
    boards = runs.boarding & (runs.departure >= ready[runs.stop] + slack_s)
    on_board = np.zeros_like(boards)  # boarded at an earlier call than this one
    on_board[:, 1:] = np.logical_or.accumulate(boards, axis=1)[:, :-1]
    alights = on_board & runs.alighting
    arrival = np.full_like(ready, NEVER)
    np.minimum.at(arrival, runs.stop[alights], runs.arrival[alights])
    return arrival


def walk_on(footpaths: Footpaths, arrival: Seconds) -> Seconds:
    """Earliest second at every stop after one transfer."""
    ready = np.full_like(arrival, NEVER)
    np.minimum.at(ready, footpaths.to_stop, arrival[footpaths.from_stop] + footpaths.seconds)
    return ready


def earliest_arrivals(
    runs: Runs, footpaths: Footpaths, ready: Seconds, slack_s: int, max_rides: int
) -> Seconds:
    """Earliest second of alighting at every stop with one ride or more, NEVER for none.

    Parameters
    ----------
    ready
        Second at which the traveller reaches each stop from the origin, NEVER for none.
    """
    best = np.full_like(ready, NEVER)
    for _ in range(max_rides):
        best = np.minimum(best, ride(runs, ready, slack_s))
        now_ready = np.minimum(ready, walk_on(footpaths, best))
        if np.array_equal(now_ready, ready):
            break  # another ride would find the same
        ready = now_ready
    return best
