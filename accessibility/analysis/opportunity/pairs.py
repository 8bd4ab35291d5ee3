"""Origin-destination tables of any tool, batch by batch: who goes where, and how long it takes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

from accessibility.analysis.opportunity.doubled import Doubled, doubled_in
from accessibility.analysis.opportunity.ids import Ids
from accessibility.analysis.opportunity.pair_files import column_names, parts_of_table
from accessibility.errors import InputError, UsageError
from accessibility.progress import Progress, Silent, heed

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame

__all__ = ["Batch", "Pairs"]

_Numbered: TypeAlias = (
    "tuple[NDArray[np.int64], NDArray[np.int64], pa.RecordBatch, NDArray[np.int64]]"
)
"""Origins, destinations, the rows as they stand, and their places in the whole table."""

TIME = "travel_time"
NOTHING = ("", "na", "n/a", "nan", "null", "none")
"""What tools write for a time that is not there."""


@dataclass(frozen=True)
class Batch:
    """Some pairs that are reached."""

    origin: "NDArray[np.int64]"
    """Number of each pair's origin in `Pairs.origins`."""
    destination: "NDArray[np.int64]"
    """Number of its destination in `Pairs.destinations`."""
    minutes: "NDArray[np.float64]"
    """Its travel time, finite, 0 or more."""


