"""The ways of an extract as arrays: while they are gathered, cut to an area, and whole."""

from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from accessibility.network.extent import Extent
from accessibility.network.extract import access

if TYPE_CHECKING:
    from accessibility.network.area import Area

__all__ = ["Barriers", "Restriction", "StreetData", "Ways", "is_position", "tags_of"]

UNITS: Final = 1e7
"""Coordinates are whole numbers of which a degree has so many."""

NODES_AT_ONCE: Final = 200_000
"""Nodes gathered before it is looked which of their ways lie in the area."""

_MAX_X: Final = 1_800_000_000
_MAX_Y: Final = 900_000_000


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


@dataclass
class Barriers:
    """Gathers the barriers that stop somebody."""

    _nodes: "array[int]" = field(default_factory=lambda: array("q"))
    _modes: "array[int]" = field(default_factory=lambda: array("B"))

    def add(self, node: int, modes: int) -> None:
        """
        Take a barrier up.

        Parameters
        ----------
        node
            OSM node id.
        modes
            Mode bits of those it lets through.
        """
        self._nodes.append(node)
        self._modes.append(modes)

    def all(self) -> dict[int, int]:
        """Give all barriers: node id -> mode bits."""
        return dict(zip(self._nodes, self._modes, strict=True))

    def at(self, nodes: NDArray[np.int64]) -> dict[int, int]:
        """
        Give the barriers among some nodes.

        Parameters
        ----------
        nodes
            OSM node ids.

        Returns
        -------
        dict[int, int]
            Node id -> mode bits.
        """
        here = np.isin(np.array(self._nodes, np.int64), nodes)
        chosen = np.flatnonzero(here).tolist()
        return {self._nodes[i]: self._modes[i] for i in chosen}


