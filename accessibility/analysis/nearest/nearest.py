"""The nearest service of each kind for every origin, there and back."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from accessibility.analysis.joined_points import STATUS, JoinedPoints, join_points
from accessibility.analysis.nearest.answers import answer_nearest
from accessibility.analysis.nearest.question import NearestQuestion
from accessibility.analysis.nearest.search import Direction, Nearest, Origins
from accessibility.analysis.provenance import provenance_of, told_points
from accessibility.analysis.questions import points_of, street_extent, street_modes
from accessibility.analysis.service_kinds import Kind, ServicesGiven, kinds_of
from accessibility.engines import builtin
from accessibility.errors import UsageError
from accessibility.moments import When
from accessibility.options import TravelOptions
from accessibility.progress import Progress, Silent
from accessibility.results.listed import Listed
from accessibility.results.matrix import Moment
from accessibility.results.nearest import STATES, NearestTable, leg_of
from accessibility.results.nearest_files import (
    Service,
    check_nearest_columns,
    check_nearest_output,
    write_nearest,
)
from accessibility.results.unsnapped import points_path
from accessibility.routing.nearest import MOST_SERVICES

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from accessibility.network.network import Network
    from accessibility.places.points import Points
    from accessibility.results.nearest import Leg
    from accessibility.results.unsnapped import UnsnappedPoint

__all__ = ["nearest_services"]

logger = logging.getLogger("accessibility")

STATE_OF = {
    "joined": STATES.index("reached"),
    "too_far": STATES.index("not_snapped"),
    "outside": STATES.index("outside_data"),
    "not_located": STATES.index("not_located"),
}
"""The state of an origin's answers by what became of the origin; until it is searched from."""


def nearest_services(
    network: "Network",
    origins: "GeoDataFrame | str | Path | Points",
    services: ServicesGiven,
    *,
    when: When | Sequence[When] | None = None,
    return_when: When | Sequence[When] | None = None,
    k: int = 1,
    percentiles: Iterable[int] | None = None,
    options: TravelOptions | None = None,
    return_service: Literal["any", "nearest_outbound", "best_pair"] = "any",
    nearest_rule: Literal[
        "percentile_of_minimum", "minimum_of_percentiles"
    ] = "percentile_of_minimum",
    cap: float | str | None = None,
    output: str | Path | None = None,
    progress: Progress | None = None,
) -> "GeoDataFrame":
    """
    Find the nearest service of each kind for every origin, and how long it takes.

    The definitions are those of the method page "Nearest services".

    Parameters
    ----------
    network
        The network of streets and timetables.
    origins
        Points with an ``id`` column: a GeoDataFrame in any CRS, or a file; or points that
        `accessibility.places.points.read_points` has read.
    services
        ``"osm:pharmacy,library"`` takes kinds of services from the network's OpenStreetMap extract.
        Otherwise points of each kind by its name, or points of all kinds with a column ``kind``.
    when
        When people set out (`DepartAt`) or have to be there (`ArriveBy`); needed for public
        transport. With a list of them each is answered, and their mean.
    return_when
        The same for the way back: when people set out at the service or have to be home. Moments
        there and back pair by position; their means pair in any case. Default: nobody comes back.
    k
        How many services of a kind are wanted, the nearest first; default 1.
    percentiles
        Percentiles (1 to 100) of the travel times over the window of `when`; default the median.
    options
        What travellers can and will do; default `TravelOptions()`.
    return_service
        From which service people come back: ``"any"`` (default), whichever is nearest then;
        ``"nearest_outbound"``, the one that was nearest on the way there; ``"best_pair"`` chooses
        one service for both ways, with the least sum.
    nearest_rule
        Over a window, ``"percentile_of_minimum"`` (default) takes the nearest at every moment and
        then the percentile; ``"minimum_of_percentiles"`` takes the service with the least
        percentile.
    cap
        Minutes that longer and unreachable ways count as; default: they have no time. At most
        `options.max_time`.
    output
        A file: ``.gpkg`` gets a layer ``origins``, with a row and the columns of all kinds for each
        origin, and a layer ``lines`` to the services; ``.parquet`` and ``.csv`` get the table that
        is returned. Default: nothing is written.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    GeoDataFrame
        In WGS84, a row for each origin and kind (and of these, for each ``rank`` if `k` is more
        than 1, and for each moment and the mean of several, told apart by ``when`` and
        ``direction``): ``from_id``, ``kind``, the service's ``to_id``, ``travel_time`` in minutes,
        and ``state``: ``reached``, ``capped`` (longer than `cap`), ``unreachable`` within
        `options.max_time`, or missing because the origin is ``not_snapped`` to a street, in
        ``outside_data`` or ``not_located`` at all. With `return_when` also ``return_from_id``,
        ``return_time``, ``return_state`` and ``total_time``. With a window these columns end in
        ``_p{N}``. A mean is NaN unless all moments have a time; ``n_reached`` counts those
        reached; its service is the most frequent one. ``attrs["points"]`` lists origins and
        services that join no street, ``attrs["services"]`` the services of each kind,
        ``attrs["notes"]`` what to know of these, ``attrs["warnings"]`` what to know of the
        answers, ``attrs["provenance"]`` what they were made from.

    Raises
    ------
    UsageError
        If options contradict one another, or a kind is not known.
    InputError
        If points are faulty, no origin joins the streets, or a kind has no service that does.
    NoServiceDataError
        If a moment lies outside the timetables.
    OutputError
        If the output cannot be written.
    Interrupted
        If the progress cancelled.
    """
    question = NearestQuestion.of(
        options, when, return_when, k, percentiles, return_service, nearest_rule, cap
    )
    if output is not None:
        check_nearest_output(Path(output), _files_of(origins, services))
    progress = progress or Silent()
    extent = street_extent(network)
    starts = points_of(origins, extent, "origins")
    kinds = kinds_of(network, services, extent)
    if output is not None:
        check_nearest_columns(Path(output), [kind.kind for kind in kinds], question.count)
    joined = join_points(
        network,
        starts,
        question.options,
        street_modes(question.options, "origin"),
        extent,
        "origin",
    )
    without = joined.unsnapped() + _unsnapped_services(network, kinds, question.options)
    builtin.compile_kernels(progress)
    rows = np.flatnonzero(joined.edge >= 0)
    answers, warnings = answer_nearest(
        network, question, _searched(joined, rows), [kind.points for kind in kinds], progress
    )
    notes = list(dict.fromkeys(note for kind in kinds for note in kind.notes))
    for note in notes:
        logger.info(note)
    for warning in warnings:
        logger.warning(warning)
    missing = np.array([STATE_OF[status] for status in STATUS], np.int8)[joined.status_number]

    def leg(found: list[Nearest]) -> "Leg":
        whole = (nearest.among(rows, len(starts)) for nearest in found)
        seconds, service = zip(*whole, strict=True)
        return leg_of(seconds, service, missing, question.cap_s)

    layout = NearestTable(
        starts.ids,
        question.suffixes,
        question.count,
        _moments(question.there),
        _moments(question.back),
    )
    table = layout.frame(
        [
            (
                kind.kind,
                kind.points.ids,
                leg(found.there),
                leg(found.back) if question.back else None,
            )
            for kind, found in zip(kinds, answers, strict=True)
        ]
    )
    result = _with_places(table, starts)
    result.attrs = {
        "points": Listed(without),
        "services": Listed(_services(kinds)),
        "notes": notes,
        "warnings": warnings,
        "provenance": provenance_of(
            "nearest_services",
            network,
            question.options,
            [direction.when for direction in question.there],
            {"origins": starts},
            services=told_points({kind.kind: kind.points for kind in kinds}),
            **question.as_json(),
        ),
    }
    if output is not None:
        write_nearest(Path(output), result, layout)
        if without:
            logger.info(
                "%s points join no street: see %s.", f"{len(without):,}", points_path(Path(output))
            )
    return result


