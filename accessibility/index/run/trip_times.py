"""What a trip counts for each origin: minutes with caps, and what became of its legs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from accessibility.index.recipe.parts import Unreachable
from accessibility.index.scores.area_means import capped_minutes, unreachable_minutes
from accessibility.results.nearest import MISSING, STATES

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame, Series

    from accessibility.index.recipe.recipe import Recipe
    from accessibility.index.run.trip_answers import Answers

__all__ = ["TripTimes", "times_of"]

UNREACHABLE = STATES.index("unreachable")
CAPPED = STATES.index("capped")


@dataclass(frozen=True, eq=False)
class TripTimes:
    """
    What a trip to the nearest service of a kind counts, for each origin.

    Parameters
    ----------
    minutes
        Minutes as the trip counts them; NaN where the origin is missing.
    state
        What became of it, one of `STATES`: ``reached`` if all legs at all moments are,
        ``unreachable`` if none can be made, ``capped`` if some leg counts as more or less than it
        takes, or what makes the origin missing.
    service
        Identifier of the nearest service on the way there, of several moments the most frequent
        one; None if there is none.
    """

    minutes: "NDArray[np.float64]"
    state: "NDArray[np.object_]"
    service: "NDArray[np.object_]"


def times_of(recipe: "Recipe", answers: "Answers", trip: str, kind: str) -> TripTimes:
    """
    Count the legs of a trip as the recipe says.

    Each leg is capped by itself, then the legs of one direction are averaged over their moments;
    a moment without a leg counts as what cannot be reached, and is never passed over.

    Parameters
    ----------
    recipe
        The recipe.
    answers
        What was found for all trips.
    trip
        The trip.
    kind
        The kind of service.

    Returns
    -------
    TripTimes
        Minutes, states and services, in the order of the origins.
    """
    rule = recipe.trips[trip]
    legs = _Legs(recipe, answers, trip, kind)
    there, states = legs.way("", len(rule.there) or 1)
    if rule.counts in {"there_and_back", "mean_of_both"}:
        back, more = legs.way("return_", len(rule.back))
        states = np.concatenate([states, more])
        minutes = there + back if rule.counts == "there_and_back" else (there + back) / 2
    else:
        minutes = 2 * there if rule.counts == "twice_there" else there
    return TripTimes(minutes, np.array(STATES, object)[_whole(states)], legs.service())


class _Legs:
    """The legs of a trip to one kind of service."""

    def __init__(self, recipe: "Recipe", answers: "Answers", trip: str, kind: str) -> None:
        self.recipe, self.answers, self.trip, self.kind = recipe, answers, trip, kind
        self.frame: DataFrame = answers[trip, kind].to_pandas()
        (column,) = [name for name in self.frame.columns if name.startswith("travel_time")]
        self.suffix = column.removeprefix("travel_time")
        rule = recipe.trips[trip]
        most = max(len(rule.there) or 1, len(rule.back))
        self.rows = most + (most > 1)

    def column(self, name: str) -> "NDArray[np.object_]":
        """A column, a row for each origin and a column for each moment."""
        values = self.frame[f"{name}{self.suffix}"].astype(object)
        found: NDArray[np.object_] = values.where(values.notna(), None).to_numpy()
        return found.reshape(-1, self.rows)

    def service(self) -> "NDArray[np.object_]":
        """The service on the way there; the last row stands for all moments."""
        return self.column("to_id")[:, -1]

    def way(self, prefix: str, moments: int) -> "tuple[NDArray[np.float64], NDArray[np.int64]]":
        """Mean minutes of a direction, and numbers of states by moment and origin."""
        rule = self.recipe.trips[self.trip]
        instead: float | Series | None
        if isinstance(rule.unreachable, Unreachable):
            other = rule.unreachable
            taken, state = self._other(other)
            instead = unreachable_minutes(
                taken, state, times=other.times, otherwise=other.otherwise
            )
        else:
            instead = rule.unreachable
        return self._counted(prefix, moments, instead)

    def _counted(
        self, prefix: str, moments: int, instead: "float | Series | None"
    ) -> "tuple[NDArray[np.float64], NDArray[np.int64]]":
        rule = self.recipe.trips[self.trip]
        times = "return_time" if prefix else "travel_time"
        minutes = self.column(times).astype(np.float64)
        states = self.column(f"{prefix}state")
        counted = [
            capped_minutes(
                _series(minutes[:, moment]),
                _series(states[:, moment]),
                cap=rule.cap,
                unreachable=instead,
            ).to_numpy()
            for moment in range(moments)
        ]
        number = {name: at for at, name in enumerate(STATES)}
        numbers = [[number[name] for name in states[:, moment]] for moment in range(moments)]
        return np.mean(counted, axis=0), np.array(numbers, np.int64)

    def _other(self, rule: Unreachable) -> "tuple[Series, Series]":
        """Minutes of the way there of another trip to the same kind, and its states."""
        legs = _Legs(self.recipe, self.answers, rule.trip, self.kind)
        minutes, states = legs._counted("", len(self.recipe.trips[rule.trip].there) or 1, None)
        names = np.array(STATES, object)[_whole(states)]
        return _series(minutes), _series(names)


def _series(values: "NDArray[np.float64] | NDArray[np.object_]") -> "Series":
    from pandas import Series  # noqa: PLC0415 - slow to import

    return Series(values)


def _whole(states: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """One state for all legs of each origin."""
    most, least = states.max(axis=0), states.min(axis=0)
    some = np.where(most == 0, 0, np.where(least == UNREACHABLE, UNREACHABLE, CAPPED))
    whole: NDArray[np.int64] = np.where(most >= MISSING, most, some)
    return whole
