"""Writes tiny timetable feeds for tests: two trips of one bus route past three stops."""

import zipfile
from pathlib import Path

from accessibility.network.gtfs.feed_report import FeedReport
from accessibility.network.gtfs.feeds import read_feeds
from accessibility.network.gtfs.problems import Problem
from accessibility.network.gtfs.timetable import Timetable
from accessibility.options import BuildOptions

TABLES = {
    "agency": """\
agency_id,agency_name,agency_url,agency_timezone
A,Valley Buses,https://example.org,Europe/London
""",
    "stops": """\
stop_id,stop_name,stop_lat,stop_lon
s1,Town,51.50,-3.00
s2,Bridge,51.51,-3.00
s3,Hospital,51.52,-3.00
""",
    "routes": """\
route_id,agency_id,route_short_name,route_long_name,route_type
r1,A,1,Town to Hospital,3
""",
    "trips": """\
route_id,service_id,trip_id
r1,week,t1
r1,week,t2
""",
    "stop_times": """\
trip_id,arrival_time,departure_time,stop_id,stop_sequence
t1,08:00:00,08:00:00,s1,1
t1,08:05:00,08:06:00,s2,2
t1,08:10:00,08:10:00,s3,3
t2,23:50:00,23:50:00,s1,1
t2,23:55:00,23:56:00,s2,2
t2,24:20:00,24:20:00,s3,3
""",
    "calendar": """\
service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
week,1,1,1,1,1,0,0,20230605,20230630
""",
}


class GtfsFeed:
    """The tables as text, to be changed before they are written."""

    def __init__(self, folder: Path, name: str = "bus") -> None:
        self.folder = folder / name
        self.tables: dict[str, str | bytes] = dict(TABLES)

    def replace(self, table: str, old: str, new: str) -> "GtfsFeed":
        text = self.tables[table]
        assert isinstance(text, str)
        assert old in text
        self.tables[table] = text.replace(old, new)
        return self

    def add(self, table: str, *rows: str) -> "GtfsFeed":
        self.tables[table] = self.tables.get(table, "") + "".join(f"{row}\n" for row in rows)
        return self

    def columns(self, table: str, **columns: str | list[str]) -> "GtfsFeed":
        """Append columns; one value for all rows, or one for each."""
        header, *rows = str(self.tables[table]).splitlines()
        values = [
            [value] * len(rows) if isinstance(value, str) else value for value in columns.values()
        ]
        lines = [",".join((header, *columns))]
        lines += [",".join((row, *cells)) for row, *cells in zip(rows, *values, strict=True)]
        self.tables[table] = "\n".join(lines) + "\n"
        return self

    def without(self, *tables: str) -> "GtfsFeed":
        for table in tables:
            del self.tables[table]
        return self

    def write(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, content in self._files():
            (self.folder / name).write_bytes(content)
        return self.folder

    def write_zip(self, inside: str = "") -> Path:
        path = self.folder.with_suffix(".zip")
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in self._files():
                archive.writestr(inside + name, content)
        return path

    def _files(self) -> list[tuple[str, bytes]]:
        return [
            (
                name if "." in name else f"{name}.txt",
                content.encode() if isinstance(content, str) else content,
            )
            for name, content in self.tables.items()
        ]

    def read(self, on_error: str = "raise") -> tuple[Timetable, FeedReport]:
        timetable, reports = read_feeds([self.write()], BuildOptions(on_error=on_error))
        return timetable, reports[0]

    def problems(self, on_error: str = "raise") -> list[Problem]:
        return list(self.read(on_error)[1].problems)

    def codes(self, on_error: str = "raise") -> list[tuple[str, str]]:
        return [(problem.severity, problem.code) for problem in self.problems(on_error)]


def trip_ids(timetable: Timetable) -> list[str]:
    return timetable.trips["trip_id"].to_pylist()


def times(timetable: Timetable, trip: int = 0) -> list[tuple[int, int]]:
    """Arrivals and departures of a trip."""
    rows = slice(*timetable.trip_offset[trip : trip + 2])
    return list(
        zip(timetable.st_arrival[rows].tolist(), timetable.st_departure[rows].tolist(), strict=True)
    )


def clock(text: str) -> int:
    hours, minutes, seconds = (int(part) for part in text.split(":"))
    return hours * 3600 + minutes * 60 + seconds
