"""The sample town for maps, and layers of it."""

import geopandas as gpd
import pytest

import accessibility as acc
from accessibility.network.network import Network
from tests.core.maps import made_up


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
