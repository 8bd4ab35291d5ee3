"""What the worker can be asked, one file per group: each takes plain values and gives plain values.

Nothing heavy is loaded before an operation is asked for.
"""

from difflib import get_close_matches
from importlib import import_module

from accessibility.operations.request import Operation, UnknownOperationError

__all__ = ["operation"]

_GROUPS = {
    "ping": "installation",
    "doctor": "installation",
    "sample": "network",
    "build": "network",
    "open": "network",
    "check": "network",
    "calendar": "network",
    "isochrones": "isochrones",
    "matrix": "matrix",
    "itineraries": "itineraries",
}


def operation(name: str) -> Operation:
    """
    Find an operation.

    Parameters
    ----------
    name
        Its name.

    Returns
    -------
    Operation
        The operation, with all that it needs loaded.

    Raises
    ------
    UnknownOperationError
        If there is none of that name.
    """
    if name not in _GROUPS:
        near = get_close_matches(name, _GROUPS, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(_GROUPS)}."
        msg = f'There is no operation "{name}". {hint}'
        raise UnknownOperationError(msg)
    group = import_module(f"accessibility.operations.{_GROUPS[name]}")
    found: Operation = group.OPERATIONS[name]
    return found
