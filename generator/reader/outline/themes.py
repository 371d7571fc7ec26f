"""Which of the eight themes a measure belongs to, decided by weighted words in its heading and text.

The words and their weights are data (`rules/themes.yml`); here stands only the counting. A heading says what a measure
is about, while its text speaks of many things: so the words of the text share out a fixed number of points, however
long it is, and the heading's words count beside them in full.
"""

from collections.abc import Sequence

import ahocorasick

from generator.model import THEMES, Theme
from generator.rules import Rules
from generator.rules.outline import ThemeWord

HEADING = 2.0
"""Points for one unit of weight in a heading. The four numbers below were set on annotated documents; small changes move little."""
SHARED = 12.0
"""Points the text shares out: one and a half times a heading word that names its theme (2 x 4)."""
SMOOTHING = 4.0
"""Weight added to the text's total, so that one stray word in a short text does not take all its points."""
SECOND = 0.4
"""A further theme needs this share of the main one's points; less gives more second themes, and more wrong ones."""
NAMES = 4
"""The weight of a word that names its theme."""
MOSTLY = 0.5
"""The share of one theme that makes the sub-measures under a heading its own."""
FLOOR = 2.0
"""Fewer points than this are no theme: they come from a single weak word."""


def _found(rules: Rules, text: str, finder: ahocorasick.Automaton) -> list[tuple[ThemeWord, int]]:
    """The known words of `text` and how often each stands there, the longest from each character on.

    The library's own `iter_long` skips words behind a failed longer one.
    """
    # Of the words that begin together the longest is reported last.
    longest = {end + 1 - len(word): word for end, word in finder.iter(text)}
    count: dict[str, int] = {}
    free = 0
    for start in sorted(longest):
        if start >= free:
            word = longest[start]
            free = start + len(word)
            count[word] = count.get(word, 0) + 1
    return [(rules.themes.speaking[word], times) for word, times in count.items()]


def _named(rules: Rules, heading: str) -> list[ThemeWord]:
    """The known words of a heading."""
    return [entry for entry, _ in _found(rules, heading, rules.themes.in_headings)]


def points(
    rules: Rules, heading: str, text: str, children: Sequence[str] = (), named: Sequence[ThemeWord] | None = None
) -> dict[Theme, float]:
    """The points each theme gets, for `classify` and for whoever wants to know why; themes without a cue are left out."""
    own: dict[Theme, float] = dict.fromkeys(THEMES, 0.0)
    for entry in _named(rules, heading) if named is None else named:
        for theme, weight in entry.heading:
            own[theme] += weight
    body: dict[Theme, float] = dict.fromkeys(THEMES, 0.0)
    for entry, times in _found(rules, text, rules.themes.in_texts):
        for theme, weight in entry.text:
            # A word that comes again says little new: it counts one and a half times, however often it comes.
            body[theme] += weight if times == 1 else 1.5 * weight
    for child in children:
        for entry, _ in _found(rules, child, rules.themes.in_headings):
            for theme, weight in entry.heading:
                body[theme] += weight
    share = SHARED / (sum(body.values()) + SMOOTHING)
    return {theme: total for theme in THEMES if (total := HEADING * own[theme] + share * body[theme])}


def classify(rules: Rules, heading: str, text: str, children: Sequence[str] = (), *, told: bool = False) -> list[Theme]:
    """One to three themes of a measure, the main one first; [] for a pure container.

    `text` is all that stands under the heading, that of its sub-measures included; `children` are their headings; `told` says
    that some of the text stands directly under it, so that it is no container.
    """
    named = _named(rules, heading)
    ranked = sorted(points(rules, heading, text, children, named).items(), key=lambda item: -item[1])
    if not ranked or not told and _container(rules, heading, named, ranked, bool(children)):
        return []
    best = ranked[0][1]
    return [theme for theme, total in ranked[:3] if total >= max(min(FLOOR, best) if told else FLOOR, SECOND * best)]


def _container(rules: Rules, heading: str, named: Sequence[ThemeWord], ranked: list[tuple[Theme, float]], children: bool) -> bool:
    """Whether a heading only describes the place, or only holds sub-measures of many themes."""
    weights = [weight for entry in named for _, weight in entry.heading]
    if not weights and any(entry.background for entry in named):
        return True
    if not children:
        return False
    if any(entry.container for entry in named):
        return max(weights, default=0) < NAMES
    if rules.themes.region_part.match(heading):
        return True
    # A heading without any word for a theme, often an image (拧紧组织链条): what is under it must be of one theme mostly.
    return not weights and ranked[0][1] < MOSTLY * sum(total for _, total in ranked)
