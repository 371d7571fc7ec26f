"""Saved web pages: every shape they come in gives the same report, and what they say of themselves."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from generator.errors import SeedError
from generator.reader.article import inputs
from generator.reader.article.formats import web
from generator.reader.article.text import document
from tests.project import RULES

TITLE = "三江侗族自治县多措并举推进民族团结进步工作"
LINES = [
    "近年来，三江侗族自治县以铸牢中华民族共同体意识为主线，统筹推进各项工作，民族团结进步事业取得新成效。",
    "一、强化组织领导",
    "县委成立民族工作领导小组，召开专题会议12次，印发工作方案3份。",
    "二、推动共同发展",
    "2023年，全县投入少数民族发展资金2860万元，实施产业项目57个，带动群众增收。",
]
TEXT = "".join(f"<p>{line}</p>" for line in LINES)
BROKEN = "<br>".join("　　" + line for line in LINES)
LINKS = "<ul><li><a>三江县召开民族工作会议，部署全年工作任务</a> 11-08</li><li><a>永平县建成示范村36个</a></li></ul>"
PAGE = f"<html><head><title>{TITLE}_三江新闻网</title></head><body><h1>{TITLE}</h1>%s</body></html>"
PAGES: dict[str, tuple[str, bytes]] = {
    "a piece of a page": ("a.html", f"<h3>{TITLE}</h3><div>{TEXT}</div>".encode()),
    "a piece with breaks, kept as text": ("a.txt", f"{TITLE}<br>{BROKEN}<br>".encode()),
    "two pages in one": (
        "a.html",
        (PAGE % f"<p>{LINES[0]}</p>" + f"<html><body>{''.join(f'<p>{t}</p>' for t in LINES[1:])}</body></html>").encode(),
    ),
    "UTF-8 with a mark": ("a.html", b"\xef\xbb\xbf" + (PAGE % TEXT).encode()),
    "UTF-16": ("a.html", ("\ufeff" + PAGE % TEXT).encode("utf-16-be")),
    "UTF-16 without a mark": ("a.html", (PAGE % TEXT).encode("utf-16-le")),
    "an old code page": ("a.htm", (PAGE % TEXT).encode("gb18030")),
    "a page laid out in tables": (
        "a.html",
        f"<table><tr><td>{LINKS}</td><td><table><tr><td>{TITLE}</td></tr><tr><td>{BROKEN}</td></tr></table></td></tr></table>".encode(),
    ),
    "a text that was pasted": ("a.html", f"<html><body><pre>{chr(10).join([TITLE, *LINES])}</pre></body></html>".encode()),
    "lines wrapped in the source": ("a.html", (PAGE % TEXT.replace("，", "，\n    ")).encode()),
    "links behind it": ("a.html", (PAGE % (TEXT + LINKS)).encode()),
    "what is not shown": (
        "a.html",
        (PAGE % f"<script>var 投入9万元</script>{TEXT}<p style='display: none'>投入9万元</p><p hidden>9场</p>").encode(),
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_gives_the_same_article(name: str) -> None:
    file, data = PAGES[name]
    found = document(RULES, data, file)
    assert [found.quote(*span) for span in found.paragraphs] == LINES
    assert (found.title, found.lost, found.published) == (TITLE, 0, None)


@pytest.mark.parametrize("text", ["投入资金<50万元,受益户数>120户。", "民族团结 < 进步 >", "a < b"])
def test_a_text_with_signs_is_no_page(text: str) -> None:
    assert not web.is_page(text) and inputs.ending(text.encode()) == ".txt"


@pytest.mark.parametrize("name", [name for name, (file, _) in PAGES.items() if file != "a.txt"])
def test_a_page_without_a_name_is_known(name: str) -> None:
    assert inputs.ending(PAGES[name][1]) == ".html"


TOLD = {
    "nothing": ("", {}),
    "a portal's own names": (
        '<meta name="SiteName" content="三江县政府"><meta name="ArticleTitle" content="题"><meta name="PubDate" content="2023-11-08 10:21">'
        '<meta name="ContentSource" content="县民宗局"><meta name="Author" content="办公室"><meta name="Url" content="http://a.cn/1">',
        {
            "site": "三江县政府",
            "title": "题",
            "published": "2023-11-08 10:21",
            "source": "县民宗局",
            "byline": "办公室",
            "url": "http://a.cn/1",
        },
    ),
    "those of another": (
        '<meta name="firstpublishedtime" content="2023-11-08-10:21:00"><meta property="og:title" content="题"><link rel="canonical" href="/a">',
        {"published": "2023-11-08-10:21:00", "title": "题"},
    ),
    "where it was saved from comes first": (
        '<!-- saved from url=(0018)http://b.cn/2.html --><meta name="Url" content="http://a.cn/1"><link rel="canonical" href="http://c.cn/3">',
        {"url": "http://b.cn/2.html"},
    ),
    "an account": (
        '<meta property="og:site_name" content="微信公众平台"><a id="js_name"> 侗乡统战 </a><em id="publish_time">2023-11-08 10:21</em>',
        {"site": "侗乡统战", "published": "2023-11-08 10:21"},
    ),
    "an account's clock": (
        '<a id="js_name">侗乡统战</a><script>var ct = "1699374000";</script>',
        {"site": "侗乡统战", "published": "2023-11-08"},
    ),
    "a clock of another site": ('<script>var ct = "1699374000";</script>', {}),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_a_page_says_of_itself_is_taken_and_no_more(name: str) -> None:
    head, told = TOLD[name]
    assert web.read(f"{head}<p>{LINES[0]}</p>", "a.html")[1] == told


ROWS = {
    "a row of two lines in a cell": ("<td>受益户数<br>（户）</td><td>356</td>", ["受益户数（户）\t356"]),
    "a cell of two columns": ("<td colspan=2>合计</td><td>356</td>", ["合计\t\t356"]),
    "cells of a layout": (f"<td>首页<br>新闻</td><td>{LINES[0]}<br>{LINES[2]}</td>", ["首页", "新闻", LINES[0], LINES[2]]),
    "a cell that reaches down": ("<td rowspan=2>村道</td><td>120</td></tr><tr><td>85</td>", ["村道\t120", "\t85"]),
}


@pytest.mark.parametrize("name", ROWS)
def test_tables_keep_their_columns(name: str) -> None:
    cells, lines = ROWS[name]
    assert web.read(f"<table><tr>{cells}</tr></table>", "a.html")[0].split("\n") == lines


def archive(html: str, charset: str = "utf-8", cte: str = "quoted-printable") -> bytes:
    message, page, picture = EmailMessage(), EmailMessage(), EmailMessage()
    page.set_content(html, subtype="html", charset=charset, cte=cte)
    page["Content-Location"] = "http://www.example.gov.cn/a.html"
    picture.set_content(b"\x89PNG", maintype="image", subtype="png")
    message["From"], message["MIME-Version"] = "<Saved by Blink>", "1.0"
    message.make_related()
    message.attach(page)
    message.attach(picture)
    return message.as_bytes()


@pytest.mark.parametrize(("charset", "cte"), [("utf-8", "quoted-printable"), ("utf-8", "base64"), ("gb2312", "base64")])
def test_an_archive_is_read_like_its_page(charset: str, cte: str) -> None:
    data = archive(PAGE % TEXT, charset, cte)
    found = document(RULES, data, "a.mhtml")
    assert [found.quote(*span) for span in found.paragraphs] == LINES
    assert found.url == "http://www.example.gov.cn/a.html" and inputs.ending(data) == ".mht"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n" + b"--a\n\n" * 3000, "more than 2,000 parts"),
        (b"".join(b"Content-Type: multipart/related; boundary=%d\n\n--%d\n" % (n, n) for n in range(100)), "more than 20 parts of parts"),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: image/png\n\nx\n--a--",
            "holds no web page",
        ),
        (b"no archive at all", "holds no web page"),
    ],
)
def test_what_is_no_archive_of_a_page_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(SeedError, match=says):
        inputs.extract(data, "a.mht")


@pytest.mark.parametrize(
    ("file", "data", "says"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0", "old Word file.*save it as .docx"),
        ("a.docx", b"\xd0\xcf\x11\xe0", "old Word file.*password"),
        ("a.wps", b"\xd0\xcf\x11\xe0", "old Word file.*save it as .docx"),
        ("a.rtf", b"{\\rtf1", "rich text.*save it as .docx"),
        ("a.txt", b"{\\rtf1\\ansi", "rich text"),
        ("a.odt", b"PK\x03\x04", "OpenDocument.*save it as .docx"),
        ("a.docx", b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", "OpenDocument"),
        ("a.ofd", b"PK\x03\x04", "OFD.*PDF"),
        ("a.xlsx", b"PK\x03\x04", "is a table"),
        ("a.jpg", b"\xff\xd8\xff", "picture.*text recognition"),
        ("a.zip", b"PK\x03\x04", "packed folder.*unpack"),
        ("a.xyz", b"text", "unknown kind"),
    ],
)
def test_other_kinds_are_named_with_what_to_do(file: str, data: bytes, says: str) -> None:
    with pytest.raises(SeedError, match=says):
        inputs.extract(data, file)
