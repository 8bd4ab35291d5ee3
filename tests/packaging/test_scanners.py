"""The scanners that plugins.qgis.org runs on what is uploaded, and one that knows old Pythons."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PER_LINE = 120  # characters, as there


# flake8's style is PEP 8 as it was; the formatter's is PEP 8 as it is.
OLD_STYLE = ("E203", "W503")
# Tests hand in an iface of their own; of results that nobody looked at the linter knows too little.
NOT_OURS = ("QGS105", "QGS201", "QGS202")


def run(tool, *words, cwd):
    """Run a tool of this environment; its exit code tells nothing but that there are findings."""
    command = [Path(sys.executable).with_name(tool), *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_bandit_finds_nothing(unpacked):
    done = run("bandit", "-r", ".", "-f", "json", "-q", cwd=unpacked)
    report = json.loads(done.stdout)
    assert report["errors"] == []
    assert report["metrics"]["_totals"]["loc"] > 0
    found = [f"{r['filename']}:{r['line_number']} {r['issue_text']}" for r in report["results"]]
    assert found == []


def test_no_secrets_are_found(unpacked):
    scan = ["scan", "--all-files", "--exclude-files", r"metadata\.txt", "."]
    done = run("detect-secrets", *scan, cwd=unpacked)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"] == {}


@pytest.mark.parametrize("folder", ["plugin", "__init__.py"])
def test_flake8_with_the_rules_for_qgis_finds_nothing(unpacked, folder):
    ignored = f"--extend-ignore={','.join(OLD_STYLE + NOT_OURS)}"
    done = run(
        "flake8", "--isolated", f"--max-line-length={PER_LINE}", ignored, folder, cwd=unpacked
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_flake8_knows_the_rules_for_qgis(tmp_path):
    (tmp_path / "wrong.py").write_text("from PyQt5.QtCore import Qt\n\nprint(Qt)\n")
    done = run("flake8", "--isolated", "wrong.py", cwd=tmp_path)
    assert "QGS" in done.stdout


def test_nothing_in_qgis_needs_a_younger_python_than_3_9(unpacked):
    options = ["-t=3.9-", "--violations", "--eval-annotations", "--no-tips"]
    options += ["--exclude", "int.is_integer"]  # it is a float's, which is old
    done = run("vermin", *options, "plugin", "__init__.py", cwd=unpacked)
    assert done.returncode == 0, done.stdout
