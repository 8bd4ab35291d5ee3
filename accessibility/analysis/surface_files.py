"""Surfaces of travel times on disk: rasters, or the points of their cells."""

from pathlib import Path
from typing import TYPE_CHECKING

from accessibility.errors import UsageError
from accessibility.results.layers import (
    LAYER_EXTENSIONS,
    check_layer_output,
    write_layers,
    write_raster,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accessibility.analysis.surface import Surface

__all__ = ["RASTER_EXTENSIONS", "SURFACE_EXTENSIONS", "write_surfaces"]

RASTER_EXTENSIONS = (".tif", ".tiff")
SURFACE_EXTENSIONS = (*RASTER_EXTENSIONS, *LAYER_EXTENSIONS)


def write_surfaces(surfaces: "Sequence[Surface]", path: str | Path) -> Path:
    """
    Write surfaces to a file.

    Parameters
    ----------
    surfaces
        Of one grid, as `travel_time_surfaces` gives them; at least one.
    path
        ``.tif`` for a Cloud-Optimised GeoTIFF with a band for each surface, in minutes; otherwise a
        layer of points, one for each cell that is reached: ``.gpkg``, ``.geojson``, ``.parquet`` or
        ``.fgb``.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UsageError
        If there is no surface, or the extension is none of these.
    OutputError
        If the file cannot be written.
    """
    path = Path(path)
    if not surfaces:
        raise UsageError("There is no surface to write.")
    check_layer_output(path, extensions=SURFACE_EXTENSIONS)
    grid = surfaces[0].grid
    if path.suffix.lower() in RASTER_EXTENSIONS:
        bands = {_name(surface): surface.minutes() for surface in surfaces}
        write_raster(path, bands, crs=grid.crs, west=grid.west, north=grid.north, size=grid.size)
        return path
    import pandas as pd  # noqa: PLC0415 - slow to import, and rasters do without

    points = [surface.points().assign(when=str(surface.when or "")) for surface in surfaces]
    write_layers(path, {"surface": pd.concat(points, ignore_index=True)})
    return path


def _name(surface: "Surface") -> str:
    """What a band is called: unique, because moments and identifiers are."""
    moment = f", {surface.when.direction} {surface.when}" if surface.when else ""
    return f"minutes, {surface.id}{moment}"
