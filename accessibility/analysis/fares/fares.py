"""The fare of the fastest journey: what its tickets cost, and why some have no known fare."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from accessibility.analysis.fares.rides import Ride

__all__ = ["Fare", "FareTable", "UnknownFare", "UnpricedJourney", "cheapest_tickets", "with_fares"]

KEY = ["from_id", "to_id", "option"]


class UnknownFare(Exception):  # noqa: N818 - no error: a journey without a known fare
    """A journey has no known fare; the text says why."""


@dataclass(frozen=True)
class Fare:
    """
    What a journey costs.

    Parameters
    ----------
    amount
        Units of the currency.
    currency
        Its code; None for nothing in no currency.
    """

    amount: Decimal
    currency: str | None


class FareTable(Protocol):
    """Knows what journeys cost."""

    def fare(self, rides: "Sequence[Ride]") -> Fare:
        """
        Give the fare of a journey.

        Parameters
        ----------
        rides
            Its rides in order.

        Returns
        -------
        Fare
            What it costs.

        Raises
        ------
        UnknownFare
            If that is not known.
        """
        ...


class UnpricedJourney(TypedDict):
    """
    A journey without a known fare.

    Parameters
    ----------
    from_id, to_id, option
        The journey.
    reason
        Why not.
    """

    from_id: str | int
    to_id: str | int
    option: int
    reason: str


def cheapest_tickets(
    count: int, price: "Callable[[int, int], Decimal | None]"
) -> tuple[Decimal | None, int]:
    """
    Find the cheapest way to cover rides by tickets, each for one ride or several in a row.

    Parameters
    ----------
    count
        How many rides there are.
    price
        What a ticket costs from one ride to before another; None if there is none.

    Returns
    -------
    amount : Decimal or None
        None if they cannot all be covered.
    covered : int
        How many of the first rides can be covered.
    """
    best: list[Decimal | None] = [Decimal(0)] + [None] * count
    for end in range(1, count + 1):
        for start in range(end):
            before = best[start]
            ticket = None if before is None else price(start, end)
            if before is None or ticket is None:
                continue
            known = best[end]
            if known is None or before + ticket < known:
                best[end] = before + ticket
    return best[count], max(end for end in range(count + 1) if best[end] is not None)


def with_fares(
    legs: Any, journeys: "Sequence[Sequence[Ride]]", table: FareTable
) -> "tuple[Any, list[UnpricedJourney]]":
    """
    Add the fares of journeys to their legs.

    Parameters
    ----------
    legs
        The table of legs.
    journeys
        The rides of each journey, as `rides_of` gives them.
    table
        What they cost.

    Returns
    -------
    legs : DataFrame
        With the columns ``fare_of_fastest``, NaN where it is not known, and ``fare_currency``.
    unpriced : list of UnpricedJourney
        The journeys whose fare is not known.
    """
    import pandas as pd  # noqa: PLC0415 - slow to import

    groups = legs.groupby(KEY, sort=False)
    keys = legs[KEY].drop_duplicates().itertuples(index=False, name=None)
    amounts = np.full(len(journeys), np.nan)
    currencies: list[str | None] = [None] * len(journeys)
    unpriced: list[UnpricedJourney] = []
    for number, ((start, end, option), rides) in enumerate(zip(keys, journeys, strict=True)):
        try:
            fare = table.fare(rides)
        except UnknownFare as why:
            unpriced.append(
                UnpricedJourney(from_id=start, to_id=end, option=int(option), reason=str(why))
            )
            continue
        amounts[number], currencies[number] = float(round(fare.amount, 4)), fare.currency
    place = groups.ngroup().to_numpy()
    currency: pd.Series = pd.Series(currencies, dtype="string")
    new = {
        "fare_of_fastest": amounts[place],
        "fare_currency": currency.to_numpy()[place] if len(legs) else currency.to_numpy(),
    }
    at = legs.columns.get_loc("geometry") if "geometry" in legs.columns else len(legs.columns)
    legs = legs.copy()
    legs.insert(at, "fare_of_fastest", new["fare_of_fastest"])
    legs.insert(at + 1, "fare_currency", pd.array(new["fare_currency"], "string"))
    return legs, unpriced
