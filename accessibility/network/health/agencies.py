"""Who runs what: the trips of each agency and mode."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["Groups", "groups_of"]


class Groups(NamedTuple):
    """
    Trips grouped by feed, agency and mode, in this order.

    Parameters
    ----------
    feed
        Place of the feed of each group.
    agency
        Name of its agency.
    mode
        Number of its basic mode.
    of_trip
        The group of each trip.
    """

    feed: "NDArray[np.int16]"
    agency: list[str]
    mode: "NDArray[np.uint8]"
    of_trip: "NDArray[np.int32]"

    def __len__(self) -> int:
        return len(self.agency)


def groups_of(timetable: "Timetable") -> Groups:
    """
    Group the trips of a timetable.

    Parameters
    ----------
    timetable
        The timetables.

    Returns
    -------
    Groups
        Agencies of one feed and one name count as one.
    """
    names = _agencies(timetable)
    feeds = timetable.routes["feed"].to_pylist()
    by_route = list(zip(feeds, names, timetable.route_mode.tolist(), strict=True))
    keys = sorted(set(by_route))
    place = {key: number for number, key in enumerate(keys)}
    of_route = np.array([place[key] for key in by_route], dtype=np.int32)
    return Groups(
        feed=np.array([feed for feed, _, _ in keys], dtype=np.int16),
        agency=[agency for _, agency, _ in keys],
        mode=np.array([mode for _, _, mode in keys], dtype=np.uint8),
        of_trip=of_route[timetable.trip_route],
    )


def _agencies(timetable: "Timetable") -> list[str]:
    """Name of the agency of each route; where it names none, the only agency of its feed."""
    names: dict[tuple[int, str | None], str] = {}
    sole: dict[int, str] = {}
    for row in timetable.agencies.to_pylist():
        name = row["agency_name"] or row["agency_id"] or ""
        names[row["feed"], row["agency_id"]] = name
        sole[row["feed"]] = "" if row["feed"] in sole else name
    return [
        names.get((row["feed"], row["agency_id"]), row["agency_id"] or sole[row["feed"]])
        for row in timetable.routes.select(["feed", "agency_id"]).to_pylist()
    ]
