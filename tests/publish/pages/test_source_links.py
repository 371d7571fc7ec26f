"""The way from a figure to its words in the source's own page, and to whoever mends it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Literal
from urllib.parse import unquote

import pytest

from generator.profiles.text.contexts import QuoteContext
from generator.publish.pages.views import source_link
from generator.settings import Settings


def figure(url: str | None, quote: str, context: QuoteContext | None) -> Any:
    profile = SimpleNamespace(source=SimpleNamespace(url=url))
    return SimpleNamespace(profile=profile, indicator=SimpleNamespace(quote=quote), context=context)


def context(unique: Literal["alone", "between", ""], before: str = "", after: str = "") -> QuoteContext:
    return QuoteContext(before, after, False, unique)


@pytest.mark.parametrize(
    ("url", "quote", "around", "link"),
    [
        (None, "建成基地3个", context("alone"), ""),
        ("https://a.example/b", "建成基地3个", None, "https://a.example/b"),
        ("https://a.example/b", "建成基地3个", context(""), "https://a.example/b"),
        ("https://a.example/b#c", "建成3个", context("alone", "全县"), "https://a.example/b#:~:text=建成3个"),
        ("https://a.example/b", "建成3个", context("between", "…城区", "，很好。"), "https://a.example/b#:~:text=城区-,建成3个,-，很好。"),
        ("https://a.example/b", "建成3个", context("between", "", "多"), "https://a.example/b#:~:text=建成3个,-多"),
        ("https://a.example/b", "第一行3个\n第二行", context("alone"), "https://a.example/b"),
    ],
)
def test_to_the_quote_where_it_can_be_told_from_the_rest(url: str | None, quote: str, around: QuoteContext | None, link: str) -> None:
    assert unquote(source_link(figure(url, quote, around))) == link


def test_signs_of_the_fragment_are_no_signs_in_it() -> None:
    link = source_link(figure("https://a.example/b", "A-B,C&D”1%", context("alone")))
    assert link == "https://a.example/b#:~:text=A%2DB%2CC%26D%E2%80%9D1%25"


def test_without_a_contact_an_issue_is_filled_in() -> None:
    told = Settings("站", repo_url="https://github.com/a/b").contact_link("更正：甲", "一\n二&三")
    assert unquote(told) == "https://github.com/a/b/issues/new?title=更正：甲&body=一\n二&三" and "%26%E4%B8%89" in told
    told = Settings("站", repo_url="https://gitlab.example/a/b/").contact_link("更正", "一")
    assert unquote(told) == "https://gitlab.example/a/b/-/issues/new?issue[title]=更正&issue[description]=一"
    assert (
        Settings("站", repo_url="https://github.com/a/b", contact="https://a.example/").contact_link("更正", "一") == "https://a.example/"
    )
