"""What rules/outline.yml and themes.yml say: the forms of headings, and the words that speak for a theme."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal

import ahocorasick
from pydantic import Field

from generator.language.enumerators import Enumerators
from generator.model import THEMES, Text, Theme
from generator.rules.loader import Composed, Fault, Opening, Pattern, RuleModel, Words


class Form(Opening):
    """See the head of rules/outline.yml."""

    id: str
    place: Literal["line", "behind", "run"]
    part: bool
    sure: bool
    plain_line: Literal["over", "first", "under"]
    alone: bool = False
    whole: bool = False
    bullet: bool = False
    page: bool = False
    lost: Pattern | None = None


class Beside(RuleModel):
    """Where headings without a sign rank: right above a form, or like it."""

    above: str = ""
    beside: str = ""

    def faults(self) -> Iterable[Fault]:
        """Whether it stands nowhere, or in two places."""
        if bool(self.above) == bool(self.beside):
            yield (), "needs one of `above` and `beside`: the id of a form", ""

    @property
    def form(self) -> str:
        """The form it ranks with."""
        return self.above or self.beside


class Signless(RuleModel):
    """The kinds of headings without a sign, lines aside: see the head of rules/outline.yml."""

    lead: Beside
    clause: Beside
    inner: Beside


class Limits(RuleModel):
    """Lengths in characters; see the head of rules/outline.yml."""

    heading: int = Field(gt=0)
    line: int = Field(gt=0)
    lead: int = Field(gt=0)
    inner: int = Field(gt=0)


class Closing(RuleModel):
    """How paragraphs begin that close a report; see the head of rules/outline.yml."""

    opens: Opening
    sums: Opening
    ahead: Pattern


class OutlineRules(RuleModel):
    """See the head of rules/outline.yml."""

    forms: Annotated[tuple[Form, ...], Field(min_length=1)]
    signless: Signless
    notes: Opening
    verbs: Words
    count: Pattern
    done: Opening
    lacking: Pattern
    told: Pattern
    place: Pattern
    not_label: Pattern
    not_lead: Pattern
    not_line: Pattern
    closing: Closing
    preposition: Opening
    limits: Limits

    def faults(self) -> Iterable[Fault]:
        """Names of forms that are taken, and headings without a sign beside a form that is none."""
        ids = [form.id for form in self.forms]
        for form in ids:
            if form in {*Signless.model_fields, "line"}:
                yield (), f"form `{form}` has the name of headings without a sign", ""
        for kind, where in self.signless:
            if where.form not in ids:
                yield (), f"signless.{kind}: `{where.form}` is no form; allowed: {', '.join(ids)}", ""

    @cached_property
    def form(self) -> dict[str, Form]:
        """The forms by id; headings without a sign are of none."""
        return {form.id: form for form in self.forms}

    @cached_property
    def rank(self) -> dict[str, float]:
        """How narrow a division each form opens, 0 the widest; headings without a sign between or beside the forms, lines left out."""
        ranks: dict[str, float] = {form.id: number for number, form in enumerate(self.forms)}
        return ranks | {kind: ranks[where.form] - 0.5 * bool(where.above) for kind, where in self.signless}

    @cached_property
    def signs(self) -> Enumerators:
        """The signs of all forms."""
        return Enumerators(form.pattern for form in self.forms)

    @cached_property
    def numbers(self) -> Enumerators:
        """The signs of the forms that count."""
        return Enumerators(form.pattern for form in self.forms if form.pattern.groups)

    @cached_property
    def inside(self) -> Enumerators:
        """The signs of the forms that count and may stand inside a paragraph."""
        return Enumerators(form.pattern for form in self.forms if form.pattern.groups and form.place != "line")

    @cached_property
    def sure(self) -> Enumerators:
        """The signs of the forms that leave no doubt."""
        return Enumerators(form.pattern for form in self.forms if form.sure)

    def part(self, body: str, place: int, end: int) -> tuple[float, int] | None:
        """How narrow a part of the report the line at `place` opens, and where its sign ends; None where it opens none."""
        signs = ((self.rank[form.id], form.match(body, place, end)) for form in self.forms if form.part)
        return next(((rank, sign.end()) for rank, sign in signs if sign), None)

    @cached_property
    def opens(self) -> dict[str, Enumerators]:
        """The signs of the forms of each place, asked together: at most places none stands, and one look tells."""
        return {place: Enumerators(form.pattern for form in self.forms if form.place == place) for place in ("line", "behind", "run")}

    lost = Composed(lambda self: _either(form.lost for form in self.forms))
    """A sign right behind a word, where line breaks were lost."""
    behind = Composed(lambda self: rf"[。:;!?]\s?|(?={_either(form.lost for form in self.forms if form.place == 'behind')})")
    """The end of a sentence, or of a word that a sign may stand right behind."""


def _either(patterns: Iterable[Pattern | None]) -> str:
    return "|".join(p.source for p in patterns if p) or "(?!)"


class ThemeCue(RuleModel):
    """Words that speak for a theme, and where they do."""

    weight: Literal[1, 2, 4]
    where: Literal["heading", "text", "both"]
    words: Annotated[tuple[Text, ...], Field(min_length=1)]


class ThemeRule(RuleModel):
    """One theme: its cues, its examples."""

    id: Theme
    cues: Annotated[tuple[ThemeCue, ...], Field(min_length=1)]
    hit: Annotated[tuple[Text, ...], Field(min_length=1)]
    miss: Annotated[tuple[Text, ...], Field(min_length=1)]


@dataclass
class ThemeWord:
    """What one word says in each place. A word that says nothing in one place is not seen there, unless it is neutral."""

    heading: list[tuple[Theme, int]] = field(default_factory=list)
    text: list[tuple[Theme, int]] = field(default_factory=list)
    neutral: bool = False
    background: bool = False
    container: bool = False


class ThemeRules(RuleModel):
    """The whole of `rules/themes.yml`, themes in the model's order."""

    neutral: Words
    containers: Words
    background: Words
    region_part: Opening
    themes: tuple[ThemeRule, ...]

    def faults(self) -> Iterable[Fault]:
        """Themes in another order than the model's, and words that stand twice in one place."""
        if tuple(theme.id for theme in self.themes) != THEMES:
            yield (), f"themes: must be {', '.join(THEMES)}, in this order", ""
        silent = [*self.neutral.words, *self.containers.words, *self.background.words]
        places = [
            (theme.id, place, word)
            for theme in self.themes
            for cue in theme.cues
            for place in (("heading", "text") if cue.where == "both" else (cue.where,))
            for word in cue.words
        ]
        twice = [word for word, times in Counter(silent).items() if times > 1]
        twice += [f"{word} ({theme}, {place})" for (theme, place, word), times in Counter(places).items() if times > 1]
        twice += sorted({word for _, _, word in places} & set(silent))
        if twice:
            yield (), f"words that stand twice: {', '.join(twice)}", ""

    @cached_property
    def speaking(self) -> dict[str, ThemeWord]:
        """Every known word and what it says."""
        words = {word: ThemeWord(neutral=True) for word in self.neutral.words}
        words |= {word: ThemeWord(neutral=True, container=True) for word in self.containers.words}
        words |= {word: ThemeWord(neutral=True, background=True) for word in self.background.words}
        for theme in self.themes:
            for cue in theme.cues:
                for word in cue.words:
                    entry = words.setdefault(word, ThemeWord())
                    if cue.where != "text":
                        entry.heading.append((theme.id, cue.weight))
                    if cue.where != "heading":
                        entry.text.append((theme.id, cue.weight))
        return words

    @cached_property
    def in_headings(self) -> ahocorasick.Automaton:
        """Finds the words that are seen in headings."""
        return _finder(word for word, entry in self.speaking.items() if entry.neutral or entry.heading)

    @cached_property
    def in_texts(self) -> ahocorasick.Automaton:
        """Finds the words that are seen in texts."""
        return _finder(word for word, entry in self.speaking.items() if entry.neutral or entry.text)


def _finder(words: Iterable[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton
