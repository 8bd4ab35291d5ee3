"""Whether what this package needs is there and works: one function for each thing."""

import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path

from accessibility import __version__
from accessibility.errors import Interrupted

__all__ = ["Check", "all_checks"]

DISTRIBUTION = "access-to-services"
REQUIREMENTS = "requirements.txt"
"""Beside the package, where it runs from a folder that was not installed."""
LEAST_FREE_BYTES = 1_000_000_000
IMPORTED_AS = {"opening-hours-py": "opening_hours", "pillow": "PIL"}
"""Packages whose modules are called otherwise."""
_REQUIREMENT = re.compile(r"([\w.-]+)\s*(?:>=\s*([\d.]+))?\s*(?:;\s*(.*))?$")


@dataclass(frozen=True)
class Check:
    """
    One thing that was looked at.

    Parameters
    ----------
    name
        What it is.
    ok
        Whether it is as it should be.
    found
        What was found.
    remedy
        What to do if it is not.
    """

    name: str
    ok: bool
    found: str
    remedy: str = ""


def all_checks(compile_searches: Callable[[], None]) -> Iterator[Check]:
    """
    Look at everything, the quick things first.

    Parameters
    ----------
    compile_searches
        Compiles what is not compiled yet.

    Yields
    ------
    Check
        Each thing as soon as it is known.
    """
    yield _python()
    yield from _dependencies()
    yield _time_zones()
    yield _reference_systems()
    yield _kernel_cache()
    yield _disk()
    yield _threads()
    yield _kernels(compile_searches)


def _python() -> Check:
    found = f"{platform.python_version()} ({sys.executable}), access-to-services {__version__}"
    remedy = "Install Python 3.11 or newer."
    return Check("Python", sys.version_info >= (3, 11), found, remedy)


def _dependencies() -> Iterator[Check]:
    required = _required()
    if required is None:
        remedy = f"Install it: pip install {DISTRIBUTION}."
        yield Check(
            "Installation", ok=False, found=f"{DISTRIBUTION} is not installed", remedy=remedy
        )
        return
    for line in required:
        match = _REQUIREMENT.match(line)
        if match is None or "extra ==" in line:
            continue
        name, least, marker = match.groups()
        if marker is None or ("win32" in marker and sys.platform == "win32"):
            yield _dependency(name, least or "0")


def _required() -> list[str] | None:
    """What this package needs: by the list beside it, or else by what pip knows of it."""
    try:
        return (Path(__file__).parents[1] / REQUIREMENTS).read_text(encoding="utf-8").splitlines()
    except OSError:
        pass  # it was installed, or it is a checkout
    try:
        return metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return None


def _dependency(name: str, least: str) -> Check:
    wheel = f"pip install --only-binary :all: --upgrade '{name}>={least}'"
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Check(name, ok=False, found="is not installed", remedy=f"Run: {wheel}.")
    if _numbers(version) < _numbers(least):
        found = f"{version} is older than {least}"
        return Check(name, ok=False, found=found, remedy=f"Run: {wheel}.")
    try:
        import_module(IMPORTED_AS.get(name, name))
    except Exception as error:  # noqa: BLE001 - a broken binary fails in any way
        found = f"{version} does not load: {error}"
        remedy = f"Its binary does not fit this machine. Run: {wheel} --force-reinstall."
        return Check(name, ok=False, found=found, remedy=remedy)
    return Check(name, ok=True, found=version)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _time_zones() -> Check:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - part of the check

    try:
        ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        return Check("Time zones", ok=False, found="none", remedy="Run: pip install tzdata.")
    return Check("Time zones", ok=True, found="known")


def _reference_systems() -> Check:
    name, remedy = "Reference systems", "Run: pip install --force-reinstall pyproj."
    try:
        from pyproj import Transformer  # noqa: PLC0415 - part of the check

        lon, _ = Transformer.from_crs(27700, 4326, always_xy=True).transform(332206, 187827)
    except Exception as error:  # noqa: BLE001 - a broken data folder fails in any way
        return Check(name, ok=False, found=str(error), remedy=remedy)
    return Check(name, abs(lon + 2.98) < 0.01, "the British National Grid is known", remedy)


def _kernel_cache() -> Check:
    from accessibility.routing import kernel_cache_folder  # noqa: PLC0415 - it makes the folder

    folder = kernel_cache_folder()
    remedy = "Set ACCESSIBILITY_CACHE_DIR to a folder in which you may write."
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        found = f"{folder} cannot be written ({error.strerror})"
        return Check("Cache of compiled searches", ok=False, found=found, remedy=remedy)
    return Check("Cache of compiled searches", ok=True, found=str(folder))


def _disk() -> Check:
    free = shutil.disk_usage(Path.cwd()).free
    remedy = "Make room: networks and matrices need some."
    found = f"{free / 1e9:.1f} GB free in {Path.cwd()}"
    return Check("Disk", free >= LEAST_FREE_BYTES, found, remedy)


def _threads() -> Check:
    remedy = "See to the packages above."
    try:
        count = import_module("accessibility.executors.threads").Threads().count
    except ImportError as error:
        return Check("Threads", ok=False, found=f"not known: {error}", remedy=remedy)
    return Check("Threads", ok=True, found=f"{count} will be used")


def _kernels(compile_searches: Callable[[], None]) -> Check:
    remedy = "Check numba and llvmlite above; then report this."
    began = time.monotonic()
    try:
        compile_searches()
    except Interrupted:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it belongs in the report
        found = f"do not compile: {type(error).__name__}: {error}"
        return Check("Searches", ok=False, found=found, remedy=remedy)
    return Check("Searches", ok=True, found=f"compiled in {time.monotonic() - began:.1f} s")
