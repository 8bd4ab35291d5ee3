"""Where layers live: a new file for each run beside the project, nothing before it is saved."""

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QPushButton

from tests.plugin.toolbox import points


@pytest.fixture
def saved(qgis_project, tmp_path):
    folder = tmp_path / "my project of Siân"
    folder.mkdir()
    assert qgis_project.write(str(folder / "town.qgz"))
    return folder


def ours(name="Isochrones"):
    from access_to_services.plugin.layers.metadata import describe

    layer = points([("a", "Point(-3.3 51.7)")])
    layer.setName(name)
    describe(layer, "isochrones", {"network": "/n", "minutes": [15]}, {}, "Areas")
    return layer


def test_an_unsaved_project_has_no_place(plugin, qgis_project):
    from access_to_services.plugin.layers.storage import keep, place_for

    assert place_for("Isochrones") is None
    layer = ours()
    assert not keep(layer)
    assert layer.isTemporary()


def test_each_run_has_a_file_of_its_own(plugin, saved):
    from access_to_services.plugin.layers.storage import place_for

    first = place_for("Isochrones")
    assert first == saved / "access_to_services" / "Isochrones.gpkg"
    first.with_suffix(".csv").write_text("")  # whatever its kind
    assert place_for("isochrones").name == "isochrones-2.gpkg"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("up to 7.5 min / bus: 08:30", "up to 7 5 min   bus  08 30"),
        ("../../escape", "escape"),
        ("???", "access_to_services"),
        ("x" * 300, "x" * 80),
        ("Abertawe, tŷ", "Abertawe, tŷ"),
    ],
)
def test_any_name_makes_a_file(plugin, saved, name, file):
    from access_to_services.plugin.layers.storage import place_for

    assert place_for(name).name == f"{file}.gpkg"
    assert place_for(name).parent == saved / "access_to_services"


def test_a_kept_layer_shows_what_was_written(plugin, saved):
    from access_to_services.plugin.layers.storage import keep

    layer = ours()
    QgsProject.instance().addMapLayer(layer)
    look = layer.renderer().symbol().color().name()
    assert keep(layer)
    assert layer.isValid()
    assert layer.source() == str(saved / "access_to_services" / "Isochrones.gpkg")
    assert layer.providerType() == "ogr"
    assert [feature["name"] for feature in layer.getFeatures()] == ["a"]
    assert layer.renderer().symbol().color().name() == look


def test_a_file_that_cannot_be_written_leaves_the_layer(plugin, saved, tmp_path):
    from access_to_services.plugin.layers.storage import keep

    (saved / "access_to_services").write_text("no folder")
    layer = ours()
    with pytest.raises(OSError, match="access_to_services"):
        keep(layer)
    assert layer.isTemporary()
    assert layer.featureCount() == 1


def test_one_offer_to_save_keeps_all_temporary_layers(plugin, qgis_project, qgis_iface, tmp_path):
    from access_to_services.plugin.layers.storage import offer_to_save

    layers = [ours("Areas"), ours("Areas")]
    qgis_project.addMapLayers(layers)
    offer_to_save(qgis_iface)
    offer_to_save(qgis_iface)
    bar = qgis_iface.messageBar()
    assert len(bar.items()) == 1

    class Action:
        def trigger(self):
            qgis_project.write(str(tmp_path / "town.qgz"))

    qgis_iface.actionSaveProject = Action
    bar.currentItem().findChild(QPushButton, "save_project_button").click()
    assert len(bar.items()) == 0
    sources = sorted(layer.source() for layer in layers)
    folder = tmp_path / "access_to_services"
    assert sources == [str(folder / "Areas-2.gpkg"), str(folder / "Areas.gpkg")]
    assert not qgis_project.isDirty()


def test_results_that_cannot_be_kept_are_told_and_stay(plugin, qgis_project, qgis_iface, tmp_path):
    from access_to_services.plugin.layers.storage import offer_to_save

    layer = ours()
    qgis_project.addMapLayer(layer)
    offer_to_save(qgis_iface)
    (tmp_path / "access_to_services").write_text("a file where the folder of results belongs")

    class Action:
        def trigger(self):
            qgis_project.write(str(tmp_path / "town.qgz"))

    qgis_iface.actionSaveProject = Action
    bar = qgis_iface.messageBar()
    bar.currentItem().findChild(QPushButton, "save_project_button").click()
    assert "cannot be written" in bar.items()[0].text()
    assert len(bar.items()) == 2
    assert layer.isTemporary()
    assert layer.featureCount() == 1


def test_a_save_that_was_called_off_keeps_the_offer(plugin, qgis_project, qgis_iface):
    from access_to_services.plugin.layers.storage import offer_to_save

    layer = ours()
    qgis_project.addMapLayer(layer)
    offer_to_save(qgis_iface)

    class Action:
        def trigger(self):
            pass

    qgis_iface.actionSaveProject = Action
    button = qgis_iface.messageBar().currentItem().findChild(QPushButton, "save_project_button")
    button.click()
    assert len(qgis_iface.messageBar().items()) == 1
    assert layer.isTemporary()


def test_a_saved_project_is_offered_nothing(plugin, saved, qgis_iface):
    from access_to_services.plugin.layers.storage import offer_to_save

    offer_to_save(qgis_iface)
    assert len(qgis_iface.messageBar().items()) == 0
