"""Which stops join the streets, which are too far from one, and which lie outside the extract."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.area import Area
    from accessibility.network.timetable import Timetable

__all__ = [
    "BEYOND",
    "LINKED",
    "OUTSIDE",
    "TOO_FAR",
    "Extent",
    "FarStop",
    "StopLinks",
    "count_links",
    "stop_status",
]

Extent = tuple[float, float, float, float]
"""West, south, east and north in degrees."""

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
    """

    feed: str
    served: int
    linked: int
    too_far: int
    outside: int
    farthest: tuple[FarStop, ...]
    beyond: int = 0


def stop_status(
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
    stop_edge: "NDArray[np.int32]",
    extent: Extent | None,
    area: "Area | None" = None,
) -> "NDArray[np.uint8]":
    """
    Say how each stop lies to the streets.

    Parameters
    ----------
    lon, lat
        Degrees; NaN where unknown, which counts as outside.
    stop_edge
        The edge that a stop joins, -1 for none.
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
    status[stop_edge >= 0] = LINKED
    return status


def count_links(
    timetable: "Timetable",
    stop_edge: "NDArray[np.int32]",
    stop_distance_mm: "NDArray[np.int64]",
    extent: Extent | None,
    area: "Area | None" = None,
) -> tuple[StopLinks, ...]:
    """
    Count the served stops of each feed by their state.

    Parameters
    ----------
    timetable
        The timetables.
    stop_edge
        The edge that each stop joins, -1 for none.
    stop_distance_mm
        Distance of each stop to the nearest street, in millimetres.
    extent
        Bounding box of the streets that can be walked; None if there are none.
    area
        The area to which the network was cut, if it was.

    Returns
    -------
    tuple of StopLinks
        One per feed.
    """
    status = stop_status(timetable.stop_lon, timetable.stop_lat, stop_edge, extent, area)
    feed_of = timetable.stops["feed"].to_numpy()
    links = []
    for feed, name in enumerate(timetable.feed_names):
        stops = np.flatnonzero(timetable.stop_used & (feed_of == feed))
        linked, too_far, outside, beyond = np.bincount(status[stops], minlength=4).tolist()
        far = stops[status[stops] == TOO_FAR]
        far = far[np.argsort(-stop_distance_mm[far], kind="stable")][:EXAMPLES]
        examples = tuple(
            _far_stop(timetable, int(stop), int(stop_distance_mm[stop])) for stop in far
        )
        links.append(StopLinks(name, len(stops), linked, too_far, outside, examples, beyond))
    return tuple(links)


def _far_stop(timetable: "Timetable", stop: int, distance_mm: int) -> FarStop:
    row = timetable.stops.slice(stop, 1).to_pylist()[0]
    return FarStop(row["stop_id"], row["stop_name"] or "", distance_mm / 1000)
