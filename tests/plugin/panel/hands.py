"""What a user does with the panel: press, type, click on the map, drag, and wait."""

import time

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject
from qgis.gui import QgsLayerTreeMapCanvasBridge
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

GRID = QgsCoordinateReferenceSystem("EPSG:27700")
WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")


def wait_for(condition, seconds=120):
    """Let Qt work until something is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            message = f"not so within {seconds} s"
            raise TimeoutError(message)
        _let_qt_work()


def rest(seconds):
    """Let Qt work for a while."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        _let_qt_work()


def _let_qt_work():
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    time.sleep(0.002)  # or the waiting takes the worker's processor away


def press(button):
    """Click on a button where it can be seen."""
    if not button.isVisible():
        message = f"{button.objectName()} is hidden"
        raise RuntimeError(message)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def type_into(field, text):
    """Replace what stands in a field."""
    field.selectAll()
    QTest.keyClicks(field, text)


class Hands:
    """A panel in a window and a user in front of it."""

    def __init__(self, iface, worker):
        from access_to_services.plugin.panel.dock import Dock

        self.iface = iface
        self.canvas = iface.mapCanvas()
        QgsProject.instance().setCrs(GRID)
        self.canvas.setDestinationCrs(GRID)
        self._bridge = QgsLayerTreeMapCanvasBridge(
            QgsProject.instance().layerTreeRoot(), self.canvas
        )
        self.dock = Dock(iface, worker)
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        iface.window.resize(1300, 900)
        iface.window.show()
        QTest.qWaitForWindowExposed(iface.window)
        self.session = self.dock.session
        self.network = self.dock.network_page
        self.isochrones = self.dock.isochrones_page

    def close(self):
        self.dock.tear_down()
        self.iface.removeDockWidget(self.dock)
        self.dock.deleteLater()
        del self._bridge
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def idle(self):
        wait_for(lambda: not self.session.working)

    def open(self, network):
        self.session.open_network(str(network))
        self.idle()
        self.network.zoom()
        self.dock.show_page("isochrones")
        rest(0.1)

    def pixel(self, lon, lat):
        """Where a place is on the screen."""
        to_map = QgsCoordinateTransform(WGS84, GRID, QgsProject.instance())
        at = self.canvas.mapSettings().mapToPixel().transform(to_map.transform(lon, lat))
        return QPoint(round(at.x()), round(at.y()))

    def centre(self):
        west, south, east, north = self.session.network["bbox"]
        return (west + east) / 2, (south + north) / 2

    def click(self, lon, lat, *, shift=False):
        """Click on the map, as `isochrones` is picking places."""
        if not self.isochrones.pick_button.isChecked():
            press(self.isochrones.pick_button)
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        button = Qt.MouseButton.LeftButton
        QTest.mouseClick(self.canvas.viewport(), button, modifier, self.pixel(lon, lat))
        self.idle()

    def drag(self, start, steps):
        """Press at a place, move over others, and let go at the last."""
        button = Qt.MouseButton.LeftButton
        QTest.mousePress(self.canvas.viewport(), button, pos=self.pixel(*start))
        for step in steps:
            self._move(self.pixel(*step))
            rest(0.02)
        QTest.mouseRelease(self.canvas.viewport(), button, pos=self.pixel(*steps[-1]))
        self.idle()

    def _move(self, pixel):
        # QTest moves the pointer without a button held.
        view = self.canvas.viewport()
        none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
        where = QPoint(pixel)
        event = QMouseEvent(
            QEvent.Type.MouseMove, where, view.mapToGlobal(where), none, left,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(view, event)

    def live(self, role):
        """A live layer by its role; None if there is none."""
        for layer in QgsProject.instance().mapLayers().values():
            if layer.customProperty("access_to_services/live") == role:
                return layer
        return None

    def bands(self):
        """Minutes of the live areas, ascending."""
        layer = self.live("bands")
        return [] if layer is None else sorted(f["minutes"] for f in layer.getFeatures())

    def said(self):
        """Text of the message that the bar shows; empty if it shows none."""
        item = self.iface.messageBar().currentItem()
        return "" if item is None else item.text()

    def place(self, role="origins"):
        """Where the first feature of a live layer of points lies, in degrees."""
        point = next(self.live(role).getFeatures()).geometry().asPoint()
        to_degrees = QgsCoordinateTransform(GRID, WGS84, QgsProject.instance())
        return to_degrees.transform(QgsPointXY(point))
