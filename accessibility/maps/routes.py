"""Routes: legs of journeys as lines, by how people move."""

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import shapely

from accessibility.errors import InputError
from accessibility.maps.drawing import Drawing, place_geometry
from accessibility.maps.layers import Layer
from accessibility.maps.legend import Entry, Legend, stroke
from accessibility.maps.lettering import type_for
from accessibility.maps.style import style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from accessibility.maps.ground import Frame
    from accessibility.maps.lettering import Style
    from accessibility.places.points import Points

__all__ = ["draw_routes", "ends_of_journeys", "mode_look"]

JOURNEY: Final = ("from_id", "to_id", "option")
"""Columns that tell one journey's legs from another's."""
ROUTE: Final = "route_short_name"
SOURCE: Final = "geometry_source"
MOST_LISTED: Final = 8
"""Routes named in one row of the legend."""
LEAST_NAMED_MM: Final = 6.0
"""Length on paper of a leg that has its route written on it."""
CASE: Final = 1.6
"""Points by which a line's white edge is wider than the line."""


class _Leg(NamedTuple):
    """A leg: its line, how people move, what they ride, and if the line is a guess."""

    line: Any
    mode: str
    route: str
    straight: bool


def draw_routes(layer: Layer, head: str | None = None) -> Drawing:
    """
    Draw legs in the colour and dash of their mode, with the names of routes on them.

    Where ``geometry_source`` says that lines go straight from stop to stop, so does the legend.

    Parameters
    ----------
    layer
        Lines with a column ``mode``, and ``route_short_name`` where a vehicle is ridden.
    head
        What stands above the legend; default nothing.

    Returns
    -------
    Drawing
        The map.

    Raises
    ------
    InputError
        If a mode is not known.
    """
    legs = list(_legs(layer))
    table: Any = layer.table
    west, south, east, north = table.total_bounds.tolist()
    modes = [mode for mode in style()["modes"] if any(leg.mode == mode for leg in legs)]
    entries = [Entry(_words(mode, legs), stroke(mode_look(mode))) for mode in modes]
    return Drawing(
        (west, south, east, north),
        Legend(entries, head or ""),
        lambda axes, frame: _paint(axes, frame, legs),
        [leg.line for leg in legs],
    )


def _legs(layer: Layer) -> "Iterator[_Leg]":
    table: Any = layer.table
    known = style()["modes"]
    routes = table[ROUTE] if ROUTE in table.columns else [None] * len(table)
    sources = table[SOURCE] if SOURCE in table.columns else [None] * len(table)
    rows = zip(table.geometry, table["mode"], routes, sources, strict=True)
    for row, (line, mode, route, source) in enumerate(rows, 1):
        if mode not in known:
            problem = f"is not known; there is {', '.join(known)}"
            remedy = "Mend it: each leg has one of these."
            raise InputError.at(layer.label, problem, remedy, row=row, field="mode", value=mode)
        named = route if isinstance(route, str) else ""
        yield _Leg(line, mode, named, isinstance(source, str) and source == "straight")


def mode_look(mode: str) -> "Style":
    """
    Say how the line of a mode looks.

    Parameters
    ----------
    mode
        How people move.

    Returns
    -------
    dict
        Arguments of matplotlib's lines.
    """
    sign = style()["modes"][mode]
    dashes = sign["dashes"]
    return {
        "color": sign["colour"],
        "linewidth": sign["width"],
        "linestyle": (0, dashes) if dashes else "-",
        "dash_capstyle": "round" if mode == "walk" else "butt",
        "dash_joinstyle": "round",
        "solid_joinstyle": "round",
    }


def _words(mode: str, legs: list[_Leg]) -> str:
    """Say what a line is: the mode, and the routes that are ridden."""
    words = str(style()["modes"][mode]["words"])
    guessed = [leg.straight for leg in legs if leg.mode == mode]
    drawn = ""
    if any(guessed):
        drawn = f" (drawn {'' if all(guessed) else 'partly '}straight from stop to stop)"
    routes = list(dict.fromkeys(leg.route for leg in legs if leg.mode == mode and leg.route))
    if not routes:
        return words + drawn
    more = f" and {len(routes) - MOST_LISTED} more" if len(routes) > MOST_LISTED else ""
    return f"{words} {', '.join(routes[:MOST_LISTED])}{more}{drawn}"


def _paint(axes: "Axes", frame: "Frame", legs: list[_Leg]) -> None:
    """Draw walks below rides, each on a white edge, then names on the longest leg of each route."""
    names: dict[tuple[str, str], tuple[float, Any]] = {}
    for order, leg in enumerate(sorted(legs, key=lambda leg: leg.mode != "walk")):
        look = mode_look(leg.mode)
        placed = place_geometry(leg.line, frame)
        if (
            leg.route
            and placed.length > names.get((leg.mode, leg.route), (LEAST_NAMED_MM, None))[0]
        ):
            names[leg.mode, leg.route] = placed.length, placed
        for part in shapely.get_parts(placed):
            x, y = shapely.get_coordinates(part).T
            edge = {"color": "#ffffff", "linewidth": look["linewidth"] + CASE}
            axes.plot(x, y, zorder=4, solid_capstyle="round", solid_joinstyle="round", **edge)
            axes.plot(x, y, zorder=5 + order / 1e4, label=leg.mode, **look)
    lettering = type_for(frame.width_mm)
    for (mode, route), (_, line) in names.items():
        middle = shapely.line_interpolate_point(_longest(line), 0.5, normalized=True)
        colour = style()["modes"][mode]["colour"]
        plate = {"boxstyle": "round,pad=0.25", "facecolor": colour, "edgecolor": "#ffffff"}
        look = {**lettering.small, "color": "#ffffff", "weight": "bold"}
        axes.text(
            middle.x,
            middle.y,
            route,
            ha="center",
            va="center",
            bbox={**plate, "linewidth": 0.8},
            zorder=6.5,
            clip_on=True,
            **look,
        )


def _longest(line: Any) -> Any:
    parts = shapely.get_parts(shapely.line_merge(line))
    return parts[int(np.argmax(shapely.length(parts)))]


def ends_of_journeys(layer: Layer) -> "tuple[Points, Points]":
    """
    Find where journeys begin and end.

    Parameters
    ----------
    layer
        Legs in their order.

    Returns
    -------
    tuple
        Starts and destinations, each place once; named if the layer says how they are called.
    """
    table: Any = layer.table
    columns = [column for column in JOURNEY if column in table.columns]
    groups = [rows for _, rows in table.groupby(columns, sort=False)] if columns else [table]
    starts: dict[str, Any] = {}
    ends: dict[str, Any] = {}
    for rows in groups:
        first = shapely.get_coordinates(rows.geometry.iloc[0])[0]
        last = shapely.get_coordinates(rows.geometry.iloc[-1])[-1]
        starts.setdefault(str(rows["from_id"].iloc[0]) if "from_id" in columns else "", first)
        ends.setdefault(str(rows["to_id"].iloc[0]) if "to_id" in columns else "", last)
    return _points(starts), _points(ends)


def _points(places: "dict[str, Any]") -> "Points":
    import pyarrow as pa  # noqa: PLC0415

    from accessibility.places.points import Points  # noqa: PLC0415

    lon, lat = np.array(list(places.values()), float).T
    return Points(pa.array(list(places), pa.string()), lon, lat)
