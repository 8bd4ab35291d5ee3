"""The command that writes a travel-time matrix."""

from pathlib import Path
from typing import Annotated

import typer

from accessibility.cli.places import PlacesAsked, asks_places
from accessibility.cli.travel import Asked, asks_travel, numbers_of
from accessibility.cli.wording import options_by_flag

__all__ = ["matrix"]


@asks_travel
@asks_places("origin", "destination")
def matrix(
    network: Annotated[Path, typer.Argument(help="Folder of the network.", metavar="NETWORK")],
    origins: Annotated[str, typer.Option(help="Points to start from.", metavar="FILE")],
    destinations: Annotated[str, typer.Option(help="Points to go to.", metavar="FILE")],
    output: Annotated[Path, typer.Option(help="The matrix: .parquet or .csv.", metavar="FILE")],
    percentiles: Annotated[
        str | None,
        typer.Option(help="Percentiles over the window, as 25,50,75; default the median."),
    ] = None,
    breakdown: Annotated[
        bool,
        typer.Option("--breakdown", help="Columns of what each time consists of, and rides."),
    ] = False,
    threads: Annotated[int | None, typer.Option(help="Threads; default one per processor.")] = None,
    block_size: Annotated[
        int | None, typer.Option(help="Origins per block of work; default chosen.")
    ] = None,
    *,
    asked: Asked,
    given: PlacesAsked,
) -> None:
    """
    Write travel times from each origin to each destination.

    Points are any layer or table: GeoPackage, GeoJSON, Excel, CSV with lon and lat or postcodes, …
    Ctrl-C keeps finished blocks; the same command goes on from there.
    """
    from accessibility.executors.threads import Threads
    from accessibility.results.writers import check_output

    columns = None if percentiles is None else numbers_of(percentiles)
    with options_by_flag():
        executor = Threads(threads, block_size)
    check_output(output, (origins, destinations, *given.inputs))

    # Only now what takes time: a wrong option is told at once.
    from accessibility.analysis.matrix import travel_time_matrix
    from accessibility.network.calendar import check_moment
    from accessibility.network.network import Network
    from accessibility.progress import for_terminal

    opened = Network.open(network)
    opened.verify()
    if asked.options.mode == "transit":
        for moment in asked.moments:
            check_moment(opened.timetable, moment.moment, asked.options.allow_partial)
    starts = given.read("origin", origins, opened)
    ends = given.read("destination", destinations, opened)
    written = travel_time_matrix(
        opened,
        starts,
        ends,
        when=asked.when,
        percentiles=columns,
        options=asked.options,
        breakdown=breakdown,
        output=output,
        executor=executor,
        progress=for_terminal(),
    )
    given.write_matches(output)
    typer.echo(f"Wrote {written}: {len(starts):,} origins by {len(ends):,} destinations.")
