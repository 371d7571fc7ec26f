"""Charts: honest scales, order kept, text that fits and can be read, files drawn once and alike every time."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pydantic import ValidationError

from generator import model
from generator.places import gazetteer
from generator.profiles.shelf import Shelf
from generator.publish.charts import bars, canvas, charts, plots
from generator.publish.corpus import corpus
from generator.rules.site import ChartWords
from generator.workspace import RULES as FOLDER
from generator.workspace import Workspace
from tests.project import FROZEN, ROOT, RULES

FRAMES = (plots.WIDE, plots.NARROW)
FIXTURE = ROOT / "tests/fixtures/two_years"
TWO_YEARS = corpus.load(RULES, Shelf(Workspace(FIXTURE)))
REAL = corpus.load(RULES, Shelf(Workspace(FROZEN)))


def many(count: int) -> corpus.Corpus:
    """A corpus of `count` divisions in the order of their table; reports of 2000 to 2024, some without a date."""
    lines = (FOLDER / "divisions.csv").read_text(encoding="utf-8").splitlines()
    codes = [line.split(",") for line in lines if line[0].isdigit()][:: max(1, 3000 // count)][:count]
    divisions, profiles = gazetteer.load(RULES), []
    for number, (code, name) in enumerate(codes):
        unit, value = ("场次", 3 ** (number % 9)) if number % 2 else ("场", number)
        figure = {"item": "宣讲", "value": value, "unit": unit, "concept": "lectures", "quote": f"宣讲{value}{unit}"}
        measure = {"heading": "一", "level": 1, "themes": [model.THEMES[number % 8]], "indicators": [figure]}
        published = None if number % 26 == 25 else str(2000 + number % 26)
        profiles.append(model.Profile.model_validate({
            "schema": 1,
            "id": f"p{number}",
            "source": {"file": f"{number}.txt", "sha256": "0" * 64, "published": published},
            "regions": [{"name": name, "adcode": code, "level": divisions.get(code).level, "measures": [measure]}],
        }))  # fmt: skip
    return corpus.gather(profiles, divisions)


CORPORA = {"two years": TWO_YEARS, "real": REAL, "many": many(400)}
DRAWN = {name: charts.build(RULES, made) for name, made in CORPORA.items()}
CANVASES = [
    pytest.param(surface, id=f"{name} {chart.name} {width}")
    for name, drawn in DRAWN.items()
    for chart in drawn.values()
    for width, surface in (("wide", chart.wide), ("narrow", chart.narrow))
]


def texts(surface: canvas.Canvas) -> list[canvas.Text]:
    return [shape for shape in surface.shapes if isinstance(shape, canvas.Text)]


def edges(text: canvas.Text) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the characters."""
    wide = canvas.width(text.text, text.size, text.weight)
    left = text.x - {"left": 0.0, "center": wide / 2, "right": wide}[text.align]
    return left, text.y - text.size * 0.86, left + wide, text.y + text.size * 0.1


def row(value: float, label: str = "1次") -> bars.Bar:
    return bars.Bar("延吉市", "活动", value, label, "2023")


def concept(values: list[float], frame: plots.Frame = plots.WIDE) -> canvas.Canvas:
    return bars.concept("题", [bars.Panel((), [("县级", [row(value) for value in values])])], "注", frame)


def test_a_glyph_the_font_lacks_is_an_error_and_never_reaches_the_painter() -> None:
    surface = canvas.Canvas(100, 40)
    surface.shapes.append(canvas.Text(0, 20, "𪚥", 14, "ink", "regular", "left"))
    with pytest.raises(ValueError, match="glyph"):
        surface.svgs("题")
    surface = canvas.Canvas(100, 40)
    surface.text(0, 20, "龙𪚥")
    assert [text.text for text in texts(surface)] == ["龙〓"]
    surface.svgs("题")


def test_text_of_a_source_is_never_taken_for_a_formula() -> None:
    surface = canvas.Canvas(200, 40)
    surface.text(0, 20, r"$\frac$ 1 $x$")
    assert "</svg>" in surface.svgs("a < b & c")["light"]


