"""The page of an index run: what it says, and that it is a sound page."""

import re
import shutil

import geopandas as gpd
import numpy as np
import pytest

from accessibility.errors import InputError, UsageError
from accessibility.reports.index import index_page
from accessibility.results.index import IndexResult
from tests.core.index_runs import ready_times, write_run
from tests.core.reports.reading import read


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory):
    """A run, and a later one: some buses take longer, one area lost its GP's times."""
    folder = tmp_path_factory.mktemp("runs")
    old = ready_times()
    new = old.copy()
    new.loc[3, "gp_public"] += 30
    new.loc[[4, 9], "library_public"] -= 2
    new.loc[5, "gp_public"] = np.nan
    return (
        write_run(folder / "old", old, factor=True),
        write_run(folder / "new", new, factor=True, date="2025-09-09"),
    )


@pytest.fixture(scope="module")
def page(two_runs, tmp_path_factory):
    old, new = two_runs
    path = tmp_path_factory.mktemp("page") / "report.html"
    return read(index_page(new, path, old).read_text("utf-8"))


def test_it_opens_with_what_has_to_be_read_first(page):
    verdict = page.all(of_class="verdict")[0]
    assert "OpenStreetMap lacks some shops" in verdict.text
    assert "1 area has no rank" in verdict.text
    rows = page.all(of_class="standing")[0].rows()
    assert [row[0] for row in rows] == [
        "Known to differ",
        "Assumed",
        "Assumed",
        "Assumed",
        "Said at a workshop",
    ]
    assert rows[0][1] == "The report caps the whole trip, not each leg"
    assert rows[0][2] == "trips.by_bus.cap = 90, trips.by_car.cap = 60"
    assert ["Assumed", "No count of cars at hand: the same everywhere"] in [row[:2] for row in rows]
    assert "the default of this program" in page.all(of_class="standing")[0].text
    tags = [element.tag for element in page.all()]
    assert tags.index("section") < tags.index("svg") + 1 < tags.index("h2")


def test_the_map_shows_every_area_by_its_decile(page, two_runs):
    areas = IndexResult.open(two_runs[1]).areas
    shapes = [path for path in page.all("path") if path.all("title")]
    assert len(shapes) == len(areas)
    looks = [next(iter(shape.classes)) for shape in shapes]
    expected = [
        "none" if number is None else f"decile{int(number)}"
        for number in areas["domain_decile"]
        .astype(object)
        .where(areas["domain_rank"].notna(), None)
    ]
    assert looks == expected
    assert shapes[5].text == "W005: no rank, no value: GP surgery"
    assert "M" in shapes[0].attributes["d"]
    counts = [item.text for item in page.all(of_class="deciles")[0].all("li")]
    assert counts[0] == "1, most deprived5 areas"
    assert counts[-1] == "no rank1 area"


def test_the_most_deprived_areas_are_those_of_the_table(page, two_runs):
    areas = IndexResult.open(two_runs[1]).areas
    worst = areas[areas["domain_rank"] <= 10].sort_values("domain_rank")
    rows = page.after("The ten most deprived areas")[0].rows()
    assert [row[1] for row in rows] == list(worst.index)
    assert rows[0][3] == f"{worst['gp'].iloc[0]:.1f}"


def test_distributions_count_all_areas(page):
    sections = page.all(of_class="spread")[0].all("section")
    assert [section.all("h3")[0].text for section in sections] == [
        "GP surgery",
        "Food shop",
        "Pharmacy",
        "Public library",
    ]
    for section, count in zip(sections, (47, 48, 48, 48), strict=True):
        bars = section.all("i")
        assert len(bars) <= 24
        said = [re.search(r": (\d+) areas?$", bar.attributes["title"])[1] for bar in bars]
        assert sum(map(int, said)) == count
    assert "1 area without" in sections[0].text


def test_a_few_far_off_areas_share_a_bar(tmp_path):
    times = ready_times(200)
    times.loc[7, "pharmacy_public"] = 900
    page = read(
        index_page(write_run(tmp_path / "run", times), tmp_path / "r.html").read_text("utf-8")
    )
    section = page.all(of_class="spread")[0].all("section")[2]
    bars = section.all("i")
    assert len(bars) <= 25
    (last,) = (bar for bar in bars if "beyond" in bar.classes)
    assert last is bars[-1]
    assert re.search(r"to 900 min: \d areas?$", last.attributes["title"])
    said = [int(re.search(r": (\d+) areas?$", bar.attributes["title"])[1]) for bar in bars]
    assert sum(said) == 200
    assert "over" in section.all(of_class="axis")[0].text


