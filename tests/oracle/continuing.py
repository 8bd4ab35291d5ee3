"""Staying in the vehicle: which trips follow a trip on one service day."""

from collections.abc import Iterable, Sequence

from .rules import Rules
from .timetable import Stop, Trip


def same_station(stop_a: Stop, stop_b: Stop) -> bool:
    """Whether two stops are one, or platforms of one station."""
    if stop_a.feed != stop_b.feed:
        return False
    return stop_a.id == stop_b.id or bool(stop_a.parent and stop_a.parent == stop_b.parent)


def next_in_block(trip: Trip, trips: Iterable[Trip]) -> Trip | None:
    """The trip of the block that sets out first when a trip has come to its end."""
    if not trip.block or trip.intervals:
        return None
    last_arrival = trip.calls[-1].arrival
    later = [
        other
        for other in trips
        if (other.feed, other.block) == (trip.feed, trip.block)
        and other is not trip
        and not other.intervals
        and other.calls[0].departure >= last_arrival
    ]
    return min(later, key=lambda other: other.calls[0].departure, default=None)


def following(
    trip: Trip, of_block: Sequence[Trip], trips: Sequence[Trip], stops: Sequence[Stop], rules: Rules
) -> list[Trip]:
    """All trips that a vehicle's passengers may stay for.

    Parameters
    ----------
    of_block
        Trips of the same block that run on the day, in the order of their file.
    trips
        All trips that run on the day.
    """
    found = []
    by_block = next_in_block(trip, of_block)
    if by_block and same_station(stops[trip.calls[-1].stop], stops[by_block.calls[0].stop]):
        found.append(by_block)
    if not trip.intervals and rules.together:
        found += [
            other
            for other in trips
            if (trip.feed, trip.id, other.id) in rules.together
            and other.feed == trip.feed
            and not other.intervals
            and other.calls[0].departure >= trip.calls[-1].arrival
            and other not in (trip, *found)
        ]
    return [other for other in found if (trip.feed, trip.id, other.id) not in rules.apart]
