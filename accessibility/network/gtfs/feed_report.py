"""What was read from one feed, in numbers."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from accessibility.network.calendar import feed_validity
from accessibility.network.extent import Extent
from accessibility.network.gtfs.problems import Problem
from accessibility.network.gtfs.route_types import MODE_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from accessibility.network.gtfs.checked_table import CheckedTable
    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["FeedReport", "report_feed", "served_extent"]

WHEELCHAIR = ("unknown", "yes", "no")
"""What values of `wheelchair_boarding` and `wheelchair_accessible` mean."""


@dataclass(frozen=True)
class FeedReport:
    """
    One feed in numbers.

    Parameters
    ----------
    name, file
        Name of the feed, and the file or folder it came from.
    timezone
        Time zone of its agencies.
    rows
        Rows of every table that was read, faulty ones included.
    agencies
        Names of the agencies.
    routes, trips, stop_times, stops, stops_served
        What was kept; the stops that some kept trip serves.
    trips_by_mode
        Kept trips by GTFS's basic mode.
    trips_at_intervals, trips_of_unknown_phase
        Kept trips that frequencies.txt repeats, and those of them of which nobody knows when in an
        interval the vehicles come.
    trips_in_blocks
        Kept trips that share their block with another.
    rules_for_changes
        Rules of transfers.txt that were kept, by type.
    stops_by_wheelchair, trips_by_wheelchair
        Served stops and kept trips by what is known of wheelchairs: ``unknown``, ``yes``, ``no``.
    first_date, last_date
        First and last day of service (ISO dates); None if no trip ever runs.
    last_moment
        Local time at which the last trip ends (ISO), beyond midnight included.
    extent
        West, south, east and north of the served stops in degrees; None if there are none.
    files_not_read
        Files of the feed that were not opened.
    problems
        What is wrong with it.
    clipped
        What was left out because it lies beyond the area of the network: ``trips``, ``stop_times``
        and ``stops``; empty if all was wanted.
    whole_extent
        As `extent`, but of all stops that trips serve, in the area or not.
    """

    name: str
    file: str
    timezone: str
    rows: dict[str, int]
    agencies: tuple[str, ...]
    routes: int
    trips: int
    stop_times: int
    stops: int
    stops_served: int
    trips_by_mode: dict[str, int]
    trips_at_intervals: int
    trips_of_unknown_phase: int
    trips_in_blocks: int
    rules_for_changes: dict[str, int]
    stops_by_wheelchair: dict[str, int]
    trips_by_wheelchair: dict[str, int]
    first_date: str | None
    last_date: str | None
    last_moment: str | None
    extent: Extent | None
    files_not_read: tuple[str, ...]
    problems: tuple[Problem, ...]
    clipped: dict[str, int] = field(default_factory=dict)
    whole_extent: Extent | None = None


def report_feed(
    timetable: "Timetable",
    tables: "Mapping[str, CheckedTable]",
    files: "Sequence[str]",
    problems: "Sequence[Problem]",
) -> FeedReport:
    """
    Describe a feed.

    Parameters
    ----------
    timetable
        The timetable of this feed alone.
    tables
        Its tables.
    files
        Names of all its files.
    problems
        What was found to be wrong.
    """
    validity = feed_validity(timetable)[0]
    served = timetable.stop_used
    modes, counts = np.unique(timetable.route_mode[timetable.trip_route], return_counts=True)
    names = timetable.agencies["agency_name"].to_pylist()
    ids = timetable.agencies["agency_id"].to_pylist()
    return FeedReport(
        name=timetable.feed_names[0],
        file=timetable.feeds["file"][0].as_py(),
        timezone=timetable.timezone,
        rows={name: len(table) for name, table in tables.items()},
        agencies=tuple(name or key or "" for name, key in zip(names, ids, strict=True)),
        routes=len(timetable.route_type),
        trips=timetable.n_trips,
        stop_times=len(timetable.st_stop),
        stops=timetable.n_stops,
        stops_served=int(served.sum()),
        trips_by_mode={
            MODE_NAMES[int(mode)]: int(n) for mode, n in zip(modes, counts, strict=True)
        },
        trips_at_intervals=len(np.unique(timetable.frequency_trip)),
        trips_of_unknown_phase=len(np.unique(timetable.frequency_trip[~timetable.frequency_exact])),
        trips_in_blocks=_sharing(timetable.trip_block),
        rules_for_changes=_counted(timetable.transfer_type, "012345"),
        stops_by_wheelchair=_counted(timetable.stop_wheelchair[served], WHEELCHAIR),
        trips_by_wheelchair=_counted(timetable.trip_wheelchair, WHEELCHAIR),
        first_date=validity.first_date.isoformat() if validity else None,
        last_date=validity.last_date.isoformat() if validity else None,
        last_moment=validity.last_moment.isoformat() if validity else None,
        extent=served_extent(timetable),
        files_not_read=tuple(f for f in files if f.removesuffix(".txt") not in tables),
        problems=tuple(problems),
    )


def _counted(values: "NDArray[np.uint8]", names: "Sequence[str]") -> dict[str, int]:
    """How often each value occurs, by name; those that never do are left out."""
    counts = np.bincount(values, minlength=len(names)).tolist()
    return {name: n for name, n in zip(names, counts, strict=True) if n}


def _sharing(block: "NDArray[np.int32]") -> int:
    """How many trips have a block that another trip has too."""
    sizes = np.bincount(block[block >= 0])
    return int(sizes[sizes > 1].sum())


def served_extent(timetable: "Timetable") -> Extent | None:
    """
    Give the bounding box of the stops that some trip serves.

    Parameters
    ----------
    timetable
        The timetable.

    Returns
    -------
    tuple or None
        West, south, east and north in degrees.
    """
    lon, lat = timetable.stop_lon[timetable.stop_used], timetable.stop_lat[timetable.stop_used]
    if len(lon) == 0:
        return None
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())
