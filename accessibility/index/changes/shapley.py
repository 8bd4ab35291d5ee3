"""A change split among its causes, whatever order they came in."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["RunWith", "Side", "shapley_parts"]

Side: TypeAlias = Literal["old", "new"]
RunWith: TypeAlias = Callable[[Mapping[str, Side]], "DataFrame"]
"""Gives the numbers of areas that come out when each cause is as it was or as it is."""


def shapley_parts(
    run_with: RunWith, causes: Sequence[str]
) -> "tuple[dict[str, DataFrame], DataFrame]":
    """
    Split a change among causes.

    The part of a cause is what it changes when it goes from old to new, averaged over all orders
    in which the causes could have changed one after the other (Shapley 1953). Two causes that
    change something only together get half of it each.

    Parameters
    ----------
    run_with
        Is asked once for every combination of causes, of which there are two to the power of
        their number, and gives a table of numbers by area, with the same columns each time.
    causes
        Names of what differs; with none there is one combination.

    Returns
    -------
    parts : dict
        For each cause the change that is due to it, by area; NaN where one of the tables lacks the
        number.
    change : DataFrame
        All new less all old. The parts add up to it.
    """
    n = len(causes)
    tables: dict[frozenset[str], DataFrame] = {}
    for size in range(n + 1):
        for changed in combinations(causes, size):
            sides: dict[str, Side] = {each: "new" if each in changed else "old" for each in causes}
            tables[frozenset(changed)] = run_with(sides)
    none, everything = tables[frozenset()], tables[frozenset(causes)]
    parts = {}
    for cause in causes:
        part = none * 0.0
        for before, table in tables.items():
            if cause not in before:
                share = factorial(len(before)) * factorial(n - len(before) - 1) / factorial(n)
                part = part + share * (tables[before | {cause}] - table)
        parts[cause] = part
    return parts, everything - none
