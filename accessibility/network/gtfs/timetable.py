"""The timetables of all feeds as arrays, for every date at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DTYPES", "OFFSETS", "POINTS_TO", "TABLE_COLUMNS", "Timetable"]

DTYPES: "dict[str, type[np.generic]]" = {
    "stop_lon": np.float64,
    "stop_lat": np.float64,
    "stop_parent": np.int32,
    "stop_station": np.int32,
    "stop_entrance": np.bool_,
    "stop_used": np.bool_,
    "stop_wheelchair": np.uint8,
    "trip_offset": np.int64,
    "trip_route": np.int32,
    "trip_service": np.int32,
    "trip_feed": np.int16,
    "trip_block": np.int32,
    "trip_wheelchair": np.uint8,
    "trip_shape": np.int32,
    "st_stop": np.int32,
    "st_arrival": np.int32,
    "st_departure": np.int32,
    "st_pickup": np.uint8,
    "st_dropoff": np.uint8,
    "st_shape_dist": np.float32,
    "route_type": np.int16,
    "route_mode": np.uint8,
    "service_offset": np.int64,
    "service_dates": np.int32,
    "frequency_trip": np.int32,
    "frequency_start": np.int32,
    "frequency_end": np.int32,
    "frequency_headway": np.int32,
    "frequency_exact": np.bool_,
    "transfer_from_stop": np.int32,
    "transfer_to_stop": np.int32,
    "transfer_from_route": np.int32,
    "transfer_to_route": np.int32,
    "transfer_from_trip": np.int32,
    "transfer_to_trip": np.int32,
    "transfer_type": np.uint8,
    "transfer_min_time": np.int32,
    "shape_offset": np.int64,
    "shape_x": np.int32,
    "shape_y": np.int32,
    "shape_dist": np.float32,
}
"""The arrays of a timetable and their types."""

OFFSETS = {"trip_offset", "service_offset", "shape_offset"}
"""Arrays that say where the rows of each trip, service or shape begin, with the end of the last."""

POINTS_TO: dict[str, str] = {
    "stop_parent": "stop_lon",
    "stop_station": "stop_lon",
    "trip_route": "route_type",
    "trip_service": "service_offset",
    "trip_shape": "shape_offset",
    "st_stop": "stop_lon",
    "trip_offset": "st_stop",
    "service_offset": "service_dates",
    "shape_offset": "shape_x",
    "frequency_trip": "trip_route",
    "transfer_from_stop": "stop_lon",
    "transfer_to_stop": "stop_lon",
    "transfer_from_route": "route_type",
    "transfer_to_route": "route_type",
    "transfer_from_trip": "trip_route",
    "transfer_to_trip": "trip_route",
}
"""Arrays of positions, each with the array whose positions they are."""

TEXT, FEED, SMALL = pa.large_string(), pa.int16(), pa.int8()
TABLE_COLUMNS: dict[str, dict[str, pa.DataType]] = {
    "stops": {
        "feed": FEED,
        "stop_id": TEXT,
        "stop_code": TEXT,
        "stop_name": TEXT,
        "location_type": SMALL,
        "platform_code": TEXT,
        "wheelchair_boarding": SMALL,
        "zone_id": TEXT,
    },
    "trips": {
        "feed": FEED,
        "trip_id": TEXT,
        "route": pa.int32(),
        "service_id": TEXT,
        "trip_headsign": TEXT,
        "trip_short_name": TEXT,
        "direction_id": SMALL,
        "block_id": TEXT,
        "shape_id": TEXT,
        "wheelchair_accessible": SMALL,
    },
    "routes": {
        "feed": FEED,
        "route_id": TEXT,
        "agency_id": TEXT,
        "route_short_name": TEXT,
        "route_long_name": TEXT,
        "route_type": pa.int16(),
    },
    "agencies": {
        "feed": FEED,
        "agency_id": TEXT,
        "agency_name": TEXT,
        "agency_url": TEXT,
        "agency_timezone": TEXT,
    },
    "fares": {
        "feed": FEED,
        "fare_id": TEXT,
        "price": pa.float64(),
        "currency_type": TEXT,
        "transfers": SMALL,
        "transfer_duration": pa.int32(),
        "agency_id": TEXT,
    },
    "fare_rules": {
        "feed": FEED,
        "fare_id": TEXT,
        "route_id": TEXT,
        "origin_id": TEXT,
        "destination_id": TEXT,
        "contains_id": TEXT,
    },
    "feeds": {
        "name": TEXT,
        "file": TEXT,
        "first_date": pa.date32(),
        "last_date": pa.date32(),
        "sha256": TEXT,
    },
}
"""Columns of the tables, in their order."""


@dataclass(frozen=True)
class Timetable:
    """
    Stops, trips and their dates of all feeds.

    Parameters
    ----------
    stop_lon, stop_lat
        Degrees for every usable row of stops.txt, in the order of feeds and files; NaN where
        unknown.
    stop_parent
        Place of the parent station among the stops, or -1.
    stop_station
        Place of the station (`location_type` 1) that a row is, or that it or its platform belongs
        to; -1 for none.
    stop_entrance
        Which rows are entrances of a station, with coordinates of their own.
    stop_used
        Which stops occur in a stop time.
    stop_wheelchair
        `wheelchair_boarding`: 0 unknown, 1 possible, 2 not; of the parent station where the stop
        itself says nothing.
    trip_offset
        Where the stop times of each trip begin, with the end of the last.
    trip_route, trip_service, trip_feed
        Places of the route, the service and the feed of each trip.
    trip_block
        Number of the block of each trip, no two feeds sharing one; -1 for none.
    trip_wheelchair
        `wheelchair_accessible`: 0 unknown, 1 possible, 2 not.
    trip_shape
        Place of the shape of each trip; -1 for none.
    st_stop
        Place of the stop of each stop time; sorted by trip and `stop_sequence`.
    st_arrival, st_departure
        Seconds of the service day (from noon minus twelve hours).
    st_pickup, st_dropoff
        `pickup_type` and `drop_off_type`, 0 to 3.
    st_shape_dist
        `shape_dist_traveled`, NaN where blank.
    route_type
        As it stands in routes.txt, -1 where there is none.
    route_mode
        The basic type, 255 for others.
    service_offset
        Where the dates of each service begin, with the end of the last.
    service_dates
        Days since 1970-01-01, ascending within a service.
    frequency_trip
        Place of the trip that each row of frequencies.txt repeats; rows are sorted by trip and
        start. A trip that stands here runs only by these rows.
    frequency_start, frequency_end
        Seconds of the service day; the end is excluded and not before the start.
    frequency_headway
        Seconds from one departure to the next, at least 1.
    frequency_exact
        Whether the first departure is at the start, and not at some unknown moment of the first
        headway.
    transfer_from_stop, transfer_to_stop
        Stops of each row of transfers.txt, in the order of feeds and files; a station stands for
        its platforms. -1 where blank.
    transfer_from_route, transfer_to_route, transfer_from_trip, transfer_to_trip
        Likewise places of routes and trips. Of types 4 and 5 the trips alone count; stops and
        routes that such a row names and the feed does not know are -1.
    transfer_type
        0 to 5. Both stops are given for types 0 to 3, both trips for types 4 and 5.
    transfer_min_time
        Seconds, 0 where blank.
    shape_offset
        Where the points of each shape begin, with the end of the last; at least two for each.
    shape_x, shape_y
        Longitude and latitude of the points in ten-millionths of a degree.
    shape_dist
        `shape_dist_traveled`, never decreasing within a shape; NaN for shapes without.
    stops, trips, routes, agencies, feeds
        Ids and names; the column ``feed`` is the place of the feed.
    fares, fare_rules
        The usable rows of fare_attributes.txt, with -1 for transfers without limit and for tickets
        that do not expire, and all rules of these fares, also those that name no known route: a
        fare without any rule would be valid everywhere.
    timezone
        Name of the time zone of all feeds; empty if there is no feed.
    """

    stop_lon: "NDArray[np.float64]"
    stop_lat: "NDArray[np.float64]"
    stop_parent: "NDArray[np.int32]"
    stop_station: "NDArray[np.int32]"
    stop_entrance: "NDArray[np.bool_]"
    stop_used: "NDArray[np.bool_]"
    stop_wheelchair: "NDArray[np.uint8]"
    trip_offset: "NDArray[np.int64]"
    trip_route: "NDArray[np.int32]"
    trip_service: "NDArray[np.int32]"
    trip_feed: "NDArray[np.int16]"
    trip_block: "NDArray[np.int32]"
    trip_wheelchair: "NDArray[np.uint8]"
    trip_shape: "NDArray[np.int32]"
    st_stop: "NDArray[np.int32]"
    st_arrival: "NDArray[np.int32]"
    st_departure: "NDArray[np.int32]"
    st_pickup: "NDArray[np.uint8]"
    st_dropoff: "NDArray[np.uint8]"
    st_shape_dist: "NDArray[np.float32]"
    route_type: "NDArray[np.int16]"
    route_mode: "NDArray[np.uint8]"
    service_offset: "NDArray[np.int64]"
    service_dates: "NDArray[np.int32]"
    frequency_trip: "NDArray[np.int32]"
    frequency_start: "NDArray[np.int32]"
    frequency_end: "NDArray[np.int32]"
    frequency_headway: "NDArray[np.int32]"
    frequency_exact: "NDArray[np.bool_]"
    transfer_from_stop: "NDArray[np.int32]"
    transfer_to_stop: "NDArray[np.int32]"
    transfer_from_route: "NDArray[np.int32]"
    transfer_to_route: "NDArray[np.int32]"
    transfer_from_trip: "NDArray[np.int32]"
    transfer_to_trip: "NDArray[np.int32]"
    transfer_type: "NDArray[np.uint8]"
    transfer_min_time: "NDArray[np.int32]"
    shape_offset: "NDArray[np.int64]"
    shape_x: "NDArray[np.int32]"
    shape_y: "NDArray[np.int32]"
    shape_dist: "NDArray[np.float32]"
    stops: pa.Table
    trips: pa.Table
    routes: pa.Table
    agencies: pa.Table
    fares: pa.Table
    fare_rules: pa.Table
    feeds: pa.Table
    timezone: str

    @property
    def n_stops(self) -> int:
        """Number of stops."""
        return len(self.stop_lon)

    @property
    def n_trips(self) -> int:
        """Number of trips."""
        return len(self.trip_route)

    @property
    def n_feeds(self) -> int:
        """Number of feeds."""
        return int(self.feeds.num_rows)

    @property
    def feed_names(self) -> list[str]:
        """Names of the feeds in their order."""
        names: list[str] = self.feeds["name"].to_pylist()
        return names

    def arrays(self) -> "dict[str, NDArray[np.generic]]":
        """
        Give the arrays by name.

        Returns
        -------
        dict
            What `from_parts` takes.
        """
        return {name: getattr(self, name) for name in DTYPES}

    def tables(self) -> dict[str, pa.Table]:
        """
        Give the tables of ids and names.

        Returns
        -------
        dict
            What `from_parts` takes.
        """
        return {name: getattr(self, name) for name in TABLE_COLUMNS}

    @classmethod
    def from_parts(
        cls,
        arrays: "Mapping[str, NDArray[np.generic]]",
        tables: Mapping[str, pa.Table],
        timezone: str,
    ) -> Self:
        """
        Put a timetable together again.

        Parameters
        ----------
        arrays, tables
            As `arrays` and `tables` gave them; arrays may be memory-mapped.
        timezone
            Name of the time zone.

        Returns
        -------
        Timetable
            Without copies.
        """
        parts: dict[str, Any] = {name: arrays[name] for name in DTYPES}
        parts |= {name: tables[name] for name in TABLE_COLUMNS}
        return cls(**parts, timezone=timezone)

    @classmethod
    def concatenate(cls, parts: "Sequence[Timetable]") -> "Timetable":
        """
        Join the timetables of several feeds.

        Parameters
        ----------
        parts
            One timetable per feed, all of one time zone.

        Returns
        -------
        Timetable
            With all places renumbered; an empty one if there are no parts.
        """
        if not parts:
            return _empty()
        if len(parts) == 1:
            return parts[0]
        arrays = {name: _joined(parts, name) for name in DTYPES}
        tables = {name: pa.concat_tables(_shifted(parts, name)) for name in TABLE_COLUMNS}
        return cls.from_parts(arrays, tables, parts[0].timezone)


def _size(part: Timetable, name: str) -> int:
    return len(getattr(part, name)) - (name in OFFSETS)


def _joined(parts: Sequence[Timetable], name: str) -> "NDArray[np.generic]":
    """One array of all parts, its positions moved behind those of the parts before."""
    pieces = []
    base = 0
    for k, part in enumerate(parts):
        piece = getattr(part, name)
        if name == "trip_feed":
            piece = piece + np.int16(k)
        elif name in POINTS_TO:
            piece = np.where(piece >= 0, piece + base, piece).astype(piece.dtype)
            base += _size(part, POINTS_TO[name])
        elif name == "trip_block":
            piece = np.where(piece >= 0, piece + base, piece).astype(piece.dtype)
            base = int(piece.max(initial=base - 1)) + 1
        last = k == len(parts) - 1
        pieces.append(piece[:-1] if name in OFFSETS and not last else piece)
    return np.concatenate(pieces)


def _shifted(parts: Sequence[Timetable], name: str) -> list[pa.Table]:
    """The tables of all parts, their places of feeds and routes moved."""
    tables = []
    routes = 0
    for k, part in enumerate(parts):
        table = getattr(part, name)
        for column, base in (("feed", k), ("route", routes)):
            at = table.schema.get_field_index(column)
            if at >= 0:
                field = table.schema.field(at)
                table = table.set_column(
                    at, field, pc.add(table[column], pa.scalar(base, field.type))
                )
        routes += len(part.route_type)
        tables.append(table)
    return tables


def _empty() -> Timetable:
    arrays = {name: np.zeros(int(name in OFFSETS), dtype=dtype) for name, dtype in DTYPES.items()}
    tables = {name: pa.schema(columns).empty_table() for name, columns in TABLE_COLUMNS.items()}
    return Timetable.from_parts(arrays, tables, "")
