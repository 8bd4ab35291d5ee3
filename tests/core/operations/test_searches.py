"""Searches are compiled once, by a thread that nobody has to wait for."""

import threading

import pytest

from accessibility.engines import builtin
from accessibility.errors import Interrupted
from accessibility.operations.searches import Searches
from accessibility.progress import Silent


class Watch(Silent):
    def __init__(self, stop_after=None):
        self.tasks, self.steps, self.stop_after = [], 0, stop_after

    def start(self, task, total=None):
        self.tasks.append((task, total))

    def advance(self, n=1):
        self.steps += n

    def cancelled(self):
        return self.stop_after is not None and self.steps >= self.stop_after


@pytest.fixture
def slow(monkeypatch):
    """Compiling that waits for a signal after its second step."""
    go_on = threading.Event()
    calls = []

    def compile_kernels(progress):
        calls.append(progress)
        progress.start("Compiling searches", 3)
        progress.advance(2)
        assert go_on.wait(30)
        progress.advance()

    monkeypatch.setattr(builtin, "compile_kernels", compile_kernels)
    yield go_on, calls
    go_on.set()


def test_whoever_cancels_leaves_and_the_compiling_goes_on_for_the_next(slow):
    go_on, calls = slow
    searches = Searches()
    impatient = Watch(stop_after=2)
    with pytest.raises(Interrupted):
        searches.compile(impatient)
    assert searches.are_being_compiled
    go_on.set()
    patient = Watch()
    searches.compile(patient)
    assert not searches.are_being_compiled
    assert impatient.tasks == [("Compiling searches", 3)]
    assert len(calls) == 1
    searches.compile(patient)
    assert len(calls) == 1


def test_it_may_begin_before_anybody_waits(slow):
    go_on, calls = slow
    searches = Searches()
    searches.begin()
    searches.begin()
    assert searches.are_being_compiled
    go_on.set()
    searches.compile(Watch())
    assert len(calls) == 1


def test_a_fault_is_told_and_tried_again(monkeypatch):
    outcomes = [RuntimeError("no LLVM"), None]

    def compile_kernels(_progress):
        outcome = outcomes.pop(0)
        if outcome is not None:
            raise outcome

    monkeypatch.setattr(builtin, "compile_kernels", compile_kernels)
    searches = Searches()
    with pytest.raises(RuntimeError, match="no LLVM"):
        searches.compile(Watch())
    searches.compile(Watch())
    assert outcomes == []
