"""Mends in a profile's text what has one right answer: quotes around codes and names, figures in full width, key order, unseen signs,
concepts of figures that are not the region's own, and slips of typing (`slips`).

Everything else is for a person to decide. Mending twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.errors import GeneratorError, Problem
from generator.language.signs import BREAK, REFUSED, one_line
from generator.profiles.format.shape import MODELS, PROSE, SETS, key_order, kind_of
from generator.profiles.text.slips import readable, tidied, unmarked
from generator.profiles.text.splice import Editor
from generator.yaml_io import MAX_DIGITS, PLAIN_KEYS, Mark, Path, Tree, load, scalar, show_path

# Fields that hold numbers; `level` is one of measures only.
_NUMBERS = {
    ("indicators", "value"),
    ("gaps", "characters"),
    ("measures", "level"),
    ("networks", "levels"),
    ("programmes", "count"),
    ("", "schema"),
}
_DATES = ("published", "date", "period")
_CODES = ("adcode", "sha256", "id")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def fix_text(text: str, file: str = "profile", source: str = "") -> tuple[str, list[Problem]]:
    """The mended text and what was done, by line and field of the text as it was; a text that is no YAML comes back as it is.

    Signs that cannot be seen stay where the decoded `source` has them too.
    """
    text, read = readable(text, file)
    try:
        tree = load(text.removeprefix("\ufeff"), file)
    except GeneratorError:
        return text, []
    mark = text[: len(text) - len(text.removeprefix("\ufeff"))]
    mended, done = text.removeprefix("\ufeff"), read
    for path, place in sorted(tree.marks.items(), key=lambda item: -item[1].start):
        new = _mended(path, tree, mended[place.start : place.end], place, source)
        if new is not None:
            was = mended[place.start : place.end]
            done.append(Problem(file, place.line, place.column, show_path(path), f"{was.rstrip()} -> {new.rstrip()}", severity="fixed"))
            mended = mended[: place.start] + new + mended[place.end :]
    mended, tidy = tidied(mark + mended, file, tree)
    mended, ordered = _ordered(mended, file)
    mended, compared = _uncompared(mended, file, tree)
    return mended, sorted([*done, *tidy, *ordered, *compared])


def _mended(path: Path, tree: Tree, written: str, place: Mark, source: str) -> str | None:
    """How a scalar is written right; None where it is, or where only a person can tell."""
    value: Any = tree.data
    for part in path:
        value = value[part]
    key = kind_of(path)
    if place.plain and isinstance(value, str):
        value = unmarked(value, key, source)
    if isinstance(value, str) and (cleared := _cleared(value, key, source)) != value:
        return _rewritten(cleared, key, written)
    if isinstance(value, list | Mapping) or value is None or "\n" in written or place.start == place.end:
        return None
    if (kind_of(path[:-1]), key) in _NUMBERS and isinstance(path[-1], str):
        number = _number(value)
        return number if number is not None and number != written else None
    parent = kind_of(path[:-1])
    known = key in (SETS if parent in SETS else key_order(parent)) if parent in (*MODELS, "", *SETS) else False
    if not known or not isinstance(value, str | int | float) or isinstance(value, bool) and key in PLAIN_KEYS:
        return None
    words = value if isinstance(value, str) else written
    right = _date(words) if key in _DATES else words.translate(_NARROW).strip() if key in _CODES else words
    if right == words and not place.plain:
        return None
    new = scalar(right, key)
    return new if new != written else None


def _cleared(words: str, key: str, source: str) -> str:
    """`words` without signs that no text has, on one line if they must be; as they are where the source has such a sign itself."""
    if any(sign in source for sign in REFUSED.findall(words)):
        return words
    right = REFUSED.sub("", words) if key in PROSE else one_line(words) if REFUSED.search(words) or BREAK.search(words) else words
    return right if right.strip() else words


def _rewritten(cleared: str, key: str, written: str) -> str | None:
    """How a text that was `written` otherwise stands in the file; None where a comment would be lost, or a paragraph."""
    if REFUSED.search(written) and key in PROSE:
        return REFUSED.sub("", written)
    if key in PROSE and "\n" in cleared or written[:1] in ("|", ">") and "#" in written.partition("\n")[0]:
        return None
    return scalar(cleared, key) + written[len(written.rstrip()) :]


def _number(value: Any) -> str | None:
    """A number's digits: without quotes, full width, commas between thousands and `.0`."""
    words = str(value).translate(_NARROW).strip()
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", words):
        words = words.replace(",", "")
    if not re.fullmatch(rf"-?0*\d{{1,{MAX_DIGITS}}}(\.\d+)?", words) or isinstance(value, bool):
        return None
    whole, _, rest = words.partition(".")
    whole = re.sub(r"^(-?)0+(?=\d)", r"\1", whole)
    return f"{whole}.{rest.rstrip('0')}" if rest.strip("0") else whole


