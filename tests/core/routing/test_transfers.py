"""Changes that are left out are never needed: with the kept ones everybody arrives as early."""

import random
from itertools import pairwise

import numpy as np
import pytest

from accessibility.routing.lines import positions_of
from accessibility.routing.transfers import (
    POSITION_BITS,
    POSITION_MASK,
    Footpaths,
    reduced_transfers,
    usual_changes,
)
from tests.core.network.travel.test_lines import lines_on, random_timetable

STOPS = 6
RIDES = 4
LONG = 10**6
GOING = np.zeros(1, np.uint8)


def random_footpaths(chance):
    walks = {}
    for _ in range(4):
        a, b = chance.sample(range(STOPS), 2)
        walks[a, b] = walks[b, a] = chance.choice([0, 1, 60, 300])
    pairs = sorted(walks)
    offset = np.cumsum([0, *np.bincount([a for a, _ in pairs], minlength=STOPS)]).astype(np.int64)
    return Footpaths(
        offset,
        np.array([b for _, b in pairs], np.int32),
        np.array([walks[pair] for pair in pairs], np.int32),
    )


def all_changes(lines, footpaths, slack):
    """Every change there is, by event, as (trip, position)."""
    changes = {}
    calls = [
        (trip, position, lines.trip_event[trip] + position, lines.stop_offset[line] + position)
        for trip, line in enumerate(lines.trip_line.tolist())
        for position in range(positions_of(lines, line))
    ]
    for _, position, event, place in calls:
        if position == 0 or not lines.alighting[place]:
            continue
        stop, arrival = lines.stop[place], lines.arrival[event]
        part = slice(footpaths.offset[stop], footpaths.offset[stop + 1])
        ready = {stop: arrival + slack}
        for other, walk in zip(footpaths.stop[part], footpaths.seconds[part], strict=True):
            ready[other] = arrival + walk + slack
        changes[int(event)] = [
            (trip, at)
            for trip, at, there, there_place in calls
            if lines.boarding[there_place]
            and lines.departure[there] >= ready.get(lines.stop[there_place], LONG)
        ]
    return changes


def kept_changes(lines, footpaths, slack, longest=LONG, pieces=1):
    trips = len(lines.trip_line)
    counts, changes = [], []
    for begin, end in pairwise(np.linspace(0, trips, pieces + 1).astype(int)):
        part = reduced_transfers(
            lines, lines.stop, usual_changes(footpaths, slack), longest, begin, end, GOING
        )
        counts.append(part[0])
        changes.append(part[1])
    offset = np.cumsum([0, *np.concatenate(counts)])
    packed = np.concatenate(changes)
    assert len(offset) == len(lines.arrival) + 1
    assert offset[-1] == len(packed)
    return {
        event: [
            (int(one) >> POSITION_BITS, int(one) & POSITION_MASK)
            for one in packed[offset[event] : offset[event + 1]]
        ]
        for event in range(len(lines.arrival))
    }


def arrivals(lines, changes, trip, position):
    """Earliest arrival at each stop by number of rides, for somebody on board of a trip."""
    boarded, best = {(trip, position)}, np.full((RIDES, STOPS), LONG)
    for ride in range(RIDES):
        following = set()
        for on, at in boarded:
            line = lines.trip_line[on]
            for later in range(at + 1, positions_of(lines, line)):
                place, event = lines.stop_offset[line] + later, int(lines.trip_event[on]) + later
                if lines.alighting[place]:
                    best[ride, lines.stop[place]] = min(
                        best[ride, lines.stop[place]], lines.arrival[event]
                    )
                    following.update(changes[event])
        boarded = following
    return np.minimum.accumulate(best, axis=0)


@pytest.mark.parametrize("slack", [1, 60])
@pytest.mark.parametrize("seed", range(4))
def test_nobody_arrives_later_by_the_kept_changes(seed, slack):
    chance = random.Random(seed)
    timetable, first, last_s = random_timetable(chance)
    footpaths = random_footpaths(chance)
    lines = lines_on(timetable, first, last_s, ("bus",))
    everything = all_changes(lines, footpaths, slack)
    kept = kept_changes(lines, footpaths, slack)
    for event, changes in kept.items():
        assert set(changes) <= set(everything.get(event, ()))
        assert len(set(changes)) == len(changes)
    number = sum(map(len, kept.values()))
    assert 0 < number < sum(map(len, everything.values())) / 4
    for trip in range(0, len(lines.trip_line), 3):
        for position in (0, 1):
            expected = arrivals(lines, everything, trip, position)
            assert (arrivals(lines, kept, trip, position) == expected).all()
    assert kept_changes(lines, footpaths, slack, pieces=5) == kept


def test_no_change_is_kept_to_what_is_beyond_the_longest_journey():
    chance = random.Random(1)
    timetable, first, last_s = random_timetable(chance)
    lines = lines_on(timetable, first, last_s, ("bus",))
    footpaths = random_footpaths(chance)
    for event, changes in kept_changes(lines, footpaths, 1, longest=900).items():
        for trip, position in changes:
            assert lines.departure[lines.trip_event[trip] + position] <= (
                lines.departure[event - 1] + 900
            )
    assert any(kept_changes(lines, footpaths, 1, longest=900).values())


def test_nothing_is_kept_once_told_to_stop():
    timetable, first, last_s = random_timetable(random.Random(1))
    lines = lines_on(timetable, first, last_s, ("bus",))
    footpaths = random_footpaths(random.Random(1))
    trips = len(lines.trip_line)
    stopped = np.ones(1, np.uint8)
    counts, changes = reduced_transfers(
        lines, lines.stop, usual_changes(footpaths, 1), LONG, 0, trips, stopped
    )
    assert not counts.any()
    assert len(changes) == 0
