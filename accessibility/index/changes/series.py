"""Whether two runs of an index are of one series, so that their numbers can be set side by side."""

import tomllib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from accessibility.errors import InputError
from accessibility.reports.index_changes import why_not_compared

if TYPE_CHECKING:
    from accessibility.results.index import IndexResult

__all__ = ["check_series", "recipe_of"]

FREE: Final = {
    ("recipe", "title"),
    ("recipe", "about"),
    ("timetables", "date"),
    ("timetables", "accepted"),
    ("sources",),
}
"""What may differ between recipes of one version: words, and the day, which moves on."""


def recipe_of(result: "IndexResult") -> dict[str, Any]:
    """
    Read the recipe of a run.

    Parameters
    ----------
    result
        The run.

    Returns
    -------
    dict
        What its TOML says.

    Raises
    ------
    InputError
        If the run does not hold it.
    """
    try:
        return tomllib.loads(result.provenance["recipe"]["text"])
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        problem = f"its recipe cannot be read ({error})"
        raise InputError.at(result.folder, problem, "Run the index again.") from error


def check_series(old: "IndexResult", new: "IndexResult") -> None:
    """
    Refuse to compare runs of different areas or recipes.

    Parameters
    ----------
    old, new
        The runs.

    Raises
    ------
    InputError
        If their areas are of another vintage, or their recipes or versions differ; also if the
        recipes say the same version, and other values.
    """
    broken = why_not_compared(new, old)
    if broken is not None:
        remedy = "Give a table of which area became which, or compare runs of one recipe."
        said = f"is of another series than {old.folder}. {broken.rstrip('.')}"
        raise InputError.at(new.folder, said, remedy)
    before, after = dict(_leaves(recipe_of(old))), dict(_leaves(recipe_of(new)))
    for path in [*before, *(each for each in after if each not in before)]:
        if before.get(path) != after.get(path):
            said = f"its recipe has the version of {old.folder}, and another value"
            remedy = "Raise recipe.version when a value changes: a series breaks there."
            raise InputError.at(
                new.folder, said, remedy, field=".".join(path), value=after.get(path)
            )


def _leaves(table: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[Any, Any]]:
    for key, value in table.items():
        path = (*above, key)
        if path in FREE or key == "label":
            continue
        if isinstance(value, dict):
            yield from _leaves(value, path)
        else:
            yield path, value