def _date(words: str) -> str:
    """A date or period in digits and hyphens: 2023年7月25日, 2023/7, ２０２３, 2016—2020; others as they are."""
    narrow = words.translate(_NARROW).strip()
    if match := re.fullmatch(r"(\d{4})年?[—–~～至-]{1,2}(\d{4})年?", narrow):
        return f"{match[1]}-{match[2]}"
    match = re.fullmatch(r"(\d{4})(?:年|[-/.](?=\d))?(?:(\d{1,2})(?:月|[-/.](?=\d))?(?:(\d{1,2})日?)?)?", narrow)
    if not match or (match[2] and len(narrow) < 6):
        return words
    return "-".join(part.zfill(2) for part in match.groups() if part)


def _uncompared(text: str, file: str, was: Tree) -> tuple[str, list[Problem]]:
    """The text without the concepts of figures that are not the region's own; lines are those of the text as it `was`."""
    done = list[Problem]()
    editor = Editor(text, load(text.removeprefix("\ufeff"), file))
    for path in editor.tree.marks:
        figure = editor.data(path[:-1]) if path and path[-1] == "concept" and kind_of(path[:-1]) == "indicators" else None
        if isinstance(figure, Mapping) and figure.get("of") and figure["concept"] is not None:
            editor.unset(path[:-1], "concept", None)
            place = was.mark(path)
            message = f"taken out: the figure is that of {figure['of']}"
            done.append(Problem(file, place.line, place.column, show_path(path), message, severity="fixed"))
    return (editor.result() if done else text), done


def _ordered(text: str, file: str) -> tuple[str, list[Problem]]:
    """The text with the keys of every mapping in the format's order, the lines and comments of each key with it."""
    done = list[Problem]()
    lines = {show_path(path): mark.line for path, mark in load(text.removeprefix("\ufeff"), file).marks.items()}
    while True:
        editor = Editor(text, load(text.removeprefix("\ufeff"), file))
        moved = next(_misplaced(editor), None)
        if moved is None:
            return text, done
        path, mended = moved
        text = mended
        field = show_path(path)
        order = ", ".join(_sorted(editor, path))
        done.append(Problem(file, lines.get(field, 1), 1, field, f"keys put in order: {order}", severity="fixed"))


def _misplaced(editor: Editor) -> Iterator[tuple[Path, str]]:
    """Mappings whose keys are out of order, innermost first, each with the whole text in which they are not.

    One with an unknown key is left: where that key belongs is known when a person has said what it is.
    """
    for path in sorted(editor.tree.marks, key=len, reverse=True):
        data = editor.data(path)
        if (
            isinstance(data, Mapping)
            and kind_of(path) in (*MODELS, "")
            and data
            and not editor.flow(path)
            and data.keys() <= set(key_order(kind_of(path)))
            and list(data) != _sorted(editor, path)
        ):
            mended = _reordered(editor, path)
            if mended is not None and load(mended.removeprefix("\ufeff"), "").data == editor.tree.data:
                yield path, mended


def _sorted(editor: Editor, path: Path) -> list[str]:
    return sorted(editor.data(path), key=key_order(kind_of(path)).index)


def _reordered(editor: Editor, path: Path) -> str | None:
    """The whole text with one mapping's keys in order; None where a comment would come to stand before a dash."""
    keys = list(editor.data(path))
    starts = [editor.tree.keys[(*path, key)].start for key in keys]
    column = starts[0] - editor.line_start(starts[0])
    heads = [starts[0], *(editor.comments_above(start) for start in starts[1:])]
    ends = [*heads[1:], editor.next_line(editor.end((*path, keys[-1])))]
    # A key's lines, the first without its indentation: that of the first key may be a dash.
    chunks = {key: editor.text[head:end] for key, head, end in zip(keys, heads, ends, strict=True)}
    if any(chunks[key][:column].strip() for key in keys[1:]):
        return None
    chunks.update({key: chunks[key][column:] for key in keys[1:]})
    pieces = [chunks[key] for key in _sorted(editor, path)]
    return None if pieces[0].startswith("#") else editor.with_text(heads[0], ends[-1], (" " * column).join(pieces))
