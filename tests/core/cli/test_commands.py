"""The command line: help is quick, faults are one message and an exit code, never a traceback."""

import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from accessibility import cli
from accessibility.errors import InputError, Interrupted, UsageError

COMMAND = [sys.executable, "-m", "accessibility"]
MATRIX = ["matrix", "n", "--origins", "o.csv", "--destinations", "d.csv"]


def run(*arguments):
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    "command",
    [
        *([], ["network"], ["network", "build"], ["network", "check"], ["matrix"], ["demo"]),
        *(["doctor"], ["gtfs"], ["gtfs", "clean"], ["gtfs", "clip"]),
    ],
)
def test_every_command_has_help(command):
    done = run(*command, "--help")
    assert done.exit_code == 0
    assert "Usage:" in done.stdout


def test_help_waits_for_no_kernel_and_no_table():
    """What makes help slow is what it imports; wall time would say how busy the machine is."""
    program = (
        "import sys\nfrom accessibility import cli\n"
        "try:\n    cli.app(['matrix', '--help'])\nexcept SystemExit:\n    pass\n"
        "print('imported', *sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    shown, _, imported = done.stdout.rpartition("imported ")
    assert "Usage:" in shown
    slow = {
        "numba",
        "numpy",
        "scipy",
        "polars",
        "pandas",
        "geopandas",
        "shapely",
        "pyproj",
        "matplotlib",
    }
    assert slow.isdisjoint(imported.split())


def test_the_version_is_told():
    assert run("--version").stdout.startswith("accessibility 0.")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["matrices"], "No such command"),
        (["matrix"], "Missing argument"),
        ([*MATRIX, "--output", "m.xlsx", "--mode", "walk"], "written as .parquet or .csv"),
        ([*MATRIX, "--output", "m.csv", "--mode", "fly"], "mode"),
        ([*MATRIX, "--output", "m.csv", "--max-time", "soon"], "Error: --max-time: "),
        ([*MATRIX, "--output", "m.csv", "--window", "2h"], "needs a departure or a deadline"),
        ([*MATRIX, "--output", "m.csv", "--mode", "car", "--window", "2h"], "--window needs the"),
        (
            [*MATRIX, "--output", "m.csv", "--mode", "car", "--transit-modes", "bus"],
            'Error: --transit-modes: is for mode "transit"',
        ),
        ([*MATRIX, "--output", "m.csv", "--depart", "8 am"], "Error: --depart: "),
        ([*MATRIX, "--output", "m.csv"], '--depart "2023-06-13 08:00" or --arrive'),
        (
            [*MATRIX, "--output", "m.csv", "--mode", "fly", "--max-rides", "0"],
            "; --max-rides: ",
        ),
        (
            [*MATRIX, "--output", "m.csv", "--mode", "walk", "--percentiles", "a,b"],
            "whole numbers from 1 to 100",
        ),
        ([*MATRIX, "--output", "m.csv", "--mode", "walk", "--threads", "0"], "Give 1 or more"),
        (["network", "build", "--osm", "x"], "Missing option"),
    ],
)
def test_wrong_usage_ends_with_2(arguments, message):
    done = run(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (InputError("o.csv row 3: wrong."), 1, "Error: o.csv row 3: wrong.\n"),
        (UsageError("no."), 2, "Error: no.\n"),
        (Interrupted("Stopped: 2 of 5."), 130, "Stopped: 2 of 5.\n"),
        (KeyboardInterrupt("Stopped: 2 of 5."), 130, "Stopped: 2 of 5.\n"),
        (KeyboardInterrupt(), 130, "Stopped.\n"),
        (MemoryError(), 1, "Error: There is not enough memory"),
    ],
)
def test_what_ends_a_command_is_one_message_and_one_code(monkeypatch, raised, code, said):
    def fail(*_arguments, **_options):
        raise raised

    monkeypatch.setattr("accessibility.installation.all_checks", fail)
    done = run("doctor")
    assert done.exit_code == code
    assert done.stderr.startswith(said)
    assert "Traceback" not in done.output


def test_a_fault_of_the_program_asks_for_a_report_and_shows_its_traceback_on_request():
    code = (
        "import accessibility.cli, accessibility.installation as checks, sys\n"
        "checks.all_checks = lambda _: 1 / 0\n"
        "sys.argv = ['accessibility', 'doctor']\n"
        "accessibility.cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "a fault of this program: ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr
    wanted = {**os.environ, "ACCESSIBILITY_TRACEBACK": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, env=wanted
    )
    assert "Traceback" in done.stderr
