"""Short help, in the language of QGIS or else in English."""

from pathlib import Path

from qgis.PyQt.QtWidgets import QTextBrowser

from ..i18n import locale_name, tr

__all__ = ["HelpView"]

FOLDER = Path(__file__).parents[1] / "resources" / "help"


class HelpView(QTextBrowser):
    """Shows the help of a page."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("help_view")
        self.setAccessibleName(tr("Help"))
        self.setOpenExternalLinks(True)

    def show_page(self, name: str) -> None:
        """Show the help of a page, by its name."""
        own = FOLDER / locale_name().split("_")[0] / f"{name}.html"
        file = own if own.is_file() else FOLDER / "en" / f"{name}.html"
        self.setHtml(file.read_text(encoding="utf-8"))
