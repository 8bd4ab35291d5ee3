"""Networks for reports: the sample town, and small ones made to have something wrong."""

import pytest

import accessibility as acc
from tests.core.network.gtfs_feed import GtfsFeed
from tests.core.reports.reading import read
from tests.core.small_world import write_streets


@pytest.fixture(scope="session")
def streets(tmp_path_factory):
    """Seven streets by seven, from 3° W and 51.5° N to some 2.963° W and 51.525° N."""
    return write_streets(tmp_path_factory.mktemp("streets") / "grid.osm.pbf")


@pytest.fixture
def built(streets, tmp_path):
    """Build a network of the grid and feeds."""

    def build(*feeds, name="grid.network", **options):
        paths = [feed.write() if isinstance(feed, GtfsFeed) else feed for feed in feeds]
        return acc.Network.build(
            streets, paths, tmp_path / name, options=acc.BuildOptions(**options)
        )

    return build


@pytest.fixture
def page_of(tmp_path):
    """Write a page and read it."""

    def write(network, **options):
        return read(acc.health_page(network, tmp_path / "page.html", **options).read_text("utf-8"))

    return write


@pytest.fixture(scope="session")
def sample_network(sample_inputs, tmp_path_factory):
    return acc.Network.build(*sample_inputs, tmp_path_factory.mktemp("town") / "town.network")
