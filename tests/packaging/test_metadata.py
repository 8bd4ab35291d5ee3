"""The rules of plugins.qgis.org about metadata.txt, and that it says what the project says."""

import configparser
import re
from pathlib import PurePosixPath
from urllib.parse import urlparse

import plugin_metadata
import pytest
import yaml

import accessibility
from tests.conftest import PROJECT

REQUIRED = (
    *("name", "description", "about", "version", "author", "email", "tracker", "repository"),
    *("qgisMinimumVersion", "homepage", "category", "icon", "tags", "license", "changelog"),
)


@pytest.fixture
def metadata(unpacked):
    """What QGIS and its repository read: with Python's own parser, interpolation included."""
    parser = configparser.ConfigParser()
    parser.optionxform = str
    parser.read_string((unpacked / "metadata.txt").read_text(encoding="utf-8"))
    assert parser.sections() == ["general"]
    return dict(parser["general"])


@pytest.mark.parametrize("field", REQUIRED)
def test_required_fields_say_something(metadata, field):
    assert metadata[field].strip()


def test_the_version_is_that_of_the_package(metadata):
    assert metadata["version"] == accessibility.__version__ == plugin_metadata.plugin_version()
    assert re.fullmatch(r"\d+(\.\d+){1,2}([-.]?(a|b|rc|beta)\d*)?", metadata["version"])


def test_it_is_offered_from_qgis_3_22_to_4(metadata):
    assert (metadata["qgisMinimumVersion"], metadata["qgisMaximumVersion"]) == ("3.22", "4.99")
    assert metadata["supportsQt6"] == "True"


def test_qgis_process_finds_the_algorithms(metadata):
    assert metadata["hasProcessingProvider"] == "yes"


@pytest.mark.parametrize("field", ["server", "experimental", "deprecated", "supportsQt6"])
def test_flags_are_true_or_false(metadata, field):
    assert metadata[field] in {"True", "False"}


@pytest.mark.parametrize("field", ["homepage", "tracker", "repository"])
def test_links_are_whole(metadata, field):
    link = urlparse(metadata[field])
    assert link.scheme == "https"
    assert link.netloc
    assert "example" not in link.netloc


def test_author_name_and_mail_are_accepted(metadata):
    assert "/" not in metadata["author"]
    assert re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", metadata["email"])
    assert "plugin" not in metadata["name"].lower()
    assert "\n" not in metadata["description"]


def test_author_and_license_are_the_projects(metadata):
    citation = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    assert metadata["author"] == citation["authors"][0]["name"]
    assert metadata["license"] == citation["license"]
    assert metadata["version"] == citation["version"]
    assert metadata["repository"] == citation["repository-code"]


def test_the_icon_is_in_the_zip(metadata, unpacked):
    icon = PurePosixPath(metadata["icon"])
    assert not icon.is_absolute()
    assert icon.suffix in {".png", ".svg"}
    assert (unpacked / icon).is_file()


def test_the_changelog_begins_with_the_newest_version(metadata):
    changes = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"(?m)^## \[(.+?)\]", changes)
    assert metadata["changelog"].startswith(newest[1])
    assert "`" not in metadata["changelog"]


def test_three_versions_are_told_of_and_no_fourth():
    changes = (
        "# Changes\n\nWords.\n\n## [4.0] - now\n\n### Added\n\n"
        "- One of `x`,\n  which `goes` on.\n- Two.\n\n"
        "## [3.0]\n\n- 5% more.\n\n## [2.0]\n\n- Two.\n\n## [1.0]\n\n- Old.\n"
    )
    lines = plugin_metadata.last_versions(changes)
    assert lines == [
        *("4.0 - now", "Added", "- One of x, which goes on.", "- Two."),
        *("3.0", "- 5% more.", "2.0", "- Two."),
    ]
    parser = configparser.ConfigParser()
    parser.read_string(f"[general]\nchangelog={plugin_metadata.as_value(lines)}\n")
    assert parser["general"]["changelog"].splitlines() == lines
