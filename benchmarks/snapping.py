"""Joining points to streets: ours against osmnx and its spatial index alone."""

import geopandas as gpd
import networkx as nx
import numpy as np
import osmnx
import shapely
from numpy.typing import NDArray

from accessibility.network.extract.access import FOOT
from accessibility.network.network import Network
from accessibility.routing.snapping import Shapes, build_grid

from .places import UNIT, Place, Points, grid_points
from .report import Figure, Section
from .timing import ONE_THREAD, in_turns

TURNS = 3
RADIUS_M = 300


class Contenders:
    """The same edges and points, in degrees for us and in metres for osmnx."""

    def __init__(self, network: Network, points: Points) -> None:
        self.network, self.points = network, points
        streets = network.streets
        edges = np.flatnonzero(streets.edge_linkable & FOOT)
        lines = gpd.GeoSeries([_line(network, edge) for edge in edges], crs=4326)
        self.crs = lines.estimate_utm_crs()
        self.lines = lines.to_crs(self.crs)
        places = gpd.GeoSeries.from_xy(points.lon, points.lat, crs=4326).to_crs(self.crs)
        self.x, self.y = places.x.to_numpy(), places.y.to_numpy()
        self.geometry = shapely.points(self.x, self.y)
        self.tree = shapely.STRtree(self.lines.to_numpy())
        self.graph = nx.MultiDiGraph(crs=self.crs)
        for edge, line in zip(edges.tolist(), self.lines, strict=True):
            start, end = int(streets.edge_from[edge]), int(streets.edge_to[edge])
            self.graph.add_node(start, x=line.coords[0][0], y=line.coords[0][1])
            self.graph.add_node(end, x=line.coords[-1][0], y=line.coords[-1][1])
            self.graph.add_edge(start, end, key=edge, geometry=line, osmid=edge)

    def ours(self) -> NDArray[np.float64]:
        snapped = self.network.snap(self.points.lon, self.points.lat, RADIUS_M * 1000)
        return snapped.distance_mm / 1000

    def ours_with_index(self) -> NDArray[np.float64]:
        streets = self.network.streets
        build_grid(
            Shapes(
                streets.edge_linkable,
                streets.edge_length,
                streets.shape_offset,
                streets.shape_x,
                streets.shape_y,
            )
        )
        return self.ours()

    def by_osmnx(self) -> NDArray[np.float64]:
        _, distance = osmnx.distance.nearest_edges(self.graph, self.x, self.y, return_dist=True)
        return np.asarray(distance)

    def by_tree(self) -> NDArray[np.float64]:
        _, distance = self.tree.query_nearest(
            self.geometry, all_matches=False, return_distance=True
        )
        return np.asarray(distance)

    def check(self) -> None:
        """Raise if a distance differs by more than the projection may distort it."""
        ours = self.ours()
        for other in (self.by_osmnx(), self.by_tree()):
            if not np.allclose(ours, other, rtol=1e-3, atol=0.01):
                raise ArithmeticError(f"distances differ by up to {abs(ours - other).max():.3f} m")


def _line(network: Network, edge: int) -> shapely.LineString:
    streets = network.streets
    part = slice(streets.shape_offset[edge], streets.shape_offset[edge + 1])
    return shapely.LineString(
        np.stack([streets.shape_x[part] * UNIT, streets.shape_y[part] * UNIT], axis=1)
    )


def run(place: Place) -> list[Section]:
    """Measure points of a grid."""
    contenders = Contenders(place.network, grid_points(place.network, 5000, RADIUS_M))
    contenders.check()
    times = in_turns(
        {
            "ours, `Network.snap`": contenders.ours,
            "ours, index built anew": contenders.ours_with_index,
            "osmnx `nearest_edges`, which builds its index anew": contenders.by_osmnx,
            "shapely `STRtree.query_nearest`, index ready": contenders.by_tree,
        },
        TURNS,
        ONE_THREAD,
    )
    n = len(contenders.points)
    base = next(iter(times.seconds))
    return [
        Section(
            title=f"Joining {n:,} points to streets",
            text=(
                f"Points of a grid over {place.name} within {RADIUS_M} m of "
                f"{len(contenders.lines):,} streets, in one call; the same distances but for the "
                "projection that osmnx needs. Time per point, one thread."
            ),
            base="ours",
            figures=[
                Figure(name, times.best(name) / n, times.ratio(name, base))
                for name in times.seconds
            ],
        )
    ]
