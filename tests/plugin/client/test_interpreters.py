"""Which Python is taken, and what is said where none fits."""

import os
import sys
from pathlib import Path

import pytest


@pytest.fixture
def search(home, wait):
    from access_to_services.plugin.client.interpreters import Search

    def run(named=None):
        search = Search(named)
        outcome = []
        search.found.connect(outcome.append)
        search.failed.connect(outcome.append)
        search.start()
        assert not outcome
        wait(lambda: outcome)
        assert len(outcome) == 1
        search.deleteLater()
        return outcome[0]

    return run


def test_the_python_of_this_computer_is_found(search):
    found = search()
    assert found.version[:2] >= (3, 11)
    assert os.access(found.path, os.X_OK)
    assert found.version_text.count(".") == 2


def test_the_named_one_is_taken_and_no_other(search, make_python, only_on_path):
    named, other = make_python(), make_python("python3.11")
    only_on_path(other)
    assert search(named).path == named


def test_specific_names_come_before_plain_ones(search, make_python, only_on_path):
    plain = make_python("python3")
    fit = make_python("python3.12", answer={"version": [3, 12, 9]})
    only_on_path(plain, fit)
    found = search()
    assert found.path == fit
    assert found.version_text == "3.12.9"


@pytest.mark.parametrize(
    "answer",
    [
        {"version": [3, 9, 18]},
        {"version": [3, 15, 0]},
        {"bits": 32},
        {"kind": "pypy"},
        {"parts": ["venv"]},
        {"version": "x"},
        "garbage",
    ],
)
def test_what_does_not_fit_is_passed_over(search, make_python, only_on_path, answer):
    unfit, fit = make_python("python3", answer=answer), make_python("python")
    only_on_path(unfit, fit)
    assert search().path == fit


def test_a_silent_one_is_passed_over(search, make_python, only_on_path, monkeypatch):
    from access_to_services.plugin.client import interpreters

    monkeypatch.setattr(interpreters, "ANSWER_MS", 1000)
    silent, fit = make_python("python3", sleep=60), make_python("python")
    only_on_path(silent, fit)
    assert search().path == fit


def test_only_an_old_one_is_said_with_two_ways(search, make_python, only_on_path, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 5, "final", 0))
    only_on_path(make_python("python3", answer={"version": [3, 9, 5]}))
    failure = search()
    assert failure.code == "no_python"
    assert "QGIS 3." in failure.hint
    assert "Python 3.9.5, which is too old" in failure.hint
    assert "Python 3.11 to 3.14" in failure.hint
    assert "\nEither " in failure.hint
    assert ";\nor, " in failure.hint
    assert "3.9.5 old" in failure.details


def test_none_at_all(search, only_on_path):
    only_on_path()
    assert search().code == "no_python"


@pytest.mark.parametrize("part", ["venv", "ensurepip"])
def test_a_missing_module_has_its_own_words(search, make_python, only_on_path, part):
    parts = [other for other in ("venv", "ensurepip") if other != part]
    only_on_path(make_python("python3", answer={"version": [3, 12, 4], "parts": parts}))
    failure = search()
    assert failure.code == "no_venv"
    assert f"“{part}”" in failure.message
    assert "apt install python3.12-venv" in failure.hint


def test_a_named_one_that_does_not_fit(search, make_python, tmp_path):
    old = make_python(answer={"version": [3, 9, 5]})
    failure = search(old)
    assert f"{old} is Python 3.9.5." in failure.message
    assert "Python to use" in failure.hint
    narrow = make_python(answer={"bits": 32})
    assert "32 bit" in search(narrow).message
    assert str(tmp_path / "absent") in search(tmp_path / "absent").message


def test_stopping_says_nothing(home, make_python, wait):
    from access_to_services.plugin.client.interpreters import Search

    search = Search(make_python(sleep=60))
    heard = []
    search.found.connect(heard.append)
    search.failed.connect(heard.append)
    search.start()
    wait(lambda: search._process is not None)
    search.stop()
    wait(lambda: search._process is None)
    assert heard == []


@pytest.mark.parametrize(
    "listed",
    [
        (
            " -V:3.12 *        C:\\Programme\\Python 3.12\\python.exe\r\n"
            " -V:3.9           C:\\Users\\Siân Ŵ\\python.exe\r\n"
        ),
        (
            "Installed Pythons found by py Launcher\n"
            " -3.12-64\tC:\\Programme\\Python 3.12\\python.exe *\n"
            " -3.9-64\tC:\\Users\\Siân Ŵ\\python.exe\n"
        ),
    ],
)
def test_what_the_launcher_of_windows_lists(plugin, listed):
    from access_to_services.plugin.client import interpreters

    assert interpreters._LAUNCHED.findall(listed) == [
        "C:\\Programme\\Python 3.12\\python.exe",
        "C:\\Users\\Siân Ŵ\\python.exe",
    ]


def test_windows_launcher_comes_first(plugin, only_on_path, make_python):
    from access_to_services.plugin.client import interpreters

    on_path = make_python("python3")
    only_on_path(on_path)
    launched = [Path("C:/a/python.exe")]
    assert interpreters._candidates([*launched, *launched]) == [*launched, on_path]


def test_qgis_own_is_a_candidate_only_if_it_is_new_enough(plugin, monkeypatch):
    from access_to_services.plugin.client import interpreters

    monkeypatch.setenv("PATH", "/nowhere")
    own = interpreters._own_python()
    assert own.is_file()
    assert own in interpreters._candidates([])
    monkeypatch.setattr(sys, "version_info", (3, 9, 5, "final", 0))
    assert interpreters._candidates([]) == []
