"""What a timetable feed consists of: GTFS's tables and columns as data, as far as they are used."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["NOT_APPLIED_FILES", "TABLES", "Column", "Kind", "Reference", "Table"]

Kind = Literal["text", "integer", "number", "date", "time"]
Severity = Literal["error", "warning"]
Need = Literal["always", "optional", "informative"]


@dataclass(frozen=True)
class Column:
    """
    A column and what its values must be.

    Parameters
    ----------
    name
        Name in the header.
    kind
        What the text of a value must be.
    required
        Whether a table without the column is refused.
    filled
        Whether a blank value is a fault.
    least, most
        Bounds of an integer, both included.
    default
        What stands for a blank integer, and for a faulty one whose fault is only a warning.
    fault
        How bad a value is that cannot be read; None leaves the judgement to whoever uses it.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    filled: bool = False
    least: int | None = None
    most: int | None = None
    default: int | None = None
    fault: Severity | None = "error"


@dataclass(frozen=True)
class Reference:
    """
    A column whose values are ids of another table.

    Parameters
    ----------
    column
        The column that refers.
    tables
        Where the id may be defined.
    key
        Column of those tables that holds the id.
    severity
        How bad an id is that is defined nowhere.
    """

    column: str
    tables: tuple[str, ...]
    key: str
    severity: Severity = "error"


@dataclass(frozen=True)
class Table:
    """
    A table of a feed.

    Parameters
    ----------
    name
        File name without ``.txt``.
    columns
        The columns that are read; all others are ignored.
    need
        ``always``: a feed without it is refused; ``optional``: may be missing or empty;
        ``informative``: also one that cannot be read stops nothing.
    key
        Columns that name a row; empty if rows may repeat.
    references
        Columns that name rows of other tables.
    """

    name: str
    columns: tuple[Column, ...]
    need: Need = "always"
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


def _id(name: str) -> Column:
    return Column(name, required=True, filled=True)


def _choice(name: str, most: int, default: int = 0) -> Column:
    """A number from 0 to `most`; anything else is reported and counts as blank."""
    return Column(name, "integer", least=0, most=most, default=default, fault="warning")


LONGEST_TIME = 3_599_999
"""The last second that a time of GTFS can be: 999:59:59."""

