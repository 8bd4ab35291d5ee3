"""One request in a process of its own, from a thread as in the toolbox and from the main one."""

import threading
import time

import pytest


@pytest.fixture
def feedback(plugin):
    from qgis.core import QgsProcessingFeedback

    class Feedback(QgsProcessingFeedback):
        def __init__(self):
            super().__init__()
            self.said, self.fractions = [], []

        def setProgress(self, percent):
            self.fractions.append(percent)

        def setProgressText(self, text):
            self.said.append(("progress", text))

        def pushInfo(self, text):
            self.said.append(("info", text))

        def pushWarning(self, text):
            self.said.append(("warning", text))

    return Feedback()


@pytest.fixture(params=["main", "thread"])
def run(named_python, request, wait):
    from access_to_services.plugin.client import one_shot

    if request.param == "main":
        return one_shot.run

    def run_in_thread(*args):
        outcome = []

        def work():
            try:
                outcome.append(one_shot.run(*args))
            except Exception as error:  # noqa: BLE001 - raised again below
                outcome.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        wait(lambda: not thread.is_alive())
        if isinstance(outcome[0], Exception):
            raise outcome[0]
        return outcome[0]

    return run_in_thread


@pytest.fixture
def failing(run):
    from access_to_services.plugin.client.protocol import WorkerError

    def fail(*args):
        with pytest.raises(WorkerError) as caught:
            run(*args)
        return caught.value.failure

    return fail


def test_an_answer_with_its_progress(run, feedback):
    summary, files = run("steps", {"steps": 4, "who": "Siân"}, feedback)
    assert summary["params"]["who"] == "Siân"
    assert files == {"output": "/tmp/a ä.gpkg"}
    assert feedback.fractions == [0, 25, 50, 75]
    assert ("progress", "step 3") in feedback.said


def test_garbage_is_a_warning(run, feedback):
    summary, _ = run("garbage", {}, feedback)
    assert summary == {"after": "garbage"}
    assert ("warning", "printed by a library") in feedback.said


def test_large_answers(run, feedback):
    summary, _ = run("huge", {}, feedback)
    assert summary["text"] == "ä" * 60_000


def test_errors(failing, feedback):
    assert tuple(failing("fail", {}, feedback)) == (
        "network",
        "The network is gone.",
        "Open it.",
        "tb",
    )


def test_a_death(failing, feedback):
    failure = failing("die", {"signal": 9}, feedback)
    assert failure.code == "died"
    assert "ärger" in failure.details


def test_leaving_without_an_answer_is_a_death(failing, feedback):
    assert failing("no_answer", {}, feedback).code == "died"


@pytest.mark.parametrize("op", [("steps", {"steps": 2000}), ("deaf", {"seconds": 60})])
def test_cancelling_ends_within_a_second(failing, feedback, op):
    cancelled = []

    def cancel():
        cancelled.append(time.monotonic())
        feedback.cancel()

    threading.Timer(0.7, cancel).start()
    assert failing(*op, feedback).code == "cancelled"
    assert time.monotonic() - cancelled[0] < 1


def test_another_protocol_is_refused(failing, feedback, monkeypatch):
    monkeypatch.setenv("FAKE_HELLO", "7")
    assert failing("steps", {"steps": 2000}, feedback).code == "refused"


def test_no_environment(failing, feedback):
    from access_to_services.plugin import settings

    settings.put("environment/python", "")
    failure = failing("steps", {"steps": 1}, feedback)
    assert failure.code == "no_environment"
    assert "Set up" in failure.message


def test_an_interpreter_that_does_not_start(failing, feedback, tmp_path):
    from access_to_services.plugin import settings

    settings.put("environment/python", str(tmp_path))
    assert failing("steps", {"steps": 1}, feedback).code == "no_environment"
    (tmp_path / "python").write_text("no program")
    settings.put("environment/python", str(tmp_path / "python"))
    assert failing("steps", {"steps": 1}, feedback).code == "not_started"
