"""The journeys behind travel times, leg by leg."""

import logging
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from accessibility.analysis.fares.fares import UnpricedJourney, with_fares
from accessibility.analysis.fares.gtfs import FeedFares
from accessibility.analysis.fares.rides import rides_of
from accessibility.analysis.fares.table import UserFares, read_fare_table
from accessibility.analysis.joined_points import join_points
from accessibility.analysis.journey_search import find_options
from accessibility.analysis.leg_table import leg_table
from accessibility.analysis.provenance import file_asked, provenance_of
from accessibility.analysis.questions import moments_of, points_of, street_extent, street_modes
from accessibility.engines import builtin
from accessibility.errors import UsageError
from accessibility.moments import When
from accessibility.options import TravelOptions
from accessibility.places.points import Points
from accessibility.progress import Progress, Silent
from accessibility.results.beside import beside, write_beside
from accessibility.results.layers import LEG_EXTENSIONS, check_layer_output, write_layers
from accessibility.results.unreached import UnreachedPair, write_unreached
from accessibility.results.unsnapped import write_unsnapped

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from accessibility.network.network import Network

__all__ = ["itineraries"]

logger = logging.getLogger("accessibility")

Pairs = Literal["product", "zip"]


def itineraries(
    network: "Network",
    origins: "GeoDataFrame | str | Path | Points",
    destinations: "GeoDataFrame | str | Path | Points",
    *,
    when: When | Sequence[When] | None = None,
    pairs: Pairs = "product",
    alternatives: bool = False,
    options: TravelOptions | None = None,
    fares: str | Path | None = None,
    output: str | Path | None = None,
    progress: Progress | None = None,
) -> "GeoDataFrame":
    """
    Find the journeys behind travel times: their legs, with times, stops, vehicles and lines.

    The definitions are those of the method page "Journeys". A journey takes exactly as long as a
    matrix says; over a window it is the shortest, and of equal ones the earliest.

    Parameters
    ----------
    network
        The network of streets and timetables.
    origins
        Points with an ``id`` column: a GeoDataFrame in any CRS, a file, or points that were read.
    destinations
        As `origins`.
    when
        When people set out (`DepartAt`) or have to be there (`ArriveBy`), one moment or window;
        needed for public transport.
    pairs
        ``"product"`` (default): from each origin to each destination; ``"zip"``: from the first
        to the first, from the second to the second, and so on.
    alternatives
        Whether slower journeys with fewer rides are listed too: all of which none is both
        faster and has no more rides, over all moments of the window. Default False: the fastest
        alone.
    options
        What travellers can and will do; default `TravelOptions()`.
    fares
        What journeys cost: ``"gtfs"`` takes fare_attributes.txt and fare_rules.txt of the feeds, a
        path a TOML file as the how-to page "Fares" describes it. Default None: nothing is priced.
    output
        A ``.gpkg``, ``.geojson``, ``.parquet``, ``.fgb`` or ``.csv`` file to write as well. Beside
        it ``<stem>.points.csv`` lists points that join no street, ``<stem>.unreached.csv`` pairs
        without a journey, and ``<stem>.unpriced.csv`` journeys without a known fare, where there
        are some.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    GeoDataFrame
        In WGS84, a row for each leg, in the order of pairs, options and legs. ``from_id`` and
        ``to_id`` are the pair, ``option`` numbers its journeys from 0, the fastest, ``leg`` the
        legs of each. ``mode`` is ``walk``, ``cycle``, ``car`` or the kind of vehicle; ``feed``,
        ``agency_id``, ``route_id``, ``route_short_name``, ``route_long_name``, ``headsign``,
        ``trip_id``, ``through_trip_ids`` (the trips that the vehicle goes on as, while people stay
        on board) and ``service_date`` say what is ridden; ``from_stop_id``,
        ``from_stop_name``, ``to_stop_id`` and ``to_stop_name`` where. ``departure`` and ``arrival``
        are local times with their zone, ``travel_time`` the minutes of the leg, ``wait`` those
        waited before it, ``distance`` metres, ``geometry_source`` what the line follows:
        ``streets``, ``shape``, or ``straight`` where neither is known. ``total_time`` is the
        time of the whole journey, ``early_arrival`` the part of it after the arrival, ``rides`` the
        number of vehicles boarded. With `fares`, ``fare_of_fastest`` is what these very rides cost
        (a slower journey may be cheaper), NaN where it is not known, ``fare_currency`` its
        currency, and ``attrs["unpriced"]`` lists journeys without a known fare and why.
        ``attrs["unreached"]`` lists pairs without a journey,
        ``attrs["points"]`` points that join no street, ``attrs["warnings"]`` what to know of the
        answers, ``attrs["provenance"]`` what they were made from.

    Raises
    ------
    UsageError
        If options contradict one another, several moments are given, or points do not pair.
    InputError
        If points are faulty, or no origin or no destination joins the streets.
    NoServiceDataError
        If the moment lies outside the timetables.
    OutputError
        If the output cannot be written.
    Interrupted
        If the progress cancelled.
    """
    options = options or TravelOptions()
    moments = moments_of(options, when)
    if len(moments) > 1:
        msg = "when: itineraries are found for one moment or window at a time. Give one."
        raise UsageError(msg)
    if output is not None:
        inputs = [s for s in (origins, destinations) if isinstance(s, str | Path)]
        check_layer_output(Path(output), inputs, LEG_EXTENSIONS)
    extent = street_extent(network)
    prices, said = _fares(network, fares)
    starts = points_of(origins, extent, "origins")
    ends = points_of(destinations, extent, "destinations")
    _check_pairs(pairs, starts, ends)
    without = [
        point
        for points, role in ((starts, "origin"), (ends, "destination"))
        for point in join_points(
            network, points, options, street_modes(options, role), extent, role
        ).unsnapped()
    ]
    progress = progress or Silent()
    builtin.compile_kernels(progress)
    zipped = pairs == "zip"
    found, noted = find_options(
        network,
        starts,
        ends,
        moments[0],
        options,
        progress,
        zipped=zipped,
        alternatives=alternatives,
    )
    warnings = [*noted, *said]
    for warning in warnings:
        logger.warning(warning)
    id_types = starts.ids.to_pandas().dtype, ends.ids.to_pandas().dtype
    table = leg_table(found, id_types, network.timetable.timezone or "UTC")
    lost = {(point["role"], point["id"]) for point in without}
    reached = {(option.from_id, option.to_id) for option in found}
    unreached = [
        UnreachedPair(
            from_id=start,
            to_id=end,
            status="no_street"
            if ("origin", start) in lost or ("destination", end) in lost
            else "not_reached",
        )
        for start, end in _paired(starts, ends, zipped=zipped)
        if (start, end) not in reached
    ]
    unpriced: list[UnpricedJourney] = []
    if prices is not None:
        table, unpriced = with_fares(table, rides_of(table, network.timetable), prices)
    table.attrs = {
        **({} if prices is None else {"unpriced": unpriced}),
        "points": without,
        "unreached": unreached,
        "warnings": warnings,
        "provenance": provenance_of(
            "itineraries",
            network,
            options,
            moments,
            {"origins": starts, "destinations": ends},
            pairs=pairs,
            alternatives=alternatives,
            fares=fares if fares is None or fares == "gtfs" else file_asked(fares),
        ),
    }
    if output is not None:
        write_layers(Path(output), {"legs": table})
        write_unsnapped(Path(output), without)
        write_unreached(Path(output), unreached)
        columns = list(UnpricedJourney.__annotations__)
        write_beside(beside(Path(output), "unpriced"), unpriced, columns)
    return table


