"""What else befalls a report on its way to us: names masked, the end cut off, a table within, a saved page, a Word file."""

from __future__ import annotations

import html
import io
import random
import zipfile
from collections.abc import Mapping, Sequence

from tests.bench.places import Atlas

_MASKS = ("某{}", "**{}", "XX{}", "××{}")
_ENDS = (
    "……(未完,全文共 {} 字,剩余 {} 字开通会员后阅读)……",
    "（试读已结束，全文约{}字，下载后可看其余{}字）",
    "剩余内容请登录后阅读（全文{}字，还有{}字）",
)
_PROJECTS = (
    "通村道路硬化",
    "民族特色村寨保护",
    "人畜饮水改造",
    "特色种植基地",
    "文化活动广场",
    "农产品加工车间",
    "乡村旅游步道",
    "产业配套设施",
)
_COLUMNS = (("资金（万元）", 1200), ("受益户数（户）", 800), ("受益人口（人）", 3000), ("资金（万元）", 600))
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def masked(rng: random.Random, atlas: Atlas, codes: Sequence[str], words: Mapping[str, str]) -> dict[str, str]:
    """The stand-ins `words`, the divisions `codes` and those above them as people hide them; those below may give them away."""
    mask = rng.choice(_MASKS)
    above = [one.code for code in codes for one in atlas.known.ancestors(code)]
    hidden = {name: mask.format(_ending(name)) for code in (*codes, *above) for name in atlas.names(atlas.known.get(code))}
    return {**words, **hidden}


def _ending(name: str) -> str:
    return next((ending for ending in ("街道", *"省州盟市县区旗乡镇") if name.endswith(ending)), "地")


def cut(rng: random.Random, body: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """The article to somewhere within a line past its middle, and the sign that a library puts there."""
    whole = sum(map(len, body))
    left, kept = int(whole * rng.uniform(0.5, 0.85)), list[str]()
    for line in body:
        if len(line) >= left:
            kept.append(line[:left])
            break
        kept.append(line)
        left -= len(line)
    return kept, [rng.choice(_ENDS).format(whole * 2, whole), *after[-3:]]


def table(rng: random.Random) -> list[str]:
    """Projects with their sums and people, columns parted by tabs."""
    columns = rng.sample(_COLUMNS, 2)
    columns = columns if columns[0][0] != columns[1][0] else columns[:1]
    rows = ["\t".join(("项目名称", *(name for name, _ in columns)))]
    for project in rng.sample(_PROJECTS, rng.randint(3, 7)):
        rows.append("\t".join((project, *(str(rng.randint(most // 10, most)) for _, most in columns))))
    return rows


def written(kind: str, head: str, article: str, foot: str) -> tuple[bytes, str]:
    """The bytes of a seed, and how its name ends."""
    if kind == "html":
        return _page(head, article, foot).encode(), ".html"
    if kind == "docx":
        return _word([line for line in (*head.splitlines()[-2:], *article.splitlines()) if line.strip()]), ".docx"
    return (f"{head}\n{article}\n{foot}".strip("\n") + "\n").encode(), ".txt"


def _page(head: str, article: str, foot: str) -> str:
    """A web page as a browser saves it: navigation, the article's paragraphs, links and what the site says of itself."""
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    above, title = lines[:-1], (lines or [article.strip()[:20]])[-1]
    navigation = "".join(f"<li><a href='#'>{html.escape(line)}</a></li>" for line in above)
    paragraphs = "\n".join(f"<p>{html.escape(line.strip())}</p>" for line in article.splitlines() if line.strip())
    last = "".join(f"<div>{html.escape(line.strip())}</div>" for line in foot.splitlines() if line.strip())
    return (
        f"<!DOCTYPE html>\n<html lang='zh-CN'><head><meta charset='utf-8'><title>{html.escape(title)}</title>\n"
        "<style>body{font:16px serif}</style><script>var visits = 1;</script></head>\n"
        f"<body><div class='nav'><ul>{navigation}</ul></div>\n<div class='content'><h1>{html.escape(title)}</h1>\n{paragraphs}\n</div>\n"
        f"<div class='footer'>{last}</div></body></html>\n"
    )


def _word(lines: Sequence[str]) -> bytes:
    """A Word file of those paragraphs; the same bytes whenever it is made."""
    paragraphs = "".join(f'<w:p><w:r><w:t xml:space="preserve">{html.escape(line.strip())}</w:t></w:r></w:p>' for line in lines)
    document = (
        '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{paragraphs}</w:body></w:document>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as parts:
        for name, text in (("[Content_Types].xml", _TYPES), ("_rels/.rels", _RELATIONS), ("word/document.xml", document)):
            parts.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)
    return file.getvalue()
