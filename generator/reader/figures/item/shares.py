"""Figures that are named by a whole: a share of it in per cent, or what the region has of somebody else's figure."""

from generator.language.clauses import Clauses
from generator.reader.figures.figure import Named, Setting
from generator.reader.figures.item import nouns as items
from generator.rules import Rules


def behind(c: Clauses, s: Setting) -> str:
    """What stands behind a figure in its part of the clause; empty where only another figure is joined to it."""
    text = c.body[s.this.end : min(s.stop, s.this.end + 20)].strip()
    return "" if text.startswith(("、", "和", "(")) else text


def taken(rules: Rules, c: Clauses, s: Setting) -> Named | None:
    """The region's share of what was stated of somebody else: 大理州下达资金1.9亿元;云龙县分得|1860万元."""
    if not s.whole or behind(c, s) or not rules.owners.taken.fullmatch(c.body[s.start : s.this.start].strip() or "有"):
        return None
    return Named(s.whole.subject, min(s.words, s.start), s.this.end, "share-taken", "medium")


def share(rules: Rules, c: Clauses, s: Setting) -> Named | None:
    """A share of a whole: 外来人口占全区人口的|58%."""
    said = items.share_of(rules, c.body, s.start, s.this.start) if s.this.unit == "%" else None
    if not said or not (said[0] or s.last):
        return None
    part = said[0] or (s.last.subject if s.last else "")
    return Named(f"{part}占{said[1] or '比'}", s.start, s.this.end, "share", "medium")
