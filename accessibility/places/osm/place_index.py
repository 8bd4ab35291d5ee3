"""Finding places by their tags without looking at each."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from accessibility.places.osm.conditions import accepts
from accessibility.places.osm.kinds import Kind, anchor_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PlaceIndex"]


class PlaceIndex:
    """
    Places by the keys and values of their tags.

    Parameters
    ----------
    places
        Columns as in `PLACE_SCHEMA`.
    """

    def __init__(self, places: pa.Table) -> None:
        self.places = places
        tags = places["tags"].combine_chunks()
        if isinstance(tags, pa.ChunkedArray):
            tags = pa.concat_arrays(tags.chunks)
        self._keys, self._values = tags.keys, tags.items
        self._row = np.repeat(np.arange(len(tags)), np.diff(tags.offsets.to_numpy()))
        self._by_key: dict[str, tuple[NDArray[np.int64], NDArray[np.int32], list[str]]] = {}

    def of_kind(self, kind: Kind) -> pa.Table:
        """
        Find the places of a kind.

        Parameters
        ----------
        kind
            The kind.

        Returns
        -------
        pyarrow.Table
            Those places, in their order.
        """
        rows: set[int] = set()
        for condition in kind.tags:
            anchor = anchor_of(condition)
            if anchor is None:  # no table from a file has such a condition
                rows.update(range(self.places.num_rows))
                continue
            row, code, values = self._with_key(anchor[0])
            fitting = np.array([accepts(anchor[1], value) for value in values], bool)
            rows.update(row[fitting[code]].tolist() if len(values) else [])
        candidates = np.array(sorted(rows), np.int64)
        some = self.places.take(candidates)
        fits = [kind.matches(dict(tags)) for tags in some["tags"].to_pylist()]
        return some.filter(pa.array(fits, pa.bool_()))

    def _with_key(self, key: str) -> "tuple[NDArray[np.int64], NDArray[np.int32], list[str]]":
        if key not in self._by_key:
            here = pc.equal(self._keys, key)
            values = self._values.filter(here).dictionary_encode()
            code = values.indices.to_numpy(zero_copy_only=False).astype(np.int32)
            row = self._row[here.to_numpy(zero_copy_only=False)]
            self._by_key[key] = row, code, values.dictionary.to_pylist()
        return self._by_key[key]
