"""Building a network: inputs checked, read, joined to one another and written."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from accessibility import __version__
from accessibility.errors import InputError, OutputError, UsageError
from accessibility.network import store
from accessibility.network.area import Area, read_area
from accessibility.network.extract import access
from accessibility.network.extract.streets import Streets, read_streets
from accessibility.network.extract.tagged import read_places
from accessibility.network.gtfs.feeds import read_feeds
from accessibility.network.health.health import compose
from accessibility.network.travel.entrances import entered, ways_in
from accessibility.network.travel.joining import shapes_of, snap_stops, walk_graph_of
from accessibility.options import BuildOptions
from accessibility.progress import Progress, heed
from accessibility.routing.snapping import UNIT, build_grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["HEALTH", "area_of", "check_target", "manifest_of", "write_network"]

HEALTH = "health.json"


def check_target(path: Path) -> None:
    """
    Refuse to replace anything that is not a network.

    Parameters
    ----------
    path
        Where the network is to be.

    Raises
    ------
    OutputError
        If there is something else, or no folder to write in.
    """
    if not path.parent.is_dir():
        msg = f"{path} cannot be written: {path.parent} is no folder. Create it first."
        raise OutputError(msg)
    if not path.exists():
        return
    if not path.is_dir() or (any(path.iterdir()) and not (path / store.MANIFEST).is_file()):
        msg = f"{path} exists and is no network: it is left alone. Give another name."
        raise OutputError(msg)


def area_of(given: Any, options: BuildOptions) -> Area | None:
    """
    Read the area that a network is built for.

    Parameters
    ----------
    given
        The area as an argument; None if there is none.
    options
        May give it instead.

    Returns
    -------
    Area or None
        The area with its buffer.
    """
    if given is not None and options.area is not None:
        raise UsageError("area: it is given as an argument and as an option. Give it once.")
    given = options.area if given is None else given
    return None if given is None else read_area(given, options.area_buffer)


def manifest_of(
    osm: Path, feeds: Sequence[Path], options: BuildOptions, area: Area | None
) -> dict[str, Any]:
    """
    Say what decides whether a network has to be built again.

    Parameters
    ----------
    osm, feeds
        The inputs.
    options, area
        How it is built.

    Returns
    -------
    dict
        A part of the manifest.
    """
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


def write_network(
    folder: Path,
    osm: Path,
    feeds: Sequence[Path],
    options: BuildOptions,
    manifest: Mapping[str, Any],
    progress: Progress,
    area: Area | None,
) -> None:
    """
    Read all inputs and write the network.

    Parameters
    ----------
    folder
        An empty folder.
    osm, feeds
        The inputs.
    options, area
        How it is built.
    manifest
        What `manifest_of` gave.
    progress
        Hears how far the work is and may cancel it.
    """
    streets = read_streets(osm, progress, area)
    places = read_places(osm, area, progress)
    timetable, reports = read_feeds(feeds, options, progress, area)
    progress.start("Joining stops to streets", None)
    grid = build_grid(shapes_of(streets))
    heed(progress)
    stops = snap_stops(streets, grid, timetable, options.stop_snap_radius_mm)
    heed(progress)
    walk = walk_graph_of(streets, access.USE_FOOT)
    health = compose(
        timetable=timetable,
        feeds=reports,
        street_counts=streets.counts,
        street_extent=_extent(streets),
        stops=stops,
        through_entrances=entered(timetable, ways_in(timetable), stops.edge).through,
        stop_snap_radius=options.stop_snap_radius,
        area=area,
    )
    heed(progress)
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


def _extent(streets: Streets) -> tuple[float, float, float, float] | None:
    """West, south, east and north of the streets that points can join on foot."""
    linkable = np.repeat((streets.edge_linkable & access.FOOT) != 0, np.diff(streets.shape_offset))
    if not linkable.any():
        return None
    x, y = streets.shape_x[linkable], streets.shape_y[linkable]
    return (x.min() * UNIT, y.min() * UNIT, x.max() * UNIT, y.max() * UNIT)
