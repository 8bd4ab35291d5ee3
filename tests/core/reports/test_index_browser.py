"""The page of an index run in a browser: it fits, and nothing is asked of anybody."""

import shutil

import pytest

from accessibility.reports.index import index_page
from tests.core.index_runs import ready_times, write_run

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser():
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no Chromium on this machine: pages are not opened")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [1200, 390])
def test_it_opens_offline_without_scripts_and_fits(browser, tmp_path, width):
    later = ready_times()
    later.loc[::4, "gp_public"] += 20
    runs = write_run(tmp_path / "old"), write_run(tmp_path / "new", later, factor=True)
    path = index_page(runs[1], tmp_path / "report.html", runs[0])
    requests, complaints = [], []
    page = browser.new_page(
        viewport={"width": width, "height": 900}, java_script_enabled=False, offline=True
    )
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(path.as_uri())
    assert requests == [path.as_uri()]
    assert complaints == []
    box = page.locator("figure.map svg").bounding_box()
    assert 0.5 * min(width, 700) < box["width"] <= width
    first, last = (page.locator(f"figure.map path.decile{k}").first for k in (1, 10))
    assert first.bounding_box()["width"] > 10
    assert last.bounding_box()["width"] > 10
    body = page.locator("body").bounding_box()
    assert body["x"] >= 0
    assert body["x"] + body["width"] <= width
    for heading in page.locator("h2").all():
        place = heading.bounding_box()
        assert place["x"] + place["width"] <= width
    page.close()
