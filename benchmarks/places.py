"""Where the benchmarks run: Newport's real data, or the sample town where that is not there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
import polars as pl
from numpy.typing import NDArray

from accessibility.network.extract import access
from accessibility.network.network import Network

PROJECT = Path(__file__).resolve().parents[1]
DATA = PROJECT.parent / "shared" / "data"
UNIT = 1e-7
FARTHEST_M = 1600


@dataclass(frozen=True)
class Points:
    """Points in WGS84 degrees."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.lon)


@dataclass(frozen=True)
class Place:
    """
    Inputs and a network of one town.

    `real` tells real towns, for which figures are wanted, from the sample, which only shows that
    all runs. `data` is the folder with all the real data; None without it.
    """

    name: str
    real: bool
    osm: Path
    feeds: tuple[Path, ...]
    larger_feed: Path | None
    morning: str
    network: Network
    centroids: Points
    data: Path | None = None


@contextmanager
def open_place(data: Path) -> Iterator[Place]:
    """Build the network of Newport, or of the sample where `data` holds no Newport."""
    with TemporaryDirectory(prefix="benchmark-") as folder:
        newport = data / "newport"
        if newport.is_dir():
            yield _newport(newport, Path(folder))
        else:
            yield _sample(Path(folder))


def _newport(newport: Path, folder: Path) -> Place:
    osm = newport / "osm-2023-06-13.osm.pbf"
    feeds = (newport / "gtfs-bus-2023-06-13.zip",)
    network = Network.build(osm, feeds, folder / "newport.network")
    table = gpd.read_parquet(newport / "oa21_centroids.parquet")
    return Place(
        name="Newport",
        real=True,
        osm=osm,
        feeds=feeds,
        larger_feed=newport / "gtfs-bus-coach-2024-03-05.zip",
        morning="2023-06-13 08:00",
        network=network,
        centroids=_joining(network, _points(table), FARTHEST_M),
        data=newport.parent,
    )


@contextmanager
def open_porto_alegre(data: Path) -> Iterator[Place]:
    """Build the network of Porto Alegre, whose points are the middles of hexagons of 0.1 km2."""
    files = data / "porto_alegre"
    osm = files / "poa_osm.pbf"
    feeds = (files / "poa_eptc.zip", files / "poa_trensurb.zip")
    table = pl.read_csv(files / "poa_hexgrid.csv")
    points = Points(table["lon"].to_numpy(), table["lat"].to_numpy())
    with TemporaryDirectory(prefix="benchmark-") as folder:
        network = Network.build(osm, feeds, Path(folder) / "porto-alegre.network")
        yield Place(
            name="Porto Alegre",
            real=True,
            osm=osm,
            feeds=feeds,
            larger_feed=None,
            morning="2019-05-13 14:00",
            network=network,
            centroids=_joining(network, points, FARTHEST_M),
            data=data,
        )


def _sample(folder: Path) -> Place:
    sample = PROJECT / "sample_gtfs"
    osm = sample / "town.osm.pbf"
    feeds = (sample / "bus.zip", sample / "rail.zip")
    network = Network.build(osm, feeds, folder / "sample.network")
    return Place(
        name="the sample town",
        real=False,
        osm=osm,
        feeds=feeds,
        larger_feed=None,
        morning="2025-05-13 08:00",
        network=network,
        centroids=grid_points(network, 100, 300),
    )


def grid_points(network: Network, count: int, radius_m: int, mode_bit: int = access.FOOT) -> Points:
    """Choose points of a grid over the streets, evenly among those near enough to one."""
    x, y = network.streets.vertex_x * UNIT, network.streets.vertex_y * UNIT
    west, east = np.percentile(x, [0.5, 99.5])
    south, north = np.percentile(y, [0.5, 99.5])
    side = int(np.sqrt(count))
    while True:
        across = np.linspace(west, east, side)
        up = np.linspace(south, north, side)
        lon, lat = np.meshgrid(across, up)
        found = _joining(network, Points(lon.ravel(), lat.ravel()), radius_m, mode_bit)
        if len(found) >= count:
            chosen = np.linspace(0, len(found) - 1, count).round().astype(int)
            return Points(found.lon[chosen], found.lat[chosen])
        side += 1


def _points(table: gpd.GeoDataFrame) -> Points:
    geometry = table.to_crs(4326).geometry
    return Points(geometry.x.to_numpy(), geometry.y.to_numpy())


def _joining(
    network: Network, points: Points, radius_m: int, mode_bit: int = access.FOOT
) -> Points:
    joins = network.snap(points.lon, points.lat, radius_m * 1000, mode_bit).edge >= 0
    return Points(points.lon[joins], points.lat[joins])
