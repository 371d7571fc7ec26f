"""What programmes, cited titles and networks are, beyond what was read: their kinds, what a number stands for, who issued a title.

Told from their words and places by rules/entries.yml when pages and tables are made; no profile keeps any of it.
"""

import hashlib
import unicodedata
from functools import lru_cache

from generator import model
from generator.language.signs import one_line
from generator.publish.corpus.corpus import ReportedPlace, ReportedProgramme
from generator.reader.article.text import fold
from generator.rules import Rules
from generator.rules.vocabulary import Issuer, NetworkKind, NumberMeaning, ProgrammeKind

_BRACKETS = str.maketrans("〈〉", "<>")


@lru_cache(maxsize=200_000)
def folded(name: str) -> str:
    """`name` without white space and differences of width: two spellings of one title are one."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def anchor(name: str) -> str:
    """Where a programme's entry stands on the page of programmes: `p-` and 10 digits, the same for all spellings of its name."""
    return f"p-{hashlib.sha256(folded(name).encode()).hexdigest()[:10]}"


def programme_kind(rules: Rules, one: model.Programme) -> ProgrammeKind:
    """The kind of a programme."""
    name = fold(rules, one_line(one.name))
    found = next((rule.kind for rule in rules.entries.programmes if rule.search(name)), None)
    return "numbered" if one.count and found != "formula" else found or "brand"


def meaning(rules: Rules, one: ReportedProgramme) -> NumberMeaning | None:
    """What is known of what the numbers in a programme's name stand for; None for a name without any."""
    if one.item.parts:
        return "listed"
    if not one.item.count and programme_kind(rules, one.item) != "numbered":
        return None
    return "unexplained" if one.listed is False else "unclear"


def issuer(rules: Rules, one: model.CitedDocument, place: ReportedPlace) -> Issuer | None:
    """The level of who issued a cited policy or law, as its title tells it; None where it does not, and for works and media."""
    if one.kind not in ("policy", "law"):
        return None
    title = fold(rules, one.title).strip("《》")
    levels = [(place.name, place.level), *((step.name, step.level) for step in place.chain)]
    named = next((level for name, level in levels if title.startswith(name)), None)
    if named in ("province", "prefecture", "county", "township"):
        return named
    bare = normalised(rules, one.title)
    return next((rule.issuer for rule in rules.entries.issuers if rule.search(title) or rule.search(bare)), None)


def normalised(rules: Rules, title: str) -> str:
    """A cited title as titles are compared: without its marks, white space, differences of width, and what tells drafts apart."""
    return rules.entries.variants.pattern.sub("", fold(rules, folded(title).translate(_BRACKETS)).strip("《》"))


def network_kind(rules: Rules, one: model.Network) -> NetworkKind:
    """Whether a network is one of people and bodies or of places."""
    quote = fold(rules, one.quote)
    return next((rule.kind for rule in rules.entries.networks if rule.search(quote)), "organisation")
