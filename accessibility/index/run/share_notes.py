"""How much ranks hang on the private share, in a sentence."""

from typing import TYPE_CHECKING

from accessibility.errors import AccessibilityError
from accessibility.index.scores.of_times import ranks_under_other_shares

if TYPE_CHECKING:
    from pandas import DataFrame

    from accessibility.index.recipe.recipe import Recipe

__all__ = ["share_notes"]

CHANGE = 0.1
"""By how much shares are lowered and raised."""


def share_notes(recipe: "Recipe", table: "DataFrame", name: str) -> list[str]:
    """
    Say how ranks move under other private shares.

    Parameters
    ----------
    recipe
        The recipe.
    table
        As for `accessibility.index.scores.of_times.index_of_times`.
    name
        What to call the table in errors.

    Returns
    -------
    list of str
        A sentence; none if nothing is combined by a share.
    """
    if all(len(indicator.trips) < 2 for indicator in recipe.indicators.values()):
        return []
    try:
        ranks = ranks_under_other_shares(recipe, table, CHANGE, name=name)
    except AccessibilityError as error:
        return [f"With private shares lower or higher by {CHANGE:g} no index can be made: {error}"]
    moved = ranks[["domain_rank_lower", "domain_rank_higher"]].sub(ranks["domain_rank"], axis=0)
    most, mean = moved.abs().max(), moved.abs().mean()
    return [
        f"With private shares {way} by {CHANGE:g} ranks move by {mean[column]:.1f} places on "
        f"average, at most by {most[column]:.0f}."
        for way, column in (("lower", "domain_rank_lower"), ("higher", "domain_rank_higher"))
    ]
