"""What QGIS hands to a plugin, made of real widgets: a window, a map, messages, layers."""

from qgis.core import QgsProject
from qgis.gui import QgsLayerTreeView, QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QMainWindow, QMenu, QToolBar


class Interface(QObject):
    """The methods of `QgisInterface` that this plugin calls, under their own names."""

    initializationCompleted = pyqtSignal()
    currentLayerChanged = pyqtSignal(object)

    def __init__(self):
        super().__init__()
        self.window = QMainWindow()
        self.canvas = QgsMapCanvas(self.window)
        self.window.setCentralWidget(self.canvas)
        self.canvas.resize(800, 600)
        self.messages = QgsMessageBar(self.window)
        self.tree = QgsLayerTreeView(self.window)
        self.toolbar = QToolBar(self.window)
        self.menu = QMenu(self.window)
        self.layer_actions = []
        self._active_layer = None
        self.log_opened = False

    def mainWindow(self):
        return self.window

    def mapCanvas(self):
        return self.canvas

    def messageBar(self):
        return self.messages

    def newProject(self):
        QgsProject.instance().clear()
        self.canvas.show()

    def openMessageLog(self):
        self.log_opened = True

    def layerTreeView(self):
        return self.tree

    def addDockWidget(self, area, dock):
        self.window.addDockWidget(area, dock)

    def removeDockWidget(self, dock):
        self.window.removeDockWidget(dock)

    def addToolBarIcon(self, action):
        self.toolbar.addAction(action)

    def removeToolBarIcon(self, action):
        self.toolbar.removeAction(action)

    def pluginMenu(self):
        return self.menu

    def addCustomActionForLayerType(self, action, menu, type, allLayers):
        self.layer_actions.append(action)

    def addCustomActionForLayer(self, action, layer):
        pass

    def removeCustomActionForLayerType(self, action):
        if action not in self.layer_actions:
            return False
        self.layer_actions.remove(action)
        return True

    def activeLayer(self):
        return self._active_layer

    def setActiveLayer(self, layer):
        self._active_layer = layer
        self.currentLayerChanged.emit(layer)
        return True

    def close(self):
        QgsProject.instance().clear()
        self.window.close()
        self.window.deleteLater()
