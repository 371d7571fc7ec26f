"""Documents and profiles that nobody would write, by the thousand: whatever comes in is read or refused in one line, in time.

    python -m tests.hostile.fuzz --texts 20000 --files 2000 --profiles 5000      # `make fuzz`

What ends the program is kept in `tests/hostile/cases/`, where the tests read it from then on.
"""

import hashlib
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.errors import GeneratorError, Problem
from generator.profiles import diff
from generator.profiles.check import check
from generator.profiles.format.messages import parse
from generator.profiles.shelf import Shelf
from generator.profiles.text.fix import fix_text
from generator.publish.build import SitePlan
from generator.publish.corpus import corpus
from generator.reader import reading
from generator.reader.article import inputs, text
from generator.reader.watchdog import watched
from generator.workspace import Workspace
from tests.hostile.texts import PROSE, TEXTS, docx, page, pdf
from tests.project import FROZEN, READER, ROOT, RULES

CASES = Path(__file__).parent / "cases"
SECONDS = 60
"""What takes longer is taken to hang: no document of this size takes one."""
PIECES = [
    *TEXTS.values(), *"一二三四五六七八九十百千万亿零〇两0123456789%.,:;!?、，。；：！？…—～·()（）《》“”‘’\"'【】〔〕*#|<>&{}[]\n\r\t　 \\/",
    "\n\n", "。\n", "第", "章", "节", "是", "要", "的", "了", "其中", "分别", "以上", "余", "多", "约", "从", "到", "至", "由", "为", "每", "等", "和",
    "二二、", "二一、", "十十、", "（十十一）", "①", "⑴", "㈠", "Ⅰ、", "1.1.1", "一是", "首先，", "兰州市", "某县", "**市", "本报讯", "来源：", "记者", "2023年", "1月1日",
    "2023-13-45", "99999999999999999999亿元", "百分之", "三分之零", "七成五", "1/0", "-3个", "3.3.3个", "０个", "½", "²", "荣获", "称号", "“七项工程”", "“13610”计划",
    "《民族法》", "汉族、回族", "县、乡、村三级网络", "“”", "“ ”、", "《》", "（）", "、、", "（此处省略500字）", "[登录后可见]", "\u200b", "\u202e", "\ufffe", "\x00", "\x0b", "\u2028", "\ud800", "𠀀", "e\u0301", PROSE,
]  # fmt: skip
VALUES = ["", "''", "null", "0", "-1", "1e400", ".nan", "[]", "{}", "'民'", "'《》'", "2023-13-45", "yes", "!!python/object:x {}", "&a [*a]", "|\n    # x\n    y",
          "'\\n'", '"\\uFFFE\\u202E"', "'" + "长" * 3000 + "'", "99999999999999999999999", "'../../x'", "'<script>alert(1)</script>'", "'{{ x }}'"]  # fmt: skip


def seeds() -> list[str]:
    return [path.read_text(encoding="utf-8-sig") for path in sorted((FROZEN / "seeds").glob("*.txt"))]


@cache
def known(kind: str) -> list[str]:
    return seeds() if kind == "seeds" else [path.read_text(encoding="utf-8") for path in sorted((FROZEN / "docs/profiles").glob("*.yml"))]


def changed(source: str, chance: random.Random, pieces: list[str]) -> str:
    """A text with a few places changed: taken out, doubled, moved, or something put in."""
    for _ in range(chance.randint(1, 12)):
        a = chance.randrange(len(source) + 1)
        b = min(len(source), a + int(chance.expovariate(1 / 20)))
        part = source[a:b]
        piece = chance.choice(pieces)
        source = source[:a] + chance.choice(["", part * 2, piece, part[::-1], piece + part]) + source[b:]
    return source


def made_text(chance: random.Random) -> str:
    """A report with odd places, or a text of odd pieces alone."""
    if chance.random() < 0.6:
        source = chance.choice(known("seeds"))
        start = chance.randrange(max(1, len(source) - 1500))
        return changed(source[start : start + 1500], chance, PIECES)
    pieces = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 120)))
    return f"兰州市民族团结进步工作报告\n\n{PROSE}\n{pieces}"


def made_file(chance: random.Random) -> tuple[str, bytes]:
    """A file of any kind with odd bytes in it, or nothing but odd bytes."""
    name = chance.choice(["a.txt", "a.html", "a.docx", "a.pdf"])
    whole = {"a.txt": made_text(chance).encode("utf-8", "surrogatepass"), "a.html": _page(chance), "a.docx": _docx(), "a.pdf": _pdf()}[name]
    data = bytearray(whole if chance.random() < 0.95 else chance.randbytes(chance.randint(0, 300)))
    for _ in range(chance.randint(0, 8)):
        a = chance.randrange(len(data) + 1)
        data[a : a + chance.randint(0, 8)] = chance.randbytes(chance.randint(0, 8))
    return name, bytes(data)


def _page(chance: random.Random) -> bytes:
    tags = [
        "<p>",
        "</p>",
        "<div class='",
        "<table>",
        "<td>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "&#xD800;",
        "&nbsp;",
        "<meta name=author content=",
        "<title>",
    ]
    return page(changed(f"<p>{made_text(chance)}</p>", chance, [*PIECES, *tags]).encode("utf-8", "replace").decode(), 1)


@cache
def _docx() -> bytes:
    return docx(3, 2, 2)


