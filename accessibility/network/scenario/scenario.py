"""A scenario: a file of changes, what it hashes to, and what it did to a network."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import ValidationError

from accessibility.errors import InputError
from accessibility.network.scenario.contents import Contents
from accessibility.network.scenario.toml_lines import line_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

__all__ = ["Applied", "AppliedChange", "Scenario"]

REMEDY = 'The how-to "Ask what if" shows each table of a scenario.'


@dataclass(frozen=True)
class AppliedChange:
    """
    What one change did to the timetables.

    Parameters
    ----------
    change
        Which it is, such as ``drop 1``, counted from 1.
    dropped
        Trips that no longer run on any day.
    added
        Trips that are new.
    changed
        Trips that run at other times, on fewer days or without a stop.
    """

    change: str
    dropped: int = 0
    added: int = 0
    changed: int = 0

    def __str__(self) -> str:
        counts = {"dropped": self.dropped, "added": self.added, "changed": self.changed}
        words = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
        return f"{self.change}: {words or 'no trip differs'}"


@dataclass(frozen=True)
class Applied:
    """
    What a scenario did to the timetables of a network.

    Parameters
    ----------
    changes
        One for each change, in the order in which they were made.
    """

    changes: tuple[AppliedChange, ...] = ()

    @property
    def dropped(self) -> int:
        """Trips dropped by all changes together."""
        return sum(change.dropped for change in self.changes)

    @property
    def added(self) -> int:
        """Trips added by all changes together."""
        return sum(change.added for change in self.changes)

    @property
    def changed(self) -> int:
        """Trips changed, counted once for each change."""
        return sum(change.changed for change in self.changes)

    def __str__(self) -> str:
        return (
            f"{self.dropped:,} trips dropped, {self.added:,} added and {self.changed:,} changed "
            f"by {len(self.changes)} change{'s' if len(self.changes) != 1 else ''}"
        )


@dataclass(frozen=True, eq=False)
class Scenario:
    """
    Changes to timetables and services, to ask what if.

    Parameters
    ----------
    contents
        What it says.
    label
        What to call it in messages: the file, as a rule.
    text
        The file's text, to name lines in messages; empty if there is none.
    applied
        What it did to the timetables of a network: given for `Network.scenario`, None before.
    """

    contents: Contents
    label: str = "scenario"
    text: str = field(default="", repr=False)
    applied: Applied | None = None

    @classmethod
    def read(cls, path: str | Path) -> Self:
        """
        Read a file.

        Parameters
        ----------
        path
            A file in TOML.

        Returns
        -------
        Scenario
            What it says, checked; whether its names are known is seen on a network.

        Raises
        ------
        InputError
            If the file is missing, no TOML, or says something that cannot be meant: with the line,
            the key and the nearest key that is known.
        """
        path = Path(path)
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
        return cls.of(content, str(path), text)

    @classmethod
    def of(cls, content: Mapping[str, Any], label: str = "scenario", text: str = "") -> Self:
        """
        Take changes as Python has them.

        Parameters
        ----------
        content
            What a file would say: ``{"drop": [{"route": "4"}]}``.
        label
            What to call it in messages.
        text
            The file's text, if there is one.

        Returns
        -------
        Scenario
            What it says, checked.

        Raises
        ------
        InputError
            If it says something that cannot be meant.
        """
        try:
            contents = Contents.model_validate(content)
        except ValidationError as error:
            faults = error.errors(include_url=False)
            # A key that is not known is the cause of one that is missing, as a rule.
            faults.sort(key=lambda fault: fault["type"] != "extra_forbidden")
            raise _fault(label, text, faults[0]) from None
        return cls(contents, label, text)

    @property
    def name(self) -> str:
        """What it is called: its own name, or that of its file."""
        return self.contents.name or Path(self.label).stem

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what it changes: equal whatever its name, order of keys or comments."""
        said = self.contents.model_dump(
            mode="json", exclude={"name", "description"}, exclude_defaults=True
        )
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    @property
    def changes_services(self) -> bool:
        """Whether it closes or adds a service."""
        return bool(self.contents.close_service or self.contents.add_service)

    def told(self) -> str:
        """
        Say what it is and what it did to a network.

        Returns
        -------
        str
            A line for each change, after one of all.
        """
        made = self.applied or Applied()
        closed, added = len(self.contents.close_service), len(self.contents.add_service)
        lines = [f"Scenario {self.name}: {made}; services: {closed} to close, {added} to add."]
        lines += [f"  {change}" for change in made.changes]
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """
        Say what it is and what it did, for the provenance of an answer.

        Returns
        -------
        dict
            Its name, its hash, each change with its counts, and how many services it closes and
            adds.
        """
        made = self.applied.changes if self.applied is not None else ()
        return {
            "name": self.name,
            "sha256": self.digest,
            "trips": [
                {
                    "change": change.change,
                    "dropped": change.dropped,
                    "added": change.added,
                    "changed": change.changed,
                }
                for change in made
            ],
            "services": {
                "close": len(self.contents.close_service),
                "add": len(self.contents.add_service),
            },
        }

    def fault(
        self, place: "Sequence[str | int]", problem: str, remedy: str, value: object = None
    ) -> InputError:
        """
        Make the error that something in the scenario does not fit a network.

        Parameters
        ----------
        place
            Where it stands, as ``("drop", 0, "route")``.
        problem, remedy
            What is wrong, and what to do.
        value
            The value that stands there.

        Returns
        -------
        InputError
            With the line.
        """
        return _error(self.label, self.text, place, problem, remedy, value)


def _error(
    label: str,
    text: str,
    place: "Sequence[str | int]",
    problem: str,
    remedy: str,
    value: object = None,
) -> InputError:
    named = "".join(
        f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place
    ).lstrip(".")
    line = line_of(text, place)
    return InputError.at(label, problem, remedy, line=line, field=named or None, value=value)


def _fault(label: str, text: str, fault: "ErrorDetails") -> InputError:
    """Say where a scenario is wrong; tables and entries are counted from 1."""
    place, value = fault["loc"], fault["input"]
    if fault["type"] == "extra_forbidden":
        known = _keys_at(place)
        near = get_close_matches(str(place[-1]), known, n=1)
        remedy = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(known)}."
        return _error(label, text, place, "is not known", remedy)
    if fault["type"] == "missing":
        return _error(label, text, place, "is missing", REMEDY)
    shown = None if isinstance(value, dict | list) else value
    if fault["type"] == "value_error":
        said = fault["msg"].removeprefix("Value error, ")
        return _error(label, text, place, said, REMEDY)
    return _error(label, text, place, f"does not fit: {fault['msg'].lower()}", REMEDY, shown)


def _keys_at(place: "Sequence[str | int]") -> list[str]:
    """What may stand at a place."""
    if len(place) == 1:
        return list(Contents.model_fields)
    (table,) = (
        argument
        for argument in Contents.model_fields[str(place[0])].annotation.__args__  # type: ignore[union-attr]
        if argument is not Ellipsis
    )
    return [info.alias or name for name, info in table.model_fields.items()]
