"""Layers that are mapped: read, checked, and recognised by what they hold."""

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

import numpy as np
import shapely

from accessibility.errors import InputError, UsageError
from accessibility.places.points import Points, read_points
from accessibility.results.layers import ORIGINS, SNAPPED
from accessibility.tables import LAYER_MARK, layer_names, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from pandas import DataFrame, Series

__all__ = [
    "RASTERS",
    "Kind",
    "Layer",
    "choose",
    "differ",
    "numbers",
    "read_layer",
    "refuse_several",
]

RASTERS: Final = (".tif", ".tiff")
MINUTES: Final = "minutes"
MODE: Final = "mode"
CHANGE: Final = "change"
BAND: Final = "band"
"""What is chosen of a raster."""


class Kind(Enum):
    """What a layer is."""

    ISOCHRONES = "isochrones"
    CHANGES = "changes"
    SURFACE = "surface"
    AREAS = "areas"
    ROUTES = "routes"
    POINTS = "points"


class Layer(NamedTuple):
    """
    A layer as it was handed in.

    Parameters
    ----------
    label
        What to call it in messages.
    kind
        What it is.
    table
        Its rows in WGS84; None for a surface.
    raster, band
        The file of a surface, and which of its bands; None if none was chosen.
    origins
        Origins that came with it.
    """

    label: str
    kind: Kind
    table: Any = None
    raster: Path | None = None
    band: str | None = None
    origins: "Points | None" = None


def read_layer(
    source: "GeoDataFrame | str | Path",
    *,
    column: str | None = None,
    values: "DataFrame | str | Path | None" = None,
    key: str | None = None,
) -> Layer:
    """
    Read a layer and recognise it.

    Parameters
    ----------
    source
        A GeoDataFrame, a file that `accessibility.tables.read_table` reads, or a GeoTIFF.
    column
        The column that will be mapped; polygons with it are areas, points with it points.
    values
        A table that is joined to the areas.
    key
        Column that both have, or ``left=right`` if it is called otherwise in `values`. Default:
        the only one that both have.

    Returns
    -------
    Layer
        Polygons with a column ``minutes`` are isochrones, with ``change`` too what became of them;
        lines with a column ``mode`` are routes.

    Raises
    ------
    InputError
        If the layer is missing, empty, of an unknown kind, or lacks geometry, reference system or
        a column that is needed.
    """
    label, origins = "layer", None
    if isinstance(source, str | Path):
        label = str(source)
        if Path(label).suffix.lower() in RASTERS:
            return _surface(label, column)
        name, beside = _sublayers(label)
        table: Any = read_table(name)
        origins = None if beside is None else _snapped(beside)
    else:
        table = source
    checked = _checked(label, table)
    if values is not None:
        checked = _joined(label, checked, values, key)
    kind = _recognise(label, checked, column)
    if kind in {Kind.AREAS, Kind.POINTS} and len(checked) < len(table):
        row = int(np.flatnonzero(table.geometry.is_empty | table.geometry.isna())[0]) + 1
        problem = f"has no geometry ({len(table) - len(checked)} of {len(table)} rows)"
        raise InputError.at(label, problem, "Mend or remove the row.", row=row)
    return Layer(label, kind, checked, origins=origins)


def _surface(label: str, column: str | None) -> Layer:
    if not Path(label).exists():
        msg = f"{label}: there is no such file. Check the name and the folder you are in."
        raise InputError(msg)
    if column is not None:
        msg = f'column: {label} is a surface, which has no column "{column}". Leave it out.'
        raise UsageError(msg)
    return Layer(label, Kind.SURFACE, raster=Path(label))


def _sublayers(label: str) -> tuple[str, str | None]:
    """Tell isochrones from the origins in the same file."""
    names = layer_names(label)
    rest = [name for name in names if name not in {ORIGINS, SNAPPED}]
    if ORIGINS not in names or len(rest) != 1:
        return label, None
    return f"{label}{LAYER_MARK}{rest[0]}", f"{label}{LAYER_MARK}{ORIGINS}"


def _snapped(source: str) -> Points | None:
    """Read the origins that joined a street."""
    table: Any = read_table(source)
    if "status" in table:
        table = table[~table["status"].isin(("too_far", "outside", "not_located"))]
    return read_points(table.reset_index(drop=True), name=source) if len(table) else None


