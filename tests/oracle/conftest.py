"""The street along the equator with one feed, for the oracle's own tests."""

import pytest

from tests.oracle import Oracle
from tests.oracle.tiny import at, equator_nodes, equator_ways, write_feed, write_osm


@pytest.fixture
def build(tmp_path):
    """Makes an oracle of the street along the equator and one feed."""
    osm = write_osm(tmp_path / "equator.osm.pbf", equator_nodes(), equator_ways())

    def build(stops, trips, *, stop_snap_radius=300, **feed):
        places = {stop: at(node) if isinstance(node, int) else node for stop, node in stops.items()}
        folder = tmp_path / f"feed{len(list(tmp_path.iterdir()))}"
        return Oracle(osm, [write_feed(folder, places, trips, **feed)], stop_snap_radius)

    return build
