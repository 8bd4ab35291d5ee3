"""Series of isochrones: the same place at one departure after another."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import shapely

from accessibility.errors import InputError, UsageError
from accessibility.maps.bands import Band, band_colours, band_entries, bands_of, begins_of
from accessibility.maps.compose import Asked, heading_of, marks_of, sources_of
from accessibility.maps.layers import Kind, Layer
from accessibility.maps.legend import Legend
from accessibility.maps.marks import Marks, entries_of, station_marks
from accessibility.maps.sheet import Bounds, Words
from accessibility.maps.style import word
from accessibility.maps.wording import is_arriving

if TYPE_CHECKING:
    from accessibility.network.network import Network

__all__ = ["Moment", "Series", "series_of"]

START: Final = "t_start"


class Moment(NamedTuple):
    """
    One set of a series.

    Parameters
    ----------
    start
        Local date and time.
    bands
        What is reached, the shortest times first.
    """

    start: datetime
    bands: list[Band]


class Series(NamedTuple):
    """
    A series, ready to be laid out.

    Parameters
    ----------
    moments
        Its sets in the order of time.
    colours
        Colours of bands by the minutes at which they end.
    bounds
        What a map of any moment must hold.
    marks
        Places that are marked.
    words
        What is written.
    arriving
        Whether moments are deadlines instead of departures.
    """

    moments: list[Moment]
    colours: dict[float, str]
    bounds: Bounds
    marks: list[Marks]
    words: Words
    arriving: bool


def series_of(network: "Network | None", layer: Layer, asked: Asked) -> Series:
    """
    Make a series of a layer.

    Parameters
    ----------
    network
        Whose stations are marked; None for none.
    layer
        Isochrones with a column ``t_start``.
    asked
        What was asked.

    Returns
    -------
    Series
        All moments in the same colours and on the same ground.

    Raises
    ------
    UsageError
        If it is no series, or one of several sets.
    InputError
        If a moment is missing or none.
    """
    begins = _checked(layer)
    starts = _starts(layer)
    moments = []
    for start in np.unique(starts):
        rows: Any = layer.table[starts == start]
        bands = bands_of(layer._replace(table=rows.reset_index(drop=True)), begins)
        moments.append(Moment(start.astype("datetime64[s]").item(), bands))
    if len(moments) < 2:
        msg = f"{layer.label} holds a single moment: draw it as a map, without a series."
        raise UsageError(msg)
    whole = [Band(low, high, shapely.Polygon()) for high, low in begins.items()]
    colours = band_colours(whole, asked.ramp)
    west, south, east, north = layer.table.total_bounds.tolist()
    bounds: Bounds = (west, south, east, north)
    marks = marks_of(layer, asked)
    if network is not None and asked.stations:
        stations = station_marks(network, bounds)
        marks += [] if stations is None else [stations]
    entries = [*band_entries(whole, colours, counted=False), *entries_of(marks)]
    legend = Legend(entries, word("travel_time") if asked.label is None else asked.label)
    words = Words(*heading_of(layer, asked), legend, sources_of(network, layer, asked))
    coloured = dict(zip(begins, colours, strict=True))
    return Series(moments, coloured, bounds, marks, words, is_arriving(layer.table))


def _checked(layer: Layer) -> dict[float, float]:
    if layer.kind is not Kind.ISOCHRONES or START not in layer.table.columns:
        msg = (
            f"{layer.label} is no series: isochrones of several departures have a column {START}. "
            "Draw it as a map, or compute isochrones of a series of departures."
        )
        raise UsageError(msg)
    return begins_of(layer)


def _starts(layer: Layer) -> Any:
    import pandas as pd  # noqa: PLC0415 - after what is cheap to refuse

    column = layer.table[START]
    texts = column.astype(str).str.slice(0, 19)  # local time: a zone behind it says nothing more
    moments = pd.to_datetime(texts, errors="coerce", format="ISO8601")
    wrong = np.flatnonzero(moments.isna())
    if len(wrong):
        problem = "is no local date and time"
        remedy = "Moments stand as 2023-06-13 08:00."
        row, value = int(wrong[0]) + 1, column.iloc[wrong[0]]
        raise InputError.at(layer.label, problem, remedy, row=row, field=START, value=value)
    return moments.to_numpy().astype("datetime64[s]")
