"""Commands that build a network and say what is in it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from accessibility.cli.wording import options_by_flag

__all__ = ["app"]

app = typer.Typer(
    help="Build a network of streets and timetables, and check it.", no_args_is_help=True
)


@app.command()
def build(
    osm: Annotated[
        Path, typer.Option(help="OpenStreetMap extract of the area (.osm.pbf).", metavar="FILE")
    ],
    output: Annotated[Path, typer.Option(help="Folder of the network.", metavar="FOLDER")],
    gtfs: Annotated[
        list[Path] | None,
        typer.Option(help="Timetable in GTFS, zip or folder; may be repeated.", metavar="FILE"),
    ] = None,
    stop_snap_radius: Annotated[
        float, typer.Option(help="How far a stop may lie from a street, metres.")
    ] = 300,
    skip_faulty: Annotated[
        bool,
        typer.Option("--skip-faulty", help="Leave out faulty rows of timetables, and report them."),
    ] = False,
    area: Annotated[
        str | None,
        typer.Option(
            help="Leave out what is far from this area: a layer of polygons, or a bounding box "
            "in degrees.",
            metavar="FILE|W,S,E,N",
        ),
    ] = None,
    buffer: Annotated[
        float, typer.Option(help="How far around the area is near, metres.", metavar="METRES")
    ] = 5000,
) -> None:
    """
    Build a network from streets and timetables.

    It is built anew only if an input or an option changed. Ends with the health report, and with
    exit code 1 if the network cannot be used.
    """
    from accessibility.network.network import Network
    from accessibility.options import BuildOptions
    from accessibility.progress import for_terminal

    with options_by_flag(area_buffer="--buffer"):
        options = BuildOptions(
            stop_snap_radius=stop_snap_radius,
            on_error="skip" if skip_faulty else "raise",
            area=area,
            area_buffer=buffer,
        )
    built = Network.build(
        osm=osm, gtfs=gtfs or [], path=output, options=options, progress=for_terminal()
    )
    typer.echo(str(built.health))
    typer.echo(f"\nThe network is in {output}.")
    if not built.health.usable:
        raise typer.Exit(1)


@app.command()
def download(
    place: Annotated[
        str, typer.Argument(help='Name of the place, as "Newport, Wales".', metavar="PLACE")
    ],
    output: Annotated[
        Path, typer.Option(help="The extract to build from, .osm.pbf.", metavar="FILE")
    ],
) -> None:
    """
    Download streets, services and buildings of a place by its name, and say what is lost.

    For a first look at a town. It needs the extra osm; an extract of the region has more.
    """
    from accessibility.places.osm.by_name import download_streets

    for sentence in download_streets(place, output):
        typer.echo(sentence)
    typer.echo(f"Wrote {output}: accessibility network build --osm {output} …")


@app.command()
def check(
    network: Annotated[Path, typer.Argument(help="Folder of the network.", metavar="NETWORK")],
    date: Annotated[
        str | None,
        typer.Option(help="Also count trips and departures on this date.", metavar="YYYY-MM-DD"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    html: Annotated[
        Path | None,
        typer.Option(help="Also write the report as a page with map and charts.", metavar="FILE"),
    ] = None,
) -> None:
    """
    Say what is in a network, what runs when, and what is wrong with it.

    The page opens in any browser, offline. Without a date it shows one in the middle of the
    timetables.

    Ends with exit code 1 if the network cannot be used.
    """
    from accessibility.network.network import Network

    if html is not None:
        from accessibility.files import check_page

        check_page(html)  # before anything that takes time
    opened = Network.open(network)
    opened.verify()
    health = opened.health
    services = None if date is None else health.services_on(date)
    if as_json:
        report = json.loads(health.to_json())
        if services is not None:
            report["services_on"] = asdict(services)
        typer.echo(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        typer.echo(str(health))
        if services is not None:
            typer.echo(f"\n{services}")
    if html is not None:
        from accessibility.reports.health import health_page

        health_page(opened, html, date=date)
        typer.echo(f"\nThe page is {html}.", err=as_json)
    if not health.usable:
        raise typer.Exit(1)
