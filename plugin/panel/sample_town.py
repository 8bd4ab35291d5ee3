"""What the map shows of the sample town: its streets and its services."""

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QTimer

from ..i18n import tr

__all__ = ["show_sample"]

STREETS = {"line_color": "#b4b4b4", "line_width": "0.35", "capstyle": "round"}
SERVICES = {"name": "circle", "size": "1.5", "color": "#5a5a5a", "outline_style": "no"}


def show_sample(files: dict, canvas: QgsMapCanvas) -> None:
    """Add the town's streets and services to the map, unless they are there already."""
    project = QgsProject.instance()
    title = tr("Sample town")
    root = project.layerTreeRoot()
    if root.findGroup(title) is not None:
        return
    if not project.mapLayers():
        _show_true_shapes(canvas)
    streets = QgsVectorLayer(f"{files['osm']}|layername=lines", tr("Streets"), "ogr")
    streets.setSubsetString("highway IS NOT NULL")
    streets.renderer().setSymbol(QgsLineSymbol.createSimple(STREETS))
    services = QgsVectorLayer(files["services"], tr("Services"), "ogr")
    services.renderer().setSymbol(QgsMarkerSymbol.createSimple(SERVICES))
    group = root.addGroup(title)
    for layer in (services, streets):
        project.addMapLayer(layer, False)
        group.addLayer(layer).setExpanded(False)


def _show_true_shapes(canvas: QgsMapCanvas) -> None:
    """Leave the degrees that QGIS takes from the first layer: towns look squeezed in them."""

    def leave() -> None:
        canvas.layersChanged.disconnect(leave)
        crs = QgsCoordinateReferenceSystem("EPSG:3857")
        QTimer.singleShot(0, lambda: QgsProject.instance().setCrs(crs))

    canvas.layersChanged.connect(leave)
