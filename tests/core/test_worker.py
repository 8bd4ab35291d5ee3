"""The worker's protocol, on real processes: whatever is said, whoever prints, however it ends."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from accessibility import __version__
from accessibility.conversation.requests import LONGEST_LINE
from accessibility.worker import PROTOCOL
from tests.core.worker_process import PROJECT, WorkerProcess

if sys.platform == "win32":
    pytest.skip("signals and rights of POSIX", allow_module_level=True)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A worker for tests that leave it as it was."""
    with WorkerProcess(tmp_path_factory.mktemp("worker")) as worker:
        assert worker.event()["event"] == "hello"
        yield worker


@pytest.fixture
def start(tmp_path):
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


def is_well(worker):
    return worker.answer("ping") == {
        "event": "result",
        "id": worker.number,
        "summary": {},
        "files": {},
    }


def test_it_says_first_who_it_is(tmp_path):
    with WorkerProcess(tmp_path) as worker:
        hello = worker.event()
        assert worker.wait() == 0
        assert worker.events() == []
    versions = hello.pop("versions")
    assert versions["numpy"].split(".")[0] == "2"
    assert hello == {
        "event": "hello",
        "id": None,
        "protocol": PROTOCOL,
        "version": __version__,
        "package": str(PROJECT / "accessibility"),
        "python": ".".join(map(str, sys.version_info[:3])),
    }


@pytest.mark.parametrize(
    ("line", "number", "said"),
    [
        (b"\xff\xfe\x00\x01\x02", None, "no JSON in UTF-8"),
        (b"\x00" * 50, None, "no JSON in UTF-8"),
        ('{"id": 1, "op": "ping", "params": {"é": 1}}'.encode("latin-1"), None, "no JSON in UTF-8"),
        (b"", None, "no JSON"),
        (b'{"id": 1, "op": "pi', None, "no JSON"),
        (b"[1, 2]", None, "no object"),
        (b'"ping"', None, "no object"),
        (b"7", None, "no object"),
        (b"null", None, "no object"),
        (b'{"id": 1, "op": "ping", "params": {}} {}', None, "no JSON"),
        (b'{"id": 1, "op": "ping", "params": {"a": NaN}}', None, "NaN is no number"),
        (b"[" * 100_000, None, "nested too deeply"),
        (b'{"op": "ping", "params": {}}', None, "needs an id"),
        (b'{"id": null, "op": "ping", "params": {}}', None, "needs an id"),
        (b'{"id": 1.5, "op": "ping", "params": {}}', None, "needs an id"),
        (b'{"id": true, "op": "ping", "params": {}}', None, "needs an id"),
        (b'{"id": [1], "op": "ping", "params": {}}', None, "needs an id"),
        (b'{"id": 7}', 7, "op is missing"),
        (b'{"id": 7, "op": "ping"}', 7, "params is missing"),
        (b'{"id": 7, "op": 5, "params": {}}', 7, "op is no text"),
        (b'{"id": "x", "op": "ping", "params": []}', "x", "params is no object"),
        (b'{"id": 7, "op": "ping", "params": {}, "live": 3}', 7, "live is no text"),
        (b'{"id": 7, "op": "ping", "params": {}, "lief": "x"}', 7, 'no "lief"'),
        (b'{"id": 7, "op": "ping", "params": {"a": 1}}', 7, 'no parameter "a"'),
        (b'{"id": 7, "op": "cancel", "params": {}}', 7, "cancel needs one parameter"),
        (b'{"id": 7, "op": "cancel", "params": {"id": [1]}}', 7, "cancel needs one parameter"),
    ],
)
def test_garbage_is_one_error_and_no_harm(shared, line, number, said):
    shared.write(line + b"\n")
    error = shared.event()
    assert (error["event"], error["id"], error["code"]) == ("error", number, "bad_request")
    assert said in error["message"]
    assert is_well(shared)


