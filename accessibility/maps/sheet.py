"""The sheet on which a map is drawn: frame, heading, legend, scale and attribution."""

import textwrap
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np
from matplotlib.figure import Figure

from accessibility.maps.ground import Frame
from accessibility.maps.scale import round_length, say_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from accessibility.places.points import Points

__all__ = ["INCH", "PANEL", "ROW", "SMALL", "TEXT", "Sheet", "Style", "lay_out"]

INK: Final = "#222222"

INCH: Final = 25.4
"""Everything on paper is in millimetres."""
MARGIN: Final = 4.0
PANEL: Final = 50.0
"""Width of the legend."""
TALLEST: Final = 165.0
"""Greatest height of a map."""
BROAD: Final = 1.2
"""Width over height from which on a map has its legend below."""
FOOT: Final = 26.0
"""Room for the scale, the arrow and the attribution."""
ROW: Final = 5.6
"""Height of a row of the legend."""
BAR: Final = 34.0
"""Longest scale bar."""

Style: TypeAlias = dict[str, Any]
# Texts are the user's: a dollar sign in one begins no formula.
TITLE: Final[Style] = {"fontsize": 10.5, "weight": "bold", "color": INK, "parse_math": False}
TEXT: Final[Style] = {"fontsize": 8, "color": INK, "parse_math": False}
SMALL: Final[Style] = {"fontsize": 6.5, "color": "#595959", "parse_math": False}


class _Letters(NamedTuple):
    """How many letters fit a line of the title and of other text."""

    title: int
    text: int


SIDE: Final = _Letters(22, 34)
BELOW: Final = _Letters(44, 66)


class Sheet(NamedTuple):
    """
    The parts of a picture that are still to be filled; the unit of each is the millimetre.

    Parameters
    ----------
    frame
        The ground that the map shows.
    map
        The map.
    legend
        Room for the legend, `PANEL` wide.
    foot
        Scale, arrow and attribution.
    """

    frame: Frame
    map: "Axes"
    legend: "Axes"
    foot: "Axes"


def lay_out(
    figure: Figure,
    shown: "Sequence[Points]",
    width: float,
    title: str,
    subtitle: str,
    rows: int,
    attribution: str,
) -> Sheet:
    """
    Put heading, legend and scale beside a tall map or below a broad one.

    Parameters
    ----------
    figure
        An empty figure; it gets its size.
    shown
        The points that the map must hold.
    width
        Greatest width in millimetres.
    title, subtitle
        The heading, which is written.
    rows
        Rows of the legend.
    attribution
        Whose data it is, written at the foot.

    Returns
    -------
    Sheet
        With an empty map and an empty legend.
    """
    lon = np.concatenate([each.lon for each in shown])
    lat = np.concatenate([each.lat for each in shown])
    broad = np.ptp(lon) * np.cos(np.radians(lat.mean())) > BROAD * np.ptp(lat)
    letters = BELOW if broad else SIDE
    lines = [(line, TITLE, 5.2) for line in textwrap.wrap(title, letters.title)]
    lines += [(line, TEXT, 3.8) for line in textwrap.wrap(subtitle, letters.text)]
    heading = sum(height for _, _, height in lines) + ROW
    legend = (rows + 1.5) * ROW
    if broad:
        across = width - 2 * MARGIN
        frame = Frame.around(lon, lat, (across, across / 3), (across, TALLEST))
        lower = max(heading + FOOT, legend)
        up = MARGIN + lower + MARGIN
        papers = (
            (MARGIN, MARGIN + lower - heading, across - PANEL, heading),
            (MARGIN + across - PANEL, MARGIN + lower - legend, PANEL, legend),
            (MARGIN, MARGIN, PANEL, FOOT),
        )
        size = (width, up + frame.height_mm + MARGIN)
    else:
        across = width - PANEL - 3 * MARGIN
        lowest = heading + legend + FOOT
        frame = Frame.around(lon, lat, (across / 2, lowest), (across, max(TALLEST, lowest)))
        up = MARGIN
        left, top = frame.width_mm + 2 * MARGIN, MARGIN + frame.height_mm
        papers = (
            (left, top - heading, PANEL, heading),
            (left, top - heading - legend, PANEL, legend),
            (left, MARGIN, PANEL, FOOT),
        )
        size = (left + PANEL + MARGIN, top + MARGIN)
    figure.set_size_inches(size[0] / INCH, size[1] / INCH)
    ground = _paper(figure, MARGIN, up, frame.width_mm, frame.height_mm)
    box = np.array([[0, 1, 1, 0, 0], [0, 0, 1, 1, 0]])
    ground.plot(box[0] * frame.width_mm, box[1] * frame.height_mm, color="#8c8c8c", lw=0.8)
    words, *others = (_paper(figure, *place) for place in papers)
    for line, style, height in lines:
        words.text(0, heading, line, va="top", **style)
        heading -= height
    sheet = Sheet(frame, ground, *others)
    sheet.foot.text(0, 0, textwrap.fill(attribution, SIDE.text), va="bottom", **SMALL)
    _draw_scale(sheet.foot, frame.metres_per_mm)
    return sheet


def _paper(figure: Figure, left: float, bottom: float, width: float, height: float) -> "Axes":
    """Make a piece of paper whose unit is the millimetre."""
    across, up = figure.get_size_inches() * INCH
    axes = figure.add_axes((left / across, bottom / up, width / across, height / up))
    axes.set(xlim=(0, width), ylim=(0, height), autoscale_on=False)
    axes.set_axis_off()
    return axes


def _draw_scale(paper: "Axes", metres_per_mm: float) -> None:
    """Draw a bar of a round length, and an arrow to the north."""
    length = round_length(BAR * metres_per_mm)
    end = length / metres_per_mm
    style: Style = {"color": INK, "solid_capstyle": "butt"}
    paper.plot([0, end], [11, 11], lw=0.9, **style)
    paper.plot([0, end / 2], [11.6, 11.6], lw=2.4, **style)
    for at, text in ((0.0, "0"), (end, say_length(length))):
        paper.plot([at, at], [11, 12.6], lw=0.9, **style)
        paper.text(at, 13.4, text, ha="left" if at == 0 else "center", **SMALL)
    arrow = {"arrowstyle": "-|>", "color": INK, "lw": 0.9, "shrinkA": 0, "shrinkB": 0}
    paper.annotate("", (PANEL - 3, 19), (PANEL - 3, 11), arrowprops=arrow)
    paper.text(PANEL - 3, 19.8, "N", ha="center", **TEXT)
