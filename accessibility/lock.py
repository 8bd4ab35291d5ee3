"""One run at a time: a lock that goes with its process, however that ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from accessibility.errors import OutputError
from accessibility.files import output_errors

__all__ = ["locked"]


@contextmanager
def locked(path: Path, refusal: str) -> Iterator[None]:
    """
    Hold a lock file while work is done; it is removed afterwards.

    Parameters
    ----------
    path
        The lock file, in a folder that exists.
    refusal
        What to say when another process holds the lock.

    Yields
    ------
    None
        Nothing; the work is done inside.

    Raises
    ------
    OutputError
        If another process holds the lock or the file may not be written.
    """
    with output_errors(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if not _try_lock(handle) or not _is_still(handle, path):
            raise OutputError(refusal)
        try:
            yield
        finally:
            if sys.platform != "win32":  # while it is held: nobody locks a file about to go
                path.unlink(missing_ok=True)
    finally:
        os.close(handle)
    if sys.platform == "win32":
        path.unlink(missing_ok=True)


def _is_still(handle: int, path: Path) -> bool:
    """Tell whether the locked file is the one of that name, not one that a finished run removed."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
