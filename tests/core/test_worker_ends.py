"""How a worker ends: politely, by force, and with one request; and what it leaves behind."""

import json
import signal
import subprocess
import sys
import time

import pytest

from tests.core.worker_process import WAITING, WorkerProcess

if sys.platform == "win32":
    pytest.skip("signals and rights of POSIX", allow_module_level=True)


def test_when_input_ends_all_is_cancelled_and_the_worker_leaves(start_worker):
    worker = start_worker(before=WAITING)
    numbers = [worker.ask("ping"), worker.ask("ping")]
    while worker.event()["event"] != "progress":
        pass
    closed = time.monotonic()
    assert worker.wait() == 0
    assert time.monotonic() - closed < 2
    ends = worker.events()
    assert {(end["id"], end["code"]) for end in ends} == {(n, "cancelled") for n in numbers}


def test_when_input_ends_work_that_hears_nothing_is_left(start_worker):
    deaf = "worker.GRACE_SECONDS = 0.5\nping(lambda given, context: time.sleep(60))"
    worker = start_worker(before=deaf)
    worker.ask("ping")
    closed = time.monotonic()
    assert worker.wait() == 0
    assert time.monotonic() - closed < 5


def test_a_half_line_at_the_end_is_told(start_worker):
    worker = start_worker()
    worker.write(b'{"id": 3, "op": "ping", "par')
    assert worker.wait() == 0
    (error,) = worker.events()
    assert (error["id"], error["code"]) == (None, "bad_request")


def test_when_nobody_reads_any_more_the_work_ends(tmp_path):
    request = tmp_path / "request.json"
    request.write_text('{"id": 1, "op": "ping", "params": {}}')
    script = tmp_path / "before.py"
    with WorkerProcess(tmp_path, before=WAITING):
        pass  # it has written the script
    command = [sys.executable, "-I", "-u", script, "--request", request]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as process:
        assert json.loads(process.stdout.readline())["event"] == "hello"
        process.stdout.close()
        assert process.wait(20) == 1


def one(start_worker, tmp_path, content, **more):
    (tmp_path / "request.json").write_bytes(content)
    worker = start_worker("--request", tmp_path / "request.json", **more)
    return worker, worker.events()


def test_one_request_of_a_file(start_worker, tmp_path):
    worker, events = one(
        start_worker, tmp_path, b'{\n "id": "a",\n "op": "ping",\n "params": {}\n}\n'
    )
    assert events == [{"event": "result", "id": "a", "summary": {}, "files": {}}]
    assert worker.process.wait(20) == 0


@pytest.mark.parametrize(
    ("content", "number", "code"),
    [
        (b'{"id": 1, "op": "pong", "params": {}}', 1, "unknown_op"),
        (b'{"id": 1, "op": "ping", "params": {"a": 1}}', 1, "bad_request"),
        (b"\xff", None, "bad_request"),
        (b"", None, "bad_request"),
    ],
)
def test_one_request_that_fails(start_worker, tmp_path, content, number, code):
    worker, (error,) = one(start_worker, tmp_path, content)
    assert (error["event"], error["id"], error["code"]) == ("error", number, code)
    assert worker.process.wait(20) == 1


def test_a_request_file_that_is_missing_is_told(start_worker, tmp_path):
    worker = start_worker("--request", tmp_path / "missing.json")
    (error,) = worker.events()
    assert error["code"] == "bad_request"
    assert "missing.json cannot be read" in error["message"]
    assert worker.process.wait(20) == 1


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("alone", [True, False])
def test_an_interruption_by_the_system_ends_with_130(start_worker, tmp_path, ending, alone):
    if alone:
        (tmp_path / "request.json").write_text('{"id": 1, "op": "ping", "params": {}}')
        worker = start_worker("--request", tmp_path / "request.json", before=WAITING)
    else:
        worker = start_worker(before=WAITING)
        worker.ask("ping")
    while worker.event()["event"] != "progress":
        pass
    worker.process.send_signal(ending)
    (error,) = worker.events()
    assert (error["id"], error["code"]) == (1, "cancelled")
    assert worker.process.wait(20) == 130


SLOWLY = """
from accessibility.engines import builtin

work = builtin.matrix_block

def slow(prepared, lon, lat, percentiles, stop):
    answer = work(prepared, lon, lat, percentiles, stop)
    until = time.monotonic() + 0.3
    while time.monotonic() < until and not stop[0]:
        time.sleep(0.01)
    return answer

builtin.matrix_block = slow
"""


def matrix(town, output):
    moment = {"direction": "depart", "moment": "2026-06-15 08:00", "window": 30}
    return {
        "network": str(town / "town.network"),
        "origins": {"file": str(town / "origins.parquet")},
        "destinations": {"file": str(town / "destinations.parquet")},
        "when": [moment],
        "output": str(output),
    }


def blocks_of(output):
    return sorted(output.with_name(f"{output.name}.blocks").glob("0*.parquet"))


def wait_for_blocks(worker, output, count):
    until = time.monotonic() + 120
    while len(blocks_of(output)) < count:
        assert time.monotonic() < until
        assert worker.process.poll() is None
        time.sleep(0.01)


def test_a_matrix_goes_on_after_it_was_cancelled_and_after_the_worker_was_killed(
    start_worker, town, tmp_path
):
    output = tmp_path / "m.parquet"
    killed = start_worker(before=SLOWLY)
    number = killed.ask("matrix", matrix(town, output))
    wait_for_blocks(killed, output, 1)
    asked = time.monotonic()
    killed.ask("cancel", {"id": number})
    error = killed.end_of(number)
    assert time.monotonic() - asked < 1
    assert error["code"] == "cancelled"
    assert "blocks are done and kept" in error["message"]
    kept = len(blocks_of(output))
    killed.ask("matrix", matrix(town, output))
    wait_for_blocks(killed, output, kept + 1)
    killed.process.kill()
    killed.process.wait(20)
    kept = len(blocks_of(output))
    assert not output.exists()

    worker = start_worker()
    number = worker.ask("matrix", matrix(town, output))
    events = []
    while not events or events[-1]["event"] not in {"result", "error"}:
        events.append(worker.event())
    assert events[-1]["event"] == "result"
    logs = [event["text"] for event in events if event["event"] == "log"]
    assert any(text.startswith(f"Resuming: {kept} of ") for text in logs)
    assert not blocks_of(output)
    whole = worker.answer("matrix", matrix(town, tmp_path / "whole.parquet"))
    assert whole["summary"] == events[-1]["summary"]
    assert output.read_bytes() == (tmp_path / "whole.parquet").read_bytes()
