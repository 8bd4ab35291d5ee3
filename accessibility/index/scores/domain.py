"""From scores of sub-domains to a domain, and from ranks of domains to an index."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from accessibility.index.scores.transforms import (
    Transform,
    deciles,
    exponential_scores,
    rank_areas,
    transformed,
)
from accessibility.index.scores.weights import normalised_weights, weighted_sum

if TYPE_CHECKING:
    from pandas import DataFrame, Series

__all__ = ["combine_domains", "combine_subdomains", "published"]


def combine_subdomains(
    scores: "DataFrame",
    weights: Mapping[str, float],
    *,
    total: float | None = None,
    transform: Transform = "exponential",
) -> "DataFrame":
    """
    Combine sub-domains into a domain.

    Each sub-domain's score is ranked, the rank transformed, and these are weighted. A single
    sub-domain keeps its order.

    Parameters
    ----------
    scores
        A row for each area, a column for each sub-domain; high where people are deprived.
    weights
        Weights by sub-domain.
    total
        What they add up to; default 1 or 100.
    transform
        What the rank of each sub-domain is turned into; default ``exponential``.

    Returns
    -------
    DataFrame
        By the same index: for each sub-domain ``{name}_rank`` (ties share the average) and
        ``{name}_{transform}``; then ``domain_value``, the weighted sum, and of it ``domain_rank``
        (ties share the smallest), ``domain_decile`` and ``domain_score``, the exponential of that
        rank.

    Raises
    ------
    InputError
        If weights do not add up, a column is not there, or a score has no variance or is infinite.
    """
    from pandas import DataFrame  # noqa: PLC0415 - slow to import

    shares, _ = normalised_weights(weights, total=total, label="weights of sub-domains")
    columns: dict[str, Series] = {}
    turned = {}
    for name in scores.columns:
        rank = rank_areas(scores[name], most_deprived="high", ties="average")
        turned[name] = transformed(rank, transform)
        columns |= {f"{name}_rank": rank, f"{name}_{transform}": turned[name]}
    value = weighted_sum(DataFrame(turned, index=scores.index), shares)
    return DataFrame(columns, index=scores.index).join(published(value, "domain"))


def combine_domains(
    ranks: "DataFrame", weights: Mapping[str, float], *, total: float | None = None
) -> "DataFrame":
    """
    Combine domains into an index of multiple deprivation.

    The area W01000240 of the Welsh index of 2019, with the ranks 1, 1, 2, 8, 362, 52, 7 and 867,
    comes out at 86.631357.

    Parameters
    ----------
    ranks
        A row for each area, a column of published ranks for each domain, found by its name.
    weights
        Weights by domain.
    total
        What they add up to; default 1 or 100.

    Returns
    -------
    DataFrame
        By the same index: for each domain ``{name}_score``, the exponential of its rank; then
        ``index_value``, the weighted sum, and of it ``index_rank`` (ties share the smallest) and
        ``index_decile``.

    Raises
    ------
    InputError
        If weights do not add up, a column is not there, or ranks are of other areas.
    """
    from pandas import DataFrame  # noqa: PLC0415 - slow to import

    shares, _ = normalised_weights(weights, total=total, label="weights of domains")
    used = [name for name in ranks.columns if name in shares]
    scores = DataFrame({name: exponential_scores(ranks[name]) for name in used}, index=ranks.index)
    value = weighted_sum(scores, shares)
    overall = published(value, "index").drop(columns="index_score")
    return scores.add_suffix("_score").join(overall)


def published(value: "Series", prefix: str) -> "DataFrame":
    """
    Rank a final value as it is published.

    Parameters
    ----------
    value
        A value for each area, high where people are deprived; not rounded.
    prefix
        What the names of columns begin with.

    Returns
    -------
    DataFrame
        By the same index: ``{prefix}_value``, ``{prefix}_rank`` with the smallest rank for ties,
        ``{prefix}_decile``, and ``{prefix}_score``, the exponential of the rank.
    """
    rank = rank_areas(value.rename(prefix), most_deprived="high", ties="minimum")
    return value.to_frame(f"{prefix}_value").assign(
        **{
            f"{prefix}_rank": rank,
            f"{prefix}_decile": deciles(rank),
            f"{prefix}_score": exponential_scores(rank),
        }
    )
