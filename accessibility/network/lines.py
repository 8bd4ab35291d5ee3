"""The trips of some service days arranged as lines for searching."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from accessibility.network.calendar import active_trips
from accessibility.network.local_time import service_day_start
from accessibility.options import TRANSIT_MODES
from accessibility.routing.lines import Lines, overtaking_free
from accessibility.routing.patterns import patterns_of_trips

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from accessibility.network.timetable import Timetable

__all__ = ["lines_of"]

DAY_S = 86_400
HOUR_S = 3600
FORBIDDEN = 1
"""`pickup_type` and `drop_off_type` that allow nobody."""


def lines_of(
    timetable: "Timetable", first: date, last_s: int, transit_modes: "Iterable[str]"
) -> Lines:
    """
    Arrange all trips that run at some moment of a period.

    Parameters
    ----------
    timetable
        The timetables of all dates.
    first
        The day on which the period begins, at 0:00 on the clock. Times of the lines are seconds
        after the start of this service day (its noon minus twelve hours).
    last_s
        The end of the period, on the same scale.
    transit_modes
        Vehicles that may be boarded.

    Returns
    -------
    Lines
        Trips of yesterday that still run included.
    """
    trip, shift = _running(timetable, first, last_s, transit_modes)
    pattern = _patterns(timetable)[trip]
    begin = timetable.trip_offset[trip]
    calls = timetable.trip_offset[trip + 1] - begin
    order = np.lexsort((trip, timetable.st_departure[begin] + shift, pattern))
    trip, shift, pattern, calls = trip[order], shift[order], pattern[order], calls[order]
    events, offset = _ranges(timetable.trip_offset[trip], calls)
    arrival = (timetable.st_arrival[events] + np.repeat(shift, calls)).astype(np.int32)
    departure = (timetable.st_departure[events] + np.repeat(shift, calls)).astype(np.int32)

    division = overtaking_free(pattern, offset, arrival, departure)
    order = np.lexsort((np.arange(len(trip)), division, pattern))
    events, _ = _ranges(offset[order], calls[order])
    trip, pattern, division = trip[order], pattern[order], division[order]
    new = np.ones(len(trip), bool)
    new[1:] = (np.diff(pattern) != 0) | (np.diff(division) != 0)
    first_trip = np.flatnonzero(new)
    trip_line = (np.cumsum(new) - 1).astype(np.int32)
    return _lines(timetable, trip, first_trip, trip_line, arrival[events], departure[events])


def _lines(
    timetable: "Timetable",
    trip: "NDArray[np.int64]",
    first_trip: "NDArray[np.int64]",
    trip_line: "NDArray[np.int32]",
    arrival: "NDArray[np.int32]",
    departure: "NDArray[np.int32]",
) -> Lines:
    """Describe lines by the calls of the first trip of each."""
    model = trip[first_trip]
    positions = timetable.trip_offset[model + 1] - timetable.trip_offset[model]
    calls, stop_offset = _ranges(timetable.trip_offset[model], positions)
    trip_offset = np.append(first_trip, len(trip)).astype(np.int64)
    trip_event = _offsets(positions[trip_line])
    stop = timetable.st_stop[calls]
    boarding = timetable.st_pickup[calls] != FORBIDDEN
    alighting = timetable.st_dropoff[calls] != FORBIDDEN

    line = np.repeat(np.arange(len(positions), dtype=np.int32), positions)
    position = (np.arange(len(calls)) - np.repeat(stop_offset[:-1], positions)).astype(np.int32)
    boarded = np.flatnonzero(boarding & (position < np.repeat(positions, positions) - 1))
    boarded = boarded[np.argsort(stop[boarded], kind="stable")]
    boardings = np.stack([line[boarded], position[boarded]], axis=1)
    per_stop = np.bincount(stop[boarded], minlength=timetable.n_stops)
    return Lines(
        stop_offset,
        stop,
        boarding,
        alighting,
        trip_offset,
        trip_event[:-1],
        arrival,
        departure,
        trip_line,
        _offsets(per_stop),
        np.ascontiguousarray(boardings),
    )


def _running(
    timetable: "Timetable", first: date, last_s: int, transit_modes: "Iterable[str]"
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """List the trips of each service day that run, and how far their times are moved."""
    basic = [TRANSIT_MODES[name] for name in transit_modes]
    allowed = np.isin(timetable.route_mode, basic)[timetable.trip_route]
    begin = timetable.st_departure[timetable.trip_offset[:-1]].astype(np.int64)
    end = timetable.st_arrival[timetable.trip_offset[1:] - 1].astype(np.int64)
    origin = service_day_start(first, timetable.timezone or "UTC")
    # On days when clocks change, midnight on the clock lies up to an hour before 0:00 of the day.
    first_s = -HOUR_S
    days_before = int(end.max(initial=0)) // DAY_S + 1
    days_after = max(0, last_s) // DAY_S + 1
    trips, shifts = [], []
    for k in range(-days_before, days_after + 1):
        day = first + timedelta(days=k)
        shift = service_day_start(day, timetable.timezone or "UTC") - origin
        runs = (end + shift >= first_s) & (begin + shift <= last_s)
        chosen = np.flatnonzero(active_trips(timetable, day) & allowed & runs)
        trips.append(chosen)
        shifts.append(np.full(len(chosen), shift, np.int64))
    return np.concatenate(trips), np.concatenate(shifts)


def _patterns(timetable: "Timetable") -> "NDArray[np.int64]":
    call = (
        timetable.st_stop.astype(np.int64) * 4
        + (timetable.st_pickup == FORBIDDEN) * 2
        + (timetable.st_dropoff == FORBIDDEN)
    )
    return patterns_of_trips(timetable.trip_offset, call)


def _offsets(counts: "NDArray[np.int64]") -> "NDArray[np.int64]":
    offset = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=offset[1:])
    return offset


def _ranges(
    begin: "NDArray[np.int64]", counts: "NDArray[np.int64]"
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Write out ranges one after another; also where each begins in the result."""
    offset = _offsets(counts)
    return np.arange(offset[-1]) + np.repeat(begin - offset[:-1], counts), offset
