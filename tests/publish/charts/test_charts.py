"""Charts: honest scales, order kept, text that fits and can be read, files alike every time."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from pydantic import ValidationError

from generator import model
from generator.places import gazetteer
from generator.profiles.shelf import Shelf
from generator.publish.charts import charts, drawing, picture, scales, words
from generator.publish.corpus import corpus
from generator.rules.site import ChartWords
from generator.workspace import RULES as FOLDER
from generator.workspace import Workspace
from tests.project import FROZEN, ROOT, RULES

DIVISIONS = gazetteer.load(RULES)
TWO_YEARS = corpus.load(RULES, Shelf(Workspace(ROOT / "tests/fixtures/two_years")))
REAL = corpus.load(RULES, Shelf(Workspace(FROZEN)))
YANJI, DUNHUA, HUNCHUN, YONGDENG, JILIN = "222401", "222403", "222404", "620121", "220000"


def profile(number: int, code: str, figures: Sequence[tuple[str, float, str, str | None]], published: str | None) -> model.Profile:
    """A report of a division on lectures; each figure an item, a value, a unit and a period."""
    made = [
        {"item": item, "value": value, "unit": unit, "concept": "lectures", "quote": f"{item}{value:g}{unit}", "period": period}
        for item, value, unit, period in figures
    ]
    division = DIVISIONS.get(code)
    measure = {"heading": "一", "level": 1, "themes": [model.THEMES[number % 8]], "indicators": made}
    return model.Profile.model_validate({
        "schema": 1,
        "id": f"p{number}",
        "source": {"file": f"{number}.txt", "sha256": "0" * 64, "published": published},
        "regions": [{"name": division.name, "adcode": code, "level": division.level, "measures": [measure]}],
    })  # fmt: skip


def gathered(*reports: tuple[str, Sequence[tuple[str, float, str, str | None]], str | None]) -> corpus.Corpus:
    return corpus.gather([profile(number, *report) for number, report in enumerate(reports)], DIVISIONS)


def many(count: int) -> corpus.Corpus:
    """A corpus of `count` divisions in the order of their table; reports of 2000 to 2024, some without a date."""
    lines = (FOLDER / "divisions.csv").read_text(encoding="utf-8").splitlines()
    codes = [line.split(",")[0] for line in lines if line[0].isdigit()][:: max(1, 3000 // count)][:count]
    return gathered(*(
        (code, [("宣讲", *((3 ** (n % 9), "场次") if n % 2 else (n, "场")), "2024" if n % 3 else None)], None if n % 26 == 25 else str(2000 + n % 26))
        for n, code in enumerate(codes)
    ))  # fmt: skip


SOME = gathered(
    (JILIN, [("宣讲", 6000, "场次", "2024")], "2025-01"),
    (YANJI, [("宣讲", 120, "场次", "2024"), ("入户宣讲", 30, "场次", None)], "2024-07"),
    (YANJI, [("宣讲", 90, "场次", "2023")], "2023-07-25"),
    (DUNHUA, [("宣讲", 40, "场次", "2024"), ("广播", 5, "天", "2024")], None),
)
CORPORA = {"some": SOME, "real": REAL, "many": many(400)}
DRAWN = {name: charts.build(RULES, made) for name, made in CORPORA.items()}
Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels from the upper left corner."""


@dataclass
class Seen:
    """What stands in a picture, and where."""

    size: tuple[float, float]
    texts: list[tuple[str, Box]]
    least: float
    """The size of the smallest text."""
    bars: list[Box]
    dots: list[tuple[float, float]]
    """Their middles."""
    strokes: int
    lines: list[Box]
    """Upright hairlines."""
    axes: list[Any]

    @property
    def words(self) -> list[str]:
        """All texts from top to bottom."""
        return [text for text, _ in sorted(self.texts, key=lambda one: (one[1][3] + one[1][1], one[1][0]))]


