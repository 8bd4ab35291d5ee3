"""Which trips and stops a traveller can use."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from accessibility.options import TRANSIT_MODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.timetable import Timetable
    from accessibility.options import TravelOptions

__all__ = ["Usable", "usable_parts"]

FORBIDDEN = 1
"""`pickup_type` and `drop_off_type` that allow nobody."""
UNKNOWN, CLOSED = 0, 2
"""Values of `wheelchair_boarding` and `wheelchair_accessible`."""


class Usable(NamedTuple):
    """
    What may be used.

    Parameters
    ----------
    trips
        A mask over the trips.
    boarding, alighting
        Masks over the stop times.
    warnings
        What the user should know.
    """

    trips: "NDArray[np.bool_]"
    boarding: "NDArray[np.bool_]"
    alighting: "NDArray[np.bool_]"
    warnings: list[str]


def usable_parts(timetable: "Timetable", options: "TravelOptions") -> Usable:
    """
    Find what a traveller can use.

    Parameters
    ----------
    timetable
        The timetables.
    options
        What travellers can and will do.

    Returns
    -------
    Usable
        By vehicle, by the rules for boarding and alighting, and for wheelchairs.
    """
    basic = [TRANSIT_MODES[name] for name in options.transit_modes]
    trips = np.isin(timetable.route_mode, basic)[timetable.trip_route]
    boarding = timetable.st_pickup != FORBIDDEN
    alighting = timetable.st_dropoff != FORBIDDEN
    if not options.wheelchair:
        return Usable(trips, boarding, alighting, [])
    refused = [CLOSED, UNKNOWN] if options.wheelchair_unknown == "refuse" else [CLOSED]
    unknown_trips = int((trips & (timetable.trip_wheelchair == UNKNOWN)).sum())
    unknown_stops = int((timetable.stop_used & (timetable.stop_wheelchair == UNKNOWN)).sum())
    warnings = []
    if unknown_trips or unknown_stops:
        done = "left out" if options.wheelchair_unknown == "refuse" else "used all the same"
        warnings.append(
            f"wheelchair_unknown: {unknown_trips:,} of {int(trips.sum()):,} trips and "
            f"{unknown_stops:,} of {int(timetable.stop_used.sum()):,} stops do not say whether "
            f"they can be used in a wheelchair, and are {done}."
        )
    trips &= ~np.isin(timetable.trip_wheelchair, refused)
    open_ = ~np.isin(timetable.stop_wheelchair, refused)[timetable.st_stop]
    return Usable(trips, boarding & open_, alighting & open_, warnings)
