"""The nearest service over a whole day: one sweep against a search from each origin."""

import numpy as np
from numpy.typing import NDArray

from accessibility.analysis.nearest.search import Direction, Nearest, Origins, search_nearest
from accessibility.engines.builtin import PreparedQuery, prepare
from accessibility.moments import DepartAt
from accessibility.network.network import Network
from accessibility.options import TravelOptions
from accessibility.places.points import Points as Identified
from accessibility.progress import Silent
from accessibility.routing.profiles import Ways

from .building import in_new_process
from .places import Place, Points, grid_points
from .report import Figure, Section, Wanted
from .timing import ALL_THREADS, in_turns
from .transit_matrix import answer_by_raptor, raptor_network

TURNS = 3
ORIGINS, MANY_ORIGINS, MANY_SERVICES = 47_000, 1_500_000, 1_000
BY_RAPTOR = 300
"""Origins from which range RAPTOR searches: the rest would take as long each."""
MEDIAN = (50,)

MEMORY = """
import json, resource, sys, time, numpy as np, pyarrow as pa
from accessibility import DepartAt, Network, nearest_services
from accessibility.places.points import Points
network = Network.open(sys.argv[1])
west, south, east, north = network.health.street_extent
chance = np.random.default_rng(1)
n = int(sys.argv[3])
lon, lat = chance.uniform(west, east, n), chance.uniform(south, north, n)
begin = time.perf_counter()
table = nearest_services(
    network, Points(pa.array(np.arange(n)), lon, lat), "osm:pharmacy",
    when=DepartAt(sys.argv[2], window="2h"),
)
seconds = time.perf_counter() - begin
assert len(table) == n
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"seconds": seconds, "bytes": peak}))
"""


