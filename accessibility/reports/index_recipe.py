"""What a page says of the recipe of an index: names for people, and values nobody printed."""

import tomllib
from typing import Any, Final, NamedTuple

__all__ = ["RecipeWords", "Standing", "recipe_words", "standings"]

STATUSES: Final = ("deviation", "assumed", "workshop")
"""In the order in which they are shown: the least certain first."""
MEANING: Final = {
    "deviation": "Known to differ",
    "assumed": "Assumed",
    "workshop": "Said at a workshop",
}


class RecipeWords(NamedTuple):
    """
    What a recipe calls things.

    Parameters
    ----------
    title
        Its heading.
    about
        What readers have to know, by paragraph.
    vintage
        Which areas.
    domain
        What the whole is called.
    indicators, subdomains
        Labels by name.
    units
        Units of indicators by name.
    kinds
        Kinds of services of indicators by name, if they have one.
    accepted
        Agencies whose timetables may be thin, with the reason.
    """

    title: str
    about: list[str]
    vintage: str
    domain: str
    indicators: dict[str, str]
    subdomains: dict[str, str]
    units: dict[str, str]
    kinds: dict[str, str]
    accepted: dict[str, str]


class Standing(NamedTuple):
    """
    Values that are not published and have one source.

    Parameters
    ----------
    status
        How much stands behind them, in words.
    source
        Who said them, or why they were chosen.
    values
        Where each stands, and the value.
    """

    status: str
    source: str
    values: list[tuple[str, str]]


def recipe_words(recipe: dict[str, Any]) -> RecipeWords:
    """
    Read what a recipe calls things.

    Parameters
    ----------
    recipe
        The part ``recipe`` of a run's provenance.

    Returns
    -------
    RecipeWords
        Names; where the text lacks something, that of the file.
    """
    content = _content(recipe)
    about, indicators = content.get("recipe", {}), content.get("indicators", {})
    name = str(recipe.get("name", "index"))
    return RecipeWords(
        str(about.get("title", name)),
        [" ".join(each.split()) for each in str(about.get("about", "")).split("\n\n") if each],
        str(content.get("areas", {}).get("vintage", "")),
        str(content.get("domain", {}).get("label", "Domain")),
        {key: str(each.get("label", key)) for key, each in indicators.items()},
        {key: str(each.get("label", key)) for key, each in content.get("subdomains", {}).items()},
        {key: str(each.get("unit", "minutes")) for key, each in indicators.items()},
        {key: str(each["kind"]) for key, each in indicators.items() if "kind" in each},
        dict(content.get("timetables", {}).get("accepted", {})),
    )


def standings(recipe: dict[str, Any]) -> list[Standing]:
    """
    List what is not published, by what stands behind it.

    Parameters
    ----------
    recipe
        The part ``recipe`` of a run's provenance.

    Returns
    -------
    list of Standing
        Deviations first, then assumptions, then what was said at workshops.
    """
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for each in recipe.get("not_published") or []:
        key = str(each["status"]), str(each["source"])
        groups.setdefault(key, []).append((str(each["path"]), _said(each["value"])))
    return [
        Standing(MEANING[status], source, found)
        for wanted in STATUSES
        for (status, source), found in groups.items()
        if status == wanted
    ]


def _content(recipe: dict[str, Any]) -> dict[str, Any]:
    try:
        return tomllib.loads(str(recipe.get("text", "")))
    except tomllib.TOMLDecodeError:
        return {}


def _said(value: object) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)
