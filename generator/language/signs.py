"""Signs that no line of text has: line breaks, control characters, those that turn the direction of what follows, and those
that are no characters at all. Profiles may not hold them (`check`), and nothing that is published does.
"""

import re
import unicodedata

# Tabs and whatever ends a line somewhere: in Unicode, YAML, a terminal or Python.
_BREAKS = "\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029"
_PLANES = "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
# Control characters; marks of direction, byte order and annotation; surrogates; non-characters; tags.
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb"
    f"\ud800-\udfff\ufdd0-\ufdef{_PLANES}\U000e0000-\U000e007f"
)
REFUSED = re.compile(f"[\x0b\x0c\r\x1c-\x1f\x85{_UNSEEN}]")
"""What no text has, of however many lines."""
BREAK = re.compile("[\n\u2028\u2029]")
"""What else ends a line; paragraphs have it."""
_GONE, _FOLDED, _ODD = re.compile(f"[{_UNSEEN}]"), re.compile(f" *[{_BREAKS}][ {_BREAKS}]*"), re.compile(f"[{_BREAKS}{_UNSEEN}]")


# Pairs that Unicode does not know: the radical's look, the character that it stands for.
_LOOKS = "⺠民 ⻁虎 ⻄西 ⻃西 ⻅见 ⻆角 ⻇角 ⻉贝 ⻋车 ⻑长 ⻒长 ⻓长 ⻔门 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻬齐 ⻮齿 ⻰龙 ⻳龟 ⻲龟 ⺟母 ⺝月 ⺜日 ⺶羊 ⺷羊 ⺸羊 ⺹老 ⻌辶"
RADICALS = {
    sign: meant for sign in map(chr, range(0x2E80, 0x2FE0)) if len(meant := unicodedata.normalize("NFKC", sign)) == 1 and meant != sign
} | {pair[0]: pair[1] for pair in _LOOKS.split()}
"""Radicals that some fonts of PDFs give in place of the characters that look the same, and those characters."""


def one_line(text: str) -> str:
    """`text` without such signs; line breaks and tabs, with the blanks around them, become one blank, or nothing at the ends."""
    if not _ODD.search(text):
        return text
    return _FOLDED.sub(" ", _GONE.sub("", text)).strip(" ")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of `text`, which blank lines part, each as one line."""
    return [line for part in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n")) if (line := one_line(part).strip())]


_WIDE = dict(zip(",:;?!", "，：；？！", strict=True))
_MARK = re.compile(r"(?<=[\u2e80-\u9fff”’》）])[,:;?!]|[,:;?!](?=[\u2e80-\u9fff“‘《（])")
_BRACKETS = re.compile(r"\(([^()]*[\u2e80-\u9fff][^()]*)\)")


def headline(text: str) -> str:
    """`text` as a heading is set: marks between Chinese words and brackets around them are full-width. For headings alone; quotes stay as printed."""
    return _MARK.sub(lambda mark: _WIDE[mark[0]], _BRACKETS.sub(r"（\1）", text))
