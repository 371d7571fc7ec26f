"""Sums named by what they were for, or by the fund that pays them."""

import re

from generator.language.clauses import Clauses
from generator.reader.figures.figure import Named, Setting
from generator.rules import Rules


def spent(rules: Rules, c: Clauses, s: Setting) -> Named | None:
    """Money behind a verb of spending, named by its fund or by what it is for: 投入|1600万元打造融媒体中心 -> 融媒体中心投入."""
    if not s.this.unit.endswith("元"):
        return None
    spending, behind = rules.items.spending.search(s.head.noun), c.body[s.this.end : c.end(s.this.end)]
    # 用协作资金|600万元扩建养殖场: what was used is said before the sum, what for behind it.
    used = rules.items.used.search(c.body, max(s.start, s.this.start - 14), s.this.start)
    if used and (purpose := rules.items.purpose.match(behind)):
        return Named(_one(purpose, s) + (used.group(1) or "资金"), s.start, s.this.end, "spent", "medium")
    if not spending:
        return None
    kind = spending.group() if spending.group() in ("投入", "投资", "补助", "补贴") else "资金"
    if purpose := rules.items.purpose.match(behind):
        what = _one(purpose, s)
        item = what if rules.items.sums.search(what) else what + kind
        return Named(item, s.start, s.this.end + purpose.end(), "spent", "medium")
    if fund := rules.items.funds.match(behind):
        return Named(fund.group(), s.start, s.this.end + fund.end(), "spent", "high")
    if giver := rules.items.giver.search(c.body, s.clause, s.this.start):
        return Named(giver.group(1), s.start, s.this.end, "spent", "medium")
    return None


def _one(purpose: re.Match[str], s: Setting) -> str:
    """What money was for, without how many of it there are: 完成|传习所|2个."""
    number = s.after.start - s.this.end - purpose.start(1) if s.after else 0
    return (purpose.group(1)[:number] if number >= 2 else purpose.group(1)).rstrip("等")
