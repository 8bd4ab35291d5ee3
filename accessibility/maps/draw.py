"""Maps of layers as pictures."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from accessibility.errors import Interrupted
from accessibility.maps.compose import Asked, compose, read_asked, render
from accessibility.maps.picture import check_dpi, check_kind, plain_style, save
from accessibility.maps.sheet import check_width
from accessibility.progress import Progress, Silent

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

    from accessibility.maps.layers import Layer
    from accessibility.network.network import Network
    from accessibility.places.points import Points

__all__ = ["draw_map", "write_map"]


def draw_map(
    network: "Network | None",
    layer: "GeoDataFrame | str | Path",
    path: str | Path | Sequence[str | Path],
    *,
    title: str | None = None,
    subtitle: str | None = None,
    column: str | None = None,
    values: "DataFrame | str | Path | None" = None,
    key: str | None = None,
    choose: Mapping[str, object] | None = None,
    cutoffs: Sequence[float] | None = None,
    ramp: str | None = None,
    label: str | None = None,
    origins: "Points | GeoDataFrame | str | Path | None" = None,
    services: "Points | GeoDataFrame | str | Path | None" = None,
    services_label: str = "service",
    stations: bool = True,
    attribution: str | None = None,
    width: float = 160,
    dpi: float = 300,
    progress: Progress | None = None,
) -> list[Path]:
    """
    Draw a layer as a map that fits a publication.

    What is drawn depends on the layer: isochrones (areas with a column ``minutes``), a surface of
    travel times (a GeoTIFF), areas or points in the classes of a column, or routes (lines with a
    column ``mode``, and ``route`` where a vehicle is ridden). Every map has a legend in words, a
    scale bar, an arrow to the north, its sources, and light streets behind it.

    Parameters
    ----------
    network
        Whose streets and stations lie behind; None for empty paper. Nothing is fetched from
        elsewhere.
    layer
        A GeoDataFrame, a file that holds one, or a GeoTIFF of minutes. Of a GeoPackage with a
        layer ``origins`` the other layer is drawn and the origins are marked.
    path
        The picture to write, or several: ``.png``, ``.pdf`` or ``.svg``.
    title
        What is shown; default made from the layer.
    subtitle
        When and how people travel; default made from the layer.
    column
        The column of areas or points that is mapped: numbers. Columns named ``travel_time…`` or
        ``minutes…`` hold travel times and look like isochrones.
    values
        A table that is joined to areas; default none.
    key
        Column by which it is joined, or ``code=id`` where it is called otherwise in `values`.
        Default: the only one that both have.
    choose
        Values by columns, such as ``{"percentile": 50}``, where the layer holds several sets.
    cutoffs
        Where one class ends and the next begins, ascending; a value equal to one belongs below it.
        Default: 15, 30, 45 and 60 for travel times, and for other values round numbers that make
        five classes of about as many areas. Isochrones have theirs.
    ramp
        Name of the colours: ``violet-sand`` (default of travel times), ``plum-sand`` (default of
        other values), ``viridis``, ``cividis``, ``blues``, ``oranges`` or ``greys``; ``_r`` after
        it turns it. Short times and large values are dark.
    label
        What stands above the legend; default ``"travel time"`` or the name of the column.
    origins
        Where people set out; default the layer ``origins`` of the same file.
    services
        Further places, drawn as crosses; default none. Those far beside the map are left out.
    services_label
        What one of them is; default ``"service"``.
    stations
        Whether railway stations are marked and named for orientation; default yes, unless there
        are many.
    attribution
        Whose data the map shows; default OpenStreetMap and, where times depend on timetables, the
        operators of the network with most trips.
    width
        Width of the picture in millimetres, at least 80; default 160. On pictures under 120, for a
        column of text, letters are smaller and everything stands above and below the map.
    dpi
        Pixels per inch of a ``.png``; default 300.
    progress
        Hears how far the work is and may cancel it between two pictures.

    Returns
    -------
    list of Path
        The pictures. Equal inputs give equal bytes.

    Raises
    ------
    UsageError
        If a picture is of an unknown kind, or something that was asked for cannot be meant.
    InputError
        If the layer is missing, empty or faulty, or lacks geometry, reference system or a column.
    OutputError
        If a picture cannot be written.
    Interrupted
        If the progress cancelled.
    """
    asked = Asked(
        title=title,
        subtitle=subtitle,
        label=label,
        attribution=attribution,
        column=column,
        values=values,
        key=key,
        choose=choose or {},
        cutoffs=cutoffs,
        ramp=ramp,
        origins=origins,
        services=services,
        services_label=services_label,
        stations=stations,
    )
    paths = [Path(each) for each in ([path] if isinstance(path, str | Path) else path)]
    for each in paths:
        check_kind(each)
    check_width(width)
    check_dpi(dpi)
    progress = progress or Silent()
    progress.start("Reading the layer")
    read = read_asked(layer, asked)
    return write_map(network, read, asked, paths, width, dpi, progress)


def write_map(
    network: "Network | None",
    layer: "Layer",
    asked: Asked,
    paths: Sequence[Path],
    width: float,
    dpi: float,
    progress: Progress,
) -> list[Path]:
    """
    Write a layer that was read as pictures.

    Parameters
    ----------
    network
        Whose streets lie behind; None for none.
    layer
        The layer.
    asked
        What was asked.
    paths
        The pictures.
    width
        Millimetres.
    dpi
        Pixels per inch of what has pixels.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    list of Path
        The pictures.

    Raises
    ------
    OutputError
        If a picture cannot be written.
    Interrupted
        If the progress cancelled.
    """
    progress.start("Drawing the map", 1 + len(paths))
    composed = compose(network, layer, asked)
    with plain_style():
        figure = Figure()
        render(figure, network, composed, width)
        progress.advance()
        for path in paths:
            if progress.cancelled():
                msg = f"Stopped before {path} was written."
                raise Interrupted(msg)
            save(figure, path, composed.words.title, dpi)
            progress.advance()
    progress.finish()
    return list(paths)
