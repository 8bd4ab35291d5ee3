"""Kinds of services: a table from their names to OpenStreetMap tags, which users extend."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from accessibility.errors import InputError, UsageError
from accessibility.network.extract.tagged import PLACE_KEYS, PLACE_RAILWAYS
from accessibility.places.osm.conditions import Condition, Test, Words, accepts, holds, is_positive

__all__ = ["Kind", "KindsTable", "anchor_of", "load_kinds", "read_tags_table"]

KINDS_FILE = Path(__file__).with_name("kinds.toml")
"""The kinds that are known without a file of the user's."""

_Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
_Said = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

_PROBLEMS = {
    "extra_forbidden": "is no entry of this table",
    "missing": "is missing",
    "string_pattern_mismatch": "is no name for a kind",
    "too_short": "is empty",
}
_HINTS = {
    "extra_forbidden": "Known are label, plural, tags, except and note; [every_kind] has except.",
    "missing": "A kind needs label, plural and tags.",
    "string_pattern_mismatch": "Names of kinds are small letters, digits and _, as in food_shop.",
    "too_short": "Give at least one, or leave it out.",
}
_HINT = (
    'A condition is a table of keys, as { amenity = "pharmacy" }; a value is a text, a list of '
    "texts, true, false or { words = [...] }."
)


