"""Legends: signs as they stand on the map, what each means in words, and how often it occurs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from matplotlib.patches import Rectangle

from accessibility.maps.lettering import POINT, Type, measure, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from accessibility.maps.lettering import Style

__all__ = ["Entry", "Legend", "Sign", "box", "marker", "stroke"]

SIGN_WIDTH: Final = 6.0
"""Room for the sign at the beginning of a row, millimetres."""
GAP: Final = 1.8
"""Between sign, words and count."""
APART: Final = 1.35
"""Height of a row that keeps a distance, in rows."""

Sign: TypeAlias = "Callable[[Axes, float, float, float], None]"
"""Draws itself on an axes whose unit is the millimetre: left end, middle of the row, its height."""


@dataclass(frozen=True)
class Entry:
    """
    A row of a legend.

    Parameters
    ----------
    words
        What the sign means.
    sign
        How it looks on the map.
    count
        What stands at the end of the row.
    apart
        Whether the row keeps a distance from the one above.
    """

    words: str
    sign: Sign
    count: str = ""
    apart: bool = False


@dataclass(frozen=True)
class Legend:
    """
    A legend.

    Parameters
    ----------
    entries
        Its rows.
    head
        What the signs stand for, above the words.
    counted
        What the counts are, above them.
    """

    entries: Sequence[Entry] = field(default=())
    head: str = ""
    counted: str = ""

    def height(self, width: float, lettering: Type) -> float:
        """
        Measure the legend.

        Parameters
        ----------
        width
            Its width in millimetres.
        lettering
            Its lettering.

        Returns
        -------
        float
            Its height in millimetres.
        """
        rows = sum(height for _, _, height in self._rows(width, lettering))
        return rows + self._top(width, lettering)

    def write(self, paper: "Axes", width: float, lettering: Type) -> None:
        """
        Write the legend from the top of a paper down.

        Parameters
        ----------
        paper
            Where to write; its unit is the millimetre.
        width
            Width of the legend.
        lettering
            Its lettering.
        """
        y = paper.get_ylim()[1]
        heads = self._heads(width, lettering)
        for number, line in enumerate(heads):
            paper.text(0, y - number * lettering.small_line, line, va="top", **lettering.small)
        if self.counted:
            paper.text(width, y, self.counted, ha="right", va="top", **lettering.small)
        y -= self._top(width, lettering)
        for entry, lines, height in self._rows(width, lettering):
            y -= height
            middle = y + lettering.row / 2 + (len(lines) - 1) * lettering.text_line
            entry.sign(paper, 0, middle, lettering.row)
            for number, line in enumerate(lines):
                at = middle - number * lettering.text_line
                paper.text(SIGN_WIDTH + GAP, at, line, va="center", **lettering.text)
            if entry.count:
                paper.text(width, middle, entry.count, ha="right", va="center", **lettering.text)

    def _heads(self, width: float, lettering: Type) -> list[str]:
        room = width - measure(self.counted, lettering.small) - GAP if self.counted else width
        return wrap(self.head, lettering.small, room)

    def _top(self, width: float, lettering: Type) -> float:
        lines = max(len(self._heads(width, lettering)), bool(self.counted))
        return lines * lettering.small_line + 1.2 if lines else 0.0

    def _rows(self, width: float, lettering: Type) -> list[tuple[Entry, list[str], float]]:
        rows = []
        for entry in self.entries:
            room = width - SIGN_WIDTH - GAP
            if entry.count:
                room -= measure(entry.count, lettering.text) + GAP
            lines = wrap(entry.words, lettering.text, room) or [""]
            row = lettering.row * (APART if entry.apart else 1)
            rows.append((entry, lines, row + (len(lines) - 1) * lettering.text_line))
        return rows


def marker(style: "Style", size: float) -> Sign:
    """
    A mark such as those of points.

    Parameters
    ----------
    style
        Arguments of matplotlib's lines.
    size
        Its size in points.

    Returns
    -------
    callable
        Draws the mark.
    """

    def draw(paper: "Axes", left: float, middle: float, _height: float) -> None:
        paper.plot(left + SIGN_WIDTH / 2, middle, markersize=size, **style)

    return draw


def box(style: "Style") -> Sign:
    """
    A box filled as an area is.

    Parameters
    ----------
    style
        Arguments of matplotlib's patches.

    Returns
    -------
    callable
        Draws the box.
    """

    def draw(paper: "Axes", left: float, middle: float, height: float) -> None:
        tall = 0.62 * height
        paper.add_patch(Rectangle((left, middle - tall / 2), SIGN_WIDTH, tall, **style))

    return draw


def stroke(style: "Style") -> Sign:
    """
    A piece of a line.

    Parameters
    ----------
    style
        Arguments of matplotlib's lines.

    Returns
    -------
    callable
        Draws the line.
    """
    short: dict[str, Any] = {"solid_capstyle": "butt", **style}
    inset = style.get("linewidth", 1) * POINT / 2 if style.get("dash_capstyle") == "round" else 0

    def draw(paper: "Axes", left: float, middle: float, _height: float) -> None:
        paper.plot([left + inset, left + SIGN_WIDTH - inset], [middle, middle], **short)

    return draw
