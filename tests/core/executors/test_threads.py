"""Threads: every block is worked once, faults and stops end all of them, soon."""

import threading
import time

import numpy as np
import pytest

from accessibility.errors import InputError, Interrupted, UsageError
from accessibility.executors.blocks import Extent
from accessibility.executors.threads import Threads
from accessibility.progress import Silent


class Watcher(Silent):
    def __init__(self, cancel_after=None):
        self.done = 0
        self.cancel_after = cancel_after

    def advance(self, n=1):
        self.done += n

    def cancelled(self):
        return self.cancel_after is not None and self.done >= self.cancel_after


def collect(threads, n=10, block_size=3, compute=None, progress=None):
    saved = {}

    def numbers(block, _stop):
        return np.arange(block.start, block.stop)

    progress = progress or Watcher()
    threads.run(
        compute or numbers,
        Extent(n, 1).cut(block_size),
        lambda b, a: saved.update({b.number: a}),
        progress,
    )
    return saved, progress


@pytest.mark.parametrize("n", [1, 2, 5, 50])
def test_every_block_is_worked_once_and_reported(n):
    saved, progress = collect(Threads(n))
    assert [list(saved[i]) for i in range(4)] == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]]
    assert progress.done == 10


def test_no_blocks_are_no_work():
    assert collect(Threads(2), n=0)[0] == {}


def test_a_fault_in_a_block_ends_the_others_and_comes_out():
    started = []

    def compute(block, stop):
        started.append(block.number)
        if block.number == 1:
            raise InputError("broken")
        while not stop[0]:
            time.sleep(0.01)
        return np.zeros(1)

    with pytest.raises(InputError, match="broken"):
        collect(Threads(2), n=100, block_size=1, compute=compute)
    assert len(started) < 10


def test_a_stop_reaches_running_blocks_and_their_answers_are_thrown_away():
    saved = {}
    running = threading.Event()

    def compute(block, stop):
        if block.number == 0:
            return np.zeros(1)
        running.set()
        while not stop[0]:
            time.sleep(0.01)
        return np.full(1, -99)

    began = time.monotonic()
    with pytest.raises(Interrupted):
        Threads(2).run(
            compute,
            Extent(50, 1).cut(1),
            lambda b, a: saved.update({b.number: a}),
            Watcher(cancel_after=1),
        )
    assert running.is_set()
    assert list(saved) == [0]
    assert time.monotonic() - began < 1


def test_blocks_are_small_enough_for_all_threads_and_for_memory():
    threads = Threads(2)
    assert threads.origins_per_block(511, 66) == 64
    assert threads.origins_per_block(16, 66) == 2
    assert threads.origins_per_block(100_000, 1_000_000) == 2
    assert threads.origins_per_block(100_000, 10_000_000) == 1
    assert Threads(2, block_size=7).origins_per_block(511, 66) == 7
    assert Threads().count >= 1


@pytest.mark.parametrize("wrong", [{"n": 0}, {"block_size": 0}])
def test_less_than_one_is_a_usage_error(wrong):
    with pytest.raises(UsageError, match="Give 1 or more"):
        Threads(**wrong)
