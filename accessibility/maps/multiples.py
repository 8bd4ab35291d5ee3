"""Small maps of the hours of a day on one page, with one legend."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from matplotlib.figure import Figure

from accessibility.errors import Interrupted
from accessibility.maps.bands import paint_bands
from accessibility.maps.compose import Asked, read_asked
from accessibility.maps.ground import Frame, draw_streets, street_lines
from accessibility.maps.lettering import is_column, type_for
from accessibility.maps.picture import check_dpi, check_kind, plain_style, save
from accessibility.maps.series import Moment, Series, series_of
from accessibility.maps.sheet import (
    FOOT,
    GUTTER,
    MARGIN,
    PANEL,
    check_width,
    corners,
    draw_frame,
    draw_scale,
    heading_lines,
    new_paper,
    set_size,
    source_lines,
    write_lines,
)
from accessibility.maps.wording import say_clock, say_day
from accessibility.progress import Progress, Silent

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from accessibility.network.network import Network
    from accessibility.places.points import Points

__all__ = ["draw_multiples", "hours_of", "write_multiples"]

MOST: Final = 24
MOST_IN_COLUMN: Final = 12
"""Most small maps on a page, and in a column of text."""
LEAST_MM: Final = 17.0
"""Least width of a small map."""
ROOM: Final = 178.0
"""Height that small maps may take together on a page."""
BETWEEN: Final = 3.0
EDGE: Final = 1.0
"""Room around what a small map shows."""
MARK: Final = 4.0
"""Size of an origin on a small map, points."""


def draw_multiples(
    network: "Network | None",
    layer: "GeoDataFrame | str | Path",
    path: str | Path | Sequence[str | Path],
    *,
    title: str | None = None,
    subtitle: str | None = None,
    choose: Mapping[str, object] | None = None,
    ramp: str | None = None,
    label: str | None = None,
    origins: "Points | GeoDataFrame | str | Path | None" = None,
    attribution: str | None = None,
    width: float = 160,
    dpi: float = 300,
    progress: Progress | None = None,
) -> list[Path]:
    """
    Draw a series of isochrones as small maps on one page, with one legend.

    Of more than 24 departures (12 on a picture for a column of text) those at full hours are
    drawn, and of more such hours every second, third, … of them.

    Parameters
    ----------
    network
        Whose main streets lie behind; None for empty paper.
    layer
        Isochrones of a series of departures: polygons with columns ``minutes`` and ``t_start``.
    path
        The picture to write, or several: ``.png``, ``.pdf`` or ``.svg``.
    title
        What is shown; default made from the origins.
    subtitle
        When and how people travel; default made from the layer.
    choose
        Values by columns, such as ``{"percentile": 50}``, where the layer holds several sets.
    ramp
        Name of the colours; see `accessibility.maps.draw.draw_map`.
    label
        What stands above the legend; default ``"travel time"``.
    origins
        Where people set out; default the layer ``origins`` of the same file.
    attribution
        Whose data the map shows; default OpenStreetMap and the operators of the network.
    width
        Width in millimetres, at least 80; default 160.
    dpi
        Pixels per inch of a ``.png``; default 300.
    progress
        Hears how far the work is and may cancel it between two small maps.

    Returns
    -------
    list of Path
        The pictures.

    Raises
    ------
    UsageError
        If the layer is no series, a file of another kind, or something that was asked for cannot
        be meant.
    InputError
        If the layer cannot be read or is faulty.
    OutputError
        If a picture cannot be written.
    Interrupted
        If the progress cancelled; nothing is written.
    """
    asked = Asked(
        title=title,
        subtitle=subtitle,
        label=label,
        attribution=attribution,
        choose=choose or {},
        ramp=ramp,
        origins=origins,
        stations=False,
    )
    paths = [Path(each) for each in ([path] if isinstance(path, str | Path) else path)]
    for each in paths:
        check_kind(each)
    check_width(width)
    check_dpi(dpi)
    series = series_of(network, read_asked(layer, asked), asked)
    return write_multiples(network, series, paths, width, dpi, progress)


def write_multiples(
    network: "Network | None",
    series: Series,
    paths: Sequence[Path],
    width: float = 160,
    dpi: float = 300,
    progress: Progress | None = None,
) -> list[Path]:
    """
    Write a series as small maps on one page.

    Parameters
    ----------
    network
        Whose main streets lie behind; None for none.
    series
        The series.
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
    progress = progress or Silent()
    moments = hours_of(series.moments, MOST_IN_COLUMN if is_column(width) else MOST)
    progress.start("Drawing small maps", len(moments) + len(paths))
    with plain_style():
        figure = Figure()
        page = _lay_out(figure, series, len(moments), width)
        lines = [] if network is None else street_lines(page.frame, network.streets, main=True)
        days = len({moment.start.date() for moment in moments}) > 1
        for moment, place in zip(moments, page.places, strict=True):
            if progress.cancelled():
                msg = f"Stopped before {paths[0]} was written."
                raise Interrupted(msg)
            _draw_moment(figure, page, place, series, moment, dated=days)
            draw_streets(figure.axes[-1], lines)
            progress.advance()
        for path in paths:
            save(figure, path, series.words.title, dpi)
            progress.advance()
    progress.finish()
    return list(paths)


