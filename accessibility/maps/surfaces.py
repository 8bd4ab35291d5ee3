"""Surfaces of travel time: rasters, cut into bands whose edges are those of their cells."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import shapely

from accessibility.errors import InputError, UsageError
from accessibility.maps.bands import Band
from accessibility.maps.cutoffs import check_cutoffs

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from rasterio import Affine

__all__ = ["bands_of_surface", "surface_name"]

ROUND: Final = 5
"""Minutes in a round number of them."""


def bands_of_surface(
    path: Path, cutoffs: Sequence[float], band: str | None = None, *, ended: bool = False
) -> list[Band]:
    """
    Read a surface as bands.

    Parameters
    ----------
    path
        GeoTIFF of minutes; NaN, or the value that it names as none, where nobody gets.
    cutoffs
        Minutes at which one band ends and the next begins, ascending.
    band
        Number or description of the raster's band; needed if it has several.
    ended
        Whether the band of the longest times ends too, at a round number of minutes.

    Returns
    -------
    list of Band
        One for each cutoff, and one for longer times if there are any.

    Raises
    ------
    InputError
        If the file is no raster, does not say where it lies, or holds no time.
    UsageError
        If cutoffs do not ascend, or the raster's band must be chosen.
    """
    limits = check_cutoffs(cutoffs)
    minutes, transform, crs = _read(path, band)
    reached = np.isfinite(minutes)
    if not reached.any():
        problem = "holds no travel time: nothing is reached"
        raise InputError.at(path, problem, "There is nothing to map: check how it was made.")
    number = np.searchsorted(limits, np.where(reached, minutes, 0)).astype(np.uint8)
    end = np.ceil(minutes[reached].max() / ROUND) * ROUND if ended else np.inf
    edges = [0.0, *limits.tolist()] + [float(end)] * bool((number == len(limits)).any())
    shapes = _outlines(number, reached, transform, len(edges) - 1)
    placed = gpd.GeoSeries(shapes, crs=crs).to_crs(4326)
    return [
        Band(low, high, shape) for (low, high), shape in zip(pairwise(edges), placed, strict=True)
    ]


def surface_name(path: Path, band: str | None = None) -> str:
    """
    Read what a surface is called in its file.

    Parameters
    ----------
    path
        GeoTIFF of minutes.
    band
        Number or description of the raster's band; needed if it has several.

    Returns
    -------
    str
        The description of the band, which may be empty.

    Raises
    ------
    InputError
        If the file is no raster.
    UsageError
        If the raster's band must be chosen.
    """
    with _open(path) as raster:
        return raster.descriptions[_number(path, band, raster.descriptions) - 1] or ""


@contextmanager
def _open(path: Path) -> Iterator[Any]:
    import rasterio  # noqa: PLC0415 - only surfaces need it
    from rasterio.errors import RasterioError  # noqa: PLC0415

    try:
        with rasterio.open(path) as raster:
            yield raster
    except RasterioError as error:
        said = " ".join(str(error).split()).rstrip(".")
        msg = f"{path} cannot be read: {said}. Check that the file is whole, or save it anew."
        raise InputError(msg) from error


def _read(path: Path, band: str | None) -> "tuple[NDArray[np.float64], Affine, object]":
    with _open(path) as raster:
        if raster.crs is None:
            problem = "does not say which coordinate reference system it is in"
            raise InputError.at(path, problem, "Set it, in a GIS or with gdal_edit.")
        number = _number(path, band, raster.descriptions)
        minutes = raster.read(number, masked=True).astype(np.float64).filled(np.nan)
        return minutes, raster.transform, raster.crs


def _number(path: Path, band: str | None, names: Sequence[str | None]) -> int:
    """Find a band of a raster by its number or its description."""
    called = {str(number): number for number in range(1, len(names) + 1)}
    called.update({name: number for number, name in enumerate(names, 1) if name})
    if band is None and len(names) == 1:
        return 1
    if band is None or band not in called:
        listed = "; ".join(f"{number}: {name or 'no name'}" for number, name in enumerate(names, 1))
        fault = f"holds {len(names)} bands" if band is None else f"has no band {band}"
        msg = f"choose: {path} {fault} ({listed}), and one map shows one. Choose it, as band=1."
        raise UsageError(msg)
    return called[band]


def _outlines(
    number: "NDArray[np.uint8]", mask: "NDArray[np.bool_]", transform: "Affine", count: int
) -> list[shapely.MultiPolygon]:
    """Outline the cells of each class."""
    from rasterio.features import shapes  # noqa: PLC0415

    parts: list[list[shapely.Polygon]] = [[] for _ in range(count)]
    for shape, value in shapes(number, mask=mask, transform=transform):
        rim, *holes = shape["coordinates"]
        parts[int(value)].append(shapely.Polygon(rim, holes))
    return [shapely.MultiPolygon(part) for part in parts]
