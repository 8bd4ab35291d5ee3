"""The plugin's Welsh: every word for people is in it, and none is shown that nobody vouches for."""

import re
import subprocess

import make_plugin
import pytest
import update_translations as ts

WELSH = ts.FOLDER / "access_to_services_cy.ts"
PLACEHOLDER = re.compile(r"\{[^}]*\}|%[0-9n]")


@pytest.fixture(scope="session")
def welsh():
    return ts.read_translations(WELSH)


@pytest.fixture(scope="session")
def drafts(welsh):
    """What has Welsh words at all, finished or not."""
    return {source: entry.text for source, entry in welsh.items() if entry.text}


def test_every_word_for_people_is_in_the_translation_and_no_other(welsh):
    assert list(welsh) == list(ts.collect_words())


def test_the_translation_is_as_the_tool_writes_it():
    assert WELSH.read_text(encoding="utf-8") == ts.updated(WELSH), (
        "run tools/update_translations.py"
    )


def test_whatever_is_finished_is_official_or_was_read(welsh):
    glossary = ts.read_glossary()
    unread = [
        source
        for source, translation in welsh.items()
        if translation.finished
        and ts.official(source, glossary) != translation
        and not translation.comment.startswith("Read by ")
    ]
    assert unread == []


def test_placeholders_survive_translation(drafts):
    for source, text in drafts.items():
        assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(source)), source


@pytest.mark.parametrize("mark", ["…", ":", "?", " "])
def test_marks_at_the_end_survive_translation(drafts, mark):
    for source, text in drafts.items():
        assert text.endswith(mark) == source.endswith(mark), source


def test_the_glossary_says_each_thing_once():
    rows = re.findall(r"(?m)^\| ([^|]+?) \|", ts.GLOSSARY.read_text(encoding="utf-8"))
    terms = [row for row in rows if row != "English"]
    assert len(terms) == len(set(terms))
    assert ts.read_glossary()["travel time"] == "amser teithio"


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("Network", "Rhwydwaith"),
        ("&Network", "&Rhwydwaith"),
        ("Net&work…", "&Rhwydwaith…"),
        (" min", " mun"),
        ("Network: ", "Rhwydwaith: "),
    ],
)
def test_shortcuts_and_marks_around_a_term_do_not_matter(source, translation):
    expected = ts.Translation(translation, finished=True)
    assert ts.official(source, {"Network": "Rhwydwaith", "min": "mun"}) == expected


@pytest.mark.parametrize("source", ["network", "Networks", "The Network", "", "…"])
def test_what_is_no_term_is_no_term(source):
    assert ts.official(source, {"Network": "Rhwydwaith"}) is None


@pytest.fixture
def a_plugin(tmp_path, monkeypatch):
    """A plugin of one file and one form, whose words the tool collects."""
    folder = tmp_path / "plugin"
    folder.mkdir()
    style = tmp_path / "style.json"
    style.write_text('{"words": {"start": "start"}, "modes": {"hover": {"words": "hovercraft"}}}')
    for name, path in {"PROJECT": tmp_path, "PLUGIN": folder, "STYLE": style}.items():
        monkeypatch.setattr(ts, name, path)
    return folder


def test_words_of_code_and_forms_are_found_once_in_their_order(a_plugin):
    (a_plugin / "a.py").write_text(
        'x = [tr("Two") for _ in (tr("One"),)]\ntr("Long " "text")\ntr("Two")\ntr(look["words"])\n'
    )
    (a_plugin / "b.ui").write_text(
        "<ui><class>AccessToServices</class><string>Two</string><string>Three &amp;</string>"
        '<string notr="true">code</string><string/></ui>'
    )
    assert ts.collect_words() == {
        "Two": ["plugin/a.py", "plugin/b.ui"],
        "One": ["plugin/a.py"],
        "Long text": ["plugin/a.py"],
        "Three &": ["plugin/b.ui"],
        "start": ["style.json"],
        "hovercraft": ["style.json"],
    }


@pytest.mark.parametrize("code", ['tr(f"{x} stops")', "tr(name)", 'tr("a", "b")', "tr()"])
def test_words_that_nobody_could_translate_are_refused(a_plugin, code):
    (a_plugin / "a.py").write_text(code)
    with pytest.raises(SystemExit, match=r"a\.py:1"):
        ts.collect_words()


def test_a_form_of_another_class_is_refused(a_plugin):
    (a_plugin / "a.ui").write_text("<ui><class>Form</class></ui>")
    with pytest.raises(SystemExit, match="AccessToServices"):
        ts.collect_words()


def test_what_was_translated_stays_and_what_is_gone_goes(a_plugin, tmp_path):
    (a_plugin / "a.py").write_text('tr("Network"); tr("Kept < & >"); tr("New")')
    file = tmp_path / "x_cy.ts"
    file.write_text(
        "<TS><context>"
        "<message><source>Kept &lt; &amp; &gt;</source>"
        "<translatorcomment>Read by A</translatorcomment>"
        "<translation>Cadwyd &lt;</translation></message>"
        "<message><source>Gone</source><translation>Wedi mynd</translation></message>"
        "<message><source>Network</source>"
        "<translation type='unfinished'>Anghywir</translation></message>"
        "</context></TS>"
    )
    file.write_text(ts.updated(file), encoding="utf-8")
    assert ts.read_translations(file) == {
        "Network": ts.Translation("Rhwydwaith", finished=True),
        "Kept < & >": ts.Translation("Cadwyd <", finished=True, comment="Read by A"),
        "New": ts.Translation(),
        "start": ts.Translation(),
        "hovercraft": ts.Translation(),
    }


def test_drafts_are_not_compiled(unpacked, tmp_path):
    for name, finished in (("before", False), ("after", True)):
        file = tmp_path / f"{name}.ts"
        entry = "".join(
            f"{line}\n" for line in ts.message("S", ["a"], ts.Translation("C", finished))
        )
        file.write_text(f"<TS language='cy'><context><name>X</name>{entry}</context></TS>")
        command = [make_plugin.find_lrelease(), "-silent", "-nounfinished", file]
        subprocess.run(command, check=True)
    sizes = [(tmp_path / f"{name}.qm").stat().st_size for name in ("before", "after")]
    assert sizes[0] < sizes[1]
    assert (unpacked / "plugin/resources/i18n/access_to_services_cy.qm").stat().st_size > 0
