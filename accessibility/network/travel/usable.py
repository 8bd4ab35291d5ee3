"""Which trips and stops a traveller can use."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from accessibility.options import TRANSIT_MODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable
    from accessibility.options import TravelOptions

__all__ = ["Usable", "refused_values", "usable_parts"]

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


def refused_values(options: "TravelOptions") -> tuple[int, ...]:
    """
    Say which stops, entrances and trips are closed to a traveller.

    Parameters
    ----------
    options
        What travellers can and will do.

    Returns
    -------
    tuple of int
        Values of `wheelchair_boarding` and `wheelchair_accessible`; none without a wheelchair.
    """
    if not options.wheelchair:
        return ()
    return (CLOSED, UNKNOWN) if options.wheelchair_unknown == "refuse" else (CLOSED,)


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
    refused = refused_values(options)
    warnings = _unknown(timetable, trips, refused=UNKNOWN in refused)
    trips &= ~np.isin(timetable.trip_wheelchair, refused)
    open_ = ~np.isin(timetable.stop_wheelchair, refused)[timetable.st_stop]
    return Usable(trips, boarding & open_, alighting & open_, warnings)


def _unknown(timetable: "Timetable", trips: "NDArray[np.bool_]", *, refused: bool) -> list[str]:
    """Say of how much nobody knows whether wheelchairs get there."""
    kinds = [
        ("trips", trips, timetable.trip_wheelchair),
        ("stops", timetable.stop_used, timetable.stop_wheelchair),
    ]
    if timetable.stop_entrance.any():
        kinds.append(("entrances", timetable.stop_entrance, timetable.stop_wheelchair))
    counts = [(int((said[mask] == UNKNOWN).sum()), int(mask.sum())) for _, mask, said in kinds]
    if not any(unknown for unknown, _ in counts):
        return []
    words = [
        f"{unknown:,} of {total:,} {name}"
        for (name, _, _), (unknown, total) in zip(kinds, counts, strict=True)
    ]
    done = "left out" if refused else "used all the same"
    which = f"{', '.join(words[:-1])} and {words[-1]}"
    msg = (
        f"wheelchair_unknown: {which} do not say whether they can be used in a wheelchair, "
        f"and are {done}."
    )
    return [msg]
