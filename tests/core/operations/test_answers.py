"""Summaries stay small."""

import json

from accessibility.operations.answers import begun, counted, cut, told_warnings


def test_a_list_is_begun_by_number_and_by_size():
    assert begun(range(50)) == list(range(20))
    assert begun(["x" * 5_000] * 5) == ["x" * 5_000]
    assert begun(["x" * 9_000]) == []
    assert counted(["a", "b"]) == {"count": 2, "first": ["a", "b"]}


def test_a_text_is_cut_after_a_line():
    text = "\n".join(f"line {k}" for k in range(100))
    short = cut(text, 200)
    assert short.startswith("line 0\nline 1\n")
    assert short.endswith(" more lines.")
    assert len(short) < 250
    assert cut(text, 5_000) == text
    assert len(json.dumps(cut("☃" * 10 + "\n" + "☃" * 10_000, 20_000))) < 20_000


def test_warnings_are_shortened():
    told = told_warnings(["short", "long " * 1_000, *map(str, range(50))])
    assert told[0] == "short"
    assert told[1].endswith("…")
    assert len(told[1]) < 1_000
    assert len(told) == 20
