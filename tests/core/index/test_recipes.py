"""Recipes: what is shipped, and every fault with its line."""

import re
from datetime import datetime

import pytest

from accessibility.errors import InputError
from accessibility.index.recipe.recipe import Recipe, covers, read_moment
from accessibility.index.recipe.recipes import RECIPES_FOLDER, load_recipe, shipped_recipes
from accessibility.moments import ArriveBy, DepartAt

MINIMAL = (RECIPES_FOLDER / "minimal.toml").read_text(encoding="utf-8")


@pytest.fixture
def changed(tmp_path):
    """Load the minimal recipe with some of its text replaced, or more text at its end."""

    def load(*replaced, more=""):
        text = MINIMAL
        for old, new in replaced:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path = tmp_path / "mine.toml"
        path.write_text(text + more, encoding="utf-8")
        return load_recipe(path)

    return load


def fault(load, *replaced, more=""):
    """The message, its folder left out."""
    with pytest.raises(InputError) as error:
        load(*replaced, more=more)
    return re.sub(r"\S*mine\.toml", "mine.toml", str(error.value))


def line_of(text, begin):
    return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(begin))


def test_four_recipes_are_shipped_and_say_where_each_value_comes_from():
    recipes = shipped_recipes()
    assert [recipe.name for recipe in recipes] == [
        "minimal", "simd2020", "wimd2019", "wimd2025-reconstruction",
    ]  # fmt: skip
    for recipe in recipes:
        for value in recipe.values():
            assert recipe.source_of(tuple(value.path.split("."))) is not None, value
        assert recipe == load_recipe(recipe.name)
        text = (RECIPES_FOLDER / f"{recipe.name}.toml").read_text(encoding="utf-8")
        assert text.startswith("# ")


def test_a_recipe_survives_being_written_as_json():
    for recipe in shipped_recipes():
        again = Recipe.model_validate_json(recipe.model_dump_json())
        assert again.model_dump() == recipe.model_dump()


def test_what_is_not_published_is_listed_with_its_source():
    found = {value.path: value for value in load_recipe("wimd2019").not_published()}
    assert found["travel.bus_and_walk.max_walk_time"].status == "deviation"
    assert found["private_share.cars"].status == "assumed"
    assert "formula is not printed" in found["private_share.cars"].source
    assert "trips.by_bus.cap" not in found
    assert "subdomains.physical.weights.pharmacy" not in found


def test_figures_of_the_welsh_recipe():
    recipe = load_recipe("wimd2019")
    physical = recipe.subdomains["physical"]
    assert sum(physical.weights.values()) == pytest.approx(physical.weights_of)
    assert physical.weights["pharmacy"] == 21.5
    question = recipe.question_of("by_bus_school")
    assert question["when"][1] == ArriveBy("2019-03-12 08:45")
    assert question["return_when"][2] == DepartAt("2019-03-12 16:30")
    assert question["cap"] == 90
    assert question["options"].max_walk_time * 60 * 1.4 == pytest.approx(1000, abs=1)
    assert recipe.question_of("by_car")["when"] is None
    later = load_recipe("wimd2025-reconstruction").question_of("by_bus")
    assert later["when"] == [DepartAt("2025-09-09 12:00", "60m")]
    assert later["percentiles"] == (50,)
    assert later["nearest_rule"] == "minimum_of_percentiles"


def test_sources_that_are_not_given_are_told(changed):
    recipe = changed(
        ('"trips" = { status', '"trips.*.cap" = { status'),
        ("buffer_km = 10", "# buffer_km = 10"),
        ('"extent" = {', "# ="),
    )
    found = {value.path: value for value in recipe.values()}
    assert found["trips.by_bus.there"].source == "the recipe gives no source"
    assert found["trips.by_bus.measure"].source == "not in the recipe: the default of this program"
    assert found["extent.buffer_km"].value == 10
    assert found["trips.by_bus.cap"].source.startswith("moments and cap")


