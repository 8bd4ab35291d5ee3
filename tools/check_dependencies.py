"""
Check what users will install: wheels for all they have, licences that GPL-3 can combine with.

Run from the project's root with the environment that ``tools/set_up.sh`` made.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import Distribution, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from plugin_requirements import PYTHONS, declared_requirements, needed_on

# Kinds of machine that users have, with the tags of wheels that run there.
PLATFORMS = {
    "linux": ["manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64"],
    "darwin": ["macosx_14_0_arm64", "macosx_12_0_arm64", "macosx_11_0_arm64"],
    "win32": ["win_amd64"],
}
PIP_QUESTION = (
    "pip install --quiet --dry-run --ignore-installed --no-deps --only-binary :all: "
    "--constraint constraints.txt --target nowhere --implementation cp"
)
COMPATIBLE = re.compile(
    r"\b(MIT|BSD|0BSD|ISC|Apache|PSF|Python Software Foundation|HPND|Zlib|BSL-1\.0|Unlicense"
    r"|CC0-1\.0|MPL-2\.0|Mozilla Public License 2\.0|LGPL|GPL-2\.0-or-later|GPL-3\.0)",
    re.IGNORECASE,
)


def installed_closure(requirements: list[Requirement]) -> Iterator[Distribution]:
    """Walk through everything that comes with the runtime dependencies, each once."""
    seen = set()
    waiting = list(requirements)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        found = distribution(name)
        yield found
        waiting += [Requirement(text) for text in found.requires or []]


def licence_of(found: Distribution) -> str:
    """Find a licence in the three places where packages state one, the newest first."""
    stated = found.metadata.json
    classifiers = [
        text.rsplit(" :: ", 1)[1]
        for text in stated.get("classifier", [])
        if text.startswith("License ::") and text != "License :: OSI Approved"
    ]
    expression = stated.get("license_expression") or "; ".join(classifiers)
    return str(expression or stated.get("license", "")).split("\n")[0]


def check_licences(requirements: list[Requirement]) -> list[str]:
    """Print the licence of each package and name those that GPL-3 cannot combine with."""
    faults = []
    for found in sorted(installed_closure(requirements), key=lambda d: d.metadata["Name"].lower()):
        licence = licence_of(found)
        print(f"  {found.metadata['Name']:<22} {found.version:<12} {licence}")
        if not all(COMPATIBLE.search(part) for part in licence.split(" AND ")):
            name = found.metadata["Name"]
            faults.append(f'{name}: licence "{licence}" is not known to combine with GPL-3')
    return faults


def check_wheels() -> list[str]:
    """Ask pip for wheels of the pinned versions, for every platform and Python."""
    kinds = [(platform, python) for platform in PLATFORMS for python in PYTHONS]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = pool.map(lambda kind: _ask_pip(*kind), kinds)
        return [fault for fault in answers if fault]


def _ask_pip(platform: str, python: str) -> str:
    """Say what is missing, if anything is."""
    names = sorted(needed_on(platform))
    command = [sys.executable, "-m", *PIP_QUESTION.split(), "--python-version", python]
    command += [word for tag in PLATFORMS[platform] for word in ("--platform", tag)]
    done = subprocess.run([*command, *names], capture_output=True, text=True, check=False)
    if done.returncode:
        return f"{platform}, Python {python}: {done.stderr.strip()}"
    print(f"  {platform}, Python {python}: a wheel for each of {len(names)} packages")
    return ""


def main() -> int:
    """Print what was found; 1 if anything stands against it."""
    requirements = declared_requirements()
    print("Licences of what the package needs when it runs:")
    faults = check_licences(requirements)
    print("Wheels:")
    faults += check_wheels()
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
