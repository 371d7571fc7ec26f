"""What the examples of the rules of articles and outlines are asked of: see `stages`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.reader.article.tables import cells, table_lines
from generator.reader.article.text import Span, breaks_off, fold, read_text
from generator.reader.outline.outline import outline
from generator.reader.outline.themes import classify
from generator.rules import Rules
from tests.project import RULES
from tests.reader.article import test_article_tables as tables
from tests.reader.article.test_text import CASES as PAGES
from tests.reader.article.test_text import HEADS, WHOLE_OR_NOT, page, wanted
from tests.reader.outline.test_outline import CASES as OUTLINES
from tests.reader.outline.test_outline import CLOSINGS, article
from tests.reader.outline.test_themes import CASES as THEMES


def _outline(rules: Rules) -> Iterator[str]:
    if lost := {where.form for _, where in rules.outline.signless} - rules.outline.form.keys():
        yield f"{lost}: headings without a sign rank with none"
    for case in OUTLINES:
        document = article(str(case["body"]))
        found = outline(rules, document, Span(0, len(document.body)))
        if [[h.level, document.quote(h.start, h.end)] for h in found] != case["outline"]:
            yield f"{case['name']}: another outline"
    for lines, close in CLOSINGS:
        document = read_text(RULES, "\n".join(lines), "case.txt")
        end = max(h.until for h in outline(rules, document, Span(0, len(document.body))))
        if end != (len(document.body) if close is None else document.paragraphs[close].start):
            yield f"{lines}: closes elsewhere"


def _themes(rules: Rules) -> Iterator[str]:
    for theme in RULES.themes.themes:
        for heading in theme.hit:
            if classify(rules, heading, "")[:1] != [theme.id]:
                yield f"{heading}: not {theme.id}"
        for heading in theme.miss:
            if classify(rules, heading, "")[:1] == [theme.id]:
                yield f"{heading}: {theme.id}"
    for case in THEMES:
        got = classify(rules, case["heading"], case.get("text", ""), case.get("children", ()))
        if got != case["themes"] if "themes" in case else got[:1] != [case["main"]]:
            yield f"{case['heading']}: {got}"


def _article(rules: Rules) -> Iterator[str]:
    for case in PAGES["cases"]:
        document = read_text(rules, str(case["source"]), "case.txt")
        if document.body.split("\n") != case["body"] or any(
            getattr(document, field) != case[field] for field in ("title", "published", "publisher") if field in case
        ):
            yield f"{case['name']}: reads differently"
    for source, breaks in WHOLE_OR_NOT:
        if breaks_off(rules, read_text(rules, source, "case.txt")) != breaks:
            yield f"{source[-40:]}: {'whole' if breaks else 'breaks off'}"


def _furniture(rules: Rules) -> Iterator[str]:
    for rule in RULES.furniture.rules:
        for line in rule.hit:
            found, known = rules.furniture.name(fold(RULES, line)), RULES.furniture.name(fold(RULES, line))
            if found is None or (known and found.kind != known.kind):
                yield f"{line}: no {rule.kind}"
    yield from _article(rules)


def _metadata(rules: Rules) -> Iterator[str]:
    for case in HEADS["cases"]:
        document = read_text(rules, page(case), "case.txt", case.get("told"))
        if [document.title, document.published, document.publisher, document.byline] != wanted(case):
            yield f"{case['name']}: reads differently"
    yield from _article(rules)


def _columns(rules: Rules) -> Iterator[str]:
    for table, want in tables.FIGURES:
        found = tables.document(*table)
        if [(cell.item, cell.value, cell.unit) for cell in cells(rules, found, Span(0, len(found.body)))] != want:
            yield f"{table}: other figures"
    found = tables.document(*tables.INDICATORS)
    if [(c.item, c.value, c.unit, c.period, c.target) for c in cells(rules, found, Span(0, len(found.body)))] != tables.YEARS:
        yield f"{tables.INDICATORS}: other figures"
    found = tables.document(*tables.NAMED)
    if len(table_lines(rules, found, Span(0, len(found.body)))) != len(tables.NAMED):
        yield f"{tables.NAMED}: other lines"


ARTICLES: dict[str, Callable[[Rules], Iterator[str]]] = {
    "outline": _outline,
    "themes": _themes,
    "furniture": _furniture,
    "metadata": _metadata,
    "columns": _columns,
}
