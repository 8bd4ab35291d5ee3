"""Reading ways, barriers and turn restrictions from an OpenStreetMap extract."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import osmium
import osmium.io
from numpy.typing import NDArray
from osmium import BaseFilter
from osmium.filter import KeyFilter, TagFilter
from osmium.osm import NODE, RELATION, WAY, osm_entity_bits

from accessibility.errors import AccessibilityError, InputError, Interrupted
from accessibility.network import access
from accessibility.network.pbf import check_texts
from accessibility.progress import Progress, Silent

__all__ = [
    "Restriction",
    "StreetData",
    "checked_file",
    "is_position",
    "named_faults",
    "read_street_data",
    "tags_of",
]

_STREET_KEYS: Final = ("highway", "railway", "public_transport", "route")
_RESTRICTION_KEYS: Final = ("restriction:motorcar", "restriction:motor_vehicle", "restriction")
_CARS: Final = frozenset({"motorcar", "motor_vehicle"})

_MAX_X: Final = 1_800_000_000
_MAX_Y: Final = 900_000_000
_BETWEEN_REPORTS: Final = 2_000
"""Elements between two looks at whether the user wants to stop: some hundredths of a second."""


@dataclass(frozen=True)
class Restriction:
    """A turn restriction for cars at a node."""

    relation: int
    """OSM relation id."""
    only: bool
    """True for `only_*`, False for `no_*`."""
    from_ways: tuple[int, ...]
    """OSM ids of the ways on which the turn begins."""
    via: int
    """OSM id of the node at which it is made."""
    to_ways: tuple[int, ...]
    """OSM ids of the ways on which it ends."""


@dataclass(frozen=True)
class StreetData:
    """The ways of an extract that are streets, in ascending order of their ids, and their nodes."""

    way_id: NDArray[np.int64]
    """OSM way id."""
    way_class: NDArray[np.uint8]
    """Place in `access.HIGHWAY_CLASSES`."""
    way_uses: NDArray[np.uint8]
    """`access.USE_` bits."""
    way_linkable: NDArray[np.bool_]
    """Whether points may join the way, as far as its tags go."""
    way_maxspeed_forward: NDArray[np.int32]
    """Metres per hour along the way; 0 = untagged or not understood."""
    way_maxspeed_backward: NDArray[np.int32]
    """Metres per hour against the way; 0 = untagged or not understood."""
    way_name: NDArray[np.int32]
    """Place in `names`."""
    node_way: NDArray[np.int64]
    """For each node of each way, in order: the place of the way in the arrays above."""
    node_id: NDArray[np.int64]
    """OSM node id."""
    node_x: NDArray[np.int32]
    """Longitude x 1e7; out of range where the extract lacks the node."""
    node_y: NDArray[np.int32]
    """Latitude x 1e7; out of range where the extract lacks the node."""
    names: list[str]
    """Street names; the first is empty."""
    barriers: dict[int, int]
    """OSM node id of each barrier that stops somebody -> mode bits of those it lets through."""
    restrictions: list[Restriction]
    """Turn restrictions, in the order of the file."""
    counts: dict[str, int]
    """What was read and what was left out."""


def read_street_data(path: Path, progress: Progress | None = None) -> StreetData:
    """
    Read the streets of an OpenStreetMap extract.

    The file is read once. libosmium keeps the locations of its nodes, 16 bytes each; Python sees
    only what is a street, a barrier or a turn restriction.

    Parameters
    ----------
    path
        An OpenStreetMap file in PBF format, nodes before ways before relations (as usual).
    progress
        Told of every way, and asked whether to stop.

    Returns
    -------
    StreetData
        Ways, nodes, barriers and turn restrictions.

    Raises
    ------
    InputError
        If the file is missing, no PBF, cut off, or holds no street.
    Interrupted
        If the user asked to stop.
    """
    watch = _Watch(progress or Silent())
    file = checked_file(path)
    counts: Counter[str] = Counter()
    ways = _Ways()
    barriers: dict[int, int] = {}
    restrictions: list[Restriction] = []
    watch.progress.start("Reading streets")
    with named_faults(path):
        for element in _street_elements(file):
            watch.step()
            if element.is_way():
                ways.add(element)
            elif element.is_relation():
                restriction = _read_restriction(element, counts)
                if restriction is not None:
                    restrictions.append(restriction)
            else:
                modes = access.barrier_modes(tags_of(element))
                if modes != access.EVERYBODY:
                    barriers[element.id] = modes
    watch.progress.finish()
    data = ways.finish(barriers, restrictions, counts)
    if not _has_segment(data):
        raise InputError.at(
            path,
            "holds no street whose nodes are known",
            "Give an extract of all OpenStreetMap data of the area: ways with `highway` and all "
            "their nodes, ids above 0, nodes first (`osmium sort`, `osmium renumber`).",
        )
    repeated = data.way_id[1:][np.diff(data.way_id) == 0]
    if len(repeated):
        raise InputError.at(
            path,
            f"holds way {repeated[0]} more than once",
            "Join extracts with `osmium merge`, and cut one state out of a history file with "
            "`osmium time-filter`.",
        )
    return data


def checked_file(path: Path) -> osmium.io.File:
    """
    Make sure that there is a file, and one that libosmium survives, before libosmium opens it.

    Parameters
    ----------
    path
        The OpenStreetMap extract.

    Returns
    -------
    osmium.io.File
        The file, to be read as PBF whatever its name.

    Raises
    ------
    InputError
        If there is no such file, or it holds a text with a NUL byte.
    """
    if not path.is_file():
        problem = "is a folder, not a file" if path.is_dir() else "does not exist"
        raise InputError.at(
            path, problem, "Give the path of an OpenStreetMap extract in PBF format (.osm.pbf)."
        )
    check_texts(path)
    return osmium.io.File(str(path), "pbf")


@contextmanager
def named_faults(path: Path) -> Iterator[None]:
    """
    Turn what libosmium raises while it reads into an error that names the file.

    Parameters
    ----------
    path
        The file that is being read.

    Yields
    ------
    None
        While the file is read.

    Raises
    ------
    InputError
        If the file is no PBF, is cut off, is not sorted, or cannot be opened.
    """
    try:
        yield
    except AccessibilityError:
        raise
    except UnicodeDecodeError as fault:
        raise InputError.at(
            path,
            f"holds a tag that is no text in UTF-8 ({fault.object[:40]!r}): it is damaged",
            "Get the file again and compare its size with that of the source.",
        ) from fault
    except (RuntimeError, ValueError, LookupError, OverflowError) as fault:
        if "unexpected EOF" in str(fault):
            raise InputError.at(
                path,
                "ends in the middle: it was cut off when it was copied or downloaded",
                "Get the file again and compare its size with that of the source.",
            ) from fault
        if "out of order" in str(fault):
            raise InputError.at(
                path,
                f"is not in the usual order ({fault})",
                "Sort it with `osmium sort`.",
            ) from fault
        raise InputError.at(
            path,
            f"cannot be read as an OpenStreetMap PBF file ({fault})",
            "Give an extract in PBF format (.osm.pbf); `osmium cat` converts other formats.",
        ) from fault


def tags_of(element: Any) -> dict[str, str]:
    """
    Copy the tags of an element, which lives no longer than its turn.

    Parameters
    ----------
    element
        An element that pyosmium has just handed out.

    Returns
    -------
    dict[str, str]
        Its tags.
    """
    return dict(element.tags)


def is_position(x: NDArray[np.int32], y: NDArray[np.int32]) -> NDArray[np.bool_]:
    """
    Tell places on Earth from the marks of missing nodes.

    Parameters
    ----------
    x, y
        Longitudes and latitudes x 1e7.

    Returns
    -------
    ndarray of bool
        True where the node has a position.
    """
    return (x >= -_MAX_X) & (x <= _MAX_X) & (y >= -_MAX_Y) & (y <= _MAX_Y)


def _has_segment(data: StreetData) -> bool:
    known = is_position(data.node_x, data.node_y)
    same_way = data.node_way[1:] == data.node_way[:-1]
    other_node = data.node_id[1:] != data.node_id[:-1]
    return bool(np.any(known[1:] & known[:-1] & same_way & other_node))


class _Watch:
    """Counts elements and asks now and then whether the user wants to stop."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self._pending = 0

    def step(self) -> None:
        self._pending += 1
        if self._pending == _BETWEEN_REPORTS:
            self.progress.advance(self._pending)
            self._pending = 0
            if self.progress.cancelled():
                raise Interrupted("Stopped while the streets were being read.")


