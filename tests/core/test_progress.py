"""Progress: silent for short work, a bar at a terminal, seldom lines elsewhere."""

import io
import sys

import pytest

from accessibility import progress as module
from accessibility.progress import LineProgress, RichProgress, Silent, for_terminal


class Terminal(io.StringIO):
    def isatty(self):
        return True


def watch(progress, steps=3):
    progress.start("Reading streets", steps)
    for _ in range(steps):
        progress.advance()
    progress.finish()


def test_silent_says_nothing_and_never_cancels(capsys):
    watch(Silent())
    assert not Silent().cancelled()
    assert capsys.readouterr() == ("", "")


def test_the_stream_decides_how_progress_is_shown(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert isinstance(for_terminal(), RichProgress)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert isinstance(for_terminal(), LineProgress)


def test_short_work_shows_no_bar(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    watch(RichProgress())
    assert screen.getvalue() == ""


@pytest.mark.parametrize("total", [3, None])
def test_longer_work_shows_what_is_done(monkeypatch, total):
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(module, "QUIET_SECONDS", 0.0)
    progress = RichProgress()
    progress.start("Reading streets", total)
    progress._timer.join(5)
    progress.advance(2)
    progress.finish()
    progress.finish()  # a second time is harmless
    assert "Reading streets" in screen.getvalue()
    assert not progress.cancelled()


def test_without_a_terminal_there_is_a_line_now_and_then(monkeypatch):
    clock = iter([0.0, 1.0, 10.0, 11.0])
    monkeypatch.setattr(module.time, "monotonic", lambda: next(clock))
    stream = io.StringIO()
    watch(LineProgress(stream))
    assert stream.getvalue() == "Reading streets: 2 of 3\n"
