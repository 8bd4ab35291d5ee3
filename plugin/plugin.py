"""The plugin as QGIS sees it: it wires the parts together and takes them apart again."""

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from . import i18n, settings
from .i18n import tr

ICON = Path(__file__).parent / "resources" / "icons" / "access_to_services.svg"


class Plugin:
    """Everything here is light: pages, worker and algorithms are imported when first needed."""

    def __init__(self, iface):
        self.iface = iface
        self.dock = None
        self.worker = None
        self._provider = None
        self._translator = None
        self._action = None

    def initProcessing(self):  # noqa: N802 - the name that QGIS calls
        """Add the toolbox; `qgis_process` calls this and nothing else."""
        from .processing.provider import Provider

        self._translate()
        self._provider = Provider()
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self):  # noqa: N802 - the name that QGIS calls
        """Add the toolbox, the menu entry and the button."""
        from .layers import rerun

        self._translate()
        self.initProcessing()
        rerun.add_actions(self.iface)
        action = QAction(QIcon(str(ICON)), tr("Access to Services"), self.iface.mainWindow())
        action.setObjectName("access_to_services_panel")
        action.setToolTip(tr("Show the panel: networks, isochrones on the map"))
        action.setCheckable(True)
        action.triggered.connect(self.show_dock)
        self.iface.addToolBarIcon(action)
        # A menu of its own, for one entry, is more than anybody needs; QGIS would never delete it.
        self.iface.pluginMenu().addAction(action)
        self._action = action
        self.iface.initializationCompleted.connect(self._reopen)

    def unload(self):
        """Undo all of the above."""
        if self._action is not None:
            self._unload_gui()
        if self.dock is not None:
            self._remove_dock()
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        if self._translator is not None:
            self._translator.remove()
            self._translator = None

    def show_dock(self, shown=True):  # noqa: FBT002 - a slot of the action
        """Show or hide the panel; it is made when it is first shown."""
        settings.put("panel/shown", shown)
        if self.dock is None:
            if not shown:
                return
            self._make_dock()
        self.dock.setUserVisible(shown)

    def _translate(self):
        if self._translator is None:
            self._translator = i18n.install()

    def _reopen(self):
        if settings.get("panel/shown", False, bool):
            self._action.trigger()

    def _make_dock(self):
        from .client.process import Worker
        from .panel.dock import Dock

        self.worker = Worker()
        self.dock = Dock(self.iface, self.worker)
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.visibilityChanged.connect(self._follow_dock)
        self.dock.closed.connect(self._remember_closed)

    def _follow_dock(self):
        # A panel behind another one in a stack of tabs is open, though nobody sees it.
        self._action.setChecked(not self.dock.isHidden())

    def _remember_closed(self):
        settings.put("panel/shown", False)

    def _unload_gui(self):
        from .layers import rerun

        rerun.remove_actions()
        self.iface.initializationCompleted.disconnect(self._reopen)
        self.iface.pluginMenu().removeAction(self._action)
        self.iface.removeToolBarIcon(self._action)
        self._action.deleteLater()
        self._action = None

    def _remove_dock(self):
        self.dock.visibilityChanged.disconnect(self._follow_dock)
        self.dock.closed.disconnect(self._remember_closed)
        self.dock.tear_down()
        self.iface.removeDockWidget(self.dock)
        self.dock.deleteLater()
        self.worker.stop()
        self.worker.deleteLater()
        self.dock = self.worker = None
