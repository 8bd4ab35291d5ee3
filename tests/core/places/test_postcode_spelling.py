"""Spelling of postcodes: one normal form, and no guess where a postcode may have either sign."""

import pytest

from accessibility.places.postcodes.spelling import normal_outward, normal_postcode, spelling_of


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("NP10 0AA", "NP10 0AA"),
        ("np100aa", "NP10 0AA"),
        ("  Np20\u00a01pa. ", "NP20 1PA"),
        ("NP4 6JL", "NP4 6JL"),
        ("NP4  6JL", "NP4 6JL"),
        ("NP2O 1PA", "NP20 1PA"),
        ("NP20 IPA", "NP20 1PA"),
        ("NP20 OAA", "NP20 0AA"),
        ("NPI0 OAA", "NP10 0AA"),
        ("0X1 2JD", "OX1 2JD"),
        ("1P1 2JD", "IP1 2JD"),
        ("S015 2AB", "SO15 2AB"),
        ("SOI5 2AB", "SO15 2AB"),
        ("S01 2AB", "SO1 2AB"),
        ("EI0 2AB", "E10 2AB"),
        ("E1O 2AB", "E10 2AB"),
        ("M1 1AE", "M1 1AE"),
        ("MI 1AE", "M1 1AE"),
        ("W1A 0AX", "W1A 0AX"),
        ("WIA OAX", "W1A 0AX"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("ECIA IBB", "EC1A 1BB"),
        ("CR2 6XH", "CR2 6XH"),
        ("gir 0aa", "GIR 0AA"),
    ],
)
def test_postcodes_have_one_spelling(typed, normal):
    assert normal_postcode(typed) == normal
    assert normal_postcode(normal) == normal


@pytest.mark.parametrize(
    "typed",
    ["", "NP20", "10115", "D02 X285", "NP20 1P", "NP20 1PAA", "NP20 1CV", "NP20 1P0", "library",
     "Q1 1AA", "1234 AB", "NP20 ZPA"],
)  # fmt: skip
def test_what_is_no_british_postcode_has_none(typed):
    assert normal_postcode(typed) is None


@pytest.mark.parametrize(
    ("typed", "normal"),
    [("np2O", "NP20"), ("M1", "M1"), ("MI", "M1"), ("ec1a", "EC1A"), ("NP", None), ("N", None)],
)
def test_outward_codes_have_one_spelling(typed, normal):
    assert normal_outward(typed) == normal


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("np20 1pa", "UK area NP"),
        ("10115", "five digits"),
        ("D02 X285", "Eircodes"),
        ("1012 AB", "Dutch"),
        ("K1A 0B1", "Canadian"),
        ("1010", "four digits"),
        ("Newport", None),
    ],
)
def test_postcodes_of_other_countries_are_named(typed, words):
    said = spelling_of(typed)
    assert said is None if words is None else words in said


LONE = ["B", "E", "G", "L", "M", "N", "S", "W"]
PAIRS = ["CO", "DO", "HX", "IG", "IM", "IP", "IV", "LL", "NP", "OL", "OX", "PO", "SO", "TO", "YO"]
OUTWARD = [f"{area}{number}" for area in LONE for number in range(1, 100)]
OUTWARD += [f"{area}{number}" for area in PAIRS for number in range(100)]
OUTWARD += ["E1W", "N1C", "W1A", "W1T", "EC1A", "SW1W", "WC1H"]


@pytest.mark.parametrize("confused", ["01 OI", "OI 01", "01OI OI01", "0 O", "1 I", "O 0", "I 1"])
def test_every_confusion_of_letters_and_digits_is_undone(confused):
    typist = str.maketrans(*confused.split())
    for outward in OUTWARD:
        for sector in ("0", "1", "7"):
            typed = f"{outward}{sector}".translate(typist).lower()
            assert normal_postcode(f"{typed}AB") == f"{outward} {sector}AB"
