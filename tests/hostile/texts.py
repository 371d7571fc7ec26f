"""Texts and files made to cost more than they hold: one form over and over, a list without an end, pairs that are never closed."""

import io
import zipfile
from collections.abc import Callable

from docx import Document as Docx
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

PROSE = "近年来，兰州市深入贯彻落实民族工作决策部署，铸牢中华民族共同体意识，开展宣讲活动320场次，受众7万人次。"
HEAD = f"兰州市民族团结进步工作报告\n\n{PROSE}\n\n"
TEXTS = {
    "figures": "培训干部120人次、", "figures in clauses": "培训干部120人次，", "figures in lines": "培训干部120人次。\n",
    "figures and places": "兰州市开展活动3场。\n", "figures of parts": "其中村干部一共有300多名同志", "ranges": "新建文化广场3至5个、",
    "shares": "各类参与群众占到全部的百分之三十", "numerals": "三", "scales": "万", "counters": "群众三个", "brackets": "干部（共有十几名）",
    "open brackets": "（民", "open quotes": "“民", "open titles": "《民", "quotes": "“石榴籽”", "titles": "《民族法》", "places": "兰州市",
    "places listed": "兰州市、", "masked places": "某县", "levels": "省", "enumerators": "一、", "headings": "一、加强领导\n",
    "lead-ins": "一是加强领导，", "lead-ins in lines": "一是抓。\n二是抓。\n", "chapters": "第一章 总则\n第一条 为了\n",
    "short lines": "某地\n", "blank lines": "\n", "blanks": " 民", "honours": "授予兰州市“全国民族团结进步模范集体”称号，",
    "networks": "建立县、乡、村三级网络，", "programmes": "实施“七项工程”，", "years": "2023年", "dates": "2023年1月", "groups": "汉族、",
    "semicolons": "开展活动；", "wrapped": "永登县举办培训班，培训各族干部，\n", "sources": "来源：民族报\n", "sentence without an end": PROSE[:-1],
}  # fmt: skip
"""What is repeated, by what it is made of."""


def repeated(unit: str, characters: int) -> str:
    """A report that goes on with one thing, of so many characters about."""
    return HEAD + (unit * (characters // len(unit) + 1))[:characters] + "。\n"


def page(unit: str, times: int, before: str = "", behind: str = "") -> bytes:
    article = f"<article>{f'<p>{PROSE}</p>' * 6}</article>"
    return f"<html><body>{article}{before}{unit * times}{behind}</body></html>".encode()


def docx(paragraphs: int = 0, rows: int = 0, columns: int = 1, runs: int = 1) -> bytes:
    """A DOCX of so many paragraphs and table rows; what is one row or paragraph is copied as XML, which is quicker."""
    held, packed = io.BytesIO(), io.BytesIO()
    document = Docx()
    document.add_paragraph(PROSE)
    document.save(held)
    run = "<w:r><w:t>民族团结</w:t></w:r>" * runs
    cell = f"<w:tc><w:p>{run}</w:p></w:tc>"
    table = f"<w:tbl>{f'<w:tr>{cell * columns}</w:tr>' * rows}</w:tbl>" if rows else ""
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:sectPr", (f"<w:p>{run}</w:p>" * paragraphs + table + "<w:sectPr").encode(), 1)
            new.writestr(name, data)
    return packed.getvalue()


def pdf(words: int) -> bytes:
    """A PDF whose one page draws the same word over and over."""
    held, writer, stream = io.BytesIO(), PdfWriter(), StreamObject()
    stream.set_data(b"BT /F1 12 Tf 1 0 0 1 10 10 Tm (minzu) Tj ET\n" * words)
    font = DictionaryObject(
        {NameObject(f"/{key}"): NameObject(f"/{of}") for key, of in (("Type", "Font"), ("Subtype", "Type1"), ("BaseFont", "Helvetica"))}
    )
    page = writer.add_blank_page(200, 200)
    page[NameObject("/Contents")] = writer._add_object(stream)
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
    writer.write(held)
    return held.getvalue()


FILES: dict[str, tuple[str, Callable[[int], bytes], int, int]] = {
    # name: (file name, what makes it of a size, a size for the growth, the largest size within the limits)
    "paragraphs": ("a.html", lambda n: page("<p>民族团结进步</p>", n), 500, 12_000),
    "open paragraphs": ("a.html", lambda n: page("<p>民族团结进步", n), 500, 19_900),
    "boxes with links": ("a.html", lambda n: page("<div><span>民族</span><a href=x>团结</a></div>", n), 300, 4000),
    "table rows": ("a.html", lambda n: page("<tr><td>民族</td><td>3</td></tr>", n, "<table>", "</table>"), 300, 4000),
    "tables": ("a.html", lambda n: page("<table><tr><td>民族</td></tr></table>", n), 300, 4000),
    "lists": ("a.html", lambda n: page("<ul><li>民族<br></li></ul>", n), 300, 4900),
    "nested boxes": ("a.html", lambda n: page("<div>" * 150 + "<b>民</b>" + "</div>" * 150, n), 2, 80),
    "attributes": ("a.html", lambda n: page(f"<i {' '.join(f'a{i}=1' for i in range(900))}></i>", n), 10, 220),
    "script": ("a.html", lambda n: page("if(i<n){x='a b=1'}", n, "<script>", "</script>"), 2000, 24_900),
    "comments": ("a.html", lambda n: page("<!-- 民 -->", n), 2000, 24_900),
    "metadata": ("a.html", lambda n: page('<meta name="author" content="记者 王某">', n), 300, 24_900),
    "docx paragraphs": ("a.docx", lambda n: docx(n), 500, 19_000),
    "docx rows": ("a.docx", lambda n: docx(1, n, 4), 200, 2400),
    "docx columns": ("a.docx", lambda n: docx(1, 1, n), 500, 9900),
    "docx runs": ("a.docx", lambda n: docx(1, runs=n), 1000, 100_000),
    "pdf words": ("a.pdf", pdf, 1000, 100_000),
    "one line in pieces": ("a.txt", lambda n: (HEAD + "民族团结　　" * n).encode(), 2000, 60_000),
    "text lines": ("a.txt", lambda n: (HEAD + "民族\n" * n).encode(), 2000, 19_000),
}  # fmt: skip
