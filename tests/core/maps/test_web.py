"""The page of a map: what it holds, its size, and that nothing in it is obeyed or fetched."""

import base64
import hashlib
import json
import re
from importlib.metadata import PackageNotFoundError

import numpy as np
import pytest
import shapely

import accessibility as acc
from accessibility.maps import web, web_page
from tests.core.maps.unpacking import columns_of, data_of, farthest, shape_of
from tests.core.reports.reading import read

HOSTILE = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)> ]]> & \"'\\ </style>"


def test_the_page_holds_the_layers_as_they_are(write, several, reached, small_areas):
    data = data_of(write(several))
    assert [layer["name"] for layer in data["layers"]] == [
        "People",
        "Areas reached",
        "A journey",
        "Places",
    ]
    assert [layer["kind"] for layer in data["layers"]] == ["area", "band", "line", "point"]
    assert [layer["visible"] for layer in data["layers"]] == [True, True, False, True]
    for layer, table in zip(
        data["layers"],
        (small_areas, reached, several[2].data, several[3].data),
        strict=True,
    ):
        assert len(layer["features"]) == len(table)
        for number, geometry in enumerate(table.geometry):
            assert farthest(shape_of(layer, number), geometry) < 1e-5
    west, south, east, north = small_areas.total_bounds
    assert np.allclose(data["bounds"], [[west, south], [east, north]], atol=1e-5)


def test_other_reference_systems_come_to_the_same_places(write, small_areas):
    layer = acc.WebLayer(data=small_areas, column="people")
    turned = acc.WebLayer(data=small_areas.to_crs(27700), column="people")
    one, other = data_of(write(layer)), data_of(write(turned))
    for number in range(len(small_areas)):
        shapes = [shape_of(data["layers"][0], number) for data in (one, other)]
        assert farthest(*shapes) < 2.1e-5


def test_streets_come_from_coarse_to_fine_and_stations_by_name(write, town, reached):
    data = data_of(write(reached))
    zooms = [tier["from_zoom"] for tier in data["streets"]]
    assert zooms == sorted(zooms)
    assert len(zooms) == 5
    widths = [tier["width"] for tier in data["streets"]]
    assert widths == sorted(widths, reverse=True)
    names = [station["name"] for station in data["stations"]]
    assert "Aberhelwyn" in names
    assert names == sorted(set(names))
    without = data_of(write(reached, network=None))
    assert without["streets"] == without["stations"] == []


def test_streets_lie_where_they_are(write, town, small_areas):
    streets = town.streets
    data = data_of(write(small_areas))
    (residential,) = [tier for tier in data["streets"] if tier["width"] == 0.6]
    drawn = shape_of({"kind": "line", "shapes": [residential["lines"]], "features": [[0]]}, 0)
    names = ["unclassified", "residential", "living_street", "service", "road", "busway"]
    from accessibility.network.extract.access import HIGHWAY_CLASSES

    wanted = [HIGHWAY_CLASSES.index(name) for name in names]
    edges = np.flatnonzero(np.isin(streets.edge_class, wanted))[::40]
    for edge in edges:
        part = slice(streets.shape_offset[edge], streets.shape_offset[edge + 1])
        points = np.column_stack([streets.shape_x[part], streets.shape_y[part]]) * 1e-7
        assert shapely.distance(drawn, shapely.points(points)).max() < 6e-5  # some 4 m


def test_the_credit_names_openstreetmap_with_its_link_and_the_operators(write, reached):
    page = read(write(reached))
    (credit,) = [e for e in page.all("p") if e.attributes.get("id") == "credit"]
    assert credit.text.startswith("© OpenStreetMap contributors. Timetables: Bysiau Aberhelwyn, ")
    (link,) = credit.all("a")
    assert link.attributes["href"] == "https://www.openstreetmap.org/copyright"
    about = next(e for e in page.all("details"))
    assert "Rheilffordd Cwm Helwyn" in about.text
    other = read(write(reached, attribution="Made up.", network=None))
    (credit,) = [e for e in other.all("p") if e.attributes.get("id") == "credit"]
    assert credit.text == "Made up."
    assert not credit.all("a")


def test_the_page_fetches_nothing(write, several):
    html = write(several)
    page = read(html)
    for element in page.all():
        assert element.tag not in {"link", "iframe", "object", "embed", "base", "form", "img"}
        assert not element.attributes.keys() & {"src", "srcset", "action", "poster", "style"}
        assert not any(name.startswith("on") for name in element.attributes)
        if "href" in element.attributes:
            assert element.attributes["href"] in {
                "#panel",
                "https://www.openstreetmap.org/copyright",
            }
    (styles,) = page.all("style")
    css = "".join(styles.content)
    assert "@import" not in css
    assert all(u.startswith('"data:image/svg+xml') for u in re.findall(r"url\((.{25})", css))
    assert "sourceMappingURL" not in html


