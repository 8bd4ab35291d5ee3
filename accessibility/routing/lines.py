"""The trips of one day arranged for searching: lines, their trips and what leaves each stop.

A line is a set of trips over the same stops, with the same rules for boarding and alighting, of
which none overtakes another. Its trips are numbered consecutively from the earliest to the latest.
What is a trip here is the whole run of a vehicle, also where it makes several trips of the
timetable, one after the other.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import inlined, kernel

NEVER = np.int32(2**31 - 1)


class Lines(NamedTuple):
    """The timetable as lines. Times are seconds after the start of the query's day.

    Attributes
    ----------
    stop_offset
        Where each line's positions begin; one longer than the number of lines.
    stop
        The stop at each position of each line.
    boarding, alighting
        Whether travellers may board or alight at that position.
    kind
        What kind of vehicle it is there: GTFS's basic route type.
    named_route, named_trip
        Its route and trip there, where rules for changes name them; -1 elsewhere.
    trip_offset
        Each line's first trip; one longer than the number of lines.
    trip_event
        Each trip's first event; the others follow, position by position, and then those of the
        line's next trip.
    arrival, departure
        Times of the events.
    trip_line
        The line of each trip.
    board_offset
        Where each stop's boardings begin; one longer than the number of stops.
    boardings
        Line and position of every place where the stop's travellers may board; shape (boardings,
        2).
    """

    stop_offset: NDArray[np.int64]
    stop: NDArray[np.int32]
    boarding: NDArray[np.bool_]
    alighting: NDArray[np.bool_]
    kind: NDArray[np.uint8]
    named_route: NDArray[np.int32]
    named_trip: NDArray[np.int32]
    trip_offset: NDArray[np.int64]
    trip_event: NDArray[np.int64]
    arrival: NDArray[np.int32]
    departure: NDArray[np.int32]
    trip_line: NDArray[np.int32]
    board_offset: NDArray[np.int64]
    boardings: NDArray[np.int32]


@kernel
def overtaking_free(
    pattern: NDArray[np.int64],
    event_offset: NDArray[np.int64],
    arrival: NDArray[np.int32],
    departure: NDArray[np.int32],
) -> NDArray[np.int64]:
    """Divide the trips of each pattern so that within a division no trip overtakes another.

    Parameters
    ----------
    pattern
        Pattern of each trip, ascending; within a pattern the trips go by their first departure.
    event_offset
        Where each trip's events begin; one longer than the number of trips.
    arrival, departure
        Times of the events.

    Returns
    -------
    array
        A number per trip; equal numbers within a pattern make one line.
    """
    # Keeps: within a division every trip is nowhere earlier than the one before. First fit.
    # Cost: trips x divisions of the pattern x stops in the worst case; almost always one division.
    # Source: the FIFO lines that Trip-Based routing needs (Witt 2015, section 2).
    division = np.zeros(len(pattern), np.int64)
    last = np.empty(len(pattern), np.int64)
    divisions = 0
    for trip in range(len(pattern)):
        if trip == 0 or pattern[trip] != pattern[trip - 1]:
            divisions = 0
        length = event_offset[trip + 1] - event_offset[trip]
        chosen = divisions
        for k in range(divisions):
            fits = True
            for p in range(length):
                mine, other = event_offset[trip] + p, event_offset[last[k]] + p
                if departure[mine] < departure[other] or arrival[mine] < arrival[other]:
                    fits = False
                    break
            if fits:
                chosen = k
                break
        if chosen == divisions:
            divisions += 1
        last[chosen] = trip
        division[trip] = chosen
    return division


@inlined
def positions_of(lines: Lines, line: int) -> int:
    """Return the number of positions of a line.

    Parameters
    ----------
    lines
        The timetable.
    line
        A line.

    Returns
    -------
    int
        How many stops its trips call at.
    """
    return lines.stop_offset[line + 1] - lines.stop_offset[line]


@inlined
def earliest_trip(lines: Lines, line: int, position: int, ready: int, before: int) -> int:
    """Return the first trip of a line that leaves a position at or after a time.

    Parameters
    ----------
    lines
        The timetable.
    line, position
        Where to board.
    ready
        The earliest departure that can be caught.
    before
        Only trips numbered below this are looked at.

    Returns
    -------
    int
        The trip, or `before` if there is none.
    """
    trip_event, departure = lines.trip_event, lines.departure
    low, high = lines.trip_offset[line], before
    while low < high:
        middle = (low + high) >> 1
        if departure[trip_event[middle] + position] >= ready:
            high = middle
        else:
            low = middle + 1
    return low
