"""The one module that reads and writes YAML.

Reading keeps the place of every value and key, and resolves plain scalars so that nothing is guessed: only null,
true, false and decimal numbers of at most 30 digits before the point, without a leading zero, are other than text
(PyYAML would make 9473 of `022401`, False of `NO` and 90 of `1:30`). Writing gives the profile format's fixed layout.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from generator.errors import GeneratorError, Problem

Path = tuple[str | int, ...]
MAX_BYTES = 20_000_000
MAX_DIGITS = 30
"""Of a number, before its point. What is read in a source has 28 at most; Python takes no 4301 for a number and no 310 for a float."""
_NUMBER = re.compile(rf"-?(0|[1-9][0-9]{{0,{MAX_DIGITS - 1}}})(\.[0-9]+)?")
_WORDS: dict[str, bool | None] = {"null": None, "~": None, "": None, "true": True, "false": False}
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ufeff]")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*|[\u4e00-\u9fff]+")
_NOT_TEXT = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
_MAX_DEPTH = 50
# Whatever can begin an alias, or nest deeper than that without brackets.
_TRAP = re.compile(rf"[&*]|^ {{{_MAX_DEPTH}}}|([-?:] +){{10}}", re.MULTILINE)
_FLAT, _OPENING = re.compile(r"\[[^][{}'\"#\n]*\]"), re.compile(r"[\[{]")
# A line whose text stands without quotes though it begins with a sign of YAML's own, or has a colon and a blank in it.
_BARE = re.compile(r"( *(?:- +)?(?:[a-z_]+: +)?)([*&%@`!|>][^'\"]*|[^\s'\"\[{][^'\"]*: [^'\"]*?)\s*$")
# A key with a full-width colon, or with no blank behind its colon.
_COLON = re.compile(r" *(?:- +)?([a-z_]+) *(?:：|:(?=[^\s:]))")
# Written in one line: short closed lists and the editor's own note; every other list is one key a line.
FLOW_KEYS = frozenset({
    "themes", "parts", "ethnic_groups", "review", "by", "at", "numerals", "titles", "enumerators", "places",
})  # fmt: skip
# Codes of this format; everything else is text from a source and always single-quoted.
PLAIN_KEYS = frozenset({
    "schema", "id", "completeness", "kind", "level", "basis", "qualifier", "concept", "status", "themes",
    "ethnic_groups", "rule", "confidence", "why",
})  # fmt: skip


class Mark(NamedTuple):
    """A place in a file, counted from 1; `end` is the offset just behind the node, `start` its first character."""

    line: int
    column: int
    start: int
    end: int
    plain: bool = False
    """Whether a scalar stands there without quotes."""


@dataclass
class Tree:
    """Plain data and where each value (`marks`) and key (`keys`) stands, by path such as ('regions', 0, 'name')."""

    data: Any
    marks: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)

    def mark(self, path: Path) -> Mark:
        """The place of `path`, or of the nearest value around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.marks:
                return self.marks[path[:length]]
        return Mark(1, 1, 0, 0)


def show_path(path: Path) -> str:
    """`('regions', 0, 'name')` -> `regions[0].name`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def load(text: str, file: str) -> Tree:
    """Parses one YAML document.

    Raises GeneratorError with every duplicate key, anchor, alias and tag found, or with the parser's one complaint.
    """
    tree = Tree(None)
    tree.data = _data(text, file, tree)
    return tree


def plain(text: str, file: str) -> Any:
    """The data that `load` gives, without the places, which take a third of its time."""
    return _data(text, file, None)


def _data(text: str, file: str, tree: Tree | None) -> Any:
    if len(text) > MAX_BYTES:
        raise GeneratorError.at(file, f"is larger than {MAX_BYTES // 1_000_000} MB", hint="a profile is a few hundred lines")
    try:
        _refuse_traps(text, file)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        # Where a colon is missed, what was begun is wrong, not the line behind it.
        missed = error.context_mark if "expected ':'" in str(error.problem) else None
        mark = missed or error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise GeneratorError(
            Problem(file, line, column, "", f"is not valid YAML: {error.problem or error.context}", _syntax_hint(text, line))
        ) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise GeneratorError(Problem(file, line, 1, "", "holds a character YAML does not allow", "delete the control character")) from None
    if node is None:
        raise GeneratorError(Problem(file, 1, 1, "", "is empty"))
    problems = list[Problem]()
    data = _build(node, (), tree, problems, file)
    if problems:
        raise GeneratorError(problems)
    return data


class _Loader(yaml.CSafeLoader):
    """Leaves plain scalars to `_build`: guessing what each may be takes a fifth of the time."""

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:
        return _TAGS[kind]


_TAGS = {yaml.ScalarNode: "tag:yaml.org,2002:str", yaml.SequenceNode: "tag:yaml.org,2002:seq", yaml.MappingNode: "tag:yaml.org,2002:map"}


def _refuse_traps(text: str, file: str) -> None:
    """An alias can blow a small file up to gigabytes, and two places that share one text cannot be edited apart; the
    parser's C code crashes on lists nested some ten thousand deep."""
    # A list of plain values in one line is one level deep, wherever it stands; readings have hundreds.
    if not _TRAP.search(text) and len(_OPENING.findall(_FLAT.sub("", text))) < 100:
        return
    problems, depth = list[Problem](), 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            problems.append(Problem(file, line, column, "", f"is nested more than {_MAX_DEPTH} deep", "a profile has six levels"))
            break
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            problems.append(Problem(file, line, column, "", f"`{sign}` begins an alias or anchor, which profiles do not use",
                                    "put the text in single quotes"))  # fmt: skip
            if len(problems) >= 50:
                break
    if problems:
        raise GeneratorError(problems)


