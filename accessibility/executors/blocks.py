"""Finished blocks of a matrix, kept in a folder beside the output until all of them are there."""

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

__all__ = ["Block", "BlockFolder", "cut", "open_blocks"]

logger = logging.getLogger("accessibility")


@dataclass(frozen=True)
class Block:
    """
    Some consecutive origins.

    Parameters
    ----------
    number
        Number of the block, from 0.
    start
        First origin.
    stop
        One past the last origin.
    """

    number: int
    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start


def cut(n_origins: int, block_size: int) -> list[Block]:
    """
    Cut origins into blocks.

    Parameters
    ----------
    n_origins
        How many origins there are.
    block_size
        Origins in each block but the last.

    Returns
    -------
    list of Block
        The blocks in order.
    """
    starts = range(0, n_origins, block_size)
    return [Block(i, at, min(at + block_size, n_origins)) for i, at in enumerate(starts)]


@dataclass(frozen=True)
class BlockFolder:
    """
    The folder of finished blocks; made by `open_blocks`.

    Parameters
    ----------
    path
        The folder.
    n_destinations
        Rows that each origin has.
    blocks
        All blocks of the work.
    finished
        Numbers of the blocks that an earlier run had finished.
    """

    path: Path
    n_destinations: int
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
            Travel times, one line per percentile.

        Raises
        ------
        OutputError
            If the disk is full or the folder may not be written.
        """
        names = [f"seconds_{i}" for i in range(len(seconds))]
        table = pa.Table.from_arrays([pa.array(line) for line in seconds], names=names)
        with atomic(self._file(block)) as temporary:
            parquet.write_table(table, temporary, compression="zstd")

    def load(self) -> "Iterator[NDArray[np.int32]]":
        """
        Read all blocks in order.

        Yields
        ------
        ndarray
            Seconds of one block, one line per percentile.
        """
        for block in self.blocks:
            table = parquet.read_table(self._file(block))
            yield np.stack([column.to_numpy() for column in table.columns])

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
        return bool(rows == len(block) * self.n_destinations)


@contextmanager
def open_blocks(
    output: Path, key: dict[str, Any], n_origins: int, n_destinations: int, block_size: int
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
    n_origins
        How many origins there are.
    n_destinations
        How many destinations there are.
    block_size
        Origins per block in a new run.

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
            folder = BlockFolder(path, n_destinations, [], frozenset())
            _say_anew(output, kept, key)
            with output_errors(path):
                folder.clear()
            write_json(path / "key.json", {"key": key, "block_size": block_size})
        blocks = cut(n_origins, block_size)
        folder = BlockFolder(path, n_destinations, blocks, frozenset())
        finished = frozenset(b.number for b in blocks if folder._is_whole(b))  # noqa: SLF001
        if finished:
            logger.info("Resuming: %d of %d blocks are done already.", len(finished), len(blocks))
        yield BlockFolder(path, n_destinations, blocks, finished)
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
