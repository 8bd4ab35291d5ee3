"""Blocks of origins over the threads of one machine."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from accessibility.errors import Interrupted, UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.executors.blocks import Block
    from accessibility.progress import Progress

__all__ = ["Compute", "Save", "Threads"]

Compute = Callable[["Block", "NDArray[np.uint8]"], "NDArray[np.int32]"]
"""Work of one block: it stops early, with whatever answer, once the one-byte flag is set."""

Save = Callable[["Block", "NDArray[np.int32]"], None]
"""What happens to the answer of a block; called from several threads."""

POLL_SECONDS = 0.2
MOST_ORIGINS = 64
MOST_CELLS = 2_000_000


@dataclass(frozen=True)
class Threads:
    """
    Work blocks of origins in threads.

    Parameters
    ----------
    n
        Number of threads; default one per processor that this process may use.
    block_size
        Origins per block; default chosen so that a block takes seconds at most. An unfinished run
        that is resumed keeps its own.

    Raises
    ------
    UsageError
        If a number is below 1.
    """

    n: int | None = None
    block_size: int | None = None

    def __post_init__(self) -> None:
        for name, value in (("threads", self.n), ("block_size", self.block_size)):
            if value is not None and value < 1:
                raise UsageError(f"{name}: {value} is too few. Give 1 or more, or leave it out.")

    @property
    def count(self) -> int:
        """How many threads work."""
        if self.n is not None:
            return self.n
        if hasattr(os, "sched_getaffinity"):
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1

    def origins_per_block(self, n_origins: int, cells_per_origin: int) -> int:
        """
        Choose the size of blocks.

        Parameters
        ----------
        n_origins
            How many origins there are.
        cells_per_origin
            How many numbers each origin gives.

        Returns
        -------
        int
            Origins per block, as asked or so that memory and waiting stay small.
        """
        if self.block_size is not None:
            return self.block_size
        share = -(-n_origins // (4 * self.count))
        return max(1, min(MOST_ORIGINS, MOST_CELLS // max(1, cells_per_origin), share))

    def run(
        self, compute: Compute, blocks: "Sequence[Block]", save: Save, progress: "Progress"
    ) -> None:
        """
        Work all blocks.

        Parameters
        ----------
        compute
            Work of one block.
        blocks
            The blocks.
        save
            What to do with each answer.
        progress
            Hears of finished origins and may cancel.

        Raises
        ------
        Interrupted
            If the progress cancelled. What was saved stays saved.
        """
        stop = np.zeros(1, np.uint8)

        def work(block: "Block") -> int:
            if stop[0]:
                return 0
            answer = compute(block, stop)
            if stop[0]:  # it may have been cut short
                return 0
            save(block, answer)
            return len(block)

        with ThreadPoolExecutor(self.count, "block") as pool:
            try:
                for origins in _as_they_finish(pool, work, blocks, progress):
                    progress.advance(origins)
            except BaseException:
                stop[0] = 1
                raise


def _as_they_finish(
    pool: ThreadPoolExecutor,
    work: "Callable[[Block], int]",
    blocks: "Sequence[Block]",
    progress: "Progress",
) -> Iterator[int]:
    """Keep a short queue, so that neither memory nor what a stop must wait for grows."""
    waiting = iter(blocks)
    running: set[Future[int]] = set()
    left = len(blocks)
    while left:
        for block in waiting:
            running.add(pool.submit(work, block))
            if len(running) >= 2 * pool._max_workers:  # noqa: SLF001
                break
        done, running = wait(running, POLL_SECONDS, FIRST_COMPLETED)
        for future in done:
            yield future.result()
            left -= 1
        if left and progress.cancelled():
            msg = "Stopped as asked."
            raise Interrupted(msg)
