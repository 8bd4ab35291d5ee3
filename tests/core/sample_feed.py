"""The sample's feeds as they were written, for tests that count what they hold."""

import csv
import io
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "sample_gtfs"
DEMO_DAY = date(2025, 5, 13)
FIRST_DAY, LAST_DAY = date(2025, 1, 6), date(2025, 12, 14)
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"


@dataclass
class Feed:
    """A feed as it was written: rows by table, stop times by trip in order."""

    tables: dict
    calls: dict

    def running(self, day):
        """The services of a date."""
        weekday, stamp = WEEKDAYS.split()[day.weekday()], day.strftime("%Y%m%d")
        services = {
            row["service_id"]
            for row in self.tables["calendar"]
            if row[weekday] == "1" and row["start_date"] <= stamp <= row["end_date"]
        }
        for row in self.tables["calendar_dates"]:
            if row["date"] == stamp:
                change = services.add if row["exception_type"] == "1" else services.discard
                change(row["service_id"])
        return services

    def trips(self, day=None, **wanted):
        services = None if day is None else self.running(day)
        return [
            trip
            for trip in self.tables["trips"]
            if wanted.items() <= trip.items()
            and (services is None or trip["service_id"] in services)
        ]

    def stops_of(self, trip):
        return [call["stop_id"] for call in self.calls[trip["trip_id"]]]


def read(name):
    with zipfile.ZipFile(SAMPLE / name) as archive:
        tables = {
            table.removesuffix(".txt"): list(
                csv.DictReader(io.StringIO(archive.read(table).decode("utf-8")))
            )
            for table in archive.namelist()
        }
    calls = defaultdict(list)
    for row in tables["stop_times"]:
        calls[row["trip_id"]].append(row)
    for rows in calls.values():
        rows.sort(key=lambda row: int(row["stop_sequence"]))
    return Feed(tables, calls)


def seconds(clock):
    hours, minutes, rest = clock.split(":")
    return 3600 * int(hours) + 60 * int(minutes) + int(rest)


def departure(call):
    return seconds(call["departure_time"] or call["arrival_time"])


def arrival(call):
    return seconds(call["arrival_time"] or call["departure_time"])


def count_services_by_dates_alone(feed):
    regular = {row["service_id"] for row in feed.tables["calendar"]}
    return len({row["service_id"] for row in feed.tables["calendar_dates"]} - regular)


def count_rows(feed, column, *values):
    return sum(row[column] in values for row in feed.tables["stops"])
