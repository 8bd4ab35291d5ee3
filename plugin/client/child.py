"""The environment variables of child processes: the system's, without those of QGIS's Python."""

from pathlib import Path

from qgis.PyQt.QtCore import QProcessEnvironment

__all__ = ["PYTHON_OPTIONS", "environment"]

PYTHON_OPTIONS = ["-I", "-X", "utf8", "-u"]
"""
How every Python of ours is started: alone, in UTF-8 and without delay. Alone (-I) means that
neither the current folder nor variables count, PYTHONUTF8 among them; hence -X utf8.
"""

_NAMES = {"LD_LIBRARY_PATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"}
# They point into QGIS: its Python, its libraries, its data of reference systems. None of them is
# anything to a Python that brings its own. pip's variables and those of certificates stay.
_PREFIXES = ("PYTHON", "PROJ_", "GDAL_", "OGR_", "QGIS_", "QT_", "DYLD_")
# An installation into another place than the environment would not be found in it.
_PIP_PLACES = {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER"}


def environment(cache: Path) -> QProcessEnvironment:
    """
    Give the variables with which a Python of ours runs.

    Parameters
    ----------
    cache
        Folder of the compiled searches, unless whoever administers the machine has named one.

    Returns
    -------
    QProcessEnvironment
        The system's variables without those that lead into QGIS.
    """
    variables = QProcessEnvironment.systemEnvironment()
    for name in variables.keys():  # noqa: SIM118 - no dict
        upper = name.upper()
        if upper in _NAMES or upper in _PIP_PLACES or upper.startswith(_PREFIXES):
            variables.remove(name)
    variables.insert("PYTHONUTF8", "1")
    if not variables.contains("ACCESSIBILITY_CACHE_DIR"):
        variables.insert("ACCESSIBILITY_CACHE_DIR", str(cache))
    return variables
