"""Commands that write feeds anew: cleaned, or cut to an area and some dates."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accessibility.cli.wording import options_by_flag
from accessibility.errors import UsageError

if TYPE_CHECKING:
    from accessibility.network.gtfs.feed_draft import Rewritten

__all__ = ["app"]

app = typer.Typer(help="Write timetable feeds anew: cleaned, or cut out.", no_args_is_help=True)

Feed = Annotated[Path, typer.Argument(help="Timetable in GTFS, zip or folder.", metavar="FEED")]
Output = Annotated[
    Path,
    typer.Option(
        help="The zip to write; a report goes beside it, as OUT.report.csv.", metavar="OUT.zip"
    ),
]


@app.command()
def clean(feed: Feed, output: Output) -> None:
    """
    Write a feed without what cannot be used.

    Faulty rows, trips without times, stops and calendars that no trip uses are left out, files are
    written as UTF-8 and times as HH:MM:SS. The feed itself is not changed.
    """
    from accessibility.network.gtfs.feed_rewrite import clean_feed

    _tell(clean_feed(feed, output), output)


@app.command()
def clip(
    feed: Feed,
    output: Output,
    area: Annotated[
        str | None,
        typer.Option(help="Keep trips that stop twice in these polygons.", metavar="FILE"),
    ] = None,
    bbox: Annotated[
        str | None,
        typer.Option(help="The same for a bounding box in degrees.", metavar="W,S,E,N"),
    ] = None,
    buffer: Annotated[
        float, typer.Option(help="How far around it still belongs to it.", metavar="METRES")
    ] = 5000,
    dates: Annotated[
        str | None,
        typer.Option(help="Keep trips that run on a date, or between two.", metavar="DATE[..DATE]"),
    ] = None,
    trim: Annotated[
        bool,
        typer.Option("--trim", help="Leave out the stops outside the area, too."),
    ] = False,
) -> None:
    """
    Write the part of a feed that an area and some dates need, cleaned.

    A trip that stops twice in the area or its buffer is kept with all its stops, so that its times
    stay what they are. The feed itself is not changed.
    """
    _check(area, bbox, dates, buffer, trim)
    from accessibility.network.area import read_area
    from accessibility.network.gtfs.feed_dates import parse_dates
    from accessibility.network.gtfs.feed_rewrite import clip_feed

    with options_by_flag():
        days = None if dates is None else parse_dates(dates)
    given = area if bbox is None else bbox.split(",")
    wanted = None if given is None else read_area(given, buffer)
    _tell(clip_feed(feed, output, wanted, days, trim=trim), output)


def _check(
    area: str | None, bbox: str | None, dates: str | None, buffer: float, trim: bool
) -> None:
    if area is not None and bbox is not None:
        raise UsageError("--area and --bbox both say where. Give one of them.")
    if area is None and bbox is None and dates is None:
        raise UsageError("Nothing says what is wanted. Give --area, --bbox or --dates.")
    if area is None and bbox is None and trim:
        raise UsageError("--trim needs an area. Give --area or --bbox.")
    if not 0 <= buffer <= 200_000:
        msg = f'--buffer: "{buffer:g}" is out of range: from 0 to 200,000 metres.'
        raise UsageError(msg)


def _tell(rewritten: "Rewritten", output: Path) -> None:
    from accessibility.network.gtfs.feed_draft import report_path

    typer.echo(str(rewritten))
    typer.echo(
        f"\nThe feed is in {output}: {rewritten.trips:,} trips with {rewritten.stop_times:,} stop "
        f"times at {rewritten.stops:,} stops.\nThe report is in {report_path(output)}."
    )
