"""An editor who knows the gold annotation of a document: what of its profile is wrong or missing, and how that is put right by keyboard alone.

Two items are the same, and a field is right, where the gold gate's score says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from generator.model import THEMES
from tests.desk.client import PATIENCE
from tests.gold import score
from tests.gold.gate import same_figure

_SAME: dict[str, Callable[[Any, Any], float]] = {
    "measures": lambda a, b: score.similar(a["heading"], b["heading"]) * (score.similar(a["heading"], b["heading"]) >= 0.7),
    "documents_cited": lambda a, b: score.similar(a["title"], b["title"]) * (score.similar(a["title"], b["title"]) >= 0.95),
    "programmes": lambda a, b: score.similar(a["name"], b["name"]) * (score.similar(a["name"], b["name"]) >= 0.8),
    "honours": lambda a, b: score.overlap(a["quote"], b["quote"]) * (score.overlap(a["quote"], b["quote"]) >= 8),
    "networks": lambda a, b: (score.overlap(a["quote"], b["quote"]) >= 4) * (a["levels"] == b["levels"]),
    "gaps": lambda a, b: score.overlap(a["quote"], b["quote"]) * (score.overlap(a["quote"], b["quote"]) >= 2),
    "indicators": same_figure,
}
_KEY = {"measures": "heading", "documents_cited": "title", "programmes": "name"}
Path = tuple[str | int, ...]


class Wrong(NamedTuple):
    """One item that is to be touched: edited, moved, deleted or added."""

    do: str
    """The key of the action: `e`, `m`, `d` or `n`."""
    kind: str
    path: Path
    """In the profile; of one that is missing nothing."""
    words: str
    """Of one that is missing, in the source; of a figure to be moved, the heading it belongs under."""
    fields: Mapping[str, Any] = {}
    """What is to be typed."""


def faults(gold: Mapping[str, Any], profile: Mapping[str, Any]) -> list[Wrong]:
    """What is wrong with a profile of one region, extras first, then what is missing, then fields."""
    found = [*_head(gold, profile)]
    for kind, same in _SAME.items():
        want, got = list(gold.get(kind) or []), list(_rows(profile, kind))
        matched = score.pairs(want, [row for _, row, _ in got], same)
        used, taken = {i for i, _ in matched}, {j for _, j in matched}
        left = [i for i in range(len(want)) if i not in used]
        spare = [j for j, (_, row, _) in enumerate(got) if j not in taken and not row.get("of")]
        words = _KEY.get(kind, "quote")

        def near(i: int, j: int, want: Any = want, got: Any = got, words: str = words) -> float:
            shared = score.overlap(want[i][words], got[j][1][words])
            return shared if shared >= 4 else 0

        again = [(left[i], spare[j]) for i, j in score.pairs(left, spare, near)]  # the same words, read otherwise
        for i, j in sorted([*matched, *again]):
            path, row, heading = got[j]
            if fields := _otherwise(kind, want[i], row):
                found.append(Wrong("e", kind, path, "", fields))
            if kind == "indicators" and not _under(want[i].get("heading"), heading):
                found.append(Wrong("m", kind, path, want[i].get("heading") or ""))
        found += [Wrong("n", kind, (), want[i][words], _otherwise(kind, want[i], {})) for i in left if i not in dict(again)]
        found += [Wrong("d", kind, got[j][0], "") for j in spare if j not in {j for _, j in again}]
    return sorted(found, key=lambda one: ("d", "n", "e", "m").index(one.do))


def _rows(profile: Mapping[str, Any], kind: str) -> Iterator[tuple[Path, Mapping[str, Any], str | None]]:
    """The items of a kind, each with its path and the heading it stands under."""
    if kind == "gaps":
        yield from ((("source", "gaps", n), row, None) for n, row in enumerate(profile["source"]["gaps"]))
        return
    region = profile["regions"][0]
    yield from ((("regions", 0, kind, n), row, None) for n, row in enumerate(region.get(kind) or []))
    for number, measure in enumerate(region["measures"] if kind == "indicators" else []):
        path = ("regions", 0, "measures", number, "indicators")
        yield from (((*path, n), row, measure["heading"]) for n, row in enumerate(measure.get("indicators") or []))


def _head(gold: Mapping[str, Any], profile: Mapping[str, Any]) -> Iterator[Wrong]:
    """What is wrong with the source and the region themselves."""
    document, source = gold["document"], profile["source"]
    names = {"title": "title", "published": "date", "publisher": "publisher", "byline": "byline", "completeness": "completeness"}
    wrong = {name: document.get(key) for name, key in names.items() if not _alike(name, document.get(key), source.get(name))}
    if wrong:
        yield Wrong("e", "source", ("source",), "", wrong)
    assert len(gold["regions"]) == len(profile["regions"]) == 1
    want, got = gold["regions"][0], profile["regions"][0]
    wrong = {name: want[name] for name in ("name", "adcode", "level", "parent") if str(want[name]) != str(got[name])}
    if set(groups := gold.get("ethnic_groups") or []) != set(got["ethnic_groups"]):
        wrong["ethnic_groups"] = groups
    if wrong:
        yield Wrong("e", "regions", ("regions", 0), "", wrong)


def _alike(name: str, want: Any, got: Any) -> bool:
    if not want or not got or name in ("title", "published", "completeness"):
        return score.squash(want) == score.squash(got)
    return bool(score.similar(want, got) >= 0.8)


def _under(want: Any, got: Any) -> bool:
    return not want and not got or bool(score.similar(want, got) >= 0.7)


def _otherwise(kind: str, want: Mapping[str, Any], got: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that gold has otherwise."""
    found = dict[str, Any]()

    def held(name: str, right: bool) -> None:
        if not right:
            found[name] = want.get(name)

    if kind == "measures":
        held("heading", score.squash(want["heading"]) == score.squash(got.get("heading")))
        held("level", want["level"] == got.get("level"))
        held("themes", not want.get("themes") or (got.get("themes") or [None])[0] in want["themes"])
    elif kind == "indicators":
        quote = score.squash(got.get("quote"))
        held("quote", bool(quote) and len(quote) <= 2 * len(score.squash(want["quote"])) + 4)
        held("value", score.number(want["value"]) == score.number(got.get("value")))
        held("unit", score.core(want["unit"]) == score.core(got.get("unit")))
        held("item", score.similar(want["item"], got.get("item")) >= 0.6)
        held("qualifier", (want.get("qualifier") or "exact") == (got.get("qualifier") or "exact"))
        held("period", score.squash(want.get("period")) == score.squash(got.get("period")))
        held("concept", "concept" not in want or want["concept"] == got.get("concept"))
        held("of", "of" not in want or (not want["of"] and not got.get("of")) or score.similar(want["of"], got.get("of")) >= 0.6)
    elif kind == "honours":
        held("quote", bool(got.get("quote")))
        held("title", score.similar(want["title"], got.get("title")) >= 0.8)
        held("holder", score.similar(want["holder"], got.get("holder")) >= 0.6)
        held("level", want["level"] == got.get("level"))
    else:
        words = _KEY.get(kind, "quote")
        held(words, bool(_SAME[kind](want, {**want, words: got.get(words) or ""})) if kind != "networks" else bool(got.get("quote")))
        for name in {"documents_cited": ["kind"], "programmes": ["count"], "networks": ["levels"], "gaps": ["kind"]}[kind]:
            held(name, want.get(name) == got.get(name))
    return found


