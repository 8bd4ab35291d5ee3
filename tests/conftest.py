"""What all tests share: where data lies, how hypothesis runs, and that CI skips nothing."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import settings

PROJECT = Path(__file__).resolve().parents[1]

# CI is set by the machine that decides; there every run tries the same examples.
IN_CI = bool(os.environ.get("CI"))
settings.register_profile("developer", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if IN_CI else "developer")

_forbidden_skips = pytest.StashKey[list[str]]()


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
    config.stash[_forbidden_skips] = []


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    report = yield
    if report.skipped:
        collector.config.stash[_forbidden_skips].append(collector.nodeid)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    excused = hasattr(report, "wasxfail") or item.get_closest_marker("may_skip")
    if report.skipped and not excused:
        item.config.stash[_forbidden_skips].append(item.nodeid)
    return report


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    skipped = session.config.stash[_forbidden_skips]
    if IN_CI and skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.config.stash[_forbidden_skips]
    if IN_CI and skipped:
        terminalreporter.section("skipped where CI is set: a failure", red=True, bold=True)
        for nodeid in skipped:
            terminalreporter.line(nodeid)
