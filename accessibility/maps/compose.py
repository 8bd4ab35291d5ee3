"""From a layer to a map: what is drawn, and what is written beside it."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
from matplotlib.figure import Figure

from accessibility.errors import InputError, UsageError
from accessibility.maps.areas import draw_areas
from accessibility.maps.bands import Band, bands_of, draw_bands
from accessibility.maps.changes import draw_changes
from accessibility.maps.dots import draw_points
from accessibility.maps.drawing import Drawing
from accessibility.maps.ground import draw_streets, street_lines
from accessibility.maps.layers import Kind, Layer, choose, differ, read_layer
from accessibility.maps.legend import Legend
from accessibility.maps.lettering import type_for
from accessibility.maps.marks import (
    Marks,
    destination_marks,
    entries_of,
    origin_marks,
    paint_marks,
    service_marks,
    station_marks,
)
from accessibility.maps.routes import draw_routes, ends_of_journeys
from accessibility.maps.sheet import Bounds, Sheet, Words, lay_out
from accessibility.maps.sources import attribution_of
from accessibility.maps.style import style, word
from accessibility.maps.surfaces import bands_of_surface, surface_name
from accessibility.maps.wording import describe, describe_surface, is_arriving, is_timed, title_of
from accessibility.places.points import Points, read_points

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

    from accessibility.network.network import Network

__all__ = [
    "Asked",
    "Composed",
    "as_points",
    "compose",
    "heading_of",
    "marks_of",
    "read_asked",
    "render",
    "sources_of",
]

logger = logging.getLogger("accessibility")


AROUND: Final = 0.1
"""How far beside a map services are still shown, as a share of its extent."""


@dataclass(frozen=True)
class Asked:
    """
    What was asked of a map; see `accessibility.maps.draw.draw_map`.

    Parameters
    ----------
    title, subtitle, label, attribution
        What is written; None for what the layer says of itself.
    column, values, key, choose
        Which values of the layer are mapped.
    cutoffs, ramp
        Classes and their colours.
    origins, services, services_label, stations
        Places that are marked.
    """

    title: str | None = None
    subtitle: str | None = None
    label: str | None = None
    attribution: str | None = None
    column: str | None = None
    values: "DataFrame | str | Path | None" = None
    key: str | None = None
    choose: Mapping[str, object] = field(default_factory=dict)
    cutoffs: Sequence[float] | None = None
    ramp: str | None = None
    origins: "Points | GeoDataFrame | str | Path | None" = None
    services: "Points | GeoDataFrame | str | Path | None" = None
    services_label: str = "service"
    stations: bool = True


class Composed(NamedTuple):
    """
    A map that is ready to be laid out.

    Parameters
    ----------
    drawing
        What is drawn.
    marks
        Places that are marked.
    words
        What is written.
    """

    drawing: Drawing
    marks: list[Marks]
    words: Words


def read_asked(layer: "GeoDataFrame | str | Path", asked: Asked) -> Layer:
    """
    Read the layer that is mapped.

    Parameters
    ----------
    layer
        The layer.
    asked
        What was asked.

    Returns
    -------
    Layer
        The rows that were chosen.
    """
    read = read_layer(layer, column=asked.column, values=asked.values, key=asked.key)
    return choose(read, asked.choose)


def compose(network: "Network | None", layer: Layer, asked: Asked) -> Composed:
    """
    Choose what is drawn and written.

    Parameters
    ----------
    network
        Whose streets lie behind; None for none.
    layer
        The layer.
    asked
        What was asked.

    Returns
    -------
    Composed
        The map.
    """
    drawing = _draw(layer, asked)
    marks = marks_of(layer, asked)
    legend = drawing.legend
    marks = [near for each in marks if (near := _near(each, drawing.bounds)) is not None]
    for each in marks:
        drawing = drawing.holding(each.points)
    if network is not None and asked.stations:
        stations = station_marks(network, drawing.bounds)
        marks += [] if stations is None else [stations]
    entries = [*legend.entries, *entries_of(marks)]
    written = Legend(entries, legend.head, legend.counted)
    words = Words(*heading_of(layer, asked), written, sources_of(network, layer, asked))
    return Composed(drawing, marks, words)


def _near(marks: Marks, bounds: Bounds) -> Marks | None:
    """Keep services on and around the map; those far away would make everything else small."""
    if marks.sign != "service":
        return marks
    west, south, east, north = bounds
    across, up = AROUND * (east - west), AROUND * (north - south)
    lon, lat = marks.points.lon, marks.points.lat
    kept = (lon > west - across) & (lon < east + across) & (lat > south - up) & (lat < north + up)
    if not kept.any():
        return None
    ids = marks.points.ids.filter(pa.array(kept))
    return marks._replace(points=Points(ids, lon[kept], lat[kept]))


def _draw(layer: Layer, asked: Asked) -> Drawing:
    kind, cutoffs = layer.kind, asked.cutoffs
    if cutoffs is not None and kind in {Kind.ISOCHRONES, Kind.CHANGES, Kind.ROUTES}:
        msg = f"cutoffs: {layer.label} holds {kind.value}, whose classes are fixed. Leave them out."
        raise UsageError(msg)
    if kind is Kind.ISOCHRONES:
        return draw_bands(bands_of(layer), asked.ramp, asked.label)
    if kind is Kind.SURFACE:
        return draw_bands(surface_bands(layer, asked), asked.ramp, asked.label, rims=False)
    if kind is Kind.AREAS:
        return draw_areas(layer, asked.column, cutoffs=cutoffs, ramp=asked.ramp, head=asked.label)
    if kind is Kind.CHANGES:
        return draw_changes(layer, asked.label)
    if kind is Kind.POINTS:
        return draw_points(layer, asked.column, cutoffs=cutoffs, ramp=asked.ramp, head=asked.label)
    return draw_routes(layer, asked.label)


def surface_bands(layer: Layer, asked: Asked, *, ended: bool = False) -> list[Band]:
    """
    Cut a surface into bands.

    Parameters
    ----------
    layer
        The surface.
    asked
        What was asked.
    ended
        Whether the band of the longest times ends too.

    Returns
    -------
    list of Band
        The shortest times first.
    """
    cutoffs = style()["minutes"] if asked.cutoffs is None else asked.cutoffs
    return bands_of_surface(layer.raster or Path(), cutoffs, layer.band, ended=ended)


def _only_streets(layer: Layer) -> bool:
    """Say whether a layer says that no vehicle of the timetables was used."""
    table: Any = layer.table
    if table is None or "mode" not in table.columns:
        return False
    return set(table["mode"]) <= {"walk", "cycle", "car"}


def marks_of(layer: Layer, asked: Asked) -> list[Marks]:
    """
    Find the places that are marked on a map.

    Parameters
    ----------
    layer
        The layer, which may bring its origins.
    asked
        What was asked.

    Returns
    -------
    list of Marks
        Origins, then services.
    """
    marks = []
    if layer.kind is Kind.ROUTES and asked.origins is None:
        starts, ends = ends_of_journeys(layer)
        marks = [origin_marks(starts, word("start")), destination_marks(ends, word("destination"))]
    else:
        origins = layer.origins if asked.origins is None else as_points(asked.origins, "origins")
        if origins is not None:
            mark, called = (
                (destination_marks, "destination")
                if is_arriving(layer.table)
                else (origin_marks, "start")
            )
            marks.append(mark(origins, word(called)))
    if asked.services is not None:
        services = as_points(asked.services, "services")
        marks.append(service_marks(services, asked.services_label))
    return marks


def as_points(source: "Points | GeoDataFrame | str | Path", name: str) -> Points:
    """
    Read points unless they are read; those without a known place are told and left out.

    Parameters
    ----------
    source
        The points.
    name
        What to call them in messages.
    """
    points = source if isinstance(source, Points) else read_points(source, name=name)
    known = points.located
    if known.all():
        return points
    if not known.any():
        remedy = "Locate them first, or leave them out."
        raise InputError.at(name, f"none of {len(points):,} points has a known place", remedy)
    told = f"{len(points) - known.sum():,} of {len(points):,}"
    logger.warning("%s: %s points have no known place and are not on the map.", name, told)
    return points.chosen(known)


def sources_of(network: "Network | None", layer: Layer, asked: Asked) -> str:
    """
    Say whose data a map shows.

    Parameters
    ----------
    network
        Whose streets lie behind; None for none.
    layer
        The layer; areas may come from anywhere, so no timetables are named for them.
    asked
        What was asked.
    """
    if asked.attribution is not None:
        return asked.attribution
    timed = layer.kind not in {Kind.AREAS, Kind.POINTS} and not _only_streets(layer)
    if layer.kind is Kind.SURFACE:
        timed = is_timed(surface_name(layer.raster or Path(), layer.band))
    return attribution_of(network, timetables=timed)


def heading_of(layer: Layer, asked: Asked) -> tuple[str, str]:
    """
    Say what a map shows, when and how people travel.

    Parameters
    ----------
    layer
        The layer.
    asked
        What was asked; what was not is made from what the layer says of itself.

    Returns
    -------
    tuple of str
        Title and subtitle.
    """
    title, subtitle = asked.title, asked.subtitle
    if layer.kind is Kind.SURFACE:
        said = describe_surface(surface_name(layer.raster or Path(), layer.band))
        title = said[0] if title is None else title
        subtitle = said[1] if subtitle is None else subtitle
    if title is None:
        title = {
            Kind.AREAS: str(asked.column).replace("_", " ").capitalize(),
            Kind.ROUTES: "Journeys",
            Kind.CHANGES: "Areas gained and lost",
        }.get(layer.kind)
    if title is None:
        origins = layer.origins if asked.origins is None else as_points(asked.origins, "origins")
        title = title_of(origins, arriving=is_arriving(layer.table))
    if subtitle is None:
        told = layer.kind is Kind.ISOCHRONES
        series = told and "t_start" in layer.table and differ(layer.table["t_start"])
        subtitle = describe(layer.table, timed=not series) if told else ""
    return title, subtitle


def render(figure: Figure, network: "Network | None", composed: Composed, width: float) -> Sheet:
    """
    Draw a map on a figure.

    Parameters
    ----------
    figure
        An empty figure; it gets its size.
    network
        Whose streets lie behind; None for none.
    composed
        The map.
    width
        Width in millimetres.

    Returns
    -------
    Sheet
        The finished sheet.
    """
    sheet = lay_out(figure, composed.drawing.bounds, width, composed.words)
    composed.drawing.paint(sheet.map, sheet.frame)
    if network is not None:
        draw_streets(sheet.map, street_lines(sheet.frame, network.streets))
    paint_marks(sheet.map, sheet.frame, composed.marks, type_for(width), composed.drawing.lines)
    return sheet
