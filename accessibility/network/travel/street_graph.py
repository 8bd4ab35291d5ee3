"""The streets as a graph for bicycles or cars, with its contraction hierarchy, kept on disk."""

from datetime import time
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from accessibility.cache import cached_arrays
from accessibility.errors import Interrupted
from accessibility.network.derived import derived_folders
from accessibility.network.travel.driving import (
    Pace,
    car_pace,
    car_speeds,
    cycle_pace,
    time_percent,
)
from accessibility.network.travel.turning import DelayTable, Turning, car_turns
from accessibility.progress import Progress, Silent
from accessibility.routing import kernel_cache_folder
from accessibility.routing.hierarchy import LONGEST, Hierarchy, build_hierarchy

if TYPE_CHECKING:
    from accessibility.network.extract.streets import Streets
    from accessibility.network.network import Network
    from accessibility.options import TravelOptions

__all__ = [
    "Links",
    "StreetArcs",
    "StreetGraph",
    "WheelMode",
    "build_graph",
    "pace_and_turns",
    "street_arcs",
    "street_graph",
]

WheelMode = Literal["cycle", "car"]
"""Modes on wheels."""


class Links(NamedTuple):
    """
    How streets hang on the graph, by arc: twice the edge, plus 1 against it.

    Parameters
    ----------
    offset
        Where the nodes of each arc begin.
    node
        Nodes.
    ms
        Milliseconds between the end of the arc that is meant and each node.
    """

    offset: NDArray[np.int64]
    node: NDArray[np.int32]
    ms: NDArray[np.int32]


class StreetGraph(NamedTuple):
    """
    The streets for one mode; read-only and safe to use from several threads.

    Parameters
    ----------
    pace
        How fast the mode is on every edge.
    onwards
        Nodes at which a way goes on when it has come to the end of an arc.
    before
        Nodes from which a way comes upon the beginning of an arc.
    hierarchy
        The graph: a node for each vertex, or with turns for the beginning of each open arc.
    """

    pace: Pace
    onwards: Links
    before: Links
    hierarchy: Hierarchy


_PARTS: dict[str, Any] = {"pace": Pace, "onwards": Links, "before": Links, "hierarchy": Hierarchy}


class StreetArcs(NamedTuple):
    """
    The graph before its nodes are ordered.

    Parameters
    ----------
    nodes
        How many there are.
    tail, head, ms
        The arcs, with milliseconds; more than `LONGEST` stands for too many.
    street
        The edge that each arc leads along: twice the edge, plus 1 against it.
    onwards, before
        As in `StreetGraph`.
    """

    nodes: int
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    ms: NDArray[np.int32]
    street: NDArray[np.int64]
    onwards: Links
    before: Links


def street_graph(
    network: "Network",
    mode: WheelMode,
    options: "TravelOptions",
    clock: time | None,
    progress: Progress | None = None,
) -> StreetGraph:
    """
    Make or fetch the graph of a mode.

    Parameters
    ----------
    network
        The network.
    mode
        Bicycles or cars.
    options
        What travellers can and will do.
    clock
        Time of departure or deadline, which chooses the congestion; None for none.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    StreetGraph
        Kept on disk beside the network, or in the user's cache where that is read-only.

    Raises
    ------
    Interrupted
        If the progress cancelled.
    """
    streets = network.streets
    key: dict[str, Any] = {
        "network": network.streets_key,
        "kernels": kernel_cache_folder().name,
        "mode": mode,
    }
    if mode == "cycle":
        key["speed"] = options.cycle_speed_mph
    else:
        key["speeds"], key["percent"] = car_speeds(options), time_percent(options, clock)
        key["delays"] = DelayTable() if options.junction_delays else None
        key["side"] = options.driving_side if options.junction_delays else None

    def make() -> dict[str, NDArray[Any]]:
        pace, turning = pace_and_turns(streets, mode, options, clock)
        return _flat(build_graph(streets, pace, turning, progress))

    arrays = cached_arrays(derived_folders(network.path), f"streets-{mode}", key, make)
    parts = {
        name: kind(*(arrays[f"{name}.{field}"] for field in kind._fields))
        for name, kind in _PARTS.items()
    }
    return StreetGraph(**parts)


def pace_and_turns(
    streets: "Streets", mode: WheelMode, options: "TravelOptions", clock: time | None
) -> tuple[Pace, Turning | None]:
    """
    Say how fast a mode is, and where it may turn.

    Parameters
    ----------
    streets
        The streets.
    mode
        Bicycles or cars.
    options
        What travellers can and will do.
    clock
        Time of departure or deadline, which chooses the congestion; None for none.

    Returns
    -------
    pace : Pace
        On every edge.
    turning : Turning or None
        The turns that are allowed; None if all are, and cost nothing.
    """
    if mode == "cycle":
        return cycle_pace(streets, options.cycle_speed_mph), None
    pace = car_pace(streets, car_speeds(options), time_percent(options, clock))
    delays = DelayTable() if options.junction_delays else None
    return pace, car_turns(streets, pace.open, options.driving_side, delays)


