"""Words for people, in the language of QGIS."""

from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

__all__ = ["Translator", "install", "locale_name", "tr"]

CONTEXT = "AccessToServices"
FOLDER = Path(__file__).parent / "resources" / "i18n"


def tr(text: str) -> str:
    """Translate a text; where there is no translation it stays as it is."""
    return QCoreApplication.translate(CONTEXT, text)


def locale_name() -> str:
    """Name of the language that QGIS speaks, as ``en_GB`` or ``cy``."""
    return QgsApplication.instance().locale()


class Translator:
    """The installed translation, to be removed when the plugin goes."""

    def __init__(self, translator: QTranslator) -> None:
        self._translator = translator
        QCoreApplication.installTranslator(translator)

    def remove(self) -> None:
        """Take the translation out of QGIS again."""
        QCoreApplication.removeTranslator(self._translator)


def install(locale: Optional[str] = None) -> Translator:
    """Install the translation for a locale, by default that of QGIS."""
    translator = QTranslator()
    # A language without a file leaves the translator empty, which translates nothing.
    translator.load(QLocale(locale or locale_name()), "access_to_services", "_", str(FOLDER))
    return Translator(translator)
