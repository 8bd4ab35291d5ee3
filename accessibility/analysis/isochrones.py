"""Areas within some travel times: isochrones, their series over a day, and how two sets differ."""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from accessibility.analysis.contours import areas_within
from accessibility.analysis.inside import add_inside
from accessibility.analysis.joined_points import JoinedPoints
from accessibility.analysis.provenance import file_asked, provenance_of
from accessibility.analysis.questions import moments_of
from accessibility.analysis.surface import Combine, Surface, SurfaceQuestion, joined_origins
from accessibility.errors import UsageError
from accessibility.moments import When
from accessibility.options import TravelOptions
from accessibility.progress import Progress, heed
from accessibility.results.layers import ORIGINS, SNAPPED, check_layer_output, write_layers
from accessibility.results.unsnapped import write_unsnapped

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from accessibility.network.network import Network
    from accessibility.places.points import Points

    Inside = Mapping[str, tuple[GeoDataFrame | str | Path, str | None]]

__all__ = ["isochrone_differences", "isochrones"]

logger = logging.getLogger("accessibility")

DEFAULT_MINUTES = (15, 30, 45, 60)
M2_PER_KM2 = 1e6


def isochrones(
    network: "Network",
    origins: "GeoDataFrame | str | Path | Points",
    *,
    when: When | Sequence[When] | None = None,
    minutes: Sequence[float] = DEFAULT_MINUTES,
    percentile: int | None = None,
    combine: Combine = "each",
    rings: bool = False,
    options: TravelOptions | None = None,
    cell_size: float = 50,
    crs: object = None,
    inside: "Inside | None" = None,
    output: str | Path | None = None,
    progress: Progress | None = None,
) -> "GeoDataFrame":
    """
    Draw the areas that are reached within some times, or with deadlines reach a point.

    Times are worked out for every cell of a grid near a street, as a matrix would; the outlines are
    exact contours of that surface. A longer time's area contains a shorter one's.

    Parameters
    ----------
    network
        The network of streets and timetables.
    origins
        Points with an ``id`` column: a GeoDataFrame in any CRS, a file, or points that were read.
        With deadlines (`ArriveBy`) they are where people go to.
    when
        When people set out (`DepartAt`) or have to be there (`ArriveBy`); several of them give a
        series. Needed for public transport.
    minutes
        The times, ascending, at most `max_time` of the options; default 15, 30, 45, 60.
    percentile
        Percentile of the travel times over a window; default the median.
    combine
        ``"each"`` (default) for areas of each origin, ``"union"`` for what any of them reaches, or
        a number n for what at least n of them reach.
    rings
        Whether areas leave out the shorter times' areas; default False: they are nested.
    options
        What travellers can and will do; default `TravelOptions()`.
    cell_size
        Side of a cell in metres, from 5 to 5,000; default 50.
    crs
        A projection in metres for the cells, as ``"EPSG:27700"``; default the UTM zone.
    inside
        What to count in each area: by name of a new column a layer and the column to be summed
        (None counts rows). Points count where they lie, polygons by the share of their area.
    output
        A ``.gpkg``, ``.geojson``, ``.parquet`` or ``.fgb`` file to write as well. A GeoPackage also
        holds the layers ``origins`` (the points as given, with ``id``, ``status`` and
        ``distance_m`` to the street) and ``snapped`` (the places on the streets that they join).
        Beside it ``<stem>.points.csv`` lists origins that join no street, if there are any.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    GeoDataFrame
        In WGS84, with the columns ``id``, ``minutes``, ``minutes_from`` (0 but for rings),
        ``when``, ``direction``, ``mode``, ``percentile``, ``t_start`` and ``t_end`` (of a series:
        from this moment to the next), ``area_km2`` and those of `inside`. Areas that are empty have
        no row. ``attrs["points"]`` lists origins that join no street, ``attrs["origins"]`` all of
        them with ``id``, ``status`` (``joined``, ``too_far``, ``outside``, ``not_located``),
        ``distance_m`` to the nearest street, and ``lon`` and ``lat`` of the place that they join
        (None if none), ``attrs["warnings"]`` what to know of the answers, ``attrs["provenance"]``
        what they were made from.

    Raises
    ------
    UsageError
        If options contradict one another, `minutes` do not ascend or go beyond `max_time`, or the
        cells are too small for the memory there is.
    InputError
        If points are faulty, or none joins the streets.
    NoServiceDataError
        If a moment lies outside the timetables.
    OutputError
        If the output cannot be written.
    Interrupted
        If the progress cancelled.
    """
    options = options or TravelOptions()
    cutoffs = _cutoffs(minutes, options)
    if output is not None:
        check_layer_output(Path(output), [origins] if isinstance(origins, str | Path) else [])
    question = SurfaceQuestion(
        network,
        when=when,
        percentile=percentile,
        options=options,
        cell_size=cell_size,
        crs=crs,
        progress=progress,
    )
    joined = joined_origins(question, origins)
    for warning in question.warnings:
        logger.warning(warning)
    rows: list[dict[str, Any]] = []
    for surface in question.surfaces(joined.points, combine):
        rows += _bands(surface, cutoffs, options, rings=rings)
    table = _table(rows, question, when)
    if inside:
        add_inside(table, inside)
    heed(question.progress)
    table = table.to_crs(4326)
    heed(question.progress)
    places = joined.places(network)
    if output is not None:
        _write(Path(output), table, joined, places)
    # Last: what pandas makes of a table carries a deep copy of all this.
    table.attrs = {
        "points": joined.unsnapped(),
        "origins": _listed(joined, places),
        "warnings": question.warnings,
        "provenance": provenance_of(
            "isochrones",
            network,
            options,
            moments_of(options, when),
            {"origins": joined.points},
            minutes=[cutoff / 60 for cutoff in cutoffs],
            percentile=question.percentile,
            combine=combine,
            rings=rings,
            cell_size=cell_size,
            crs=question.grid.crs.srs,
            inside=None if inside is None else _counted(inside),
        ),
    }
    if len(table) == 0:
        longest = cutoffs[-1] / 60
        logger.warning("Nothing is reached within %g minutes: the layer is empty.", longest)
    return table


