"""A network of streets and timetables: built once, opened in milliseconds."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

import numpy as np
import pyarrow as pa

from accessibility import __version__
from accessibility.errors import (
    InputError,
    Interrupted,
    NetworkError,
    OutputError,
    UsageError,
)
from accessibility.lock import locked
from accessibility.network import access, store
from accessibility.network.area import Area, read_area
from accessibility.network.feeds import read_feeds
from accessibility.network.health import HealthReport, compose
from accessibility.network.streets import Streets, read_streets
from accessibility.network.tagged import read_places
from accessibility.network.timetable import TABLE_COLUMNS, Timetable
from accessibility.options import BuildOptions
from accessibility.progress import Progress, Silent
from accessibility.routing.snapping import Grid, Shapes, build_grid, snap_points
from accessibility.routing.walking import WalkGraph, build_walk_graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Network", "SnappedPoints"]

HEALTH = "health.json"
NEEDED = ("product", "inputs", "options", "timezone", "street_counts")
"""What the manifest must say."""

UNIT = 1e-7
REMEMBERED = 12
"""How much that was prepared for questions is kept in memory."""

T = TypeVar("T")


class SnappedPoints(NamedTuple):
    """
    Where points join the streets.

    Parameters
    ----------
    edge
        The edge joined, -1 for a point farther away than it may be.
    first_mm
        Millimetres from the edge's first vertex to the place joined.
    distance_mm
        Straight millimetres to the nearest edge, also of points that do not join; -1 if there is
        none.
    """

    edge: "NDArray[np.int32]"
    first_mm: "NDArray[np.int32]"
    distance_mm: "NDArray[np.int64]"


class Network:
    """
    Streets and timetables of an area, in a folder: made by `build`, opened by `open`.

    Parameters
    ----------
    folder
        The store that holds it.
    """

    def __init__(self, folder: store.Store) -> None:
        lacking = [name for name in NEEDED if name not in folder.manifest]
        if lacking:
            msg = f"{folder.path / store.MANIFEST} lacks {', '.join(lacking)}. {store.REBUILD}"
            raise NetworkError(msg)
        self._store = folder
        self._stops_of_modes: dict[int, SnappedPoints] = {}
        self._remembered: OrderedDict[Hashable, Any] = OrderedDict()
        self._remembering = Lock()
        self.path = folder.path

    @classmethod
    def build(
        cls,
        osm: str | Path,
        gtfs: str | Path | Sequence[str | Path],
        path: str | Path,
        options: BuildOptions | None = None,
        progress: Progress | None = None,
        area: Any = None,
    ) -> Self:
        """
        Build a network and open it.

        If the folder holds a network of the same inputs, options and version, it is just opened.

        Parameters
        ----------
        osm
            OpenStreetMap extract in PBF format.
        gtfs
            Timetables in GTFS, zips or folders; none gives a network for walking.
        path
            The folder to write. A network that is there is replaced; any other file or folder is
            not.
        options
            How to build; default `BuildOptions()`.
        progress
            Hears how far the work is and may cancel it.
        area
            The same as `options.area`: where the network is wanted. Streets and trips that neither
            lie nor stop there, or within `options.area_buffer` of it, are left out.

        Returns
        -------
        Network
            The network, open.

        Raises
        ------
        InputError
            If an input is missing or faulty, or has nothing in the area.
        UsageError
            If the area is none, or is given twice.
        OutputError
            If the folder cannot be written; nothing half-built stays.
        Interrupted
            If the progress cancelled.
        """
        osm, path = Path(osm), Path(path)
        path = path if path.name not in {"", ".."} else path.resolve()  # "." has no name
        feeds = [Path(gtfs)] if isinstance(gtfs, str | Path) else [Path(feed) for feed in gtfs]
        options, progress = options or BuildOptions(), progress or Silent()
        _check_target(path)
        wanted = _area(area, options)
        manifest = _manifest(osm, feeds, options, wanted)
        try:
            present = cls.open(path)
            if {key: present.manifest.get(key) for key in manifest} == manifest:
                return present
        except NetworkError:
            pass  # none there yet, or one that has to be built again
        busy = f"{path} is being built by another process. Wait for it, or give another name."
        with (
            locked(path.with_name(f".{path.name}.lock"), busy),
            store.new_folder(path) as folder,
        ):
            _write(folder, osm, feeds, options, manifest, progress, wanted)
        return cls.open(path)

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """
        Open a network.

        Parameters
        ----------
        path
            The folder.

        Returns
        -------
        Network
            Its arrays are mapped into memory when they are first used.

        Raises
        ------
        NetworkError
            If there is no network, it is broken or of another format.
        """
        return cls(store.Store(Path(path)))

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """
        Keep what was prepared for a question in memory, for the next one like it.

        Parameters
        ----------
        key
            All that it depends on, besides the network.
        make
            Makes it.

        Returns
        -------
        object
            What `make` gave, now or before; the last few are kept.
        """
        with self._remembering:
            if key in self._remembered:
                self._remembered.move_to_end(key)
                found: T = self._remembered[key]
                return found
        made = make()
        with self._remembering:
            self._remembered[key] = made
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return made

    @property
    def manifest(self) -> dict[str, Any]:
        """What the network was made from, and its files."""
        return self._store.manifest

    @cached_property
    def key(self) -> str:
        """A hash of the network's content: equal for equal inputs, options and version."""
        parts = {name: self.manifest[name] for name in ("inputs", "options", "product")}
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    @cached_property
    def streets(self) -> Streets:
        """Vertices, edges, shapes and turn restrictions."""
        names = self._store.table("names")["name"].to_pylist()
        counts = self.manifest["street_counts"]
        return Streets.from_arrays(self._store.arrays("streets"), names, counts)

    @cached_property
    def timetable(self) -> Timetable:
        """Stops, trips and dates of all feeds."""
        tables = {name: self._store.table(name) for name in TABLE_COLUMNS}
        return Timetable.from_parts(
            self._store.arrays("timetable"), tables, self.manifest["timezone"]
        )

    @cached_property
    def places(self) -> pa.Table:
        """Tagged places of interest of the extract."""
        return self._store.table("places")

    @cached_property
    def area(self) -> Area | None:
        """The area to which streets and timetables were cut; None if they were not."""
        if "area.arrow" not in self.manifest["files"]:
            return None
        return Area.from_table(self._store.table("area"))

    @cached_property
    def stops(self) -> SnappedPoints:
        """Where every stop that some trip serves joins the streets."""
        arrays = self._store.arrays("stops")
        return SnappedPoints(**{name: arrays[name] for name in SnappedPoints._fields})

    @cached_property
    def walk_graph(self) -> WalkGraph:
        """The streets that walkers may use."""
        arrays = self._store.arrays("walk")
        return WalkGraph(
            arrays["offset"],
            arrays["arcs"],
            self.streets.edge_from,
            self.streets.edge_to,
            self.streets.edge_length,
        )

    def walk_graph_for(self, mode_bit: int) -> WalkGraph:
        """
        Give the streets of walkers or of wheelchairs.

        Parameters
        ----------
        mode_bit
            `access.FOOT` or `access.WHEELCHAIR`.

        Returns
        -------
        WalkGraph
            The streets that they may use.
        """
        return self._wheelchair_graph if mode_bit == access.WHEELCHAIR else self.walk_graph

    @cached_property
    def _wheelchair_graph(self) -> WalkGraph:
        return _walk_graph(self.streets, access.USE_WHEELCHAIR)

    @property
    def stop_snap_radius_mm(self) -> int:
        """How far a stop may lie from a street, in whole millimetres."""
        radius = self.manifest["options"]["stop_snap_radius"]
        return BuildOptions(stop_snap_radius=radius).stop_snap_radius_mm

    def stops_for(self, mode_bit: int) -> SnappedPoints:
        """
        Find where stops join the streets of a mode, within the radius the network was built with.

        Parameters
        ----------
        mode_bit
            The mode, such as `access.FOOT`.

        Returns
        -------
        SnappedPoints
            Of all stops; those that no trip serves, or that have no place, join nothing.
        """
        if mode_bit == access.FOOT:
            return self.stops
        if mode_bit not in self._stops_of_modes:
            self._stops_of_modes[mode_bit] = _snap_stops(
                self.streets, self._grid, self.timetable, self.stop_snap_radius_mm, mode_bit
            )
        return self._stops_of_modes[mode_bit]

    @cached_property
    def _grid(self) -> Grid:
        arrays = self._store.arrays("grid")
        return Grid(**{name: arrays[name] for name in Grid._fields})

    @cached_property
    def health(self) -> HealthReport:
        """What was read, how it fits together, and what is wrong with it."""
        try:
            text = (self.path / HEALTH).read_text(encoding="utf-8")
            return HealthReport.from_json(text, self.timetable)
        except (OSError, ValueError, LookupError, TypeError) as error:
            if isinstance(error, NetworkError):  # of the timetable
                raise
            msg = f"{self.path / HEALTH} cannot be read ({error}). {store.REBUILD}"
            raise NetworkError(msg) from error

    def verify(self) -> None:
        """
        Read every file and compare it with its hash.

        Raises
        ------
        NetworkError
            If one has changed since the network was built.
        """
        self._store.verify()

    def snap(
        self,
        lon: "NDArray[np.float64]",
        lat: "NDArray[np.float64]",
        radius_mm: int,
        mode_bit: int = access.FOOT,
    ) -> SnappedPoints:
        """
        Find where points join the streets.

        Parameters
        ----------
        lon, lat
            WGS84 degrees.
        radius_mm
            How far a point may lie from its street, in millimetres.
        mode_bit
            The mode that uses the streets; default on foot.

        Returns
        -------
        SnappedPoints
            In the order of the points.
        """
        return _snap(self.streets, self._grid, lon, lat, radius_mm, mode_bit)


