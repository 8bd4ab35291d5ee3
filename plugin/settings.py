"""What the plugin remembers from one day to the next."""

import json
from typing import Any

from qgis.core import QgsSettings

__all__ = ["get", "put"]

ROOT = "plugins/access_to_services/"


def get(key: str, default: Any, kind: type) -> Any:
    """
    Read a remembered value.

    Lists and dicts are kept as JSON: Qt's own way reads a list of one as a text, and pickles what
    it does not know. What cannot be read counts as not remembered.
    """
    settings = QgsSettings()
    try:
        if kind in (list, dict):
            value = json.loads(settings.value(ROOT + key, "null", type=str))
        else:
            value = settings.value(ROOT + key, default, type=kind)
    except (TypeError, ValueError):
        return default
    return value if isinstance(value, kind) else default


def put(key: str, value: Any) -> None:
    """Remember a value: text, a number, a truth value, or a list or dict of such."""
    kept = json.dumps(value) if isinstance(value, (list, dict)) else value
    QgsSettings().setValue(ROOT + key, kept)
