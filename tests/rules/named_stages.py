"""The stages of what has a name: see `tests.rules.stages`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.reader.article.text import read_text
from generator.reader.named.gaps import gaps
from generator.reader.named.groups import ethnic_groups
from generator.reader.named.honours import honours
from generator.reader.named.networks import networks
from generator.reader.named.programmes import Phrase, parts, programmes, weigh
from generator.rules import Rules
from generator.rules.named import ProgrammeCue
from tests.project import PLACES, RULES
from tests.reader.named.made import cases, document
from tests.reader.named.test_honours import received
from tests.reader.named.test_programmes import listed


def _wrong(text: str, found: object, want: object) -> Iterator[str]:
    if found != want:
        yield f"{text}: {found}, not {want}"


def _networks(rules: Rules) -> Iterator[str]:
    for text, want in [*RULES.networks.hit.items(), *((text, None) for text in RULES.networks.miss)]:
        found = [f"{f.item.levels} | {f.item.quote}" for f in networks(rules, document(text))]
        yield from _wrong(text, found, [want] if want else [])


def _groups(rules: Rules) -> Iterator[str]:
    for text, want in [*RULES.ethnic_groups.hit.items(), *((text, ()) for text in RULES.ethnic_groups.miss)]:
        yield from _wrong(text, tuple(dict.fromkeys(f.item for f in ethnic_groups(rules, document(text)))), want)
    for name in RULES.ethnic_groups.groups:
        yield from _wrong(name, [f.item for f in ethnic_groups(rules, document(f"有{name}干部"))], [name])


def _gaps(rules: Rules) -> Iterator[str]:
    for case in cases("gaps"):
        found = gaps(rules, read_text(rules, "\n\n".join(filter(None, (case["title"], case["body"], case["after"]))), "case.txt"))
        yield from _wrong(case["name"], [f"{f.item.kind} | {f.item.quote} | {f.item.characters or ''}" for f in found], case["want"])
    for rule in RULES.gaps.marks:
        yield from _wrong(rule.id, rule.id in {f.rule for text in rule.hit for f in gaps(rules, document(text))}, True)


def _honours(rules: Rules) -> Iterator[str]:
    some, none = RULES.honours.hit | cases("honours")["some"], [*RULES.honours.miss, *cases("honours")["none"]]
    for text, want in [*some.items(), *((text, ()) for text in none)]:
        yield from _wrong(text, received(text, rules), list(want))
    for text, quote in cases("honours")["quotes"].items():
        yield from _wrong(text, [f.item.quote for f in honours(rules, PLACES, document(text))], [quote])


def as_phrase(cue: ProgrammeCue, text: str) -> Phrase:
    """An example of a cue as the phrase it speaks of."""
    before, name, after = {"name": ("", text, ""), "before": (text, "石榴籽", ""), "after": ("", "石榴籽", text)}.get(
        cue.where
    ) or text.replace("”", "“").split("“", 2)
    return Phrase(0, len(name), name, before, after)


def _programmes(rules: Rules) -> Iterator[str]:
    known = cases("programmes")
    for text, want in [*known["some"].items(), *known["lists"].items(), *((text, []) for text in known["none"])]:
        yield from _wrong(text, [f.item.name for f in programmes(rules, document(text))], want)
    for text, want in known["listed"].items():
        yield from _wrong(text, listed(text, rules), want)
    for name, count in known["counts"].items():
        yield from _wrong(name, parts(rules, name), count)
    for text, confidence in known["confidence"].items():
        yield from _wrong(text, [f.confidence for f in programmes(rules, document(text))], [confidence])
    for formula in RULES.programmes.formulas:
        found = {f.rule for text in formula.hit for f in programmes(rules, document(text))}
        yield from _wrong(formula.id, formula.id in found, True)
    for cue in RULES.programmes.cues:
        # A cue that changes the points of none of its own examples counts nothing.
        phrases = [as_phrase(cue, text) for text in cue.hit]
        yield from _wrong(cue.id, [weigh(rules, phrase).points for phrase in phrases], [weigh(RULES, phrase).points for phrase in phrases])


NAMED: dict[str, Callable[[Rules], Iterator[str]]] = {
    "networks": _networks, "ethnic_groups": _groups, "gaps": _gaps, "honours": _honours, "programmes": _programmes,
}  # fmt: skip
