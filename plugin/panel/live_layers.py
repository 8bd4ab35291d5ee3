"""The layers that a click draws into, over and over again."""

from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject, QTimer

from ..i18n import tr
from ..layers.bands import style_bands, style_origins
from .groups import unfold

__all__ = ["LiveLayers"]

MARK = "access_to_services/live"
WGS84 = "EPSG:4326"
# From the top of the layer tree to its bottom.
SOURCES = {
    "origins": "Point?field=id:string&field=status:string&field=distance_m:double",
    "snapped": "Point?field=id:string",
    "links": "LineString?field=id:string&field=distance_m:double",
    "bands": "MultiPolygon",
}


class LiveLayers(QObject):
    """
    A group of temporary layers: bands, places, where they join the streets, and the way there.

    Layers are looked up by their ids whenever they are needed: people remove layers and open other
    projects while the panel is open.

    Parameters
    ----------
    canvas
        The map; the layers have its CRS.
    """

    def __init__(self, canvas, parent=None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._ids: dict = {}
        self._hidden = False
        self._style: Optional[tuple] = None
        QgsProject.instance().readProject.connect(self._drop_saved)

    def draw(self, file: str, answer: dict, places: list, minutes: list, *, rings: bool) -> None:
        """Show the areas in a file and the places they belong to."""
        read = QgsVectorLayer(file, "answer", "ogr")
        bands = self._layer("bands")
        if bands.fields() != read.fields():
            provider = bands.dataProvider()
            provider.deleteAttributes(list(range(len(bands.fields()))))
            provider.addAttributes(read.fields().toList())
            bands.updateFields()
            self._style = None
        self._replace("bands", list(read.getFeatures()))
        if self._style != (minutes, rings):
            style_bands(bands, minutes, rings)
            self._style = (list(minutes), rings)
        self._draw_places(answer, places)
        self._show()

    def hide(self) -> None:
        """Hide the group until it is drawn anew."""
        group = self._group()
        if group is not None:
            group.setItemVisibilityChecked(False)
            self._hidden = True

    def _show(self) -> None:
        group = self._group()
        if self._hidden and group is not None:  # what people have hidden themselves stays so
            group.setItemVisibilityChecked(True)
        self._hidden = False

    def show_places(self, places: list) -> None:
        """Show places without areas: there is no answer for them."""
        self._draw_places({"origins": []}, places)
        self._replace("bands", [])
        self._show()

    def remove(self) -> None:
        """Take the group and its layers out of the project."""
        project = QgsProject.instance()
        project.removeMapLayers([layer for layer in self._ids.values() if project.mapLayer(layer)])
        self._ids.clear()
        self._style = None
        group = self._group()
        if group is not None and not group.children():
            group.parent().removeChildNode(group)

    def bands(self) -> Optional[QgsVectorLayer]:
        """The layer of the areas, if there is one."""
        return QgsProject.instance().mapLayer(self._ids.get("bands", ""))

    def tear_down(self) -> None:
        """Stop listening to the project; what is on the map stays there."""
        QgsProject.instance().readProject.disconnect(self._drop_saved)

    def _draw_places(self, answer: dict, places: list) -> None:
        joined = {origin["id"]: origin for origin in answer["origins"]}
        origins, snapped, links = [], [], []
        for name, place in places:
            found = joined.get(name, {})
            status, away = found.get("status"), found.get("distance_m")
            origins.append(_feature(QgsGeometry.fromPointXY(place), [name, status, away]))
            if found.get("lon") is None:
                continue
            street = QgsPointXY(found["lon"], found["lat"])
            snapped.append(_feature(QgsGeometry.fromPointXY(street), [name]))
            links.append(_feature(QgsGeometry.fromPolylineXY([place, street]), [name, away]))
        self._replace("origins", origins)
        self._replace("snapped", snapped)
        self._replace("links", links)

    def _replace(self, role: str, features) -> None:
        layer = self._layer(role)
        to_layer = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem(WGS84), layer.crs(), QgsProject.instance()
        )
        for feature in features:
            geometry = feature.geometry()
            geometry.transform(to_layer)
            feature.setGeometry(geometry)
        provider = layer.dataProvider()
        provider.truncate()
        provider.addFeatures(features)
        layer.updateExtents()
        layer.triggerRepaint()

    def _layer(self, role: str) -> QgsVectorLayer:
        layer = QgsProject.instance().mapLayer(self._ids.get(role, ""))
        if layer is None:
            self._make_group()
            layer = QgsProject.instance().mapLayer(self._ids[role])
        return layer

    def _make_group(self) -> None:
        """Make the whole group anew: one that lacks a layer is of no use."""
        self.remove()
        self._stay_where_we_are()
        project = QgsProject.instance()
        group = project.layerTreeRoot().insertGroup(0, tr("Isochrones (live)"))
        group.setCustomProperty(MARK, True)
        for role, source in SOURCES.items():
            layer = QgsVectorLayer(source, _names()[role], "memory")
            layer.setCrs(self._canvas.mapSettings().destinationCrs())
            layer.setCustomProperty(MARK, role)
            # QGIS asks on leaving whether temporary layers may go: these come back with a click.
            layer.setCustomProperty("skipMemoryLayersCheck", 1)
            _style(role, layer)
            project.addMapLayer(layer, False)
            group.addLayer(layer).setExpanded(role == "bands")
            self._ids[role] = layer.id()
        unfold(group)

    def _stay_where_we_are(self) -> None:
        """QGIS turns the map to the first layers of a project: here people have clicked already."""
        canvas = self._canvas
        if canvas.layers():
            return
        extent = canvas.extent()

        def turn_back() -> None:
            canvas.setExtent(extent)
            canvas.refresh()

        def stay() -> None:
            canvas.layersChanged.disconnect(stay)
            QTimer.singleShot(0, turn_back)  # QGIS turns it right after this

        canvas.layersChanged.connect(stay)

    def _group(self):
        for group in QgsProject.instance().layerTreeRoot().findGroups():
            if group.customProperty(MARK):
                return group
        return None

    def _drop_saved(self) -> None:
        """A project that was saved with live layers comes back with empty ones."""
        project = QgsProject.instance()
        saved = [key for key, layer in project.mapLayers().items() if layer.customProperty(MARK)]
        project.removeMapLayers(saved)
        self.remove()


def _names() -> dict:
    return {
        "origins": tr("Places"),
        "snapped": tr("Places on the street"),
        "links": tr("Way to the street"),
        "bands": tr("Travel time"),
    }


def _style(role: str, layer: QgsVectorLayer) -> None:
    if role == "origins":
        style_origins(layer)
    elif role == "snapped":
        looks = {"name": "circle", "size": "1.6", "color": "#ffffff", "outline_color": "#222222"}
        layer.renderer().setSymbol(QgsMarkerSymbol.createSimple(looks))
    elif role == "links":
        looks = {"line_color": "#222222", "line_width": "0.4", "line_style": "dot"}
        layer.renderer().setSymbol(QgsLineSymbol.createSimple(looks))


def _feature(geometry: QgsGeometry, attributes: list) -> QgsFeature:
    feature = QgsFeature()
    feature.setGeometry(geometry)
    feature.setAttributes(attributes)
    return feature
