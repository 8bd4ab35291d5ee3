"""Arrays and tables in a folder: written whole or not at all, opened without being read."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from accessibility.errors import NetworkError
from accessibility.files import output_errors

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FORMAT_VERSION", "Store", "fingerprint", "new_folder", "write"]

FORMAT_VERSION = 6
"""Raised whenever a network written before can no longer be read."""

MANIFEST = "manifest.json"
REBUILD = "Build it again: accessibility network build."
BUILD_FIRST = (
    "Check the name, or build it first: accessibility network build --osm FILE --gtfs FILE "
    "--output FOLDER."
)


def fingerprint(path: Path) -> str:
    """
    Hash an input.

    Parameters
    ----------
    path
        A file, or a folder: of that the lines ``name``, NUL, hash of the file, line feed are
        hashed, in the order of the names, which are relative to it with ``/`` between parts.

    Returns
    -------
    str
        SHA-256 in hexadecimal.
    """
    if path.is_file():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    digest = hashlib.sha256()
    names = [member.relative_to(path).as_posix() for member in path.rglob("*") if member.is_file()]
    for name in sorted(names):  # paths have an order of their own on each system
        digest.update(f"{name}\0{fingerprint(path / name)}\n".encode())
    return digest.hexdigest()


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """
    Offer a folder to write in, and give it its real name once it is whole.

    Parameters
    ----------
    path
        The finished folder; one of that name is replaced. The caller sees to it that nobody else
        writes it.

    Yields
    ------
    Path
        A temporary folder beside it. If the work inside fails, nothing of it stays.

    Raises
    ------
    OutputError
        If the disk is full or the folder may not be written.
    """
    temporary = path.with_name(f".{path.name}.new")
    replaced = path.with_name(f".{path.name}.old")
    with output_errors(path):
        for leftover in (temporary, replaced):  # of a build that was killed
            if leftover.exists():
                shutil.rmtree(leftover)
        temporary.mkdir()
        try:
            yield temporary
            if path.exists():
                path.rename(replaced)
            temporary.rename(path)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        shutil.rmtree(replaced, ignore_errors=True)


def write(
    folder: Path,
    arrays: "Mapping[str, NDArray[Any]]",
    tables: Mapping[str, pa.Table],
    manifest: Mapping[str, Any],
) -> None:
    """
    Write arrays, tables and a manifest that lists them.

    Parameters
    ----------
    folder
        An empty folder.
    arrays
        By name.
    tables
        By name.
    manifest
        What else the manifest says.
    """
    files: dict[str, dict[str, Any]] = {}
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(array))
        files[f"{name}.npy"] = {"dtype": array.dtype.str, "shape": list(array.shape)}
    for name, table in tables.items():
        with (
            pa.OSFile(str(folder / f"{name}.arrow"), "wb") as sink,
            pa.ipc.new_file(sink, table.schema) as writer,
        ):
            writer.write_table(table)
        files[f"{name}.arrow"] = {"rows": table.num_rows}
    for name, entry in files.items():
        entry["bytes"] = (folder / name).stat().st_size
        entry["sha256"] = fingerprint(folder / name)
    whole = {"format_version": FORMAT_VERSION, **manifest, "files": files}
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _lists_files(files: Any) -> bool:
    """Tell whether a manifest says of every file how large it is and what it hashes to."""
    return isinstance(files, dict) and all(
        isinstance(entry, dict) and {"bytes", "sha256"} <= entry.keys() for entry in files.values()
    )


class Store:
    """
    A network folder that is open for reading.

    Parameters
    ----------
    path
        The folder.

    Raises
    ------
    NetworkError
        If the folder is missing, is no network, is of another format, or a file in it is missing
        or of the wrong size.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest = self._manifest()
        for name, entry in self.manifest["files"].items():
            self._check_size(name, entry["bytes"])

    def _manifest(self) -> dict[str, Any]:
        if not self.path.is_dir():
            found = "is a file" if self.path.exists() else "does not exist"
            msg = f"{self.path} {found}; a network is a folder. {BUILD_FIRST}"
            raise NetworkError(msg)
        try:
            manifest = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            msg = f"{self.path} is no network: it has no {MANIFEST}. {BUILD_FIRST}"
            raise NetworkError(msg) from None
        except (OSError, ValueError) as error:
            msg = f"{self.path / MANIFEST} cannot be read ({error}). {REBUILD}"
            raise NetworkError(msg) from error
        version = manifest.get("format_version") if isinstance(manifest, dict) else None
        if version != FORMAT_VERSION:
            msg = (
                f"{self.path} is a network of format {version}; this version reads format "
                f"{FORMAT_VERSION}. {REBUILD}"
            )
            raise NetworkError(msg)
        if not _lists_files(manifest.get("files")):
            msg = f"{self.path / MANIFEST} does not list the network's files. {REBUILD}"
            raise NetworkError(msg)
        return dict(manifest)

    def _check_size(self, name: str, expected: int) -> None:
        try:
            size = (self.path / name).stat().st_size
        except OSError:
            msg = f"{self.path / name} is missing. {REBUILD}"
            raise NetworkError(msg) from None
        if size != expected:
            msg = f"{self.path / name} has {size} bytes instead of {expected}. {REBUILD}"
            raise NetworkError(msg)

    def arrays(self, group: str) -> "dict[str, NDArray[Any]]":
        """
        Map the arrays of a group into memory.

        Parameters
        ----------
        group
            What their names begin with, up to the first dot.

        Returns
        -------
        dict of arrays
            By the rest of their names. Writing to one changes this process's copy only.
        """
        return {
            name[len(group) + 1 : -4]: self._array(name)
            for name in self.manifest["files"]
            if name.startswith(f"{group}.") and name.endswith(".npy")
        }

    def _array(self, name: str) -> "NDArray[Any]":
        entry = self.manifest["files"][name]
        try:
            # Copy on write: compiled kernels take one type of array, mapped or not.
            empty = 0 in entry["shape"]
            array = np.load(self.path / name, mmap_mode=None if empty else "c", allow_pickle=False)
        except (OSError, ValueError) as error:
            msg = f"{self.path / name} is broken ({error}). {REBUILD}"
            raise NetworkError(msg) from error
        if array.dtype.str != entry["dtype"] or list(array.shape) != entry["shape"]:
            msg = f"{self.path / name} does not hold what the manifest says. {REBUILD}"
            raise NetworkError(msg)
        return np.asarray(array)

    def table(self, name: str) -> pa.Table:
        """
        Map a table into memory.

        Parameters
        ----------
        name
            Its name.

        Returns
        -------
        pyarrow.Table
            The table.
        """
        path = self.path / f"{name}.arrow"
        try:
            return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
        except (OSError, pa.ArrowInvalid) as error:
            msg = f"{path} is broken ({error}). {REBUILD}"
            raise NetworkError(msg) from error

    def verify(self) -> None:
        """
        Read every file and compare it with the hash in the manifest.

        Raises
        ------
        NetworkError
            If a file has changed since the network was built.
        """
        for name, entry in self.manifest["files"].items():
            if fingerprint(self.path / name) != entry["sha256"]:
                msg = f"{self.path / name} is broken: its content has changed. {REBUILD}"
                raise NetworkError(msg)
