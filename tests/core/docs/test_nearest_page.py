"""The page about nearest services: its command and its Python do what it says."""

import re
import shlex

import pandas as pd
import pyogrio
import pytest
from typer.testing import CliRunner

from accessibility.cli import app
from tests.conftest import PROJECT


@pytest.fixture(scope="module")
def how_to():
    return (PROJECT / "docs" / "how-to" / "nearest.md").read_text(encoding="utf-8")


@pytest.fixture
def homes(tmp_path, sample_dwellings, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sample_dwellings.iloc[::100].to_csv("homes.csv", index=False)


@pytest.mark.usefixtures("homes")
def test_the_command_of_the_page_runs_on_the_sample(how_to, sample_twins, tmp_path):
    command = re.findall(r"```\n(accessibility .*?)```", how_to, re.DOTALL)[0]
    words = shlex.split(command.replace("\\\n", " ").replace("2023-06-13", "2025-05-13"))[1:]
    words[1] = str(sample_twins.network.path)
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    shown = re.findall(r"```\n(nearest .*?)```", how_to, re.DOTALL)[0].splitlines()
    got = done.stdout.splitlines()
    assert [line.split()[0] for line in got[:4]] == [line.split()[0] for line in shown]
    assert got[3] == shown[3]
    assert [name for name, _ in pyogrio.list_layers(tmp_path / "nearest.gpkg")] == [
        "origins",
        "lines",
        "layer_styles",
    ]
    fields = pyogrio.read_info(tmp_path / "nearest.gpkg", layer="origins")["fields"]
    named = re.findall(r"`(pharmacy_\w+)`", how_to)
    assert len(named) > 5
    assert set(named) <= set(fields)


@pytest.mark.usefixtures("homes")
def test_the_python_of_the_page_runs_on_the_sample(how_to, sample_twins, capsys):
    (code,) = re.findall(r"```python\n(.*?)```", how_to, re.DOTALL)
    names = {}
    exec(code.replace("town.network", str(sample_twins.network.path)), names)
    assert "pharmacy" in capsys.readouterr().out
    assert isinstance(names["far"], pd.DataFrame)


def test_the_options_of_the_page_exist(how_to):
    said = set(re.findall(r"`(-{1,2}[a-z][a-z-]*)", how_to))
    shown = CliRunner().invoke(app, ["nearest", "--help"], env={"COLUMNS": "200"}).output
    assert len(said) > 10
    assert [option for option in said if option not in shown] == []