@dataclass
class Ways:
    """
    Gathers ways in flat arrays, a fraction of what Python objects would take.

    Parameters
    ----------
    area
        Where ways are wanted: those without a node there are soon dropped again. None keeps all.
    """

    area: "Area | None" = None
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
    dropped: int = 0
    """Ways without a node in the area."""
    extent: Extent | None = None
    """Where all ways lie, the dropped ones included; known only if there is an area."""
    _sifted_ways: int = 0
    _sifted_nodes: int = 0
    _kept: set[int] | None = None

    def add(self, way: Any) -> None:
        """
        Take a way up if it is a street.

        Parameters
        ----------
        way
            A way that pyosmium has just handed out, its nodes with their locations.
        """
        tags = tags_of(way)
        class_index = access.street_class(tags)
        if class_index < 0:
            return
        refs, xs, ys = [], [], []
        for node in way.nodes:
            location = node.location
            refs.append(node.ref)
            xs.append(location.x)
            ys.append(location.y)
        if self.area is not None and self._lies_apart(self.area, xs, ys):
            self.dropped += 1
            return
        forward, backward = access.maxspeeds(tags)
        self.ids.append(way.id)
        self.classes.append(class_index)
        self.uses.append(access.way_uses(tags, class_index))
        self.linkable.append(access.is_linkable(tags, class_index))
        self.forward.append(forward)
        self.backward.append(backward)
        self.name.append(self.name_index.setdefault(tags.get("name", ""), len(self.name_index)))
        self.n_nodes.append(len(refs))
        self.node_ids.extend(refs)
        self.xs.extend(xs)
        self.ys.extend(ys)
        if self.area is not None and len(self.xs) - self._sifted_nodes > NODES_AT_ONCE:
            self._sift(self.area)

    def _lies_apart(self, area: "Area", xs: list[int], ys: list[int]) -> bool:
        """Tell most ways without a node in the area at once: by the box around them."""
        if not xs or max(xs) > _MAX_X:  # a node is missing
            return False
        box = (min(xs) / UNITS, min(ys) / UNITS, max(xs) / UNITS, max(ys) / UNITS)
        west, south, east, north = area.extent
        if box[2] >= west and box[0] <= east and box[3] >= south and box[1] <= north:
            return False
        self.extent = _widened(self.extent, box)
        return True

    def has_one_of(self, restriction: Restriction) -> bool:
        """
        Say whether a turn restriction is about a way that was kept; all ways were added before.

        Parameters
        ----------
        restriction
            The restriction.
        """
        if self.area is None:
            return True
        if self._kept is None:
            self._sift(self.area)
            self._kept = set(self.ids)
        return not self._kept.isdisjoint(restriction.from_ways + restriction.to_ways)

    def _sift(self, area: "Area") -> None:
        """Drop those of the ways added since the last time that have no node in the area."""
        counts = np.array(self.n_nodes[self._sifted_ways :], np.int64)
        x = np.array(self.xs[self._sifted_nodes :], np.int32)
        y = np.array(self.ys[self._sifted_nodes :], np.int32)
        known = is_position(x, y)
        if known.any():
            lon, lat = x[known] / UNITS, y[known] / UNITS
            box = (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
            self.extent = _widened(self.extent, box)
        inside = np.zeros(len(x), np.bool_)
        inside[known] = area.contains(x[known] / UNITS, y[known] / UNITS)
        way = np.repeat(np.arange(len(counts)), counts)
        wanted = np.bincount(way[inside], minlength=len(counts)) > 0
        self.dropped += int((~wanted).sum())
        for column in (
            *(self.ids, self.classes, self.uses, self.linkable, self.forward, self.backward),
            *(self.name, self.n_nodes),
        ):
            _keep(column, self._sifted_ways, wanted)
        for column in (self.node_ids, self.xs, self.ys):
            _keep(column, self._sifted_nodes, wanted[way])
        self._sifted_ways, self._sifted_nodes = len(self.ids), len(self.xs)

    def finish(
        self, barriers: Barriers, restrictions: list[Restriction], counts: Counter[str]
    ) -> StreetData:
        """
        Put all together.

        Parameters
        ----------
        barriers, restrictions, counts
            What else was read.

        Returns
        -------
        StreetData
            Ways in ascending order of their ids.
        """
        if self.area is not None:
            self._sift(self.area)
            counts["ways_clipped"] = self.dropped
        names, name = self._used_names()
        way_id = np.array(self.ids, np.int64)
        order = np.argsort(way_id, kind="stable")
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        node_way = np.repeat(place, np.array(self.n_nodes, np.int64))
        node_order = np.argsort(node_way, kind="stable")
        node_id = np.array(self.node_ids, np.int64)
        return StreetData(
            way_id=way_id[order],
            way_class=np.array(self.classes, np.uint8)[order],
            way_uses=np.array(self.uses, np.uint8)[order],
            way_linkable=np.array(self.linkable, np.bool_)[order],
            way_maxspeed_forward=np.array(self.forward, np.int32)[order],
            way_maxspeed_backward=np.array(self.backward, np.int32)[order],
            way_name=name[order],
            node_way=node_way[node_order],
            node_id=node_id[node_order],
            node_x=np.array(self.xs, np.int32)[node_order],
            node_y=np.array(self.ys, np.int32)[node_order],
            names=names,
            barriers=barriers.at(node_id) if self.area else barriers.all(),
            restrictions=restrictions,
            counts={"ways": len(way_id), **counts},
        )

    def _used_names(self) -> tuple[list[str], NDArray[np.int32]]:
        """Names of the ways that were kept, the empty one first, and which is whose."""
        name = np.array(self.name, np.int32)
        if not self.dropped:
            return list(self.name_index), name
        used = np.union1d(name, [0])
        names = np.array(list(self.name_index), object)[used].tolist()
        return names, np.searchsorted(used, name).astype(np.int32)


def _keep(column: "array[int]", begin: int, wanted: NDArray[np.bool_]) -> None:
    """Keep what is wanted of the values from a place on."""
    kept = np.array(column[begin:], np.dtype(column.typecode))[wanted]
    del column[begin:]
    column.frombytes(kept.tobytes())


def _widened(extent: Extent | None, box: Extent) -> Extent:
    if extent is None:
        return box
    return (
        min(extent[0], box[0]),
        min(extent[1], box[1]),
        max(extent[2], box[2]),
        max(extent[3], box[3]),
    )
