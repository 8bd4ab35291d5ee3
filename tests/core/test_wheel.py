"""The wheel: what it holds, and that the demo runs from it, away from this repository."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import PROJECT, tracked_files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=PROJECT,
        capture_output=True,
        check=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_package_and_the_sample_and_no_generator(wheel, sample):
    names = set(zipfile.ZipFile(wheel).namelist())
    package = PROJECT / "accessibility"
    for path in package.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(PROJECT).as_posix() in names
    written = {
        f"accessibility/sample/{path.relative_to(sample).as_posix()}"
        for path in tracked_files()
        if path.is_relative_to(sample) and path.suffix != ".py"
    }
    travelling = {name for name in names if name.startswith("accessibility/sample/")}
    assert travelling == written
    assert {Path(name).suffix for name in travelling} >= {".pbf", ".zip"}
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_demo_runs_from_the_wheel(wheel, tmp_path):
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    code = "import accessibility.cli; print(accessibility.__file__); accessibility.cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "demo", "written"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(installed))
    matrices = list((tmp_path / "written").rglob("*.parquet"))
    assert any(path.name in done.stdout for path in matrices), done.stdout
