"""Which comparable kind a stated quantity is, so that like is compared with like; None where it is none of them.

What counts is data (`rules/concepts.yml`), and in which units (`rules/vocabulary.yml`). A figure is first held against the
exclusions that hold for all kinds (norms, averages, increases, titles received), then against the kinds in their order: by
its item, and only where no kind fits that, by its clause, because a clause often names neighbours of what is counted.
"""

import re

from generator.language.marks import TITLES, without
from generator.language.numerals import HAN
from generator.model import Concept, Confidence
from generator.reader.figures.figure import Figure
from generator.rules import Rules

_BRACKETS = dict.fromkeys(map(ord, "()（）"))
_NUMERAL = re.compile(f"[0-9{HAN}]")
# The enumeration comma ends a figure only right behind its number and unit: 基地6个、公园3个, not 雕塑、标识牌765处.
_PARTS = re.compile("[,;。、](?:(?<!、)|(?<=[0-9].、)|(?<=[0-9].{2}、)|(?<=[0-9].{3}、)|(?<=[0-9].{4}、)" + f"|(?<=[{HAN}].、))")
# An item up to this length says too little without what is listed before it (招聘等|活动).
_BARE = 4


def _near(item: str, clause: str) -> str:
    """The part of `clause` that names the item and its number; all of it where no part has both."""
    for part in _PARTS.split(clause) if item else ():
        if len(item) > _BARE and (listed := part.find(f"等{item}")) >= 0:
            # What a list names is only of the item's kind: 义诊、演出等|主题宣传活动.
            return part[listed + 1 :]
        if item in part and _NUMERAL.search(part.replace(item, "")):
            return part
    return clause


def concept_of(rules: Rules, item: str, unit: str, clause: str, *, target: bool) -> Concept | None:
    """The concept of a figure from what is counted (`item`), its unit as printed without 万/亿, and the clause it stands in.

    `target` says that it is planned, not reached. A clause that holds several figures is cut to the item's own part.
    """
    known = rules.concepts
    counted = _counted(rules, unit)
    if target or not counted:
        return None
    near = _near(item, clause)
    both = f"{item}\n{near}"
    # Most figures are of no kind, which one look for the cues' strings tells.
    likely = [rule for rule in known.likely.rows(both) if rule.id in counted]
    if not likely or known.excludes.search(both):
        return None
    # Where those counted come from, and what stands in a title, says nothing against what they are counted as.
    against = without(known.outside.pattern.sub("", both), TITLES)
    fitting = [rule for rule in likely if not rule.speaks_against.search(against)]
    return next((rule.id for text in (item, near) for rule in fitting if rule.speaks_for.search(text)), None)


def judged(rules: Rules, figure: Figure) -> tuple[Concept | None, Confidence]:
    """The concept of a figure, none where it is somebody else's; and how sure the figure is with it."""
    if figure.of:
        return None, figure.confidence
    bound = figure.target or figure.norm
    concept = concept_of(rules, figure.item, figure.unit, figure.clause, target=bound)
    doubted = figure.confidence == "high" and not bound and contested(rules, figure.item, figure.unit, figure.clause, concept)
    return concept, "medium" if doubted else figure.confidence


def contested(rules: Rules, item: str, unit: str, clause: str, concept: Concept | None) -> bool:
    """Whether something speaks against the concept that `concept_of` gave: only the clause speaks for it, or the item for one ruled out."""
    counted = _counted(rules, unit)
    speaking = [rule for rule in rules.concepts.likely.rows(item) if rule.id in counted and rule.speaks_for.search(item)] if counted else []
    if concept:
        return all(rule.id != concept for rule in speaking)
    return bool(speaking) and not rules.concepts.excludes.search(f"{item}\n{_near(item, clause)}")


def _counted(rules: Rules, unit: str) -> frozenset[Concept]:
    """The concepts that are counted in a unit, or in the first of two (块(面))."""
    known = rules.vocabulary.concepts_in
    return known.get(unit.translate(_BRACKETS)) or known.get(unit.partition("(")[0], frozenset())
