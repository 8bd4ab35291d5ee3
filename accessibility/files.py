"""Files that appear whole or not at all, and what to say when a disk refuses."""

import errno
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from accessibility.errors import OutputError, UsageError

__all__ = ["atomic", "check_page", "output_errors", "write_json"]

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
PAGES = (".html", ".htm")


@contextmanager
def output_errors(path: Path) -> Iterator[None]:
    """
    Turn what the operating system says about an output into an `OutputError`.

    Parameters
    ----------
    path
        The file or folder that is being written.

    Yields
    ------
    None
        Nothing; the work is done inside.
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL or _cut_short(error):
            msg = f"{path}: the disk is full (or a quota or size limit is reached). Make room."
        elif error.errno in FORBIDDEN:
            msg = f"{path} cannot be written: you have no right to write in {path.parent}."
        elif error.errno in {errno.ENOENT, errno.ENOTDIR}:
            msg = f"{path} cannot be written: {path.parent} is no folder. Create it first."
        else:
            msg = f"{path} cannot be written: {error.strerror or error}."
        raise OutputError(msg) from error


def _cut_short(error: OSError) -> bool:
    """Recognise how numpy tells of a full disk: without a number of the operating system."""
    return error.errno is None and re.search(r"requested and \d+ written", str(error)) is not None


@contextmanager
def atomic(path: Path, workspace: Path | None = None) -> Iterator[Path]:
    """
    Offer a name to write to, and give the file its real name once it is whole.

    Parameters
    ----------
    path
        Name of the finished file; an old one of that name is replaced.
    workspace
        Folder of the unfinished file, on the same disk; default beside `path`.

    Yields
    ------
    Path
        Where to write. If the work inside fails, nothing of it stays.

    Raises
    ------
    OutputError
        If the disk is full or the file may not be written.
    """
    temporary = (workspace or path.parent) / f"{path.name}.tmp"
    with output_errors(path):
        try:
            yield temporary
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def check_page(path: Path) -> None:
    """
    Refuse a page that cannot be, before any work is done.

    Parameters
    ----------
    path
        The file that was asked for.

    Raises
    ------
    UsageError
        If its extension is neither ``.html`` nor ``.htm``.
    OutputError
        If it is a folder, or its folder does not exist.
    """
    if path.suffix.lower() not in PAGES:
        msg = f"{path}: a page is written as .html or .htm. Name the file accordingly."
        raise UsageError(msg)
    if path.is_dir():
        msg = f"{path} is a folder. Give the page the name of a file."
        raise OutputError(msg)
    with output_errors(path):
        os.scandir(path.absolute().parent).close()


def write_json(path: Path, content: object) -> None:
    """
    Write readable JSON.

    Parameters
    ----------
    path
        The file; it appears whole or not at all.
    content
        Dictionaries, lists, text and numbers.

    Raises
    ------
    OutputError
        If the disk is full or the file may not be written.
    """
    with atomic(path) as temporary:
        text = json.dumps(content, indent=2, ensure_ascii=False, default=str)
        temporary.write_text(text + "\n", encoding="utf-8")
