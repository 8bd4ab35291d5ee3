"""Lines of keys, beside what Python's own reader finds."""

import tomllib

import pytest

from accessibility.index.recipe.lines import key_lines
from accessibility.index.recipe.recipes import RECIPES_FOLDER

TRICKY = '''\
# a comment with [table] and key = 1
top = 1.5e3 # another
"quoted key" = "a # and a = and a ["
long = """
[no.table]
key = "no key" \\
\\"""
""""
literal = \'\'\'
it's [none]\'\'\'
when = 2019-03-12 08:30:00
[a.b]
list = [
  1, 2, # [3]
  { x = [1.0, "]"], y.z = { w = '}' } },
]
dotted.key."with.dot" = true
[[rows]]
name = "first"
[[rows]]
name = "second"
[rows.inner]
deep = -inf
[empty]
'''


def paths(content, above=()):
    items = content.items() if isinstance(content, dict) else enumerate(content)
    for key, value in items:
        yield (*above, key)
        if isinstance(value, dict | list):
            yield from paths(value, (*above, key))


@pytest.mark.parametrize(
    "text", [TRICKY, *(path.read_text(encoding="utf-8") for path in RECIPES_FOLDER.iterdir())]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_key_has_a_line_and_nothing_else_has(text, end):
    text = text.replace("\n", end)
    lines = key_lines(text)
    assert set(lines) == set(paths(tomllib.loads(text)))
    written = text.split("\n")
    for path, line in lines.items():
        if isinstance(path[-1], str):
            assert path[-1] in written[line - 1], path


def test_lines_by_hand():
    lines = key_lines(TRICKY)
    assert lines["top",] == 2
    assert lines["long",] == 4
    assert lines["literal",] == 9
    assert lines["when",] == 11
    assert lines["a", "b", "list", 1] == 14
    assert lines["a", "b", "list", 2, "y", "z", "w"] == 15
    assert lines["a", "b", "dotted", "key", "with.dot"] == 17
    assert lines["rows", 0, "name"] == 19
    assert lines["rows", 1, "name"] == 21
    assert lines["rows", 1, "inner", "deep"] == 23
    assert lines["empty",] == 24
