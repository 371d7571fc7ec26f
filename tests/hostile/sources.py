"""Seeds that hold a text in every place a document has for one: as plain text, as a saved web page, as a Word file."""

import html
import io
import json
import re
from pathlib import Path

from docx import Document as Docx

from generator.files import name_fault
from tests.hostile.profiles import COUNTIES
from tests.hostile.texts import PROSE
from tests.project import PLACES

_PROPER = [code for code in COUNTIES if len(PLACES.get(code).name) > 2]
"""Counties whose name is nothing else: 矿区 in a text may be any mine."""
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no Word file can hold."""


def lines(text: str, place: str, number: int) -> list[str]:
    """A report of a place with the text in its title, source, headings, figures, titles, names and signature."""
    return [
        f"{place}{text}民族团结进步工作报告", f"2023-05-{number % 28 + 1:02} 来源：{text}日报 作者：记者 {text}", "",
        f"近年来，{place}深入贯彻落实民族工作决策部署，铸牢中华民族共同体意识，实施“{text}七项工程”，印发《{text}实施方案》。",
        f"一、加强{text}领导", f"开展{text}宣讲活动32{number % 10}场次，受众7万人次。建立县、乡、{text}村三级网络。",
        f"二、{text}", f"一是{text}抓教育。{place}投入少数民族发展资金{number + 100}万元，{text}培训干部120人次。二是抓交往，举办{text}文艺活动12场。",
        f"{text}", f"{place}荣获“{text}全国民族团结进步模范集体”称号。汉族、{text}族群众共同参与。某县{text}。", "（此处省略500字）", f"（{text}）",
        *[PROSE.replace("兰州市", place)] * 6, f"责任编辑：{text}",
    ]  # fmt: skip


def plain(text: str, place: str, number: int) -> bytes:
    """It as a text file."""
    return "\n".join(lines(text, place, number)).encode()


def page(text: str, place: str, number: int) -> bytes:
    """The same as a web page: every other one has the text as markup of its own where the rest have it escaped."""
    told = html.escape(text) if number % 2 else text
    rows = "\n".join(f'<p class="{told}" title="{told}">{line}</p>' for line in lines(told, place, number))
    facts = "".join(
        f'<meta {key}="{name}" content="{told}">'
        for key, name in (("name", "author"), ("name", "description"), ("name", "keywords"), ("property", "og:title"),
                          ("property", "og:site_name"), ("property", "og:image"), ("property", "og:url"))
    )  # fmt: skip
    linked = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "headline": text, "author": {"name": text}, "url": text})
    return (
        f"<!doctype html><html lang='{told}'><head><title>{told}</title>{facts}<link rel=canonical href='https://a.example/{told}'>"
        f"<script type='application/ld+json'>{linked}</script></head><body id='{told}'><nav>{told}</nav><article><h1>{told}</h1>{rows}"
        f"<table><tr><td>{told}</td><td>3个</td></tr></table><img src='x' alt='{told}'><a href='{told}'>{told}</a></article></body></html>"
    ).encode()


def word(text: str, place: str, number: int) -> bytes:
    """The same as a Word file, with the text in its properties, header and a table, too."""
    told = _NO_XML.sub("", text)
    document = Docx()
    for name in ("title", "author", "subject", "keywords", "comments", "category", "last_modified_by"):
        setattr(document.core_properties, name, told[:255])
    for at, line in enumerate(lines(told, place, number)):
        document.add_paragraph(line, style="Heading 1" if at in (0, 4, 6) else None)
    document.add_table(1, 2).rows[0].cells[0].text = told
    document.sections[0].header.paragraphs[0].text = told
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def write(folder: Path, text: str, number: int, alone: bool = False) -> None:
    """The three seeds of a text, or one where it is to stand `alone` on its page; their names hold it where a name can."""
    place = PLACES.get(_PROPER[number % 100 * 20]).name
    name = re.sub(r"[/\\\0]", "", text)
    folder.mkdir(parents=True, exist_ok=True)
    for kind, made in [*KINDS.items()][: 1 if alone else None]:
        stem = f"{kind}{number}" if name_fault(f"{kind}{number}{name}.{kind}") else f"{kind}{number}{name}"
        (folder / f"{stem}.{kind}").write_bytes(made(text, place, number))


KINDS = {"txt": plain, "html": page, "docx": word}
"""What makes a seed of each kind."""