def _files_of(
    origins: "GeoDataFrame | str | Path | Points", services: ServicesGiven
) -> list[str | Path]:
    """The files that are read."""
    given = services.values() if isinstance(services, Mapping) else [services]
    return [source for source in (origins, *given) if isinstance(source, str | Path)]


def _unsnapped_services(
    network: "Network", kinds: Sequence[Kind], options: TravelOptions
) -> "list[UnsnappedPoint]":
    """List services that join no street; each kind has one that does."""
    without = []
    extent, modes = street_extent(network), street_modes(options, "destination")
    for kind in kinds:
        if len(kind.points) > MOST_SERVICES:
            msg = f"{kind.kind}: {len(kind.points):,} services are more than {MOST_SERVICES:,}."
            raise UsageError(msg)
        role = f"{kind.kind} service"
        without += join_points(network, kind.points, options, modes, extent, role).unsnapped()
    return without


def _searched(joined: JoinedPoints, rows: "NDArray[np.int64]") -> Origins:
    """The origins that join a street."""
    walked = joined.by_mode.get("walk")
    return Origins(joined.points.lon[rows], joined.points.lat[rows], walked and walked.part(rows))


def _moments(directions: Sequence[Direction]) -> tuple[Moment, ...]:
    return tuple(
        Moment("", "depart") if when is None else Moment(str(when), when.direction)
        for when, _ in directions
    )


def _services(kinds: Sequence[Kind]) -> "list[Service]":
    """The services of all kinds."""
    return [
        {"kind": kind.kind, "id": identifier, "name": name, "lon": lon, "lat": lat}
        for kind in kinds
        for identifier, name, lon, lat in zip(
            kind.points.ids.to_pylist(),
            kind.names.to_pylist(),
            kind.points.lon.tolist(),
            kind.points.lat.tolist(),
            strict=True,
        )
    ]


def _with_places(table: "pd.DataFrame", origins: "Points") -> "GeoDataFrame":
    """Give the rows of each origin its point."""
    import geopandas as gpd  # noqa: PLC0415 - slow to import
    import shapely  # noqa: PLC0415

    places = shapely.points(origins.lon, origins.lat)
    places[np.isnan(origins.lon)] = None
    each = len(table) // max(1, len(origins))
    return gpd.GeoDataFrame(table, geometry=np.repeat(places, each), crs="EPSG:4326")
