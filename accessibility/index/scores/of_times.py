"""An index from a table of ready travel times: a recipe's arithmetic, with every step shown."""

from dataclasses import dataclass
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from accessibility.errors import InputError
from accessibility.index.run.area_vintage import check_areas
from accessibility.index.scores.domain import combine_domains, combine_subdomains
from accessibility.index.scores.factor import OneFactor, one_factor
from accessibility.index.scores.private_public import cars_per_adult, combine_private_public
from accessibility.index.scores.transforms import (
    check_numbers,
    check_times,
    rank_areas,
    transformed,
)
from accessibility.index.scores.weights import normalised_weights, weighted_sum
from accessibility.places.columns import AREA_REMEDY, read_ids, require_column
from accessibility.tables import read_table

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from accessibility.index.recipe.recipe import Recipe

__all__ = ["IndexTables", "columns_of_times", "index_of_times", "ranks_under_other_shares"]


@dataclass(frozen=True, eq=False)
class IndexTables:
    """
    What a recipe made.

    Parameters
    ----------
    areas
        A row for each area, by its identifier in the order of the table: for each indicator
        ``{name}_private`` and ``{name}_public`` if it has them, ``{name}``, ``{name}_rank`` and
        ``{name}_{transform}``; ``private_share`` if it is used; for each sub-domain
        ``{name}_score``, ``{name}_rank`` and ``{name}_{transform}``; ``domain_value``,
        ``domain_rank``, ``domain_decile`` and ``domain_score``; with domain ranks also what
        `accessibility.index.scores.domain.combine_domains` gives; ``reason`` why an area has no
        rank.
    weights
        A row for each indicator, sub-domain and domain that is weighted: ``of``, ``name``,
        ``given`` (NaN where a factor analysis found it), ``weight`` of all in ``of``, which add
        up to 1.
    factors
        Factor analyses by sub-domain.
    notes
        What was counted or changed, as sentences.
    """

    areas: "DataFrame"
    weights: "DataFrame"
    factors: dict[str, OneFactor]
    notes: tuple[str, ...]


def columns_of_times(recipe: "Recipe") -> tuple[str, ...]:
    """
    List the columns that a recipe reads from a table of ready travel times.

    Parameters
    ----------
    recipe
        The recipe.

    Returns
    -------
    tuple of str
        Identifiers first; for an indicator with trips ``{name}_private`` and ``{name}_public``.
    """
    columns = [recipe.areas.id_column]
    for name, indicator in recipe.indicators.items():
        ready = [] if indicator.column is None else [indicator.column]
        columns += ready or [f"{name}_{way}" for way in indicator.trips]
    if any(len(indicator.trips) > 1 for indicator in recipe.indicators.values()):
        rule = recipe.private_share
        named = (rule.column, rule.cars, rule.adults) if rule else ()
        columns += [column for column in named if column is not None]
    return tuple(columns)


def index_of_times(
    recipe: "Recipe",
    table: "DataFrame | str | Path",
    *,
    domain_ranks: "DataFrame | None" = None,
    name: str = "times",
) -> IndexTables:
    """
    Make an index from numbers of areas that are ready.

    Parameters
    ----------
    recipe
        What is made of them.
    table
        A table, or a file (see `accessibility.tables.read_table`), with a row for each area and the
        columns that `columns_of_times` lists; empty where an area has no number.
    domain_ranks
        Published ranks of the other domains, a column for each by the names of
        ``overall.weights``, by area; default the overall index is not made.
    name
        What to call the table in errors when it comes from no file.

    Returns
    -------
    IndexTables
        Areas with every intermediate column, weights and notes.

    Raises
    ------
    InputError
        If a column is not there, areas are not those of the recipe, numbers cannot be meant, or a
        factor analysis fails.
    """
    return _made(_Making(recipe, *_by_area(recipe, table, name)), domain_ranks)


def ranks_under_other_shares(
    recipe: "Recipe", table: "DataFrame | str | Path", change: float = 0.1, *, name: str = "times"
) -> "DataFrame":
    """
    Tell how much ranks hang on the private share, which is often a guess.

    Parameters
    ----------
    recipe
        As for `index_of_times`.
    table
        As for `index_of_times`.
    change
        By how much the share of every area is lowered and raised, within 0 to 1; default 0.1.
    name
        As for `index_of_times`.

    Returns
    -------
    DataFrame
        By area ``domain_rank``, ``domain_rank_lower`` with lower shares, and
        ``domain_rank_higher``.

    Raises
    ------
    InputError
        As for `index_of_times`.
    """
    label, given = _by_area(recipe, table, name)
    ranks = {
        ending: _made(_Making(recipe, label, given, by), None).areas["domain_rank"]
        for ending, by in (("", 0.0), ("_lower", -change), ("_higher", change))
    }
    columns = {f"domain_rank{ending}": rank for ending, rank in ranks.items()}
    return given[[]].assign(**columns)


