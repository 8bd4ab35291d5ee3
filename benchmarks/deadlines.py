"""Deadlines beside departures: the same points, the same window, the other direction of time."""

from accessibility.moments import ArriveBy, DepartAt
from accessibility.options import TravelOptions

from .places import Place
from .report import Figure, Section, Wanted
from .timing import ALL_THREADS, in_turns
from .transit_matrix import Contenders, Workload

TURNS = 5


def run(place: Place) -> list[Section]:
    """Measure two hours of departures from 8 and two hours of deadlines up to 10 o'clock."""
    options = TravelOptions(snap_radius=1600, max_transfer_time="1000s")
    percentiles = (10, 25, 50, 75, 90)
    points = place.centroids
    later = place.morning.replace("08:00", "10:00")
    departures, deadlines = (
        Contenders(place.network, Workload(points, when, options, percentiles))
        for when in (DepartAt(place.morning, "2h"), ArriveBy(later, "2h"))
    )
    times = in_turns(
        {
            "depart": departures.ours,
            "arrive": deadlines.ours,
            "depart alone": departures.one_by_one,
            "arrive alone": deadlines.one_by_one,
        },
        TURNS,
        ALL_THREADS,
    )
    n = len(points)
    names = {
        "depart": "departures from 08:00 to 10:00",
        "arrive": "deadlines from 08:00 to 10:00",
        "depart alone": "departures, each origin by itself",
        "arrive alone": "deadlines, each destination by itself",
    }
    ratio = times.ratio("arrive", "depart")
    return [
        Section(
            title=f"Deadlines and departures: {n} points each to each, five percentiles",
            text=(
                "The matrix of above and the same with deadlines, searched backwards in time. "
                "Processor time of all threads per point, warm."
            ),
            base="departures",
            figures=[
                Figure(name, times.best(key) / n, times.ratio(key, "depart"))
                for key, name in names.items()
            ],
            wanted=[Wanted("deadlines, in departures", ratio, at_most=1.5)],
        )
    ]
