"""Tables of travel times, and what QGIS has to be told to read their numbers as numbers."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

__all__ = ["TABLE_EXTENSIONS", "describe_columns"]

TABLE_EXTENSIONS = ("csv", "parquet")
TEXTS = ("when", "direction")
COUNTS = ("n_reached", "rides")


def describe_columns(file: str, **ids: Any) -> None:
    """
    Write beside a table of comma-separated values which of its columns are numbers.

    The library with which QGIS reads such a table takes every column for text unless a file of the
    same name with the extension ``csvt`` says otherwise.

    Parameters
    ----------
    file
        The table.
    **ids
        An identifier of each column that holds some.
    """
    path = Path(file)
    with path.open(encoding="utf-8", newline="") as opened:
        names = next(csv.reader(opened))
    kinds = ",".join(f'"{_kind(name, ids)}"' for name in names)
    path.with_suffix(".csvt").write_text(kinds + "\n", encoding="utf-8")


def _kind(name: str, ids: dict[str, Any]) -> str:
    if name in ids:
        return "Integer64" if isinstance(ids[name], int) else "String"
    if name in TEXTS:
        return "String"
    return "Integer64" if name.startswith(COUNTS) else "Real"
