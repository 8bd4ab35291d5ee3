"""The errors that users see: one base class, one clear message each."""

from pathlib import Path
from typing import ClassVar, Self

__all__ = [
    "AccessibilityError",
    "InputError",
    "Interrupted",
    "NetworkError",
    "NoServiceDataError",
    "OutputError",
    "UsageError",
]


class AccessibilityError(ValueError):
    """Something that the user can mend: the message says what is wrong, where, and what to do."""

    exit_code: ClassVar[int] = 1
    """What the command line returns when this error ends a command."""


class InputError(AccessibilityError):
    """A file or table that was handed in is missing, broken or does not hold what is needed."""

    @classmethod
    def at(
        cls,
        file: str | Path,
        problem: str,
        remedy: str,
        *,
        line: int | None = None,
        row: int | None = None,
        field: str | None = None,
        value: object = None,
    ) -> Self:
        """
        Build the sentence "file line 812: field "value" problem. Remedy".

        Parameters
        ----------
        file
            The file as the user knows it; members of a zip as ``bus.zip/stop_times.txt``.
        problem
            What is wrong, going on from the words before it (``is not HH:MM:SS``), no full stop.
        remedy
            What to do, as a sentence of its own.
        line
            Physical line of a text file, 1 being the header.
        row
            Row of a layer or table, counted from 1 after the header.
        field
            Column that holds the faulty value.
        value
            The value as it stands in the file.

        Returns
        -------
        InputError
            The error, ready to be raised.
        """
        place = str(file)
        if line is not None:
            place += f" line {line}"
        if row is not None:
            place += f" row {row}"
        subject = field or ""
        if value is not None:
            subject = f'{subject} "{value}"'.strip()
        sentence = f"{subject} {problem}".strip()
        return cls(f"{place}: {sentence}. {remedy}")


class UsageError(AccessibilityError):
    """A call, an option or a combination of options that cannot be meant."""

    exit_code: ClassVar[int] = 2


class NetworkError(AccessibilityError):
    """A network folder that is missing, broken, of another format version or outdated."""


class NoServiceDataError(AccessibilityError):
    """A moment outside the validity of the timetables."""


class OutputError(AccessibilityError):
    """An output that cannot be written: disk full, folder not writable, already in use."""


class Interrupted(AccessibilityError):  # noqa: N818 - it is a request that was honoured
    """Work that was cancelled; what was finished has been kept."""

    exit_code: ClassVar[int] = 130
