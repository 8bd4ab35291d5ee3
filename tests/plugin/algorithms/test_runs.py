"""Real runs of the toolbox: what comes out, and that it is what the command line says."""

import csv
import time

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProject,
    QgsVectorLayer,
)

from tests.plugin.toolbox import DAY, SAMPLE, TIME, Heard, points, rows, save

MOMENT = f"{DAY} {TIME}"
WHEN = {"DATE": DAY, "TIME": TIME}
CARDIFF = "Point(-3.18 51.48)"
OWN = ["id", "minutes", "minutes_from", "when", "direction", "mode", "percentile", "area_km2"]


def geometries_equal(ours, theirs):
    """Equal attributes, and geometries to the last digit."""
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert {name: one[0][name] for name in other[0]} == other[0]
        assert one[1] == other[1]


def test_isochrones_are_those_of_the_command_line(toolbox, sample_network, three, tmp_path):
    saved = save(three, tmp_path / "three.gpkg")
    toolbox.command(
        "isochrones", sample_network, "--origins", saved, "--origin-id", "id", "--depart", MOMENT,
        "--window", 30, "--minutes", "7.5,15,30", "--rings", "--walk-speed", "4.5",
        "--output", tmp_path / "theirs.gpkg",
    )  # fmt: skip
    results = toolbox.run(
        "isochrones", NETWORK=str(sample_network), ORIGINS=three, ORIGINS_ID="id", **WHEN,
        WINDOW=30, MINUTES="7.5,15,30", RINGS=True, WALK_SPEED=4.5, OUTPUT="memory:",
        SNAPPED="memory:", UNSNAPPED="memory:",
    )  # fmt: skip
    areas = results["OUTPUT"]
    theirs = QgsVectorLayer(str(tmp_path / "theirs.gpkg"), "theirs", "ogr")
    geometries_equal(rows(areas), rows(theirs))
    assert areas.fields().names() == [*OWN, "kind", "name"]
    assert {row[0]["name"] for row in rows(areas)} == {f["name"] for f in three.getFeatures()}
    assert results["SNAPPED"].featureCount() == 3
    assert results["UNSNAPPED"].featureCount() == 0
    assert not toolbox.heard.warnings


def test_a_matrix_is_that_of_the_command_line_to_the_byte(
    toolbox, sample_network, services, tmp_path
):
    areas = QgsVectorLayer(str(SAMPLE / "small_areas.geojson"), "areas", "ogr")
    centres = [(f["code"], f.geometry().pointOnSurface().asWkt(17)) for f in areas.getFeatures()]
    layer = points(centres, fields="field=code:string")
    saved = save(layer, tmp_path / "centres.gpkg")
    toolbox.command(
        "matrix", sample_network, "--origins", saved, "--origin-id", "code",
        "--destinations", SAMPLE / "services.geojson", "--depart", MOMENT, "--window", 30,
        "--percentiles", "25,50", "--output", tmp_path / "theirs.csv",
    )  # fmt: skip
    results = toolbox.run(
        "traveltimematrix", NETWORK=str(sample_network), ORIGINS=layer, ORIGINS_ID="code",
        DESTINATIONS=services, DESTINATIONS_ID="id", **WHEN, WINDOW=30, PERCENTILES="25,50",
        OUTPUT=str(tmp_path / "ours.csv"),
    )  # fmt: skip
    ours = (tmp_path / "ours.csv").read_bytes()
    assert ours == (tmp_path / "theirs.csv").read_bytes()
    assert results["ROWS"] == layer.featureCount() * services.featureCount()
    assert 0 < results["REACHED"] < results["ROWS"]
    table = QgsVectorLayer(results["OUTPUT"], "table", "ogr")
    assert [field.typeName() for field in table.fields()][:4] == [
        "String",
        "String",
        "Real",
        "Real",
    ]
    assert "Points without an answer (2)" in toolbox.heard.warnings[-1]


def test_itineraries_are_those_of_the_command_line(toolbox, sample_network, three, tmp_path):
    saved = save(three, tmp_path / "three.gpkg")
    told = ("--origins", saved, "--destinations", saved)
    toolbox.command(
        "itineraries", sample_network, *told, "--depart", MOMENT,
        "--output", tmp_path / "theirs.gpkg",
    )  # fmt: skip
    toolbox.command(
        "itineraries", sample_network, *told, "--depart", MOMENT,
        "--output", tmp_path / "theirs.csv",
    )  # fmt: skip
    results = toolbox.run(
        "itineraries", NETWORK=str(sample_network), ORIGINS=three, ORIGINS_ID="id",
        DESTINATIONS=three, DESTINATIONS_ID="id", **WHEN, OUTPUT=str(tmp_path / "ours.gpkg"),
    )  # fmt: skip
    ours = rows(QgsVectorLayer(results["OUTPUT"], "ours", "ogr"))
    theirs = rows(QgsVectorLayer(str(tmp_path / "theirs.gpkg"), "theirs", "ogr"))
    with (tmp_path / "theirs.csv").open(encoding="utf-8", newline="") as file:
        local = [(row["departure"], row["arrival"]) for row in csv.DictReader(file)]
    for row, (departure, arrival) in zip(ours, local, strict=True):  # as the clocks there show it
        assert row[0]["departure"].toString("yyyy-MM-dd HH:mm:ss") == departure[:19]
        assert row[0]["arrival"].toString("yyyy-MM-dd HH:mm:ss") == arrival[:19]
    for row in (*ours, *theirs):
        del row[0]["departure"], row[0]["arrival"]
    geometries_equal(ours, theirs)
    assert results["JOURNEYS"] == 9
    assert results["UNREACHED"] == 0