@pytest.mark.parametrize("name", ["divisions.csv", "townships.csv", "vocabulary.yml", "charts.yml"])
def test_the_fonts_have_every_place_name_and_every_word_of_ours(name: str) -> None:
    text = "".join(set((FOLDER / name).read_text(encoding="utf-8")) - {"\n"})
    assert set(canvas.drawable(text)) == set(canvas.drawable(text).replace(canvas.MISSING, ""))


def test_a_text_with_an_unknown_name_in_braces_is_refused() -> None:
    with pytest.raises(ValidationError, match="places"):
        ChartWords.model_validate({**RULES.charts.model_dump(), "alt_more": "其余 {place_count} 个"})


def test_titles_have_every_character_in_bold() -> None:
    words = RULES.charts
    title = words.title_timeline + words.title_timeline_many
    title += "".join(one.label.zh + "".join(f.label.zh for f in one.families) for one in RULES.vocabulary.concepts.values())
    assert canvas.MISSING not in canvas.drawable(title, "bold")


@pytest.mark.parametrize("surface", CANVASES)
def test_text_stays_in_the_picture_and_apart(surface: canvas.Canvas) -> None:
    placed = [(text, edges(text)) for text in texts(surface)]
    wide, high = surface.width + 0.5, surface.height
    assert [t.text for t, (x1, y1, x2, y2) in placed if x1 < -0.5 or y1 < 0 or x2 > wide or y2 > high] == []
    placed.sort(key=lambda one: one[1][1])
    clashes = []
    for index, (one, a) in enumerate(placed):
        for other, b in placed[index + 1 :]:
            if b[1] >= a[3]:
                break
            if a[0] < b[2] - 0.5 and b[0] < a[2] - 0.5:
                clashes.append((one.text, other.text))
    assert clashes == []


@pytest.mark.parametrize("surface", CANVASES)
def test_marks_stay_in_the_picture_and_off_the_text(surface: canvas.Canvas) -> None:
    boxes = [s for s in surface.shapes if isinstance(s, canvas.Box) and s.role == "accent"]
    assert all(box.x >= 0 and box.x + box.width <= surface.width for box in boxes)
    strokes = [line for s in surface.shapes if isinstance(s, canvas.Strokes) for line in s.lines]
    upright = [(x1, y1, y2) for x1, y1, x2, y2 in strokes if x1 == x2]
    for text in texts(surface):
        left, top, right, bottom = edges(text)
        assert not [1 for x, y1, y2 in upright if left < x < right and y1 < bottom - 1 and y2 > top + 1], text.text
        beside = [b for b in boxes if left < b.x + b.width and right > b.x]
        assert not [b for b in beside if top < b.y + b.height - 4 and bottom > b.y + 4], text.text


@pytest.mark.parametrize("surface", CANVASES)
def test_text_is_large_enough(surface: canvas.Canvas) -> None:
    """The wide picture stands 720 pixels wide, the narrow one 328 of its 340 on a phone of 360."""
    shown = 328 / 340 if surface.width < 400 else 1
    assert min(text.size for text in texts(surface)) * shown > 11


@pytest.mark.parametrize("frame", FRAMES)
def test_bars_are_as_long_as_their_values(frame: plots.Frame) -> None:
    surface = concept([50, 100, 1], frame)
    lengths = [shape.width for shape in surface.shapes if isinstance(shape, canvas.Box)]
    assert lengths[1] == pytest.approx(lengths[0] * 2, abs=0.02)
    assert lengths[1] == pytest.approx(lengths[2] * 100, rel=0.02)


@pytest.mark.parametrize("frame", FRAMES)
def test_values_far_apart_are_dots_on_a_marked_scale_never_bars(frame: plots.Frame) -> None:
    surface = concept([1, 101, 10000], frame)
    assert not [shape for shape in surface.shapes if isinstance(shape, canvas.Box)]
    dots = [shape.x for shape in surface.shapes if isinstance(shape, canvas.Dot)]
    assert (dots[1] - dots[0]) / (dots[2] - dots[0]) == pytest.approx(0.501, abs=0.001)
    assert {"1", "1万"} <= {text.text for text in texts(surface)}


