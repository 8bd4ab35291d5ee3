"""
Collect the plugin's words for people into its translations, plugin/resources/i18n/*.ts.

Words are what stands in ``tr("…")``, in the forms (``.ui``) and among the words of the maps' style.
Translations that are there stay; what is in the glossary of official terms is translated from it;
the rest waits for a translator as unfinished. Qt's own pylupdate reads none of the style.
"""

import argparse
import ast
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

PROJECT = Path(__file__).parents[1]
PLUGIN = PROJECT / "plugin"
STYLE = PROJECT / "accessibility" / "maps" / "style.json"
FOLDER = PLUGIN / "resources" / "i18n"
GLOSSARY = PROJECT / "docs" / "how-to" / "welsh-glossary.md"
CONTEXT = "AccessToServices"  # of tr() in plugin/i18n.py


class Translation(NamedTuple):
    """Words in another language."""

    text: str = ""
    finished: bool = False
    comment: str = ""


def collect_words() -> dict[str, list[str]]:
    """Find all words for people, with the files in which they stand."""
    found: dict[str, list[str]] = {}
    for path in [*sorted([*PLUGIN.rglob("*.py"), *PLUGIN.rglob("*.ui")]), STYLE]:
        name = path.relative_to(PROJECT).as_posix()
        for text in dict.fromkeys(READERS[path.suffix](path)):
            found.setdefault(text, []).append(name)
    return found


def words_of_code(path: Path) -> Iterator[str]:
    """Find what is handed to tr(); it must stand there as it is, or nobody could translate it."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    calls = [n for n in nodes if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "tr"]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        text = call.args[0] if len(call.args) == 1 else None
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield text.value
        elif not (isinstance(text, ast.Subscript) and "['words']" in ast.unparse(text)):
            raise SystemExit(f"{path}:{call.lineno}: tr() takes a text, or words of the style")


def words_of_form(path: Path) -> Iterator[str]:
    """Find the texts of a form."""
    form = ET.parse(path).getroot()
    if form.findtext("class") != CONTEXT:
        raise SystemExit(f"{path}: Qt looks up texts by the form's class, which must be {CONTEXT}")
    for element in form.iter("string"):
        text = element.text or ""
        if text.strip() and element.get("notr") != "true":
            yield text


def words_of_style(path: Path) -> Iterator[str]:
    """Find the words of the legends, and what the modes of travel are called."""
    style = json.loads(path.read_text(encoding="utf-8"))
    yield from style["words"].values()
    for mode in style["modes"].values():
        yield mode["words"]


READERS = {".py": words_of_code, ".ui": words_of_form, ".json": words_of_style}


def read_translations(path: Path) -> dict[str, Translation]:
    """Read what was translated already."""
    return {
        message.findtext("source") or "": Translation(
            element.text or "",
            element.get("type") is None,
            message.findtext("translatorcomment") or "",
        )
        for message in ET.parse(path).getroot().iter("message")
        if (element := message.find("translation")) is not None
    }


def read_glossary() -> dict[str, str]:
    """Read the official terms: the tables' first two columns, English and Welsh."""
    rows = re.findall(r"(?m)^\| ([^|]+?) \| ([^|]+?) \|", GLOSSARY.read_text(encoding="utf-8"))
    return {english: welsh for english, welsh in rows if english != "English"}


def official(source: str, glossary: dict[str, str]) -> Translation | None:
    """Translate what is a term of the glossary, whatever its shortcut and the marks around it."""
    bare = source.replace("&", "").strip(" …:")
    if bare not in glossary:
        return None
    before, after = source.replace("&", "").split(bare, maxsplit=1)
    shortcut = "&" if "&" in source else ""
    return Translation(f"{before}{shortcut}{glossary[bare]}{after}", finished=True)


def updated(path: Path) -> str:
    """Write a translation anew: with the words that there are now and no others."""
    before = read_translations(path)
    glossary = read_glossary()
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines += [f'<TS version="2.1" language="{language_of(path)}" sourcelanguage="en">']
    lines += ["<context>", f"    <name>{CONTEXT}</name>"]
    for source, files in collect_words().items():
        translation = official(source, glossary) or before.get(source) or Translation()
        lines += message(source, files, translation)
    return "\n".join([*lines, "</context>", "</TS>", ""])


def language_of(path: Path) -> str:
    """Read the language in the name of a translation, such as access_to_services_cy.ts."""
    return path.stem.rsplit("_", 1)[1]


def message(source: str, files: list[str], translation: Translation) -> Iterator[str]:
    """Write the lines of one entry. It names files and no lines, which move with every change."""
    yield "    <message>"
    for file in files:
        yield f'        <location filename="../../../{file}"/>'
    yield f"        <source>{escape(source)}</source>"
    if translation.comment:
        yield f"        <translatorcomment>{escape(translation.comment)}</translatorcomment>"
    state = "" if translation.finished else ' type="unfinished"'
    yield f"        <translation{state}>{escape(translation.text)}</translation>"
    yield "    </message>"


def main() -> int:
    """Bring the translations up to date, or with --check say which are not."""
    parser = argparse.ArgumentParser(description="Collect words into the translations.")
    parser.add_argument("--check", action="store_true", help="write nothing, only say")
    check = parser.parse_args().check
    behind = 0
    for path in sorted(FOLDER.glob("*.ts")):
        text = updated(path)
        if path.read_text(encoding="utf-8") != text:
            behind = 1
            print(path.relative_to(PROJECT), "is behind" if check else "was updated")
            if not check:
                path.write_text(text, encoding="utf-8", newline="\n")
    return behind if check else 0


if __name__ == "__main__":
    sys.exit(main())