def test_the_longest_path_with_the_fewest_stars_counts(changed):
    more = (
        '"trips.*.cap" = { status = "published", source = "star" }\n'
        '"trips.by_bus.cap" = { status = "workshop", source = "name" }\n'
        '"*.by_bus.counts" = { status = "published", source = "any" }\n'
    )
    recipe = changed(more=more)
    assert recipe.source_of(("trips", "by_bus", "cap")).source == "name"
    assert recipe.source_of(("trips", "by_bus", "counts")).source == "any"
    assert recipe.source_of(("trips", "by_bus", "there")).source.startswith("moments")
    assert covers("trips", ("trips", "by_bus"))
    assert not covers("trips.by_bus.cap", ("trips", "by_bus"))


def test_moments_are_read():
    assert read_moment("arrive 9:00") == (ArriveBy, "9:00")
    assert read_moment("depart 17:30") == (DepartAt, "17:30")
    assert DepartAt("2024-03-05 17:30").moment == datetime(2024, 3, 5, 17, 30)
    with pytest.raises(ValueError, match="no moment"):
        read_moment("at 9")


FAULTS = [
    ("cap = 90", "capp = 90", "capp is unknown. Did you mean cap?"),
    ("cap = 90", "cap = -90", 'trips.by_bus.cap "-90" is not greater than 0. Mend the value.'),
    ("cap = 90", 'cap = "90"', 'trips.by_bus.cap "90" is no number. Mend the value.'),
    (
        "cap = 90",
        "cap = 100",
        "trips.by_bus.cap cannot be asked: 100 minutes is longer than max_time, 90",
    ),
    ('counts = "there"', 'counts = "ther"', 'is not "there", "twice_there", "there_and_back" or'),
    ('counts = "there"', 'counts = "there_and_back"', "needs moments back. Give back ="),
    (
        '"arrive 10:00"',
        '"at 10:00"',
        'trips.by_bus.there[2] "at 10:00" is no moment. Write "arrive 09:00"',
    ),
    ('"arrive 10:00"', '"arrive 25:00"', 'trips.by_bus.there[2] "arrive 25:00" is no moment'),
    (
        'travel = "bus_and_walk"',
        'travel = "bus"',
        "is no table of travel options. Known are bus_and_walk.",
    ),
    (
        "walk_speed = 4.8",
        "walk_sped = 4.8",
        "walk_sped is no option of travellers. Did you mean walk_speed?",
    ),
    ("walk_speed = 4.8", "walk_speed = 48", 'travel.bus_and_walk.walk_speed "48" does not fit: '),
    ("[trips.by_bus]", "[trips.By-Bus]", "is no name: small letters, digits and _"),
    ("date = 2025-03-11", 'date = "2024-03-05"', "is no date, as 2019-03-12 without quotes"),
    ("min_coverage = 0.95", "min_coverage = 95", "is not less than or equal to 1"),
    ("version = 1", "version = true", "is no whole number"),
    ("gp = 40, food_shop = 40", "gp = 40, food_shp = 40", "food_shp"),
    ("pharmacy = 20 }", "pharmacy = 10 }", "add up to 90 and not to 1 or 100"),
    ("pharmacy = 20 }", 'pharmacy = "x" }', 'subdomains.physical.weights.pharmacy "x" is no'),
    ("weights = { gp = 40, food_shop = 40, pharmacy = 20 }", 'weights = "factors"', "factor"),
    (
        "weights = { gp = 40, food_shop = 40, pharmacy = 20 }",
        'weights = "factor"',
        "needs 3 indicators, and has 0",
    ),
    ("weights = { physical = 100 }", "weights = { physic = 100 }", "Did you mean physical?"),
    ('"domain" = {', '"domian" = {', "leads to no value. Did you mean domain?"),
    ('"domain" = { status = "assumed"', '"domain" = { status = "guess"', '"published", "workshop"'),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS)
