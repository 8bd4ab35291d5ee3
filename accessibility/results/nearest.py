"""The table of nearest services: states, caps, means over moments, and ways there and back."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.results.matrix import MEAN, Moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["MISSING", "STATES", "Leg", "NearestTable", "leg_of"]

STATES = ("reached", "capped", "unreachable", "not_snapped", "outside_data", "not_located")
"""What became of a search, by number; the last three are missing rather than far."""
REACHED, CAPPED, UNREACHABLE = range(3)
MISSING = 3
"""The first state that is missing: the origin was not searched from."""


@dataclass(frozen=True, eq=False)
class Leg:
    """
    One direction for one kind of service, at all moments and, if there are several, their mean.

    Parameters
    ----------
    minutes
        Travel times with the cap applied, NaN where there is none; shape (moments, percentiles,
        count, origins).
    state
        Numbers of `STATES`, likewise.
    service
        Numbers of the services, -1 for none, likewise.
    reached
        How many of a mean's moments were reached within the cap; None without a mean. Shape
        (percentiles, count, origins).
    """

    minutes: "NDArray[np.float64]"
    state: "NDArray[np.int8]"
    service: "NDArray[np.int32]"
    reached: "NDArray[np.int32] | None"


def leg_of(
    seconds: "Sequence[NDArray[np.int32]]",
    service: "Sequence[NDArray[np.int32]]",
    missing: "NDArray[np.int8]",
    cap_s: int | None,
) -> Leg:
    """
    Apply the cap and add the mean over moments.

    Parameters
    ----------
    seconds, service
        For each moment what was found, -1 for nothing; shape (percentiles, count, origins).
    missing
        Numbers of `STATES` for origins that were not searched from, 0 for others.
    cap_s
        Seconds that longer and unreachable ways count as; None for no cap.

    Returns
    -------
    Leg
        A mean caps each moment first, and is NaN if a moment is.
    """
    taken, sites = np.stack(seconds), np.stack(service)
    state = np.full(taken.shape, REACHED, np.int8)
    state[taken < 0] = UNREACHABLE
    minutes = np.where(taken < 0, np.nan, taken / 60)
    if cap_s is not None:
        state[taken > cap_s] = CAPPED
        minutes[state != REACHED] = cap_s / 60
    absent = np.broadcast_to(missing, state.shape) >= MISSING
    state[absent] = np.broadcast_to(missing, state.shape)[absent]
    minutes[absent] = np.nan
    if len(taken) == 1:
        return Leg(minutes, state, sites, None)
    reached = (state == REACHED).sum(axis=0, dtype=np.int32)
    unreachable = (state == UNREACHABLE).all(axis=0)
    mean_state = np.where(reached == len(taken), REACHED, CAPPED)
    if cap_s is None:  # without a cap one moment that is not reached leaves no mean
        mean_state[reached < len(taken)] = UNREACHABLE
    mean_state[unreachable] = UNREACHABLE
    mean_state = np.where(absent[0], state[0], mean_state).astype(np.int8)
    mean = minutes.mean(axis=0)
    return Leg(
        np.concatenate([minutes, mean[None]]),
        np.concatenate([state, mean_state[None]]),
        np.concatenate([sites, _most_frequent(sites)[None]]),
        reached,
    )


def _most_frequent(sites: "NDArray[np.int32]") -> "NDArray[np.int32]":
    """The service named most often over the moments; of several the one that is named first."""
    times = np.zeros(sites.shape, np.int32)
    for moment in sites:
        times += sites == moment
    times[sites < 0] = 0
    first = np.argmax(times, axis=0)
    chosen: NDArray[np.int32] = np.take_along_axis(sites, first[None], axis=0)[0]
    return chosen


@dataclass(frozen=True, eq=False)
class NearestTable:
    """
    How the answers become rows: by origin, kind, rank and moment.

    Parameters
    ----------
    origin_ids
        Identifiers of the origins.
    suffixes
        What the names of columns end in: one for each percentile, or one that is empty.
    count
        How many services of a kind are asked.
    there
        The moments there.
    back
        The moments back; empty if nobody comes back.
    """

    origin_ids: "pa.Array"
    suffixes: tuple[str, ...]
    count: int
    there: tuple[Moment, ...]
    back: tuple[Moment, ...]

    def frame(self, kinds: "Sequence[tuple[str, pa.Array, Leg, Leg | None]]") -> "pd.DataFrame":
        """
        Build the table.

        Parameters
        ----------
        kinds
            Name of each kind, identifiers of its services, and the legs there and back.

        Returns
        -------
        DataFrame
            Columns as `accessibility.analysis.nearest.nearest.nearest_services` describes them.
        """
        import pandas as pd  # noqa: PLC0415 - slow to import
        import pyarrow as pa  # noqa: PLC0415

        shape = len(self.origin_ids), len(kinds), self.count, self._rows
        index = np.indices(shape, np.int32, sparse=True)
        origin, kind, rank = (np.broadcast_to(part, shape).ravel() for part in index[:3])
        columns: dict[str, Any] = {"from_id": self.origin_ids.take(pa.array(origin)).to_pandas()}
        columns["kind"] = _named([name for name, *_ in kinds], kind)
        if self.count > 1:
            columns["rank"] = rank + 1
        ids, first = _all_ids([services for _, services, *_ in kinds])
        legs = [leg for *_, leg, _ in kinds]
        columns |= self._columns_of("", "to_id", "travel_time", self.there, legs, ids, first)
        if self.back:
            legs = [leg for *_, leg in kinds if leg is not None]
            names = "return_", "return_from_id", "return_time"
            columns |= self._columns_of(*names, self.back, legs, ids, first)
            for suffix in self.suffixes:
                both = columns[f"travel_time{suffix}"] + columns[f"return_time{suffix}"]
                columns[f"total_time{suffix}"] = both
        return pd.DataFrame(columns, copy=False)

    @property
    def _rows(self) -> int:
        """Rows of an origin, kind and rank: each moment, and a mean where there are several."""
        most = max(len(self.there), len(self.back))
        return most + (most > 1)

    def _columns_of(
        self,
        prefix: str,
        id_column: str,
        time_column: str,
        moments: tuple[Moment, ...],
        legs: "Sequence[Leg]",
        ids: "pa.Array",
        first: "Sequence[int]",
    ) -> dict[str, Any]:
        """Columns of one direction: the moment, and for each percentile id, minutes and state."""
        # Which of a leg's moments each row shows; the last shows the mean, or the only moment.
        shown = [m if m < len(moments) else None for m in range(self._rows)]
        if self._rows > 1:
            shown[-1] = len(moments) if len(moments) > 1 else 0
        shape = len(self.origin_ids), len(legs), self.count, self._rows
        columns: dict[str, Any] = {}
        if self._rows > 1:
            row = np.broadcast_to(np.arange(self._rows), shape).ravel()
            texts = [None if m is None or m == len(moments) else moments[m].when for m in shown]
            texts[-1] = MEAN
            columns[f"{prefix}when"] = _named(texts, row)
            ways = {moment.direction for moment in moments}
            of_mean = moments[0].direction if len(ways) == 1 else None
            texts = [
                None if m is None else of_mean if m == len(moments) else moments[m].direction
                for m in shown
            ]
            columns[f"{prefix}direction"] = _named(texts, row)
        for column, suffix in enumerate(self.suffixes):
            minutes, state = np.full(shape, np.nan), np.full(shape, -1, np.int8)
            service, reached = np.full(shape, -1, np.int32), np.zeros(shape, np.int32)
            for kind, leg in enumerate(legs):
                for number, m in enumerate(shown):
                    if m is None:
                        continue
                    at = np.s_[:, kind, :, number]
                    minutes[at], state[at] = leg.minutes[m, column].T, leg.state[m, column].T
                    sites = leg.service[m, column].T
                    service[at] = np.where(sites < 0, -1, sites + first[kind])
                    reached[at] = state[at] == REACHED
                    if m == len(moments) and leg.reached is not None:
                        reached[at] = leg.reached[column].T
            columns[f"{id_column}{suffix}"] = _taken(ids, service.ravel())
            columns[f"{time_column}{suffix}"] = minutes.ravel()
            columns[f"{prefix}state{suffix}"] = _named(STATES, state.ravel())
            if self._rows > 1:
                columns[f"{prefix}n_reached{suffix}"] = reached.ravel()
        return columns


def _all_ids(ids: "Sequence[pa.Array]") -> "tuple[pa.Array, list[int]]":
    """The identifiers of all kinds, one after the other, and where those of each begin."""
    import pyarrow as pa  # noqa: PLC0415

    if len({part.type for part in ids}) > 1:
        ids = [part.cast(pa.string()) for part in ids]
    first = np.cumsum([0, *(len(part) for part in ids)])
    return pa.concat_arrays(ids), [int(number) for number in first[:-1]]


def _taken(ids: "pa.Array", number: "NDArray[np.int32]") -> "pd.Series":
    """Identifiers by number, missing for -1; of one type, whether or not any is missing."""
    import pandas as pd  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    some = ids.take(pa.array(number, mask=number < 0))
    return some.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)


def _named(names: "Sequence[str | None]", code: "NDArray[np.integer]") -> "pd.Categorical":
    """Names by number, missing for -1 and for numbers without a name."""
    import pandas as pd  # noqa: PLC0415

    known = list(dict.fromkeys(name for name in names if name is not None))
    code_of = np.array([-1 if name is None else known.index(name) for name in [*names, None]])
    return pd.Categorical.from_codes(code_of[code], pd.Index(known, dtype="str"))
