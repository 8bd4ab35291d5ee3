"""Lines along edges and parts of edges, in degrees."""

from typing import TYPE_CHECKING

import numpy as np

from accessibility.network.travel.runs import ranges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.extract.streets import Streets

__all__ = ["along_arcs", "part_of_edge", "place_on_edge", "without_repeats"]

DEGREE = 1e7


def along_arcs(streets: "Streets", arcs: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """
    Draw the line along some edges, one after the other.

    Parameters
    ----------
    streets
        The streets.
    arcs
        Twice each edge, plus 1 against it.

    Returns
    -------
    array
        Degrees; shape (points, 2). Where edges meet the point stands twice.
    """
    edge, against = arcs >> 1, arcs & 1
    begin, end = streets.shape_offset[edge], streets.shape_offset[edge + 1]
    count = end - begin
    points = ranges(np.zeros(len(arcs), np.int64), count)
    step = np.repeat(1 - 2 * against, count)
    rows = np.repeat(np.where(against == 1, end - 1, begin), count) + step * points
    return _degrees(streets, rows)


def part_of_edge(
    streets: "Streets", edge: int, from_mm: float, to_mm: float
) -> "NDArray[np.float64]":
    """
    Draw the line between two places on an edge.

    Parameters
    ----------
    streets
        The streets.
    edge
        The edge.
    from_mm, to_mm
        Millimetres from its first vertex; the line may lead against the edge.

    Returns
    -------
    array
        Degrees; shape (points, 2).
    """
    rows = np.arange(streets.shape_offset[edge], streets.shape_offset[edge + 1])
    shape = _degrees(streets, rows)
    way = _way(shape)
    low, high = (
        _share(streets, edge, mm) * way[-1] for mm in sorted((float(from_mm), float(to_mm)))
    )
    inner = shape[(way > low) & (way < high)]
    line = np.concatenate([_at(shape, way, low), inner, _at(shape, way, high)])
    return line if from_mm <= to_mm else line[::-1]


def place_on_edge(streets: "Streets", edge: int, mm: float) -> "NDArray[np.float64]":
    """
    Find a place on an edge.

    Parameters
    ----------
    streets
        The streets.
    edge
        The edge.
    mm
        Millimetres from its first vertex.

    Returns
    -------
    array
        Degrees; shape (1, 2).
    """
    return part_of_edge(streets, edge, mm, mm)[:1]


def without_repeats(line: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """
    Leave out points that repeat the one before; at least two stay.

    Parameters
    ----------
    line
        Degrees; shape (points, 2).

    Returns
    -------
    array
        The same line.
    """
    kept = np.ones(len(line), np.bool_)
    kept[1:] = (np.diff(line, axis=0) != 0).any(axis=1)
    return line[kept] if kept.sum() > 1 else line[[0, -1]]


def _degrees(streets: "Streets", rows: "NDArray[np.int64]") -> "NDArray[np.float64]":
    line: NDArray[np.float64] = (
        np.stack([streets.shape_x[rows], streets.shape_y[rows]], axis=1) / DEGREE
    )
    return line


def _share(streets: "Streets", edge: int, mm: float) -> float:
    length = int(streets.edge_length[edge])
    return min(mm / length, 1.0) if length else 0.0


def _way(shape: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """How far along it each point of a line is, in degrees of latitude."""
    steps = np.diff(shape, axis=0)
    narrow = np.cos(np.radians(shape[:, 1].mean()))
    way = np.zeros(len(shape))
    np.cumsum(np.hypot(steps[:, 0] * narrow, steps[:, 1]), out=way[1:])
    return way


def _at(
    shape: "NDArray[np.float64]", way: "NDArray[np.float64]", distance: float
) -> "NDArray[np.float64]":
    return np.array([[np.interp(distance, way, shape[:, axis]) for axis in (0, 1)]])
