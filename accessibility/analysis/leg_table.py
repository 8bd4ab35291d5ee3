"""The table of legs: one row for each part of a journey, walked, driven or ridden."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

__all__ = ["Leg", "Option", "leg_table"]


@dataclass(frozen=True, eq=False)
class Leg:
    """
    A part of a journey.

    Parameters
    ----------
    mode
        ``walk``, ``cycle``, ``car``, or the kind of vehicle.
    departure_s, arrival_s
        When it begins and ends, in seconds since 1970-01-01 00:00 UTC; None for a journey at no
        time of day.
    travel_s
        Seconds under way.
    wait_s
        Seconds waited before it.
    distance_m
        Metres travelled.
    line
        Degrees; shape (points, 2).
    source
        What it follows: ``streets``, ``shape`` or ``straight``.
    from_stop_id, from_stop_name, to_stop_id, to_stop_name
        The stops at which it begins and ends; None at the ends of the journey.
    feed, agency_id, route_id, route_short_name, route_long_name, headsign, trip_id
        What is ridden; None otherwise.
    service_date
        The service day of the trip as text.
    through_trip_ids
        Trips that the vehicle goes on as while the traveller stays on board.
    """

    mode: str
    departure_s: int | None
    arrival_s: int | None
    travel_s: int
    wait_s: int
    distance_m: float
    line: "NDArray[np.float64]"
    source: str
    from_stop_id: str | None = None
    from_stop_name: str | None = None
    to_stop_id: str | None = None
    to_stop_name: str | None = None
    feed: str | None = None
    agency_id: str | None = None
    route_id: str | None = None
    route_short_name: str | None = None
    route_long_name: str | None = None
    headsign: str | None = None
    trip_id: str | None = None
    service_date: str | None = None
    through_trip_ids: str | None = None


@dataclass(frozen=True, eq=False)
class Option:
    """
    A journey of a pair.

    Parameters
    ----------
    from_id, to_id
        The pair.
    option
        Number of the journey among those of the pair, from 0.
    total_s
        Seconds of the whole journey, as the matrix counts them.
    early_s
        Seconds between its end and the deadline, where these count.
    rides
        How many vehicles are boarded.
    legs
        Its parts in order.
    """

    from_id: Any
    to_id: Any
    option: int
    total_s: int
    early_s: int
    rides: int
    legs: list[Leg]


_TEXTS = (
    "feed",
    "agency_id",
    "route_id",
    "route_short_name",
    "route_long_name",
    "headsign",
    "trip_id",
    "through_trip_ids",
    "service_date",
    "from_stop_id",
    "from_stop_name",
    "to_stop_id",
    "to_stop_name",
)


def leg_table(
    options: "Sequence[Option]", id_types: "tuple[Any, Any]", zone: str
) -> "GeoDataFrame":
    """
    Put journeys into a table.

    Parameters
    ----------
    options
        The journeys.
    id_types
        Types in pandas of the two identifiers.
    zone
        Name of the time zone in which times are told.

    Returns
    -------
    GeoDataFrame
        In WGS84, a row for each leg.
    """
    import geopandas as gpd  # noqa: PLC0415 - slow to import
    import pandas as pd  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    pairs = [(option, number, leg) for option in options for number, leg in enumerate(option.legs)]

    def times(values: "list[int | None]") -> Any:
        seconds = np.array([np.iinfo(np.int64).min if v is None else v for v in values], np.int64)
        moments = pd.DatetimeIndex(seconds.view("datetime64[s]"))  # the least number is no time
        return moments.tz_localize("UTC").tz_convert(zone)

    def texts(name: str) -> Any:
        return pd.array([getattr(leg, name) for _, _, leg in pairs], "string")

    def minutes(values: "list[int]") -> "NDArray[np.float64]":
        return np.array(values, np.float64) / 60

    columns = {
        "from_id": pd.Series([option.from_id for option, _, _ in pairs], dtype=id_types[0]),
        "to_id": pd.Series([option.to_id for option, _, _ in pairs], dtype=id_types[1]),
        "option": np.array([option.option for option, _, _ in pairs], np.int64),
        "leg": np.array([number for _, number, _ in pairs], np.int64),
        "mode": pd.array([leg.mode for _, _, leg in pairs], "string"),
        **{name: texts(name) for name in _TEXTS},
        "departure": times([leg.departure_s for _, _, leg in pairs]),
        "arrival": times([leg.arrival_s for _, _, leg in pairs]),
        "travel_time": minutes([leg.travel_s for _, _, leg in pairs]),
        "wait": minutes([leg.wait_s for _, _, leg in pairs]),
        "distance": np.round([leg.distance_m for _, _, leg in pairs], 3).astype(np.float64),
        "geometry_source": pd.array([leg.source for _, _, leg in pairs], "string"),
        "total_time": minutes([option.total_s for option, _, _ in pairs]),
        "early_arrival": minutes([option.early_s for option, _, _ in pairs]),
        "rides": np.array([option.rides for option, _, _ in pairs], np.int64),
    }
    lines = [leg.line for _, _, leg in pairs]
    row = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    points = np.concatenate(lines) if lines else np.zeros((0, 2))
    geometry = shapely.linestrings(points, indices=row) if lines else []
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=4326)
