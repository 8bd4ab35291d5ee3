"""Tables and layers as people have them: CSV, Parquet, spreadsheets, and whatever GDAL reads."""

import csv
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from accessibility.errors import InputError, UsageError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LAYER_MARK", "TEXT", "file_of", "layer_names", "read_table", "refuse_inputs"]

TEXT = (".csv", ".tsv", ".txt")
PARQUET = (".parquet", ".geoparquet", ".pq")
LAYERS = (".gpkg", ".geojson", ".json", ".shp", ".fgb", ".gml", ".kml", ".sqlite")

WORKBOOKS = (".xlsx", ".xlsm", ".ods")
OLD_WORKBOOKS = (".xls", ".xlsb")

WHOLE_NUMBER = r"^(0|-?[1-9]\d{0,17})$"
_LEADING_ZEROS = re.compile(r"0{2,}")
_NUMBER_OF_GDAL = re.compile(r"-?\d+\.\d{16}")
"""How GDAL writes a number of an ODS sheet that it keeps as text."""

LAYER_MARK = "|layername="
"""Names one layer of a file with several, as QGIS writes it: ``town.gpkg|layername=shops``."""


def read_table(source: str | Path, *, columns: Sequence[str] | None = None) -> "pd.DataFrame":
    """
    Read a table or layer, its kind told by its extension.

    A column of a text file or a sheet in which every value is a plain whole number holds numbers;
    every other column stays text, so that no identifier loses its zeros. Blank rows are passed
    over.

    Parameters
    ----------
    source
        CSV with a header (UTF-8; comma, semicolon or tab), Parquet, GeoParquet, a sheet of Excel or
        ODS whose first row names the columns, or a layer that GDAL reads (GeoPackage, GeoJSON,
        Shapefile, …). One layer or sheet of several is named as in QGIS:
        ``town.gpkg|layername=shops``, ``book.xlsx|layername=Sheet2``.
    columns
        Names of the columns of a text file that has no header; default its first line.

    Returns
    -------
    DataFrame
        The table; a GeoDataFrame if it has geometries.

    Raises
    ------
    InputError
        If the file is missing, of an unknown kind or cannot be read.
    """
    path, layer = file_of(source)
    if not path.exists():
        msg = f"{path}: there is no such file. Check the name and the folder you are in."
        raise InputError(msg)
    extension = path.suffix.lower()
    if extension in LAYERS:
        return _read_layer(path, layer)
    if extension in WORKBOOKS:
        return _read_workbook(path, layer)
    if extension in OLD_WORKBOOKS:
        problem = "is a workbook of a kind that is not read"
        raise InputError.at(path, problem, "Open it in a spreadsheet and save it as .xlsx or .csv.")
    if path.is_dir() or extension not in TEXT + PARQUET:
        kinds = TEXT[:2] + PARQUET[:1] + WORKBOOKS + LAYERS
        msg = f"{path}: files of this kind are not read. Save it as one of {', '.join(kinds)}."
        raise InputError(msg)
    try:
        return _read_text(path, columns) if extension in TEXT else _read_parquet(path)
    except (OSError, UnicodeDecodeError, pa.ArrowException) as error:
        raise _unreadable(path, error) from error


def file_of(source: str | Path) -> tuple[Path, str | None]:
    """
    Tell the file from the layer of it that is named.

    Parameters
    ----------
    source
        As for `read_table`.

    Returns
    -------
    file : Path
        The file.
    layer : str or None
        The layer; None if none is named.
    """
    name, _, layer = str(source).partition(LAYER_MARK)
    return Path(name), layer or None


def refuse_inputs(outputs: Iterable[Path], inputs: Iterable[str | Path]) -> None:
    """
    Refuse to write over what is read.

    Parameters
    ----------
    outputs
        Files that will be written.
    inputs
        Tables and layers that are read for them.

    Raises
    ------
    UsageError
        If one of them is the other.
    """
    read = [file for file, _ in map(file_of, inputs)]
    for output in outputs:
        if any(_is_same(output, file) for file in read):
            msg = f"{output} is an input and would be overwritten. Give the output another name."
            raise UsageError(msg)


def _is_same(output: Path, file: Path) -> bool:
    try:
        return output.samefile(file)
    except OSError:  # one of them is not there, or lies where nobody may look
        return False


def layer_names(source: str | Path) -> list[str]:
    """
    List the layers of a file, or the sheets of a workbook that hold anything.

    Parameters
    ----------
    source
        As for `read_table`.

    Returns
    -------
    list of str
        None for a table, for a source that names its layer, and for what is no such file.
    """
    path = Path(source)
    if LAYER_MARK in str(source) or not path.exists():
        return []
    if path.suffix.lower() in WORKBOOKS:
        return _filled(_sheets(path))
    if path.suffix.lower() not in LAYERS:
        return []
    import pyogrio  # noqa: PLC0415

    try:
        return [str(name) for name, _ in pyogrio.list_layers(path)]
    except pyogrio.errors.DataSourceError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> InputError:
    if isinstance(error, PermissionError):
        return InputError(f"{path}: you may not read this file. Ask for the right to.")
    said = " ".join(str(error).split()).rstrip(".")
    return InputError(
        f"{path} cannot be read: {said}. Check that the file is whole, or save it anew."
    )