def _checked(label: str, table: Any) -> "GeoDataFrame":
    """Refuse what cannot be mapped; the rest in WGS84, without rows that have no geometry."""
    geometry = getattr(table, "_geometry_column_name", None)
    if len(table) == 0:
        problem = "has no rows"
        raise InputError.at(label, problem, "There is nothing to map: check how it was made.")
    if geometry is None or geometry not in table.columns:
        remedy = (
            "Give a layer of areas, lines or points, such as .gpkg, .geojson or .parquet. A table "
            "of values is joined to the layer of its areas."
        )
        raise InputError.at(label, "has no geometry", remedy)
    if table.crs is None:
        problem = "does not say which coordinate reference system its coordinates are in"
        raise InputError.at(label, problem, "Set it: set_crs of a GeoDataFrame, or in a GIS.")
    table = table[~(table.geometry.is_empty | table.geometry.isna())]
    if len(table) == 0:
        problem = "has no geometry in any row"
        raise InputError.at(label, problem, "There is nothing to map: check how it was made.")
    placed = table.to_crs(4326).reset_index(drop=True)
    bounds = placed.total_bounds
    if not np.isfinite(bounds).all() or np.abs(bounds).max() > 180:
        problem = f"lies nowhere on Earth when it is read as {table.crs.name}"
        raise InputError.at(label, problem, "Say in which reference system its coordinates are.")
    return placed


def _joined(
    label: str, table: "GeoDataFrame", values: "DataFrame | str | Path", key: str | None
) -> "GeoDataFrame":
    """Join a table of values to areas; each area takes the one row of its key."""
    name = str(values) if isinstance(values, str | Path) else "values"
    right: Any = read_table(values) if isinstance(values, str | Path) else values
    if key is None:
        both = [column for column in table.columns if column in right.columns]
        both = [column for column in both if column != table.geometry.name]
        if len(both) != 1:
            found = f"have {', '.join(both)} in common" if both else "have no column in common"
            msg = (
                f"key: {label} and {name} {found}. Name the column that tells the areas, as "
                f"code, or as code=id where it is called otherwise in {name}."
            )
            raise UsageError(msg)
        key = both[0]
    left_key, _, right_key = key.partition("=")
    right_key = right_key or left_key
    for where, columns, column in ((label, table, left_key), (name, right, right_key)):
        _need(where, columns, column)
    right = right.drop(columns=getattr(right, "_geometry_column_name", None) or [])
    keys = right[right_key].astype(str)
    if keys.duplicated().any():
        row = int(np.flatnonzero(keys.duplicated())[0]) + 1
        problem, value = "stands in an earlier row already", keys.iloc[row - 1]
        remedy = "Every area needs one row: choose or sum them up first."
        raise InputError.at(name, problem, remedy, row=row, field=right_key, value=value)
    if not table[left_key].astype(str).isin(keys).any():
        problem = f"has no value that stands in {right_key} of {name}"
        example = f"the first are {table[left_key].iloc[0]} and {right[right_key].iloc[0]}"
        raise InputError.at(label, f"{problem} ({example})", "Check both.", field=left_key)
    renamed = [column for column in right.columns if column != right_key]
    old = table.drop(columns=[column for column in renamed if column in table.columns])
    added = right[renamed].set_axis(keys, axis=0).reindex(old[left_key].astype(str))
    return old.join(added.reset_index(drop=True))


def _recognise(label: str, table: "GeoDataFrame", column: str | None) -> Kind:
    dimensions = set(shapely.get_dimensions(table.geometry.to_numpy()).tolist())
    if len(dimensions) > 1:
        problem = "holds points, lines and areas mixed"
        raise InputError.at(label, problem, "Give a layer of one of them.")
    dimension = dimensions.pop()
    if column is not None:
        _need(label, table, column)
    if dimension == 2:
        if MINUTES not in table.columns or column not in {None, MINUTES}:
            return Kind.AREAS
        return Kind.CHANGES if CHANGE in table.columns else Kind.ISOCHRONES
    if dimension == 1:
        if MODE not in table.columns:
            problem = f"is of lines but has no column {MODE}"
            raise InputError.at(label, problem, "Lines are mapped as routes, by their mode.")
        return Kind.ROUTES
    return Kind.POINTS


def _need(label: str, table: "DataFrame", column: str) -> None:
    if column not in table.columns:
        names = ", ".join(str(name) for name in table.columns if name != "geometry")
        problem = f"there is no column {column}; columns are {names or 'none'}"
        raise InputError.at(label, problem, "Name one of these.")


