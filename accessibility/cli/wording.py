"""Messages about options, in the words of the command line."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from accessibility.errors import UsageError

__all__ = ["options_by_flag"]

_OPTION = re.compile(r"(?:^|(?<=; ))(\w+)(?=: )")


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
