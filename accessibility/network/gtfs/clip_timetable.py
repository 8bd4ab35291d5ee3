"""A timetable cut to an area: the trips that can carry somebody about in it, and what they need."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from accessibility.network.gtfs.timetable import OFFSETS, POINTS_TO, TABLE_COLUMNS, Timetable
from accessibility.network.gtfs.transfer_rules import IN_SEAT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.area import Area

__all__ = ["clip_timetable", "trips_within"]

ANCHORS = {
    "stop": "stop_lon",
    "trip": "trip_route",
    "st": "st_stop",
    "route": "route_type",
    "service": "service_offset",
    "dates": "service_dates",
    "frequency": "frequency_trip",
    "transfer": "transfer_type",
    "shape": "shape_offset",
    "point": "shape_x",
}
"""For each kind of row an array with one element per row (offsets have one more)."""

OF_PARTS = {
    "service_dates": "dates",
    "shape_x": "point",
    "shape_y": "point",
    "shape_dist": "point",
}
"""Kinds of the arrays whose names begin with another kind than their own."""

KINDS = {anchor: kind for kind, anchor in ANCHORS.items()}


def clip_timetable(timetable: Timetable, area: "Area") -> tuple[Timetable, dict[str, int]]:
    """
    Leave out the trips that serve fewer than two stops of an area, and what they alone used.

    Kept trips keep all their stop times, so that their times stay what they are. A stop remains if
    a kept trip serves it or it is the station, or an entrance to the station, of one that is
    served; a rule for changes remains if all that it names does.

    Parameters
    ----------
    timetable
        The timetable.
    area
        The area; its buffer belongs to it.

    Returns
    -------
    timetable : Timetable
        In the same order.
    counts : dict of str to int
        How many trips, stop times and stops were left out.
    """
    inside = area.contains(timetable.stop_lon, timetable.stop_lat)
    trips = trips_within(timetable, inside)
    kept = _what_is_needed(timetable, trips)
    counts = {
        "trips": int((~kept["trip"]).sum()),
        "stop_times": int((~kept["st"]).sum()),
        "stops": int((~kept["stop"]).sum()),
    }
    arrays = {name: _chosen(timetable, name, kept) for name in timetable.arrays()}
    tables = timetable.tables()
    for name, kind in (("stops", "stop"), ("trips", "trip"), ("routes", "route")):
        tables[name] = tables[name].filter(pa.array(kept[kind]))
    route = tables["trips"].schema.get_field_index("route")
    tables["trips"] = tables["trips"].set_column(
        route, "route", pa.array(arrays["trip_route"], TABLE_COLUMNS["trips"]["route"])
    )
    return Timetable.from_parts(arrays, tables, timetable.timezone), counts


def trips_within(timetable: Timetable, inside: "NDArray[np.bool_]") -> "NDArray[np.bool_]":
    """
    Find the trips that can carry somebody from one stop to another of some.

    Parameters
    ----------
    timetable
        The timetable.
    inside
        Which stops.

    Returns
    -------
    array
        A mask over the trips: those that stop twice or more at these stops, and those that stop
        there once and belong, by their block or by a rule for staying seated, together with another
        trip that stops there.
    """
    before = np.concatenate([[0], np.cumsum(inside[timetable.st_stop])])
    calls = before[timetable.trip_offset[1:]] - before[timetable.trip_offset[:-1]]
    trips: NDArray[np.bool_] = calls >= 2
    touching = calls > 0
    block = timetable.trip_block
    in_block = touching & (block >= 0)
    together = np.bincount(block[in_block], minlength=int(block.max(initial=-1)) + 1) > 1
    trips[in_block] |= together[block[in_block]]
    seated = timetable.transfer_type == IN_SEAT
    pairs = np.stack([timetable.transfer_from_trip[seated], timetable.transfer_to_trip[seated]])
    trips[pairs[:, touching[pairs].all(axis=0)].ravel()] = True
    return trips


def _what_is_needed(
    timetable: Timetable, trips: "NDArray[np.bool_]"
) -> "dict[str, NDArray[np.bool_]]":
    """Which rows of each kind the kept trips need."""
    kept = {kind: np.zeros(_rows(timetable, kind), np.bool_) for kind in ANCHORS}
    kept["trip"] = trips
    kept["st"] = np.repeat(trips, np.diff(timetable.trip_offset))
    kept["stop"][timetable.st_stop[kept["st"]]] = True
    parents = timetable.stop_parent[kept["stop"]]
    while (new := parents[(parents >= 0) & ~kept["stop"][parents]]).size:
        kept["stop"][new] = True
        parents = timetable.stop_parent[new]
    entrances = np.flatnonzero(timetable.stop_entrance)
    kept["stop"][entrances[kept["stop"][timetable.stop_station[entrances]]]] = True
    kept["route"][timetable.trip_route[trips]] = True
    kept["service"][timetable.trip_service[trips]] = True
    kept["dates"] = np.repeat(kept["service"], np.diff(timetable.service_offset))
    shapes = timetable.trip_shape[trips]
    kept["shape"][shapes[shapes >= 0]] = True
    kept["point"] = np.repeat(kept["shape"], np.diff(timetable.shape_offset))
    for kind in ("frequency", "transfer"):
        kept[kind][:] = True
        for name, anchor in POINTS_TO.items():
            if name.startswith(f"{kind}_"):
                at = getattr(timetable, name)
                kept[kind] &= (at < 0) | np.append(kept[KINDS[anchor]], False)[at]
    return kept


def _rows(timetable: Timetable, kind: str) -> int:
    return len(getattr(timetable, ANCHORS[kind])) - (ANCHORS[kind] in OFFSETS)


def _chosen(
    timetable: Timetable, name: str, kept: "dict[str, NDArray[np.bool_]]"
) -> "NDArray[np.generic]":
    """The kept rows of an array, its positions renumbered."""
    array: NDArray[np.generic] = getattr(timetable, name)
    kind = OF_PARTS.get(name, name.partition("_")[0])
    if name in OFFSETS:
        lengths = np.diff(array)[kept[kind]]
        return np.concatenate([[0], np.cumsum(lengths)]).astype(array.dtype)
    chosen = array[kept[kind]]
    if name in POINTS_TO:
        target = kept[KINDS[POINTS_TO[name]]]
        place = np.where(target, np.cumsum(target) - 1, -1)
        chosen = np.append(place, -1)[chosen].astype(array.dtype)
    elif name == "stop_used":
        used = np.zeros(len(kept["stop"]), np.bool_)
        used[timetable.st_stop[kept["st"]]] = True
        chosen = used[kept["stop"]]
    return chosen
