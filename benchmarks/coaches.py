"""Coaches and trains to all of Britain over the streets of one city: what far stops cost."""

from pathlib import Path
from tempfile import TemporaryDirectory

from accessibility.moments import DepartAt
from accessibility.network.network import Network
from accessibility.options import BuildOptions, TravelOptions

from .building import BUILD, in_new_process
from .places import Place
from .report import Figure, Section, Wanted
from .timing import ALL_THREADS, in_turns
from .transit_matrix import Contenders, Workload

MOMENT = "2024-03-05 08:00"
BUFFER_M = 5000
TURNS = 4
BUILDS = 2


def run(place: Place) -> list[Section]:
    """Build with the feeds whole and cut to the city, and ask both the same."""
    if place.larger_feed is None:
        return []
    rail = place.larger_feed.with_name("gtfs-rail-2024-03-05.zip")
    feeds = (place.larger_feed, rail)
    with TemporaryDirectory(prefix="benchmark-") as folder:
        base = Path(folder)
        built = [
            in_new_process(BUILD, base / f"{turn}.network", place.osm, *feeds)
            for turn in range(BUILDS + 1)
        ]
        seconds = min(build["process"] for build in built[1:])
        whole = Network.open(base / "0.network")
        extent = place.network.health.street_extent
        cut = Network.build(
            place.osm, feeds, base / "cut.network", BuildOptions(area=extent, area_buffer=BUFFER_M)
        )
        options = TravelOptions(snap_radius=1600, max_transfer_time="1000s")
        work = Workload(place.centroids, DepartAt(MOMENT, "2h"), options, (50,))
        far, near = (Contenders(network, work) for network in (whole, cut))
        times = in_turns(
            {
                "whole": far.ours,
                "cut": near.ours,
                "whole alone": far.one_by_one,
                "cut alone": near.one_by_one,
            },
            TURNS,
            ALL_THREADS,
        )
    n = len(place.centroids)
    names = {
        "whole": "matrix, feeds whole",
        "cut": "matrix, feeds cut to the city",
        "whole alone": "feeds whole, each origin by itself",
        "cut alone": "feeds cut, each origin by itself",
    }
    return [
        Section(
            title="Coaches and trains of 2024: 204,361 and 12,082 stop times",
            text=(
                f"{whole.timetable.n_stops:,} stops over Britain with the streets of {place.name}; "
                f"cut to the streets and {BUFFER_M / 1000:g} km around them "
                f"{cut.timetable.n_stops:,} stops are left. {n} centroids each to each, two hours "
                f"from {MOMENT}, the median; processor time of all threads per origin, warm. The "
                "whole feeds also have more vehicles within the city, those that go far away."
            ),
            base="feeds cut",
            figures=[
                Figure("build and save, whole process", seconds),
                *(
                    Figure(name, times.best(key) / n, times.ratio(key, "cut"))
                    for key, name in names.items()
                ),
            ],
            wanted=[
                Wanted("seconds to build", seconds, at_most=8.0, unit=" s"),
                Wanted(
                    "whole feeds, in cut ones",
                    times.ratio("whole", "cut"),
                    at_most=1.1,
                    reason="the soonest ways back of those that leave the city are swept too",
                ),
            ],
        )
    ]
