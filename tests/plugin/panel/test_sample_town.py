"""The first thing that a newcomer can press, and what is on the map then."""

from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QPushButton

from tests.plugin.panel.hands import press, rest, wait_for


def test_the_sample_town_is_built_shown_and_waits_for_a_click(hands):
    hands.dock.show_page("environment")
    press(hands.dock.environment_page.findChild(QPushButton, "sample_button"))
    assert hands.session.job
    hands.idle()
    assert hands.dock.tabs.currentWidget().widget() is hands.isochrones
    assert hands.isochrones.pick_button.isChecked()
    names = sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())
    assert names == ["Services", "Streets"]
    wait_for(lambda: QgsProject.instance().crs().authid() == "EPSG:3857", 10)
    hands.canvas.setDestinationCrs(QgsProject.instance().crs())
    hands.network.zoom()
    rest(0.2)
    viewport = hands.canvas.viewport()
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest

    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=viewport.rect().center())
    hands.idle()
    assert hands.bands() == [15, 30, 45, 60]
    assert not hands.said()
