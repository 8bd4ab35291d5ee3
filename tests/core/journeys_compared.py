"""Holds the package's journeys against the oracle: the rides, the ways, and what is drawn."""

import random
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from accessibility.analysis.leg_table import Leg
from accessibility.analysis.legs import LegMaker
from accessibility.engines import builtin
from accessibility.engines.breakdown import parts_of
from accessibility.engines.journeys import UNREACHED, Answers, Found, JourneyQuery
from accessibility.moments import When
from accessibility.network.network import Network
from accessibility.options import TravelOptions
from accessibility.results.matrix import PARTS
from tests.core.comparison import LonLat, Twins, limits_of
from tests.oracle.journeys import Journey, Ride

GOING = np.zeros(1, np.uint8)


class Asked(NamedTuple):
    """One pair, asked of the package."""

    query: JourneyQuery
    answers: Answers
    legs: LegMaker
    pair: tuple[LonLat, LonLat]

    @classmethod
    def of(
        cls, network: Network, when: When, options: TravelOptions, pair: tuple[LonLat, LonLat]
    ) -> "Asked":
        """Ask it."""
        near, far = pair if when.direction == "depart" else pair[::-1]
        at = [np.array([degree]) for degree in far]
        prepared = builtin.prepare(network, when, options, *at)
        query = JourneyQuery.prepare(network, prepared, when, options)
        answers = query.answers(*(np.array([degree]) for degree in near), GOING)
        return cls(query, answers, LegMaker(network, options, when, query.timetables), pair)

    def nth(self, number: int) -> int:
        """The number of an answer as the oracle counts: draw after draw, from the moment named."""
        moment, draw = divmod(number, self.query.draws)
        if self.query.backward:
            moment = self.query.moments - 1 - moment
        return draw * self.query.moments + moment

    def find(self, number: int) -> Found:
        """The journey behind an answer."""
        none = np.zeros(1, np.int64)
        return self.query.find(self.answers, none, none, np.array([number]), GOING)


def journey_of(asked: Asked, found: Found, options: TravelOptions, feeds: list[str]) -> Journey:
    """A journey as the oracle takes it, made from its legs."""
    begin = asked.legs.second(found, 0)
    end = begin + int(found.end_s[0] - found.begin_s[0])
    if found.n_rides[0] == 0:
        direct = asked.legs.direct(options.direct_modes, *asked.pair, end - begin)
        check_lines([direct], *asked.pair)
        return Journey(begin, end, (), 0, (), 0, direct.travel_s)
    legs = asked.legs.journey(found, 0, *asked.pair)
    check_lines(legs, *asked.pair)
    rides, walks = [], [0]
    for leg in legs:
        if leg.trip_id is None:
            walks[-1] += leg.travel_s
            continue
        trips = [leg.trip_id, *(leg.through_trip_ids or "").split(";")]
        rides.append(
            Ride(
                feeds.index(leg.feed),
                tuple(trip for trip in trips if trip),
                leg.from_stop_id,
                leg.to_stop_id,
                leg.departure_s,
                leg.arrival_s,
                date.fromisoformat(leg.service_date),
            )
        )
        walks.append(0)
    return Journey(begin, end, tuple(rides), walks[0], tuple(walks[1:-1]), walks[-1], 0)


def check_lines(legs: list[Leg], start: LonLat, end: LonLat) -> None:
    """Legs follow one another in time, and lines lead from one end to the other."""
    clock = None if legs[0].departure_s is None else legs[0].departure_s - legs[0].wait_s
    for leg in legs:
        if clock is not None:
            assert leg.departure_s == clock + leg.wait_s
            assert leg.arrival_s == leg.departure_s + leg.travel_s
            clock = leg.arrival_s
        assert leg.wait_s >= 0
        assert len(leg.line) >= 2
        assert not np.isnan(leg.line).any()
    if legs[0].trip_id is None:
        assert tuple(legs[0].line[0]) == start
    if legs[-1].trip_id is None:
        assert tuple(legs[-1].line[-1]) == end


def journeys_agree(
    twins: Twins,
    when: When,
    options: TravelOptions,
    pair: tuple[LonLat, LonLat],
    chance: random.Random,
    most: int = 3,
) -> list[int]:
    """Compare some answers of a pair; the number of rides of each that is reached."""
    asked = Asked.of(twins.network, when, options, pair)
    count = len(asked.answers.measured)
    feeds = twins.network.timetable.feed_names
    rides = []
    for number in chance.sample(range(count), min(most, count)):
        question: tuple[Any, ...] = (*pair, when.moment, when.window_s)
        how = {
            "nth": asked.nth(number),
            "arrive_by": when.direction == "arrive",
            "measure": when.measure,
            **limits_of(options),
        }
        found = asked.find(number)
        proposed = None
        if found.n_rides[0] >= 0:
            proposed = journey_of(asked, found, options, feeds)
        assert twins.oracle.journey_faults(proposed, *question, **how) == []
        seconds = int(asked.answers.measured[number, 0, 0])
        if proposed is None:
            assert seconds == UNREACHED
            continue
        parts = dict(zip(PARTS, parts_of(found)[:, 0].tolist(), strict=True))
        assert sum(parts.values()) == seconds
        theirs = proposed.components._asdict()
        theirs["early_arrival"] = theirs.pop("final_wait")
        assert parts == theirs
        rides.append(int(found.n_rides[0]))
    return rides
