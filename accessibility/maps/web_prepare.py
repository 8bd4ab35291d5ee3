"""Layers as a page needs them: read, checked, sorted into classes."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd
import shapely

from accessibility.errors import InputError, UsageError
from accessibility.maps.classes import is_minutes
from accessibility.maps.layers import numbers
from accessibility.maps.style import duration, style, word
from accessibility.maps.web_classes import (
    MINUTES,
    band_classes,
    change_classes,
    mode_classes,
    one_class,
    value_classes,
)
from accessibility.maps.web_layer import Choice, Prepared, WebLayer
from accessibility.maps.web_shapes import common_type
from accessibility.maps.web_words import column_words, say_values
from accessibility.results.layers import ORIGINS, SNAPPED
from accessibility.tables import LAYER_MARK, layer_names, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from accessibility.maps.web_classes import Classes

__all__ = ["prepare", "read_layers"]

BANDS: Final = "minutes"
"""Areas with this column are those reached within so many minutes."""
BEGINS: Final = "minutes_from"
CHANGE: Final = "change"
"""Column of areas gained or lost between two sets of areas reached."""
AREA: Final = "area_km2"
START: Final = "t_start"
"""Column of a series: the departure or deadline of a feature."""
UNTIL: Final = "t_end"
"""Column of a series: how long a feature is shown, which is until the next."""
WHEN: Final = "when"
WINDOW: Final = re.compile(r" [+-](\d+) min$")
"""How moments end that are windows: ``2023-06-13 08:00 +120 min``."""
"""The layer of a file of areas reached that holds where people set out."""
LEG: Final = "leg"
"""Lines with this column are the legs of journeys."""
LEG_WORDS: Final = {
    "route_short_name": "Route",
    "headsign": "Towards",
    "from_stop_name": "From",
    "to_stop_name": "To",
    "travel_time": "Minutes",
    "wait": "Minutes waited before",
    "geometry_source": "Line",
}
"""What is told of a leg, and in which words."""
DIMENSIONS: Final = {
    "id": "From",
    "when": "When",
    "direction": "Direction",
    "mode": "Travel",
    "percentile": "Percentile",
}
"""Columns that tell sets of areas reached apart, and what the choice between them is called."""
DIRECTIONS: Final = {"depart": "from here", "arrive": "to here"}
TRANSIT: Final = "public transport"
NAMES: Final = ("name", "id", "code")
"""Columns that name a feature, the first that is there."""
WITH_NEARER: Final = " with all nearer"
MOST_DETAILS: Final = 8
"""How many columns are shown of a feature, unless they are named."""


def read_layers(
    layers: "WebLayer | GeoDataFrame | str | Path | Sequence[WebLayer | GeoDataFrame | str | Path]",
) -> list[Prepared]:
    """
    Read layers from all that they can be given as.

    Parameters
    ----------
    layers
        One or more; a file of several layers stands for each of them.

    Returns
    -------
    list of Prepared
        In their order.

    Raises
    ------
    UsageError
        If there is none.
    InputError
        If one is faulty.
    """
    given = list(layers) if isinstance(layers, list | tuple) else [layers]
    prepared = []
    for number, each in enumerate(given, 1):
        layer = each if isinstance(each, WebLayer) else WebLayer(data=each)
        for label, table in _tables(layer.data, number):
            prepared.append(prepare(layer, table, label))
    if not prepared:
        raise UsageError("There is no layer. Give at least one.")
    return prepared


def _tables(data: "GeoDataFrame | str | Path", number: int) -> "list[tuple[str, Any]]":
    if not isinstance(data, str | Path):
        return [(f"layer {number}", data)]
    names = layer_names(data)
    if len(names) < 2:
        return [(str(data), read_table(data))]
    shown = [name for name in names if name != SNAPPED or ORIGINS not in names]
    parts = [f"{data}{LAYER_MARK}{name}" for name in shown]
    return [(part, read_table(part)) for part in parts]


class _Read(NamedTuple):
    """A layer that was read: its columns, and its geometries in WGS84."""

    label: str
    table: pd.DataFrame
    geometries: "NDArray[np.object_]"
    type: str

    def column(self, name: str) -> pd.Series:
        """Find a column."""
        if name not in self.table.columns:
            problem = f"there is no column {name}; columns are {', '.join(self.table.columns)}"
            raise InputError.at(self.label, problem, "Name one of these.")
        return self.table[name]

    def numbers(self, name: str) -> "NDArray[np.float64]":
        """Read a column of numbers; NaN where there is none."""
        self.column(name)
        found: NDArray[np.float64] = numbers(self.label, self.table, name).to_numpy()
        return found


def prepare(layer: WebLayer, table: "GeoDataFrame", label: str) -> Prepared:
    """
    Prepare a layer.

    Parameters
    ----------
    layer
        What was asked for.
    table
        Its data.
    label
        What to call it in errors.

    Returns
    -------
    Prepared
        Features in the order of the table.

    Raises
    ------
    InputError
        If geometries, their reference system or values are missing or faulty.
    UsageError
        If cutoffs do not ascend.
    """
    read = _read(table, label)
    bands = read.type == "area" and BANDS in read.table and layer.column is None
    kind = "band" if bands else read.type
    name = layer.name or _name(layer, read, kind)
    starts = _starts(read)
    directions = read.table["direction"].dropna().unique() if "direction" in read.table else []
    shapes, shape = np.unique(shapely.to_wkb(read.geometries), return_inverse=True)
    return Prepared(
        name=name,
        visible=layer.visible,
        kind=kind,
        shapes=shapely.from_wkb(shapes),
        shape=shape.astype(np.int64),
        classes=_classes(layer, read, kind, name),
        names=_names(layer, read, kind),
        details=_details(layer, read, kind),
        choices=_choices(layer, read, starts, kind),
        starts=starts,
        windows=_windows(read),
        direction=str(directions[0]) if len(directions) == 1 else "",
    )


def _read(table: Any, label: str) -> _Read:
    """Check geometries, and bring them to WGS84."""
    geometry = getattr(table, "_geometry_column_name", None)
    if geometry is None or geometry not in table.columns:
        remedy = "A map needs a layer with geometries, such as a GeoPackage or a GeoDataFrame."
        raise InputError.at(label, "has no geometries", remedy)
    if table.crs is None:
        problem = "does not say which coordinate reference system its coordinates are in"
        raise InputError.at(label, problem, "Name it: set_crs of a GeoDataFrame.")
    geometries = table.geometry.to_crs(4326).to_numpy()
    drawn = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    if not drawn.any():
        remedy = "Leave the layer out, or give it features."
        raise InputError.at(label, "has nothing that could be drawn", remedy)
    bounds = shapely.bounds(geometries)
    outside = drawn & ~(np.abs(bounds) <= [360, 90, 360, 90]).all(axis=1)
    wrong = np.flatnonzero(shapely.is_missing(geometries) | outside)
    if len(wrong):
        problem = "has no geometry, or one that is nowhere on the Earth"
        remedy = "Leave the row out, or check the coordinate reference system."
        raise InputError.at(label, problem, remedy, row=int(wrong[0]) + 1)
    kind = common_type(geometries[drawn])
    if kind is None:
        remedy = "Give points, lines and areas as layers of their own."
        raise InputError.at(label, "holds several kinds of geometries", remedy)
    plain = pd.DataFrame(table.drop(columns=[geometry])).reset_index(drop=True)
    return _Read(label, plain.rename(columns=str), geometries, kind)


def _name(layer: WebLayer, read: _Read, kind: str) -> str:
    """Name a layer by what it shows."""
    if kind == "band":
        return "Areas gained and lost" if CHANGE in read.table else "Areas reached"
    if _is_origins(read):
        return "Starting points"
    if layer.column is not None:
        return column_words(layer.column)
    if isinstance(layer.data, str | Path):
        return column_words(Path(read.label.rpartition(LAYER_MARK)[2]).stem)
    return {"area": "Areas", "line": "Ways", "point": "Places"}[kind]


def _is_origins(read: _Read) -> bool:
    return read.type == "point" and read.label.endswith(f"{LAYER_MARK}{ORIGINS}")


def _classes(layer: WebLayer, read: _Read, kind: str, name: str) -> "Classes":
    if kind == "band" and CHANGE in read.table:
        return change_classes(read.table[CHANGE], read.label)
    if kind == "band":
        begins = read.numbers(BEGINS) if BEGINS in read.table else np.zeros(len(read.table))
        minutes = read.numbers(BANDS)
        wrong = np.flatnonzero(np.isnan(minutes) | np.isnan(begins))
        if len(wrong):
            remedy = "Leave the row out."
            raise InputError.at(
                read.label, "does not say its minutes", remedy, row=int(wrong[0]) + 1
            )
        return band_classes(minutes, begins)
    if layer.column is not None:
        unit = layer.unit or MINUTES * is_minutes(layer.column)
        return value_classes(read.numbers(layer.column), unit, layer.cutoffs, layer.missing)
    if kind == "line" and "mode" in read.table:
        return mode_classes(read.table["mode"], read.label)
    sign = layer.sign or ("start" if _is_origins(read) else None)
    words = word("start") if sign == "start" and not layer.name else name
    return one_class(words, kind, len(read.table), sign)


def _starts(read: _Read) -> pd.Series | None:
    """Read the moments of a series."""
    if START not in read.table or read.table[START].isna().all():
        return None
    starts = _local(read, START)
    wrong = np.flatnonzero(starts.isna().to_numpy())
    if len(wrong):
        problem, remedy = "is missing", "In a series every row has its moment."
        row = int(wrong[0]) + 1
        raise InputError.at(read.label, problem, remedy, row=row, field=START)
    return starts


def _windows(read: _Read) -> list[int]:
    """Read from the words of moments how long their windows are."""
    if WHEN not in read.table:
        return [0] * len(read.table)
    found = [WINDOW.search(str(words)) for words in read.table[WHEN].tolist()]
    return [int(each[1]) if each else 0 for each in found]


def _local(read: _Read, name: str) -> pd.Series:
    """Read local times; a zone is left out, because the clock is what people read."""
    try:
        return pd.to_datetime(read.table[name].map(_without_zone))
    except (ValueError, TypeError) as error:
        problem = f"is no column of dates and times ({' '.join(str(error).split())[:80]})"
        remedy = 'Write them as "2023-06-13 08:00:00".'
        raise InputError.at(read.label, problem, remedy, field=name) from error


def _without_zone(value: object) -> Any:
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return pd.NaT
    return pd.Timestamp(value).tz_localize(None)


def _names(layer: WebLayer, read: _Read, kind: str) -> list[str]:
    """Name features; areas reached are named by where people set out, if that differs."""
    column = layer.label or next((name for name in NAMES if name in read.table), None)
    if column is None or (kind == "band" and read.column(column).nunique() < 2):
        return [""] * len(read.table)
    return say_values(read.column(column))


def _details(layer: WebLayer, read: _Read, kind: str) -> dict[str, list[str]]:
    if layer.details is not None:
        return {label: say_values(read.column(column)) for column, label in layer.details.items()}
    if kind == "band":
        return _band_details(read)
    value = {}
    if layer.column is not None:
        after = layer.unit if layer.unit == "%" else f" {layer.unit}" * bool(layer.unit)
        said = [each and f"{each}{after}" for each in say_values(read.table[layer.column])]
        value = {column_words(layer.column): said}
    shown = layer.label or next((name for name in NAMES if name in read.table), None)
    taken = {shown, layer.column, START, UNTIL, *layer.choices, "mode" if kind == "line" else None}
    rest = [name for name in read.table.columns if name not in taken]
    if kind == "line" and LEG in read.table:
        rest = [name for name in LEG_WORDS if name in rest]
    chosen = rest[: MOST_DETAILS - len(value)]
    words = LEG_WORDS if kind == "line" else {}
    named = {name: words.get(name) or column_words(name) for name in chosen}
    return value | {named[name]: say_values(read.table[name]) for name in chosen}


def _band_details(read: _Read) -> dict[str, list[str]]:
    """
    Say the size of what is seen of a band, and what is counted in it.

    Of areas that hold those of shorter times, all but the first number are of the whole.
    """
    rings = CHANGE in read.table or (BEGINS in read.table and (read.numbers(BEGINS) > 0).any())
    nearer = "" if rings else WITH_NEARER
    told = {}
    if AREA in read.table:
        areas = pd.Series(read.numbers(AREA))
        told["Area of this band"] = _say_areas(areas if rings else _own_areas(read, areas))
        if not rings:
            told["Area" + nearer] = _say_areas(areas)
    known = {BANDS, BEGINS, AREA, CHANGE, START, UNTIL, *DIMENSIONS, *NAMES}
    rest = [name for name in read.table.columns if name not in known][:MOST_DETAILS]
    return told | {column_words(name) + nearer: say_values(read.table[name]) for name in rest}


def _own_areas(read: _Read, areas: pd.Series) -> pd.Series:
    """Take from each area the next smaller one of its set, which it holds."""
    sets = [name for name in (*DIMENSIONS, START) if name in read.table]
    order = areas.iloc[np.argsort(read.numbers(BANDS), kind="stable")]
    keys = [read.table.loc[order.index, name] for name in sets]
    smaller = order.groupby(keys, dropna=False).shift() if keys else order.shift()
    return areas - smaller.fillna(0.0).reindex(areas.index)


def _say_areas(square_km: pd.Series) -> list[str]:
    said = square_km.map(lambda area: f"{area:,.1f}" if area >= 1 else f"{max(area, 0):.2f}")
    return [f"{each} km²" for each in said]


def _choices(layer: WebLayer, read: _Read, starts: pd.Series | None, kind: str) -> list[Choice]:
    """Find what tells sets of features apart and does not follow from what was chosen before."""
    known = {} if starts is None else {"moment": starts}
    changes = kind == "band" and CHANGE in read.table
    asked = {
        **layer.choices,
        **({BANDS: "Within"} if changes else {}),
        **(DIMENSIONS if kind == "band" else {}),
    }
    choices = []
    for column, label in asked.items():
        if column not in read.table and column not in layer.choices:
            continue
        said = pd.Series(_say_dimension(column, read.column(column)))
        values = list(dict.fromkeys(said))
        if len(values) < 2 or (known and said.groupby(list(known.values())).nunique().max() < 2):
            continue
        of = said.map({value: place for place, value in enumerate(values)}).to_numpy(np.int64)
        together = column == "id" and kind == "band" and not changes
        choices.append(Choice(label, values, of, together=together))
        known[column] = said
    return choices


def _say_dimension(column: str, values: pd.Series) -> list[str]:
    """Say values of a dimension in the words of the maps."""
    if column == BANDS:
        return [duration(value) for value in values.tolist()]
    if column == "percentile":
        return ["none" if pd.isna(value) else f"{float(value):g}" for value in values.tolist()]
    if column == "direction":
        return [DIRECTIONS.get(str(value), str(value)) for value in values.tolist()]
    if column == "mode":
        known = style()["modes"]
        words = {"transit": TRANSIT, **{mode: look["words"] for mode, look in known.items()}}
        return [words.get(str(value), str(value)) for value in values.tolist()]
    return say_values(values)
