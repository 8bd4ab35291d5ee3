"""Journeys behind the answers: what they are made of, and which are worth having.

How to ask, on `Oracle` (the question is that of `window_seconds`, with the same limits)::

    question = (origin, destination, moment, window_s=0)
    how = (arrive_by=False, measure="elapsed", **limits)
    oracle.journey(*question, nth=0, **how) -> Journey | None
    oracle.journey_faults(proposed, *question, nth=0, **how) -> list[str]
    oracle.pareto(*question, **how) -> list[Choice]

and what is handed over::

    Ride(feed, trips, from_stop, to_stop, departure, arrival, day=None)
    Journey(start, end, rides, access, transfers, egress, direct)
    Journey.components -> Components, whose sum is the answer; Journey.walking -> seconds
    Components(access, initial_wait, in_vehicle, transfer_walk, transfer_wait, egress, final_wait,
               direct)
    Choice(seconds, rides, moments)

Moments are whole seconds since 1970 (UTC), as `clock.utc_seconds` makes them of local times;
all else is whole seconds.

The journey behind an answer
----------------------------
`nth` counts the answers of `window_seconds` for the destination, from 0: minute after minute, draw
after draw. An answer counts from a `start` to an `end`:

=========  =========  =====================  ==========================================
arrive_by  measure    start                  end
=========  =========  =====================  ==========================================
False      elapsed    the asked departure    the earliest arrival
False      journey    the latest departure   the same earliest arrival
                      that arrives then
True       elapsed    the latest departure   the deadline
True       journey    the same latest        the earliest arrival of those who leave
                      departure              then
=========  =========  =====================  ==========================================

The journey leaves at `start` or later and arrives at `end` or earlier. Of all that do so, those
with the fewest rides count (0 where one goes directly), and of these the ones with the least
walking: access, transfers and egress together, on whatever mode. The traveller sets out for the
first stop at `start` and waits there. So

* `initial_wait` holds `boarding_slack`; it is the slack alone, except for the first row;
* `final_wait` is 0, except for the third row, where it is the deadline less the arrival.

The number of rides, `walking`, `direct` and all waits and `in_vehicle` in one sum are unique. Ties
may differ in all else: which stops and trips, what is walked where, waited where or ridden.
`journey` gives one of them. `journey_faults` names what is wrong with a journey, leg by leg, and
nothing for every one of them; compare your own components with those of the journey that passed.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import NamedTuple


def feed_number(name: str) -> int:
    """Place among the feeds, from the name that `timetable` gives them."""
    return int(name.partition(":")[0])


class Ride(NamedTuple):
    """One ride from boarding to alighting, staying in the vehicle included.

    Parameters
    ----------
    feed
        Place of the feed among those of the oracle, from 0.
    trips
        `trip_id` of the trip that is boarded and of all for which the traveller stays.
    from_stop, to_stop
        `stop_id`.
    departure, arrival
        Seconds since 1970. Where only the first stop of the last trip is ridden to, its arrival
        is not before that of the trip before.
    day
        Service day of all trips; None for not said.
    """

    feed: int
    trips: tuple[str, ...]
    from_stop: str
    to_stop: str
    departure: int
    arrival: int
    day: date | None = None


class Components(NamedTuple):
    """Seconds of which an answer is the sum; the waits before vehicles hold the slack."""

    access: int
    initial_wait: int
    in_vehicle: int
    transfer_walk: int
    transfer_wait: int
    egress: int
    final_wait: int
    direct: int


class Journey(NamedTuple):
    """A journey within a span of time.

    Parameters
    ----------
    start, end
        Seconds since 1970 between which the answer counts.
    rides
        None for a direct journey.
    access, egress, direct
        Seconds over the streets, 0 for none.
    transfers
        Seconds on foot between each ride and the next.
    """

    start: int
    end: int
    rides: tuple[Ride, ...]
    access: int
    transfers: tuple[int, ...]
    egress: int
    direct: int

    @property
    def walking(self) -> int:
        """Seconds to, between and from vehicles."""
        return self.access + sum(self.transfers) + self.egress

    @property
    def components(self) -> Components:
        """What the seconds from start to end are spent on."""
        if not self.rides:
            return Components(0, 0, 0, 0, 0, 0, self.end - self.start - self.direct, self.direct)
        first, last = self.rides[0], self.rides[-1]
        changes = sum(after.departure - before.arrival for before, after in pairwise(self.rides))
        return Components(
            access=self.access,
            initial_wait=first.departure - self.start - self.access,
            in_vehicle=sum(ride.arrival - ride.departure for ride in self.rides),
            transfer_walk=sum(self.transfers),
            transfer_wait=changes - sum(self.transfers),
            egress=self.egress,
            final_wait=self.end - last.arrival - self.egress,
            direct=0,
        )


class Choice(NamedTuple):
    """A time that nothing beats, and the departures or deadlines that have it, the earliest first.

    Each choice is faster than all with fewer rides, and no other with as many rides is as fast:
    of an origin and a destination there are at most `max_rides` + 1. By definition they come of
    all pairs (seconds, rides) where rides is any of 0 ... `max_rides`, and seconds any of the
    answers that `window_seconds` gives with `max_rides=rides`, at whatever moment of the window and
    in whatever draw. A pair is left out if another one is no worse in both and better in one. So
    for one departure there is the earliest arrival for each number of rides that makes it earlier;
    with `measure="journey"` seconds are those of that measure, to the earliest arrival (or of
    the latest departure) with so many rides.
    """

    seconds: int
    rides: int
    moments: tuple[int, ...]


def undominated(found: Iterable[tuple[int, int, int]]) -> list[Choice]:
    """Choices among (seconds, rides, moment), by the number of rides."""
    moments: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for seconds, rides, moment in found:
        moments[seconds, rides].add(moment)
    return sorted(
        (
            Choice(seconds, rides, tuple(sorted(when)))
            for (seconds, rides), when in moments.items()
            if not any(
                s <= seconds and r <= rides and (s, r) != (seconds, rides) for s, r in moments
            )
        ),
        key=lambda choice: choice.rides,
    )
