"""Recipes as text: that of their file, or TOML that says the same."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accessibility.index.recipe.recipes import parse_recipe

if TYPE_CHECKING:
    from accessibility.index.recipe.recipe import Recipe

__all__ = ["text_of"]


def text_of(recipe: "Recipe") -> str:
    """
    Give the text from which a recipe can be made again.

    Parameters
    ----------
    recipe
        The recipe.

    Returns
    -------
    str
        The text of its file with its comments; of a recipe that was changed since, or made
        without a file, TOML.
    """
    if recipe.text and parse_recipe(recipe.text, Path(f"{recipe.name}.toml")) == recipe:
        return recipe.text
    return "\n".join(_tables(recipe.model_dump(exclude_unset=True, exclude_none=True))) + "\n"


def _tables(table: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[str]:
    """Lines of a table: its values, then the tables in it."""
    inner = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    if above and (len(inner) < len(table) or not table):
        yield f"[{'.'.join(map(json.dumps, above))}]"
    for key, value in table.items():
        if key not in inner:
            yield f"{json.dumps(key)} = {_value(value)}"
    for key, value in inner.items():
        yield from _tables(value, (*above, key))


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
