"""Commands that make indices of small areas: recipes, their check, a run."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from accessibility.cli import index_compare
from accessibility.cli.wording import options_by_flag
from accessibility.errors import UsageError

__all__ = ["app"]

app = typer.Typer(
    help="Make an index of small areas from travel times, by a recipe.", no_args_is_help=True
)

NEEDED = ("network", "areas", "origins")
"""What a run needs, unless the area table has ready times."""


@app.command()
def recipes(
    name: Annotated[
        str | None, typer.Argument(help="Print this one.", metavar="NAME", show_default=False)
    ] = None,
) -> None:
    """List the recipes that come with the program, or print one to start from."""
    from accessibility.index.recipe.recipes import load_recipe, shipped_recipes

    if name is not None:
        typer.echo(load_recipe(name).text.rstrip("\n"))
        return
    shipped = shipped_recipes()
    width = max(len(recipe.name) for recipe in shipped) + 2
    for recipe in shipped:
        typer.echo(f"{recipe.name:<{width}}{recipe.recipe.title}")


@app.command()
def check(
    recipe: Annotated[str, typer.Argument(help="File, or name of a shipped one.")],
) -> None:
    """Check a recipe, and list its values that are not published, with what stands behind each."""
    from accessibility.index.recipe.recipes import load_recipe

    checked = load_recipe(recipe)
    values, others = checked.values(), checked.not_published()
    for status in dict.fromkeys(value.status for value in others):
        typer.echo(f"{status}:")
        for value in others:
            if value.status == status:
                typer.echo(f"  {value.path} = {_shown(value.value)}: {value.source}")
    typer.echo(
        f"{checked.name}: {checked.recipe.title}. No fault was found. "
        f"{len(values) - len(others):,} of {len(values):,} values are published."
    )


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_shown, value))}]"
    return f"{value:g}" if isinstance(value, float) else str(value)


@app.command()
def run(
    recipe: Annotated[
        str | None,
        typer.Argument(
            help="File, or name of a shipped one.", metavar="RECIPE", show_default=False
        ),
    ] = None,
    *,
    output: Annotated[
        Path, typer.Option(help="New folder, or that of an earlier run.", metavar="FOLDER")
    ],
    network: Annotated[
        Path | None, typer.Option(help="Folder of the network.", metavar="NETWORK")
    ] = None,
    areas: Annotated[
        str | None, typer.Option(help="Layer of the small areas.", metavar="FILE")
    ] = None,
    area_id: Annotated[
        str | None,
        typer.Option(
            help="Column of the areas' identifiers; default as in the recipe.", metavar="COLUMN"
        ),
    ] = None,
    area_table: Annotated[
        str | None,
        typer.Option(
            help="Table with the columns of areas that the recipe reads; without --network that "
            "has ready travel times.",
            metavar="FILE",
        ),
    ] = None,
    domain_ranks: Annotated[
        str | None,
        typer.Option(
            help="Table with the ranks of the other domains, for the overall index.", metavar="FILE"
        ),
    ] = None,
    origins: Annotated[
        str | None,
        typer.Option(
            help="From where people set out: a layer or table, a directory of postcodes, a grid, "
            "or houses of the extract.",
            metavar="FILE|grid:250m|osm:buildings",
        ),
    ] = None,
    origin_id: Annotated[
        str | None, typer.Option(help="Column of the origins' identifiers.", metavar="COLUMN")
    ] = None,
    origin_crs: Annotated[
        str | None,
        typer.Option(help="CRS of origins that do not say it, as EPSG:27700.", metavar="CRS"),
    ] = None,
    origin_filter: Annotated[
        str | None,
        typer.Option(help="Only origins with this value.", metavar="COLUMN=VALUE"),
    ] = None,
    services: Annotated[
        list[str] | None,
        typer.Option(
            help="Services of a kind, or with a column kind; may be repeated. Kinds that are not "
            "given are taken from the extract.",
            metavar="KIND=FILE|FILE",
        ),
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            formats=["%Y-%m-%d"],
            help="Day of all moments; default that of the recipe.",
            metavar="YYYY-MM-DD",
        ),
    ] = None,
    corrections: Annotated[
        str | None,
        typer.Option(
            help="Services and origins to correct, with author, date and reason.",
            metavar="FILE.csv",
        ),
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(help="Changes of timetables and services to try.", metavar="FILE.toml"),
    ] = None,
    origins_output: Annotated[
        str | None,
        typer.Option(
            help="Whether rows of origins are written: mind their licence, and whom they show.",
            metavar="none|masked|full",
        ),
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option(
            help="Folder of an earlier run, to be set against in the report.", metavar="RUN"
        ),
    ] = None,
    again: Annotated[
        Path | None,
        typer.Option(
            help="Make the run of this provenance again, from the same inputs unless others are "
            "given, and with the same tables.",
            metavar="PROVENANCE",
        ),
    ] = None,
) -> None:
    """
    Make an index from a network and places: indicators, scores, ranks and deciles of small areas.

    Writes a folder of tables and layers with their provenance. The same command again computes only
    what changed since, or what was left when it was stopped.
    """
    given = {
        "network": network,
        "areas": areas,
        "area_id": area_id,
        "area_table": area_table,
        "domain_ranks": domain_ranks,
        "origins": origins,
        "origin_id": origin_id,
        "origin_crs": origin_crs,
        "origin_filter": origin_filter,
        "services": _services(services or []),
        "origins_output": origins_output,
        "corrections": corrections,
        "scenario": scenario,
    }
    given = {name: value for name, value in given.items() if value is not None}
    if again is None:
        if recipe is None:
            raise UsageError("RECIPE is missing. Give it, or --again with a provenance.json.")
        if network is not None or area_table is None:
            for name in NEEDED:
                if name not in given:
                    msg = f"--{name} is missing. Give it, or --area-table with ready travel times."
                    raise UsageError(msg)
    elif previous is not None:
        raise UsageError("--previous: --again makes that run itself. Leave one of them out.")
    elif recipe is not None:
        raise UsageError(
            f'RECIPE "{recipe}": --again follows the recipe of that run. Leave it out.'
        )

    # Only now what takes time: a wrong option is told at once.
    from accessibility.index.recipe.recipes import load_recipe
    from accessibility.index.run.again import run_index_again
    from accessibility.index.run.inputs import IndexInputs
    from accessibility.index.run.run import run_index
    from accessibility.index.run.stages import told_stages
    from accessibility.progress import for_terminal

    progress = for_terminal()
    with options_by_flag():
        if again is None:
            result = run_index(
                load_recipe(str(recipe)).on(day and day.date()),
                IndexInputs(**given),
                output,
                progress=progress,
                previous=previous,
            )
        else:
            result = run_index_again(again, output, given=given, progress=progress)
    for line in told_stages(result.provenance["stages"]):
        typer.echo(line)
    ranked = int(result.areas["domain_rank"].notna().sum())
    typer.echo(f"Wrote {output}: {len(result.areas):,} areas, {ranked:,} of them ranked.")
    if again is not None:
        typer.echo(f"The tables are those of {again}.")


def _services(texts: list[str]) -> Any:
    """What the run takes: files by kind, or one file of all kinds."""
    if not texts:
        return None
    by_kind = {}
    for text in texts:
        kind, found, file = text.partition("=")
        if not found:
            if len(texts) > 1:
                msg = f'--services "{text}" names no kind. Write kind={text}, or give it alone.'
                raise UsageError(msg)
            return None if text == "osm" else text
        if kind in by_kind:
            raise UsageError(f'--services names "{kind}" twice. Give each kind once.')
        by_kind[kind] = file
    return by_kind


app.command("compare")(index_compare.compare)
app.command("watch")(index_compare.watch)
app.command("history")(index_compare.history)
