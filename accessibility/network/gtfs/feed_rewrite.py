"""
Feeds written anew: without what cannot be used, or with what an area and some dates need.

gtfs-kit does the common part: which routes, stop times, calendars, shapes and intervals go with
trips, what nobody uses, and how times are written. What it does not do is done here:

* it reads only feeds without faults, and changes ids and names when it cleans: here the tables are
  read by this package's reader, and gtfs-kit sees the columns that it decides by;
* it would leave out rules for changes between trips, and entrances and boarding areas where a feed
  is cut, but keep stations that nobody uses where it is not;
* it leaves out the only agency where routes do not name it;
* it keeps the calendars of a trip as they are when a feed is cut to some dates.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from accessibility.errors import AccessibilityError, InputError
from accessibility.files import atomic
from accessibility.network.area import Area, worded
from accessibility.network.calendar import feed_validity
from accessibility.network.gtfs.clip_timetable import trips_within
from accessibility.network.gtfs.feed_dates import Dates, cut_calendars
from accessibility.network.gtfs.feed_draft import (
    SIDE_TABLES,
    Change,
    Draft,
    Rewritten,
    check_output,
    report_path,
    write_feed,
)
from accessibility.network.gtfs.feed_report import served_extent
from accessibility.network.gtfs.feeds import check_feed, nothing_left, read_feeds
from accessibility.network.gtfs.gtfs_values import NO_TIME
from accessibility.network.local_time import day_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["clean_feed", "clip_feed"]

INSTALL: Final = (
    "This needs the package gtfs-kit, which is not installed. "
    'Run: pip install "access-to-services[gtfs]".'
)
LEFT_OUT: Final = frozenset({"repeated_row", "short_trip", "flexible_service"})
"""Codes of warnings about rows that cannot be used; those of rules for changes begin alike."""

REPAIRED: Final = frozenset({"not_utf8", "nul_bytes", "too_many_fields", "repeated_column"})
"""Codes of warnings about files that are in order once they are written anew."""

FAULTY: Final = "belongs to what was left out"
UNUSED: Final = "is used by no trip"
UNWANTED: Final = "belongs to no trip that is wanted"
ROW: Final = "row"
PLATFORM_OR_STATION: Final = 1
"""Up to this `location_type` a stop is one of these; above it are entrances and the like."""


def clean_feed(feed: str | Path, output: str | Path) -> Rewritten:
    """
    Write a feed without what cannot be used, in one clear form.

    Trips, stop times and stops are those that a network built with ``on_error="skip"`` has.

    Parameters
    ----------
    feed
        A zip or folder of GTFS; it is not changed.
    output
        The zip to write. The report goes beside it, as ``….report.csv``.

    Returns
    -------
    Rewritten
        What was left out and repaired.

    Raises
    ------
    InputError
        If the feed cannot be read, or no trip of it can be used.
    OutputError
        If the output cannot be written.
    UsageError
        If the output is the feed.
    """
    return _rewrite(Path(feed), Path(output), None, None, trim=False)


def clip_feed(
    feed: str | Path,
    output: str | Path,
    area: Area | None = None,
    dates: Dates | None = None,
    *,
    trim: bool = False,
) -> Rewritten:
    """
    Write the part of a feed that an area and some dates need, cleaned as by `clean_feed`.

    Parameters
    ----------
    feed
        A zip or folder of GTFS; it is not changed.
    output
        The zip to write. The report goes beside it, as ``….report.csv``.
    area
        Where trips are wanted: those that stop there twice or more are kept, as they are. None
        keeps all.
    dates
        Service days that are wanted: trips that run on none of them are left out, and calendars
        end with them. None keeps all.
    trim
        Whether kept trips lose their stops outside the area, except those that run at intervals.

    Returns
    -------
    Rewritten
        What was left out and repaired.

    Raises
    ------
    InputError
        If the feed cannot be read, or no trip of it is left.
    OutputError
        If the output cannot be written.
    UsageError
        If the output is the feed.
    """
    return _rewrite(Path(feed), Path(output), area, dates, trim=trim)


def _rewrite(
    path: Path, output: Path, area: Area | None, dates: Dates | None, *, trim: bool
) -> Rewritten:
    check_output(output, path)
    gtfs_kit = _gtfs_kit()
    checked = check_feed(path, path.stem, every_column=True)
    timetable = checked.timetable
    if timetable.n_trips == 0:
        raise nothing_left(path, checked.log.problems)
    draft = Draft(checked)
    before = {name: len(text) for name, text in draft.text.items()}
    trips = _usable(draft)
    inside = None
    if area is not None:
        inside = area.contains(timetable.stop_lon, timetable.stop_lat)
    wanted = _wanted(timetable, inside, dates)
    if not wanted.any():
        raise _nothing_wanted(path, timetable, area, dates)
    asked = _asked(area, dates)
    _with_gtfs_kit(gtfs_kit, draft, trips[wanted], asked)
    if inside is not None and trim:
        _trim(draft, wanted, inside)
    _complete(draft)
    if dates is not None:
        cut_calendars(draft, dates)
    _canonical(draft)
    with atomic(output) as temporary:
        after = write_feed(draft, temporary)
        _, (report,) = read_feeds([temporary])  # what this package cannot read is not offered
        done = Rewritten(
            before,
            after,
            tuple(draft.changes),
            report.trips,
            report.stop_times,
            report.stops_served,
        )
        with atomic(report_path(output)) as text:
            text.write_text(done.to_csv(), encoding="utf-8")
    return done


def _gtfs_kit() -> Any:
    try:
        import gtfs_kit  # noqa: PLC0415 - an extra that few need, and slow to load
    except ImportError as error:
        raise AccessibilityError(INSTALL) from error
    return gtfs_kit


def _usable(draft: Draft) -> "NDArray[np.int64]":
    """Leave out what cannot be used; give the rows of trips.txt of the timetable's trips."""
    feed = draft.feed
    said: dict[str, int] = {}
    for problem in feed.log.problems:
        table = problem.file.rpartition("/")[2].lower().removesuffix(".txt")
        words = f"{problem.field or ''} {problem.message}".strip()
        if problem.value:
            words = f'{problem.field} "{problem.value}" {problem.message}'
        if table not in draft.text:
            continue
        if problem.code in REPAIRED:
            draft.changes.append(Change(table, "repaired", problem.count, words, problem.line))
        elif _is_lost(problem.severity, problem.code):
            draft.changes.append(Change(table, "left out", problem.count, words, problem.line))
            said[table] = said.get(table, 0) + problem.count
    kept = {name: checked.usable for name, checked in feed.tables.items()}
    rows = np.flatnonzero(feed.tables["trips"].usable)[feed.times.trip[feed.times.starts()]]
    kept["trips"] = _mask(len(feed.tables["trips"]), rows)
    kept["stop_times"] = _mask(len(feed.tables["stop_times"]), feed.times.row)
    for name, mask in kept.items():
        draft.keep(name, mask, FAULTY, said=said.get(name, 0))
    for name, checked in feed.tables.items():
        for column in checked.raw.table.columns:
            if column.fault != "warning" or not checked.raw.has(column.name):
                continue
            faulty = checked.faulty.get(column.name, np.zeros(len(checked), np.bool_))
            values = draft.text[name][column.name]
            if column.filled and checked.raw.table.need == "informative":
                faulty = faulty | values.is_null().to_numpy()
                draft.keep(name, ~faulty, f"has a {column.name} that is blank or cannot be read")
            else:
                blank = values.set(pl.Series(faulty), None)
                draft.replace(name, column.name, blank, "could not be read and is blank now")
    return rows


