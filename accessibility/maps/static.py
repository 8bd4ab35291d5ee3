"""A map of travel times as a picture: coloured points over streets, and a legend in words."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.figure import Figure

from accessibility.errors import UsageError
from accessibility.maps.compose import Composed, as_points, render
from accessibility.maps.cutoffs import check_cutoffs
from accessibility.maps.dots import DOT, DotClass, dot_look, dots
from accessibility.maps.legend import Legend
from accessibility.maps.lettering import Style
from accessibility.maps.marks import entries_of, service_marks
from accessibility.maps.picture import check_dpi, check_kind, plain_style, save
from accessibility.maps.sheet import Words, check_width
from accessibility.maps.sources import OSM
from accessibility.maps.style import band_words, duration, ramp_colours, style, word
from accessibility.options import TravelOptions
from accessibility.places.points import Points, read_points

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import ArrayLike, NDArray

    from accessibility.network.network import Network

__all__ = ["draw_travel_times"]

TOO_FAR: Final[Style] = {**DOT, "marker": "x", "mew": 0.7}


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
    attribution: str = OSM,
    width: float = 160,
    dpi: float = 200,
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
        Width of the picture in millimetres, at least 80; default 160.
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
    check_kind(path)
    check_width(width)
    check_dpi(dpi)
    given = points if isinstance(points, Points) else read_points(points, name="points")
    classes = _classes(network, given, np.asarray(minutes, np.float64), cutoffs, options)
    starts, known = as_points(given, "points"), given.located
    classes = [each._replace(chosen=each.chosen[known]) for each in classes]
    drawing = dots(starts.lon, starts.lat, classes, "", points_label)
    marks = []
    if services is not None:
        marks.append(service_marks(as_points(services, "services"), services_label))
        drawing = drawing.holding(marks[0].points)
    entries = [*drawing.legend.entries, *entries_of(marks)]
    legend = Legend(entries, drawing.legend.head, drawing.legend.counted)
    words = Words(title, subtitle, legend, attribution)
    with plain_style():
        figure = Figure()
        render(figure, network, Composed(drawing, marks, words), width)
        save(figure, path, title, dpi)
    return path


def _classes(
    network: "Network",
    points: "Points",
    minutes: "NDArray[np.float64]",
    cutoffs: Sequence[float],
    options: TravelOptions,
) -> list[DotClass]:
    """Sort points into classes; those without an answer by the reason for it."""
    limits = check_cutoffs(cutoffs)
    if minutes.shape != (len(points),):
        msg = f"There are {len(points)} points but {minutes.size} travel times: each needs one."
        raise UsageError(msg)
    latest = float(options.max_time)
    edges = [0.0, *limits.tolist()] + [np.inf] * bool(latest > limits[-1])
    words = [band_words(low, high) for low, high in pairwise(edges)]
    reached = np.isfinite(minutes)
    step = np.searchsorted(limits, minutes)
    colours = ramp_colours(style()["ramp_of"]["minutes"], len(words))
    classes = [
        DotClass(text, reached & (step == number), dot_look(colour))
        for number, (text, colour) in enumerate(zip(words, colours, strict=True))
    ]
    joined = network.snap(points.lon, points.lat, options.snap_radius_mm).edge >= 0
    grey = style()["signs"]["too_far"]["colour"]
    never = word("not_reached", duration=duration(latest))
    far = word("too_far", metres=f"{options.snap_radius:g}")
    without = [
        DotClass(never, ~reached & joined, dot_look(None)),
        DotClass(far, ~reached & ~joined & points.located, {**TOO_FAR, "color": grey, "mec": grey}),
    ]
    return classes + [each for each in without if each.chosen.any()]
