"""Inputs of an index run: read, checked and hashed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.analysis.provenance import file_asked
from accessibility.analysis.questions import street_extent
from accessibility.analysis.service_kinds import Kind, kinds_of
from accessibility.errors import InputError, UsageError
from accessibility.index.area_vintage import check_areas
from accessibility.index.inputs import ORIGINS_OUTPUTS, IndexInputs
from accessibility.index.of_times import columns_of_times
from accessibility.index.read_origins import read_origins
from accessibility.network.network import Network
from accessibility.places.areas import Areas, read_areas
from accessibility.places.columns import read_ids, require_column
from accessibility.places.points import Places, Points
from accessibility.progress import Progress
from accessibility.tables import read_table

if TYPE_CHECKING:
    from pandas import DataFrame

    from accessibility.index.recipe import Recipe

__all__ = ["ReadInputs", "read_inputs"]


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
    network = inputs.network
    if not isinstance(network, Network):
        network = Network.open(network)
        network.verify()
    areas = read_areas(inputs.areas, inputs.area_id or recipe.areas.id_column)
    ids = tuple(str(each) for each in areas.ids.to_pylist())
    check_areas(recipe, areas.label, ids)
    table, of_table, notes = _area_table(recipe, inputs, ids)
    origins, of_origins, more = read_origins(recipe, inputs, network, progress)
    kinds, of_services, about_services = _kinds(recipe, inputs, network)
    notes += more + about_services
    told = {
        "network": network.key,
        "network_path": str(network.path),
        "network_inputs": network.manifest["inputs"],
        "areas": _told(inputs.areas, _areas_hash(areas)) | {"count": len(ids)},
        "origins": of_origins,
        "services": of_services,
        "area_table": of_table,
    }
    return ReadInputs(network, areas, ids, origins, kinds, table, told, tuple(notes))


def _told(source: object, digest: str) -> dict[str, Any]:
    """A file by name and hash; what came from none by the hash of its content."""
    if isinstance(source, str | Path):
        return dict(file_asked(source))
    return {"file": None, "sha256": digest}


def _areas_hash(areas: Areas) -> str:
    import shapely  # noqa: PLC0415 - slow to import

    digest = hashlib.sha256(repr(areas.ids.to_pylist()).encode())
    for shape in shapely.to_wkb(np.asarray(areas.table.geometry)):
        digest.update(shape)
    return digest.hexdigest()


def _area_table(
    recipe: "Recipe", inputs: IndexInputs, ids: tuple[str, ...]
) -> "tuple[DataFrame, dict[str, Any] | None, list[str]]":
    """Columns that the recipe reads of areas and does not make of times."""
    from pandas import DataFrame, Index, to_numeric  # noqa: PLC0415 - slow to import

    made = {
        f"{name}_{way}"
        for name, indicator in recipe.indicators.items()
        for way in indicator.trips
        if indicator.column is None
    }
    wanted = [column for column in columns_of_times(recipe)[1:] if column not in made]
    empty = DataFrame(index=Index(ids, name=recipe.areas.id_column))
    if inputs.area_table is None:
        if wanted:
            problem = f'the recipe "{recipe.name}" reads {", ".join(wanted)} of areas'
            remedy = "Give an area table with these columns (--area-table on the command line)."
            raise InputError.at("area table", f"there is none, but {problem}", remedy)
        return empty, None, []
    label = str(inputs.area_table) if isinstance(inputs.area_table, str | Path) else "area table"
    table: Any = inputs.area_table
    if isinstance(inputs.area_table, str | Path):
        table = read_table(inputs.area_table)
    elif table.index.name == recipe.areas.id_column:
        table = table.reset_index()
    key = recipe.areas.id_column
    if key not in table.columns and inputs.area_id in table.columns:
        key = str(inputs.area_id)
    given = Index([str(each) for each in read_ids(label, table, key).to_pylist()])
    for column in wanted:
        require_column(label, table, column, f'The recipe "{recipe.name}" reads it.')
    columns = table[wanted].set_axis(given)
    notes = []
    strangers = given.difference(list(ids))
    if len(strangers) == len(given):
        remedy = "Bring the numbers of the areas of the layer."
        problem = f"none of its {len(given):,} areas is in the layer, the first is {given[0]}"
        raise InputError.at(label, problem, remedy)
    if len(strangers):
        notes.append(f"{label}: {len(strangers):,} rows are of other areas and were left out.")
    absent = Index(ids).difference(given)
    if wanted and len(absent):
        listed = ", ".join(absent[:5])
        notes.append(f"{label}: {len(absent):,} areas are not there: {listed}.")
    digest = hashlib.sha256(columns.to_csv().encode()).hexdigest()
    for column in wanted:
        numbers = to_numeric(columns[column], errors="coerce")
        wrong = np.flatnonzero(numbers.isna() & columns[column].notna() & (columns[column] != ""))
        if len(wrong):
            row, remedy = int(wrong[0]), "Give numbers; leave a cell empty that has none."
            value = columns[column].iloc[row]
            raise InputError.at(
                label, "is no number", remedy, row=row + 1, field=column, value=value
            )
        columns[column] = numbers
    found = columns.reindex(empty.index)
    return found, _told(inputs.area_table, digest), notes


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
        points = kinds[name].points
        told[name] = {
            "count": len(points),
            "sha256": points.fingerprint(),
            "source": names.get(name, "OpenStreetMap"),
        }
    notes += dict.fromkeys(note for each in kinds.values() for note in each.notes)
    return kinds, told, notes


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