def _is_lost(severity: str, code: str) -> bool:
    return severity == "error" or code in LEFT_OUT or code.startswith("transfer_")


def _mask(length: int, rows: "NDArray[np.int64]") -> "NDArray[np.bool_]":
    mask = np.zeros(length, np.bool_)
    mask[rows] = True
    return mask


def _wanted(
    timetable: "Timetable", inside: "NDArray[np.bool_] | None", dates: Dates | None
) -> "NDArray[np.bool_]":
    """Which trips of the timetable stop twice among some stops and run on one of the dates."""
    wanted = np.ones(timetable.n_trips, np.bool_)
    if inside is not None:
        wanted &= trips_within(timetable, inside)
    if dates is not None:
        days = timetable.service_dates
        within = (days >= day_number(dates.first)) & (days <= day_number(dates.last))
        count = np.concatenate([[0], np.cumsum(within)])
        runs = count[timetable.service_offset[1:]] > count[timetable.service_offset[:-1]]
        wanted &= runs[timetable.trip_service]
    return wanted


def _nothing_wanted(
    path: Path, timetable: "Timetable", area: Area | None, dates: Dates | None
) -> InputError:
    extent, validity = served_extent(timetable), feed_validity(timetable)[0]
    where = "" if extent is None else f"its stops cover {worded(extent)}"
    when = "no trip ever runs" if validity is None else f"it is valid from {validity.first_date}"
    when += "" if validity is None else f" to {validity.last_date}"
    problem = f"has no trip that {_asked(area, dates)}: {where}; {when}"
    remedy = "Check area and dates."
    if area is not None and extent is not None:
        remedy = area.remedy(extent, remedy)
    return InputError.at(path, problem, remedy)


