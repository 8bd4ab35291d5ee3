"""The command that shows journeys, leg by leg."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accessibility.cli.places import PlacesAsked, asks_places, places_given
from accessibility.cli.travel import Asked, asks_travel
from accessibility.cli.wording import options_by_flag
from accessibility.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["itineraries"]

MOST_TOLD = 10
"""Journeys that are told in words; the rest are in the output."""


@asks_travel
@asks_places("origin", "destination")
def itineraries(
    network: Annotated[Path, typer.Argument(help="Folder of the network.", metavar="NETWORK")],
    from_place: Annotated[
        list[str] | None,
        typer.Option("--from", help="Where to start; may be repeated.", metavar="LAT,LON"),
    ] = None,
    to_place: Annotated[
        list[str] | None,
        typer.Option("--to", help="Where to go; may be repeated.", metavar="LAT,LON"),
    ] = None,
    origins: Annotated[
        str | None, typer.Option(help="Points to start from: a layer or table.", metavar="FILE")
    ] = None,
    destinations: Annotated[
        str | None, typer.Option(help="Points to go to, likewise.", metavar="FILE")
    ] = None,
    pairs: Annotated[
        str,
        typer.Option(
            help="Each origin with each destination, or one by one.", metavar="product|zip"
        ),
    ] = "product",
    alternatives: Annotated[
        bool, typer.Option("--all", help="Also slower journeys with fewer rides, in the window.")
    ] = False,
    fares: Annotated[
        str | None,
        typer.Option(
            help="Also what journeys cost: by the feeds, or by a file of fares.",
            metavar="gtfs|FILE.toml",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="The legs: .gpkg, .geojson, .parquet, .fgb or .csv.", metavar="FILE"),
    ] = None,
    *,
    asked: Asked,
    given: PlacesAsked,
) -> None:
    """
    Show the journey behind a travel time: its legs, with times, stops, vehicles and lines.

    Over a window it is the shortest; of equal ones the earliest. The first few are told in words.
    """
    from accessibility.results.layers import LEG_EXTENSIONS, check_layer_output

    if output is not None:
        files = [source for source in (origins, destinations) if source is not None]
        check_layer_output(output, [*files, *given.inputs], LEG_EXTENSIONS)
    if (from_place is None) == (origins is None) or (to_place is None) == (destinations is None):
        msg = (
            "Say where journeys begin by --from LAT,LON or a layer by --origins, and where they "
            "end by --to LAT,LON or a layer by --destinations."
        )
        raise UsageError(msg)
    starts = None if from_place is None else places_given("--from", from_place)
    ends = None if to_place is None else places_given("--to", to_place)

    # Only now what takes time: a wrong option is told at once.
    from accessibility.analysis.itineraries import itineraries as find
    from accessibility.network.network import Network
    from accessibility.progress import for_terminal

    opened = Network.open(network)
    opened.verify()
    starts = starts or given.read("origin", str(origins), opened)
    ends = ends or given.read("destination", str(destinations), opened)
    table: Any
    with options_by_flag():
        table = find(
            opened,
            starts,
            ends,
            when=asked.when,
            pairs=pairs,  # type: ignore[arg-type]
            alternatives=alternatives,
            options=asked.options,
            fares=fares,
            output=output,
            progress=for_terminal(),
        )
    for line in _told(table):
        typer.echo(line)
    journeys = len(table.drop_duplicates(["from_id", "to_id", "option"]))
    without = len(table.attrs["unreached"])
    if output is not None:
        given.write_matches(output)
        lost = f"; {_counted(without, 'pair')} without" if without else ""
        told = f"{_counted(journeys, 'journey')}, {_counted(len(table), 'leg')}"
        typer.echo(f"Wrote {output}: {told}{lost}.")


def _told(table: Any) -> "Iterator[str]":
    """Tell the first journeys in words, and pairs that have none."""
    groups = table.groupby(["from_id", "to_id", "option"], sort=False)
    for number, ((start, end, _), legs) in enumerate(groups):
        if number == MOST_TOLD:
            yield f"… and {groups.ngroups - MOST_TOLD:,} more journeys."
            break
        first = legs.iloc[0]
        count = int(first["rides"])
        rides = "" if count == 0 else ", 1 ride" if count == 1 else f", {count} rides"
        yield f"{start} to {end}: {_minutes(first['total_time'])}{rides}{_fare(first)}"
        yield from (f"  {_leg(leg)}" for _, leg in legs.iterrows())
        if first["early_arrival"]:
            yield f"  there {_minutes(first['early_arrival'])} early"
    unpriced = table.attrs.get("unpriced", [])
    if unpriced:
        yield f"{len(unpriced):,} of {groups.ngroups:,} journeys have no known fare:"
    for journey in unpriced[:MOST_TOLD]:
        yield f"  {journey['from_id']} to {journey['to_id']}: {journey['reason']}"
    if len(unpriced) > MOST_TOLD:
        yield f"  … and {len(unpriced) - MOST_TOLD:,} more."
    lost = table.attrs["unreached"]
    for pair in lost[:MOST_TOLD]:
        why = "joins no street" if pair["status"] == "no_street" else "not reached"
        yield f"{pair['from_id']} to {pair['to_id']}: {why}"
    if len(lost) > MOST_TOLD:
        yield f"… and {len(lost) - MOST_TOLD:,} more pairs without a journey."


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _fare(leg: Any) -> str:
    import pandas as pd

    if "fare_of_fastest" not in leg.index:
        return ""
    if pd.isna(leg["fare_of_fastest"]):
        return ", fare not known"
    currency = "" if pd.isna(leg["fare_currency"]) else f" {leg['fare_currency']}"
    return f", fare {leg['fare_of_fastest']:.2f}{currency}"


def _leg(leg: Any) -> str:
    import pandas as pd

    def known(name: str) -> str:
        return "" if pd.isna(leg[name]) else str(leg[name])

    clock = ""
    if not pd.isna(leg["departure"]):
        clock = f"{leg['departure']:%H:%M:%S} to {leg['arrival']:%H:%M:%S}  "
    way = {"walk": "walk", "cycle": "cycle", "car": "drive"}.get(leg["mode"])
    if way is None:
        route = known("route_short_name") or known("route_long_name")
        towards = f" towards {known('headsign')}" if known("headsign") else ""
        ends = f" from {known('from_stop_name')} to {known('to_stop_name')}"
        waited = f" (waited {_minutes(leg['wait'])})"
        return f"{clock}{leg['mode']} {route}{towards}{ends}{waited}".replace("  from", " from")
    there = f" to {known('to_stop_name')}" if known("to_stop_name") else ""
    return f"{clock}{way} {leg['distance']:,.0f} m{there}, {_minutes(leg['travel_time'])}"


def _minutes(minutes: float) -> str:
    seconds = round(minutes * 60)
    return f"{seconds // 60} min {seconds % 60:02d} s"