def _snap(
    streets: Streets,
    grid: Grid,
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
    radius_mm: int,
    mode_bit: int,
) -> SnappedPoints:
    # Copies: a kernel would be compiled once more for arrays that may not be written to.
    points = np.array(lon, np.float64), np.array(lat, np.float64)
    edge, first, distance = snap_points(*points, mode_bit, _shapes(streets), grid)
    edge[distance > radius_mm] = -1
    return SnappedPoints(edge, first, distance)


def _shapes(streets: Streets) -> Shapes:
    return Shapes(
        streets.edge_linkable,
        streets.edge_length,
        streets.shape_offset,
        streets.shape_x,
        streets.shape_y,
    )


def _check_target(path: Path) -> None:
    """Refuse to replace anything that is not a network."""
    if not path.parent.is_dir():
        msg = f"{path} cannot be written: {path.parent} is no folder. Create it first."
        raise OutputError(msg)
    if not path.exists():
        return
    if not path.is_dir() or (any(path.iterdir()) and not (path / store.MANIFEST).is_file()):
        msg = f"{path} exists and is no network: it is left alone. Give another name."
        raise OutputError(msg)


def _area(given: Any, options: BuildOptions) -> Area | None:
    """The area, given as an argument or as an option."""
    if given is not None and options.area is not None:
        raise UsageError("area: it is given as an argument and as an option. Give it once.")
    given = options.area if given is None else given
    return None if given is None else read_area(given, options.area_buffer)


