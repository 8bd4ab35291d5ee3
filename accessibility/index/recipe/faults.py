"""Faults of a recipe, each with the line it stands on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from accessibility.errors import InputError
from accessibility.index.recipe.lines import KeyPath, key_lines

__all__ = ["Fault", "error_of", "faults_of", "nearest"]

_PLAIN = {
    "missing": "is missing",
    "bool_type": "is not true or false",
    "date_type": "is no date, as 2019-03-12 without quotes",
    "dict_type": "is no table",
    "finite_number": "is not finite",
    "float_type": "is no number",
    "int_type": "is no whole number",
    "model_type": "is no table",
    "string_pattern_mismatch": "is no name: small letters, digits and _, as in food_shop",
    "string_too_short": "is empty",
    "string_type": "is no text in quotes",
    "too_short": "is empty",
    "tuple_type": "is no list, as [1, 2]",
}
MOST_SHOWN = 20


@dataclass(frozen=True)
class Fault:
    """
    Something wrong with a recipe.

    Parameters
    ----------
    path
        Where: the keys from the outermost table inwards.
    problem
        What, going on from the name of the key; no full stop.
    remedy
        What to do, as a sentence.
    value
        The value as it stands in the file; None if the fault is not in a value.
    """

    path: KeyPath
    problem: str
    remedy: str
    value: object = None


def nearest(name: str, known: Iterable[str]) -> str:
    """
    Name what a wrong name may mean.

    Parameters
    ----------
    name
        The wrong name.
    known
        Names that there are.

    Returns
    -------
    str
        A sentence.
    """
    names = list(known)
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    if near:
        return f"Did you mean {near[0]}?"
    return f"Known are {', '.join(names)}." if names else "There is none."


def error_of(file: Path, text: str, faults: Sequence[Fault]) -> InputError:
    """
    Tell all faults of a recipe at once.

    Parameters
    ----------
    file
        The recipe.
    text
        What it holds.
    faults
        At least one.

    Returns
    -------
    InputError
        A line for each fault, in the order of the file.
    """
    lines = key_lines(text)
    placed = sorted(((_line_of(lines, fault.path), fault) for fault in faults), key=lambda x: x[0])
    said = []
    for line, fault in placed[:MOST_SHOWN]:
        field = ".".join(f"[{part + 1}]" if isinstance(part, int) else part for part in fault.path)
        value = None if isinstance(fault.value, dict | list) else fault.value
        at = line or None
        said.append(
            str(
                InputError.at(
                    file,
                    fault.problem,
                    fault.remedy,
                    line=at,
                    field=field.replace(".[", "["),
                    value=value,
                )
            )
        )
    if len(placed) > MOST_SHOWN:
        said.append(f"{file}: there are {len(placed) - MOST_SHOWN} more faults.")
    return InputError("\n".join(said))


def faults_of(model: type[BaseModel], content: Any, error: ValidationError) -> list[Fault]:
    """
    Put what pydantic found in words.

    Parameters
    ----------
    model
        What the file should hold.
    content
        What it holds.
    error
        What is wrong with that.

    Returns
    -------
    list of Fault
        One for each place.
    """
    at_path: dict[KeyPath, list[ErrorDetails]] = {}
    for details in error.errors(include_url=False):
        at_path.setdefault(_path_in(content, details), []).append(details)
    inner = [path for path in at_path if not any(_is_within(other, path) for other in at_path)]
    return [_fault(model, path, at_path[path]) for path in inner]


def _is_within(other: KeyPath, path: KeyPath) -> bool:
    """Of the choices that a value has, the one that it comes nearest to is talked about."""
    return len(other) > len(path) and other[: len(path)] == path


def _path_in(content: Any, details: ErrorDetails) -> KeyPath:
    """The keys of the file alone: pydantic also names which choice it tried."""
    path: KeyPath = ()
    at = content
    for number, part in enumerate(details["loc"], start=1):
        is_last = number == len(details["loc"])
        inside: Any = None
        if isinstance(at, dict):
            inside = at.get(part)
        elif isinstance(at, list) and isinstance(part, int) and part < len(at):
            inside = at[part]
        if inside is not None:
            path, at = (*path, part), inside
        elif is_last and details["type"] == "missing":
            path = (*path, part)
    return path


def _fault(model: type[BaseModel], path: KeyPath, found: list[ErrorDetails]) -> Fault:
    first = found[0]
    if first["type"] == "extra_forbidden":
        known = _keys_at(model, path[:-1])
        return Fault(path, "is unknown", nearest(str(path[-1]), known))
    if first["type"] == "missing":
        return Fault(path, "is missing", "Give it a value.")
    said = " and ".join(dict.fromkeys(_in_words(details) for details in found))
    value = first["input"]
    if first["type"] == "string_pattern_mismatch" or isinstance(value, dict | list | tuple):
        value = None
    remedy = "Mend the value."
    if path[0] == "sources":
        remedy = 'Write "path.of.the.value" = { status = "published", source = "..." }, in quotes.'
    return Fault(path, said, remedy, value)


def _in_words(details: ErrorDetails) -> str:
    if details["type"] == "literal_error":
        return f"is not {details.get('ctx', {}).get('expected', '')}".replace("'", '"')
    said = details["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return _PLAIN.get(details["type"], said.replace("should be", "is not"))


def _keys_at(model: type[BaseModel], path: KeyPath) -> list[str]:
    """Keys that a table may have."""
    kind: Any = model
    for part in path:
        kind = _inside(kind, part)
    for choice in _choices(kind):
        if isinstance(choice, type) and issubclass(choice, BaseModel):
            return list(choice.model_fields)
    return []


def _inside(kind: Any, part: str | int) -> Any:
    for choice in _choices(kind):
        if isinstance(choice, type) and issubclass(choice, BaseModel):
            return choice.model_fields[str(part)].annotation
        if get_origin(choice) is dict:
            return get_args(choice)[1]
    return None


def _choices(kind: Any) -> tuple[Any, ...]:
    if get_origin(kind) is Annotated:
        return _choices(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return tuple(inner for choice in get_args(kind) for inner in _choices(choice))
    return (kind,)


def _line_of(lines: dict[KeyPath, int], path: KeyPath) -> int:
    """The line of a key, or of the table that should have it; 0 if there is neither."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 0