def _cutoffs(minutes: Sequence[float], options: TravelOptions) -> list[int]:
    asked = [float(minute) for minute in minutes]
    if not asked or asked[0] <= 0 or any(np.diff(asked) <= 0):
        listed = ", ".join(f"{minute:g}" for minute in asked) or "none"
        msg = f"minutes: {listed} do not ascend from above 0. Give such as 15,30,45,60."
        raise UsageError(msg)
    if asked[-1] * 60 > options.max_time_s:
        msg = (
            f"minutes: {asked[-1]:g} is beyond max_time ({options.max_time_s / 60:g} minutes). "
            "Raise max_time, or ask for less."
        )
        raise UsageError(msg)
    return [round(minute * 60) for minute in asked]


def _bands(
    surface: Surface, cutoffs: list[int], options: TravelOptions, *, rings: bool
) -> list[dict[str, Any]]:
    """Rows of one surface, the shortest time first; empty areas are left out."""
    areas = areas_within(surface.grid, surface.seconds, cutoffs, options.walk_speed_mph)
    rows = []
    before = shapely.MultiPolygon()
    for cutoff, below, area in zip(cutoffs, [0, *cutoffs[:-1]], areas, strict=True):
        band = _ring(area, before) if rings else area
        before = area
        if band.is_empty:
            continue
        rows.append(
            {
                "id": surface.id,
                "minutes": cutoff / 60,
                "minutes_from": below / 60 if rings else 0.0,
                "moment": surface.when,
                "mode": options.mode,
                "area_km2": round(band.area / M2_PER_KM2, 6),
                "geometry": band,
            }
        )
    return rows


def _ring(area: shapely.MultiPolygon, before: shapely.MultiPolygon) -> shapely.MultiPolygon:
    if before.is_empty:
        return area
    parts = shapely.get_parts(shapely.difference(area, before))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def _table(
    rows: list[dict[str, Any]], question: SurfaceQuestion, when: When | Sequence[When] | None
) -> "GeoDataFrame":
    import geopandas as gpd  # noqa: PLC0415 - slow to import, and clicks need it only here
    import pandas as pd  # noqa: PLC0415

    moments: list[When | None] = [row["moment"] for row in rows]
    ids = pd.Series([row["id"] for row in rows], dtype=None if rows else "object")
    columns: dict[str, Any] = {
        "id": ids,
        "minutes": np.array([row["minutes"] for row in rows], np.float64),
        "minutes_from": np.array([row["minutes_from"] for row in rows], np.float64),
        "when": [None if moment is None else str(moment) for moment in moments],
        "direction": ["depart" if moment is None else moment.direction for moment in moments],
        "mode": [row["mode"] for row in rows],
        "percentile": pd.array([question.percentile] * len(rows), "Int64"),
    }
    if when is not None and not isinstance(when, When) and len(when) > 1:
        ends = _ends(when)
        known = [moment for moment in moments if moment is not None]
        columns["t_start"] = pd.Series([m.moment for m in known], dtype="datetime64[ms]")
        columns["t_end"] = pd.Series([ends[str(m)] for m in known], dtype="datetime64[ms]")
    columns["area_km2"] = np.array([row["area_km2"] for row in rows], np.float64)
    geometry = [row["geometry"] for row in rows]
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=question.grid.crs)


