"""Names on a map, each beside its place and none over another."""

from typing import TYPE_CHECKING, Final, NamedTuple

import matplotlib.patheffects as effects

from accessibility.maps.lettering import POINT, Style, measure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from accessibility.maps.ground import Frame

__all__ = ["Names"]

HALO: Final = 1.6
"""Width in points of the paper left around letters."""
AWAY: Final = 0.7
"""From the rim of a mark to its name, millimetres."""
CLEAR: Final = 0.4
"""Between two names, millimetres."""


class _Box(NamedTuple):
    left: float
    low: float
    right: float
    high: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right + CLEAR
            and other.left < self.right + CLEAR
            and self.low < other.high + CLEAR
            and other.low < self.high + CLEAR
        )


class Names:
    """
    The names of a map.

    Parameters
    ----------
    axes
        Where they are written; its unit is the millimetre.
    frame
        The ground; names do not leave it.
    """

    def __init__(self, axes: "Axes", frame: "Frame") -> None:
        self._axes = axes
        self._frame = frame
        self._taken: list[_Box] = []

    def keep_free(self, place: tuple[float, float], size: float) -> None:
        """
        Let no name cover a mark.

        Parameters
        ----------
        place
            Where it stands, millimetres.
        size
            How wide it is, points.
        """
        half = size * POINT / 2
        x, y = place
        self._taken.append(_Box(x - half, y - half, x + half, y + half))

    def write(
        self, name: str, place: tuple[float, float], size: float, style: Style, *, always: bool
    ) -> bool:
        """
        Write a name to the right of a mark, or else where there is room around it.

        Parameters
        ----------
        name
            The name.
        place
            Where the mark stands, millimetres.
        size
            How wide it is, points.
        style
            How the name is lettered.
        always
            Whether it is written although it covers something.

        Returns
        -------
        bool
            Whether it was.
        """
        frame, (x, y) = self._frame, place
        if not (0 <= x <= frame.width_mm and 0 <= y <= frame.height_mm):
            return False
        boxes = self._around(name, place, size, style)
        inside = [box for box in boxes if self._inside(box)] or boxes
        box = min(inside, key=self._covered)
        if not always and not (self._inside(box) and self._covered(box) == 0):
            return False
        self._taken.append(box)
        halo = [effects.withStroke(linewidth=HALO, foreground="#ffffff", alpha=0.9)]
        middle = (box.left + box.right) / 2, (box.low + box.high) / 2
        self._axes.text(
            *middle, name, ha="center", va="center", path_effects=halo, zorder=8, **style
        )
        return True

    def _around(
        self, name: str, place: tuple[float, float], size: float, style: Style
    ) -> list[_Box]:
        (x, y), away = place, size * POINT / 2 + AWAY
        wide, tall = measure(name, style), style["fontsize"] * POINT
        right, left, centre = x + away, x - away - wide, x - wide / 2
        above, below, beside = y + away, y - away - tall, y - tall / 2
        corners = [(right, beside), (left, beside), (centre, above), (centre, below)]
        corners += [(at, low) for at in (right - away, left + away) for low in (above, below)]
        return [_Box(at, low, at + wide, low + tall) for at, low in corners]

    def _inside(self, box: _Box) -> bool:
        frame = self._frame
        return (
            box.left > 1
            and box.low > 1
            and box.right < frame.width_mm - 1
            and box.high < frame.height_mm - 1
        )

    def _covered(self, box: _Box) -> int:
        """Count what a name would cover."""
        return sum(box.meets(other) for other in self._taken)
