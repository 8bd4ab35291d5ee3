"""What is wrong with a journey that somebody proposes, leg by leg.

Every leg is held against the timetable, the rules and the walks themselves; only how few rides and
how little walking there might be comes from the search of `least`.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from .journeys import Journey, Ride, feed_number
from .least import least
from .moments import Answer
from .service import NEVER
from .timetable import Stop, Trip


def faults(answer: Answer, proposed: Journey | None) -> list[str]:
    """In words; nothing if the journey is one of the best that explain the answer."""
    best = least(answer)
    if proposed is None or best is None:
        return [] if proposed is best else [f"proposed {proposed}, but the best is {best}"]
    found = list(Checker(answer, proposed).faults())
    for what, ours, theirs in (
        ("span", proposed[:2], best[:2]),
        ("rides", len(proposed.rides), len(best.rides)),
        ("walking", proposed.walking, best.walking),
    ):
        if ours != theirs:
            found.append(f"{what}: {ours} instead of {theirs}")
    return found


class Checker:
    """Looks at one journey."""

    def __init__(self, answer: Answer, journey: Journey) -> None:
        self.answer = answer
        self.journey = journey
        self.search = answer.questioner.search

    def faults(self) -> Iterator[str]:
        """Whatever no traveller could do."""
        journey = self.journey
        if not journey.rides:
            yield from self._direct()
            return
        if journey.direct:
            yield f"{journey.direct} s of a direct way beside rides"
        if len(journey.rides) > self.search.max_rides:
            yield f"{len(journey.rides)} rides, {self.search.max_rides} are allowed"
        if len(journey.transfers) != len(journey.rides) - 1:
            yield f"{len(journey.transfers)} transfers between {len(journey.rides)} rides"
            return
        for ride in journey.rides:
            if not any(self._runs(ride)):
                yield f"nothing runs like this: {ride}"
                return
        yield from self._ends()
        for (before, after), walk_s in zip(pairwise(journey.rides), journey.transfers, strict=True):
            yield from self._change(before, after, walk_s)

    def _direct(self) -> Iterator[str]:
        journey, answer = self.journey, self.answer
        if journey.walking or journey.transfers:
            yield "walks to, from or between stops without a ride"
        seconds = answer.questioner.direct(answer.origin, answer.destination)
        if journey.direct != seconds:
            yield f"direct: {journey.direct} s instead of {seconds} s"
        if journey.start + journey.direct > journey.end:
            yield "direct: too late"

    def _runs(self, ride: Ride) -> Iterator[bool]:
        """Whether a ride is possible, for each way to choose runs with the ids of its trips."""
        runs = self.search.runs
        stays = set(zip(runs.stay_from.tolist(), runs.stay_to.tolist(), strict=True))
        chains: list[tuple[int, ...]] = [()]
        for trip_id in ride.trips:
            chains = [
                (*chain, run)
                for chain in chains
                for run in self._runs_of(ride, trip_id)
                if not chain or (chain[-1], run) in stays
            ]
        for chain in filter(None, chains):
            yield self._is_possible(ride, chain)

    def _runs_of(self, ride: Ride, trip_id: str) -> Iterator[int]:
        runs, trips = self.search.runs, self.search.timetable.trips
        for run, (number, day) in enumerate(zip(runs.trip, runs.day, strict=True)):
            trip = trips[number]
            if (feed_number(trip.feed), trip.id) == (ride.feed, trip_id) and ride.day in (
                None,
                day,
            ):
                yield run

    def _is_possible(self, ride: Ride, chain: Sequence[int]) -> bool:
        """Whether one can board the first run and leave the last one as the ride says."""
        runs = self.search.runs
        stops = self.search.timetable.stops
        of_first = np.flatnonzero(runs.run == chain[0]).tolist()
        of_last = np.flatnonzero(runs.run == chain[-1]).tolist()
        boardings = [
            runs.position[call]
            for call in of_first
            if runs.boarding[call]
            and stops[runs.stop[call]].id == ride.from_stop
            and runs.departure[call] == ride.departure
        ]
        earliest = -NEVER
        if len(chain) > 1:  # they come with the first run to its last stop, and stay
            boardings = [position for position in boardings if position < runs.last[chain[0]]]
            earliest = runs.arrival[np.flatnonzero(runs.run == chain[-2])[-1]]
        alightings = [
            runs.position[call]
            for call in of_last
            if runs.alighting[call]
            and stops[runs.stop[call]].id == ride.to_stop
            and max(runs.arrival[call], earliest * (runs.position[call] == 0)) == ride.arrival
        ]
        if len(chain) > 1:
            return bool(boardings and alightings)
        return any(a < b for a in boardings for b in alightings)

    def _ends(self) -> Iterator[str]:
        """Faults of the way to the first vehicle and from the last one."""
        journey, answer, questioner = self.journey, self.answer, self.answer.questioner
        runs = self.search.runs
        first, last = journey.rides[0], journey.rides[-1]
        (trip_a, stop_a), (trip_b, stop_b) = self._boarded(first), self._left(last)
        access, egress = (
            table[runs.modes.index(trip.mode), self.search.timetable.stops.index(stop)]
            for table, trip, stop in (
                (questioner.access(answer.origin), trip_a, stop_a),
                (questioner.egress(answer.destination), trip_b, stop_b),
            )
        )
        if journey.access != access:
            yield f"access: {journey.access} s instead of {access} s to {stop_a.id}"
        if journey.egress != egress:
            yield f"egress: {journey.egress} s instead of {egress} s from {stop_b.id}"
        if first.departure < journey.start + journey.access + self.search.slack_s:
            yield f"too late for {first}"
        if last.arrival + journey.egress > journey.end:
            yield f"arrives after the end with {last}"

    def _change(self, before: Ride, after: Ride, walk_s: int) -> Iterator[str]:
        left, boarded = self._left(before), self._boarded(after)
        stops, paths = self.search.timetable.stops, self.search.footpaths
        pair = (stops.index(left[1]), stops.index(boarded[1]))
        walks = paths.seconds[(paths.from_stop == pair[0]) & (paths.to_stop == pair[1])].tolist()
        if walks != [walk_s]:
            yield f"transfer: {walk_s} s instead of {walks} s from {before} to {after}"
            return
        gap = self.search.rules.gap(left, boarded, walk_s, self.search.slack_s)
        if gap is None:
            yield f"no change is allowed from {before} to {after}"
        elif after.departure < before.arrival + gap:
            yield f"{gap} s are needed between {before} and {after}"

    def _boarded(self, ride: Ride) -> tuple[Trip, Stop]:
        return self._trip(ride.feed, ride.trips[0]), self._stop(ride.feed, ride.from_stop)

    def _left(self, ride: Ride) -> tuple[Trip, Stop]:
        return self._trip(ride.feed, ride.trips[-1]), self._stop(ride.feed, ride.to_stop)

    def _trip(self, feed: int, trip_id: str) -> Trip:
        trips = self.search.timetable.trips
        return next(t for t in trips if (feed_number(t.feed), t.id) == (feed, trip_id))

    def _stop(self, feed: int, stop_id: str) -> Stop:
        stops = self.search.timetable.stops
        return next(s for s in stops if (feed_number(s.feed), s.id) == (feed, stop_id))