def hours_of(moments: Sequence[Moment], most: int) -> list[Moment]:
    """
    Choose the moments that fit a page.

    Parameters
    ----------
    moments
        All moments.
    most
        How many fit.

    Returns
    -------
    list of Moment
        All if they fit; else those at full hours, or every second of them, ….
    """
    if len(moments) <= most:
        return list(moments)
    full = [moment for moment in moments if moment.start.minute == 0] or list(moments)
    return full[:: -(-len(full) // most)]


class _Page(NamedTuple):
    """A page with all but its small maps: their ground, and the lower left corner of each."""

    frame: Frame
    places: list[tuple[float, float]]
    above: float


def _lay_out(figure: Figure, series: Series, count: int, width: float) -> _Page:
    """Put heading above, legend and scale below, and leave room for maps as large as may be."""
    lettering, words = type_for(width), series.words
    across = width - 2 * MARGIN
    above = lettering.text_line + 0.8
    columns, frame = _grid(series, count, across, above)
    rows = -(-count // columns)
    side = frame.width_mm + (across - columns * frame.width_mm) / max(1, columns - 1)
    step = frame.height_mm + above + BETWEEN
    lines = heading_lines(words, across, lettering)
    top = sum(height for _, _, height in lines) + 1
    foot = across - PANEL - GUTTER
    sources = source_lines(words, across if is_column(width) else foot, lettering)
    sourced = sum(height for _, _, height in sources) + 2
    legend = words.legend.height(PANEL, lettering)
    low = max(legend, FOOT) + sourced if is_column(width) else max(legend, FOOT + sourced)
    maps = MARGIN + low + 1
    height = maps + rows * step
    set_size(figure, width, height + top + MARGIN)
    write_lines(new_paper(figure, MARGIN, height, across, top), lines)
    words.legend.write(
        new_paper(figure, MARGIN, MARGIN + low - legend, PANEL, legend), PANEL, lettering
    )
    start = 0.0 if is_column(width) else PANEL + GUTTER
    paper = new_paper(figure, MARGIN + start, MARGIN, across - start, low)
    room = (across - start - min(foot, 60.0), across - start)
    draw_scale(paper, frame, room, low - FOOT, lettering)
    write_lines(paper, sources, sourced - 2)
    places = [
        (MARGIN + number % columns * side, maps + (rows - 1 - number // columns) * step + BETWEEN)
        for number in range(count)
    ]
    return _Page(frame, places, above)


def _grid(series: Series, count: int, across: float, above: float) -> tuple[int, Frame]:
    """Find the number of columns that makes maps largest on a page."""
    west, south, east, north = series.bounds
    wide = (east - west) * np.cos(np.radians((south + north) / 2))
    shape = float(np.clip((north - south) / wide, 0.45, 2.4))
    best, columns = 0.0, 1
    for tried in range(1, count + 1):
        side = (across - (tried - 1) * BETWEEN) / tried
        if side < LEAST_MM and tried > 1:
            break
        tall = ROOM / -(-count // tried) - above - BETWEEN
        size = min(side, tall / shape)
        if size > best:
            best, columns = size, tried
    side = (across - (columns - 1) * BETWEEN) / columns
    size = max(min(best, side), LEAST_MM)
    full = side, size * shape
    return columns, Frame.around(*corners(series.bounds), full, full, EDGE)


def _draw_moment(
    figure: Figure,
    page: _Page,
    place: tuple[float, float],
    series: Series,
    moment: Moment,
    *,
    dated: bool,
) -> None:
    frame = page.frame
    left, bottom = place
    lettering = type_for(figure.get_size_inches()[0] * 25.4)
    title = new_paper(figure, left, bottom + frame.height_mm, frame.width_mm, page.above)
    said = f"{say_clock(moment.start)}  {say_day(moment.start) if dated else ''}".strip()
    title.text(0, 0.7, said, va="bottom", **{**lettering.text, "weight": "bold"})
    axes = draw_frame(figure, left, bottom, frame)
    colours = [series.colours[band.high] for band in moment.bands]
    paint_bands(axes, frame, moment.bands, colours)
    for each in series.marks:
        x, y = frame.place(each.points.lon, each.points.lat)
        axes.plot(x, y, markersize=MARK, label=each.words, **{**each.look, "mew": 0.7})
