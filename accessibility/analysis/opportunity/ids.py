"""Identifiers of places as numbers, in the order in which they first come."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

from accessibility.tables import WHOLE_NUMBER

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Ids"]


class Ids:
    """
    Numbers identifiers in the order in which they first come.

    Identifiers are compared as text, so that 7 of one file is "7" of another.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._texts: list[str] = []
        self.whole = True
        """Whether all of them are whole numbers, so that they may be given back as such."""

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._numbers

    def number(self, column: pa.Array) -> "NDArray[np.int64]":
        """
        Number some identifiers; those that are new get the next numbers.

        Parameters
        ----------
        column
            Identifiers without gaps, text or whole numbers.

        Returns
        -------
        ndarray of int
            The number of each.
        """
        if not pa.types.is_dictionary(column.type):
            column = column.dictionary_encode()
        names = column.dictionary
        texts = names.cast(pa.string())
        self.whole &= bool(
            pc.all(pc.match_substring_regex(texts, WHOLE_NUMBER)).as_py() in {True, None}
        )
        numbers = self._numbers
        # An unused entry of a category is no identifier of the table: it must get no number.
        indices = np.asarray(column.indices.to_numpy(zero_copy_only=False))
        used, first = np.unique(indices, return_index=True)
        used = used[np.argsort(first)]
        of_name = np.full(len(names), -1, np.int64)
        listed = texts.take(pa.array(used)).to_pylist()
        of_name[used] = [numbers.setdefault(text, len(numbers)) for text in listed]
        self._texts += [text for text in listed if numbers[text] >= len(self._texts)]
        return np.asarray(of_name[indices])

    @property
    def texts(self) -> list[str]:
        """All identifiers as text, by their numbers; not to be changed."""
        return self._texts

    def values(self) -> "NDArray[Any]":
        """
        Give the identifiers back, by their numbers.

        Returns
        -------
        ndarray
            Whole numbers if all of them are, else text.
        """
        if self.whole and self._numbers:
            return np.array([int(text) for text in self._texts], np.int64)
        return np.array(self._texts, object)
