"""Times between many points over a contraction hierarchy, sixteen sources at a time.

All shortest ways climb and then descend. The climb from a point touches few nodes; the descent to
the targets is one pass over the arcs that lead down to them, laid out once for all sources.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import inlined, kernel
from .hierarchy import LONGEST, Hierarchy
from .lanes import FAR, LANES, lower, settle

__all__ = ["Ends", "Restricted", "restrict", "seconds_between"]

_BYTES = 8
"""Marks that are looked at together."""
_THOUSANDTH, _SHIFT = 274_877_907, 38
"""x * 274877907 >> 38 is x // 1000 for x from 0 to 2**31: no division in the inner loop."""


class Ends(NamedTuple):
    """Points, and the nodes at which ways from them, or to them, begin or end.

    Attributes
    ----------
    offset
        Where the nodes of each point begin; one longer than the number of points.
    node
        Nodes of the graph.
    ms
        Milliseconds between point and node, at most `LONGEST`.
    """

    offset: NDArray[np.int64]
    node: NDArray[np.int32]
    ms: NDArray[np.int32]


class Restricted(NamedTuple):
    """The part of a hierarchy that leads down to some targets, from the top down.

    Attributes
    ----------
    row
        The row of each place of the hierarchy; -1 where no target lies below.
    offset
        Where the arcs down to each row begin; one longer than the number of rows.
    arcs
        Row of the tail, which is smaller, and milliseconds of each arc; shape (arcs, 2).
    target_offset
        Where each target's nodes begin.
    target
        Row and milliseconds of each of these nodes; shape (nodes, 2).
    """

    row: NDArray[np.int32]
    offset: NDArray[np.int64]
    arcs: NDArray[np.int32]
    target_offset: NDArray[np.int64]
    target: NDArray[np.int32]


def restrict(hierarchy: Hierarchy, targets: Ends) -> Restricted:
    """Lay out what leads down to some targets.

    Parameters
    ----------
    hierarchy
        The graph.
    targets
        Where ways end.

    Returns
    -------
    Restricted
        For `seconds_between`.

    Notes
    -----
    Delling, D., Goldberg, A. V. and Werneck, R. F. (2011), Faster batched shortest paths in road
    networks, ATMOS 2011 (RPHAST).
    """
    places = hierarchy.place[targets.node]
    row, offset, arcs = _lead_down(hierarchy.down_offset, hierarchy.down, places)
    target = np.stack([row[places], targets.ms], axis=1).astype(np.int32)
    return Restricted(row, offset, arcs, targets.offset, target)


def seconds_between(
    hierarchy: Hierarchy,
    restricted: Restricted,
    sources: Ends,
    longest_s: int,
    stop_flag: NDArray[np.uint8],
) -> NDArray[np.int32]:
    """Find how long it takes from every source to every target.

    Parameters
    ----------
    hierarchy
        The graph.
    restricted
        What `restrict` laid out of the same hierarchy.
    sources
        Where ways begin.
    longest_s
        The longest time that counts, at most `LONGEST` milliseconds.
    stop_flag
        One byte; when it becomes non-zero the search ends at once and what comes back is not
        complete.

    Returns
    -------
    array
        Whole seconds, rounded up; -1 where there is no way within `longest_s`. Shape (sources,
        targets).
    """
    points = len(sources.offset) - 1
    answers = np.full((points, len(restricted.target_offset) - 1), -1, np.int32)
    # Sources near one another climb over the same nodes.
    order = np.full(points, -1, np.int64)
    some = np.diff(sources.offset) > 0
    order[some] = sources.node[sources.offset[:-1][some]]
    _sweep_all(
        hierarchy.up_offset,
        hierarchy.up,
        restricted,
        sources.offset,
        np.stack([hierarchy.place[sources.node], sources.ms], axis=1).astype(np.int32),
        np.argsort(order, kind="stable"),
        min(longest_s * 1000, LONGEST),
        stop_flag,
        answers,
    )
    return answers


@kernel
def _lead_down(
    down_offset: NDArray[np.int64], down: NDArray[np.int32], places: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]:
    """Find the places above some; return their rows, and the arcs between the rows."""
    nodes = len(down_offset) - 1
    row = np.full(nodes, -1, np.int32)
    waiting = np.empty(nodes, np.int64)
    size = arcs = rows = 0
    for place in places:
        if row[place] < 0:
            row[place] = 0
            waiting[size] = place
            size += 1
    while size > 0:
        size -= 1
        place = waiting[size]
        rows += 1
        for arc in range(down_offset[place], down_offset[place + 1]):
            arcs += 1
            above = down[arc, 0]
            if row[above] < 0:
                row[above] = 0
                waiting[size] = above
                size += 1
    offset = np.zeros(rows + 1, np.int64)
    led = np.empty((arcs, 2), np.int32)
    rows = arcs = 0
    for place in range(nodes):
        if row[place] < 0:
            continue
        row[place] = rows
        for arc in range(down_offset[place], down_offset[place + 1]):
            led[arcs, 0], led[arcs, 1] = row[down[arc, 0]], down[arc, 1]
            arcs += 1
        rows += 1
        offset[rows] = arcs
    return row, offset, led


class _Climb(NamedTuple):
    """What the climbs of a block of sources have come upon.

    `lanes`: milliseconds, a row for each place found and a lane for each source; row 0 is `FAR`.
    `row`: of each place, 0 for those not found. `found`: the places of rows 1, 2, ... `marks`: 1 at
    each place found.
    """

    lanes: NDArray[np.int32]
    row: NDArray[np.int32]
    found: NDArray[np.int32]
    marks: NDArray[np.uint8]