def seen(made: picture.Picture, frame: picture.Frame = picture.WIDE) -> Seen:
    """Draws a picture and asks matplotlib where everything came to stand."""
    with matplotlib.rc_context(drawing.style()):
        figure = drawing.drawn(made, frame)
        surface = FigureCanvasAgg(figure)
        surface.draw()
        renderer, high = surface.get_renderer(), figure.bbox.height

        def box(artist: Any) -> Box:
            found = artist.get_window_extent(renderer)
            return found.x0, high - found.y1, found.x1, high - found.y0

        texts, bars, dots, strokes, lines = list(figure.texts), list[Box](), list[tuple[float, float]](), 0, list[Box]()
        for axes in figure.axes:
            texts += axes.texts
            bars += [box(patch) for patch in axes.patches]
            if axes.axison and axes.xaxis.get_visible():
                texts += axes.get_xticklabels()
                grid = [tick.gridline for tick in axes.xaxis.get_major_ticks()]
                lines += [box(line) for line in grid if line.get_visible()]
            if axes.axison and axes.spines["left"].get_visible():
                lines.append(box(axes.spines["left"]))
            for line in axes.lines:
                points = [(x, high - y) for x, y in axes.transData.transform(line.get_xydata())]
                dots += points if line.get_marker() == "o" else []
                strokes += 0 if line.get_marker() == "o" else len(points) // 3
        told = [(text.get_text(), box(text)) for text in texts if text.get_text()]
        least = min(text.get_fontsize() for text in texts)
        return Seen((figure.bbox.width, high), told, least, bars, sorted(dots, key=lambda at: at[1]), strokes, lines, figure.axes)


SEEN = [
    pytest.param(seen(chart.picture, frame), id=f"{name} {chart.name} {frame.width}")
    for name, drawn in DRAWN.items()
    for chart in drawn.values()
    for frame in picture.FRAMES
]


def of(values: Sequence[float], frame: picture.Frame = picture.WIDE, undated: bool = False) -> Seen:
    """A picture of bars of one region."""
    rows = tuple(picture.Row("延吉市", "活动", (value,), "1次", "2023", undated) for value in values)
    return seen(picture.Picture("题", (picture.Panel((), "县级", "bars", rows),), "注"), frame)


def test_a_glyph_the_font_lacks_is_an_error_and_never_reaches_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    made = picture.Picture("题", (picture.Panel((), "县级", "bars", (picture.Row("龙𪚥", "", (1,), "1𪚥"),)),), "𪚥")
    assert {"龙〓", "1〓", "〓"} <= set(seen(made).words)
    drawing.svgs(made, picture.WIDE)
    monkeypatch.setattr(scales, "drawable", lambda text: text)
    monkeypatch.setattr(picture, "drawable", lambda text, *_: text)
    monkeypatch.setattr(words, "drawable", lambda text, *_: text.replace("𪚥", "龙"))
    with pytest.raises(UserWarning, match="Glyph"):
        drawing.svgs(made, picture.WIDE)


def test_text_of_a_source_is_never_taken_for_a_formula() -> None:
    row = picture.Row(r"$\frac$ 1 $x$", "", (1,), "1$")
    text = drawing.svgs(picture.Picture("a < b & c", (picture.Panel((), "", "bars", (row,)),), ""), picture.WIDE)["light"]
    assert "</svg>" in text and "a &lt; b &amp; c" in text


@pytest.mark.parametrize("name", ["divisions.csv", "townships.csv", "vocabulary.yml", "charts.yml"])
def test_the_fonts_have_every_place_name_and_every_word_of_ours(name: str) -> None:
    text = "".join(set((FOLDER / name).read_text(encoding="utf-8")) - {"\n"})
    assert set(words.drawable(text)) == set(words.drawable(text).replace(words.MISSING, ""))


def test_a_text_with_an_unknown_name_in_braces_is_refused() -> None:
    with pytest.raises(ValidationError, match="places"):
        ChartWords.model_validate({**RULES.charts.zh.model_dump(), "note_timeline": "其余 {place_count} 个"})


def test_titles_have_every_character_in_bold() -> None:
    title = RULES.charts.zh.title_timeline + RULES.charts.zh.title_timeline_many
    title += "".join(one.label.zh + "".join(f.label.zh for f in one.families) for one in RULES.vocabulary.concepts.values())
    assert words.MISSING not in words.drawable(title, "bold")


@pytest.mark.parametrize("surface", SEEN)
def test_text_stays_in_the_picture_and_apart(surface: Seen) -> None:
    wide, high = surface.size
    assert [text for text, (x1, y1, x2, y2) in surface.texts if x1 < -0.5 or y1 < 0 or x2 > wide + 0.5 or y2 > high] == []
    placed = sorted(((text, (x1, y1 + 4, x2, y2 - 4)) for text, (x1, y1, x2, y2) in surface.texts), key=lambda one: one[1][1])
    clashes = []
    for index, (one, a) in enumerate(placed):
        for other, b in placed[index + 1 :]:
            if b[1] >= a[3]:
                break
            if a[0] < b[2] - 0.5 and b[0] < a[2] - 0.5:
                clashes.append((one, other))
    assert clashes == []