def test_counts_weights_and_loadings_are_told(page):
    rows = page.after("What is missing or capped")[1].rows()
    assert rows[1][:4] == ["GP surgery", "by public transport", "3", "480"]
    assert rows[1][-1] == "1"  # the area that lost its value
    weights = page.after("Weights and factor loadings")[0]
    assert weights.rows()[0][:2] == ["GP surgery", "found"]
    assert "Eigenvalues" in weights.text


def test_changes_are_set_against_the_previous_run(page):
    changes = page.after("What changed since the previous run")
    assert "Timetables of 11 March 2025 then, of 9 September 2025 now." in changes[0].text
    largest = page.after("Largest changes in minutes")[0].rows()
    assert largest[0][:3] == ["W003", "GP surgery", "by public transport"]
    assert largest[0][-1] == "+30.0"
    assert [row[-1] for row in largest[1:]] == ["\N{MINUS SIGN}2.0"] * 2
    rows = page.after("Services, coverage, capped and missing shares")[0].rows()
    assert rows[1][2] == "3 → 3"
    assert rows[1][4] == "0.0% → 1.2%"  # a share of 0.6 in one of 48 areas
    assert rows[1][5:8] == ["1", "0", "46"]
    assert rows[1][-2:] == ["1", "0"]
    assert page.after("Services that are nobody's nearest")[0].rows()[0] == [
        "GP surgery",
        "1",
        "gp 0 (gp0)",
    ]
    assert "In 3 areas" in page.after("Areas near the edge of the data")[0].text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"version": 2}, "The version of the recipe is 2; that of the previous run is 1."),
        ({"vintage": "wards 2030"}, "The areas are wards 2030; those of the previous run are"),
    ],
)
def test_another_series_is_not_compared(two_runs, tmp_path, changed, said):
    later = write_run(tmp_path / "later", **changed)
    text = index_page(later, tmp_path / "r.html", two_runs[0]).read_text("utf-8")
    assert "A break in the series" in text
    assert said in text
    assert "Largest changes in minutes" not in text


def test_areas_without_a_rank_are_listed_by_reason(page):
    rows = page.after("Areas without a rank")[0].rows()
    assert rows == [["no value: GP surgery", "1", "W005"]]


def test_the_first_run_has_nothing_to_be_compared_with(two_runs, tmp_path):
    page = read(index_page(two_runs[0], tmp_path / "r.html").read_text("utf-8"))
    assert "No previous run" in page.after("What changed since the previous run")[0].text


def test_areas_without_outlines_have_no_map(tmp_path):
    run = write_run(tmp_path / "run", outlines=False)
    page = read(index_page(run, tmp_path / "r.html").read_text("utf-8"))
    assert page.after("Where access is worst")[0].text.startswith("The areas have no outlines")


def test_degrees_are_drawn_as_the_ground_is(two_runs, tmp_path):
    run = shutil.copytree(two_runs[0], tmp_path / "run")
    gpd.read_parquet(run / "areas.parquet").to_crs(4326).to_parquet(run / "areas.parquet")
    page = read(index_page(run, tmp_path / "r.html").read_text("utf-8"))
    box = page.all("svg")[1].attributes["viewbox"].split()
    assert float(box[2]) / (float(box[3]) - 36) == pytest.approx(1, abs=0.03)
    assert page.all("text")[0].text == "500 m"


def test_the_page_needs_nothing_from_elsewhere(two_runs, tmp_path):
    text = index_page(two_runs[1], tmp_path / "r.html", two_runs[0]).read_text("utf-8")
    assert "<script" not in text
    assert not re.search(r"(?:src|href)=\"(?!#|data:)", text)
    assert "url(http" not in text
    again = index_page(two_runs[1], tmp_path / "s.html", two_runs[0]).read_text("utf-8")
    assert again == text


def test_what_is_no_run_or_no_page_is_refused(two_runs, tmp_path):
    with pytest.raises(UsageError, match="a page is written as"):
        index_page(two_runs[0], tmp_path / "r.pdf")
    with pytest.raises(InputError, match="no finished run"):
        index_page(tmp_path, tmp_path / "r.html")


def test_words_of_a_recipe_are_escaped(two_runs, tmp_path):
    run = shutil.copytree(two_runs[0], tmp_path / "run")
    file = run / "provenance.json"
    file.write_text(file.read_text().replace("Illustrative", "<script>x</script>"))
    text = index_page(run, tmp_path / "r.html").read_text("utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;x" in text
