"""The long-lived worker, with real processes: answers, cancels, deaths, refusals."""

import time
from pathlib import Path

import pytest


class Heard:
    """What a request has said, and when."""

    def __init__(self, request):
        self.request = request
        self.progress, self.results, self.errors = [], [], []
        request.progress.connect(lambda *args: self.progress.append(args))
        request.result.connect(lambda *args: self.results.append(args))
        request.error.connect(self.errors.append)

    @property
    def ended(self):
        return bool(self.results or self.errors)

    @property
    def code(self):
        assert not self.results
        (failure,) = self.errors
        return failure.code


@pytest.fixture
def worker(named_python):
    from access_to_services.plugin.client.process import Worker

    worker = Worker()
    worker.hellos, worker.stops, worker.log = [], [], []
    worker.ready.connect(worker.hellos.append)
    worker.stopped.connect(worker.stops.append)
    worker.message.connect(lambda level, text: worker.log.append((level, text)))
    yield worker
    worker.stop()
    worker.deleteLater()


def test_a_request_starts_the_process_and_is_answered(worker, wait):
    heard = Heard(worker.request("steps", {"steps": 3, "who": "Siân"}))
    assert worker.is_running()
    wait(lambda: heard.ended)
    ((summary, files),) = heard.results
    assert summary["params"] == {"steps": 3, "who": "Siân"}
    assert files == {"output": "/tmp/a ä.gpkg"}
    assert [text for _, text in heard.progress] == ["step 0", "step 1", "step 2"]
    assert heard.progress[1][0] == pytest.approx(1 / 3)
    assert len(worker.hellos) == 1


def test_the_process_stays_for_the_next_request(worker, wait):
    for _ in range(3):
        heard = Heard(worker.request("steps", {"steps": 1}))
        wait(lambda heard=heard: heard.ended)
        assert heard.results
    assert len(worker.hellos) == 1
    assert worker.stops == []


def test_stopping_ends_the_process_and_what_was_asked(worker, wait):
    heard = Heard(worker.request("steps", {"steps": 1000}))
    wait(lambda: heard.progress)
    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 1
    assert not worker.is_running()
    assert heard.code == "cancelled"
    assert worker.stops == [None]


def test_stopping_twice_or_before_anything_does_nothing(worker):
    worker.stop()
    worker.stop()
    assert worker.stops == []


def test_a_cancelled_request_ends_and_the_process_stays(worker, wait):
    heard = Heard(worker.request("steps", {"steps": 1000}))
    other = Heard(worker.request("steps", {"steps": 1}))
    wait(lambda: heard.progress)
    heard.request.cancel()
    wait(lambda: heard.ended, seconds=1)
    assert heard.code == "cancelled"
    wait(lambda: other.ended)
    assert other.results
    assert len(worker.hellos) == 1


def test_cancelling_before_the_worker_is_there_sends_nothing(worker, wait):
    heard = Heard(worker.request("die", {}))
    heard.request.cancel()
    assert not heard.ended
    wait(lambda: heard.ended, seconds=1)
    assert heard.code == "cancelled"
    wait(lambda: worker.hellos)
    after = Heard(worker.request("steps", {"steps": 1}))
    wait(lambda: after.ended)
    assert after.results


def test_cancelling_what_has_ended_does_nothing(worker, wait):
    heard = Heard(worker.request("steps", {"steps": 1}))
    wait(lambda: heard.ended)
    heard.request.cancel()
    after = Heard(worker.request("steps", {"steps": 2}))
    wait(lambda: after.ended)
    assert after.results
    assert heard.errors == []


def test_a_worker_that_is_deaf_to_cancel_is_killed_and_others_lose_nothing(worker, wait):
    deaf = Heard(worker.request("deaf", {"seconds": 60}))
    waiting = Heard(worker.request("steps", {"steps": 2}))
    wait(lambda: deaf.progress)
    began = time.monotonic()
    deaf.request.cancel()
    wait(lambda: deaf.ended)
    assert 0.9 < time.monotonic() - began < 2
    assert deaf.code == "cancelled"
    wait(lambda: waiting.ended)
    assert waiting.results
    assert len(worker.hellos) == 2
    assert worker.stops == []


def test_a_deaf_worker_with_nothing_else_to_do_stays_away(worker, wait):
    deaf = Heard(worker.request("deaf", {"seconds": 60}))
    wait(lambda: deaf.progress)
    deaf.request.cancel()
    wait(lambda: deaf.ended)
    assert not worker.is_running()
    assert worker.stops == [None]


def test_cancelling_what_waits_spares_what_is_worked_on(worker, wait):
    busy = Heard(worker.request("deaf", {"seconds": 2}))
    waiting = Heard(worker.request("deaf", {"seconds": 60}))
    wait(lambda: busy.progress)
    waiting.request.cancel()
    wait(lambda: busy.ended)
    assert busy.results
    assert waiting.code == "cancelled"
    assert len(worker.hellos) == 1


def test_live_requests_replace_those_that_wait(worker, wait):
    first = Heard(worker.request("steps", {"steps": 20}, live="click"))
    wait(lambda: first.progress)
    second = Heard(worker.request("steps", {"steps": 1}, live="click"))
    third = Heard(worker.request("steps", {"steps": 1}, live="click"))
    wait(lambda: first.ended and second.ended and third.ended)
    assert first.results
    assert second.code == "replaced"
    assert third.results