def test_real_points_in_another_system_have_the_same_times(
    toolbox, newport, newport_network, tmp_path
):
    areas = QgsVectorLayer(str(newport / "lsoa11.geojson"), "areas", "ogr")
    middle = points([], crs="EPSG:27700", fields="field=code:string")
    there = QgsCoordinateTransform(areas.crs(), middle.crs(), QgsProject.instance())
    for number, area in enumerate(areas.getFeatures()):
        feature, place = QgsFeature(middle.fields()), area.geometry().pointOnSurface()
        place.transform(there)
        feature.setGeometry(place)
        feature.setAttributes([f"area {number}"])
        middle.dataProvider().addFeature(feature)
    saved = save(middle, tmp_path / "middle.gpkg")
    toolbox.command(
        "matrix", newport_network, "--origins", saved, "--origin-id", "code", "--destinations",
        saved, "--destination-id", "code", "--arrive", "2023-06-13 09:00",
        "--output", tmp_path / "theirs.csv",
    )  # fmt: skip
    toolbox.run(
        "traveltimematrix", NETWORK=str(newport_network), ORIGINS=middle, ORIGINS_ID="code",
        DESTINATIONS=middle, DESTINATIONS_ID="code", DATE="2023-06-13", TIME="09:00", DIRECTION=1,
        OUTPUT=str(tmp_path / "ours.csv"),
    )  # fmt: skip
    assert (tmp_path / "ours.csv").read_bytes() == (tmp_path / "theirs.csv").read_bytes()


def test_points_without_an_answer_are_a_layer_and_areas_lie_in_the_system_of_the_origins(
    toolbox, sample_network, tmp_path
):
    layer = points([("town", "Point(-3.2995 51.7)"), ("Cardiff", CARDIFF), ("nowhere", None)])
    national = QgsCoordinateReferenceSystem("EPSG:27700")
    import processing

    layer = processing.run(
        "native:reprojectlayer", {"INPUT": layer, "TARGET_CRS": national, "OUTPUT": "memory:"}
    )["OUTPUT"]
    results = toolbox.run(
        "isochrones", NETWORK=str(sample_network), ORIGINS=layer, ORIGINS_ID="name", MODE=1,
        MINUTES="10", OUTPUT=str(tmp_path / "areas.gpkg"), SNAPPED="memory:", UNSNAPPED="memory:",
    )  # fmt: skip
    areas = QgsVectorLayer(results["OUTPUT"], "areas", "ogr")
    assert areas.crs() == national
    assert 300_000 < areas.extent().xMinimum() < 330_000
    ((row, _),) = rows(areas)
    assert (row["id"], row["mode"], row["minutes"]) == ("town", "walk", 10)
    ((lost, place),) = rows(results["UNSNAPPED"])
    assert (lost["id"], lost["status"]) == ("Cardiff", "outside")
    assert lost["distance_m"] > 10_000
    cardiff = next(f for f in layer.getFeatures() if f["name"] == "Cardiff").geometry().asPoint()
    assert results["UNSNAPPED"].getFeature(1).geometry().asPoint().distance(cardiff) < 0.01
    assert results["SNAPPED"].featureCount() == 1
    warnings = toolbox.heard.warnings
    assert any("features without geometry are left out (1): nowhere" in told for told in warnings)
    assert any("Points without an answer (1): Cardiff (outside" in told for told in warnings)
    assert place.startswith("Point")


def test_without_a_date_it_is_the_best_served_tuesday_and_the_log_says_so(
    toolbox, sample_network, three
):
    results = toolbox.run(
        "isochrones", NETWORK=str(sample_network), ORIGINS=three, MINUTES="10", COMBINE=1,
        DIRECTION=1, OUTPUT="memory:",
    )  # fmt: skip
    ((row, _),) = rows(results["OUTPUT"])
    date = row["when"][:10]
    assert f"Date: {date}, the best-served Tuesday." in toolbox.heard.infos
    assert (row["id"], row["direction"], row["when"][11:]) == ("union", "arrive", "08:00")
    assert results["OUTPUT"].fields().names() == OWN


def test_selected_features_alone_are_asked_about(toolbox, sample_network, services):
    QgsProject.instance().addMapLayer(services)
    services.selectByExpression("\"id\" = 'S010'")
    results = toolbox.run(
        "isochrones", NETWORK=str(sample_network), MODE=1, MINUTES="10", ORIGINS_ID="id",
        ORIGINS=QgsProcessingFeatureSourceDefinition(services.id(), selectedFeaturesOnly=True),
        OUTPUT="memory:",
    )  # fmt: skip
    assert [row["id"] for row, _ in rows(results["OUTPUT"])] == ["S010"]
    QgsProject.instance().removeMapLayer(services)


