"""Fares of feeds: fare_attributes.txt and fare_rules.txt (GTFS fares, the first version)."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from accessibility.analysis.fares.fares import Fare, UnknownFare, cheapest_tickets
from accessibility.errors import UsageError
from accessibility.network.gtfs.fare_rules import UNLIMITED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accessibility.analysis.fares.rides import Ride
    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["FeedFare", "FeedFares", "Rule"]

_Where = tuple[str | None, str | None, str | None, bool]
"""Route, origin and destination of rows of a fare, and whether they name zones to enter."""


@dataclass(frozen=True)
class Rule:
    """
    Where a fare is valid: all that is given must hold.

    Parameters
    ----------
    route
        Route of a ride; None for any.
    origin, destination
        Zones of the first and of the last stop of the ticket; None for any.
    contains
        All zones that the ticket's rides enter, no more and no fewer; empty for any.
    """

    route: str | None
    origin: str | None
    destination: str | None
    contains: frozenset[str | None]

    def holds(self, ride: "Ride", ticket: "Sequence[Ride]") -> bool:
        """
        Say whether a ride is within the rule.

        Parameters
        ----------
        ride
            The ride.
        ticket
            All rides that the ticket is for.

        Returns
        -------
        bool
            Whether it is.
        """
        zones = {zone for one in ticket for zone in one.zones}
        return (
            self.route in {None, ride.route_id}
            and self.origin in {None, ticket[0].zones[0]}
            and self.destination in {None, ticket[-1].zones[-1]}
            and (not self.contains or self.contains == zones)
        )


@dataclass(frozen=True)
class FeedFare:
    """
    A fare of a feed.

    Parameters
    ----------
    feed
        Name of the feed.
    price, currency
        What a ticket costs.
    transfers
        How many changes it allows; -1 for any number.
    duration_s
        How long after its first boarding the last one may be; -1 for ever.
    agency_id
        Whose rides it is for; None for all of the feed.
    rules
        Where it is valid; everywhere if there are none.
    """

    feed: str
    price: Decimal
    currency: str
    transfers: int
    duration_s: int
    agency_id: str | None
    rules: tuple[Rule, ...] = ()

    def covers(self, ticket: "Sequence[Ride]") -> bool:
        """
        Say whether one ticket is enough for some rides.

        Parameters
        ----------
        ticket
            The rides, in order.

        Returns
        -------
        bool
            Whether it is.
        """
        changes = len(ticket) - 1
        if self.transfers != UNLIMITED and changes > self.transfers:
            return False
        lasted = ticket[-1].boarding_s - ticket[0].boarding_s
        if changes and self.duration_s != UNLIMITED and lasted > self.duration_s:
            return False
        if any(
            ride.feed != self.feed or self.agency_id not in {None, ride.agency_id}
            for ride in ticket
        ):
            return False
        return not self.rules or all(
            any(rule.holds(ride, ticket) for rule in self.rules) for ride in ticket
        )


@dataclass(frozen=True)
class FeedFares:
    """
    The fares of all feeds of a network.

    Parameters
    ----------
    fares
        The fares.
    """

    fares: tuple[FeedFare, ...]
    _by_currency: dict[str, list[FeedFare]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        groups: dict[str, list[FeedFare]] = defaultdict(list)
        for fare in self.fares:
            groups[fare.currency].append(fare)
        object.__setattr__(self, "_by_currency", dict(groups))

    @classmethod
    def of(cls, timetable: "Timetable") -> "FeedFares":
        """
        Take the fares from a timetable.

        Parameters
        ----------
        timetable
            The timetable.

        Returns
        -------
        FeedFares
            Its fares.

        Raises
        ------
        UsageError
            If there are none.
        """
        names = timetable.feed_names
        rules: dict[tuple[int, str], dict[_Where, set[str | None]]] = {}
        for row in timetable.fare_rules.to_pylist():
            where = row["route_id"], row["origin_id"], row["destination_id"]
            of_fare = rules.setdefault((row["feed"], row["fare_id"]), {})
            zones = of_fare.setdefault((*where, row["contains_id"] is not None), set())
            zones |= {row["contains_id"]} - {None}
        fares = tuple(
            FeedFare(
                names[row["feed"]],
                Decimal(str(row["price"])),
                row["currency_type"],
                row["transfers"],
                row["transfer_duration"],
                row["agency_id"],
                tuple(
                    Rule(route, origin, destination, frozenset(zones))
                    for (route, origin, destination, _), zones in rules.get(
                        (row["feed"], row["fare_id"]), {}
                    ).items()
                ),
            )
            for row in timetable.fares.to_pylist()
        )
        if not fares:
            msg = (
                'fares: "gtfs" needs feeds with fare_attributes.txt, and this network has no fare '
                "that can be used. Give a file of fares, or see the problems of the feeds: "
                "accessibility network check."
            )
            raise UsageError(msg)
        return cls(fares)

    def fare(self, rides: "Sequence[Ride]") -> Fare:
        """
        Give the fare of a journey: the cheapest combination of tickets for these very rides.

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
            If no fare covers a ride, or the journey would be paid in several currencies.
        """
        found: list[Fare] = []
        for currency, fares in self._by_currency.items():

            def price(start: int, end: int, fares: list[FeedFare] = fares) -> Decimal | None:
                ticket = rides[start:end]
                return min((fare.price for fare in fares if fare.covers(ticket)), default=None)

            amount, _ = cheapest_tickets(len(rides), price)
            if amount is not None:
                found.append(Fare(amount, currency))
        if len(found) == 1:
            return found[0]
        if not rides:
            return Fare(Decimal(0), None)
        if found:
            names = ", ".join(fare.currency or "" for fare in found)
            msg = f"it can be paid in several currencies: {names}"
            raise UnknownFare(msg)
        raise UnknownFare(self._why(rides))

    def _why(self, rides: "Sequence[Ride]") -> str:
        for ride in rides:
            if not any(fare.covers([ride]) for fare in self.fares):
                return f"feed {ride.feed} has no fare for route {ride.route_id} between its stops"
        return "its rides are paid in different currencies"
