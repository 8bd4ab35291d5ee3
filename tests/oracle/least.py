"""The journey of the fewest rides and least walking within a span of time.

Ride by ride: the least seconds on foot of those who board at a call, then of those who leave a
vehicle. What is possible next depends on where and when they leave, never on how far they have
walked, so the least of each is all that matters. The way is found by going back through the rounds.
"""

import numpy as np

from .journeys import Journey, Ride, feed_number
from .moments import Answer
from .service import NEVER, Numbers


def least(answer: Answer) -> Journey | None:
    """One of the journeys behind an answer that are best by (rides, walking)."""
    if answer.span is None:
        return None
    start, end = answer.span
    direct = answer.questioner.direct(answer.origin, answer.destination)
    if direct is not None and start + direct <= end:
        return Journey(start, end, (), 0, (), 0, direct)
    return Rounds(answer, start, end).journey()


class Rounds:
    """The rides of one traveller who leaves at `start` and must arrive by `end`."""

    def __init__(self, answer: Answer, start: int, end: int) -> None:
        self.search = search = answer.questioner.search
        self.start, self.end = start, end
        runs, alight = search.runs, search.alight
        self.first_call = np.flatnonzero(runs.position == 0)  # of each run
        of_call = (runs.mode[runs.run], runs.stop)
        self.access = answer.questioner.access(answer.origin)[of_call]
        of_event = (runs.mode[alight.vehicle], alight.stop)
        self.egress = answer.questioner.egress(answer.destination)[of_event]
        # least seconds on foot to each call and from each alighting, with one ride, two, ...
        self.boarded: list[Numbers] = []
        self.left: list[Numbers] = []

    def journey(self) -> Journey:
        """The best journey; there is one."""
        runs, alight, slack_s = self.search.runs, self.search.alight, self.search.slack_s
        ready = self.start + self.access + slack_s
        boarded = np.where(runs.boarding & (runs.departure >= ready), self.access, NEVER)
        for _ in range(self.search.max_rides):
            self.boarded.append(boarded)
            self.left.append(self.leave(boarded))
            in_time = alight.second + self.egress <= self.end
            walking = np.where(in_time, self.left[-1] + self.egress, NEVER)
            if walking.min(initial=NEVER) < NEVER:
                return self.back(int(walking.argmin()))
            boarded = self.change(self.left[-1])
        raise AssertionError("the answer has no journey")

    def leave(self, boarded: Numbers) -> Numbers:
        """Least walking of those who leave at each alighting."""
        runs, alight = self.search.runs, self.search.alight
        until = boarded.copy()  # of those who have boarded at a call or before it
        for first, last in zip(self.first_call, self.first_call + runs.last, strict=True):
            until[first : last + 1] = np.minimum.accumulate(boarded[first : last + 1])
        stayed = np.full(self.search.n_runs, NEVER, np.int64)

        def before(run: Numbers, position: Numbers) -> Numbers:
            at_calls = until[self.first_call[run] + np.maximum(position - 1, 0)]
            return np.minimum(stayed[run], np.where(position > 0, at_calls, NEVER))

        while True:
            known = stayed.copy()
            np.minimum.at(stayed, runs.stay_to, before(runs.stay_from, runs.last[runs.stay_from]))
            if np.array_equal(known, stayed):
                return before(alight.run, alight.before)

    def change(self, left: Numbers) -> Numbers:
        """Least walking of those who board at each call after one ride more."""
        search, runs, alight = self.search, self.search.runs, self.search.alight
        boarded = np.full(len(runs.run), NEVER, np.int64)
        walking = left[search.ruled_from] + search.ruled_walk
        np.minimum.at(boarded, search.ruled_to, np.minimum(walking, NEVER))
        events = np.flatnonzero(left < NEVER)
        events = events[np.argsort(alight.second[events], kind="stable")]
        for stop in np.unique(alight.stop[events]):
            here = events[alight.stop[events] == stop]
            so_far = np.minimum.accumulate(left[here])
            for path in np.flatnonzero(search.free.from_stop == stop):
                walk_s = search.free.seconds[path]
                calls = np.flatnonzero((runs.stop == search.free.to_stop[path]) & runs.boarding)
                # of those who are there by then, the one who has walked least
                latest = runs.departure[calls] - search.slack_s - walk_s
                number = np.searchsorted(alight.second[here], latest, side="right")
                calls, number = calls[number > 0], number[number > 0]
                boarded[calls] = np.minimum(boarded[calls], so_far[number - 1] + walk_s)
        return boarded

    def back(self, event: int) -> Journey:
        """The journey that ends with an alighting of the last round."""
        egress = int(self.egress[event])
        rides, transfers = [], []
        for number in reversed(range(len(self.left))):
            call, vehicles = self.boarding(event, number)
            rides.append(self.ride(call, event, vehicles))
            if number:
                event, walk_s = self.changed_from(call, number)
                transfers.append(walk_s)
        access = int(self.access[call])
        return Journey(
            self.start, self.end, tuple(rides[::-1]), access, tuple(transfers[::-1]), egress, 0
        )

    def boarding(self, event: int, number: int) -> tuple[int, list[int]]:
        """Where those have boarded who leave at an alighting, and the runs they were on."""
        runs, alight = self.search.runs, self.search.alight
        boarded, walking = self.boarded[number], self.left[number][event]
        run, vehicle = int(alight.run[event]), int(alight.vehicle[event])
        found = [([run] if run == vehicle else [run, vehicle], int(alight.before[event]))]
        seen = {run}
        for path, before in found:  # grows by the vehicles before
            first = self.first_call[path[0]]
            for call in range(first, first + before):
                if boarded[call] == walking:
                    return call, path
            for earlier in runs.stay_from[runs.stay_to == path[0]].tolist():
                if earlier not in seen:
                    seen.add(earlier)
                    found.append(([earlier, *path], int(runs.last[earlier])))
        raise AssertionError("nobody can leave there")

    def changed_from(self, call: int, number: int) -> tuple[int, int]:
        """The alighting of the round before from which a call was reached, and the walk."""
        search, runs, alight = self.search, self.search.runs, self.search.alight
        walking, left = self.boarded[number][call], self.left[number - 1]
        for change in np.flatnonzero(search.ruled_to == call):
            event, walk_s = int(search.ruled_from[change]), int(search.ruled_walk[change])
            if left[event] + walk_s == walking:
                return event, walk_s
        for path in np.flatnonzero(search.free.to_stop == runs.stop[call]):
            walk_s = int(search.free.seconds[path])
            latest = runs.departure[call] - search.slack_s - walk_s
            here = (alight.stop == search.free.from_stop[path]) & (alight.second <= latest)
            events = np.flatnonzero(here & (left + walk_s == walking))
            if len(events):
                return int(events[0]), walk_s
        raise AssertionError("nobody can change there")

    def ride(self, call: int, event: int, vehicles: list[int]) -> Ride:
        """What is known of a ride."""
        runs, alight, timetable = self.search.runs, self.search.alight, self.search.timetable
        trips = [timetable.trips[runs.trip[run]] for run in vehicles]
        return Ride(
            feed_number(trips[0].feed),
            tuple(trip.id for trip in trips),
            timetable.stops[runs.stop[call]].id,
            timetable.stops[alight.stop[event]].id,
            int(runs.departure[call]),
            int(alight.second[event]),
            runs.day[vehicles[0]],
        )
