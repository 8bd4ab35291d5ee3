"""What the map shows of the sample town: its streets and its services."""

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsProject,
    QgsVectorLayer,
)

from ..i18n import tr

__all__ = ["show_sample"]

STREETS = {"line_color": "#b4b4b4", "line_width": "0.35", "capstyle": "round"}
SERVICES = {"name": "circle", "size": "1.5", "color": "#5a5a5a", "outline_style": "no"}


def show_sample(files: dict) -> None:
    """Add the town's streets and services to the map, unless they are there already."""
    project = QgsProject.instance()
    title = tr("Sample town")
    root = project.layerTreeRoot()
    if root.findGroup(title) is not None:
        return
    if not project.mapLayers():
        project.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))  # in degrees it looks squeezed
    streets = QgsVectorLayer(f"{files['osm']}|layername=lines", tr("Streets"), "ogr")
    streets.setSubsetString("highway IS NOT NULL")
    streets.renderer().setSymbol(QgsLineSymbol.createSimple(STREETS))
    services = QgsVectorLayer(files["services"], tr("Services"), "ogr")
    services.renderer().setSymbol(QgsMarkerSymbol.createSimple(SERVICES))
    group = root.addGroup(title)
    for layer in (services, streets):
        project.addMapLayer(layer, False)
        group.addLayer(layer).setExpanded(False)
