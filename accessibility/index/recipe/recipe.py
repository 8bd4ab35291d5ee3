"""A recipe: all that makes an index but the data, and what stands behind each value."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from accessibility.index.recipe.parts import (
    About,
    Areas,
    Domain,
    Extent,
    Indicator,
    Name,
    Origins,
    Overall,
    PrivateShareRule,
    Source,
    Status,
    SubDomain,
    Timetables,
    Trip,
)
from accessibility.moments import ArriveBy, DepartAt, When
from accessibility.options import TravelOptions

__all__ = ["Recipe", "Value", "covers", "read_moment"]

_MOMENT = re.compile(r"(arrive|depart) ((?:[01]?\d|2[0-3]):[0-5]\d)")
_PROSE = {"label", "title", "about", "version"}
_NOT_GIVEN = Source(status="assumed", source="the recipe gives no source")
_DEFAULT = Source(status="assumed", source="not in the recipe: the default of this program")


@dataclass(frozen=True)
class Value:
    """
    A value of a recipe with what stands behind it.

    Parameters
    ----------
    path
        Where it stands: ``trips.by_bus.cap``.
    value
        The value.
    status
        ``published``, ``workshop``, ``assumed`` or ``deviation``.
    source
        Where it is printed, who said it, or why it was chosen.
    """

    path: str
    value: object
    status: Status
    source: str


class Recipe(BaseModel):
    """
    A recipe; `accessibility.index.recipe.recipes.load_recipe` reads one.

    Parameters
    ----------
    recipe
        What it is.
    areas
        The small areas.
    origins
        From where people set out.
    extent
        What data have to cover.
    timetables
        The day, and how thin timetables may be.
    travel
        Tables of travel options by name.
    trips
        Questions of nearest services by name.
    private_share
        Which share of people goes by car.
    indicators
        Numbers for each area by name.
    subdomains
        Weighted indicators by name.
    domain
        Weighted sub-domains.
    overall
        The index that the domain is a part of.
    sources
        What stands behind values, by their paths.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    recipe: About
    areas: Areas
    origins: Origins | None = None
    extent: Extent = Extent()
    timetables: Timetables | None = None
    travel: dict[Name, dict[str, Any]] = Field(default={})
    trips: dict[Name, Trip] = Field(default={})
    private_share: PrivateShareRule | None = None
    indicators: dict[Name, Indicator] = Field(min_length=1)
    subdomains: dict[Name, SubDomain] = Field(min_length=1)
    domain: Domain
    overall: Overall | None = None
    sources: dict[str, Source] = Field(default={})

    _name: str = PrivateAttr(default="recipe")
    _text: str = PrivateAttr(default="")

    @property
    def name(self) -> str:
        """The name of its file without the ending."""
        return self._name

    @property
    def text(self) -> str:
        """The text of its file; empty if it is from none."""
        return self._text

    def values(self) -> tuple[Value, ...]:
        """
        List the values and what stands behind each.

        Returns
        -------
        tuple of Value
            In the order of the recipe's tables, defaults included; names and labels are none.
        """
        given = {path for path, _ in _leaves(self.model_dump(exclude_unset=True))}
        found = []
        for path, value in _leaves(self.model_dump(exclude_none=True)):
            behind = self.source_of(path) or (_NOT_GIVEN if path in given else _DEFAULT)
            if path in given or value not in ((), {}):
                found.append(Value(".".join(path), value, behind.status, behind.source))
        return tuple(found)

    def not_published(self) -> tuple[Value, ...]:
        """
        List the values that are not published.

        Returns
        -------
        tuple of Value
            Those of a workshop, assumed ones and deviations, in the order of the recipe's tables.
        """
        return tuple(value for value in self.values() if value.status != "published")

    def source_of(self, path: tuple[str, ...]) -> Source | None:
        """
        Find what stands behind a value.

        Parameters
        ----------
        path
            Its path: ``("trips", "by_bus", "cap")``.

        Returns
        -------
        Source or None
            That of the longest path in `sources` that leads to it; of several as long, the one
            with fewer ``*``. None if there is none.
        """
        fitting = [key for key in self.sources if covers(key, path)]
        if not fitting:
            return None
        return self.sources[max(fitting, key=_detail)]

    def on(self, day: date | None) -> "Recipe":
        """
        Move all moments to another day.

        Parameters
        ----------
        day
            The day; None leaves them.

        Returns
        -------
        Recipe
            The same but for that.
        """
        if self.timetables is None or day is None or self.timetables.date == day:
            return self
        timetables = self.timetables.model_copy(update={"date": day})
        return self.model_copy(update={"timetables": timetables})

    def options_of(self, trip: str) -> TravelOptions:
        """
        Give what travellers can and will do on a trip.

        Parameters
        ----------
        trip
            Its name.

        Returns
        -------
        TravelOptions
            The options.
        """
        return TravelOptions(**self.travel[self.trips[trip].travel])

    def question_of(self, trip: str) -> dict[str, Any]:
        """
        Put a trip as `accessibility.analysis.nearest.nearest.nearest_services` is asked.

        Parameters
        ----------
        trip
            Its name.

        Returns
        -------
        dict
            Keyword arguments: options, moments there and back, percentiles, rules and the cap.
            Answers hold no more than the cap; where `Trip.unreachable` says other minutes, they
            are put in by the state.
        """
        asked = self.trips[trip]
        back = self._moments(asked, asked.back)
        whens = {"when": self._moments(asked, asked.there) or None, "return_when": back or None}
        return whens | {
            "options": self.options_of(trip),
            "percentiles": None if asked.percentile is None else (asked.percentile,),
            "nearest_rule": asked.nearest_rule,
            "return_service": asked.return_service,
            "cap": asked.cap,
        }

    def _moments(self, trip: Trip, texts: tuple[str, ...]) -> list[When]:
        day = f"{self.timetables.date:%Y-%m-%d}" if self.timetables else ""
        moments = [read_moment(text) for text in texts]
        return [kind(f"{day} {clock}", trip.window, trip.measure) for kind, clock in moments]


def read_moment(text: str) -> tuple[type[ArriveBy | DepartAt], str]:
    """
    Read a moment of a trip.

    Parameters
    ----------
    text
        As ``arrive 09:00``.

    Returns
    -------
    kind : type
        `ArriveBy` or `DepartAt`.
    clock : str
        Time of day.

    Raises
    ------
    ValueError
        If the text is no moment.
    """
    found = _MOMENT.fullmatch(text)
    if found is None:
        msg = f'"{text}" is no moment such as "arrive 09:00" or "depart 17:30"'
        raise ValueError(msg)
    return (ArriveBy if found[1] == "arrive" else DepartAt), found[2]


def covers(key: str, path: tuple[str, ...]) -> bool:
    """
    Tell whether a path in ``sources`` leads to a value.

    Parameters
    ----------
    key
        The path: ``trips.*.cap``; ``trips`` leads to all that stands below, ``*`` is any name.
    path
        The path of the value.

    Returns
    -------
    bool
        Whether it does.
    """
    parts = key.split(".")
    if len(parts) > len(path):
        return False
    return all(part in ("*", name) for part, name in zip(parts, path, strict=False))


def _detail(key: str) -> tuple[int, int]:
    parts = key.split(".")
    return len(parts), -parts.count("*")


def _leaves(
    table: Mapping[str, Any], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Values with their paths; what a value is called in words is none."""
    for key, value in table.items():
        path = (*above, str(key))
        if path[0] == "sources" or key in _PROSE:
            continue
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, path)
        else:
            yield path, value
