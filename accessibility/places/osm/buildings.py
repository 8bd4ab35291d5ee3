"""Dwellings for those who have no list of them: buildings of the OpenStreetMap extract."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from accessibility.cache import cached_arrays
from accessibility.errors import InputError
from accessibility.network.derived import derived_folders
from accessibility.network.store import fingerprint
from accessibility.places.noted import NotedPoints
from accessibility.places.osm.conditions import Condition, holds
from accessibility.places.osm.kinds import read_tags_table
from accessibility.progress import Silent, heed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.network import Network
    from accessibility.progress import Progress

__all__ = ["building_points"]

TABLE = Path(__file__).with_name("buildings.toml")
BETWEEN_REPORTS = 5_000
"""Buildings between two looks at whether the user wants to stop."""
RELATION = 1


class _Dwellings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    tags: tuple[Condition, ...]
    except_: tuple[Condition, ...] = Field(alias="except")

    def has(self, tags: Mapping[str, str]) -> bool:
        if not any(holds(condition, tags) for condition in self.tags):
            return False
        return not any(holds(condition, tags) for condition in self.except_)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    dwellings: _Dwellings


def building_points(network: "Network", progress: "Progress | None" = None) -> NotedPoints:
    """
    Find the buildings of a network's OpenStreetMap extract that people may live in.

    ``buildings.toml`` beside this file says which; buildings that are tagged no further than as
    buildings count, unless some other tag says what they are for. A building is one point whatever
    it holds: nothing is known of flats, of empty homes or of who lives there. Buildings that are
    mapped as points, which are few, are not read.

    The extract is read once, and what was found is kept beside the network.

    Parameters
    ----------
    network
        The network. If it was built for an area, buildings in that area are taken, without its
        buffer.
    progress
        Hears that buildings are read and may cancel it.

    Returns
    -------
    NotedPoints
        Centroids (or points inside where the centroid lies outside), called ``way/123`` or
        ``relation/45``; ways first, each by number. The notes count.

    Raises
    ------
    InputError
        If the extract is no longer where it was, has changed, or has no such building.
    Interrupted
        If the progress cancelled.
    """
    at = [entry["kind"] for entry in network.manifest["inputs"]].index("osm")
    path, digest = Path(network.manifest["paths"][at]), network.manifest["inputs"][at]["sha256"]
    area = network.manifest["options"].get("area")
    key = {
        "osm": digest,
        "area": area and area["sha256"],
        "table": hashlib.sha256(TABLE.read_bytes()).hexdigest(),
        "form": 1,
    }
    arrays = cached_arrays(
        derived_folders(network.path),
        "buildings",
        key,
        lambda: _read(network, path, digest, progress or Silent()),
    )
    numbers, counts = arrays["osm_id"], arrays["counts"]
    if not len(numbers):
        problem = f"has no building that people may live in ({counts[1]:,} others)"
        remedy = "Many places have no buildings in OpenStreetMap yet: take a grid, grid:250m."
        raise InputError.at(path, problem, remedy)
    kinds = np.where(arrays["kind"] == RELATION, "relation", "way").tolist()
    ids = [f"{kind}/{number}" for kind, number in zip(kinds, numbers.tolist(), strict=True)]
    notes = [
        f"{len(ids):,} buildings; each counts as one, however many flats it has.",
        f"{counts[0]:,} of them are tagged as buildings and no further: some will be no dwellings.",
        f"{counts[1]:,} buildings of other kinds left out.",
    ]
    return NotedPoints(pa.array(ids, pa.string()), arrays["lon"], arrays["lat"], notes)


def _read(
    network: "Network", path: Path, digest: str, progress: "Progress"
) -> "dict[str, NDArray[Any]]":
    """Read all buildings; `counts` are those tagged no further, and those left out."""
    import osmium  # noqa: PLC0415 - most questions read no extract
    import osmium.geom  # noqa: PLC0415
    import osmium.osm  # noqa: PLC0415
    from osmium.filter import KeyFilter  # noqa: PLC0415

    from accessibility.network.extract.osm import (  # noqa: PLC0415
        checked_file,
        named_faults,
        tags_of,
    )
    from accessibility.network.extract.tagged import points_of_areas  # noqa: PLC0415

    _check(network, path, digest)
    dwellings = read_tags_table(TABLE, _File).dwellings
    factory = osmium.geom.WKBFactory()
    kinds, numbers, areas, plain = [], [], [], []
    others = 0
    progress.start("Reading buildings", None)
    processor = osmium.FileProcessor(checked_file(path))
    with named_faults(path):
        elements = processor.with_areas(KeyFilter("building")).with_filter(KeyFilter("building"))
        for number, element in enumerate(elements):
            if number % BETWEEN_REPORTS == 0:
                heed(progress)
            if not isinstance(element, osmium.osm.Area):
                continue
            tags = tags_of(element)
            if not dwellings.has(tags):
                others += 1
                continue
            kinds.append(0 if element.from_way() else RELATION)
            numbers.append(element.orig_id())
            areas.append(factory.create_multipolygon(element))
            plain.append(tags["building"] == "yes")
    points = points_of_areas(areas) if areas else np.zeros((0, 2))
    lon, lat = points[:, 0], points[:, 1]
    inside = np.ones(len(lon), bool)
    if network.area is not None:
        import shapely  # noqa: PLC0415

        inside = shapely.intersects_xy(network.area.core, lon, lat)
    kind, osm_id = np.array(kinds, np.int8), np.array(numbers, np.int64)
    order = np.flatnonzero(inside)
    order = order[np.lexsort((osm_id[order], kind[order]))]
    progress.finish()
    return {
        "kind": kind[order],
        "osm_id": osm_id[order],
        "lon": lon[order],
        "lat": lat[order],
        "counts": np.array([np.array(plain, bool)[inside].sum(), others], np.int64),
    }


def _check(network: "Network", path: Path, digest: str) -> None:
    remedy = f"Put back the extract from which {network.path} was built, or build it again."
    if not path.is_file():
        problem = "is no longer there, and buildings are read from it"
        raise InputError.at(path, problem, remedy)
    if fingerprint(path) != digest:
        raise InputError.at(path, "has changed since the network was built from it", remedy)