def _street_elements(file: osmium.io.File) -> Iterable[Any]:
    """Barriers, then ways that may be streets with their locations, then turn restrictions."""
    return (
        osmium.FileProcessor(file)
        .with_locations()
        .with_filter(_only(NODE, KeyFilter("barrier")))
        .with_filter(_only(WAY, KeyFilter(*_STREET_KEYS)))
        .with_filter(_only(RELATION, TagFilter(("type", "restriction"))))
    )


def _only(kinds: osm_entity_bits, rule: BaseFilter) -> BaseFilter:
    """Limit a filter to some kinds of elements; the others pass."""
    rule.enable_for(kinds)
    return rule


def _read_restriction(relation: Any, counts: Counter[str]) -> Restriction | None:
    """Read one relation, or count why it is left out."""
    tags = tags_of(relation)
    kind = next((tags[key] for key in _RESTRICTION_KEYS if key in tags), "")
    if not kind.startswith(("no_", "only_")):
        counts["restrictions_other_kind"] += 1
        return None
    exceptions = {part.strip() for part in tags.get("except", "").split(";")}
    if exceptions & _CARS:
        counts["restrictions_except_cars"] += 1
        return None
    members = [(member.type, member.ref, member.role) for member in relation.members]
    if any(kind == "w" and role == "via" for kind, _, role in members):
        counts["restrictions_via_way"] += 1
        return None
    vias = _members(members, "n", "via")
    from_ways, to_ways = _members(members, "w", "from"), _members(members, "w", "to")
    if len(vias) != 1 or not from_ways or not to_ways:
        counts["restrictions_incomplete"] += 1
        return None
    return Restriction(relation.id, kind.startswith("only_"), from_ways, vias[0], to_ways)


