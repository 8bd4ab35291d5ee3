"""The toolbox: the algorithms as QGIS lists them."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..i18n import tr
from ..layers.tables import TABLE_EXTENSIONS
from .buildnetwork import BuildNetwork
from .checknetwork import CheckNetwork
from .isochrones import Isochrones
from .itineraries import Itineraries
from .traveltimematrix import TravelTimeMatrix

__all__ = ["Provider"]

ICON = Path(__file__).parents[1] / "resources" / "icons" / "access_to_services.svg"
ALGORITHMS = (BuildNetwork, CheckNetwork, TravelTimeMatrix, Isochrones, Itineraries)
LAYERS = ("gpkg", "geojson", "fgb", "shp")


class Provider(QgsProcessingProvider):
    """The algorithms of Access to Services."""

    def id(self) -> str:
        """Never changes with the language."""
        return "access_to_services"

    def name(self) -> str:
        """What people read."""
        return tr("Access to Services")

    def longName(self) -> str:  # noqa: N802 - the name that QGIS calls
        """What people read where there is room."""
        return tr("Access to Services: travel times by public transport and on foot")

    def icon(self) -> QIcon:
        """The plugin's icon."""
        return QIcon(str(ICON))

    def svgIconPath(self) -> str:  # noqa: N802 - the name that QGIS calls
        """Where that icon is."""
        return str(ICON)

    def loadAlgorithms(self) -> None:  # noqa: N802 - the name that QGIS calls
        """Add the algorithms."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())

    def supportedOutputVectorLayerExtensions(self) -> list[str]:  # noqa: N802
        """Kinds of files for areas, points and lines."""
        return list(LAYERS)

    def supportedOutputTableExtensions(self) -> list[str]:  # noqa: N802
        """Kinds of files for travel times: the worker writes them, not QGIS."""
        return list(TABLE_EXTENSIONS)

    def defaultVectorFileExtension(self, hasGeometry: bool = True) -> str:  # noqa: FBT001, FBT002, N802, N803
        """What a file is if nobody says it."""
        return LAYERS[0] if hasGeometry else TABLE_EXTENSIONS[0]
