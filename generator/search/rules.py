"""The rules of search, and what the ranks in them are."""

from __future__ import annotations

from generator.rules import shared
from generator.rules.site import FIGURE, NAME, TEXT, TITLE, SearchRules

__all__ = ["FIGURE", "NAME", "TEXT", "TITLE", "SearchRules", "load"]


def load() -> SearchRules:
    """The rules that are shared."""
    return shared().search
