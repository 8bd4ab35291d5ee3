"""Lettering: sizes that stay readable on paper, and lines that fit their room."""

import re
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

__all__ = [
    "INCH",
    "INK",
    "POINT",
    "QUIET",
    "Style",
    "Type",
    "is_column",
    "measure",
    "type_for",
    "wrap",
]

INCH: Final = 25.4
"""Everything on paper is in millimetres."""
POINT: Final = INCH / 72

INK: Final = "#222222"
QUIET: Final = "#595959"
"""Colour of what is read last."""

Style: TypeAlias = dict[str, Any]

COLUMN_WIDTH: Final = 120.0
"""Pictures narrower than this, in millimetres, are set as columns."""


_TOGETHER: Final = re.compile(r"(?<=©) | (?=[%])|(?<=\b\d) (?=[a-z])|(?<=\b\d\d) (?=[A-Za-z])")
"""Spaces at which no line ends: after a sign, and between a number and its unit or month."""


class Type(NamedTuple):
    """
    How things are lettered on a picture of some width.

    Parameters
    ----------
    title, text, small
        Arguments of matplotlib's texts.
    title_line, text_line, small_line
        Distance from line to line, millimetres.
    row
        Height of a row of the legend, millimetres.
    """

    title: Style
    text: Style
    small: Style
    title_line: float
    text_line: float
    small_line: float
    row: float


def _style(size: float, colour: str, weight: str = "normal") -> Style:
    # Texts are the user's: a dollar sign in one begins no formula.
    return {"fontsize": size, "weight": weight, "color": colour, "parse_math": False}


PAGE: Final = Type(
    title=_style(10.5, INK, "bold"),
    text=_style(8, INK),
    small=_style(6.5, QUIET),
    title_line=5.2,
    text_line=3.9,
    small_line=3.1,
    row=5.6,
)
COLUMN: Final = Type(
    title=_style(9, INK, "bold"),
    text=_style(7, INK),
    small=_style(6, QUIET),
    title_line=4.5,
    text_line=3.4,
    small_line=2.9,
    row=4.7,
)


def is_column(width: float) -> bool:
    """
    Say whether a picture is for a column of text.

    Parameters
    ----------
    width
        Its width in millimetres.
    """
    return width < COLUMN_WIDTH


def type_for(width: float) -> Type:
    """
    Choose the lettering of a picture.

    Parameters
    ----------
    width
        Its width in millimetres.

    Returns
    -------
    Type
        Nothing in it is smaller than 6 points.
    """
    return COLUMN if is_column(width) else PAGE


@lru_cache(maxsize=4096)
def _measure(text: str, size: float, weight: str) -> float:
    font = FontProperties(size=size, weight=weight)
    # A full stop on either side keeps spaces at the ends.
    path = TextPath((0, 0), f".{text}.", prop=font)
    frame = TextPath((0, 0), "..", prop=font)
    return float(path.get_extents().width - frame.get_extents().width) * POINT


def measure(text: str, style: Style) -> float:
    """
    Measure a line of text.

    Parameters
    ----------
    text
        The line.
    style
        Its style.

    Returns
    -------
    float
        Its width in millimetres.
    """
    return _measure(text.replace("$", r"\$"), style["fontsize"], style["weight"])


def wrap(text: str, style: Style, room: float) -> list[str]:
    """
    Break text into lines.

    Parameters
    ----------
    text
        What is to be set; line breaks in it are kept.
    style
        Its style.
    room
        Longest line in millimetres.

    Returns
    -------
    list of str
        The lines; a word that is too long for one is broken.
    """
    lines = []
    for paragraph in _TOGETHER.sub("\N{NO-BREAK SPACE}", text).splitlines():
        line = ""
        for piece in re.split(r"[ \t]+", paragraph):
            word = piece
            longer = f"{line} {word}" if line else word
            if measure(longer, style) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            while measure(word, style) > room and len(word) > 1:
                fits = next(
                    (n for n in range(len(word) - 1, 1, -1) if measure(word[:n], style) <= room), 1
                )
                lines.append(word[:fits])
                word = word[fits:]
            line = word
        lines.append(line)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines if line]
