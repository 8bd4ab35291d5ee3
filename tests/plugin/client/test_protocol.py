"""Lines become events, whatever comes; requests become lines."""

import json

import pytest


@pytest.fixture
def protocol(plugin):
    from access_to_services.plugin.client import protocol

    return protocol


def test_a_request_is_one_line_of_utf8(protocol):
    line = protocol.encode(7, "open", {"network": "/tmp/Siân\n"}, live="click")
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert "Siân".encode() in line
    assert json.loads(line) == {
        "id": 7,
        "op": "open",
        "params": {"network": "/tmp/Siân\n"},
        "live": "click",
    }


def test_no_number_leaves_that_json_does_not_know(protocol):
    with pytest.raises(ValueError, match="JSON"):
        protocol.encode(1, "matrix", {"origins": {"points": [["a", float("nan"), 0]]}})


@pytest.mark.parametrize("size", [1, 2, 3, 7, 10_000])
def test_events_come_whole_from_pieces_of_any_size(protocol, size):
    events = [
        {"event": "log", "id": None, "level": "info", "text": "ä→"},
        {"event": "result", "id": 2, "summary": {"a": "x" * 500}, "files": {}},
    ]
    data = b"".join(json.dumps(event, ensure_ascii=False).encode() + b"\r\n" for event in events)
    reader = protocol.LineReader()
    got = []
    for start in range(0, len(data), size):
        got += reader.feed(data[start : start + size])
    assert got == events


@pytest.mark.parametrize(
    "line",
    [
        b"Warning: printed by a library",
        b"\xff\xfe\x00",
        b"[1, 2]",
        b"null",
        b'{"event": "joy", "id": 1}',
        b'{"event": {}, "id": 1}',
        b'{"event": ["log"], "text": "x"}',
        b'{"event": "result", "id": 1, "summary": 5, "files": {}}',
        b'{"event": "result", "id": [1], "summary": {}, "files": {}}',
        b'{"event": "error", "id": 1, "code": 5}',
        b'{"event": "progress", "id": 1}',
        b'{"event": "result"',
        b"[" * 100_000,
    ],
)
def test_garbage_is_logged_and_what_follows_is_read(protocol, line):
    good = b'{"event": "progress", "id": 1, "fraction": 0.5, "text": "half"}'
    first, second = protocol.LineReader().feed(line + b"\n\n" + good + b"\n")
    assert first["event"] == "log"
    assert first["level"] == "warning"
    assert first["text"]
    assert len(first["text"]) <= 201
    assert second == json.loads(good)


@pytest.mark.parametrize(
    ("given", "read"),
    [(None, None), (0, 0.0), (0.25, 0.25), (3, 1.0), (-1, 0.0), ("x", None), (True, None)],
)
def test_fractions(protocol, given, read):
    assert protocol.fraction_of({"fraction": given}) == read


def test_failures_have_texts_only(protocol):
    event = {"event": "error", "code": "fault", "message": "A fault.", "hint": None}
    assert protocol.failure_of(event) == protocol.Failure("fault", "A fault.", "", "")
