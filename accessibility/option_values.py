"""How options are read: durations, moments, lists of names, and one error for all faults."""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from accessibility.errors import UsageError

__all__ = [
    "Options",
    "duration",
    "names_of",
    "parse_minutes",
    "to_seconds",
    "values_by_name",
]

_DURATION = re.compile(
    r"(?:(?P<hours>\d+(?:\.\d+)?)\s*h(?:ours?)?)?\s*"
    r"(?:(?P<minutes>\d+(?:\.\d+)?)\s*m(?:in(?:utes?)?)?)?\s*"
    r"(?:(?P<seconds>\d+(?:\.\d+)?)\s*s(?:ec(?:onds?)?)?)?"
)


def parse_minutes(value: object) -> float:
    """
    Read a duration: a number of minutes, or words such as ``1h30m``, ``1000s``, ``20min``.

    Parameters
    ----------
    value
        Number or text; a number as text means minutes as well.

    Returns
    -------
    float
        Minutes, rounded to the nearest whole second (halves up).

    Raises
    ------
    ValueError
        If the value is no duration or is negative.
    """
    problem = f'"{value}" is no duration: give minutes (20) or "1h30m", "20min", "1000s"'
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(problem)  # noqa: TRY004 - pydantic collects ValueError only
    if isinstance(value, str):
        seconds = _text_to_seconds(value.strip().lower(), problem)
    else:
        seconds = float(value) * 60
    if not 0 <= seconds < float("inf"):
        raise ValueError(problem)
    return int(seconds + 0.5) / 60


def _text_to_seconds(text: str, problem: str) -> float:
    try:
        return float(text) * 60
    except ValueError:
        found = _DURATION.fullmatch(text)
    if not text or found is None:
        raise ValueError(problem)
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def duration(least_s: Literal[0, 1], most_min: int) -> Callable[[object], float]:
    """
    Make a reader of durations within bounds.

    Parameters
    ----------
    least_s, most_min
        The shortest duration in seconds, and the longest in minutes.

    Returns
    -------
    callable
        Takes what `parse_minutes` takes and gives minutes.
    """

    def read(value: object) -> float:
        minutes = parse_minutes(value)
        if not least_s <= round(minutes * 60) <= most_min * 60:
            least = "1 second" if least_s else "0"
            msg = f'"{value}" is out of range: from {least} to {most_min} minutes'
            raise ValueError(msg)
        return minutes

    return read


def to_seconds(minutes: float | str) -> int:
    """
    Turn minutes that were read into whole seconds.

    Parameters
    ----------
    minutes
        Minutes.

    Returns
    -------
    int
        Seconds.
    """
    return round(float(minutes) * 60)


def names_of(known: Sequence[str]) -> Callable[[object], tuple[str, ...]]:
    """
    Make a reader of lists of names.

    Parameters
    ----------
    known
        Names that may be given.

    Returns
    -------
    callable
        Takes a list, or text with commas, and gives the names once each in the order of `known`.
    """

    def read(value: object) -> tuple[str, ...]:
        names = value.split(",") if isinstance(value, str) else value
        if not isinstance(names, list | tuple | set | frozenset):
            msg = f'"{value}" is no list of names. Known: {", ".join(known)}'
            raise ValueError(msg)  # noqa: TRY004 - pydantic collects ValueError only
        wanted = {str(name).strip().lower() for name in names} - {""}
        unknown = sorted(wanted - set(known))
        if unknown or not wanted:
            named = f'"{", ".join(unknown)}" is unknown' if unknown else "names nothing"
            msg = f"{named}. Known: {', '.join(known)}"
            raise ValueError(msg)
        return tuple(name for name in known if name in wanted)

    return read


def values_by_name(
    known: Sequence[str], read_value: Callable[[object], Any], what: str
) -> Callable[[object], dict[str, Any]]:
    """
    Make a reader of tables from names to values.

    Parameters
    ----------
    known
        Names that may be given.
    read_value
        Reads a value, and raises ValueError for one that does not fit.
    what
        What the names are, for messages: ``vehicle``, ``road class``.

    Returns
    -------
    callable
        Takes a mapping, or text such as ``bus=8,rail=12``, and gives a dict in the order of
        `known`.
    """

    def read(value: object) -> dict[str, Any]:
        given = _pairs(value, known[0]) if isinstance(value, str) else value
        if not isinstance(given, Mapping):
            msg = f'"{value}" is no table: give {known[0]}=VALUE, or a dict'
            raise ValueError(msg)  # noqa: TRY004 - pydantic collects ValueError only
        table = {}
        for name, entry in given.items():
            if name not in known:
                near = get_close_matches(str(name), known, n=1)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
                msg = f'there is no {what} "{name}": {hint}'
                raise ValueError(msg)
            try:
                table[name] = read_value(entry)
            except ValueError as error:
                msg = f"{name}: {error}"
                raise ValueError(msg) from None
        return {name: table[name] for name in known if name in table}

    return read


def _pairs(text: str, example: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for part in text.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not name and not equals:
            continue
        if not equals:
            msg = f'"{name}" has no value: write {name}=VALUE'
            raise ValueError(msg)
        if name in table:
            msg = f'"{name}" is named twice: give it one value'
            raise ValueError(msg)
        table[name] = value
    if not table:
        msg = f'"{text}" names nothing: write {example}=VALUE'
        raise ValueError(msg)
    return table


class Options(BaseModel):
    """Frozen, knows every name, and reports a fault as one `UsageError`."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            known = list(type(self).model_fields)
            faults = error.errors(include_url=False)
            raise UsageError("; ".join(_fault(known, fault) for fault in faults)) from None


def _fault(known: list[str], fault: ErrorDetails) -> str:
    name = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
        return f'There is no option "{name}": {hint}'
    if fault["type"] == "value_error":
        said = fault["msg"].removeprefix("Value error, ")
        return f"{name}: {said}" if name else said  # a contradiction names its options itself
    return f'{name}: "{fault["input"]}" does not fit: {fault["msg"].lower()}'
