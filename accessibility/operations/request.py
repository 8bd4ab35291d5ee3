"""What an operation is given, and what it gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from accessibility.errors import AccessibilityError

if TYPE_CHECKING:
    from accessibility.operations.open_networks import OpenNetworks
    from accessibility.operations.searches import Searches
    from accessibility.progress import Progress

__all__ = ["Answer", "BadRequestError", "Context", "Operation", "UnknownOperationError"]


class BadRequestError(AccessibilityError):
    """A request that nobody can have meant: broken, or with parameters that do not exist."""


class UnknownOperationError(AccessibilityError):
    """A request for something that is not done here."""


@dataclass(frozen=True)
class Context:
    """
    What operations share.

    Parameters
    ----------
    networks
        The networks that are open.
    searches
        Compiles the searches.
    progress
        Hears how far the request at hand is and may cancel it.
    """

    networks: "OpenNetworks"
    searches: "Searches"
    progress: "Progress"


@dataclass(frozen=True)
class Answer:
    """
    What an operation gives back.

    Parameters
    ----------
    summary
        What JSON knows: small, whatever the answer.
    files
        What was written, by what it is. Those that are not there are left out.
    """

    summary: dict[str, Any]
    files: Mapping[str, Path] = field(default_factory=dict)


class Operation(NamedTuple):
    """
    An operation.

    Parameters
    ----------
    read
        Reads its parameters; raises `BadRequestError`.
    run
        Does it.
    """

    read: Callable[[Mapping[str, Any]], Any]
    run: Callable[[Any, Context], Answer]
