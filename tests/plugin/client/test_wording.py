"""Messages name options as people see them, and nothing else is touched."""

import pytest


@pytest.fixture
def reword(plugin):
    from access_to_services.plugin.client.wording import in_words_of_the_window

    return in_words_of_the_window


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("max_time: 2000 is out of range", "“Longest travel time”: 2000 is out of range"),
        (
            'walk_speed: "x" does not fit: y; mode: "fly" does not fit: z',
            '“Walking speed”: "x" does not fit: y; “Way to travel”: "fly" does not fit: z',
        ),
        (
            "max_access_time: limits the way to bus, which transit_modes leaves out",
            "max_access_time: limits the way to bus, which “Vehicles” leaves out",
        ),
        (
            "Choose a date that all feeds cover, or allow_partial=True.",
            (
                "Choose a date that all feeds cover, or switch off “Refuse days that some "
                "timetables miss”."
            ),
        ),
        (
            'Or build with on_error="skip" (--skip-faulty), which leaves out such rows.',
            "Or build with “Leave out faulty rows”, which leaves out such rows.",
        ),
        ('Give when=DepartAt("2023-06-13 08:00").', "Give depart at 2023-06-13 08:00."),
        ("/data/max_time/snap_radius.csv is no file", "/data/max_time/snap_radius.csv is no file"),
        ('column "stop_name" of walk_speed.csv', 'column "stop_name" of walk_speed.csv'),
        ("The mode of the area changes in minutes.", "The mode of the area changes in minutes."),
        ("unknown_option: there is no such option", "unknown_option: there is no such option"),
    ],
)
def test_messages(reword, message, words):
    assert reword(message) == words
