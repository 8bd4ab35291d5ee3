"""What if the rules were others? Networks and searches that differ from ours in one thing."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
from numpy.typing import NDArray

from accessibility import BuildOptions, DepartAt, TravelOptions
from accessibility.engines import builtin
from accessibility.network.network import Network, SnappedPoints

Floats = NDArray[np.float64]
Tags = dict[str, str]

SNAP_RADIUS = 1600
WHEN = DepartAt("2023-06-13 08:00", "2h")
# R5 rounds every street edge up to a whole second: over all walks it is so much slower than ours.
R5_WALK_FACTOR = 1.0121
# The cells compared begin and end within so many metres of a street.
NEAR_M = 100


class Answers(NamedTuple):
    """Seconds from each centroid to each, NaN where not reached."""

    walk: Floats
    transit: Floats
    bicycle: Floats
    car: Floats


class City:
    """Newport's inputs, its 511 centroids, and R5's whole minutes between them."""

    def __init__(self, data: Path) -> None:
        folder = data / "newport"
        self.osm = folder / "osm-2023-06-13.osm.pbf"
        self.gtfs = folder / "gtfs-bus-2023-06-13.zip"
        points = gpd.read_parquet(folder / "oa21_centroids.parquet").to_crs(4326)
        self.ids = points["OA21CD"].to_numpy()
        self.lon, self.lat = points.geometry.x.to_numpy(), points.geometry.y.to_numpy()
        self.row = {name: row for row, name in enumerate(self.ids)}
        self.r5 = Answers(
            self._minutes(folder / "r5" / "walk.parquet", "travel_time"),
            self._minutes(folder / "r5" / "transit_0800_2h.parquet", "travel_time_p50"),
            self._minutes(folder / "r5" / "bicycle.parquet", "travel_time"),
            self._minutes(folder / "r5" / "car.parquet", "travel_time"),
        )

    def _minutes(self, path: Path, column: str) -> Floats:
        table = pd.read_parquet(path)
        minutes = np.full((len(self.ids), len(self.ids)), np.nan)
        rows, columns = table["from_id"].map(self.row), table["to_id"].map(self.row)
        minutes[rows, columns] = table[column]
        return minutes

    def build(self, folder: Path, name: str, osm: Path | None = None, **options: Any) -> Network:
        """Build a network of the city, from its own extract or a changed one."""
        return Network.build(
            osm or self.osm, self.gtfs, folder / f"{name}.network", BuildOptions(**options)
        )


def options_of(mode: str, **changed: Any) -> TravelOptions:
    """R5's rules, as far as options express them."""
    rules: dict[str, Any] = {"mode": mode, "snap_radius": SNAP_RADIUS}
    if mode == "transit":
        rules["max_transfer_time"] = "1000s"
    return TravelOptions(**rules | changed)


def medians(
    city: City, network: Network, rows: NDArray[np.int64] | slice = slice(None), **changed: Any
) -> Floats:
    """Median seconds by public transport from some centroids to all."""
    return _search(city, network, WHEN, options_of("transit", **changed), rows)


def walks(city: City, network: Network, rows: NDArray[np.int64] | slice = slice(None)) -> Floats:
    """Seconds on foot from some centroids to all."""
    return _search(city, network, None, options_of("walk"), rows)


def seconds_of(city: City, network: Network, mode: str) -> Floats:
    """Seconds by one mode alone from all centroids to all, as users get them."""
    return _search(city, network, None, options_of(mode, max_time=240), slice(None))


def _search(
    city: City,
    network: Network,
    when: DepartAt | None,
    options: TravelOptions,
    rows: NDArray[np.int64] | slice,
) -> Floats:
    query = builtin.prepare(network, when, options, city.lon, city.lat)
    seconds = builtin.matrix_block(
        query, city.lon[rows], city.lat[rows], (50,), np.zeros(1, np.uint8)
    )[0].astype(np.float64)
    seconds[seconds < 0] = np.nan
    return seconds


def rewritten(osm: Path, path: Path, change: Callable[[Tags], Tags]) -> Path:
    """Write an extract again with the tags of its ways changed."""
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for element in osmium.FileProcessor(str(osm)):
            if element.is_way() and len(element.tags):
                tags = dict(element.tags)
                changed = change(dict(tags))
                writer.add(element.replace(tags=changed) if changed != tags else element)
            else:
                writer.add(element)
    return path


def for_residents_closed(tags: Tags) -> Tags:
    """Nobody walks through a way with access=destination, as in R5."""
    if tags.get("access") == "destination" and "foot" not in tags:
        tags["foot"] = "no"
    return tags


def with_stop(network: Network, stop: int, edge: int, first_mm: int, straight_mm: int) -> Network:
    """
    Join one stop elsewhere for walks to and from it (edge -1: nowhere); its transfers stay.

    The key stays too, so the timetable that was prepared for the real network is used again.
    """
    moved = [array.copy() for array in network.stops]
    for array, value in zip(moved, (edge, first_mm, straight_mm), strict=True):
        array[stop] = value
    other = copy.copy(network)
    other.__dict__["stops"] = SnappedPoints(*moved)
    return other


def with_point(network: Network, point: tuple[float, float], edge: int) -> Network:
    """Join one point to another edge."""
    first_mm, straight_mm = place_on_edge(network, *point, edge)
    other = copy.copy(network)

    def snap(lon: Floats, lat: Floats, radius_mm: int, *mode: int) -> SnappedPoints:
        snapped = network.snap(lon, lat, radius_mm, *mode)
        here = (lon == point[0]) & (lat == point[1])
        for array, value in zip(snapped, (edge, first_mm, straight_mm), strict=True):
            array[here] = value
        return snapped

    other.snap = snap  # type: ignore[method-assign]
    return other


def metres_from(network: Network, lon: float, lat: float) -> tuple[Floats, Floats]:
    """Metres east and north of a point of all points of all shapes."""
    streets = network.streets
    east = (streets.shape_x / 1e7 - lon) * 111_320 * np.cos(np.radians(lat))
    return east, (streets.shape_y / 1e7 - lat) * 111_230


def place_on_edge(network: Network, lon: float, lat: float, edge: int) -> tuple[int, int]:
    """First part of the edge and straight distance, in millimetres (to a few per mille)."""
    streets = network.streets
    part = slice(*streets.shape_offset[edge : edge + 2])
    x, y = (metres[part] for metres in metres_from(network, lon, lat))
    run_x, run_y = np.diff(x), np.diff(y)
    length = np.hypot(run_x, run_y)
    share = -(x[:-1] * run_x + y[:-1] * run_y) / np.maximum(length**2, 1e-9)
    share = np.clip(share, 0, 1)
    gap = np.hypot(x[:-1] + share * run_x, y[:-1] + share * run_y)
    nearest = int(gap.argmin())
    along = length[:nearest].sum() + share[nearest] * length[nearest]
    fraction = along / max(length.sum(), 1e-9)
    return int(fraction * streets.edge_length[edge]), int(gap[nearest] * 1000)
