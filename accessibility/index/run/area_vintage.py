"""Whether areas are those that a recipe is for."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from accessibility.errors import InputError

if TYPE_CHECKING:
    from accessibility.index.recipe.recipe import Recipe

__all__ = ["check_areas"]


def check_areas(recipe: "Recipe", label: str, ids: Sequence[str]) -> None:
    """
    Refuse areas of another country or year than those of a recipe, and too few of them.

    Parameters
    ----------
    recipe
        The recipe.
    label
        What to call the areas in errors.
    ids
        Their identifiers.

    Raises
    ------
    InputError
        If an identifier does not fit, or there are not as many areas as the recipe says, or fewer
        than indicators.
    """
    areas = recipe.areas
    expected = f'The recipe "{recipe.name}" is for {areas.vintage}'
    if areas.id_pattern is not None:
        others = [each for each in ids if not re.search(areas.id_pattern, each)]
        if others:
            problem = f"does not fit {areas.id_pattern} ({len(others):,} of {len(ids):,} areas)"
            remedy = f"{expected}: bring those areas, or change areas.id_pattern."
            row, value = ids.index(others[0]) + 1, others[0]
            raise InputError.at(label, problem, remedy, row=row, field=areas.id_column, value=value)
    if len(ids) < len(recipe.indicators):
        problem = f"has {len(ids):,} areas for {len(recipe.indicators)} indicators"
        raise InputError.at(label, problem, "An index needs as many areas as indicators, or more.")
    if areas.count is not None and len(ids) != areas.count:
        problem = f"has {len(ids):,} areas and not {areas.count:,}"
        remedy = f"{expected}: bring those areas, or change areas.count."
        raise InputError.at(label, problem, remedy)
