"""A country in the making: the town 25 and 100 times side by side, asked the same questions."""

from pathlib import Path
from tempfile import TemporaryDirectory

from accessibility.moments import DepartAt
from accessibility.network.network import Network
from accessibility.options import TravelOptions

from .building import BUILD, in_new_process
from .places import Place, Points
from .report import Figure, Section, Wanted
from .tiles import tile
from .timing import ALL_THREADS, in_turns
from .transit_matrix import Contenders, Workload

SIDES = (1, 5, 10)
ORIGINS = 200
TURNS = 3


def run(place: Place) -> list[Section]:
    """Build at each size, and ask from the middle tile to the middle tile."""
    if not place.real:
        return []
    measured = {side * side: _at(place, side) for side in SIDES}
    base = measured[1]
    largest = measured[max(measured)]
    figures = []
    for copies, found in measured.items():
        figures += [
            Figure(f"{copies} times: build, whole process", found["build"]),
            Figure(
                f"{copies} times: matrix, per origin",
                found["origin"],
                found["origin"] / base["origin"],
            ),
            Figure(
                f"{copies} times: each origin by itself, per origin",
                found["alone"],
                found["alone"] / base["alone"],
            ),
        ]
    memory = ", ".join(
        f"{found['bytes'] / 1e9:.2f} GB at {copies} times" for copies, found in measured.items()
    )
    extra = {copies: found["bytes"] - base["bytes"] for copies, found in measured.items()}
    middle, most = sorted(extra)[1:]
    growth = extra[most] / (extra[middle] * (most - 1) / (middle - 1))
    return [
        Section(
            title=f"Scale: {place.name} 25 and 100 times",
            text=(
                "Copies of the streets side by side, joined by roads, each with its own buses at "
                f"times of its own. From {ORIGINS} centroids of one copy to all of that copy, two "
                "hours of departures, journeys of at most an hour, the median; processor time of "
                f"all threads, warm. Peak memory of building: {memory}."
            ),
            base="the town once",
            figures=figures,
            wanted=[
                Wanted(
                    "time per origin at 100 times, each by itself",
                    largest["alone"] / base["alone"],
                    at_most=1.5,
                ),
                Wanted(
                    "time per origin at 100 times, matrix",
                    largest["origin"] / base["origin"],
                    at_most=1.5,
                    reason="which stops and events lie near is looked up among all copies",
                ),
                Wanted("memory at 100 times, in linear growth from 25", growth, at_most=1.1),
            ],
        )
    ]


def _at(place: Place, side: int) -> dict[str, float]:
    with TemporaryDirectory(prefix="benchmark-") as scratch:
        folder = Path(scratch)
        osm, feed, step = tile(place, folder, side)
        found = in_new_process(BUILD, folder / "tiles.network", osm, feed)
        network = Network.open(folder / "tiles.network")
        middle = side // 2
        points = Points(
            place.centroids.lon[:ORIGINS] + middle * step.lon,
            place.centroids.lat[:ORIGINS] + middle * step.lat,
        )
        options = TravelOptions(snap_radius=1600, max_time=60)
        contenders = Contenders(
            network, Workload(points, DepartAt(place.morning, "2h"), options, (50,))
        )
        times = in_turns(
            {"ours": contenders.ours, "alone": contenders.one_by_one}, TURNS, ALL_THREADS
        )
        return {
            "build": found["process"],
            "bytes": found["bytes"],
            "origin": times.best("ours") / len(points),
            "alone": times.best("alone") / len(points),
        }
