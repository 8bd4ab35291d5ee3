"""Numbers of areas that are brought to an index run: of a table, and ranks of other domains."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.analysis.provenance import file_asked
from accessibility.errors import InputError
from accessibility.index.run.inputs import IndexInputs
from accessibility.index.scores.of_times import columns_of_times
from accessibility.places.columns import AREA_REMEDY, read_ids, require_column
from accessibility.tables import read_table

if TYPE_CHECKING:
    from pandas import DataFrame

    from accessibility.index.recipe.recipe import Recipe

__all__ = ["columns_beside", "read_area_table", "read_domain_ranks", "told_of"]


def told_of(source: object, digest: str) -> dict[str, Any]:
    """
    Name an input for the provenance.

    Parameters
    ----------
    source
        A file, or what came from none.
    digest
        Hash of the content.

    Returns
    -------
    dict
        ``file`` and ``sha256``: of a file those of the file.
    """
    if isinstance(source, str | Path):
        return dict(file_asked(source))
    return {"file": None, "sha256": digest}


def columns_beside(recipe: "Recipe") -> tuple[str, ...]:
    """
    List the columns of areas that a recipe reads and does not make of times.

    Parameters
    ----------
    recipe
        The recipe.

    Returns
    -------
    tuple of str
        Ready indicators, and what the private share is made of.
    """
    made = {
        f"{name}_{way}"
        for name, indicator in recipe.indicators.items()
        for way in indicator.trips
        if indicator.column is None
    }
    return tuple(column for column in columns_of_times(recipe)[1:] if column not in made)


def read_area_table(
    recipe: "Recipe",
    inputs: IndexInputs,
    wanted: Sequence[str],
    ids: tuple[str, ...] | None,
) -> "tuple[DataFrame, dict[str, Any] | None, list[str]]":
    """
    Read numbers of areas.

    Parameters
    ----------
    recipe
        The recipe.
    inputs
        What the run is made from.
    wanted
        Columns that are needed.
    ids
        The areas; None for those of the table.

    Returns
    -------
    table : DataFrame
        The columns by area; NaN where there is no number.
    told : dict or None
        What it is, for the provenance; None if there is no table.
    notes : list of str
        Areas that are not in both.

    Raises
    ------
    InputError
        If there is no table and one is needed, it lacks a column, holds no number, or is of other
        areas.
    """
    from pandas import DataFrame, Index, to_numeric  # noqa: PLC0415 - slow to import

    if inputs.area_table is None:
        if wanted:
            problem = f'the recipe "{recipe.name}" reads {", ".join(wanted)} of areas'
            remedy = "Give an area table with these columns (--area-table on the command line)."
            raise InputError.at("area table", f"there is none, but {problem}", remedy)
        return DataFrame(index=Index(ids or (), name=recipe.areas.id_column)), None, []
    label, table = _by_area(recipe, inputs, inputs.area_table, "area table")
    given = table.index
    for column in wanted:
        require_column(label, table, column, f'The recipe "{recipe.name}" reads it.')
    columns = table[list(wanted)].copy()
    notes = []
    ids = tuple(given) if ids is None else ids
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
    found = columns.reindex(Index(ids, name=recipe.areas.id_column))
    return found, told_of(inputs.area_table, digest), notes


def read_domain_ranks(
    recipe: "Recipe", inputs: IndexInputs
) -> "tuple[DataFrame | None, dict[str, Any] | None]":
    """
    Read published ranks of other domains.

    Parameters
    ----------
    recipe
        The recipe.
    inputs
        What the run is made from.

    Returns
    -------
    ranks : DataFrame or None
        By area; None if none are given.
    told : dict or None
        What they are, for the provenance.

    Raises
    ------
    InputError
        If the recipe has no overall index, or the table lacks a domain.
    """
    if inputs.domain_ranks is None:
        return None, None
    label, table = _by_area(recipe, inputs, inputs.domain_ranks, "domain ranks")
    overall = recipe.overall
    if overall is None:
        problem = f'the recipe "{recipe.name}" says nothing of an overall index'
        raise InputError.at(label, problem, "Add [overall] to it, or leave the ranks out.")
    names = [name for name in overall.weights if name != overall.domain]
    for name in names:
        require_column(label, table, name, "Domains are found by their names in overall.weights.")
    digest = hashlib.sha256(table[names].to_csv().encode()).hexdigest()
    return table[names], told_of(inputs.domain_ranks, digest)


def _by_area(
    recipe: "Recipe", inputs: IndexInputs, source: "DataFrame | str | Path", label: str
) -> "tuple[str, DataFrame]":
    """A table by the identifiers of its areas, as text."""
    from pandas import Index  # noqa: PLC0415 - slow to import

    table: Any = source
    if isinstance(source, str | Path):
        label, table = str(source), read_table(source)
    elif table.index.name == recipe.areas.id_column:
        table = table.reset_index()
    key = recipe.areas.id_column
    if key not in table.columns and inputs.area_id in table.columns:
        key = str(inputs.area_id)
    ids = [str(each) for each in read_ids(label, table, key, AREA_REMEDY).to_pylist()]
    return label, table.set_axis(Index(ids, name=recipe.areas.id_column))
