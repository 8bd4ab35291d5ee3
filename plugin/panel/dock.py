"""The panel "Access to Services": its pages, its line of state and its help."""

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFrame, QScrollArea, QSplitter, QTabWidget, QVBoxLayout, QWidget

from .. import settings
from ..client import environment
from ..i18n import tr
from .environment_page import EnvironmentPage
from .help_view import HelpView
from .isochrones_page import IsochronesPage
from .network_page import NetworkPage
from .sample_town import show_sample
from .session import Session
from .status_line import StatusLine

__all__ = ["Dock"]

PAGES = ("environment", "network", "isochrones")


class Dock(QgsDockWidget):
    """
    The panel.

    Parameters
    ----------
    iface
        QGIS.
    worker
        What computes.
    """

    def __init__(self, iface, worker) -> None:
        super().__init__(tr("Access to Services"), iface.mainWindow())
        self.setObjectName("access_to_services_dock")
        self.session = Session(iface, worker, self)
        self.environment_page = EnvironmentPage(self)
        self.network_page = NetworkPage(self.session, self)
        self.isochrones_page = IsochronesPage(self.session, self)
        self._lay_out()
        self._connect()
        self._begin()

    def show_page(self, name: str) -> None:
        """Turn to a page, by its name."""
        self.tabs.setCurrentIndex(PAGES.index(name))

    def tear_down(self) -> None:
        """Leave nothing in QGIS; the dock itself is for its owner to remove."""
        self.environment_page.tear_down()
        self.isochrones_page.tear_down()
        self.session.tear_down()

    def _lay_out(self) -> None:
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("pages")
        self.tabs.setDocumentMode(True)
        pages = (
            (self.environment_page, tr("Environment")),
            (self.network_page, tr("Network")),
            (self.isochrones_page, tr("Isochrones")),
        )
        for page, title in pages:
            self.tabs.addTab(_scrolled(page), title)
        self.status_line = StatusLine(self.session, self)
        self.help_view = HelpView(self)
        self.help_view.hide()
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setObjectName("page_and_help")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.tabs)
        splitter.addWidget(self.help_view)
        splitter.setSizes([600, 300])
        inside = QWidget(self)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.status_line)
        self.setWidget(inside)

    def _connect(self) -> None:
        self.environment_page.changed.connect(self._take_environment)
        self.environment_page.sampleRequested.connect(self._make_sample)
        self.isochrones_page.networkWanted.connect(lambda: self.show_page("network"))
        self.session.sampleMade.connect(self._show_sample)
        self.tabs.currentChanged.connect(self._turned)
        self.status_line.help_button.toggled.connect(self._show_help)

    def _begin(self) -> None:
        """Go on where the user left off; without an environment nothing else makes sense."""
        if environment.state() is not environment.State.READY:
            self.show_page("environment")
            return
        page = settings.get("panel/page", "environment", str)
        self.show_page(page if page in PAGES else "environment")
        last = settings.get("network/last", "", str)
        if last:
            self.session.open_network(last)

    def _turned(self, index: int) -> None:
        settings.put("panel/page", PAGES[index])
        self.help_view.show_page(PAGES[index])
        if PAGES[index] != "isochrones":
            self.isochrones_page.stop_picking()

    def _show_help(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        self.help_view.show_page(PAGES[self.tabs.currentIndex()])
        self.help_view.setVisible(shown)

    def _take_environment(self) -> None:
        if environment.state() is not environment.State.READY:
            self.session.close_network()
            # What runs from an environment that was removed or replaced must not go on.
            self.session.worker.stop()

    def _make_sample(self) -> None:
        self.session.make_sample(str(environment.root() / "sample-town"))

    def _show_sample(self, files: dict) -> None:
        show_sample(files, self.session.iface.mapCanvas())
        self.network_page.zoom()
        self.show_page("isochrones")
        self.isochrones_page.start_picking()


def _scrolled(page: QWidget) -> QScrollArea:
    """A page that scrolls up and down where the panel is low, never sideways."""
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
