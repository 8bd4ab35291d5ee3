"""Stages of a run: how long each took, and what of it is kept for the next run."""

import hashlib
import json
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import parquet

from accessibility import __version__
from accessibility.files import atomic
from accessibility.progress import Progress, heed

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FOLDER", "Stage", "Stages", "told_stages"]

logger = logging.getLogger("accessibility")

FOLDER = ".stages"
"""Folder beside the files of a run, in which finished stages are kept."""


@dataclass
class Stage:
    """
    A part of a run.

    Parameters
    ----------
    name
        What is done in it.
    seconds
        How long it took.
    cached
        Whether all of it was kept from an earlier run.
    """

    name: str
    seconds: float = 0.0
    cached: bool = False


class Stages:
    """
    Stages of a run, with what is kept of them under the hash of all that they depend on.

    Parameters
    ----------
    folder
        Where stages are kept.
    progress
        Hears which stage begins and may cancel between stages.
    """

    def __init__(self, folder: Path, progress: Progress) -> None:
        self.folder = folder
        self.done: list[Stage] = []
        self.progress = progress
        self._used: set[str] = set()

    @contextmanager
    def stage(self, name: str) -> Iterator[Stage]:
        """
        Time a stage.

        Parameters
        ----------
        name
            What is done in it.

        Yields
        ------
        Stage
            The stage; who finds all of it kept says so there.

        Raises
        ------
        Interrupted
            If the progress cancelled.
        """
        heed(self.progress)
        stage = Stage(name)
        self.progress.start(f"{name[:1].upper()}{name[1:]}")
        begin = time.perf_counter()
        yield stage
        stage.seconds = time.perf_counter() - begin
        self.progress.finish()
        self.done.append(stage)

    def find(self, name: str, key: Mapping[str, Any]) -> pa.Table | None:
        """
        Look for what an earlier run kept.

        Parameters
        ----------
        name
            What it is.
        key
            All that it depends on.

        Returns
        -------
        Table or None
            What was kept; None if nothing was, or it is broken.
        """
        file = self._file(name, key)
        try:
            with file.open("rb") as source:
                return parquet.read_table(source)
        except FileNotFoundError:
            return None
        except (OSError, pa.ArrowException) as error:
            logger.debug("%s is broken (%s) and is made again", file, error)
            return None

    def keep(self, name: str, key: Mapping[str, Any], table: pa.Table) -> None:
        """
        Keep a table for the next run.

        Parameters
        ----------
        name
            What it is.
        key
            All that it depends on.
        table
            The table.

        Raises
        ------
        OutputError
            If the disk is full or the folder may not be written.
        """
        with atomic(self._file(name, key)) as temporary:
            parquet.write_table(table, temporary, compression="zstd")

    def forget_others(self) -> None:
        """Remove what this run did not use; called once a run is whole."""
        for file in self.folder.glob("*.parquet"):
            if file.name not in self._used:
                file.unlink(missing_ok=True)

    def _file(self, name: str, key: Mapping[str, Any]) -> Path:
        whole = {"product": __version__, "name": name, **key}
        text = json.dumps(whole, sort_keys=True, default=str)
        file = f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:20]}.parquet"
        self._used.add(file)
        return self.folder / file

    def as_json(self) -> list[dict[str, Any]]:
        """
        List the stages for the provenance.

        Returns
        -------
        list of dict
            ``name``, ``seconds`` and ``cached`` of each.
        """
        return [asdict(stage) | {"seconds": round(stage.seconds, 3)} for stage in self.done]


def told_stages(stages: "Sequence[Mapping[str, Any]]") -> Iterator[str]:
    """
    Tell how long stages took, as a table of text.

    Parameters
    ----------
    stages
        ``name``, ``seconds`` and ``cached`` of each, as a provenance lists them.

    Yields
    ------
    str
        A line; the first says what the columns are, the last is the sum.
    """
    width = max([len("stage"), *(len(stage["name"]) for stage in stages)]) + 2
    yield f"{'stage':<{width}}{'seconds':>9}"
    for stage in stages:
        kept = "  kept from the last run" if stage["cached"] else ""
        yield f"{stage['name']:<{width}}{stage['seconds']:>9.2f}{kept}"
    yield f"{'all':<{width}}{sum(stage['seconds'] for stage in stages):>9.2f}"
