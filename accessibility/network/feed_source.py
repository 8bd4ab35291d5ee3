"""The files of one feed, in a zip or a folder, wherever inside it they lie."""

import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from accessibility.errors import InputError
from accessibility.network.gtfs_tables import TABLES

__all__ = ["FeedSource"]

MAX_DEPTH = 5
"""How far below a folder its tables are looked for."""

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
        If there is no such file, it is no zip, or holds no feed or several.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            raise InputError.at(path, "does not exist", "Check the path.")
        try:
            members = _zip_members(path) if path.is_file() else _folder_members(path)
        except PermissionError as error:
            raise InputError.at(path, "may not be read", "Check its permissions.") from error
        self._members = {
            PurePosixPath(member).name.lower(): member for member in _feed_members(path, members)
        }

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
            If the zip is damaged or encrypted.
        """
        member = self._members[file]
        try:
            if self.path.is_dir():
                return (self.path / member).read_bytes()
            with zipfile.ZipFile(self.path) as archive:
                return archive.read(member)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            problem = "cannot be unpacked: the archive is damaged"
            raise InputError.at(self.label(file), problem, "Fetch the feed again.") from error
        except (RuntimeError, NotImplementedError) as error:
            problem = "is encrypted or packed in an unusual way"
            raise InputError.at(self.label(file), problem, "Unpack and zip it again.") from error


def _zip_members(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return [info.filename for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
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
    return "__MACOSX" not in file.parts and file.name.lower().removesuffix(".txt") in TABLES


def _feed_members(path: Path, members: Iterable[str]) -> list[str]:
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
        raise InputError.at(path, "holds no GTFS tables", REMEDY)
    depth = min(len(PurePosixPath(folder).parts) for folder in candidates)
    highest = [folder for folder in candidates if len(PurePosixPath(folder).parts) == depth]
    if len(highest) > 1:
        problem = f"holds several feeds ({', '.join(sorted(highest)[:3])}, …)"
        raise InputError.at(path, problem, "Give each of them as a feed of its own.")
    return folders[highest[0]]
