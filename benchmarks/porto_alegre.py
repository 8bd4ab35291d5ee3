"""A city of buses, many of them: Porto Alegre, in units of a bounded Dijkstra in Newport."""

from accessibility.moments import DepartAt
from accessibility.options import TravelOptions

from .places import Place, open_porto_alegre
from .report import Section, Wanted
from .transit_matrix import UNITS, Workload, in_units
from .yardstick import Yardstick

TURNS = 3


def cells_by_three(place: Place) -> Workload:
    """All cells each to each, one hour, three percentiles, transfers of at most 1,000 m."""
    options = TravelOptions(snap_radius=1600, max_transfer_time="1000s")
    return Workload(place.centroids, DepartAt(place.morning, "1h"), options, (25, 50, 75))


def run(place: Place) -> list[Section]:
    """Measure the matrix of all cells; nothing where the real data is not there."""
    if place.data is None:
        return []
    # The unit stays what it is elsewhere, so that figures of both towns can be compared.
    yardstick = Yardstick(place.network, place.centroids)
    with open_porto_alegre(place.data) as city:
        work = cells_by_three(city)
        measured = in_units(city, work, yardstick, TURNS)
    return [
        Section(
            title=f"Transit matrix: {len(work.points):,} cells of Porto Alegre, three percentiles",
            text=(
                f"From all cells to all, on {city.morning}, 1 h (60 departures), percentiles 25 "
                "50 75, walks of at most 20 minutes at 3.6 km/h, transfers of at most 1,000 m; "
                f"{measured.reached:.0%} of the pairs are reached, and range RAPTOR gives the "
                "same answers in every one. From snapping the origins to the percentiles; per "
                "origin, one thread, warm. The unit is one scipy bounded Dijkstra (1,200 m) on "
                "the walking graph of Newport, measured in the same turns."
            ),
            base="scipy bounded Dijkstra",
            figures=measured.figures,
            wanted=[
                Wanted(UNITS, measured.units, at_most=25.0, reason=measured.reason),
                Wanted("the same, tried for", measured.units, at_most=8.0, reason=measured.reason),
                Wanted("range RAPTOR's time, in ours", measured.rival, at_least=1.8),
            ],
        )
    ]
