"""Where addresses without a postcode lie, by the names of streets and places of an extract."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.errors import UsageError
from accessibility.places.addresses.named_places import (
    POI,
    SETTLEMENT,
    STREET,
    NamedPlace,
    NamedPlaces,
    metres_between,
)
from accessibility.places.addresses.words import parts_of, words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame

    from accessibility.network.network import Network

__all__ = ["match_addresses"]

MATCHED, AMBIGUOUS = "matched", "ambiguous"
BELOW, NO_ADDRESS = "below_threshold", "no_address"

INSIDE = 95.0
"""Score of a name of several words that stands within a longer part of the address."""
HINT = 80.0
"""Score of a settlement that a part of the address is called after, such as a school of it."""
FLOOR = 60.0
"""Candidates below this are not even named."""
KEPT = 10
"""Names like a part of the address that are looked at."""
TIE = 1.0
"""Scores this near to the best are as good."""
SAME_M = 500.0
"""Candidates no farther apart than this say the same."""
AT_ONCE = 256
"""Parts of addresses that are compared with all names at once."""
ENDINGS = frozenset(
    {
        *("avenue", "bank", "close", "court", "crescent", "drive", "gardens", "grove", "hill"),
        *("lane", "parade", "park", "place", "rise", "road", "row", "square", "street"),
        *("terrace", "view", "walk", "way"),
    }
)
"""A part that ends in one of these is a street: a town in its name may be far off."""
COUNTRIES: frozenset[tuple[str, ...]] = frozenset(
    tuple(name.split())
    for name in ("wales", "cymru", "england", "scotland", "uk", "united kingdom", "great britain")
)
"""Parts that tell no town."""


def match_addresses(
    rows: "DataFrame | Iterable[str]",
    network: "Network",
    *,
    columns: Sequence[str] | None = None,
    threshold: float = 90,
) -> "DataFrame":
    """
    Locate addresses by the names of streets, settlements and other places of a network's extract.

    Numbers of houses, case and accents are left out, and common British abbreviations are written
    in full. A named place such as a library locates best, if it lies by the street of the address;
    then the street, then a village or suburb. Cities and towns only tell streets of one name
    apart. A name that several places far from each other have is ambiguous unless the address
    names a settlement that one of them lies in; so is one that is followed by something unknown
    before any settlement that is known, for that may be a village which the extract lacks.

    Parameters
    ----------
    rows
        Addresses as texts, or a table of them.
    network
        The network whose extract has the names.
    columns
        Columns of a table that make up an address, from the most particular to the town.
    threshold
        Least score that is a match, 0 to 100: 100 is equal words, and a letter too many in a name
        of twenty costs two or three.

    Returns
    -------
    DataFrame
        A row for each address, with the index of a table: ``address`` as given; ``status``:
        ``matched``, ``ambiguous``, ``below_threshold`` (or in none of the settlements that the
        address names) or ``no_address``; ``matched``, the name of the best candidate, its ``kind``
        (``street``, ``place``, ``poi``), its ``osm`` element (none for a street), ``lon`` and
        ``lat`` in WGS84 degrees and ``within_m``, the metres that the street or settlement reaches
        from there, all three NaN unless matched, and its ``score``; ``second``, the next best, its
        ``second_score``, and the metres from the best to it, ``second_distance_m``.

    Raises
    ------
    UsageError
        If columns are missing or named of texts, or the threshold is out of bounds.
    """
    from pandas import DataFrame  # noqa: PLC0415 - slow to import

    if not 0 < threshold <= 100:
        msg = f"threshold: {threshold} is no score above 0 and up to 100."
        raise UsageError(msg)
    addresses, index = _addresses(rows, columns)
    matcher = _Matcher(NamedPlaces(network), threshold)
    parts = [parts_of(texts) for texts in addresses]
    matcher.compare({part for listed in parts for part in listed})
    found = [
        {"address": ", ".join(text for text in texts if text), **matcher.match(listed)}
        for texts, listed in zip(addresses, parts, strict=True)
    ]
    return DataFrame(found, index=index, columns=list(_COLUMNS)).astype(_COLUMNS)


_COLUMNS = {
    "address": object,
    "status": object,
    "matched": object,
    "kind": object,
    "osm": object,
    "lon": float,
    "lat": float,
    "within_m": float,
    "score": float,
    "second": object,
    "second_score": float,
    "second_distance_m": float,
}


def _addresses(
    rows: "DataFrame | Iterable[str]", columns: Sequence[str] | None
) -> tuple[list[list[str]], Any]:
    from pandas import DataFrame  # noqa: PLC0415

    if not isinstance(rows, DataFrame):
        if columns is not None:
            msg = "columns: texts have no columns; give a table."
            raise UsageError(msg)
        return [[str(text).strip()] for text in rows], None
    known = ", ".join(str(name) for name in rows.columns)
    if not columns:
        msg = f"columns: name those that make up an address, of {known}."
        raise UsageError(msg)
    for name in columns:
        if name not in rows.columns:
            msg = f"columns: there is no column {name}; columns are {known}."
            raise UsageError(msg)
    texts = rows[list(columns)].astype(object)
    filled = texts.where(texts.notna(), "").to_numpy()
    return [[str(value).strip() for value in line] for line in filled], rows.index


@dataclass(frozen=True)
class _Candidate:
    place: NamedPlace
    score: float
    part: int
    """Which part of the address it was found in."""


class _Matcher:
    """Finds what parts of addresses are called after, and decides between candidates."""

    def __init__(self, names: NamedPlaces, threshold: float) -> None:
        self._names = names
        self._threshold = threshold
        self._scores: dict[str, dict[tuple[str, ...], float]] = {}

    def compare(self, parts: set[str]) -> None:
        """Score the names that each part may mean."""
        import rapidfuzz  # noqa: PLC0415 - only who has addresses needs it

        readings = [(part, words) for part in sorted(parts) for words in words_of(part)]
        names = [" ".join(words) for words in self._names.names]
        for begin in range(0, len(readings) if names else 0, AT_ONCE):
            some = readings[begin : begin + AT_ONCE]
            scores = rapidfuzz.process.cdist(
                [" ".join(words) for _, words in some],
                names,
                scorer=rapidfuzz.fuzz.ratio,
                score_cutoff=FLOOR,
                dtype=np.float32,
            )
            for (part, words), line in zip(some, scores, strict=True):
                kept = self._scores.setdefault(part, {})
                for place in _best_places(line):
                    _keep_best(kept, self._names.names[place], float(line[place]))
                self._add_inside(kept, words)

    def _add_inside(self, kept: dict[tuple[str, ...], float], words: tuple[str, ...]) -> None:
        """Names that stand within a part, as in an address without commas."""
        for begin in range(len(words)):
            for end in range(begin + 1, min(len(words), begin + self._names.longest) + 1):
                span = words[begin:end]
                places = self._names.called(span) if end - begin < len(words) else []
                if not places:
                    continue
                rest = words[end:] if begin == 0 else ()
                before_town = bool(rest) and _settlements(self._names.called(rest))
                last = end == len(words)
                # "Bowling Green Lane" is no Green Lane: what stands before has to be a name itself.
                apart = (
                    begin == 0 or words[begin - 1] in ENDINGS or self._names.called(words[:begin])
                )
                if apart and (len(span) > 1 or before_town or (last and _settlements(places))):
                    _keep_best(kept, span, INSIDE)
                elif _settlements(places):
                    _keep_best(kept, span, HINT)

    def match(self, parts: list[str]) -> dict[str, object]:
        """Decide what an address means."""
        if not any(words_of(part) for part in parts):
            return {"status": NO_ADDRESS}
        candidates, towns = self._candidates(parts)
        good = [one for one in candidates if one.score >= self._threshold]
        near = _in_towns(good, list(towns))
        streets, pois = _best(near, STREET), _best(near, POI)
        by_street = [one for one in pois if any(_by(one, street) for street in streets)]
        if by_street:
            chosen = by_street
        elif streets and pois:  # a name and a street that contradict each other
            chosen = sorted([*streets, *pois], key=lambda one: one.part)
        else:
            chosen = pois or streets or _best(near, SETTLEMENT)
        if not chosen:
            return _row(BELOW, sorted(candidates, key=lambda one: -one.score))
        far = [one for one in chosen if not _by(one, chosen[0])]
        begin = chosen[0].part
        end = min((part for part in towns.values() if part >= begin), default=len(parts))
        elsewhere = not by_street and self._unknown(parts[begin + 1 : end])
        rest = [one for one in candidates if one not in chosen]
        others = far or sorted([*chosen[1:], *rest], key=lambda one: -one.score)
        best = replace(chosen[0], place=_narrowed(chosen[0].place, list(towns)))
        return _row(AMBIGUOUS if far or elsewhere else MATCHED, [best, *others])

    def _unknown(self, parts: list[str]) -> bool:
        """Whether what follows in an address may be a town that the extract does not have."""
        for part in parts:
            best = max(self._scores.get(part, {}).values(), default=0.0)
            if best < self._threshold and any(words not in COUNTRIES for words in words_of(part)):
                return True
        return False

    def _candidates(self, parts: list[str]) -> tuple[list[_Candidate], dict[NamedPlace, int]]:
        """What may be meant, and the settlements that the address names, with their part."""
        best: dict[NamedPlace, _Candidate] = {}
        towns: dict[NamedPlace, int] = {}
        for number, part in enumerate(parts):
            a_street = any(words[-1] in ENDINGS for words in words_of(part))
            for words, score in self._scores.get(part, {}).items():
                for place in self._names.called(words):
                    if place.kind == SETTLEMENT and a_street and score <= INSIDE:
                        continue
                    if place.kind == SETTLEMENT and score >= max(self._threshold, INSIDE):
                        towns.setdefault(place, number)
                    one = _Candidate(place, score, number)
                    if place.locates and (place not in best or best[place].score < score):
                        best[place] = one
        return list(best.values()), towns


def _best_places(scores: "NDArray[np.float32]") -> list[int]:
    """The best names and those that are as good as the last of them."""
    found = np.flatnonzero(scores)
    if len(found) > KEPT:
        least = np.partition(scores[found], -KEPT)[-KEPT]
        found = found[scores[found] >= least]
    return [int(place) for place in found]


def _keep_best(kept: dict[tuple[str, ...], float], words: tuple[str, ...], score: float) -> None:
    kept[words] = max(kept.get(words, 0.0), score)


def _settlements(places: list[NamedPlace]) -> bool:
    return any(place.kind == SETTLEMENT for place in places)


def _in_towns(candidates: list[_Candidate], towns: list[NamedPlace]) -> list[_Candidate]:
    """
    Leave out what lies in none of the settlements that the address names.

    The smallest settlement decides first; one that has nothing of the kind decides nothing if a
    larger one around it does.
    """
    kept = []
    for kind in (STREET, POI, SETTLEMENT):
        own = [one for one in candidates if one.place.kind == kind]
        for radius in sorted({town.radius_m for town in towns}):
            here = [town for town in towns if town.radius_m == radius]
            inside = [one for one in own if any(_inside(one.place, town) for town in here)]
            if inside or radius == max(town.radius_m for town in towns):
                own = inside
                break
        kept += own
    return kept


def _narrowed(place: NamedPlace, towns: list[NamedPlace]) -> NamedPlace:
    """Keep of a street what lies in the smallest settlement that the address names."""
    small = [town for town in towns if town.locates and _inside(place, town)]
    if place.kind != STREET or not small:
        return place
    town = min(small, key=lambda town: town.radius_m)
    inside = place.points[metres_between(place.points, town.lon, town.lat) <= town.radius_m]
    middle = inside.mean(axis=0)
    lon, lat = inside[np.argmin(metres_between(inside, middle[0], middle[1]))]
    return replace(place, lon=float(lon), lat=float(lat), points=inside)


def _inside(place: NamedPlace, town: NamedPlace) -> bool:
    return bool(metres_between(place.points, town.lon, town.lat).min() <= town.radius_m)


def _best(candidates: list[_Candidate], kind: str) -> list[_Candidate]:
    """The best of a kind and what is as good, in the order of the address."""
    own = [one for one in candidates if one.place.kind == kind]
    top = max((one.score for one in own), default=0.0)
    good = [one for one in own if one.score >= top - TIE]
    return sorted(good, key=lambda one: (one.part, -one.score, one.place.lon, one.place.lat))


def _by(one: _Candidate, other: _Candidate) -> bool:
    return other.place.distance_m(one.place) <= SAME_M


def _row(status: str, candidates: list[_Candidate]) -> dict[str, object]:
    row: dict[str, object] = {"status": status}
    if candidates:
        best = candidates[0]
        row |= {
            "matched": best.place.name,
            "kind": best.place.kind,
            "osm": best.place.osm or None,
            "score": best.score,
        }
        if status == MATCHED:
            row |= {"lon": best.place.lon, "lat": best.place.lat, "within_m": best.place.extent_m}
        if len(candidates) > 1:
            second = candidates[1]
            row |= {
                "second": second.place.name,
                "second_score": second.score,
                "second_distance_m": best.place.distance_m(second.place),
            }
    return row