def test_a_fault_is_told_with_its_line(changed, old, new, said):
    message = fault(changed, (old, new))
    assert said in message, message
    line = line_of(MINIMAL.replace(old, new), next(x for x in (
        line for line in MINIMAL.replace(old, new).split("\n") if new in line)))  # fmt: skip
    assert f"mine.toml line {line}: " in message, message


@pytest.mark.parametrize(
    ("replaced", "at", "said"),
    [
        ([('label = "GP surgery"\n', "\n")], "[indicators.gp]", "label is missing"),
        ([("cap = 90", "")], "[trips.by_bus]", "trips.by_bus.cap is missing"),
        ([("[timetables]\ndate = 2025-03-11", "#\n#")], "there =", "have no day"),
        (
            [('kind = "gp"  ', 'column = "gp"')],
            'column = "gp"',
            "is ready, so that kind and trips have no effect",
        ),
        ([('kind = "gp"  ', "#")], "[indicators.gp]", "says neither where its times come from"),
        ([("gp = 40, food_shop = 40", "food_shop = 80")], "[indicators.gp]", "in no sub-domain"),
        (
            [("[subdomains.physical]", "[subdomains.gp]"), ("physical = 100", "gp = 100")],
            "[subdomains.gp]",
            "would head a column gp_rank, as indicators.gp does",
        ),
        (
            [('kind = "gp"  ', 'kind = "gp"\nprivate = "by_bus" #')],
            "[indicators.gp]",
            "there is no private share",
        ),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_with_the_line_of_its_table(changed, replaced, at, said):
    message = fault(changed, *replaced)
    text = MINIMAL
    for old, new in replaced:
        text = text.replace(old, new)
    assert f"mine.toml line {line_of(text, at)}: " in message, message
    assert said in message, message


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[private_share]\nconstant = 0.7\ncolumn = 'x'\n", "in several ways, or in none"),
        ("[private_share]\ncars = 'cars'\n", "in several ways, or in none"),
        ("[overall]\nlabel = 'all'\ndomain = 'Acces'\nweights = { Access = 1 }\n", "Did you mean"),
        ("[subdomains.other]\nlabel = 'x'\nweights = { gp = 1 }\n", "has no weight in the domain"),
        ("[extnt]\nbuffer_km = 5\n", "extnt is unknown. Did you mean extent?"),
    ],
)
def test_tables_that_contradict_are_told(changed, more, said):
    message = fault(changed, more=more)
    assert said in message
    assert (
        re.match(rf"mine.toml line {MINIMAL.count(chr(10)) + 1}\d?:", message) or "line" in message
    )


def test_all_faults_are_told_in_the_order_of_the_file(changed):
    message = fault(changed, ("cap = 90", "capp = 90"), ("version = 1", "version = 0"))
    lines = message.split("\n")
    assert [re.search(r": (\S+)", line)[1] for line in lines] == [
        "recipe.version", "trips.by_bus.cap", "trips.by_bus.capp",
    ]  # fmt: skip


def test_what_is_no_toml_is_told_with_the_line(changed, tmp_path):
    message = fault(changed, ('id_column = "code"', 'id_column = "code'))
    line = line_of(MINIMAL, "id_column")
    assert message.startswith(f"mine.toml line {line}: this is no TOML: "), message
    assert "no TOML" in fault(changed, more="[recipe]\n")
    assert "this is no TOML" in fault(changed, more="x = [1,")
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="Save it as UTF-8"):
        load_recipe(tmp_path / "mine.toml")


def test_a_recipe_that_is_not_there():
    with pytest.raises(InputError, match=r"Did you mean wimd2019\? Shipped are minimal"):
        load_recipe("wimd2091")


def test_a_byte_order_mark_is_no_fault(tmp_path):
    (tmp_path / "mine.toml").write_text(MINIMAL, encoding="utf-8-sig")
    assert load_recipe(tmp_path / "mine.toml").name == "mine"
