"""Recipes are read from TOML files; some are shipped."""

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from accessibility.errors import InputError
from accessibility.index.recipe.checks import check_recipe
from accessibility.index.recipe.faults import error_of, faults_of, nearest
from accessibility.index.recipe.recipe import Recipe

__all__ = ["RECIPES_FOLDER", "load_recipe", "parse_recipe", "shipped_recipes"]

RECIPES_FOLDER = Path(__file__).with_name("recipes")
"""Where the recipes lie that come with the program."""

_SYNTAX_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


def load_recipe(source: str | Path) -> Recipe:
    """
    Read a recipe.

    Parameters
    ----------
    source
        A file, or the name of a shipped recipe, such as ``wimd2019``.

    Returns
    -------
    Recipe
        The recipe, checked.

    Raises
    ------
    InputError
        If there is no such recipe, it is no TOML, or says what cannot be meant: a line for each
        fault, with its place in the file.
    """
    path = _file_of(source)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError.at(path, f"cannot be read ({error})", "Save it as UTF-8.") from error
    return parse_recipe(text, path)


def parse_recipe(text: str, path: Path) -> Recipe:
    """
    Make a recipe of the text of its file.

    Parameters
    ----------
    text
        TOML.
    path
        The file that it is from; its stem is the recipe's name.

    Returns
    -------
    Recipe
        The recipe, checked.

    Raises
    ------
    InputError
        As for `load_recipe`.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(path, text, str(error)) from error
    try:
        recipe = Recipe.model_validate(content)
    except ValidationError as error:
        raise error_of(path, text, faults_of(Recipe, content, error)) from None
    recipe._name, recipe._text = path.stem, text  # noqa: SLF001 - a recipe does not say these
    faults = check_recipe(recipe)
    if faults:
        raise error_of(path, text, faults)
    return recipe


def shipped_recipes() -> tuple[Recipe, ...]:
    """
    Read the recipes that come with the program.

    Returns
    -------
    tuple of Recipe
        By name.
    """
    return tuple(load_recipe(path) for path in _shipped())


def _shipped() -> list[Path]:
    return sorted(RECIPES_FOLDER.glob("*.toml"))


def _file_of(source: str | Path) -> Path:
    path = Path(source)
    if path.is_file():
        return path
    names = {shipped.stem: shipped for shipped in _shipped()}
    if str(source) in names:
        return names[str(source)]
    problem = "there is no such file, and no recipe of that name is shipped"
    remedy = f"{nearest(path.stem, names)} Shipped are {', '.join(names)}."
    raise InputError.at(path, problem, remedy)


def _no_toml(path: Path, text: str, said: str) -> InputError:
    found = _SYNTAX_LINE.search(said)
    line = None
    if found:
        line = int(found[1]) if found[1] else len(text.splitlines())
    problem = f"this is no TOML: {_SYNTAX_LINE.sub('', said).rstrip('.')}"
    remedy = "Texts stand in quotes, lists in brackets, and each key once."
    return InputError.at(path, problem, remedy, line=line)
