"""`network check`: text, JSON and the page."""

import json

import pytest
from typer.testing import CliRunner

from accessibility.cli import app


def check(network, *words):
    return CliRunner().invoke(app, ["network", "check", str(network), *map(str, words)])


def test_the_page_is_written_beside_the_text(town, tmp_path):
    page = tmp_path / "report.html"
    done = check(town / "town.network", "--html", page, "--date", "2026-06-15")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Verdict: ")
    assert done.stdout.endswith(f"The page is {page}.\n")
    assert "Monday 15 June 2026</h2>" in page.read_text("utf-8")


def test_without_a_date_the_page_chooses_one_and_the_text_has_none(town, tmp_path):
    done = check(town / "town.network", "--html", tmp_path / "r.html")
    assert "On " not in done.stdout
    assert "Thursday 2 July 2026</h2>" in (tmp_path / "r.html").read_text("utf-8")


def test_json_stays_json_with_a_page(town, tmp_path):
    done = check(
        town / "town.network", "--json", "--html", tmp_path / "r.html", "--date", "2026-06-15"
    )
    services = json.loads(done.stdout)["services_on"]
    assert services["findings"] == []
    (row,) = services["feeds"][0]["agencies"]
    assert (row["trips"], row["usual_trips"], row["lack"]) == (16, 16, None)
    assert done.stderr.strip() == f"The page is {tmp_path / 'r.html'}."


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("report.pdf", 2, "a page is written as .html or .htm"),
        ("missing/report.html", 1, "missing is no folder. Create it first."),
    ],
)
def test_a_page_that_cannot_be_is_refused_before_the_network_is_read(tmp_path, name, code, said):
    done = check(tmp_path / "none.network", "--html", tmp_path / name)
    assert done.exit_code == code
    assert said in done.stderr


def test_a_date_that_is_none_leaves_no_page(town, tmp_path):
    done = check(town / "town.network", "--html", tmp_path / "r.html", "--date", "soon")
    assert done.exit_code == 2
    assert '"soon" is no date' in done.stderr
    assert list(tmp_path.iterdir()) == []