def _asked(area: Area | None, dates: Dates | None) -> str:
    """What trips have to do; empty if nothing is asked of them."""
    words = [] if area is None else [f"stops twice in {area}"]
    words += [] if dates is None else [f"runs {dates}"]
    return " and ".join(words)


def _with_gtfs_kit(gtfs_kit: Any, draft: Draft, trips: "NDArray[np.int64]", asked: str) -> None:
    """Let gtfs-kit find what goes with the wanted trips, what is unused, and write the times."""
    feed = gtfs_kit.Feed(dist_units="km", **_frames(draft))
    if asked:
        feed = feed.restrict_to_trips(draft.column("trips", "trip_id").gather(trips).to_list())
        for name, rows in _rows(feed).items():
            why = f"is no trip that {asked}" if name == "trips" else UNWANTED
            if name not in {"agency", "stops"}:
                draft.keep(name, _mask(len(draft.text[name]), rows), why)
    feed = feed.drop_zombies().clean_times()
    for name, rows in _rows(feed).items():
        mask = _mask(len(draft.text[name]), rows)
        if name == "agency":
            mask = _some_agency(draft, mask)
        elif name == "stops":
            mask = _needed_stops(draft)
        draft.keep(name, mask, UNUSED)
    for name in ("stop_times", "frequencies"):
        _write_times(draft, name, getattr(feed, name))


def _frames(draft: Draft) -> dict[str, Any]:
    """The columns by which gtfs-kit decides, of the rows that stay, with the number of each row."""
    columns: dict[str, tuple[str, ...]] = {
        "agency": ("agency_id",),
        "stops": ("stop_id",),
        "routes": ("route_id", "agency_id"),
        "trips": ("trip_id", "route_id", "service_id", "shape_id"),
        "stop_times": ("trip_id", "stop_id", "arrival_time", "departure_time"),
        "calendar": ("service_id",),
        "calendar_dates": ("service_id",),
        "shapes": ("shape_id",),
        "frequencies": ("trip_id", "start_time", "end_time"),
    }
    frames = {}
    for name, wanted in columns.items():
        if name in draft.text:
            chosen = {column: draft.column(name, column) for column in wanted}
            frame = pl.DataFrame({ROW: np.arange(len(draft.text[name])), **chosen})
            if name == "stops":
                kind = draft.feed.tables["stops"].values["location_type"]
                frame = frame.with_columns(pl.Series("location_type", kind))
            if name in {"agency", "routes"}:  # a blank is an id too
                frame = frame.with_columns(pl.col("agency_id").fill_null(""))
            frames[name] = frame.filter(pl.Series(draft.kept[name])).to_pandas()
    return frames


def _rows(feed: Any) -> "dict[str, NDArray[np.int64]]":
    names = (
        *("agency", "stops", "routes", "trips", "stop_times", "calendar", "calendar_dates"),
        *("shapes", "frequencies"),
    )
    frames = {name: getattr(feed, name) for name in names}
    return {name: frame[ROW].to_numpy() for name, frame in frames.items() if frame is not None}


def _some_agency(draft: Draft, wanted: "NDArray[np.bool_]") -> "NDArray[np.bool_]":
    """All agencies where routes name none, or the only one: it need not be named."""
    everything = draft.kept["agency"]
    return wanted if everything.sum() > 1 and wanted.any() else everything


def _needed_stops(draft: Draft) -> "NDArray[np.bool_]":
    """Served stops with their stations, and whatever else but platforms belongs to those."""
    ids, parent = (draft.column("stops", name) for name in ("stop_id", "parent_station"))
    kind = pl.Series(draft.feed.tables["stops"].values["location_type"])
    usable = pl.Series(draft.kept["stops"])
    needed = ids.is_in(draft.ids("stop_times", "stop_id").implode()) & usable
    for _ in range(3):  # a boarding area belongs to a platform, and that to a station
        stations = parent.filter(needed).drop_nulls().implode()
        needed |= ids.is_in(stations) & usable
        inside = parent.is_in(ids.filter(needed).implode()).fill_null(value=False)
        needed |= inside & (kind > PLATFORM_OR_STATION) & usable
    return needed.to_numpy()


