"""Networks and oracles that many tests ask; each is built once per session."""

import itertools

import geopandas as gpd
import pandas as pd
import pytest

from accessibility.network.network import Network
from tests.core.comparison import Twins
from tests.core.small_town import build_town
from tests.core.small_world import write_streets
from tests.core.worker_process import WorkerProcess
from tests.oracle import Oracle


@pytest.fixture(scope="session")
def sample_inputs(sample):
    """The sample's extract and its two feeds."""
    return sample / "town.osm.pbf", [sample / "bus.zip", sample / "rail.zip"]


@pytest.fixture(scope="session")
def sample_twins(sample_inputs, tmp_path_factory):
    network = Network.build(*sample_inputs, tmp_path_factory.mktemp("sample") / "town.network")
    return Twins(network, Oracle(*sample_inputs))


@pytest.fixture(scope="session")
def valley_twins(sample, sample_inputs, tmp_path_factory):
    """The sample with its third feed, which has rules of every kind."""
    streets, feeds = sample_inputs
    feeds = [*feeds, sample / "valley.zip"]
    folder = tmp_path_factory.mktemp("valley")
    return Twins(Network.build(streets, feeds, folder / "v.network"), Oracle(streets, feeds))


@pytest.fixture(scope="session")
def sample_dwellings(sample):
    """Table with lon and lat of the 1,200 dwellings."""
    return pd.read_csv(sample / "dwellings.csv")


@pytest.fixture(scope="session")
def newport_inputs(newport):
    return newport / "osm-2023-06-13.osm.pbf", [newport / "gtfs-bus-2023-06-13.zip"]


@pytest.fixture(scope="session")
def newport_twins(newport_inputs, tmp_path_factory):
    network = Network.build(*newport_inputs, tmp_path_factory.mktemp("newport") / "city.network")
    return Twins(network, Oracle(*newport_inputs))


@pytest.fixture(scope="session")
def newport_centroids(newport):
    """Table with OA21CD, lon and lat of the 511 output areas."""
    table = gpd.read_parquet(newport / "oa21_centroids.parquet").to_crs(4326)
    points = table.geometry
    return pd.DataFrame({"OA21CD": table["OA21CD"], "lon": points.x, "lat": points.y})


@pytest.fixture(scope="session")
def streets(tmp_path_factory):
    return write_streets(tmp_path_factory.mktemp("grid") / "grid.osm.pbf")


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    """Folders that do not exist yet."""
    base = tmp_path_factory.mktemp("worlds")
    return (base / str(number) for number in itertools.count())


@pytest.fixture(scope="session")
def town(tmp_path_factory):
    """A folder with town.osm.pbf, bus.zip, town.network, origins.parquet, destinations.parquet."""
    return build_town(tmp_path_factory.mktemp("town"))


@pytest.fixture
def start_worker(tmp_path):
    """Start workers that are gone after the test; each has said hello."""
    begun = []

    def begin(*arguments, **more):
        worker = WorkerProcess(tmp_path, *arguments, **more)
        begun.append(worker)
        assert worker.event()["event"] == "hello"
        return worker

    yield begin
    for worker in begun:
        worker.__exit__()