def _manifest(
    osm: Path, feeds: Sequence[Path], options: BuildOptions, area: Area | None
) -> dict[str, Any]:
    """What decides whether a network has to be built again."""
    inputs: list[dict[str, str]] = []
    for kind, source in [("osm", osm), *(("gtfs", feed) for feed in feeds)]:
        try:
            if not source.exists():
                msg = f"{source} does not exist. Check the name of the file."
                raise InputError(msg)
            str(source.resolve()).encode()  # as the manifest will
            digest = store.fingerprint(source)
        except OSError as error:
            msg = f"{source} cannot be read ({error.strerror or error})."
            raise InputError(msg) from error
        except UnicodeEncodeError as error:
            msg = f"{source} has a name that is no text in UTF-8. Rename it."
            raise InputError(msg) from error
        entry = {"kind": kind, "name": source.name, "sha256": digest}
        twin = next((other["name"] for other in inputs if other["sha256"] == digest), None)
        if twin is not None:
            msg = f"{source} holds the same as {twin}. Give each file once."
            raise InputError(msg)
        inputs.append(entry)
    return {
        "product": f"access-to-services {__version__}",
        "inputs": inputs,
        "options": {
            **options.model_dump(mode="json", exclude={"area", "area_buffer"}),
            "area": None if area is None else {"sha256": area.digest, "buffer": area.buffer},
        },
    }


