"""The table of kinds: what conditions mean, what users add, and how faults are named."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import accessibility
from accessibility.errors import InputError, UsageError
from accessibility.places.osm.conditions import Words, accepts, holds
from accessibility.places.osm.kinds import KINDS_FILE, anchor_of, load_kinds

VET = """
[kinds.vet]
label = "vet"
plural = "vets"
tags = [{ amenity = "veterinary" }]
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("test", "value", "passes"),
    [
        ("pub", "pub", True),
        ("pub", "pub;restaurant", True),
        ("pub", "restaurant; pub", True),
        ("pub", "public_bath", False),
        (("pub", "bar"), "bar", True),
        (("pub", "bar"), "cafe", False),
        (True, "anything", True),
        (False, "anything", False),
        (Words(words=("primary",)), "St Mary's Primary School", True),
        (Words(words=("primary",)), "PRIMARY", True),
        (Words(words=("high",)), "Highfield School", False),
        (Words(words=("CYNRADD",)), "Ysgol Gynradd (cynradd)", True),
    ],
)
def test_what_a_test_accepts(test, value, passes):
    assert accepts(test, value) is passes


def test_all_tests_of_a_condition_must_hold():
    condition = {"amenity": "school", "grades": False, "name": Words(words=("infant",))}
    school = {"amenity": "school", "name": "Gaer Infant School"}
    assert holds(condition, school)
    assert not holds(condition, school | {"grades": "0-5"})
    assert not holds(condition, {"amenity": "school"})
    assert not holds(condition, {"name": "Gaer Infant School"})


@pytest.mark.parametrize(
    ("kind", "tags"),
    [
        ("pharmacy", {"amenity": "pharmacy"}),
        ("pharmacy", {"healthcare": "pharmacy", "shop": "chemist"}),
        ("gp", {"amenity": "doctors"}),
        ("gp", {"healthcare": "doctor"}),
        ("gp", {"amenity": "clinic", "healthcare:speciality": "general"}),
        ("food_shop", {"shop": "greengrocer"}),
        ("petrol", {"amenity": "fuel"}),
        ("post_office", {"shop": "convenience", "post_office": "post_partner"}),
        ("primary_school", {"amenity": "school", "isced:level": "0;1"}),
        ("primary_school", {"amenity": "school", "school": "infant"}),
        ("primary_school", {"amenity": "school", "name": "High Cross Primary School"}),
        ("primary_school", {"amenity": "school", "name": "Ysgol Gynradd Maindee"}),
        ("secondary_school", {"amenity": "school", "isced:level": "2;3"}),
        ("secondary_school", {"amenity": "school", "name": "Ysgol Gyfun Gwent"}),
        ("secondary_school", {"amenity": "school", "grades": "7-13"}),
        ("railway_station", {"railway": "halt"}),
        ("sports", {"leisure": "fitness_centre"}),
        ("atm", {"amenity": "bank", "atm": "yes"}),
    ],
)
def test_what_is_of_a_kind(kind, tags):
    assert load_kinds()[kind].matches(tags)


@pytest.mark.parametrize(
    ("kind", "tags"),
    [
        ("pharmacy", {"shop": "chemist"}),
        ("pharmacy", {"disused:amenity": "pharmacy"}),
        ("pharmacy", {"amenity": "pharmacy", "disused": "yes"}),
        ("gp", {"amenity": "clinic", "healthcare": "doctor"}),
        ("gp", {"amenity": "doctors", "healthcare:speciality": "dermatology"}),
        ("petrol", {"amenity": "fuel", "access": "private"}),
        ("primary_school", {"amenity": "school", "grades": "7-13", "name": "The Primary"}),
        ("primary_school", {"amenity": "school", "name": "Bassaleg School"}),
        ("secondary_school", {"amenity": "school", "name": "High Cross Primary School"}),
        ("sports", {"leisure": "swimming_pool"}),
        ("railway_station", {"railway": "station", "station": "miniature"}),
        ("school", {"amenity": "parking", "name": "School"}),
    ],
)
def test_what_is_not(kind, tags):
    assert not load_kinds()[kind].matches(tags)


def test_the_kinds_that_official_indices_ask_for_are_there():
    asked = (
        "pharmacy library post_office gp food_shop supermarket convenience primary_school "
        "secondary_school school sports petrol childcare hospital dentist bank atm park "
        "playground cinema community_centre place_of_worship pub cafe restaurant bus_station "
        "railway_station college university police fire_station post_box charging_station"
    )
    assert set(asked.split()) <= set(load_kinds())


