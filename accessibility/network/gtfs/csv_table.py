"""One table of a feed as text: every value without spaces around it, null where blank."""

import csv
import io
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from accessibility.errors import InputError
from accessibility.network.gtfs.physical_lines import (
    QUOTE,
    first_record,
    most_fields,
    positions,
    record_lines,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.feed_source import FeedSource
    from accessibility.network.gtfs.gtfs_tables import Table
    from accessibility.network.gtfs.problems import ProblemLog

__all__ = ["RawTable", "read_table"]

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LONE_BYTES = {0xDC80 + byte: 0x80 + byte for byte in range(0x80)}
"""From what Python makes of bytes that are no UTF-8 to the characters that Latin-1 has for them."""


class RawTable:
    """
    A table as it stands in its file.

    Parameters
    ----------
    table
        What the table should be.
    source
        Where it comes from.
    text
        The columns that are both wanted and present, as text.
    records
        For each row the number of its record behind the header, counted from 0.
    lines
        For each row its physical line, where that is known already.
    """

    def __init__(
        self,
        table: "Table",
        source: "FeedSource",
        text: pl.DataFrame,
        records: "NDArray[np.int64]",
        lines: "NDArray[np.int64] | None" = None,
    ) -> None:
        self.table = table
        self.text = text
        self._source = source
        self._records = records
        self._lines = lines

    def __len__(self) -> int:
        return self.text.height

    @property
    def label(self) -> str:
        """The file as the user knows it."""
        return self._source.label(f"{self.table.name}.txt")

    def has(self, column: str) -> bool:
        """
        Say whether a column is in the file.

        Parameters
        ----------
        column
            One of the columns of the table.
        """
        return column in self.text.columns

    def column(self, column: str) -> pl.Series:
        """
        Give the text of a column.

        Parameters
        ----------
        column
            One of the columns of the table.

        Returns
        -------
        polars.Series
            Null where blank; all null if the file has no such column.
        """
        if self.has(column):
            return self.text[column]
        return pl.Series(column, [None], dtype=pl.String).new_from_index(0, len(self))

    def value(self, row: int, column: str) -> str | None:
        """
        Give one value as it stands in the file.

        Parameters
        ----------
        row
            Row of this table, counted from 0.
        column
            One of the columns of the table.

        Returns
        -------
        str or None
            None if the file has no such column; an empty text where blank.
        """
        return (self.text[column][row] or "") if self.has(column) else None

    def line(self, row: int) -> int:
        """
        Find the physical line of a row; the first time, the file is read once more for it.

        Parameters
        ----------
        row
            Row of this table, counted from 0.

        Returns
        -------
        int
            Counted from 1, which is the header (or a blank line above it).
        """
        if self._lines is None:
            data, skipped = _normalised(self._source.read(f"{self.table.name}.txt"))
            self._lines = record_lines(data)[1:][self._records] + skipped
        return int(self._lines[row])


def read_table(
    source: "FeedSource", table: "Table", log: "ProblemLog", *, every_column: bool = False
) -> RawTable | None:
    """
    Read the wanted columns of a table.

    Parameters
    ----------
    source
        The feed.
    table
        The table and its columns.
    log
        Where it is noted that the file is not quite as it should be.
    every_column
        Whether columns that the table does not name are read too.

    Returns
    -------
    RawTable or None
        None if an optional table is missing or has no content.

    Raises
    ------
    InputError
        If the table is needed and missing, empty, lacks a required column or cannot be read.
    """
    file = f"{table.name}.txt"
    if file not in source.files:
        if table.need == "always":
            problem = f"is missing; the feed holds {', '.join(source.files[:12])}"
            raise InputError.at(
                source.label(file), problem, "Ask the publisher for a complete feed."
            )
        return None
    try:
        return _read(source, table, log, every_column)
    except InputError as error:
        if table.need != "informative":
            raise
        log.file(
            "warning",
            "table_unreadable",
            source.label(file),
            f"is ignored: {error}",
            "Mend the file",
        )
        return None


def _read(
    source: "FeedSource",
    table: "Table",
    log: "ProblemLog",
    every_column: bool,  # noqa: FBT001 - handed on
) -> RawTable | None:
    label = source.label(f"{table.name}.txt")
    data = _decoded(source.read(f"{table.name}.txt"), label, log)
    data, skipped = _normalised(data)
    if not data.strip():
        if table.need == "always":
            raise InputError.at(label, "is empty", "Ask the publisher for a complete feed.")
        return None
    header = _header(data, table, label)
    wanted = _wanted(header, None if every_column else table, label, log)
    fast = None if _careful(data) else _read_fast(data, wanted, len(header))
    if fast is not None:
        text, records, lines = fast, None, None
    else:
        text, starts = _read_carefully(data, wanted, label, log)
        lines = starts + skipped
    text = text.with_columns(pl.all().str.strip_chars().replace("", None))
    records = np.arange(text.height)
    if all(text.null_count().row(0)):  # a blank line has no value in any column
        filled = text.select(~pl.all_horizontal(pl.all().is_null())).to_series()
        text, records = text.filter(filled), records[filled.to_numpy()]
    return RawTable(table, source, text, records, None if lines is None else lines[records])


def _decoded(data: bytes, label: str, log: "ProblemLog") -> bytes:
    """The file as UTF-8 without byte-order mark; other bytes are read as Latin-1 and reported."""
    remedy = "Save the file as UTF-8"
    if data.startswith(UTF_16_MARKS):
        log.file("warning", "not_utf8", label, "is UTF-16, not UTF-8", remedy)
        data = data.decode("utf-16", errors="replace").encode()
    data = data.removeprefix(BYTE_ORDER_MARK)
    if not data.isascii():
        try:
            data.decode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = (
                f"holds bytes that are no UTF-8, first on line {line}; they were read as Latin-1"
            )
            log.file("warning", "not_utf8", label, message, remedy)
            data = data.decode(errors="surrogateescape").translate(LONE_BYTES).encode()
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(0)) + 1
        message = f"holds NUL bytes, first on line {line}; they were dropped"
        log.file("warning", "nul_bytes", label, message, "Export the file again")
        data = data.replace(b"\0", b"")
    return data


