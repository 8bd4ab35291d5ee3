"""Nearest services as files: layers to look at, or the table."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np

from accessibility.errors import UsageError
from accessibility.files import atomic, write_json
from accessibility.results.layers import check_layer_output, write_layers
from accessibility.results.matrix import MEAN
from accessibility.results.origins import provenance_path
from accessibility.results.unsnapped import write_unsnapped
from accessibility.tables import refuse_inputs

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame

    from accessibility.results.nearest import NearestTable

__all__ = [
    "Service",
    "check_nearest_columns",
    "check_nearest_output",
    "final_rows",
    "lines_of",
    "origins_of",
    "write_nearest",
]

TABLES = (".parquet", ".csv")
LAYERS = (".gpkg", ".geojson", ".fgb")
PARTS = (
    "to_id",
    "travel_time",
    "state",
    "return_from_id",
    "return_time",
    "return_state",
    "total_time",
)
"""Columns that a layer of origins has for each kind."""


class Service(TypedDict):
    """
    A service that people may come to.

    Parameters
    ----------
    kind
        Its kind.
    id
        Its identifier.
    name
        Its name, if it is known.
    lon, lat
        WGS84 degrees.
    """

    kind: str
    id: str | int
    name: str | None
    lon: float
    lat: float


def check_nearest_output(path: Path, inputs: Iterable[str | Path] = ()) -> None:
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
        If its extension is none that can be written, or it or what is written beside it would
        replace an input.
    OutputError
        If it is a folder, or its folder does not exist or may not be written.
    """
    read = list(inputs)
    check_layer_output(path, read, (*LAYERS, *TABLES))
    refuse_inputs([provenance_path(path)], read)


def check_nearest_columns(path: Path, kinds: Sequence[str], count: int) -> None:
    """
    Refuse kinds of which a layer of origins could not tell the columns apart.

    Parameters
    ----------
    path
        The output that was asked for; a table has the kinds in rows.
    kinds
        Names of the kinds.
    count
        How many services of a kind are asked.

    Raises
    ------
    UsageError
        If columns of two kinds would have one name, whatever the case.
    """
    if path.suffix.lower() in TABLES:
        return
    owner: dict[str, str] = {}
    for kind in kinds:
        for rank in range(count):
            for part in PARTS:
                other = owner.setdefault(f"{_prefix(kind, rank)}_{part}".lower(), kind)
                if other != kind:
                    msg = (
                        f'services: the kinds "{other}" and "{kind}" would share columns of the '
                        f"layer. Rename one of them, or write a table ({', '.join(TABLES)})."
                    )
                    raise UsageError(msg)


def _prefix(kind: str, rank: int) -> str:
    """What the names of the columns of a kind and rank, from 0, begin with."""
    return f"{kind}_{rank + 1}" if rank else kind


def final_rows(table: "pd.DataFrame") -> "pd.DataFrame":
    """
    Take the one row of each origin, kind and rank that stands for all: the mean of several moments.

    Parameters
    ----------
    table
        What `nearest_services` returns.

    Returns
    -------
    DataFrame
        These rows.
    """
    return table[table["when"] == MEAN] if "when" in table.columns else table


