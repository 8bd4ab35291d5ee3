"""Parameters of operations: read strictly, so that a slip of the pen never goes by in silence."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    ValidationError,
    model_validator,
)

from accessibility.moments import ArriveBy, DepartAt, When
from accessibility.operations.request import BadRequestError
from accessibility.options import TravelOptions

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from accessibility.network.network import Network
    from accessibility.places.points import Points

__all__ = ["AbsolutePath", "Parameters", "PlacesGiven", "Source", "TravelParameters", "reader"]

LONGEST_QUOTE = 80
"""Characters of a wrong value that are repeated in a message."""


def _checked(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("is no text")  # noqa: TRY004 - pydantic collects ValueError only
    if "\0" in value or not Path(value).is_absolute():
        raise ValueError("is no absolute path")
    return value


AbsolutePath = Annotated[Path, BeforeValidator(lambda value: Path(_checked(value)))]
Source = Annotated[str, AfterValidator(_checked)]
"""A table, or a layer of a file, named as QGIS does: ``/data/town.gpkg|layername=shops``."""


class Parameters(BaseModel):
    """Knows its parameters by name and kind, and no others."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


P = TypeVar("P", bound=Parameters)


def reader(kind: type[P]) -> Callable[[Mapping[str, Any]], P]:
    """
    Make what reads the parameters of an operation.

    Parameters
    ----------
    kind
        The parameters.

    Returns
    -------
    callable
        Takes an object of JSON and raises `BadRequestError` for one that does not fit.
    """

    def read(given: Mapping[str, Any]) -> P:
        try:
            return kind.model_validate(given)
        except ValidationError as error:
            faults = error.errors(include_url=False)
            known = list(kind.model_fields)
            msg = "; ".join(dict.fromkeys(_fault(known, fault) for fault in faults[:5]))
            raise BadRequestError(f"{msg}.") from None

    return read


def _fault(known: list[str], fault: "ErrorDetails") -> str:
    name = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in fault["loc"]).lstrip(".")
    if fault["type"] == "extra_forbidden":
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
        return f'There is no parameter "{name}": {hint}'.rstrip("?")
    if fault["type"] == "missing":
        return f"{name} is missing"
    if fault["type"] == "value_error":
        said = fault["msg"].removeprefix("Value error, ")
        return f'{name} "{_quoted(fault["input"])}" {said}' if name else said
    return f'{name} "{_quoted(fault["input"])}" does not fit: {fault["msg"].lower()}'


def _quoted(value: object) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


_Point = Annotated[tuple[int | str, float, float], Strict(strict=False)]
"""JSON has lists only."""


class PlacesGiven(Parameters):
    """
    Points: each by itself, or in a file.

    Parameters
    ----------
    points
        Identifier, longitude and latitude of each.
    file, id, crs
        A table or layer, its column of identifiers, and its CRS if it does not say it.
    """

    points: list[_Point] | None = None
    file: Source | None = None
    id: str = "id"
    crs: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.points is None) == (self.file is None):
            raise ValueError("needs either points or file")
        if self.points is not None and self.model_fields_set & {"id", "crs"}:
            raise ValueError("needs no id or crs beside points: they are in degrees")
        return self

    def read(self, network: "Network", name: str) -> "Points":
        """
        Read the points.

        Parameters
        ----------
        network
            The network that they are for.
        name
            What to call them in messages.

        Returns
        -------
        Points
            The points.

        Raises
        ------
        InputError
            If they are faulty.
        """
        from pandas import DataFrame  # noqa: PLC0415 - slow to load

        from accessibility.analysis.questions import street_extent  # noqa: PLC0415
        from accessibility.places.points import read_points  # noqa: PLC0415

        extent = street_extent(network)
        if self.file is not None:
            return read_points(self.file, id_column=self.id, crs=self.crs, extent=extent)
        table = DataFrame(self.points, columns=["id", "lon", "lat"])
        return read_points(table, extent=extent, name=name)


class Moment(Parameters):
    """
    A departure or deadline.

    Parameters
    ----------
    direction, moment, window, measure
        As the fields of `DepartAt` and `ArriveBy`.
    """

    direction: Literal["depart", "arrive"]
    moment: str
    window: float | str = 0
    measure: Literal["elapsed", "journey"] = "elapsed"

    def read(self) -> When:
        """
        Make the moment.

        Returns
        -------
        When
            A departure or deadline.

        Raises
        ------
        UsageError
            If it is none.
        """
        kind = DepartAt if self.direction == "depart" else ArriveBy
        return kind(self.moment, self.window, self.measure)


class TravelParameters(Parameters):
    """
    What all analyses are asked with.

    Parameters
    ----------
    network
        Folder of the network.
    when
        Departures and deadlines.
    output
        The file to write.
    options
        What travellers can and will do, by name.
    """

    network: AbsolutePath
    when: list[Moment] | None = None
    output: AbsolutePath
    options: dict[str, Any] = Field(default={})

    def moments(self) -> When | list[When] | None:
        """
        Make the moments.

        Returns
        -------
        When, list or None
            As the functions of the package take them.

        Raises
        ------
        UsageError
            If one is none.
        """
        moments = [moment.read() for moment in self.when or ()]
        return moments if len(moments) > 1 else next(iter(moments), None)

    def travellers(self) -> TravelOptions:
        """
        Make the options of travellers.

        Returns
        -------
        TravelOptions
            The options.

        Raises
        ------
        UsageError
            If they contradict one another.
        """
        return TravelOptions(**self.options)
