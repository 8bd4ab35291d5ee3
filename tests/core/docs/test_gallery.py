"""The pages about maps: their commands exist, and so do their pictures."""

import re

import pytest
import typer

from accessibility.cli import app
from tests.conftest import PROJECT

PAGES = ("gallery.md", "how-to/map.md")
COMMANDS = typer.main.get_command(app).commands
FLAGS = {
    name: {flag for parameter in command.params for flag in parameter.opts}
    for name, command in COMMANDS.items()
}
LARGEST_PICTURE = 300_000


def commands(page):
    """Commands of a page, each with its flags."""
    text = (PROJECT / "docs" / page).read_text(encoding="utf-8")
    for block in re.findall(r"^```\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        for line in block.replace("\\\n", " ").splitlines():
            for _, name, rest in re.findall(r"(^|&& )accessibility (\w+)([^&]*)", line):
                yield name, re.findall(r"(?<=\s)--[a-z-]+", rest)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_flag_exists(page):
    found = list(commands(page))
    assert any(name == "map" for name, _ in found)
    for name, flags in found:
        assert set(flags) <= FLAGS[name], name


def test_flags_that_the_table_names_exist():
    text = (PROJECT / "docs" / "how-to" / "map.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(--[a-z-]+)", text))
    assert len(named) > 10
    assert named <= FLAGS["map"]


def test_every_picture_is_there_and_small_enough_for_a_page():
    text = (PROJECT / "docs" / "gallery.md").read_text(encoding="utf-8")
    written = set(re.findall(r"(?:--output|--multiples|--animate) (\S+\.(?:png|gif))", text))
    shown = re.findall(r"!\[[^\]]{20,}\]\((pictures/\S+)\)", text)
    assert {picture.removeprefix("pictures/") for picture in shown} == written
    for picture in shown:
        assert (PROJECT / "docs" / picture).stat().st_size < LARGEST_PICTURE