def test_a_huge_line_is_refused_and_not_kept(shared):
    shared.write(b'{"id": 1, "op": "' + b"x" * (LONGEST_LINE + 5_000_000) + b'"}\n')
    error = shared.event()
    assert (error["code"], error["id"]) == ("bad_request", None)
    assert "longer than" in error["message"]
    assert is_well(shared)


def test_a_long_line_is_read(shared):
    number = "n" * 2_000_000
    shared.write(json.dumps({"id": number, "op": "ping", "params": {}}).encode() + b"\n")
    assert shared.event()["id"] == number


def test_a_line_may_come_in_pieces_and_end_as_on_windows(shared):
    for piece in (b'{"id": "a", "op"', b': "ping", "par', b'ams": {}}\r\n'):
        shared.write(piece)
        time.sleep(0.05)
    assert shared.event() == {"event": "result", "id": "a", "summary": {}, "files": {}}


def test_an_unknown_operation_is_told_with_what_was_meant(shared):
    error = shared.answer("isochrone")
    assert error["code"] == "unknown_op"
    assert "Did you mean isochrones?" in error["message"]
    assert "There are ping" in shared.answer("ž\udc80")["message"]


NOISY = """
import ctypes, os, subprocess

def noise(given, context):
    print("printed")
    sys.__stdout__.write("written\\n")
    sys.__stdout__.flush()
    os.write(1, b"to the descriptor\\n")
    c = ctypes.CDLL(None)
    c.puts(b"by C")
    c.fflush(None)
    subprocess.run(["echo", "by a child"], check=True)
    return Answer({"read": sys.stdin.read(), "input": os.read(0, 10).decode()})

ping(noise)
"""


def test_what_libraries_print_goes_to_standard_error(start):
    worker = start(before=NOISY)
    first, second = worker.ask("ping"), worker.ask("ping")
    assert [worker.event()["id"] for _ in range(2)] == [first, second]
    assert worker.wait() == 0
    assert worker.events() == []
    log = worker.log.read_text()
    for said in ("printed", "written", "to the descriptor", "by C", "by a child"):
        assert log.count(said) == 2


def test_nothing_heavy_is_loaded_before_it_is_needed(start):
    worker = start(before="ping(lambda given, context: Answer({'modules': sorted(sys.modules)}))")
    loaded = set(worker.answer("ping")["summary"]["modules"])
    heavy = {"numpy", "pandas", "geopandas", "numba", "pydantic", "pyarrow", "typer", "rich"}
    assert loaded & heavy == set()


def test_requests_are_answered_in_turn(start):
    worker = start(before="ping(lambda given, context: (time.sleep(0.2), Answer(given))[1])")
    numbers = [worker.ask("ping", {"k": k}) for k in range(4)]
    ends = [worker.event() for _ in numbers]
    assert [(end["id"], end["summary"]) for end in ends] == [
        (number, {"k": k}) for k, number in enumerate(numbers)
    ]


WAITING = "ping(until_cancelled)"


def test_who_waits_is_cancelled_at_once_and_who_is_worked_on_within_a_second(start):
    worker = start(before=WAITING)
    running, waiting = worker.ask("ping"), worker.ask("ping")
    while worker.event()["event"] != "progress":
        pass
    for number in (waiting, running):
        asked = time.monotonic()
        cancel = worker.ask("cancel", {"id": number})
        ends = {end["id"]: end for end in (worker.event(), worker.event())}
        assert time.monotonic() - asked < 1
        assert ends[cancel]["summary"] == {"found": True}
        assert ends[number]["code"] == "cancelled"
    assert worker.answer("cancel", {"id": running})["summary"] == {"found": False}
    assert worker.answer("cancel", {"id": "no such"})["summary"] == {"found": False}
    assert "There is no operation" in worker.answer("nothing")["message"]


