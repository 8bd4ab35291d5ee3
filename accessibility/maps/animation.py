"""A day as an animation: what is reached at one departure after another."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from accessibility.errors import Interrupted, UsageError
from accessibility.files import atomic
from accessibility.maps.bands import paint_bands
from accessibility.maps.clock import STRIP, draw_clock, draw_dial
from accessibility.maps.compose import Asked, read_asked
from accessibility.maps.ground import draw_streets, street_lines
from accessibility.maps.lettering import type_for
from accessibility.maps.marks import paint_marks
from accessibility.maps.picture import check_dpi, check_kind, plain_style
from accessibility.maps.series import Series, series_of
from accessibility.maps.sheet import check_width, lay_out
from accessibility.progress import Progress, Silent

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from accessibility.network.network import Network
    from accessibility.places.points import Points

__all__ = ["animate_map", "write_animation"]

KINDS: Final = (".gif",)
LAST: Final = 3
"""How many times longer the last picture stays."""
SAMPLE: Final = 6
"""Pictures by which the common colours are chosen."""
COLOURS: Final = 255


def animate_map(
    network: "Network | None",
    layer: "GeoDataFrame | str | Path",
    path: str | Path,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    choose: Mapping[str, object] | None = None,
    ramp: str | None = None,
    label: str | None = None,
    origins: "Points | GeoDataFrame | str | Path | None" = None,
    services: "Points | GeoDataFrame | str | Path | None" = None,
    services_label: str = "service",
    stations: bool = True,
    attribution: str | None = None,
    width: float = 160,
    dpi: float = 120,
    seconds: float = 0.5,
    progress: Progress | None = None,
) -> Path:
    """
    Draw a series of isochrones as an animation with a clock.

    Parameters
    ----------
    network
        Whose streets and stations lie behind; None for empty paper.
    layer
        Isochrones of a series of departures: polygons with columns ``minutes`` and ``t_start``.
    path
        The animation to write: ``.gif``.
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
    services
        Further places, drawn as crosses; default none.
    services_label
        What one of them is; default ``"service"``.
    stations
        Whether railway stations are marked and named for orientation; default yes, unless there
        are many.
    attribution
        Whose data the map shows; default OpenStreetMap and the operators of the network.
    width
        Width in millimetres, at least 80; default 160.
    dpi
        Pixels per inch; default 120.
    seconds
        How long each moment is shown; default 0.5.
    progress
        Hears how far the work is and may cancel it between two pictures.

    Returns
    -------
    Path
        The animation.

    Raises
    ------
    UsageError
        If the layer is no series, the file of another kind, or something that was asked for cannot
        be meant.
    InputError
        If the layer cannot be read or is faulty.
    OutputError
        If the animation cannot be written.
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
        services=services,
        services_label=services_label,
        stations=stations,
    )
    path = Path(path)
    check_kind(path, KINDS)
    check_width(width)
    check_dpi(dpi)
    series = series_of(network, read_asked(layer, asked), asked)
    return write_animation(network, series, path, width, dpi, seconds, progress)


def write_animation(
    network: "Network | None",
    series: Series,
    path: Path,
    width: float = 160,
    dpi: float = 120,
    seconds: float = 0.5,
    progress: Progress | None = None,
) -> Path:
    """
    Write a series as an animation.

    Parameters
    ----------
    network
        Whose streets lie behind; None for none.
    series
        The series.
    path
        The file.
    width
        Millimetres.
    dpi
        Pixels per inch.
    seconds
        How long each moment is shown.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UsageError
        If a moment is shown for no time.
    OutputError
        If the file cannot be written.
    Interrupted
        If the progress cancelled.
    """
    if not 0.02 <= seconds <= 60:
        msg = f"seconds: {seconds:g}: each moment is shown for 0.02 to 60 seconds."
        raise UsageError(msg)
    progress = progress or Silent()
    progress.start("Drawing moments", len(series.moments))
    pictures = []
    with plain_style():
        for picture in _pictures(network, series, width, dpi):
            if progress.cancelled():
                msg = f"Stopped before {path} was written."
                raise Interrupted(msg)
            pictures.append(picture)
            progress.advance()
    progress.start("Writing the animation")
    frames = _in_common_colours(pictures)
    shown = round(seconds * 1000)
    times = [shown] * (len(frames) - 1) + [shown * LAST]
    with atomic(path) as temporary:
        frames[0].save(
            temporary, "GIF", save_all=True, append_images=frames[1:], duration=times, loop=0
        )
    progress.finish()
    return path


def _pictures(
    network: "Network | None", series: Series, width: float, dpi: float
) -> "Iterator[Image.Image]":
    """Draw each moment between what lies below and above all of them, which is drawn once."""
    lettering = type_for(width)
    span = series.moments[0].start, series.moments[-1].start
    fixed = Figure(dpi=dpi, facecolor="none")
    sheet = lay_out(fixed, series.bounds, width, series.words, strip=STRIP)
    strip: Any = sheet.strip
    draw_dial(strip, *span, lettering)
    if network is not None:
        draw_streets(sheet.map, street_lines(sheet.frame, network.streets))
    paint_marks(sheet.map, sheet.frame, series.marks, lettering)
    above = _pixels(fixed)
    moving = Figure(dpi=dpi, facecolor="#ffffff")
    moving.set_size_inches(*fixed.get_size_inches())
    ground, clock = (_same_place(moving, axes) for axes in (sheet.map, strip))
    words = "arriving by" if series.arriving else "leaving at"
    for moment in series.moments:
        colours = [series.colours[band.high] for band in moment.bands]
        paint_bands(ground, sheet.frame, moment.bands, colours)
        picture = Image.alpha_composite(_pixels(moving), above)
        artists = draw_clock(clock, moment.start, span, lettering, words)
        # The hands lie above the dial: they are drawn alone.
        ground.set_visible(False)
        moving.set_facecolor("none")
        yield Image.alpha_composite(picture, _pixels(moving)).convert("RGB")
        ground.set_visible(True)
        moving.set_facecolor("#ffffff")
        for artist in (*artists, *ground.patches):
            artist.remove()


def _same_place(figure: Figure, axes: Any) -> Any:
    copy = figure.add_axes(axes.get_position().bounds)
    copy.set(xlim=axes.get_xlim(), ylim=axes.get_ylim(), autoscale_on=False)
    copy.set_axis_off()
    return copy


def _pixels(figure: Figure) -> "Image.Image":
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return Image.fromarray(np.array(canvas.buffer_rgba()))


def _in_common_colours(pictures: "list[Image.Image]") -> "list[Image.Image]":
    """Give all pictures one palette, so that nothing flickers."""
    step = max(1, len(pictures) // SAMPLE)
    sample = pictures[::step][:SAMPLE]
    width, height = pictures[0].size
    sheet = Image.new("RGB", (width, height * len(sample)))
    for number, picture in enumerate(sample):
        sheet.paste(picture, (0, number * height))
    palette = sheet.quantize(COLOURS, Image.Quantize.MAXCOVERAGE)
    return [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
