"""What a user does on a first day, by mouse, in a QGIS with a window: ``qgis.bin --code drive.py``.

Each step leaves a picture of the window and what was found. The file that ACCESS_TO_SERVICES_DRIVE
names says which steps, and the folder for both.
"""

import gc
import json
import os
import time
import traceback
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QDockWidget,
    QLineEdit,
    QListWidget,
    QTabWidget,
)
from qgis.utils import iface, loadPlugin, plugins, reloadPlugin, startPlugin, unloadPlugin

PACKAGE = "access_to_services"
PATIENCE_S = 150
TICK_MS = 20
STATION = (-2.9984, 51.5877)


class Drive(QObject):
    """Goes through the steps of a generator; each yields what it waits for."""

    def __init__(self, order, steps):
        super().__init__(iface.mainWindow())
        self.order, self.folder = order, Path(order["folder"])
        self.found = {"qgis": Qgis.QGIS_VERSION, "done": []}
        self._steps, self._condition, self._since = steps(self), None, time.monotonic()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def picture(self, name):
        iface.mainWindow().grab().save(str(self.folder / f"{name}.png"))

    def dock(self):
        return iface.mainWindow().findChild(QDockWidget, "access_to_services_dock")

    def child(self, kind, name):
        found = self.dock().findChild(kind, name)
        if found is None:
            raise LookupError(f"the panel has no {name}")
        return found

    def press(self, name):
        button = self.child(QAbstractButton, name)
        if not (button.isVisible() and button.isEnabled()):
            raise RuntimeError(f"{name} cannot be pressed")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def page(self, number):
        tabs = self.child(QTabWidget, "pages").tabBar()
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(number).center())

    def _tick(self):
        if self._condition is not None and not self._met():
            return
        try:
            self._condition, self._since = next(self._steps), time.monotonic()
        except StopIteration:
            self._end()
        except Exception:  # noqa: BLE001 - whatever it is, the test has to hear of it
            self.found["fault"] = traceback.format_exc()
            self.picture("fault")
            self._end()

    def _met(self):
        if isinstance(self._condition, (int, float)):
            return time.monotonic() - self._since >= self._condition
        if self._condition():
            return True
        if time.monotonic() - self._since > PATIENCE_S:
            self.found["fault"] = f"waited in vain after {self.found['done'][-1:]}"
            self.picture("fault")
            self._end()
        return False

    def _end(self):
        self._timer.stop()
        (self.folder / "found.json").write_text(json.dumps(self.found, indent=1))
        QgsProject.instance().clear()
        QgsProject.instance().setDirty(False)
        QgsSettings().setValue("app/askToSaveMemoryLayers", False)
        iface.actionExit().trigger()


def first_start(drive):
    """Without an environment: the panel opens and says what to press."""
    yield 1.0
    iface.mainWindow().resize(1600, 1000)
    open_panel()
    yield lambda: drive.dock() is not None and drive.dock().isVisible()
    yield 0.5
    drive.picture("first-start")
    drive.found["page"] = drive.child(QTabWidget, "pages").currentIndex()
    drive.found["done"].append("first start")


