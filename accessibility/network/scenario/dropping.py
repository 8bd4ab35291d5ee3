"""Trips that no longer run."""

from typing import TYPE_CHECKING

import numpy as np

from accessibility.network.scenario.contents import Change, Drop
from accessibility.network.scenario.draft import Draft
from accessibility.network.scenario.scenario import AppliedChange
from accessibility.network.scenario.selection import (
    Place,
    begin_of,
    days_among,
    selected_trips,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["drop_trips", "trips_in_window"]


def drop_trips(
    timetable: "Timetable", change: Drop, place: Place
) -> "tuple[Timetable, AppliedChange]":
    """
    Leave out trips, on all or some of their days.

    Parameters
    ----------
    timetable
        The timetables.
    change
        Which trips.
    place
        Where the change stands.

    Returns
    -------
    timetable : Timetable
        Without them.
    applied : AppliedChange
        What was done.

    Raises
    ------
    InputError
        If that is no trip.
    """
    trips = trips_in_window(timetable, change, place)
    draft = Draft(timetable)
    for trip in trips.tolist():
        dates = draft.dates_of(trip)
        draft.restrict(trip, dates[~days_among(dates, change)])
    made = draft.make()
    done = AppliedChange(f"drop {place.number + 1}", made.dropped, 0, len(made.curtailed))
    return made.timetable, done


def trips_in_window(timetable: "Timetable", change: Change, place: Place) -> "NDArray[np.int64]":
    """
    Find the trips that a change is about and that run on its days, at its hours.

    Parameters
    ----------
    timetable
        The timetables.
    change
        The change.
    place
        Where it stands.

    Returns
    -------
    array
        At least one trip, ascending.

    Raises
    ------
    InputError
        If there is none, or one repeats at intervals, so that it has no hour of its own.
    """
    trips = selected_trips(timetable, change, place)
    on_days = np.zeros(len(timetable.service_offset) - 1, np.bool_)
    for service in np.unique(timetable.trip_service[trips]).tolist():
        begin, end = timetable.service_offset[service : service + 2]
        on_days[service] = days_among(timetable.service_dates[begin:end], change).any()
    trips = trips[on_days[timetable.trip_service[trips]]]
    if change.begin_s is not None or change.end_s is not None:
        repeated = np.isin(trips, timetable.frequency_trip)
        if repeated.any():
            name = timetable.trips["trip_id"][int(trips[repeated][0])].as_py()
            problem = f"gives hours, but trip {name} repeats at intervals (frequencies.txt)"
            raise place.fault(problem, "Leave out from and to, or name another route.")
        begins = begin_of(timetable)[trips]
        first = -np.inf if change.begin_s is None else change.begin_s
        last = np.inf if change.end_s is None else change.end_s
        trips = trips[(begins >= first) & (begins < last)]
    if not len(trips):
        problem = "selects no trips: none of the route runs on these days at these hours"
        raise place.fault(problem, "Check days, from and to.")
    return trips
