"""Searches over numpy arrays, compiled: the only room that imports numba.

Nothing here knows a file, a table or anything else of this project. Importing the package decides
where compiled kernels are kept, before numba is imported: numba itself does not notice an edited
helper in another file. So the folder is named by a hash of every source file of this package and of
the versions that shape machine code.
"""

import atexit
import hashlib
import os
import platform
import shutil
import sys
import tempfile
from functools import cache
from importlib import metadata
from pathlib import Path


def user_cache_folder() -> Path:
    """Return the folder in which this user keeps caches that can be made again.

    Returns
    -------
    Path
        A folder that need not exist yet: `ACCESSIBILITY_CACHE_DIR` if it is set, otherwise the
        platform's own.
    """
    chosen = os.environ.get("ACCESSIBILITY_CACHE_DIR")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return base / "access-to-services"


def kernel_cache_folder() -> Path:
    """Return the folder of the compiled kernels of exactly this source and these versions.

    Returns
    -------
    Path
        Below `user_cache_folder()`.
        Where nothing can be written, kernels are kept for the life of one process only.
    """
    return user_cache_folder() / "kernels" / _fingerprint()


@cache
def _fingerprint() -> str:
    """Tell apart sources and versions: as they were when this process began."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(source.relative_to(Path(__file__).parent).as_posix().encode())
        digest.update(source.read_bytes())
    for package in ("numba", "llvmlite", "numpy"):
        digest.update(f"{package}=={metadata.version(package)}".encode())
    digest.update(platform.python_version().encode())
    return digest.hexdigest()[:16]


def _writable(folder: Path) -> bool:
    """Say whether files can be kept in a folder: numba refuses to work where none can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _choose_folder() -> str:
    folder = kernel_cache_folder()
    if _writable(folder):
        return str(folder)
    # Never a shared place with a name others can guess: what lies there is run.
    passing = tempfile.mkdtemp(prefix="access-to-services-")
    atexit.register(shutil.rmtree, passing, ignore_errors=True)
    return passing


os.environ["NUMBA_CACHE_DIR"] = _choose_folder()
if "numba" in sys.modules:  # imported by somebody else before us: tell the module too
    sys.modules["numba"].config.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]