def _read_text(path: Path, columns: Sequence[str] | None) -> "pd.DataFrame":
    from pyarrow import csv as arrow_csv  # noqa: PLC0415 - one reader per kind of file

    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
    except UnicodeDecodeError as error:
        remedy = 'Save it as UTF-8 (in a spreadsheet: "CSV UTF-8").'
        raise InputError.at(path, f"is not UTF-8 text ({error.reason})", remedy) from error
    if not first.strip():
        raise InputError.at(path, "has no header", "Its first line must name the columns.", line=1)
    delimiter = max(",;\t", key=first.count)
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = list(columns or next(csv.reader(file, delimiter=delimiter)))
    _refuse_twins(path, names)
    table = arrow_csv.read_csv(
        path,
        read_options=arrow_csv.ReadOptions(
            use_threads=False,  # numbers the row of a fault
            column_names=None if columns is None else names,
        ),
        parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
    )
    return _with_whole_numbers(table)


def _refuse_twins(path: Path, names: list[str]) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        problem = "heads two columns"
        raise InputError.at(path, problem, "Rename one of them.", line=1, value=twice)


def _with_whole_numbers(table: pa.Table) -> "pd.DataFrame":
    for i, name in enumerate(table.column_names):
        if pc.all(pc.match_substring_regex(table.column(i), WHOLE_NUMBER)).as_py():
            table = table.set_column(i, name, table.column(i).cast(pa.int64()))
    return table.to_pandas()


def _read_workbook(path: Path, sheet: str | None) -> "pd.DataFrame":
    sheets = _sheets(path)
    if sheet is not None and sheet not in sheets:
        problem = f"is no sheet here; there is {', '.join(sheets)}"
        raise InputError.at(path, problem, "Name one of these.", value=sheet)
    filled = _filled(sheets) if sheet is None else [sheet]
    if len(filled) > 1:
        problem = f"holds several sheets: {', '.join(filled)}"
        raise InputError.at(path, problem, f'Name one: "{path}{LAYER_MARK}{filled[0]}".')
    rows = [row for name in filled for row in sheets[name]]
    if not rows:
        problem = f'the sheet "{sheet}" is empty' if sheet else "all its sheets are empty"
        raise InputError.at(path, problem, "The first row must name the columns.")
    columns = [column for column in zip_longest(*rows, fillvalue="") if any(column)]
    names = [column[0].strip() for column in columns]
    if not all(names):
        value = next(text for text in columns[names.index("")] if text)
        problem = "stands in a column without a name"
        remedy = "The first row of a sheet must name its columns."
        raise InputError.at(path, problem, remedy, value=value)
    _refuse_twins(path, names)
    texts = [pa.array(column[1:], pa.string()) for column in columns]
    return _with_whole_numbers(pa.table(texts, names=names))


_Sheets = dict[str, list[tuple[str, ...]]]
"""Rows of text by the name of the sheet, without blank rows."""


def _filled(sheets: _Sheets) -> list[str]:
    return [name for name, rows in sheets.items() if rows]


def _sheets(path: Path) -> _Sheets:
    read = _ods_rows if path.suffix.lower() == ".ods" else _excel_rows
    return {name: [row for row in rows if any(row)] for name, rows in read(path)}


def _excel_rows(path: Path) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    import openpyxl  # type: ignore[import-untyped]  # noqa: PLC0415
    from openpyxl.utils.exceptions import (  # type: ignore[import-untyped]  # noqa: PLC0415
        InvalidFileException,
    )

    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it says of styles concerns no value
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a file says of them may be wrong
                yield sheet.title, [tuple(map(_text_of, row)) for row in sheet.iter_rows()]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, InvalidFileException) as error:
        raise _unreadable(path, error) from error


def _text_of(cell: Any) -> str:
    """Write a cell as a CSV file would hold it: no decimals for whole numbers, shown zeros kept."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and _LEADING_ZEROS.fullmatch(cell.number_format or ""):
        return str(value).zfill(len(cell.number_format))
    return value.isoformat() if hasattr(value, "isoformat") else str(value).strip()


def _ods_rows(path: Path) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    import pyogrio  # noqa: PLC0415

    try:
        for name in [str(name) for name, _ in pyogrio.list_layers(path)]:
            table = pyogrio.read_dataframe(
                path, layer=name, read_geometry=False, HEADERS="DISABLE", FIELD_TYPES="STRING"
            )
            texts = [
                [_number_shown(str(value).strip()) for value in table[column].fillna("")]
                for column in table.columns
            ]
            yield name, list(zip(*texts, strict=True))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise _unreadable(path, error) from error


def _number_shown(text: str) -> str:
    if not _NUMBER_OF_GDAL.fullmatch(text):
        return text
    number = float(text)
    return str(int(number)) if number.is_integer() else str(number)


def _read_parquet(path: Path) -> "pd.DataFrame":
    from pyarrow import parquet  # noqa: PLC0415

    schema = parquet.read_schema(path)
    if b"geo" not in (schema.metadata or {}):
        return parquet.read_table(path).to_pandas()
    import geopandas  # noqa: PLC0415

    try:
        return geopandas.read_parquet(path)
    except ValueError as error:
        raise _unreadable(path, error) from error


def _read_layer(path: Path, layer: str | None) -> "pd.DataFrame":
    import pyogrio  # noqa: PLC0415

    try:
        names = [name for name, _ in pyogrio.list_layers(path)]
        if layer is None and len(names) > 1:
            problem = f"holds several layers: {', '.join(names)}"
            remedy = f'Name one: "{path}{LAYER_MARK}{names[0]}".'
            raise InputError.at(path, problem, remedy)
        if layer is not None and layer not in names:
            problem = f"is no layer here; there is {', '.join(names)}"
            raise InputError.at(path, problem, "Name one of these.", value=layer)
        return pyogrio.read_dataframe(path, layer=layer)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise _unreadable(path, error) from error
