"""Trips at intervals, counted: how often they run, until when, and when they depart."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["could_depart", "departures_of_rows", "last_arrivals", "repetitions"]


def repetitions(timetable: "Timetable") -> "NDArray[np.int64]":
    """
    Count how often each trip runs on a day of its service.

    Parameters
    ----------
    timetable
        The timetables.

    Returns
    -------
    array
        1 for a trip that frequencies.txt does not repeat. Where the phase of a row is unknown, the
        number with phase 0, which is the highest there can be.
    """
    times = np.ones(timetable.n_trips, dtype=np.int64)
    times[timetable.frequency_trip] = 0
    np.add.at(times, timetable.frequency_trip, _departures(timetable))
    return times


def _departures(timetable: "Timetable") -> "NDArray[np.int64]":
    """Departures of each row with phase 0."""
    length = timetable.frequency_end.astype(np.int64) - timetable.frequency_start
    return -(-length // timetable.frequency_headway)


def last_arrivals(timetable: "Timetable") -> "NDArray[np.int64]":
    """
    Find when each trip arrives at its last stop, the latest of its repetitions.

    Parameters
    ----------
    timetable
        The timetables.

    Returns
    -------
    array
        Seconds of the service day; where the phase of a row is unknown, the latest that can be.
        -1 for a trip whose rows let nothing run.
    """
    begin, end = timetable.trip_offset[:-1], timetable.trip_offset[1:] - 1
    last = timetable.st_arrival[end].astype(np.int64)
    if len(timetable.frequency_trip):
        trip, count = timetable.frequency_trip, _departures(timetable)
        duration = last - timetable.st_departure[begin]
        exact = timetable.frequency_start + (count - 1) * timetable.frequency_headway
        leaves = np.where(timetable.frequency_exact, exact, timetable.frequency_end - 1)
        last[trip] = -1
        np.maximum.at(last, trip[count > 0], (leaves + duration[trip])[count > 0])
    return last


def _offsets(
    timetable: "Timetable", trips: "NDArray[np.bool_]", departures: "NDArray[np.bool_]"
) -> "Iterator[tuple[int, NDArray[np.int32]]]":
    """Rows of chosen trips, each with the seconds from its first departure to each of a trip."""
    for row in np.flatnonzero(trips[timetable.frequency_trip]).tolist():
        begin, end = timetable.trip_offset[timetable.frequency_trip[row] :][:2].tolist()
        seconds = timetable.st_departure[begin:end] - timetable.st_departure[begin]
        yield row, seconds[departures[begin:end]]


def _moments(timetable: "Timetable", row: int, offsets: "NDArray[np.int32]") -> "NDArray[np.int64]":
    """Departures of all repetitions of a row, with phase 0."""
    start, end, step = (
        int(column[row])
        for column in (
            timetable.frequency_start,
            timetable.frequency_end,
            timetable.frequency_headway,
        )
    )
    return np.add.outer(np.arange(start, end, step), offsets).ravel()


def departures_of_rows(
    timetable: "Timetable", trips: "NDArray[np.bool_]", departures: "NDArray[np.bool_]"
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """
    List the departures of trips at intervals.

    Parameters
    ----------
    timetable
        The timetables.
    trips
        The trips that matter, a mask.
    departures
        The stop times that are departures, a mask.

    Returns
    -------
    trip : array
        The trip of each departure.
    seconds : array
        When it is, in seconds of the service day; with phase 0 where that is unknown.
    """
    trip, seconds = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for row, offsets in _offsets(timetable, trips, departures):
        seconds.append(_moments(timetable, row, offsets))
        trip.append(np.full(len(seconds[-1]), timetable.frequency_trip[row], np.int64))
    return np.concatenate(trip), np.concatenate(seconds)


def could_depart(
    timetable: "Timetable",
    trips: "NDArray[np.bool_]",
    departures: "NDArray[np.bool_]",
    first: int,
    last: int,
) -> bool:
    """
    Say whether a trip at intervals departs in a period, or could with some phase.

    Parameters
    ----------
    timetable
        The timetables.
    trips
        The trips that matter, a mask.
    departures
        The stop times that are departures, a mask.
    first, last
        Begin and end of the period in seconds of the service day, both included.

    Returns
    -------
    bool
        False if no vehicle can be boarded then.
    """
    for row, offsets in _offsets(timetable, trips, departures):
        if timetable.frequency_exact[row]:
            moments = _moments(timetable, row, offsets)
            if ((moments >= first) & (moments <= last)).any():
                return True
            continue
        earliest = timetable.frequency_start[row] + offsets
        latest = timetable.frequency_end[row] - 1 + offsets
        if ((earliest <= last) & (latest >= first) & (earliest <= latest)).any():
            return True
    return False