@pytest.mark.parametrize("surface", SEEN)
def test_marks_and_hairlines_stay_in_the_picture_and_off_the_text(surface: Seen) -> None:
    assert all(left >= -1 and right <= surface.size[0] for left, _, right, _ in surface.bars)
    for text, (left, top, right, bottom) in surface.texts:
        assert not [1 for x, y1, _, y2 in surface.lines if left + 0.5 < x < right - 0.5 and y1 < bottom - 5 and y2 > top + 5], text
        assert not [1 for x1, y1, x2, y2 in surface.bars if left < x2 and right > x1 and top + 5 < y2 - 2 and bottom - 5 > y1 + 2], text


@pytest.mark.parametrize("surface", SEEN)
def test_text_is_large_enough(surface: Seen) -> None:
    """The wide picture stands 720 pixels wide, the narrow one 328 of its 340 on a phone of 360."""
    assert surface.least * (328 / 340 if surface.size[0] < 400 else 1) > 11


@pytest.mark.parametrize("frame", picture.FRAMES)
def test_bars_are_as_long_as_their_values(frame: picture.Frame) -> None:
    lengths = [right - left for left, _, right, _ in of([50, 100, 1], frame).bars]
    assert lengths[1] == pytest.approx(lengths[0] * 2, abs=0.1)
    assert lengths[1] == pytest.approx(lengths[2] * 100, rel=0.02)


@pytest.mark.parametrize("frame", picture.FRAMES)
def test_values_far_apart_are_dots_on_a_marked_scale_never_bars(frame: picture.Frame) -> None:
    surface = of([1, 101, 10000], frame)
    assert surface.bars == []
    dots = [x for x, _ in surface.dots]
    assert (dots[1] - dots[0]) / (dots[2] - dots[0]) == pytest.approx(0.501, abs=0.001)
    assert {"1", "1万"} <= set(surface.words)


def test_bars_give_way_to_dots_past_a_hundred_to_one() -> None:
    assert of([1, 100]).bars and not of([1, 101]).bars


def test_zero_and_less_than_zero_stay_on_a_linear_scale() -> None:
    zero, below, above = of([0, -5, 10000]).bars
    assert zero[0] == pytest.approx(zero[2]) and below[2] == pytest.approx(zero[0]) and above[0] == pytest.approx(zero[0])
    assert of([0]).size == of([7]).size


@pytest.mark.parametrize("values", [[1, 50], [1, 5000]])
def test_the_mark_of_a_figure_without_a_period_is_hollow(values: list[float]) -> None:
    def filled(undated: bool) -> set[bool]:
        (axes,) = of(values, undated=undated).axes
        marks = [patch.get_facecolor()[3] > 0 for patch in axes.patches]
        return {*marks, *(line.get_markerfacecolor() != "none" for line in axes.lines if len(line.get_xdata()))}

    assert filled(False) == {True} and filled(True) == {False}


def test_the_order_given_is_the_order_drawn() -> None:
    for drawn in DRAWN.values():
        for chart in drawn.values():
            for panel in chart.picture.panels:
                for frame in picture.FRAMES:
                    ys = [line.y for line in picture.lines(panel, frame)]
                    assert ys == sorted(set(ys))
    names = [text for text in seen(DRAWN["some"]["lectures"].picture).words if text in ("吉林省", "延吉市", "敦化市")]
    assert names == ["吉林省", "延吉市", "延吉市", "敦化市"]


def test_each_level_has_a_scale_of_its_own_and_says_so() -> None:
    surface = seen(DRAWN["some"]["lectures"].picture)
    province, county = surface.axes
    assert province.get_xlim()[1] > 6000 > 300 > county.get_xlim()[1]
    assert RULES.charts.zh.unit_level in surface.words
    assert [text for text in surface.words if text in ("省级", "县级")] == ["省级", "县级"]


def test_two_documents_of_a_region_and_two_items_are_told_apart() -> None:
    told = seen(DRAWN["some"]["lectures"].picture).words
    assert {
        "2024（2024-07 发布）",
        "2023（2023-07-25 发布）",
        "时期未注明（2024-07 发布）",
        "入户宣讲",
        RULES.charts.zh.unit_undated,
    } <= set(told)


