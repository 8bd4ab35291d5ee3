"""The sheet on which a map is drawn: frame, heading, legend, scale and attribution."""

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np

from accessibility.errors import UsageError
from accessibility.maps.ground import Frame
from accessibility.maps.lettering import INCH, INK, Style, Type, is_column, type_for, wrap
from accessibility.maps.scale import round_length, say_length

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from accessibility.maps.legend import Legend

__all__ = [
    "FOOT",
    "GUTTER",
    "MARGIN",
    "PANEL",
    "Bounds",
    "Sheet",
    "Words",
    "check_width",
    "corners",
    "draw_frame",
    "draw_scale",
    "heading_lines",
    "lay_out",
    "new_paper",
    "set_size",
    "source_lines",
    "write_lines",
]

Bounds: TypeAlias = tuple[float, float, float, float]
"""West, south, east and north, WGS84 degrees."""
Line: TypeAlias = tuple[str, Style, float]
"""Text, its style, and the height that it takes in millimetres."""

NARROWEST: Final = 80.0
WIDEST: Final = 1200.0
"""Widths that a picture may have, millimetres."""
MARGIN: Final = 4.0
GUTTER: Final = 4.0
PANEL: Final = 52.0
PANEL_COLUMN: Final = 48.0
"""Width of a legend, and of what stands beside a tall map."""
TALLEST: Final = 165.0
TALLEST_COLUMN: Final = 120.0
"""Greatest height of a map."""
BROAD: Final = 1.2
"""Width over height from which on a map on a page has its legend below."""
FOOT: Final = 13.0
"""Room for the scale and the arrow."""
FOOT_WIDTH: Final = 60.0
"""Width of the foot below a broad map on a page."""
BAR: Final = 34.0
"""Longest scale bar."""


class Words(NamedTuple):
    """
    What is written beside a map.

    Parameters
    ----------
    title
        What is shown.
    subtitle
        When and how people travel.
    legend
        What the signs mean.
    attribution
        Whose data it is.
    """

    title: str
    subtitle: str
    legend: "Legend"
    attribution: str


class Sheet(NamedTuple):
    """
    A picture with all but its map; the unit of each part is the millimetre.

    Parameters
    ----------
    frame
        The ground that the map shows.
    map
        The map, empty but for its frame.
    heading
        Title and subtitle.
    legend
        What the signs mean.
    foot
        Scale, arrow and attribution.
    strip
        What room was asked for below the heading, empty; None if none was.
    """

    frame: Frame
    map: "Axes"
    heading: "Axes"
    legend: "Axes"
    foot: "Axes"
    strip: "Axes | None" = None


def lay_out(
    figure: "Figure", bounds: Bounds, width: float, words: Words, strip: float = 0.0
) -> Sheet:
    """
    Put everything but the map on a sheet: beside a tall map, or above and below a broad one.

    Parameters
    ----------
    figure
        An empty figure; it gets its size.
    bounds
        What the map must hold.
    width
        Its width in millimetres. On a narrow picture, for a column of text, everything stands
        above and below the map, and letters are smaller.
    words
        What is written.
    strip
        Height of a strip to keep free below the heading, millimetres; default none.

    Returns
    -------
    Sheet
        With an empty map.

    Raises
    ------
    UsageError
        If the picture is too narrow.
    """
    check_width(width)
    west, south, east, north = bounds
    across = (east - west) * np.cos(np.radians((south + north) / 2))
    if not is_column(width) and across <= BROAD * (north - south):
        return _beside(figure, bounds, width, words, strip)
    return _below(figure, bounds, width, words, strip)


def check_width(width: float) -> None:
    """
    Refuse a picture that is too narrow or too wide.

    Parameters
    ----------
    width
        Its width in millimetres.

    Raises
    ------
    UsageError
        If its legend would not fit, or no paper is as wide.
    """
    if not NARROWEST <= width <= WIDEST:
        msg = f"width: {width:g}: pictures are {NARROWEST:g} to {WIDEST:g} millimetres wide."
        raise UsageError(msg)