class Kind(BaseModel):
    """
    A kind of service.

    Parameters
    ----------
    label
        What one is called, in plain English.
    plural
        What several are called.
    tags
        Conditions on tags; a place is of the kind if one of them holds.
    except_
        Conditions; a place is not of the kind if one of these holds. Called ``except`` in files.
    note
        What OpenStreetMap cannot tell about it, or what else to know.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: _Said
    plural: _Said
    tags: Annotated[tuple[Condition, ...], Field(min_length=1)]
    except_: tuple[Condition, ...] = Field(default=(), alias="except")
    note: str = ""

    def matches(self, tags: Mapping[str, str]) -> bool:
        """
        Say whether something with these tags is of the kind.

        Parameters
        ----------
        tags
            Tags of an element of OpenStreetMap.

        Returns
        -------
        bool
            Whether it is.
        """
        if not any(holds(condition, tags) for condition in self.tags):
            return False
        return not any(holds(condition, tags) for condition in self.except_)

    def called(self, count: int) -> str:
        """
        Name so many of the kind.

        Parameters
        ----------
        count
            How many.

        Returns
        -------
        str
            As ``1 library`` or ``6 libraries``.
        """
        return f"{count:,} {self.label if count == 1 else self.plural}"


class _EveryKind(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    except_: tuple[Condition, ...] = Field(default=(), alias="except")


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    every_kind: _EveryKind | None = None
    kinds: dict[_Name, Kind]


@dataclass(frozen=True)
class KindsTable:
    """
    Kinds by name.

    Parameters
    ----------
    kinds
        The kinds; what no service may be stands in each.
    """

    kinds: Mapping[str, Kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self.kinds)

    def __len__(self) -> int:
        return len(self.kinds)

    def __getitem__(self, name: str) -> Kind:
        """
        Find a kind.

        Parameters
        ----------
        name
            Its name.

        Returns
        -------
        Kind
            The kind.

        Raises
        ------
        UsageError
            If there is none of that name; it says which may be meant.
        """
        if name in self.kinds:
            return self.kinds[name]
        near = self.nearest(name)
        hint = f" Did you mean {near}?" if near else ""
        msg = f'There is no kind of service "{name}".{hint} All kinds: {", ".join(self.kinds)}.'
        raise UsageError(msg)

    def nearest(self, name: str) -> str | None:
        """
        Find the kind that a wrong name may mean.

        Parameters
        ----------
        name
            The name, in the singular or plural; a value of a tag will do, too.

        Returns
        -------
        str or None
            Name of the kind; None if nothing is like it.
        """
        sought = name.strip().casefold()
        spoken = {
            word.casefold(): known
            for known, kind in reversed(list(self.kinds.items()))
            for word in (*_values_of(kind), kind.plural, kind.label, known)
        }
        near = get_close_matches(sought, spoken, n=1, cutoff=0.6)
        return spoken[near[0]] if near else None

    def extended(self, other: Self) -> Self:
        """
        Add other kinds.

        Parameters
        ----------
        other
            What it says of a kind replaces what is said here.

        Returns
        -------
        KindsTable
            Both.
        """
        return type(self)({**self.kinds, **other.kinds})


def load_kinds(extra: str | Path | None = None) -> KindsTable:
    """
    Read the table of kinds.

    Parameters
    ----------
    extra
        A file of the user's in the form of ``kinds.toml`` beside this one, whose kinds are added
        or replace those of the same name; default none.

    Returns
    -------
    KindsTable
        Ours in the order of our file, then the user's.

    Raises
    ------
    InputError
        If the file is missing, no TOML, or says what cannot be meant.
    """
    ours = _ours()
    if extra is None:
        return ours
    given = _read(Path(extra))
    refused = given.every_kind or _read(KINDS_FILE).every_kind
    return ours.extended(_with_refused(given.kinds, refused))


def read_tags_table(path: Path, model: type[BaseModel]) -> Any:
    """
    Read a file of conditions on tags.

    Parameters
    ----------
    path
        A file in TOML.
    model
        What it must hold.

    Returns
    -------
    object
        A `model`.

    Raises
    ------
    InputError
        If the file is missing, no TOML, or does not hold that; it names the place.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        msg = f"{path}: there is no such file. Check the name and the folder you are in."
        raise InputError(msg) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError.at(path, f"cannot be read ({error})", "Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError.at(path, f"is no TOML ({error})", "Mend it there.") from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise _fault(path, content, error) from None


def anchor_of(condition: Mapping[str, Test]) -> tuple[str, Test] | None:
    """
    Find the test that says under which key a network keeps what a condition asks for.

    Parameters
    ----------
    condition
        The condition.

    Returns
    -------
    key : str
        A key of `PLACE_KEYS`, or ``railway``.
    test : Test
        What is asked of it. None, instead of both, if networks keep nothing of the kind.
    """
    for key, test in condition.items():
        if key in PLACE_KEYS and is_positive(test):
            return key, test
    test = condition.get("railway", False)
    return ("railway", test) if any(accepts(test, value) for value in PLACE_RAILWAYS) else None


@cache
def _ours() -> KindsTable:
    file = _read(KINDS_FILE)
    return _with_refused(file.kinds, file.every_kind)


def _read(path: Path) -> _File:
    file: _File = read_tags_table(path, _File)
    for name, kind in file.kinds.items():
        for number, condition in enumerate(kind.tags, start=1):
            if anchor_of(condition) is None:
                problem = f"names no key of places that networks keep ({', '.join(condition)})"
                remedy = (
                    f"Name one of {', '.join(sorted(PLACE_KEYS))}, or railway with one of "
                    f"{', '.join(sorted(PLACE_RAILWAYS))}."
                )
                field = f"kinds.{name}.tags[{number}]"
                raise InputError.at(path, problem, remedy, field=field)
    return file


def _with_refused(kinds: Mapping[str, Kind], refused: _EveryKind | None) -> KindsTable:
    more = refused.except_ if refused is not None else ()
    return KindsTable(
        {
            name: kind.model_copy(update={"except_": (*kind.except_, *more)})
            for name, kind in kinds.items()
        }
    )


def _fault(path: Path, content: Any, error: ValidationError) -> InputError:
    """Say where a table is wrong; conditions are counted from 1."""
    fault = error.errors(include_url=False)[0]
    field, at = "", content
    for part in fault["loc"]:
        if isinstance(at, list) and isinstance(part, int) and part < len(at):
            field, at = f"{field}[{part + 1}]", at[part]
        elif isinstance(at, dict) and part in at:
            field, at = f"{field}.{part}".lstrip("."), at[part]
        elif fault["type"] == "missing":
            field = f"{field}.{part}".lstrip(".")
            break
        else:  # the rest names one of several types that a value might have had
            break
    problem = _PROBLEMS.get(fault["type"], "is not what belongs there")
    shown = None if isinstance(at, dict | list) else at
    remedy = _HINTS.get(fault["type"], _HINT)
    return InputError.at(path, problem, remedy, field=field or None, value=shown)


def _values_of(kind: Kind) -> Iterator[str]:
    for condition in kind.tags:
        for test in condition.values():
            if isinstance(test, str):
                yield test
            elif isinstance(test, tuple):
                yield from test
            elif isinstance(test, Words):
                yield from test.words
