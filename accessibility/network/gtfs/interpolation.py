"""Times of stops for which a timetable gives none, from the timed stops around them."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["interpolate"]

ROUNDING_S = 1e-6
"""What a computed time may lack of a whole second through the rounding of its distances alone."""


def interpolate(
    timed: "NDArray[np.bool_]",
    arrival: "NDArray[np.int32]",
    departure: "NDArray[np.int32]",
    distance: "NDArray[np.float64]",
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
) -> None:
    """
    Fill the times of untimed rows, in place.

    Between the departure of the timed row before and the arrival of the timed row after, in
    proportion to the distance along the shape where that is known throughout and never decreases,
    otherwise to the WGS84 geodesic distance from stop to stop, otherwise (where that is 0) to the
    number of rows; floored to the second.

    Parameters
    ----------
    timed
        Which rows have times; the first and last row of every trip have.
    arrival, departure
        Seconds; those of untimed rows are overwritten and come out equal.
    distance
        `shape_dist_traveled`, NaN where blank.
    lon, lat
        Coordinates of the stop of each row in degrees.
    """
    untimed = np.flatnonzero(~timed)
    if len(untimed) == 0:
        return
    row = np.arange(len(timed))
    before = np.maximum.accumulate(np.where(timed, row, -1))[untimed]
    after = np.minimum.accumulate(np.where(timed, row, len(timed))[::-1])[::-1][untimed]
    step = _steps(untimed, after, before, distance, lon, lat)
    along = np.zeros(len(timed))
    whole = np.zeros(len(timed))
    place = untimed - before
    by_place = untimed[np.argsort(place, kind="stable")]
    # Left to right within each gap, all gaps at once, so that sums do not depend on other trips.
    for here in np.split(by_place, np.cumsum(np.bincount(place))[:-1]):
        along[here] = along[here - 1] + step[here]
    last = after - 1
    whole[untimed] = along[last] + step[after]
    _fill(untimed, before, after, along, whole, arrival, departure)


def _steps(
    untimed: "NDArray[np.int64]",
    after: "NDArray[np.int64]",
    before: "NDArray[np.int64]",
    distance: "NDArray[np.float64]",
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
) -> "NDArray[np.float64]":
    """Distance to each row of a gap, and to the timed row that ends it, from the row above."""
    step = np.diff(distance, prepend=np.nan)
    faults = np.cumsum(~(step >= 0))
    by_shape = faults[after] == faults[before]
    rows = np.unique(np.concatenate((untimed[~by_shape], after[~by_shape])))
    if len(rows):
        from pyproj import Geod  # noqa: PLC0415 - slow to import, and most feeds do not need it

        _, _, metres = Geod(ellps="WGS84").inv(lon[rows - 1], lat[rows - 1], lon[rows], lat[rows])
        step[rows] = metres
    return step


def _fill(
    untimed: "NDArray[np.int64]",
    before: "NDArray[np.int64]",
    after: "NDArray[np.int64]",
    along: "NDArray[np.float64]",
    whole: "NDArray[np.float64]",
    arrival: "NDArray[np.int32]",
    departure: "NDArray[np.int32]",
) -> None:
    nowhere = whole[untimed] <= 0
    part = np.where(nowhere, untimed - before, along[untimed])
    total = np.where(nowhere, after - before, whole[untimed])
    span = arrival[after].astype(np.int64) - departure[before]
    seconds = departure[before] + np.floor(span * part / total + ROUNDING_S).astype(np.int64)
    # Rounding must not carry a row beyond the next timed one.
    arrival[untimed] = departure[untimed] = np.minimum(seconds, arrival[after])
