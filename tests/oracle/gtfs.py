"""Reads the tables of a GTFS feed, a zip or a folder, as rows of trimmed text."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

Row = dict[str, str]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

BASIC_MODES = {
    0: "tram",
    1: "subway",
    2: "rail",
    3: "bus",
    4: "ferry",
    5: "cable_tram",
    6: "aerial_lift",
    7: "funicular",
    11: "trolleybus",
    12: "monorail",
}
EXTENDED_MODES = {
    1: "rail",
    2: "bus",
    4: "subway",
    5: "subway",
    6: "subway",
    7: "bus",
    8: "trolleybus",
    9: "tram",
    10: "ferry",
    12: "ferry",
    13: "aerial_lift",
    14: "funicular",
}


def read_table(feed: Path, name: str) -> Iterator[Row]:
    """Rows of one table; a table that is missing has none."""
    if feed.is_dir():
        path = feed / name
        content = path.read_bytes() if path.exists() else b""
    else:
        with zipfile.ZipFile(feed) as archive:
            content = archive.read(name) if name in archive.namelist() else b""
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    header = [column.strip() for column in next(reader, [])]
    for values in reader:
        if values:
            row = dict.fromkeys(header, "")
            row.update(zip(header, (value.strip() for value in values), strict=False))
            yield row


def read_date(text: str) -> date:
    """A date written YYYYMMDD."""
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def read_time(text: str) -> int | None:
    """Seconds of a time H:MM:SS, which may be past 24:00:00; None where it is blank."""
    if not text:
        return None
    hours, minutes, seconds = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def transit_mode(route_type: int) -> str:
    """Name of the mode of a route type, basic or extended."""
    if route_type in BASIC_MODES:
        return BASIC_MODES[route_type]
    if route_type == 405:
        return "monorail"
    return EXTENDED_MODES.get(route_type // 100, "other")


def service_dates(feed: Path) -> dict[str, set[date]]:
    """Dates on which each service runs: the calendar, dates added, dates removed."""
    dates: dict[str, set[date]] = {}
    for row in read_table(feed, "calendar.txt"):
        day, last = read_date(row["start_date"]), read_date(row["end_date"])
        running = dates.setdefault(row["service_id"], set())
        while day <= last:
            if row[WEEKDAYS[day.weekday()]] == "1":
                running.add(day)
            day += timedelta(days=1)
    for row in read_table(feed, "calendar_dates.txt"):
        running = dates.setdefault(row["service_id"], set())
        if row["exception_type"] == "1":
            running.add(read_date(row["date"]))
        elif row["exception_type"] == "2":
            running.discard(read_date(row["date"]))
    return dates
