"""A run made again from its provenance: the same tables, or what has changed."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accessibility import __version__
from accessibility.errors import InputError
from accessibility.index.recipe.recipes import parse_recipe
from accessibility.index.run.inputs import IndexInputs
from accessibility.index.run.provenance import differences
from accessibility.index.run.run import run_index
from accessibility.results.index import PROVENANCE

if TYPE_CHECKING:
    from accessibility.progress import Progress
    from accessibility.results.index import IndexResult

__all__ = ["run_index_again"]

logger = logging.getLogger("accessibility")


def run_index_again(
    provenance: str | Path,
    output: str | Path,
    *,
    given: Mapping[str, Any] | None = None,
    progress: "Progress | None" = None,
) -> "IndexResult":
    """
    Make an index again from the provenance of an earlier run.

    Parameters
    ----------
    provenance
        The ``provenance.json`` of a run, or its folder.
    output
        A new folder.
    given
        Inputs that are given anew, by their names in `IndexInputs`; default all are taken from
        where they lay.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    IndexResult
        The run, whose tables are those of the earlier one.

    Raises
    ------
    InputError
        If the provenance is none, an input is not what it was (all that changed are named, before
        anything is computed), or tables differ though no input does.
    UsageError
        If an input of the earlier run came from no file, and is not given.
    OutputError
        If the folder holds something else, or cannot be written.
    Interrupted
        If the progress cancelled.
    """
    path = Path(provenance)
    path = path / PROVENANCE if path.is_dir() else path
    then = _read(path)
    recipe = parse_recipe(then["recipe"]["text"], Path(f"{then['recipe']['name']}.toml"))
    inputs = IndexInputs.from_json(then["side"]["inputs"], **(given or {}))
    if then["product"] != f"access-to-services {__version__}":
        logger.warning("%s was written by %s; this is %s.", path, then["product"], __version__)

    def check(now: dict[str, Any]) -> None:
        changed = differences(then["inputs"], now)
        if changed:
            problem = f"inputs are not what they were: {', '.join(changed)}"
            remedy = "Bring those of that time, or run the recipe anew."
            raise InputError.at(path, problem, remedy)

    result = run_index(recipe, inputs, output, progress=progress, check=check)
    tables = result.provenance["tables"]
    if tables != then["tables"]:
        problem = f"tables in {result.folder} differ from those of that run, though no input does"
        remedy = f"That run was made by {then['product']}: use it, or compare the two folders."
        raise InputError.at(path, problem, remedy)
    return result


def _read(path: Path) -> dict[str, Any]:
    remedy = f"Give the {PROVENANCE} that accessibility index run wrote."
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError.at(path, f"cannot be read ({error.strerror or error})", remedy) from error
    except ValueError as error:
        raise InputError.at(path, f"is no JSON ({error})", remedy) from error
    parts = ("product", "recipe", "inputs", "tables", "side")
    lacking = [name for name in parts if not isinstance(content, dict) or name not in content]
    if lacking:
        raise InputError.at(path, f"is no provenance: there is no {lacking[0]}", remedy)
    known: dict[str, Any] = content
    return known
