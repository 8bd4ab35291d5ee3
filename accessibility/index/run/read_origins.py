"""Origins of an index run: from a file, or made."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.analysis.provenance import file_asked
from accessibility.analysis.questions import street_extent
from accessibility.errors import InputError, UsageError
from accessibility.index.run.inputs import IndexInputs
from accessibility.network.network import Network
from accessibility.places.columns import require_column
from accessibility.places.from_text import points_from_text
from accessibility.places.noted import NotedPoints
from accessibility.places.points import Places, Points, read_places
from accessibility.progress import Progress

if TYPE_CHECKING:
    from accessibility.index.recipe.recipe import Recipe

__all__ = ["read_origins"]


def read_origins(
    recipe: "Recipe", inputs: IndexInputs, network: Network, progress: Progress | None
) -> "tuple[Places, dict[str, Any], list[str]]":
    """
    Read the origins of an index run.

    Parameters
    ----------
    recipe
        The recipe, which says which columns are weights.
    inputs
        What the run is made from.
    network
        The network.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    places : Places
        The origins that count, with their weights.
    told : dict
        What they are, with their hash, for the provenance.
    notes : list of str
        What is to be known of them.

    Raises
    ------
    InputError
        If they are faulty, lack a weight, or none is left.
    UsageError
        If the filter is none, or origins are not from a file.
    """
    from pandas import DataFrame  # noqa: PLC0415 - slow to import

    source = inputs.origins
    rule = recipe.origins
    wanted = [rule.weight] if rule is not None and rule.weight is not None else []
    wanted += [
        each.origin_weight for each in recipe.indicators.values() if each.origin_weight is not None
    ]
    weights = tuple(dict.fromkeys(wanted))
    notes: list[str] = []
    made: Points | None = None
    if isinstance(source, str):
        made = points_from_text(source, network, progress)
    if isinstance(source, Points):
        made = source
    if made is not None:
        notes += made.notes if isinstance(made, NotedPoints) else []
        source = Places(made, DataFrame(index=range(len(made))), DataFrame())
    if isinstance(source, Places):
        places = source
        if inputs.origin_filter is not None:
            raise UsageError("origin_filter: it belongs to a file or layer of origins.")
        for column in weights:
            remedy = "Bring origins from a file that has it, or leave the weight out."
            require_column("origins", places.weights, column, remedy)
    else:
        places = _read_places(inputs, source, network, weights)
    digest = hashlib.sha256(places.points.fingerprint().encode())
    for column in weights:
        digest.update(np.ascontiguousarray(places.weights[column], dtype="<f8").tobytes())
    told: dict[str, Any] = {"source": None, "file": None, "count": len(places)}
    if isinstance(inputs.origins, str | Path):
        if made is None:
            told |= file_asked(inputs.origins)
        else:
            told["source"] = str(inputs.origins)
    # What counts is the points, whatever else the file holds.
    told |= {"filter": inputs.origin_filter, "sha256": digest.hexdigest()}
    return places, told, notes


def _read_places(
    inputs: IndexInputs, source: Any, network: Network, weights: tuple[str, ...]
) -> Places:
    """Read origins of a file or layer, and keep those that the filter chooses."""
    column, found, value = (inputs.origin_filter or "").partition("=")
    if inputs.origin_filter is not None and not (column and found):
        msg = f'origin_filter: "{inputs.origin_filter}" is no column=value.'
        raise UsageError(msg)
    places = read_places(
        source,
        id_column=inputs.origin_id,
        crs=inputs.origin_crs,
        extent=street_extent(network),
        name="origins",
        weights=weights,
        attributes=(column,) if column else (),
    )
    if not column:
        return places
    texts = places.attributes[column].astype(str)
    rows = (texts == value).to_numpy(dtype=bool)
    if not rows.any():
        label = str(source) if isinstance(source, str | Path) else "origins"
        there = ", ".join(sorted(texts.unique())[:5])
        problem = f'no row has "{value}" there; there are {there}'
        raise InputError.at(label, problem, "Choose a value of this column.", field=column)
    kept = places.weights[rows].reset_index(drop=True)
    return Places(places.points.chosen(rows), kept, places.attributes[rows].reset_index(drop=True))
