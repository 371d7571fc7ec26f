"""PDFs: running heads and page numbers are no text, and what setting the type has changed is undone."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from matplotlib import font_manager, rc_context
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from generator.reader.article import inputs
from tests.project import ROOT

FONT = font_manager.FontProperties(fname=str(ROOT / "generator/fonts/NotoSansSC-Regular.ttf"))
PROSE = ["近年来，三江侗族自治县扎实推进民族团结进步创建，", "全县开展宣讲320场次，受众4.6万人次。"]


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    held = io.BytesIO()
    with rc_context({"pdf.fonttype": 42}), PdfPages(held) as book:
        for lines in pages:
            figure = Figure(figsize=(8, 11))
            for number, line in enumerate(lines):
                figure.text(0.1, 0.95 - 0.04 * number, line, fontproperties=FONT)
            book.savefig(figure)
    return held.getvalue()


@pytest.mark.parametrize(
    ("pages", "lines"),
    [
        # Lines alike on all pages stay where they are text.
        ([[*PROSE], [*PROSE]], PROSE * 2),
        ([["3"], ["村道"]], ["3", "村道"]),
        ([["三江县工作简报", *PROSE, "第1页 共2页"], ["三江县工作简报", *PROSE, "第2页 共2页"]], PROSE * 2),
        ([[*PROSE, "1"], [*PROSE, "2"], [*PROSE, "3"]], PROSE * 3),
        ([[*PROSE, "— 1 —"]], PROSE),
        ([["宣 讲 3 2 0 场 次 ， 受 众 4 . 6 万 人 次 。", "1 2 3 4 5 6 7 8 9"]], ["宣讲320场次，受众4.6万人次。", "1 2 3 4 5 6 7 8 9"]),
    ],
)
def test_the_text_alone_is_read(pages: list[list[str]], lines: list[str]) -> None:
    assert inputs.extract(pdf(pages), "a.pdf").text.split("\n") == lines
