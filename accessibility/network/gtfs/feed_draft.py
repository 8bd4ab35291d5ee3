"""A feed while it is rewritten: all its tables as text, which rows stay, and what was changed."""

import csv
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import polars as pl

from accessibility.errors import OutputError, UsageError
from accessibility.network.gtfs.csv_table import read_table
from accessibility.network.gtfs.gtfs_tables import TABLES, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.feeds import CheckedFeed

__all__ = ["Change", "Draft", "Rewritten", "check_output", "report_path", "write_feed"]

SIDE_TABLES: Final[dict[str, dict[str, str]]] = {
    "attributions": {"agency_id": "agency", "route_id": "routes", "trip_id": "trips"},
    "fare_attributes": {},
    "fare_rules": {"route_id": "routes"},
    "feed_info": {},
    "levels": {},
    "location_group_stops": {"stop_id": "stops"},
    "pathways": {"from_stop_id": "stops", "to_stop_id": "stops"},
    "route_networks": {"route_id": "routes"},
    "shapes": {},
    "stop_areas": {"stop_id": "stops"},
}
"""Tables that travel times do not need, with the ids in them that must be defined elsewhere."""

OLD: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a zip, the earliest there is."""


@dataclass(frozen=True)
class Change:
    """
    Something that was changed in a feed.

    Parameters
    ----------
    table
        Name of the table.
    what
        Whether rows were left out, or values or the file were repaired.
    rows
        How many rows.
    why
        The reason.
    line
        Line of the first such row in the original file, if it is known.
    """

    table: str
    what: Literal["left out", "repaired"]
    rows: int
    why: str
    line: int | None = None


@dataclass(frozen=True)
class Rewritten:
    """
    What became of a feed.

    Parameters
    ----------
    before, after
        Rows of each table in the original and in what was written.
    changes
        Everything that was changed. A row with several faults is counted with each of them.
    trips, stop_times, stops
        What can be used of the new feed: trips, their stop times and the stops that they serve.
    """

    before: dict[str, int]
    after: dict[str, int]
    changes: tuple[Change, ...]
    trips: int
    stop_times: int
    stops: int

    def __str__(self) -> str:
        width = max(map(len, self.before))
        lines = [
            f"{'table':<{width}}  {'before':>11}  {'after':>11}",
            *(
                f"{name:<{width}}  {rows:>11,}  {self.after.get(name, 0):>11,}"
                for name, rows in self.before.items()
            ),
        ]
        if self.changes:
            lines.append("")
        for change in sorted(self.changes, key=lambda change: change.table):
            at = "" if change.line is None else f" (first on line {change.line})"
            lines.append(f"{change.table}: {change.rows:,} {change.what}{at}: {change.why}")
        return "\n".join(lines)

    def to_csv(self) -> str:
        """
        Write the report as a table.

        Returns
        -------
        str
            CSV with the columns ``table``, ``what``, ``rows``, ``line`` and ``why``.
        """
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("table", "what", "rows", "line", "why"))
        for name, rows in self.before.items():
            writer.writerow((name, "before", rows, "", ""))
            for change in self.changes:
                if change.table == name:
                    writer.writerow((name, change.what, change.rows, change.line, change.why))
            writer.writerow((name, "after", self.after.get(name, 0), "", ""))
        return text.getvalue()


@dataclass
class Draft:
    """
    The tables of a feed as text and which of their rows stay.

    Parameters
    ----------
    feed
        The feed, read with every column.
    """

    feed: "CheckedFeed"
    text: dict[str, pl.DataFrame] = field(init=False)
    kept: "dict[str, NDArray[np.bool_]]" = field(init=False)
    changes: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = {name: checked.raw.text for name, checked in self.feed.tables.items()}
        source, log = self.feed.source, self.feed.log
        for name in SIDE_TABLES:
            if f"{name}.txt" in source.files and name not in TABLES:
                table = Table(name, (), need="informative")
                raw = read_table(source, table, log, every_column=True)
                if raw is not None:
                    self.text[name] = raw.text
        self.text = dict(sorted(self.text.items()))
        self.kept = {name: np.ones(len(text), np.bool_) for name, text in self.text.items()}

    def keep(self, table: str, wanted: "NDArray[np.bool_]", why: str, *, said: int = 0) -> None:
        """
        Leave out rows that are not wanted.

        Parameters
        ----------
        table
            The table; nothing happens if the feed has no such table.
        wanted
            Which of its rows stay.
        why
            Why others go.
        said
            How many of them are accounted for already.
        """
        if table not in self.text:
            return
        lost = int((self.kept[table] & ~wanted).sum()) - said
        self.kept[table] = self.kept[table] & wanted
        if lost > 0:
            self.changes.append(Change(table, "left out", lost, why))

    def replace(self, table: str, column: str, values: pl.Series, why: str) -> None:
        """
        Put other values in a column.

        Parameters
        ----------
        table, column
            The column; nothing happens if the feed has no such column.
        values
            The new values, of rows that were left out too.
        why
            Why they were changed.
        """
        if column not in self.text.get(table, pl.DataFrame()).columns:
            return
        old = self.text[table][column]
        changed = old.ne_missing(values).to_numpy() & self.kept[table]
        if changed.any():
            self.text[table] = self.text[table].with_columns(values.alias(column))
            self.changes.append(Change(table, "repaired", int(changed.sum()), f"{column} {why}"))

    def column(self, table: str, column: str) -> pl.Series:
        """
        Give a column, all null if the table has none of that name.

        Parameters
        ----------
        table, column
            The column; the feed must have the table.
        """
        text = self.text[table]
        if column in text.columns:
            return text[column]
        return pl.Series(column, [None], dtype=pl.String).new_from_index(0, len(text))

    def ids(self, table: str, column: str) -> pl.Series:
        """
        Give the values of a column in the rows that stay.

        Parameters
        ----------
        table, column
            The column; the feed must have the table.
        """
        return self.column(table, column).filter(pl.Series(self.kept[table]))

    def result(self, table: str) -> pl.DataFrame:
        """
        Give the rows of a table that stay.

        Parameters
        ----------
        table
            The table.
        """
        return self.text[table].filter(pl.Series(self.kept[table]))


def check_output(output: Path, feed: Path) -> None:
    """
    Refuse an output that cannot be written, or would change the feed it is made from.

    Parameters
    ----------
    output
        The zip to write.
    feed
        The feed.

    Raises
    ------
    UsageError
        If the output is no zip, is the feed itself, or lies in its folder.
    OutputError
        If it lies in no folder, or is one.
    """
    if output.suffix.lower() != ".zip":
        msg = f"{output}: a feed is written as a zip. Give a name that ends in .zip."
        raise UsageError(msg)
    if output.exists() and feed.exists() and output.samefile(feed):
        msg = f"{output} is the feed itself, which is never changed. Give another name."
        raise UsageError(msg)
    if feed.is_dir() and feed.resolve() in output.resolve().parents:
        msg = f"{output} lies in the feed's folder, which is never changed. Give another folder."
        raise UsageError(msg)
    if output.is_dir():
        msg = f"{output} cannot be written: it is a folder. Give another name."
        raise OutputError(msg)
    if not output.parent.is_dir():
        msg = f"{output} cannot be written: {output.parent} is no folder. Create it first."
        raise OutputError(msg)


def report_path(output: Path) -> Path:
    """
    Name the report that belongs to a feed.

    Parameters
    ----------
    output
        The zip.

    Returns
    -------
    Path
        Beside it, such as ``town.report.csv``.
    """
    return output.with_name(f"{output.stem}.report.csv")


def write_feed(draft: Draft, output: Path) -> dict[str, int]:
    """
    Write the rows that stay.

    The bytes depend on nothing but the content: tables are in alphabetical order, every file has
    the same date. Files that are no tables of GTFS are copied as they are.

    Parameters
    ----------
    draft
        The feed.
    output
        The zip.

    Returns
    -------
    dict of str to int
        Rows of each table.
    """
    rows = {}
    source = draft.feed.source
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in draft.text:
            table = draft.result(name)
            if len(table) or (name in TABLES and TABLES[name].need == "always"):
                rows[name] = len(table)
                content = table.write_csv(line_terminator="\n", quote_style="necessary")
                archive.writestr(_member(f"{name}.txt"), content)
        for file in source.files:
            if file.removesuffix(".txt") not in draft.text and not file.startswith("."):
                archive.writestr(_member(file), source.read(file))
    return rows


def _member(file: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(file, OLD)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info
