"""What a page can show: areas reached, areas and points with a value, lines of itineraries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pandas as pd
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from accessibility.maps.web_classes import Classes

__all__ = ["Choice", "Prepared", "WebLayer"]


@dataclass(frozen=True, kw_only=True)
class WebLayer:
    """
    A layer of a map in a browser.

    What it shows depends on its columns. Areas with a column ``minutes`` are those reached within
    so many minutes, or with a column ``change`` as well those gained and lost. Lines with a column
    ``mode`` are parts of itineraries. Anything else is coloured by `column`, or all alike. With a
    column ``t_start`` the layer is a series, and the page has a slider of moments.

    Parameters
    ----------
    data
        A GeoDataFrame of areas, lines or points, in any known coordinate reference system, or a
        file that holds one.
    name
        What the page calls the layer; default by what it shows.
    column
        Column of numbers that decides about the colour; default none.
    unit
        What stands behind these numbers, such as ``"%"``. With ``"minutes"`` colours and words are
        those of travel times, as they are by default for columns named ``travel_time…``,
        ``minutes…`` and ``duration…``.
    cutoffs
        Where one colour ends and the next begins, ascending; a value equal to one belongs below
        it. Default 15, 30, 45 and 60 for minutes, else five classes of about as many features.
    missing
        What the legend says of features without a value; default ``"no value"``.
    label
        Column that names the features; default ``name``, ``id`` or ``code``, where there is one.
    details
        Columns that are told of a feature under the pointer, and what they are called; default the
        first eight.
    choices
        Columns between whose values the reader chooses, such as the kind of a service, and what
        they are called; areas reached have theirs already.
    sign
        How points look that show no value: ``"start"`` for where people set out,
        ``"destination"`` for where a journey ends, ``"service"`` for services; default none of
        them. The layer ``origins`` of a file has the first.
    visible
        Whether the layer is shown when the page opens; default yes.
    """

    data: "GeoDataFrame | str | Path"
    name: str = ""
    column: str | None = None
    unit: str = ""
    cutoffs: Sequence[float] = ()
    missing: str = ""
    label: str | None = None
    details: Mapping[str, str] | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    sign: Literal["start", "destination", "service"] | None = None
    visible: bool = True


@dataclass(frozen=True)
class Choice:
    """
    Something of which a layer shows one at a time.

    Parameters
    ----------
    label
        What it is called.
    values
        What can be chosen.
    of
        Which of these each feature belongs to.
    together
        Whether all can be shown at once.
    """

    label: str
    values: list[str]
    of: "NDArray[np.int64]"
    together: bool = False


@dataclass(frozen=True, eq=False)
class Prepared:
    """
    A layer as the page needs it.

    Parameters
    ----------
    name, visible
        As in `WebLayer`.
    kind
        ``"band"`` for areas reached, else ``"area"``, ``"line"`` or ``"point"``.
    shapes
        The geometries in WGS84, each once.
    shape
        The geometry of each feature.
    classes
        Its look.
    names
        What each feature is called, or nothing.
    details
        What is told of each feature, by what it is called.
    choices
        What the reader chooses.
    starts
        The moment of each feature; None if the layer is no series.
    windows
        Minutes of the window of departures or deadlines of each feature, 0 for none.
    direction
        ``"depart"``, ``"arrive"`` or nothing.
    """

    name: str
    visible: bool
    kind: str
    shapes: "NDArray[np.object_]"
    shape: "NDArray[np.int64]"
    classes: "Classes"
    names: list[str]
    details: dict[str, list[str]]
    choices: list[Choice]
    starts: "pd.Series | None"
    windows: list[int]
    direction: str
