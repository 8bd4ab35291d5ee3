"""Stops at which nobody gets on or off."""

from typing import TYPE_CHECKING

import numpy as np

from accessibility.network.gtfs.timetable import Timetable
from accessibility.network.scenario.contents import CloseStop
from accessibility.network.scenario.scenario import AppliedChange
from accessibility.network.scenario.selection import named_stops

if TYPE_CHECKING:
    from accessibility.network.scenario.selection import Place

__all__ = ["close_stop"]

NOBODY = 1
"""`pickup_type` and `drop_off_type` that allow nobody."""


def close_stop(
    timetable: Timetable, change: CloseStop, place: "Place"
) -> tuple[Timetable, AppliedChange]:
    """
    Let vehicles pass through a stop.

    Parameters
    ----------
    timetable
        The timetables.
    change
        Which stop.
    place
        Where the change stands.

    Returns
    -------
    timetable : Timetable
        With the same times; nobody gets on or off there.
    applied : AppliedChange
        What was done.

    Raises
    ------
    InputError
        If there is no such stop, or no trip calls there.
    """
    stops = named_stops(timetable, change.stop, change.feed, "stop", place)
    calls = stops[timetable.st_stop]
    if not calls.any():
        raise place.fault("is served by no trip", "Name another stop.", "stop", change.stop)
    arrays = timetable.arrays()
    for name in ("st_pickup", "st_dropoff"):
        arrays[name] = np.where(calls, NOBODY, arrays[name]).astype(np.uint8)
    trips = np.searchsorted(timetable.trip_offset, np.flatnonzero(calls), side="right")
    done = AppliedChange(f"close_stop {place.number + 1}", changed=len(np.unique(trips)))
    return Timetable.from_parts(arrays, timetable.tables(), timetable.timezone), done
