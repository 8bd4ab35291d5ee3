"""How long a change of vehicle takes: walks between stops, and the rules of transfers.txt."""

from typing import TYPE_CHECKING

import numpy as np

from accessibility.network.travel.runs import offsets
from accessibility.routing.transfers import NO_CHANGE, Changes, Footpaths, usual_changes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["changes_between", "named_by_rules"]

MINIMUM, FORBIDDEN, LAST_OF_CHANGES = 2, 3, 3
"""Types of transfers.txt; beyond the last they are about staying in the vehicle."""

RANKS = {
    # trips named, routes named without a trip on that side: how specific, 1 the most.
    (2, 0): 1,
    (1, 1): 2,
    (1, 0): 3,
    (0, 2): 4,
    (0, 1): 5,
    (0, 0): 6,
}


def named_by_rules(timetable: "Timetable") -> "tuple[NDArray[np.int32], NDArray[np.int32]]":
    """
    Find the trips that rules for changes tell from others.

    Parameters
    ----------
    timetable
        The timetables.

    Returns
    -------
    route, trip
        Per trip its route and itself where some rule names them, otherwise -1.
    """
    rows = timetable.transfer_type <= LAST_OF_CHANGES
    trips = np.arange(timetable.n_trips, dtype=np.int32)
    named = []
    for of_trip, name in ((timetable.trip_route, "route"), (trips, "trip")):
        columns = [getattr(timetable, f"transfer_{side}_{name}")[rows] for side in ("from", "to")]
        known = np.isin(of_trip, np.concatenate(columns))
        named.append(np.where(known, of_trip, -1).astype(np.int32))
    return named[0], named[1]


def changes_between(
    timetable: "Timetable", footpaths: Footpaths, slack: int, *, backward: bool = False
) -> Changes:
    """
    Put walks and rules together.

    Parameters
    ----------
    timetable
        The timetables, with the rules.
    footpaths
        Walks between stops.
    slack
        Seconds kept before boarding.
    backward
        Whether time runs backwards: then people come from where they go to, and the slack is part
        of the ride before (`Mirror`).

    Returns
    -------
    Changes
        From each stop to itself and to every stop within a walk.
    """
    late = slack if backward else 0
    usual = usual_changes(footpaths, slack - late)
    rows = np.flatnonzero(timetable.transfer_type <= LAST_OF_CHANGES)
    if len(rows) == 0:
        return usual
    change, rule = _applying(timetable, usual, rows, backward=backward)
    sides = ("to", "from") if backward else ("from", "to")
    named = np.stack(
        [
            getattr(timetable, f"transfer_{side}_{name}")[rows[rule]]
            for side in sides
            for name in ("route", "trip")
        ],
        axis=1,
    )
    walk = usual.gap[change] - np.int32(slack - late)
    kind = timetable.transfer_type[rows[rule]]
    least = np.maximum(walk, timetable.transfer_min_time[rows[rule]])
    gap = np.where(kind == MINIMUM, least, walk + slack) - late
    gap = np.where(kind == FORBIDDEN, NO_CHANGE, gap)

    known, group = np.unique(change, return_inverse=True)
    groups = np.full(len(usual.stop), -1, np.int32)
    groups[known] = np.arange(len(known), dtype=np.int32)
    apart = np.zeros(len(usual.apart), bool)
    stop_of = np.repeat(np.arange(len(apart)), np.diff(usual.offset))
    apart[stop_of[change[(named[:, :2] >= 0).any(axis=1)]]] = True
    return usual._replace(
        group=groups,
        rule_offset=offsets(np.bincount(group, minlength=len(known))),
        rules=np.ascontiguousarray(np.column_stack([named, gap]).astype(np.int32)),
        apart=apart,
    )


def _applying(
    timetable: "Timetable", usual: Changes, rows: "NDArray[np.int64]", *, backward: bool
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """All pairs of a change and a rule that applies to its stops, the most specific first."""
    from_stop, to_stop = timetable.transfer_from_stop[rows], timetable.transfer_to_stop[rows]
    children = _Children(timetable)
    start = np.repeat(np.arange(timetable.n_stops), np.diff(usual.offset))
    key = start * timetable.n_stops + usual.stop
    order = np.argsort(key, kind="stable")
    change, rule, exact = [], [], []
    for k in range(len(rows)):
        froms, tos = children.of(int(from_stop[k])), children.of(int(to_stop[k]))
        pairs = np.stack(np.meshgrid(froms, tos, indexing="ij"), axis=-1).reshape(-1, 2)
        here, there = (pairs[:, 1], pairs[:, 0]) if backward else (pairs[:, 0], pairs[:, 1])
        asked = here * timetable.n_stops + there
        place = np.searchsorted(key, asked, sorter=order)
        place = np.minimum(place, len(key) - 1)
        found = key[order[place]] == asked
        change.append(order[place[found]])
        rule.append(np.full(found.sum(), k))
        itself = (pairs == [from_stop[k], to_stop[k]]).sum(axis=1)
        exact.append(itself[found])
    changes, rules = np.concatenate(change), np.concatenate(rule)
    rank = _ranks(timetable, rows)[rules]
    best_first = np.lexsort((-rules, -np.concatenate(exact), rank, changes))
    return changes[best_first], rules[best_first]


class _Children:
    """The stops that a row of transfers.txt means by a stop or station."""

    def __init__(self, timetable: "Timetable") -> None:
        parent = timetable.stop_parent
        self._order = np.argsort(parent, kind="stable")
        self._parents = parent[self._order]

    def of(self, stop: int) -> "NDArray[np.int64]":
        begin, end = np.searchsorted(self._parents, [stop, stop + 1])
        return np.concatenate([[stop], self._order[begin:end]])


def _ranks(timetable: "Timetable", rows: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """How specific rules are, 1 the most."""
    ranks = np.empty(len(rows), np.int64)
    trips = [getattr(timetable, f"transfer_{side}_trip")[rows] >= 0 for side in ("from", "to")]
    routes = [getattr(timetable, f"transfer_{side}_route")[rows] >= 0 for side in ("from", "to")]
    n_trips = trips[0].astype(int) + trips[1]
    n_routes = (routes[0] & ~trips[0]).astype(int) + (routes[1] & ~trips[1])
    for k, pair in enumerate(zip(n_trips.tolist(), n_routes.tolist(), strict=True)):
        ranks[k] = RANKS[pair]
    return ranks
