"""Answers by origin on disk: the table, what was missing, the summary by person."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from accessibility.files import atomic, write_json
from accessibility.results.beside import beside, write_beside
from accessibility.results.writers import METADATA_KEY

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["ORIGIN_EXTENSIONS", "write_origins"]

ORIGIN_EXTENSIONS = (".parquet", ".csv")


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
        written.append(path.with_name(f"{path.stem}.provenance.json"))
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
