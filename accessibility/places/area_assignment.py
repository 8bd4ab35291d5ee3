"""The area of each point: by where it lies, by a column, or by a lookup; several levels at once."""

import logging
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from accessibility.errors import InputError, UsageError
from accessibility.places.areas import Areas, Lookup
from accessibility.places.points import Places, Points

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from pandas import DataFrame

__all__ = ["Unassigned", "assign_areas"]

logger = logging.getLogger("accessibility")


class Unassigned(TypedDict):
    """
    A point that has no area at one level.

    Parameters
    ----------
    id
        The user's identifier.
    level
        The level.
    status
        ``outside`` all areas, ``not_located``, ``no_code`` to look up, or ``not_in_lookup``.
    nearest
        For a point outside, the nearest area; for one not in the lookup, the code that it has.
    distance_m
        For a point outside, metres to the nearest area.
    """

    id: str | int
    level: str
    status: str
    nearest: str | int | None
    distance_m: float | None


def assign_areas(
    points: Points | Places, levels: "Areas | Mapping[str, Areas | Lookup | str]"
) -> "DataFrame":
    """
    Find the areas of points, of one level or of several.

    A point on a border goes to the area whose identifier comes first; so does one where areas
    overlap, and how many there are is told by a warning.

    Parameters
    ----------
    points
        The points.
    levels
        Areas, or for the name of each level areas in which the points lie, a lookup by another
        level, or the name of an attribute that holds the codes. ``postcode`` is one where points
        were located by postcodes: in its normal spelling. Names of levels are columns of the
        answer; for areas alone it is ``area``.

    Returns
    -------
    DataFrame
        A row for each point, in their order: ``id``, and for each level the identifier of its area,
        None if it has none. ``attrs["unassigned"]`` lists what has none (`Unassigned`).

    Raises
    ------
    InputError
        If at some level not a single point has an area.
    UsageError
        If a lookup is by a level that comes after it or is none.
    """
    from pandas import DataFrame, Series  # noqa: PLC0415 - slow to import

    places = points.points if isinstance(points, Places) else points
    attributes = points.attributes if isinstance(points, Places) else DataFrame()
    asked: Mapping[str, Areas | Lookup | str] = (
        {"area": levels} if isinstance(levels, Areas) else levels
    )
    known: dict[str, NDArray[np.object_]] = {
        str(name): np.asarray(attributes[name], object) for name in attributes.columns
    }
    if isinstance(points, Places) and points.postcodes is not None:
        known.setdefault("postcode", np.asarray(points.postcodes["postcode"], object))
    found: dict[str, NDArray[np.object_]] = {}
    unassigned: list[Unassigned] = []
    for level, kind in asked.items():
        codes, lost = (
            _lying_in(places, level, kind)
            if isinstance(kind, Areas)
            else _looked_up(level, kind, known)
        )
        if len(lost) == len(places):
            raise _none_assigned(level, kind, lost)
        if lost:
            msg = "%s: %s of %s points have no area."
            logger.warning(msg, level, f"{len(lost):,}", f"{len(places):,}")
        found[level] = known[level] = codes
        ids = places.ids.to_pylist()
        unassigned += [{"id": ids[row], "level": level, **lost[row]} for row in sorted(lost)]
    table = DataFrame({"id": places.ids.to_pandas()})
    for level, codes in found.items():
        table[level] = Series(codes, dtype=object).infer_objects()
    table.attrs["unassigned"] = unassigned
    return table


class _Lost(TypedDict):
    """Why a point has no area; the rest of `Unassigned`."""

    status: str
    nearest: str | int | None
    distance_m: float | None


def _lying_in(
    points: Points, level: str, areas: Areas
) -> "tuple[NDArray[np.object_], dict[int, _Lost]]":
    import shapely  # noqa: PLC0415 - slow to import

    located = points.located
    rows = np.flatnonzero(located)
    spots = _spots(points, rows, areas.table.crs)
    shapes = np.asarray(areas.table.geometry)
    # Points in the tree: polygons, not points, are then prepared for many tests.
    area, spot = shapely.STRtree(spots).query(shapes, predicate="intersects")
    ids = np.array(areas.ids.to_pylist(), object)
    rank = np.empty(len(ids), np.int64)
    rank[np.argsort(ids, kind="stable")] = np.arange(len(ids))
    order = np.lexsort((rank[area], spot))
    spot, area = spot[order], area[order]
    within, first = np.unique(spot, return_index=True)
    _tell_overlaps(level, ids, shapes[area], spots[spot], spot, area)
    codes = np.full(len(points), None, object)
    codes[rows[within]] = ids[area[first]]
    lost = {
        row: _Lost(status="not_located", nearest=None, distance_m=None)
        for row in np.flatnonzero(~located).tolist()
    }
    outside = rows[np.setdiff1d(np.arange(len(rows)), within)]
    if len(outside):
        nearest, metres = _nearest(areas, points, outside)
        lost |= {
            row: _Lost(status="outside", nearest=ids[one], distance_m=round(away, 1))
            for row, one, away in zip(
                outside.tolist(), nearest.tolist(), metres.tolist(), strict=True
            )
        }
    return codes, lost