def _made(making: "_Making", domain_ranks: "DataFrame | None") -> IndexTables:
    from pandas import DataFrame, concat  # noqa: PLC0415 - slow to import

    recipe, given = making.recipe, making.given
    columns: dict[str, Series] = {}
    for indicator in recipe.indicators:
        columns |= making.indicator(indicator)
    scores = {}
    for subdomain in recipe.subdomains:
        made, scores[subdomain] = making.subdomain(subdomain, columns)
        columns |= made
    domain = recipe.domain
    making.weigh("domain", domain.weights, domain.weights_of)
    scored = DataFrame(scores, index=given.index)
    combined = combine_subdomains(
        scored, domain.weights, total=domain.weights_of, transform=domain.transform
    )
    parts = [DataFrame(columns, index=given.index), scored.add_suffix("_score"), combined]
    if domain_ranks is not None:
        parts.append(making.overall(combined, domain_ranks))
    areas = concat(parts, axis=1)
    areas["reason"] = making.reasons(areas)
    unranked = int(areas["domain_rank"].isna().sum())
    if unranked:
        some = ", ".join(map(str, areas.index[areas["domain_rank"].isna()][:5]))
        making.notes.append(
            f"{unranked:,} of {len(areas):,} areas have no rank, which the others do without: "
            f"{some}{', ...' if unranked > 5 else ''}."
        )
    weights = DataFrame(making.weights, columns=["of", "name", "given", "weight"])
    return IndexTables(areas, weights, making.factors, tuple(making.notes))


def _by_area(
    recipe: "Recipe", table: "DataFrame | str | Path", label: str
) -> "tuple[str, DataFrame]":
    """Read what is needed, by area; refused if the areas are not those of the recipe."""
    from pandas import Index  # noqa: PLC0415 - slow to import

    if isinstance(table, str | Path):
        label, table = str(table), read_table(table)
    areas = recipe.areas
    if table.index.name == areas.id_column:
        table = table.reset_index()
    for column in columns_of_times(recipe):
        remedy = f'The recipe "{recipe.name}" reads it.'
        require_column(label, table, column, remedy)
    ids = [str(each) for each in read_ids(label, table, areas.id_column, AREA_REMEDY).to_pylist()]
    check_areas(recipe, label, ids)
    return label, table.set_axis(Index(ids, name=areas.id_column))


