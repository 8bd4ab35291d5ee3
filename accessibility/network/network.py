"""A network of streets and timetables: built once, opened in milliseconds."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Self, TypeVar

import pyarrow as pa

from accessibility.errors import NetworkError, UsageError
from accessibility.lock import locked
from accessibility.network import store
from accessibility.network.area import Area
from accessibility.network.building import HEALTH, area_of, check_target, manifest_of, write_network
from accessibility.network.extract import access
from accessibility.network.extract.streets import Streets
from accessibility.network.gtfs.timetable import TABLE_COLUMNS, Timetable
from accessibility.network.health.health import HealthReport
from accessibility.network.scenario.applying import apply_to_timetable
from accessibility.network.scenario.scenario import Scenario
from accessibility.network.travel.entrances import Entered, WaysIn, entered, ways_in
from accessibility.network.travel.joining import SnappedPoints, snap, snap_stops, walk_graph_of
from accessibility.options import BuildOptions
from accessibility.progress import Progress, Silent
from accessibility.routing.snapping import Grid
from accessibility.routing.walking import WalkGraph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Network", "SnappedPoints"]

NEEDED = ("product", "inputs", "options", "timezone", "street_counts")
"""What the manifest must say."""

SHARED = ("streets", "stops", "walk_graph", "places", "area", "_grid", "_ways_in")
"""What a scenario leaves as it is."""

REMEMBERED = 16
"""How much that was prepared for questions is kept in memory."""

T = TypeVar("T")


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
        self._scenario: Scenario | None = None
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
        check_target(path)
        wanted = area_of(area, options)
        manifest = manifest_of(osm, feeds, options, wanted)
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
            write_network(folder, osm, feeds, options, manifest, progress, wanted)
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

    def with_scenario(self, scenario: Scenario | str | Path) -> Self:
        """
        Change the timetables as a scenario says, to ask what if.

        Parameters
        ----------
        scenario
            The scenario, or its file.

        Returns
        -------
        Network
            With the changed timetables; the streets are those of this network, and shared. Its
            `scenario` tells what was done. This network and its folder stay as they are.

        Raises
        ------
        InputError
            If the file is faulty, or the scenario names what the network does not have.
        UsageError
            If this network has a scenario already.
        """
        if self._scenario is not None:
            msg = f"The network has the scenario {self._scenario.name}. Change the one without."
            raise UsageError(msg)
        if not isinstance(scenario, Scenario):
            scenario = Scenario.read(scenario)
        timetable, applied = apply_to_timetable(self.timetable, scenario)
        changed = type(self)(self._store)
        changed._scenario = applied  # noqa: SLF001 - of the same class
        shared = {name: getattr(self, name) for name in SHARED}
        changed.__dict__.update(shared, timetable=timetable)
        return changed

    @property
    def scenario(self) -> Scenario | None:
        """What was changed in the timetables, and how much; None if nothing was."""
        return self._scenario

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
        """A hash of its content: equal for equal inputs, options, version and scenario."""
        if self._scenario is None:
            return self.streets_key
        both = f"{self.streets_key} {self._scenario.digest}"
        return hashlib.sha256(both.encode()).hexdigest()

    @cached_property
    def streets_key(self) -> str:
        """A hash of all but the scenario: equal for networks that have their streets in common."""
        decisive = ("format_version", "inputs", "options", "product")
        parts = {name: self.manifest[name] for name in decisive}
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
        """Where every stop that some trip serves, and every entrance, joins the streets."""
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
        return walk_graph_of(self.streets, access.USE_WHEELCHAIR)

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
            Of all stops; those that no trip serves, or that have no place, join nothing. Entrances
            of stations do.
        """
        if mode_bit == access.FOOT:
            return self.stops
        if mode_bit not in self._stops_of_modes:
            self._stops_of_modes[mode_bit] = snap_stops(
                self.streets, self._grid, self.timetable, self.stop_snap_radius_mm, mode_bit
            )
        return self._stops_of_modes[mode_bit]

    def entered(self, mode_bit: int, refused: Sequence[int] = ()) -> Entered:
        """
        Find out which stops people enter through entrances of their stations.

        Parameters
        ----------
        mode_bit
            `access.FOOT` or `access.WHEELCHAIR`.
        refused
            Values of `wheelchair_boarding` that close an entrance; default none.

        Returns
        -------
        Entered
            Those stops, and the ways into them.
        """
        edge = self.stops_for(mode_bit).edge
        return entered(self.timetable, self._ways_in, edge, refused)

    @cached_property
    def _ways_in(self) -> WaysIn:
        return ways_in(self.timetable)

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
        return snap(self.streets, self._grid, lon, lat, radius_mm, mode_bit)
