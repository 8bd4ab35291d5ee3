"""The worker's protocol, on real processes: whatever is said, whoever prints, however it ends."""

import json
import os
import shutil
import sys
import time

import pytest

from accessibility import __version__
from accessibility.conversation.requests import LONGEST_LINE
from accessibility.worker import PROTOCOL
from tests.core.worker_process import PROJECT, WAITING, WorkerProcess

if sys.platform == "win32":
    pytest.skip("signals and rights of POSIX", allow_module_level=True)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A worker for tests that leave it as it was."""
    with WorkerProcess(tmp_path_factory.mktemp("worker")) as worker:
        assert worker.event()["event"] == "hello"
        yield worker


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


def test_a_line_may_be_long(shared):
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


def test_what_libraries_print_goes_to_standard_error(start_worker):
    worker = start_worker(before=NOISY)
    first, second = worker.ask("ping"), worker.ask("ping")
    assert [worker.event()["id"] for _ in range(2)] == [first, second]
    assert worker.wait() == 0
    assert worker.events() == []
    log = worker.log.read_text()
    for said in ("printed", "written", "to the descriptor", "by C", "by a child"):
        assert log.count(said) == 2


def test_nothing_heavy_is_loaded_before_it_is_needed(start_worker):
    worker = start_worker(
        before="ping(lambda given, context: Answer({'modules': sorted(sys.modules)}))"
    )
    loaded = set(worker.answer("ping")["summary"]["modules"])
    heavy = {"numpy", "pandas", "geopandas", "numba", "pydantic", "pyarrow", "typer", "rich"}
    assert loaded & heavy == set()


def test_requests_are_answered_in_turn(start_worker):
    worker = start_worker(before="ping(lambda given, context: (time.sleep(0.2), Answer(given))[1])")
    numbers = [worker.ask("ping", {"k": k}) for k in range(4)]
    ends = [worker.event() for _ in numbers]
    assert [(end["id"], end["summary"]) for end in ends] == [
        (number, {"k": k}) for k, number in enumerate(numbers)
    ]


def test_who_waits_is_cancelled_at_once_and_who_is_worked_on_within_a_second(start_worker):
    worker = start_worker(before=WAITING)
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


def test_a_newer_live_request_replaces_those_that_wait_but_not_the_one_worked_on(start_worker):
    worker = start_worker(before=WAITING)
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


RAISING = """
from accessibility import errors
from accessibility.operations.request import BadRequestError

def fail(given, context):
    ours = {"BadRequestError": BadRequestError}
    kinds = {**vars(errors), **ours, "ImportError": ImportError, "MemoryError": MemoryError}
    if given["kind"] == "nothing":
        return Answer({"x" : "x" * given["length"]})
    if given["kind"] == "nan":
        return Answer({"x" : float("nan")})
    raise kinds.get(given["kind"], ZeroDivisionError)("Said so. " * given["length"])

ping(fail)
"""


def test_what_ends_a_request_has_its_code_and_the_next_one_is_served(start_worker):
    worker = start_worker(before=RAISING)
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
    missing = worker.answer("ping", {"kind": "ImportError", "length": 1})
    assert missing["code"] == "installation"
    assert "Traceback" in missing["details"]
    assert "repair the environment" in missing["hint"]
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


def test_progress_is_told_ten_times_a_second_at_most(start_worker):
    worker = start_worker(before=BUSY)
    begun = time.monotonic()
    number, events = worker.ask("ping"), []
    while not events or events[-1]["event"] not in {"result", "error"}:
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
