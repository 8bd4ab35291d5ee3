"""One matrix, from its first block to a table in memory or a file on disk."""

import logging
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from accessibility.errors import Interrupted, OutputError
from accessibility.executors.blocks import Block, BlockFolder, Extent, open_blocks
from accessibility.files import atomic, output_errors, write_json
from accessibility.progress import heed
from accessibility.results.unsnapped import UnsnappedPoint, points_path, write_unsnapped
from accessibility.results.writers import check_output, write_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from pandas import DataFrame

    from accessibility.executors.threads import Compute, Save
    from accessibility.progress import Progress
    from accessibility.results.matrix import MatrixLayout

__all__ = ["Executor", "MatrixJob", "log_path", "matrix_in_memory", "matrix_to_file"]

logger = logging.getLogger("accessibility")


class Executor(Protocol):
    """What works the blocks."""

    @property
    def count(self) -> int:
        """How many workers there are."""

    def origins_per_block(self, n_origins: int, cells_per_origin: int) -> int:
        """Choose the size of blocks."""

    def run(
        self, compute: "Compute", blocks: "Sequence[Block]", save: "Save", progress: "Progress"
    ) -> None:
        """Work all blocks."""


@dataclass(frozen=True, eq=False)
class MatrixJob:
    """
    A matrix that is to be worked.

    Parameters
    ----------
    layout
        Rows and columns.
    compute
        Work of one block: seconds of shape (columns, points of the block, points at the other
        end).
    provenance
        All that the answers depend on; also the key under which blocks are kept.
    points
        Points that have no answers.
    warnings
        What the user should know of the answers.
    log
        What else goes to the log of the run, such as paths.
    turned
        For each moment whether it is searched from the destinations, not from the origins.
    """

    layout: "MatrixLayout"
    compute: "Compute"
    provenance: dict[str, Any]
    points: list[UnsnappedPoint] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    log: dict[str, Any] = field(default_factory=dict)
    turned: tuple[bool, ...] = (False,)

    @property
    def extent(self) -> Extent:
        """How large the work is."""
        layout = self.layout
        return Extent(len(layout.origin_ids), len(layout.destination_ids), self.turned)

    def block_size(self, executor: Executor) -> int:
        """
        Choose the size of blocks.

        Parameters
        ----------
        executor
            What will work them.

        Returns
        -------
        int
            Points per block.
        """
        layout = self.layout
        n_origins, n_destinations = len(layout.origin_ids), len(layout.destination_ids)
        turned = all(self.turned)
        searched, other = (n_destinations, n_origins) if turned else (n_origins, n_destinations)
        return executor.origins_per_block(searched, other * len(layout.columns))


def matrix_in_memory(job: MatrixJob, executor: Executor, progress: "Progress") -> "DataFrame":
    """
    Work a matrix that stays in memory.

    Parameters
    ----------
    job
        The matrix.
    executor
        What works the blocks.
    progress
        Hears of finished origins and may cancel.

    Returns
    -------
    DataFrame
        The matrix; its ``attrs`` hold ``points``, ``warnings`` and ``provenance``.
    """
    extent = job.extent
    n_origins, n_destinations = extent.n_origins, extent.n_destinations
    columns = len(job.layout.columns)
    seconds = np.empty((len(job.turned), columns, n_origins, n_destinations), np.int32)

    def save(block: Block, answer: "NDArray[np.int32]") -> None:
        part = seconds[block.part]
        if job.turned[block.part]:
            part[:, :, block.start : block.stop] = answer.transpose(0, 2, 1)
        else:
            part[:, block.start : block.stop] = answer

    blocks = extent.cut(job.block_size(executor))
    with _watched(progress, sum(map(len, blocks))):
        executor.run(job.compute, blocks, save, progress)
    table = job.layout.table(0, seconds.reshape(*seconds.shape[:2], -1)).to_pandas()
    table.attrs = {"points": job.points, "warnings": job.warnings, "provenance": job.provenance}
    return table


def matrix_to_file(job: MatrixJob, executor: Executor, progress: "Progress", output: Path) -> Path:
    """
    Work a matrix block by block into a file; an interrupted run is resumed.

    Parameters
    ----------
    job
        The matrix.
    executor
        What works the blocks.
    progress
        Hears of finished origins and may cancel.
    output
        The file, ``.parquet`` or ``.csv``. Beside it ``<stem>.points.csv`` lists points without
        answers, ``<output>.log.json`` says how the run went, and for CSV
        ``<stem>.provenance.json`` what the matrix was made from.

    Returns
    -------
    Path
        The output.

    Raises
    ------
    OutputError
        If the output cannot be written; finished blocks are kept.
    Interrupted
        If the progress cancelled; finished blocks are kept.
    """
    check_output(output)
    layout = job.layout
    started, clock = datetime.now(UTC), time.monotonic()
    size = job.block_size(executor)
    with open_blocks(output, job.provenance, job.extent, size) as folder:
        with _telling_what_is_kept(folder):
            with _watched(progress, sum(map(len, folder.blocks))):
                progress.advance(sum(len(b) for b in folder.blocks if b.number in folder.finished))
                executor.run(job.compute, folder.remaining(), folder.save, progress)
            with atomic(output, workspace=folder.path) as temporary:
                blocks, kind = _heeding(progress, folder.load()), output.suffix
                reached = write_matrix(temporary, layout, blocks, job.provenance, kind=kind)
                _write_beside(job, output)
        run = {
            "started": started.isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - clock, 3),
            "output": str(output.resolve()),
            "rows": layout.n_rows,
            "reached": reached,
            "threads": executor.count,
            "blocks": len(folder.blocks),
            "blocks_resumed": len(folder.finished),
            "python": platform.python_version(),
            "platform": platform.platform(),
        }
        write_json(log_path(output), {**run, **job.log})
        with output_errors(folder.path):
            folder.clear()
    return output


def log_path(output: Path) -> Path:
    """
    Name the file that says how a run went.

    Parameters
    ----------
    output
        The output, such as ``m.parquet``.

    Returns
    -------
    Path
        ``m.parquet.log.json`` beside it.
    """
    return output.with_name(f"{output.name}.log.json")


def _write_beside(job: MatrixJob, output: Path) -> None:
    write_unsnapped(output, job.points)
    if output.suffix.lower() == ".csv":
        write_json(output.with_name(f"{output.stem}.provenance.json"), job.provenance)
    if job.points:
        logger.info("%d points have no answers: see %s.", len(job.points), points_path(output))


def _heeding(
    progress: "Progress", blocks: "Iterator[NDArray[np.int32]]"
) -> "Iterator[NDArray[np.int32]]":
    """Let whoever asks to stop be heard between blocks."""
    progress.start("Writing the matrix")
    for block in blocks:
        heed(progress)
        yield block
    progress.finish()


@contextmanager
def _watched(progress: "Progress", n_points: int) -> Iterator[None]:
    """Show how far the work is, and take the bar away however it ends."""
    progress.start("Travel times", n_points)
    try:
        yield
    finally:
        progress.finish()


@contextmanager
def _telling_what_is_kept(folder: BlockFolder) -> Iterator[None]:
    """Add to what ended the work what it left behind and how to go on."""
    try:
        yield
    except (KeyboardInterrupt, Interrupted, OutputError) as error:
        said = str(error).strip() or "Stopped."
        msg = (
            f"{said} {folder.count()} of {len(folder.blocks)} blocks are done and kept in "
            f"{folder.path}: run the same again to go on from there."
        )
        raise type(error)(msg) from error