class _Making:
    """An index in the making: its inputs, and the weights, factors and notes gathered so far."""

    def __init__(
        self, recipe: "Recipe", label: str, given: "DataFrame", share_change: float = 0.0
    ) -> None:
        self.recipe = recipe
        self.share_change = share_change
        self.label = label
        self.given = given
        self.weights: list[tuple[str, str, float, float]] = []
        self.factors: dict[str, OneFactor] = {}
        self.notes: list[str] = []
        self._share: Series | None = None

    def numbers(self, column: str, unit: str) -> "Series":
        """A column of the table, checked."""
        try:
            check = check_numbers if unit == "number" else check_times
            numbers = check(self.given[column])
        except InputError as error:
            msg = f"{self.label}: {error}"
            raise InputError(msg) from None
        if unit == "share" and (numbers > 1).any():
            area = numbers.index[int(np.argmax(numbers > 1))]
            value = f"{numbers[area]:g}"
            remedy = "Shares go from 0 to 1."
            at = f"{self.label}, area {area}"
            raise InputError.at(at, "is more than 1", remedy, field=column, value=value)
        return numbers

    def indicator(self, name: str) -> "dict[str, Series]":
        """An indicator with its parts, from the table."""
        indicator = self.recipe.indicators[name]
        columns: dict[str, Series] = {}
        if indicator.column is not None:
            value = self.numbers(indicator.column, indicator.unit)
        else:
            parts = {way: self.numbers(f"{name}_{way}", "minutes") for way in indicator.trips}
            columns |= {f"{name}_{way}": part for way, part in parts.items()}
            if len(parts) > 1:
                columns["private_share"] = self.share()
                value = combine_private_public(parts["private"], parts["public"], self.share())
            else:
                value = next(iter(parts.values()))
        missing = int(value.isna().sum())
        if missing and indicator.missing != "no_value":
            value = value.fillna(float(indicator.missing))
            self.notes.append(
                f"{indicator.label}: {missing:,} areas have no value, and count as "
                f"{indicator.missing:g}."
            )
        elif missing:
            self.notes.append(f"{indicator.label}: {missing:,} areas have no value.")
        return columns | {name: value.rename(name)}

    def share(self) -> "Series":
        """The private share of each area."""
        from pandas import Series  # noqa: PLC0415 - slow to import

        rule = self.recipe.private_share
        if self._share is not None or rule is None:
            return Series(1.0, self.given.index) if self._share is None else self._share
        if rule.column is not None:
            share = self.numbers(rule.column, "share")
        elif rule.cars is not None and rule.adults is not None:
            counts = (self.numbers(column, "count") for column in (rule.cars, rule.adults))
            found = cars_per_adult(*counts)
            share = found.share
            if found.clipped:
                self.notes.append(
                    f"{len(found.clipped):,} areas have more cars than adults; their private "
                    "share is 1."
                )
        else:
            share = Series(rule.constant, self.given.index, float)
        if self.share_change:
            share = (share + self.share_change).clip(0, 1)
        self._share = share.rename("private_share")
        return self._share

    def subdomain(
        self, name: str, columns: "dict[str, Series]"
    ) -> "tuple[dict[str, Series], Series]":
        """Ranks and transformed scores of a sub-domain's indicators, and what they add up to."""
        from pandas import DataFrame  # noqa: PLC0415 - slow to import

        subdomain = self.recipe.subdomains[name]
        made: dict[str, Series] = {}
        turned: dict[str, Series] = {}
        for each in subdomain.names:
            direction = self.recipe.indicators[each].most_deprived
            rank = rank_areas(columns[each], most_deprived=direction, ties="average")
            turned[each] = transformed(rank, subdomain.transform)
            made |= {f"{each}_rank": rank, f"{each}_{subdomain.transform}": turned[each]}
        scores = DataFrame(turned, index=self.given.index)
        if isinstance(subdomain.weights, dict):
            shares = self.weigh(name, subdomain.weights, subdomain.weights_of)
        else:
            factor = one_factor(scores, allow=subdomain.allow)
            self.factors[name] = factor
            self.notes += [f"{subdomain.label}: {note}" for note in factor.notes]
            shares = {str(key): float(weight) for key, weight in factor.weights.items()}
            self.weights += [(name, key, float("nan"), share) for key, share in shares.items()]
        return made, weighted_sum(scores, shares)

    def weigh(self, of: str, given: dict[str, float], total: float | None) -> dict[str, float]:
        """Weights that add up to 1, noted."""
        shares, note = normalised_weights(given, total=total, label=of)
        self.weights += [(of, name, given[name], share) for name, share in shares.items()]
        self.notes += [note] if note else []
        return shares

    def overall(self, domain: "DataFrame", domain_ranks: "DataFrame") -> "DataFrame":
        """The index that the domain is a part of."""
        overall = self.recipe.overall
        if overall is None:
            remedy = "Add [overall] with domain and weights."
            raise InputError.at(self.recipe.name, "says nothing of an overall index", remedy)
        known = domain_ranks.reindex(domain.index).drop(columns=overall.domain, errors="ignore")
        for name in overall.weights:
            if name != overall.domain:
                require_column("ranks of domains", known, name, "Domains are found by their names.")
                without = int(known[name].isna().sum())
                if without:
                    problem = f"{without:,} areas have no rank in {name}"
                    remedy = "Bring the published ranks of all areas, by their identifiers."
                    raise InputError.at("ranks of domains", problem, remedy)
        ranks = known.assign(**{overall.domain: domain["domain_rank"]})
        self.weigh("overall", overall.weights, overall.weights_of)
        return combine_domains(ranks, overall.weights, total=overall.weights_of)

    def reasons(self, areas: "DataFrame") -> "Series":
        """Say why areas have no rank."""
        from pandas import Series  # noqa: PLC0415 - slow to import

        used = [name for each in self.recipe.subdomains.values() for name in each.names]
        unranked = areas["domain_rank"].isna()
        empty = areas.loc[unranked, list(dict.fromkeys(used))].isna()
        labels = [self.recipe.indicators[str(name)].label for name in empty.columns]
        said = ["no value: " + ", ".join(compress(labels, row)) for row in empty.to_numpy()]
        reasons = Series("", index=areas.index)
        reasons[unranked] = said
        return reasons
