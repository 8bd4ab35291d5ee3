"""The files of origin-destination tables, read in parts."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from accessibility.errors import InputError

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["column_names", "parts_of_table"]

ROWS_AT_ONCE = 1_000_000


def column_names(source: "DataFrame | str | Path", label: str) -> list[str]:
    """
    Name the columns of a table.

    Parameters
    ----------
    source
        A DataFrame, or a ``.parquet`` or ``.csv`` file.
    label
        What to call it in errors.

    Returns
    -------
    list of str
        Their names, in order.

    Raises
    ------
    InputError
        If the file is missing, of another kind or cannot be read.
    """
    if not isinstance(source, str | Path):
        return [str(name) for name in source.columns]
    path = Path(source)
    if not path.is_file():
        msg = f"{path}: there is no such file. Check the name and the folder you are in."
        raise InputError(msg)
    try:
        if path.suffix.lower() == ".parquet":
            from pyarrow import parquet  # noqa: PLC0415 - one reader per kind of file

            return [str(name) for name in parquet.read_schema(path).names]
        if path.suffix.lower() == ".csv":
            names, _ = _header(path)
            if not names:
                remedy = "Its first line must name the columns."
                raise InputError.at(path, "has no header", remedy, line=1)
            return names
    except (OSError, UnicodeDecodeError, pa.ArrowException) as error:
        said = " ".join(str(error).split()).rstrip(".")
        msg = f"{label} cannot be read: {said}. Check that the file is whole."
        raise InputError(msg) from error
    msg = f"{path}: a matrix is read from .parquet or .csv. Save it as one of these."
    raise InputError(msg)


def _header(path: Path) -> tuple[list[str], str]:
    import csv  # noqa: PLC0415

    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        delimiter = max(",;\t", key=first.count)
        return next(csv.reader([first], delimiter=delimiter), []), delimiter


def parts_of_table(
    source: "DataFrame | str | Path", columns: list[str]
) -> Iterator[pa.RecordBatch]:
    """
    Read a table in parts, so that it may be larger than memory.

    Parameters
    ----------
    source
        A DataFrame, or a ``.parquet`` or ``.csv`` file.
    columns
        Those that are wanted.

    Yields
    ------
    RecordBatch
        Rows, in order; of a text file all columns are text, and nothing is empty but "".
    """
    if not isinstance(source, str | Path):
        for start in range(0, len(source), ROWS_AT_ONCE):
            part = source[columns].iloc[start : start + ROWS_AT_ONCE]
            yield from pa.Table.from_pandas(part, preserve_index=False).to_batches()
        return
    path = Path(source)
    if path.suffix.lower() == ".parquet":
        from pyarrow import parquet  # noqa: PLC0415

        with parquet.ParquetFile(path) as file:
            yield from file.iter_batches(ROWS_AT_ONCE, columns=columns)
        return
    from pyarrow import csv  # noqa: PLC0415

    _, delimiter = _header(path)
    text = dict.fromkeys(columns, pa.string())
    with csv.open_csv(
        path,
        read_options=csv.ReadOptions(block_size=32 << 20),
        parse_options=csv.ParseOptions(delimiter=delimiter),
        convert_options=csv.ConvertOptions(
            column_types=text, include_columns=columns, strings_can_be_null=False
        ),
    ) as reader:
        yield from reader
