"""
A worker that speaks the contract and misbehaves on demand; it needs no library.

An `op` is a behaviour. FAKE_HELLO, where set, is the protocol it claims, or "silent".
"""

import json
import os
import sys
import threading
import time
from pathlib import Path


def say(event, number=None, **values):
    line = json.dumps({"event": event, "id": number, **values}).encode() + b"\n"
    with LOCK:
        os.write(1, line)


LOCK = threading.Lock()
CANCELLED = set()
WAITING = []
ARRIVED = threading.Condition()


def result(number, **summary):
    say("result", number, summary=summary, files={"output": "/tmp/a ä.gpkg"})


def steps(number, params):
    """Work that reports and can be cancelled."""
    for step in range(params["steps"]):
        if number in CANCELLED:
            return say("error", number, code="cancelled", message="Cancelled.", hint="", details="")
        say("progress", number, fraction=step / params["steps"], text=f"step {step}")
        time.sleep(params.get("pause", 0.02))
    return result(number, steps=params["steps"], params=params)


def deaf(number, params):
    """Work that hears no cancel."""
    say("progress", number, fraction=None, text="deaf")
    time.sleep(params["seconds"])
    result(number, slept=params["seconds"])


def garbage(number, _params):
    os.write(1, b'printed by a library\n\xff\xfe\n[1, 2]\n{"event": "joy"}\n{"event": 5}\n')
    os.write(1, b'{"event": "result", "id": [1], "summary": {}, "files": {}}\n')
    os.write(1, b'{"event": "result", "id": %d, "summary": 7}\n' % number)
    result(number, after="garbage")


def die(_number, params):
    os.write(2, "about to die: ärger\n".encode())
    if params.get("signal"):
        os.kill(os.getpid(), params["signal"])
        time.sleep(10)  # the signal may go to another thread
    os._exit(params.get("code", 3))


def huge(number, _params):
    os.write(2, b"x" * 300_000 + b"\n")
    result(number, text="ä" * 60_000)


def fail(number, _params):
    say(
        "error",
        number,
        code="network",
        message="The network is gone.",
        hint="Open it.",
        details="tb",
    )


def variables(number, _params):
    result(number, variables=dict(os.environ), flags=[sys.flags.isolated, sys.flags.utf8_mode])


def no_answer(_number, _params):
    pass


def doctor(number, _params):
    say("progress", number, fraction=None, text="compiling")
    checks = [
        {"name": "Python", "ok": True, "found": "3.12", "remedy": ""},
        {
            "name": "Searches",
            "ok": not os.environ.get("FAKE_ILL"),
            "found": "compiled in 1.0 s",
            "remedy": "Press “Repair”.",
        },
    ]
    result(number, checks=checks)


OPS = {
    "steps": steps,
    "deaf": deaf,
    "garbage": garbage,
    "die": die,
    "huge": huge,
    "fail": fail,
    "variables": variables,
    "no_answer": no_answer,
    "doctor": doctor,
}


def work():
    while True:
        with ARRIVED:
            ARRIVED.wait_for(lambda: WAITING)
            request = WAITING.pop(0)
        serve(request)


def serve(request):
    number = request["id"]
    if number in CANCELLED:
        say("error", number, code="cancelled", message="Cancelled.", hint="", details="")
    else:
        OPS[request["op"]](number, request["params"])


def take(request):
    if request["op"] == "cancel":
        CANCELLED.add(request["params"]["id"])
        result(request["id"], found=True)
        return
    with ARRIVED:
        live = request.get("live")
        for other in [other for other in WAITING if live and other.get("live") == live]:
            WAITING.remove(other)
            say("error", other["id"], code="replaced", message="Replaced.", hint="", details="")
        WAITING.append(request)
        ARRIVED.notify()


def main():
    claimed = os.environ.get("FAKE_HELLO", "1")
    if claimed == "silent":
        time.sleep(60)
    package = os.environ.get("FAKE_PACKAGE", str(Path(__file__).parent))
    say("hello", protocol=int(claimed), version="0", package=package, python="3", versions={})
    if sys.argv[1:2] == ["--request"]:
        serve(json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
        return
    threading.Thread(target=work, daemon=True).start()
    for line in sys.stdin.buffer:
        take(json.loads(line))
    os._exit(0)


main()
