"""Messages about options, in the words of the command line."""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from accessibility.errors import NoServiceDataError, UsageError

__all__ = ["in_words_of_the_command", "options_by_flag"]

_OPTION = re.compile(r"(?:^|(?<=; ))(\w+)(?=: )")
_NAME = re.compile(r"(?<![\w./\\\"-])\w+_\w+(?![\w/\\\"=-]|\.\w)")
"""A name such as ``transit_modes`` that stands by itself, and is no part of a path."""
_PHRASES = (
    (re.compile(r'when=DepartAt\(("[^"]*")\)'), r"--depart \1"),
    (re.compile(r"\ballow_partial=True"), "leave out --full-coverage"),
)
"""What Python would be told, and what the command line is."""


@contextmanager
def options_by_flag(**flags: str) -> Iterator[None]:
    """
    Name options in usage errors as the command line does: ``--max-time`` for ``max_time``.

    Parameters
    ----------
    **flags
        Flags of options that are called otherwise on the command line.

    Yields
    ------
    None
        Nothing; the options are made inside.

    Raises
    ------
    UsageError
        The error of the options, reworded.
    """

    def flag(found: re.Match[str]) -> str:
        return flags.get(found[1], f"--{found[1].replace('_', '-')}")

    try:
        yield
    except UsageError as error:
        raise UsageError(_OPTION.sub(flag, str(error))) from error


@contextmanager
def in_words_of_the_command(names: Collection[str], flags: Mapping[str, str]) -> Iterator[None]:
    """
    Name options wherever they occur in errors about usage and moments as the command line does.

    Parameters
    ----------
    names
        Options of the command, as its parameters are called; a word that is none of them is left
        as it is.
    flags
        Options that are called otherwise on the command line.

    Yields
    ------
    None
        Nothing; the command runs inside.

    Raises
    ------
    UsageError
        The error of the command, reworded.
    NoServiceDataError
        Likewise.
    """

    def flag(found: re.Match[str]) -> str:
        name = found[0]
        if name in flags:
            return flags[name]
        return f"--{name.replace('_', '-')}" if name in names else name

    try:
        yield
    except (UsageError, NoServiceDataError) as error:
        text = str(error)
        for phrase, words in _PHRASES:
            text = phrase.sub(words, text)
        raise type(error)(_NAME.sub(flag, _OPTION.sub(flag, text))) from error
