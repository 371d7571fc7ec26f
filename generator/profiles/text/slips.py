"""Slips of typing in a profile's text that have one right answer, be the text YAML or not: a full-width colon, marks that are no quotes,
several codes in one, lines pasted from a reading.

What is written right but means the wrong thing is a person's to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator import yaml_io
from generator.errors import GeneratorError, Problem
from generator.model import MACHINE_ONLY, THEMES
from generator.profiles.format.messages import listed_codes
from generator.profiles.format.shape import LISTS, MODELS, OMITTED, PROSE, key_order, kind_of
from generator.profiles.text.evidence import squeeze
from generator.profiles.text.splice import Editor
from generator.yaml_io import Path, Tree, show_path

_MARKED = re.compile(r"[“”„‟＂‘’‛＇]([^“”„‟＂‘’‛＇]+)[“”„‟＂‘’‛＇]")
_CLOSED = yaml_io.PLAIN_KEYS | {"unit", "value", "count", "levels", "characters", "adcode", "sha256", "published", "date", "period"}
"""Fields whose text is none of a source that might have marks of its own."""
_BETWEEN = re.compile(r"[\s、，,；;]+")
_KEYS = "|".join(sorted({key for kind in ("", *MODELS) for key in key_order(kind)}))
_COLON = re.compile(rf"( *(?:- +)?(?:{_KEYS})) *(?:：|:(?=[^\s:])) *(?=\S)")
_DASH = re.compile(r"( *-)(?=[^\s-])")
_EMPTY = re.compile(r"( *[a-z_]+:) \[\](?= *(?:#.*)?$)")
_ENTRY = re.compile(r" *- ")
_MOST = 200
"""Slips that are mended in one text that is no YAML: each costs it another parsing."""
_LISTED = ("themes", "ethnic_groups")


def unmarked(words: str, key: str, source: str) -> str:
    """What stands in Chinese quotation marks that were typed in the place of YAML's; as it is where its source has those marks."""
    marked = _MARKED.fullmatch(words) if key not in PROSE else None
    typed = marked and (key in _CLOSED or (source and squeeze(words) not in squeeze(source)))
    return marked.group(1) if marked and typed else words


def readable(text: str, file: str) -> tuple[str, list[Problem]]:
    """A text that is no YAML with its slips mended, line by line where a parser stumbles; as it is where that is not enough."""
    lines, done = text.splitlines(keepends=True), list[Problem]()
    for _ in range(_MOST):
        try:
            yaml_io.plain("".join(lines).removeprefix("\ufeff"), file)
        except GeneratorError as error:
            mended = next(_mended(lines, error.problems[0].line - 1), None)
            if mended is None:
                return text, []
            number, new = mended
            message = f"{lines[number].strip()} -> {new.strip()}"
            lines[number] = new
            done.append(Problem(file, number + 1, 1, message=message, severity="fixed"))
            continue
        return "".join(lines), done
    return text, []


def _mended(lines: list[str], number: int) -> Iterator[tuple[int, str]]:
    """Ways to mend the line a parser stumbles over, or the one above, which it may notice late: the line and its new text."""
    for at in (number, number - 1):
        if 0 <= at < len(lines):
            line = lines[at]
            if (new := _COLON.sub(r"\1: ", line, count=1) if _COLON.match(line) else line) != line:
                yield at, new
            elif _DASH.match(line):
                yield at, _DASH.sub(r"\1 ", line, count=1)
    if 0 < number < len(lines) and _ENTRY.match(lines[number]) and _EMPTY.match(lines[number - 1]):
        yield number - 1, _EMPTY.sub(r"\1", lines[number - 1], count=1)


def tidied(text: str, file: str, was: Tree) -> tuple[str, list[Problem]]:
    """A text without lines of readings, with `[]` for lists that hold nothing, and with each code on its own; lines are those of the text
    as it `was`."""
    done = list[Problem]()
    editor = Editor(text, yaml_io.load(text.removeprefix("\ufeff"), file))
    for path in editor.tree.keys:
        if message := _tidy(editor, path[:-1], str(path[-1])):
            place = was.keys.get(path, was.mark(path))
            done.append(Problem(file, place.line, place.column, show_path(path), message, severity="fixed"))
    return (editor.result() if done else text), done


def _tidy(editor: Editor, path: Path, key: str) -> str:
    """Mends one key of the mapping at `path`; what was done, or nothing."""
    kind, value = kind_of(path), editor.data((*path, key))
    if key in MACHINE_ONLY and kind in (*MODELS, ""):
        return "taken out: it stands in readings only" if editor.take_out(path, key) else ""
    if kind not in MODELS or key not in key_order(kind):
        return ""
    if value is None and (key in LISTS or key == "parts"):
        if (kind == "measures" or key in OMITTED) and editor.take_out(path, key):
            return "taken out: it holds nothing"
        editor.set(path, key, [])
        return "[] for none"
    right = _codes(value, key) if key in _LISTED else _unnumbered(value, editor.data(path).get("value")) if key == "item" else value
    if right == value:
        return ""
    editor.set(path, key, right)
    return f"{yaml_io.flow(value, key)} -> {yaml_io.flow(right, key)}"


def _codes(value: object, key: str) -> object:
    """A list of codes with each on its own; as it is where one of them is none."""
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        return value
    words = [unmarked(word, key, "") for one in given for word in _BETWEEN.split(one) if word]
    if value == words and (key == "ethnic_groups" or set(words) <= set(THEMES)):
        return value
    return listed_codes(words, key) or value


def _unnumbered(item: object, value: object) -> object:
    """The name of a figure without its own value behind it; as it is where that may be part of the name."""
    if not isinstance(item, str) or not isinstance(value, int) or isinstance(value, bool):
        return item
    rest = item.removesuffix(str(value)).rstrip()
    return rest if rest and not (rest[-1].isascii() and (rest[-1].isalnum() or rest[-1] in ".-")) else item


def marks(tree: Tree, source: str) -> Iterator[tuple[Path, str]]:
    """Texts that stand in Chinese quotation marks in the place of YAML's, each with what is meant."""
    for path, mark in tree.marks.items():
        value = _at(tree, path) if mark.plain else None
        if isinstance(value, str) and (meant := unmarked(value, kind_of(path), source)) != value:
            yield path, meant


def _at(tree: Tree, path: Path) -> object:
    data = tree.data
    for part in path:
        data = data[part]
    return data if not isinstance(data, Mapping | list) else None
