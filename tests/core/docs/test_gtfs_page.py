"""What the page about cleaning and cutting feeds shows is what the program prints."""

import re
import shlex
import shutil

from typer.testing import CliRunner

from accessibility.cli import app
from tests.conftest import PROJECT


def test_the_example_of_the_page(sample, tmp_path, monkeypatch):
    page = (PROJECT / "docs" / "how-to" / "gtfs.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```\n(.*?)```", page, re.DOTALL)
    at = next(k for k, block in enumerate(blocks) if "centre.zip" in block)
    shutil.copy(sample / "bus.zip", tmp_path)
    monkeypatch.chdir(tmp_path)
    _, *words = shlex.split(blocks[at].replace("\\\n", " "))
    assert CliRunner().invoke(app, words).stdout == blocks[at + 1]
