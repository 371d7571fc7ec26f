"""What is too much for one document is refused in one line that names the limit, before it costs anything."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as Docx
from pypdf import PdfWriter
from pypdf._encryption import AlgV4
from pypdf.generic import NameObject, StreamObject

from generator.errors import GeneratorError, SeedError
from generator.reader.article import inputs, limits
from generator.reader.article.formats import word
from tests.project import READER

PROSE = "近年来，兰州市深入贯彻落实民族工作决策部署，铸牢中华民族共同体意识，开展宣讲活动320场次，受众7万人次。"
PAGE = f"<html><body><article>{f'<p>{PROSE}</p>' * 6}</article>%s</body></html>"


def page(more: str) -> bytes:
    return (PAGE % more).encode()


def docx(cells: str) -> bytes:
    """A DOCX with prose and one table, whose rows are given as XML."""
    held, packed = io.BytesIO(), io.BytesIO()
    document = Docx()
    document.add_paragraph(PROSE)
    document.add_table(1, 1)
    document.save(held)
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = re.sub(rb"<w:tr>.*</w:tr>", cells.encode(), data, flags=re.DOTALL)
            new.writestr(name, data)
    return packed.getvalue()


def cell(properties: str, text: str = "民族") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def attributes(number: int, form: str = " a{}=1") -> str:
    return "".join(form.format(one) for one in range(number))


GREATER, EMPTY = 'a{}=">"', ' a{}=""'
WIDE = '<w:gridSpan w:val="{}"/>'
BEGINS, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
TOO_MUCH: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "characters": ("a.txt", lambda: (PROSE * 25_000).encode("gb18030"), "more than 1,000,000 characters"),
    "blank lines": ("a.txt", lambda: (PROSE + "\n" * 8_000_000).encode(), "more than 1,000,000 characters"),
    "lines": ("a.txt", lambda: (PROSE + "\n" * 20_001).encode(), "more than 20,000 lines"),
    "attributes": ("a.html", lambda: page(f"<p{attributes(500_000)}>"), "attributes in one tag"),
    "attributes without blanks": ("a.html", lambda: page(f"<p {attributes(5000, GREATER)}>"), "attributes in one tag"),
    "attributes in a tag that never ends": ("a.html", lambda: page(f'<p x="{attributes(5000)}'), "attributes in one tag"),
    "attributes behind a comment": ("a.html", lambda: page(f"<!--><p{attributes(5000)}>"), "attributes in one tag"),
    "tags": ("a.html", lambda: page("<p>民" * 25_000), "more than 25,000 tags"),
    "attributes in all": ("a.html", lambda: page(f"<i{attributes(9)}>" * 24_000), "more than 200,000 attributes"),
    "nesting": ("a.html", lambda: page("<div>" * 300 + PROSE), "more than 200 elements inside each other"),
    "columns of a cell": ("a.docx", lambda: docx(row(cell(WIDE.format(30_000_000)))), "more than 10,000 cells"),
    "cells": ("a.docx", lambda: docx(row(cell("")) * 10_001), "more than 10,000 cells"),
    "attributes of XML": ("a.docx", lambda: docx(f"<w:tr{attributes(5000, EMPTY)}/>"), "attributes in one tag"),
    "tags of XML": ("a.docx", lambda: docx("<w:tr/>" * 1_000_001), "more than 1,000,000 tags"),
    "bytes of XML": ("a.docx", lambda: docx(row("民" * 11_000_000)), "more than 30 MB"),
    "pages": ("a.pdf", lambda: pdf(1001), "more than 1,000 pages"),
}


def pdf(pages: int) -> bytes:
    held, writer = io.BytesIO(), PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    writer.write(held)
    return held.getvalue()


@pytest.mark.parametrize("name", TOO_MUCH)
def test_too_much_is_refused_in_one_line(name: str) -> None:
    file, made, words = TOO_MUCH[name]
    with pytest.raises(SeedError) as raised:
        inputs.extract(made(), file)
    assert words in str(raised.value) and "\n" not in str(raised.value) and raised.value.problems[0].hint


@pytest.mark.parametrize("unit", ["3个", "3至5个", "三个和"])
def test_figures_in_a_row_are_refused(tmp_path: Path, unit: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PROSE + unit * 5000, encoding="utf-8")
    with pytest.raises(GeneratorError, match=r"more than [12],\d\d\d figures in .* characters \(leave out its tables"):
        READER.read(path)


def test_as_much_as_is_allowed_is_read() -> None:
    for more in (
        "<br a=1>" * 1000,
        f"<svg><path d='{'1 2 ' * 9000}'/></svg>",
        f"<script>if(i<n){{{'a b=1 ' * 9000}</script>",
        "<!-- <p '  -->",
    ):
        assert PROSE in inputs.extract(page(more), "a.html").text
    assert PROSE in inputs.extract((PROSE + "\n" * 19_999).encode(), "a.txt").text


def test_cells_that_span_rows_and_columns_stand_in_the_first() -> None:
    rows = [
        row(cell(BEGINS, "甲"), cell(WIDE.format(2), "乙")),
        row(cell(GOES_ON, ""), cell("", "丙"), cell("", "丁")),
        row(cell(GOES_ON, ""), cell("", "戊"), cell('<w:vMerge w:val="continue"/>', "己")),
    ]
    text, held = word.read(docx("".join(rows)), "a.docx")
    assert text.split("\n")[1:4] == ["甲\t乙\t", "\t丙\t丁", "\t戊\t"]
    assert held == len("".join(text.split()))


def test_thousands_of_rows_in_one_cell_are_read() -> None:
    rows = row(cell(BEGINS), cell("", "3")) + row(cell(GOES_ON), cell("", "3")) * 4000
    assert inputs.extract(docx(rows), "a.docx").text.count("\t3") == 4001


def test_tables_inside_each_other_are_read_or_refused_in_a_moment() -> None:
    nested = "民"
    for _ in range(40):
        nested = (
            f"<w:tbl>{row(cell('').replace('<w:p>', nested + '<w:p>', 1) * 2)}</w:tbl>"
            if nested != "民"
            else f"<w:tbl>{row(cell(''))}</w:tbl>"
        )
        if len(nested) > 2_000_000:
            break
    with pytest.raises(SeedError, match="more than 10,000 cells"):
        inputs.extract(docx(row(cell("").replace("<w:p>", nested + "<w:p>", 1))), "a.docx")


def test_controls_inside_each_other_are_read_or_refused_in_one_line() -> None:
    for depth, right in ((40, True), (3000, False)):
        paragraph = "<w:p><w:r><w:t>民族团结</w:t></w:r></w:p>"
        data = docx(row(f"<w:tc>{'<w:sdt><w:sdtContent>' * depth}{paragraph}{'</w:sdtContent></w:sdt>' * depth}</w:tc>"))
        if right:
            assert "民族团结" in inputs.extract(data, "a.docx").text
        else:
            with pytest.raises(SeedError, match="cannot be opened as DOCX"):
                inputs.extract(data, "a.docx")


def test_a_pdf_encrypted_with_aes_is_named_so() -> None:
    # AES-128, and opens without a password: the key of the empty one is right.
    owner, name = b"\x28" * 32, b"\0" * 16
    user = AlgV4.compute_U_value(AlgV4.compute_key(b"", 4, 128, owner, 2**32 - 3904, name, True), 4, name)
    keys = b"<</Filter/Standard/V 4/R 4/Length 128/P -3904/O<" + owner.hex().encode() + b">/U<" + user.hex().encode() + b">"
    keys += b"/CF<</StdCF<</CFM/AESV2/Length 16/AuthEvent/DocOpen>>>>/StmF/StdCF/StrF/StdCF>>"
    writer, held = PdfWriter(), io.BytesIO()
    stream = StreamObject()
    stream.set_data(b"\0" * 32)
    writer.add_blank_page(200, 200)[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(held)
    data = held.getvalue().replace(
        b"/Root", b"/ID[<" + name.hex().encode() + b"><" + name.hex().encode() + b">]/Encrypt " + keys + b"/Root", 1
    )
    with pytest.raises(SeedError, match=r"is encrypted \(AES\)"):
        inputs.extract(data, "a.pdf")


def test_a_broken_file_is_said_to_be_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(data: bytes, file: str) -> tuple[str, int]:
        raise RecursionError

    monkeypatch.setattr(word, "read", fails)
    with pytest.raises(SeedError, match=r"cannot be opened as DOCX \(RecursionError\)"):
        inputs.extract(docx(""), "a.docx")


@pytest.mark.parametrize(
    "sign", ["\x01", "\x1b", "\x7f", "\x9b", "\u200e", "\u202e", "\u2066", "\ufeff", "\ufffe", "\uffff", "\U0001ffff", "\ufdd0"]
)
def test_what_is_not_seen_is_no_part_of_a_document(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"兰州市{sign}民族团结进步{sign}工作报告\n\n" + PROSE.replace("宣讲", f"宣{sign}讲") * 5, encoding="utf-8")
    assert sign not in str(READER.read(path)) and "宣讲活动" in str(READER.read(path))
    told = f'<head><meta name="author" content="记{sign}者"><title>兰州市{sign}民族团结进步工作报告</title></head>'
    found = inputs.extract(f"<html>{told}<body><article>{f'<p>{PROSE}{sign}</p>' * 6}</article></body></html>".encode(), "a.html")
    assert not any(sign in text for text in (found.text, *found.known.values())) and found.known["window"]


def test_every_way_to_end_a_line_ends_it() -> None:
    assert inputs.clean("一\r\n二\r三\x0b四\x0c五\x85六\u2028七\u2029八\n九") == "一\n二\n三\n四\n五\n六\n七\n八\n九"


def test_limits_are_far_above_any_report() -> None:
    assert limits.FIGURES >= 15 * 96 and limits.APART < 16  # the most, and the densest, of the annotated reports
