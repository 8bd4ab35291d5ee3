"""A travel-time matrix: its columns, and its rows from seconds."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MEAN", "PARTS", "RIDES", "MatrixLayout", "Moment", "part_columns", "time_columns"]

PARTS = (
    "direct",
    "access",
    "initial_wait",
    "in_vehicle",
    "transfer_walk",
    "transfer_wait",
    "egress",
    "early_arrival",
)
"""What a travel time consists of, in the order of the columns."""
RIDES = "rides"
"""Name of the columns that count vehicles boarded: no minutes."""
TIME, REACHED = "travel_time", "n_reached"


def time_columns(percentiles: tuple[int, ...] | None) -> tuple[str, ...]:
    """
    Name the columns of travel times.

    Parameters
    ----------
    percentiles
        Percentiles over a window; None for a single moment or a mode without timetable.

    Returns
    -------
    tuple of str
        ``travel_time``, or ``travel_time_p{N}`` for each percentile.
    """
    return _for_each(percentiles, (TIME,))


def part_columns(percentiles: tuple[int, ...] | None) -> tuple[str, ...]:
    """
    Name the columns of what travel times consist of.

    Parameters
    ----------
    percentiles
        As for `time_columns`.

    Returns
    -------
    tuple of str
        `PARTS` and `RIDES`, for one percentile after the other.
    """
    return _for_each(percentiles, (*PARTS, RIDES))


def _for_each(percentiles: tuple[int, ...] | None, names: tuple[str, ...]) -> tuple[str, ...]:
    if percentiles is None:
        return names
    return tuple(f"{name}_p{percentile}" for percentile in percentiles for name in names)


@dataclass(frozen=True)
class Moment:
    """
    A moment among several that are asked at once.

    Parameters
    ----------
    when
        The moment as text, such as ``2023-06-13 08:00``.
    direction
        ``depart`` or ``arrive``.
    """

    when: str
    direction: str


MEAN = "mean"
"""What stands in the column ``when`` of rows with the mean of several moments."""


@dataclass(frozen=True, eq=False)
class MatrixLayout:
    """
    Which rows and columns a matrix has: each origin to each destination, in the order given.

    Parameters
    ----------
    origin_ids
        Identifiers of the origins.
    destination_ids
        Identifiers of the destinations.
    columns
        Names of the columns of travel times and their parts.
    moments
        The moments, if several are asked: each cell has a row for each of them, in this order, and
        one for the mean of each direction of which there are several.
    """

    origin_ids: pa.Array
    destination_ids: pa.Array
    columns: tuple[str, ...]
    moments: tuple[Moment, ...] = ()

    @property
    def n_rows(self) -> int:
        """Number of rows of the whole matrix."""
        return len(self.origin_ids) * len(self.destination_ids) * self.rows_per_cell

    @property
    def rows_per_cell(self) -> int:
        """Rows for each pair of origin and destination."""
        return max(1, len(self.moments) + len(self._means))

    @property
    def _means(self) -> dict[str, list[int]]:
        """The moments of each direction that has several."""
        by_direction: dict[str, list[int]] = {}
        for number, moment in enumerate(self.moments):
            by_direction.setdefault(moment.direction, []).append(number)
        return {name: numbers for name, numbers in by_direction.items() if len(numbers) > 1}

    @property
    def schema(self) -> pa.Schema:
        """Columns and their types: identifiers as the user has them, minutes as float64."""
        fields = [("from_id", self.origin_ids.type), ("to_id", self.destination_ids.type)]
        if self.moments:
            fields += [("when", pa.string()), ("direction", pa.string())]
        fields += [(name, pa.float64()) for name in self.columns]
        if self.moments:
            times = [name for name in self.columns if name.startswith(TIME)]
            fields += [(name.replace(TIME, REACHED), pa.int32()) for name in times]
        return pa.schema(fields)

    @property
    def _units(self) -> "NDArray[np.float64]":
        """What one of each column is in the numbers that come in: minutes of 60 seconds, rides."""
        units = [1.0 if name.startswith(RIDES) else 60.0 for name in self.columns]
        return np.array(units)[:, None]

    def table(self, first_cell: int, seconds: "NDArray[np.int32]") -> pa.Table:
        """
        Build the rows of some consecutive cells.

        Parameters
        ----------
        first_cell
            Number of the first cell within the whole matrix, origin by origin.
        seconds
            Travel times and parts, negative where not reached; shape (moments, columns, cells), or
            (columns, cells) where `moments` is empty.

        Returns
        -------
        Table
            The rows, in minutes, NaN where not reached.
        """
        seconds = seconds.reshape(-1, len(self.columns), seconds.shape[-1])
        cells = np.arange(first_cell, first_cell + seconds.shape[-1], dtype=np.int64)
        origin, destination = np.divmod(cells, len(self.destination_ids))
        minutes = np.where(seconds < 0, np.nan, seconds / self._units)
        if not self.moments:
            ids = [
                self.origin_ids.take(pa.array(origin)),
                self.destination_ids.take(pa.array(destination)),
            ]
            times = [pa.array(line) for line in minutes[0]]
            return pa.Table.from_arrays([*ids, *times], schema=self.schema)
        reached = (seconds >= 0).astype(np.int32)
        moments = list(self.moments)
        for direction, numbers in self._means.items():
            part = seconds[numbers]
            total = part.sum(axis=0, dtype=np.int64) / (self._units * len(numbers))
            mean = np.where((part < 0).any(axis=0), np.nan, total)
            minutes = np.concatenate([minutes, mean[None]])
            reached = np.concatenate([reached, reached[numbers].sum(axis=0, dtype=np.int32)[None]])
            moments.append(Moment(MEAN, direction))
        rows = len(moments)
        names = [pa.array([m.when for m in moments]), pa.array([m.direction for m in moments])]
        which = pa.array(np.tile(np.arange(rows), len(cells)))
        arrays = [
            self.origin_ids.take(pa.array(np.repeat(origin, rows))),
            self.destination_ids.take(pa.array(np.repeat(destination, rows))),
            *(name.take(which) for name in names),
        ]
        n_times = sum(name.startswith(TIME) for name in self.columns)  # they come first
        for values, columns in ((minutes, len(self.columns)), (reached, n_times)):
            arrays += [pa.array(values[:, k].T.ravel()) for k in range(columns)]
        return pa.Table.from_arrays(arrays, schema=self.schema)
