"""One document in, one reading out: every stage's findings given to their regions, in the profile format.

A reading is what the generator alone takes out of a seed. Its items carry where they stand in the source, the rule that
read them and how sure that rule is.
"""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from generator import yaml_io
from generator.errors import SeedError, contained
from generator.model import Profile
from generator.places import gazetteer
from generator.places.gazetteer import Gazetteer
from generator.reader.account.account import account
from generator.reader.article import limits
from generator.reader.article.inputs import opened
from generator.reader.article.text import Document, Span, breaks_off, document, left_out
from generator.reader.figures.concepts import judged
from generator.reader.figures.indicators import Figure, figures
from generator.reader.figures.period import Periods
from generator.reader.named.found import Found
from generator.reader.named.gaps import gaps
from generator.reader.named.groups import ethnic_groups
from generator.reader.named.holders import Ground
from generator.reader.named.honours import honours
from generator.reader.named.networks import networks
from generator.reader.named.programmes import programmes
from generator.reader.named.titles import documents_cited
from generator.reader.outline.headings import Heading
from generator.reader.outline.outline import DEEPEST, outline
from generator.reader.outline.themes import classify
from generator.reader.region.regions import RegionSpan, stated, whose
from generator.reader.region.relations import Relations
from generator.reader.region.stated import load
from generator.reader.seal import seal
from generator.rules import Rules
from generator.rules.places import Refusal
from generator.workspace import Workspace

HEADER = ("Read by the generator; not to be edited: `make update` writes it anew. Corrections go into docs/profiles/.",)


def text(data: Mapping[str, Any]) -> str:
    """A reading as its file holds it."""
    return seal(yaml_io.dump(data, HEADER))


class Reader:
    """Reads documents by `rules`, and finds places by the gazetteer `places` (made of the rules where none is given).

    `stated` has the regions of seeds whose region an editor named, by code or name.
    """

    def __init__(self, rules: Rules, places: Gazetteer | None = None, stated: Mapping[Path, str] | None = None) -> None:
        self.rules = rules
        self.stated = stated or {}
        self.places = places or gazetteer.load(rules)

    def read(self, path: Path) -> dict[str, Any]:
        """The reading of the seed at `path`; raises GeneratorError with one clear line."""
        with contained(path.name, "cannot be read"):
            data = opened(path)
            region = self.stated.get(path.resolve())
            return self.reading(document(self.rules, data, path.name), hashlib.sha256(data).hexdigest(), region)

    def reading(self, document: Document, sha256: str, region: str | None = None) -> dict[str, Any]:
        """What the generator takes out of a document, in the profile format's key order.

        `region` is the code or name of the division whose work it is, where an editor named it. Raises SeedError where the
        document reports no division's own work, GeneratorError where no division is called as the editor wrote.
        """
        rules, places = self.rules, self.places
        if len(document.body) > 2 * limits.FIGURES:  # a figure is a numeral and a unit; counting them is a tenth of finding them
            limits.figures(sum(1 for _ in rules.quantity.finditer(document.body)), len(document.body), document.file)
        regions = [stated(rules, places, document, region)] if region else whose(rules, places, document)
        if isinstance(regions, Refusal):
            message = f"reports no administrative division's own work: {regions.says}"
            raise SeedError.at(
                document.file, message, hint="if it does, name the division: python -m generator add FILE --region NAME|CODE"
            )
        mentions = places.resolve(named := places.find(document.body), [r.adcode for r in regions if r.adcode])
        missing = gaps(rules, document)
        grounds = [Ground(s.start, s.end, r.name, r.level) for r in regions for s in r.spans]
        found: dict[str, tuple[Sequence[Found[Any]], str | None]] = {
            "documents_cited": (documents_cited(rules, document), "title"),
            "programmes": (programmes(rules, document), "name"),
            "honours": (honours(rules, places, document, grounds), None),
            "networks": (networks(rules, document), "quote"),
        }
        titled = []
        if heading := document.heading:
            quoted = (r for r in programmes(rules, heading) if heading.body[r.start - 1 : r.start] in "“‘" or "“" in r.item.name)
            titled = [_plain(row, heading.place(row.start, row.end)) for row in quoted]
        owner = _owners(regions)
        own = {key: _own(document, rows, len(regions), owner, by) for key, (rows, by) in found.items()}
        groups: list[dict[str, None]] = [{} for _ in regions]
        for group in ethnic_groups(rules, document):
            groups[owner(group.start)][group.item] = None
        # Text that is of all stands in between: only one outline of the whole knows the levels of its headings.
        whole = outline(rules, document, Span(0, len(document.body))) if regions[0].shared else None
        data: dict[str, Any] = {
            "schema": 1,
            "id": profile_id(document.file),
            "source": {
                "file": document.file,
                "sha256": sha256,
                "title": document.title,
                "published": document.published,
                "publisher": document.publisher,
                "byline": document.byline,
                "url": document.url,
                "completeness": "partial" if _lacks(rules, document) or any(g.item.kind != "masked" for g in missing) else "full",
                "gaps": [_plain(g, (g.start, g.end)) for g in missing],
            },
            "review": {"status": "unreviewed"},
            "regions": [
                _region(
                    rules, document, region, Relations(rules, places, document.body, mentions, region), [r.name for r in regions], whole
                )
                | {key: rows[number] for key, rows in own.items()}
                | {"ethnic_groups": list(groups[number])}
                for number, region in enumerate(regions)
            ],
        }
        known = {_bare(row["name"]) for region in data["regions"] for row in region["programmes"]}
        data["regions"][0]["programmes"][:0] = [row for row in titled if _bare(row["name"]) not in known]
        data["account"] = account(rules, places, document, data, places.resolve(named)).plain(document)
        Profile.model_validate(data)
        return data


