"""Things that can be made again, kept on disk under a key of all that they depend on."""

import contextlib
import hashlib
import json
import logging
import os
import threading
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["cached_arrays"]

logger = logging.getLogger("accessibility")


def cached_arrays(
    folders: "list[Path]",
    name: str,
    key: Mapping[str, Any],
    make: "Callable[[], dict[str, NDArray[Any]]]",
) -> "dict[str, NDArray[Any]]":
    """
    Read arrays that were made before, or make and keep them.

    The file appears whole or not at all, so no reader ever waits for a writer; of two that make the
    same thing at once, one is kept. Where nothing can be written the arrays are made each time.

    Parameters
    ----------
    folders
        Where to look and, in the first that can be written, to keep.
    name
        What the arrays are, for the name of the file.
    key
        All that the arrays depend on.
    make
        Makes them.

    Returns
    -------
    dict of arrays
        What `make` gives.
    """
    digest = hashlib.sha256(json.dumps(key, sort_keys=True, default=str).encode()).hexdigest()
    file = f"{name}-{digest[:20]}.npz"
    for folder in folders:
        try:
            # Opened here: numpy leaves a broken file open.
            with (folder / file).open("rb") as source, np.load(source, allow_pickle=False) as kept:
                return dict(kept)
        except FileNotFoundError:
            continue
        except (OSError, EOFError, ValueError, zipfile.BadZipFile) as error:
            logger.debug("%s is broken (%s) and is made again", folder / file, error)
    arrays = make()
    for folder in folders:
        if _keep(folder, file, arrays):
            break
    return arrays


def _keep(folder: Path, file: str, arrays: "dict[str, NDArray[Any]]") -> bool:
    temporary = folder / f"{file}.{os.getpid()}-{threading.get_ident()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as target:
            np.savez(target, allow_pickle=False, **arrays)
        temporary.replace(folder / file)
    except OSError as error:
        logger.debug("%s cannot be kept in %s (%s)", file, folder, error)
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        return False
    return True
