"""The command that runs the main job on the sample town."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accessibility.cli.demo_index import demo_index
from accessibility.sample_town import DAY, NETWORK, copy_sample

if TYPE_CHECKING:
    import pandas as pd

    from accessibility.network.network import Network
    from accessibility.progress import Progress

__all__ = ["demo"]

DEPARTURE = f"{DAY} 08:00"
BACK = f"{DAY} 12:00"
MAPPED = "pharmacy"
"""Kind of service of the map."""
LIBRARY = "S044"
"""Where the isochrones begin."""
ATTRIBUTION = "Made-up town; sample data of Access to Services"


def demo(
    folder: Annotated[Path, typer.Argument(help="Where to write.", metavar="FOLDER")],
) -> None:
    """
    Run the main job on a small made-up town: a network, the nearest services, maps, an index.

    The sample is copied to the folder first, so that the commands can be tried on it.
    """
    from accessibility.analysis.matrix import travel_time_matrix
    from accessibility.analysis.nearest.nearest import nearest_services
    from accessibility.maps.nearest_styles import style_nearest
    from accessibility.moments import DepartAt
    from accessibility.network.network import Network
    from accessibility.options import TravelOptions
    from accessibility.progress import for_terminal
    from accessibility.results.nearest_summary import summary_of, told_summary

    inputs = copy_sample(folder)
    dwellings, services = inputs["dwellings"], inputs["services"]
    progress = for_terminal()
    network = Network.build(
        osm=inputs["osm"],
        gtfs=[inputs["bus"], inputs["rail"]],
        path=folder / NETWORK,
        progress=progress,
    )
    typer.echo(f"{network.health}\n\n{network.health.services_on(DAY)}\n")
    when = DepartAt(DEPARTURE, window="2h")
    output = folder / "matrix.parquet"
    travel_time_matrix(network, dwellings, services, when=when, output=output, progress=progress)
    nearest = folder / "nearest.gpkg"
    table = nearest_services(
        network,
        dwellings,
        services,
        when=when,
        return_when=DepartAt(BACK, window="2h"),
        output=nearest,
        progress=progress,
    )
    style_nearest(nearest, table, TravelOptions().max_time_s / 60)
    typer.echo(f"From every dwelling to the nearest service of each kind, {DAY:%A %d %B %Y},")
    typer.echo("medians over departures from 08:00 to 10:00, and from 12:00 to 14:00 back:\n")
    for line in told_summary(summary_of(table)):
        typer.echo(line)
    picture = _draw(network, table, dwellings, services, folder)
    points = folder.glob("*.points.csv")
    areas = _draw_isochrones(network, services, folder, progress)
    index = demo_index(folder, inputs, network, progress)
    written = [folder / NETWORK, output, nearest, *sorted(points), picture, *areas, *index]
    typer.echo(f"\nWritten: {', '.join(str(path) for path in (*inputs.values(), *written))}")


def _draw(
    network: "Network", table: "pd.DataFrame", dwellings: Path, services: Path, folder: Path
) -> Path:
    """Draw how long it takes from each dwelling to the nearest service of one kind."""
    from accessibility.maps.static import draw_travel_times
    from accessibility.tables import read_table

    places = read_table(services)
    places = places[places["kind"] == MAPPED]
    times = table[table["kind"] == MAPPED].set_index("from_id")["travel_time_p50"]
    return draw_travel_times(
        network,
        dwellings,
        times,
        folder / f"minutes-to-{MAPPED}.png",
        title=f"Travel time to the nearest {MAPPED}",
        subtitle="By public transport or on foot, with walks of at most 20 minutes: median over "
        f"departures from 08:00 to 10:00 on {DAY:%A %d %B %Y}",
        points_label="dwellings",
        services=places,
        services_label=MAPPED,
        attribution=ATTRIBUTION,
    )


def _draw_isochrones(
    network: "Network", services: Path, folder: Path, progress: "Progress"
) -> list[Path]:
    """Draw what is reached from the library: a map, a page for browsers, and a day as animation."""
    from accessibility.analysis.isochrones import isochrones
    from accessibility.maps.animation import animate_map
    from accessibility.maps.draw import draw_map
    from accessibility.maps.web import write_web_map
    from accessibility.moments import DepartAt, moments_every
    from accessibility.tables import read_table

    places = read_table(services)
    library = places[places["id"] == LIBRARY]
    layer, picture, page, day = (
        folder / f"from-the-library.{kind}" for kind in ("gpkg", "png", "html", "gif")
    )
    isochrones(network, library, when=DepartAt(f"{DAY} 08:30"), output=layer, progress=progress)
    title = "Reached from the library by public transport or on foot"
    draw_map(network, layer, picture, title=title, attribution=ATTRIBUTION)
    write_web_map(layer, page, title=title, network=network, attribution=ATTRIBUTION)
    hours = moments_every(DepartAt(f"{DAY} 06:00"), "1h", "22:00")
    series = isochrones(network, library, when=hours, minutes=(15, 30, 45), progress=progress)
    animate_map(network, series, day, title=title, attribution=ATTRIBUTION, progress=progress)
    return [layer, picture, page, day]
