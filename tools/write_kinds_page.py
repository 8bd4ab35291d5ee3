"""
Write docs/reference/kinds.md: kinds of services and their tags, from the table of the package.

Run from the project's root: ``.venv/bin/python tools/write_kinds_page.py``.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from accessibility.places.osm.conditions import Test, Words
from accessibility.places.osm.kinds import Kind, load_kinds

PAGE = Path("docs/reference/kinds.md")

TEXT = """\
# Kinds of services

This page is written by `tools/write_kinds_page.py` from the table that the program uses,
`accessibility/places/osm/kinds.toml`. [Services](../how-to/services.md) says how kinds are asked
for, and how you add your own.

A place is of a kind if one of its lines under "tags" holds and none under "except". `a=b` stands
for a key and its value (which may be one of several with `;` between), `a=b|c` for one of several
values, `a=*` for any value, `a=none` for a key that is not there; all that stands in one line must
hold. Of names, words count, whatever the case.

No place is of any kind if it is tagged {everywhere}.

| kind | means | tags | except |
|---|---|---|---|
{rows}

## What OpenStreetMap cannot tell

{notes}
"""


def condition(tests: Mapping[str, Test]) -> str:
    """
    Write a condition.

    Parameters
    ----------
    tests
        The condition.

    Returns
    -------
    str
        Its tests as code, with "and" between them.
    """
    return " and ".join(_test(key, test) for key, test in tests.items())


def _test(key: str, test: Test) -> str:
    if isinstance(test, bool):
        return f"`{key}={'*' if test else 'none'}`"
    if isinstance(test, Words):
        return f"`{key}` with a word {', '.join(f'*{word}*' for word in test.words)}"
    values = [test] if isinstance(test, str) else test
    return f"`{key}={'|'.join(values)}`".replace("|", "\\|")


def _cell(conditions: Iterable[Mapping[str, Test]]) -> str:
    return "<br>".join(condition(tests) for tests in conditions)


def page() -> str:
    """
    Write the page.

    Returns
    -------
    str
        Markdown.
    """
    kinds = dict(load_kinds().kinds)
    shared = [tests for tests in _first(kinds).except_ if _in_all(tests, kinds)]
    rows = []
    for name, kind in kinds.items():
        own = [tests for tests in kind.except_ if tests not in shared]
        rows.append(f"| `{name}` | {kind.label} | {_cell(kind.tags)} | {_cell(own)} |")
    notes = [
        f"* {kind.plural} (`{name}`): {kind.note}" for name, kind in kinds.items() if kind.note
    ]
    return TEXT.format(
        everywhere=" or ".join(condition(tests) for tests in shared),
        rows="\n".join(rows),
        notes="\n".join(notes),
    )


def _first(kinds: Mapping[str, Kind]) -> Kind:
    return next(iter(kinds.values()))


def _in_all(tests: Mapping[str, Test], kinds: Mapping[str, Kind]) -> bool:
    return all(tests in kind.except_ for kind in kinds.values())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
