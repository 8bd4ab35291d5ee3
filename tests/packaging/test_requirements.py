"""What the plugin installs: each library at the version that was tested, for every system."""

import importlib.metadata
import re
from pathlib import Path

import plugin_requirements
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import PROJECT


@pytest.fixture
def requirements(unpacked):
    lines = (unpacked / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def test_every_library_has_one_exact_version(requirements):
    names = [canonicalize_name(requirement.name) for requirement in requirements]
    assert len(names) == len(set(names))
    pinned = plugin_requirements.pinned_versions()
    assert {str(requirement.specifier) for requirement in requirements} == {
        f"=={pinned[name]}" for name in names
    }


def test_what_is_declared_is_installed(requirements):
    names = {canonicalize_name(requirement.name) for requirement in requirements}
    declared = plugin_requirements.declared_requirements()
    assert {canonicalize_name(requirement.name) for requirement in declared} <= names


def test_so_is_what_the_libraries_bring_along(requirements):
    here = {canonicalize_name(r.name) for r in requirements if not r.marker or r.marker.evaluate()}
    for name in here:
        for text in importlib.metadata.requires(name) or []:
            wanted = Requirement(text)
            if not wanted.marker or wanted.marker.evaluate({"extra": ""}):
                assert canonicalize_name(wanted.name) in here, f"{name} requires {text}"


def test_windows_gets_what_only_windows_needs(requirements):
    def names_on(system):
        environment = {"sys_platform": system}
        return {r.name for r in requirements if not r.marker or r.marker.evaluate(environment)}

    assert "tzdata" in names_on("win32")
    assert names_on("win32") - names_on("linux") == {"colorama"}


def test_developers_tools_stay_here(requirements):
    names = {requirement.name for requirement in requirements}
    assert names.isdisjoint({"pytest", "ruff", "mypy", "bandit", "hatchling", "gtfs-kit"})


def test_the_pythons_asked_about_are_those_that_the_metadata_names():
    metadata = (PROJECT / "metadata.txt").read_text(encoding="utf-8")
    first, *_, last = plugin_requirements.PYTHONS
    assert f"Python {first} to {last}" in metadata
    assert f"Python {first} to {last}" in plugin_requirements.HEAD


def test_wheels_are_asked_about_for_every_library_of_a_system():
    check = Path(PROJECT / "tools" / "check_dependencies.py").read_text(encoding="utf-8")
    assert re.search(r"needed_on\(platform\)", check)
    assert re.search(r"for python in PYTHONS", check)
