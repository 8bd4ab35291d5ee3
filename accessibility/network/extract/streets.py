"""The streets of a network: vertices and edges as arrays, made from an OpenStreetMap extract."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from accessibility.network.area import Area
from accessibility.network.extract import access
from accessibility.network.extract.components import linkable_modes
from accessibility.network.extract.edges import Edges, cut_ways
from accessibility.network.extract.osm import StreetData, read_street_data
from accessibility.network.extract.turns import Turns, restricted_turns
from accessibility.progress import Progress, Silent, heed

__all__ = ["Streets", "read_streets"]

_NOT_ARRAYS: Final = frozenset({"names", "counts"})


@dataclass(frozen=True)
class Streets:
    """Streets of an area; all arrays are contiguous and may be memory-mapped."""

    vertex_x: NDArray[np.int32]
    """Longitude x 1e7. Vertices near each other on the ground are near each other in the order."""
    vertex_y: NDArray[np.int32]
    """Latitude x 1e7."""
    edge_from: NDArray[np.int32]
    """First vertex. Edges of ways ascend by way id and position, barrier links follow."""
    edge_to: NDArray[np.int32]
    """Last vertex."""
    edge_way: NDArray[np.int64]
    """OSM way id; minus the node id for barrier links."""
    edge_length: NDArray[np.int32]
    """Millimetres on the WGS84 ellipsoid; 0 for barrier links."""
    edge_access: NDArray[np.uint8]
    """Who may use the edge in which direction: `access.USE_` bits."""
    edge_linkable: NDArray[np.uint8]
    """Modes whose points may join the edge: `access.FOOT`, `BICYCLE`, `CAR`, `WHEELCHAIR` bits."""
    edge_class: NDArray[np.uint8]
    """Place in `access.HIGHWAY_CLASSES`."""
    edge_maxspeed_forward: NDArray[np.int32]
    """Speed limit along the edge in metres per hour; 0 = untagged or not understood."""
    edge_maxspeed_backward: NDArray[np.int32]
    """Speed limit against the edge in metres per hour; 0 = untagged or not understood."""
    edge_name: NDArray[np.int32]
    """Place in `names`; 0 = no name."""
    shape_offset: NDArray[np.int64]
    """Where the shape of each edge begins, and at last where the last one ends."""
    shape_x: NDArray[np.int32]
    """Longitudes x 1e7 of the whole polylines, both ends included."""
    shape_y: NDArray[np.int32]
    """Latitudes x 1e7 of the whole polylines, both ends included."""
    turn_from: NDArray[np.int32]
    """Edge on which a restricted turn begins (cars only)."""
    turn_via: NDArray[np.int32]
    """Vertex at which it is made."""
    turn_to: NDArray[np.int32]
    """Edge on which it ends."""
    turn_only: NDArray[np.bool_]
    """True where the turn is the only one allowed, False where it is forbidden."""
    names: list[str]
    """Street names; the first is empty."""
    counts: dict[str, int]
    """What was read, kept and left out."""

    def arrays(self) -> dict[str, NDArray[Any]]:
        """
        All arrays by name, to be saved.

        Returns
        -------
        dict[str, ndarray]
            Everything but `names` and `counts`.
        """
        return {name: getattr(self, name) for name in _array_names()}

    @classmethod
    def from_arrays(
        cls, arrays: Mapping[str, NDArray[Any]], names: list[str], counts: dict[str, int]
    ) -> Self:
        """
        Put saved streets together again.

        Parameters
        ----------
        arrays
            What `arrays` gave.
        names
            Street names.
        counts
            What was read, kept and left out.

        Returns
        -------
        Streets
            The same streets.
        """
        return cls(**{name: arrays[name] for name in _array_names()}, names=names, counts=counts)


def read_streets(path: Path, progress: Progress | None = None, area: Area | None = None) -> Streets:
    """
    Read the streets of an OpenStreetMap extract.

    The rules are those of the method page "Streets, walking and how points join them".

    Parameters
    ----------
    path
        An OpenStreetMap file in PBF format.
    progress
        Told of what is read, and asked whether to stop.
    area
        Where streets are wanted; None reads all.

    Returns
    -------
    Streets
        Vertices, edges, shapes and turn restrictions.

    Raises
    ------
    InputError
        If the file is missing, no PBF, damaged, or holds no street, none in the area, or an
        impossible one.
    Interrupted
        If the user asked to stop.
    """
    data = read_street_data(path, progress, area)
    heed(progress or Silent())
    edges = cut_ways(data, path)
    heed(progress or Silent())
    return _assemble(data, edges)


def _assemble(data: StreetData, edges: Edges) -> Streets:
    n_links = len(edges.link_modes)
    way = edges.edge_way[: len(edges.edge_way) - n_links]
    link_nodes = edges.vertex_node[edges.edge_from[len(way) :]]
    link_class = access.HIGHWAY_CLASSES.index(access.BARRIER_LINK)
    uses_of_modes = np.array([access.barrier_uses(m) for m in range(access.EVERYBODY + 1)])

    edge_way = np.concatenate([data.way_id[way], -link_nodes])
    edge_access = np.concatenate([data.way_uses[way], uses_of_modes[edges.link_modes]])
    edge_access = edge_access.astype(np.uint8)
    edge_linkable = linkable_modes(
        len(edges.vertex_x),
        edges.edge_from,
        edges.edge_to,
        edge_access,
        np.concatenate([data.way_linkable[way], np.zeros(n_links, np.bool_)]),
    )
    turns = restricted_turns(data.restrictions, edges, edge_way, edge_access)
    no_value = np.zeros(n_links, np.int32)
    edge_class = np.concatenate([data.way_class[way], np.full(n_links, link_class, np.uint8)])
    return Streets(
        vertex_x=edges.vertex_x,
        vertex_y=edges.vertex_y,
        edge_from=edges.edge_from,
        edge_to=edges.edge_to,
        edge_way=edge_way,
        edge_length=edges.edge_length,
        edge_access=edge_access,
        edge_linkable=edge_linkable,
        edge_class=edge_class,
        edge_maxspeed_forward=np.concatenate([data.way_maxspeed_forward[way], no_value]),
        edge_maxspeed_backward=np.concatenate([data.way_maxspeed_backward[way], no_value]),
        edge_name=np.concatenate([data.way_name[way], no_value]),
        shape_offset=edges.shape_offset,
        shape_x=edges.shape_x,
        shape_y=edges.shape_y,
        turn_from=turns.edge_from,
        turn_via=turns.vertex,
        turn_to=turns.edge_to,
        turn_only=turns.only,
        names=data.names,
        counts=_counts(data, edges, turns, edge_class, edge_access, edge_linkable),
    )


def _counts(
    data: StreetData,
    edges: Edges,
    turns: Turns,
    edge_class: NDArray[np.uint8],
    edge_access: NDArray[np.uint8],
    edge_linkable: NDArray[np.uint8],
) -> dict[str, int]:
    counts = {**data.counts, **edges.counts, **turns.counts}
    counts["vertices"] = len(edges.vertex_x)
    counts["edges"] = len(edge_class)
    for mode, bit, uses in (
        ("foot", access.FOOT, access.USE_FOOT),
        ("bicycle", access.BICYCLE, access.USE_BICYCLE_FORWARD | access.USE_BICYCLE_BACKWARD),
        ("car", access.CAR, access.USE_CAR_FORWARD | access.USE_CAR_BACKWARD),
        ("wheelchair", access.WHEELCHAIR, access.USE_WHEELCHAIR),
    ):
        usable = (edge_access & uses) != 0
        touched = np.concatenate([edges.edge_from[usable], edges.edge_to[usable]])
        counts[f"{mode}_edges"] = int(usable.sum())
        counts[f"{mode}_vertices"] = len(np.unique(touched))
        counts[f"{mode}_linkable_edges"] = int(((edge_linkable & bit) != 0).sum())
    per_class = np.bincount(edge_class, minlength=len(access.HIGHWAY_CLASSES)).tolist()
    counts.update(
        {
            f"class_{name}": number
            for name, number in zip(access.HIGHWAY_CLASSES, per_class, strict=True)
            if number
        }
    )
    return counts


def _array_names() -> list[str]:
    return [field.name for field in fields(Streets) if field.name not in _NOT_ARRAYS]
