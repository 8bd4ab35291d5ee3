"""GTFS tables, calendars and zips that come out byte for byte the same everywhere."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Row = Mapping[str, object]


def clock(seconds: float) -> str:
    """A GTFS time; hours may exceed 24."""
    whole = round(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def day(of: date) -> str:
    """A GTFS date."""
    return of.strftime("%Y%m%d")


def days(first: date, last: date) -> list[date]:
    """All dates from the first to the last, both included."""
    return [first + timedelta(days=k) for k in range((last - first).days + 1)]


def calendar_row(service: str, pattern: str, first: date, last: date) -> dict[str, object]:
    """A row of calendar.txt; the pattern has a 1 for every weekday of service, Monday first."""
    row: dict[str, object] = {"service_id": service}
    row |= dict(zip(WEEKDAYS, pattern, strict=True))
    return row | {"start_date": day(first), "end_date": day(last)}


def exceptions(service: str, dates: Iterable[date], kind: int) -> list[dict[str, object]]:
    """Rows of calendar_dates.txt that add (1) or remove (2) a service on some dates."""
    return [{"service_id": service, "date": day(d), "exception_type": kind} for d in dates]


def table(rows: Sequence[Row]) -> str:
    """Rows with the same keys as the text of a table."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_zip(path: Path, tables: Mapping[str, Sequence[Row]]) -> None:
    """Write a feed; entries are stored uncompressed, since compressors differ between machines."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, rows in tables.items():
            entry = zipfile.ZipInfo(name, date_time=(2025, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, table(rows))
