"""Addresses and names as words that can be compared: no numbers, accents or abbreviations."""

import re
import unicodedata
from itertools import product

__all__ = ["parts_of", "words_of"]

ENDINGS = {
    "av": "avenue",
    "ave": "avenue",
    "cl": "close",
    "cres": "crescent",
    "ct": "court",
    "dr": "drive",
    "est": "estate",
    "gdns": "gardens",
    "gr": "grove",
    "grv": "grove",
    "ln": "lane",
    "pde": "parade",
    "pk": "park",
    "pl": "place",
    "rd": "road",
    "sq": "square",
    "ter": "terrace",
    "terr": "terrace",
}
"""Abbreviations that stand after a name; at the beginning they are something else."""
ANYWHERE = {
    "bldg": "building",
    "bldgs": "buildings",
    "ctr": "centre",
    "hse": "house",
    "ind": "industrial",
    "lwr": "lower",
    "mt": "mount",
    "upr": "upper",
}
UNITS = frozenset({"apartment", "apt", "flat", "no", "room", "suite", "unit"})
"""Words before the number of a dwelling or a room."""
NUMBER = re.compile(r"\d+[a-z]?")
POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE)
"""A British postcode says where it is by itself: it is no name."""
APOSTROPHES = re.compile("['`\u2018\u2019]")
SEPARATORS = re.compile(r"[,;\n\r|]+")
SAINT, STREET = "saint", "street"
MOST_VARIANTS = 2
"""Unclear abbreviations of one text that are tried in every sense."""


def words_of(text: str) -> list[tuple[str, ...]]:
    """
    Take the words out of a name or a part of an address.

    Case, accents, punctuation and the numbers of houses are left out, and common British
    abbreviations are written in full. ``St`` is Saint at the beginning and Street at the end.

    Parameters
    ----------
    text
        The name, without commas.

    Returns
    -------
    list of tuple of str
        The words; several readings where ``St`` stands in the middle, none where no word is left.
    """
    spread = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(mark for mark in spread if not unicodedata.combining(mark))
    plain = APOSTROPHES.sub("", plain).replace("&", " and ")
    tokens = re.findall(r"[^\W_]+", plain)
    kept = [
        token
        for place, token in enumerate(tokens)
        if not NUMBER.fullmatch(token)
        and not (
            token in UNITS and place + 1 < len(tokens) and _is_number_of_unit(tokens[place + 1])
        )
        and not (len(token) == 1 and place > 0 and tokens[place - 1] in UNITS)
    ]
    last = len(kept) - 1
    readings = [_readings(token, place, last) for place, token in enumerate(kept)]
    if sum(len(reading) > 1 for reading in readings) > MOST_VARIANTS:
        readings = [reading[:1] for reading in readings]
    return [words for words in product(*readings) if words]


def parts_of(texts: list[str]) -> list[str]:
    """
    Cut an address where commas, semicolons and line ends cut it.

    Parameters
    ----------
    texts
        The address in one text, or its columns.

    Returns
    -------
    list of str
        The parts, in their order, without postcodes and those that were there before.
    """
    parts = [part.strip() for text in texts for part in SEPARATORS.split(POSTCODE.sub("", text))]
    return list(dict.fromkeys(part for part in parts if part))


def _is_number_of_unit(token: str) -> bool:
    return NUMBER.fullmatch(token) is not None or len(token) == 1


def _readings(word: str, place: int, last: int) -> tuple[str, ...]:
    if word == "st":
        if place == 0:
            return (SAINT,)
        return (STREET,) if place == last else (SAINT, STREET)
    if place > 0 and word in ENDINGS:
        return (ENDINGS[word],)
    return (ANYWHERE.get(word, word),)
