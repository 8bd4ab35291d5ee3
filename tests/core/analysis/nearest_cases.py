"""What tests of nearest services ask, and the matrix of all pairs that judges them."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from accessibility import ArriveBy, DepartAt, TravelOptions, travel_time_matrix

MORNING = DepartAt("2025-05-13 08:10")
WINDOW = DepartAt("2025-05-13 08:00", "20min")
DEADLINE = ArriveBy("2025-05-13 09:00")
NOON = DepartAt("2025-05-13 12:07")
LATER = DepartAt("2031-05-13 08:00")
WALK = TravelOptions(mode="walk")
NOON_WINDOW = DepartAt("2025-05-13 12:00", "20min")
DEADLINE_WINDOW = ArriveBy("2025-05-13 13:00", "20min")


def layer(table, ids=None):
    ids = list(table["id"]) if ids is None else ids
    places = gpd.points_from_xy(table["lon"], table["lat"])
    return gpd.GeoDataFrame({"id": ids}, geometry=places, crs=4326)


def moved(points, rows, degrees):
    """The points, of which some lie elsewhere."""
    lon = points.geometry.x.to_numpy().copy()
    lon[rows] += degrees
    places = gpd.points_from_xy(lon, points.geometry.y)
    return gpd.GeoDataFrame({"id": list(points["id"])}, geometry=places, crs=4326)


def plain(table):
    return pd.DataFrame(table.drop(columns="geometry"))


def pairs(network, starts, ends, *, back=False, **asked):
    """Minutes of all pairs of home and site, infinite where there is no way; a frame a column."""
    given = (ends, starts) if back else (starts, ends)
    table = travel_time_matrix(network, *given, **asked)
    home, site = ("to_id", "from_id") if back else ("from_id", "to_id")
    times = [name for name in table.columns if name.startswith("travel_time")]
    frames = [table.pivot_table(index=home, columns=site, values=t, dropna=False) for t in times]
    ids = starts["id"], sorted(ends["id"])
    frames = [frame.reindex(index=ids[0], columns=ids[1]).fillna(np.inf) for frame in frames]
    return frames[0] if len(frames) == 1 else frames


def finite(minutes):
    return np.where(np.isinf(minutes), np.nan, minutes)


def same(one, other):
    np.testing.assert_allclose(one, other, rtol=0, atol=1e-9)


def is_least(table, times, column="travel_time", site="to_id"):
    """The column holds the least of each row of times, and the site has that time."""
    minutes = table[column].to_numpy()
    same(minutes, finite(times.min(axis=1).to_numpy()))
    assert (table[site].isna() == np.isnan(minutes)).all()
    for row in np.flatnonzero(~np.isnan(minutes)):
        assert times.iloc[row][table[site].iloc[row]] == pytest.approx(minutes[row], abs=1e-9)