def test_a_newer_live_request_replaces_those_that_wait_but_not_the_one_worked_on(start):
    worker = start(before=WAITING)
    running = worker.ask("ping", live="click")
    while worker.event()["event"] != "progress":
        pass
    older = worker.ask("ping", live="click")
    other, plain = worker.ask("ping", live="other"), worker.ask("ping")
    newest = worker.ask("ping", live="click")
    replaced = worker.event()
    assert (replaced["id"], replaced["code"]) == (older, "replaced")
    for number in (running, other, plain, newest):
        worker.ask("cancel", {"id": number})
        assert worker.end_of(number)["code"] == "cancelled"


def test_when_input_ends_all_is_cancelled_and_the_worker_leaves(start):
    worker = start(before=WAITING)
    numbers = [worker.ask("ping"), worker.ask("ping")]
    while worker.event()["event"] != "progress":
        pass
    closed = time.monotonic()
    assert worker.wait() == 0
    assert time.monotonic() - closed < 2
    ends = worker.events()
    assert {(end["id"], end["code"]) for end in ends} == {(n, "cancelled") for n in numbers}


def test_when_input_ends_work_that_hears_nothing_is_left(start):
    deaf = "worker.GRACE_SECONDS = 0.5\nping(lambda given, context: time.sleep(60))"
    worker = start(before=deaf)
    worker.ask("ping")
    closed = time.monotonic()
    assert worker.wait() == 0
    assert time.monotonic() - closed < 5


def test_a_half_line_at_the_end_is_told(start):
    worker = start()
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


RAISING = """
from accessibility import errors
from accessibility.operations.request import BadRequestError

def fail(given, context):
    kinds = {**vars(errors), "BadRequestError": BadRequestError, "MemoryError": MemoryError}
    if given["kind"] == "nothing":
        return Answer({"x" : "x" * given["length"]})
    if given["kind"] == "nan":
        return Answer({"x" : float("nan")})
    raise kinds.get(given["kind"], ZeroDivisionError)("Said so. " * given["length"])

ping(fail)
"""


def test_what_ends_a_request_has_its_code_and_the_next_one_is_served(start):
    worker = start(before=RAISING)
    for kind, code in {
        "BadRequestError": "bad_request",
        "InputError": "input",
        "UsageError": "usage",
        "NetworkError": "network",
        "NoServiceDataError": "no_service",
        "OutputError": "output",
        "Interrupted": "cancelled",
        "MemoryError": "memory",
    }.items():
        error = worker.answer("ping", {"kind": kind, "length": 1})
        assert (error["code"], error["details"]) == (code, "")
        assert (error["message"] == "Said so. ") == (code != "memory")
        assert bool(error["hint"]) == (code == "memory")
    fault = worker.answer("ping", {"kind": "?", "length": 1})
    assert fault["code"] == "fault"
    assert fault["message"] == "A fault of the program: ZeroDivisionError: Said so. "
    assert "Traceback" in fault["details"]
    assert "report this" in fault["hint"]
    long = worker.answer("ping", {"kind": "InputError", "length": 100_000})
    assert len(long["message"]) < 5_000
    assert worker.answer("ping", {"kind": "nothing", "length": 65_000})["event"] == "result"
    for kind, length in (("nothing", 70_000), ("nan", 1)):
        assert worker.answer("ping", {"kind": kind, "length": length})["code"] == "fault"
    assert worker.answer("ping", {"kind": "nothing", "length": 1})["summary"] == {"x": "x"}


BUSY = """
import logging

def busy(given, context):
    logging.getLogger("accessibility").warning("Mind %s.", "this")
    logging.getLogger("accessibility").info("Read.")
    logging.getLogger("other").warning("Not for the caller.")
    progress = context.progress
    progress.start("Counting", 10_000)
    for k in range(10_000):
        time.sleep(1e-4)
        progress.advance()
    progress.start("Waiting")
    time.sleep(0.3)
    return Answer({})

ping(busy)
"""


