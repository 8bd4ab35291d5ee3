"""The toolbox as QGIS offers it, points to ask about, the command line to compare it with."""

import subprocess
import sys
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt import sip

PROJECT = Path(__file__).resolve().parents[2]
SAMPLE = PROJECT / "sample_gtfs"
PLUGINS_OF_QGIS = "/usr/share/qgis/python/plugins"
DAY, TIME = "2025-05-13", "08:30"


class Heard(QgsProcessingFeedback):
    """Keeps what an algorithm says."""

    def __init__(self):
        super().__init__(False)
        self.infos, self.warnings, self.errors, self.details = [], [], [], []

    def pushInfo(self, info):
        self.infos.append(info)

    def pushWarning(self, warning):
        self.warnings.append(warning)

    def reportError(self, error, fatalError=False):
        self.errors.append(error)

    def pushDebugInfo(self, info):
        self.details.append(info)


class Toolbox:
    """The provider, and runs of its algorithms."""

    def __init__(self, provider, python):
        self.provider = provider
        self.python = python
        self.heard = Heard()

    def algorithm(self, name):
        return self.provider.algorithm(name)

    def run(self, name, **parameters):
        import processing

        self.heard = Heard()
        return processing.run(f"access_to_services:{name}", parameters, feedback=self.heard)

    def problem(self, name, **parameters):
        """What the dialog says instead of running."""
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        algorithm = self.algorithm(name)
        fine, problem = algorithm.checkParameterValues(parameters, context)
        assert fine == (problem == "")
        return problem

    def command(self, *arguments):
        """Run the command line."""
        command = [self.python, "-m", "accessibility", *map(str, arguments)]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def toolbox(plugin, environment_python):
    """
    All algorithms, registered as in QGIS, and a Python that has the package's libraries.

    For one file of tests: QGIS takes one provider of a name, and other files bring theirs.
    """
    if PLUGINS_OF_QGIS not in sys.path:
        sys.path.append(PLUGINS_OF_QGIS)
    from access_to_services.plugin import settings
    from access_to_services.plugin.processing.provider import Provider
    from processing.core.Processing import Processing

    settings.put("environment/python", str(environment_python))
    Processing.initialize()
    provider = Provider()
    assert QgsApplication.processingRegistry().addProvider(provider)
    yield Toolbox(provider, environment_python)
    QgsApplication.processingRegistry().removeProvider(provider)
    Processing.deinitialize()


def points(places, crs="EPSG:4326", kind="Point", fields="field=name:string"):
    """A temporary layer of (name, WKT)."""
    layer = QgsVectorLayer(f"{kind}?crs={crs}&{fields}", "places", "memory")
    features = []
    for name, wkt in places:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([name] if isinstance(name, str) or name is None else list(name))
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


@pytest.fixture
def services(qgis_app):
    """The sample's services, fields id, kind and name."""
    layer = QgsVectorLayer(str(SAMPLE / "services.geojson"), "services", "ogr")
    yield layer
    _let_go(layer)


@pytest.fixture
def three(services):
    """Three of them."""
    request = QgsFeatureRequest().setFilterExpression("\"id\" in ('S001', 'S010', 'S020')")
    layer = services.materialize(request)
    yield layer
    _let_go(layer)


def _let_go(layer):
    """Delete a layer now: pytest holds the last test's until QGIS is gone, which then crashes."""
    if not sip.isdeleted(layer):
        sip.delete(layer)


def save(layer, path):
    """Write a layer to a file that the command line reads."""
    from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter

    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    written = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(path), QgsCoordinateTransformContext(), options
    )
    assert written[0] == QgsVectorFileWriter.WriterError.NoError, written
    return path


def rows(layer, leave_out=("fid",)):
    """Attributes and geometries of a layer."""
    names = [field.name() for field in layer.fields() if field.name() not in leave_out]
    return [
        ({name: feature[name] for name in names}, feature.geometry().asWkt(9))
        for feature in layer.getFeatures()
    ]
