"""The pages about index runs: commands and flags exist, their Python runs, and files are named."""

import re
import shutil

import pandas as pd
import pytest
import typer

import accessibility as acc
from accessibility.cli import app
from accessibility.index.recipe.recipes import load_recipe
from tests.conftest import PROJECT

PAGES = ("index-run.md", "index-newport.md")
COMMANDS = typer.main.get_command(app).commands


def page(name):
    return (PROJECT / "docs" / "how-to" / name).read_text(encoding="utf-8")


def flags(words):
    command = COMMANDS[words[0]].commands[words[1]]
    return {flag for parameter in command.params for flag in parameter.opts}


@pytest.mark.parametrize("name", PAGES)
def test_every_command_and_flag_exists(name):
    found = 0
    for block in re.findall(r"^```\n(.*?)^```$", page(name), re.DOTALL | re.MULTILINE):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("accessibility "):
                words = line.split()[1:]
                assert {word for word in words if word.startswith("--")} <= flags(words), line
                found += 1
    assert found >= 2


def test_the_flags_of_the_table_are_those_of_the_command():
    named = set(re.findall(r"`(--[a-z-]+)", page("index-run.md")))
    assert named <= flags(["index", "run"])
    assert flags(["index", "run"]) - named <= {"--output", "--again", "recipe"}


def test_the_python_of_the_page_runs_and_its_files_are_there(
    sample, sample_twins, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(sample_twins.network.path, "town.network")
    for name in ("small_areas.geojson", "dwellings.csv"):
        shutil.copy(sample / name, tmp_path)
    code = "\n".join(re.findall(r"```python\n(.*?)```", page("index-run.md"), re.DOTALL))
    names = {}
    exec(code, names)
    assert "domain_rank" in capsys.readouterr().out
    table = page("index-run.md").split("## What comes out")[1].split("## From")[0]
    for path in (tmp_path / "spring.index").iterdir():
        assert path.name in table or path.suffix in table, path
    opened = acc.IndexResult.open("spring.index")
    pd.testing.assert_series_equal(opened.areas["reason"], names["result"].areas["reason"])


def test_the_recipe_of_newport_is_linked_and_good():
    assert "(../recipes/newport.toml)" in page("index-newport.md")
    assert load_recipe(PROJECT / "docs" / "recipes" / "newport.toml").areas.count == 95
