"""Layers on disk: GeoPackage, GeoJSON, GeoParquet, FlatGeobuf; surfaces as GeoTIFF."""

import errno
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.errors import OutputError, UsageError
from accessibility.files import atomic, output_errors
from accessibility.results.matches import matches_paths
from accessibility.results.unsnapped import points_path
from accessibility.tables import refuse_inputs

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

__all__ = [
    "LAYER_EXTENSIONS",
    "LEG_EXTENSIONS",
    "ORIGINS",
    "SNAPPED",
    "check_layer_output",
    "write_layers",
    "write_raster",
]

LAYER_EXTENSIONS = (".gpkg", ".geojson", ".parquet", ".fgb")
LEG_EXTENSIONS = (*LAYER_EXTENSIONS, ".csv")
DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".fgb": "FlatGeobuf"}
FURTHER: dict[str, dict[str, object]] = {
    ".gpkg": {"dataset_options": {"VERSION": "1.2"}},  # QGIS 3.22 warns of those that came later
    ".geojson": {"layer_options": {"COORDINATE_PRECISION": 7}},
    ".fgb": {},
}
"""How each kind is written."""
WITHOUT_PLACES: dict[str, object] = {"layer_options": {"SPATIAL_INDEX": "NO"}}
"""How a FlatGeobuf is written of which some rows have no place: its index knows no such rows."""
ORIGINS, SNAPPED = "origins", "snapped"
"""Names of the layers beside isochrones: the points as given, and the places that they join."""
WRITING = {
    # What a GeoPackage says of its last change, so that equal content is equal bytes.
    "OGR_CURRENT_DATE": "2000-01-01T00:00:00Z",
    # A file gets its name once it is whole: until then nobody needs it safe on the disk.
    "OGR_SQLITE_SYNCHRONOUS": "OFF",
}
"""Settings of GDAL while layers are written."""


def check_layer_output(
    path: Path,
    inputs: Iterable[str | Path] = (),
    extensions: tuple[str, ...] = LAYER_EXTENSIONS,
) -> None:
    """
    Refuse an output that cannot be, before any work is done.

    Parameters
    ----------
    path
        The output that was asked for.
    inputs
        Files that are read for it and must stay.
    extensions
        Those that can be written.

    Raises
    ------
    UsageError
        If its extension is none of these, or it would replace an input.
    OutputError
        If it is a folder, or its folder does not exist or may not be written.
    """
    if path.suffix.lower() not in extensions:
        listed = ", ".join(extensions)
        raise UsageError(f"{path}: this can be written as {listed}. Name the output accordingly.")
    refuse_inputs((path, points_path(path), *matches_paths(path)), inputs)
    if path.is_dir():
        raise OutputError(f"{path} is a folder. Give the output the name of a file.")
    with output_errors(path):
        if not path.absolute().parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, "no folder")
        if not os.access(path.absolute().parent, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "not writable")


def write_layers(path: Path, layers: "Mapping[str, GeoDataFrame]") -> None:
    """
    Write layers to a file: a GeoPackage holds all of them, other kinds the first.

    Parameters
    ----------
    path
        The file; one that is there is replaced. ``.csv`` has the geometry as WKT.
    layers
        By name.
    """
    import pyogrio  # noqa: PLC0415 - slow to import

    kind = path.suffix.lower()
    name, first = next(iter(layers.items()))
    # GDAL tells formats by extension, so the temporary file keeps it.
    with atomic(path) as temporary:
        if kind == ".parquet":
            first.to_parquet(temporary)
            return
        if kind == ".csv":  # lines as text
            first.to_wkt(rounding_precision=7).to_csv(temporary, index=False, lineterminator="\n")
            return
        target = temporary.with_name(f"{temporary.name}{kind}")
        pyogrio.set_gdal_config_options(WRITING)
        try:
            chosen = layers if kind == ".gpkg" else {name: first}
            for layer, table in chosen.items():
                further = FURTHER[kind]
                if kind == ".fgb" and table.geometry.isna().any():
                    further = WITHOUT_PLACES
                (_in_utc(table) if kind == ".gpkg" else table).to_file(
                    target, layer=layer, driver=DRIVERS[kind], engine="pyogrio", **further
                )
            target.replace(temporary)
        finally:
            pyogrio.set_gdal_config_options(dict.fromkeys(WRITING))
            target.unlink(missing_ok=True)


def _in_utc(table: "GeoDataFrame") -> "GeoDataFrame":
    """Tell times that have a zone in UTC, the only one that GeoPackage knows."""
    zoned = table.select_dtypes("datetimetz").columns
    return table.assign(**{name: table[name].dt.tz_convert("UTC") for name in zoned})


def write_raster(
    path: Path,
    bands: "Mapping[str, NDArray[np.float64]]",
    *,
    crs: Any,
    west: float,
    north: float,
    size: float,
) -> None:
    """
    Write rasters as a Cloud-Optimised GeoTIFF.

    Parameters
    ----------
    path
        The file, ``.tif``.
    bands
        By description, rows from north to south; NaN where there is no value.
    crs
        Coordinate reference system.
    west, north
        Outer corner of the grid.
    size
        Side of a cell.
    """
    import rasterio  # noqa: PLC0415 - slow to import
    from rasterio.shutil import copy  # noqa: PLC0415
    from rasterio.transform import from_origin  # noqa: PLC0415

    first = next(iter(bands.values()))
    with (
        atomic(path) as temporary,
        rasterio.MemoryFile() as memory,
    ):
        with memory.open(
            driver="GTiff",
            count=len(bands),
            height=first.shape[0],
            width=first.shape[1],
            dtype="float32",
            crs=rasterio.CRS.from_wkt(crs.to_wkt()),
            transform=from_origin(west, north, size, size),
            nodata=float("nan"),
        ) as raster:
            for number, (name, values) in enumerate(bands.items(), 1):
                raster.write(values.astype(np.float32), number)
                raster.set_band_description(number, name)
        with memory.open() as raster:
            copy(raster, temporary, driver="COG", compress="DEFLATE")
