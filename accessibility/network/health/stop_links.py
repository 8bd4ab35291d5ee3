"""Which stops join the streets, which are too far from one, and which lie outside the extract."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from accessibility.network.extent import Extent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.area import Area
    from accessibility.network.gtfs.timetable import Timetable
    from accessibility.network.travel.joining import SnappedPoints

__all__ = [
    "BEYOND",
    "LINKED",
    "OUTSIDE",
    "TOO_FAR",
    "FarStop",
    "StopLinks",
    "count_links",
    "stop_status",
]

LINKED, TOO_FAR, OUTSIDE, BEYOND = 0, 1, 2, 3
"""
A stop joins a street; or lies among the streets, but too far from one; or outside them; or it joins
none and need not, because it lies beyond the area of the network.
"""

EXAMPLES = 10


@dataclass(frozen=True)
class FarStop:
    """
    A stop that lies among the streets and yet too far from one.

    Parameters
    ----------
    stop_id, name
        Id and name in its feed.
    distance
        To the nearest street that can be walked, in metres.
    """

    stop_id: str
    name: str
    distance: float


@dataclass(frozen=True)
class StopLinks:
    """
    How the served stops of a feed lie to the streets.

    Parameters
    ----------
    feed
        Name of the feed.
    served
        Stops that some trip serves; `linked`, `too_far`, `outside` and `beyond` add up to it.
    linked, too_far, outside
        Those that join a street, that lie among the streets but farther away than
        `stop_snap_radius`, and that lie outside the streets' extent.
    farthest
        The farthest of those that are too far, at most ten.
    beyond
        Those that join no street and lie beyond the area to which the network was cut.
    through_entrances
        Those of `linked` that people enter and leave through entrances of their stations.
    entrances_too_far
        Entrances of served stations that lie among the streets but farther away than
        `stop_snap_radius`: nobody uses them.
    """

    feed: str
    served: int
    linked: int
    too_far: int
    outside: int
    farthest: tuple[FarStop, ...]
    beyond: int = 0
    through_entrances: int = 0
    entrances_too_far: int = 0


def stop_status(
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
    joins: "NDArray[np.bool_]",
    extent: Extent | None,
    area: "Area | None" = None,
) -> "NDArray[np.uint8]":
    """
    Say how each stop lies to the streets.

    Parameters
    ----------
    lon, lat
        Degrees; NaN where unknown, which counts as outside.
    joins
        Which join a street, themselves or through entrances.
    extent
        Bounding box of the streets that can be walked; None if there are none.
    area
        The area to which the network was cut, if it was.

    Returns
    -------
    array
        `LINKED`, `TOO_FAR`, `OUTSIDE` or `BEYOND`.
    """
    status = np.full(len(lon), OUTSIDE, dtype=np.uint8)
    if extent is not None:
        west, south, east, north = extent
        status[(lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)] = TOO_FAR
    if area is not None:
        status[~area.contains(lon, lat)] = BEYOND
    status[joins] = LINKED
    return status


def count_links(
    timetable: "Timetable",
    stops: "SnappedPoints",
    through_entrances: "NDArray[np.bool_]",
    extent: Extent | None,
    area: "Area | None" = None,
) -> tuple[StopLinks, ...]:
    """
    Count the served stops of each feed by their state.

    Parameters
    ----------
    timetable
        The timetables.
    stops
        Where stops and entrances join the streets themselves.
    through_entrances
        Which stops are entered through entrances of their stations.
    extent
        Bounding box of the streets that can be walked; None if there are none.
    area
        The area to which the network was cut, if it was.

    Returns
    -------
    tuple of StopLinks
        One per feed.
    """
    joins = (stops.edge >= 0) | through_entrances
    status = stop_status(timetable.stop_lon, timetable.stop_lat, joins, extent, area)
    feed_of = timetable.stops["feed"].to_numpy()
    entrances = np.flatnonzero(timetable.stop_entrance & (status == TOO_FAR))
    served_stations = np.unique(timetable.stop_station[timetable.stop_used])
    entrances = entrances[np.isin(timetable.stop_station[entrances], served_stations)]
    links = []
    for feed, name in enumerate(timetable.feed_names):
        served = np.flatnonzero(timetable.stop_used & (feed_of == feed))
        linked, too_far, outside, beyond = np.bincount(status[served], minlength=4).tolist()
        far = served[status[served] == TOO_FAR]
        far = far[np.argsort(-stops.distance_mm[far], kind="stable")][:EXAMPLES]
        links.append(
            StopLinks(
                feed=name,
                served=len(served),
                linked=linked,
                too_far=too_far,
                outside=outside,
                farthest=tuple(
                    _far_stop(timetable, int(stop), int(stops.distance_mm[stop])) for stop in far
                ),
                beyond=beyond,
                through_entrances=int(through_entrances[served].sum()),
                entrances_too_far=int((feed_of[entrances] == feed).sum()),
            )
        )
    return tuple(links)


def _far_stop(timetable: "Timetable", stop: int, distance_mm: int) -> FarStop:
    row = timetable.stops.slice(stop, 1).to_pylist()[0]
    return FarStop(row["stop_id"], row["stop_name"] or "", distance_mm / 1000)
