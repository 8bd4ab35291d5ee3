"""The pages about scenarios and corrections: their files and commands work on the sample."""

import re
import shlex
import shutil

import pytest
from typer.testing import CliRunner

from accessibility.cli import app
from tests.conftest import PROJECT


@pytest.fixture
def folder(sample, sample_twins, tmp_path, monkeypatch):
    """The files of the demo that the pages use."""
    for name in ("dwellings.csv", "services.geojson"):
        shutil.copy(sample / name, tmp_path)
    shutil.copytree(sample_twins.network.path, tmp_path / "town.network")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def blocks(page, language=""):
    text = (PROJECT / "docs" / "how-to" / page).read_text(encoding="utf-8")
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [block for name, block in found if name == language]


def test_the_scenario_of_the_page(folder):
    (scenario,) = blocks("scenarios.md", "toml")
    (folder / "fewer.toml").write_text(scenario, encoding="utf-8")
    command = next(block for block in blocks("scenarios.md") if block.startswith("accessibility"))
    told = next(block for block in blocks("scenarios.md") if block.startswith("Scenario"))
    _, *words = shlex.split(command.replace("\\\n", " "))
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert told in done.stderr
    (python,) = blocks("scenarios.md", "python")
    names = {}
    exec(python, names)
    assert (names["lost"] > 0).any()


def test_the_corrections_of_the_page(folder, capsys):
    (table,) = blocks("corrections.md", "csv")
    (folder / "corrections.csv").write_text(table, encoding="utf-8")
    (python,) = blocks("corrections.md", "python")
    names = {}
    exec(python, names)
    assert capsys.readouterr().out == (
        "corrections.csv: 1 moved, 1 closed, 1 added, 1 entrance, 1 snap.\n"
    )
    assert set(names["table"]["to_id"].dropna()) & {"node/8592", "new"}
