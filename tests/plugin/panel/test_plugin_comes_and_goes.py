"""Enabled, disabled and reloaded, the plugin leaves QGIS as it found it."""

import gc
import sys

import pytest
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QAction, QDockWidget

from tests.plugin.panel.hands import rest, wait_for

HEAVY = ("numpy", "pandas", "shapely", "osgeo", "matplotlib")


@pytest.fixture
def plugin_object(plugin, fresh_settings, qgis_iface, qgis_project):
    return plugin.classFactory(qgis_iface)


def left_in(iface):
    """What of ours could stay behind."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    project, canvas = QgsProject.instance(), iface.mapCanvas()
    return {
        "actions": sorted(action.text() for action in iface.mainWindow().findChildren(QAction)),
        "docks": len(iface.mainWindow().findChildren(QDockWidget)),
        "buttons": len(iface.toolbar.actions()),
        "entries": len(iface.menu.actions()),
        "layer actions": len(iface.layer_actions),
        "providers": sorted(p.id() for p in QgsApplication.processingRegistry().providers()),
        "map tool": canvas.mapTool(),
        "items": len(canvas.scene().items()),
        "canvas": canvas.receivers(canvas.mapToolSet),
        "read": project.receivers(project.readProject),
        "added": project.receivers(project.layersAdded),
        "completed": iface.receivers(iface.initializationCompleted),
    }


def use(plugin_object, network):
    plugin_object.initGui()
    plugin_object.show_dock()
    session = plugin_object.dock.session
    session.open_network(str(network))
    wait_for(lambda: not session.working)
    plugin_object.dock.show_page("isochrones")
    plugin_object.dock.isochrones_page.start_picking()


def test_nothing_is_left_after_ten_times(plugin, plugin_object, qgis_iface, sample_network):
    qgis_iface.window.show()
    before = left_in(qgis_iface)
    for _ in range(10):
        use(plugin_object, sample_network)
        worker = plugin_object.worker
        assert worker.is_running()
        plugin_object.unload()
        assert not worker.is_running()
        assert left_in(qgis_iface) == before
        plugin_object = plugin.classFactory(qgis_iface)


def test_the_panel_is_imported_when_it_is_shown(plugin, plugin_object):
    def panel():
        return [name for name in sys.modules if name.startswith("access_to_services.plugin.panel")]

    for name in panel():
        del sys.modules[name]
    heavy = {name for name in HEAVY if name in sys.modules}
    plugin_object.initGui()
    assert panel() == []
    assert plugin_object.worker is None
    assert {name for name in HEAVY if name in sys.modules} == heavy
    plugin_object.show_dock()
    assert panel()
    plugin_object.unload()


def test_the_button_shows_and_hides_the_panel(plugin_object, qgis_iface):
    qgis_iface.window.show()
    plugin_object.initGui()
    (action,) = qgis_iface.toolbar.actions()
    action.trigger()
    assert plugin_object.dock.isVisible()
    action.trigger()
    assert not plugin_object.dock.isVisible()
    action.trigger()
    plugin_object.dock.close()
    rest(0.05)
    assert not action.isChecked()
    plugin_object.unload()


def test_a_panel_that_was_open_opens_again_with_qgis(plugin, plugin_object, qgis_iface):
    qgis_iface.window.show()
    plugin_object.initGui()
    plugin_object.show_dock()
    plugin_object.unload()
    again = plugin.classFactory(qgis_iface)
    again.initGui()
    assert again.dock is None
    qgis_iface.initializationCompleted.emit()
    assert again.dock.isVisible()
    again.unload()


def test_qgis_process_gets_the_toolbox_alone(plugin_object):
    registry = QgsApplication.processingRegistry()
    plugin_object.initProcessing()
    assert registry.providerById("access_to_services") is not None
    plugin_object.unload()
    assert registry.providerById("access_to_services") is None
