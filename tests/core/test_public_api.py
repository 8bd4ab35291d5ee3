"""The public names: they resolve, load nothing before they are used, and say what they do."""

import importlib
import inspect
import re
import subprocess
import sys
import tomllib

import pytest
from numpydoc.validate import validate

import accessibility
from tests.conftest import PROJECT

HEAVY = {
    "geopandas",
    "matplotlib",
    "numba",
    "numpy",
    "osmium",
    "pandas",
    "polars",
    "pyarrow",
    "scipy",
    "shapely",
}
COMPLETE = {"GL08", "PR01", "PR02", "PR03", "PR07", "RT01", "RT03", "SS01"}
NAMES = [name for name in accessibility.__all__ if not name.startswith("_")]


def loaded_by(code: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after running some code."""
    listing = "import sys; print('loaded:', *{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{listing}"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.rsplit("loaded:", 1)[1].split())


def public_things() -> list[str]:
    """Every public name and the methods of its own that it offers, as dotted paths."""
    found = []
    for name in NAMES:
        thing = getattr(accessibility, name)
        path = f"{thing.__module__}.{name}"
        found.append(path)
        if inspect.isclass(thing):
            found += [
                f"{path}.{member}"
                for member, value in vars(thing).items()
                if not member.startswith(("_", "model_"))
                and isinstance(value, property | classmethod | staticmethod | type(public_things))
            ]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_resolves_to_a_thing_of_that_name(name):
    assert getattr(accessibility, name).__name__ == name


def test_all_names_are_listed_for_completion_and_star_imports():
    assert set(accessibility.__all__) <= set(dir(accessibility))
    assert accessibility.__all__ == sorted(accessibility.__all__)
    namespace: dict[str, object] = {}
    exec("from accessibility import *", namespace)
    assert set(accessibility.__all__) <= set(namespace)


def test_a_name_that_is_not_public_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'travel_time_matrices'"):
        accessibility.travel_time_matrices  # noqa: B018 - the attribute access is the test


def test_importing_the_package_loads_nothing_heavy():
    assert not loaded_by("import accessibility") & HEAVY


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["matrix", "--help"], ["network", "build", "--help"], ["index", "run", "--help"]],
)
def test_help_loads_nothing_heavy(arguments):
    code = (
        "import sys\n"
        "from accessibility.cli import main\n"
        f"sys.argv = ['accessibility', *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit as done:\n    assert not done.code, done.code\n"
    )
    assert not loaded_by(code) & HEAVY


def test_the_version_is_the_one_that_change_log_and_citation_name():
    changes = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    citation = (PROJECT / "CITATION.cff").read_text(encoding="utf-8")
    version = accessibility.__version__
    assert re.search(rf"^version: {re.escape(version)}$", citation, re.MULTILINE)
    assert re.search(rf"^## \[?{re.escape(version)}\b", changes, re.MULTILINE)


def test_the_command_exists():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, name = project["scripts"]["accessibility"].split(":")
    assert callable(getattr(importlib.import_module(module), name))


def test_public_docstrings_are_whole():
    faults = []
    for path in public_things():
        for code, message in validate(path)["errors"]:
            if code in COMPLETE:
                faults.append(f"{path}: {code} {message}")
    assert not faults, "\n".join(faults)