def test_bars_give_way_to_dots_past_a_hundred_to_one() -> None:
    assert [shape for shape in concept([1, 100]).shapes if isinstance(shape, canvas.Box)]
    assert not [shape for shape in concept([1, 101]).shapes if isinstance(shape, canvas.Box)]


def test_zero_and_less_than_zero_stay_on_a_linear_scale() -> None:
    surface = concept([0, -5, 10000])
    zero, below, above = (shape for shape in surface.shapes if isinstance(shape, canvas.Box))
    assert zero.width == 1
    assert below.x < zero.x == above.x
    assert concept([0]).height == concept([7]).height


def test_the_order_given_is_the_order_drawn() -> None:
    for drawn in DRAWN.values():
        for chart in drawn.values():
            for surface in (chart.wide, chart.narrow):
                ys = [s.y for s in surface.shapes if isinstance(s, canvas.Box | canvas.Dot)]
                assert ys == sorted(ys)
    made = charts.build(RULES, TWO_YEARS)["minority_development_funds"]
    names = [text.text for text in texts(made.wide) if text.text in ("延吉市", "**县")]
    assert names == ["延吉市", "延吉市", "**县"]


def test_two_documents_of_a_region_are_told_apart() -> None:
    drawn = DRAWN["two years"]
    assert "1520万元" in drawn["minority_development_funds"].alt
    notes = [text.text for text in texts(drawn["minority_development_funds"].wide)]
    assert "2024（2024-07 发布）" in notes and "2023（2023-07-25 发布）" in notes


def test_units_that_are_not_comparable_have_panels_of_their_own() -> None:
    drawn = [text.text for text in texts(DRAWN["two years"]["study_sessions"].wide)]
    assert drawn.index("单位：场次（不与其他单位相比）") < drawn.index("约410场(次)")
    assert drawn.index("单位：天（不与其他单位相比）") < drawn.index("12天")


def test_concepts_without_figures_have_no_chart() -> None:
    assert "ethnic_affairs_staff" not in DRAWN["two years"]
    assert set(DRAWN["real"]) == {"timeline"} | {figure.indicator.concept for figure in REAL.figures() if figure.indicator.concept}


def test_a_large_corpus_is_gathered_by_province_and_year() -> None:
    drawn = DRAWN["many"]
    strips = [shape for shape in drawn["lectures"].wide.shapes if shape.role == "accent"]
    assert 20 < len(strips) < 100
    told = {text.text for text in texts(drawn["lectures"].wide)}
    assert {"吉林省", "每一短线为一个数字；数字过多，按省份归并"} <= told
    assert sum(len(texts(chart.narrow)) for chart in drawn.values()) < 900
    assert "日期未注明" in {text.text for text in texts(drawn["timeline"].wide)}


def test_alternative_texts_say_what_is_drawn() -> None:
    drawn = DRAWN["two years"]
    assert drawn["audience"].alt == (
        "图：受众与参观。1 个地区的 3 个数字，均为原文所称：延吉市（县级，2016-2020）受众 1.82亿人次；"
        "延吉市（县级，时期未注明）受众(下限) 0人；延吉市（县级，时期未注明）接待学习人员 2.5万余人。"
    )
    assert "**县 日期未注明" in drawn["timeline"].alt
    assert all(len(chart.alt) < 600 for one in DRAWN.values() for chart in one.values())


def test_a_chart_is_four_well_formed_files_without_date_or_outside_reference() -> None:
    files = charts.files([DRAWN["two years"]["audience"]], Path("nowhere"))
    stems = ("audience-light", "audience-dark", "audience-narrow-light", "audience-narrow-dark")
    assert list(files) == [f"charts/{stem}.svg" for stem in stems]
    for path, text in files.items():
        root = ElementTree.fromstring(text)
        assert root.find("{http://www.w3.org/2000/svg}title").text == "受众与参观（单位：人、人次）"  # type: ignore[union-attr]
        assert root.attrib["width"] == ("340" if "narrow" in path else "720")
        assert "<text" not in text and "<image" not in text and "dc:date" not in text and "atplotlib" not in text
        assert all(link.startswith("#") for link in re.findall(r'(?:href|src)="([^"]*)"', text))


