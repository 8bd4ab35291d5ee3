"""A map of travel times as a picture: coloured points over streets, and a legend in words."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from accessibility.errors import UsageError
from accessibility.files import atomic
from accessibility.maps.ground import Frame, draw_streets
from accessibility.maps.sheet import INCH, PANEL, ROW, SMALL, TEXT, Style, lay_out
from accessibility.options import TravelOptions
from accessibility.places.points import Points, read_points

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray

    from accessibility.network.network import Network

__all__ = ["draw_travel_times"]

KINDS: Final = (".png", ".pdf", ".svg")
RAMP: Final = "viridis_r"
"""Light to dark, in colours that differ for every kind of colour vision and in grey."""
RAMP_USED: Final = (0.05, 0.97)
DOT: Final[Style] = {"marker": "o", "linestyle": "", "mec": "#3a3a3a", "mew": 0.2, "zorder": 3}
NOT_REACHED: Final[Style] = {**DOT, "color": "#ffffff", "mec": "#000000", "mew": 0.7}
TOO_FAR: Final[Style] = {**DOT, "marker": "x", "color": "#7a7a7a", "mec": "#7a7a7a", "mew": 0.7}
SERVICE: Final[Style] = {
    **DOT,
    "marker": "P",
    "color": "#d5301a",
    "mec": "#ffffff",
    "mew": 0.8,
    "zorder": 4,
}
LEGEND_SIZE: Final = 6.0
SERVICE_SIZE: Final = 8.5
CELL: Final = 5.0
"""Side of the squares in which points are counted, to see how dense they lie."""


class _Class(NamedTuple):
    """Points that look alike, and what the legend says of them."""

    words: str
    chosen: "NDArray[np.bool_]"
    style: Style


def draw_travel_times(
    network: "Network",
    points: "Points | GeoDataFrame | str | Path",
    minutes: "ArrayLike",
    path: str | Path,
    *,
    title: str,
    subtitle: str = "",
    points_label: str = "points",
    services: "Points | GeoDataFrame | str | Path | None" = None,
    services_label: str = "service",
    cutoffs: Sequence[float] = (15, 30, 45, 60),
    options: TravelOptions | None = None,
    attribution: str = "© OpenStreetMap contributors",
    width: float = 160,
    dpi: int = 200,
) -> Path:
    """
    Draw travel times as a map, over the streets of their network.

    Nothing is fetched from elsewhere. North is up and the scale is the same in all directions.

    Parameters
    ----------
    network
        The network in which the times were found.
    points
        Where people set out: points that were read, a GeoDataFrame with an ``id`` column, or a
        file.
    minutes
        Travel time of each point, in their order; NaN where there is none.
    path
        The picture to write: ``.png``, ``.pdf`` or ``.svg``.
    title
        What is shown, such as ``"Minutes to the nearest pharmacy"``.
    subtitle
        When and how people travel; default nothing.
    points_label
        What the points are, for the legend, which counts them; default ``"points"``.
    services
        Where people go, drawn as crosses; default none.
    services_label
        What one of them is; default ``"service"``.
    cutoffs
        Minutes at which one colour ends and the next begins, ascending; a time equal to a cutoff
        belongs below it. Default 15, 30, 45 and 60.
    options
        The options of the search, for the legend: up to which time points were reached, and how
        near a street they had to be. Default `TravelOptions()`.
    attribution
        Whose data the map shows. The default is what the licence of OpenStreetMap asks for.
    width
        Greatest width of the picture in millimetres, at least 100; default 160.
    dpi
        Pixels per inch of a ``.png``; default 200.

    Returns
    -------
    Path
        The picture.

    Raises
    ------
    UsageError
        If there are not as many minutes as points, cutoffs do not ascend, the picture is too narrow
        for its legend or of an unknown kind.
    InputError
        If points are faulty.
    OutputError
        If the picture cannot be written.
    """
    path, options = Path(path), options or TravelOptions()
    kind = path.suffix.lower()
    if kind not in KINDS:
        msg = f"{path}: pictures of this kind are not drawn. Give one of {', '.join(KINDS)}."
        raise UsageError(msg)
    if width < 100:
        msg = f"width={width:g}: with its legend a picture needs at least 100 millimetres."
        raise UsageError(msg)
    starts = _read(points, "points")
    classes = _classes(network, starts, np.asarray(minutes, np.float64), cutoffs, options)
    ends = None if services is None else _read(services, "services")
    shown = [starts] if ends is None else [starts, ends]

    figure = Figure(dpi=dpi)
    rows = len(classes) + (ends is not None)
    sheet = lay_out(figure, shown, width, title, subtitle, rows, attribution)
    draw_streets(sheet.map, sheet.frame, network.streets)
    _draw_points(sheet.map, sheet.frame, starts, classes)
    if ends is not None:
        x, y = sheet.frame.place(ends.lon, ends.lat)
        sheet.map.plot(x, y, label=services_label, markersize=SERVICE_SIZE, **SERVICE)
    _write_legend(sheet.legend, classes, points_label, services_label if ends else None)
    with atomic(path) as temporary:
        figure.savefig(temporary, format=kind[1:])
    return path


def _read(source: "Points | GeoDataFrame | str | Path", name: str) -> Points:
    return source if isinstance(source, Points) else read_points(source, name=name)


def _classes(
    network: "Network",
    points: Points,
    minutes: "NDArray[np.float64]",
    cutoffs: Sequence[float],
    options: TravelOptions,
) -> list[_Class]:
    """Sort points into classes; those without an answer by the reason for it."""
    limits = np.asarray(cutoffs, np.float64)
    if limits.size == 0 or not (np.diff(limits, prepend=0.0) > 0).all():
        msg = f"cutoffs={list(cutoffs)}: give ascending minutes above 0, such as 15, 30, 45, 60."
        raise UsageError(msg)
    if minutes.shape != (len(points),):
        msg = f"There are {len(points)} points but {minutes.size} travel times: each needs one."
        raise UsageError(msg)
    latest = float(options.max_time)
    words = [f"up to {_duration(limits[0])}"]
    words += [f"{low:g} to {high:g} minutes" for low, high in pairwise(limits)]
    words += [f"more than {_duration(limits[-1])}"] * bool(latest > limits[-1])
    colours = colormaps[RAMP](np.linspace(*RAMP_USED, len(words)))
    reached = np.isfinite(minutes)
    step = np.searchsorted(limits, minutes)
    classes = [
        _Class(word, reached & (step == number), {**DOT, "color": to_hex(colour)})
        for number, (word, colour) in enumerate(zip(words, colours, strict=True))
    ]
    joined = network.snap(points.lon, points.lat, options.snap_radius_mm).edge >= 0
    without = [
        _Class(f"not reached within {_duration(latest)}", ~reached & joined, NOT_REACHED),
        _Class(f"over {options.snap_radius:g} m from a street", ~reached & ~joined, TOO_FAR),
    ]
    return classes + [each for each in without if each.chosen.any()]


def _duration(minutes: float) -> str:
    """Say minutes as people do: whole hours above one as hours."""
    hours = minutes / 60
    return f"{hours:g} hours" if hours >= 2 and hours.is_integer() else f"{minutes:g} minutes"


def _draw_points(axes: "Axes", frame: Frame, points: Points, classes: Sequence[_Class]) -> None:
    """Draw points, the long times uppermost, as large as their neighbours leave room for."""
    x, y = frame.place(points.lon, points.lat)
    cells = np.column_stack([x, y]) // CELL
    _, cell, count = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    room = CELL / np.sqrt(np.median(count[cell]))
    size = float(np.clip(0.75 * room, 0.9, 3.2)) / INCH * 72
    for each in classes:
        axes.plot(x[each.chosen], y[each.chosen], label=each.words, markersize=size, **each.style)


def _write_legend(
    paper: "Axes", classes: Sequence[_Class], counted: str, services: str | None
) -> None:
    y = paper.get_ylim()[1] - ROW / 2
    paper.text(PANEL, y, counted, ha="right", va="center", **SMALL)
    for each in classes:
        y -= ROW
        paper.plot(2, y, markersize=LEGEND_SIZE, **each.style)
        paper.text(6, y, each.words, va="center", **TEXT)
        paper.text(PANEL, y, f"{each.chosen.sum():,}", ha="right", va="center", **TEXT)
    if services:
        y -= 1.3 * ROW
        paper.plot(2, y, markersize=SERVICE_SIZE, **SERVICE)
        paper.text(6, y, services, va="center", **TEXT)
