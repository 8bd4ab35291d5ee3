"""What the method pages say of access is what the program does."""

import importlib.util
import re

import pytest

from accessibility.network.extract import access
from accessibility.network.travel import driving, turning
from tests.conftest import PROJECT

BITS = (access.FOOT, access.BICYCLE, access.CAR)


@pytest.fixture(scope="module")
def streets():
    return (PROJECT / "docs" / "method" / "streets.md").read_text(encoding="utf-8")


def code(text):
    return set(re.findall(r"`([^`]+)`", text))


def between(text, begin, end):
    return text[text.index(begin) + len(begin) : text.index(end, text.index(begin))]


def test_the_page_of_tables_is_up_to_date():
    path = PROJECT / "tools" / "write_access_page.py"
    spec = importlib.util.spec_from_file_location("write_access_page", path)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert (PROJECT / tool.PAGE).read_text(encoding="utf-8") == tool.page(), f"run {path}"


def test_the_classes_of_the_method_are_those_of_the_program(streets):
    rows = re.findall(r"^\| (.+) \| (yes|no) \| (yes|no) \| (yes|no) \|$", streets, re.MULTILINE)
    said = {
        name.strip(): sum(bit for bit, word in zip(BITS, words, strict=True) if word == "yes")
        for names, *words in rows
        for name in names.split(",")
    }
    known = {
        name: modes
        for name, modes in access.CLASS_MODES.items()
        if name != access.BARRIER_LINK and not name.endswith("_link")
    }
    assert said == known
    for name, modes in access.CLASS_MODES.items():
        assert modes == access.CLASS_MODES[name.removesuffix("_link")]


def test_the_values_that_close_are_those_of_the_program(streets):
    said = between(streets, "The values that close are", ". A value with several")
    assert code(said) == access.CLOSED_VALUES


def test_the_tags_of_each_mode_are_those_of_the_program(streets):
    for name, bit in zip(("foot", "bicycle", "car"), BITS, strict=True):
        line = re.search(rf"^\* {name}: (.+)$", streets, re.MULTILINE)[1]
        tags = next(tags for tags in access.MODE_TAGS if tags.mode == bit)
        assert re.findall(r"`([^`]+)`", line) == [*tags.own, *tags.general]


def test_the_classes_closed_to_wheelchairs_are_those_of_the_program(streets):
    said = between(streets, "**Wheelchairs** go", "and on ways tagged")
    assert set(re.findall(r"\*(\w+)\*", said)) == access.WHEELCHAIR_CLOSED_CLASSES


def test_the_barriers_are_those_of_the_program(streets):
    text = between(streets, "Defaults: ", "every other barrier")
    cars, both = text.split("stop cars;")
    said = dict.fromkeys(code(cars), access.CAR)
    said |= dict.fromkeys(code(both), access.CAR | access.BICYCLE)
    assert said == access.BARRIER_STOPS


@pytest.fixture(scope="module")
def cars():
    return (PROJECT / "docs" / "method" / "driving.md").read_text(encoding="utf-8")


def test_the_speeds_of_cars_are_those_of_the_program(cars):
    cells = between(cars, "### Speed", "`car_speeds` replaces").replace("|", "\n")
    pairs = re.findall(r"^ ([a-z_, ]+?) \n ?(\d+) ?\n?", cells, re.MULTILINE)
    said = {name: int(kmh) for names, kmh in pairs for name in names.split(", ")}
    assert said.pop("every other class") == driving.OTHER_CAR_SPEED
    assert said.pop("if its tags let cars in") == driving.OTHER_CAR_SPEED
    assert said == driving.CAR_SPEEDS


def test_the_delays_are_those_of_the_program(cars):
    kinds = r"^\| (straight on|to the near|across|back)[^|]*\| (\d+) s \|$"
    rows = re.findall(kinds, cars, re.MULTILINE)
    assert {name: int(seconds) for name, seconds in rows} == dict(
        zip(("straight on", "to the near", "across", "back"), turning.DelayTable()[:4], strict=True)
    )
    angles = set(map(int, re.findall(r"(\d+)°", between(cars, "| turn | delay |", "`driving_"))))
    assert angles == {turning.STRAIGHT_DEGREES, turning.BACK_DEGREES}
    assert turning.JUNCTION_ENDS == 3
    assert "at least three ends of edges" in cars


def test_the_hours_of_congestion_are_those_of_the_program(cars):
    said = re.findall(r"(\d\d):00\W(\d\d):00", cars)
    assert tuple((int(begin), int(end)) for begin, end in said) == driving.BANDS
