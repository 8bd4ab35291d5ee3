"""Bands of travel time: what isochrones and surfaces become on a map."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import shapely

from accessibility.errors import InputError
from accessibility.maps.drawing import Drawing, fill, square_km
from accessibility.maps.layers import Layer, differ, numbers, refuse_several
from accessibility.maps.legend import Entry, Legend, box
from accessibility.maps.lettering import Style
from accessibility.maps.style import band_words, duration, ramp_colours, style, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from shapely.geometry.base import BaseGeometry

    from accessibility.maps.ground import Frame
    from accessibility.maps.sheet import Bounds

__all__ = [
    "Band",
    "band_colours",
    "band_entries",
    "bands_of",
    "begins_of",
    "draw_bands",
    "paint_bands",
]

SETS: Final = ("t_start", "when", "direction", "mode", "percentile")
"""Columns that tell sets of isochrones; one map shows one set."""
RIM: Final[Style] = {"linewidth": 0.35, "edgecolor": "#ffffff"}


class Band(NamedTuple):
    """
    What is reached within some travel times.

    Parameters
    ----------
    low, high
        The times, minutes; `high` belongs to the band and may be infinite.
    geometry
        Polygons, WGS84 degrees. They may cover bands of shorter times, which are drawn above them.
    """

    low: float
    high: float
    geometry: "BaseGeometry"


def begins_of(layer: Layer) -> dict[float, float]:
    """
    Say where the bands of isochrones begin.

    Parameters
    ----------
    layer
        Isochrones, nested or as rings, of one set or of several.

    Returns
    -------
    dict
        Minutes at which each band begins, by those at which it ends, ascending.

    Raises
    ------
    InputError
        If minutes are missing or no number above 0.
    """
    table: Any = layer.table
    minutes = numbers(layer.label, table, "minutes").to_numpy()
    wrong = np.flatnonzero(~(minutes > 0))
    if len(wrong):
        problem, remedy = "is no number of minutes above 0", "Isochrones end at such a time."
        row, value = int(wrong[0]) + 1, table["minutes"].iloc[wrong[0]]
        raise InputError.at(layer.label, problem, remedy, row=row, field="minutes", value=value)
    begins = np.zeros(len(table))
    if "minutes_from" in table.columns:
        begins = numbers(layer.label, table, "minutes_from").fillna(0).to_numpy()
    limits = np.unique(minutes).tolist()
    lows = [float(begins[minutes == limit].min()) for limit in limits]
    if not any(lows):  # nested: what is seen of an area begins where the one above it ends
        lows = [0.0, *limits[:-1]]
    return dict(zip(limits, lows, strict=True))


def bands_of(layer: Layer, begins: dict[float, float] | None = None) -> list[Band]:
    """
    Make bands of one set of isochrones, of whatever origin is nearest.

    Parameters
    ----------
    layer
        Isochrones, nested or as rings.
    begins
        Where bands begin, by where they end; default as `begins_of` finds it in this layer.

    Returns
    -------
    list of Band
        The shortest times first.

    Raises
    ------
    InputError
        If minutes are missing or no number above 0.
    UsageError
        If there are several sets.
    """
    table: Any = layer.table
    for column in SETS:
        if column in table.columns and differ(table[column]):
            refuse_several(layer.label, column, table[column])
    begins = begins_of(layer) if begins is None else begins
    minutes, shapes = table["minutes"].astype(float).to_numpy(), table.geometry.to_numpy()
    return [
        Band(low, limit, shapely.union_all(shapely.make_valid(shapes[minutes == limit])))
        for limit, low in begins.items()
        if (minutes == limit).any()
    ]


def band_colours(bands: Sequence[Band], ramp: str | None) -> list[str]:
    """
    Choose the colours of bands.

    Parameters
    ----------
    bands
        The bands, the shortest times first.
    ramp
        Name of a ramp; None for that of travel times.

    Returns
    -------
    list of str
        The nearest is the darkest.

    Raises
    ------
    UsageError
        If there is no such ramp.
    """
    return ramp_colours(ramp or style()["ramp_of"]["minutes"], len(bands))


def band_entries(bands: Sequence[Band], colours: Sequence[str], *, counted: bool) -> list[Entry]:
    """
    Say in a legend what bands are.

    Parameters
    ----------
    bands
        The bands, the shortest times first.
    colours
        Their colours.
    counted
        Whether to say how large each is, in square kilometres.

    Returns
    -------
    list of Entry
        One for each band, and one for what is not reached.
    """
    sizes = _sizes(bands) if counted else [""] * len(bands)
    entries = [
        Entry(band_words(band.low, band.high), box({"facecolor": colour, **RIM}), size)
        for band, colour, size in zip(bands, colours, sizes, strict=True)
    ]
    last = bands[-1].high
    never = word("not_reached", duration=duration(last)) if np.isfinite(last) else word("never")
    empty = style()["signs"]["not_reached"]
    blank = {"facecolor": empty["colour"], "edgecolor": "#9a9a9a", "linewidth": 0.5}
    return [*entries, Entry(never, box(blank))]


def _sizes(bands: Sequence[Band]) -> list[str]:
    """Square kilometres of each band without those of shorter times, as text."""
    rest, covered = [], shapely.Polygon()
    for band in bands:
        rest.append(shapely.difference(band.geometry, covered))
        covered = shapely.union(covered, band.geometry)
    return square_km(rest)


def paint_bands(
    axes: "Axes",
    frame: "Frame",
    bands: Sequence[Band],
    colours: Sequence[str],
    *,
    rims: bool = True,
) -> None:
    """
    Draw bands below the streets, those of short times uppermost.

    Parameters
    ----------
    axes
        Where to draw; its unit is the millimetre.
    frame
        The ground.
    bands
        The bands, the shortest times first.
    colours
        Their colours.
    rims
        Whether a thin white line parts them.
    """
    for order, (band, colour) in enumerate(zip(bands[::-1], colours[::-1], strict=True)):
        words = band_words(band.low, band.high)
        rim = RIM if rims else {"edgecolor": colour, "linewidth": 0.1}  # no paper between cells
        look = {"facecolor": colour, "zorder": 0.3 + order / 100, "label": words, **rim}
        fill(axes, frame, band.geometry, look)


def draw_bands(
    bands: Sequence[Band],
    ramp: str | None = None,
    head: str | None = None,
    *,
    rims: bool = True,
) -> Drawing:
    """
    Draw bands of travel time.

    Parameters
    ----------
    bands
        The bands, the shortest times first.
    ramp
        Name of a ramp; default that of travel times.
    head
        What stands above the legend; default ``"travel time"``.
    rims
        Whether a thin white line parts bands.

    Returns
    -------
    Drawing
        The map.

    Raises
    ------
    UsageError
        If there is no such ramp.
    """
    colours = band_colours(bands, ramp)
    entries = band_entries(bands, colours, counted=True)
    return Drawing(
        _bounds(bands),
        Legend(entries, word("travel_time") if head is None else head, "km²"),
        lambda axes, frame: paint_bands(axes, frame, bands, colours, rims=rims),
    )


def _bounds(bands: Sequence[Band]) -> "Bounds":
    west, south, east, north = shapely.total_bounds([band.geometry for band in bands]).tolist()
    return west, south, east, north
