"""The page on writing a recipe: commands, Python and recipe make the index it tells of."""

import re
import shlex
import shutil

import pandas as pd
import pytest
from typer.testing import CliRunner

from accessibility.cli import app
from tests.conftest import PROJECT

RECIPE = PROJECT / "docs" / "recipes" / "porto-alegre.toml"


@pytest.fixture(scope="module")
def page():
    return (PROJECT / "docs" / "how-to" / "index-recipe.md").read_text(encoding="utf-8")


def run(command):
    words = shlex.split(command.replace("\\\n", " "))
    assert words[0] == "accessibility"
    done = CliRunner().invoke(app, words[1:])
    assert done.exit_code == 0, done.output
    return done


def test_the_page_makes_its_index(page, shared_data, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for path in (shared_data / "porto_alegre").iterdir():
        (tmp_path / path.name).symlink_to(path)
    shutil.copy(RECIPE, tmp_path)
    build, check, make = re.findall(r"^accessibility (?:.*\\\n)*.*", page, re.MULTILINE)
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    run(build)
    exec(code, {})
    assert "0 of 57 values are published" in run(check).stdout
    assert "46 areas, 44 of them ranked" in run(make).stdout
    assert "44 of the 46 squares" in page
    areas = pd.read_csv(tmp_path / "poa.index" / "areas.csv")
    assert areas["domain_rank"].max() == 44
    assert (areas["reason"].fillna("") == "").sum() == 44
    # Few jobs mean deprivation, long ways too.
    ranked = areas.dropna(subset=["domain_rank"])
    assert ranked["jobs"].corr(ranked["jobs_rank"], method="spearman") > 0.99
    assert ranked["school"].corr(ranked["school_rank"], method="spearman") < -0.99
