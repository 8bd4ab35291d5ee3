"""Places that are marked on a map: where people set out, where they go, and what guides the eye."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np
import pyarrow as pa
import shapely

from accessibility.maps.drawing import place_geometry
from accessibility.maps.legend import Entry, marker
from accessibility.maps.lettering import INK, Style, Type
from accessibility.maps.names import Names
from accessibility.maps.style import style, word
from accessibility.maps.web_streets import stations
from accessibility.maps.wording import is_named
from accessibility.places.points import Points

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from shapely.geometry.base import BaseGeometry

    from accessibility.maps.ground import Frame
    from accessibility.maps.sheet import Bounds
    from accessibility.network.network import Network

__all__ = [
    "Marks",
    "destination_marks",
    "entries_of",
    "origin_marks",
    "paint_marks",
    "service_marks",
    "station_marks",
]

ORIGIN_SIZE: Final = 7.5
SERVICE_SIZE: Final = 8.5
STATION_SIZE: Final = 3.4
"""Points."""
MOST_NAMES: Final = 6
"""Of more origins none is named: their names would hide each other and the map."""
MOST_LANDMARKS: Final = 12
"""More stations than that guide nobody."""
LINE_SIZE: Final = 4.0
"""How wide lines are for names, points."""
APART: Final = 2.5
"""Millimetres from another mark within which a station is not marked."""


class Marks(NamedTuple):
    """
    Marks of one kind.

    Parameters
    ----------
    points
        Where they stand.
    words
        What they are, for the legend.
    look
        Arguments of matplotlib's lines.
    size
        Points.
    sign
        What they are called among the signs of the style.
    named
        Whether their identifiers are written beside them.
    quiet
        Whether names are small and left out where they would cover something.
    """

    points: Points
    words: str
    look: Style
    size: float
    sign: Literal["start", "destination", "service", "station"]
    named: bool = False
    quiet: bool = False


def origin_marks(points: Points, words: str) -> Marks:
    """
    Mark where people set out: dots with the name beside them.

    Parameters
    ----------
    points
        The places.
    words
        What they are, for the legend.

    Returns
    -------
    Marks
        With names, unless there are many.
    """
    look = {**_sign("start"), "marker": "o", "mew": 1.4, "zorder": 7}
    return Marks(points, words, look, ORIGIN_SIZE, "start", named=_worth_naming(points))


def destination_marks(points: Points, words: str) -> Marks:
    """
    Mark where people go: squares with the name beside them.

    Parameters
    ----------
    points
        The places.
    words
        What they are, for the legend.

    Returns
    -------
    Marks
        With names, unless there are many.
    """
    look = {**_sign("start"), "marker": "s", "mew": 1.4, "zorder": 7}
    return Marks(points, words, look, ORIGIN_SIZE, "destination", named=_worth_naming(points))


def service_marks(points: Points, words: str) -> Marks:
    """
    Mark services: crosses.

    Parameters
    ----------
    points
        The services.
    words
        What one of them is, for the legend.

    Returns
    -------
    Marks
        Without names.
    """
    look = {**_sign("service"), "marker": "P", "mew": 0.8, "zorder": 6}
    return Marks(points, words, look, SERVICE_SIZE, "service")


def station_marks(network: "Network", bounds: "Bounds") -> Marks | None:
    """
    Mark railway stations, by which people find their way on a map.

    Parameters
    ----------
    network
        Whose extract names them.
    bounds
        Which ground is mapped.

    Returns
    -------
    Marks or None
        None if there is no station, or so many that they are no landmarks.
    """
    found = stations(network, bounds)
    if not 0 < len(found) <= MOST_LANDMARKS:
        return None
    names = pa.array([station.name for station in found], pa.string())
    lon = np.array([station.lon for station in found], np.float64)
    points = Points(names, lon, np.array([station.lat for station in found], np.float64))
    look = {**_sign("station"), "marker": "s", "mew": 0.8, "zorder": 5.9}
    return Marks(points, word("station"), look, STATION_SIZE, "station", named=True, quiet=True)


def _worth_naming(points: Points) -> bool:
    return len(points) <= MOST_NAMES and is_named(points)


def _sign(name: str) -> Style:
    sign = style()["signs"][name]
    return {"linestyle": "", "mfc": sign["colour"], "mec": sign["rim"]}


def entries_of(marks: Sequence[Marks]) -> list[Entry]:
    """
    Say in a legend what marks are.

    Parameters
    ----------
    marks
        The marks.

    Returns
    -------
    list of Entry
        One for each kind, apart from what stands above them.
    """
    entries = [Entry(each.words, marker(each.look, each.size)) for each in marks]
    return [replace(entry, apart=number == 0) for number, entry in enumerate(entries)]


def paint_marks(
    axes: "Axes",
    frame: "Frame",
    marks: Sequence[Marks],
    lettering: Type,
    lines: "Sequence[BaseGeometry]" = (),
) -> None:
    """
    Draw marks above everything else.

    Parameters
    ----------
    axes
        Where to draw; its unit is the millimetre.
    frame
        The ground.
    marks
        The marks; of names that meet, the first is written.
    lettering
        How their names are lettered.
    lines
        Lines that no name covers, WGS84 degrees.
    """
    names = Names(axes, frame)
    for line in lines:
        for x, y in shapely.get_coordinates(shapely.segmentize(place_geometry(line, frame), 1.0)):
            names.keep_free((float(x), float(y)), LINE_SIZE)
    waiting: list[tuple[str, tuple[float, float], Marks]] = []
    for each in marks:
        known = [place for _, place, _ in waiting]
        x, y = frame.place(each.points.lon, each.points.lat)
        places = list(zip(x.tolist(), y.tolist(), strict=True))
        # A station at which somebody sets out is marked once.
        shown = [not each.quiet or _far(place, known) for place in places]
        axes.plot(x[shown], y[shown], label=each.words, markersize=each.size, **each.look)
        for name, place in compress(zip(each.points.ids.to_pylist(), places, strict=True), shown):
            names.keep_free(place, each.size)
            waiting.append((str(name), place, each))
    for name, place, each in waiting:
        if each.named:
            loud = {**lettering.text, "weight": "bold"}
            lettered = {**lettering.small, "color": INK} if each.quiet else loud
            names.write(name, place, each.size, lettered, always=not each.quiet)


def _far(place: tuple[float, float], others: Sequence[tuple[float, float]]) -> bool:
    return all(np.hypot(place[0] - x, place[1] - y) > APART for x, y in others)
