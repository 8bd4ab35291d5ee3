"""The stop times of a feed: ordered, every time known, faulty rows and trips left out."""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

import numpy as np
import polars as pl

from accessibility.network.gtfs.checked_table import CheckedTable, rows_of
from accessibility.network.gtfs.gtfs_values import NO_TIME
from accessibility.network.gtfs.interpolation import interpolate
from accessibility.network.gtfs.stops import Stops, report_places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.problems import ProblemLog

__all__ = ["StopTimes", "read_stop_times"]


@dataclass
class StopTimes:
    """
    Rows of stop_times.txt, one array per column.

    Parameters
    ----------
    row
        Row in the table.
    trip, stop
        Place of the trip and of the stop among the usable rows of their tables.
    sequence
        `stop_sequence`.
    arrival, departure
        Seconds of the service day, `NO_TIME` where blank.
    distance
        `shape_dist_traveled`, NaN where blank.
    pickup, dropoff
        `pickup_type` and `drop_off_type`.
    """

    row: "NDArray[np.int64]"
    trip: "NDArray[np.int64]"
    stop: "NDArray[np.int64]"
    sequence: "NDArray[np.int64]"
    arrival: "NDArray[np.int32]"
    departure: "NDArray[np.int32]"
    distance: "NDArray[np.float64]"
    pickup: "NDArray[np.uint8]"
    dropoff: "NDArray[np.uint8]"

    def __len__(self) -> int:
        return len(self.row)

    def take(self, chosen: "NDArray[np.bool_] | NDArray[np.int64]") -> Self:
        """
        Choose rows.

        Parameters
        ----------
        chosen
            A mask, or indices in the wanted order.
        """
        if chosen.dtype == np.bool_ and chosen.all():
            return self
        return type(self)(
            **{field.name: getattr(self, field.name)[chosen] for field in fields(self)}
        )

    def starts(self) -> "NDArray[np.bool_]":
        """Say which rows are the first of their trip."""
        starts: NDArray[np.bool_] = np.diff(self.trip, prepend=-1) != 0
        return starts

    def ends(self) -> "NDArray[np.bool_]":
        """Say which rows are the last of their trip."""
        ends: NDArray[np.bool_] = np.diff(self.trip, append=-1) != 0
        return ends


def read_stop_times(
    checked: CheckedTable,
    trips: CheckedTable,
    stop_table: CheckedTable,
    stops: Stops,
    log: "ProblemLog",
) -> StopTimes:
    """
    Bring the stop times of a feed into order.

    Parameters
    ----------
    checked, trips, stop_table
        The tables stop_times.txt, trips.txt and stops.txt.
    stops
        The usable rows of stops.txt.
    log
        Where faults are noted.

    Returns
    -------
    StopTimes
        Sorted by trip (in the order of trips.txt) and sequence; every trip has at least two rows
        and times that never decrease.
    """
    times = _referring(checked, trips, stop_table, stops, log)
    times = _ordered(times, checked, log)
    times = _ends_timed(times, checked, log)
    times = _never_decreasing(times, checked, log)
    interpolate(
        times.arrival != NO_TIME,
        times.arrival,
        times.departure,
        times.distance,
        stops.lon[times.stop],
        stops.lat[times.stop],
    )
    return _long_enough(times, trips, log)


def _referring(
    checked: CheckedTable,
    trips: CheckedTable,
    stop_table: CheckedTable,
    stops: Stops,
    log: "ProblemLog",
) -> StopTimes:
    """Rows that name a usable trip and a stop that is somewhere."""
    raw, values = checked.raw, checked.values
    flexible = _flexible(checked)
    message = "stops at an area or in a time window, on demand: not applied; the row is left out"
    log.rows(
        "warning", "flexible_service", raw, flexible, message, "Nothing needs to be done", "trip_id"
    )
    stop_ids = raw.column("stop_id")
    blank = stop_ids.is_null().to_numpy() & ~flexible
    log.rows("error", "blank_value", raw, blank, "is blank", "Fill it in", "stop_id")
    trip = _found(checked, "trip_id", ~flexible, trips, trips.ids("trip_id"), log)
    stop = _found(checked, "stop_id", ~flexible, stop_table, stops.ids, log)
    served = np.zeros(len(stops.rows), dtype=bool)
    served[stop[(stop >= 0) & (trip >= 0) & ~flexible]] = True
    report_places(stop_table, stops, served, log)
    placed = np.append(stops.placed, False)[stop]  # the last for "no such stop"
    keep = checked.usable & ~flexible & (trip >= 0) & (stop >= 0) & placed
    arrival, departure = (
        values["arrival_time"].astype(np.int32),
        values["departure_time"].astype(np.int32),
    )
    return StopTimes(
        row=np.arange(len(checked)),
        trip=trip,
        stop=stop,
        sequence=values["stop_sequence"].astype(np.int64),
        arrival=np.where(arrival == NO_TIME, departure, arrival),
        departure=np.where(departure == NO_TIME, arrival, departure),
        distance=values["shape_dist_traveled"].astype(np.float64),
        pickup=values["pickup_type"].astype(np.uint8),
        dropoff=values["drop_off_type"].astype(np.uint8),
    ).take(keep)