LARGEST_SEQUENCE = 2**31 - 1

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "agency",
            (
                Column("agency_timezone", required=True),
                Column("agency_id"),
                Column("agency_name"),
                Column("agency_url"),
            ),
        ),
        Table(
            "stops",
            (
                _id("stop_id"),
                Column("stop_lat", "number", required=True, fault=None),
                Column("stop_lon", "number", required=True, fault=None),
                Column("stop_code"),
                Column("stop_name"),
                _choice("location_type", 4),
                Column("parent_station"),
                Column("platform_code"),
                _choice("wheelchair_boarding", 2),
                Column("zone_id"),
            ),
            key=("stop_id",),
            references=(Reference("parent_station", ("stops",), "stop_id", "warning"),),
        ),
        Table(
            "routes",
            (
                _id("route_id"),
                Column(
                    "route_type",
                    "integer",
                    required=True,
                    filled=True,
                    least=0,
                    most=9999,
                    default=-1,
                    fault="warning",
                ),
                Column("agency_id"),
                Column("route_short_name"),
                Column("route_long_name"),
                _choice("continuous_pickup", 3, 1),
                _choice("continuous_drop_off", 3, 1),
            ),
            key=("route_id",),
            references=(Reference("agency_id", ("agency",), "agency_id", "warning"),),
        ),
        Table(
            "trips",
            (
                _id("trip_id"),
                _id("route_id"),
                _id("service_id"),
                Column("trip_headsign"),
                Column("trip_short_name"),
                _choice("direction_id", 1, -1),
                Column("block_id"),
                Column("shape_id"),
                _choice("wheelchair_accessible", 2),
            ),
            key=("trip_id",),
            references=(
                Reference("route_id", ("routes",), "route_id"),
                Reference("service_id", ("calendar", "calendar_dates"), "service_id"),
            ),
        ),
        Table(
            "stop_times",
            (
                _id("trip_id"),
                Column("arrival_time", "time", required=True),
                Column("departure_time", "time", required=True),
                Column("stop_id", required=True),
                Column("stop_sequence", "integer", required=True, filled=True),
                _choice("pickup_type", 3),
                _choice("drop_off_type", 3),
                Column("shape_dist_traveled", "number", fault="warning"),
                _choice("continuous_pickup", 3, 1),
                _choice("continuous_drop_off", 3, 1),
                Column("location_id"),
                Column("location_group_id"),
                Column("start_pickup_drop_off_window"),
            ),
        ),
        Table(
            "calendar",
            (
                _id("service_id"),
                *(
                    Column(day, "integer", required=True, filled=True, least=0, most=1)
                    for day in WEEKDAYS
                ),
                Column("start_date", "date", required=True, filled=True),
                Column("end_date", "date", required=True, filled=True),
            ),
            need="optional",
            key=("service_id",),
        ),
        Table(
            "calendar_dates",
            (
                _id("service_id"),
                Column("date", "date", required=True, filled=True),
                Column("exception_type", "integer", required=True, filled=True, least=1, most=2),
            ),
            need="optional",
            key=("service_id", "date"),
        ),
        Table(
            "frequencies",
            (
                _id("trip_id"),
                Column("start_time", "time", required=True, filled=True),
                Column("end_time", "time", required=True, filled=True),
                Column(
                    "headway_secs",
                    "integer",
                    required=True,
                    filled=True,
                    least=1,
                    most=LONGEST_TIME,
                ),
                _choice("exact_times", 1),
            ),
            need="optional",
            references=(Reference("trip_id", ("trips",), "trip_id"),),
        ),
        Table(
            "transfers",
            (
                Column("from_stop_id"),
                Column("to_stop_id"),
                Column("from_route_id"),
                Column("to_route_id"),
                Column("from_trip_id"),
                Column("to_trip_id"),
                Column("transfer_type", "integer", fault=None),
                Column("min_transfer_time", "integer", least=0, most=LONGEST_TIME),
            ),
            need="optional",
        ),
        Table(
            "shapes",
            (
                Column("shape_id", required=True, filled=True, fault="warning"),
                Column("shape_pt_lat", "number", required=True, filled=True, fault="warning"),
                Column("shape_pt_lon", "number", required=True, filled=True, fault="warning"),
                Column(
                    "shape_pt_sequence",
                    "integer",
                    required=True,
                    filled=True,
                    least=0,
                    most=LARGEST_SEQUENCE,
                    default=-1,
                    fault="warning",
                ),
                Column("shape_dist_traveled", "number", fault="warning"),
            ),
            need="informative",
        ),
        Table(
            "fare_attributes",
            (
                Column("fare_id", required=True, filled=True, fault="warning"),
                Column("price", "number", required=True, filled=True, fault="warning"),
                Column("currency_type", required=True, filled=True, fault="warning"),
                Column("transfers", "integer", fault=None),
                Column("transfer_duration", "integer", fault=None),
                Column("agency_id"),
            ),
            need="informative",
            references=(Reference("agency_id", ("agency",), "agency_id", "warning"),),
        ),
        Table(
            "fare_rules",
            (
                Column("fare_id", required=True, filled=True, fault="warning"),
                Column("route_id"),
                Column("origin_id"),
                Column("destination_id"),
                Column("contains_id"),
            ),
            need="informative",
            references=(
                Reference("fare_id", ("fare_attributes",), "fare_id", "warning"),
                Reference("route_id", ("routes",), "route_id", "warning"),
            ),
        ),
        Table("pathways", (Column("pathway_id"),), need="informative"),
    )
}
"""Every table that is read; a file that is not named here is never opened."""

NOT_APPLIED_FILES = {
    "location_groups.txt": "areas of on-demand services",
    "locations.geojson": "areas of on-demand services",
}
"""Files whose presence is reported and which are never opened."""
