"""Which search answers what: sweeps where one is enough, pairs of places elsewhere."""

from typing import TYPE_CHECKING, NamedTuple

from accessibility.analysis.nearest.pairs import PairSearch
from accessibility.analysis.nearest.search import Direction, Nearest, Origins, search_nearest
from accessibility.errors import UsageError
from accessibility.network.travel.prepared import draws_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accessibility.analysis.nearest.question import NearestQuestion
    from accessibility.network.network import Network
    from accessibility.places.points import Points
    from accessibility.progress import Progress

__all__ = ["ThereAndBack", "answer_nearest"]


class ThereAndBack(NamedTuple):
    """
    The nearest services of one kind.

    Parameters
    ----------
    there, back
        For each moment.
    """

    there: list[Nearest]
    back: list[Nearest]


def answer_nearest(
    network: "Network",
    question: "NearestQuestion",
    origins: Origins,
    kinds: "Sequence[Points]",
    progress: "Progress",
) -> tuple[list[ThereAndBack], list[str]]:
    """
    Find the nearest services of every kind.

    Parameters
    ----------
    network
        The network.
    question
        What is asked.
    origins
        The origins, all of which join a street.
    kinds
        The services of each kind, by identifier.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    answers : list of ThereAndBack
        For each kind.
    warnings : list of str
        What the user should know of the answers.

    Raises
    ------
    UsageError
        If several timetables are drawn, and the answer would need one.
    NoServiceDataError
        If a moment lies outside the timetables.
    Interrupted
        If the progress cancelled.
    """
    percentiles = question.percentiles or (50,)
    swept, warnings = search_nearest(
        network,
        question.options,
        origins,
        kinds,
        question.swept,
        percentiles,
        question.count,
        progress,
    )
    answers = []
    for number, services in enumerate(kinds):
        pairs = PairSearch(network, question.options, origins, services, question.count, progress)
        known = {
            direction: swept[number, n]
            for n, direction in enumerate(question.swept)
            if (number, n) in swept
        }
        answers.append(_of_kind(network, question, pairs, known, percentiles))
        warnings += pairs.warnings
    return answers, list(dict.fromkeys(warnings))


def _of_kind(
    network: "Network",
    question: "NearestQuestion",
    pairs: PairSearch,
    known: dict[Direction, Nearest],
    percentiles: tuple[int, ...],
) -> ThereAndBack:
    both = list(zip(question.there, question.back, strict=False))
    if question.return_service == "best_pair":
        best = [pairs.best_pairs(there, back, percentiles) for there, back in both]
        return ThereAndBack([there for there, _ in best], [back for _, back in best])
    for direction in question.each_by_itself:
        if direction in known:
            continue
        if not question.asks_nearest_first or question.percentiles is None:
            known[direction] = pairs.of_percentiles(direction, percentiles)
        else:
            if draws_of(network, question.options) > 1:
                msg = (
                    "frequency_draws: the nearest service at every moment of this window needs one "
                    "timetable. Leave frequency_draws out."
                )
                raise UsageError(msg)
            known[direction] = pairs.at_each_moment(direction, percentiles)
    there = [known[direction] for direction in question.there]
    if question.return_service == "any":
        return ThereAndBack(there, [known[direction] for direction in question.back])
    back = [
        pairs.of_sites(direction, percentiles, known[outward].service)
        for outward, direction in both
    ]
    return ThereAndBack(there, back)
