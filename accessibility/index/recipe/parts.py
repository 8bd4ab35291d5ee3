"""The tables of a recipe, one model each."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from accessibility.index.scores.area_means import MIN_COVERAGE
from accessibility.index.scores.factor import Allowed

__all__ = [
    "About",
    "Areas",
    "Domain",
    "Extent",
    "Indicator",
    "Name",
    "Origins",
    "Overall",
    "PrivateShareRule",
    "Source",
    "Status",
    "SubDomain",
    "Timetables",
    "Trip",
    "Unreachable",
]

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
_Said = Annotated[str, StringConstraints(min_length=1)]
_Texts = Annotated[tuple[str, ...], Field(strict=False)]
_Minutes = Annotated[float, Field(gt=0)]
_Share = Annotated[float, Field(ge=0, le=1)]
_Weights = Annotated[dict[str, float], Field(min_length=1)]

Status = Literal["published", "workshop", "assumed", "deviation"]
"""How much stands behind a value: print, a talk of its makers, a guess, or a known difference."""


class _Table(BaseModel):
    """Frozen, typed as TOML is, and no key but the known ones."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class About(_Table):
    """
    What the recipe is.

    Parameters
    ----------
    title
        What it makes, as a heading.
    version
        Goes up with each change of a value, which breaks a series.
    about
        What a reader has to know of it.
    """

    title: _Said
    version: Annotated[int, Field(ge=1)] = 1
    about: str = ""


class Areas(_Table):
    """
    The small areas.

    Parameters
    ----------
    vintage
        Which areas, and of which year: ``LSOA 2011``.
    id_column
        Column of their identifiers.
    id_pattern
        Regular expression that every identifier fits, to tell one country from another.
    count
        How many there are, to tell one year from another.
    min_coverage
        The least share of an area's weight that must have a time; default 0.95.
    """

    vintage: _Said
    id_column: _Said
    id_pattern: str | None = None
    count: Annotated[int, Field(ge=2)] | None = None
    min_coverage: _Share = MIN_COVERAGE


class Origins(_Table):
    """
    From where people set out.

    Parameters
    ----------
    what
        What they are: ``dwellings``.
    weight
        Column of their weights; default each counts once.
    cluster_distance
        Metres along the network within which they are merged; default they are not.
    """

    what: _Said
    weight: str | None = None
    cluster_distance: Annotated[float, Field(gt=0)] | None = None


class Extent(_Table):
    """
    What streets, stops and lists of services have to cover.

    Parameters
    ----------
    study_area
        Layer of the area that is reported on; default the areas themselves.
    buffer_km
        How far beyond it all has to be there, in kilometres; default 10.
    """

    study_area: str | None = None
    buffer_km: Annotated[float, Field(ge=0)] = 10.0


class Timetables(_Table):
    """
    The day, and when timetables are too thin to be used.

    Parameters
    ----------
    date
        The day of all moments.
    least_share
        The least share of the median of trips on the same weekday that each agency must run on the
        day; default 0.8.
    weeks
        How many weeks around the day give that median; default 4.
    accepted
        A reason for each agency that may fall short.
    """

    date: date
    least_share: _Share = 0.8
    weeks: Annotated[int, Field(ge=1)] = 4
    accepted: dict[str, _Said] = Field(default={})


class Unreachable(_Table):
    """
    Minutes of a place that cannot be reached, from those of another trip.

    Parameters
    ----------
    trip
        The other trip to the same service, such as the drive.
    times
        How many times as long it takes.
    otherwise
        Minutes where that one cannot be made either.
    """

    trip: str
    times: Annotated[float, Field(gt=0)]
    otherwise: _Minutes


class Trip(_Table):
    """
    A question about the nearest services, and what of its answer counts.

    It is put to `accessibility.analysis.nearest.nearest.nearest_services`.

    Parameters
    ----------
    travel
        Name of the table of travel options.
    there, back
        Moments as ``arrive 09:00`` or ``depart 17:30``; empty where time of day does not matter.
    window
        How long each moment is asked for, as minutes or ``"60m"``; default 0, the moment alone.
    measure
        ``elapsed`` (default: the wait before a departure or a deadline counts) or ``journey``.
    percentile
        Over the window; default the median.
    nearest_rule, return_service
        As there.
    pairing
        Whether the mean ``means`` of each direction pair (default) or each moment there with the
        one back in the same ``position``.
    counts
        ``there``, ``twice_there``, ``there_and_back`` (their sum), or the ``mean_of_both``.
    cap
        Minutes that a longer leg counts as.
    unreachable
        Minutes that a leg counts as which cannot be made; default the cap.
    """

    travel: str
    there: _Texts = ()
    back: _Texts = ()
    window: float | str = 0.0
    measure: Literal["elapsed", "journey"] = "elapsed"
    percentile: Annotated[int, Field(ge=1, le=100)] | None = None
    nearest_rule: Literal["percentile_of_minimum", "minimum_of_percentiles"] = (
        "percentile_of_minimum"
    )
    return_service: Literal["any", "nearest_outbound", "best_pair"] = "any"
    pairing: Literal["means", "position"] = "means"
    counts: Literal["there", "twice_there", "there_and_back", "mean_of_both"] = "there"
    cap: _Minutes
    unreachable: _Minutes | Unreachable | None = None


