"""How areas within travel times look, with a legend in minutes; and their origins."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsMarkerSymbol,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from .style import band_words, ramp_colours, style

__all__ = ["style_bands", "style_not_routable", "style_origins"]

MINUTES = "minutes"
OPACITY = 0.62
"""Of the layer as a whole: nested areas do not shine through one another, the ground does."""
RIM_MM = 0.36
RIM_DARKER = 135
"""How much darker than its area an outline is, per cent of the lightness."""


def style_bands(layer: QgsVectorLayer, minutes: list[float], rings: bool) -> None:  # noqa: FBT001
    """
    Give areas colours, outlines and words.

    Parameters
    ----------
    layer
        The areas, with a field ``minutes``.
    minutes
        The times that were asked, ascending.
    rings
        Whether areas leave out those of shorter times.
    """
    limits = [round(minute * 60) / 60 for minute in minutes]  # whole seconds, as the worker counts
    rim_mm = RIM_MM / 2 if rings else RIM_MM  # where rings meet there are two outlines
    colours = ramp_colours(style()["ramp_of"]["minutes"], len(limits))
    categories = [
        QgsRendererCategory(high, _area_symbol(colour, rim_mm), band_words(low, high))
        for low, high, colour in zip([0.0, *limits], limits, colours)
    ]
    renderer = QgsCategorizedSymbolRenderer(MINUTES, categories)
    # Short times lie on top: seen whole where areas are nested, and with their own outlines.
    longest_first = QgsFeatureRequest.OrderByClause(MINUTES, False)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([longest_first]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setOpacity(OPACITY)
    layer.triggerRepaint()


def style_origins(layer: QgsVectorLayer) -> None:
    """
    Show points as places where people set out.

    Parameters
    ----------
    layer
        The points.
    """
    sign = style()["signs"]["start"]
    _show_as(layer, {
        "name": "circle", "size": "3.2", "color": sign["colour"], "outline_color": sign["rim"],
        "outline_width": "0.5",
    })  # fmt: skip


def style_not_routable(layer: QgsVectorLayer) -> None:
    """
    Show points as places without an answer.

    Parameters
    ----------
    layer
        The points.
    """
    sign = style()["signs"]["too_far"]
    _show_as(layer, {
        "name": "cross2", "size": "2.6", "color": sign["colour"], "outline_color": sign["rim"],
        "outline_width": "0.6",
    })  # fmt: skip


def _area_symbol(colour: str, rim_mm: float) -> QgsFillSymbol:
    rim = QColor(colour).darker(RIM_DARKER).name()
    return QgsFillSymbol.createSimple({
        "color": colour, "outline_color": rim, "outline_width": str(rim_mm),
        "joinstyle": "round",
    })  # fmt: skip


def _show_as(layer: QgsVectorLayer, look: dict[str, Any]) -> None:
    layer.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple(look)))
    layer.triggerRepaint()
