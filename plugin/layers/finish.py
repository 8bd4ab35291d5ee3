"""The last hand on a result: its look by what it is, and what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsWkbTypes

from ..i18n import tr
from .bands import style_bands, style_not_routable, style_origins
from .metadata import describe
from .modes import mode_words
from .results import AREAS, LEGS, NOT_ROUTABLE, ON_STREETS
from .routes import style_legs
from .style import duration

if TYPE_CHECKING:
    from qgis.core import QgsMapLayer, QgsVectorLayer

__all__ = ["MATRIX", "finish", "part_of", "title_of"]

MATRIX = "matrix"
_FIRST_PART = {"isochrones": AREAS.layer, "itineraries": LEGS.layer, "matrix": MATRIX}


def finish(
    op: str, params: dict[str, Any], provenance: dict[str, Any]
) -> Callable[[QgsMapLayer], None]:
    """
    Make what gives a layer its look and its metadata.

    Parameters
    ----------
    op
        Name of the worker's operation.
    params
        Its parameters; ``part`` says which of its layers is meant.
    provenance
        What the worker says of its inputs.
    """

    def done(layer: QgsMapLayer) -> None:
        if layer.geometryType() != QgsWkbTypes.GeometryType.NullGeometry:
            _dress(layer, part_of(op, params), params)
        describe(layer, op, params, provenance, title_of(op, params))

    return done


def part_of(op: str, params: dict[str, Any]) -> str:
    """
    Say which layer of an answer is meant: the first, unless the parameters say it.

    Parameters
    ----------
    op
        Name of the worker's operation.
    params
        Its parameters.
    """
    return params.get("part", _FIRST_PART[op])


def title_of(op: str, params: dict[str, Any]) -> str:
    """
    Say in a line what a layer shows.

    Parameters
    ----------
    op
        Name of the worker's operation.
    params
        Its parameters.
    """
    kinds = {
        AREAS.layer: tr("Isochrones"),
        ON_STREETS.layer: tr("Places on streets"),
        NOT_ROUTABLE.layer: tr("Points without an answer"),
        LEGS.layer: tr("Itineraries"),
        MATRIX: tr("Travel times"),
    }
    said = [kinds[part_of(op, params)]]
    if params.get("minutes"):
        said.append(tr("up to {duration}").format(duration=duration(params["minutes"][-1])))
    said.append(mode_words()[params.get("options", {}).get("mode", "transit")])
    said += [_moment(when) for when in params.get("when") or ()]
    return ", ".join(said)


def _moment(when: dict[str, Any]) -> str:
    arriving = when["direction"] == "arrive"
    told = tr("arriving by {moment}") if arriving else tr("leaving at {moment}")
    text = told.format(moment=when["moment"])
    if when.get("window"):
        sign = "-" if arriving else "+"
        text += tr(" {sign} {minutes} minutes").format(sign=sign, minutes=f"{when['window']:g}")
    return text


def _dress(layer: QgsVectorLayer, part: str, params: dict[str, Any]) -> None:
    if part == AREAS.layer:
        style_bands(layer, params["minutes"], params.get("rings", False))
    elif part == ON_STREETS.layer:
        style_origins(layer)
    elif part == NOT_ROUTABLE.layer:
        style_not_routable(layer)
    elif part == LEGS.layer:
        style_legs(layer)
