"""Where compiled kernels are kept: one place for equal sources, wherever the package lies."""

import os
from contextlib import suppress
from pathlib import Path

from numba.core import config
from numba.core.caching import CacheImpl, UserProvidedCacheLocator

__all__ = ["KeptBySource", "are_all_kept", "keep_by_source", "note_all_kept"]

ROOM = Path(__file__).parent
COMPLETE = "complete"


class KeptBySource(UserProvidedCacheLocator):
    """Place of a kernel of this package, by the file's path within the package.

    numba goes by the whole path of a source file, so that the same kernels would be compiled once
    more for every environment, the plugin's too. Here the folder of the cache stands for the
    source of all kernels already (`accessibility.routing.kernel_cache_folder`).
    """

    @classmethod
    def from_function(cls, py_func: object, py_file: str) -> "KeptBySource | None":
        """Return the place of a kernel of this package, nothing for functions of others.

        Parameters
        ----------
        py_func
            The function to be compiled.
        py_file
            Its source file.

        Returns
        -------
        KeptBySource or None
            None leaves it to numba.
        """
        if not Path(py_file).is_relative_to(ROOM):
            return None
        place: KeptBySource | None = super().from_function(py_func, py_file)  # type: ignore[no-untyped-call]
        return place

    @classmethod
    def get_suitable_cache_subpath(cls, py_file: str) -> str:
        """Return the room of a source file, which is its folder in the cache.

        Parameters
        ----------
        py_file
            The source file.

        Returns
        -------
        str
            A relative path.
        """
        return Path(py_file).relative_to(ROOM.parent).parent.as_posix()

    def get_source_stamp(self) -> str:
        """Return what changes with the source: nothing, since the cache's folder does.

        Returns
        -------
        str
            Always the same.
        """
        return ""


def keep_by_source() -> None:
    """Let numba ask `KeptBySource` first; functions of others are kept as they would be.

    Uses numba's setting ``NUMBA_CACHE_LOCATOR_CLASSES``, and leaves one that somebody made.
    """
    ours = f"{KeptBySource.__module__}.{KeptBySource.__qualname__}"
    setting = "CACHE_LOCATOR_CLASSES"
    usual = (place.__name__ for place in CacheImpl._locator_classes)  # noqa: SLF001 - no other list
    theirs = getattr(config, setting) or ",".join(usual)
    if ours not in theirs:
        setattr(config, setting, f"{ours},{theirs}")


def are_all_kept() -> bool:
    """Say whether every kernel has been compiled here before, so that loading takes seconds.

    Returns
    -------
    bool
        True once `note_all_kept` was called for this source.
    """
    return Path(os.environ["NUMBA_CACHE_DIR"], COMPLETE).exists()


def note_all_kept() -> None:
    """Note that every kernel has been compiled."""
    with suppress(OSError):
        Path(os.environ["NUMBA_CACHE_DIR"], COMPLETE).touch()