def _beside(figure: "Figure", bounds: Bounds, width: float, words: Words, strip: float) -> Sheet:
    """Map on the left; heading, legend and foot in a panel on the right."""
    lettering = type_for(width)
    lines = heading_lines(words, PANEL, lettering)
    sources = source_lines(words, PANEL, lettering)
    top = sum(height for _, _, height in lines) + lettering.row
    middle = words.legend.height(PANEL, lettering) + lettering.row
    low = FOOT + sum(height for _, _, height in sources) + 2
    across, least = width - PANEL - 2 * MARGIN - GUTTER, top + strip + middle + low
    frame = Frame.around(*corners(bounds), (across, least), (across, max(TALLEST, least)))
    left, upper = MARGIN + frame.width_mm + GUTTER, MARGIN + frame.height_mm
    set_size(figure, left + PANEL + MARGIN, upper + MARGIN)
    sheet = Sheet(
        frame,
        draw_frame(figure, MARGIN, MARGIN, frame),
        new_paper(figure, left, upper - top, PANEL, top),
        new_paper(figure, left, upper - top - strip - middle, PANEL, middle),
        new_paper(figure, left, MARGIN, PANEL, low),
        new_paper(figure, left, upper - top - strip, PANEL, strip) if strip else None,
    )
    write_lines(sheet.heading, lines)
    words.legend.write(sheet.legend, PANEL, lettering)
    draw_scale(sheet.foot, frame, (0, PANEL), low - FOOT, lettering)
    write_lines(sheet.foot, sources, low - FOOT - 2)
    return sheet


def _below(figure: "Figure", bounds: Bounds, width: float, words: Words, strip: float) -> Sheet:
    """Heading above; legend left below; scale, and on a page the attribution, right below."""
    lettering, column = type_for(width), is_column(width)
    across = width - 2 * MARGIN
    panel = PANEL_COLUMN if column else PANEL
    foot = across - panel - GUTTER if column else FOOT_WIDTH
    lines = heading_lines(words, across, lettering)
    sources = source_lines(words, across if column else foot, lettering)
    top = sum(height for _, _, height in lines) + 1.5
    sourced = sum(height for _, _, height in sources) + 2
    legend = words.legend.height(panel, lettering)
    low = max(legend, FOOT) + sourced if column else max(legend, FOOT + sourced)
    widest = (across, TALLEST_COLUMN if column else TALLEST)
    frame = Frame.around(*corners(bounds), (across, across / 3), widest)
    up = MARGIN + low + GUTTER
    head = up + frame.height_mm + strip
    set_size(figure, width, head + top + MARGIN)
    start = 0.0 if column else across - foot
    sheet = Sheet(
        frame,
        draw_frame(figure, MARGIN, up, frame),
        new_paper(figure, MARGIN, head, across, top),
        new_paper(figure, MARGIN, MARGIN + low - legend, panel, legend),
        new_paper(figure, MARGIN + start, MARGIN, across - start, low),
        new_paper(figure, MARGIN, head - strip, across, strip) if strip else None,
    )
    write_lines(sheet.heading, lines)
    words.legend.write(sheet.legend, panel, lettering)
    right = across - start
    draw_scale(sheet.foot, frame, (right - foot, right), low - FOOT, lettering)
    write_lines(sheet.foot, sources, sourced - 2)
    return sheet


def corners(bounds: Bounds) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """
    Give the corners of a box.

    Parameters
    ----------
    bounds
        The box.

    Returns
    -------
    tuple of arrays
        Longitudes and latitudes.
    """
    west, south, east, north = bounds
    return np.array([west, east, east, west]), np.array([south, south, north, north])


def set_size(figure: "Figure", width: float, height: float) -> None:
    """
    Give a figure its size.

    Parameters
    ----------
    figure
        The figure.
    width, height
        Millimetres.
    """
    figure.set_size_inches(width / INCH, height / INCH)


