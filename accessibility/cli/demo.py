"""The command that runs the main job on the sample town."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accessibility.sample_town import DAY, NETWORK, copy_sample

if TYPE_CHECKING:
    import pandas as pd

    from accessibility.network.network import Network
    from accessibility.progress import Progress

__all__ = ["demo"]

DEPARTURE = f"{DAY} 08:00"
SOON = 30
"""Minutes within which a service counts as near in the table."""
MAPPED = "pharmacy"
"""Kind of service of the map."""
LIBRARY = "S044"
"""Where the isochrones begin."""
ATTRIBUTION = "Made-up town; sample data of Access to Services"


def demo(
    folder: Annotated[Path, typer.Argument(help="Where to write.", metavar="FOLDER")],
) -> None:
    """
    Run the main job on a small made-up town: a network, its health, a matrix, medians, a map.

    The sample is copied to the folder first, so that the commands can be tried on it.
    """
    from accessibility.analysis.matrix import travel_time_matrix
    from accessibility.files import atomic
    from accessibility.moments import DepartAt
    from accessibility.network.network import Network
    from accessibility.progress import for_terminal

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
    output = travel_time_matrix(
        network,
        dwellings,
        services,
        when=DepartAt(DEPARTURE, window="2h"),
        output=folder / "matrix.parquet",
        progress=progress,
    )
    table = _medians(output, services)
    medians = folder / "medians.csv"
    with atomic(medians) as temporary:
        table.to_csv(temporary, index=False, lineterminator="\n")
    typer.echo(f"From every dwelling to the nearest service of each kind, {DAY:%A %d %B %Y},")
    typer.echo("median over departures from 08:00 to 10:00 by public transport or on foot:\n")
    typer.echo(_as_text(table))
    picture = _draw(network, output, dwellings, services, folder)
    points = folder.glob("matrix.points.csv")
    areas = _draw_isochrones(network, services, folder, progress)
    written = [folder / NETWORK, output, *points, medians, picture, *areas]
    typer.echo(f"\nWritten: {', '.join(str(path) for path in (*inputs.values(), *written))}")


def _medians(matrix: Path, services: Path) -> "pd.DataFrame":
    """Find each dwelling's nearest service of each kind, and the middle of the dwellings."""
    import pandas as pd

    from accessibility.tables import read_table

    kinds = read_table(services).set_index("id")["kind"]
    times = pd.read_parquet(matrix)
    times["kind"] = times["to_id"].map(kinds)
    nearest = times.groupby(["kind", "from_id"])["travel_time_p50"].min().fillna(float("inf"))
    by_kind = nearest.groupby("kind")
    return (
        pd.DataFrame(
            {
                "services": kinds.value_counts(),
                "median_minutes": by_kind.median().round(1),
                f"percent_within_{SOON}_minutes": (
                    by_kind.agg(lambda m: (m <= SOON).mean()) * 100
                ).round(1),
            }
        )
        .rename_axis("kind")
        .sort_values(["median_minutes", "kind"], kind="stable")
        .reset_index()
    )


def _draw(network: "Network", matrix: Path, dwellings: Path, services: Path, folder: Path) -> Path:
    """Draw how long it takes from each dwelling to the nearest service of one kind."""
    import pandas as pd

    from accessibility.maps.static import draw_travel_times
    from accessibility.tables import read_table

    places = read_table(services)
    places = places[places["kind"] == MAPPED]
    times = pd.read_parquet(matrix)
    times = times[times["to_id"].isin(places["id"])]
    return draw_travel_times(
        network,
        dwellings,
        times.groupby("from_id", sort=False)["travel_time_p50"].min(),
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


def _as_text(table: "pd.DataFrame") -> str:
    lines = [f"{'kind':<20}{'services':>9}{'median':>12}{f'within {SOON} min':>16}"]
    lines += [
        f"{kind:<20}{services:>9}{minutes:>8.1f} min{percent:>14.1f} %"
        for kind, services, minutes, percent in table.itertuples(index=False)
    ]
    return "\n".join(lines)