def test_drawing_again_in_another_process_gives_the_same_bytes() -> None:
    program = (
        "import hashlib, sys; from pathlib import Path; from generator.rules import Rules; from generator.publish.charts import charts; from generator.publish.corpus import corpus; from generator.profiles.shelf import Shelf;"
        "from generator.workspace import Workspace;"
        "made = charts.build(Rules(), corpus.load(Rules(), Shelf(Workspace(Path(sys.argv[1])))));"
        "print(hashlib.sha256(repr(charts.files([made['audience']], Path('nowhere'))).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program, str(FIXTURE)],
            cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    here = charts.files([DRAWN["two years"]["audience"]], Path("nowhere"))
    assert digests == {hashlib.sha256(repr(here).encode()).hexdigest() + "\n"}


def test_what_has_not_changed_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = charts.build(RULES, TWO_YEARS)
    for path, text in charts.files(drawn.values(), tmp_path).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    painted = list[canvas.Canvas]()

    def paint(surface: canvas.Canvas) -> str:
        painted.append(surface)
        return "<svg ></svg>"

    monkeypatch.setattr(canvas, "_paint", paint)
    charts.files(drawn.values(), tmp_path)
    assert painted == []
    (profile,) = [one for one in TWO_YEARS.documents if one.id == "masked"]
    data: Any = profile.model_dump(by_alias=True)
    data["regions"][0]["measures"][0]["indicators"][0]["value"] = 910000
    others = [one for one in TWO_YEARS.documents if one.id != "masked"]
    changed = corpus.gather([*others, model.Profile.model_validate(data)], gazetteer.load(RULES))
    again = charts.build(RULES, changed)
    charts.files(again.values(), tmp_path)
    funds = again["minority_development_funds"]
    assert painted == [funds.wide, funds.narrow]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("scheme", "page"), [("light", "#ffffff"), ("dark", "#0d1117"), ("dark", "#1e2129")])
def test_colours_can_be_told_from_the_page(scheme: canvas.Scheme, page: str) -> None:
    colours = canvas.COLOURS[scheme]
    assert min(contrast(colours[role], page) for role in ("ink", "quiet")) >= 4.5
    assert contrast(colours["accent"], page) >= 3


def test_a_text_is_cut_only_where_it_is_wider_than_its_place() -> None:
    text = "民族团结进步（示范单位"
    assert canvas.fit(text, canvas.width(text)) == text
    assert canvas.fit(text, canvas.width(text) - 1) == "民族团结进步（示范…"
    assert canvas.fit(text, canvas.width("民族团结进步（…")) == "民族团结进步…"


def test_lines_break_where_chinese_lines_may() -> None:
    lines = canvas.wrap("共计（一百二十）人。自2016-2020年起，“十三五”期间完成1,234,567件。", 70, 14)
    assert "".join(lines) == "共计（一百二十）人。自2016-2020年起，“十三五”期间完成1,234,567件。"
    for line, after in zip(lines, lines[1:], strict=False):
        assert line[-1] not in "（“" and after[0] not in "，。）”"
    assert any("1,234,567" in line for line in lines)


@pytest.mark.parametrize(("date", "start", "end"), [("2024", 2024, 2025), ("2024-07", 2024.5, 2024.5833), ("2024-01-01", 2024, 2024.0027)])
def test_a_date_covers_what_it_may_mean(date: str, start: float, end: float) -> None:
    assert charts.span(date) == pytest.approx((start, end), abs=0.0001)


def test_dates_follow_one_another_on_the_timeline() -> None:
    days = ["2023-12-31", "2024-01-01", "2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01"]
    for one, other in combinations(days, 2):
        assert charts.span(one)[0] < charts.span(other)[0]