class PrivateShareRule(_Table):
    """
    Which share of people goes by car: one of three ways to know.

    Parameters
    ----------
    column
        Column of shares, ready made.
    cars, adults
        Columns of cars and of people of 17 and over; the share is min(1, cars / adults).
    constant
        The same share everywhere.
    """

    column: str | None = None
    cars: str | None = None
    adults: str | None = None
    constant: _Share | None = None


class Indicator(_Table):
    """
    A number for each area: a time to a kind of service, or a column that is ready.

    Parameters
    ----------
    label
        What it is, for people.
    kind
        Kind of service.
    private, public
        Names of trips; times of both are combined by the private share, one alone stands alone.
    origin_weight
        Column of the weights of origins; default that of the origins.
    column
        Column of ready numbers instead of a kind and trips.
    unit
        ``minutes`` (default), a ``share`` from 0 to 1, or any ``number``.
    most_deprived
        Whether ``high`` (default) or ``low`` numbers mean deprivation.
    missing
        ``no_value`` (default): an area without the number has no rank. Or the number it gets.
    """

    label: _Said
    kind: str | None = None
    private: str | None = None
    public: str | None = None
    origin_weight: str | None = None
    column: str | None = None
    unit: Literal["minutes", "share", "number"] = "minutes"
    most_deprived: Literal["high", "low"] = "high"
    missing: Literal["no_value"] | float = "no_value"

    @property
    def trips(self) -> dict[str, str]:
        """Names of the trips by ``private`` and ``public``."""
        named = {"private": self.private, "public": self.public}
        return {way: trip for way, trip in named.items() if trip is not None}


class SubDomain(_Table):
    """
    Indicators that are weighted together.

    Parameters
    ----------
    label
        What it is, for people.
    transform
        What indicators are turned into before they are weighted: ``normal`` (default),
        ``exponential`` or ``reversed_rank``.
    weights
        Weights by indicator, or ``factor``: a factor analysis finds them.
    weights_of
        What the weights add up to; default 1 or 100.
    indicators
        With ``factor``, the indicators.
    allow
        What a factor analysis may do: ``negative``, ``heywood``, ``no_convergence``.
    """

    label: _Said
    transform: Literal["normal", "exponential", "reversed_rank"] = "normal"
    weights: _Weights | Literal["factor"]
    weights_of: Annotated[float, Field(gt=0)] | None = None
    indicators: _Texts = ()
    allow: Annotated[tuple[Allowed, ...], Field(strict=False)] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its indicators."""
        return self.indicators if self.weights == "factor" else tuple(self.weights)


class Domain(_Table):
    """
    Sub-domains that are weighted together.

    Parameters
    ----------
    label
        What it is, for people.
    transform
        What the rank of each sub-domain is turned into: ``exponential`` (default) or ``normal``.
    weights
        Weights by sub-domain.
    weights_of
        What they add up to; default 1 or 100.
    """

    label: _Said
    transform: Literal["exponential", "normal"] = "exponential"
    weights: _Weights
    weights_of: Annotated[float, Field(gt=0)] | None = None


class Overall(_Table):
    """
    The index that the domain is a part of.

    Parameters
    ----------
    label
        What it is, for people.
    domain
        The name in `weights` of the domain that the recipe makes.
    weights
        Weights by domain.
    weights_of
        What they add up to; default 1 or 100.
    """

    label: _Said
    domain: str
    weights: _Weights
    weights_of: Annotated[float, Field(gt=0)] | None = None


class Source(_Table):
    """
    What stands behind values.

    Parameters
    ----------
    status
        ``published``, ``workshop``, ``assumed`` or ``deviation``.
    source
        Where it is printed, who said it, or why it was chosen.
    """

    status: Status
    source: _Said
