"""Long lists beside a table, which go with it wherever it goes and are never copied."""

from typing import Self, TypeVar

__all__ = ["Listed"]

T = TypeVar("T")


class Listed(list[T]):
    """
    A list for the ``attrs`` of a table.

    pandas copies whatever stands there, deeply, at nearly every step. A list of a million points
    would make each of them take seconds; this one is passed on as it is.
    """

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self
