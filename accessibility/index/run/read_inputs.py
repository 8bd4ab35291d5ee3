"""Inputs of an index run: read, checked and hashed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.analysis.questions import street_extent
from accessibility.analysis.service_kinds import Kind, kinds_of
from accessibility.errors import InputError, UsageError
from accessibility.index.run.area_table import (
    columns_beside,
    read_area_table,
    read_domain_ranks,
    told_of,
)
from accessibility.index.run.area_vintage import check_areas
from accessibility.index.run.correcting import correct_inputs
from accessibility.index.run.inputs import ORIGINS_OUTPUTS, IndexInputs
from accessibility.index.run.read_origins import read_origins
from accessibility.network.network import Network
from accessibility.places.areas import Areas, read_areas
from accessibility.places.points import Places, Points
from accessibility.progress import Progress

if TYPE_CHECKING:
    from pandas import DataFrame

    from accessibility.index.recipe.recipe import Recipe

__all__ = ["ReadInputs", "layer_hash", "read_inputs"]


@dataclass(frozen=True, eq=False)
class ReadInputs:
    """
    Inputs that were read and checked.

    Parameters
    ----------
    network
        The network.
    areas
        The areas.
    area_ids
        Their identifiers as text.
    origins
        The origins, with their weights.
    kinds
        Services by kind.
    table
        Numbers of areas that the recipe reads, by area.
    domain_ranks
        Ranks of the other domains, by area; None if the overall index is not made.
    told
        What they are, with hashes, for the provenance.
    notes
        What is to be known of them, as sentences.
    """

    network: Network
    areas: Areas
    area_ids: tuple[str, ...]
    origins: Places
    kinds: dict[str, Kind]
    table: "DataFrame"
    domain_ranks: "DataFrame | None"
    told: dict[str, Any]
    notes: tuple[str, ...]


def read_inputs(
    recipe: "Recipe", inputs: IndexInputs, progress: Progress | None = None
) -> ReadInputs:
    """
    Read and check what an index run is made from.

    Parameters
    ----------
    recipe
        The recipe.
    inputs
        What it is made from.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    ReadInputs
        All of it.

    Raises
    ------
    InputError
        If something is faulty, lacks a column that the recipe reads, or areas are not those of the
        recipe.
    UsageError
        If options contradict one another.
    """
    if inputs.origins_output not in ORIGINS_OUTPUTS:
        known = ", ".join(ORIGINS_OUTPUTS)
        raise UsageError(f'origins_output: "{inputs.origins_output}" is none of {known}.')
    if inputs.areas is None or inputs.origins is None:
        what = "areas" if inputs.areas is None else "origins"
        raise UsageError(f"{what}: a run from a network needs them. Give a layer.")
    network = inputs.network
    if network is None:
        raise UsageError("network: there is none. Give its folder.")
    if not isinstance(network, Network):
        network = Network.open(network)
        network.verify()
    if inputs.scenario is not None:
        network = network.with_scenario(inputs.scenario)
    areas = read_areas(inputs.areas, inputs.area_id or recipe.areas.id_column)
    ids = tuple(str(each) for each in areas.ids.to_pylist())
    check_areas(recipe, areas.label, ids)
    table, of_table, notes = read_area_table(recipe, inputs, columns_beside(recipe), ids)
    ranks, of_ranks = read_domain_ranks(recipe, inputs)
    origins, of_origins, more = read_origins(recipe, inputs, network, progress)
    kinds, of_services, about_services = _kinds(recipe, inputs, network)
    origins, kinds, of_corrections, about_corrections = correct_inputs(
        inputs.corrections, origins, kinds
    )
    of_services = {name: told | _told_points(kinds[name]) for name, told in of_services.items()}
    notes += more + about_services + about_corrections
    told = {
        "network": network.key,
        "network_path": str(network.path),
        "network_inputs": network.manifest["inputs"],
        "areas": told_of(inputs.areas, layer_hash(areas)) | {"count": len(ids)},
        "origins": of_origins,
        "services": of_services,
        "area_table": of_table,
        "domain_ranks": of_ranks,
        "corrections": of_corrections,
        "scenario": None if network.scenario is None else network.scenario.as_json(),
    }
    return ReadInputs(network, areas, ids, origins, kinds, table, ranks, told, tuple(notes))


def layer_hash(areas: Areas) -> str:
    """
    Hash areas.

    Parameters
    ----------
    areas
        The areas.

    Returns
    -------
    str
        SHA-256 of identifiers and outlines.
    """
    import shapely  # noqa: PLC0415 - slow to import

    digest = hashlib.sha256(repr(areas.ids.to_pylist()).encode())
    for shape in shapely.to_wkb(np.asarray(areas.table.geometry)):
        digest.update(shape)
    return digest.hexdigest()


def _kinds(
    recipe: "Recipe", inputs: IndexInputs, network: Network
) -> tuple[dict[str, Kind], dict[str, Any], list[str]]:
    """Services of the kinds that the recipe asks for, each from where it was given."""
    wanted = [each.kind for each in recipe.indicators.values() if each.kind is not None]
    extent = street_extent(network)
    given: dict[str, Kind] = {}
    names: dict[str, str] = {}
    sources: Any = inputs.services
    if isinstance(sources, Mapping):
        for name, source in sources.items():
            points = {name: source} if isinstance(source, Points) else source
            given[name] = _only(kinds_of(network, points, extent), name, source)
            names[name] = _name(source)
    elif sources is not None:
        given = {each.kind: each for each in kinds_of(network, sources, extent)}
        names = dict.fromkeys(given, _name(sources))
    others = [name for name in given if name not in wanted]
    notes = []
    if others:
        listed = ", ".join(others)
        notes.append(f"Services that the recipe does not ask for were left out: {listed}.")
    kinds, told = {}, {}
    for name in dict.fromkeys(wanted):
        if name in given:
            kinds[name] = given[name]
        else:
            (kinds[name],) = kinds_of(network, f"osm:{name}", extent)
        told[name] = {"source": names.get(name, "OpenStreetMap")}
    notes += dict.fromkeys(note for each in kinds.values() for note in each.notes)
    return kinds, told, notes


def _told_points(kind: Kind) -> dict[str, Any]:
    return {"count": len(kind.points), "sha256": kind.points.fingerprint()}


def _name(source: object) -> str:
    return Path(source).name if isinstance(source, str | Path) else "given"


def _only(found: list[Kind], name: str, source: object) -> Kind:
    """The one kind that a source has, or that of the name."""
    if len(found) == 1:
        return replace(found[0], kind=name)
    named = [each for each in found if each.kind == name]
    if not named:
        there = ", ".join(each.kind for each in found)
        remedy = "Give a file of one kind, or name them in its column kind as the recipe does."
        problem = f"has no services of the kind {name}; there are {there}"
        raise InputError.at(str(source), problem, remedy)
    return named[0]