def test_a_network_is_built_of_an_area_and_checked(toolbox, tmp_path):
    area = QgsVectorLayer(str(SAMPLE / "middle_areas.geojson"), "areas", "ogr")
    asked = {
        "OSM": str(SAMPLE / "town.osm.pbf"),
        "GTFS": [str(SAMPLE / "bus.zip"), str(SAMPLE / "rail.zip")],
    }
    built = toolbox.run(
        "buildnetwork", **asked, AREA=area, AREA_BUFFER=200, OUTPUT=str(tmp_path / "town.network")
    )
    box = area.extent()
    sides = (box.xMinimum(), box.xMaximum(), box.yMinimum(), box.yMaximum())
    extent = ",".join(map(str, sides)) + " [EPSG:4326]"
    boxed = toolbox.run(
        "buildnetwork", **asked, EXTENT=extent, AREA_BUFFER=200, OUTPUT=str(tmp_path / "boxed")
    )
    assert 0 < built["TRIPS"] <= boxed["TRIPS"] <= 714 + 167
    assert (tmp_path / "town.network" / "manifest.json").is_file()
    page = tmp_path / "report.html"
    checked = toolbox.run("checknetwork", NETWORK=built["OUTPUT"], DATE=DAY, OUTPUT=str(page))
    names = ("VERDICT", "USABLE", "STOPS", "TRIPS", "PROBLEMS")
    assert {name: checked[name] for name in names} == {name: built[name] for name in names}
    assert checked["USABLE"] == 1
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    said = toolbox.command("network", "check", built["OUTPUT"], "--date", DAY)
    assert checked["REPORT"].split() == said.split()


class Impatient(Heard):
    """Cancels as soon as it hears that work has begun."""

    began = None

    def setProgressText(self, text):
        if self.began is None:
            self.began = time.monotonic()
            self.cancel()


@pytest.mark.parametrize("name", ["isochrones", "traveltimematrix"])
def test_cancelling_takes_less_than_a_second(toolbox, sample_network, services, name, tmp_path):
    import processing

    output = tmp_path / "areas.gpkg" if name == "isochrones" else tmp_path / "times.csv"
    heard = Impatient()
    parameters = {
        "NETWORK": str(sample_network), "ORIGINS": services, "DESTINATIONS": services, **WHEN,
        "WINDOW": 600, "OUTPUT": str(output),
    }  # fmt: skip
    with pytest.raises(QgsProcessingException):
        processing.run(f"access_to_services:{name}", parameters, feedback=heard)
    assert time.monotonic() - heard.began < 1
    assert not output.exists()


def test_one_algorithm_runs_many_times_as_in_a_batch(toolbox, sample_network, three):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = toolbox.algorithm("isochrones")
    counts = []
    for minutes in ("5", "5,10"):
        parameters = {
            "NETWORK": str(sample_network), "ORIGINS": three, "MODE": 1, "MINUTES": minutes,
            "OUTPUT": "memory:",
        }  # fmt: skip
        results, fine = algorithm.run(parameters, context, Heard())
        assert fine
        counts.append(context.getMapLayer(results["OUTPUT"]).featureCount())
    assert counts == [3, 6]


def test_a_model_builds_a_network_and_draws_areas(toolbox, three, tmp_path):
    model = QgsProcessingModelAlgorithm("town", "tests")
    value = QgsProcessingModelChildParameterSource.fromStaticValue
    build = QgsProcessingModelChildAlgorithm("access_to_services:buildnetwork")
    build.setChildId("build")
    build.addParameterSources("OSM", [value(str(SAMPLE / "town.osm.pbf"))])
    build.addParameterSources("OUTPUT", [value(str(tmp_path / "town.network"))])
    draw = QgsProcessingModelChildAlgorithm("access_to_services:isochrones")
    draw.setChildId("draw")
    from_output = QgsProcessingModelChildParameterSource.fromChildOutput
    draw.addParameterSources("NETWORK", [from_output("build", "OUTPUT")])
    draw.addParameterSources("ORIGINS", [value(three)])
    draw.addParameterSources("MODE", [value(1)])
    draw.addParameterSources("MINUTES", [value("10")])
    areas = QgsProcessingModelOutput("areas")
    areas.setChildOutputName("OUTPUT")
    areas.setChildId("draw")
    draw.setModelOutputs({"areas": areas})
    model.addChildAlgorithm(build)
    model.addChildAlgorithm(draw)
    context, heard = QgsProcessingContext(), Heard()
    context.setProject(QgsProject.instance())
    results, fine = model.run({"draw:areas": str(tmp_path / "areas.gpkg")}, context, heard)
    assert fine, heard.errors
    layer = QgsVectorLayer(str(tmp_path / "areas.gpkg"), "areas", "ogr")
    assert layer.featureCount() == 3
    assert results["draw:areas"] == str(tmp_path / "areas.gpkg")
