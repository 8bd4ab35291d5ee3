"""The page Network: open one, build one, see what it is and how sound it is."""

from html import escape
from pathlib import Path
from tempfile import mkdtemp

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsMapLayerProxyModel,
    QgsProject,
    QgsRectangle,
    QgsVectorFileWriter,
)
from qgis.gui import QgsFileWidget
from qgis.PyQt import uic
from qgis.PyQt.QtCore import QDate, QEvent, QLocale, Qt, QUrl
from qgis.PyQt.QtGui import QColor, QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QWidget

from .. import settings
from ..i18n import tr
from .looks import enable, make_title
from .travel_form import name_of

__all__ = ["NetworkPage"]

WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")
SUFFIX = ".network"
MOST_ROWS = 5  # that a list shows without scrolling


class NetworkPage(QWidget):
    """Opens, builds and describes networks."""

    def __init__(self, session, parent=None) -> None:
        super().__init__(parent)
        uic.loadUi(str(Path(__file__).with_suffix(".ui")), self)
        self._session = session
        self._canvas = session.iface.mapCanvas()
        self._fill()
        self._connect()
        self._show_network()

    def _fill(self) -> None:
        for label in (self.empty_title, self.name_label):
            make_title(label)
        self.streets_file.setFilter(tr("OpenStreetMap extracts") + " (*.osm.pbf *.pbf *.osm)")
        self.folder_file.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self.folder_file.setConfirmOverwrite(False)  # the build says what is in the way
        self.area_box.addItem(tr("All of the street map"), "all")
        self.area_box.addItem(tr("What the map shows"), "extent")
        self.area_box.addItem(tr("Polygons of a layer"), "layer")
        self.area_layer.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        for listed in (self.recent_list, self.feeds_list):
            listed.installEventFilter(self)
        self.add_feed_button.setIcon(QgsApplication.getThemeIcon("/symbologyAdd.svg"))
        self.remove_feed_button.setIcon(QgsApplication.getThemeIcon("/symbologyRemove.svg"))
        kept = settings.get("network/build", {}, dict)
        self.streets_file.setFilePath(kept.get("streets", ""))
        self.folder_file.setFilePath(kept.get("folder", ""))
        self.skip_check.setChecked(kept.get("skip", False))
        for feed in kept.get("feeds", []):
            self._add_feed(feed)

    def _connect(self) -> None:
        self._session.networkChanged.connect(self._show_network)
        self._session.stateChanged.connect(self._show_state)
        self.open_button.clicked.connect(self._choose)
        self.recent_list.itemActivated.connect(self._open_item)
        self.zoom_button.clicked.connect(self.zoom)
        self.report_button.clicked.connect(self._report)
        self.add_feed_button.clicked.connect(self._choose_feeds)
        self.remove_feed_button.clicked.connect(self._remove_feeds)
        self.feeds_list.itemSelectionChanged.connect(self._show_state)
        self.streets_file.fileChanged.connect(self._take_streets)
        self.folder_file.fileChanged.connect(self._show_state)
        self.area_box.currentIndexChanged.connect(self._show_state)
        self.area_layer.layerChanged.connect(self._show_state)
        self.build_button.clicked.connect(self._build)
        # Unfolding a group shows everything in it.
        self.build_box.collapsedStateChanged.connect(self._show_state)

    def eventFilter(self, watched, event) -> bool:  # noqa: N802 - Qt's name
        """Delete takes the chosen entries off a list."""
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
            if watched is self.feeds_list:
                self._remove_feeds()
            else:
                self._forget_item()
            return True
        return super().eventFilter(watched, event)

    # Open

    def _choose(self) -> None:
        start = settings.get("network/folder", "", str)
        folder = QFileDialog.getExistingDirectory(self, tr("Open a network's folder"), start)
        if folder:
            settings.put("network/folder", str(Path(folder).parent))
            self._session.open_network(folder)

    def _open_item(self, item: QListWidgetItem) -> None:
        self._session.open_network(item.data(Qt.ItemDataRole.UserRole))

    def _forget_item(self) -> None:
        item = self.recent_list.currentItem()
        if item is not None:
            self._session.forget_recent(item.data(Qt.ItemDataRole.UserRole))
            self._show_recent()

    # The open network

    def zoom(self) -> None:
        """Show the whole network on the map, and flash its outline."""
        bbox = self._session.network["bbox"]
        if bbox is None:
            return  # no streets, which the verdict says
        self._session.show_map()
        extent = QgsRectangle(*bbox)
        map_crs = self._canvas.mapSettings().destinationCrs()
        try:
            transform = QgsCoordinateTransform(WGS84, map_crs, QgsProject.instance())
            shown = transform.transformBoundingBox(extent)
        except QgsCsException:
            told = tr("The network cannot be shown in the coordinate system of the project.")
            self._session.messages.show(told, Qgis.MessageLevel.Warning)
            return
        shown.scale(1.05)
        self._canvas.setExtent(shown)
        self._canvas.refresh()
        outline = QgsGeometry.fromRect(extent)
        self._canvas.flashGeometries(
            [outline], WGS84, QColor(7, 155, 187, 90), QColor(7, 155, 187, 0)
        )

    def _report(self) -> None:
        network = self._session.network
        folder = Path(network["path"])
        page = Path(mkdtemp(prefix="access-to-services-")) / f"{folder.stem}.html"
        asked = {"network": str(folder), "html": str(page)}
        if network["default_date"]:
            asked["date"] = network["default_date"]

        def done(_summary: dict, files: dict) -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(files["html"]))

        self._session.start_job(tr("Writing the health report…"), "check", asked, done)

    # Build

    def _build(self) -> None:
        feeds = self._feeds()
        kept = {
            "streets": self.streets_file.filePath(),
            "feeds": feeds,
            "folder": self.folder_file.filePath(),
            "skip": self.skip_check.isChecked(),
        }
        settings.put("network/build", kept)
        asked = {
            "osm": kept["streets"],
            "gtfs": feeds,
            "path": kept["folder"],
            "on_error": "skip" if kept["skip"] else "raise",
        }
        try:
            area = self._area()
        except ValueError as error:
            self._session.messages.show(str(error), Qgis.MessageLevel.Warning)
            return
        if area:
            asked["area"] = area

        def done(summary: dict, files: dict) -> None:
            self._session.set_network(summary, files)
            told = tr("{name} is built.").format(name=Path(summary["path"]).name)
            self._session.messages.show(told, Qgis.MessageLevel.Success)
            self.zoom()

        text = tr("Building {name}…").format(name=Path(kept["folder"]).name)
        self._session.start_job(text, "build", asked, done)

    def _area(self) -> str:
        """The area as the worker takes it; raises ValueError with a sentence for people."""
        kind = self.area_box.currentData()
        if kind == "extent":
            return self._map_extent()
        return self._written_layer() if kind == "layer" else ""

    def _map_extent(self) -> str:
        map_crs = self._canvas.mapSettings().destinationCrs()
        try:
            transform = QgsCoordinateTransform(map_crs, WGS84, QgsProject.instance())
            seen = transform.transformBoundingBox(self._canvas.extent())
        except QgsCsException:
            seen = QgsRectangle()
        if not map_crs.isValid() or seen.isEmpty():
            raise ValueError(tr("The map shows no place on Earth. Zoom to the area first."))
        sides = (seen.xMinimum(), seen.yMinimum(), seen.xMaximum(), seen.yMaximum())
        return ",".join(f"{side:.6f}" for side in sides)

    def _written_layer(self) -> str:
        """Write the polygons to a file: the layer may be temporary, filtered or being edited."""
        layer = self.area_layer.currentLayer()
        if not layer.crs().isValid():
            told = tr("{layer}: the layer has no coordinate system. Set it in its properties.")
            raise ValueError(told.format(layer=layer.name()))
        if not layer.featureCount():
            told = tr("{layer}: the layer is empty. Choose one with polygons.")
            raise ValueError(told.format(layer=layer.name()))
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = "GPKG"
        options.skipAttributeCreation = True
        file = str(Path(mkdtemp(prefix="access-to-services-")) / "area.gpkg")
        context = QgsProject.instance().transformContext()
        written = QgsVectorFileWriter.writeAsVectorFormatV3(layer, file, context, options)
        if written[0] != QgsVectorFileWriter.WriterError.NoError:
            raise ValueError(tr("The area cannot be written: {reason}").format(reason=written[1]))
        return file

    def _take_streets(self, file: str) -> None:
        """Offer a folder beside the street map, of the same name."""
        if file and not self.folder_file.filePath():
            path = Path(file)
            self.folder_file.setFilePath(str(path.with_name(path.name.split(".")[0] + SUFFIX)))
        self._show_state()

    def _choose_feeds(self) -> None:
        start = settings.get("network/feeds_folder", "", str)
        kinds = tr("GTFS timetables") + " (*.zip)"
        files, _ = QFileDialog.getOpenFileNames(self, tr("Add timetables"), start, kinds)
        for file in files:
            settings.put("network/feeds_folder", str(Path(file).parent))
            self._add_feed(file)
        self._show_state()

    def _add_feed(self, file: str) -> None:
        if file not in self._feeds():
            self.feeds_list.addItem(_entry(file))

    def _remove_feeds(self) -> None:
        for item in self.feeds_list.selectedItems():
            self.feeds_list.takeItem(self.feeds_list.row(item))
        self._show_state()

    def _feeds(self) -> list:
        items = (self.feeds_list.item(row) for row in range(self.feeds_list.count()))
        return [item.data(Qt.ItemDataRole.UserRole) for item in items]

    # What is shown

    def _show_network(self) -> None:
        network = self._session.network
        self.empty_box.setVisible(network is None)
        self.summary_box.setVisible(network is not None)
        self.build_box.setCollapsed(network is not None)
        if network is not None:
            self.name_label.setText(Path(network["path"]).stem)
            self.name_label.setToolTip(network["path"])
            self.verdict_label.setText(network["verdict"])
            self.facts_label.setText(_facts(network))
        self._show_recent()
        self._show_state()

    def _show_recent(self) -> None:
        self.recent_list.clear()
        for folder in self._session.recent():
            item = _entry(folder)
            if self._session.network is not None and folder == self._session.network["path"]:
                font = item.font()
                font.setBold(True)
                item.setFont(font)
            self.recent_list.addItem(item)

    def _show_state(self) -> None:
        job = self._session.job
        busy = tr("Wait or cancel: {job}").format(job=job) if job else ""
        for button in (self.open_button, self.report_button):
            enable(button, busy)
        self.recent_list.setEnabled(not busy)
        self.recent_list.setVisible(self.recent_list.count() > 0)
        _fit(self.recent_list)
        _fit(self.feeds_list)
        network = self._session.network
        self.zoom_button.setEnabled(network is not None and network["bbox"] is not None)
        by_layer = self.area_box.currentData() == "layer"
        self.area_layer.setVisible(by_layer and not self.build_box.isCollapsed())
        why_not = busy or self._why_not_build()
        enable(self.build_button, why_not)
        self.build_reason.setText("" if busy else why_not)
        self.remove_feed_button.setEnabled(bool(self.feeds_list.selectedItems()))

    def _why_not_build(self) -> str:
        if not self.streets_file.filePath():
            return tr("Choose a street map.")
        if not self.folder_file.filePath():
            return tr("Choose where to save.")
        if self.area_box.currentData() == "layer" and self.area_layer.currentLayer() is None:
            return tr("The project has no polygon layer.")
        return ""


