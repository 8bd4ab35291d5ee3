"""How an opportunity counts less the longer the way to it takes."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from accessibility.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "Decay",
    "ExponentialDecay",
    "GaussianDecay",
    "LinearDecay",
    "LogisticDecay",
    "PowerDecay",
    "StepDecay",
    "decay_from_text",
]


class Decay(ABC):
    """A weight between 0 and 1 for each travel time; the functions of this module are such."""

    name: ClassVar[str]
    """What the decay is called in columns and on the command line."""

    def __call__(self, minutes: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """
        Weigh travel times.

        Parameters
        ----------
        minutes
            Travel times, 0 or more.

        Returns
        -------
        ndarray of float
            The weight of each.
        """
        return self._weigh(minutes)

    @abstractmethod
    def _weigh(self, minutes: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Weigh travel times, all of them known."""


@dataclass(frozen=True)
class ExponentialDecay(Decay):
    """
    Weights that fall by the same share each minute: ``exp(-rate * t)``.

    Source: Wilson (1971), A family of spatial interaction models, and associated developments,
    Environment and Planning A 3(1).

    Parameters
    ----------
    half_life
        Minutes after which the weight is one half; give this or `rate`.
    rate
        Decline per minute, ``ln 2 / half_life``.

    Raises
    ------
    UsageError
        If not exactly one is given, or it is not above 0.
    """

    name: ClassVar[str] = "exponential"
    half_life: float | None = None
    rate: float | None = None

    def __post_init__(self) -> None:
        if (self.half_life is None) == (self.rate is None):
            msg = "An exponential decay needs either half_life (minutes) or rate (per minute)."
            raise UsageError(msg)
        _check_above_zero(self)

    def _weigh(self, minutes: "NDArray[np.float64]") -> "NDArray[np.float64]":
        rate = self.rate if self.rate is not None else np.log(2) / (self.half_life or np.nan)
        return np.asarray(np.exp(-rate * minutes))


@dataclass(frozen=True)
class LinearDecay(Decay):
    """
    Weights that fall evenly from 1 to 0: ``1 - t / limit`` up to the limit, 0 from there on.

    Source: Kwan (1998), Space-time and integral measures of individual accessibility,
    Geographical Analysis 30(3).

    Parameters
    ----------
    limit
        Minutes from which on nothing counts.

    Raises
    ------
    UsageError
        If it is not above 0.
    """

    name: ClassVar[str] = "linear"
    limit: float

    def __post_init__(self) -> None:
        _check_above_zero(self)

    def _weigh(self, minutes: "NDArray[np.float64]") -> "NDArray[np.float64]":
        return np.asarray(np.maximum(1 - minutes / self.limit, 0))


@dataclass(frozen=True)
class PowerDecay(Decay):
    """
    Weights that fall with a power of the time: ``(max(t, least) / least) ** -exponent``.

    Source: Hansen (1959), How accessibility shapes land use, Journal of the American Institute of
    Planners 25(2). The weight at 0 minutes would be infinite; a `least` time keeps it at 1.

    Parameters
    ----------
    exponent
        How steeply the weight falls; 2 is the gravity of physics.
    least
        Minutes below which all times count alike; default 1.

    Raises
    ------
    UsageError
        If one is not above 0.
    """

    name: ClassVar[str] = "power"
    exponent: float
    least: float = 1

    def __post_init__(self) -> None:
        _check_above_zero(self)

    def _weigh(self, minutes: "NDArray[np.float64]") -> "NDArray[np.float64]":
        return np.asarray((np.maximum(minutes, self.least) / self.least) ** -self.exponent)


@dataclass(frozen=True)
class LogisticDecay(Decay):
    """
    Weights that stay high, then fall around a midpoint: ``1 / (1 + exp((t - midpoint) / spread))``.

    Source: Bauer and Groneberg (2016), Measuring spatial accessibility of health care providers,
    PLoS ONE 11(7).

    Parameters
    ----------
    midpoint
        Minutes at which the weight is one half.
    spread
        Minutes: a small spread is nearly a threshold. The weight is 0.73 one spread before the
        midpoint and 0.27 one after it.

    Raises
    ------
    UsageError
        If one is not above 0.
    """

    name: ClassVar[str] = "logistic"
    midpoint: float
    spread: float

    def __post_init__(self) -> None:
        _check_above_zero(self)

    def _weigh(self, minutes: "NDArray[np.float64]") -> "NDArray[np.float64]":
        # The same as the formula, by a function that cannot overflow.
        return np.asarray(0.5 * (1 - np.tanh((minutes - self.midpoint) / (2 * self.spread))))


