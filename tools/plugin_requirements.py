"""
What the plugin installs into its environment: every library at the version that was tested.

Run with the environment that ``tools/set_up.sh`` made, which knows what each library brings along.
"""

import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "darwin": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "win32": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
HEAD = """\
# Made from pyproject.toml and constraints.txt.
# Each has a wheel for Python 3.11 to 3.14 on Linux, macOS and Windows.
"""


def declared_requirements() -> list[Requirement]:
    """Read the runtime dependencies of the project."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(text) for text in project["dependencies"]]


def pinned_versions() -> dict[str, str]:
    """Read the versions in constraints.txt by canonical name."""
    lines = (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


def needed_on(system: str) -> set[str]:
    """Name all that is needed on a system, by any of the Pythons."""
    environments = [
        {
            **SYSTEMS[system],
            "python_version": python,
            "python_full_version": f"{python}.0",
            "extra": "",
        }
        for python in PYTHONS
    ]
    needed: set[str] = set()
    waiting = declared_requirements()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        marker = requirement.marker
        if name in needed or (marker and not any(map(marker.evaluate, environments))):
            continue
        needed.add(name)
        waiting += [Requirement(text) for text in brought_along_by(name)]
    return needed


def brought_along_by(name: str) -> list[str]:
    """List what an installed library requires; one for another system only is not here to ask."""
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


def requirements_text() -> str:
    """Write requirements.txt."""
    needed = {system: needed_on(system) for system in SYSTEMS}
    pinned = pinned_versions()
    lines = []
    for name in sorted(set().union(*needed.values())):
        where = [system for system in SYSTEMS if name in needed[system]]
        markers = (
            ""
            if len(where) == len(SYSTEMS)
            else "; " + " or ".join(f'sys_platform == "{system}"' for system in where)
        )
        lines.append(f"{name}=={pinned[name]}{markers}\n")
    return HEAD + "".join(lines)