def _flexible(checked: CheckedTable) -> "NDArray[np.bool_]":
    """Rows of on-demand services: an area in place of a stop, or a window in place of times."""
    raw = checked.raw
    flexible = np.zeros(len(raw), dtype=bool)
    for column in ("location_id", "location_group_id", "start_pickup_drop_off_window"):
        if raw.has(column):
            flexible |= raw.column(column).is_not_null().to_numpy()
    return flexible


def _found(
    checked: CheckedTable,
    column: str,
    asked: "NDArray[np.bool_]",
    target: CheckedTable,
    usable: pl.Series,
    log: "ProblemLog",
) -> "NDArray[np.int64]":
    """Place of each id among usable ones; an id that its table lacks altogether is a fault."""
    ids = checked.raw.column(column)
    found = rows_of(ids, usable)
    lost = np.flatnonzero(found < 0)
    if len(lost):
        known = target.raw.column(column).unique().implode()
        dangling = asked & (ids.is_not_null() & ~ids.is_in(known)).to_numpy()
        message = f"is not defined in {target.raw.table.name}.txt"
        remedy = "Add it there or fix the row"
        log.rows("error", "dangling_reference", checked.raw, dangling, message, remedy, column)
    return found


def _ordered(times: StopTimes, checked: CheckedTable, log: "ProblemLog") -> StopTimes:
    """By trip and sequence, each pair once."""
    rows = np.sort(times.row[times.sequence < 0])
    message = "is below 0; it was read as a number like any other"
    remedy = "Number the stops of the trip from 0 or 1"
    log.rows("warning", "negative_sequence", checked.raw, rows, message, remedy, "stop_sequence")
    step, same = np.diff(times.sequence), np.diff(times.trip) == 0
    if not ((np.diff(times.trip) > 0) | (same & (step > 0))).all():
        times = times.take(np.lexsort((times.sequence, times.trip)))
    again = ~times.starts() & (np.diff(times.sequence, prepend=0) == 0)
    message = "stands twice in its trip"
    rows = np.sort(times.row[again])
    log.rows(
        "error",
        "duplicate_sequence",
        checked.raw,
        rows,
        message,
        "Number the stops of the trip anew",
        "stop_sequence",
    )
    return times.take(~again)


def _ends_timed(times: StopTimes, checked: CheckedTable, log: "ProblemLog") -> StopTimes:
    """Without the untimed rows before the first and after the last timed one of a trip."""
    timed = times.arrival != NO_TIME
    for name, edge, lost in (
        ("first", times.starts(), "before its first time"),
        ("last", times.ends(), "after its last time"),
    ):
        rows = np.sort(times.row[edge & ~timed])
        message = f"is blank at the {name} stop of a trip; its stops {lost} cannot be used"
        log.rows(
            "error",
            "end_without_time",
            checked.raw,
            rows,
            message,
            "Fill in the time",
            "arrival_time",
        )
    if timed.all():
        return times
    count = np.cumsum(timed)
    trip_begin = np.flatnonzero(times.starts())
    trip_rows = np.diff(np.append(trip_begin, len(times)))
    before = np.repeat(count[trip_begin] - timed[trip_begin], trip_rows)
    total = np.repeat(count[trip_begin + trip_rows - 1], trip_rows)
    return times.take(timed | ((count > before) & (count < total)))


def _never_decreasing(times: StopTimes, checked: CheckedTable, log: "ProblemLog") -> StopTimes:
    """Without trips that travel back in time."""
    timed = times.take(times.arrival != NO_TIME)
    waits = timed.departure < timed.arrival
    same_trip = np.diff(timed.trip, prepend=-1) == 0
    rides = same_trip & (timed.arrival < np.roll(timed.departure, 1))
    remedy = "Fix the time or the order of the stops"
    for bad, field, message in (
        (
            rides,
            "arrival_time",
            "is before the departure from the stop before it; the trip cannot be used",
        ),
        (
            waits & ~rides,
            "departure_time",
            "is before the arrival at the same stop; the trip cannot be used",
        ),
    ):
        log.rows(
            "error", "decreasing_time", checked.raw, np.sort(timed.row[bad]), message, remedy, field
        )
    return times.take(~np.isin(times.trip, timed.trip[waits | rides]))


def _long_enough(times: StopTimes, trips: CheckedTable, log: "ProblemLog") -> StopTimes:
    """Without trips that have fewer than two stops left."""
    rows = np.flatnonzero(trips.usable)
    length = np.bincount(times.trip, minlength=len(rows))
    short = length < 2
    message = "has fewer than two usable stop times; the trip is left out"
    log.rows(
        "warning",
        "short_trip",
        trips.raw,
        rows[short],
        message,
        "Check the trip in stop_times.txt",
        "trip_id",
    )
    return times.take(~short[times.trip])
