"""The plugin's metadata.txt as it is published: with the last versions of CHANGELOG.md in it."""

import re
from pathlib import Path

PROJECT = Path(__file__).parents[1]
VERSIONS_SHOWN = 3


def metadata_text() -> str:
    """Write metadata.txt: the repository's, and the changes."""
    changes = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    metadata = (PROJECT / "metadata.txt").read_text(encoding="utf-8")
    return f"{metadata.rstrip()}\nchangelog={as_value(last_versions(changes))}\n"


def plugin_version() -> str:
    """Read the version in metadata.txt."""
    found = re.search(r"(?m)^version=(.+)$", (PROJECT / "metadata.txt").read_text(encoding="utf-8"))
    if not found:
        raise SystemExit("metadata.txt has no line version=…")
    return found[1].strip()


def last_versions(changes: str) -> list[str]:
    """Take the newest versions out of a changelog, a line for each version, heading and change."""
    versions = re.split(r"(?m)^## ", changes)[1 : VERSIONS_SHOWN + 1]
    lines: list[str] = []
    for line in "".join(f"## {version}" for version in versions).splitlines():
        if line.startswith("  ") and lines:
            lines[-1] += " " + in_plain_text(line.strip())  # the change goes on
        elif line.strip():
            lines.append(in_plain_text(line))
    return lines


def in_plain_text(line: str) -> str:
    """Take the marks of Markdown from a line, which would be shown as they are."""
    return line.lstrip("# ").replace("`", "").replace("[", "").replace("]", "")


def as_value(lines: list[str]) -> str:
    """Write lines as one value: those that follow are indented, and % begins no interpolation."""
    return "\n ".join(lines).replace("%", "%%")
