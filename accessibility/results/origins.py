"""Answers by origin on disk: the table, what was missing, the summary by person."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from accessibility.files import atomic, write_json
from accessibility.results.beside import beside, write_beside
from accessibility.results.layers import check_layer_output
from accessibility.results.writers import METADATA_KEY
from accessibility.tables import refuse_inputs

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["check_origins_output", "provenance_path", "write_origins"]

EXTENSIONS = (".parquet", ".csv")


def check_origins_output(path: Path, inputs: Iterable[str | Path]) -> None:
    """
    Refuse an output that cannot be, before any work is done.

    Parameters
    ----------
    path
        The output that was asked for.
    inputs
        Files that are read for it and must stay.

    Raises
    ------
    UsageError
        If its extension is neither ``.parquet`` nor ``.csv``, or it or a list beside it would
        replace an input.
    OutputError
        If it is a folder, or its folder does not exist or may not be written.
    """
    read = list(inputs)
    check_layer_output(path, read, EXTENSIONS)
    refuse_inputs([beside(path, "missing"), beside(path, "summary"), provenance_path(path)], read)


def write_origins(
    path: Path, table: "DataFrame", provenance: dict[str, Any], summary: "DataFrame | None"
) -> list[Path]:
    """
    Write a table by origin and what belongs to it.

    Parameters
    ----------
    path
        A ``.parquet`` or ``.csv`` file.
    table
        A row for each origin; its ``attrs["missing"]`` lists identifiers that had no counterpart,
        which go to ``<stem>.missing.csv``.
    provenance
        What it was made from: metadata of a Parquet file, else ``<stem>.provenance.json``.
    summary
        The same by person, for ``<stem>.summary.csv``; None if it was not asked.

    Returns
    -------
    list of Path
        The files that were written, `path` first.
    """
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    text = json.dumps(provenance, sort_keys=True, ensure_ascii=False)
    arrow = arrow.replace_schema_metadata({METADATA_KEY: text.encode()})
    kind = path.suffix.lower()
    with atomic(path) as temporary:
        if kind == ".csv":
            table.to_csv(temporary, index=False, lineterminator="\n")
        else:
            from pyarrow import parquet  # noqa: PLC0415 - only one of the two writers is needed

            parquet.write_table(arrow, temporary, compression="zstd")
    written = [path]
    if kind == ".csv":
        written.append(provenance_path(path))
        write_json(written[-1], provenance)
    rows = [
        {"what": what, "id": identifier}
        for what, listed in table.attrs["missing"].items()
        for identifier in listed
    ]
    write_beside(beside(path, "missing"), rows, ("what", "id"))
    by_person = []
    if summary is not None:  # what is no number is left empty
        by_person = summary.astype(object).where(summary.notna(), None).to_dict("records")
    columns = () if summary is None else tuple(summary.columns)
    write_beside(beside(path, "summary"), by_person, columns)
    written += [beside(path, "missing")] * bool(rows) + [beside(path, "summary")] * bool(by_person)
    return written


def provenance_path(path: Path) -> Path:
    """
    Name the file that says what an output was made from.

    Parameters
    ----------
    path
        The output, such as ``m.csv``.

    Returns
    -------
    Path
        ``m.provenance.json`` beside it.
    """
    return path.with_name(f"{path.stem}.provenance.json")
