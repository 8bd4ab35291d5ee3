"""Where QGIS cannot be installed the plugin's tests are skipped in so many words, and CI fails."""

import os
import shutil
import subprocess

import pytest

from tests.conftest import PROJECT

CANNOT = 3
NEEDED = "cat", "dirname", "find", "sh"


@pytest.fixture
def poor_machine(tmp_path):
    """A PATH with next to nothing on it, to which programs can be added."""
    for name in NEEDED:
        (tmp_path / name).symlink_to(shutil.which(name))
    return tmp_path


def run(script, machine, **variables):
    environment = {name: os.environ[name] for name in ("HOME",) if name in os.environ}
    environment |= {"PATH": str(machine), **variables}
    command = [machine / "sh", PROJECT / "tools" / script]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def add(machine, name, text):
    program = machine / name
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)


def test_on_other_systems(poor_machine):
    done = run("get_qgis.sh", poor_machine)
    assert done.returncode == CANNOT
    assert done.stderr.startswith("Plugin tests are skipped: there is no QGIS here")


def test_where_nobody_may_install(poor_machine):
    add(poor_machine, "apt-get", "exit 1")
    add(poor_machine, "id", "echo 1000")
    done = run("get_qgis.sh", poor_machine)
    assert done.returncode == CANNOT
    assert done.stderr.startswith("Plugin tests are skipped: something is missing")
    assert "apt install qgis" in done.stderr


def test_an_installation_that_fails_is_a_failure(poor_machine):
    add(poor_machine, "apt-get", "exit 100")
    add(poor_machine, "id", "echo 0")
    assert run("get_qgis.sh", poor_machine).returncode == 100


def test_skipped_tests_pass_for_developers_and_fail_for_ci(poor_machine):
    assert run("test_plugin.sh", poor_machine).returncode == 0
    done = run("test_plugin.sh", poor_machine, CI="true")
    assert done.returncode == CANNOT
    assert "Plugin tests are skipped" in done.stderr
