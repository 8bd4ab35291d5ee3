"""The health report as a page: what it says is what the report says, and it stands alone."""

import re
import shutil
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

import accessibility as acc
from accessibility.network.calendar import trips_per_date
from accessibility.network.health.health_text import feed_rules, verdict_text
from tests.core.network.gtfs_feed import GtfsFeed
from tests.core.reports.reading import number, read, section

TUESDAY = "2025-05-13"
HOSTILE = "<script>alert(\"1\")</script> & 'co' {{ name }} {% endif %}"
ADDRESSES = {"src", "href", "action", "data", "poster", "srcset", "xlink:href"}


@pytest.fixture(scope="module")
def html(sample_network, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "town.html"
    assert acc.health_page(sample_network, path, date=TUESDAY) == path
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def page(html):
    return read(html)


def test_the_verdict_comes_first_and_is_that_of_the_report(page, sample_network):
    first = page.all("main")[0].content[1]
    assert "doubtful" in first.classes
    assert verdict_text(sample_network.health)[1:] in first.text
    services = sample_network.health.services_on(TUESDAY)
    assert f"On Tuesday 13 May 2025, {services.trips} trips run" in first.text
    assert page.all("h1")[0].text == "town.network"


def test_stops_are_counted_by_state_in_words(page, sample_network):
    health = sample_network.health
    (key,) = section(page.after("Streets and stops")).all("ul", "key")
    assert health.stops_through_entrances == 5
    assert [item.text for item in key.all("li")] == [
        f"join a street, 5 of them through entrances of their stations {health.stops_linked}",
        f"among the streets, but over 300 m from one {health.stops_too_far}",
        f"outside the streets {health.stops_outside}",
    ]
    near, everything = page.all("img")
    assert f"{health.stops_linked} join a street" in near.attributes["alt"]
    assert f"all {health.stops_served} served stops" in everything.attributes["alt"]
    scales = [element.text for element in page.all("div", "scale")]
    assert scales == ["1 km", "2 km"]


def test_departures_by_hour_are_those_of_the_day(page, sample_network):
    services = sample_network.health.services_on(TUESDAY)
    day = section(page.after("Tuesday 13 May 2025"))
    table = section(page.after("Departures by hour")).all("table")[0]
    head = [cell.text for cell in table.all("thead")[0].all("th")]
    assert head == ["Hour", "bus", "rail", "All"]
    for row in table.rows():
        hour, *by_mode, total = (int(number(cell)) for cell in row)
        assert by_mode == [services.departures_by_hour[mode][hour] for mode in head[1:-1]]
        assert total == sum(by_mode)
    assert sum(number(row[-1]) for row in table.rows()) == services.departures
    bars = day.all("div", "bars")[0].content
    bars = [bar for bar in bars if not isinstance(bar, str)]
    heights = [
        sum(float(part.attributes["style"].split()[1][:-1]) for part in bar.all("i"))
        for bar in bars
    ]
    totals = [sum(hour) for hour in zip(*services.departures_by_hour.values(), strict=True)]
    assert max(heights) <= 100
    assert heights == pytest.approx([t * max(heights) / max(totals) for t in totals], abs=0.05)
    legend = [item.text for item in day.all("ul", "swatches")[0].all("li")]
    assert legend == [
        f"{mode}: {sum(services.departures_by_hour[mode]):,}" for mode in ("bus", "rail")
    ]


def test_agencies_show_what_they_run_and_what_is_usual(page, sample_network):
    services = sample_network.health.services_on(TUESDAY)
    rows = section(page.after("Operators")).rows()
    expected = [
        [row.agency, row.mode, row.trips, row.usual_trips, row.departures]
        for feed in services.feeds
        for row in sorted(feed.agencies, key=lambda row: -row.trips)
    ]
    assert [[*row[:2], *map(number, row[2:])] for row in rows] == expected


def test_the_calendar_shows_every_date_with_its_trips_and_marks_the_asked_one(page, sample_network):
    first, counts = trips_per_date(sample_network.timetable)
    calendar = section(page.after("Calendar"))
    (months,) = calendar.all("div", "months")
    shown = {}
    for month in months.all("table"):
        caption = month.all("caption")[0].text
        for cell in month.all("td"):
            if cell.text:
                said, words = cell.attributes["title"].split(": ")
                assert f"{cell.text} {caption}" in said
                shown[said] = (words, cell.classes)
    assert len(months.all("table")) == 12
    assert len(shown) == 365
    outside = [said for said, (words, _) in shown.items() if words == "outside the timetables"]
    assert len(outside) == 365 - len(counts)
    for at, trips in enumerate(counts.tolist()):
        day = first + timedelta(days=at)
        words, classes = shown[f"{day:%A} {day.day} {day:%B %Y}"]
        assert words.partition(",")[0] == f"{trips} trips"
        assert f"level{-(-trips * 5 // counts.max())}" in classes
    marked = [said for said, (_, classes) in shown.items() if "asked" in classes]
    assert marked == ["Tuesday 13 May 2025"]
    few = [said for said, (_, classes) in shown.items() if "few" in classes]
    assert few == [
        "Friday 18 April 2025",
        "Monday 21 April 2025",
        "Monday 5 May 2025",
        "Monday 26 May 2025",
        "Monday 25 August 2025",
    ]
    assert "5 dates with fewer than 80% of their weekday's median: 18 Apr 2025, 21 Apr" in (
        calendar.text
    )
    legend = [item.text for item in calendar.all("ul", "swatches")[0].all("li")]
    assert legend[0] == "no trip"
    assert legend[-1] == "13 May 2025"


def test_every_feed_has_its_numbers_and_its_problems(page, sample_network):
    health = sample_network.health
    for report, links in zip(health.feeds, health.links, strict=True):
        own = section(page.after(report.name))
        assert f"{report.trips} on {report.routes} routes" in own.text
        assert f"{report.stop_times:,} kept of {report.rows['stop_times']:,}" in own.text
        assert all(agency in own.text for agency in report.agencies)
        assert all(words in own.text for _, words in feed_rules(report))
        states = [item.text.split(" (")[0].rsplit(" ", 1)[1] for item in own.all("li")]
        assert [int(n) for n in states] == [links.linked, links.too_far, links.outside]
        groups = own.all("div", "problem")
        problems = [p for p in health.problems if p.file.split(".zip")[0] == report.name]
        assert Counter(group.all("code")[0].text for group in groups) == Counter(
            {problem.code for problem in problems}
        )
        for problem in problems:
            (group,) = [g for g in groups if g.all("code")[0].text == problem.code]
            assert problem.severity in group.classes
            assert problem.message[1:] in group.text
            assert problem.remedy in group.text
            if problem.line:
                assert f"{problem.file} line {problem.line:,}: {problem.field}" in group.text
                assert f"“{problem.value}”" in group.text


def test_all_street_counts_are_there(page, sample_network):
    counts = sample_network.health.street_counts
    rows = section(page.after("Streets in numbers")).rows()
    shown = [int(number(cell)) for row in rows for cell in row[1:] if cell]
    assert sorted(shown) == sorted(counts.values())


def test_the_foot_says_what_the_network_was_made_from(page, sample_network):
    foot = page.all("footer")[0]
    rows = foot.rows()
    assert [row[1:] for row in rows] == [
        [entry["name"], entry["sha256"]] for entry in sample_network.manifest["inputs"]
    ]
    assert f"access-to-services {acc.__version__}" in foot.text
    assert sample_network.key in foot.text
    assert "© OpenStreetMap contributors" in foot.text


def test_the_page_fetches_nothing_and_runs_nothing(html, page):
    assert "http://" not in html
    assert "https://" not in html
    assert "url(" not in html
    assert "@import" not in html
    elements = page.all()
    assert not {"script", "link", "iframe", "object", "embed", "base", "form"} & {
        element.tag for element in elements
    }
    anchors = {element.attributes.get("id") for element in elements}
    for element in elements:
        assert not any(name.startswith("on") for name in element.attributes)
        for name in ADDRESSES & element.attributes.keys():
            value = element.attributes[name]
            assert value.startswith("data:image/png;base64,") or value[1:] in anchors
    (policy,) = [e for e in page.all("meta") if "http-equiv" in e.attributes]
    assert policy.attributes["content"].startswith("default-src 'none'")


def test_pictures_have_words_and_tables_have_heads(page):
    assert all(image.attributes["alt"] for image in page.all("img"))
    assert page.all("html")[0].attributes["lang"] == "en"
    for table in page.all("table"):
        assert [cell for cell in table.all("th") if cell.attributes.get("scope")]
    levels = [int(e.tag[1]) for e in page.all() if re.fullmatch("h[1-6]", e.tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_is_light_however_many_stops_and_streets_there_are(html, page, sample_network):
    assert len(page.all()) < 2_000
    without_pictures = re.sub('base64,[^"]*', "", html)
    assert len(without_pictures) < 120_000


def test_equal_networks_give_equal_bytes(sample_inputs, sample_network, tmp_path):
    osm, feeds = sample_inputs
    moved = [tmp_path / "elsewhere" / path.name for path in (osm, *feeds)]
    moved[0].parent.mkdir()
    for source, target in zip((osm, *feeds), moved, strict=True):
        shutil.copy(source, target)
    other = acc.Network.build(moved[0], moved[1:], tmp_path / "town.network")
    one = acc.health_page(sample_network, tmp_path / "one.html").read_bytes()
    two = acc.health_page(other, tmp_path / "two.htm").read_bytes()
    assert one == two
    assert str(tmp_path).encode() not in two


def test_names_from_feeds_are_shown_as_text_and_never_obeyed(built, tmp_path):
    feed = GtfsFeed(tmp_path, "bus & <b>coach")
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    feed.replace("agency", "Valley Buses", quoted).replace(
        "stops", "Hospital,51.52", f"{quoted},51.57"
    )
    feed.replace("stops", "Bridge,51.51,-3.00", f"{quoted},51.5123,-2.9945")
    feed.replace("stop_times", "08:05:00,08:06:00", f"{quoted},08:06:00")
    network = built(feed, stop_snap_radius=1, on_error="skip")
    page = read(acc.health_page(network, tmp_path / "p.html").read_text("utf-8"))
    assert not page.all("script")
    assert not page.all("b", "coach")
    assert page.text.count(HOSTILE) >= 3  # agency of the day, agency of the feed, value of a row
    assert HOSTILE in section(page.after("bus & <b>coach")).all("table")[0].text  # far stop


def test_without_a_date_the_one_in_the_middle_is_chosen_and_told(built, page_of, tmp_path):
    network = built(GtfsFeed(tmp_path))
    day = page_of(network).after("Friday 16 June 2023")  # Saturday would be the middle
    assert day[0].text == (
        "No date was asked for. This is the date with full service (at least 80% of the trips that "
        "are usual on its weekday) nearest to the middle of the period of the timetable, "
        "5 June 2023 to 30 June 2023."
    )
    assert "No date was asked for" not in page_of(network, date="2023-06-16").text


def test_a_date_outside_the_timetables_is_said_to_be(built, page_of, tmp_path):
    page = page_of(built(GtfsFeed(tmp_path)), date="2031-01-01")
    day = section(page.after("Wednesday 1 January 2031"))
    assert "bus is not valid on this date, only from 5 June 2023 to 30 June 2023." in day.text
    assert not day.all("div", "bars")
    assert "On Wednesday 1 January 2031, no trip runs." in page.all("section", "verdict")[0].text
    assert "doubtful" in page.all("section")[0].classes
    assert not page.all("td", "asked")
    assert "1 January 2031 (not in the calendar)" in page.text


def test_a_network_of_streets_alone_has_no_day_and_no_calendar(built, page_of):
    network = built()
    page = page_of(network)
    assert "good" in page.all("section", "verdict")[0].classes
    titles = [element.text for element in page.all("h2")]
    assert titles == ["Streets and stops", "Feeds and problems", "Streets in numbers", "Sources"]
    assert "No timetables: only walks can be asked." in page.text
    assert len(page.all("img")) == 1
    asked = page_of(network, date="2023-06-13")
    assert "There are no timetables, so nothing runs on Tuesday 13 June 2023." in asked.text


def test_a_feed_that_never_runs_is_told(built, page_of, tmp_path):
    idle = GtfsFeed(tmp_path, "idle").replace("calendar", "1,1,1,1,1,0,0", "0,0,0,0,0,0,0")
    page = page_of(built(idle))
    assert "no trip ever runs" in section(page.after("idle")).text
    assert "Calendar" not in [element.text for element in page.all("h2")]
    assert "idle has no trip that ever runs." in page_of(built(idle), date="2023-06-13").text
    both = page_of(built(GtfsFeed(tmp_path), idle, name="both.network"))
    covers = section(both.after("Which feed covers which dates"))
    spans = [item.text for item in covers.all("li")]
    assert spans == ["bus 5 June 2023 to 30 June 2023", "idle no trip ever runs"]


def test_a_network_that_cannot_be_used_is_drawn_and_says_so(built, page_of, tmp_path):
    feed = GtfsFeed(tmp_path)
    for place in ("51.50", "51.51", "51.52"):
        feed.replace("stops", f"{place},-3.00", f"{place},-5.00")
    page = page_of(built(feed))
    verdict = page.all("section", "verdict")[0]
    assert "bad" in verdict.classes
    assert "Cannot be used" in verdict.text
    assert "This network cannot be used. The streets and feeds do not meet" in verdict.text
    assert [p.all("code")[0].text for p in page.all("div", "error")] == ["no_stop_linked"]


def test_operators_that_lack_trips_are_marked_and_counted(built, page_of, tmp_path):
    feed = GtfsFeed(tmp_path).add("agency", "B,Brecon Coaches,https://example.org,Europe/London")
    feed.add("routes", "r2,B,2,x,3").add("trips", "r2,early,t3")
    feed.add("calendar", "early,1,1,1,1,1,0,0,20230605,20230609")
    feed.add("stop_times", "t3,9:00:00,9:00:00,s1,1", "t3,9:10:00,9:10:00,s2,2")
    page = page_of(built(feed), date="2023-06-28")
    verdict = page.all("section", "verdict")[0].text
    assert "One operator runs far fewer trips than usual that day, or no longer any." in verdict
    rows = section(page.after("Operators")).rows()
    assert rows == [
        ["Brecon Coaches ended", "bus", "0", "0", "0"],
        ["Valley Buses", "bus", "2", "2", "4"],
    ]
    (warning,) = section(page.after("Operators")).all("div", "problem")
    assert "bus: runs no trip of Brecon Coaches (bus) after 2023-06-09." in warning.text


def test_a_date_that_is_none_is_refused_before_anything_is_written(built, tmp_path):
    with pytest.raises(acc.AccessibilityError, match='"13/06/2023" is no date'):
        acc.health_page(built(GtfsFeed(tmp_path)), tmp_path / "p.html", date="13/06/2023")
    assert not (tmp_path / "p.html").exists()


def test_a_date_may_be_a_date(built, page_of, tmp_path):
    network = built(GtfsFeed(tmp_path))
    assert page_of(network, date=date(2023, 6, 13)) == page_of(network, date="2023-06-13")


@pytest.mark.parametrize("name", ["page.pdf", "page", "page.html.gz"])
def test_another_kind_of_file_is_refused(sample_network, tmp_path, name):
    with pytest.raises(acc.AccessibilityError, match=r"written as \.html or \.htm"):
        acc.health_page(sample_network, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_cannot_be_written_is_an_error_before_any_work(sample_network, tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.html").mkdir()
    for path, said in (
        (tmp_path / "missing" / "page.html", "missing is no folder. Create it first."),
        (tmp_path / "file" / "page.html", "file is no folder. Create it first."),
        (tmp_path / "folder.html", "is a folder. Give the page the name of a file."),
    ):
        with pytest.raises(acc.AccessibilityError, match=re.escape(said)) as refused:
            acc.health_page(None, path)
        assert refused.value.exit_code == 1


def test_an_old_page_is_replaced(built, tmp_path):
    network = built()
    path = tmp_path / "PAGE.HTML"
    path.write_text("old")
    acc.health_page(network, path)
    assert path.read_text("utf-8").startswith("<!doctype html>")
    assert not list(tmp_path.glob("*.tmp"))


def test_a_network_of_an_area_says_what_it_left_out(sample_inputs, tmp_path):
    area = "-3.302,51.692,-3.293,51.703"
    options = acc.BuildOptions(area=area, area_buffer=500)
    network = acc.Network.build(*sample_inputs, tmp_path / "n", options)
    acc.health_page(network, tmp_path / "n.html", date=TUESDAY)
    page = read((tmp_path / "n.html").read_text("utf-8"))
    assert f"Cut to the area {area} and 500 m around it" in page.text
    health = network.health
    (key,) = section(page.after("Streets and stops")).all("ul", "key")
    outside = health.stops_outside + health.stops_beyond
    assert key.all("li")[2].text == (
        f"outside the streets, {health.stops_beyond} of them beyond the network's area {outside}"
    )
    assert health.stops_beyond > 0
    for feed in health.feeds:
        assert f"{feed.clipped['trips']:,} trips and {feed.clipped['stops']:,} stop" in page.text
    alternative = page.all("img")[1].attributes["alt"]
    assert f"all {health.stops_served} served stops" in alternative
