"""Porto Alegre: 1,227 cells each to each, beside range RAPTOR, and clicks."""

import numpy as np

from accessibility.analysis.contours import areas_within
from accessibility.analysis.surface import SurfaceQuestion
from accessibility.moments import DepartAt
from accessibility.network.network import Network
from accessibility.options import TravelOptions

from .isochrones import MINUTES, ORIGINS, identified
from .places import Place, Points, open_porto_alegre
from .report import Figure, Section, Wanted
from .timing import ALL_THREADS, in_turns
from .transit_matrix import Contenders, Workload, check_equal
from .yardstick import Yardstick

MOMENT = "2019-05-13 14:00"
TURNS = 3
MOST_MS = 40.0


def run(place: Place) -> list[Section]:
    """Measure the matrix and clicks; nothing where the data is not there."""
    if place.data is None:
        return []
    with open_porto_alegre(place.data) as city:
        return [
            _matrix(place, city.network, city.centroids),
            _clicks(city.network, city.centroids),
        ]


def _matrix(place: Place, network: Network, cells: Points) -> Section:
    options = TravelOptions(snap_radius=1600, max_transfer_time="1000s")
    work = Workload(cells, DepartAt(MOMENT, "1h"), options, (25, 50, 75))
    contenders = Contenders(network, work)
    reached = check_equal(contenders)
    yardstick = Yardstick(place.network, place.centroids)
    times = in_turns(
        {
            "ours": contenders.ours,
            "alone": contenders.one_by_one,
            "raptor": contenders.range_raptor,
            "unit": yardstick.run,
        },
        TURNS,
        ALL_THREADS,
    )
    n, unit = len(cells), times.best("unit") / len(place.centroids)
    ours, alone, raptor = (times.best(name) / n for name in ("ours", "alone", "raptor"))
    return Section(
        title=f"Porto Alegre: {n:,} cells each to each, three percentiles",
        text=(
            f"On {MOMENT}, 1 h (60 departures), percentiles 25 50 75, walks of at most 20 minutes, "
            f"transfers of at most 1,000 m; {reached:.0%} of the cells are reached, the same in "
            "all. Processor time of all threads per origin, warm. The unit is one scipy bounded "
            f"Dijkstra (1,200 m) on the walking graph of {place.name}."
        ),
        base="scipy bounded Dijkstra",
        figures=[
            Figure("ours", ours, ours / unit),
            Figure("ours, each origin by itself", alone, alone / unit),
            Figure("range RAPTOR (numba)", raptor, raptor / unit),
            Figure("scipy bounded Dijkstra", unit, 1.0),
        ],
        wanted=[
            Wanted("ours, in bounded Dijkstras per origin", ours / unit, at_most=25),
            Wanted("the same, tried for", ours / unit, at_most=8),
            Wanted("range RAPTOR's time, in ours", raptor / ours, at_least=1.8),
        ],
    )


def _clicks(network: Network, cells: Points) -> Section:
    rows = np.random.default_rng(4).choice(len(cells), ORIGINS, replace=False)
    question = SurfaceQuestion(network, when=DepartAt(MOMENT))
    places = identified(Points(cells.lon[rows], cells.lat[rows]))

    def draw() -> None:
        for surface in question.surfaces(places):
            areas_within(surface.grid, surface.seconds, [m * 60 for m in MINUTES], 3600)

    times = in_turns({"ours": draw}, TURNS, ALL_THREADS)
    ms = times.best("ours") / ORIGINS * 1000
    return Section(
        title="Isochrones: a click in Porto Alegre",
        text=(
            f"As in Newport, at 14:00, over {len(question.grid.cells):,} cells of 50 m near "
            "streets. Time per place, one thread, everything prepared."
        ),
        base="",
        figures=[Figure("ours, from the place to four areas", times.best("ours") / ORIGINS)],
        wanted=[Wanted("milliseconds a click", ms, at_most=MOST_MS, unit=" ms")],
    )
