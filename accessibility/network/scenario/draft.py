"""Trips that go, run on fewer days or come anew, gathered and then made at once."""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from accessibility.network.gtfs.timetable import TABLE_COLUMNS, Timetable
from accessibility.network.travel.runs import offsets, ranges

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Draft", "Made"]

OF_TRIPS = (
    "trip_route",
    "trip_service",
    "trip_feed",
    "trip_block",
    "trip_wheelchair",
    "trip_shape",
)
OF_CALLS = ("st_stop", "st_arrival", "st_departure", "st_pickup", "st_dropoff", "st_shape_dist")


class Made(NamedTuple):
    """
    A timetable after changes.

    Parameters
    ----------
    timetable
        The timetable.
    source
        For each of its trips the trip that it was or was copied from.
    is_copy
        Whether it is a copy.
    dropped
        How many trips are gone.
    curtailed
        Trips of the timetable before that run on fewer days.
    """

    timetable: Timetable
    source: "NDArray[np.int64]"
    is_copy: "NDArray[np.bool_]"
    dropped: int
    curtailed: "NDArray[np.int64]"


class _Copy(NamedTuple):
    source: int
    number: int
    shift: int
    service: int
    same: bool


class Draft:
    """
    Changes to the trips of a timetable, which stays as it is.

    Parameters
    ----------
    timetable
        The timetable.
    """

    def __init__(self, timetable: Timetable) -> None:
        self._before = timetable
        self._service = timetable.trip_service.astype(np.int64)
        offset = timetable.service_offset
        self._dates = [
            timetable.service_dates[begin:end]
            for begin, end in zip(offset[:-1].tolist(), offset[1:].tolist(), strict=True)
        ]
        self._known: dict[bytes, int] = {}
        self._curtailed: set[int] = set()
        self._copies: list[_Copy] = []
        self._copied: Counter[int] = Counter()

    def dates_of(self, trip: int) -> "NDArray[np.int32]":
        """
        Give the service days of a trip.

        Parameters
        ----------
        trip
            The trip.

        Returns
        -------
        array
            Days since 1970-01-01, ascending, as they are now.
        """
        dates: NDArray[np.int32] = self._dates[int(self._service[trip])]
        return dates

    def restrict(self, trip: int, dates: "NDArray[np.int32]") -> None:
        """
        Let a trip run on some of its days only; on none, it goes.

        Parameters
        ----------
        trip
            The trip.
        dates
            The days, ascending.
        """
        if len(dates) < len(self.dates_of(trip)):
            self._service[trip] = self._service_of(dates)
            self._curtailed.add(trip)

    def copy(
        self, trip: int, dates: "NDArray[np.int32]", shift: int = 0, *, same: bool = False
    ) -> None:
        """
        Add a copy of a trip.

        Parameters
        ----------
        trip
            The trip.
        dates
            Its days, ascending.
        shift
            Seconds by which its times are later.
        same
            Whether it is the same trip on other days, with its block, its rows of frequencies.txt
            and its rules for changes; a new trip has none of them.
        """
        self._copied[trip] += 1
        number = self._copied[trip]
        self._copies.append(_Copy(trip, number, shift, self._service_of(dates), same))

    def _service_of(self, dates: "NDArray[np.int32]") -> int:
        dates = np.asarray(dates, np.int32)
        key = dates.tobytes()
        if key not in self._known:
            self._known[key] = len(self._dates)
            self._dates.append(dates)
        return self._known[key]

    def make(self) -> Made:
        """
        Make the changes.

        Returns
        -------
        Made
            The timetable; copies stand behind the trip they were made from.
        """
        before = self._before
        gone = np.zeros(before.n_trips, np.bool_)
        curtailed = np.array(sorted(self._curtailed), np.int64)
        gone[[trip for trip in curtailed if not len(self.dates_of(trip))]] = True
        kept = np.flatnonzero(~gone)
        copies = self._copies
        source = np.concatenate([kept, np.array([c.source for c in copies], np.int64)])
        number = np.concatenate([np.zeros(len(kept), np.int64), [c.number for c in copies]])
        order = np.lexsort((number, source))
        source, is_copy = source[order], number[order] > 0
        shift = np.concatenate([np.zeros(len(kept), np.int64), [c.shift for c in copies]])
        service = np.concatenate([self._service[kept], [c.service for c in copies]])
        is_new = np.concatenate([np.zeros(len(kept), np.bool_), [not c.same for c in copies]])
        timetable = self._assembled(
            source,
            shift[order].astype(np.int32),
            service[order].astype(np.int32),
            is_new[order].astype(np.bool_),
            number[order].astype(np.int64),
        )
        return Made(timetable, source, is_copy, int(gone.sum()), curtailed[~gone[curtailed]])

    def _assembled(
        self,
        source: "NDArray[np.int64]",
        shift: "NDArray[np.int32]",
        service: "NDArray[np.int32]",
        is_new: "NDArray[np.bool_]",
        number: "NDArray[np.int64]",
    ) -> Timetable:
        before = self._before
        arrays = before.arrays()
        arrays |= {name: getattr(before, name)[source] for name in OF_TRIPS}
        arrays["trip_service"] = service
        arrays["trip_block"] = np.where(is_new, -1, arrays["trip_block"]).astype(np.int32)
        sizes = np.diff(before.trip_offset)[source]
        calls = ranges(before.trip_offset[source], sizes)
        arrays["trip_offset"] = offsets(sizes)
        arrays |= {name: getattr(before, name)[calls] for name in OF_CALLS}
        later = np.repeat(shift, sizes)
        for name in ("st_arrival", "st_departure"):
            arrays[name] = (arrays[name].astype(np.int64) + later).astype(np.int32)
        arrays["service_offset"] = offsets(np.array([len(d) for d in self._dates], np.int64))
        arrays["service_dates"] = (
            np.concatenate(self._dates).astype(np.int32) if self._dates else before.service_dates
        )
        became = _Became(before.n_trips, source, is_new)
        arrays |= _frequencies(before, became)
        arrays |= _transfers(before, became)
        tables = before.tables()
        trips = before.trips.take(pa.array(source))
        at = trips.schema.get_field_index("trip_id")
        ids = pa.array(_ids(before, source, number), TABLE_COLUMNS["trips"]["trip_id"])
        tables["trips"] = trips.set_column(at, trips.schema.field(at), ids)
        return Timetable.from_parts(arrays, tables, before.timezone)


