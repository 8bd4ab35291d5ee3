"""The courses of vehicles: the rows of shapes.txt that some trip uses, as compact arrays."""

from typing import TYPE_CHECKING, Final

import numpy as np

from accessibility.network.gtfs.checked_table import CheckedTable, rows_of

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from accessibility.network.gtfs.problems import ProblemLog

__all__ = ["read_shapes"]

DEGREE: Final = 10_000_000
"""Coordinates are whole numbers of this part of a degree, as those of the streets."""

STRAIGHT = "its trips are drawn straight from stop to stop"


def read_shapes(
    checked: CheckedTable | None, trips: CheckedTable, kept: "NDArray[np.int64]", log: "ProblemLog"
) -> "dict[str, NDArray[np.generic]]":
    """
    Bring the shapes of a feed into order.

    Nothing that is wrong with a shape stops anybody: travel times do not depend on it.

    Parameters
    ----------
    checked
        The table shapes.txt, if the feed has one.
    trips
        The table trips.txt.
    kept
        The rows of it that became trips.
    log
        Where faults are noted, as warnings.

    Returns
    -------
    dict of arrays
        The arrays ``trip_shape`` and ``shape_`` of the timetable.
    """
    if checked is None:
        return _arrays(np.full(len(kept), -1), np.zeros(1, np.int64), np.zeros((4, 0)))
    wanted = trips.raw.column("shape_id")[kept]
    named = wanted.drop_nulls().unique(maintain_order=True)
    shape, rows = _points(checked, named, log)
    offset = np.searchsorted(shape, np.arange(len(named) + 1))
    columns = np.stack(
        [checked.values[name][rows] for name in ("shape_pt_lon", "shape_pt_lat")]
        + [_distances(checked, shape, rows, log)]
    )
    trip_shape = rows_of(wanted, named)
    drawn = np.diff(offset) > 1
    _report_lacking(checked, trips, kept, trip_shape, drawn, log)
    # Shapes of one point are none; those that are left close up.
    number = np.append(np.where(drawn, np.cumsum(drawn) - 1, -1), -1)
    whole = drawn[shape]
    return _arrays(
        number[trip_shape],
        np.concatenate([[0], np.cumsum(np.diff(offset)[drawn])]),
        columns[:, whole],
    )


def _arrays(
    trip_shape: "NDArray[np.int64]", offset: "NDArray[np.int64]", columns: "NDArray[np.float64]"
) -> "dict[str, NDArray[np.generic]]":
    return {
        "trip_shape": trip_shape,
        "shape_offset": offset,
        "shape_x": np.rint(columns[0] * DEGREE),
        "shape_y": np.rint(columns[1] * DEGREE),
        "shape_dist": columns[2],
    }


def _points(
    checked: CheckedTable, named: "pl.Series", log: "ProblemLog"
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """The usable points of the named shapes in order: the shape and the row of each."""
    raw, values = checked.raw, checked.values
    lon, lat, sequence = (
        values[name] for name in ("shape_pt_lon", "shape_pt_lat", "shape_pt_sequence")
    )
    shape = rows_of(raw.column("shape_id"), named)
    placed = (np.abs(lon) <= 180) & (np.abs(lat) <= 90) & ((lon != 0) | (lat != 0))
    far = ~placed & ~np.isnan(lon) & ~np.isnan(lat)
    message = "is not a place on Earth; the point is left out"
    remedy = "Fix the coordinates"
    log.rows("warning", "shape_point_without_place", raw, far, message, remedy, "shape_pt_lat")
    rows = np.flatnonzero((shape >= 0) & placed & (sequence >= 0))
    rows = rows[np.lexsort((sequence[rows], shape[rows]))]
    again = np.zeros(len(rows), np.bool_)
    again[1:] = (np.diff(shape[rows]) == 0) & (np.diff(sequence[rows]) == 0)
    message = "stands twice in its shape; the later row is left out"
    remedy = "Number the points of the shape anew"
    at = np.sort(rows[again])
    log.rows("warning", "duplicate_sequence", raw, at, message, remedy, "shape_pt_sequence")
    rows = rows[~again]
    return shape[rows], rows


def _distances(
    checked: CheckedTable,
    shape: "NDArray[np.int64]",
    rows: "NDArray[np.int64]",
    log: "ProblemLog",
) -> "NDArray[np.float64]":
    """Distances along each shape; none for a shape that lacks some or where they decrease."""
    distance: NDArray[np.float64] = checked.values["shape_dist_traveled"][rows].copy()
    same = np.zeros(len(rows), np.bool_)
    same[1:] = np.diff(shape) == 0
    back = same.copy()
    back[1:] &= np.diff(distance) < 0
    message = "is less than at the point before it; the distances of this shape are not used"
    remedy = "Check the order of its points"
    at = np.sort(rows[back])
    raw = checked.raw
    log.rows("warning", "decreasing_distance", raw, at, message, remedy, "shape_dist_traveled")
    distance[np.isin(shape, shape[back | np.isnan(distance)])] = np.nan
    return distance


def _report_lacking(
    checked: CheckedTable,
    trips: CheckedTable,
    kept: "NDArray[np.int64]",
    trip_shape: "NDArray[np.int64]",
    drawn: "NDArray[np.bool_]",
    log: "ProblemLog",
) -> None:
    """Note trips whose shape is not there, or has one point."""
    lacks = (trip_shape >= 0) & ~np.append(drawn, True)[trip_shape]
    message = f"has fewer than two usable points in {checked.raw.table.name}.txt; {STRAIGHT}"
    remedy = "Add its points or leave shape_id blank"
    log.rows("warning", "shape_without_points", trips.raw, kept[lacks], message, remedy, "shape_id")
