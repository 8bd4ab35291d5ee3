"""Outside the streets most changes are left out, and nobody comes back any later."""

import random

import numpy as np
import pytest

from accessibility.network.travel.outside import thinned_outside
from accessibility.progress import Silent
from accessibility.routing.transfers import (
    POSITION_BITS,
    POSITION_MASK,
    reduced_transfers,
    usual_changes,
)
from tests.core.network.travel.test_lines import lines_on, random_timetable
from tests.core.routing.test_transfers import GOING, STOPS, arrivals, random_footpaths

LONG = 10**6
MOST_RIDES = 20
SEEDS = range(40)


def reduced(lines, footpaths, slack, longest=LONG):
    trips = len(lines.trip_line)
    changes = usual_changes(footpaths, slack)
    counts, kept = reduced_transfers(lines, lines.stop, changes, longest, 0, trips, GOING)
    return np.cumsum([0, *counts]), kept


def thinned(lines, within, changes, longest=LONG, rides=MOST_RIDES):
    return thinned_outside(lines, lines.stop, within, *changes, longest, rides, Silent())


def by_event(changes):
    offset, packed = changes
    return {
        event: [
            (int(one) >> POSITION_BITS, int(one) & POSITION_MASK)
            for one in packed[offset[event] : offset[event + 1]]
        ]
        for event in range(len(offset) - 1)
    }


def positions(lines):
    """Line position of every event."""
    return np.concatenate(
        [
            np.arange(*lines.stop_offset[line : line + 2].tolist())
            for line in lines.trip_line.tolist()
        ]
    )


def boardings(lines, within):
    """All trips and positions at which somebody may begin a journey."""
    for trip, line in enumerate(lines.trip_line.tolist()):
        begin, end = lines.stop_offset[line : line + 2].tolist()
        for position in range(end - begin - 1):
            if within[lines.stop[begin + position]] and lines.boarding[begin + position]:
                yield trip, position


def world_of(seed, slack):
    """Lines, their reduced transfers, and two or three of the six stops within the streets."""
    chance = random.Random(seed)
    timetable, first, last_s = random_timetable(chance)
    footpaths = random_footpaths(chance)
    lines = lines_on(timetable, first, last_s)
    within = np.zeros(STOPS, bool)
    within[chance.sample(range(STOPS), chance.choice([2, 3]))] = True
    return lines, footpaths, within, reduced(lines, footpaths, slack)


def found(lines, within, changes, longest=LONG):
    """Arrivals within by some boarding, number of rides and stop; too late is not at all."""
    rows = []
    events = by_event(changes)
    for trip, position in list(boardings(lines, within))[::3]:
        there = arrivals(lines, events, trip, position)[:, within]
        latest = lines.departure[lines.trip_event[trip] + position] + longest
        rows.append(np.where(there <= latest, there, LONG))
    return np.array(rows)


@pytest.mark.parametrize("slack", [0, 1, 60])
@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_comes_back_later_whatever_the_rides(seed, slack):
    lines, _, within, changes = world_of(seed, slack)
    fewer = thinned(lines, within, changes)
    assert (found(lines, within, fewer) == found(lines, within, changes)).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_nor_where_journeys_must_not_be_long(seed):
    lines, footpaths, within, _ = world_of(seed, 1)
    changes = reduced(lines, footpaths, 1, 2400)
    fewer = thinned(lines, within, changes, 2400)
    expected = found(lines, within, changes, 2400)
    assert (found(lines, within, fewer, 2400) == expected).all()
    assert len(fewer[1]) <= len(thinned(lines, within, changes)[1])


def test_those_who_are_out_together_stay_as_good_as_each_other():
    """Searches leave a later trip out where an earlier one is known: it must lose nothing."""
    for seed in SEEDS:
        lines, _, within, changes = world_of(seed, 1)
        before, after = by_event(changes), by_event(thinned(lines, within, changes))
        came = set(boardings(lines, within))
        todo = list(came)
        while todo:
            trip, position = todo.pop()
            event = int(lines.trip_event[trip]) + position
            alike = (arrivals(lines, kept, trip, position)[:, within] for kept in (before, after))
            assert (next(alike) == next(alike)).all()
            line = lines.trip_line[trip]
            if position + 2 < np.diff(lines.stop_offset[line : line + 2])[0]:
                onward = {(trip, position + 1), *after[event + 1]} - came
                came |= onward
                todo += onward


def test_only_what_is_outside_is_left_out_and_only_where_nobody_needs_it():
    left, used, rides_tell = 0, 0, 0
    for seed in SEEDS:
        lines, _, within, changes = world_of(seed, 1)
        event = np.repeat(np.arange(len(changes[0]) - 1), np.diff(changes[0]))
        out = ~within[lines.stop[positions(lines)]][event]
        fewer = by_event(thinned(lines, within, changes))
        for one, other in by_event(changes).items():
            outside = not within[lines.stop[positions(lines)[one]]]
            assert set(fewer[one]) <= set(other) if outside else fewer[one] == other
        left += len(changes[1]) - sum(map(len, fewer.values()))
        expected = found(lines, within, changes)
        none = np.cumsum([0, *np.bincount(event[~out], minlength=len(lines.arrival))])
        used += (found(lines, within, (none, changes[1][~out])) != expected).sum()
        two_rides = thinned(lines, within, changes, rides=2)
        rides_tell += (found(lines, within, two_rides) != expected).sum()
    assert left > 1000
    assert used > 100
    assert rides_tell > 0


@pytest.mark.parametrize("within", [np.ones(STOPS, bool), np.zeros(STOPS, bool)])
def test_without_an_outside_or_an_inside(within):
    lines, _, _, changes = world_of(0, 1)
    offset, kept = thinned(lines, within, changes)
    if within.all():
        assert kept is changes[1]
    else:
        assert len(kept) == 0
        assert not offset.any()
