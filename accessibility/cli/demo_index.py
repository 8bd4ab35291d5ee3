"""The index of the sample town, in two years, and what changed between them."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from accessibility.cli import index_compare
from accessibility.sample_town import DAY, DAY_LATER

if TYPE_CHECKING:
    from accessibility.network.network import Network
    from accessibility.progress import Progress
    from accessibility.results.index import IndexResult

__all__ = ["demo_index"]

RECIPE = "minimal"
AREA_ID = "code"
SHOWN = 5
"""Areas that are told, the most deprived first."""


def demo_index(
    folder: Path, inputs: Mapping[str, Path], network: "Network", progress: "Progress"
) -> list[Path]:
    """
    Make the index of the sample town with the timetables of two years, and compare.

    Parameters
    ----------
    folder
        The folder of the demo.
    inputs
        Files of the sample.
    network
        The network of the first year.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    list of Path
        The network of the second year, and the folders of both runs and of the comparison.
    """
    from accessibility.index.recipe.recipes import load_recipe
    from accessibility.index.run.inputs import IndexInputs
    from accessibility.index.run.run import run_index
    from accessibility.network.network import Network

    later = Network.build(
        osm=inputs["osm"],
        gtfs=[inputs["bus_later"], inputs["rail_later"]],
        path=folder / f"town-{DAY_LATER.year}.network",
        progress=progress,
    )
    recipe = load_recipe(RECIPE)
    runs: list[Path] = []
    for day, of_year in ((DAY, network), (DAY_LATER, later)):
        places = IndexInputs(of_year, inputs["areas"], inputs["dwellings"], area_id=AREA_ID)
        output = folder / f"index-{day.year}"
        previous = runs[-1] if runs else None
        result = run_index(recipe.on(day), places, output, progress=progress, previous=previous)
        runs.append(output)
        if previous is None:
            typer.echo(f"\nAn index by the recipe {RECIPE} on {day:%A %d %B %Y}: the {SHOWN} areas")
            typer.echo("with the worst access, and mean minutes to the nearest service by ten:\n")
            typer.echo(_told(result))
    typer.echo(f"\nWith the timetables of {DAY_LATER.year}, when some buses run more often:")
    changes = folder / "index-changes"
    index_compare.compare(*runs, output=changes)
    return [later.path, *runs, changes]


def _told(result: "IndexResult") -> str:
    """The most deprived areas as a table of text."""
    kinds = result.indicators["indicator"].drop_duplicates().tolist()
    worst = result.areas.sort_values("domain_rank").head(SHOWN)
    lines = [f"{'area':<12}{'rank':>6}{'score':>8}" + "".join(f"{kind:>12}" for kind in kinds)]
    for code, row in worst.iterrows():
        minutes = "".join(f"{row[kind]:>12.1f}" for kind in kinds)
        lines.append(f"{code:<12}{row['domain_rank']:>6.0f}{row['domain_score']:>8.1f}{minutes}")
    return "\n".join(lines)