def _entry(path: str) -> QListWidgetItem:
    """An entry by its name: the whole path, which is long, is in its tooltip."""
    item = QListWidgetItem(Path(path).name)
    item.setData(Qt.ItemDataRole.UserRole, path)
    item.setToolTip(path)
    return item


def _fit(listed: QListWidget) -> None:
    """A list as high as its entries, within bounds."""
    rows = min(max(listed.count(), 2), MOST_ROWS)
    listed.setFixedHeight(rows * (listed.fontMetrics().height() + 3) + 2 * listed.frameWidth() + 2)


def _facts(network: dict) -> str:
    """What a network is, as a small table."""
    count = QLocale().toString
    feeds = [
        "{}<br>{}".format(
            escape(feed["name"]),
            tr("{first} to {last}").format(first=_date(feed["first"]), last=_date(feed["last"])),
        )
        for feed in network["feeds"]
    ]
    rows = [(tr("Timetables"), "<br>".join(feeds) or tr("none: streets alone"))]
    if network["feeds"]:
        vehicles = ", ".join(name_of(kind).lower() for kind in network["vehicles"])
        rows += [
            (tr("Vehicles"), escape(vehicles)),
            (tr("Stops"), count(network["stops"])),
            (tr("Trips"), count(network["trips"])),
        ]
    problems = count(network["problems"]) if network["problems"] else tr("none")
    rows.append((tr("Problems"), problems))
    cells = "".join(
        f'<tr><td style="padding-right: 12px">{escape(name)}</td><td>{value}</td></tr>'
        for name, value in rows
    )
    return f'<table cellspacing="0" cellpadding="1">{cells}</table>'


def _date(text: str) -> str:
    day = QDate.fromString(text, Qt.DateFormat.ISODate)
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)
