"""What a scenario may say, and how a fault in it is told: file, line, key and the nearest name."""

import pytest

from accessibility import Scenario
from accessibility.errors import InputError
from accessibility.network.scenario.toml_lines import line_of

WHOLE = """
name = "Fewer buses"
# A comment.
[[drop]]
route = "7"
days = ["saturday", 2025-05-13]

[[drop]]
agency = "AHB"
from = "22:00"

[[headway]]
route = "1"
every = 7.5
from = "07:00"
to = "19:00"

[[speed]]
route = "HVL"
factor = 1.20
between = ["one", "two"]

[[close_stop]]
stop = "BA"

[[close_service]]
kind = "pharmacy"
id = "node/1"

[[add_service]]
kind = "pharmacy"
id = 7
lon = -3.3
lat = 51.7
"""


def read(tmp_path, text):
    file = tmp_path / "s.toml"
    file.write_text(text, encoding="utf-8")
    return Scenario.read(file)


def test_a_file_with_everything_is_read(tmp_path):
    scenario = read(tmp_path, WHOLE)
    assert scenario.name == "Fewer buses"
    contents = scenario.contents
    assert [drop.route for drop in contents.drop] == ["7", None]
    assert contents.drop[1].begin_s == 22 * 3600
    assert contents.headway[0].every_s == 450
    assert str(contents.speed[0].factor) == "1.2"
    assert contents.add_service[0].lon == -3.3
    assert scenario.applied is None
    assert scenario.changes_services


def test_the_hash_is_of_the_changes_alone(tmp_path):
    whole = read(tmp_path, WHOLE)
    words = WHOLE.replace("Fewer buses", "Cuts").replace("# A comment.", "")
    words = words.replace("factor = 1.20", "factor = 1.2")
    assert read(tmp_path, words).digest == whole.digest
    assert read(tmp_path, WHOLE.replace("7.5", "8")).digest != whole.digest
    said = {"drop": [{"route": "7", "days": ["monday"]}]}
    assert Scenario.of(said).digest == Scenario.of({**said, "name": "x"}).digest


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[[headway]]", "[[headways]]", ["line 12: headways is not known. Did you mean headway?"]),
        ("every = 7.5", "evry = 7.5", ["line 14: headway[1].evry is not known. Did you mean ev"]),
        ("every = 7.5", "", ["line 12: headway[1].every is missing"]),
        ("every = 7.5", "every = 0", ['line 14: headway[1].every "0" is no interval']),
        ('agency = "AHB"', "", ["line 8: drop[2] names no trips: give a route"]),
        ('"22:00"', '"22.00"', ['line 10: drop[2].from "22.00" is no time of day']),
        ('from = "07:00"', 'from = "20:00"', ["line 12: headway[1]", "from is not before to"]),
        ("factor = 1.20", "factor = 0", ['line 20: speed[1].factor "0" is no factor']),
        ("factor = 1.20", "factor = true", ["line 20", "is no factor"]),
        ("factor = 1.20", "", ["line 18: speed[1] does not say how"]),
        ("factor = 1.20", "factor = 2\nseconds = 3", ["line 18: speed[1] does not say how"]),
        ('"saturday"', '"satday"', ['line 6: drop[1].days[1] "satday" is neither a weekday']),
        ("lat = 51.7", "lat = 151.7", ['line 34: add_service[1].lat "151.7" does not fit']),
        ("lat = 51.7", "", ["line 30: add_service[1].lat is missing"]),
        ('stop = "BA"', "stop = 3", ['line 24: close_stop[1].stop "3" does not fit']),
        ("# A comment.", "nam = 3", ["line 3: nam is not known. Did you mean name?"]),
        ("[[drop]]", "[drop]", ["is no TOML"]),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(tmp_path, old, new, told):
    assert old in WHOLE
    with pytest.raises(InputError) as error:
        read(tmp_path, WHOLE.replace(old, new))
    text = str(error.value)
    assert text.startswith(str(tmp_path / "s.toml"))
    assert [part for part in told if part not in text] == []


def test_a_scenario_changes_something(tmp_path):
    with pytest.raises(InputError, match=r"changes nothing: give one of \[\[drop\]\]"):
        read(tmp_path, 'name = "nothing"')


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        Scenario.read(tmp_path / "none.toml")
    (tmp_path / "s.toml").write_bytes(b"name = '\xff'")
    with pytest.raises(InputError, match="is not UTF-8"):
        Scenario.read(tmp_path / "s.toml")


def test_inline_tables_have_no_lines():
    text = 'drop = [{route = "1"}]'
    assert line_of(text, ("drop", 0, "route")) is None
    assert line_of(text, ("drop",)) == 1
    assert line_of(text, ()) is None