def test_what_fewer_than_three_regions_state_in_one_unit_is_not_drawn() -> None:
    assert set(charts.build(RULES, TWO_YEARS)) == {"timeline", "timeline-en"}
    chart = DRAWN["some"]["lectures"]
    assert "广播" not in seen(chart.picture).words and "广播" not in chart.alt
    two = gathered((YANJI, [("宣讲", 1, "场次", None)], None), (DUNHUA, [("宣讲", 2, "场次", None), ("宣讲", 3, "场次", None)], None))
    assert set(charts.build(RULES, two)) == {"timeline", "timeline-en"}


def test_units_that_are_not_comparable_have_panels_of_their_own() -> None:
    codes = (YANJI, DUNHUA, HUNCHUN)
    both = gathered(*((code, [("宣讲", 7, "场次", "2024"), ("广播", 5, "天", "2024")], None) for code in codes))
    told = seen(charts.build(RULES, both)["lectures"].picture).words
    first, second = (told.index(f"单位：{unit}（不与其他单位相比）") for unit in ("场次", "天"))
    assert first < told.index("7场次") < second < told.index("5天")


def test_a_large_corpus_is_gathered_by_province_and_year() -> None:
    drawn = DRAWN["many"]
    surface = seen(drawn["lectures"].picture)
    assert 200 < surface.strokes <= 400 and not surface.bars
    some = [place for place in CORPORA["many"].reports if place.place.level == "county" and place.place.chain[0].name == "吉林省"]
    undated = sum(not figure.indicator.period for report in some for figure in report.figures)
    assert undated and f"吉林省 {len(some)}（{undated}）" in surface.words
    assert sum(len(seen(chart.picture, picture.NARROW).texts) for name, chart in drawn.items() if not name.endswith("-en")) < 200
    assert "日期未注明" in seen(drawn["timeline"].picture).words


def test_alternative_texts_say_what_is_drawn() -> None:
    assert DRAWN["some"]["lectures"].alt == (
        "图：宣讲、宣传与普法。3 个地区的 5 个数字，均为原文所称：吉林省（省级，2024）宣讲 6000场次；延吉市（县级，2024）宣讲 120场次；"
        "延吉市（县级，时期未注明）入户宣讲 30场次；延吉市（县级，2023）宣讲 90场次；敦化市（县级，2024）宣讲 40场次。"
    )
    assert DRAWN["some"]["lectures-en"].alt == (
        "Chart: Lectures, publicity and legal education. 5 figures of 3 regions, all as stated by the sources; the table below has each of them."
    )
    assert "敦化市 日期未注明" in DRAWN["some"]["timeline"].alt
    assert all(len(chart.alt) < 600 for one in DRAWN.values() for chart in one.values())


@pytest.mark.parametrize("name", ["lectures-en", "timeline-en"])
@pytest.mark.parametrize("frame", picture.FRAMES)
def test_english_pictures_have_chinese_names_items_and_units_alone(name: str, frame: picture.Frame) -> None:
    own = {report.place.name for report in SOME.reports} | {figure.indicator.item for figure in SOME.figures()} | {"场次", "天", "次"}
    words = [re.sub("|".join(sorted(own, key=len, reverse=True)), "", text) for text in seen(DRAWN["some"][name].picture, frame).words]
    assert not re.findall("[\u3000-\u9fff\uff00-\uffef]", "".join(words))
    assert re.findall("[\u3000-\u9fff\uff00-\uffef]", "".join(seen(DRAWN["some"][name.removesuffix("-en")].picture, frame).words))


def test_no_english_label_of_six_digits_is_cut_on_a_phone() -> None:
    """Whose qualifiers are words."""
    labels = [f"{one.label.en} 400,000 场次" for code, one in RULES.vocabulary.qualifiers.items() if code != "exact"]
    assert [label for label in labels if scales.label(label, picture.NARROW) != label] == []


