"""The command that draws areas within travel times."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accessibility.cli.places import PlacesAsked, asks_places, places_given
from accessibility.cli.travel import MINUTES, Asked, asks_travel
from accessibility.cli.wording import options_by_flag
from accessibility.errors import UsageError

if TYPE_CHECKING:
    from accessibility.moments import When

__all__ = ["isochrones"]


@asks_travel
@asks_places("origin")
def isochrones(
    network: Annotated[Path, typer.Argument(help="Folder of the network.", metavar="NETWORK")],
    output: Annotated[
        Path | None,
        typer.Option(help="The areas: .gpkg, .geojson, .parquet or .fgb.", metavar="FILE"),
    ] = None,
    at: Annotated[
        list[str] | None,
        typer.Option(help="A point, as 51.5877,-2.9984; may be repeated.", metavar="LAT,LON"),
    ] = None,
    origins: Annotated[
        str | None, typer.Option(help="Points instead: any layer or table.", metavar="FILE")
    ] = None,
    minutes: Annotated[
        str, typer.Option(help="Times in minutes, ascending.", metavar="15,30,…")
    ] = "15,30,45,60",
    percentile: Annotated[
        int | None, typer.Option(help="Percentile over the window; default the median.")
    ] = None,
    combine: Annotated[
        str,
        typer.Option(
            help="Areas of each origin, of any of them, or of at least n.", metavar="each|union|N"
        ),
    ] = "each",
    rings: Annotated[
        bool, typer.Option("--rings", help="Areas leave out those of shorter times.")
    ] = False,
    every: Annotated[
        str | None,
        typer.Option(help="A series: once so often from the moment on.", metavar=MINUTES),
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Last time of the series, the same day.", metavar="HH:MM")
    ] = None,
    cell_size: Annotated[float, typer.Option(help="Side of a cell, metres.")] = 50,
    grid_crs: Annotated[
        str | None, typer.Option(help="Projection of the cells, as EPSG:27700; default UTM.")
    ] = None,
    count: Annotated[
        list[str] | None,
        typer.Option(
            help="Count what lies inside, as people=dwellings.csv:persons; may be repeated.",
            metavar="NAME=FILE[:COLUMN]",
        ),
    ] = None,
    surface: Annotated[
        Path | None,
        typer.Option(help="Also the travel times themselves: .tif, or points as .parquet, …"),
    ] = None,
    *,
    asked: Asked,
    given: PlacesAsked,
) -> None:
    """
    Draw the areas that are reached within some times, or with --arrive reach a point in time.

    Outlines are exact contours of travel times to every cell near a street.
    """
    from accessibility.analysis.surface_files import SURFACE_EXTENSIONS, write_surfaces
    from accessibility.results.layers import check_layer_output

    cutoffs = _minutes(minutes)
    when = _series(asked, every, until)
    inside = dict(_counted(part) for part in count or ())
    if output is None and surface is None:
        msg = "Nothing is asked to be written: give --output, --surface, or both."
        raise UsageError(msg)
    read = [*given.inputs, *([] if origins is None else [origins])]
    if output is not None:
        check_layer_output(output, read)
    if surface is not None:
        check_layer_output(surface, read, SURFACE_EXTENSIONS)
    if (at is None) == (origins is None):
        msg = "Give either points by --at LAT,LON, or a layer by --origins."
        raise UsageError(msg)
    places = places_given("--at", at) if at is not None else None

    # Only now what takes time: a wrong option is told at once.
    from accessibility.analysis.isochrones import isochrones as draw
    from accessibility.analysis.surface import travel_time_surfaces
    from accessibility.network.network import Network
    from accessibility.progress import for_terminal

    opened = Network.open(network)
    opened.verify()
    if places is None:
        places = given.read("origin", str(origins), opened)
    common: dict[str, Any] = {
        "when": when,
        "percentile": percentile,
        "combine": combine,
        "options": asked.options,
        "cell_size": cell_size,
        "crs": grid_crs,
        "progress": for_terminal(),
    }
    with options_by_flag():
        if output is not None:
            table = draw(
                opened,
                places,
                minutes=cutoffs,
                rings=rings,
                inside=inside or None,
                output=output,
                **common,
            )
            typer.echo(f"Wrote {output}: {len(table):,} areas.")
        if surface is not None:
            found = travel_time_surfaces(opened, places, **common)
            write_surfaces(found, surface)
            typer.echo(f"Wrote {surface}: {len(found):,} surfaces.")
    for written in (output, surface):
        if written is not None:
            given.write_matches(written)
            break


def _minutes(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        msg = f'--minutes "{text}": give numbers, as 15,30,45,60.'
        raise UsageError(msg) from None


def _series(asked: Asked, every: str | None, until: str | None) -> "When | list[When] | None":
    """The moments of a series, or what was asked where there is none."""
    if every is None and until is None:
        when: When | list[When] | None = asked.when
        return when
    if every is None or until is None or len(asked.moments) != 1:
        msg = "A series needs --every, --until and one moment to begin with: --depart or --arrive."
        raise UsageError(msg)
    from accessibility.moments import moments_every

    with options_by_flag():
        return moments_every(asked.moments[0], every, until)


def _counted(text: str) -> tuple[str, tuple[str, str | None]]:
    name, equals, source = text.partition("=")
    if not equals or not name or not source:
        msg = f'--count "{text}": write NAME=FILE or NAME=FILE:COLUMN, as people=homes.csv:persons.'
        raise UsageError(msg)
    file, colon, column = source.rpartition(":")
    if not colon or "." in column or "/" in column or "\\" in column:
        return name, (source, None)
    return name, (file, column)
