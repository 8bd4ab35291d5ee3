"""What a layer says of itself: what it is, what it was made from, and how to make it again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsAbstractMetadataBase, QgsLayerMetadata
from qgis.PyQt.QtCore import QDateTime, QObject, pyqtSignal

from ..i18n import tr

if TYPE_CHECKING:
    from qgis.core import QgsMapLayer

__all__ = ["REQUEST", "describe", "described", "request_of"]

REQUEST = "access_to_services/request"
"""Name of the property that keeps what was asked."""
PROGRAM = "Access to Services"
SHORT = 12
"""Characters of a hash that people are shown; the whole one is in the property."""


class _Described(QObject):
    """Tells of layers that have become ours."""

    layer = pyqtSignal(object)


described = _Described()


def describe(
    layer: QgsMapLayer, op: str, params: dict[str, Any], provenance: dict[str, Any], title: str
) -> None:
    """
    Keep in a layer what it is and what it was made from.

    Parameters
    ----------
    layer
        The layer.
    op
        Name of the worker's operation.
    params
        Its parameters.
    provenance
        What the worker says of its inputs.
    title
        What the layer shows, in one line.
    """
    metadata = QgsLayerMetadata()
    metadata.setTitle(title)
    metadata.setType("dataset")
    metadata.setAbstract("\n".join([f"{title}.", *_made_from(provenance)]))
    metadata.setKeywords({
        "gmd:topicCategory": ["transportation"],
        PROGRAM: _keywords(provenance),
    })  # fmt: skip
    moment = QDateTime.currentDateTimeUtc().toString("yyyy-MM-ddTHH:mm:ssZ")
    product = provenance.get("product", PROGRAM)
    metadata.addHistoryItem(
        tr("{moment}: {op} by {product} in QGIS {version}").format(
            moment=moment, op=op, product=product, version=Qgis.QGIS_VERSION
        )
    )
    metadata.addHistoryItem(json.dumps(provenance, ensure_ascii=False, sort_keys=True))
    metadata.setRights(["© OpenStreetMap contributors"])
    metadata.setLicenses(["Open Data Commons Open Database License 1.0 (ODbL)"])
    copyright_page = QgsAbstractMetadataBase.Link(
        "OpenStreetMap", "WWW:LINK", "https://www.openstreetmap.org/copyright"
    )
    metadata.addLink(copyright_page)
    metadata.setCrs(layer.crs())
    layer.setMetadata(metadata)
    kept = {"op": op, "params": params, "provenance": provenance, "title": title}
    layer.setCustomProperty(REQUEST, json.dumps(kept, ensure_ascii=False))
    described.layer.emit(layer)


def request_of(layer: QgsMapLayer) -> dict[str, Any] | None:
    """
    Read what a layer was made from.

    Parameters
    ----------
    layer
        Any layer.

    Returns
    -------
    dict or None
        ``op``, ``params``, ``provenance`` and ``title``; None if it is not ours.
    """
    text = layer.customProperty(REQUEST)
    return json.loads(text) if text else None


def _made_from(provenance: dict[str, Any]) -> list[str]:
    lines = [tr("Made by {product}.").format(product=provenance.get("product", PROGRAM))]
    inputs = [_input(each) for each in provenance.get("inputs", ())]
    if inputs:
        lines.append(tr("Inputs: {inputs}.").format(inputs="; ".join(inputs)))
    if provenance.get("network"):
        lines.append(tr("Network: {key}.").format(key=provenance["network"]))
    lines += [tr("When: {when}.").format(when=_said(when)) for when in _moments(provenance)]
    options = provenance.get("options", {})
    if options:
        told = ", ".join(f"{name} {_said(value)}" for name, value in options.items() if value)
        lines.append(tr("Options: {options}.").format(options=told))
    return lines


def _keywords(provenance: dict[str, Any]) -> list[str]:
    hashes = [f"sha256:{each['sha256']}" for each in provenance.get("inputs", ())]
    words = [provenance.get("product"), provenance.get("result"), provenance.get("network")]
    mode = provenance.get("options", {}).get("mode")
    return [word for word in (*words, mode, *hashes) if word]


def _input(entry: dict[str, Any]) -> str:
    return f"{entry['name']} (SHA-256 {entry['sha256'][:SHORT]}…)"


def _moments(provenance: dict[str, Any]) -> list[Any]:
    when = provenance.get("when")
    return when if isinstance(when, list) else [when] if when else []


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(part)}" for name, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