TOLD = 8
"""Characters of text under a heading that make it more than a container of the headings below it."""
_WORDED = re.compile(r"\w")


def _lacks(rules: Rules, document: Document) -> bool:
    """Whether text is missing though no mark tells of it: the file holds more than could be read, some was cut off, or it breaks off."""
    return document.lost > 0 or left_out(document) or breaks_off(rules, document)


def reader_of(workspace: Workspace, rules: Rules, places: Gazetteer | None = None) -> Reader:
    """A reader of a project's seeds, which minds the regions that editors named."""
    return Reader(rules, places, load(workspace))


def _bare(name: str) -> str:
    """A name as the title of a report may shorten it: 四聚焦 for 四个聚焦."""
    return name.replace("个", "")


def profile_id(file: str) -> str:
    """The id a profile of this seed gets unless an editor chooses a better one: the file's stem, in the id's alphabet."""
    stem = re.sub(r"[^a-z0-9_-]+", "-", Path(file).stem.lower()).strip("-_")
    return stem[:80] or "seed-" + hashlib.sha256(file.encode()).hexdigest()[:8]


def _of_all(row: dict[str, Any], names: str) -> dict[str, Any]:
    """A figure of several regions together: theirs unless the sentence names another owner, and compared with none."""
    fields = {key: value for key, value in row.items() if key != "concept"}
    return {"item": fields.pop("item"), "of": fields.pop("of", names)} | fields


def _region(
    rules: Rules, document: Document, region: RegionSpan, relations: Relations, joint: Sequence[str], whole: Sequence[Heading] | None
) -> dict[str, Any]:
    outside: list[dict[str, Any]] = []
    measures: list[dict[str, Any]] = []
    for span in region.spans:
        headings = outline(rules, document, span) if whole is None else [h for h in whole if span.start <= h.start < span.end]
        stated = figures(rules, document, span, relations, joint)
        periods = Periods(rules, document, span, [f.number for f in stated], headings)
        starts = [h.start for h in headings]
        under: list[list[dict[str, Any]]] = [[] for _ in headings]
        for figure in stated:
            number = _innermost(headings, bisect_right(starts, figure.number) - 1, figure.number)
            row = _indicator(rules, document, figure, periods)
            if any(part.start <= figure.number < part.end for part in region.shared):
                row = _of_all(row, "、".join(joint))
            (outside if number < 0 else under[number]).append(row)
        for number, heading in enumerate(headings):
            children = headings[number + 1 : bisect_left(starts, heading.until, number + 1)]
            measures.append(_measure(rules, document, heading, children, under[number]))
    return {
        "name": region.name,
        "adcode": region.adcode,
        "level": region.level,
        "parent": region.parent,
        "basis": region.basis,
        "clues": list(dict.fromkeys(region.clues)),
        "measures": measures,
        "indicators": outside,
    }


