"""Tables and layers as people have them: CSV, Parquet, and whatever GDAL reads."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from accessibility.errors import InputError, UsageError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LAYER_MARK", "file_of", "layer_names", "read_table", "refuse_inputs"]

TEXT = (".csv", ".tsv", ".txt")
PARQUET = (".parquet", ".geoparquet", ".pq")
LAYERS = (".gpkg", ".geojson", ".json", ".shp", ".fgb", ".gml", ".kml", ".sqlite")

WHOLE_NUMBER = r"^(0|-?[1-9]\d{0,17})$"

LAYER_MARK = "|layername="
"""Names one layer of a file with several, as QGIS writes it: ``town.gpkg|layername=shops``."""


def read_table(source: str | Path) -> "pd.DataFrame":
    """
    Read a table or layer, its kind told by its extension.

    A column of a text file in which every value is a plain whole number holds numbers; every other
    column stays text, so that no identifier loses its zeros.

    Parameters
    ----------
    source
        CSV with a header (UTF-8; comma, semicolon or tab), Parquet, GeoParquet, or a layer that
        GDAL reads (GeoPackage, GeoJSON, Shapefile, …). One layer of several is named as in QGIS:
        ``town.gpkg|layername=shops``.

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
    if path.is_dir() or extension not in TEXT + PARQUET:
        msg = (
            f"{path}: files of this kind are not read. "
            f"Save it as one of {', '.join(TEXT[:2] + PARQUET[:1] + LAYERS)}."
        )
        raise InputError(msg)
    try:
        return _read_text(path) if extension in TEXT else _read_parquet(path)
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
    List the layers of a file.

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
    if LAYER_MARK in str(source) or path.suffix.lower() not in LAYERS or not path.exists():
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


def _read_text(path: Path) -> "pd.DataFrame":
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
        names = next(csv.reader(file, delimiter=delimiter))
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        problem = "heads two columns"
        raise InputError.at(path, problem, "Rename one of them.", line=1, value=twice)
    table = arrow_csv.read_csv(
        path,
        read_options=arrow_csv.ReadOptions(use_threads=False),  # numbers the row of a fault
        parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
    )
    for i, name in enumerate(names):
        if pc.all(pc.match_substring_regex(table.column(i), WHOLE_NUMBER)).as_py():
            table = table.set_column(i, name, table.column(i).cast(pa.int64()))
    return table.to_pandas()


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
