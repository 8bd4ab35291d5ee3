"""What a run was made from and how: enough to make it again, and to tell whether it is the same."""

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from accessibility import __version__
from accessibility.index.recipe.text import text_of
from accessibility.index.run.files import table_hash

if TYPE_CHECKING:
    from pandas import DataFrame

    from accessibility.index.recipe.recipe import Recipe
    from accessibility.index.run.inputs import IndexInputs
    from accessibility.index.scores.factor import OneFactor
    from accessibility.index.scores.of_times import IndexTables

__all__ = ["differences", "factors_as_json", "provenance_of_run", "recipe_as_json", "side_of"]

DECISIVE = ("network", "areas", "origins", "services", "area_table", "domain_ranks")
"""Inputs that decide what comes out."""


def provenance_of_run(
    recipe: "Recipe",
    inputs: "IndexInputs",
    told: dict[str, Any],
    made: "IndexTables",
    areas: "DataFrame",
    **more: Any,
) -> dict[str, Any]:
    """
    Say what a run was made from.

    Parameters
    ----------
    recipe
        The recipe.
    inputs
        The inputs as they were given.
    told
        What they are, with their hashes.
    made
        What the recipe made of them.
    areas
        The table of areas as it is written.
    **more
        Notes, warnings, counts and stages.

    Returns
    -------
    dict
        The provenance; ``side`` takes no part in comparisons, and equal ``tables`` are equal.
    """
    return {
        "product": f"access-to-services {__version__}",
        "recipe": recipe_as_json(recipe),
        "inputs": told,
        "date": None if recipe.timetables is None else str(recipe.timetables.date),
        "factors": factors_as_json(made.factors),
        **more,
        "tables": {"areas": table_hash(areas)},
        "side": side_of(inputs),
    }


def recipe_as_json(recipe: "Recipe") -> dict[str, Any]:
    """
    Say which recipe was followed.

    Parameters
    ----------
    recipe
        The recipe.

    Returns
    -------
    dict
        ``name``, ``title``, ``version``, ``text`` and its ``sha256``, and the values that are
        ``not_published``.
    """
    text = text_of(recipe)
    return {
        "name": recipe.name,
        "title": recipe.recipe.title,
        "about": recipe.recipe.about.strip(),
        "version": recipe.recipe.version,
        "text": text,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "not_published": [
            {"path": each.path, "value": each.value, "status": each.status, "source": each.source}
            for each in recipe.not_published()
        ],
    }


def factors_as_json(factors: "dict[str, OneFactor]") -> dict[str, Any]:
    """
    Report factor analyses.

    Parameters
    ----------
    factors
        By sub-domain.

    Returns
    -------
    dict
        Weights, loadings and communalities by indicator, eigenvalues, and how many areas were used.
    """
    return {
        name: {
            "weights": {str(key): float(value) for key, value in factor.weights.items()},
            "loadings": {str(key): float(value) for key, value in factor.loadings.items()},
            "communalities": {
                str(key): float(value) for key, value in factor.communalities.items()
            },
            "eigenvalues": [float(value) for value in factor.eigenvalues],
            "n_areas": factor.n_areas,
            "n_left_out": factor.n_left_out,
            "steps": factor.steps,
            "notes": list(factor.notes),
        }
        for name, factor in factors.items()
    }


def side_of(inputs: "IndexInputs") -> dict[str, Any]:
    """
    Say what takes no part in comparisons: when, and where the inputs lay.

    Parameters
    ----------
    inputs
        The inputs as they were given.

    Returns
    -------
    dict
        ``finished`` and ``inputs``.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {"finished": now, "product": __version__, "inputs": inputs.as_json()}


def differences(then: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """
    Name the inputs that are not what they were.

    Parameters
    ----------
    then, now
        Inputs with their hashes, as a provenance has them.

    Returns
    -------
    list of str
        What differs, as ``areas (lsoa11.geojson)``; of services the kinds.
    """
    found = []
    for name in DECISIVE:
        old, new = then.get(name), now.get(name)
        if name == "services":
            kinds = dict.fromkeys([*(old or {}), *(new or {})])
            changed = [
                kind
                for kind in kinds
                if _hash((old or {}).get(kind)) != _hash((new or {}).get(kind))
            ]
            found += [f"services: {kind}" for kind in changed]
        elif _hash(old) != _hash(new):
            file = old.get("file") if isinstance(old, dict) else None
            found.append(f"{name} ({file})" if file else name)
    if "network" in found:
        found[found.index("network")] += _feeds(then, now)
    return found


def _hash(told: object) -> object:
    return told.get("sha256") if isinstance(told, dict) else told


def _feeds(then: dict[str, Any], now: dict[str, Any]) -> str:
    """Files of the network that changed."""
    old, new = ({repr(each) for each in side.get("network_inputs", ())} for side in (then, now))
    return f" ({len(new - old):,} of its files are others)" if new != old else ""
