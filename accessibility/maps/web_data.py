"""Layers as the data that the script of a page reads."""

from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.maps.web_shapes import PER_DEGREE, pack, simplify
from accessibility.maps.web_words import say_moments

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from accessibility.maps.web_layer import Prepared

__all__ = ["page_data"]


def page_data(layers: "list[Prepared]", metres: float) -> dict[str, Any]:
    """
    Write layers as lists, texts and numbers.

    Parameters
    ----------
    layers
        The layers.
    metres
        How far outlines may move so that they take less room; 0 for not at all.

    Returns
    -------
    dict
        ``layers`` in their order, each with its ``shapes`` (packed, see `web_shapes`) and its
        ``features``: place of the shape, class, moment (-1 for always), what it belongs to of each
        choice, name and details. ``moments`` says the moments of all series.
    """
    words, places = _moments(layers)
    return {
        "per_degree": PER_DEGREE,
        "moments": words,
        "layers": [
            _stored(layer, place, metres) for layer, place in zip(layers, places, strict=True)
        ],
    }


def _stored(layer: "Prepared", moment: "NDArray[np.int64]", metres: float) -> dict[str, Any]:
    choices = [choice.of.tolist() for choice in layer.choices]
    details = list(layer.details.values())
    together = list(zip(*choices, strict=True)) if choices else [()] * len(moment)
    told = list(zip(*details, strict=True)) if details else [()] * len(moment)
    features = zip(
        layer.shape.tolist(),
        layer.classes.of.tolist(),
        moment.tolist(),
        together,
        layer.names,
        told,
        strict=True,
    )
    return {
        "name": layer.name,
        "kind": layer.kind,
        "visible": layer.visible,
        "series": layer.starts is not None,
        "classes": [look._asdict() for look in layer.classes.looks],
        "choices": [
            {"label": choice.label, "values": choice.values, "together": choice.together}
            for choice in layer.choices
        ],
        "details": list(layer.details),
        "shapes": pack(_simpler(layer, moment, metres)),
        "features": [list(feature) for feature in features],
    }


def _simpler(
    layer: "Prepared", moment: "NDArray[np.int64]", metres: float
) -> "NDArray[np.object_]":
    """Simplify shapes; areas that are shown together keep their common borders."""
    if layer.kind == "point" or not metres:
        return layer.shapes
    if layer.kind == "line":
        return simplify(layer.shapes, metres)
    sets = np.column_stack([moment, *(choice.of for choice in layer.choices)])
    _, group = np.unique(sets, axis=0, return_inverse=True)
    _, first = np.unique(layer.shape, return_index=True)
    return simplify(layer.shapes, metres, group[first])


def _moments(layers: "list[Prepared]") -> "tuple[list[str], list[NDArray[np.int64]]]":
    """Say the moments of all series in their order, and find that of each feature."""
    keys: list[list[tuple[datetime, int]]] = []
    for layer in layers:
        starts = [] if layer.starts is None else layer.starts.dt.to_pydatetime()
        keys.append(list(zip(starts, layer.windows[: len(starts)], strict=True)))
    known = sorted({key for layer in keys for key in layer})
    place = {key: number for number, key in enumerate(known)}
    of = [
        np.array([place[key] for key in own], np.int64)
        if own
        else np.full(len(layer.shape), -1, np.int64)
        for layer, own in zip(layers, keys, strict=True)
    ]
    directions = {layer.direction for layer in layers if layer.starts is not None}
    direction = directions.pop() if len(directions) == 1 else ""
    words = say_moments([key[0] for key in known], [key[1] for key in known], direction)
    return words, of
