"""Fields of layers, made alike in QGIS with Qt 5 and with Qt 6."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsField, QgsFields
from qgis.PyQt.QtCore import QMetaType, QVariant

__all__ = ["join_fields", "make_field"]

_SPEAKS_QMETATYPE = 33800
"""From this version on a field takes QMetaType, and QVariant's own names fall away."""
_KINDS = {
    "text": ("QString", "String"),
    "integer": ("LongLong", "LongLong"),
    "number": ("Double", "Double"),
    "moment": ("QDateTime", "DateTime"),
}
"""Names of each kind in QMetaType and in QVariant."""


def make_field(name: str, kind: str) -> QgsField:
    """
    Make a field.

    Parameters
    ----------
    name
        Its name.
    kind
        ``text``, ``integer``, ``number`` or ``moment``.
    """
    new, old = _KINDS[kind]
    if Qgis.QGIS_VERSION_INT >= _SPEAKS_QMETATYPE:
        return QgsField(name, getattr(QMetaType.Type, new))
    return QgsField(name, getattr(QVariant, old))


def kind_of(values: list[Any]) -> str:
    """
    Say which kind of field holds identifiers.

    Parameters
    ----------
    values
        The identifiers: whole numbers all of them, or text.
    """
    return "integer" if all(isinstance(value, int) for value in values) else "text"


def join_fields(own: list[QgsField], carried: QgsFields, leave_out: str = "") -> QgsFields:
    """
    Put fields of an input beside a result's own; those of the same name become ``origin_NAME``.

    A field called ``fid`` is renamed too: a GeoPackage wants it unique, and an origin has as many
    rows as there are areas.

    Parameters
    ----------
    own
        Fields of the result.
    carried
        Fields of the input.
    leave_out
        One that the result holds already; empty for none.
    """
    fields = QgsFields()
    for field in own:
        fields.append(field)
    taken = {"fid", *(field.name().lower() for field in own)}
    for field in carried:
        if field.name() == leave_out:
            continue
        copy = QgsField(field)
        while copy.name().lower() in taken:
            copy.setName(f"origin_{copy.name()}")
        taken.add(copy.name().lower())
        fields.append(copy)
    return fields
