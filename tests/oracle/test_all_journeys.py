"""The oracle's best journeys against all that there are, in small random worlds.

All journeys are written down one by one, from the timetable and the lengths of an even street.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise, product

import pytest

from tests.oracle.clock import service_day_start
from tests.oracle.journeys import Journey, Ride
from tests.oracle.tiny import STEP_MM, at

DAY = date(2023, 6, 13)
EIGHT = datetime.fromisoformat("2023-06-13 08:00")
ZERO = service_day_start(DAY, "Europe/London")
SLACK_S, ACCESS_S, TRANSFER_S, RIDES = 300, 500, 400, 3
LIMITS = {
    "max_rides": RIDES,
    "max_walk_time": ACCESS_S,
    "max_transfer_time": TRANSFER_S,
    "boarding_slack": SLACK_S,
}


def walk_s(start, end):
    """Seconds between two nodes of the street."""
    return -(-abs(start - end) * STEP_MM // 1000)


class World:
    """A feed by chance on the street along the equator."""

    def __init__(self, build, seed):
        chance = random.Random(seed)
        self.nodes = [*range(5, 50, 6), 6]
        names = [f"s{number}" for number in range(9)]
        trips = {}
        for number in range(chance.choice([20, 28])):
            clock, rows = 8 * 3600 + 60 * chance.randrange(40), []
            for stop in chance.sample(names, chance.choice([2, 2, 3])):
                arrival = clock + 60 * chance.choice([2, 4, 6])
                clock = arrival + chance.choice([0, 0, 60])
                times = [str(timedelta(seconds=second)) for second in (arrival, clock)]
                flags = [str(int(chance.random() < 0.1)) for _ in range(2)]
                rows.append(" ".join([stop, *times, *flags]))
            trips[f"t{number}"] = rows
        ids = list(trips)
        rules = [
            f"from_stop={a} to_stop={b} type={kind} min={90}"
            for a, b in product(names, names)
            if (kind := chance.choice(["", "", 2, 2, 3]))
        ]
        rules += [f"from_trip={a} to_trip={b} type=4" for a, b in pairwise(ids[:12])]
        self.oracle = build(
            dict(zip(names, self.nodes, strict=True)),
            trips,
            transfers=rules,
            blocks={trip: chance.choice(["", "1"]) for trip in trips},
        )
        self.trips = self.oracle.timetable.trips
        self.after = {number: [] for number in range(len(self.trips))}
        for number, other in self.oracle.service.stays(DAY):
            self.after[number].append(other)

    def node(self, stop):
        """Node of a stop by its number."""
        return self.nodes[int(self.oracle.timetable.stops[stop].id[1:])]

    def alightings(self, number, after, ridden=(), ended=0) -> Iterator[tuple]:
        """Trips ridden, stop and second of all who leave a trip behind a call of it."""
        trip, ridden = self.trips[number], (*ridden, number)
        for position, call in enumerate(trip.calls):
            if position > after and call.alighting:
                yield ridden, call.stop, max(call.arrival, ended * (position == 0))
        if after < len(trip.calls) - 1:
            for other in self.after[number]:
                yield from self.alightings(other, -1, ridden, trip.calls[-1].arrival)

    def journeys(self, origin, destination, start, end, done=(), walks=()) -> Iterator[Journey]:
        """All that go on from the rides done."""
        stops = self.oracle.timetable.stops
        if done:
            ridden, stop, second = done[-1][2:]
            egress = walk_s(self.node(stop), destination)
            if egress <= ACCESS_S and second + egress <= end:
                yield self.journey(start, end, done, walks, egress)
        if len(done) == RIDES:
            return
        for number, trip in enumerate(self.trips):
            for position, call in enumerate(trip.calls):
                if not done:
                    walk = walk_s(origin, self.node(call.stop))
                    ready = start + walk + SLACK_S if walk <= ACCESS_S else end + 1
                else:
                    walk = walk_s(self.node(stop), self.node(call.stop))
                    left = (self.trips[ridden[-1]], stops[stop])
                    gap = self.oracle.rules.gap(left, (trip, stops[call.stop]), walk, SLACK_S)
                    ready = end + 1 if gap is None or walk > TRANSFER_S else second + gap
                if call.boarding and ready <= call.departure <= end:
                    for ride in self.alightings(number, position):
                        so_far = (*done, (call.stop, call.departure, *ride))
                        yield from self.journeys(
                            origin, destination, start, end, so_far, (*walks, walk)
                        )

    def journey(self, start, end, done, walks, egress):
        """As the oracle writes it."""
        name = [stop.id for stop in self.oracle.timetable.stops]
        rides = tuple(
            Ride(
                0,
                tuple(self.trips[number].id for number in ridden),
                name[boarded],
                name[left],
                ZERO + departure,
                ZERO + arrival,
                DAY,
            )
            for boarded, departure, ridden, left, arrival in done
        )
        return Journey(ZERO + start, ZERO + end, rides, walks[0], walks[1:], egress, 0)


@pytest.mark.parametrize("seed", range(30))
def test_the_best_of_all_journeys(build, seed):
    world, chance = World(build, seed), random.Random(seed)
    for arrive_by, measure in 3 * list(product((False, True), ("elapsed", "journey"))):
        how = {"arrive_by": arrive_by, "measure": measure, **LIMITS}
        ends = chance.sample(range(50), 2)
        when = EIGHT + timedelta(minutes=chance.randrange(15) + 40 * arrive_by)
        question = (*map(at, ends), when)
        found = world.oracle.journey(*question, **how)
        if found is None or not found.rides:
            continue
        assert walk_s(*ends) > found.end - found.start or walk_s(*ends) > ACCESS_S
        ours = list(world.journeys(*ends, found.start - ZERO, found.end - ZERO))
        assert found in ours
        least = min((len(one.rides), one.walking) for one in ours)
        assert least == (len(found.rides), found.walking)
        for one in chance.sample(ours, min(len(ours), 30)):
            is_best = (len(one.rides), one.walking) == least
            assert (world.oracle.journey_faults(one, *question, **how) == []) == is_best
            other = one._replace(egress=one.egress + 1)
            assert world.oracle.journey_faults(other, *question, **how)
