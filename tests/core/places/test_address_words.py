"""Words of names and addresses: what is left out, what is written in full."""

import pytest

from accessibility.places.addresses.words import parts_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Church Street", "church street"),
        ("12 Church St", "church street"),
        ("12a, Church St.", "church street"),
        ("110-111 Commercial Rd", "commercial road"),
        ("Flat 2 High St", "high street"),
        ("Flat B High St", "high street"),
        ("Unit 7a Leeway Ind Est", "leeway industrial estate"),
        ("St. Woolos", "saint woolos"),
        ("St Woolos Rd", "saint woolos road"),
        ("St. Julian's Ave", "saint julians avenue"),
        ("St Julian\u2019s Ave", "saint julians avenue"),
        ("Dr Garrett Rd", "dr garrett road"),
        ("Garrett Dr", "garrett drive"),
        ("1st Avenue", "1st avenue"),
        ("M4 Services", "m4 services"),
        ("Tŷ Coch & Heol-y-Bont", "ty coch and heol y bont"),
        ("FFORDD Y MÔR", "ffordd y mor"),
    ],
)
def test_numbers_accents_and_abbreviations(text, words):
    assert words_of(text) == [tuple(words.split())]


def test_st_in_the_middle_is_read_both_ways():
    assert words_of("High St Newport") == [
        ("high", "saint", "newport"),
        ("high", "street", "newport"),
    ]


@pytest.mark.parametrize("text", ["", "12", "12-14", " - ", "Flat 2"])
def test_nothing_but_numbers_has_no_words(text):
    assert words_of(text) == []


def test_addresses_are_cut_at_commas_and_lines():
    assert parts_of(["Town Hall; Church St,\nCaerleon", "", "Church St", "Newport NP18 1AW"]) == [
        "Town Hall",
        "Church St",
        "Caerleon",
        "Newport",
    ]
    assert parts_of(["np181aw"]) == []
