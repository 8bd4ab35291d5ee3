"""A run of an index: from a network and places to indicators, scores, ranks and their files."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from accessibility.engines import builtin
from accessibility.files import write_json
from accessibility.index.recipe.recipe import Recipe
from accessibility.index.recipe.recipes import load_recipe
from accessibility.index.run.assigning import clustered, in_areas
from accessibility.index.run.edges import Edges, extent_notes
from accessibility.index.run.files import RunTables, open_folder, write_files
from accessibility.index.run.inputs import IndexInputs
from accessibility.index.run.left_out import counts_of, told_counts, write_left_out
from accessibility.index.run.origin_rows import origin_rows
from accessibility.index.run.provenance import provenance_of_run
from accessibility.index.run.read_inputs import ReadInputs, read_inputs
from accessibility.index.run.ready_run import Check, run_of_times
from accessibility.index.run.share_notes import share_notes
from accessibility.index.run.stages import FOLDER, Stages
from accessibility.index.run.tables import OriginTimes, add_reasons, area_columns, indicator_rows
from accessibility.index.run.thin_timetables import check_timetables
from accessibility.index.run.trip_answers import answer_trips
from accessibility.index.scores.of_times import IndexTables, index_of_times
from accessibility.lock import locked
from accessibility.progress import Progress, Silent
from accessibility.reports.index import index_page
from accessibility.results.index import PROVENANCE, IndexResult

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

__all__ = ["run_index"]

logger = logging.getLogger("accessibility")

REPORT = "report.html"
LEFT_OUT = "left_out.csv"
"""Lists origins without area or time, in the folder of stages, which is not published."""


def run_index(
    recipe: Recipe | str | Path,
    inputs: IndexInputs,
    output: str | Path,
    *,
    progress: Progress | None = None,
    check: Check | None = None,
    previous: IndexResult | str | Path | None = None,
) -> IndexResult:
    """
    Make an index from a network and places, or from ready times, and write it to a folder.

    Stages that are finished are kept in the folder under the hash of all that they depend on: the
    same call again, after whatever ended it, computes only what is not there.

    Parameters
    ----------
    recipe
        The recipe, its file, or the name of a shipped one.
    inputs
        What it is made from.
    output
        A new folder, or that of an earlier run, whose files are replaced.
    progress
        Hears how far the work is and may cancel it.
    check
        Is told what the inputs are, with their hashes, before anything is computed, and may refuse
        them.
    previous
        An earlier run, or its folder, which the page of this one is set against; default none.

    Returns
    -------
    IndexResult
        The run, read from its folder: areas, indicators, services, weights and provenance.

    Raises
    ------
    InputError
        If an input is faulty, areas are not those of the recipe, timetables fall short on its day,
        or the index cannot be made of its indicators.
    UsageError
        If options contradict one another.
    NoServiceDataError
        If a moment lies outside the timetables.
    OutputError
        If the folder holds something else, or cannot be written.
    Interrupted
        If the progress cancelled; finished stages stay.
    """
    recipe = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    if isinstance(previous, str | Path):  # now: it may be the folder that is written
        previous = IndexResult.open(previous)
    folder = open_folder(output)
    stages = Stages(folder / FOLDER, progress or Silent())
    busy = f"{folder} is being written by another run. Wait for it, or give another folder."
    with locked(folder / FOLDER / "lock", busy):
        run = run_of_times if inputs.network is None else _run
        run(recipe, inputs, folder, stages, check)
        stages.forget_others()
        result = IndexResult.open(folder)
        index_page(result, folder / REPORT, previous)
    return result


def _run(
    recipe: Recipe, inputs: IndexInputs, folder: Path, stages: Stages, check: Check | None
) -> None:
    """Make an index from a network."""
    progress = stages.progress
    with stages.stage("read"):
        read = read_inputs(recipe, inputs, progress)
        if check is not None:
            check(read.told)
        warnings = check_timetables(read.network, recipe) + extent_notes(recipe, read)
    with stages.stage("compile"):
        builtin.compile_kernels(progress)
    area = in_areas(read, stages)
    assigned, points, notes = clustered(recipe, read, area, stages, progress)
    answers, more = answer_trips(recipe, read.network, points, read.kinds, stages, progress)
    times = OriginTimes(recipe, read, assigned, answers)
    with stages.stage("means of areas"):
        columns, reasons = area_columns(times, Edges(read.network, points))
        indicators = indicator_rows(times)
    with stages.stage("index"):
        table = read.table.join(columns)
        name = "means of areas"
        made = index_of_times(recipe, table, domain_ranks=read.domain_ranks, name=name)
        notes += share_notes(recipe, table, name)
    areas, services = _areas(read, made, columns, reasons), times.service_counts()
    counts = counts_of(times, area, areas.set_index("id"), services)
    notes = [*read.notes, *notes, *made.notes]
    warnings += [*more, *told_counts(counts)]
    for warning in warnings:
        logger.warning(warning)
    with stages.stage("files"):
        write_left_out(folder / FOLDER / LEFT_OUT, times, area)
        origins = origin_rows(times, inputs.origins_output)
        tables = RunTables(areas, indicators, made.weights, _on_map(services), origins)
        write_files(folder, tables)
    provenance = provenance_of_run(
        recipe,
        inputs,
        read.told,
        made,
        areas,
        notes=notes,
        warnings=warnings,
        counts=counts,
        stages=stages.as_json(),
    )
    # Last, so that a folder with one is whole.
    write_json(folder / PROVENANCE, provenance)


def _areas(
    read: ReadInputs, made: IndexTables, columns: "DataFrame", reasons: "DataFrame"
) -> "GeoDataFrame":
    """A row for each area with all columns, in the order of the layer."""
    from geopandas import GeoDataFrame  # noqa: PLC0415 - slow to import

    areas = made.areas.assign(reason=add_reasons(made.areas, reasons))
    further = columns[[name for name in columns.columns if name not in areas.columns]]
    first = ["n_origins", "weight", "edge"]
    whole = further[first].join(areas).join(further.drop(columns=first))
    whole.insert(0, "id", whole.index)
    layer = read.areas.table
    outlines = layer.geometry.array
    return GeoDataFrame(whole.reset_index(drop=True), geometry=outlines, crs=layer.crs)


def _on_map(services: "DataFrame") -> "GeoDataFrame":
    from geopandas import GeoDataFrame, points_from_xy  # noqa: PLC0415 - slow to import

    places = points_from_xy(services["lon"], services["lat"], crs="EPSG:4326")
    return GeoDataFrame(services.drop(columns=["lon", "lat"]), geometry=places)
