"""The map tool of the isochrones: click for a place, drag it, Shift+click for further ones."""

from typing import Callable, Optional

from qgis.core import QgsPointXY
from qgis.gui import QgsMapTool, QgsVertexMarker
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

__all__ = ["PointTool"]

REACH = 12  # pixels around a point that still take hold of it


class PointTool(QgsMapTool):
    """
    Says where people click and drag, in the map's coordinates.

    Parameters
    ----------
    canvas
        The map.
    points
        Gives the places there are, in the map's coordinates: those can be dragged.
    """

    placed = pyqtSignal(QgsPointXY, bool)  # a place, and whether it comes on top of the others
    dragged = pyqtSignal(int, QgsPointXY)
    dropped = pyqtSignal(int, QgsPointXY)

    def __init__(self, canvas, points: Callable[[], list]) -> None:
        super().__init__(canvas)
        self._points = points
        self._held: Optional[int] = None
        self._marker: Optional[QgsVertexMarker] = None
        self.setCursor(Qt.CursorShape.CrossCursor)

    def canvasPressEvent(self, event) -> None:  # noqa: N802
        """Take hold of the place under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = self._near(event.pos())

    def canvasMoveEvent(self, event) -> None:  # noqa: N802
        """Drag it, or show that it could be dragged."""
        if self._held is None:
            over = self._near(event.pos()) is not None
            shape = Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.CrossCursor
            self.setCursor(shape)
            return
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        point = event.mapPoint()
        self._show(point)
        self.dragged.emit(self._held, point)

    def canvasReleaseEvent(self, event) -> None:  # noqa: N802
        """Let go of it, or place a new one."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        held, self._held = self._held, None
        if self._marker is not None:
            self._hide()
            self.dropped.emit(held, event.mapPoint())
            return
        further = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if held is None or not further:
            self.placed.emit(event.mapPoint(), further)

    def keyPressEvent(self, event) -> None:  # noqa: N802
        """Escape puts the tool away."""
        if event.key() == Qt.Key.Key_Escape:
            self.canvas().unsetMapTool(self)
            event.accept()

    def deactivate(self) -> None:
        """Leave nothing of a drag on the map."""
        self._held = None
        self._hide()
        super().deactivate()

    def _near(self, pixel) -> Optional[int]:
        """Number of the nearest place within reach of a pixel."""
        best = None
        least = REACH**2
        for number, point in enumerate(self._points()):
            at = self.toCanvasCoordinates(point)
            away = (at.x() - pixel.x()) ** 2 + (at.y() - pixel.y()) ** 2
            if away <= least:
                best, least = number, away
        return best

    def _show(self, point: QgsPointXY) -> None:
        if self._marker is None:
            # The layers follow a moment later: this keeps up with the pointer.
            self._marker = QgsVertexMarker(self.canvas())
            self._marker.setIconType(QgsVertexMarker.IconType.ICON_CIRCLE)
            self._marker.setIconSize(14)
            self._marker.setPenWidth(3)
            self._marker.setColor(QColor("#d5301a"))
        self._marker.setCenter(point)

    def _hide(self) -> None:
        if self._marker is not None:
            self.canvas().scene().removeItem(self._marker)
            self._marker = None
