"""Maps of stops by how they lie to the streets: near the streets, and all of them."""

import io
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from matplotlib.figure import Figure

from accessibility.maps.ground import Frame, draw_streets, street_lines
from accessibility.maps.scale import round_length, say_length
from accessibility.network.extract import access
from accessibility.network.health.stop_links import BEYOND, LINKED, OUTSIDE, TOO_FAR, stop_status

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from accessibility.network.extent import Extent
    from accessibility.network.network import Network

__all__ = ["STOP_COLOURS", "StopMap", "draw_all_stops", "draw_stops_near_streets"]

INCH: Final = 25.4
DPI: Final = 200
AROUND: Final = 0.06
"""Room around the streets, as a share of their extent on either side."""
EDGE: Final = 2.0
"""The same in millimetres, beyond that."""
SCALE_ROOM: Final = 0.3
"""Share of the width that a scale bar may take."""
INK: Final = "#222222"
SURROUNDINGS: Final = "#f1f2f3"
"""Colour of the ground outside the streets' extent."""
SMALLEST_BOX: Final = 1.6
"""Millimetres below which the streets' extent is drawn larger than it is, so that it is seen."""

STOP_COLOURS: Final = {LINKED: "#1f5fa8", TOO_FAR: "#c8410b", OUTSIDE: "#ffffff"}
"""Colour of stops by their state; they differ in shape too: dots, crosses and rings."""
_STYLES: Final[dict[int, dict[str, Any]]] = {
    OUTSIDE: {"marker": "o", "mfc": "#ffffff", "mec": "#4a4a4a", "mew": 0.5, "zorder": 3},
    LINKED: {
        "marker": "o",
        "mfc": STOP_COLOURS[LINKED],
        "mec": "#ffffff",
        "mew": 0.25,
        "zorder": 4,
    },
    TOO_FAR: {
        "marker": "X",
        "mfc": STOP_COLOURS[TOO_FAR],
        "mec": "#ffffff",
        "mew": 0.4,
        "zorder": 5,
    },
}
_SIZES: Final = {OUTSIDE: 1.0, LINKED: 1.0, TOO_FAR: 1.7}
"""Crosses are drawn larger than dots of the same weight."""


class StopMap(NamedTuple):
    """
    A map as a picture, north up.

    Parameters
    ----------
    png
        The picture.
    width, height
        Its pixels.
    scale
        What the scale bar stands for, such as ``"2 km"``.
    scale_percent
        Length of the scale bar in per cent of the picture's width.
    shown
        Stops that lie on the map, by state.
    """

    png: bytes
    width: int
    height: int
    scale: str
    scale_percent: float
    shown: dict[int, int]


class _Stops(NamedTuple):
    """Served stops with coordinates."""

    lon: "NDArray[np.float64]"
    lat: "NDArray[np.float64]"
    status: "NDArray[np.uint8]"


def draw_stops_near_streets(network: "Network") -> StopMap | None:
    """
    Draw the streets, and the served stops on and around them.

    Parameters
    ----------
    network
        The network.

    Returns
    -------
    StopMap or None
        The extent of the streets is outlined. None if there are no streets.
    """
    extent = network.health.street_extent
    if extent is None:
        return None
    west, south, east, north = extent
    margin = AROUND * (east - west), AROUND * (north - south)
    lon = np.array([west - margin[0], east + margin[0]])
    lat = np.array([south - margin[1], north + margin[1]])
    frame = Frame.around(lon, lat, (100, 70), (170, 150), EDGE)
    figure, axes = _sheet(frame)
    draw_streets(axes, street_lines(frame, network.streets))
    _draw_extent(axes, frame, extent)
    shown = _draw_stops(axes, frame, _served(network), (1.5, 2.8))
    return _picture(figure, frame, shown)


