"""The page of a map in a browser: opened from a file, with hands, keyboard and eyes."""

import io
import shutil

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import binary_erosion

import accessibility as acc
from accessibility.maps.style import ramp_colours
from tests.core.maps import made_up

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--no-first-run",
    # Drawing without a graphics card.
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
WORDS = ("up to 15 minutes", "15 to 30 minutes", "30 to 45 minutes", "45 to 60 minutes")
COLOURS = dict(zip(WORDS, ramp_colours("violet-sand", 4), strict=True))
DESK, PHONE = {"width": 1200, "height": 800}, {"width": 390, "height": 780}


@pytest.fixture(scope="module")
def browser():
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no Chromium on this machine: pages are not opened")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


class Opened:
    """A page in a browser, and what it asked for and complained of."""

    def __init__(self, page, path):
        self.page, self.path = page, path
        self.requests, self.complaints = [], []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text) if message.type in {"error", "warning"} else 0
            ),
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path.as_uri())

    def settle(self):
        """Wait until everything that was asked is drawn."""
        self.page.locator("html[data-map=idle]").wait_for(timeout=60_000)

    def check(self):
        """Nothing left the machine, and nothing went wrong."""
        outside = [url for url in self.requests if not url.startswith(("blob:", "data:"))]
        assert outside == [self.path.as_uri()]
        assert self.complaints == []

    def picture(self):
        """The map as it looks, in colours."""
        png = self.page.locator("#stage").screenshot()
        with Image.open(io.BytesIO(png)) as image:
            return np.asarray(image.convert("RGB"))

    def where(self, colour):
        """Pixels that have a colour, as has all around them: rows of x and y on the screen."""
        wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        same = (np.abs(self.picture().astype(int) - wanted) <= 1).all(axis=2)
        inside = binary_erosion(same, iterations=2)
        box = self.page.locator("#stage").bounding_box()
        y, x = np.nonzero(inside)
        return np.column_stack([x + box["x"], y + box["y"]])

    def hover(self, colour, share=0.5):
        """Point at a place of a colour, so far down the map, and read what is told."""
        self.page.mouse.move(5, 5)  # off the map, so that what was told before goes
        self.page.locator("#card").wait_for(state="hidden")
        places = self.where(colour)
        x, y = places[int(len(places) * share)].tolist()
        self.page.mouse.move(x, y)
        self.page.locator("#card").wait_for()
        return self.page.locator("#card").inner_text()


@pytest.fixture
def open_map(browser, town, tmp_path):
    """Write a map and open it."""
    contexts = []

    def opened(layers, size=DESK, **options):
        path = tmp_path / "map.html"
        acc.write_web_map(layers, path, title="Reached", network=town)
        context = browser.new_context(viewport=size, **options)
        contexts.append(context)
        page = Opened(context.new_page(), path)
        page.settle()
        return page

    yield opened
    for context in contexts:
        context.close()


def test_it_opens_from_a_file_and_tells_what_lies_under_the_pointer(open_map, reached, town):
    opened = open_map([reached, acc.WebLayer(data=made_up.origins(town, 3), sign="start")])
    page = opened.page
    legend = page.locator("fieldset").first.locator(".key li")
    assert [row.split("\n")[0] for row in legend.all_inner_texts()] == list(WORDS)
    assert page.locator(".station").filter(has_text="Aberhelwyn").first.is_visible()
    for words, colour in COLOURS.items():
        for share in (0.1, 0.5, 0.9):
            assert words in opened.hover(colour, share)
    opened.check()


def test_layers_go_and_come_and_one_place_is_chosen_of_several(open_map, reached):
    opened = open_map(reached)
    page = opened.page
    before = len(opened.where(COLOURS[WORDS[2]]))
    assert before > 500
    page.get_by_label("Areas reached", exact=True).uncheck()
    opened.settle()
    assert len(opened.where(COLOURS[WORDS[2]])) == 0
    page.get_by_label("Areas reached", exact=True).check()
    opened.settle()
    assert len(opened.where(COLOURS[WORDS[2]])) == before
    figures = page.locator(".key .figure")
    assert set(figures.all_inner_texts()) == {""}
    page.get_by_label("From").select_option("P2")
    opened.settle()
    assert 0 < len(opened.where(COLOURS[WORDS[0]])) < before
    assert all(text.endswith("km²") for text in figures.all_inner_texts())
    assert "P2" in opened.hover(COLOURS[WORDS[1]])
    opened.check()


def test_streets_and_stations_can_be_put_away(open_map, town):
    opened = open_map(made_up.origins(town, 3))
    page, whole = opened.page, opened.picture()
    page.get_by_label("Streets and stations").uncheck()
    opened.settle()
    assert page.locator(".station").first.is_hidden()
    assert (opened.picture() != whole).any(axis=2).sum() > 300
    opened.check()


