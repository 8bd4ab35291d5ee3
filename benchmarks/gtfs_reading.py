"""Reading timetables: ours against gtfs-kit and pandas."""

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import gtfs_kit
import pandas as pd

from accessibility.network.gtfs.feeds import read_feeds
from accessibility.network.gtfs.gtfs_tables import TABLES

from .places import Place
from .report import Figure, Section
from .timing import WALL, in_turns

TURNS = 3
TIMES = ("arrival_time", "departure_time")


def run(place: Place) -> list[Section]:
    """Measure each feed of the place."""
    feeds = [place.feeds[0], *([place.larger_feed] if place.larger_feed else [])]
    with TemporaryDirectory(prefix="benchmark-") as folder:
        return [_section(_common_tables(feed, Path(folder))) for feed in feeds]


def _common_tables(feed: Path, folder: Path) -> Path:
    """Copy the tables that all readers read, so that nobody reads more than the others."""
    copy = folder / feed.name
    names = {f"{name.removesuffix('.txt')}.txt" for name in TABLES}
    with zipfile.ZipFile(feed) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name in names:
                new.writestr(name, old.read(name))
    return copy


def by_gtfs_kit(feed: Path) -> pd.DataFrame:
    """Read the feed, and the times as seconds."""
    times = gtfs_kit.read_feed(feed, dist_units="km").stop_times
    for column in TIMES:
        times[column] = times[column].map(gtfs_kit.timestr_to_seconds)
    return times


def by_pandas(feed: Path) -> pd.DataFrame:
    """Read every table as text, and the times as seconds: the fastest way found."""
    tables = {}
    with zipfile.ZipFile(feed) as archive:
        for name in archive.namelist():
            with archive.open(name) as table:
                tables[name] = pd.read_csv(table, dtype="str", engine="pyarrow")
    times = tables["stop_times.txt"]
    for column in TIMES:
        text = times[column].str.strip()
        hours, minutes, seconds = (
            part.astype("float64") for part in (text.str[:-6], text.str[-5:-3], text.str[-2:])
        )
        times[column] = hours * 3600 + minutes * 60 + seconds
    return times


def _section(feed: Path) -> Section:
    timetable, _ = read_feeds([feed])
    for times in (by_gtfs_kit(feed), by_pandas(feed)):
        if len(times) != len(timetable.st_stop):
            raise ArithmeticError(f"{feed.name}: {len(times)} stop times, not ours")
        for column, ours in zip(TIMES, (timetable.st_arrival, timetable.st_departure), strict=True):
            if times[column].notna().all() and int(times[column].sum()) != int(ours.sum(dtype=int)):
                raise ArithmeticError(f"{feed.name}: other times than ours in {column}")
    times = in_turns(
        {
            "ours, `read_feeds`": lambda: read_feeds([feed]),
            "pandas `read_csv`, times cut into numbers": lambda: by_pandas(feed),
            "gtfs-kit `read_feed` and `timestr_to_seconds`": lambda: by_gtfs_kit(feed),
        },
        TURNS,
        WALL,
    )
    base = next(iter(times.seconds))
    return Section(
        title=f"Reading GTFS: {len(timetable.st_stop):,} stop times",
        text=(
            f"The tables of `{feed.name}` that we read, as a zip, into memory with times as "
            "seconds; the same times from all. Ours also checks every row and reference, "
            "interpolates, and lists the dates of every service. Time that passes; ours and "
            "pandas' reader use all processors."
        ),
        base="ours",
        figures=[Figure(name, times.best(name), times.ratio(name, base)) for name in times.seconds],
    )