def _ends(moments: Sequence[When]) -> "dict[str, pd.Timestamp]":
    """For each moment of a series the next one; the last lasts as long as the one before."""
    times = [moment.moment for moment in moments]
    last = times[-1] - times[-2] if times[-1] > times[-2] else timedelta(hours=1)
    return {
        str(moment): end
        for moment, end in zip(moments, [*times[1:], times[-1] + last], strict=True)
    }


def _listed(joined: JoinedPoints, places: "NDArray[np.float64]") -> list[dict[str, Any]]:
    """All origins, with what became of each."""
    names = ("id", "status", "distance_m", "lon", "lat")
    known = [[None if np.isnan(value) else value for value in axis] for axis in places.T.tolist()]
    ids = joined.points.ids.to_pylist()
    found = zip(ids, joined.status, joined.distance_m, *known, strict=True)
    return [dict(zip(names, one, strict=True)) for one in found]


def _counted(inside: "Inside") -> dict[str, Any]:
    """What is counted in the areas, so that it can be found again."""
    return {
        name: {
            **(file_asked(source) if isinstance(source, str | Path) else {"file": None}),
            "column": column,
        }
        for name, (source, column) in inside.items()
    }


def _write(
    output: Path, table: "GeoDataFrame", joined: JoinedPoints, places: "NDArray[np.float64]"
) -> None:
    layers = {"isochrones": table}
    if output.suffix.lower() == ".gpkg":
        layers |= _origin_layers(joined, places)
    write_layers(output, layers)
    write_unsnapped(output, joined.unsnapped())


def _origin_layers(
    joined: JoinedPoints, places: "NDArray[np.float64]"
) -> "dict[str, GeoDataFrame]":
    """The origins as given, and the places on the streets that they join."""
    import geopandas as gpd  # noqa: PLC0415

    points, joins = joined.points, joined.edge >= 0
    columns = {
        "id": points.ids.to_pandas(),
        "status": joined.status,
        "distance_m": joined.distance_m,
    }
    given = gpd.GeoSeries(gpd.points_from_xy(points.lon, points.lat), crs=4326)
    origins = gpd.GeoDataFrame(columns, geometry=given.where(np.isfinite(points.lon)))
    snapped = gpd.GeoDataFrame(
        origins.loc[joins, ["id", "distance_m"]],
        geometry=gpd.points_from_xy(*places[joins].T),
        crs=4326,
    )
    return {ORIGINS: origins, SNAPPED: snapped}


def isochrone_differences(before: "GeoDataFrame", after: "GeoDataFrame") -> "GeoDataFrame":
    """
    Find the areas gained and lost between two sets of isochrones.

    Parameters
    ----------
    before, after
        What `isochrones` gave, nested, for the same origins and times: before and after a change of
        timetables, for instance.

    Returns
    -------
    GeoDataFrame
        Columns ``id``, ``minutes``, ``change`` (``gained`` or ``lost``), ``area_km2`` and the
        geometry; a row only where there is an area.

    Raises
    ------
    UsageError
        If one of them holds several areas for the same id and time, such as rings or a series.
    """
    import geopandas as gpd  # noqa: PLC0415

    metric = before.estimate_utm_crs() if len(before) else after.estimate_utm_crs()
    areas = [
        _by_time(table.to_crs(metric), name)
        for table, name in ((before, "before"), (after, "after"))
    ]
    empty = shapely.MultiPolygon()
    rows = []
    for key in dict.fromkeys([*areas[0], *areas[1]]):
        old, new = (side.get(key, empty) for side in areas)
        for change, one, other in (("gained", new, old), ("lost", old, new)):
            parts = shapely.get_parts(shapely.difference(one, other))
            area = shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])
            if not area.is_empty:
                km2 = round(area.area / M2_PER_KM2, 6)
                rows.append((*key, change, km2, area))
    columns = list(zip(*rows, strict=True)) or [(), (), (), (), ()]
    names = ("id", "minutes", "change", "area_km2")
    table = gpd.GeoDataFrame(
        dict(zip(names, map(list, columns[:4]), strict=True)), geometry=list(columns[4]), crs=metric
    )
    return table.to_crs(4326)


def _by_time(table: "GeoDataFrame", name: str) -> dict[tuple[Any, float], shapely.Geometry]:
    keys = list(zip(table["id"], table["minutes"], strict=True))
    if len(set(keys)) != len(keys) or (table["minutes_from"] > 0).any():
        msg = f"{name}: holds rings or a series. Give nested isochrones of one moment."
        raise UsageError(msg)
    return dict(zip(keys, table.geometry, strict=True))
