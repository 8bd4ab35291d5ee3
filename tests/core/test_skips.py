"""Where CI is set, a skipped test is a failure: conftest's rule, tried on sessions of its own."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import PROJECT

BODY = {
    "plain skip": "import pytest\ndef test_a():\n    pytest.skip('no data')\n",
    "skip by mark": "import pytest\n@pytest.mark.skip(reason='no')\ndef test_a():\n    pass\n",
    "whole file": "import pytest\npytest.skip('no data', allow_module_level=True)\n",
    "excused": "import pytest\n@pytest.mark.may_skip\ndef test_a():\n    pytest.skip('fine')\n",
    "expected failure": "import pytest\n@pytest.mark.xfail\ndef test_a():\n    raise OSError\n",
    "real data": "def test_a(newport):\n    pass\n",
    "passing": "def test_a():\n    pass\n",
}


@pytest.fixture
def run_session(tmp_path):
    """Run one test file below this project's conftest, far from the real data."""

    def run(body: str, *, in_ci: bool, processes: str = "0") -> subprocess.CompletedProcess[str]:
        project = tmp_path / "project"
        (project / "tests" / "core").mkdir(parents=True)
        shutil.copy(PROJECT / "pyproject.toml", project)
        for name in ("conftest.py", "skips.py"):
            shutil.copy(PROJECT / "tests" / name, project / "tests")
        (project / "tests" / "core" / "test_one.py").write_text(body, encoding="utf-8")
        (project / "tests" / "core" / "test_other.py").write_text(BODY["passing"], encoding="utf-8")
        environment = {key: value for key, value in os.environ.items() if key != "CI"}
        return subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:cov"),
                "-n",
                processes,
                "tests/core",
            ],
            cwd=project,
            env={**environment, **({"CI": "true"} if in_ci else {})},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.parametrize("processes", ["0", "2"])
@pytest.mark.parametrize("kind", ["plain skip", "skip by mark", "whole file", "real data"])
def test_a_skip_fails_in_ci(run_session, kind, processes):
    done = run_session(BODY[kind], in_ci=True, processes=processes)
    assert done.returncode == 1, done.stdout
    assert ("skipped where CI is set" in done.stdout) == ("skip" in BODY[kind])


@pytest.mark.parametrize("kind", ["excused", "expected failure", "passing"])
def test_what_is_excused_passes_in_ci(run_session, kind):
    done = run_session(BODY[kind], in_ci=True, processes="2")
    assert done.returncode == 0, done.stdout


def test_a_skip_passes_elsewhere_and_says_why(run_session):
    done = run_session(BODY["real data"], in_ci=False)
    assert done.returncode == 0, done.stdout
    assert "no real data at" in done.stdout