def _innermost(headings: Sequence[Heading], number: int, place: int) -> int:
    """The narrowest heading that `place` stands under, looking back from the last one before it; -1 where none is."""
    level = DEEPEST + 1
    while number >= 0 and level > 1:
        heading = headings[number]
        if heading.level < level:
            if place < heading.until:
                return number
            level = heading.level
        number -= 1
    return -1


def _measure(
    rules: Rules, document: Document, heading: Heading, children: Sequence[Heading], indicators: list[dict[str, Any]]
) -> dict[str, Any]:
    body, below = document.body, children[0].start if children else heading.until
    themes = classify(
        rules,
        body[heading.start : heading.end],
        body[heading.end : heading.until],
        [body[h.start : h.end] for h in children],
        told=sum(1 for _ in islice(_WORDED.finditer(body, heading.end, below), TOLD)) >= TOLD,
    )
    return {
        "heading": document.quote(heading.start, heading.end),
        "level": heading.level,
        "themes": list(themes),
        "at": list(document.place(heading.start, heading.end)),
        "rule": heading.form,
        "confidence": "high" if heading.form in rules.outline.form else "medium",
    } | ({"indicators": indicators} if indicators else {})


def _indicator(rules: Rules, document: Document, figure: Figure, periods: Periods) -> dict[str, Any]:
    concept, confidence = judged(rules, figure)
    period = (
        figure.period or periods.at(figure.number, "(此前)" in figure.item) or (periods.at(figure.dated) if figure.dated >= 0 else None)
    )
    return {
        "item": figure.item,
        **({"of": figure.of} if figure.of else {}),
        "value": figure.value,
        "unit": figure.unit,
        **({"qualifier": figure.qualifier} if figure.qualifier != "exact" else {}),
        **({"period": period} if period else {}),
        **({"concept": concept} if concept else {}),
        "quote": document.quote(figure.start, figure.end),
        "at": list(document.place(figure.start, figure.end)),
        "rule": figure.rule,
        "confidence": confidence,
    }


def _owners(regions: Sequence[RegionSpan]) -> Callable[[int], int]:
    """Tells the number of the region in whose part a place stands; the nearest part before it, else the first region."""
    parts = sorted((span.start, number) for number, region in enumerate(regions) for span in region.spans)
    starts = [start for start, _ in parts]

    def owner(place: int) -> int:
        before = bisect_right(starts, place) - 1
        return parts[before][1] if before >= 0 else 0

    return owner


def _own(
    document: Document, rows: Iterable[Found[Any]], regions: int, owner: Callable[[int], int], by: str | None
) -> list[list[dict[str, Any]]]:
    """The items of each region, each name once (its first mention); `by` is the field that names an item."""
    own: list[dict[object, dict[str, Any]]] = [{} for _ in range(regions)]
    for row in rows:
        plain = _plain(row, document.place(row.start, row.end))
        key: object = plain[by] if by else tuple(sorted((k, str(v)) for k, v in plain.items() if k in ("title", "holder", "level")))
        own[owner(row.start)].setdefault(key, plain)
    return [list(mine.values()) for mine in own]


def _plain(row: Found[Any], at: tuple[int, int]) -> dict[str, Any]:
    """A found item as its file holds it: fields at their default left out, then where it stands."""
    fields: dict[str, Any] = row.item.model_dump(exclude_defaults=True)
    return fields | {"at": list(at), "rule": row.rule, "confidence": row.confidence}