def build_graph(
    streets: "Streets", pace: Pace, turning: Turning | None, progress: Progress | None = None
) -> StreetGraph:
    """
    Build a graph and its hierarchy.

    Parameters
    ----------
    streets
        The streets.
    pace
        How fast the mode is on every edge.
    turning
        The turns that are allowed; None if all are, and cost nothing.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    StreetGraph
        The same for the same streets, pace and turns.

    Raises
    ------
    Interrupted
        If the progress cancelled.
    """
    progress = progress or Silent()
    arcs = street_arcs(streets, pace, turning)

    def advance(nodes: int) -> None:
        if progress.cancelled():
            msg = "Stopped before the streets were prepared."
            raise Interrupted(msg)
        progress.advance(nodes)

    progress.start("Preparing streets", arcs.nodes)
    hierarchy = build_hierarchy(arcs.nodes, arcs.tail, arcs.head, arcs.ms, advance)
    progress.finish()
    return StreetGraph(pace, arcs.onwards, arcs.before, hierarchy)


def street_arcs(streets: "Streets", pace: Pace, turning: Turning | None) -> StreetArcs:
    """
    Arrange the streets as a graph.

    Parameters
    ----------
    streets
        The streets.
    pace
        How fast the mode is on every edge.
    turning
        The turns that are allowed; None if all are, and cost nothing.

    Returns
    -------
    StreetArcs
        A node for each vertex, or with turns for the beginning of each open arc.
    """
    ms = _whole_ms(streets, pace)
    return _by_vertex(streets, pace, ms) if turning is None else _by_arc(pace, ms, turning)


def _flat(graph: StreetGraph) -> dict[str, NDArray[Any]]:
    return {
        f"{name}.{field}": array
        for name in _PARTS
        for field, array in getattr(graph, name)._asdict().items()
    }


def _whole_ms(streets: "Streets", pace: Pace) -> NDArray[np.int64]:
    """Milliseconds of every arc, more than `LONGEST` where it is closed."""
    ms = np.full(pace.speed.size, LONGEST + 1, np.int64)
    arcs = np.flatnonzero(pace.open)
    ms[arcs] = pace.ms(arcs >> 1, arcs & 1, streets.edge_length[arcs >> 1])
    return ms


def _by_vertex(streets: "Streets", pace: Pace, ms: NDArray[np.int64]) -> StreetArcs:
    """Take vertices for nodes."""
    start = np.stack([streets.edge_from, streets.edge_to], axis=1).ravel()
    end = np.stack([streets.edge_to, streets.edge_from], axis=1).ravel()
    arcs = np.flatnonzero(pace.open)
    free = np.zeros(len(arcs), np.int64)
    size = pace.speed.size
    return StreetArcs(
        len(streets.vertex_x),
        start[arcs],
        end[arcs],
        _narrow(ms[arcs]),
        arcs,
        _links(size, arcs, end[arcs], free),
        _links(size, arcs, start[arcs], free),
    )


def _by_arc(pace: Pace, ms: NDArray[np.int64], turning: Turning) -> StreetArcs:
    """Take the beginnings of open arcs for nodes: a turn leads from one to another."""
    arcs = np.flatnonzero(pace.open)
    node = np.full(pace.speed.size, -1, np.int64)
    node[arcs] = np.arange(len(arcs))
    delay = turning.delay_s * 1000
    return StreetArcs(
        len(arcs),
        node[turning.tail].astype(np.int32),
        node[turning.head].astype(np.int32),
        _narrow(ms[turning.tail] + delay),
        turning.tail,
        _links(len(node), turning.tail, node[turning.head], delay),
        _links(len(node), arcs, node[arcs], np.zeros(len(arcs), np.int64)),
    )


def _links(
    size: int, arc: NDArray[np.int64], node: NDArray[np.integer], ms: NDArray[np.int64]
) -> Links:
    """Arrange pairs of arc and node, which ascend by arc."""
    offset = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(arc, minlength=size), out=offset[1:])
    return Links(offset, node.astype(np.int32), ms.astype(np.int32))


def _narrow(ms: NDArray[np.int64]) -> NDArray[np.int32]:
    """Store times in less room; those beyond `LONGEST` are left out of a hierarchy anyhow."""
    return np.minimum(ms, LONGEST + 1).astype(np.int32)
