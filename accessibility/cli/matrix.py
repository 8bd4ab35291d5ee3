"""The command that writes a travel-time matrix."""

from pathlib import Path
from typing import Annotated, Any

import typer

from accessibility.cli.wording import options_by_flag
from accessibility.errors import UsageError

__all__ = ["matrix"]

MINUTES = "MINUTES|1h30m"


def matrix(
    network: Annotated[Path, typer.Argument(help="Folder of the network.", metavar="NETWORK")],
    origins: Annotated[str, typer.Option(help="Points to start from.", metavar="FILE")],
    destinations: Annotated[str, typer.Option(help="Points to go to.", metavar="FILE")],
    output: Annotated[Path, typer.Option(help="The matrix: .parquet or .csv.", metavar="FILE")],
    origin_id: Annotated[str, typer.Option(help="Column of the origins' identifiers.")] = "id",
    destination_id: Annotated[
        str, typer.Option(help="Column of the destinations' identifiers.")
    ] = "id",
    origin_crs: Annotated[
        str | None, typer.Option(help="CRS of origins that do not say it, as EPSG:27700.")
    ] = None,
    destination_crs: Annotated[
        str | None, typer.Option(help="CRS of destinations that do not say it.")
    ] = None,
    mode: Annotated[str, typer.Option(help="How people travel.", metavar="transit|walk")] = (
        "transit"
    ),
    depart: Annotated[
        str | None,
        typer.Option(help="Local date and time of departure.", metavar='"YYYY-MM-DD HH:MM"'),
    ] = None,
    window: Annotated[
        str,
        typer.Option(help="Ask each minute of a window from the departure on.", metavar=MINUTES),
    ] = "0",
    percentiles: Annotated[
        str | None,
        typer.Option(help="Percentiles over the window, as 25,50,75; default the median."),
    ] = None,
    walk_speed: Annotated[float, typer.Option(help="Walking speed, km/h.")] = 3.6,
    max_time: Annotated[str, typer.Option(help="Longest travel time.", metavar=MINUTES)] = "120",
    max_walk_time: Annotated[
        str,
        typer.Option(
            help="Longest walk to the first stop, from the last, or all the way.", metavar=MINUTES
        ),
    ] = "20",
    max_transfer_time: Annotated[
        str, typer.Option(help="Longest walk between two stops.", metavar=MINUTES)
    ] = "10",
    max_rides: Annotated[int, typer.Option(help="Most vehicles boarded in one journey.")] = 8,
    boarding_slack: Annotated[
        str, typer.Option(help="Time kept at a stop before boarding.", metavar=MINUTES)
    ] = "1",
    snap_radius: Annotated[
        float, typer.Option(help="How far a point may lie from a street, metres.")
    ] = 300,
    transit_modes: Annotated[
        str | None, typer.Option(help="Vehicles that may be boarded, as bus,rail; default all.")
    ] = None,
    full_coverage: Annotated[
        bool,
        typer.Option("--full-coverage", help="Refuse a departure that some timetables miss."),
    ] = False,
    threads: Annotated[int | None, typer.Option(help="Threads; default one per processor.")] = None,
    block_size: Annotated[
        int | None, typer.Option(help="Origins per block of work; default chosen.")
    ] = None,
) -> None:
    """
    Write travel times from each origin to each destination.

    Points are any layer or table: GeoPackage, GeoJSON, GeoParquet, CSV with lon and lat, …
    Ctrl-C keeps finished blocks; the same command goes on from there.
    """
    from accessibility.executors.threads import Threads
    from accessibility.options import DepartAt, TravelOptions
    from accessibility.results.writers import check_output

    values: dict[str, Any] = {  # checked by TravelOptions
        "mode": mode,
        "walk_speed": walk_speed,
        "max_time": max_time,
        "max_walk_time": max_walk_time,
        "max_transfer_time": max_transfer_time,
        "max_rides": max_rides,
        "boarding_slack": boarding_slack,
        "snap_radius": snap_radius,
        "allow_partial": not full_coverage,
    }
    if transit_modes is not None:
        values["transit_modes"] = transit_modes
    with options_by_flag(moment="--depart"):
        options = TravelOptions(**values)
        _check_departure(options.mode, depart, window)
        when = None if depart is None else DepartAt(depart, window=window)
        asked = None if percentiles is None else _numbers(percentiles)
        executor = Threads(threads, block_size)
    check_output(output, (origins, destinations))

    # Only now what takes time: a wrong option is told at once.
    from accessibility.analysis.matrix import street_extent, travel_time_matrix
    from accessibility.network.calendar import check_moment
    from accessibility.network.network import Network
    from accessibility.places.points import read_points
    from accessibility.progress import for_terminal

    opened = Network.open(network)
    opened.verify()
    if when is not None and options.mode == "transit":
        check_moment(opened.timetable, when.moment, options.allow_partial)
    extent = street_extent(opened)
    starts = read_points(origins, id_column=origin_id, crs=origin_crs, extent=extent)
    ends = read_points(destinations, id_column=destination_id, crs=destination_crs, extent=extent)
    written = travel_time_matrix(
        opened,
        starts,
        ends,
        when=when,
        percentiles=asked,
        options=options,
        output=output,
        executor=executor,
        progress=for_terminal(),
    )
    typer.echo(f"Wrote {written}: {len(starts):,} origins by {len(ends):,} destinations.")


def _check_departure(mode: str, depart: str | None, window: str) -> None:
    if depart is None and window != "0":
        msg = "A window needs the departure that it begins with: --depart."
        raise UsageError(msg)
    if depart is None and mode == "transit":
        msg = 'Public transport needs a departure: --depart "2023-06-13 08:00", or --mode walk.'
        raise UsageError(msg)


def _numbers(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        msg = f'--percentiles "{text}": give whole numbers from 1 to 100, as 25,50,75.'
        raise UsageError(msg) from None
