"""How legs of journeys look: each mode has its colour, width and dashes."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsLineSymbol,
    QgsRendererCategory,
    QgsSimpleLineSymbolLayer,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ..i18n import tr
from .style import style

__all__ = ["style_legs"]

CASE_MM = 0.5
"""By how much the white edge of a line is wider than the line."""
MM = 25.4 / 72
"""Millimetres of a point, the unit of widths in the style."""


def style_legs(layer: QgsVectorLayer) -> None:
    """
    Give legs the look of their mode.

    Parameters
    ----------
    layer
        The legs, with a field ``mode``.
    """
    found = layer.uniqueValues(layer.fields().lookupField("mode"))
    categories = [
        QgsRendererCategory(mode, _line(look), tr(look["words"]))
        for mode, look in style()["modes"].items()
        if mode in found
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("mode", categories))
    layer.triggerRepaint()


def _line(look: dict[str, Any]) -> QgsLineSymbol:
    width = look["width"] * MM
    case = _stroke("#ffffff", width + CASE_MM)
    line = _stroke(look["colour"], width)
    if look["dashes"]:  # lengths are multiples of the width
        line.setUseCustomDashPattern(True)
        line.setCustomDashVector([max(dash * width, 0.05) for dash in look["dashes"]])
        line.setCustomDashPatternUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    symbol = QgsLineSymbol()
    symbol.changeSymbolLayer(0, case)  # these two take over what they are given
    symbol.appendSymbolLayer(line)
    return symbol


def _stroke(colour: str, width: float) -> QgsSimpleLineSymbolLayer:
    stroke = QgsSimpleLineSymbolLayer(QColor(colour), width)
    stroke.setPenCapStyle(Qt.PenCapStyle.RoundCap)
    stroke.setPenJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return stroke
