"""The list of minutes as people type it."""

import re

from ..i18n import tr

__all__ = ["parse"]

SEPARATOR = re.compile(r"[,;\s]+")


def parse(text: str) -> list:
    """Read minutes such as ``7.5, 15, 30``; raise ValueError with a sentence for people."""
    parts = [part for part in SEPARATOR.split(text.strip()) if part]
    try:
        minutes = [float(part) for part in parts]
    except ValueError:
        minutes = []
    if not minutes:
        raise ValueError(tr("Give minutes with commas between them, as 15, 30, 45, 60."))
    if not all(0 < minute <= 1440 for minute in minutes):
        raise ValueError(tr("Minutes go from above 0 to 1440, which is a day."))
    if any(later <= earlier for earlier, later in zip(minutes, minutes[1:])):
        raise ValueError(tr("Give the minutes from short to long, each once."))
    return minutes