def test_a_chart_is_four_well_formed_files_without_date_or_outside_reference() -> None:
    files = charts.files([DRAWN["some"]["lectures"]])
    stems = ("lectures-light", "lectures-dark", "lectures-narrow-light", "lectures-narrow-dark")
    assert list(files) == [f"charts/{stem}.svg" for stem in stems]
    for path, text in files.items():
        root = ElementTree.fromstring(text)
        assert root.find("{http://www.w3.org/2000/svg}title").text == "宣讲、宣传与普法（单位：场次）"  # type: ignore[union-attr]
        wide, narrow = DRAWN["some"]["lectures"].sizes
        assert (float(root.attrib["width"]), float(root.attrib["height"])) == (narrow if "narrow" in path else wide)
        assert "<text" not in text and "<image" not in text and "dc:date" not in text and "atplotlib" not in text
        assert all(link.startswith("#") for link in re.findall(r'(?:href|src)="([^"]*)"', text))


def test_the_dark_file_is_the_light_one_in_its_own_colours() -> None:
    light, dark = drawing.svgs(DRAWN["some"]["lectures"].picture, picture.WIDE).values()
    assert set(re.findall("#[0-9a-f]{6}", light)) == set(drawing.colours("light"))
    assert set(re.findall("#[0-9a-f]{6}", dark)) == set(drawing.colours("dark"))
    assert re.sub("#[0-9a-f]{6}", "", light) == re.sub("#[0-9a-f]{6}", "", dark)


def test_drawing_again_in_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever that machine's own settings are."""
    (tmp_path / "matplotlibrc").write_text("axes.linewidth: 9\nfont.size: 30\nxtick.major.size: 20\n", encoding="utf-8")
    program = (
        "import hashlib; from tests.publish.charts.test_charts import DRAWN; from generator.publish.charts import charts;"
        "print(hashlib.sha256(repr(charts.files(DRAWN['some'].values())).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "1", "MATPLOTLIBRC": str(tmp_path)}, check=True, capture_output=True, text=True,
        ).stdout
    }  # fmt: skip
    here = charts.files(DRAWN["some"].values())
    assert digests == {hashlib.sha256(repr(here).encode()).hexdigest() + "\n"}


def test_a_chart_s_key_changes_with_what_it_shows_alone() -> None:
    (old,) = [one for one in SOME.documents if one.regions[0].adcode == DUNHUA]
    data: Any = old.model_dump(by_alias=True)
    data["regions"][0]["measures"][0]["indicators"][0]["value"] = 41
    changed = corpus.gather([*(one for one in SOME.documents if one.id != old.id), model.Profile.model_validate(data)], DIVISIONS)
    again = charts.build(RULES, changed)
    assert again["lectures"].key != DRAWN["some"]["lectures"].key and again["timeline"].key == DRAWN["some"]["timeline"].key


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("scheme", "page"), [("light", "#ffffff"), ("dark", "#12161b"), ("dark", "#1a1f26")])
def test_colours_can_be_told_from_the_page(scheme: drawing.Scheme, page: str) -> None:
    ink, quiet, _, accent = drawing.colours(scheme)
    assert min(contrast(ink, page), contrast(quiet, page)) >= 4.5
    assert contrast(accent, page) >= 3


def test_a_text_is_cut_only_where_it_is_wider_than_its_place() -> None:
    text = "民族团结进步（示范单位"
    assert words.fit(text, words.width(text)) == text
    assert words.fit(text, words.width(text) - 1) == "民族团结进步（示范…"
    assert words.fit(text, words.width("民族团结进步（…")) == "民族团结进步…"


def test_lines_break_where_chinese_lines_may() -> None:
    lines = words.wrap("共计（一百二十）人。自2016-2020年起，“十三五”期间完成1,234,567件。", 70, 14)
    assert "".join(lines) == "共计（一百二十）人。自2016-2020年起，“十三五”期间完成1,234,567件。"
    for line, after in pairwise(lines):
        assert line[-1] not in "（“" and after[0] not in "，。）”"
    assert any("1,234,567" in line for line in lines)


@pytest.mark.parametrize(("date", "start", "end"), [("2024", 2024, 2025), ("2024-07", 2024.5, 2024.5833), ("2024-01-01", 2024, 2024.0027)])
def test_a_date_covers_what_it_may_mean(date: str, start: float, end: float) -> None:
    assert charts.span(date) == pytest.approx((start, end), abs=0.0001)


def test_dates_follow_one_another_on_the_timeline() -> None:
    days = ["2023-12-31", "2024-01-01", "2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01"]
    for one, other in combinations(days, 2):
        assert charts.span(one)[0] < charts.span(other)[0]
