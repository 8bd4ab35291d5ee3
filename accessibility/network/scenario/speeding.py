"""Trips that take longer from stop to stop, or less long."""

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from accessibility.network.gtfs.timetable import Timetable
from accessibility.network.scenario.contents import Speed
from accessibility.network.scenario.draft import Draft
from accessibility.network.scenario.dropping import trips_in_window
from accessibility.network.scenario.scenario import AppliedChange
from accessibility.network.scenario.selection import Place, days_among, named_stops

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["change_speed"]


def change_speed(
    timetable: Timetable, change: Speed, place: Place
) -> tuple[Timetable, AppliedChange]:
    """
    Make the runs of trips from stop to stop longer or shorter.

    A trip leaves its first stop when it did, and stands at each stop as long as it did. A run of r
    seconds takes r times the factor, to the nearest second (halves up), or r plus the seconds, and
    never less than none.

    Parameters
    ----------
    timetable
        The timetables.
    change
        Which trips and runs, and how.
    place
        Where the change stands.

    Returns
    -------
    timetable : Timetable
        With other times.
    applied : AppliedChange
        What was done.

    Raises
    ------
    InputError
        If that is no trip or no run.
    """
    trips = trips_in_window(timetable, change, place)
    ends = _ends(timetable, change, place)
    slowed = {trip: _runs_of(timetable, trip, ends) for trip in trips.tolist()}
    slowed = {trip: runs for trip, runs in slowed.items() if runs.any()}
    if not slowed:
        problem = "is about no run: no trip selected calls at both stops"
        raise place.fault(problem, "Name two stops of the route.", "between")
    draft = Draft(timetable)
    whole = []
    for trip in slowed:
        dates = draft.dates_of(trip)
        inside = days_among(dates, change)
        if inside.all():
            whole.append(trip)
        else:  # on other days it runs as it did
            draft.restrict(trip, dates[~inside])
            draft.copy(trip, dates[inside], same=True)
    made = draft.make()
    arrays = made.timetable.arrays()
    arrival, departure = made.timetable.st_arrival.copy(), made.timetable.st_departure.copy()
    for trip in np.flatnonzero(np.isin(made.source, whole) | made.is_copy).tolist():
        calls = slice(*made.timetable.trip_offset[trip : trip + 2].tolist())
        runs = slowed[int(made.source[trip])]
        arrival[calls], departure[calls] = _moved(arrival[calls], departure[calls], runs, change)
    arrays |= {"st_arrival": arrival, "st_departure": departure}
    changed = Timetable.from_parts(arrays, made.timetable.tables(), timetable.timezone)
    return changed, AppliedChange(f"speed {place.number + 1}", changed=len(slowed))


def _ends(
    timetable: Timetable, change: Speed, place: Place
) -> "tuple[NDArray[np.bool_], NDArray[np.bool_]] | None":
    if change.between is None:
        return None
    one, other = (
        named_stops(timetable, name, change.feed, "between", place) for name in change.between
    )
    if (one & other).any():
        raise place.fault("names one stop twice", "Name two stops.", "between")
    return one, other


def _runs_of(
    timetable: Timetable, trip: int, ends: "tuple[NDArray[np.bool_], NDArray[np.bool_]] | None"
) -> "NDArray[np.bool_]":
    """Which runs of a trip lie between the stops: from a call at one to the next at the other."""
    stops = timetable.st_stop[slice(*timetable.trip_offset[trip : trip + 2].tolist())]
    if ends is None:
        return np.ones(len(stops) - 1, np.bool_)
    runs = np.zeros(len(stops) - 1, np.bool_)
    last: tuple[int, int] | None = None  # the call at one of them that came last, and at which
    for call, stop in enumerate(stops.tolist()):
        which = next((number for number, end in enumerate(ends) if end[stop]), None)
        if which is None:
            continue
        if last is not None and last[1] != which:
            runs[last[0] : call] = True
        last = call, which
    return runs


def _moved(
    arrival: "NDArray[np.int32]",
    departure: "NDArray[np.int32]",
    runs: "NDArray[np.bool_]",
    change: Speed,
) -> "tuple[NDArray[np.int32], NDArray[np.int32]]":
    before = (arrival[1:] - departure[:-1]).astype(np.int64)
    if change.factor is not None:
        share = Fraction(change.factor)
        top, bottom = share.numerator, share.denominator
        after = (2 * before * top + bottom) // (2 * bottom)
    else:
        after = np.maximum(before + int(change.seconds or 0), np.minimum(before, 0))
    later = np.append(0, np.cumsum(np.where(runs, after - before, 0)))
    return (arrival + later).astype(np.int32), (departure + later).astype(np.int32)