def _members(
    members: Iterable[tuple[str, int, str]], wanted_kind: str, wanted_role: str
) -> tuple[int, ...]:
    return tuple(ref for kind, ref, role in members if kind == wanted_kind and role == wanted_role)


@dataclass
class _Ways:
    """Gathers ways in flat arrays, a fraction of what Python objects would take."""

    ids: "array[int]" = field(default_factory=lambda: array("q"))
    classes: "array[int]" = field(default_factory=lambda: array("B"))
    uses: "array[int]" = field(default_factory=lambda: array("B"))
    linkable: "array[int]" = field(default_factory=lambda: array("B"))
    forward: "array[int]" = field(default_factory=lambda: array("i"))
    backward: "array[int]" = field(default_factory=lambda: array("i"))
    name: "array[int]" = field(default_factory=lambda: array("i"))
    n_nodes: "array[int]" = field(default_factory=lambda: array("i"))
    node_ids: "array[int]" = field(default_factory=lambda: array("q"))
    xs: "array[int]" = field(default_factory=lambda: array("i"))
    ys: "array[int]" = field(default_factory=lambda: array("i"))
    name_index: dict[str, int] = field(default_factory=lambda: {"": 0})

    def add(self, way: Any) -> None:
        tags = tags_of(way)
        class_index = access.street_class(tags)
        if class_index < 0:
            return
        forward, backward = access.maxspeeds(tags)
        self.ids.append(way.id)
        self.classes.append(class_index)
        self.uses.append(access.way_uses(tags, class_index))
        self.linkable.append(access.is_linkable(tags, class_index))
        self.forward.append(forward)
        self.backward.append(backward)
        self.name.append(self.name_index.setdefault(tags.get("name", ""), len(self.name_index)))
        self.n_nodes.append(len(way.nodes))
        for node in way.nodes:
            location = node.location
            self.node_ids.append(node.ref)
            self.xs.append(location.x)
            self.ys.append(location.y)

    def finish(
        self, barriers: dict[int, int], restrictions: list[Restriction], counts: Counter[str]
    ) -> StreetData:
        way_id = np.array(self.ids, np.int64)
        order = np.argsort(way_id, kind="stable")
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        node_way = np.repeat(place, np.array(self.n_nodes, np.int64))
        node_order = np.argsort(node_way, kind="stable")
        return StreetData(
            way_id=way_id[order],
            way_class=np.array(self.classes, np.uint8)[order],
            way_uses=np.array(self.uses, np.uint8)[order],
            way_linkable=np.array(self.linkable, np.bool_)[order],
            way_maxspeed_forward=np.array(self.forward, np.int32)[order],
            way_maxspeed_backward=np.array(self.backward, np.int32)[order],
            way_name=np.array(self.name, np.int32)[order],
            node_way=node_way[node_order],
            node_id=np.array(self.node_ids, np.int64)[node_order],
            node_x=np.array(self.xs, np.int32)[node_order],
            node_y=np.array(self.ys, np.int32)[node_order],
            names=list(self.name_index),
            barriers=barriers,
            restrictions=restrictions,
            counts={"ways": len(way_id), **counts},
        )
