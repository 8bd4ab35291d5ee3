"""Isochrones: a click to four polygons, beside osmnx's ego graph with a concave hull."""

import geopandas as gpd
import networkx as nx
import numpy as np
import shapely

from accessibility.analysis.contours import areas_within
from accessibility.analysis.surface import SurfaceQuestion
from accessibility.moments import DepartAt
from accessibility.network.extract import access
from accessibility.places.points import Points as IdPoints
from accessibility.places.points import read_points

from .places import Place, Points
from .report import Figure, Section, Wanted
from .timing import ONE_THREAD, in_turns

MINUTES = (15, 30, 45, 60)
ORIGINS = 10
TURNS = 5
CELL_M = 50
MOST_MS = 16.0
UNIT = 1e-7


def identified(points: Points) -> IdPoints:
    """Points with identifiers, as the question takes them."""
    geometry = gpd.points_from_xy(points.lon, points.lat)
    return read_points(gpd.GeoDataFrame({"id": range(len(points))}, geometry=geometry, crs=4326))


class Clicks:
    """Some origins, each asked by itself after everything is prepared."""

    def __init__(self, place: Place) -> None:
        rows = np.random.default_rng(4).choice(len(place.centroids), ORIGINS, replace=False)
        self.origins = Points(place.centroids.lon[rows], place.centroids.lat[rows])
        moment = place.morning.replace("08:00", "08:30")
        self.question = SurfaceQuestion(
            place.network, when=DepartAt(moment), cell_size=CELL_M, options=None
        )
        self.places = identified(self.origins)
        self.graph = walking_graph(place)

    def ours(self) -> list[list[shapely.MultiPolygon]]:
        """Search and draw for every origin."""
        return [
            areas_within(surface.grid, surface.seconds, [m * 60 for m in MINUTES], 3600)
            for surface in self.question.surfaces(self.places)
        ]

    def search_alone(self) -> None:
        """Search for every origin, without drawing."""
        for _ in self.question.surfaces(self.places):
            pass

    def by_osmnx(self) -> list[list[shapely.Geometry]]:
        """What people do with osmnx: walks alone, and a hull around the nodes within each time."""
        import osmnx  # noqa: PLC0415 - benchmarks have it; tests of what they share do not

        nodes = osmnx.nearest_nodes(self.graph, self.origins.lon, self.origins.lat)
        hulls = []
        for node in nodes:
            hulls.append([])
            for minutes in MINUTES:
                near = nx.ego_graph(self.graph, node, radius=minutes * 60, distance="seconds")
                points = [(data["x"], data["y"]) for _, data in near.nodes(data=True)]
                hulls[-1].append(shapely.concave_hull(shapely.MultiPoint(points), ratio=0.3))
        return hulls


def walking_graph(place: Place) -> nx.MultiDiGraph:
    """The walking streets as osmnx has them, seconds on every edge."""
    streets = place.network.streets
    graph = nx.MultiDiGraph(crs="EPSG:4326")
    for vertex, (x, y) in enumerate(zip(streets.vertex_x, streets.vertex_y, strict=True)):
        graph.add_node(vertex, x=x * UNIT, y=y * UNIT)
    walkable = np.flatnonzero(streets.edge_access & access.USE_FOOT)
    for edge in walkable.tolist():
        ends = int(streets.edge_from[edge]), int(streets.edge_to[edge])
        seconds = streets.edge_length[edge] / 1000
        graph.add_edge(*ends, seconds=seconds)
        graph.add_edge(*reversed(ends), seconds=seconds)
    return graph


def run(place: Place) -> list[Section]:
    """Measure clicks in the place."""
    clicks = Clicks(place)
    areas = clicks.ours()
    times = in_turns(
        {"ours": clicks.ours, "search": clicks.search_alone, "osmnx": clicks.by_osmnx},
        TURNS,
        ONE_THREAD,
    )
    ms = times.best("ours") / ORIGINS * 1000
    cells = len(clicks.question.grid.cells)
    largest = np.median([drawn[-1].area / 1e6 for drawn in areas])
    return [
        Section(
            title=f"Isochrones: a click in {place.name}",
            text=(
                f"From each of {ORIGINS} places one departure by public transport at 08:30, areas "
                f"within 15, 30, 45 and 60 minutes over cells of {CELL_M} m ({cells:,} near "
                f"streets; the largest area measures {largest:.1f} km² in the median), everything "
                "prepared. "
                "osmnx walks only, and draws a concave hull (ratio 0.3) round the nodes of an ego "
                "graph for each of the four times. Time per place, one thread."
            ),
            base="ours",
            figures=[
                Figure("ours, from the place to four areas", times.best("ours") / ORIGINS, 1.0),
                Figure(
                    "of which the search",
                    times.best("search") / ORIGINS,
                    times.ratio("search", "ours"),
                ),
                Figure(
                    "osmnx ego graph and concave hull, on foot",
                    times.best("osmnx") / ORIGINS,
                    times.ratio("osmnx", "ours"),
                ),
            ],
            wanted=[Wanted("milliseconds a click", ms, at_most=MOST_MS, unit=" ms")],
        )
    ]
