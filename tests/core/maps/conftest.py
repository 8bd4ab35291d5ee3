"""The sample town for maps, layers of it, and the figures that are drawn."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from matplotlib.figure import Figure
from rasterio.transform import from_origin

import accessibility as acc
from accessibility.network.network import Network
from tests.core.maps import made_up
from tests.core.maps.drawn import CENTRE, METRIC, bands


@pytest.fixture(scope="session")
def town(sample_inputs, tmp_path_factory):
    return Network.build(*sample_inputs, tmp_path_factory.mktemp("map") / "town.network")


@pytest.fixture(scope="session")
def reached(town):
    """Areas reached from three places in 15, 30, 45 and 60 minutes."""
    return made_up.areas_reached(town, count=3)


@pytest.fixture(scope="session")
def passing(town):
    """Areas reached at sixteen departures."""
    return made_up.series(town)


@pytest.fixture(scope="session")
def small_areas(sample):
    return gpd.read_file(sample / "small_areas.geojson")


@pytest.fixture
def write(town, tmp_path):
    """Write a page and give what it says."""

    def page(layers, name="map.html", **options):
        acc.write_web_map(layers, tmp_path / name, **{"title": "Title", "network": town, **options})
        return (tmp_path / name).read_text(encoding="utf-8")

    return page


@pytest.fixture(scope="session")
def several(town, reached, small_areas):
    """A layer of each kind."""
    return [
        acc.WebLayer(data=small_areas, column="people", unit="people"),
        reached,
        acc.WebLayer(data=made_up.legs(), name="A journey", visible=False),
        acc.WebLayer(data=made_up.origins(town, 3), sign="start"),
    ]


@pytest.fixture(scope="session")
def network(town):
    return town


@pytest.fixture
def figures(monkeypatch):
    """Figures in the order in which they were saved."""
    found = []
    save = Figure.savefig
    monkeypatch.setattr(
        Figure, "savefig", lambda self, *args, **kw: (found.append(self), save(self, *args, **kw))
    )
    return found


@pytest.fixture(scope="session")
def isochrones():
    return bands()


@pytest.fixture(scope="session")
def rings():
    return bands(rings=True)


@pytest.fixture(scope="session")
def series():
    """Six departures, one every half an hour from 07:00; at eight people get farthest."""
    moments = pd.date_range("2025-05-13 07:00", periods=6, freq="30min")
    sets = [
        bands(
            stretch=1.2 - 0.1 * abs(2 - number),
            t_start=moment,
            t_end=moment + pd.Timedelta("30min"),
            when=f"{moment:%Y-%m-%d %H:%M}",
        )
        for number, moment in enumerate(moments)
    ]
    return pd.concat(sets, ignore_index=True)


@pytest.fixture(scope="session")
def origin():
    return gpd.GeoDataFrame(
        {"id": ["Station"], "status": ["joined"]},
        geometry=gpd.points_from_xy([CENTRE[0]], [CENTRE[1]]),
        crs=4326,
    )


@pytest.fixture(scope="session")
def package(isochrones, origin, tmp_path_factory):
    """A GeoPackage as the command isochrones writes it."""
    path = tmp_path_factory.mktemp("layers") / "iso.gpkg"
    isochrones.to_file(path, layer="isochrones", driver="GPKG")
    origin.to_file(path, layer="origins", driver="GPKG")
    return path


@pytest.fixture(scope="session")
def surface(tmp_path_factory):
    """A raster of 40 by 40 cells of 100 m: minutes are tens of cells east, none in the last row."""
    path = tmp_path_factory.mktemp("layers") / "surface.tif"
    middle = gpd.GeoSeries([shapely.Point(CENTRE)], crs=4326).to_crs(METRIC)[0]
    minutes = np.tile(np.arange(40, dtype=np.float32) * 2, (40, 1))
    minutes[-1] = np.nan
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=40,
        width=40,
        count=1,
        dtype="float32",
        crs=METRIC,
        transform=from_origin(middle.x - 2000, middle.y + 2000, 100, 100),
        nodata=np.nan,
    ) as raster:
        raster.write(minutes, 1)
        raster.set_band_description(1, "minutes, Station, arrive 2025-05-13 09:00 -30 min")
    return path


@pytest.fixture(scope="session")
def areas(sample):
    return gpd.read_file(sample / "small_areas.geojson")


@pytest.fixture(scope="session")
def legs():
    """A walk, a bus, and another walk without its geometry."""
    x, y = CENTRE
    lines = [
        shapely.LineString([(x, y), (x + 0.003, y)]),
        shapely.LineString([(x + 0.003, y), (x + 0.003, y - 0.02)]),
        shapely.LineString([(x + 0.003, y - 0.02), (x + 0.005, y - 0.021)]),
    ]
    return gpd.GeoDataFrame(
        {
            "from_id": "Home",
            "to_id": "Surgery",
            "option": 0,
            "leg": [0, 1, 2],
            "mode": ["walk", "bus", "walk"],
            "route_short_name": [None, "7", None],
        },
        geometry=lines,
        crs=4326,
    )
