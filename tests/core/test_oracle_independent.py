"""The oracle is a second implementation only as long as it shares nothing with the first."""

import ast
import sys
from pathlib import Path

import pytest

ORACLE = Path(__file__).parents[1] / "oracle"
LIBRARIES = {"networkx", "numpy", "osmium", "pandas", "pyproj"}


def imported(path):
    """Names of all modules that a file imports, wherever in it; a relative one begins with '.'."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


def test_all_files_are_looked_at():
    names = {path.name for path in ORACLE.glob("*.py")}
    assert {"streets.py", "points.py", "timetable.py", "search.py", "oracle.py"} <= names


@pytest.mark.parametrize("path", sorted(ORACLE.glob("*.py")), ids=lambda path: path.name)
def test_the_oracle_imports_nothing_of_the_package(path):
    text = path.read_text(encoding="utf-8")
    assert "import accessibility" not in text
    assert "from accessibility" not in text
    assert "importlib" not in text
    assert "__import__" not in text

    allowed = LIBRARIES | set(sys.stdlib_module_names)
    if path.name.startswith(("test_", "conftest")):
        allowed.add("pytest")
    foreign = {
        name
        for name in imported(path)
        if not name.startswith(("tests.oracle", ".")) and name.partition(".")[0] not in allowed
    }
    assert not foreign
    assert not any(name.startswith("..") for name in imported(path))
