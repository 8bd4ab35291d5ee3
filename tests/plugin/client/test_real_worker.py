"""The client and the package's own worker understand each other."""

import time

import pytest


@pytest.fixture
def real(plugin, environment_python):
    """The package of the zip, run by the Python that make set up."""
    from access_to_services.plugin import settings

    settings.put("environment/python", str(environment_python))
    yield
    settings.put("environment/python", "")


@pytest.fixture
def worker(real):
    from access_to_services.plugin.client.process import Worker

    worker = Worker()
    yield worker
    worker.stop()
    worker.deleteLater()


@pytest.fixture
def ask(worker, wait):
    def ask(op, **params):
        """Give the summary of a result, or the code of an error."""
        request, heard = worker.request(op, params), []
        request.result.connect(lambda summary, _files: heard.append(summary))
        request.error.connect(lambda failure: heard.append(failure.code))
        wait(lambda: heard, seconds=120)
        return heard[0]

    return ask


def test_requests_and_errors(ask, worker, wait, tmp_path):
    hellos = []
    worker.ready.connect(hellos.append)
    assert ask("ping") == {}
    assert ask("no_such_operation") == "unknown_op"
    assert ask("open", network=str(tmp_path / "absent.network")) == "network"
    assert ask("open") == "bad_request"
    assert len(hellos) == 1


def test_a_network_with_a_name_in_any_language_opens(ask, sample_network, tmp_path):
    strange = tmp_path / "tref fach Siân Ŵ.network"
    strange.symlink_to(sample_network)
    opened = ask("open", network=str(strange))
    assert opened["usable"]
    assert ask("calendar", network=str(strange))["default"] == opened["default_date"]


def test_cancelling_ends_within_a_second_and_keeps_the_process(worker, ask, wait, plugin, tmp_path):
    from access_to_services.plugin.client import environment

    sample = environment.package_path() / "sample"
    assert ask("ping") == {}
    params = {
        "osm": str(sample / "town.osm.pbf"),
        "gtfs": [str(sample / "bus.zip")],
        "path": str(tmp_path / "town.network"),
    }
    request, ended, begun = worker.request("build", params), [], []
    request.progress.connect(lambda *step: begun.append(step))
    request.result.connect(lambda *_: ended.append("result"))
    request.error.connect(lambda failure: ended.append(failure.code))
    process = worker._process
    wait(lambda: begun, seconds=60)
    began = time.monotonic()
    request.cancel()
    wait(lambda: ended)
    assert ended == ["cancelled"]
    assert time.monotonic() - began < 1.5
    assert ask("ping") == {}
    assert worker._process is process


def test_one_shot(real, sample_network):
    from access_to_services.plugin.client import one_shot
    from access_to_services.plugin.client.protocol import WorkerError
    from qgis.core import QgsProcessingFeedback

    summary, files = one_shot.run(
        "calendar", {"network": str(sample_network)}, QgsProcessingFeedback()
    )
    assert summary["trips"]
    assert files == {}
    with pytest.raises(WorkerError) as caught:
        one_shot.run("calendar", {"network": "/absent"}, QgsProcessingFeedback())
    assert caught.value.failure.code == "network"
