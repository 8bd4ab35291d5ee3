"""The files of one feed, in a zip or a folder, wherever inside it they lie."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from accessibility.errors import InputError
from accessibility.network.gtfs.gtfs_tables import TABLES
from accessibility.network.store import fingerprint

__all__ = ["FeedSource"]

MAX_DEPTH = 5
"""How far below a folder its tables are looked for."""

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
)
"""What unpacking a damaged archive raises, depending on what is damaged."""

REMEDY = "Give a GTFS feed: a zip or a folder that holds stops.txt, trips.txt, stop_times.txt, …"


class FeedSource:
    """
    A feed on disk.

    Parameters
    ----------
    path
        A zip, or a folder with the tables in it or in one folder below it.

    Raises
    ------
    InputError
        If there is no such file, it is no zip, holds no feed or several, or a table twice.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            if not path.exists():
                raise InputError.at(path, "does not exist", "Check the path.")
            members = _zip_members(path) if path.is_file() else _folder_members(path)
        except OSError as error:
            problem = f"cannot be read ({error.strerror or error})"
            raise InputError.at(path, problem, "Check its permissions and the disk.") from error
        self._members: dict[str, str] = {}
        for member in _feed_members(path, members):
            file = PurePosixPath(member).name.lower()
            if file in self._members and _is_table(file):
                problem = f"holds a table twice ({self._members[file]} and {member})"
                raise InputError.at(path, problem, "Remove one of them.")
            self._members[file] = member

    @property
    def files(self) -> list[str]:
        """Names of the files that lie beside the tables."""
        return sorted(self._members)

    def label(self, file: str) -> str:
        """
        Name a file so that the user finds it.

        Parameters
        ----------
        file
            Name of a file of the feed, present or missing.

        Returns
        -------
        str
            Such as ``bus.zip/stop_times.txt``.
        """
        return f"{self.path.name}/{self._members.get(file, file)}"

    def digest(self) -> str:
        """
        Hash the zip, or the folder with all that is below it.

        Returns
        -------
        str
            SHA-256 in hexadecimal, as `store.fingerprint` gives it.

        Raises
        ------
        InputError
            If a file cannot be read.
        """
        try:
            return fingerprint(self.path)
        except OSError as error:
            problem = f"cannot be read ({error.strerror or error})"
            raise InputError.at(
                self.path, problem, "Check its permissions and the disk."
            ) from error

    def read(self, file: str) -> bytes:
        """
        Read a file.

        Parameters
        ----------
        file
            Name of a file that is in `files`.

        Returns
        -------
        bytes
            Its content as it is.

        Raises
        ------
        InputError
            If the file cannot be read, or the zip is damaged or encrypted.
        """
        member, label = self._members[file], self.label(file)
        try:
            if self.path.is_dir():
                return _file_content(self.path / member, label)
            return _zip_content(self.path, member, label)
        except MemoryError as error:
            remedy = "Take the feed of a smaller area, or a machine with more memory."
            raise InputError.at(label, "is too large for this machine's memory", remedy) from error


def _file_content(path: Path, label: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise InputError.at(label, problem, "Check its permissions and the disk.") from error


def _zip_content(path: Path, member: str, label: str) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read(member)
    except DAMAGE as error:
        problem = "cannot be unpacked: the archive is damaged"
        raise InputError.at(label, problem, "Fetch the feed again.") from error
    except (RuntimeError, NotImplementedError) as error:
        problem = "is encrypted or packed in an unusual way"
        raise InputError.at(label, problem, "Unpack and zip it again.") from error


def _zip_members(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return [info.filename for info in archive.infolist() if not info.is_dir()]
    except PermissionError:
        raise
    except (*DAMAGE, NotImplementedError) as error:
        if _is_table(path.name):
            remedy = "Give the zip or the folder that holds all its tables."
            raise InputError.at(path, "is one table of a feed, not the feed", remedy) from error
        raise InputError.at(path, "is not a zip file, or is damaged", REMEDY) from error


def _folder_members(path: Path) -> list[str]:
    level = [path]
    for _ in range(MAX_DEPTH):
        entries = [entry for folder in level for entry in sorted(folder.iterdir())]
        files = [entry.relative_to(path).as_posix() for entry in entries if entry.is_file()]
        if any(_is_table(file) for file in files):
            return files
        level = [entry for entry in entries if entry.is_dir()]
    return [entry.name for entry in path.iterdir() if entry.is_file()]


def _is_table(member: str) -> bool:
    file = PurePosixPath(member)
    name = file.name.lower()
    return "__MACOSX" not in file.parts and name.endswith(".txt") and name[:-4] in TABLES


def _feed_members(path: Path, members: Sequence[str]) -> list[str]:
    """Files of the one folder that holds the tables: the highest, if there are several."""
    folders: dict[str, list[str]] = {}
    for member in members:
        folders.setdefault(str(PurePosixPath(member).parent), []).append(member)
    candidates = [folder for folder, files in folders.items() if any(map(_is_table, files))]
    if not candidates:
        inner = [
            member for files in folders.values() for member in files if member.endswith(".zip")
        ]
        if inner:
            problem = f"holds no GTFS tables but other zips ({inner[0]}, …)"
            raise InputError.at(path, problem, "Unpack it and give each of them as a feed.")
        named = ", ".join(PurePosixPath(member).name for member in members[:3])
        problem = f"holds no GTFS tables, only {named}, …" if members else "is empty"
        raise InputError.at(path, problem, REMEDY)
    depth = min(len(PurePosixPath(folder).parts) for folder in candidates)
    highest = [folder for folder in candidates if len(PurePosixPath(folder).parts) == depth]
    if len(highest) > 1:
        problem = f"holds several feeds ({', '.join(sorted(highest)[:3])}, …)"
        raise InputError.at(path, problem, "Give each of them as a feed of its own.")
    return folders[highest[0]]