@dataclass(eq=False)
class Pairs:
    """
    An origin-destination table that is read batch by batch, as often as it is asked.

    Parameters
    ----------
    source
        A DataFrame, or a ``.parquet`` or ``.csv`` file.
    from_column, to_column
        Columns of the origins' and destinations' identifiers.
    time_column
        Column of the minutes; None takes the only one whose name begins with ``travel_time``.
    choose
        Values by column: only rows that have them are read.
    progress
        Hears of rows that were read and may cancel.
    """

    source: "DataFrame | str | Path"
    from_column: str = "from_id"
    to_column: str = "to_id"
    time_column: str | None = None
    choose: Mapping[str, object] = field(default_factory=dict)
    progress: Progress | None = None

    def __post_init__(self) -> None:
        self.origins = Ids()
        """Those of all rows, known after the first reading."""
        self.destinations = Ids()
        self.rows = 0
        """Rows of the whole table that were chosen."""
        self.not_reached = 0
        """Those of them without a time."""
        self._checked = False
        self._time, self._columns = self._named_columns()

    @property
    def label(self) -> str:
        """What the table is called in errors."""
        return str(self.source) if isinstance(self.source, str | Path) else "matrix"

    def batches(self) -> Iterator[Batch]:
        """
        Read the table once.

        Yields
        ------
        Batch
            Pairs that are reached, in the order of the table.

        Raises
        ------
        InputError
            If a value is missing, negative or no number, or a pair occurs twice.
        Interrupted
            If the progress cancelled.
        """
        first = not self._checked
        doubled = Doubled()
        progress = self.progress or Silent()
        progress.start("Reading the matrix")
        for origin, destination, table, rows in self._numbered():
            heed(progress)
            progress.advance(len(rows))
            minutes = self._minutes(table, rows)
            reached = np.isfinite(minutes)
            if first:
                self.rows += len(minutes)
                self.not_reached += int((~reached).sum())
                self._refuse_doubled(doubled.find(origin, destination))
            yield Batch(origin[reached], destination[reached], minutes[reached])
        if first and not self.rows:
            remedy = "Give a table with a row for each pair of origin and destination."
            raise InputError.at(self.label, "has no rows", remedy)
        if doubled.scattered and first:
            progress.start("Looking for doubled pairs")
            self._refuse_doubled(doubled_in(pair[:2] for pair in self._numbered()))
        progress.finish()
        self._checked = True

    def _numbered(self) -> "Iterator[_Numbered]":
        """Read the rows that are chosen, and number their origins and destinations."""
        before = 0
        for table in self._tables():
            rows = np.arange(table.num_rows) + before
            before += table.num_rows
            chosen = self._chosen(table)
            if chosen is not None:
                table = table.filter(chosen)  # noqa: PLW2901
                rows = rows[chosen.to_numpy(zero_copy_only=False)]
            for name in (self.from_column, self.to_column):
                self._refuse(rows, _is_empty(table.column(name)), name, "is empty")
            origin = self.origins.number(_identifiers(self.label, table, self.from_column))
            destination = self.destinations.number(_identifiers(self.label, table, self.to_column))
            yield origin, destination, table, rows

    def _named_columns(self) -> tuple[str, list[str]]:
        known = column_names(self.source, self.label)
        time = self.time_column
        if time is None:
            times = [name for name in known if name.startswith(TIME)]
            if len(times) != 1:
                found = f"has {', '.join(times)}" if times else f"has {', '.join(known)}"
                msg = (
                    f"time_column: {self.label} {found}, and not one column that begins with "
                    f"{TIME}. Name the column of minutes."
                )
                raise UsageError(msg)
            time = times[0]
        for option, name in (
            ("from_column", self.from_column),
            ("to_column", self.to_column),
            ("time_column", time),
            *(("choose", name) for name in self.choose),
        ):
            if name not in known:
                msg = (
                    f"{option}: {self.label} has no column {name}; columns are {', '.join(known)}."
                )
                raise UsageError(msg)
        if "when" in known and "when" not in self.choose:
            msg = (
                f"choose: {self.label} has rows for several moments. Say which to take by the "
                "columns when and direction, such as when=mean."
            )
            raise UsageError(msg)
        wanted = [self.from_column, self.to_column, time, *self.choose]
        return time, list(dict.fromkeys(wanted))

    def _tables(self) -> Iterable[pa.RecordBatch]:
        try:
            yield from parts_of_table(self.source, self._columns)
        except (OSError, UnicodeDecodeError, pa.ArrowException) as error:
            said = " ".join(str(error).split()).rstrip(".")
            msg = f"{self.label} cannot be read: {said}. Check that the file is whole."
            raise InputError(msg) from error

    def _chosen(self, table: pa.RecordBatch) -> pa.Array | None:
        chosen = None
        for name, value in self.choose.items():
            column = _plain(table.column(name)).cast(pa.string())
            same = pc.fill_null(pc.equal(column, pa.scalar(str(value))), fill_value=False)
            chosen = same if chosen is None else pc.and_(chosen, same)
        return chosen

    def _minutes(self, table: pa.RecordBatch, rows: "NDArray[np.int64]") -> "NDArray[np.float64]":
        column = _plain(table.column(self._time))
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            plain = pc.utf8_trim_whitespace(column)
            nothing = pc.is_in(pc.utf8_lower(plain), pa.array(NOTHING, plain.type))
            filled = pc.if_else(nothing, None, plain)
            number = pc.match_substring_regex(
                filled,
                r"^\s*([-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|[-+]?(inf|nan))\s*$",
                ignore_case=True,
            )
            self._refuse(
                rows,
                pc.invert(pc.fill_null(number, fill_value=True)),
                self._time,
                "is no number",
                column,
            )
            column = filled
        elif not (
            pa.types.is_floating(column.type)
            or pa.types.is_integer(column.type)
            or pa.types.is_null(column.type)
            or pa.types.is_decimal(column.type)
        ):
            problem = f"holds {column.type}, no minutes"
            raise InputError.at(self.label, problem, "Give minutes as numbers.", field=self._time)
        numbers = column.cast(pa.float64())
        minutes = np.asarray(pc.fill_null(numbers, np.nan).to_numpy(zero_copy_only=False))
        negative = pa.array(minutes < 0)
        self._refuse(
            rows,
            negative,
            self._time,
            "is negative",
            column,
            "Leave times empty where there is no way.",
        )
        return minutes

    def _refuse(
        self,
        rows: "NDArray[np.int64]",
        wrong: pa.Array,
        name: str,
        problem: str,
        values: pa.Array | None = None,
        remedy: str = "Mend or remove the row.",
    ) -> None:
        found = np.flatnonzero(wrong.to_numpy(zero_copy_only=False))
        if len(found):
            place = int(found[0])
            value = None if values is None else values[place].as_py()
            raise InputError.at(
                self.label, problem, remedy, row=int(rows[place]) + 1, field=name, value=value
            )

    def _refuse_doubled(self, pair: tuple[int, int] | None) -> None:
        if pair is None:
            return
        named = f"{self.origins.texts[pair[0]]} to {self.destinations.texts[pair[1]]}"
        problem = "stands in several rows"
        remedy = "Each pair may have one time: remove the others, or choose rows by a column."
        raise InputError.at(self.label, problem, remedy, field="the pair", value=named)


def _is_empty(column: pa.Array) -> pa.Array:
    column = _plain(column)
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return pc.is_null(column)
    return pc.fill_null(pc.equal(column, ""), fill_value=True)


def _plain(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _identifiers(label: str, table: pa.RecordBatch, name: str) -> pa.Array:
    column = table.column(name)
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_floating(kind):
        # Whole numbers become floats where a table once had gaps.
        column = _plain(column)
        try:
            return column.cast(pa.int64())
        except pa.ArrowInvalid:
            kind = None
    if kind is not None and (
        pa.types.is_integer(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind)
    ):
        return column
    remedy = "Identifiers must be text or whole numbers."
    raise InputError.at(label, "holds neither text nor whole numbers", remedy, field=name)
