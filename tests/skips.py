"""Where CI is set, a skipped test fails the session: a missing file turns no check off unseen."""

import pytest


class ForbiddenSkips:
    """Notes what is skipped, here or in the processes that run tests for this one."""

    def __init__(self) -> None:
        self.skipped: dict[str, None] = {}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.skipped[report.nodeid] = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        excused = hasattr(report, "wasxfail") or "may_skip" in report.keywords
        if report.skipped and not excused:
            self.skipped[report.nodeid] = None

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.skipped:
            terminalreporter.section("skipped where CI is set: a failure", red=True, bold=True)
            for nodeid in self.skipped:
                terminalreporter.line(nodeid)
