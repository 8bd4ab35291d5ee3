"""Rows of origins for those who ask for them: with all that is known, or masked."""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from accessibility.index.run.inputs import OriginsOutput
    from accessibility.index.run.tables import OriginTimes

__all__ = ["MASK_M", "origin_rows"]

MASK_M = 100
"""Metres to which coordinates of masked origins are rounded."""


def origin_rows(times: "OriginTimes", output: "OriginsOutput") -> "GeoDataFrame | None":
    """
    Make the layer of origins.

    Parameters
    ----------
    times
        Times of all trips.
    output
        ``none``, ``masked`` or ``full``.

    Returns
    -------
    GeoDataFrame or None
        A row for each origin in an area: ``id`` (masked: a number), ``area``, and for each
        indicator and way minutes, ``_state`` and the nearest service's ``_id``; masked also without
        weights, at coordinates rounded to 100 m in the UTM zone. None if none is asked for.
    """
    import geopandas as gpd  # noqa: PLC0415 - slow to import

    if output == "none":
        return None
    points, rows = times.read.origins.points, times.assigned.rows
    ids = np.array([str(each) for each in points.ids.to_pylist()], object)[rows]
    full = output == "full"
    columns: dict[str, Any] = {"id": ids if full else np.arange(1, len(rows) + 1)}
    columns["area"] = times.assigned.area
    if full:
        columns["weight"] = times.weights()
    for name, way, trip, kind in times.ways():
        table = times.table(name, trip, kind)
        columns[f"{name}_{way}"] = table["minutes"].to_numpy()
        columns[f"{name}_{way}_state"] = table["state"].to_numpy()
        columns[f"{name}_{way}_id"] = table["service"].to_numpy()
    places = gpd.points_from_xy(points.lon[rows], points.lat[rows], crs="EPSG:4326")
    layer = gpd.GeoDataFrame(columns, geometry=places)
    if full:
        return layer
    turned = layer.to_crs(layer.estimate_utm_crs())
    x, y = (np.round(part / MASK_M) * MASK_M for part in (turned.geometry.x, turned.geometry.y))
    masked = turned.set_geometry(gpd.points_from_xy(x, y, crs=turned.crs))
    # In the order of what is left, so that not even the order tells which is which.
    order = np.lexsort((y, x, masked["area"].to_numpy().astype(str)))
    masked = masked.iloc[order].reset_index(drop=True)
    return masked.assign(id=np.arange(1, len(masked) + 1))