def _write(
    folder: Path,
    osm: Path,
    feeds: Sequence[Path],
    options: BuildOptions,
    manifest: Mapping[str, Any],
    progress: Progress,
    area: Area | None,
) -> None:
    streets = read_streets(osm, progress, area)
    places = read_places(osm, area)
    timetable, reports = read_feeds(feeds, options, progress, area)
    progress.start("Joining stops to streets", None)
    grid = build_grid(_shapes(streets))
    stops = _snap_stops(streets, grid, timetable, options.stop_snap_radius_mm)
    walk = _walk_graph(streets, access.USE_FOOT)
    health = compose(
        timetable=timetable,
        feeds=reports,
        street_counts=streets.counts,
        street_extent=_extent(streets),
        stop_edge=stops.edge,
        stop_distance_mm=stops.distance_mm,
        stop_snap_radius=options.stop_snap_radius,
        area=area,
    )
    if progress.cancelled():
        raise Interrupted("Stopped before the network was written.")
    progress.start("Writing the network", None)
    arrays: dict[str, NDArray[Any]] = {
        **{f"streets.{name}": array for name, array in streets.arrays().items()},
        **{f"timetable.{name}": array for name, array in timetable.arrays().items()},
        **{f"stops.{name}": getattr(stops, name) for name in stops._fields},
        **{f"grid.{name}": getattr(grid, name) for name in grid._fields},
        "walk.offset": walk.offset,
        "walk.arcs": walk.arcs,
    }
    tables = {
        **timetable.tables(),
        "places": places,
        "names": pa.table({"name": pa.array(streets.names, pa.large_string())}),
    }
    if area is not None:
        tables["area"] = area.to_table()
    (folder / HEALTH).write_text(health.to_json(), encoding="utf-8")
    paths = [str(source.resolve()) for source in (osm, *feeds)]
    more = {"timezone": timetable.timezone, "street_counts": streets.counts, "paths": paths}
    store.write(folder, arrays, tables, {**manifest, **more})
    progress.finish()


def _walk_graph(streets: Streets, use: int) -> WalkGraph:
    return build_walk_graph(
        len(streets.vertex_x),
        streets.edge_from,
        streets.edge_to,
        streets.edge_length,
        (streets.edge_access & use) != 0,
    )


def _snap_stops(
    streets: Streets,
    grid: Grid,
    timetable: Timetable,
    radius_mm: int,
    mode_bit: int = access.FOOT,
) -> SnappedPoints:
    """Join the stops that some trip serves."""
    n = timetable.n_stops
    edge, first = np.full(n, -1, np.int32), np.zeros(n, np.int32)
    distance = np.full(n, -1, np.int64)
    known = np.flatnonzero(timetable.stop_used & ~np.isnan(timetable.stop_lon))
    lon, lat = timetable.stop_lon[known], timetable.stop_lat[known]
    edge[known], first[known], distance[known] = _snap(streets, grid, lon, lat, radius_mm, mode_bit)
    return SnappedPoints(edge, first, distance)


def _extent(streets: Streets) -> tuple[float, float, float, float] | None:
    """West, south, east and north of the streets that points can join on foot."""
    linkable = np.repeat((streets.edge_linkable & access.FOOT) != 0, np.diff(streets.shape_offset))
    if not linkable.any():
        return None
    x, y = streets.shape_x[linkable], streets.shape_y[linkable]
    return (x.min() * UNIT, y.min() * UNIT, x.max() * UNIT, y.max() * UNIT)