@cache
def _pdf() -> bytes:
    return pdf(5)


def made_profile(chance: random.Random) -> str:
    """A profile with odd values, keys and lines."""
    lines = chance.choice(known("profiles")).split("\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        key, colon, _ = lines[at].partition(": ")
        if colon and chance.random() < 0.6:
            lines[at] = (
                f"{key}: {chance.choice([*VALUES, repr(chance.choice(PIECES)), yaml.dump(chance.choice(PIECES), allow_unicode=True).split(chr(10))[0]])}"
            )
        else:
            lines[at : at + chance.randint(0, 2)] = chance.choice(
                [[], [lines[at]] * 2, ["  " + lines[at]], [changed(lines[at], chance, PIECES)]]
            )
    return "\n".join(lines)


@dataclass(frozen=True)
class Kind:
    """What is made of chance, what is done with it, and how it is kept."""

    made: Callable[[random.Random], object]
    tried: Callable[[object], None]
    kept: Callable[[object], tuple[str, bytes]]


def read_text(source: object) -> None:
    """A text is read, or refused; its reading is a profile that says nothing the text does not hold."""
    try:
        found = reading.text(READER.reading(text.read_text(RULES, inputs.clean(str(source)), "a.txt"), "0" * 64))
    except GeneratorError as error:
        _no_fault(error.problems)
        return
    parse(found, "a.yml")


def read_file(file: object) -> None:
    name, data = file  # type: ignore[misc]
    try:
        found = inputs.extract(data, name)
        assert inputs.clean(found.text) == found.text
    except GeneratorError as error:
        _no_fault(error.problems)
        assert name[2:] in ("docx", "pdf") or "cannot be opened as" not in str(error), error


def check_profile(source: object) -> None:
    """A profile is told what is wrong with it; where nothing is, its pages are made."""
    folder = _workspace()
    path = folder.profiles / "yanji-2023.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(str(source).encode("utf-8", "surrogatepass"))
    shelf = Shelf(folder)
    problems = check.checked(RULES, shelf).problems
    _no_fault(problems)
    check.show(problems, "json"), check.show(problems, "github")
    fix_text(shelf.files[0].text, path.name)
    if not any(problem.severity == "error" for problem in problems):
        edits = diff.load(shelf)
        plan = SitePlan(RULES, folder, corpus.load(RULES, shelf, {name: one.anchors for name, one in edits.items()}), edits)
        for name, make in plan.pages.items():
            if name.startswith(("regions/", "documents/")):
                make()


@cache
def _workspace() -> Workspace:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    shutil.copytree(FROZEN / "seeds", folder / "seeds")
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return Workspace(folder)


def _no_fault(problems: list[Problem]) -> None:
    assert not [problem for problem in problems if "error of the program" in problem.message], problems


KINDS = {
    "texts": Kind(made_text, read_text, lambda source: ("txt", str(source).encode("utf-8", "surrogatepass"))),
    "files": Kind(made_file, read_file, lambda file: (file[0][2:], file[1])),  # type: ignore[index]
    "profiles": Kind(made_profile, check_profile, lambda source: ("yml", str(source).encode("utf-8", "surrogatepass"))),
}


def tried(name: str, examples: int) -> None:
    """Tries so many; raises what the first that fails raises."""

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**64))
    def run(number: int) -> None:
        kind = KINDS[name]
        with watched(SECONDS):
            kind.tried(kind.made(random.Random(number)))

    run()


def again(path: Path) -> None:
    """Tries a case once more; raises what it raises."""
    data = path.read_bytes()
    if path.suffix == ".yml":
        check_profile(data.decode("utf-8", "surrogatepass"))
    else:
        read_file((f"a{path.suffix}", data))
        if path.suffix == ".txt":
            read_text(data.decode("utf-8", "surrogatepass"))


def document(number: int) -> tuple[text.Document, str]:
    """The text made of a number, as the reader takes it."""
    return text.read_text(RULES, inputs.clean(made_text(random.Random(number))), "a.txt"), "0" * 64


def failures(name: str, examples: int, start: int = 0) -> Iterator[tuple[object, str]]:
    """Every one of so many that fails, with its traceback."""
    kind = KINDS[name]
    for number in range(start, start + examples):
        made = kind.made(random.Random(number))
        try:
            with watched(SECONDS):
                kind.tried(made)
        except KeyboardInterrupt:
            raise
        except BaseException:  # a hang is none of Exception
            yield made, traceback.format_exc()


@click.command()
@click.option("--texts", default=2000, show_default=True)
@click.option("--files", default=500, show_default=True)
@click.option("--profiles", default=500, show_default=True)
@click.option("--start", default=0, show_default=True, help="The first number that chance is made of; others give other documents.")
def main(start: int, **counts: int) -> None:
    """Tries documents and profiles that nobody would write, and keeps those that end the program."""
    failed = 0
    for name, count in counts.items():
        began, here = time.monotonic(), 0
        for made, trace in failures(name, count, start):
            suffix, data = KINDS[name].kept(made)
            path = CASES / f"{name}-{hashlib.sha256(data).hexdigest()[:8]}.{suffix}"
            path.write_bytes(data)
            click.echo(f"{path.relative_to(ROOT)}:\n{trace}", err=True)
            here += 1
        click.echo(f"{name}: {count}, tracebacks and hangs: {here}, {time.monotonic() - began:.0f} s")
        failed += here
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
