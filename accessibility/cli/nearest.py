"""The command that finds the nearest services."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accessibility.cli.places import PlacesAsked, asks_places
from accessibility.cli.travel import MINUTES, MOMENT, Asked, asks_travel, numbers_of
from accessibility.cli.wording import options_by_flag
from accessibility.errors import UsageError

if TYPE_CHECKING:
    from accessibility.moments import When
    from accessibility.network.network import Network

__all__ = ["nearest"]


@asks_travel
@asks_places("origin", "service")
def nearest(
    network: Annotated[Path, typer.Argument(help="Folder of the network.", metavar="NETWORK")],
    origins: Annotated[
        str,
        typer.Option(
            help="Points to start from: a layer or table, a grid, or houses of the extract.",
            metavar="FILE|grid:250m|osm:buildings",
        ),
    ],
    services: Annotated[
        str,
        typer.Option(
            help="Kinds of services in the extract, or a layer or table of services.",
            metavar="osm:KIND,…|FILE",
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            help="Layers: .gpkg, .geojson, .fgb; or the table: .parquet, .csv.", metavar="FILE"
        ),
    ],
    return_depart: Annotated[
        list[str] | None,
        typer.Option(
            "--return",
            help="When people leave the service to come back; may be repeated.",
            metavar=MOMENT,
        ),
    ] = None,
    return_arrive: Annotated[
        list[str] | None,
        typer.Option(help="By when they have to be back; may be repeated.", metavar=MOMENT),
    ] = None,
    k: Annotated[int, typer.Option("-k", help="How many services of a kind.")] = 1,
    percentiles: Annotated[
        str | None,
        typer.Option(help="Percentiles over the window, as 25,50,75; default the median."),
    ] = None,
    cap: Annotated[
        str | None,
        typer.Option(help="Time that longer and unreachable ways count as.", metavar=MINUTES),
    ] = None,
    return_service: Annotated[
        str,
        typer.Option(
            help="From which service people come back.",
            metavar="any|nearest_outbound|best_pair",
        ),
    ] = "any",
    nearest_rule: Annotated[
        str,
        typer.Option(
            help="Over a window: the nearest at every moment, or by percentile.",
            metavar="percentile_of_minimum|minimum_of_percentiles",
        ),
    ] = "percentile_of_minimum",
    kinds: Annotated[
        Path | None,
        typer.Option(help="Further kinds of services, as a table of tags.", metavar="FILE.toml"),
    ] = None,
    open_at: Annotated[
        str | None,
        typer.Option(help="Leave out services that are closed then.", metavar=MOMENT),
    ] = None,
    *,
    asked: Asked,
    given: PlacesAsked,
) -> None:
    """
    Find the nearest service of each kind for every origin, and how long it takes there and back.

    Writes a layer of origins and one of lines to their services, or a table; prints a summary.
    """
    from accessibility.results.nearest_files import check_nearest_output

    files = [source for source in (origins, services) if not _is_made(source)]
    check_nearest_output(output, [*files, *given.inputs, *asked.files])
    back = _moments_back(return_depart, return_arrive, asked)
    columns = None if percentiles is None else numbers_of(percentiles)

    # Only now what takes time: a wrong option is told at once.
    from accessibility.analysis.nearest.nearest import nearest_services
    from accessibility.maps.nearest_styles import style_nearest
    from accessibility.progress import for_terminal
    from accessibility.results.nearest_summary import summary_of, told_summary

    opened = asked.open(network, services=True)
    progress = for_terminal()
    wanted = _services(opened, given, services, kinds, open_at)
    starts = given.read("origin", origins, opened, progress)
    with options_by_flag(return_when="--return"):
        table = nearest_services(
            opened,
            starts,
            wanted,
            when=asked.when,
            return_when=back,
            k=k,
            percentiles=columns,
            options=asked.options,
            return_service=return_service,  # type: ignore[arg-type]
            nearest_rule=nearest_rule,  # type: ignore[arg-type]
            cap=cap,
            output=output,
            progress=progress,
        )
    style_nearest(output, table, asked.options.max_time_s / 60)
    asked.write_provenance(output, table.attrs["provenance"])
    given.write_matches(output)
    for line in told_summary(summary_of(table)):
        typer.echo(line)
    count = f"{len(starts):,} origin{'' if len(starts) == 1 else 's'}"
    typer.echo(f"Wrote {output}: {count}.")


def _is_made(source: str) -> bool:
    """Whether points are no file of the user's."""
    return source.startswith(("osm:", "grid:"))


def _moments_back(
    departures: list[str] | None, deadlines: list[str] | None, asked: Asked
) -> "list[When] | None":
    """The moments of the way back, with the window and the measure of those there."""
    from accessibility.moments import ArriveBy, DepartAt

    further: dict[str, Any] = {}
    if asked.moments:
        first = asked.moments[0]
        further = {"window": first.window, "measure": first.measure}
    back: list[When] = []
    for flag, kind, moments in (
        ("--return", DepartAt, departures),
        ("--return-arrive", ArriveBy, deadlines),
    ):
        with options_by_flag(moment=flag):
            back += [kind(moment, **further) for moment in moments or ()]
    return back or None


def _services(
    network: "Network", given: PlacesAsked, source: str, kinds: Path | None, open_at: str | None
) -> Any:
    """What the function takes: services of the extract as asked, or those of the file."""
    from accessibility.analysis.service_kinds import KIND, columns_of_services, kind_of_file
    from accessibility.moments import DepartAt
    from accessibility.places.osm.kinds import load_kinds
    from accessibility.places.osm.services import parse_osm_kinds, services_of

    if not source.startswith("osm:"):
        if kinds is not None or open_at is not None:
            flag = "--kinds" if kinds is not None else "--open-at"
            msg = f"{flag} goes with services of the extract, as --services osm:pharmacy."
            raise UsageError(msg)
        known = columns_of_services(source)
        places = given.read_places("service", source, network, attributes=known)
        if KIND in known:
            return places
        return replace(places, attributes=places.attributes.assign(kind=kind_of_file(source)))
    with options_by_flag(moment="--open-at"):
        moment = None if open_at is None else DepartAt(open_at).moment
    table = None if kinds is None else load_kinds(kinds)
    return services_of(network, parse_osm_kinds(source), kinds_table=table, open_at=moment)
