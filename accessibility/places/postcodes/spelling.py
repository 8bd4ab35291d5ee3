"""How postcodes are written: the normal spelling of British ones, and what others look like."""

import re

__all__ = ["compact", "normal_outward", "normal_postcode", "spelling_of"]

_OUTWARD = re.compile(
    r"[BEGLMNSW]\d[\dA-HJKPSTUW]?"  # the areas of one letter
    r"|(?:[A-HJ-NPR-UWYZ][A-HK-Y]|I[GMPV]|O[LX])\d[\dABEHMNPRVWXY]?"
)
_INWARD = re.compile(r"\d[ABD-HJLNP-UW-Z]{2}")
_LETTERS = str.maketrans("01", "OI")
_DIGITS = str.maketrans("OI", "01")
_AMBIGUOUS = "OI01"

_ELSEWHERE = (
    ("Irish Eircodes", re.compile(r"[ACDEFHKNPRTVWXY]\d[\dW][\dACDEFHKNPRTVWXY]{4}")),
    ("Canadian postcodes", re.compile(r"[A-Z]\d[A-Z]\d[A-Z]\d")),
    ("Dutch postcodes", re.compile(r"[1-9]\d{3}[A-Z]{2}")),
    ("five digits, as in Germany, France, Spain or the USA", re.compile(r"\d{5}(\d{4})?")),
    ("four digits, as in Austria, Belgium, Denmark or Switzerland", re.compile(r"\d{4}")),
)


def compact(text: str) -> str:
    """
    Leave only letters and digits of a postcode.

    Parameters
    ----------
    text
        A postcode as it was typed.

    Returns
    -------
    str
        Without spaces and signs, in capitals: ``NP100AA``.
    """
    return "".join(re.findall(r"[A-Z0-9]", text.upper()))


def normal_postcode(text: str) -> str | None:
    """
    Write a British postcode in the normal way.

    O and 0, I and 1 are told apart wherever the place in a postcode says whether a letter or a
    digit must stand there; nothing else is guessed.

    Parameters
    ----------
    text
        A postcode as it was typed, such as ``np2O1pa``.

    Returns
    -------
    str or None
        In capitals with one space, ``NP20 1PA``; None if it is shaped like no British postcode.
    """
    letters = compact(text)
    if letters == "GIR0AA":
        return "GIR 0AA"
    if not 5 <= len(letters) <= 7:
        return None
    outward = normal_outward(letters[:-3])
    inward = letters[-3].translate(_DIGITS) + letters[-2:]
    return f"{outward} {inward}" if outward and _INWARD.fullmatch(inward) else None


def normal_outward(text: str) -> str | None:
    """
    Write the first half of a British postcode in the normal way.

    Parameters
    ----------
    text
        An outward code as it was typed, such as ``np2O``.

    Returns
    -------
    str or None
        In capitals, ``NP20``; None if it is shaped like no outward code.
    """
    letters = compact(text)
    if not 2 <= len(letters) <= 4:
        return None
    first, rest = letters[0].translate(_LETTERS), letters[1:]
    second, third, fourth = (*rest, "", "")[:3]
    if len(letters) == 2:
        second = second.translate(_DIGITS)
    elif len(letters) == 3:
        # The last may be a letter, but never O or I; then the second is a digit. No district begins
        # with 0, and no area ends in I.
        if third not in _AMBIGUOUS and third.isalpha():
            second = second.translate(_DIGITS)
        elif second in "O0":
            second = "O"
        else:
            second = second.replace("I", "1")
        third = third.translate(_DIGITS)
    else:
        second, third = second.translate(_LETTERS), third.translate(_DIGITS)
        fourth = fourth.translate(_DIGITS)
    outward = first + second + third + fourth
    return outward if _OUTWARD.fullmatch(outward) else None


def spelling_of(text: str) -> str | None:
    """
    Say of which country a postcode looks to be.

    Parameters
    ----------
    text
        A postcode as it was typed.

    Returns
    -------
    str or None
        Words such as ``Irish Eircodes``; for British postcodes their area, as ``UK area NP``; None
        if it looks like no postcode.
    """
    normal = normal_postcode(text)
    if normal is not None:
        letters = re.match(r"[A-Z]+", normal)
        return f"UK area {letters[0] if letters else ''}"
    return next((words for words, shape in _ELSEWHERE if shape.fullmatch(compact(text))), None)
