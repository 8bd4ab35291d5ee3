"""The page about comparing runs: commands and flags exist, its Python runs, names are true."""

import re

import pandas as pd
import typer

from accessibility.cli import app
from accessibility.index.changes.compare import AREA_TABLE, CAUSES
from accessibility.index.changes.history import read_history
from tests.conftest import PROJECT
from tests.core.index_runs import ready_times, write_run

COMMANDS = typer.main.get_command(app).commands
PAGE = (PROJECT / "docs" / "how-to" / "index-compare.md").read_text(encoding="utf-8")


def test_every_command_and_flag_exists():
    named = set()
    for block in re.findall(r"^```\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE):
        for line in block.replace("\\\n", " ").splitlines():
            words = line.split()
            assert words[:2] == ["accessibility", "index"], line
            command = COMMANDS["index"].commands[words[2]]
            flags = {flag for each in command.params for flag in each.opts}
            assert {word for word in words if word.startswith("--")} <= flags, line
            named.add(words[2])
    assert named == {"run", "compare", "watch", "history"}
    told = set(re.findall(r"`(--[a-z-]+)", PAGE))
    known = {
        flag
        for name in named
        for each in COMMANDS["index"].commands[name].params
        for flag in (*each.opts, *each.secondary_opts)
    }
    assert told <= known


def test_its_python_runs_and_its_files_and_columns_are_there(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    later = ready_times()
    later.loc[::4, "gp_public"] += 20
    write_run(tmp_path / "spring.index")
    write_run(tmp_path / "autumn.index", later, date="2025-09-09")
    exec("\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)), {})
    assert "mean" in capsys.readouterr().out
    for path in (tmp_path / "change").iterdir():
        assert f"`{path.name}`" in PAGE
    history = read_history("history.csv")
    listed = PAGE.split("## The history")[1].split("Where recipe")[0]
    assert set(re.findall(r"`([a-z_]+)`", listed)) <= set(history.columns)
    assert "gp_change" in pd.read_csv("change/changes.csv")


def test_every_cause_is_explained():
    table = PAGE.split("### Causes")[1].split("### What")[0]
    for cause in (*CAUSES, AREA_TABLE, "factor_weights"):
        assert f"| `{cause}` |" in table
