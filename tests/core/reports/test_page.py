"""How pages are filled: everything is escaped, numbers and dates are written for people."""

from datetime import date

import pytest
from jinja2 import DictLoader, UndefinedError

from accessibility.errors import OutputError
from accessibility.reports import page as module
from accessibility.reports.page import said_date, write_page


@pytest.fixture
def fill(monkeypatch, tmp_path):
    """Fill a template that is given as text."""

    def write(template, **values):
        made = module._environment()
        made.loader = DictLoader({"t": template})
        monkeypatch.setattr(module, "_environment", lambda: made)
        write_page(tmp_path / "p.html", "t", values)
        return (tmp_path / "p.html").read_text("utf-8")

    return write


@pytest.mark.parametrize(
    ("template", "value", "said"),
    [
        ("{{ v }}", "<b>&\"'", "&lt;b&gt;&amp;&#34;&#39;"),
        ("{{ v|number }}", 1234567, "1,234,567"),
        ("{{ v|number }}", 27.5, "27.5"),
        ("{{ v|percent(200) }}", 0, "0%"),
        ("{{ v|percent(200) }}", 1, "under 1%"),
        ("{{ v|percent(200) }}", 2, "1%"),
        ("{{ v|percent(200) }}", 199, "over 99%"),
        ("{{ v|percent(200) }}", 200, "100%"),
        ("{{ v|percent(0) }}", 0, "0%"),
        ("{{ v|in_words }}", 3, "three"),
        ("{{ v|in_words }}", 1100, "1,100"),
        ("{{ plural(v, 'trip', 'trips') }}", 1, "1 trip"),
        ("{{ plural(v, 'trip', 'trips') }}", 1000, "1,000 trips"),
        (
            "{{ v|extent }}",
            (-3.1, -0.25, 0.5, 51.5),
            "3.1000° W to 0.5000° E, 0.2500° S to 51.5000° N",
        ),
        ("{{ v|date }}", "2023-06-03", "3 June 2023"),
        ("{{ v|picture }}", b"\xfb\xff?", "data:image/png;base64,+/8/"),
    ],
)
def test_values_are_written_for_people(fill, template, value, said):
    assert fill(template, v=value) == said


def test_dates_say_their_weekday_when_asked():
    assert said_date(date(2023, 6, 13), weekday=True) == "Tuesday 13 June 2023"


def test_a_name_that_the_template_misspells_is_an_error_and_leaves_nothing(fill, tmp_path):
    with pytest.raises(UndefinedError):
        fill("{{ verdit }}", verdict="good")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_is_one_message(fill, tmp_path, monkeypatch):
    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.Path, "write_text", full)
    with pytest.raises(OutputError, match="the disk is full"):
        fill("x")
