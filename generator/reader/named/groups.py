"""Ethnic groups that a document names. Their names, and what makes them part of a place's name, stand in rules/ethnic_groups.yml."""

from generator.reader.article.text import Document
from generator.reader.named.found import Found
from generator.rules import Rules
from generator.rules.named import GroupRules


def ethnic_groups(rules: Rules, document: Document) -> list[Found[str]]:
    """Official names of the groups named, each mention; the name of a place names no group."""
    body, data = document.body, rules.ethnic_groups
    found: list[Found[str]] = []
    for rule, pattern in data.runs.items():
        for match in pattern.finditer(body):
            if rule == "name" and _in_place(body, match.span(), data):
                continue
            for part in data.any_name.finditer(match.group()):
                start, end = match.start() + part.start(), match.start() + part.end()
                if not (start and data.inside.match(body, start - 1, end)):
                    found.append(Found(start, end, data.official[part.group()], rule, "medium" if rule == "side-by-side" else "high"))
    return sorted(found, key=lambda f: f.start)


def _in_place(body: str, span: tuple[int, int], data: GroupRules) -> bool:
    """Whether the name at `span` is part of the name of a division or village."""
    start, end = span
    before = body[start - 1 : start] or "\n"
    counted = data.counted.match(before) is not None
    if place := data.places.match(body, end):
        # 两个畲族乡 counts townships of the group.
        return place.group() == "自治" or before != "个"
    return not counted and data.villages.match(body, end) is not None
