"""Commands that set runs of an index side by side, and that run one when timetables arrive."""

import time
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from accessibility.errors import UsageError

__all__ = ["compare", "history", "watch"]


def compare(
    old: Annotated[Path, typer.Argument(help="Folder of the older run.", metavar="OLD")],
    new: Annotated[Path, typer.Argument(help="Folder of the newer run.", metavar="NEW")],
    *,
    output: Annotated[
        Path, typer.Option(help="Folder for the table, the layer and the map.", metavar="FOLDER")
    ],
    split: Annotated[
        bool,
        typer.Option(
            help="Split changes by cause: runs the index with each input from either run."
        ),
    ] = True,
    lookup: Annotated[
        str | None,
        typer.Option(
            help="Where areas differ: table with columns old, new and perhaps weight.",
            metavar="FILE",
        ),
    ] = None,
    work: Annotated[
        Path | None,
        typer.Option(
            help="Folder for the runs of the split; default FOLDER/work. They are kept, so that "
            "the same command goes on where it was stopped.",
            metavar="FOLDER",
        ),
    ] = None,
) -> None:
    """
    Set two runs of an index side by side: who gained, who lost, and why.

    Writes for each area the change of score, rank, decile and minutes, and the parts of it that
    are due to timetables, streets, services and weights of origins. Parts add up to the change.
    """
    from accessibility.index.changes.compare import CAUSES
    from accessibility.index.changes.compare import compare as set_beside
    from accessibility.index.changes.compare_files import told_causes, write_comparison
    from accessibility.index.changes.swapped_runs import SwappedRuns
    from accessibility.progress import for_terminal
    from accessibility.results.index import IndexResult
    from accessibility.tables import read_table

    before, after = IndexResult.open(old), IndexResult.open(new)
    if lookup is not None:
        comparison = set_beside(before, after, lookup=read_table(lookup))
    elif not split:
        comparison = set_beside(before, after)
    else:
        comparison = set_beside(before, after)  # refuses what cannot be compared, before any run
        runs = SwappedRuns(before, after, work or output / "work", for_terminal())
        alike = [cause for cause in CAUSES if cause not in runs.differing]
        if alike:
            typer.echo(f"The same in both runs: {', '.join(alike)}.")
        comparison = set_beside(before, after, runs, differing=runs.differing)
    written = write_comparison(comparison, output)
    change = comparison.areas["score_change"]
    typer.echo(
        f"{len(change):,} areas: the score of {int((change > 0).sum()):,} rose, towards more "
        f"deprived, and that of {int((change < 0).sum()):,} fell."
    )
    for label, parts in told_causes(comparison)[1:]:
        said = ", ".join(
            f"{name.replace('_', ' ')} {part:+.2f}"
            for name, part in parts.items()
            if round(part, 2)
        )
        typer.echo(f"{label}, mean minutes: {said or 'no change'}")
    for note in comparison.notes:
        typer.echo(note)
    typer.echo(f"Wrote {', '.join(str(path) for path in written)}")


def watch(
    folder: Annotated[
        Path,
        typer.Argument(
            help="Where timetables arrive: each zip in it, and each folder of zips.",
            metavar="FOLDER",
        ),
    ],
    *,
    like: Annotated[
        Path,
        typer.Option(
            help="Folder of an earlier run, whose recipe and other inputs are used.", metavar="RUN"
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(help="Folder for a folder of each run, and for the history.", metavar="DIR"),
    ],
    gtfs: Annotated[
        list[Path] | None,
        typer.Option(help="A feed that every run uses as well; may be repeated.", metavar="FILE"),
    ] = None,
    day: Annotated[
        str | None,
        typer.Option(
            "--date",
            help="Day of the runs; default that of the recipe, or if the timetables do not cover "
            "it the best served one of its weekday.",
            metavar="YYYY-MM-DD",
        ),
    ] = None,
    settled: Annotated[
        float, typer.Option(help="Seconds that a file must have lain unchanged.", min=0)
    ] = 60.0,
    once: Annotated[
        bool, typer.Option("--once", help="Look once and end, as for cron; default goes on.")
    ] = False,
    every: Annotated[
        float, typer.Option(help="Minutes between two looks.", min=1, metavar="MINUTES")
    ] = 60.0,
) -> None:
    """
    Run an index again whenever timetables arrive in a folder, and keep a history.

    Each run has a folder with its page, set against the one before, and adds a row for each area to
    history.parquet. Exits with 1 if a delivery could not be used.
    """
    chosen = None if day is None else _date(day)
    from accessibility.index.changes.watch import watch_folder
    from accessibility.progress import for_terminal

    while True:
        found = watch_folder(
            folder,
            like,
            output,
            feeds=gtfs or [],
            day=chosen,
            settled=settled,
            progress=for_terminal(),
        )
        for run in found.finished:
            typer.echo(f"Ran {run}")
        for waiting in found.waiting:
            typer.echo(waiting)
        for name, why in found.failed:
            typer.echo(f"{name} could not be used. {why}", err=True)
        if not (found.finished or found.failed or found.waiting):
            typer.echo("Nothing new.")
        if once:
            if found.failed:
                raise typer.Exit(1)
            return
        time.sleep(60 * every)


def history(
    table: Annotated[
        Path, typer.Argument(help="The history that index watch wrote.", metavar="HISTORY")
    ],
    *,
    output: Annotated[Path, typer.Option(help="The picture: .png, .pdf or .svg.", metavar="FILE")],
    area: Annotated[
        list[str] | None,
        typer.Option(help="An area; may be repeated. Default the twelve most deprived."),
    ] = None,
    column: Annotated[
        str, typer.Option(help="score, rank, decile, or minutes_ and an indicator.")
    ] = "score",
) -> None:
    """Draw how areas of an index went over time; a dashed line marks a break in the series."""
    from accessibility.index.changes.history_plot import draw_history

    written = draw_history(table, output, areas=area, column=column)
    typer.echo(f"Wrote {written}")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        msg = f'--date "{text}" is no date. Write it as 2025-03-11.'
        raise UsageError(msg) from None
