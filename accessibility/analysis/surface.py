"""Travel times on a regular grid: how long it takes from a point to everywhere, or back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from accessibility.analysis.joined_points import JoinedPoints, join_points
from accessibility.analysis.questions import moments_of, points_of, street_extent, street_modes
from accessibility.engines import builtin
from accessibility.errors import UsageError
from accessibility.moments import When
from accessibility.network.travel.grid import CELL_RADIUS_M, CellGrid, cells_near_streets
from accessibility.network.travel.ways import bit_of
from accessibility.options import TravelOptions
from accessibility.progress import Progress, Silent, heed

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from accessibility.network.network import Network
    from accessibility.places.points import Points

__all__ = ["Combine", "Surface", "SurfaceQuestion", "joined_origins", "travel_time_surfaces"]

Combine = str | int
"""``each``, ``union``, or how many of the origins must reach a place."""

SMALLEST_CELL, LARGEST_CELL = 5, 5000


@dataclass(frozen=True, eq=False)
class Surface:
    """
    Travel times to every cell near a street.

    Parameters
    ----------
    id
        Identifier of the origin, ``union``, or ``at least n``.
    when
        The departure or deadline; None where the time of day does not matter.
    percentile
        Percentile over the window; None without one.
    grid
        The cells.
    seconds
        Seconds to each of its cells near a street, -1 where not reached.
    """

    id: Any
    when: When | None
    percentile: int | None
    grid: CellGrid
    seconds: "NDArray[np.int32]"

    def minutes(self) -> "NDArray[np.float64]":
        """
        Give the surface as a raster.

        Returns
        -------
        array
            Minutes, NaN where not reached; shape (rows, columns), from north to south.
        """
        minutes = np.where(self.seconds < 0, np.nan, self.seconds / 60)
        return self.grid.spread(minutes, np.nan)

    def points(self) -> "GeoDataFrame":
        """
        Give the middles of the cells that are reached.

        Returns
        -------
        GeoDataFrame
            Columns ``id``, ``travel_time`` (minutes) and the points, WGS84.
        """
        import geopandas as gpd  # noqa: PLC0415 - slow to import, and pictures do without

        reached = self.seconds >= 0
        return gpd.GeoDataFrame(
            {"id": self.id, "travel_time": self.seconds[reached] / 60},
            geometry=gpd.points_from_xy(self.grid.lon[reached], self.grid.lat[reached]),
            crs=4326,
        )


class _Asked(NamedTuple):
    """One moment of a question, prepared."""

    moment: When | None
    query: builtin.PreparedQuery


class SurfaceQuestion:
    """
    Surfaces around points, prepared: origins may be asked one after the other without delay.

    Parameters
    ----------
    network
        The network.
    when
        One moment or several; None for a mode whose times do not depend on it.
    percentile
        Percentile over the window, from 1 to 100; None without a window.
    options
        What travellers can and will do.
    cell_size
        Side of a cell in metres, from 5 to 5,000.
    crs
        A projection in metres for the grid; default the UTM zone.
    progress
        Hears what is prepared.

    Raises
    ------
    UsageError
        If options contradict one another, or the cells are too small for the memory there is.
    NoServiceDataError
        If a moment lies outside the timetables.
    """

    def __init__(
        self,
        network: "Network",
        *,
        when: When | Sequence[When] | None = None,
        percentile: int | None = None,
        options: TravelOptions | None = None,
        cell_size: float = 50,
        crs: object = None,
        progress: Progress | None = None,
    ) -> None:
        self.network = network
        self.options = options or TravelOptions()
        moments = moments_of(self.options, when)
        self.percentile = _percentile(moments, percentile)
        if not SMALLEST_CELL <= cell_size <= LARGEST_CELL:
            msg = f"cell_size: {cell_size:g} is out of range: from {SMALLEST_CELL} to "
            raise UsageError(f"{msg}{LARGEST_CELL:,} metres.")
        self.progress = progress or Silent()
        builtin.compile_kernels(self.progress)
        self.grid = self._grid(cell_size, crs)
        self._asked = [self._prepared(moment, cell_size, crs) for moment in moments]
        self.warnings = list(
            dict.fromkeys(warning for asked in self._asked for warning in asked.query.warnings)
        )

    def _grid(self, size: float, crs: object) -> CellGrid:
        # Of several modes, the cells that can be left or reached on foot, if that is one of them.
        modes = street_modes(self.options, "destination") | street_modes(self.options, "origin")
        mode = "walk" if "walk" in modes else min(modes)
        bit = bit_of(mode, self.options)
        return self.network.remember(
            ("cells", size, str(crs), bit),
            lambda: cells_near_streets(self.network, size, bit, crs, self.progress),
        )

    def _prepared(self, moment: When | None, size: float, crs: object) -> _Asked:
        key = ("surface", size, str(crs), repr(moment), repr(self.options))

        def make() -> builtin.PreparedQuery:
            return builtin.prepare(
                self.network,
                moment,
                self.options,
                self.grid.lon,
                self.grid.lat,
                radius_mm=CELL_RADIUS_M * 1000,
                progress=self.progress,
            )

        return _Asked(moment, self.network.remember(key, make))

    def surfaces(self, points: "Points", combine: Combine = "each") -> Iterator[Surface]:
        """
        Search from points, or for deadlines to them.

        Parameters
        ----------
        points
            The points.
        combine
            ``each`` point by itself, ``union`` (the quickest), or a number n: within how long n of
            the points reach a place.

        Yields
        ------
        Surface
            For each moment, in the order given, one for each point or one for all.

        Raises
        ------
        UsageError
            If `combine` is none of these, or more than there are points.
        Interrupted
            If the progress cancelled.
        """
        rank = _rank(combine, len(points))
        self.progress.start("Surfaces", len(points) * len(self._asked))
        for asked in self._asked:
            kept: list[NDArray[np.int32]] = []
            for k in range(len(points)):
                heed(self.progress)
                seconds = self._search(asked.query, points.lon[k : k + 1], points.lat[k : k + 1])
                self.progress.advance()
                if rank is None:
                    identifier = points.ids[k].as_py()
                    yield Surface(identifier, asked.moment, self.percentile, self.grid, seconds)
                else:
                    kept = _quickest(kept, seconds, rank)
            if rank is not None:
                name = "union" if combine == "union" else f"at least {rank + 1}"
                yield Surface(name, asked.moment, self.percentile, self.grid, kept[rank])
        self.progress.finish()

    def _search(
        self,
        query: builtin.PreparedQuery,
        lon: "NDArray[np.float64]",
        lat: "NDArray[np.float64]",
    ) -> "NDArray[np.int32]":
        flag = np.zeros(1, np.uint8)
        answers = builtin.matrix_block(query, lon, lat, (self.percentile or 50,), flag)
        return answers.reshape(-1)


def _percentile(moments: list[When | None], percentile: int | None) -> int | None:
    window = moments[0] is not None and moments[0].window_s > 0
    if percentile is None:
        return 50 if window else None
    if not window:
        msg = "percentile: needs a window of moments. Give a window, or leave it out."
        raise UsageError(msg)
    if isinstance(percentile, bool) or int(percentile) != percentile or not 1 <= percentile <= 100:
        msg = f"percentile: {percentile} is no whole number from 1 to 100."
        raise UsageError(msg)
    return int(percentile)


def _rank(combine: Combine, points: int) -> int | None:
    if combine == "each":
        return None
    if combine == "union":
        return 0
    try:
        number = int(combine)
    except ValueError:
        number = 0
    if not 1 <= number <= points:
        msg = (
            f'combine: "{combine}" is none of "each", "union" and a number up to that of the '
            f"points ({points})."
        )
        raise UsageError(msg)
    return number - 1


def _quickest(
    kept: "list[NDArray[np.int32]]", seconds: "NDArray[np.int32]", rank: int
) -> "list[NDArray[np.int32]]":
    """Keep the lowest `rank` + 1 values of each cell in order; -1 counts as the highest."""
    last = np.int32(np.iinfo(np.int32).max)
    stack = [np.where(layer < 0, last, layer) for layer in (*kept, seconds)]
    lowest = np.sort(np.stack(stack), axis=0)[: rank + 1]
    layers = [np.where(layer == last, np.int32(-1), layer) for layer in lowest]
    return layers + [np.full_like(seconds, -1)] * (rank + 1 - len(layers))


def travel_time_surfaces(
    network: "Network",
    origins: "GeoDataFrame | str | Path | Points",
    *,
    when: When | Sequence[When] | None = None,
    percentile: int | None = None,
    combine: Combine = "each",
    options: TravelOptions | None = None,
    cell_size: float = 50,
    crs: object = None,
    progress: Progress | None = None,
) -> list[Surface]:
    """
    Work out travel times from points to everywhere, or with deadlines from everywhere to them.

    Parameters
    ----------
    network
        The network of streets and timetables.
    origins
        Points with an ``id`` column: a GeoDataFrame in any CRS, a file, or points that were read.
    when
        When people set out (`DepartAt`) or have to be there (`ArriveBy`), or several of them.
    percentile
        Percentile of the travel times over a window; default the median.
    combine
        ``"each"`` (default) for a surface of each point, ``"union"`` for the time to the nearest
        of them, or a number n for the time to the n-th nearest.
    options
        What travellers can and will do; default `TravelOptions()`.
    cell_size
        Side of a cell in metres; default 50.
    crs
        A projection in metres for the cells, as ``"EPSG:27700"``; default the UTM zone.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    list of Surface
        Moment by moment, and point by point. A cell is reached from the nearest street within
        100 m of its middle.

    Raises
    ------
    UsageError
        If options contradict one another, or the cells are too small for the memory there is.
    InputError
        If points are faulty, or none joins the streets.
    NoServiceDataError
        If a moment lies outside the timetables.
    Interrupted
        If the progress cancelled.
    """
    question = SurfaceQuestion(
        network,
        when=when,
        percentile=percentile,
        options=options,
        cell_size=cell_size,
        crs=crs,
        progress=progress,
    )
    return list(question.surfaces(joined_origins(question, origins).points, combine))


def joined_origins(
    question: SurfaceQuestion, origins: "GeoDataFrame | str | Path | Points"
) -> JoinedPoints:
    """
    Read points, and join them to the streets.

    Parameters
    ----------
    question
        The question they belong to.
    origins
        A layer, a file, or points.

    Returns
    -------
    JoinedPoints
        All points, and where they join.

    Raises
    ------
    InputError
        If points are faulty, or none joins the streets.
    """
    extent, role = street_extent(question.network), "origin"
    points = points_of(origins, extent, "origins")
    modes = street_modes(question.options, role)
    return join_points(question.network, points, question.options, modes, extent, role)
