"""Lettering: what fits a line, where lines break, and names that keep clear of each other."""

from itertools import pairwise

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from accessibility.maps.lettering import INCH, measure, type_for, wrap
from accessibility.maps.names import Names

PAGE, COLUMN = type_for(160), type_for(85)


@pytest.mark.parametrize("style", [PAGE.title, PAGE.text, COLUMN.small])
@pytest.mark.parametrize("text", ["not reached within 60 minutes", "i", "£5 and $5 and $6"])
def test_text_is_as_wide_as_it_is_drawn(text, style):
    figure = Figure(dpi=600)
    drawn = figure.text(0, 0, text, **style)
    box = drawn.get_window_extent(FigureCanvasAgg(figure).get_renderer())
    assert measure(text, style) == pytest.approx(box.width / 600 * INCH, rel=0.05, abs=0.15)


def test_lines_are_full_but_not_too_long():
    text = "By public transport or on foot, leaving at 08:30 on Tuesday 13 May 2025"
    lines = wrap(text, PAGE.text, 50)
    assert " ".join(lines) == text
    assert all(measure(line, PAGE.text) <= 50 for line in lines)
    for line, following in pairwise(lines):
        assert measure(f"{line} {following.split()[0]} {following.split()[1]}", PAGE.text) > 50


def test_a_number_stays_with_its_unit_and_a_sign_with_its_word():
    for room in range(20, 60):
        for line in wrap("within 60 minutes of 13 May, © OpenStreetMap", PAGE.text, room):
            assert not line.endswith(("60", "13", "©"))


def test_line_breaks_stay_and_long_words_are_broken():
    assert wrap("one\ntwo", PAGE.text, 50) == ["one", "two"]
    pieces = wrap("x" * 100, PAGE.text, 20)
    assert "".join(pieces) == "x" * 100
    assert all(measure(piece, PAGE.text) <= 20 for piece in pieces)
    assert wrap("", PAGE.text, 20) == []


def test_columns_have_smaller_letters_but_none_below_six_points():
    assert COLUMN.title["fontsize"] < PAGE.title["fontsize"]
    assert min(style["fontsize"] for style in (COLUMN.title, COLUMN.text, COLUMN.small)) >= 6


class _Paper:
    """Frame and axes of a map of 100 by 60 mm."""

    width_mm, height_mm = 100.0, 60.0

    def __init__(self):
        self.axes = Figure().add_axes((0, 0, 1, 1))


@pytest.fixture
def paper():
    return _Paper()


def test_names_stand_to_the_right_or_else_where_there_is_room(paper):
    names = Names(paper.axes, paper)
    assert names.write("Here", (50, 30), 5, PAGE.text, always=False)
    assert names.write("At the edge", (98, 30), 5, PAGE.text, always=False)
    first, second = paper.axes.texts
    assert first.get_position()[0] > 50
    assert second.get_position()[0] < 98
    assert first.get_position()[1] == pytest.approx(30)


def test_a_name_that_would_cover_something_is_left_out_unless_it_must_be_written(paper):
    names = Names(paper.axes, paper)
    for x in range(0, 101, 2):
        for y in range(0, 61, 2):
            names.keep_free((x, y), 4)
    assert not names.write("Station", (50, 30), 5, PAGE.text, always=False)
    assert names.write("Start", (50, 30), 5, PAGE.text, always=True)
    assert not names.write("Far away", (500, 30), 5, PAGE.text, always=True)
    assert [text.get_text() for text in paper.axes.texts] == ["Start"]