@dataclass(frozen=True)
class GaussianDecay(Decay):
    """
    Weights that fall slowly at first, as a bell does: ``exp(-t ** 2 / (2 * width ** 2))``.

    Source: Ingram (1971), The concept of accessibility: a search for an operational form, Regional
    Studies 5(2).

    Parameters
    ----------
    width
        Minutes at which the weight is ``exp(-1/2)``, 0.61: the standard deviation of the bell.

    Raises
    ------
    UsageError
        If it is not above 0.
    """

    name: ClassVar[str] = "gaussian"
    width: float

    def __post_init__(self) -> None:
        _check_above_zero(self)

    def _weigh(self, minutes: "NDArray[np.float64]") -> "NDArray[np.float64]":
        return np.asarray(np.exp(-(minutes**2) / (2 * self.width**2)))


@dataclass(frozen=True)
class StepDecay(Decay):
    """
    Weights by zones of travel time, 0 beyond the last.

    Source: Luo and Qi (2009), An enhanced two-step floating catchment area (E2SFCA) method for
    measuring spatial accessibility to primary care physicians, Health & Place 15(4).

    Parameters
    ----------
    zones
        Weight of each zone by the minutes at which it ends (which belong to it), such as
        ``{10: 1, 20: 0.68, 30: 0.22}``.

    Raises
    ------
    UsageError
        If there is no zone, or a number is out of bounds: minutes 0 or more, weights 0 to 1.
    """

    name: ClassVar[str] = "steps"
    zones: Mapping[float, float] = field(hash=False)

    def __post_init__(self) -> None:
        if not self.zones:
            msg = "Steps need at least one zone, as {10: 1, 20: 0.68, 30: 0.22}."
            raise UsageError(msg)
        for minutes, weight in self.zones.items():
            if not 0 <= minutes < np.inf or not 0 <= weight <= 1:
                msg = (
                    f"A zone of {minutes:g} minutes with weight {weight:g}: "
                    "minutes must be 0 or more, weights between 0 and 1."
                )
                raise UsageError(msg)

    def _weigh(self, minutes: "NDArray[np.float64]") -> "NDArray[np.float64]":
        ends = sorted(self.zones)
        weights = np.array([*(self.zones[end] for end in ends), 0.0])
        return np.asarray(weights[np.searchsorted(np.array(ends, np.float64), minutes)])


def _check_above_zero(decay: Any) -> None:
    for parameter in fields(decay):
        value = getattr(decay, parameter.name)
        if value is not None and not 0 < value < np.inf:
            msg = f"{parameter.name} of a decay is {value}, and must be above 0."
            raise UsageError(msg)


_BY_NAME: dict[str, Callable[..., Decay]] = {
    kind.name: kind
    for kind in (ExponentialDecay, LinearDecay, PowerDecay, LogisticDecay, GaussianDecay)
}
EXAMPLE = "exponential:half_life=20"


def decay_from_text(text: str) -> Decay:
    """
    Read a decay as it is written on the command line.

    Parameters
    ----------
    text
        Name and parameters, such as ``exponential:half_life=20``, ``power:exponent=2,least=5`` or
        ``steps:10=1,20=0.68,30=0.22``.

    Returns
    -------
    Decay
        The decay.

    Raises
    ------
    UsageError
        If there is no such decay, or its parameters are wrong.
    """
    name, _, rest = text.partition(":")
    kind = _BY_NAME.get(name)
    if kind is None and name != StepDecay.name:
        known = ", ".join([*_BY_NAME, StepDecay.name])
        msg = f'decay: "{text}" names no decay: give one of {known}, as {EXAMPLE}.'
        raise UsageError(msg)
    values: dict[str, float] = {}
    for part in rest.split(",") if rest else ():
        key, _, number = part.partition("=")
        try:
            values[key.strip().replace("-", "_")] = float(number)
        except ValueError:
            msg = f'decay: "{part}" is no parameter with a number: write it as in {EXAMPLE}.'
            raise UsageError(msg) from None
    try:
        return _made(kind, values)
    except UsageError as error:
        msg = f'decay: "{text}": {error}'
        raise UsageError(msg) from None


def _made(kind: Callable[..., Decay] | None, values: dict[str, float]) -> Decay:
    if kind is None:
        try:
            zones = {float(end): weight for end, weight in values.items()}
        except ValueError:
            msg = "write zones by their ends, as steps:10=1,20=0.68,30=0.22."
            raise UsageError(msg) from None
        return StepDecay(zones)
    try:
        return kind(**values)
    except TypeError:
        wanted = ", ".join(parameter.name for parameter in fields(kind))  # type: ignore[arg-type]
        msg = f"the parameters are {wanted}, each as NAME=NUMBER."
        raise UsageError(msg) from None