class Contenders:
    """Grid points and services of a town, over half a day of departures."""

    def __init__(self, network: Network, when: DepartAt, origins: Points, services: Points) -> None:
        self.network = network
        self.when = when
        self.options = TravelOptions()
        self.origins = origins
        self.services = services
        self.some = Points(*(part[:: max(1, len(origins) // BY_RAPTOR)] for part in _at(origins)))
        self.query = as_one(prepare(network, when, self.options, *_at(services)))
        self.raptor = raptor_network(network, self.options, self.query)

    def ours(self, services: Points | None = None, origins: Points | None = None) -> Nearest:
        """Join origins, sweep from all services, answer every origin."""
        chosen, homes = services or self.services, origins or self.origins
        radius = self.options.snap_radius_mm
        snapped = self.network.snap(homes.lon, homes.lat, radius)
        identified = Identified(None, chosen.lon, chosen.lat)  # type: ignore[arg-type]
        found, _ = search_nearest(
            self.network,
            self.options,
            Origins(homes.lon, homes.lat, snapped),
            [identified],
            [Direction(self.when, back=False)],
            MEDIAN,
            1,
            Silent(),
        )
        return found[0, 0]

    def range_raptor(self) -> NDArray[np.int32]:
        """Search from some of the origins, one by one, with the services as one destination."""
        return answer_by_raptor(self.query, self.raptor, self.some, MEDIAN)


def as_one(query: PreparedQuery) -> PreparedQuery:
    """Make one destination of all: of the ways from a place the shortest is the only one."""
    transit = query.transit
    if transit is None:
        raise ValueError("the query has no public transport")
    net = transit.nets[0]
    order = np.lexsort((net.egress_s, net.egress_row))
    rows, first = np.unique(net.egress_row[order], return_index=True)
    transit.nets[0] = net._replace(
        egress_offset=np.array([0, len(rows)]),
        egress_row=rows.astype(np.int32),
        egress_s=net.egress_s[order][first],
    )
    return PreparedQuery(_Nearest(query.direct), transit, 1, query.warnings)  # type: ignore[arg-type]


class _Nearest:
    """Ways without a vehicle, of which only the shortest to any destination counts."""

    def __init__(self, ways: object) -> None:
        self._ways = ways

    def out_of(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Ways:
        ways: Ways = self._ways.out_of(lon, lat)  # type: ignore[attr-defined]
        origin = np.repeat(np.arange(len(lon)), np.diff(ways.offset))
        order = np.lexsort((ways.seconds, origin))
        origins, first = np.unique(origin[order], return_index=True)
        offset = np.searchsorted(origins, np.arange(len(lon) + 1))
        return Ways(offset, np.zeros(len(first), np.int32), ways.seconds[order][first])


def check_equal(contenders: Contenders) -> float:
    """Raise if they differ for any origin that both answer; return the share reached."""
    raptor = contenders.range_raptor()[0, :, 0]
    ours = contenders.ours(origins=contenders.some).seconds[0, 0]
    differing = int((raptor != ours).sum())
    if differing:
        raise ArithmeticError(f"{differing} of {len(ours)} origins differ from range RAPTOR's")
    return float((ours >= 0).mean())


def pharmacies(network: Network) -> Points:
    """The pharmacies of the extract."""
    places = network.places.to_pylist()
    found = [
        (place["lon"], place["lat"]) for place in places if ("amenity", "pharmacy") in place["tags"]
    ]
    lon, lat = np.array(found).T
    return Points(lon.copy(), lat.copy())


def run(place: Place) -> list[Section]:
    """Measure half a day of departures from a fine grid to the nearest pharmacy."""
    count = ORIGINS if place.real else 500
    origins = grid_points(place.network, count, 300)
    services = pharmacies(place.network)
    when = DepartAt(f"{place.morning[:10]} 07:00", "12h")
    contenders = Contenders(place.network, when, origins, services)
    reached = check_equal(contenders)
    many = grid_points(place.network, MANY_SERVICES if place.real else 50, 300)
    times = in_turns(
        {
            "ours": contenders.ours,
            "many": lambda: contenders.ours(many),
            "raptor": contenders.range_raptor,
        },
        TURNS,
        ALL_THREADS,
    )
    ours = times.best("ours")
    by_raptor = times.best("raptor") / len(contenders.some) * len(origins)
    more = times.ratio("many", "ours")
    figures = [
        Figure(f"ours, {len(services)} services", ours, 1.0),
        Figure(f"ours, {len(many):,} services", times.best("many"), more),
        Figure("range RAPTOR (numba), each origin by itself", by_raptor, by_raptor / ours),
    ]
    wanted = [
        Wanted("range RAPTOR's time, in ours", by_raptor / ours, at_least=80),
        Wanted(f"{len(many):,} services, in {len(services)}", more, at_most=2),
    ]
    if place.real:
        told = place.network.path, place.morning, MANY_ORIGINS
        whole = in_new_process(MEMORY, *map(str, told))
        figures.append(Figure(f"the table of {MANY_ORIGINS:,} origins, 2 h", whole["seconds"]))
        wanted.append(
            Wanted(
                f"peak memory of {MANY_ORIGINS:,} origins",
                whole["bytes"] / 1e9,
                at_most=2,
                unit=" GB",
            )
        )
    return [
        Section(
            title=f"Nearest service: {len(origins):,} grid points, {when.n_moments} departures",
            text=(
                f"From 07:00 to 19:00 on {when.moment:%Y-%m-%d} in {place.name}, to the nearest of "
                f"{len(services)} pharmacies at every "
                "departure, the median of that; walks of at most 20 minutes. Joining origins to "
                "streets, the sweep, and ways to stops included; processor time of all threads, "
                f"warm. {reached:.0%} of the origins reach one. Range RAPTOR searches from "
                f"{len(contenders.some)} of the origins, with all services as one destination, and "
                "is multiplied; its answers are the same."
            ),
            base="ours",
            figures=figures,
            wanted=wanted,
        )
    ]


def _at(points: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return points.lon, points.lat
