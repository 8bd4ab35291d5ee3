"""Searches over numpy arrays, compiled: the only room that imports numba.

Nothing here knows a file, a table or anything else of this project. Importing the package decides
where compiled kernels are kept, before numba is imported: numba itself notices an edited source
file by its time and size only, and does not notice an edited helper in another file. So the folder
is named by a hash of every source file of this package and of the versions that shape machine code.
"""

import hashlib
import os
import platform
import sys
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
        Below `user_cache_folder()`; created by numba when it first writes there.
    """
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(source.relative_to(Path(__file__).parent).as_posix().encode())
        digest.update(source.read_bytes())
    for package in ("numba", "llvmlite", "numpy"):
        digest.update(f"{package}=={metadata.version(package)}".encode())
    digest.update(platform.python_version().encode())
    return user_cache_folder() / "kernels" / digest.hexdigest()[:16]


os.environ["NUMBA_CACHE_DIR"] = str(kernel_cache_folder())
if "numba" in sys.modules:  # imported by somebody else before us: tell the module too
    sys.modules["numba"].config.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]