@pytest.mark.parametrize("params", [{"code": 3}, {"code": 0}, {"signal": 9}, {"signal": 11}])
def test_a_death_ends_all_requests_and_the_next_one_starts_anew(worker, wait, params):
    dying = Heard(worker.request("die", params))
    waiting = Heard(worker.request("steps", {"steps": 1}))
    wait(lambda: dying.ended and waiting.ended)
    assert dying.code == waiting.code == "died"
    (failure,) = dying.errors
    assert "about to die: ärger" in failure.details
    assert "QGIS" in failure.message
    number = params.get("code", params.get("signal"))
    assert str(number) in failure.message
    assert ("memory" in failure.hint) == (params == {"signal": 9})
    assert worker.stops == [failure]
    assert not worker.is_running()
    again = Heard(worker.request("steps", {"steps": 1}))
    wait(lambda: again.ended)
    assert again.results


def test_a_death_at_rest_is_told(worker, wait):
    heard = Heard(worker.request("steps", {"steps": 1}))
    wait(lambda: heard.ended)
    worker._process.kill()
    wait(lambda: worker.stops)
    assert worker.stops[0].code == "died"


def test_whoever_hears_of_a_death_may_ask_again_at_once(worker, wait):
    heard = Heard(worker.request("die", {}))
    again = []
    heard.request.error.connect(
        lambda _: again.append(Heard(worker.request("steps", {"steps": 1})))
    )
    wait(lambda: again and again[0].ended)
    assert again[0].results


def test_garbage_is_logged_and_harms_nothing(worker, wait):
    heard = Heard(worker.request("garbage", {}))
    wait(lambda: heard.ended)
    assert heard.results[0][0] == {"after": "garbage"}
    assert ("warning", "printed by a library") in worker.log
    assert len(worker.log) == 7


def test_large_answers_and_much_on_stderr_come_through(worker, wait):
    heard = Heard(worker.request("huge", {}))
    wait(lambda: heard.ended)
    assert heard.results[0][0]["text"] == "ä" * 60_000


def test_errors_come_as_failures(worker, wait):
    heard = Heard(worker.request("fail", {}))
    wait(lambda: heard.ended)
    assert tuple(heard.errors[0]) == ("network", "The network is gone.", "Open it.", "tb")


def test_another_protocol_is_refused(worker, wait, monkeypatch):
    monkeypatch.setenv("FAKE_HELLO", "2")
    heard = Heard(worker.request("steps", {"steps": 1}))
    wait(lambda: heard.ended)
    assert heard.code == "refused"
    assert "protocol 2" in heard.errors[0].message
    assert worker.hellos == []
    assert worker.stops == heard.errors
    assert not worker.is_running()


def test_another_package_is_refused(worker, wait, monkeypatch, tmp_path):
    monkeypatch.setenv("FAKE_PACKAGE", str(tmp_path))
    heard = Heard(worker.request("steps", {"steps": 1}))
    wait(lambda: heard.ended)
    assert heard.code == "refused"
    assert str(tmp_path) in heard.errors[0].message


def test_a_worker_that_never_says_hello_is_given_up(worker, wait, monkeypatch):
    monkeypatch.setenv("FAKE_HELLO", "silent")
    worker._hello_timer.setInterval(300)
    heard = Heard(worker.request("steps", {"steps": 1}))
    wait(lambda: heard.ended, seconds=5)
    assert heard.code == "died"
    assert not worker.is_running()


def test_no_environment_is_said_from_the_event_loop(worker, wait):
    from access_to_services.plugin import settings

    settings.put("environment/python", "")
    heard = Heard(worker.request("steps", {"steps": 1}))
    assert not heard.ended
    wait(lambda: heard.ended)
    assert heard.code == "no_environment"
    assert "Set up" in heard.errors[0].message
    assert [failure.code for failure in worker.stops] == ["no_environment"]


def test_an_interpreter_that_does_not_start_is_said(worker, wait, tmp_path):
    from access_to_services.plugin import settings

    broken = tmp_path / "python"
    broken.write_text("not executable")
    settings.put("environment/python", str(broken))
    heard = Heard(worker.request("steps", {"steps": 1}))
    wait(lambda: heard.ended)
    assert heard.code == "not_started"
    assert str(broken) in heard.errors[0].message
    assert heard.errors[0].hint


def test_the_child_is_apart_from_qgis(worker, wait, monkeypatch, home):
    dangerous = {
        "PYTHONHOME": "/nowhere",
        "PYTHONPATH": "/nowhere",
        "PYTHONUSERBASE": "/nowhere",
        "VIRTUAL_ENV": "/nowhere",
        "PROJ_LIB": "/nowhere",
        "PROJ_DATA": "/nowhere",
        "GDAL_DATA": "/nowhere",
        "QGIS_PREFIX_PATH": "/nowhere",
        "QT_PLUGIN_PATH": "/nowhere",
        "LD_LIBRARY_PATH": "/nowhere",
        "DYLD_LIBRARY_PATH": "/nowhere",
    }
    for name, value in dangerous.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MY_OWN", "kept")
    heard = Heard(worker.request("variables", {}))
    wait(lambda: heard.ended)
    summary = heard.results[0][0]
    assert not dangerous.keys() & summary["variables"].keys()
    assert summary["variables"]["MY_OWN"] == "kept"
    assert summary["variables"]["PYTHONUTF8"] == "1"
    assert Path(summary["variables"]["ACCESSIBILITY_CACHE_DIR"]) == home / "cache"
    assert summary["flags"] == [1, 1]


def test_ten_lives_leave_nothing_behind(worker, wait):
    from qgis.PyQt.QtCore import QProcess

    for _ in range(10):
        heard = Heard(worker.request("steps", {"steps": 1}))
        wait(lambda heard=heard: heard.ended)
        worker.stop()
    wait(lambda: not worker.findChildren(QProcess), seconds=5)
