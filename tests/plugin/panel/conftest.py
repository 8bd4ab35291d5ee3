"""The panel in a window, with one worker that stays warm for all tests."""

import pytest

from tests.plugin.panel.hands import Hands


@pytest.fixture(scope="session")
def worker(plugin, environment_python):
    from access_to_services.plugin import settings
    from access_to_services.plugin.client.process import Worker

    settings.put("environment/python", str(environment_python))
    worker = Worker()
    yield worker
    worker.stop()


@pytest.fixture
def fresh_settings(no_settings, environment_python):
    from access_to_services.plugin import settings

    settings.put("environment/python", str(environment_python))


@pytest.fixture
def hands(worker, fresh_settings, qgis_iface, qgis_project):
    """The panel on the right of a map in the British National Grid, and hands to use it."""
    hands = Hands(qgis_iface, worker)
    yield hands
    hands.close()


@pytest.fixture
def in_town(hands, sample_network):
    """The same with the sample town open and on the map."""
    hands.open(sample_network)
    return hands
