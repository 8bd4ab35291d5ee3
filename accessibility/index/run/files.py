"""The folder of an index run: its files, each whole or not there, and the hash of its tables."""

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.errors import OutputError
from accessibility.files import atomic, output_errors
from accessibility.index.run.stages import FOLDER
from accessibility.results.index import AREAS, INDICATORS, LAYERS, PROVENANCE, WEIGHTS
from accessibility.results.layers import write_layers

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

__all__ = ["RunTables", "open_folder", "table_hash", "write_files"]

CSV, ODS = "areas.csv", "areas.ods"


@dataclass(frozen=True, eq=False)
class RunTables:
    """
    What a run writes.

    Parameters
    ----------
    areas
        A row for each area, with its outline if it is known.
    indicators
        A row for each indicator and way.
    weights
        A row for each weight.
    services
        A row for each service, with its place; None without a network.
    origins
        A row for each origin; None if they are not written.
    """

    areas: "DataFrame"
    indicators: "DataFrame"
    weights: "DataFrame"
    services: "GeoDataFrame | None" = None
    origins: "GeoDataFrame | None" = None


def open_folder(path: str | Path) -> Path:
    """
    Make the folder of a run, or take that of an earlier one.

    Parameters
    ----------
    path
        The folder.

    Returns
    -------
    Path
        The folder, with one for stages in it.

    Raises
    ------
    OutputError
        If it is a file, holds something else, or cannot be made.
    """
    folder = Path(path)
    if folder.is_file():
        raise OutputError(f"{folder} is a file. Give the output the name of a folder.")
    with output_errors(folder):
        others = list(folder.iterdir()) if folder.is_dir() else []
        if others and not any((folder / name).exists() for name in (PROVENANCE, FOLDER)):
            msg = f"{folder} holds something else ({others[0].name}). Give a new folder."
            raise OutputError(msg)
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    return folder


def write_files(folder: Path, tables: RunTables) -> None:
    """
    Write the files of a run but its provenance; that of an earlier run is removed first.

    Parameters
    ----------
    folder
        The folder.
    tables
        What is written.

    Raises
    ------
    OutputError
        If the disk is full or a file may not be written.
    """
    import pyogrio  # noqa: PLC0415 - slow to import
    from geopandas import GeoDataFrame  # noqa: PLC0415
    from pandas import DataFrame  # noqa: PLC0415

    with output_errors(folder):
        (folder / PROVENANCE).unlink(missing_ok=True)
    areas: Any = tables.areas
    outlined = isinstance(areas, GeoDataFrame)
    plain = DataFrame(areas.drop(columns=areas.geometry.name) if outlined else areas)
    for name, table in ((CSV, plain), (INDICATORS, tables.indicators), (WEIGHTS, tables.weights)):
        with atomic(folder / name) as temporary:
            table.to_csv(temporary, index=False, lineterminator="\n")
    with atomic(folder / ODS) as temporary:
        # GDAL tells formats by extension, and fails if ".ods" stands in a path twice.
        target = temporary.with_name("areas-tmp.ods")
        try:
            pyogrio.write_dataframe(_for_sheet(plain), target, layer="areas", driver="ODS")
            target.replace(temporary)
        finally:
            target.unlink(missing_ok=True)
    with atomic(folder / AREAS) as temporary:
        areas.to_parquet(temporary)
    layers = {"areas": areas if outlined else None, "services": tables.services}
    layers["origins"] = tables.origins
    known = {name: layer for name, layer in layers.items() if layer is not None}
    if known:
        write_layers(folder / LAYERS, known)
    else:
        with output_errors(folder):
            (folder / LAYERS).unlink(missing_ok=True)


def _for_sheet(table: "DataFrame") -> "DataFrame":
    """Sheets know no truth values."""
    return table.astype(dict.fromkeys(table.select_dtypes("bool").columns, "int32"))


def table_hash(table: "DataFrame") -> str:
    """
    Hash the content of a table.

    Parameters
    ----------
    table
        The table.

    Returns
    -------
    str
        SHA-256, equal for equal names, types, values and outlines in equal order.
    """
    import shapely  # noqa: PLC0415 - slow to import

    digest = hashlib.sha256()
    for name in table.columns:
        column = table[name]
        digest.update(f"{name}\0".encode())
        if name == getattr(table, "_geometry_column_name", None):
            for shape in shapely.to_wkb(np.asarray(column)):
                digest.update(b"" if shape is None else shape)
        elif column.dtype.kind == "f":
            values = column.to_numpy(dtype="<f8", copy=True)
            values[np.isnan(values)] = math.nan  # one of many ways to write it
            digest.update(values.tobytes())
        else:
            digest.update(repr(column.tolist()).encode())
    return digest.hexdigest()
