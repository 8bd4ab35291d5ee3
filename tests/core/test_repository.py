"""The repository as a whole: what is tracked, what kernels import, which pages there are."""

import ast
import re
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from accessibility.installation import IMPORTED_AS
from tests.conftest import PROJECT, tracked_files

LONGEST_FILE = 500
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.~/-])/(home|Users|root)/\w+"  # somebody's home folder
    r"|\bindex[-_]url\b(?=\s*[=: ])"
    r"|https?://\S+/simple\b"
    r"|\bfile:///\w+",
)
KERNELS_MAY_IMPORT = {"numba", "llvmlite", "numpy", "accessibility.routing"} | set(
    sys.stdlib_module_names
)


def project_table() -> dict:
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def nav_pages(nav: list) -> list[str]:
    pages = []
    for entry in nav:
        target = next(iter(entry.values())) if isinstance(entry, dict) else entry
        pages += nav_pages(target) if isinstance(target, list) else [target]
    return pages


def imported_modules(path: Path) -> set[str]:
    """Absolute names of what a source file imports, at its top and inside its functions."""
    package = path.relative_to(PROJECT).parent.parts
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            found.add(".".join([*base, *([node.module] if node.module else [])]))
    return found


@pytest.mark.parametrize(
    "text",
    ["at /home/someone/data", "/Users/someone", "--index-url https://x.org", "file:///data/x"],
)
def test_what_belongs_to_one_machine_is_recognised(text):
    assert OF_ONE_MACHINE.search(text.replace("index-url ", "index" + "-url="))


def test_no_tracked_file_names_a_machine_or_a_package_index():
    found = []
    for path in tracked_files():
        if path == Path(__file__):  # holds the examples above
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(PROJECT)}:{number}: {line.strip()[:90]}"
            for number, line in enumerate(lines, 1)
            if OF_ONE_MACHINE.search(line)
        ]
    assert not found, "\n".join(found)


def test_every_source_file_can_be_read_in_one_sitting():
    lengths = {
        path.relative_to(PROJECT).as_posix(): len(path.read_bytes().splitlines())
        for path in tracked_files()
        if path.suffix == ".py"
    }
    assert {path: n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_cache_or_environment_is_tracked():
    kept_out = {".venv", "__pycache__", ".mypy_cache", ".ruff_cache", "site", "demo-output"}
    tracked = [path.relative_to(PROJECT) for path in tracked_files()]
    assert [path for path in tracked if kept_out & set(path.parts)] == []


def test_kernels_import_numpy_and_the_compiler_only():
    for path in (PROJECT / "accessibility" / "routing").rglob("*.py"):
        foreign = {
            module
            for module in imported_modules(path)
            if not any(
                module == allowed or module.startswith(f"{allowed}.")
                for allowed in KERNELS_MAY_IMPORT
            )
        }
        assert foreign == set(), path.name


def test_what_the_package_imports_is_installed_with_it():
    project = project_table()
    optional = project["optional-dependencies"]
    for_users = chain(project["dependencies"], optional["gtfs"], optional["osm"])
    declared = {canonicalize_name(Requirement(text).name) for text in for_users}
    imported = {
        module.split(".")[0]
        for path in (PROJECT / "accessibility").rglob("*.py")
        for module in imported_modules(path)
    }
    ours = {"accessibility", "pydantic-core"}  # the latter is one half of pydantic
    called = {module: package for package, module in IMPORTED_AS.items()}
    imported = {canonicalize_name(called.get(module, module)) for module in imported}
    standard = set(map(canonicalize_name, sys.stdlib_module_names))
    assert imported - ours - standard - declared == set()


def test_every_dependency_has_a_pinned_version():
    pinned = {
        canonicalize_name(line.split("==")[0]): line.split("==")[1]
        for line in (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    }
    project = project_table()
    extras = project["optional-dependencies"].values()
    for requirement in map(Requirement, chain(project["dependencies"], *extras)):
        if canonicalize_name(requirement.name) != project["name"]:
            version = pinned[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), f"{requirement} but {version} is pinned"


def test_the_documentation_lists_every_page_and_no_other():
    docs = PROJECT / "docs"
    configuration = yaml.safe_load((PROJECT / "mkdocs.yml").read_text(encoding="utf-8"))
    pages = sorted(page.relative_to(docs).as_posix() for page in docs.rglob("*.md"))
    assert sorted(nav_pages(configuration["nav"])) == pages


def test_links_between_pages_lead_to_files():
    link = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
    broken = [
        f"{page.relative_to(PROJECT)}: {target}"
        for page in tracked_files()
        if page.suffix == ".md"
        for target in link.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert not broken, "\n".join(broken)
