"""A layer that was read for a picture, as a page for browsers: the same classes and words."""

from typing import TYPE_CHECKING, Any

import geopandas as gpd

from accessibility.errors import UsageError
from accessibility.maps.classes import is_minutes, limits_of
from accessibility.maps.compose import Asked, heading_of, marks_of, surface_bands
from accessibility.maps.layers import Kind, Layer, numbers
from accessibility.maps.sources import OSM
from accessibility.maps.style import word
from accessibility.maps.web import write_web_map
from accessibility.maps.web_layer import WebLayer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from accessibility.maps.bands import Band
    from accessibility.maps.marks import Marks
    from accessibility.network.network import Network

__all__ = ["write_page"]


def write_page(network: "Network | None", layer: Layer, asked: Asked, path: "Path") -> None:
    """
    Write a layer as a page.

    Parameters
    ----------
    network
        Whose streets and stations lie behind; None for none.
    layer
        The layer.
    asked
        What was asked; a ramp of its own cannot be.
    path
        The page.

    Raises
    ------
    UsageError
        If a ramp was asked for.
    InputError
        If the layer is faulty.
    OutputError
        If the page cannot be written.
    """
    if asked.ramp is not None:
        msg = f"ramp: {path} has the colours of its kind of layer. Leave the ramp out for pages."
        raise UsageError(msg)
    title, subtitle = heading_of(layer, asked)
    layers = [_layer(layer, asked), *(_marks(each) for each in marks_of(layer, asked))]
    write_web_map(
        layers,
        path,
        title=title,
        subtitle=subtitle,
        network=network,
        attribution=OSM if asked.attribution is None else asked.attribution,
    )


def _layer(layer: Layer, asked: Asked) -> WebLayer:
    name = asked.label or ""
    if layer.kind is Kind.SURFACE:
        return WebLayer(data=_table(surface_bands(layer, asked, ended=True)), name=name)
    table: Any = layer.table
    if layer.kind not in {Kind.AREAS, Kind.POINTS}:
        return WebLayer(data=table, name=name)
    values = numbers(layer.label, table, asked.column).to_numpy()
    column = str(asked.column)
    limits = limits_of(values, column, asked.cutoffs).tolist()
    times = is_minutes(column)
    return WebLayer(
        data=table.assign(**{column: values}),
        name=name,
        column=column,
        unit="minutes" if times else "",
        cutoffs=limits,
        missing=word("never" if times else "no_value"),
    )


def _table(bands: "Sequence[Band]") -> Any:
    """Make a layer of the bands of a surface."""
    return gpd.GeoDataFrame(
        {
            "minutes": [band.high for band in bands],
            "minutes_from": [band.low for band in bands],
        },
        geometry=[band.geometry for band in bands],
        crs=4326,
    )


def _marks(marks: "Marks") -> WebLayer:
    points = marks.points
    table = gpd.GeoDataFrame(
        {"id": points.ids.to_pylist()},
        geometry=gpd.points_from_xy(points.lon, points.lat),
        crs=4326,
    )
    return WebLayer(
        data=table, name=marks.words, sign=None if marks.sign == "station" else marks.sign
    )
