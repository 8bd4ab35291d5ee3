"""A map for a browser, in one file that opens offline."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import shapely

from accessibility.errors import UsageError
from accessibility.files import atomic, check_page
from accessibility.maps.sources import OSM, operators_of
from accessibility.maps.web_data import page_data
from accessibility.maps.web_page import as_json, fill_page
from accessibility.maps.web_prepare import read_layers
from accessibility.maps.web_streets import Bounds, stations, street_tiers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame

    from accessibility.maps.web_layer import Prepared, WebLayer
    from accessibility.network.network import Network

__all__ = ["WebMap", "write_web_map"]

logger = logging.getLogger("accessibility")

MEGABYTE: Final = 1_000_000
TOLERANCES: Final = (0, 2, 5, 10, 20, 50, 100, 200)
"""Metres by which outlines may be simplified until a page is small enough, tried in turn."""
STREETS_SHARE: Final = 0.35
"""Share of the page that streets may take."""
AROUND: Final = 0.15
"""How far streets go beyond the layers, as a share of the layers' extent, and at least `ROOM`."""
ROOM: Final = 0.01
"""Degrees."""
LEAST: Final = 0.008
"""Degrees that a map shows at least."""
NAMED_AGENCIES: Final = 2
"""How many operators are named on the map; all of them are behind "About this map"."""


class WebMap(NamedTuple):
    """
    A page that was written.

    Parameters
    ----------
    path
        The page.
    size
        Its bytes.
    notes
        What was left out or simplified so that it stays small, in sentences; the page tells it too.
    """

    path: Path
    size: int
    notes: tuple[str, ...]


class _Drawn(NamedTuple):
    """What goes into a page besides its layers."""

    streets: list[dict[str, Any]]
    stations: list[dict[str, Any]]
    notes: list[str]


def write_web_map(
    layers: "WebLayer | GeoDataFrame | str | Path | Sequence[WebLayer | GeoDataFrame | str | Path]",
    path: str | Path,
    *,
    title: str,
    subtitle: str = "",
    network: "Network | None" = None,
    attribution: str = OSM,
    max_size: float = 10,
) -> WebMap:
    """
    Write a map as one page that opens in a browser, offline.

    Readers switch layers on and off, see what lies under the pointer, the finger or, with the
    keyboard, the middle of the map, choose between origins or percentiles, let the moments of a
    series pass, and read every layer as a table. Nothing is fetched from elsewhere, neither when
    the page is written nor when it is read. Equal inputs give equal bytes.

    Parameters
    ----------
    layers
        What to show, the lowest first: areas reached, areas, lines or points, as GeoDataFrames, as
        files (a file of several layers stands for each), or as `WebLayer` with names and choices.
    path
        The page to write: ``.html`` or ``.htm``.
    title
        What is shown, such as ``"Reached from the hospital"``.
    subtitle
        When and how people travel; default nothing.
    network
        The network whose streets and stations lie behind the layers; default nothing does.
    attribution
        Whose data the map shows. The default is what the licence of OpenStreetMap asks for; the
        operators in the timetables of `network` are added.
    max_size
        Greatest size of the page in megabytes; default 10. The smallest streets are left out and
        then outlines simplified until it is kept.

    Returns
    -------
    WebMap
        The page, its size, and what had to be left out or simplified.

    Raises
    ------
    UsageError
        If the file is of another kind, there is no layer, cutoffs do not ascend, or the page would
        be too large even with the simplest outlines.
    InputError
        If a layer cannot be read, or its geometries or values are faulty.
    OutputError
        If the page cannot be written.
    """
    path = Path(path)
    check_page(path)
    prepared = read_layers(layers)
    bounds = _bounds(prepared)
    drawn = _background(network, bounds, max_size * MEGABYTE * STREETS_SHARE)
    agencies = [] if network is None else operators_of(network)
    background = {
        "bounds": [bounds[:2], bounds[2:]],
        "stations": drawn.stations,
        "streets": drawn.streets,
    }
    for metres in TOLERANCES:
        notes = [*drawn.notes, *_said_tolerance(metres)]
        page = fill_page(
            {**background, **page_data(prepared, metres)},
            title=title,
            subtitle=subtitle,
            credit=_credit(attribution, agencies),
            notes=notes,
            agencies=agencies,
        ).encode()
        if len(page) <= max_size * MEGABYTE:
            break
    else:
        msg = (
            f"{path}: the page would have {len(page) / MEGABYTE:.1f} MB, more than {max_size:g}, "
            f"even with outlines simplified by {TOLERANCES[-1]} m. Give fewer features or moments, "
            "or raise max_size."
        )
        raise UsageError(msg)
    with atomic(path) as temporary:
        temporary.write_bytes(page)
    for note in notes:
        logger.warning("%s: %s", path, note)
    return WebMap(path, len(page), tuple(notes))


def _bounds(layers: "list[Prepared]") -> Bounds:
    """Find the extent of all layers, rounded to whole steps."""
    boxes = np.array([shapely.total_bounds(layer.shapes) for layer in layers])
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    spare = np.maximum(LEAST - (high - low), 0) / 2  # a single point has surroundings
    west, south, east, north = np.round(np.concatenate([low - spare, high + spare]), 5).tolist()
    return west, south, east, north


def _background(network: "Network | None", bounds: Bounds, most: float) -> _Drawn:
    if network is None:
        return _Drawn([], [], [])
    west, south, east, north = bounds
    across, up = max(AROUND * (east - west), ROOM), max(AROUND * (north - south), ROOM)
    wide = west - across, south - up, east + across, north + up
    tiers = street_tiers(network.streets, wide)
    sizes = np.cumsum([len(as_json(tier.lines)) for tier in tiers])
    kept = [tier._asdict() for tier, size in zip(tiers, sizes, strict=True) if size <= most]
    notes = []
    if len(kept) < len(tiers):
        notes.append("The smallest streets are left out, to keep the page small.")
    return _Drawn(kept, [each._asdict() for each in stations(network, wide)], notes)


def _credit(attribution: str, agencies: list[str]) -> str:
    """Say whose data the map shows, in a line."""
    if not agencies:
        return attribution
    named = ", ".join(agencies[:NAMED_AGENCIES])
    more = len(agencies) - NAMED_AGENCIES
    after = f" and {more:,} more" if more > 0 else ""
    return f"{attribution.rstrip('. ')}. Timetables: {named}{after}".lstrip(". ")


def _said_tolerance(metres: float) -> list[str]:
    if not metres:
        return []
    return [f"Outlines are simplified by about {metres:g} m, to keep the page small."]
