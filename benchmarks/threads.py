"""Two threads against one, on the transit matrix of the centroids."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from accessibility.engines.builtin import matrix_block
from accessibility.executors.blocks import Block, Extent
from accessibility.executors.threads import Threads
from accessibility.progress import Silent
from accessibility.routing.compiled import kernel

from .places import Place
from .report import Figure, Section, Wanted
from .timing import ALL_THREADS, WALL, in_turns
from .transit_matrix import Contenders, centroids_by_five

TURNS = 7
BLOCK = 16
SPIN = 200_000_000


@kernel
def spin(steps: int) -> int:
    """Count in a way that no compiler can shorten: work that shares nothing with other threads."""
    state = np.uint64(1)
    for _ in range(steps):
        state ^= state << np.uint64(13)
        state ^= state >> np.uint64(7)
        state ^= state << np.uint64(17)
    return state


def run(place: Place) -> list[Section]:
    """Measure one thread and two, in turns."""
    contenders = Contenders(place.network, centroids_by_five(place))
    points, percentiles = contenders.work.points, contenders.work.percentiles

    def answer(threads: int) -> None:
        def compute(block: Block, stop: NDArray[np.uint8]) -> NDArray[np.int32]:
            part = slice(block.start, block.stop)
            return matrix_block(
                contenders.query, points.lon[part], points.lat[part], percentiles, stop
            )

        blocks = Extent(len(points), len(points)).cut(BLOCK)
        Threads(threads).run(compute, blocks, lambda _block, _answer: None, Silent())

    def count(threads: int) -> None:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(spin, [SPIN // 2, SPIN // 2]))

    ours = {"one": lambda: answer(1), "two": lambda: answer(2)}
    times = in_turns(
        {
            **ours,
            "counting by one": lambda: count(1),
            "counting by two": lambda: count(2),
        },
        TURNS,
        WALL,
    )
    gain = times.ratio("one", "two")
    possible = times.ratio("counting by one", "counting by two")
    work = in_turns(ours, TURNS, ALL_THREADS)
    more_work = work.ratio("two", "one")
    reason = (
        f"a loop that shares nothing gains {possible:.3g} here. Two threads use {more_work:.3g} "
        f"times the processor time of one, which leaves {2 / more_work:.3g} where two processors "
        "are free"
    )
    processors = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    )
    return [
        Section(
            title="Two threads",
            text=(
                f"The transit matrix of {len(points)} points with five percentiles, in blocks of "
                f"{BLOCK} origins; time for all of it on a machine with {processors} processors. "
                "Beside it a loop that shares nothing: what two threads can gain on this machine "
                "at this moment."
            ),
            base="two threads",
            figures=[
                Figure("one thread", times.best("one"), gain),
                Figure("two threads", times.best("two"), 1.0),
                Figure("the loop, one thread", times.best("counting by one"), possible),
                Figure("the loop, two threads", times.best("counting by two"), 1.0),
            ],
            wanted=[
                Wanted(
                    "one thread's time, in two threads'",
                    gain,
                    at_least=1.7,
                    reason=reason,
                )
            ],
        )
    ]