def _normalised(data: bytes) -> tuple[bytes, int]:
    """The file from its first line with content on, and how many lines that left out."""
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    content = data.lstrip(b"\r\n")
    return content, data.count(b"\n", 0, len(data) - len(content))


def _header(data: bytes, table: "Table", label: str) -> list[str]:
    """The names of the columns of a file, among which those must be that the table requires."""
    line = first_record(data).decode().replace("\r", " ").replace("\n", " ")
    try:
        names = next(csv.reader([line], skipinitialspace=True))
    except csv.Error as error:
        raise InputError.at(label, f"has no header ({error})", "Mend its first line.") from error
    header = [name.strip().strip('"').lower() for name in names]
    missing = [
        column.name for column in table.columns if column.required and column.name not in header
    ]
    foreign = table.columns and not any(column.name in header for column in table.columns)
    if missing or foreign:
        lacking = f"no column {', '.join(missing)}" if missing else "none of its columns"
        problem = f"has {lacking}; its header reads {line.strip()[:120]}"
        raise InputError.at(label, problem, "Mend the header, with commas between the columns.")
    return header


def _wanted(
    header: list[str], table: "Table | None", label: str, log: "ProblemLog"
) -> dict[int, str]:
    """The columns that are read, by their place in the file; all that have a name for no table."""
    names = header if table is None else [column.name for column in table.columns]
    places = {header.index(name): name for name in names if name and name in header}
    twice = [name for name in places.values() if header.count(name) > 1]
    if twice:
        message = f"has more than one column {', '.join(twice)}; the first of them was read"
        log.file("warning", "repeated_column", label, message, "Remove the others")
    return dict(sorted(places.items()))


def _careful(data: bytes) -> bool:
    """Whether some quote neither opens nor closes a value nor doubles another."""
    quotes = positions(data, QUOTE)
    if len(quotes) == 0:
        return False
    letters = np.frombuffer(data, dtype=np.uint8)
    edge = np.zeros(256, dtype=bool)
    edge[list(b',\r\n"')] = True
    opens = edge[letters[quotes - 1]] | (quotes == 0)
    closes = edge[letters[np.minimum(quotes + 1, len(letters) - 1)]] | (quotes == len(letters) - 1)
    return bool((~opens & ~closes).any()) or len(quotes) % 2 == 1


def _read_fast(data: bytes, wanted: dict[int, str], width: int) -> pl.DataFrame | None:
    """The columns, by polars; None if a row has more fields than the header, or worse."""
    if most_fields(data) > width:
        return None  # polars may drop the fields of rows that are too long without a word
    try:
        text = pl.read_csv(data, columns=list(wanted), infer_schema=False)
    except pl.exceptions.PolarsError:
        return None
    text.columns = list(wanted.values())
    return text


def _read_carefully(
    data: bytes, wanted: dict[int, str], label: str, log: "ProblemLog"
) -> "tuple[pl.DataFrame, NDArray[np.int64]]":
    """The columns and the line of each row, read row by row: slow, and sure of what it reads."""
    # A lone carriage return may end a line of a file whose other lines end in newlines.
    lines = io.StringIO(data.decode().replace("\r\n", "\n").replace("\r", "\n"), newline="\n")
    reader = csv.reader(lines, skipinitialspace=True, strict=True)
    starts: list[int] = []
    rows: list[list[str]] = []
    start = 1
    try:
        width = len(next(reader))
        start = reader.line_num + 1
        for row in reader:
            starts.append(start)
            rows.append(row)
            start = reader.line_num + 1
    except csv.Error as error:
        problem = f"cannot be split into fields ({error})"
        raise InputError.at(label, problem, "Mend the quotes of this row.", line=start) from error
    longer = [start for start, row in zip(starts, rows, strict=True) if len(row) > width]
    if longer:
        message = (
            f"has rows with more fields than the header, first on line {longer[0]}; "
            "those fields were ignored"
        )
        log.file(
            "warning",
            "too_many_fields",
            label,
            message,
            "Put values with commas into quotes",
            len(longer),
        )
    columns = {
        name: pl.Series(
            name, [row[place] if place < len(row) else None for row in rows], dtype=pl.String
        )
        for place, name in wanted.items()
    }
    return pl.DataFrame(columns), np.array(starts, dtype=np.int64)
