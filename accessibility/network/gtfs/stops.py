"""Where the stops of a feed are: their own coordinates or those of their station."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from accessibility.network.gtfs.checked_table import rows_of

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from accessibility.network.gtfs.checked_table import CheckedTable
    from accessibility.network.gtfs.problems import ProblemLog

__all__ = ["Stops", "read_stops", "report_places"]

GENERATIONS = 3
"""A boarding area belongs to a platform and that to a station."""

STATION, ENTRANCE = 1, 2
"""Values of `location_type`."""

PASSENGER_PLACES = (0, 1, 2)
"""Stops, stations and entrances must have coordinates; the other location types need not."""


@dataclass(frozen=True)
class Stops:
    """
    The usable rows of stops.txt.

    Parameters
    ----------
    rows
        Their rows in the table.
    ids
        Their ids.
    lon, lat
        Degrees, NaN where unknown.
    parent
        Place of the parent station among these rows, or -1.
    wheelchair
        `wheelchair_boarding`, of the parent station where the stop itself says nothing.
    station
        Place of the station that each row is or belongs to, or -1.
    entrance
        Which rows are entrances of a station, with coordinates of their own.
    """

    rows: "NDArray[np.int64]"
    ids: "pl.Series"
    lon: "NDArray[np.float64]"
    lat: "NDArray[np.float64]"
    parent: "NDArray[np.int64]"
    wheelchair: "NDArray[np.uint8]"
    station: "NDArray[np.int64]"
    entrance: "NDArray[np.bool_]"

    @property
    def placed(self) -> "NDArray[np.bool_]":
        """Which of them have coordinates."""
        return ~np.isnan(self.lon)


def read_stops(checked: "CheckedTable") -> Stops:
    """
    Find the coordinates of stops, their stations, and whether wheelchairs can board there.

    Parameters
    ----------
    checked
        The table stops.txt.

    Returns
    -------
    Stops
        Its usable rows. A stop at 0, 0 or beyond the Earth has no coordinates of its own.
    """
    rows = np.flatnonzero(checked.usable)
    ids = checked.ids("stop_id")
    lon = checked.values["stop_lon"][rows].astype(np.float64)
    lat = checked.values["stop_lat"][rows].astype(np.float64)
    placed = (np.abs(lon) <= 180) & (np.abs(lat) <= 90) & ((lon != 0) | (lat != 0))
    lon[~placed] = lat[~placed] = np.nan
    parent = rows_of(checked.ids("parent_station"), ids)
    wheelchair = checked.values["wheelchair_boarding"][rows].astype(np.uint8)
    kind = checked.values["location_type"][rows]
    station = np.where(kind == STATION, np.arange(len(rows)), -1)
    for _ in range(GENERATIONS):
        from_parent = np.isnan(lon) & (parent >= 0)
        lon[from_parent] = lon[parent[from_parent]]
        lat[from_parent] = lat[parent[from_parent]]
        from_parent = (wheelchair == 0) & (parent >= 0)
        wheelchair[from_parent] = wheelchair[parent[from_parent]]
        from_parent = (station < 0) & (parent >= 0)
        station[from_parent] = station[parent[from_parent]]
    entrance = (kind == ENTRANCE) & (station >= 0) & placed
    return Stops(rows, ids, lon, lat, parent, wheelchair, station, entrance)


def report_places(
    checked: "CheckedTable", stops: Stops, served: "NDArray[np.bool_]", log: "ProblemLog"
) -> None:
    """
    Note stops without usable coordinates: an error where vehicles stop, otherwise a warning.

    Parameters
    ----------
    checked
        The table stops.txt.
    stops
        Its usable rows.
    served
        Which of them occur in a stop time.
    log
        Where it is noted.
    """
    lon, lat = checked.values["stop_lon"], checked.values["stop_lat"]
    none = "is no coordinate, and there is no parent_station that has one"
    far = "is not a place on Earth, nor has a parent_station one"
    no_lat, no_lon, far_lat = np.isnan(lat), np.isnan(lon), np.abs(lat) > 90
    for at, field, message in (
        (no_lat, "stop_lat", none),
        (no_lon & ~no_lat, "stop_lon", none),
        (far_lat & ~no_lon, "stop_lat", far),
        (~far_lat & ~no_lat & ~no_lon, "stop_lon", far),
    ):
        _report(checked, stops, served, at, field, message, log)
    elsewhere = served & (checked.values["location_type"][stops.rows] != 0)
    message = "is not a stop or platform (0), but vehicles stop there; it counts as one"
    remedy = "Let the trips stop at its platforms"
    log.rows(
        "warning",
        "stop_is_no_platform",
        checked.raw,
        stops.rows[elsewhere],
        message,
        remedy,
        "location_type",
    )


def _report(
    checked: "CheckedTable",
    stops: Stops,
    served: "NDArray[np.bool_]",
    at: "NDArray[np.bool_]",
    field: str,
    message: str,
    log: "ProblemLog",
) -> None:
    remedy = "Add the coordinates of the stop or of its station"
    kind = checked.values["location_type"][stops.rows]
    unplaced = ~stops.placed & at[stops.rows]
    log.rows(
        "error",
        "stop_without_place",
        checked.raw,
        stops.rows[unplaced & served],
        message,
        remedy,
        field,
    )
    idle = unplaced & ~served & np.isin(kind, PASSENGER_PLACES)
    log.rows(
        "warning",
        "stop_without_place",
        checked.raw,
        stops.rows[idle],
        f"{message}; it is not served",
        remedy,
        field,
    )