def _write_times(draft: Draft, name: str, frame: Any) -> None:
    if frame is None:
        return
    rows = frame[ROW].to_numpy()
    for column in ("arrival_time", "departure_time", "start_time", "end_time"):
        if column in frame.columns:
            new = pl.Series(
                column, frame[column].to_numpy(object, na_value=None).tolist(), pl.String
            )
            values = draft.text[name][column].clone().scatter(rows, new)
            draft.replace(name, column, values, "was written H:MM:SS")


def _trim(
    draft: Draft,
    wanted: "NDArray[np.bool_]",
    inside: "NDArray[np.bool_]",
) -> None:
    """Leave out the stops outside, having written down the times that were blank."""
    feed = draft.feed
    timetable, times = feed.timetable, feed.times
    trip = np.repeat(np.arange(timetable.n_trips), np.diff(timetable.trip_offset))
    at = inside[timetable.st_stop]
    cut = wanted & (np.bincount(trip[at], minlength=timetable.n_trips) >= 2)
    cut[np.unique(timetable.frequency_trip)] = False
    for column, seconds in (
        ("arrival_time", times.arrival),
        ("departure_time", times.departure),
    ):
        old = draft.text["stop_times"][column]
        blank = cut[trip] & at & old.gather(times.row).is_null().to_numpy() & (seconds != NO_TIME)
        clock = pl.Series([_clock(second) for second in seconds[blank].tolist()], dtype=pl.String)
        new = old.clone().scatter(times.row[blank], clock)
        draft.replace("stop_times", column, new, "was blank and is interpolated now")
    outside = _mask(len(draft.text["stop_times"]), times.row[cut[trip] & ~at])
    draft.keep("stop_times", ~outside, "is a stop outside the area")
    draft.keep("stops", _needed_stops(draft), UNUSED)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _complete(draft: Draft) -> None:
    """Leave out whatever names something that is no longer there."""
    stops = draft.ids("stops", "stop_id").implode()
    parent = draft.column("stops", "parent_station")
    known = parent.is_in(stops).fill_null(value=False)
    gone = "is not defined any more or never was, and is blank now"
    draft.replace("stops", "parent_station", parent.set(~known, None), gone)
    ruled = _fares_with_rules(draft)
    references = {
        **SIDE_TABLES,
        "transfers": {
            f"{side}_{kind}_id": f"{kind}s"
            for side in ("from", "to")
            for kind in ("stop", "route", "trip")
        },
        "frequencies": {"trip_id": "trips"},
    }
    for name, columns in references.items():
        if name not in draft.text:
            continue
        whole = np.ones(len(draft.text[name]), np.bool_)
        for column, target in columns.items():
            key = "agency_id" if target == "agency" else f"{target.removesuffix('s')}_id"
            named = draft.column(name, column)
            there = named.is_null() | named.is_in(draft.ids(target, key).implode())
            whole &= there.fill_null(value=True).to_numpy()
        draft.keep(name, whole, "names something that was left out")
    if "fare_attributes" in draft.text:
        lost = ruled.filter(~ruled.is_in(_fares_with_rules(draft).implode()))
        left = ~draft.column("fare_attributes", "fare_id").is_in(lost.implode())
        why = "has no rule any more, and would be valid everywhere"
        draft.keep("fare_attributes", left.fill_null(value=True).to_numpy(), why)


def _fares_with_rules(draft: Draft) -> pl.Series:
    if "fare_rules" not in draft.text:
        return pl.Series(dtype=pl.String)
    return draft.ids("fare_rules", "fare_id").drop_nulls().unique()


def _canonical(draft: Draft) -> None:
    """Write whole numbers without a point, which a spreadsheet puts behind them."""
    for name, checked in draft.feed.tables.items():
        for column in checked.raw.table.columns:
            if column.kind == "integer" and column.name in draft.text[name].columns:
                old = draft.text[name][column.name]
                new = old.str.replace(r"^([+-]?\d+)\.0*$", "${1}")
                draft.replace(name, column.name, new, "was written with a decimal point")
