"""What all tests but the plugin's share: data, how hypothesis runs, and that CI skips nothing."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import settings

from tests.skips import ForbiddenSkips

PROJECT = Path(__file__).resolve().parents[1]

# CI is set by the machine that decides; there every run tries the same examples.
IN_CI = bool(os.environ.get("CI"))
settings.register_profile("developer", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if IN_CI else "developer")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data, beside the project and never part of it."""
    folder = PROJECT.parent / "shared" / "data"
    if folder.is_dir():
        return folder
    reason = f"no real data at {folder}"
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def newport(shared_data: Path) -> Path:
    """Newport in Wales: streets, timetables, places and another engine's matrices."""
    return shared_data / "newport"


@pytest.fixture(scope="session")
def sample() -> Path:
    """The made-up town that travels in the wheel."""
    return PROJECT / "sample_gtfs"


def tracked_files() -> list[Path]:
    """Files of the repository that git knows, as they are now."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    paths = [PROJECT / name for name in done.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def pytest_configure(config: pytest.Config) -> None:
    if IN_CI:
        config.pluginmanager.register(ForbiddenSkips())
