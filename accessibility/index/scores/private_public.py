"""Times by private and by public transport, made one by who has a car."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from accessibility.errors import InputError
from accessibility.index.scores.transforms import label_of

if TYPE_CHECKING:
    from pandas import Series

__all__ = ["PrivateShare", "cars_per_adult", "combine_private_public"]


@dataclass(frozen=True, eq=False)
class PrivateShare:
    """
    The share of people who go by car.

    Parameters
    ----------
    share
        From 0 to 1 for each area.
    clipped
        Areas with more cars than adults, whose share is 1.
    """

    share: "Series"
    clipped: tuple[str, ...]


def combine_private_public(private: "Series", public: "Series", share: "Series") -> "Series":
    """
    Average private and public times by the share of people who go by car.

    With 10 minutes by car, 40 by bus and a share of 0.75 it is 17.5 minutes.

    Parameters
    ----------
    private
        Minutes by private transport of each area; NaN where there is no value.
    public
        Minutes by public transport by the same index, likewise.
    share
        The private share of each area, from 0 to 1.

    Returns
    -------
    Series
        Minutes by the same index; NaN where one of both times is missing.

    Raises
    ------
    InputError
        If the share of an area is missing or lies outside 0 to 1.
    """
    shares = share.reindex(private.index).astype(float)
    wrong = np.flatnonzero(~shares.between(0, 1))
    if len(wrong):
        names = ", ".join(str(private.index[row]) for row in wrong[:5])
        more = f" and {len(wrong) - 5:,} more" if len(wrong) > 5 else ""
        value = shares.iloc[int(wrong[0])]
        problem = (
            f"is missing for {len(wrong):,} areas: {names}{more}"
            if np.isnan(value)
            else f"is not from 0 to 1 for {len(wrong):,} areas: {names}{more}"
        )
        shown = None if np.isnan(value) else f"{value:g}"
        remedy = "Every area needs the share of people who go by car."
        raise InputError.at(label_of(share), problem, remedy, value=shown)
    return shares * private + (1 - shares) * public


def cars_per_adult(cars: "Series", adults: "Series") -> PrivateShare:
    """
    Estimate the private share from a census: min(1, cars / adults of 17 and over).

    No report of the Welsh index prints the formula: this one is an assumption, and a recipe that
    uses it says so.

    Parameters
    ----------
    cars
        Cars and vans of each area.
    adults
        People of 17 and over, who may drive, by the same index.

    Returns
    -------
    PrivateShare
        The share of each area, and which areas were clipped to 1.

    Raises
    ------
    InputError
        If a number is missing or negative, or an area has no adults.
    """
    for counts, least, what in ((cars, 0, "0 or more"), (adults, 1, "at least 1")):
        wrong = np.flatnonzero(~(np.isfinite(counts.astype(float)) & (counts >= least)))
        if len(wrong):
            first = int(wrong[0])
            problem = f"is not {what} ({len(wrong):,} such areas)"
            area, value = counts.index[first], counts.iloc[first]
            remedy = "Give the number for every area."
            raise InputError.at(
                f"area {area}", problem, remedy, field=label_of(counts), value=value
            )
    ratio = cars / adults.reindex(cars.index)
    clipped = tuple(str(area) for area in ratio.index[ratio > 1])
    return PrivateShare(ratio.clip(upper=1.0).rename("private_share"), clipped)
