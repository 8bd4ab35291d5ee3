"""Journeys leg by leg: what a pair costs, and what the parts of a matrix's times cost."""

import geopandas as gpd
import numpy as np

from accessibility.analysis.itineraries import itineraries
from accessibility.analysis.matrix import travel_time_matrix
from accessibility.executors.threads import Threads
from accessibility.moments import DepartAt
from accessibility.options import TravelOptions
from accessibility.places.points import Points as IdPoints

from .isochrones import identified
from .places import Place, Points
from .report import Figure, Section, Wanted
from .timing import ALL_THREADS, in_turns

PAIRS = 100
CELLS = 40
TURNS = 3
MOST_S = 0.005


def run(place: Place) -> list[Section]:
    """Measure pairs as a caller meets them, and a small matrix with and without parts."""
    moment, options = DepartAt(place.morning), TravelOptions(snap_radius=1600)
    window = DepartAt(place.morning, "2h")
    network, executor = place.network, Threads(1)
    starts, ends = _pairs(place)
    some = _chosen(place.centroids, np.arange(min(CELLS, len(place.centroids))))

    def journeys(*, alternatives: bool) -> gpd.GeoDataFrame:
        when = window if alternatives else moment
        return itineraries(
            network,
            starts,
            ends,
            when=when,
            pairs="zip",
            alternatives=alternatives,
            options=options,
        )

    def matrix(*, breakdown: bool) -> object:
        return travel_time_matrix(
            network,
            some,
            some,
            when=window,
            percentiles=(50,),
            breakdown=breakdown,
            options=options,
            executor=executor,
        )

    legs = journeys(alternatives=False)
    _check(place, options, starts, ends, legs)
    times = in_turns(
        {
            "one": lambda: journeys(alternatives=False),
            "all": lambda: journeys(alternatives=True),
            "plain": lambda: matrix(breakdown=False),
            "parts": lambda: matrix(breakdown=True),
        },
        TURNS,
        ALL_THREADS,
    )
    alternatives = journeys(alternatives=True).groupby(["from_id", "to_id"])["option"].nunique()
    cells = len(some) ** 2
    pair, choices = (times.best(name) / len(starts) for name in ("one", "all"))
    return [
        Section(
            title=f"Itineraries: {len(starts)} pairs of points of {place.name}",
            text=(
                f"The fastest journey at {place.morning}, with its legs, their stops, times, walks "
                "along the streets and lines, as a table; and all that are fastest for their "
                f"number of rides within two hours ({alternatives.mean():.2g} a pair). Each takes "
                "as long as the matrix says. Processor time per pair, warm."
            ),
            base="the fastest",
            figures=[
                Figure("the fastest", pair, 1.0),
                Figure("all within two hours", choices, times.ratio("all", "one")),
            ],
            wanted=[Wanted("seconds a pair", pair, at_most=MOST_S, unit=" s")],
        ),
        Section(
            title="What times consist of",
            text=(
                f"A matrix of {len(some)} points each to each, two hours from {place.morning}, the "
                "median; with `breakdown=True` also the walks, waits and rides of the journey that "
                "takes as long. Processor time per cell, warm."
            ),
            base="without parts",
            figures=[
                Figure("without parts", times.best("plain") / cells, 1.0),
                Figure("with parts", times.best("parts") / cells, times.ratio("parts", "plain")),
            ],
        ),
    ]


def _pairs(place: Place) -> tuple[IdPoints, IdPoints]:
    draw = np.random.default_rng(7)
    count = len(place.centroids)
    start, end = draw.integers(0, count, (2, PAIRS))
    return _chosen(place.centroids, start), _chosen(place.centroids, end)


def _chosen(points: Points, rows: np.ndarray) -> IdPoints:
    return identified(Points(points.lon[rows], points.lat[rows]))


def _check(
    place: Place,
    options: TravelOptions,
    starts: IdPoints,
    ends: IdPoints,
    legs: gpd.GeoDataFrame,
) -> None:
    """Raise if a journey takes longer or shorter than the matrix says."""
    matrix = travel_time_matrix(
        place.network, starts, ends, when=DepartAt(place.morning), options=options
    )
    pairs = matrix[matrix["from_id"] == matrix["to_id"]].set_index("from_id")["travel_time"]
    told = legs.groupby("from_id")["total_time"].first()
    if not pairs.dropna().equals(told.rename("travel_time")):
        raise ArithmeticError("journeys do not take as long as the matrix says")
