"""Parses one profile or reading and says in an editor's words where it breaks the format: all places, not the first.

Line, field, what is allowed, what was meant. Whether a well-formed profile fits its source is `check`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from generator import yaml_io
from generator.errors import GeneratorError, Problem, ProfileError
from generator.language.numerals import SCALED
from generator.model import THEMES, Profile
from generator.profiles.check.plausible import multiplied
from generator.profiles.format.shape import key_order, kind_of
from generator.rules import Rules
from generator.rules.vocabulary import Codes
from generator.yaml_io import Path, Tree, show_path

_MARKER = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(?=[ \r\n]|$)", re.MULTILINE)
_TAB = re.compile(r"^ *\t", re.MULTILINE)
# Fields that hold a code, and whose.
_CODES: Mapping[str, Codes] = {
    "themes": "themes", "concept": "concepts", "level": "levels", "basis": "bases", "qualifier": "qualifiers",
    "completeness": "completeness", "status": "review",
}  # fmt: skip
# What each pattern of the model asks for, with an example.
_FORMS = {
    "adcode": "6 digits, 9 for a township, in quotes, e.g. '222401'",
    "id": "small letters, digits, - and _, e.g. yanji-2023",
    "sha256": "64 hexadecimal digits",
    "published": "YYYY, YYYY-MM or YYYY-MM-DD, in quotes, e.g. '2023-07-25'",
    "date": "YYYY, YYYY-MM or YYYY-MM-DD, in quotes, e.g. '2023-07-25'",
    "period": "YYYY, YYYY-MM, YYYY-MM-DD or YYYY-YYYY, in quotes, e.g. '2023' or '2016-2020'",
    "url": "an address that begins with http:// or https://",
    "file": "a file name without folders",
}


def parse(text: str, file: str) -> tuple[Tree, Profile]:
    """The text's tree and the profile in it; raises ProfileError with every place that breaks the format."""
    tree, profile, problems = examine(text, file)
    if tree is None or profile is None:
        raise ProfileError(problems)
    return tree, profile


def parse_plain(text: str, file: str) -> tuple[Any, Profile]:
    """The same without the places of what is right, in two thirds of the time."""
    with suppress(GeneratorError, ValidationError):
        if not _marks(text, file):
            data = yaml_io.plain(text.removeprefix("\ufeff"), file)
            return data, Profile.model_validate(data)
    tree, profile = parse(text, file)  # which tells where
    return tree.data, profile


def examine(text: str, file: str) -> tuple[Tree | None, Profile | None, list[Problem]]:
    """What can be had of a text: its tree where it is YAML, the profile where it follows the format, all that is wrong."""
    problems = _marks(text, file)
    if problems:
        return None, None, problems
    try:
        tree = yaml_io.load(text.removeprefix("\ufeff"), file)
    except GeneratorError as error:
        return None, None, error.problems
    try:
        return tree, Profile.model_validate(tree.data), []
    except ValidationError as error:
        return tree, None, _translated(error, tree, file)


def _marks(text: str, file: str) -> list[Problem]:
    """Merge conflict markers, which a parser would only stumble over lines later, and tabs."""
    found = []
    for match in _MARKER.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        found.append(
            Problem(file, line, 1, "", f"a merge conflict was left here: `{match.group(1)}`", "keep one side and delete the marker lines")
        )
    for match in _TAB.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        found.append(Problem(file, line, match.end() - match.start(), "", "a tab in the indentation", "indent with blanks"))
    return found[:50]


def _translated(error: ValidationError, tree: Tree, file: str) -> list[Problem]:
    """One problem a place: a number that is neither whole nor decimal is one mistake, not two."""
    problems: dict[tuple[int, int, str], Problem] = {}
    for detail in error.errors(include_url=False):
        path = tuple(detail["loc"])
        while path and detail["type"] != "missing" and path not in tree.marks:
            path = path[:-1]  # pydantic adds the member of a union to the path
        problem = _translate(detail, path, tree, file)
        problems.setdefault((problem.line, problem.column, problem.field), problem)
    return list(problems.values())


def _translate(detail: Mapping[str, Any], path: Path, tree: Tree, file: str) -> Problem:
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    key = kind_of(path)
    mark = tree.mark(path)
    if kind == "extra_forbidden":
        mark = tree.keys.get(path, mark)
        allowed = key_order(kind_of(path[:-1]))
        return Problem(
            file, mark.line, mark.column, show_path(path), f"unknown key; allowed: {', '.join(allowed)}", _meant(str(path[-1]), allowed)
        )
    if kind == "missing":
        mark = tree.mark(path[:-1])
        return Problem(file, mark.line, mark.column, show_path(path), "is missing", f"add `{path[-1]}:`" + _form(key, "; "))
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", context["expected"]) or [context["expected"]]
        return Problem(file, mark.line, mark.column, show_path(path), f"{_shown(value)} is not allowed; allowed: {', '.join(allowed)}",
                       _meant(str(value), allowed, key))  # fmt: skip
    message, hint = _said(kind, value, context, key, detail["msg"])
    return Problem(file, mark.line, mark.column, show_path(path), message, hint)