class Keyboard:
    """A document's desk in the browser, worked by keys alone; counts what was done."""

    def __init__(self, page: Any, shown: Callable[[], dict[str, Any]]) -> None:
        self._page, self._shown, self.actions = page, shown, list[Wrong | str]()
        """`shown` gives what the desk shows."""

    def put_right(self, one: Wrong) -> None:
        """Does what one fault needs: one lettered command with the typing inside it."""
        before, page = self._shown()["hash"], self._page
        if one.do == "n":
            self._select(one.words)
        else:
            self._go(one.path)
        self.actions.append(one)
        page.keyboard.press(one.do)
        if one.do == "d":
            self._changed(before)
            return
        page.wait_for_selector("form.act")
        if one.do == "m":
            self._choose("#f-within", one.words or "不属于任何措施")
        else:
            if one.do == "n" and self._value("select[aria-label=种类]") != one.kind:
                self._choose("select[aria-label=种类]", one.kind, by_value=True)
            for name, value in one.fields.items():
                self._type(f"#f-{name}", value)
        page.keyboard.press("Enter")
        page.wait_for_function("() => !document.querySelector('form.act') || document.querySelector('form.act .wrong:not([hidden])')")
        assert (form := page.query_selector("form.act")) is None, (one, form.inner_text())
        self._changed(before)

    def check(self, name: str) -> None:
        """Marks the profile as checked."""
        before = self._shown()["hash"]
        self.actions.append("v")
        self._page.keyboard.press("v")
        self._page.wait_for_selector("form.act")
        self._type("#f-by", name)
        self._page.keyboard.press("Enter")
        self._page.wait_for_selector("#state.checked")
        self._changed(before)

    def _changed(self, before: str) -> None:
        """Waits until the file has changed and the page shows it."""
        until = time.monotonic() + PATIENCE
        while self._shown()["hash"] == before:
            assert time.monotonic() < until, (self.actions[-1], self._page.inner_text("#said"))
            time.sleep(0.02)
        self._page.wait_for_function("(hash) => document.getElementById('list').dataset.hash === hash", arg=self._shown()["hash"])

    def _go(self, path: Path) -> None:
        wanted = next(n for n, entry in enumerate(self._shown()["entries"]) if entry.get("path") == list(path))
        here = self._page.evaluate(
            "() => [...document.querySelectorAll('#list > .entry')].findIndex((one) => one.hasAttribute('aria-current'))"
        )
        for _ in range(abs(wanted - here)):
            self._page.keyboard.press("j" if wanted > here else "k")

    def _select(self, words: str) -> None:
        """Selects words of the source."""
        self._page.keyboard.press("/")
        self._page.keyboard.insert_text(words)
        for key in ("Enter", "Escape"):
            self._page.keyboard.press(key)

    def _focus(self, selector: str) -> None:
        """Goes to a field of the form by Tab."""
        step = """(selector) => { const all = [...document.querySelector('form.act').querySelectorAll('input, select, textarea, [role=group], .ends button')];
            return all.indexOf(document.querySelector('form.act').querySelector(selector)) - all.indexOf(document.activeElement); }"""
        for _ in range(60):
            if not (ahead := self._page.evaluate(step, selector)):
                return
            self._page.keyboard.press("Tab" if ahead > 0 else "Shift+Tab")
        raise AssertionError(selector)

    def _value(self, selector: str) -> Any:
        return self._page.evaluate("(selector) => document.querySelector('form.act').querySelector(selector)?.value", selector)

    def _choose(self, selector: str, label: str, by_value: bool = False) -> None:
        """Types the sign that stands before a choice."""
        self._focus(selector)
        text = self._page.evaluate(
            """([label, byValue]) => [...document.activeElement.options].find((one) => byValue ? one.value === label : one.text.includes(label)).text""",
            [label, by_value],
        )
        if text == "——":
            self._page.keyboard.press("Home")
        else:
            self._page.keyboard.type(text.split(" ")[0])

    def _type(self, selector: str, value: Any) -> None:
        """Fills in a field, if it says something else."""
        tag = self._page.evaluate("(selector) => document.querySelector('form.act').querySelector(selector).tagName", selector)
        if tag == "DIV":  # themes: a digit adds or takes away
            self._focus(selector)
            labels = self._page.evaluate(
                "() => [...document.activeElement.querySelectorAll('button')].map((one) => one.getAttribute('aria-pressed') === 'true')"
            )
            for number, pressed in enumerate(labels, 1):
                if pressed:
                    self._page.keyboard.press(str(number))
            for theme in value:
                self._page.keyboard.press(str(THEMES.index(theme) + 1))
        elif tag == "SELECT":
            if (self._value(selector) or None) != value:
                self._choose(selector, value or "", by_value=True)
        else:
            text = "" if value is None else "、".join(value) if isinstance(value, list) else str(value)
            if self._value(selector) != text:
                self._focus(selector)
                self._page.keyboard.press("Control+A")
                self._page.keyboard.insert_text(text) if text else self._page.keyboard.press("Delete")