def numbers(label: str, table: "GeoDataFrame", column: str | None) -> "Series":
    """
    Take the numbers of a column.

    Parameters
    ----------
    label
        What to call the layer in messages.
    table
        Its rows.
    column
        The column; None if none was named.

    Returns
    -------
    Series
        Floating-point numbers, NaN where there is none.

    Raises
    ------
    UsageError
        If no column was named.
    InputError
        If it holds something else, or nothing.
    """
    import pandas as pd  # noqa: PLC0415 - after what is cheap to refuse

    if column is None:
        plain = [name for name in table.columns if pd.api.types.is_numeric_dtype(table[name])]
        msg = (
            f"column: {label} needs the column that is mapped. Columns of numbers are "
            f"{', '.join(plain) or 'none'}."
        )
        raise UsageError(msg)
    values = table[column].replace({"": None}) if table[column].dtype == object else table[column]
    found = pd.to_numeric(values, errors="coerce").astype("float64")
    wrong = np.flatnonzero((found.isna() & values.notna() & (values.astype(str) != "")).to_numpy())
    if len(wrong):
        problem = f"is no number ({len(wrong)} of {len(values)} rows)"
        value = values.iloc[wrong[0]]
        remedy = "Name a column of numbers."
        row = int(wrong[0]) + 1
        raise InputError.at(label, problem, remedy, row=row, field=column, value=value)
    found = found.replace([np.inf, -np.inf], np.nan)
    if found.isna().all():
        raise InputError.at(label, "holds no number", "Name another column.", field=column)
    return found


def differ(values: "Series") -> bool:
    """
    Say whether values are not all the same; missing ones are a value of their own.

    Parameters
    ----------
    values
        The values.
    """
    return len(values.drop_duplicates()) > 1


ABOUT: Final = {"t_start": "departures", "percentile": "percentiles", "when": "moments"}


def refuse_several(label: str, column: str, values: "Series") -> NoReturn:
    """
    Refuse to draw several things on one map.

    Parameters
    ----------
    label
        What to call the layer.
    column
        The column that tells them.
    values
        Its values.

    Raises
    ------
    UsageError
        Always; it names them.
    """
    there = [str(value) for value in values.drop_duplicates()]
    listed = ", ".join(there[:6]) + (", …" if len(there) > 6 else "")
    what = ABOUT.get(column, f"values of {column}")
    series = ", or map all of them: --animate, --multiples" if column == "t_start" else ""
    msg = (
        f"choose: {label} holds {len(there)} {what} ({listed}), and one map shows one. "
        f'Choose it, as "{column}={there[0]}"{series}.'
    )
    raise UsageError(msg)


def choose(layer: Layer, wanted: "Mapping[str, object]") -> Layer:
    """
    Keep the rows that have some values.

    Parameters
    ----------
    layer
        The layer.
    wanted
        Values by columns; compared as numbers, moments or text, whichever fits.

    Returns
    -------
    Layer
        The layer with these rows.

    Raises
    ------
    InputError
        If a column is missing.
    UsageError
        If no row has the values.
    """
    table = layer.table
    if not wanted:
        return layer
    if table is None:
        return _choose_band(layer, wanted)
    for column, value in wanted.items():
        _need(layer.label, table, column)
        kept = table[_equal(table[column], value)]
        if len(kept) == 0:
            there = ", ".join(dict.fromkeys(table[column].astype(str)))
            msg = f"choose: no row of {layer.label} has {column} {value}; there is {there}."
            raise UsageError(msg)
        table = kept
    return layer._replace(table=table.reset_index(drop=True))


def _choose_band(layer: Layer, wanted: "Mapping[str, object]") -> Layer:
    if set(wanted) != {BAND}:
        msg = f"choose: {layer.label} is a surface: choose its band, as {BAND}=1, and nothing else."
        raise UsageError(msg)
    return layer._replace(band=str(wanted[BAND]))


def _equal(column: "Series", value: object) -> Any:
    import pandas as pd  # noqa: PLC0415

    if pd.api.types.is_datetime64_any_dtype(column):
        moment = pd.to_datetime(str(value), errors="coerce")
        return column.dt.tz_localize(None) == moment
    if pd.api.types.is_numeric_dtype(column):
        return column == pd.to_numeric(str(value), errors="coerce")
    return column.astype(str) == str(value)
