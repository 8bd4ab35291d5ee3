"""Welsh in QGIS: what is finished is shown, what is a draft stays English."""

import importlib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest


@pytest.fixture
def i18n(plugin):
    return importlib.import_module("access_to_services.plugin.i18n")


@pytest.fixture
def messages():
    """English, Welsh and whether it is finished, as the sources have it."""
    source = Path(__file__).parents[3] / "plugin/resources/i18n/access_to_services_cy.ts"
    return [
        (message.findtext("source"), translation.text, translation.get("type") is None)
        for message in ET.parse(source).getroot().iter("message")
        if (translation := message.find("translation")) is not None
    ]


@pytest.fixture
def in_welsh(i18n):
    translator = i18n.install("cy")
    yield
    translator.remove()


def test_what_is_finished_is_shown(i18n, in_welsh, messages):
    finished = {english: welsh for english, welsh, is_finished in messages if is_finished}
    assert finished["Access to Services"] == "Mynediad at Wasanaethau"
    assert {english: i18n.tr(english) for english in finished} == finished


def test_drafts_stay_english(i18n, in_welsh, messages):
    drafts = [english for english, _, is_finished in messages if not is_finished]
    assert drafts
    assert [i18n.tr(english) for english in drafts] == drafts


def test_without_the_translator_it_is_english_again(i18n, messages):
    i18n.install("cy").remove()
    assert [i18n.tr(english) for english, _, _ in messages] == [
        english for english, _, _ in messages
    ]


@pytest.mark.parametrize("locale", ["en_GB", "C", "fr", "de_AT"])
def test_other_languages_see_english(i18n, messages, locale):
    translator = i18n.install(locale)
    shown = [i18n.tr(english) for english, _, _ in messages]
    translator.remove()
    assert shown == [english for english, _, _ in messages]
