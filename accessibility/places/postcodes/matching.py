"""Postcodes as people typed them, found in a directory; none is ever dropped."""

import logging
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.errors import InputError
from accessibility.places.postcodes.spelling import (
    compact,
    normal_outward,
    normal_postcode,
    spelling_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from pandas import DataFrame

    from accessibility.places.postcodes.postcodes import Gazetteer

__all__ = ["LOCATED", "locate_postcodes"]

logger = logging.getLogger("accessibility")

LOCATED = ("matched", "normalised", "outward", "terminated")
"""States of postcodes that have a place."""
SPELLINGS_TOLD = 4


def locate_postcodes(
    values: "Iterable[Any]",
    gazetteer: "Gazetteer",
    *,
    outward_fallback: bool = False,
    name: str = "postcodes",
) -> "DataFrame":
    """
    Find postcodes in a directory.

    Case, spaces and signs do not matter, nor whether O was typed for 0 or I for 1 where a postcode
    can only have the other. How many were not located is told by a warning.

    Parameters
    ----------
    values
        The postcodes as they were typed; None, NaN and blanks are allowed.
    gazetteer
        The directory.
    outward_fallback
        Whether a postcode that is not in the directory, or only an outward code such as ``NP20``,
        lies in the middle of the postcodes of its outward code; default False.
    name
        What to call the postcodes in messages.

    Returns
    -------
    DataFrame
        A row for each value, in their order: ``given``, ``postcode`` (in normal spelling; None if
        it is shaped like none), ``lon`` and ``lat`` (WGS84 degrees; NaN if not located), ``status``
        and, where it is ``unmatched`` or ``outward``, ``nearest`` (the postcode nearest by
        spelling) and ``score`` (100 for the same letters, 0 for none alike). The status is
        ``matched`` (as it stands), ``normalised`` (in its normal spelling), ``terminated`` (no
        longer in use, but located), ``outward``, ``no_coordinates`` (in the directory, but without
        a place), ``unmatched`` or ``no_postcode`` (blank).

    Raises
    ------
    InputError
        If not a single one is in the directory.
    """
    import pandas as pd  # noqa: PLC0415 - slow to import

    texts = ["" if pd.isna(value) else str(value).strip() for value in values]
    blank = np.array([not compact(text) for text in texts], bool)
    normal = [normal_postcode(text) for text in texts]
    row = gazetteer.postcodes.get_indexer(pd.Index([code or "" for code in normal], dtype=object))
    found = row >= 0
    lon, lat = np.full(len(texts), np.nan), np.full(len(texts), np.nan)
    lon[found], lat[found] = gazetteer.lon[row[found]], gazetteer.lat[row[found]]
    status = np.where(found, "normalised", "unmatched").astype(object)
    status[found & np.array([a == b for a, b in zip(texts, normal, strict=True)], bool)] = "matched"
    status[found & gazetteer.terminated[row]] = "terminated"
    status[found & np.isnan(lon)] = "no_coordinates"
    status[blank] = "no_postcode"
    if outward_fallback:
        _fall_back(gazetteer, texts, normal, status, lon, lat)
    if not np.isin(status, (*LOCATED, "no_coordinates")).any():
        raise _foreign(name, gazetteer, texts, blank)
    nearest, score = _nearest(gazetteer, texts, status)
    table = pd.DataFrame(
        {
            "given": pd.Series(texts, dtype=object),
            "postcode": pd.Series(normal, dtype=object),
            "lon": lon,
            "lat": lat,
            "status": status,
            "nearest": pd.Series(nearest, dtype=object),
            "score": score,
        }
    )
    _tell(name, gazetteer, table)
    return table


def _fall_back(
    gazetteer: "Gazetteer",
    texts: list[str],
    normal: list[str | None],
    status: "NDArray[np.object_]",
    lon: "NDArray[np.float64]",
    lat: "NDArray[np.float64]",
) -> None:
    middles: dict[str, tuple[float, float] | None] = {}
    for i in np.flatnonzero(np.isin(status, ("unmatched", "no_coordinates"))).tolist():
        code = normal[i]
        outward = normal_outward(texts[i]) if code is None else code[:-4]
        if outward is None:
            continue
        if outward not in middles:
            middles[outward] = gazetteer.middle(outward)
        middle = middles[outward]
        if middle is not None:
            status[i], (lon[i], lat[i]) = "outward", middle


def _nearest(
    gazetteer: "Gazetteer", texts: list[str], status: "NDArray[np.object_]"
) -> "tuple[list[str | None], NDArray[np.float64]]":
    """Find the nearest spelling of each postcode that is not in the directory."""
    nearest: list[str | None] = [None] * len(texts)
    score = np.full(len(texts), np.nan)
    rows = np.flatnonzero(np.isin(status, ("unmatched", "outward"))).tolist()
    if not rows:
        return nearest, score
    choices = gazetteer.postcodes.str.replace(" ", "").to_numpy(dtype=object)
    known: dict[str, tuple[str, float]] = {}
    for i in rows:
        normal = normal_postcode(texts[i])
        text = compact(normal or texts[i])
        if text not in known:
            at, share = 0, 0.0
            same = np.asarray(gazetteer.outward_codes == (normal or "    ")[:-4])
            if same.any():
                at, share = _nearest_of(text, choices[same])
                at = int(np.flatnonzero(same)[at])
            if round((1 - share) * len(text)) > 1:  # none is nearer than one letter
                at, share = _nearest_of(text, choices)
            known[text] = gazetteer.postcodes[at], round(share * 100, 1)
        nearest[i], score[i] = known[text]
    return nearest, score


def _nearest_of(text: str, choices: "NDArray[np.object_]") -> tuple[int, float]:
    """Find which of some postcodes is nearest, and the share of letters that are alike."""
    from rapidfuzz import process  # noqa: PLC0415 - few need it
    from rapidfuzz.distance import OSA, Prefix  # noqa: PLC0415

    scorer = OSA.normalized_similarity
    _, share, _ = process.extractOne(text, choices, scorer=scorer)
    equal = process.extract(text, choices, scorer=scorer, score_cutoff=share - 1e-6, limit=None)
    # Of equally near ones that which begins alike, for it lies nearest on the ground.
    at = max(equal, key=lambda one: (Prefix.similarity(text, one[0]), -one[2]))[2]
    return int(at), float(share)


def _foreign(
    name: str, gazetteer: "Gazetteer", texts: list[str], blank: "NDArray[np.bool_]"
) -> InputError:
    covers = f"{gazetteer.label} covers {gazetteer.coverage}"
    typed = [text for text, empty in zip(texts, blank, strict=True) if not empty]
    if not typed:
        remedy = "Name the column that holds the postcodes."
        return InputError.at(name, f"all {len(texts):,} postcodes are blank", remedy)
    kinds = _kinds(typed)
    looks = f"They look like {kinds}" if kinds else "They look like no postcodes"
    which = "the postcode is not" if len(typed) == 1 else f"none of the {len(typed):,} postcodes is"
    return InputError.at(
        name,
        f'{which} in the gazetteer (the first is "{typed[0]}"). {looks}; {covers}',
        "Give a gazetteer of their area, or the right column.",
    )


def _kinds(typed: list[str]) -> str:
    kinds = Counter(spelling_of(text) for text in typed)
    told = [f"{kind} ({count:,})" for kind, count in kinds.most_common() if kind is not None]
    more = f" and {len(told) - SPELLINGS_TOLD} more" if len(told) > SPELLINGS_TOLD else ""
    return ", ".join(told[:SPELLINGS_TOLD]) + more


def _tell(name: str, gazetteer: "Gazetteer", table: "DataFrame") -> None:
    """Warn of postcodes that have no place, or not their own."""
    counts = Counter(table["status"])
    parts = []
    unmatched = table[table["status"] == "unmatched"]
    if len(unmatched):
        kinds = _kinds(unmatched["given"].tolist())
        nearest = unmatched.sort_values("score", ascending=False, kind="stable").iloc[0]
        parts.append(
            f"{len(unmatched):,} not in {gazetteer.label}{f', of {kinds}' if kinds else ''} "
            f'("{nearest["given"]}" is nearest to {nearest["nearest"]})'
        )
    for status, words in (
        ("no_postcode", "blank"),
        ("no_coordinates", "without coordinates there"),
        ("outward", "placed in the middle of their outward code"),
        ("terminated", "no longer in use, but located"),
    ):
        if counts[status]:
            parts.append(f"{counts[status]:,} {words}")
    if parts:
        logger.warning("%s: of %s postcodes %s.", name, f"{len(table):,}", "; ".join(parts))