def new_paper(figure: "Figure", left: float, bottom: float, width: float, height: float) -> "Axes":
    """
    Make a piece of paper.

    Parameters
    ----------
    figure
        The figure that it lies on.
    left, bottom, width, height
        Where, and how large, millimetres.

    Returns
    -------
    Axes
        Its unit is the millimetre.
    """
    across, up = figure.get_size_inches() * INCH
    axes = figure.add_axes((left / across, bottom / up, width / across, height / up))
    axes.set(xlim=(0, width), ylim=(0, height), autoscale_on=False)
    axes.set_axis_off()
    return axes


def draw_frame(figure: "Figure", left: float, bottom: float, frame: Frame) -> "Axes":
    """
    Make the paper of a map, with a line around it.

    Parameters
    ----------
    figure
        The figure that it lies on.
    left, bottom
        Where, millimetres.
    frame
        The ground.

    Returns
    -------
    Axes
        Empty but for the line.
    """
    axes = new_paper(figure, left, bottom, frame.width_mm, frame.height_mm)
    box = np.array([[0, 1, 1, 0, 0], [0, 0, 1, 1, 0]])
    axes.plot(
        box[0] * frame.width_mm,
        box[1] * frame.height_mm,
        color="#8c8c8c",
        lw=0.8,
        zorder=9,
        clip_on=False,
    )
    return axes


def heading_lines(words: Words, width: float, lettering: Type) -> list[Line]:
    """
    Break title and subtitle into lines.

    Parameters
    ----------
    words
        What is written.
    width
        Room in millimetres.
    lettering
        How.

    Returns
    -------
    list
        Each line with its style and height.
    """
    title = wrap(words.title, lettering.title, width)
    text = wrap(words.subtitle, lettering.text, width)
    lines = [(line, lettering.title, lettering.title_line) for line in title]
    return lines + [(line, lettering.text, lettering.text_line) for line in text]


def source_lines(words: Words, width: float, lettering: Type) -> list[Line]:
    """
    Break the attribution into lines.

    Parameters
    ----------
    words
        What is written.
    width
        Room in millimetres.
    lettering
        How.

    Returns
    -------
    list
        Each line with its style and height.
    """
    lines = wrap(words.attribution, lettering.small, width)
    return [(line, lettering.small, lettering.small_line) for line in lines]


def write_lines(paper: "Axes", lines: list[Line], top: float | None = None) -> None:
    """
    Write lines from the top down.

    Parameters
    ----------
    paper
        Where.
    lines
        What.
    top
        Where to begin, millimetres from below; default the paper's upper end.
    """
    y = paper.get_ylim()[1] if top is None else top
    for line, style, height in lines:
        paper.text(0, y, line, va="top", **style)
        y -= height


def draw_scale(
    paper: "Axes", frame: Frame, room: tuple[float, float], bottom: float, lettering: Type
) -> None:
    """
    Draw a bar of a round length, and an arrow to the north.

    Parameters
    ----------
    paper
        Where.
    frame
        The ground, for its scale.
    room
        From where to where across, millimetres.
    bottom
        Lower end, millimetres.
    lettering
        How it is lettered.
    """
    left, right = room
    length = round_length(min(BAR, right - left - 9) * frame.metres_per_mm)
    end = left + length / frame.metres_per_mm
    low = bottom + 3
    style: Style = {"color": INK, "solid_capstyle": "butt"}
    paper.plot([left, end], [low, low], lw=0.9, **style)
    paper.plot([left, (left + end) / 2], [low + 0.6, low + 0.6], lw=2.4, **style)
    for at, text in ((left, "0"), (end, say_length(length))):
        paper.plot([at, at], [low, low + 1.6], lw=0.9, **style)
        paper.text(at, low + 2.4, text, ha="left" if at == left else "center", **lettering.small)
    arrow = {"arrowstyle": "-|>", "color": INK, "lw": 0.9, "shrinkA": 0, "shrinkB": 0}
    paper.annotate("", (right - 2, low + 5.6), (right - 2, low), arrowprops=arrow)
    paper.text(right - 2, low + 6, "N", ha="center", **lettering.text)
