"""Blocks of a matrix, kept in a folder beside the output until all of them are there."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from accessibility.files import atomic, output_errors, write_json
from accessibility.lock import locked

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Block", "BlockFolder", "Extent", "open_blocks"]

logger = logging.getLogger("accessibility")


CELLS_AT_ONCE = 2_000_000
"""Cells that are read from the blocks at a time, for all their columns."""


@dataclass(frozen=True)
class Block:
    """
    Some consecutive points that are searched from in a part of the work.

    Parameters
    ----------
    number
        Number of the block, from 0.
    start
        First point.
    stop
        One past the last point.
    part
        The part: one for each moment that is asked.
    """

    number: int
    start: int
    stop: int
    part: int = 0

    def __len__(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True)
class Extent:
    """
    How large the work is.

    Parameters
    ----------
    n_origins, n_destinations
        Rows and columns of the matrix.
    turned
        For each part whether it is searched from the destinations, not from the origins.
    """

    n_origins: int
    n_destinations: int
    turned: tuple[bool, ...] = (False,)

    def searched(self, part: int) -> int:
        """
        Count the points that a part is searched from.

        Parameters
        ----------
        part
            The part.
        """
        return self.n_destinations if self.turned[part] else self.n_origins

    def cells(self, block: Block) -> int:
        """
        Count the cells of a block.

        Parameters
        ----------
        block
            The block.
        """
        other = self.n_origins if self.turned[block.part] else self.n_destinations
        return len(block) * other

    def cut(self, block_size: int) -> list[Block]:
        """
        Cut the work into blocks.

        Parameters
        ----------
        block_size
            Points in each block but the last of a part.

        Returns
        -------
        list of Block
            The blocks in order, part by part.
        """
        blocks: list[Block] = []
        for part in range(len(self.turned)):
            n = self.searched(part)
            for start in range(0, n, block_size):
                blocks.append(Block(len(blocks), start, min(start + block_size, n), part))
        return blocks

    def origins_at_once(self) -> int:
        """Count the origins whose cells are read together."""
        per_origin = max(1, self.n_destinations) * len(self.turned)
        return max(1, CELLS_AT_ONCE // per_origin)


@dataclass(frozen=True)
class BlockFolder:
    """
    The folder of finished blocks; made by `open_blocks`.

    Parameters
    ----------
    path
        The folder.
    extent
        How large the work is.
    blocks
        All blocks of the work.
    finished
        Numbers of the blocks that an earlier run had finished.
    """

    path: Path
    extent: Extent
    blocks: list[Block]
    finished: frozenset[int]

    def save(self, block: Block, seconds: "NDArray[np.int32]") -> None:
        """
        Keep a finished block.

        Parameters
        ----------
        block
            Which block it is.
        seconds
            Travel times; shape (columns, points of the block, points at the other end).

        Raises
        ------
        OutputError
            If the disk is full or the folder may not be written.
        """
        group = None
        if self.extent.turned[block.part]:
            # Origin by origin like all others, in row groups that can be read one at a time.
            seconds = seconds.transpose(0, 2, 1)
            group = self.extent.origins_at_once() * len(block)
        names = [f"seconds_{i}" for i in range(len(seconds))]
        lines = [pa.array(line.ravel()) for line in seconds]
        table = pa.Table.from_arrays(lines, names=names)
        with atomic(self._file(block)) as temporary:
            parquet.write_table(table, temporary, compression="zstd", row_group_size=group)

    def load(self) -> "Iterator[NDArray[np.int32]]":
        """
        Read all blocks, some origins at a time.

        Yields
        ------
        ndarray
            Seconds; shape (parts, columns, cells of these origins).
        """
        extent = self.extent
        readers = [
            (self._turned if turned else self._straight)(part)
            for part, turned in enumerate(extent.turned)
        ]
        for group in zip(*readers, strict=True):
            yield np.stack(group)

    def _straight(self, part: int) -> "Iterator[NDArray[np.int32]]":
        """Cut the blocks of a part anew into groups of origins."""
        size = self.extent.origins_at_once() * self.extent.n_destinations
        left = self.extent.n_origins * self.extent.n_destinations
        blocks = (block for block in self.blocks if block.part == part)
        held: list[NDArray[np.int32]] = []
        count = 0
        while left:
            wanted = min(size, left)
            while count < wanted:
                held.append(_columns(parquet.read_table(self._file(next(blocks)))))
                count += held[-1].shape[1]
            joined = np.concatenate(held, axis=1)
            yield joined[:, :wanted]
            held, count, left = [joined[:, wanted:]], count - wanted, left - wanted

    def _turned(self, part: int) -> "Iterator[NDArray[np.int32]]":
        """Put groups of origins together from blocks of destinations."""
        blocks = [block for block in self.blocks if block.part == part]
        at_once = self.extent.origins_at_once()
        for group in range(-(-self.extent.n_origins // at_once)):
            origins = min(at_once, self.extent.n_origins - group * at_once)
            pieces = [
                _columns(parquet.ParquetFile(self._file(block)).read_row_group(group))
                for block in blocks
            ]
            beside = [piece.reshape(len(piece), origins, -1) for piece in pieces]
            yield np.concatenate(beside, axis=2).reshape(len(pieces[0]), -1)

    def remaining(self) -> list[Block]:
        """
        List what is left to do.

        Returns
        -------
        list of Block
            The blocks that no earlier run had finished.
        """
        return [block for block in self.blocks if block.number not in self.finished]

    def count(self) -> int:
        """
        Count the finished blocks as they are now.

        Returns
        -------
        int
            How many blocks lie in the folder.
        """
        return sum(self._file(block).exists() for block in self.blocks)

    def clear(self) -> None:
        """Remove the blocks and what belongs to them, and nothing else."""
        for file in [*self.path.glob("[0-9]*.parquet"), *self.path.glob("*.tmp")]:
            file.unlink()
        (self.path / "key.json").unlink(missing_ok=True)

    def _file(self, block: Block) -> Path:
        return self.path / f"{block.number:06d}.parquet"

    def _is_whole(self, block: Block) -> bool:
        try:
            rows = parquet.read_metadata(self._file(block)).num_rows
        except (OSError, pa.ArrowInvalid):
            return False
        return bool(rows == self.extent.cells(block))


def _columns(table: pa.Table) -> "NDArray[np.int32]":
    return np.stack([column.to_numpy() for column in table.columns])


@contextmanager
def open_blocks(
    output: Path, key: dict[str, Any], extent: Extent, block_size: int
) -> Iterator[BlockFolder]:
    """
    Open the folder of blocks of an output, for this run alone.

    Blocks of an earlier run are taken up if its key is the same; then its block size stays. If the
    key differs they are removed. What happens is said in the log.

    Parameters
    ----------
    output
        The output; the folder lies beside it as ``<output>.blocks``.
    key
        All that the answers depend on, as text and numbers.
    extent
        How large the work is.
    block_size
        Points per block in a new run.

    Yields
    ------
    BlockFolder
        The folder. It goes if its blocks were cleared.

    Raises
    ------
    OutputError
        If the folder cannot be made or another run uses it.
    """
    path = output.with_name(f"{output.name}.blocks")
    with output_errors(path):
        path.mkdir(exist_ok=True)
    with locked(path / "lock", f"{output} is being written by another run. Wait for it."):
        kept = _kept_state(path)
        if kept is not None and kept["key"] == key:
            block_size = kept["block_size"]
        else:
            folder = BlockFolder(path, extent, [], frozenset())
            _say_anew(output, kept, key)
            with output_errors(path):
                folder.clear()
            write_json(path / "key.json", {"key": key, "block_size": block_size})
        blocks = extent.cut(block_size)
        folder = BlockFolder(path, extent, blocks, frozenset())
        finished = frozenset(b.number for b in blocks if folder._is_whole(b))  # noqa: SLF001
        if finished:
            logger.info("Resuming: %d of %d blocks are done already.", len(finished), len(blocks))
        yield BlockFolder(path, extent, blocks, finished)
    if not (path / "key.json").exists():
        _remove_if_empty(path)


def _kept_state(path: Path) -> dict[str, Any] | None:
    try:
        state = json.loads((path / "key.json").read_text(encoding="utf-8"))
        return {"key": dict(state["key"]), "block_size": int(state["block_size"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _say_anew(output: Path, kept: dict[str, Any] | None, key: dict[str, Any]) -> None:
    if kept is None:
        return
    names = sorted(name for name in {*kept["key"], *key} if kept["key"].get(name) != key.get(name))
    logger.warning(
        "The unfinished run of %s was of other work (different: %s), so this one starts anew.",
        output,
        ", ".join(names),
    )


def _remove_if_empty(path: Path) -> None:
    try:
        path.rmdir()
    except OSError:
        logger.info("%s holds files of others and stays.", path)
