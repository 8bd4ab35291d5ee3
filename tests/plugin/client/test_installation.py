"""A real environment with the real libraries, in which the real worker answers."""

import os
import time

import pytest


@pytest.fixture
def installed(home, wait, monkeypatch):
    from access_to_services.plugin.client.installer import Installer

    # What other tests have compiled is used again: compiling is not what is tried here.
    monkeypatch.setenv("ACCESSIBILITY_CACHE_DIR", os.environ["COMPILED_SEARCHES"])
    installer = Installer()
    ends, checks, said = [], [], []
    installer.finished.connect(ends.append)
    installer.checked.connect(checks.extend)
    began = time.monotonic()

    def note(fraction, text):
        print(f"{time.monotonic() - began:6.1f} s {fraction} {text}")  # noqa: T201 - it is long
        said.append((fraction, text))

    installer.progress.connect(note)
    installer.install()
    wait(lambda: ends, seconds=600)
    assert ends == [None], ends[0].details
    return checks, said


@pytest.mark.slow
def test_an_environment_is_made_and_works(installed, wait):
    from access_to_services.plugin.client import environment
    from access_to_services.plugin.client.process import Worker

    checks, said = installed
    assert environment.state() is environment.State.READY
    assert [check for check in checks if not check["ok"]] == []
    assert {"Python", "Searches"} <= {check["name"] for check in checks}
    fractions = [fraction for fraction, _ in said if fraction is not None]
    assert fractions == sorted(fractions)
    worker = Worker()
    results = []
    request = worker.request("ping", {})
    request.result.connect(lambda *args: results.append(args))
    wait(lambda: results)
    worker.stop()
