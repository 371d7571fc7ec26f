"""What rules/outline.yml and themes.yml say: the forms of headings, and the words that speak for a theme."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.model import THEMES, Text, Theme
from generator.rules.loader import PatternRule, Regex, RuleModel


class Form(PatternRule):
    """See the head of rules/outline.yml."""

    place: Literal["line", "behind", "run"]
    series: bool
    whole: bool = False


class Limits(RuleModel):
    """Lengths in characters; see the head of rules/outline.yml."""

    heading: int = Field(gt=0)
    line: int = Field(gt=0)
    lead: int = Field(gt=0)
    inner: int = Field(gt=0)


class Closing(RuleModel):
    """How paragraphs begin that close a report; see the head of rules/outline.yml."""

    opens: Regex
    sums: Regex
    ahead: Regex
    hit: list[str]
    miss: list[str]


class OutlineRules(RuleModel):
    """See the head of rules/outline.yml."""

    forms: list[Form]
    notes: Regex
    verbs: str
    not_lead: Regex
    not_line: Regex
    closing: Closing
    preposition: Regex
    limits: Limits


class ThemeCue(RuleModel):
    """Words that speak for a theme, and where they do."""

    weight: Literal[1, 2, 4]
    where: Literal["heading", "text", "both"]
    words: Annotated[list[Text], Field(min_length=1)]


class ThemeRule(RuleModel):
    """One theme: its name and description for readers, its cues, its examples."""

    id: Theme
    label: Text
    covers: Text
    borders: Text
    cues: Annotated[list[ThemeCue], Field(min_length=1)]
    hit: Annotated[list[Text], Field(min_length=1)]
    miss: Annotated[list[Text], Field(min_length=1)]


class ThemeRules(RuleModel):
    """The whole of `rules/themes.yml`, themes in the model's order."""

    neutral: list[Text]
    containers: list[Text]
    background: list[Text]
    themes: list[ThemeRule]

    @model_validator(mode="after")
    def _complete(self) -> ThemeRules:
        if tuple(theme.id for theme in self.themes) != THEMES:
            raise ValueError(f"themes: must be {', '.join(THEMES)}, in this order")
        silent = [*self.neutral, *self.containers, *self.background]
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
            raise ValueError(f"words that stand twice: {', '.join(twice)}")
        return self