def first_day(drive):
    """Open a network, click, change what is asked, drag, keep; then the plugin comes and goes."""
    yield 1.0
    iface.mainWindow().resize(1600, 1000)
    show_streets(drive.order["streets"])
    yield 0.5
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:32630"))
    open_panel()
    yield lambda: drive.dock() is not None and drive.dock().isVisible()
    drive.page(1)
    yield 0.3
    recent = drive.child(QListWidget, "recent_list")
    at = recent.visualItemRect(recent.item(0)).center()
    QTest.mouseClick(recent.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(recent.viewport(), Qt.MouseButton.LeftButton, pos=at)
    yield lambda: plugins[PACKAGE].dock.session.network is not None
    drive.press("zoom_button")
    yield rendered
    yield 0.5
    drive.picture("network")
    drive.found["done"].append("network")
    yield from click_and_drag(drive)
    yield from keep(drive)
    yield from come_and_go(drive)


def click_and_drag(drive):
    """Isochrones by a click, by other minutes, and by dragging the point."""
    drive.page(2)
    yield 0.5
    drive.press("pick_button") if not drive.child(
        QAbstractButton, "pick_button"
    ).isChecked() else None
    canvas = iface.mapCanvas()
    centre = pixel(*STATION)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    yield lambda: live_bands() is not None and live_bands().featureCount() > 0
    drive.found["bands"] = live_bands().featureCount()
    yield from warm_clicks(drive, centre)
    yield from click(centre)
    drive.picture("click")
    drive.found["done"].append("click")
    minutes = drive.child(QLineEdit, "minutes_edit")
    minutes.setFocus()
    minutes.selectAll()
    QTest.keyClicks(minutes, "10, 20, 30")
    yield lambda: live_bands().featureCount() == 3
    yield rendered
    yield 0.5
    drive.picture("minutes")
    drive.found["done"].append("minutes")
    yield from drag(drive, centre, centre + QPoint(-90, 60))


def warm_clicks(drive, centre):
    """Times from a click to a finished picture of the map, in seconds."""
    times = []
    canvas = iface.mapCanvas()
    for number in range(8):
        before = fingerprint()
        began = time.perf_counter()
        QTest.mouseClick(
            canvas.viewport(),
            Qt.MouseButton.LeftButton,
            pos=centre + QPoint(40 * (number % 2) - 60 * (number // 2), 15),
        )
        yield lambda before=before: fingerprint() != before
        polygons = time.perf_counter() - began
        yield rendered
        times.append((polygons, time.perf_counter() - began))
        yield 0.3
    drive.found["click_to_polygons_s"] = [round(one, 3) for one, _ in times]
    drive.found["click_to_picture_s"] = [round(both, 3) for _, both in times]


def click(place):
    """Click where nothing else was clicked just before, and wait for what comes of it."""
    before = fingerprint()
    viewport = iface.mapCanvas().viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    yield lambda: fingerprint() != before
    yield rendered
    yield 0.5


def drag(drive, start, end):
    """Drag the place, and see the areas follow."""
    viewport = iface.mapCanvas().viewport()
    before = fingerprint()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    seen = set()
    for step in range(1, 11):
        QTest.mouseMove(viewport, start + (end - start) * step / 10)
        yield 0.15
        seen.add(fingerprint())
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    yield 0.8
    yield rendered
    drive.found["seen_while_dragging"] = len(seen - {before})
    drive.picture("drag")
    drive.found["done"].append("drag")


def keep(drive):
    """A saved project keeps the answer in its folder."""
    project = QgsProject.instance()
    project.write(drive.order["project"])
    before = set(project.mapLayers())
    drive.press("keep_button")
    yield lambda: len(set(project.mapLayers()) - before) > 0
    yield rendered
    yield 1.0
    kept = [project.mapLayer(one) for one in set(project.mapLayers()) - before]
    drive.found["kept"] = sorted((layer.name(), layer.source()) for layer in kept)
    drive.picture("keep")
    project.write()
    drive.found["done"].append("keep")


def come_and_go(drive):
    """Ten times reloaded, then unloaded: what is there afterwards that was not there before?"""
    unloadPlugin(PACKAGE)
    yield 2.0
    before = inventory()
    for _ in range(10):
        loadPlugin(PACKAGE)
        startPlugin(PACKAGE)
        open_panel()
        yield 0.3
        reloadPlugin(PACKAGE)
        yield 0.3
        unloadPlugin(PACKAGE)
        yield 0.7
    after = inventory()
    drive.found["left_behind"] = {
        name: [before[name], after[name]] for name in before if after[name] > before[name]
    }
    drive.found["done"].append("come and go")


def open_panel():
    """Press the plugin's button, unless the panel is open."""
    action = next(
        a for a in iface.pluginToolBar().actions() if a.objectName() == "access_to_services_panel"
    )
    button = iface.pluginToolBar().widgetForAction(action)
    if not action.isChecked():
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def inventory():
    """Count what a plugin can leave in QGIS."""
    QgsApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    window = iface.mainWindow()
    return {
        "docks": len(window.findChildren(QDockWidget)),
        "buttons": len(iface.pluginToolBar().actions()),
        "menu": len(iface.pluginMenu().actions()),
        "providers": len(QgsApplication.processingRegistry().providers()),
        "canvas_items": len(iface.mapCanvas().scene().items()),
        "processes": len(children()),
        "layers": len(QgsProject.instance().mapLayers()),
        "objects_of_the_plugin": sum(
            1 for one in gc.get_objects() if type(one).__module__.startswith(PACKAGE)
        ),
        "widgets": len(QgsApplication.allWidgets()),
    }


def children():
    tasks = Path(f"/proc/{os.getpid()}/task")
    return [one for task in tasks.iterdir() for one in (task / "children").read_text().split()]


def pixel(lon, lat):
    """Where a place, in degrees, lies on the map."""
    canvas, project = iface.mapCanvas(), QgsProject.instance()
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    there = QgsCoordinateTransform(degrees, project.crs(), project).transform(lon, lat)
    return canvas.getCoordinateTransform().transform(there).toQPointF().toPoint()


def live_bands():
    for layer in QgsProject.instance().mapLayers().values():
        if layer.providerType() == "memory" and layer.geometryType() == QgsWkbTypes.PolygonGeometry:
            return layer
    return None


def fingerprint():
    layer = live_bands()
    if layer is None:
        return None
    extent = layer.extent()
    return (
        layer.featureCount(),
        round(sum(f.geometry().area() for f in layer.getFeatures()), 9),
        extent.toString(7),
    )


def rendered():
    canvas = iface.mapCanvas()
    return not canvas.isDrawing() and canvas.layers() != []


def show_streets(extract):
    """Streets in grey beneath everything: this QGIS has no background map."""
    layer = QgsVectorLayer(f"{extract}|layername=lines", "Streets", "ogr")
    layer.setSubsetString("highway is not null")
    layer.renderer().symbol().setColor(Qt.GlobalColor.lightGray)
    QgsProject.instance().addMapLayer(layer)


order = json.loads(Path(os.environ["ACCESS_TO_SERVICES_DRIVE"]).read_text())
drive = Drive(order, globals()[order["steps"]])
