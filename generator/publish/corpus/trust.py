"""How far a report can be relied on: whether its place is certain, its text whole, its figures dated, and who has looked at it.

The caveat that travels with a region's name. Nothing is weighed into one grade, and what a source does not state is never told as not read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator import model
from generator.profiles.diff import Edits
from generator.publish.corpus.corpus import Corpus, RegionReport, ReportedFigure
from generator.rules import Rules
from generator.rules.site import Caution


@dataclass(frozen=True)
class Numerals:
    """What became of the numerals of a source, those of the page around it left out."""

    taken: int
    sure: tuple[tuple[str, int], ...]
    """Why others were not taken, in the site's words, and how many each; the most first."""
    doubtful: int
    """Those of which a person should judge."""

    @property
    def all(self) -> int:
        return self.taken + sum(count for _, count in self.sure) + self.doubtful


@dataclass(frozen=True)
class Trust:
    """What a reader has to know before relying on one document, or on what it reports of one region."""

    bases: tuple[model.Basis, ...]
    """How each region was told, in order."""
    completeness: model.Completeness
    missing: int
    """Characters that the source itself says are missing; 0 where it says no number."""
    gaps: int
    """Places where text is hidden, masked or cut off."""
    figures: int
    dated: int
    """Figures the text ties to a time."""
    exact: int
    """Figures without 余, 多, 近, 约 or the like."""
    numerals: Numerals | None
    """Of the whole document; None where no account of it was made."""
    review: model.Review
    corrected: int
    """Corrections of substance by hand in the whole document."""


def cautions(report: RegionReport | ReportedFigure) -> tuple[Caution, ...]:
    """What the mark beside a region's name says."""
    found: list[Caution] = []
    if report.entry.basis in ("inferred", "unknown"):
        found.append("inferred" if report.entry.basis == "inferred" else "unknown")
    if report.profile.source.completeness == "partial":
        found.append("partial")
    if report.profile.review.status == "disputed":
        found.append("disputed")
    return tuple(found)


def of(rules: Rules, corpus: Corpus, profile: model.Profile, reports: Sequence[RegionReport]) -> Trust:
    """The trust of a document, or of those of its `reports` that are given."""
    figures = [figure.indicator for report in reports for figure in report.figures]
    done, source = corpus.edits.get(profile.id, Edits()), profile.source
    return Trust(
        tuple(report.entry.basis for report in reports),
        source.completeness,
        sum(gap.characters or 0 for gap in source.gaps),
        len(source.gaps),
        len(figures),
        sum(1 for one in figures if one.period),
        sum(1 for one in figures if one.qualifier == "exact"),
        numerals(rules, done.account),
        profile.review,
        sum(edit.of_substance for edit in done.all),
    )


def numerals(rules: Rules, account: model.Account | None) -> Numerals | None:
    """The numerals of an account; None where there is none."""
    if account is None:
        return None
    known = rules.account.reason
    others = {why: n for why, n in account.numerals.items() if why in known and why != "furniture"}
    sure = sorted(((known[why].zh, n) for why, n in others.items() if known[why].doubt == "no"), key=lambda pair: -pair[1])
    return Numerals(account.numerals.get("taken", 0), tuple(sure), sum(n for why, n in others.items() if known[why].doubt == "yes"))


def words(rules: Rules, report: RegionReport | ReportedFigure) -> Mapping[Caution, str]:
    """The words of a report's mark."""
    return {code: rules.tables.package.cautions[code] for code in cautions(report)}
