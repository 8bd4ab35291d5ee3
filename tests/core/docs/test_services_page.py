"""The pages about services: the table of kinds is ours, and what stands in the how-to works."""

import importlib.util
import re

import pytest

from accessibility.network.network import Network
from accessibility.places.osm.by_name import LOST
from accessibility.places.osm.kinds import load_kinds
from tests.conftest import PROJECT


@pytest.fixture(scope="module")
def how_to():
    return (PROJECT / "docs" / "how-to" / "services.md").read_text(encoding="utf-8")


def test_the_page_of_kinds_is_up_to_date():
    path = PROJECT / "tools" / "write_kinds_page.py"
    spec = importlib.util.spec_from_file_location("write_kinds_page", path)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert (PROJECT / tool.PAGE).read_text(encoding="utf-8") == tool.page(), f"run {path}"


def test_the_page_of_kinds_names_each():
    page = (PROJECT / "docs" / "reference" / "kinds.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == list(load_kinds())
    for kind in load_kinds().kinds.values():
        assert kind.note in page


def test_the_python_of_the_page_runs(how_to, sample, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Network.build(sample / "town.osm.pbf", [], "town.network")
    (own,) = re.findall(r"```toml\n(.*?)```", how_to, re.DOTALL)
    (tmp_path / "mine.toml").write_text(own, encoding="utf-8")
    # The food shops of the page need opening hours, and nothing in the sample has any.
    assert not load_kinds("mine.toml")["food_shop"].matches({"shop": "supermarket"})
    code = "\n".join(re.findall(r"```python\n(.*?)```", how_to, re.DOTALL))
    code = code.replace('["food_shop"], kinds_table', '["pharmacy"], kinds_table')
    names = {}
    exec(code, names)
    assert capsys.readouterr().out.startswith("pharmacy 4 ")
    assert len(names["cells"]) == len(names["found"].members)
    assert len(names["pharmacies"].unknown) == 4


def test_what_a_download_loses_is_said(how_to):
    said = " ".join(how_to.split())
    assert [sentence for sentence in LOST if sentence not in said] == []
