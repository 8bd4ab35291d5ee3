"""What is asked of nearest services, and whether it can be meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from accessibility.analysis.nearest.search import Direction
from accessibility.analysis.questions import as_json, moments_of, percentiles_of
from accessibility.errors import UsageError
from accessibility.moments import When
from accessibility.option_values import parse_minutes, to_seconds
from accessibility.options import TravelOptions

__all__ = ["NearestQuestion"]

RETURNS = ("any", "nearest_outbound", "best_pair")
RULES = ("percentile_of_minimum", "minimum_of_percentiles")


@dataclass(frozen=True)
class NearestQuestion:
    """
    What is asked of nearest services.

    Parameters
    ----------
    options
        What travellers can and will do.
    there, back
        Directions and moments; nobody comes back where `back` is empty.
    count
        How many services of a kind are wanted.
    percentiles
        Percentiles over windows; None where there is one time only.
    return_service, nearest_rule
        As for `accessibility.analysis.nearest.nearest.nearest_services`.
    cap_s
        Seconds that longer and unreachable ways count as; None for no cap.
    """

    options: TravelOptions
    there: tuple[Direction, ...]
    back: tuple[Direction, ...]
    count: int
    percentiles: tuple[int, ...] | None
    return_service: str
    nearest_rule: str
    cap_s: int | None

    @classmethod
    def of(
        cls,
        options: TravelOptions | None,
        when: When | Sequence[When] | None,
        return_when: When | Sequence[When] | None,
        k: int,
        percentiles: Iterable[int] | None,
        return_service: str,
        nearest_rule: str,
        cap: float | str | None,
    ) -> Self:
        """
        Check what is asked.

        Parameters
        ----------
        options, when, return_when, k, percentiles, return_service, nearest_rule, cap
            As for `accessibility.analysis.nearest.nearest.nearest_services`.

        Returns
        -------
        NearestQuestion
            The question.

        Raises
        ------
        UsageError
            If it cannot be meant.
        """
        options = options or TravelOptions()
        there = moments_of(options, when)
        back = [] if return_when is None else moments_of(options, return_when)
        columns = percentiles_of(options, there, percentiles)
        if options.mode == "transit" and back:
            windows = {moment is not None and moment.window_s > 0 for moment in [*there, *back]}
            if len(windows) > 1:
                msg = "return_when: both ways need a window, or neither has one."
                raise UsageError(msg)
        if isinstance(k, bool) or k < 1 or int(k) != k:
            msg = f"k: {k} is no whole number of services. Give 1 or more."
            raise UsageError(msg)
        _check_name("return_service", return_service, RETURNS)
        _check_name("nearest_rule", nearest_rule, RULES)
        if return_service != "any":
            _check_pairs(return_service, there, back)
        return cls(
            options,
            tuple(Direction(moment, back=False) for moment in there),
            tuple(Direction(moment, back=True) for moment in back),
            int(k),
            columns,
            return_service,
            nearest_rule,
            _cap_s(cap, options),
        )

    @property
    def suffixes(self) -> tuple[str, ...]:
        """What the names of columns end in."""
        if self.percentiles is None:
            return ("",)
        return tuple(f"_p{percentile}" for percentile in self.percentiles)

    @property
    def asks_nearest_first(self) -> bool:
        """Whether the nearest is taken at every moment, before any percentile."""
        return self.percentiles is None or self.nearest_rule == RULES[0]

    @property
    def each_by_itself(self) -> tuple[Direction, ...]:
        """Directions in which the service does not depend on another direction."""
        if self.return_service == "best_pair":
            return ()
        return self.there + (self.back if self.return_service == "any" else ())

    @property
    def swept(self) -> tuple[Direction, ...]:
        """Of `each_by_itself` those that one sweep from all services answers."""
        if not self.asks_nearest_first:
            return ()
        return tuple(
            direction
            for direction in self.each_by_itself
            if self.options.mode != "transit" or not _leaves_out_waits(direction)
        )

    def as_json(self) -> dict[str, object]:
        """
        Say what was asked, for the provenance of an answer.

        Returns
        -------
        dict
            Text and numbers.
        """
        back = [direction.when for direction in self.back]
        return {
            "return_when": [moment and as_json(moment) for moment in back],
            "k": self.count,
            "percentiles": None if self.percentiles is None else list(self.percentiles),
            "return_service": self.return_service,
            "nearest_rule": self.nearest_rule,
            "cap_s": self.cap_s,
        }


def _check_name(option: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        msg = f'{option}: "{value}" is none of {", ".join(known)}.'
        raise UsageError(msg)


def _check_pairs(
    return_service: str, there: "Sequence[When | None]", back: "Sequence[When | None]"
) -> None:
    if not back:
        msg = f'return_service: "{return_service}" needs a way back: give its moments.'
        raise UsageError(msg)
    if len(there) != len(back):
        msg = (
            f'return_service: "{return_service}" needs as many moments back as there: there are '
            f"{len(there)} and {len(back)}."
        )
        raise UsageError(msg)


def _cap_s(cap: float | str | None, options: TravelOptions) -> int | None:
    if cap is None:
        return None
    try:
        seconds = to_seconds(parse_minutes(cap))
    except ValueError as error:
        msg = f"cap: {error}."
        raise UsageError(msg) from None
    if not 0 < seconds <= options.max_time_s:
        msg = (
            f"cap: {seconds / 60:g} minutes is longer than max_time, {options.max_time:g}: what "
            "lies between would not be known. Raise max_time, or lower the cap."
            if seconds > 0
            else "cap: it has to be longer than 0 minutes."
        )
        raise UsageError(msg)
    return seconds


def _leaves_out_waits(direction: Direction) -> bool:
    return direction.when is not None and direction.when.measure == "journey"