def test_progress_is_told_ten_times_a_second_at_most(start):
    worker = start(before=BUSY)
    begun = time.monotonic()
    number, events = worker.ask("ping"), []
    while not events or events[-1]["event"] != "result":
        events.append(worker.event())
    took = time.monotonic() - begun
    told = [event for event in events if event["event"] == "progress"]
    fractions = [event["fraction"] for event in told if event["text"] == "Counting"]
    assert 5 < len(told) <= took * 10 + 1
    assert fractions == sorted(fractions)
    assert all(0 <= fraction <= 1 for fraction in fractions)
    assert told[-1] == {"event": "progress", "id": number, "fraction": None, "text": "Waiting"}
    logs = [event for event in events if event["event"] == "log"]
    assert [(log["id"], log["level"], log["text"]) for log in logs] == [
        (number, "warning", "Mind this."),
        (number, "info", "Read."),
    ]
    assert "Not for the caller." in worker.log.read_text()


def one(start, tmp_path, content, **more):
    (tmp_path / "request.json").write_bytes(content)
    worker = start("--request", tmp_path / "request.json", **more)
    return worker, worker.events()


def test_one_request_of_a_file(start, tmp_path):
    worker, events = one(start, tmp_path, b'{\n "id": "a",\n "op": "ping",\n "params": {}\n}\n')
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
def test_one_request_that_fails(start, tmp_path, content, number, code):
    worker, (error,) = one(start, tmp_path, content)
    assert (error["event"], error["id"], error["code"]) == ("error", number, code)
    assert worker.process.wait(20) == 1


def test_a_request_file_that_is_missing_is_told(start, tmp_path):
    worker = start("--request", tmp_path / "missing.json")
    (error,) = worker.events()
    assert error["code"] == "bad_request"
    assert "missing.json cannot be read" in error["message"]
    assert worker.process.wait(20) == 1


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("alone", [True, False])
def test_an_interruption_by_the_system_ends_with_130(start, tmp_path, ending, alone):
    if alone:
        (tmp_path / "request.json").write_text('{"id": 1, "op": "ping", "params": {}}')
        worker = start("--request", tmp_path / "request.json", before=WAITING)
    else:
        worker = start(before=WAITING)
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
    start, town, tmp_path
):
    output = tmp_path / "m.parquet"
    killed = start(before=SLOWLY)
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

    worker = start()
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


UNCOMPILED = """
from accessibility.operations.searches import Searches

Searches.compile = lambda searches, progress: None
"""


def test_it_runs_from_a_folder_of_any_name_whatever_the_environment(tmp_path, town):
    """As in the plugin: not installed, in a path with spaces, in an environment made for QGIS."""
    folder = tmp_path / "Plug-ins, tŷ ☃" / "access_to_services"
    hidden = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PROJECT / "accessibility", folder / "accessibility", ignore=hidden)
    (folder / "requirements.txt").write_text("numpy>=2.0\nno-such-thing>=1.0\n")
    (tmp_path / "numpy.py").write_text("raise RuntimeError('the wrong one')")
    elsewhere = {"PYTHONPATH": str(tmp_path), "PYTHONHOME": "", "LC_ALL": "C"}
    more = {"cwd": tmp_path, "env": {**os.environ, **elsewhere}}
    with WorkerProcess(tmp_path, path=folder / "accessibility" / "worker.py", **more) as worker:
        assert worker.event()["package"] == str(folder / "accessibility")
        answer = worker.answer("check", {"network": str(town / "town.network")})
        assert answer["summary"]["usable"], answer
    with WorkerProcess(tmp_path, before=UNCOMPILED, root=folder, **more) as worker:
        assert worker.event()["package"] == str(folder / "accessibility")
        answer = worker.answer("doctor")
    checks = {check.pop("name"): check for check in answer["summary"]["checks"]}
    assert checks["numpy"]["ok"]
    assert not checks["no-such-thing"]["ok"]
    assert "pip install" in checks["no-such-thing"]["remedy"]
    assert checks["Searches"]["ok"], checks["Searches"]
    assert "Installation" not in checks