class _Became:
    """What trips have become: themselves and the copies of them that are the same trip."""

    def __init__(
        self, n_before: int, source: "NDArray[np.int64]", is_new: "NDArray[np.bool_]"
    ) -> None:
        places = np.flatnonzero(~is_new)
        self._begin = offsets(np.bincount(source[places], minlength=n_before))
        self._places = places  # ascending, and so are their sources

    def of(self, trip: int) -> list[int]:
        """All that a trip has become; -1 stays what it is."""
        if trip < 0:
            return [trip]
        found: list[int] = self._places[self._begin[trip] : self._begin[trip + 1]].tolist()
        return found


def _frequencies(before: Timetable, became: _Became) -> "dict[str, NDArray[np.generic]]":
    rows = [
        (place, row)
        for row, trip in enumerate(before.frequency_trip.tolist())
        for place in became.of(trip)
    ]
    rows.sort()  # by trip, and the rows of a trip as they were: by start
    chosen = np.array([row for _, row in rows], np.int64)
    names = ("frequency_start", "frequency_end", "frequency_headway", "frequency_exact")
    return {
        "frequency_trip": np.array([place for place, _ in rows], np.int32),
        **{name: getattr(before, name)[chosen] for name in names},
    }


def _transfers(before: Timetable, became: _Became) -> "dict[str, NDArray[np.generic]]":
    """Rules for changes, those of trips once for each that a trip has become."""
    pairs = list(_rules(before, became))
    chosen = np.array([row for row, _, _ in pairs], np.int64)
    names = [name for name in before.arrays() if name.startswith("transfer_")]
    arrays = {name: getattr(before, name)[chosen] for name in names}
    arrays["transfer_from_trip"] = np.array([one for _, one, _ in pairs], np.int32)
    arrays["transfer_to_trip"] = np.array([other for _, _, other in pairs], np.int32)
    return arrays


def _rules(before: Timetable, became: _Became) -> Iterator[tuple[int, int, int]]:
    trips = zip(before.transfer_from_trip.tolist(), before.transfer_to_trip.tolist(), strict=True)
    for row, (one, other) in enumerate(trips):
        for pair in product(became.of(one), became.of(other)):
            yield row, *pair


def _ids(before: Timetable, source: "NDArray[np.int64]", number: "NDArray[np.int64]") -> list[str]:
    """Identifiers of trips: copies are numbered, and take no name that there is."""
    ids = before.trips["trip_id"].to_pylist()
    found = [ids[trip] for trip in source.tolist()]
    taken = set(ids)
    for row in np.flatnonzero(number).tolist():
        name = f"{found[row]}+{number[row]}"
        while name in taken:
            name += "+"
        taken.add(name)
        found[row] = name
    return found
