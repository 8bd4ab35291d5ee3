"""The lines that vehicles follow from stop to stop: shapes, or straight where there is none."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from pyproj import Geod

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["Course", "Courses"]

DEGREE = 1e7
GEOD = Geod(ellps="WGS84")
FARTHEST_M = 500.0
"""How far from its stop the place may lie that the feed's distances say, to be believed."""
METRES_PER_DEGREE = 111_195.0


class Course(NamedTuple):
    """
    The course of a ride.

    Parameters
    ----------
    line
        Degrees; shape (points, 2).
    metres
        Its length.
    source
        ``shape``, or ``straight`` where some part has no shape.
    """

    line: "NDArray[np.float64]"
    metres: float
    source: str


class _Cut(NamedTuple):
    """A shape, and where along it, as point and share of the next segment, the stops lie."""

    shape: "NDArray[np.float64]"
    places: "NDArray[np.float64]"


class Courses:
    """
    Courses of rides; where the stops of a trip lie along its shape is found once.

    Parameters
    ----------
    timetable
        The timetables.
    """

    def __init__(self, timetable: "Timetable") -> None:
        self._timetable = timetable
        self._cuts: dict[tuple[int, bytes], _Cut] = {}

    def along(self, pieces: "list[tuple[int, int, int]]") -> Course:
        """
        Follow a vehicle.

        Parameters
        ----------
        pieces
            Trips that it makes one after the other, each with its first and its last call.

        Returns
        -------
        Course
            Through all of them.
        """
        parts = [self._piece(*piece) for piece in pieces]
        line = np.concatenate([part for part, _ in parts])
        kept = np.ones(len(line), np.bool_)
        kept[1:] = (np.diff(line, axis=0) != 0).any(axis=1)
        line = line[kept] if kept.sum() > 1 else line[[0, -1]]
        source = "shape" if all(drawn for _, drawn in parts) else "straight"
        return Course(line, float(GEOD.line_length(*line.T)), source)

    def _piece(self, trip: int, first: int, last: int) -> "tuple[NDArray[np.float64], bool]":
        timetable = self._timetable
        if timetable.trip_shape[trip] < 0:
            calls = timetable.trip_offset[trip] + np.arange(first, last + 1)
            stops = timetable.st_stop[calls]
            return np.stack([timetable.stop_lon[stops], timetable.stop_lat[stops]], axis=1), False
        cut = self._cut(trip)
        low, high = cut.places[first], cut.places[last]
        inner = cut.shape[int(np.floor(low)) + 1 : int(np.ceil(high))]
        ends = [_at(cut.shape, place)[None] for place in (low, high)]
        return np.concatenate([ends[0], inner, ends[1]]), True

    def _cut(self, trip: int) -> _Cut:
        timetable = self._timetable
        calls = slice(int(timetable.trip_offset[trip]), int(timetable.trip_offset[trip + 1]))
        number = int(timetable.trip_shape[trip])
        stops, said = timetable.st_stop[calls], timetable.st_shape_dist[calls]
        key = number, stops.tobytes() + said.tobytes()
        if key not in self._cuts:
            points = slice(
                int(timetable.shape_offset[number]), int(timetable.shape_offset[number + 1])
            )
            columns = timetable.shape_x[points], timetable.shape_y[points]
            shape = np.stack(columns, axis=1) / DEGREE
            at = np.stack([timetable.stop_lon[stops], timetable.stop_lat[stops]], axis=1)
            places = _places_said(shape, timetable.shape_dist[points], at, said)
            self._cuts[key] = _Cut(
                shape, _nearest_in_order(shape, at) if places is None else places
            )
        return self._cuts[key]


def _at(shape: "NDArray[np.float64]", place: float) -> "NDArray[np.float64]":
    begin = min(int(place), len(shape) - 2)
    share = place - begin
    found: NDArray[np.float64] = shape[begin] * (1 - share) + shape[begin + 1] * share
    return found


def _places_said(
    shape: "NDArray[np.float64]",
    distance: "NDArray[np.float32]",
    stops: "NDArray[np.float64]",
    said: "NDArray[np.float32]",
) -> "NDArray[np.float64] | None":
    """Place stops by `shape_dist_traveled`; None where it is lacking, or cannot be believed."""
    if np.isnan(distance).any() or np.isnan(said).any() or (np.diff(said) < 0).any():
        return None
    places = np.interp(said, distance, np.arange(len(distance), dtype=np.float64))
    there = np.array([_at(shape, place) for place in places])
    away = _metres(there - stops, stops)
    return None if np.nanmax(away, initial=0) > FARTHEST_M else places


def _metres(difference: "NDArray[np.float64]", at: "NDArray[np.float64]") -> "NDArray[np.float64]":
    narrow = np.cos(np.radians(at[..., 1]))
    metres: NDArray[np.float64] = METRES_PER_DEGREE * np.hypot(
        difference[..., 0] * narrow, difference[..., 1]
    )
    return metres


def _nearest_in_order(
    shape: "NDArray[np.float64]", stops: "NDArray[np.float64]"
) -> "NDArray[np.float64]":
    """Place stops along a shape, one after the other, so that the squares of distances are least.

    Each stop has one candidate on each segment, its nearest place; within a segment stops keep
    their order, and a stop without a place lies where the one before does.
    """
    narrow = np.cos(np.radians(shape[:, 1].mean()))
    flat, points = shape * [narrow, 1], stops * [narrow, 1]
    begin, run = flat[:-1], np.diff(flat, axis=0)
    square = (run**2).sum(axis=1)
    square[square == 0] = 1
    # Per stop and segment: the share of the segment, and the squared distance.
    away = points[:, None] - begin
    share = np.clip((away * run).sum(axis=2) / square, 0, 1)
    cost = ((away - share[..., None] * run) ** 2).sum(axis=2)
    unknown = np.isnan(cost)
    share[unknown], cost[unknown] = 0, 0
    segments = np.arange(len(run))
    came = np.zeros(cost.shape, np.int64)
    best = cost[0]
    for stop in range(1, len(stops)):
        low = np.minimum.accumulate(best)
        # Of equal places the first: segments where the least so far is undercut.
        undercut = best < np.append(np.inf, low[:-1])
        came[stop] = np.maximum.accumulate(np.where(undercut, segments, 0))
        best = low + cost[stop]
    chosen = np.empty(len(stops), np.int64)
    chosen[-1] = int(best.argmin())
    for stop in range(len(stops) - 1, 0, -1):
        chosen[stop - 1] = came[stop, chosen[stop]]
    places = chosen + share[np.arange(len(stops)), chosen]
    return np.maximum.accumulate(places)
