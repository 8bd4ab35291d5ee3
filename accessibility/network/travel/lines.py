"""Runs of vehicles arranged as lines for searching, in either direction of time."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from accessibility.network.travel.runs import Runs, offsets, ranges
from accessibility.routing.lines import Lines, overtaking_free
from accessibility.routing.patterns import patterns_of_trips

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["Mirror", "lines_of"]

MIXING = 1 << 20
"""More than there are kinds of trips, for numbers made of stop, rules and kind."""


class Mirror(NamedTuple):
    """
    How time is turned round for searches from deadlines backwards.

    Parameters
    ----------
    end_s
        The moment that becomes 0; earlier ones become positive.
    slack_s
        Seconds kept before boarding. Backwards they come after the ride, so each departure counts
        as an arrival so much later.
    """

    end_s: int
    slack_s: int


def lines_of(
    timetable: "Timetable",
    runs: Runs,
    boarding: "NDArray[np.bool_]",
    alighting: "NDArray[np.bool_]",
    named: "tuple[NDArray[np.int32], NDArray[np.int32]]",
    mirror: Mirror | None = None,
) -> tuple[Lines, Runs]:
    """
    Arrange runs as lines.

    Parameters
    ----------
    timetable
        The timetables.
    runs
        What runs, in the direction of time that is searched.
    boarding, alighting
        Where travellers may, per stop time.
    named
        Per trip its route and itself where rules for changes name them, -1 elsewhere.
    mirror
        How time is turned round; None for a search forwards.

    Returns
    -------
    lines : Lines
        Trips of a line have the same stops, kinds and rules, and none overtakes another.
    runs : Runs
        The run that each trip of the lines is.
    """
    calls = np.diff(timetable.trip_offset)[runs.trip]
    trip = np.repeat(runs.trip, calls)
    shift = np.repeat(runs.shift, calls)
    joints = _Joints(runs, calls)
    if mirror is None:
        events = ranges(timetable.trip_offset[runs.trip], calls)
        arrival = timetable.st_arrival[events] + shift
        departure = timetable.st_departure[events] + shift
        # Nobody leaves a vehicle before it has come.
        arrival[joints.after] = np.maximum(arrival[joints.after], arrival[joints.before])
    else:
        boarding, alighting = alighting, boarding
        events = ranges(timetable.trip_offset[runs.trip + 1] - 1, calls, -1)
        arrival = mirror.end_s - (timetable.st_departure[events] + shift) + mirror.slack_s
        departure = mirror.end_s - (timetable.st_arrival[events] + shift)
        departure[joints.before] = np.minimum(departure[joints.before], departure[joints.after])
    boards, alights = boarding[events] & joints.first_piece, alighting[events].copy()
    # Whoever boards a trip where it ends has not come with it, and does not stay.
    if mirror is None:
        boards[joints.before] = False
    else:
        alights[joints.after] = False
    columns = _Calls(
        timetable.st_stop[events],
        boards,
        alights,
        timetable.route_mode[timetable.trip_route[trip]],
        named[0][trip],
        named[1][trip],
    )
    begins = offsets(calls)[runs.offset]
    lines, order = _arranged(timetable.n_stops, columns, begins, arrival, departure)
    return lines, runs.take(order)


class _Joints:
    """Where one trip of a vehicle ends and its next begins, in the order of the search."""

    def __init__(self, runs: Runs, calls: "NDArray[np.int64]") -> None:
        first = np.zeros(len(runs.trip), bool)
        first[runs.offset[:-1]] = True
        self.first_piece = np.repeat(first, calls)
        self.after = offsets(calls)[:-1][~first]
        """First call of each further trip."""
        self.before = self.after - 1
        """Last call of the trip before."""


class _Calls(NamedTuple):
    """What may differ between two calls, apart from their times."""

    stop: "NDArray[np.int32]"
    boarding: "NDArray[np.bool_]"
    alighting: "NDArray[np.bool_]"
    kind: "NDArray[np.uint8]"
    route: "NDArray[np.int32]"
    trip: "NDArray[np.int32]"

    def take(self, rows: "NDArray[np.int64]") -> "_Calls":
        return _Calls(
            self.stop[rows],
            self.boarding[rows],
            self.alighting[rows],
            self.kind[rows],
            self.route[rows],
            self.trip[rows],
        )

    def numbers(self) -> "NDArray[np.int64]":
        """Equal for calls that do not differ."""
        kinds = self.kind.astype(np.int64)
        if (self.route >= 0).any() or (self.trip >= 0).any():
            columns = np.stack([kinds, self.route, self.trip], axis=1)
            kinds = np.unique(columns, axis=0, return_inverse=True)[1].ravel()
        rules = self.boarding * 2 + self.alighting
        return (self.stop.astype(np.int64) * 4 + rules) * MIXING + kinds


def _arranged(
    n_stops: int,
    calls: _Calls,
    begins: "NDArray[np.int64]",
    arrival: "NDArray[np.int64]",
    departure: "NDArray[np.int64]",
) -> "tuple[Lines, NDArray[np.int64]]":
    """
    Sort runs into lines; give the run of each trip too.

    `begins` says where the calls of each run begin, with the end of all.
    """
    pattern = patterns_of_trips(begins, calls.numbers())
    order = np.lexsort((np.arange(len(pattern)), departure[begins[:-1]], pattern))
    length = np.diff(begins)[order]
    events = ranges(begins[order], length)
    times = arrival[events].astype(np.int32), departure[events].astype(np.int32)
    division = overtaking_free(pattern[order], offsets(length), *times)
    again = np.lexsort((np.arange(len(order)), division, pattern[order]))
    order, division = order[again], division[again]
    length, events = length[again], ranges(begins[order], length[again])
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(pattern[order]) != 0) | (np.diff(division) != 0)
    first_trip = np.flatnonzero(new)
    model = ranges(begins[order[first_trip]], length[first_trip])
    lines = _lines(
        n_stops,
        calls.take(model),
        length[first_trip],
        np.append(first_trip, len(order)).astype(np.int64),
        arrival[events].astype(np.int32),
        departure[events].astype(np.int32),
    )
    return lines, order


def _lines(
    n_stops: int,
    calls: _Calls,
    positions: "NDArray[np.int64]",
    trip_offset: "NDArray[np.int64]",
    arrival: "NDArray[np.int32]",
    departure: "NDArray[np.int32]",
) -> Lines:
    """Put lines together from the calls of the first trip of each."""
    trips = np.diff(trip_offset)
    trip_line = np.repeat(np.arange(len(trips), dtype=np.int32), trips)
    line = np.repeat(np.arange(len(positions), dtype=np.int32), positions)
    position = ranges(np.zeros(len(positions), np.int64), positions).astype(np.int32)
    boarded = np.flatnonzero(calls.boarding & (position < np.repeat(positions, positions) - 1))
    boarded = boarded[np.argsort(calls.stop[boarded], kind="stable")]
    boardings = np.stack([line[boarded], position[boarded]], axis=1)
    return Lines(
        stop_offset=offsets(positions),
        stop=calls.stop,
        boarding=calls.boarding,
        alighting=calls.alighting,
        kind=calls.kind,
        named_route=calls.route,
        named_trip=calls.trip,
        trip_offset=trip_offset,
        trip_event=offsets(positions[trip_line])[:-1],
        arrival=arrival,
        departure=departure,
        trip_line=trip_line,
        board_offset=offsets(np.bincount(calls.stop[boarded], minlength=n_stops)),
        boardings=np.ascontiguousarray(boardings),
    )
