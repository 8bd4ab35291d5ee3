"""Times of several ways to do the same work, in turns so that a busy machine is fair to all."""

import time
from collections.abc import Callable, Mapping

Clock = Callable[[], float]

ONE_THREAD: Clock = time.thread_time
"""Seconds of processor time of this thread: what other programs do meanwhile hardly counts."""
WALL: Clock = time.perf_counter
"""Seconds that pass: for work that uses several threads or waits for a disk."""
ALL_THREADS: Clock = time.process_time
"""Seconds of processor time of all threads: whether threads make more work of the same."""


class Times:
    """Seconds of each contender in each turn."""

    def __init__(self, seconds: Mapping[str, list[float]]) -> None:
        self.seconds = dict(seconds)

    def best(self, name: str) -> float:
        """Return the shortest time: other programs can only lengthen one."""
        return min(self.seconds[name])

    def ratio(self, name: str, base: str) -> float:
        """Return how many times the base's shortest time a contender's shortest time is."""
        return self.best(name) / self.best(base)


def in_turns(contenders: Mapping[str, Callable[[], object]], turns: int, clock: Clock) -> Times:
    """Run every contender once to warm up, then all of them in turns: A B C A B C ..."""
    for run in contenders.values():
        run()
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(turns):
        for name, run in contenders.items():
            begin = clock()
            run()
            seconds[name].append(clock() - begin)
    return Times(seconds)