def origins_of(table: "GeoDataFrame", layout: "NearestTable") -> "GeoDataFrame":
    """
    Make a layer of origins, with the columns of all kinds side by side.

    Parameters
    ----------
    table
        What `nearest_services` returns.
    layout
        How its rows are arranged.

    Returns
    -------
    GeoDataFrame
        A row for each origin: ``id``, and for each kind its columns after the kind's name, as
        ``pharmacy_travel_time``; from the second service on with its rank, as
        ``pharmacy_2_travel_time``.
    """
    import geopandas as gpd  # noqa: PLC0415 - slow to import

    rows = final_rows(table)
    kinds = list(table["kind"].cat.categories)
    each = len(kinds) * layout.count
    first = rows.iloc[::each]
    columns: dict[str, Any] = {"id": first["from_id"].to_numpy()}
    for number in range(each):
        prefix = _prefix(kinds[number // layout.count], number % layout.count)
        some = rows.iloc[number::each]
        for suffix in layout.suffixes:
            for part in PARTS:
                if f"{part}{suffix}" in rows.columns:
                    values = some[f"{part}{suffix}"]
                    text = values.dtype == "category"
                    columns[f"{prefix}_{part}{suffix}"] = (
                        values.astype("str") if text else values
                    ).array
    return gpd.GeoDataFrame(columns, geometry=first.geometry.array, crs=table.crs)


def lines_of(table: "GeoDataFrame", layout: "NearestTable") -> "GeoDataFrame":
    """
    Make a layer of straight lines between origins and their services.

    Parameters
    ----------
    table
        What `nearest_services` returns, with its ``attrs``.
    layout
        How its rows are arranged.

    Returns
    -------
    GeoDataFrame
        A row for each line: ``from_id``, ``kind``, ``leg`` (``there`` or ``back``), ``rank``,
        ``to_id`` and ``to_name`` of the service, ``travel_time`` and ``state``; with a window the
        first percentile asked.
    """
    import geopandas as gpd  # noqa: PLC0415 - slow to import
    import pandas as pd  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    services: list[Service] = table.attrs["services"]
    number = {(one["kind"], str(one["id"])): at for at, one in enumerate(services)}
    places = np.array([(one["lon"], one["lat"]) for one in services])
    names = np.array([one["name"] for one in services], object)
    suffix = layout.suffixes[0]
    legs = {"there": ("to_id", "travel_time", "state")}
    if layout.back:
        legs["back"] = ("return_from_id", "return_time", "return_state")
    rows, parts = final_rows(table), []
    for leg, (id_column, time, state) in legs.items():
        some = rows[rows[f"{id_column}{suffix}"].notna() & rows.geometry.notna()]
        ids = some[f"{id_column}{suffix}"]
        keys = zip(some["kind"].astype("str"), ids.astype("str"), strict=True)
        at = np.array([number[key] for key in keys], np.int64)
        starts = shapely.get_coordinates(some.geometry.to_numpy())
        pairs = np.stack([starts, places[at]], axis=1)
        parts.append(
            gpd.GeoDataFrame(
                {
                    "from_id": some["from_id"].array,
                    "kind": some["kind"].astype("str").array,
                    "leg": leg,
                    "rank": some["rank"].array if layout.count > 1 else 1,
                    "to_id": ids.array,
                    "to_name": names[at],
                    "travel_time": some[f"{time}{suffix}"].array,
                    "state": some[f"{state}{suffix}"].astype("str").array,
                },
                geometry=shapely.linestrings(pairs if leg == "there" else pairs[:, ::-1]),
                crs=table.crs,
            )
        )
    return pd.concat(parts, ignore_index=True)


def write_nearest(path: Path, table: "GeoDataFrame", layout: "NearestTable") -> None:
    """
    Write nearest services, and beside them what they were made from and who joins no street.

    Parameters
    ----------
    path
        What `check_nearest_output` found good.
    table
        What `nearest_services` returns, with its ``attrs``.
    layout
        How its rows are arranged.

    Raises
    ------
    OutputError
        If the output cannot be written.
    """
    kind = path.suffix.lower()
    if kind in TABLES:
        with atomic(path) as temporary:
            if kind == ".csv":
                plain = table.drop(columns="geometry")
                plain.to_csv(temporary, index=False, lineterminator="\n")
            else:
                bare = table.copy()
                bare.attrs = {}  # its lists are no metadata of a file
                bare.to_parquet(temporary)
    else:
        layers = {"origins": origins_of(table, layout)}
        if kind == ".gpkg":
            layers["lines"] = lines_of(table, layout)
        write_layers(path, layers)
    write_json(provenance_path(path), table.attrs["provenance"])
    write_unsnapped(path, table.attrs["points"])