def _spots(points: Points, rows: "NDArray[np.int64]", crs: object) -> "NDArray[np.object_]":
    import shapely  # noqa: PLC0415
    from pyproj import Transformer  # noqa: PLC0415

    to_areas = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    x, y = to_areas.transform(points.lon[rows], points.lat[rows])
    spots: NDArray[np.object_] = shapely.points(x, y)
    return spots


def _tell_overlaps(
    level: str,
    ids: "NDArray[np.object_]",
    shapes: "NDArray[np.object_]",
    spots: "NDArray[np.object_]",
    spot: "NDArray[np.int64]",
    area: "NDArray[np.int64]",
) -> None:
    """Warn of points inside several areas; on a border between two they are inside neither."""
    import shapely  # noqa: PLC0415

    shared = np.bincount(spot)[spot] > 1 if len(spot) else np.zeros(0, bool)
    inside = np.flatnonzero(shared)
    inside = inside[shapely.contains_properly(shapes[inside], spots[inside])]
    numbers, counts = np.unique(spot[inside], return_counts=True)
    several = numbers[counts > 1]
    if len(several):
        both = ids[area[inside[spot[inside] == several[0]]]].tolist()
        msg = (
            "%s: areas overlap (%s): %s points lie in several and went to the first by identifier."
        )
        logger.warning(msg, level, ", ".join(map(str, both)), f"{len(several):,}")


def _nearest(
    areas: Areas, points: Points, rows: "NDArray[np.int64]"
) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
    """Find the nearest area of points outside all, and the metres to it."""
    import shapely  # noqa: PLC0415

    layer = areas.table
    if layer.crs.is_geographic:
        layer = layer.to_crs(layer.estimate_utm_crs())
    tree = shapely.STRtree(np.asarray(layer.geometry))
    spots = _spots(points, rows, layer.crs)
    (_, nearest), away = tree.query_nearest(spots, return_distance=True, all_matches=False)
    return nearest, away * layer.crs.axis_info[0].unit_conversion_factor


def _looked_up(
    level: str, kind: Lookup | str, known: "Mapping[str, NDArray[np.object_]]"
) -> "tuple[NDArray[np.object_], dict[int, _Lost]]":
    from pandas import Series, isna  # noqa: PLC0415

    by = kind.by if isinstance(kind, Lookup) else kind
    if by not in known:
        msg = (
            f'{level}: "{by}" is no level before it and no attribute of the points; there is '
            f"{', '.join(known) or 'none'}. Read it with the points, or put its level first."
        )
        raise UsageError(msg)
    given = known[by]
    blank = isna(given) | (given == "")
    codes = given.copy()
    if isinstance(kind, Lookup):
        codes = Series(given, dtype=object).map(kind.codes.astype(object)).to_numpy(copy=True)
    codes[blank | isna(codes)] = None
    lost = {
        row: _Lost(
            status="no_code" if blank[row] else "not_in_lookup",
            nearest=None if blank[row] else given[row],
            distance_m=None,
        )
        for row in np.flatnonzero(isna(codes)).tolist()
    }
    return codes, lost


def _none_assigned(
    level: str, kind: Areas | Lookup | str, lost: "Mapping[int, _Lost]"
) -> InputError:
    number = f"{len(lost):,} points"
    if isinstance(kind, Areas):
        away = [point["distance_m"] for point in lost.values() if point["distance_m"] is not None]
        nearest = f"; the nearest is {min(away):,.0f} m away" if away else ""
        remedy = "Check that points and areas are of the same place, and their CRS."
        return InputError.at(kind.label, f"none of the {number} lies in an area{nearest}", remedy)
    label = kind.label if isinstance(kind, Lookup) else level
    code = next((point["nearest"] for point in lost.values() if point["nearest"]), None)
    first = "they have no codes" if code is None else f'the first code is "{code}"'
    remedy = "Check that both use the same codes of the same year."
    return InputError.at(label, f"none of the {number} has an area: {first}", remedy)
