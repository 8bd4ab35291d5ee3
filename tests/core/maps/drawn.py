"""Made-up layers around a station of the sample town, and what is on a figure."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

CENTRE = (-3.2993524, 51.7010858)
"""A station of the sample town."""
MINUTES = (15, 30, 45, 60)
STEP_M = 400
"""How much farther people get with every band of the made-up isochrones."""
METRIC = 27700


def bands(*, rings=False, stretch=1.0, **columns):
    """Isochrones of the station as discs, or as rings around a disc."""
    middle = gpd.GeoSeries([shapely.Point(CENTRE)], crs=4326).to_crs(METRIC)[0]
    discs = [middle.buffer(STEP_M * stretch * number) for number in range(1, 1 + len(MINUTES))]
    if rings:
        inner = [shapely.Point(), *discs[:-1]]
        discs = [disc.difference(less) for disc, less in zip(discs, inner, strict=True)]
    table = {
        "id": "Station",
        "minutes": np.array(MINUTES, float),
        "minutes_from": np.array([0, *MINUTES[:-1]], float) * rings,
        "when": "2025-05-13 08:30",
        "direction": "depart",
        "mode": "transit",
        "percentile": pd.array([pd.NA] * len(MINUTES), "Int64"),
        **columns,
    }
    return gpd.GeoDataFrame(table, geometry=discs, crs=METRIC).to_crs(4326)


def texts(figure):
    """All that is written on a figure."""
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def fills(axes):
    """Areas of a map by what they are labelled: streets are lines and have no fill."""
    return {patch.get_label(): patch for patch in axes.patches if patch.get_fill()}


def legend(figure):
    """Rows of a legend: words, count, and the colour of their box or mark."""
    axes = figure.axes[2]
    rows = {}
    for patch in axes.patches:
        middle = patch.get_y() + patch.get_height() / 2
        said = [
            text.get_text() for text in axes.texts if abs(text.get_position()[1] - middle) < 0.01
        ]
        rows[said[0]] = (patch.get_facecolor(), *said[1:])
    return rows
