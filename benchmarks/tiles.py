"""Copies of a town side by side: streets joined by roads, timetables shifted in space and time."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

import osmium
import polars as pl
from osmium.osm.mutable import Node, Way

from .places import Place

Position = tuple[float, float]

GAP_DEGREES = 0.004
SHIFT_MIN = 7
"""Minutes by which the timetable of each copy is later than the one before, within an hour."""
TABLES = ("agency", "stops", "routes", "trips", "calendar", "stop_times")


@dataclass(frozen=True)
class Streets:
    """Ways of an extract that may be streets, and their nodes."""

    nodes: dict[int, tuple[Position, dict[str, str]]]
    ways: dict[int, tuple[list[int], dict[str, str]]]

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """West, south, east and north."""
        lon, lat = zip(*(place for place, _ in self.nodes.values()), strict=True)
        return min(lon), min(lat), max(lon), max(lat)


@dataclass(frozen=True)
class Step:
    """How far copies lie apart, in degrees."""

    lon: float
    lat: float


def read_streets(path: Path) -> Streets:
    """Read the ways with `highway`, and the nodes that they use."""
    ways, positions, tags = {}, {}, {}
    for element in osmium.FileProcessor(str(path)).with_locations():
        if element.is_node() and "barrier" in element.tags:
            tags[element.id] = dict(element.tags)
        if element.is_way() and "highway" in element.tags:
            ways[element.id] = ([node.ref for node in element.nodes], dict(element.tags))
            for node in element.nodes:
                if node.location.valid():
                    positions[node.ref] = (node.location.lon, node.location.lat)
    return Streets({n: (at, tags.get(n, {})) for n, at in positions.items()}, ways)


def write_streets(path: Path, streets: Streets, side: int, step: Step) -> None:
    """Write copies of the streets in a square, and a road from each to its neighbours."""
    largest_node, largest_way = max(streets.nodes), max(streets.ways)
    used = sorted(streets.nodes, key=lambda node: streets.nodes[node][0])
    north_south = sorted(streets.nodes, key=lambda node: streets.nodes[node][0][1])
    copies = [(row, column) for row in range(side) for column in range(side)]
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for k, (row, column) in enumerate(copies):
            for node, ((lon, lat), tags) in sorted(streets.nodes.items()):
                place = (lon + column * step.lon, lat + row * step.lat)
                writer.add_node(Node(id=k * largest_node + node, location=place, tags=tags))
        for k in range(len(copies)):
            for way, (nodes, tags) in sorted(streets.ways.items()):
                refs = [k * largest_node + node for node in nodes]
                writer.add_way(Way(id=k * largest_way + way, nodes=refs, tags=tags))
        roads = len(copies) * largest_way
        for k, (row, column) in enumerate(copies):
            neighbours = []
            if column + 1 < side:
                neighbours.append((k + 1, used[-1], used[0]))
            if row + 1 < side:
                neighbours.append((k + side, north_south[-1], north_south[0]))
            for there, here_end, there_end in neighbours:
                roads += 1
                refs = [k * largest_node + here_end, there * largest_node + there_end]
                writer.add_way(Way(id=roads, nodes=refs, tags={"highway": "tertiary"}))


def write_feed(path: Path, feed: Path, extent: tuple[float, ...], side: int, step: Step) -> None:
    """Write copies of what a feed runs within an extent; each later by some minutes."""
    with zipfile.ZipFile(feed) as archive:
        tables = {
            name: pl.read_csv(archive.read(f"{name}.txt"), infer_schema_length=0) for name in TABLES
        }
    west, south, east, north = extent
    lon, lat = pl.col("stop_lon").cast(pl.Float64), pl.col("stop_lat").cast(pl.Float64)
    stops = tables["stops"].filter(lon.is_between(west, east) & lat.is_between(south, north))
    times = tables["stop_times"].join(stops.select("stop_id"), on="stop_id", how="semi")
    times = times.filter(pl.len().over("trip_id") > 1)
    trips = tables["trips"].join(times.select("trip_id").unique(), on="trip_id", how="semi")
    parts: dict[str, list[pl.DataFrame]] = {"stops": [], "trips": [], "stop_times": []}
    for k in range(side * side):
        row, column = divmod(k, side)
        mark = pl.lit(f"-{k}")
        parts["stops"].append(
            stops.with_columns(
                pl.col("stop_id") + mark,
                (lon + column * step.lon).cast(pl.String).alias("stop_lon"),
                (lat + row * step.lat).cast(pl.String).alias("stop_lat"),
                parent_station=pl.lit(""),
            )
        )
        parts["trips"].append(
            trips.with_columns(pl.col("trip_id") + mark, block_id=pl.lit(""), shape_id=pl.lit(""))
        )
        later = SHIFT_MIN * k % 60 * 60
        parts["stop_times"].append(
            times.with_columns(
                pl.col("trip_id") + mark,
                pl.col("stop_id") + mark,
                *(_later(name, later) for name in ("arrival_time", "departure_time")),
            )
        )
    whole = tables | {name: pl.concat(pieces) for name, pieces in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, table in whole.items():
            archive.writestr(f"{name}.txt", table.write_csv())


def _later(column: str, seconds: int) -> pl.Expr:
    """Times of a column some seconds later, as HH:MM:SS."""
    parts = pl.col(column).str.split(":").list.eval(pl.element().cast(pl.Int64))
    total = parts.list.get(0) * 3600 + parts.list.get(1) * 60 + parts.list.get(2) + seconds
    digits = [total // 3600, total // 60 % 60, total % 60]
    text = [part.cast(pl.String).str.zfill(2) for part in digits]
    return pl.concat_str(text, separator=":").alias(column)


def tile(place: Place, folder: Path, side: int) -> tuple[Path, Path, Step]:
    """Write the town `side` by `side` times; return the extract, the feed and the distance."""
    streets = read_streets(place.osm)
    inner = place.network.health.street_extent
    if inner is None:
        raise ValueError("the place has no streets")
    west, south, east, north = streets.extent
    step = Step(east - west + GAP_DEGREES, north - south + GAP_DEGREES)
    osm, feed = folder / f"tiles-{side}.osm.pbf", folder / f"tiles-{side}.zip"
    write_streets(osm, streets, side, step)
    write_feed(feed, place.feeds[0], inner, side, step)
    return osm, feed, step
