"""The command that shows a place from nothing but a map and timetables."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from accessibility.network.network import Network
    from accessibility.places.noted import NotedPoints
    from accessibility.progress import Progress

__all__ = ["first_look"]

NETWORK = "place.network"
WINDOW = "2h"
CLOCK = "08:00"
CELLS = "grid:250m"
"""Origins where the map has no buildings."""


def first_look(
    osm: Annotated[Path, typer.Option(help="OpenStreetMap extract, .osm.pbf.", metavar="FILE")],
    gtfs: Annotated[
        list[Path], typer.Option(help="Timetable in GTFS; may be repeated.", metavar="FILE")
    ],
    output: Annotated[Path, typer.Option(help="Folder to write to.", metavar="FOLDER")] = Path(
        "first-look"
    ),
    service: Annotated[
        str, typer.Option(help="Kind of service to go to, as the extract has it.", metavar="KIND")
    ] = "pharmacy",
) -> None:
    """
    Look at a place: minutes from every building to the nearest pharmacy on a well-served Tuesday.

    Needs nothing but a map and a timetable. Writes a layer, a table and a picture.
    """
    from accessibility.analysis.nearest.nearest import nearest_services
    from accessibility.files import atomic, output_errors
    from accessibility.maps.nearest_styles import style_nearest
    from accessibility.maps.static import draw_travel_times
    from accessibility.moments import DepartAt
    from accessibility.network.calendar import best_served_date
    from accessibility.network.network import Network
    from accessibility.options import TravelOptions
    from accessibility.places.osm.kinds import load_kinds
    from accessibility.places.osm.services import services_of
    from accessibility.progress import for_terminal
    from accessibility.results.nearest_summary import summary_of, told_summary

    kind = load_kinds()[service]
    with output_errors(output):
        output.mkdir(parents=True, exist_ok=True)
    progress = for_terminal()
    network = Network.build(osm=osm, gtfs=gtfs, path=output / NETWORK, progress=progress)
    services = services_of(network, [service])
    day = best_served_date(network.timetable)
    origins, called = _origins(network, progress)
    for note in origins.notes:
        typer.echo(note, err=True)
    layer, table, picture = (
        output / f"minutes-to-{service}.{extension}" for extension in ("gpkg", "csv", "png")
    )
    found = nearest_services(
        network,
        origins,
        services,
        when=DepartAt(f"{day} {CLOCK}", window=WINDOW),
        output=layer,
        progress=progress,
    )
    style_nearest(layer, found, TravelOptions().max_time_s / 60)
    with atomic(table) as temporary:
        plain = found.drop(columns="geometry").assign(lon=origins.lon, lat=origins.lat)
        plain.to_csv(temporary, index=False, lineterminator="\n")
    draw_travel_times(
        network,
        origins,
        found["travel_time_p50"],
        picture,
        title=f"Travel time to the nearest {kind.label}",
        subtitle="By public transport or on foot: median over departures from 08:00 to 10:00 on "
        f"{day:%A %d %B %Y}",
        points_label=called,
        services=services[0].points,
        services_label=kind.label,
    )
    typer.echo(f"On {day:%A %d %B %Y}, of all Tuesdays that with most trips:")
    typer.echo("median minutes over departures from 08:00 to 10:00.\n")
    for line in told_summary(summary_of(found)):
        typer.echo(line)
    points = output.glob("*.points.csv")
    written = [output / NETWORK, layer, table, *points, picture]
    typer.echo(f"\nWritten: {', '.join(str(path) for path in written)}")


def _origins(network: "Network", progress: "Progress") -> "tuple[NotedPoints, str]":
    """Buildings, or cells where the map has none; and what they are."""
    from accessibility.errors import InputError
    from accessibility.places.from_text import points_from_text

    try:
        origins, called = points_from_text("osm:buildings", network, progress), "buildings"
    except InputError as error:
        typer.echo(f"{error} Cells of a grid are taken instead.", err=True)
        origins, called = points_from_text(CELLS, network, progress), "cells"
    if origins is None:
        raise TypeError(CELLS)
    return origins, called
