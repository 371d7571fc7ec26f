"""What a figure counts: the noun before or behind its numeral, cut out of the clause by the words in rules/items.yml."""

from __future__ import annotations

import re
from functools import cache

from generator import rules


class ItemRules(rules.RuleModel):
    """See the head of rules/items.yml; word lists are separated by blanks."""

    leading: str
    verbs: str
    copulas: str
    vague: rules.Regex
    stops: str
    endings: rules.Regex
    adverbs: str
    organs: rules.Regex
    shares: rules.Regex
    asides: rules.Regex
    hit: dict[str, str]


# An item shorter than this says too little by itself (学位, 岗位): its verb stays with it (增加学位, 推出岗位).
SHORT = 4
# A noun longer than this is a list or a clause, and only its last part is the item.
LONG = 24


def item_rules() -> ItemRules:
    return rules.load("items", ItemRules)


@cache
def either(name: str) -> str:
    """The word list `name` as one alternation, longest first."""
    words = sorted(set(getattr(item_rules(), name).split()), key=lambda w: (-len(w), w))
    return "|".join(map(re.escape, words))


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:{either('leading')})(?!级)|[、和及]|(?:\d{{4}}[—-])?\d{{4}}年(?:\d+月)?(?:底|末)?|[一二三四五六七八九十]+是|第?[一二三四五六七八九十\d]+[、.])+"
    )


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{either('verbs')})[了出起]?)+")


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile(r"(?:各类(?!型)|各种|多种形式的?|多项|一批|一系列|系列)+")


@cache
def _copulas() -> re.Pattern[str]:
    return re.compile(rf"(?:[由从](?:\d{{4}}年的?)?|[\u4e00-\u9fff]{{0,2}}[到至]\d{{4}}年的?|{either('copulas')})+$")


@cache
def _stops() -> re.Pattern[str]:
    return re.compile(f"{either('stops')}|{item_rules().endings}")


def vague(item: str) -> bool:
    """Whether an item says nothing without what stands before it (受众, 化解率)."""
    return bool(re.fullmatch(item_rules().vague, item))


def noun_before(body: str, start: int, end: int) -> tuple[str, int]:
    """The noun in `body[start:end]`, which ends at a numeral, and where it begins; empty where there is none.

    What leads up to it, its verb and the copula are left off: 先后开展各类学习活动达|370余场次 -> 学习活动.
    """
    text = body[start:end]
    if cut := _copulas().search(text):
        text = text[: cut.start()]
    text = text.removesuffix("等").rstrip("、,(: 每")
    offset = verb_at = 0
    for _ in range(4):
        before = offset
        for pattern in (_leading(), _verbs(), _kinds()):
            match = pattern.match(text, offset)
            if match and match.end() > offset and len(text) - match.end() >= 1:
                if pattern is _verbs():
                    verb_at = offset
                offset = match.end()
        if offset == before:
            break
    if 0 < len(text) - offset < SHORT and offset > verb_at and not vague(text[offset:]):
        offset = verb_at
        if kinds := _leading().match(text, offset):
            offset = min(kinds.end(), len(text) - 1)
    noun = text[offset:]
    offset += len(noun) - len(_last_part(noun))
    noun = text[offset:].strip(" 、")
    noun = re.sub(r"(?:一直|连续|平均|同比|全部|累计|已经?|先后|每年)$", "", noun)
    if not re.search(r"[\u4e00-\u9fffA-Za-z]", noun) or _leading().fullmatch(noun) or noun in ("在", "以", "把", "对"):
        return "", start
    return noun, start + offset


def _last_part(noun: str) -> str:
    """The end of a long noun: behind the verb inside it, or behind 等."""
    if len(noun) > 14:
        inside = list(re.finditer(rf"(?<=[\u4e00-\u9fff”]{{2}})(?:{either('verbs')})了?(?:各类|一批|系列)?(?=[\u4e00-\u9fff“]{{3}})", noun))
        inside = [m for m in inside if m.end() - m.start() >= 2 and "等" not in noun[m.end() :] and noun.count("“", 0, m.start()) == noun.count("”", 0, m.start())]
        if inside and "、" not in noun[inside[-1].end() :]:
            noun = noun[inside[-1].end() :]
    if len(noun) > LONG or "等" in noun[6:]:
        parts = re.split(r"等(?:各类|系列|一批|\S{0,2}民族的)?(?=[\u4e00-\u9fff]{2})", noun)
        if len(parts) > 1 and len(parts[-1]) >= (2 if len(noun) > LONG + 8 else SHORT):
            noun = parts[-1]
    return noun


def noun_behind(body: str, start: int, stop: int, more: bool) -> tuple[str, int]:
    """The noun directly behind a counter at `start` and where it ends; empty where something else stands there.

    `more` tells that another figure follows in the same clause: then 、 ends the noun.
    """
    text = body[start:stop]
    if text.startswith(("、", "以上", "以内", "左右")) or re.match(r"[之内上下多余)]", text):
        return "", start
    match = re.match(r"(?:[^、,;。:!?的()“”]|“[^”]*”|[(][^)]*[)]|、(?![\d“])|的(?=[\u4e00-\u9fff“]{2}))+", text)
    if not match:
        return "", start
    noun = match.group()
    if more:
        noun = noun.split("、")[0]
    skipped = 1 if noun.startswith("的") else 0
    for stopper in _stops().finditer(noun, skipped):
        if stopper.start() == skipped:
            return "", start
        before = noun[: stopper.start()]
        if before.count("“") == before.count("”") and before.count("(") == before.count(")"):
            noun = before
            break
    noun = noun.rstrip("、和及与的 ")
    return (noun[skipped:], start + len(noun)) if noun[skipped:].strip() else ("", start)


def with_predicate(body: str, noun: str, noun_end: int, stop: int) -> tuple[str, int]:
    """What a short counted noun did, and where that ends: 村 + 设立联络员 -> 设立联络员的村."""
    predicate = body[noun_end : min(stop, noun_end + 24)]
    trimmed = re.sub(rf"^(?:{either('adverbs')})+", "", predicate).strip(" 的")
    if len(trimmed) < 3 or re.search(r"[\d、]", trimmed):
        return noun, noun_end
    return f"{trimmed}的{noun}", noun_end + len(predicate)


def share_of(body: str, start: int, end: int) -> tuple[str, str] | None:
    """Part and whole of a share said before its number: 外来人口占全区人口的|58% -> (外来人口, 全区人口); None where none is said."""
    match = re.search(item_rules().shares, body[start:end])
    if not match:
        return None
    return noun_before(body, start, start + match.start())[0], match.group(1)


def tidy(item: str) -> str:
    """An item without stray punctuation at its ends and without half a pair of marks."""
    text = item.strip(" 、,;:了等-—\n").removeprefix("的")
    if text.count("“") != text.count("”"):
        text = text.replace("“", "").replace("”", "")
    if text.count("(") != text.count(")"):
        text = text.replace("(", "").replace(")", "")
    return text or item.strip() or "数量"
