"""A worker in a process of its own, talked to as the plugin does: lines in, events out."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path

PROJECT = Path(__file__).parents[2]
WORKER = PROJECT / "accessibility" / "worker.py"

BEFORE = """
import sys, time
sys.path.insert(0, ROOT)
from accessibility import worker
from accessibility.operations import installation
from accessibility.operations.request import Answer, Operation

def ping(run):
    '''Put something else in the place of the operation ping: it is given its parameters.'''
    installation.OPERATIONS["ping"] = Operation(lambda given: given, run)

def until_cancelled(given, context):
    from accessibility.progress import heed
    context.progress.start("Waiting")
    while True:
        time.sleep(0.01)
        heed(context.progress)
"""

WAITING = "ping(until_cancelled)"
"""A worker whose ping goes on until it is cancelled."""


class WorkerProcess:
    """
    A worker.

    With `before`, Python code, the worker runs from a script that begins so; otherwise by its path,
    as users run it.
    """

    def __init__(self, folder, *arguments, before=None, root=PROJECT, path=WORKER, **more):
        if before is not None:
            path = folder / "before.py"
            code = f"ROOT = {str(root)!r}\n{BEFORE}\n{before}\nworker.main()\n"
            path.write_text(code, encoding="utf-8")
        self.log = folder / "stderr.txt"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-u", str(path), *map(str, arguments)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                **more,
            )
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.number = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()

    def _read(self):
        with self.process.stdout as output:
            for line in output:
                self.lines.put(line)
        self.lines.put(None)

    def event(self, timeout=120):
        """The next event; None after the last."""
        line = self.lines.get(timeout=timeout)
        assert line is None or line.endswith(b"\n")
        return None if line is None else json.loads(line.decode("ascii"))

    def events(self, timeout=120):
        """All events that are left."""
        return list(iter(lambda: self.event(timeout), None))

    def write(self, line):
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def ask(self, op, params=None, **more):
        """Send a request and give its id."""
        self.number += 1
        request = {"id": self.number, "op": op, "params": params or {}, **more}
        self.write(json.dumps(request).encode() + b"\n")
        return self.number

    def end_of(self, number, timeout=120):
        """Wait for the event that ends a request; those of others are passed over."""
        until = time.monotonic() + timeout
        while (event := self.event(until - time.monotonic())) is not None:
            if event["id"] == number and event["event"] in {"result", "error"}:
                return event
        raise AssertionError(f"the worker ended: {self.log.read_text(errors='replace')}")

    def answer(self, op, params=None, **more):
        """Send a request and wait for its end."""
        return self.end_of(self.ask(op, params, **more))

    def wait(self, timeout=60):
        """Close the worker's input and wait for its exit code."""
        self.process.stdin.close()
        code = self.process.wait(timeout)
        self.process.stdin = open(os.devnull, "wb")  # noqa: PTH123, SIM115
        return code
