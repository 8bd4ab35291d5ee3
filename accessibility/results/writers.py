"""Matrices on disk: Parquet or CSV, row by row group, the same bytes for the same answers."""

import errno
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyarrow import compute

from accessibility.errors import OutputError, UsageError
from accessibility.files import output_errors
from accessibility.results.matches import matches_paths
from accessibility.results.unsnapped import points_path
from accessibility.tables import refuse_inputs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.results.matrix import MatrixLayout

__all__ = ["ROWS_PER_GROUP", "check_output", "write_matrix"]

ROWS_PER_GROUP = 500_000
METADATA_KEY = b"accessibility"
EXTENSIONS = (".parquet", ".csv")


def check_output(path: Path, inputs: Iterable[str | Path] = ()) -> None:
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
        If its extension is neither ``.parquet`` nor ``.csv``, or it would replace an input.
    OutputError
        If it is a folder, or its folder does not exist or may not be written.
    """
    if path.suffix.lower() not in EXTENSIONS:
        msg = f"{path}: a matrix is written as .parquet or .csv. Name the output accordingly."
        raise UsageError(msg)
    refuse_inputs((path, points_path(path), *matches_paths(path)), inputs)
    if path.is_dir():
        msg = f"{path} is a folder. Give the output the name of a file."
        raise OutputError(msg)
    folder = path.absolute().parent
    with output_errors(path):
        if not folder.is_dir():
            raise FileNotFoundError(errno.ENOENT, "no folder")
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "not writable")


def write_matrix(
    path: Path,
    layout: "MatrixLayout",
    blocks: "Iterable[NDArray[np.int32]]",
    provenance: dict[str, Any],
    *,
    kind: str,
) -> int:
    """
    Write a matrix from its blocks without holding more than a row group and a block.

    Parameters
    ----------
    path
        Where to write.
    layout
        Rows and columns of the matrix.
    blocks
        Seconds of consecutive cells, from the first to the last, as `MatrixLayout.table` takes
        them; how they are cut leaves no trace.
    provenance
        What the matrix was made from, kept in the metadata of a Parquet file.
    kind
        Extension of the finished file: ``.parquet`` or ``.csv``.

    Returns
    -------
    int
        Rows that have a travel time, of several percentiles the lowest.
    """
    reached = 0

    def counted() -> Iterator[pa.Table]:
        nonlocal reached
        for table in _tables(layout, blocks):
            times = table.column(layout.columns[0])
            reached += table.num_rows - compute.sum(compute.is_nan(times)).as_py()
            yield table

    tables = counted()
    if kind.lower() == ".csv":
        _write_csv(path, layout.schema, tables)
    else:
        _write_parquet(path, layout.schema, tables, provenance)
    return reached


def _tables(layout: "MatrixLayout", blocks: "Iterable[NDArray[np.int32]]") -> Iterator[pa.Table]:
    """Cut the stream of blocks anew into tables of one row group each."""
    size = max(1, ROWS_PER_GROUP // layout.rows_per_cell)
    held: list[NDArray[np.int32]] = []
    count = first = 0
    for block in blocks:
        held.append(block)
        count += block.shape[-1]
        while count >= size:
            joined = np.concatenate(held, axis=-1)
            yield layout.table(first, joined[..., :size])
            held = [joined[..., size:]]
            count -= size
            first += size
    if count:
        yield layout.table(first, np.concatenate(held, axis=-1))


def _write_parquet(
    path: Path, schema: pa.Schema, tables: Iterable[pa.Table], provenance: dict[str, Any]
) -> None:
    from pyarrow import parquet  # noqa: PLC0415 - only one of the two writers is needed

    text = json.dumps(provenance, sort_keys=True, ensure_ascii=False)
    schema = schema.with_metadata({METADATA_KEY: text.encode()})
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for table in tables:
            writer.write_table(table.cast(schema), row_group_size=ROWS_PER_GROUP)


def _write_csv(path: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> None:
    from pyarrow import csv  # noqa: PLC0415

    with csv.CSVWriter(path, schema) as writer:
        for table in tables:
            for i, field in enumerate(schema):
                if pa.types.is_floating(field.type):
                    column = table.column(i)
                    empty = compute.if_else(compute.is_nan(column), None, column)
                    table = table.set_column(i, field, empty)  # noqa: PLW2901
            writer.write_table(table)