def test_the_browser_may_run_what_is_in_the_page_and_no_other(write, reached):
    page = read(write(reached))
    (policy,) = [e.attributes["content"] for e in page.all("meta") if "http-equiv" in e.attributes]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert "connect-src" not in rules
    assert rules["worker-src"] == "blob:"
    allowed = {*rules["script-src"].split(), *rules["style-src"].split()}
    run = [e for e in page.all("script") if "type" not in e.attributes] + page.all("style")
    digests = {
        base64.b64encode(hashlib.sha256("".join(e.content).encode()).digest()).decode() for e in run
    }
    assert allowed == {f"'sha256-{digest}'" for digest in digests}
    assert len(digests) == 3


def test_the_licence_of_the_library_is_kept(write, reached):
    html = write(reached)
    assert "Copyright (c) 2023, MapLibre contributors" in html
    assert "Redistributions in binary form must reproduce the above copyright notice" in html
    assert "3-Clause BSD" in html


def test_hostile_names_are_shown_as_text_and_never_obeyed(write, small_areas, town):
    table = small_areas.head(3).assign(name=HOSTILE, kind=[HOSTILE, "b", "b"])
    table = table.rename(columns={"parent": HOSTILE})
    layer = acc.WebLayer(
        data=table,
        name=HOSTILE,
        column="people",
        unit=HOSTILE,
        missing=HOSTILE,
        choices={"kind": HOSTILE},
    )
    html = write(layer, title=HOSTILE, subtitle=HOSTILE, attribution=HOSTILE)
    page = read(html)
    assert len(page.all("script")) == 3
    assert not page.all("img")
    assert len(page.all("style")) == 1
    assert page.all("title")[0].text == " ".join(HOSTILE.split())
    assert page.all("h1")[0].text == HOSTILE
    (stored,) = data_of(html)["layers"]
    assert stored["name"] == HOSTILE
    assert stored["choices"][0]["values"] == [HOSTILE, "b"]
    assert columns_of(stored)[4] == [HOSTILE] * 3
    assert html.count("alert(1)") == html.count("alert(1)&lt;") + html.count("alert(1)\\u003c")


def test_equal_inputs_give_equal_bytes(write, several, town, tmp_path):
    one = write(several)
    again = acc.Network.open(town.path)
    two = write([*several], name="two.htm", network=again)
    assert one == two
    assert str(tmp_path) not in one
    assert sorted(file.name for file in tmp_path.iterdir()) == ["map.html", "two.htm"]


def test_what_was_written_is_told(town, reached, tmp_path):
    written = acc.write_web_map(reached, tmp_path / "map.html", title="T", network=town)
    assert written.path == tmp_path / "map.html"
    assert written.size == written.path.stat().st_size < 1_500_000
    assert written.notes == ()


def test_a_page_that_would_be_too_large_is_simplified_and_says_so(town, passing, tmp_path, caplog):
    whole = acc.write_web_map(passing, tmp_path / "w.html", title="T", network=town)
    most = whole.size / 1e6 - 0.15
    less = acc.write_web_map(passing, tmp_path / "l.html", title="T", network=town, max_size=most)
    assert less.size <= most * 1e6
    (note,) = less.notes
    assert re.fullmatch(r"Outlines are simplified by about \d+ m, to keep the page small\.", note)
    html = less.path.read_text("utf-8")
    assert note in read(html).all("details")[0].text
    assert note in caplog.text
    (layer,) = data_of(html)["layers"]
    metres = int(re.search(r"\d+", note)[0])
    for number in range(0, len(passing), 9):
        moved = farthest(shape_of(layer, number), passing.geometry.iloc[number])
        assert moved < metres / 111_320 / 0.62 + 1e-5


def test_the_smallest_streets_are_left_out_first(write, town, reached, tmp_path, monkeypatch):
    whole = data_of(write(reached))["streets"]
    sizes = [len(json.dumps(tier["lines"], separators=(",", ":"))) for tier in whole]
    monkeypatch.setattr(web, "STREETS_SHARE", (sum(sizes) - 1) / 10e6)
    written = acc.write_web_map(reached, tmp_path / "m.html", title="T", network=town)
    assert written.notes == ("The smallest streets are left out, to keep the page small.",)
    assert data_of(written.path.read_text("utf-8"))["streets"] == whole[:-1]


def test_a_page_that_cannot_be_small_enough_is_refused(write, passing, tmp_path):
    with pytest.raises(acc.AccessibilityError, match=r"more than 0\.5, even with outlines") as e:
        write(passing, max_size=0.5)
    assert e.value.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_missing_library_is_one_sentence(write, reached, monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(web_page, "distribution", missing)
    with pytest.raises(acc.AccessibilityError, match=r'pip install "maplibre>=0\.3\.6"'):
        write(reached)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("map.pdf", r"map\.pdf: a page is written as \.html or \.htm"),
        ("missing/map.html", "missing is no folder"),
    ],
)
def test_a_page_that_cannot_be_is_refused_before_any_work(tmp_path, name, message):
    with pytest.raises(acc.AccessibilityError, match=message):
        acc.write_web_map(None, tmp_path / name, title="T")