@inlined
def _find(
    lanes: NDArray[np.int32],
    row: NDArray[np.int32],
    found: NDArray[np.int32],
    marks: NDArray[np.uint8],
    place: int,
    size: int,
) -> int:
    """Give a place a row if it has none; return how many have one."""
    if row[place] == 0:
        found[size] = place
        size += 1
        row[place] = size
        marks[place] = 1
        settle(lanes, size, lanes, 0, 0)
    return size


@kernel
def _climb_block(
    up_offset: NDArray[np.int64],
    up: NDArray[np.int32],
    starts: NDArray[np.int64],
    start: NDArray[np.int32],
    block: NDArray[np.int64],
    climb: _Climb,
) -> int:
    # Keeps: places are taken from the least important up, so a row is final when its turn comes.
    # Cost: the places above the sources and their arcs, and one look at eight marks at a time.
    # Source: Delling et al. (2011); the climbs of a block in one pass as they do the descents.
    lanes, row_of, found, marks = climb
    size = 0
    for lane in range(len(block)):
        for k in range(starts[block[lane]], starts[block[lane] + 1]):
            size = _find(lanes, row_of, found, marks, start[k, 0], size)
            row = row_of[start[k, 0]]
            lanes[row, lane] = min(lanes[row, lane], start[k, 1])
    done = 0
    while done < size:
        place = found[done]
        done += 1
        for arc in range(up_offset[place], up_offset[place + 1]):
            size = _find(lanes, row_of, found, marks, up[arc, 0], size)
    eights = marks.view(np.uint64)
    for eight in range(len(eights) - 1, -1, -1):
        if eights[eight] == 0:
            continue
        for place in range(_BYTES * eight + _BYTES - 1, _BYTES * eight - 1, -1):
            if marks[place] == 0:
                continue
            row = row_of[place]
            for arc in range(up_offset[place], up_offset[place + 1]):
                lower(lanes, row_of[up[arc, 0]], lanes, row, up[arc, 1])
    return size


@kernel
def _descend(
    offset: NDArray[np.int64],
    arcs: NDArray[np.int32],
    climbed: NDArray[np.int32],
    climb_lanes: NDArray[np.int32],
    lanes: NDArray[np.int32],
) -> None:
    # Keeps: rows go from the top down, so the tails of a row's arcs are final when its turn comes.
    # Cost: every arc once. Source: Delling et al. (2011).
    for row in range(len(offset) - 1):
        settle(lanes, row, climb_lanes, climbed[row], 0)
        for arc in range(offset[row], offset[row + 1]):
            lower(lanes, row, lanes, arcs[arc, 0], arcs[arc, 1])


@kernel
def _answer(
    lanes: NDArray[np.int32],
    far: NDArray[np.int32],
    restricted: Restricted,
    block: NDArray[np.int64],
    limit: int,
    answers: NDArray[np.int32],
) -> None:
    """Round up to seconds what the rows of each target come to; sixteen targets at a time."""
    few = np.empty((LANES, LANES), np.int32)
    targets = len(restricted.target_offset) - 1
    for begin in range(0, targets, LANES):
        end = min(targets, begin + LANES)
        for target in range(begin, end):
            settle(few, target - begin, far, 0, 0)
            first, last = restricted.target_offset[target], restricted.target_offset[target + 1]
            for k in range(first, last):
                row, ms = restricted.target[k, 0], restricted.target[k, 1]
                lower(few, target - begin, lanes, row, ms)
        for lane in range(len(block)):
            for target in range(end - begin):
                ms = np.int64(few[target, lane])
                seconds = ((ms + 999) * _THOUSANDTH) >> _SHIFT
                answers[block[lane], begin + target] = seconds if ms <= limit else -1


@kernel
def _sweep_all(
    up_offset: NDArray[np.int64],
    up: NDArray[np.int32],
    restricted: Restricted,
    starts: NDArray[np.int64],
    start: NDArray[np.int32],
    order: NDArray[np.int64],
    limit: int,
    stop_flag: NDArray[np.uint8],
    answers: NDArray[np.int32],
) -> None:
    """Climb and descend for every source."""
    nodes = len(up_offset) - 1
    climb = _Climb(
        np.empty((nodes + 1, LANES), np.int32),
        np.zeros(nodes, np.int32),
        np.empty(nodes, np.int32),
        np.zeros((nodes + _BYTES - 1) // _BYTES * _BYTES, np.uint8),
    )
    climb.lanes[0, :] = FAR
    rows = len(restricted.offset) - 1
    lanes = np.empty((rows, LANES), np.int32)
    climbed = np.zeros(rows, np.int32)
    for begin in range(0, len(order), LANES):
        if stop_flag[0] != 0:
            return
        block = order[begin : begin + LANES]
        found = _climb_block(up_offset, up, starts, start, block, climb)
        for k in range(found):
            place = climb.found[k]
            if restricted.row[place] >= 0:
                climbed[restricted.row[place]] = climb.row[place]
        _descend(restricted.offset, restricted.arcs, climbed, climb.lanes, lanes)
        _answer(lanes, climb.lanes, restricted, block, limit, answers)
        for k in range(found):
            place = climb.found[k]
            climb.row[place] = 0
            climb.marks[place] = 0
            if restricted.row[place] >= 0:
                climbed[restricted.row[place]] = 0