def draw_all_stops(network: "Network") -> StopMap | None:
    """
    Draw all served stops, also those far from the streets.

    Parameters
    ----------
    network
        The network.

    Returns
    -------
    StopMap or None
        With the extent of the streets, but without streets. None if there are no stops.
    """
    stops = _served(network)
    if len(stops.lon) == 0:
        return None
    extent = network.health.street_extent
    lon, lat = stops.lon, stops.lat
    if extent is not None:
        lon, lat = np.append(lon, extent[::2]), np.append(lat, extent[1::2])
    frame = Frame.around(lon, lat, (60, 45), (90, 90), EDGE)
    figure, axes = _sheet(frame)
    if extent is not None:
        _draw_extent(axes, frame, extent)
    return _picture(figure, frame, _draw_stops(axes, frame, stops, (0.8, 1.6)))


def _served(network: "Network") -> _Stops:
    timetable = network.timetable
    extent = network.health.street_extent
    joins = (network.stops.edge >= 0) | network.entered(access.FOOT).through
    status = stop_status(timetable.stop_lon, timetable.stop_lat, joins, extent, network.area)
    status[status == BEYOND] = OUTSIDE  # they look alike, and the report counts them apart
    known = timetable.stop_used & ~np.isnan(timetable.stop_lon)
    return _Stops(timetable.stop_lon[known], timetable.stop_lat[known], status[known])


def _sheet(frame: Frame) -> "tuple[Figure, Axes]":
    """Make a picture that is all map; its unit is the millimetre."""
    figure = Figure(figsize=(frame.width_mm / INCH, frame.height_mm / INCH), dpi=DPI)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, frame.width_mm), ylim=(0, frame.height_mm), autoscale_on=False)
    axes.set_axis_off()
    figure.set_facecolor(SURROUNDINGS)
    return figure, axes


def _draw_extent(axes: "Axes", frame: Frame, extent: "Extent") -> None:
    """Outline the box that decides what lies outside the streets."""
    west, south, east, north = extent
    side = np.linspace(0, 1, 20)
    lon = np.concatenate([west + (east - west) * side, np.full(20, east)])
    lat = np.concatenate([np.full(20, south), south + (north - south) * side])
    lon, lat = np.append(lon, (west + east) - lon), np.append(lat, (south + north) - lat)
    x, y = frame.place(np.append(lon, lon[0]), np.append(lat, lat[0]))
    for values in (x, y):
        middle, size = (values.min() + values.max()) / 2, np.ptp(values)
        if size < SMALLEST_BOX:
            values[:] = middle + (values - middle) * SMALLEST_BOX / max(size, 1e-9)
    axes.fill(x, y, color="#ffffff", zorder=0.5)
    axes.plot(x, y, color=INK, lw=0.8, ls=(0, (4, 2.5)), zorder=6)


def _draw_stops(
    axes: "Axes", frame: Frame, stops: _Stops, sizes: tuple[float, float]
) -> dict[int, int]:
    """Draw the stops that lie in the frame, the smaller the denser they lie; count them."""
    x, y = frame.place(stops.lon, stops.lat)
    inside = (x >= 0) & (x <= frame.width_mm) & (y >= 0) & (y <= frame.height_mm)
    room = np.sqrt(frame.width_mm * frame.height_mm / max(1, inside.sum()))
    size = float(np.clip(0.4 * room, *sizes)) / INCH * 72 * 0.8
    counts = {}
    for state, style in _STYLES.items():
        chosen = inside & (stops.status == state)
        axes.plot(x[chosen], y[chosen], ls="", markersize=size * _SIZES[state], **style)
        counts[state] = int(chosen.sum())
    return counts


def _picture(figure: Figure, frame: Frame, shown: dict[int, int]) -> StopMap:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    width, height = (int(side) for side in figure.bbox.size)  # as savefig does
    ground = frame.width_mm * frame.metres_per_mm
    length = round_length(SCALE_ROOM * ground)
    return StopMap(
        buffer.getvalue(), width, height, say_length(length), 100 * length / ground, shown
    )
