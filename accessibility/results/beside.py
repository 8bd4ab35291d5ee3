"""What lies beside an output: lists of what has no answers, and what it was made from."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from accessibility.files import atomic, output_errors, write_json

__all__ = ["beside", "write_beside", "write_provenance"]


def beside(output: Path, what: str) -> Path:
    """
    Name a list that belongs to an output.

    Parameters
    ----------
    output
        The output, such as ``m.parquet``.
    what
        What is listed, such as ``points``.

    Returns
    -------
    Path
        ``m.points.csv`` beside it.
    """
    return output.with_name(f"{output.stem}.{what}.csv")


def write_beside(path: Path, rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> None:
    """
    Write a list; without any row, remove that of an earlier run.

    Parameters
    ----------
    path
        What `beside` named.
    rows
        The rows.
    columns
        What each of them holds.

    Raises
    ------
    OutputError
        If the list cannot be written.
    """
    if not rows:
        with output_errors(path):
            path.unlink(missing_ok=True)
        return
    with atomic(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_provenance(output: Path, provenance: dict[str, Any] | None) -> None:
    """
    Say beside an output what it was made from.

    Parameters
    ----------
    output
        The output, such as ``areas.gpkg``.
    provenance
        Goes to ``areas.gpkg.provenance.json``; None removes that of an earlier run.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    path = output.with_name(f"{output.name}.provenance.json")
    if provenance is not None:
        write_json(path, provenance)
        return
    with output_errors(path):
        path.unlink(missing_ok=True)
