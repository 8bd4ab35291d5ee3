"""From feeds on disk to one timetable: read, checked, put together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pyarrow as pa

from accessibility.errors import InputError
from accessibility.network.area import Area, worded
from accessibility.network.gtfs.checked_table import (
    CheckedTable,
    check_references,
    check_table,
    rows_of,
)
from accessibility.network.gtfs.clip_timetable import clip_timetable
from accessibility.network.gtfs.csv_table import read_table
from accessibility.network.gtfs.fare_rules import read_fares
from accessibility.network.gtfs.feed_report import FeedReport, report_feed, served_extent
from accessibility.network.gtfs.feed_source import FeedSource
from accessibility.network.gtfs.frequencies import read_frequencies
from accessibility.network.gtfs.gtfs_tables import TABLES
from accessibility.network.gtfs.problems import Problem, ProblemLog
from accessibility.network.gtfs.route_types import basic_modes
from accessibility.network.gtfs.rules_not_applied import report_rules
from accessibility.network.gtfs.services import service_dates
from accessibility.network.gtfs.shapes import read_shapes
from accessibility.network.gtfs.stop_times import StopTimes, read_stop_times
from accessibility.network.gtfs.stops import Stops, read_stops
from accessibility.network.gtfs.timetable import DTYPES, TABLE_COLUMNS, Timetable
from accessibility.network.gtfs.transfer_rules import Known, read_transfer_rules
from accessibility.options import BuildOptions
from accessibility.progress import Progress, Silent, heed

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

__all__ = ["CheckedFeed", "check_feed", "nothing_left", "read_feeds"]


def read_feeds(
    paths: Sequence[Path],
    options: BuildOptions | None = None,
    progress: Progress | None = None,
    area: Area | None = None,
) -> tuple[Timetable, list[FeedReport]]:
    """
    Read timetable feeds.

    Parameters
    ----------
    paths
        Zips or folders of GTFS; none gives an empty timetable.
    options
        `on_error` says whether faulty rows refuse the build (default) or are left out.
    progress
        Told after each feed.
    area
        Where trips are wanted; None keeps all.

    Returns
    -------
    timetable : Timetable
        The trips of all feeds; feeds, stops and trips in the order given.
    reports : list of FeedReport
        What was read from each, with its problems.

    Raises
    ------
    InputError
        If a path is no feed, a feed lacks a table or column, has faulty rows and `on_error` is
        ``"raise"``, leaves no trip at all, or none in the area, or the feeds are of different time
        zones.
    Interrupted
        If `progress` says so.
    """
    options = options or BuildOptions()
    progress = progress or Silent()
    progress.start("Reading timetables", len(paths))
    parts, reports = [], []
    for path, name in zip(paths, _names(paths), strict=True):
        part, report = _read_feed(path, name, options, area, progress)
        parts.append(part)
        reports.append(report)
        progress.advance()
        heed(progress)
    progress.finish()
    _check_timezones(parts)
    timetable = Timetable.concatenate(parts)
    if paths and timetable.n_trips == 0:
        if area is not None and any(report.clipped.get("trips") for report in reports):
            raise _nothing_inside(reports, area)
        raise nothing_left(paths[0], [problem for report in reports for problem in report.problems])
    return timetable, reports


def _names(paths: Sequence[Path]) -> list[str]:
    """File stems, numbered where two are the same."""
    resolved, stems = [], []
    for path in paths:
        try:
            resolved.append(path.resolve())
            stems.append(resolved[-1].stem if path.is_file() else resolved[-1].name)
            str(resolved[-1]).encode()
        except UnicodeEncodeError as error:
            problem = "has a name that is no text in UTF-8"
            raise InputError.at(path, problem, "Rename it.") from error
        except (OSError, RuntimeError) as error:  # a name too long, links that go in a circle
            problem = f"cannot be read ({getattr(error, 'strerror', None) or error})"
            raise InputError.at(path, problem, "Check the path.") from error
    twice = next((path for path, n in Counter(resolved).items() if n > 1), None)
    if twice is not None:
        raise InputError.at(twice, "is given twice", "Give each feed once.")
    seen: Counter[str] = Counter()
    names = []
    for stem in stems:
        seen[stem] += 1
        names.append(stem if seen[stem] == 1 else f"{stem}-{seen[stem]}")
    return names


def nothing_left(path: Path, problems: Sequence[Problem]) -> InputError:
    """
    Make the error that says why no trip of a feed can be used.

    Parameters
    ----------
    path
        The feed.
    problems
        What is wrong with it.
    """
    errors = [problem for problem in problems if problem.severity == "error"]
    warnings = [problem for problem in problems if problem.severity == "warning"]
    if errors or warnings:
        worst = max(errors, key=lambda problem: problem.count) if errors else warnings[0]
        return InputError.at(path, "holds no trip that can be used", f"Above all: {worst}")
    return InputError.at(path, "holds no trip", "Check trips.txt and stop_times.txt.")


def _nothing_inside(reports: Sequence[FeedReport], area: Area) -> InputError:
    extents = {r.name: r.whole_extent for r in reports if r.whole_extent is not None}
    where = "; ".join(f"those of {name} cover {worded(e)}" for name, e in extents.items())
    remedy = "Check that the area and the timetables are of the same place."
    for extent in extents.values():
        remedy = area.remedy(extent, remedy)
    return InputError(
        f"No trip stops twice in {area}: the stops that trips serve lie elsewhere ({where}). "
        f"{remedy}"
    )


def _check_timezones(parts: Sequence[Timetable]) -> None:
    zones: dict[str, str] = {}
    for part in parts:
        zones.setdefault(part.timezone, part.feed_names[0])
    if len(zones) > 1:
        named = ", ".join(f"{name} is in {zone}" for zone, name in zones.items())
        raise InputError(
            f"The feeds are of different time zones: {named}. "
            "Build one network per time zone, or convert the feeds."
        )


@dataclass(frozen=True)
class CheckedFeed:
    """
    One feed, read and checked, without its faulty rows.

    Parameters
    ----------
    source
        Where it came from.
    tables
        Its tables by name, faulty rows marked.
    times
        The stop times that were kept.
    timetable
        What can be used of it.
    log
        What is wrong with it.
    """

    source: FeedSource
    tables: dict[str, CheckedTable]
    times: StopTimes
    timetable: Timetable
    log: ProblemLog


def check_feed(
    path: Path, name: str, *, every_column: bool = False, progress: Progress | None = None
) -> CheckedFeed:
    """
    Read and check one feed; its faulty rows are left out, whatever their number.

    Parameters
    ----------
    path
        A zip or folder of GTFS.
    name
        What to call it.
    every_column
        Whether its tables are to hold columns that are not used too.
    progress
        Asked now and then whether to stop.

    Returns
    -------
    CheckedFeed
        The feed, perhaps without a single trip.

    Raises
    ------
    InputError
        If it is no feed, or lacks a table or column without which nothing can be read.
    Interrupted
        If the user asked to stop.
    """
    progress = progress or Silent()
    source = FeedSource(path)
    log = ProblemLog()
    tables: dict[str, CheckedTable] = {}
    for table in TABLES.values():
        heed(progress)
        raw = read_table(source, table, log, every_column=every_column)
        heed(progress)
        if raw is not None:
            tables[table.name] = check_table(raw, log)
    if "calendar" not in tables and "calendar_dates" not in tables:
        problem = "is missing or empty, and so is calendar_dates.txt: no trip has a date"
        raise InputError.at(
            source.label("calendar.txt"), problem, "Ask the publisher for a complete feed."
        )
    timezone = _timezone(tables["agency"])
    heed(progress)
    check_references(tables, log)
    heed(progress)
    stops = read_stops(tables["stops"])
    times = read_stop_times(tables["stop_times"], tables["trips"], tables["stops"], stops, log)
    heed(progress)
    timetable = _assemble(name, source, tables, stops, times, timezone, log)
    return CheckedFeed(source, tables, times, timetable, log)


def _read_feed(
    path: Path, name: str, options: BuildOptions, area: Area | None, progress: Progress
) -> tuple[Timetable, FeedReport]:
    feed = check_feed(path, name, progress=progress)
    heed(progress)
    timetable, log = feed.timetable, feed.log
    if options.on_error == "raise":
        log.raise_errors()
        if timetable.n_trips == 0:
            raise nothing_left(path, log.problems)
    report_rules(feed.source, feed.tables, feed.times, log)
    heed(progress)
    clipped: dict[str, int] = {}
    if area is not None:
        timetable, clipped = clip_timetable(timetable, area)
    report = report_feed(timetable, feed.tables, feed.source.files, log.problems)
    whole_extent = served_extent(feed.timetable)
    return timetable, replace(report, clipped=clipped, whole_extent=whole_extent)


def _timezone(agency: CheckedTable) -> str:
    raw = agency.raw
    zones = raw.column("agency_timezone")
    named = zones.drop_nulls().unique(maintain_order=True)
    remedy = "Give the time zone as in Europe/London."
    if len(named) == 0:
        raise InputError.at(raw.label, "names no time zone", remedy, field="agency_timezone")
    first = int(np.flatnonzero((zones == named[-1]).fill_null(value=False).to_numpy())[0])
    if len(named) > 1:
        problem = f'differs from "{named[0]}" of other agencies: a feed has one time zone'
        raise InputError.at(
            raw.label,
            problem,
            remedy,
            line=raw.line(first),
            field="agency_timezone",
            value=named[-1],
        )
    try:
        ZoneInfo(named[0])
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError.at(
            raw.label,
            "is no time zone",
            remedy,
            line=raw.line(first),
            field="agency_timezone",
            value=named[0],
        ) from error
    return str(named[0])


def _assemble(
    name: str,
    source: FeedSource,
    tables: dict[str, CheckedTable],
    stops: Stops,
    times: StopTimes,
    timezone: str,
    log: ProblemLog,
) -> Timetable:
    """The timetable of one feed."""
    trips, routes = tables["trips"], tables["routes"]
    starts = np.flatnonzero(times.starts())
    kept = np.flatnonzero(trips.usable)[times.trip[starts]]
    text = trips.raw.text[kept]
    services = text["service_id"].unique(maintain_order=True)
    offset, dates = service_dates(
        services, tables.get("calendar"), tables.get("calendar_dates"), log
    )
    route = rows_of(text["route_id"], routes.ids("route_id"))
    route_type = routes.values["route_type"][routes.usable].astype(np.int16)
    used = np.zeros(len(stops.rows), dtype=bool)
    used[times.stop] = True
    known = Known(stops.ids, routes.ids("route_id"), text["trip_id"], route)
    arrays: dict[str, NDArray[np.generic]] = {
        "stop_lon": stops.lon,
        "stop_lat": stops.lat,
        "stop_parent": stops.parent,
        "stop_station": stops.station,
        "stop_entrance": stops.entrance,
        "stop_used": used,
        "stop_wheelchair": stops.wheelchair,
        "trip_offset": np.append(starts, len(times)),
        "trip_route": route,
        "trip_service": rows_of(text["service_id"], services),
        "trip_feed": np.zeros(len(kept)),
        "trip_block": _blocks(trips.raw.column("block_id")[kept]),
        "trip_wheelchair": trips.values["wheelchair_accessible"][kept],
        "st_stop": times.stop,
        "st_arrival": times.arrival,
        "st_departure": times.departure,
        "st_pickup": times.pickup,
        "st_dropoff": times.dropoff,
        "st_shape_dist": times.distance,
        "route_type": route_type,
        "route_mode": basic_modes(route_type),
        "service_offset": offset,
        "service_dates": dates,
        **read_frequencies(tables.get("frequencies"), text["trip_id"], log),
        **read_transfer_rules(tables.get("transfers"), tables, known, log),
        **read_shapes(tables.get("shapes"), trips, kept, log),
    }
    arrow = {
        "stops": _table(tables["stops"], stops.rows, TABLE_COLUMNS["stops"]),
        "trips": _table(trips, kept, TABLE_COLUMNS["trips"], route=route),
        "routes": _table(routes, np.flatnonzero(routes.usable), TABLE_COLUMNS["routes"]),
        "agencies": _table(
            tables["agency"], np.arange(len(tables["agency"])), TABLE_COLUMNS["agencies"]
        ),
        **_fares(tables, log),
        "feeds": pa.table(
            {
                "name": [name],
                "file": [str(source.path)],
                "first_date": [int(dates.min()) if len(dates) else None],
                "last_date": [int(dates.max()) if len(dates) else None],
                "sha256": [source.digest()],
            },
            schema=pa.schema(TABLE_COLUMNS["feeds"]),
        ),
    }
    typed = {key: np.ascontiguousarray(array, dtype=DTYPES[key]) for key, array in arrays.items()}
    return Timetable.from_parts(typed, arrow, timezone)


def _fares(tables: dict[str, CheckedTable], log: ProblemLog) -> dict[str, pa.Table]:
    """The fares of one feed and their rules; without a table that can be used, none."""
    names = {"fares": "fare_attributes", "fare_rules": "fare_rules"}
    given = read_fares(tables.get("fare_attributes"), tables.get("fare_rules"), log)
    return {
        name: _table(tables[file], np.flatnonzero(tables[file].usable), TABLE_COLUMNS[name], **more)
        if file in tables
        else pa.schema(TABLE_COLUMNS[name]).empty_table()
        for (name, file), more in zip(names.items(), (given, {}), strict=True)
    }


def _blocks(ids: "pl.Series") -> "NDArray[np.int64]":
    """Number the blocks in the order in which they first occur, -1 for none."""
    return rows_of(ids, ids.drop_nulls().unique(maintain_order=True))


def _table(
    checked: CheckedTable,
    rows: "NDArray[np.int64]",
    columns: dict[str, pa.DataType],
    **given: "NDArray[np.generic]",
) -> pa.Table:
    """Chosen rows of a table for Arrow: text as it is, numbers as they were read."""
    arrays = []
    for column, kind in columns.items():
        if column == "feed":
            arrays.append(pa.array(np.zeros(len(rows)), kind))
        elif column in given:
            arrays.append(pa.array(given[column], kind))
        elif column in checked.values:
            arrays.append(pa.array(checked.values[column][rows], kind))
        else:
            text: pl.Series = checked.raw.column(column)[rows]
            arrays.append(text.to_arrow().cast(kind))
    return pa.Table.from_arrays(arrays, schema=pa.schema(columns))
