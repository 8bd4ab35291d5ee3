"""Fares that the user writes down: a TOML file with prices of rides, zones, transfers and caps."""

import tomllib
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from accessibility.analysis.fares.fares import Fare, UnknownFare, cheapest_tickets
from accessibility.errors import InputError
from accessibility.options import TRANSIT_MODES

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from accessibility.analysis.fares.rides import Ride

__all__ = ["Entry", "UserFares", "read_fare_table"]

REMEDY = "See the how-to page on fares for the form of the file."
METRES_PER_KM = 1000


def _money(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        msg = "is not a number"
        raise ValueError(msg)  # noqa: TRY004 - pydantic collects ValueError only
    amount = Decimal(value)
    if not amount.is_finite() or amount < 0:
        msg = "is not a price: give a number from 0 on"
        raise ValueError(msg)
    return amount


def _mode(value: object) -> str:
    if value not in TRANSIT_MODES:
        msg = f"is no kind of vehicle: known are {', '.join(TRANSIT_MODES)}"
        raise ValueError(msg)
    return str(value)


Money = Annotated[Decimal, BeforeValidator(_money)]
Name = Annotated[str, Field(min_length=1)]


class Entry(BaseModel):
    """
    What rides of some kind cost.

    Parameters
    ----------
    mode, operator, route
        The rides it is for, by one of these; all if none is given. An operator is an `agency_id` or
        the name of an agency, a route a `route_id`.
    price
        Of a ticket.
    price_per_km, boarding, minimum
        Or of a ticket by distance: for each kilometre, on top of it, and at least.
    zone_prices
        Or of a ticket by zones: for one zone, for two, and so on.
    transfer_minutes
        How many minutes after its first boarding a ticket lets people board another vehicle of this
        entry; None if it is for one ride.
    transfers
        How often; None for any number.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    mode: Annotated[str, BeforeValidator(_mode)] | None = None
    operator: Name | None = None
    route: Name | None = None
    price: Money | None = None
    price_per_km: Money | None = None
    boarding: Money | None = None
    minimum: Money | None = None
    zone_prices: Annotated[list[Money], Field(min_length=1)] | None = None
    transfer_minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    transfers: Annotated[int, Field(ge=1, le=20)] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        named = [name for name in ("mode", "operator", "route") if getattr(self, name) is not None]
        if len(named) > 1:
            msg = f"{' and '.join(named)}: an entry is for one of them"
            raise ValueError(msg)
        kinds = ("price", "price_per_km", "zone_prices")
        given = [name for name in kinds if getattr(self, name) is not None]
        if len(given) != 1:
            msg = f"{' and '.join(given) or 'price'}: give one of {', '.join(kinds)}"
            raise ValueError(msg)
        for name in ("boarding", "minimum"):
            if getattr(self, name) is not None and self.price_per_km is None:
                msg = f"{name}: has no effect without price_per_km"
                raise ValueError(msg)
        if self.transfers is not None and self.transfer_minutes is None:
            msg = "transfers: has no effect without transfer_minutes"
            raise ValueError(msg)
        return self

    @property
    def subject(self) -> tuple[str, str]:
        """What it is for: the kind and the name."""
        for kind in ("route", "operator", "mode"):
            name = getattr(self, kind)
            if name is not None:
                return kind, str(name)
        return "all", ""

    def covers(self, ticket: "Sequence[Ride]") -> bool:
        """
        Say whether one ticket is enough for some rides of this entry.

        Parameters
        ----------
        ticket
            The rides in order.

        Returns
        -------
        bool
            Whether it is.
        """
        changes = len(ticket) - 1
        if changes == 0:
            return True
        if self.transfer_minutes is None:
            return False
        lasted = ticket[-1].boarding_s - ticket[0].boarding_s
        few = self.transfers is None or changes <= self.transfers
        return few and lasted <= self.transfer_minutes * 60


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    journey_cap: Money | None = None
    operator_caps: dict[str, Money] = Field(default={})
    zones: dict[str, list[Name]] | None = None
    fare: Annotated[list[Entry], Field(min_length=1)]


class UserFares:
    """
    Fares of a file.

    Parameters
    ----------
    path
        The file, for messages.
    content
        What it says.
    """

    def __init__(self, path: Path, content: _File) -> None:
        self._path = path
        self._content = content
        self._entries: dict[tuple[str, str], Entry] = {}
        for number, entry in enumerate(content.fare, 1):
            if entry.subject in self._entries:
                kind, name = entry.subject
                what = f'{kind} "{name}"' if name else "all rides"
                problem = f"is for {what}, as an entry before it"
                raise InputError.at(path, problem, "Remove one of them.", field=f"fare {number}")
            self._entries[entry.subject] = entry
        self._zones = None if content.zones is None else self._zone_of_stop(content.zones)

    def _zone_of_stop(self, zones: dict[str, list[str]]) -> dict[str, str]:
        found: dict[str, str] = {}
        for zone, stops in zones.items():
            for stop in stops:
                if found.setdefault(stop, zone) != zone:
                    problem = f"is in zone {found[stop]} too"
                    remedy = "List each stop in one zone."
                    field = f"zones.{zone}"
                    raise InputError.at(self._path, problem, remedy, field=field, value=stop)
        return found

    def unknown_names(self, agencies: Sequence[str | None], routes: Sequence[str]) -> list[str]:
        """
        Find names in the file that a network does not know.

        Parameters
        ----------
        agencies, routes
            Ids and names of agencies, and ids of routes, that the network knows.

        Returns
        -------
        list of str
            A sentence for each.
        """
        subjects = [*self._entries, *(("operator", name) for name in self._content.operator_caps)]
        known: dict[str, set[str | None]] = {"operator": set(agencies), "route": set(routes)}
        return [
            f'{self._path}: {kind} "{name}" is not in the network; its fares apply to no ride.'
            for kind, name in dict.fromkeys(subjects)
            if kind in known and name not in known[kind]
        ]

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
            If a ride has no entry, or leads through a stop in no zone or through too many zones.
        """
        of_entry: dict[tuple[str, str], list[Ride]] = {}
        for ride in rides:
            of_entry.setdefault(self._entry(ride).subject, []).append(ride)
        by_operator: dict[str | None, Decimal] = {}
        for subject, parts in of_entry.items():
            for operator, amount in self._tickets(self._entries[subject], parts):
                by_operator[operator] = by_operator.get(operator, Decimal(0)) + amount
        caps = self._content.operator_caps
        total = sum(
            (min(paid, caps.get(name or "", paid)) for name, paid in by_operator.items()),
            Decimal(0),
        )
        cap = self._content.journey_cap
        return Fare(total if cap is None else min(total, cap), self._content.currency)

    def _entry(self, ride: "Ride") -> Entry:
        subjects: dict[str, list[str | None]] = {
            "route": [ride.route_id],
            "operator": [ride.agency_id, ride.agency_name],
            "mode": [ride.mode],
            "all": [""],
        }
        for kind, names in subjects.items():
            found = [
                self._entries[kind, name]
                for name in dict.fromkeys(names)
                if name is not None and (kind, name) in self._entries
            ]
            if len(found) > 1:
                problem = f'and operator "{ride.agency_name}" are the id and the name of one agency'
                remedy = "Remove one of the entries."
                raise InputError.at(
                    self._path, problem, remedy, field="operator", value=ride.agency_id
                )
            if found:
                return found[0]
        msg = f"no entry is for {ride.mode} route {ride.route_id} of {ride.agency_name}"
        raise UnknownFare(msg)

    def _tickets(self, entry: Entry, rides: "list[Ride]") -> "list[tuple[str | None, Decimal]]":
        """What tickets of one entry cost, by the operator that has a cap of its own."""
        groups: dict[str | None, list[Ride]] = {}
        caps = self._content.operator_caps
        for ride in rides:  # a cap of an operator is for tickets of this operator alone
            names = (ride.agency_id, ride.agency_name)
            groups.setdefault(next((n for n in names if n in caps), None), []).append(ride)
        paid = []
        for operator, part in groups.items():
            amount, _ = cheapest_tickets(len(part), self._price(entry, part))
            paid.append((operator, amount or Decimal(0)))
        return paid

    def _price(self, entry: Entry, rides: "list[Ride]") -> "Callable[[int, int], Decimal | None]":
        if entry.zone_prices is not None:
            for ride in rides:  # of a ride whose zones are not known nothing is known
                self._of_zones(entry.zone_prices, [ride])

        def price(start: int, end: int) -> Decimal | None:
            ticket = rides[start:end]
            if not entry.covers(ticket):
                return None
            if entry.price is not None:
                return entry.price
            if entry.price_per_km is not None:
                metres = sum((Decimal(str(ride.metres)) for ride in ticket), Decimal(0))
                whole = (entry.boarding or 0) + entry.price_per_km * metres / METRES_PER_KM
                return max(whole, entry.minimum or Decimal(0))
            try:
                return self._of_zones(entry.zone_prices or [], ticket)
            except UnknownFare:  # too many zones for one ticket
                return None

        return price

    def _of_zones(self, prices: "Sequence[Decimal]", ticket: "Sequence[Ride]") -> Decimal:
        zones: set[str | tuple[str, str]] = set()
        for ride in ticket:
            for stop, own in zip(ride.stops, ride.zones, strict=True):
                zone = own if self._zones is None else self._zones.get(stop)
                if zone is None:
                    msg = f"stop {stop} is in no zone"
                    raise UnknownFare(msg)
                zones.add((ride.feed, zone) if self._zones is None else zone)
        if len(zones) > len(prices):
            msg = f"a ride of {len(zones)} zones has no price; {len(prices)} are priced"
            raise UnknownFare(msg)
        return prices[len(zones) - 1]


def read_fare_table(path: Path) -> UserFares:
    """
    Read a file of fares.

    Parameters
    ----------
    path
        A TOML file.

    Returns
    -------
    UserFares
        The fares.

    Raises
    ------
    InputError
        If it cannot be read, or says something that cannot be meant.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise InputError.at(path, problem, "Check the name of the file.") from error
    except UnicodeDecodeError as error:
        raise InputError.at(path, "is not UTF-8", "Save the file as UTF-8.") from error
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise InputError.at(path, f"is no TOML ({error})", REMEDY) from error
    try:
        return UserFares(path, _File.model_validate(content))
    except ValidationError as error:
        raise _fault(path, error.errors(include_url=False)[0]) from None


def _fault(path: Path, fault: "ErrorDetails") -> InputError:
    """Name the entry (counted from 1), the field, the value and what is wrong with it."""
    place: list[str] = []
    for part in fault["loc"]:
        if isinstance(part, int):
            place[-1] += f" {part + 1}"
        else:
            place.append(str(part))
    field = ".".join(place)
    value: Any = fault["input"]
    if fault["type"] == "missing":
        return InputError.at(path, "is missing", REMEDY, field=field)
    if fault["type"] == "extra_forbidden":
        return InputError.at(path, "is not known", REMEDY, field=field, value=value)
    if fault["type"] == "value_error":
        said = fault["msg"].removeprefix("Value error, ")
        if isinstance(value, dict):
            return InputError.at(path, f"{field}: {said}", REMEDY)
        return InputError.at(path, said, REMEDY, field=field, value=value)
    return InputError.at(
        path, f"does not fit: {fault['msg'].lower()}", REMEDY, field=field, value=value
    )