def _said(kind: str, value: Any, context: Mapping[str, Any], key: str, fallback: str) -> tuple[str, str]:
    """What is wrong with a value, and what to write."""
    if kind in ("string_type", "string_unicode"):
        if isinstance(value, int | float) and not isinstance(value, bool):
            return f"must be text, not the number {_shown(value)}", f"put it in quotes: '{_shown(value)}'"
        if isinstance(value, list | Mapping):
            return "must be text", "put text that has `,` `:` `[` `{` or `#` in it in single quotes"
        return (
            f"must be text, not {_shown(value)}",
            "put the text in single quotes" if value is not None else f"fill it in{_form(key, ': ')}",
        )
    if kind in ("int_type", "float_type", "int_from_float"):
        return f"must be a number, not {_shown(value)}", _number_hint(value)
    if kind in ("list_type", "tuple_type"):
        if isinstance(value, str) and key in yaml_io.FLOW_KEYS:
            return "must be a list", f"write [{value}]"
        return "must be a list", "one entry a line, each behind `- `" if value is not None else "write [] for none"
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return "must be fields, `key: value`", f"one a line: {', '.join(key_order(key))}" if key else "is this a profile?"
    if kind == "string_pattern_mismatch":
        return f"{_shown(value)} has not the right form: {_FORMS.get(key, context.get('pattern', ''))}", ""
    if kind == "string_too_short":
        return "is empty", "fill it in, or write null" if key in ("title", "publisher", "byline", "parent") else "fill it in"
    if kind == "too_short":
        return f"needs at least {context['min_length']}", ""
    if kind == "too_long":
        return f"takes at most {context['max_length']}", "keep the main ones, the most important first"
    if kind in ("greater_than_equal", "less_than_equal"):
        return f"{_shown(value)} is out of range: {'at least' if 'ge' in context else 'at most'} {context.get('ge', context.get('le'))}", ""
    if kind == "value_error":
        return f"{_shown(value)}: {context.get('error', fallback)}", _FORMS.get(key, "")
    return fallback, ""


def _number_hint(value: Any) -> str:
    if isinstance(value, str):
        plain = value.strip().translate({0xFF10 + n: str(n) for n in range(10)} | {ord("，"): None, ord(","): None, ord("．"): "."})
        if re.fullmatch(rf"-?0*\d{{1,{yaml_io.MAX_DIGITS}}}(\.\d+)?", plain):
            right = re.sub(r"^(-?)0+(?=\d)", r"\1", plain)
            return f"write {right}, without " + ("quotes or commas" if right == plain else "zeros before it")
        if re.fullmatch(r"-?\d+(\.\d+)?", plain):
            return f"a number has at most {yaml_io.MAX_DIGITS} digits before its point: correct it"
        if scaled := re.search(rf"(\d{{1,15}}(?:\.\d+)?)({SCALED.pattern})", plain):
            return f"multiply it out: {scaled.group()} is {multiplied(*scaled.groups())}"
    return "a plain number, e.g. 370 or 67.5"


def _meant(value: str, allowed: Sequence[str], key: str = "") -> str:
    """The allowed word that was meant: the code of a Chinese label, or the one spelt most alike."""
    labels = _labels(key)
    several = re.split(r"[\s、，；;]+", value.strip())
    if len(several) > 1 and all(word in allowed for word in several):
        return f"write [{', '.join(several)}]"
    near = [labels[label] for label in get_close_matches(value, labels, 1, 0.6)] or get_close_matches(value.lower(), allowed, 1, 0.6)
    return f"did you mean `{near[0]}`?" if near else ""


def listed_codes(words: Sequence[str], key: str) -> list[str]:
    """The codes that those words are, or are the Chinese labels of; none where one of them is no code, or stands twice."""
    names: Sequence[str] = list(Rules().ethnic_groups.groups) if key == "ethnic_groups" else THEMES
    known = {**_labels(key), **dict(zip(names, names, strict=True))}
    found = [known[word] for word in words if word in known]
    return found if len(set(found)) == len(words) else []


def _labels(key: str) -> Mapping[str, str]:
    """Codes by their Chinese labels, where people write `教育` for `education`."""
    codes, rules = _CODES.get(key), Rules()  # read anew where a mistake asks for them, and only then
    found: dict[str, str] = {}
    if codes == "qualifiers":
        words = rules.qualifiers
        found |= words.before | words.between | words.behind
        found |= {sign: code for code, entry in rules.vocabulary.qualifiers.items() for sign in (entry.before, entry.after) if sign}
    if codes == "themes":
        found |= {entry.short.zh: code for code, entry in rules.vocabulary.themes.items()}
    return found | ({entry.label.zh: code for code, entry in rules.vocabulary.by_name[codes].items()} if codes else {})


def _form(key: str, before: str) -> str:
    return before + _FORMS[key] if key in _FORMS else ""


def _shown(value: Any) -> str:
    text = yaml_io.scalar(value) if not isinstance(value, list | Mapping) else yaml_io.flow(value)
    return text if len(text) <= 60 else text[:59] + "…"
