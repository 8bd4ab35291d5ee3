"""Earliest arrivals by timetable and on foot, in rounds of one ride each.

What a traveller has reached is, for each run of a trip, the first call at which it can be boarded
with so many rides: whoever boards earlier can alight wherever those who board later can. A run
that is reached by staying in the vehicle counts as boarded before its first call. A round looks
at every call of every run: nothing is skipped, sorted or assumed about the trips.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .rules import Rules
from .service import NEVER, Flags, Numbers, Runs
from .timetable import Timetable

ON_BOARD = -1  # position of those who stayed in the vehicle: before the first call


@dataclass(frozen=True)
class Footpaths:
    """Transfers between stops; each stop has one to itself, of 0 seconds."""

    from_stop: Numbers
    to_stop: Numbers
    seconds: Numbers


@dataclass(frozen=True)
class Alightings:
    """Every way to leave a vehicle: those can who have boarded `run` before call `before`.

    `vehicle` is the run that is left: another one where the first call of a run is meant, at which
    only those alight who have stayed for it.
    """

    run: Numbers
    before: Numbers
    vehicle: Numbers
    stop: Numbers
    second: Numbers


def alightings(runs: Runs) -> Alightings:
    """All alightings of all runs."""
    later = np.flatnonzero(runs.alighting & (runs.position > 0))
    first_call = np.flatnonzero(runs.position == 0)  # of each run
    last_call = first_call + runs.last
    stays = np.flatnonzero(runs.alighting[first_call[runs.stay_to]])
    a, b = runs.stay_from[stays], runs.stay_to[stays]
    # a vehicle that has come early does not let anybody out before the other trip has ended
    second = np.maximum(runs.arrival[first_call[b]], runs.arrival[last_call[a]])
    return Alightings(
        np.concatenate([runs.run[later], a]),
        np.concatenate([runs.position[later], runs.last[a]]),
        np.concatenate([runs.run[later], b]),
        np.concatenate([runs.stop[later], runs.stop[first_call[b]]]),
        np.concatenate([runs.arrival[later], second]),
    )


class Search:
    """Rides and changes among some runs."""

    def __init__(
        self,
        timetable: Timetable,
        runs: Runs,
        footpaths: Footpaths,
        rules: Rules,
        slack_s: int,
        max_rides: int,
    ) -> None:
        self.timetable = timetable
        self.runs = runs
        self.rules = rules
        self.footpaths = footpaths
        self.alight = alightings(runs)
        self.slack_s = slack_s
        self.max_rides = max_rides
        self.n_runs = len(runs.trip)
        self.n_stops = len(timetable.stops)
        stops = timetable.stops
        ruled = np.array(
            [
                bool(rules.of_changes and rules.of_stops(stops[a], stops[b]))
                for a, b in zip(footpaths.from_stop, footpaths.to_stop, strict=True)
            ],
            np.bool_,
        )
        self.free = pick(footpaths, ~ruled)
        changes = list(self._ruled_changes(pick(footpaths, ruled)))
        # changes under a rule, one by one: from which alighting to which call, seconds on foot
        columns = np.array(changes, np.int64).reshape(-1, 3).T
        self.ruled_from, self.ruled_to, self.ruled_walk = columns

    def _ruled_changes(self, footpaths: Footpaths) -> Iterable[tuple[int, int, int]]:
        runs, trips, stops = self.runs, self.timetable.trips, self.timetable.stops
        leaving, boarding = defaultdict(list), defaultdict(list)
        for event, stop in enumerate(self.alight.stop):
            leaving[stop].append(event)
        for call in np.flatnonzero(runs.boarding):
            boarding[runs.stop[call]].append(call)
        gaps: dict[tuple[int, int, int, int], int | None] = {}
        for a, b, walk_s in zip(
            footpaths.from_stop, footpaths.to_stop, footpaths.seconds, strict=True
        ):
            for event in leaving[a]:
                left = runs.trip[self.alight.vehicle[event]]
                for call in boarding[b]:
                    boarded = runs.trip[runs.run[call]]
                    key = (left, a, boarded, b)
                    if key not in gaps:
                        gaps[key] = self.rules.gap(
                            (trips[left], stops[a]),
                            (trips[boarded], stops[b]),
                            walk_s,
                            self.slack_s,
                        )
                    gap = gaps[key]
                    if gap is not None and runs.departure[call] >= self.alight.second[event] + gap:
                        yield event, call, walk_s

    def settle(self, boarded: Numbers) -> Numbers:
        """Let everybody stay in the vehicle who can."""
        runs = self.runs
        while True:
            stays = boarded[runs.stay_from] < runs.last[runs.stay_from]
            new = boarded.copy()
            new[runs.stay_to[stays]] = ON_BOARD
            if np.array_equal(new, boarded):
                return boarded
            boarded = new

    def board(self, calls: Flags) -> Numbers:
        """First call of each run among some calls, NEVER for none."""
        boarded = np.full(self.n_runs, NEVER, np.int64)
        np.minimum.at(boarded, self.runs.run[calls], self.runs.position[calls])
        return boarded

    def change(self, boarded: Numbers) -> Flags:
        """Calls at which somebody can board who has left one of the runs boarded."""
        runs, leaves = self.runs, boarded[self.alight.run] < self.alight.before
        arrival = np.full(self.n_stops, NEVER, np.int64)
        np.minimum.at(arrival, self.alight.stop[leaves], self.alight.second[leaves])
        ready = np.full(self.n_stops, NEVER, np.int64)
        np.minimum.at(ready, self.free.to_stop, arrival[self.free.from_stop] + self.free.seconds)
        calls = runs.boarding & (runs.departure >= ready[runs.stop] + self.slack_s)
        calls[self.ruled_to[leaves[self.ruled_from]]] = True
        return calls

    def earliest(self, ready: Numbers) -> Numbers:
        """Earliest second of alighting, by the mode of the vehicle left and stop; NEVER for none.

        Parameters
        ----------
        ready
            Second at which the traveller is at a stop for the first ride, by the mode of the
            vehicle that is boarded and stop; NEVER for none.
        """
        runs = self.runs
        best = np.full((len(runs.modes), self.n_stops), NEVER, np.int64)
        if self.max_rides < 1 or not runs.modes:
            return best
        at_first = ready[runs.mode[runs.run], runs.stop] + self.slack_s
        boarded = self.settle(self.board(runs.boarding & (runs.departure >= at_first)))
        for _ in range(1, self.max_rides):
            more = np.minimum(boarded, self.board(self.change(boarded)))
            more = self.settle(more)
            if np.array_equal(more, boarded):
                break  # another ride would find the same
            boarded = more
        leaves = boarded[self.alight.run] < self.alight.before
        place = (runs.mode[self.alight.vehicle[leaves]], self.alight.stop[leaves])
        np.minimum.at(best, place, self.alight.second[leaves])
        return best


def pick(footpaths: Footpaths, rows: Flags) -> Footpaths:
    """Some of the footpaths."""
    return Footpaths(footpaths.from_stop[rows], footpaths.to_stop[rows], footpaths.seconds[rows])
