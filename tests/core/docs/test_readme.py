"""What the README shows is what the program prints."""

import re

import pandas as pd
import pytest
from typer.testing import CliRunner

from accessibility.cli import app
from tests.conftest import PROJECT

LARGEST_PICTURE = 300_000


@pytest.fixture(scope="module")
def readme():
    return one_line((PROJECT / "README.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The folder and the output of the demo."""
    folder = tmp_path_factory.mktemp("readme") / "my-demo"
    done = CliRunner().invoke(app, ["demo", str(folder)])
    assert done.exit_code == 0, done.output
    return folder, done.stdout


def one_line(text):
    return " ".join(text.split())


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def matrix(*words):
    places = ["--destinations", "services.geojson", "--output", "times.parquet"]
    return run("matrix", "town.network", *places, *words)


def test_the_tour_shows_what_the_demo_prints(readme, demo):
    _, printed = demo
    printed = one_line(printed)
    verdict = re.search(r"Verdict: .*? from any\.|Verdict: .*?\.", printed)[0]
    assert verdict in readme
    rows = re.findall(r"\b[a-z_]+(?: [\d,]+){6}(?: \d+ / \d+){3}", printed)
    assert len(rows) == 15
    assert " ".join(rows[1:4]) in readme


def test_the_tour_shows_the_first_row_of_the_matrix(readme, demo, monkeypatch):
    monkeypatch.chdir(demo[0])
    when = ["--depart", "2025-05-13 08:00", "--window", "2h", "--percentiles", "10,50,90"]
    assert matrix("--origins", "dwellings.csv", *when).exit_code == 0
    first = pd.read_parquet("times.parquet").iloc[0]
    assert f"| {' | '.join(first.index)} |" in readme
    cells = [value if isinstance(value, str) else f"{value:.6f}" for value in first]
    assert f"| {' | '.join(cells)} |" in readme


FILES = {
    "points.csv": "id,x,y\na,310000,195000\n",
    "far.csv": "id,lon,lat\na,-4.3,51.5\nb,-4.4,51.5\n",
    "areas.csv": "OA21CD,lon,lat\nW1,-3.3,51.7\n",
}


@pytest.mark.parametrize(
    ("origins", "day"),
    [
        ("dwellings.csv", "2031-01-01"),
        ("points.csv", "2025-05-13"),
        ("far.csv", "2025-05-13"),
        ("areas.csv", "2025-05-13"),
    ],
)
def test_the_commonest_errors_read_as_the_readme_says(readme, demo, monkeypatch, origins, day):
    monkeypatch.chdir(demo[0])
    for name, text in FILES.items():
        (demo[0] / name).write_text(text, encoding="utf-8")
    done = matrix("--origins", origins, "--depart", f"{day} 08:00")
    assert done.exit_code == 1
    assert one_line(done.stderr) in readme


def test_a_map_that_was_cut_off_reads_as_the_readme_says(readme, demo, monkeypatch):
    monkeypatch.chdir(demo[0])
    whole = (demo[0] / "town.osm.pbf").read_bytes()
    (demo[0] / "cut.osm.pbf").write_bytes(whole[: len(whole) // 2])
    done = run("network", "build", "--osm", "cut.osm.pbf", "--output", "cut.network")
    assert done.exit_code == 1
    assert one_line(done.stderr) in readme


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_the_python_of_the_tours_runs(page, demo, monkeypatch):
    monkeypatch.chdir(demo[0])
    code = re.findall(
        r"```python\n(.*?)```", (PROJECT / page).read_text(encoding="utf-8"), re.DOTALL
    )
    before = set(demo[0].iterdir())
    exec("\n".join(code), {})
    assert [made.suffix for made in set(demo[0].iterdir()) - before] == [".png"]


def test_pictures_are_small():
    pictures = list((PROJECT / "docs" / "pictures").iterdir())
    assert pictures
    assert all(picture.stat().st_size < LARGEST_PICTURE for picture in pictures)
