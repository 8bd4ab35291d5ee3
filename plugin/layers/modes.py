"""Ways to travel, in words for people."""

from __future__ import annotations

from ..i18n import tr

__all__ = ["mode_words", "street_words"]


def mode_words() -> dict[str, str]:
    """Ways to travel in words."""
    return {"transit": tr("public transport"), **street_words()}


def street_words() -> dict[str, str]:
    """Those among them that need streets alone."""
    return {"walk": tr("on foot"), "cycle": tr("by bicycle"), "car": tr("by car")}
