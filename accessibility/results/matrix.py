"""A travel-time matrix: its columns, and its rows from seconds."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MatrixLayout", "time_columns"]


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
    if percentiles is None:
        return ("travel_time",)
    return tuple(f"travel_time_p{percentile}" for percentile in percentiles)


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
        Names of the columns of travel times.
    """

    origin_ids: pa.Array
    destination_ids: pa.Array
    columns: tuple[str, ...]

    @property
    def n_rows(self) -> int:
        """Number of rows of the whole matrix."""
        return len(self.origin_ids) * len(self.destination_ids)

    @property
    def schema(self) -> pa.Schema:
        """Columns and their types: identifiers as the user has them, minutes as float64."""
        ids = [("from_id", self.origin_ids.type), ("to_id", self.destination_ids.type)]
        return pa.schema([*ids, *((name, pa.float64()) for name in self.columns)])

    def table(self, first_row: int, seconds: "NDArray[np.int32]") -> pa.Table:
        """
        Build some consecutive rows.

        Parameters
        ----------
        first_row
            Number of the first row within the whole matrix.
        seconds
            Travel times, one line per column of times; negative where not reached.

        Returns
        -------
        Table
            The rows, in minutes, NaN where not reached.
        """
        rows = np.arange(first_row, first_row + seconds.shape[1], dtype=np.int64)
        origin, destination = np.divmod(rows, len(self.destination_ids))
        minutes = np.where(seconds < 0, np.nan, seconds / 60)
        arrays = [self.origin_ids.take(pa.array(origin))]
        arrays += [self.destination_ids.take(pa.array(destination))]
        arrays += [pa.array(line) for line in minutes]
        return pa.Table.from_arrays(arrays, schema=self.schema)