def _syntax_hint(text: str, line: int) -> str:
    """What to do about a line that is not YAML, or about the one above it: the parser notices some mistakes late."""
    lines = ["", *text.splitlines(), ""]
    above, shown = lines[min(line, len(lines) - 1) - 1 :][:2]
    if "\t" in shown:
        return "indent with blanks, not tabs"
    if re.match(r" *\u3000", shown) or re.match(r" *\u3000", above):
        return "indent with ASCII blanks, not with full-width ones"
    if colon := _COLON.match(shown):
        return f"write `{colon.group(1)}: `, with an ASCII colon and a blank behind it"
    if re.match(r" *-[^\s-]", shown):
        return "put a blank behind the dash"
    if re.match(r" *- ", shown) and re.search(r": \[\] *(#.*)?$", above):
        return "delete the `[]` on the line above: the list is not empty any more"
    bare = _BARE.match(shown)
    if bare and len(bare.group(2)) <= 60:
        return f"put the text in single quotes: {bare.group(1).strip()} {scalar(bare.group(2))}"
    if re.search(r"[{\[][^'\"]*[，：]", shown):
        return "use ASCII commas and colons in brackets"
    if shown.count("'") % 2 or above.count("'") % 2:
        return "put text from sources in single quotes, '…', and write a quote mark inside it twice, ''"
    return "align it with the other lines of its entry; a level is two blanks"


def _build(node: yaml.Node, path: Path, tree: Tree | None, problems: list[Problem], file: str) -> Any:
    start = node.start_mark
    plain = isinstance(node, yaml.ScalarNode) and node.style in (None, "")
    if tree:
        tree.marks[path] = Mark(start.line + 1, start.column + 1, start.index, node.end_mark.index, plain)
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            mark = key_node.start_mark
            if key in result:
                problems.append(
                    Problem(file, mark.line + 1, mark.column + 1, show_path((*path, key)), "this key stands twice", "keep one of the two")
                )
            if tree:
                tree.keys[(*path, key)] = Mark(mark.line + 1, mark.column + 1, mark.index, key_node.end_mark.index)
            result[key] = _build(value_node, (*path, key), tree, problems, file)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, index), tree, problems, file) for index, child in enumerate(node.value)]
    text = str(node.value)
    if node.tag not in _CORE_TAGS:
        problems.append(
            Problem(file, start.line + 1, start.column + 1, show_path(path), f"the tag {node.tag} is not allowed", "write plain values")
        )
    if not plain:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if match := _NUMBER.fullmatch(text):
        return float(text) if match.group(2) else int(text)
    return text


_CORE_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value"))


def dump(data: Mapping[str, Any], header: Sequence[str] = ()) -> str:
    """A mapping in the profile format's layout; `header` lines are written first, as comments."""
    lines = [f"# {line}" for line in header]
    _mapping(data, 0, lines)
    return "\n".join(lines) + "\n"


def scalar(value: Any, key: str = "") -> str:
    """One value as this format writes it under `key`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if key in PLAIN_KEYS and _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT:
        return text
    if not text.isprintable() and _CONTROL.search(text):
        return '"' + "".join(_escaped(c) for c in text) + '"'
    return "'" + text.replace("'", "''") + "'"


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    return f"\\u{ord(char):04x}" if _CONTROL.match(char) else char


def flow(value: Any, key: str = "") -> str:
    """`value` in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {flow(v, k)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(v, key) for v in value) + "]"
    return scalar(value, key)


def key_lines(key: str, value: Any, indent: int) -> list[str]:
    """The lines of `key: value` with the key in column `indent`."""
    lines: list[str] = []
    _mapping({key: value}, indent, lines)
    return lines


def entry_lines(key: str, value: Any, indent: int) -> list[str]:
    """The lines of one entry of the list under `key`, its dash in column `indent`."""
    lines: list[str] = []
    _sequence([value], key, indent, lines)
    return lines


def _mapping(data: Mapping[str, Any], indent: int, lines: list[str]) -> None:
    pad = " " * indent
    for key, value in data.items():
        if key in FLOW_KEYS or (isinstance(value, list | Mapping) and not value) or not isinstance(value, list | Mapping):
            lines.append(f"{pad}{key}: {flow(value, key)}")
        elif isinstance(value, Mapping):
            lines.append(f"{pad}{key}:")
            _mapping(value, indent + 2, lines)
        else:
            lines.append(f"{pad}{key}:")
            _sequence(value, key, indent + 2, lines)


def _sequence(values: Sequence[Any], key: str, indent: int, lines: list[str]) -> None:
    for value in values:
        if isinstance(value, Mapping):
            first = len(lines)
            _mapping(value, indent + 2, lines)
            lines[first] = " " * indent + "- " + lines[first][indent + 2 :]
        else:
            lines.append(" " * indent + "- " + scalar(value, key))