def test_every_kind_says_what_one_and_several_are_called():
    labels = [kind.label for kind in load_kinds().kinds.values()]
    assert len(set(labels)) == len(labels)
    for kind in load_kinds().kinds.values():
        assert kind.called(1) == f"1 {kind.label}"
        assert kind.called(1234) == f"1,234 {kind.plural}"
        assert kind.label != kind.plural
        assert not kind.note or kind.note.endswith(".")


def test_the_table_lies_in_the_package():
    assert KINDS_FILE.is_relative_to(Path(accessibility.__file__).parent)


def test_kinds_of_the_user_are_added_and_replace_ours(written):
    own = '[kinds.pharmacy]\nlabel = "chemist"\nplural = "chemists"\ntags = [{ shop = "chemist" }]'
    table = load_kinds(written(VET + own))
    assert table["vet"].matches({"amenity": "veterinary"})
    assert not table["vet"].matches({"amenity": "veterinary", "abandoned": "yes"})
    assert table["pharmacy"].matches({"shop": "chemist"})
    assert not table["pharmacy"].matches({"amenity": "pharmacy"})
    assert table["library"] == load_kinds()["library"]
    assert "vet" not in load_kinds()


def test_the_user_may_say_what_no_service_is(written):
    table = load_kinds(written(VET + '[every_kind]\nexcept = [{ fee = "yes" }]'))
    assert table["vet"].matches({"amenity": "veterinary", "abandoned": "yes"})
    assert not table["vet"].matches({"amenity": "veterinary", "fee": "yes"})


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("farmacy", "pharmacy"),
        ("doctors", "gp"),
        ("fuel", "petrol"),
        ("supermarkets", "supermarket"),
        ("food shop", "food_shop"),
        ("Post Office", "post_office"),
        ("kindergarten", "childcare"),
    ],
)
def test_an_unknown_kind_names_the_nearest_and_all(name, meant):
    said = rf'There is no kind of service "{name}"\. Did you mean {meant}\? All kinds: pharmacy, gp'
    with pytest.raises(UsageError, match=said):
        load_kinds()[name]


def test_an_unknown_kind_that_is_like_nothing():
    with pytest.raises(UsageError, match=r'service "qqqq"\. All kinds: .*, railway_station\.$'):
        load_kinds()["qqqq"]


FAULTS = [
    (VET.replace('"vet"', "7"), 'kinds.vet.label "7" is not what belongs there. '),
    (VET.replace('plural = "vets"\n', ""), "kinds.vet.plural is missing. A kind needs label"),
    (VET.replace("tags", "tag"), "kinds.vet.tags is missing."),
    (VET + "colour = 3", 'kinds.vet.colour "3" is no entry of this table. Known are label'),
    (VET.replace("kinds.vet", "kinds.Vet"), "kinds.Vet is no name for a kind. Names of kinds are"),
    (VET.replace('"veterinary"', "5"), 'kinds.vet.tags[1].amenity "5" is not what belongs there'),
    (VET.replace('"veterinary"', "[]"), "kinds.vet.tags[1].amenity is "),
    (VET.replace("[{", "[{}, {"), "kinds.vet.tags[1] is empty."),
    (VET.replace("amenity", "landuse"), "kinds.vet.tags[1] names no key of places that networks"),
    (VET.replace('amenity = "v', 'railway = "v'), "or railway with one of halt, station, tram"),
    (VET.replace("kinds", "kind"), "kinds is missing."),
    ("[kinds.vet]\nlabel = \n", "is no TOML (Invalid value (at line 2"),
]


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_a_fault_is_named_by_file_kind_and_key(written, text, said):
    path = written(text)
    with pytest.raises(InputError, match=re.escape(said)) as error:
        load_kinds(path)
    assert str(error.value).startswith(f"{path}: ")


def test_a_file_that_is_missing_or_no_text(tmp_path):
    with pytest.raises(InputError, match=r"mine.toml: there is no such file"):
        load_kinds(tmp_path / "mine.toml")
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match=r"mine.toml: cannot be read .* Save it as UTF-8"):
        load_kinds(tmp_path / "mine.toml")


KEYS = st.sampled_from(["amenity", "shop", "railway", "leisure", "name", "access", "healthcare"])
VALUES = st.sampled_from(["school", "pharmacy", "station", "x", "private", "doctor", "yes", "bank"])


@given(st.dictionaries(KEYS, VALUES))
def test_whatever_is_of_a_kind_has_a_key_under_which_it_is_kept(tags):
    for kind in load_kinds().kinds.values():
        if kind.matches(tags):
            anchors = [anchor_of(condition) for condition in kind.tags]
            assert any(key in tags and accepts(test, tags[key]) for key, test in anchors)