def test_moments_pass_by_hand_and_by_themselves(open_map, passing):
    opened = open_map(passing)
    page = opened.page
    slider, said = page.get_by_role("slider"), page.locator("#said")
    assert said.inner_text() == "Departing 07:00"
    figures = page.locator(".key .figure").all_inner_texts()
    first = opened.picture()
    slider.focus()
    page.keyboard.press("ArrowRight")
    opened.settle()
    assert said.inner_text() == slider.get_attribute("aria-valuetext") == "Departing 07:15"
    assert page.locator(".key .figure").all_inner_texts() != figures
    assert (opened.picture() != first).any(axis=2).sum() > 300
    slider.fill("14")
    opened.settle()
    assert said.inner_text() == "Departing 10:30"
    told = opened.hover(COLOURS[WORDS[1]])
    assert WORDS[1] in told
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Play").wait_for()  # it ends by itself, at the last
    assert said.inner_text() == "Departing 10:45"
    page.get_by_role("button", name="Play").click()  # and begins anew
    page.get_by_role("button", name="Pause").click()
    assert said.inner_text() in {"Departing 07:00", "Departing 07:15"}
    opened.settle()
    opened.check()


def test_with_the_keyboard_alone_values_are_read_out_and_tables_opened(open_map, small_areas):
    opened = open_map(acc.WebLayer(data=small_areas, column="people", unit="people"))
    page = opened.page
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip the map"
    page.keyboard.press("Tab")
    page.locator("#crosshair").wait_for()
    heard = page.locator("#spoken").inner_text()
    assert heard.split(", ")[0] in set(small_areas["name"])
    assert page.locator("#card").is_visible()
    for _ in range(3):
        page.keyboard.press("ArrowUp")
        page.wait_for_timeout(500)
    opened.settle()
    assert page.locator("#spoken").inner_text() != heard
    page.keyboard.press("Tab")
    assert page.locator("#crosshair").is_hidden()
    page.get_by_label("People as a table").focus()
    page.keyboard.press("Enter")
    rows = page.locator("dialog tbody tr")
    assert rows.count() == len(small_areas)
    assert rows.first.inner_text().split("\t")[0] == small_areas["name"][0]
    page.keyboard.press("Escape")
    assert page.locator("dialog").is_hidden()
    opened.check()


def test_it_turns_back_north_up_and_shows_the_whole_again(open_map, small_areas):
    opened = open_map(small_areas, reduced_motion="reduce")
    page, whole = opened.page, opened.picture()
    page.mouse.move(700, 300)
    page.mouse.down(button="right")
    page.mouse.move(850, 350, steps=4)
    page.mouse.up(button="right")
    page.mouse.move(5, 5)
    opened.settle()
    assert (opened.picture() != whole).any(axis=2).mean() > 0.1
    page.get_by_label("North up").click()
    page.get_by_label("Show the whole map").click()
    page.mouse.move(5, 5)
    page.wait_for_timeout(100)
    opened.settle()
    assert (opened.picture() != whole).any(axis=2).mean() < 0.01
    motion = "getComputedStyle(document.getElementById('card')).transitionDuration"
    assert page.evaluate(motion) == "0s"
    opened.check()


def test_on_a_phone_it_fits_and_a_tap_tells(open_map, passing):
    opened = open_map(passing, size=PHONE, has_touch=True, is_mobile=True)
    page = opened.page
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    boxes = [page.locator(name).bounding_box() for name in ("#stage", "#time", "#panel")]
    assert [box["width"] for box in boxes] == [PHONE["width"]] * 3
    assert boxes[0]["height"] > 300
    assert boxes[2]["y"] + boxes[2]["height"] <= PHONE["height"] + 1
    places = opened.where(COLOURS[WORDS[1]])
    page.touchscreen.tap(*places[len(places) // 2].tolist())
    page.locator("#card").wait_for()
    assert WORDS[1] in page.locator("#card").inner_text()
    opened.check()


def test_hostile_names_do_nothing(open_map, small_areas):
    hostile = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
    table = small_areas.assign(name=hostile)
    layer = acc.WebLayer(data=table, name=hostile, unit=hostile, column="people", cutoffs=(150,))
    opened = open_map(layer)
    dialogs = []
    opened.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    words = opened.page.locator(".key li span").first.inner_text()
    assert words == f"24 to 150 {hostile}"
    opened.page.mouse.move(740, 400)
    opened.page.locator("#card").wait_for()
    assert opened.page.locator("#card strong").inner_text() == hostile
    opened.page.locator("button", has_text="Table").click()
    assert opened.page.locator("dialog h2").inner_text() == hostile
    assert dialogs == []
    opened.check()


def test_without_webgl_it_says_so_and_the_tables_remain(browser, reached, tmp_path):
    acc.write_web_map(reached, tmp_path / "map.html", title="Reached")
    plain = browser.browser_type.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-3d-apis"]
    )
    page = plain.new_page()
    page.goto((tmp_path / "map.html").as_uri())
    page.locator("#without").wait_for()
    page.get_by_label("Areas reached", exact=True).uncheck()
    page.get_by_label("Areas reached as a table").click()
    assert page.locator("dialog tbody tr").count() == len(reached)
    plain.close()
