"""The command that draws layers as maps: pictures, animations, pages."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accessibility.cli.wording import options_by_flag
from accessibility.errors import UsageError

if TYPE_CHECKING:
    from accessibility.maps.compose import Asked
    from accessibility.maps.layers import Layer
    from accessibility.network.network import Network
    from accessibility.progress import Progress

__all__ = ["map_layer"]

PICTURES = (".png", ".pdf", ".svg")
PAGES = (".html", ".htm")


def map_layer(
    layer: Annotated[
        str,
        typer.Argument(
            help="Isochrones, a surface (.tif), areas, points or routes: any layer.",
            metavar="LAYER",
        ),
    ],
    network: Annotated[
        Path | None,
        typer.Option(
            help="Network whose streets and stations lie behind; default none.", metavar="FOLDER"
        ),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            help="The map: .png, .pdf, .svg, or .html for a page; may be repeated.", metavar="FILE"
        ),
    ] = None,
    animate: Annotated[
        Path | None,
        typer.Option(help="A series as an animation with a clock: .gif.", metavar="FILE"),
    ] = None,
    multiples: Annotated[
        list[Path] | None,
        typer.Option(
            help="A series as small maps on one page: .png, .pdf, .svg; may be repeated.",
            metavar="FILE",
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="What is shown; default made from the layer.")
    ] = None,
    subtitle: Annotated[
        str | None, typer.Option(help="When and how people travel; default from the layer.")
    ] = None,
    column: Annotated[
        str | None, typer.Option(help="Column of areas or points that is mapped.")
    ] = None,
    values: Annotated[
        str | None, typer.Option(help="Table that is joined to the areas.", metavar="FILE")
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(help="Column by which it is joined, as code, or code=id.", metavar="COLUMN"),
    ] = None,
    choose: Annotated[
        list[str] | None,
        typer.Option(
            help="Draw the rows with this value, as percentile=50; may be repeated.",
            metavar="COLUMN=VALUE",
        ),
    ] = None,
    cutoffs: Annotated[
        str | None, typer.Option(help="Where classes end, ascending.", metavar="15,30,…")
    ] = None,
    ramp: Annotated[
        str | None, typer.Option(help="Colours, as violet-sand; with _r from the other end.")
    ] = None,
    label: Annotated[str | None, typer.Option(help="What stands above the legend.")] = None,
    origins: Annotated[
        str | None,
        typer.Option(help="Where people set out; default as the layer says.", metavar="FILE"),
    ] = None,
    services: Annotated[
        str | None, typer.Option(help="Further places, drawn as crosses.", metavar="FILE")
    ] = None,
    services_label: Annotated[str, typer.Option(help="What one of them is.")] = "service",
    no_stations: Annotated[
        bool, typer.Option("--no-stations", help="Name no railway stations.")
    ] = False,
    attribution: Annotated[
        str | None, typer.Option(help="Whose data it is; default streets and operators.")
    ] = None,
    width: Annotated[
        float, typer.Option(help="Millimetres: 160 for a page, 85 for a column of text.")
    ] = 160,
    dpi: Annotated[
        float | None, typer.Option(help="Pixels per inch; default 300, animations 120.")
    ] = None,
    seconds: Annotated[float, typer.Option(help="How long an animation shows a moment.")] = 0.5,
) -> None:
    """
    Draw a layer as a map for a publication, a page for browsers, or the day as an animation.

    What is drawn depends on its columns: isochrones, areas or points in the classes of --column,
    routes by their mode; a GeoTIFF is a surface of travel times.
    """
    pictures, pages = _sorted(output or [])
    small = multiples or []
    if not (pictures or pages or small or animate):
        msg = "Nothing is asked to be written: give --output, --animate or --multiples."
        raise UsageError(msg)
    everything = [*pictures, *pages, *small, *([animate] if animate else [])]
    inputs = [path for path in (layer, values, origins, services) if path is not None]
    _check(everything, small, animate, inputs, width, dpi)

    # Only now what takes time: a wrong option is told at once.
    from accessibility.maps.compose import Asked, read_asked
    from accessibility.network.network import Network
    from accessibility.progress import for_terminal

    opened = None if network is None else Network.open(network)
    if opened is not None:
        opened.verify()
    asked = Asked(
        title=title,
        subtitle=subtitle,
        label=label,
        attribution=attribution,
        column=column,
        values=values,
        key=key,
        choose=dict(_chosen(part) for part in choose or ()),
        cutoffs=None if cutoffs is None else _numbers(cutoffs),
        ramp=ramp,
        origins=origins,
        services=services,
        services_label=services_label,
        stations=not no_stations,
    )
    progress = for_terminal()
    with options_by_flag():
        try:
            progress.start("Reading the layer")
            read = read_asked(layer, asked)
            if pictures:
                from accessibility.maps.draw import write_map

                write_map(opened, read, asked, pictures, width, dpi or 300, progress)
            if small or animate:
                _draw_series(opened, read, asked, small, animate, width, dpi, seconds, progress)
            for page in pages:
                from accessibility.maps.as_page import write_page

                progress.start("Writing the page")
                write_page(opened, read, asked, page)
        finally:
            progress.finish()
    typer.echo(f"Wrote {', '.join(str(path) for path in everything)}.")


def _sorted(paths: list[Path]) -> tuple[list[Path], list[Path]]:
    """Tell pictures from pages by their extensions."""
    for path in paths:
        if path.suffix.lower() not in PICTURES + PAGES:
            listed = ", ".join(PICTURES + PAGES[:1])
            series = ". A series becomes .gif with --animate" * (path.suffix.lower() == ".gif")
            msg = f"--output {path}: maps are written as {listed}{series}."
            raise UsageError(msg)
    pictures = [path for path in paths if path.suffix.lower() in PICTURES]
    return pictures, [path for path in paths if path not in pictures]


def _check(
    outputs: list[Path],
    small: list[Path],
    animation: Path | None,
    inputs: list[str],
    width: float,
    dpi: float | None,
) -> None:
    """Refuse outputs that cannot be, before anything is read."""
    from accessibility.results.layers import check_layer_output
    from accessibility.tables import LAYER_MARK

    for path in small:
        check_layer_output(path, extensions=PICTURES)
    if animation is not None:
        check_layer_output(animation, extensions=(".gif",))
    files = [source.partition(LAYER_MARK)[0] for source in inputs]
    for number, path in enumerate(outputs):
        check_layer_output(path, files, (path.suffix.lower(),))
        if path in outputs[:number]:
            msg = f"{path} is asked for twice. Give each output a name of its own."
            raise UsageError(msg)
    from accessibility.maps.picture import check_dpi
    from accessibility.maps.sheet import check_width

    with options_by_flag():
        check_width(width)
        check_dpi(300 if dpi is None else dpi)


def _chosen(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not (column and equals):
        msg = f'--choose "{text}": write COLUMN=VALUE, as percentile=50.'
        raise UsageError(msg)
    return column, value


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        msg = f'--cutoffs "{text}": give numbers, as 15,30,45,60.'
        raise UsageError(msg) from None


def _draw_series(
    network: "Network | None",
    layer: "Layer",
    asked: "Asked",
    small: list[Path],
    animation: Path | None,
    width: float,
    dpi: float | None,
    seconds: float,
    progress: "Progress",
) -> None:
    """Draw what shows all moments of a series."""
    from accessibility.maps.animation import write_animation
    from accessibility.maps.multiples import write_multiples
    from accessibility.maps.series import series_of

    if small:
        page = series_of(network, layer, replace(asked, stations=False))
        write_multiples(network, page, small, width, dpi or 300, progress)
    if animation is not None:
        series = series_of(network, layer, asked)
        write_animation(network, series, animation, width, dpi or 120, seconds, progress)