def _fares(
    network: "Network", fares: str | Path | None
) -> tuple[FeedFares | UserFares | None, list[str]]:
    """The fares that are asked for, and what to know of them."""
    if fares is None:
        return None, []
    timetable = network.timetable
    if fares == "gtfs":
        return FeedFares.of(timetable), []
    table = read_fare_table(Path(fares))
    agencies = timetable.agencies
    known = agencies["agency_id"].to_pylist() + agencies["agency_name"].to_pylist()
    return table, table.unknown_names(known, timetable.routes["route_id"].to_pylist())


def _paired(starts: Points, ends: Points, *, zipped: bool) -> Iterable[tuple[Any, Any]]:
    """Identifiers of all pairs, in their order."""
    ids = starts.ids.to_pylist(), ends.ids.to_pylist()
    return zip(*ids, strict=True) if zipped else product(*ids)


def _check_pairs(pairs: str, starts: Points, ends: Points) -> None:
    if pairs not in {"product", "zip"}:
        msg = f'pairs: "{pairs}" is neither "product" nor "zip".'
        raise UsageError(msg)
    if pairs == "zip" and len(starts) != len(ends):
        msg = (
            f'pairs: "zip" joins each origin to one destination, but there are {len(starts):,} '
            f"origins and {len(ends):,} destinations."
        )
        raise UsageError(msg)
