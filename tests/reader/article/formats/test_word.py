"""Word files: all live text in the order of the document, as Word shows it with changes accepted."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document as Docx

from generator.reader.article import inputs
from generator.reader.article.formats import word

NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def docx(body: str, numbering: str = "", styles: str = "") -> bytes:
    """A DOCX of the body, lists and styles given as XML."""
    held, packed = io.BytesIO(), io.BytesIO()
    Docx().save(held)
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                data = data.replace("<w:body>", f"<w:body>{body}", 1).replace("<w:document ", f"<w:document {NAMESPACES} ", 1)
                data = re.sub(r'( xmlns:(?:mc|wps|v)="[^"]*")(?=.*?\1[^>]*>)', "", data, count=3, flags=re.DOTALL)
            elif name == "word/numbering.xml" and numbering:
                data = re.sub(r"(<w:numbering[^>]*>).*(</w:numbering>)", rf"\1{numbering}\2", data, flags=re.DOTALL)
            elif name == "word/styles.xml":
                data = data.replace("</w:styles>", f"{styles}</w:styles>")
            new.writestr(name, data.encode("utf-8", "surrogateescape"))
    return packed.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def cell(*inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(inside)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def control(inside: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


PAIR = row(cell(paragraph(run("村道"))), cell(paragraph(run("120"))))
BOX = f"<w:txbxContent>{paragraph(run('示范村12个'))}</w:txbxContent>"
DELETED, MOVED = "<w:rPr><w:del/></w:rPr>", '<w:moveTo w:id="1">{}</w:moveTo>'
LIVE = {
    "deleted text": (paragraph(run("宣讲"), f"<w:del>{run('3').replace('w:t>', 'w:delText>')}</w:del>", run("12场")), ["宣讲12场"]),
    "text moved away": (paragraph(run("宣讲"), f"<w:moveFrom>{run('3')}</w:moveFrom>", run("12场")), ["宣讲12场"]),
    "hidden text": (paragraph(run("宣讲"), run("3", "<w:vanish/>"), run("12场", '<w:vanish w:val="0"/>')), ["宣讲12场"]),
    "a field's code": (paragraph("<w:r><w:instrText>PAGE 3</w:instrText></w:r>", run("宣讲12场")), ["宣讲12场"]),
    "a deleted row": (table(PAIR.replace("<w:trPr>", "<w:trPr><w:del/>"), PAIR.replace("120", "85")), ["村道\t85"]),
    "a formula": (paragraph(run("增长"), '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>12</m:t></m:r></m:oMath>', run("%")), ["增长12%"]),
    "a reading beside characters": (paragraph(f"<w:r><w:ruby><w:rt>{run('dong')}</w:rt><w:rubyBase>{run('侗')}</w:rubyBase></w:ruby></w:r>", run("族")), ["侗族"]),
    "an inserted digit": (paragraph(run("干部2"), f"<w:ins>{run('3')}</w:ins>", run("00人")), ["干部2300人"]),
    "an insertion inside a move": (paragraph(run("干部"), MOVED.format(f"<w:ins>{run('23')}</w:ins>"), run("人")), ["干部23人"]),
    "a paragraph whose end was deleted": (paragraph(run("宣讲"), properties=DELETED) + paragraph(run("12场")), ["宣讲12场"]),
    "controls, smart tags and links in a line": (
        paragraph(
            run("宣讲"),
            control(run("1")),
            f"<w:smartTag><w:smartTag>{run('2')}</w:smartTag></w:smartTag>",
            f"<w:hyperlink>{run('场')}</w:hyperlink>",
        ),
        ["宣讲12场"],
    ),
    "controls inside each other": (
        control(control(paragraph(run("宣讲12场")))),
        ["宣讲12场"],
    ),
    "a text box, said in two ways": (
        paragraph(
            run("成效"),
            f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{BOX}</wps:txbx></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        ),
        ["成效", "示范村12个"],
    ),
    "a table inside a table": (table(row(cell(paragraph(run("说明")), table(PAIR), paragraph()))), ["说明", "村道\t120"]),
    "rows and cells in controls": (table(control(row(cell(paragraph(run("村道"))), control(cell(paragraph(run("120"))))))), ["村道\t120"]),
}  # fmt: skip


@pytest.mark.parametrize("name", LIVE)
def test_live_text_is_read_and_no_other(name: str) -> None:
    body, lines = LIVE[name]
    text, held = word.read(docx(body), "a.docx")
    assert [line for line in text.split("\n") if line.strip()] == lines
    assert held == len("".join(text.split()))


def level(number: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def listed(text: str, numbered: int = 1, at: int = 0) -> str:
    return paragraph(run(text), properties=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{numbered}"/></w:numPr>')


def lists(*levels: str, more: str = "", count: int = 2) -> str:
    numbers = "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="0"/>{more if n else ""}</w:num>' for n in range(count))
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{numbers}'


THREE = (level(0, "chineseCountingThousand", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3."))
AGAIN = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
NUMBERED: dict[str, tuple[str, str, list[str]]] = {
    "bullets are no numbers": (lists(level(0, "bullet", "•")), listed("宣讲"), ["宣讲"]),
    "an empty paragraph has none": (lists(*THREE), listed("") + listed("宣讲"), ["二、宣讲"]),
    "three levels": (
        lists(*THREE),
        listed("甲") + listed("乙", at=1) + listed("丙", at=1) + listed("丁", at=2) + listed("戊") + listed("己", at=1),
        ["一、甲", "（一）乙", "（二）丙", "1. 丁", "二、戊", "（一）己"],
    ),
    "more than ten": (lists(*THREE), "".join(listed("甲") for _ in range(12)), [*(f"{n}、甲" for n in "一二三四五六七八九十"), "十一、甲", "十二、甲"]),
    "a list that goes on in another": (lists(*THREE), listed("甲") + listed("乙", 2), ["一、甲", "二、乙"]),
    "a list that begins again": (lists(*THREE, more=AGAIN), listed("甲") + listed("乙", 2) + listed("丙", 2), ["一、甲", "一、乙", "二、丙"]),
    "chapters": (lists(level(0, "chineseCounting", "第%1章")), listed("总则") + listed("附则"), ["第一章总则", "第二章附则"]),
    "numbers of several levels": (lists(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")), listed("甲") + listed("乙", at=1), ["1 甲", "1.1 乙"]),
    "formal numerals": (lists(level(0, "chineseLegalSimplified", "%1、")), listed("甲") + listed("乙"), ["壹、甲", "贰、乙"]),
    "signs in circles": (lists(level(0, "decimalEnclosedCircleChinese", "%1")), listed("甲") + listed("乙"), ["①甲", "②乙"]),
}  # fmt: skip


@pytest.mark.parametrize("name", NUMBERED)
def test_numbers_stand_as_word_shows_them(name: str) -> None:
    numbering, body, lines = NUMBERED[name]
    text, _ = word.read(docx(body, numbering), "a.docx")
    assert [line for line in text.split("\n") if line.strip()] == lines


def test_a_style_may_carry_the_numbers() -> None:
    numbering = lists(level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="Sub"/>'))
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:basedOn w:val="{}"/><w:pPr>{}</w:pPr></w:style>'
    styles = style.format("Top", "Normal", '<w:numPr><w:numId w:val="1"/></w:numPr>') + style.format("Same", "Top", "")
    styles += style.format("Sub", "Normal", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    body = "".join(
        paragraph(run(text), properties=f'<w:pStyle w:val="{name}"/>') for text, name in (("甲", "Top"), ("乙", "Sub"), ("丙", "Same"))
    )
    text, _ = word.read(docx(body, numbering, styles), "a.docx")
    assert text.split("\n")[:3] == ["一、甲", "（一）乙", "二、丙"]


def test_what_is_lost_on_the_way_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word._Paragraphs, "_table", lambda walk, table: None)
    data = docx(paragraph(run("宣讲12场")) + table(row(cell(paragraph(run("投入资金860万元"))))))
    assert inputs.extract(data, "a.docx").lost == len("投入资金860万元")
