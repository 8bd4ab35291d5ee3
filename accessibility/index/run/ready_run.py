"""A run from ready travel times: no network, a table of areas that has all the recipe reads."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from accessibility.errors import UsageError
from accessibility.files import write_json
from accessibility.index.recipe.recipe import Recipe
from accessibility.index.run.area_table import read_area_table, read_domain_ranks, told_of
from accessibility.index.run.area_vintage import check_areas
from accessibility.index.run.files import RunTables, write_files
from accessibility.index.run.inputs import IndexInputs
from accessibility.index.run.provenance import provenance_of_run
from accessibility.index.run.read_inputs import layer_hash
from accessibility.index.run.share_notes import share_notes
from accessibility.index.run.stages import Stages
from accessibility.index.scores.of_times import columns_of_times, index_of_times
from accessibility.places.areas import Areas, read_areas
from accessibility.results.index import PROVENANCE

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Check", "run_of_times"]

logger = logging.getLogger("accessibility")

Check: TypeAlias = Callable[[dict[str, Any]], None]
"""Is told what the inputs are, and may refuse them."""


def run_of_times(
    recipe: Recipe, inputs: IndexInputs, folder: Path, stages: Stages, check: Check | None
) -> None:
    """
    Make an index from ready travel times.

    Parameters
    ----------
    recipe
        The recipe.
    inputs
        The area table; a layer of areas if they shall be drawn.
    folder
        Where it is written.
    stages
        Take the time.
    check
        As for `accessibility.index.run.run.run_index`.

    Raises
    ------
    InputError
        If an input is faulty, or the index cannot be made of it.
    UsageError
        If something is given that needs a network.
    OutputError
        If it cannot be written.
    """
    for name in ("origins", "services", "origin_filter"):
        if getattr(inputs, name) is not None:
            msg = f"{name}: without a network nobody travels. Give a network, or leave them out."
            raise UsageError(msg)
    with stages.stage("read"):
        layer: Areas | None = None
        ids = None
        of_layer = None
        if inputs.areas is not None:
            layer = read_areas(inputs.areas, inputs.area_id or recipe.areas.id_column)
            ids = tuple(str(each) for each in layer.ids.to_pylist())
            of_layer = told_of(inputs.areas, layer_hash(layer)) | {"count": len(ids)}
        columns = columns_of_times(recipe)[1:]
        table, of_table, notes = read_area_table(recipe, inputs, columns, ids)
        check_areas(recipe, "area table" if layer is None else layer.label, list(table.index))
        ranks, of_ranks = read_domain_ranks(recipe, inputs)
        told = {"network": None, "areas": of_layer, "area_table": of_table}
        told |= {"domain_ranks": of_ranks}
        if check is not None:
            check(told)
    with stages.stage("index"):
        made = index_of_times(recipe, table, domain_ranks=ranks, name="area table")
        notes += [*made.notes, *share_notes(recipe, table, "area table")]
    areas = _areas(made.areas, layer)
    unranked = [str(area) for area in made.areas.index[made.areas["domain_rank"].isna()]]
    counts = [
        {"what": "areas", "count": len(areas)},
        {"what": "areas without a rank", "count": len(unranked), "listed": unranked},
    ]
    with stages.stage("files"):
        write_files(folder, RunTables(areas, _no_indicators(), made.weights))
    for note in notes:
        logger.warning(note)
    provenance = provenance_of_run(
        recipe,
        inputs,
        told,
        made,
        areas,
        notes=notes,
        warnings=[],
        counts=counts,
        stages=stages.as_json(),
    )
    write_json(folder / PROVENANCE, provenance)


def _areas(made: "DataFrame", layer: Areas | None) -> "DataFrame":
    """A row for each area, with its outline if there is a layer."""
    areas = made.copy()
    areas.insert(0, "id", areas.index)
    areas = areas.reset_index(drop=True)
    if layer is None:
        return areas
    from geopandas import GeoDataFrame  # noqa: PLC0415 - slow to import

    return GeoDataFrame(areas, geometry=layer.table.geometry.array, crs=layer.table.crs)


def _no_indicators() -> "DataFrame":
    from pandas import DataFrame  # noqa: PLC0415 - slow to import

    return DataFrame({"indicator": [], "way": []})
