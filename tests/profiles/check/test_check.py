"""Checking and mending: every message names line, field, what is allowed and a way out.

`python -m tests.test_check` writes what is said today into the cases; look at the difference before you keep it.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

from generator import yaml_io
from generator.errors import Problem
from generator.profiles.check import check
from generator.profiles.check.plausible import stated
from generator.profiles.shelf import Shelf
from generator.profiles.text.evidence import Evidence
from generator.profiles.text.fix import fix_text
from generator.reader.seal import seal
from generator.workspace import Workspace, sha256
from tests.project import FROZEN, ROOT, RULES

CASES = ROOT / "tests/cases/check"
SOURCE = """延吉市民族工作
近年来,延吉市深化民族团结进步#创建。*市成功创建示范区。%67的群众受益。
一是实施“七项工程”。开展各类学习活动370余场次,编印读本15000册,争取资金1415万元,受众2.5万人次。
二是打造示范点:亮点12个,印发《民族团结进步条例》。朝鲜族群众广泛参与。
工作中坚持党的领导,坚持因地制宜,坚持分类指导,统筹推进各项任务落到实处,推动各族群众共居共学、共建共享、共事共乐,
不断夯实思想基础、物质基础和社会基础,以扎实成效促进经济社会高质量发展,切实增强各族群众的获得感、幸福感、安全感。
"""
GOOD = """# yaml-language-server: $schema=../schema/profile.schema.json
schema: 1
id: yanji
source:
  file: 'a.txt'
  sha256: 'b0a37f6c3b6f111717bb026cbdfa442d8109b71d015f83a832e06682540961ab'
  title: '延吉市民族工作'
  published: '2023-07-25'
  publisher: null
  byline: null
  url: null
  completeness: full
  gaps: []
review: {status: unreviewed}
regions:
  - name: '延吉市'
    adcode: '222401'
    level: county
    parent: '延边朝鲜族自治州'
    basis: stated
    clues:
      - '近年来,延吉市深化民族团结进步#创建'
    measures:
      - heading: '一是实施“七项工程”'
        level: 1
        themes: [education]
        indicators:
          - item: '学习活动'
            value: 370
            unit: '场次'
            qualifier: over
            period: '2023'
            concept: study_sessions
            quote: '开展各类学习活动370余场次'
          - item: '读本'
            value: 15000
            unit: '册'
            quote: '编印读本15000册'
          - item: '争取资金'
            value: 14150000
            unit: '元'
            concept: minority_development_funds
            quote: '争取资金1415万元'
      - heading: '二是打造示范点:亮点12个'
        level: 1
        themes: [demonstration]
    indicators: []
    documents_cited:
      - title: '《民族团结进步条例》'
        kind: law
    programmes:
      - name: '七项工程'
        count: 7
    honours: []
    networks: []
    ethnic_groups: [朝鲜族]
"""


def workspace(folder: Path, **profiles: str) -> Workspace:
    made = Workspace(folder)
    for path in (made.seeds, made.profiles):
        path.mkdir(parents=True)
    (made.seeds / "a.txt").write_text(SOURCE, encoding="utf-8", newline="\n")
    for name, text in profiles.items():
        (made.profiles / f"{name}.yml").write_bytes(text.encode("utf-8"))
    return made


def said(folder: Path, profile: str) -> list[str]:
    return [str(problem) for problem in check.check(RULES, Shelf(workspace(folder, yanji=profile)))]


# what is wrong


def cases() -> dict[str, Any]:
    return {path.stem: yaml_io.load(path.read_text(encoding="utf-8"), path.name).data for path in sorted(CASES.glob("*.yml"))}


@pytest.mark.parametrize("name", cases())
def test_a_mistake_is_told(tmp_path: Path, name: str) -> None:
    case = cases()[name]
    assert said(tmp_path, case["profile"]) == case["says"]


def test_every_mistake_is_told_in_one_run_on_its_own_line(tmp_path: Path) -> None:
    broken = GOOD
    for old, new in (
        ("adcode: '222401'", "adcode: '222402'"),
        ("themes: [education]", "themes: [edukation]"),
        ("value: 370", "value: '370'"),
        ("            period: '2023'", "            periode: '2023'"),
        ("quote: '编印读本15000册'", "quote: '编印读木15000册'"),
        ("    ethnic_groups: [朝鲜族]", "    ethnic_groups: [高丽族]"),
    ):
        assert old in broken
        broken = broken.replace(old, new)
    told = said(tmp_path, broken)
    lines = broken.splitlines()
    wanted = ("'222402'", "edukation", "'370'", "periode", "读木", "高丽族")
    assert [int(line.split(":")[1]) for line in told] == [next(n for n, text in enumerate(lines, 1) if word in text) for word in wanted]


def test_a_part_that_the_source_lacks_is_told_alone(tmp_path: Path) -> None:
    (told,) = said(tmp_path, GOOD.replace("count: 7\n", "count: 7\n        parts: ['读本', '读木']\n"))
    assert told.startswith("docs/profiles/yanji.yml:54:23: warning: regions[0].programmes[0].parts[1]: is not in the source")


def test_profiles_with_one_id_or_seed_are_told_both(tmp_path: Path) -> None:
    made = workspace(tmp_path, yanji=GOOD, other=GOOD.replace("yanji", "other").replace("id: other", "id: yanji"))
    told = [str(p) for p in check.check(RULES, Shelf(made))]
    assert any(line.startswith("docs/profiles/other.yml:3:5: id: is also that of docs/profiles/yanji.yml") for line in told)
    assert any(line.startswith("docs/profiles/yanji.yml:5:9: source.file: is also that of docs/profiles/other.yml") for line in told)


def test_files_that_are_no_profiles_are_told(tmp_path: Path) -> None:
    made = workspace(tmp_path)
    (made.profiles / "gbk.yml").write_bytes(GOOD.encode("gb18030"))
    (made.profiles / "huge.yml").write_bytes(b"#" * 50_000_000)
    (made.profiles / "nul.yml").write_bytes(b"a: \x00")
    assert [str(p).split(" (")[0] for p in check.check(RULES, Shelf(made))] == [
        "docs/profiles/gbk.yml: is not UTF-8 text, from byte 193 on",
        "docs/profiles/huge.yml: is larger than 20 MB",
        "docs/profiles/nul.yml:1:1: holds a character YAML does not allow",
    ]


@pytest.mark.parametrize("folder", ["seeds/readings", "seeds/readings/merged"])
def test_a_reading_or_base_edited_by_hand_is_told(tmp_path: Path, folder: str) -> None:
    made = workspace(tmp_path, yanji=GOOD)
    path = tmp_path / folder / "a.yml"
    path.parent.mkdir(parents=True)
    path.write_text(seal(GOOD), encoding="utf-8")
    assert check.check(RULES, Shelf(made)) == []
    path.write_text(seal(GOOD).replace("370", "380"), encoding="utf-8")
    (problem,) = check.check(RULES, Shelf(made))
    assert str(problem).startswith(
        f"{folder}/a.yml: was edited by hand, which is what the machine alone does (put the correction into docs/profiles/"
    )


@pytest.mark.parametrize("number", ["9" * 401, "9" * 5000, "-" + "9" * 31, "9" * 401 + ".5"])
@pytest.mark.parametrize("field", ["value: 15000", "count: 7"])
def test_a_number_beyond_all_measure_is_told_with_all_the_rest(tmp_path: Path, field: str, number: str) -> None:
    old = GOOD.replace("[朝鲜族]", "[高丽族]")
    told = said(tmp_path, old.replace(field, f"{field.split()[0]} {number}"))
    assert len(told) == 2 and all(len(line) < 250 for line in told)
    assert f"must be a number, not '{number[:50]}" in told[0] and told[0].endswith(
        "(a number has at most 30 digits before its point: correct it)"
    )


def test_a_number_of_thirty_digits_is_one(tmp_path: Path) -> None:
    (told,) = said(tmp_path, GOOD.replace("value: 15000", f"value: {'9' * 30}"))
    assert ": warning: " in told and "does not follow from its quote" in told


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("unit: '册'", 'unit: "册\\a"', "holds a control character: U+0007"),
        ("publisher: null", 'publisher: "延吉\\x9b新闻网"', "holds a control character: U+009B"),
        ("review: {status: unreviewed}", 'review: {status: unreviewed, note: "\\e[2J\\x7f"}', "holds a control character: U+001B, U+007F"),
        ("quote: '编印读本15000册'", 'quote: "编印\\x0b读本15000册"', "holds a control character: U+000B"),
        ("unit: '册'", 'unit: "册\\u202e"', "holds a sign that turns or hides what follows: U+202E"),
        ("unit: '册'", 'unit: "册\\uffff"', "holds what is no character: U+FFFF"),
        ("quote: '编印读本15000册'", 'quote: "编印读本\\n15000册"', "holds a line break"),
        ("unit: '册'", 'unit: "册\\u2028"', "holds a line break"),
        ("unit: '册'", "unit: ' '", "is blank"),
        ("heading: '二是打造示范点:亮点12个'", "heading: '\u3000\u200b'", "is blank"),
    ],
)
def test_what_cannot_be_seen_is_told(tmp_path: Path, old: str, new: str, what: str) -> None:
    assert old in GOOD
    (told,) = said(tmp_path, GOOD.replace(old, new))
    line = GOOD[: GOOD.index(old)].count("\n") + 1
    assert told.startswith(f"docs/profiles/yanji.yml:{line}:") and what in told, told


def test_a_sign_that_is_not_seen_leaves_a_quote_though_its_source_has_it(tmp_path: Path) -> None:
    made = workspace(tmp_path)
    source = SOURCE.replace("编印读本", "编印\a读本")
    (made.seeds / "a.txt").write_text(source, encoding="utf-8", newline="\n")
    digest = sha256(source.encode())
    text = GOOD.replace("'编印读本15000册'", '"编印\\a读本15000册"').replace(yaml_io.plain(GOOD, "")["source"]["sha256"], digest)
    (made.profiles / "yanji.yml").write_text(text, encoding="utf-8")
    assert {p.message for p in check.check(RULES, Shelf(made))} == {"holds a control character: U+0007", "is not in the source"}
    check.fix(Shelf(made))
    assert check.check(RULES, Shelf(made)) == []


def test_fixing_takes_out_what_cannot_be_seen_and_leaves_paragraphs(tmp_path: Path) -> None:
    made = workspace(tmp_path)
    note = 'note: "疑\\n\\n问"'
    bad = (
        GOOD.replace("'编印读本15000册'", '"编印\\u202e读本\\n15000册"')
        .replace("publisher: null", "publisher: |\n    延吉\n    新闻网\u200f\n")
        .replace("review: {status: unreviewed}", f"review: {{status: unreviewed, {note}}}")
    )
    (made.profiles / "yanji.yml").write_text(bad, encoding="utf-8")
    assert len(check.check(RULES, Shelf(made))) == 3
    assert {one.severity for one in check.fix(Shelf(made))} == {"fixed"}
    assert check.check(RULES, Shelf(made)) == []
    text = (made.profiles / "yanji.yml").read_text(encoding="utf-8")
    assert "publisher: '延吉 新闻网'" in text and "'编印读本 15000册'" in text and note in text
    assert check.fix(Shelf(made)) == []


def test_a_message_is_one_line_whatever_it_quotes(tmp_path: Path) -> None:
    told = said(tmp_path, GOOD.replace("'延吉市'", '"延吉\\n市"').replace("'a.txt'", '"b\\r\\n"'))
    assert [line.split(": ", 1)[1].partition(" (")[0] for line in told] == [
        "source.file: b\\r\\n is not in seeds/",
        "source.file: holds a control character: U+000D",
        "regions[0].name: holds a line break",
        "regions[0].adcode: 222401 is 延吉市, not 延吉\\n市",
    ]


def test_an_id_of_the_wrong_form_is_told_once(tmp_path: Path) -> None:
    (told,) = said(tmp_path, GOOD.replace("id: yanji", 'id: "yanji\\n"'))
    assert told.startswith('docs/profiles/yanji.yml:3:5: id: "yanji\\u000a" has not the right form: small letters, digits')


TOWN = {
    "'延吉市'\n    adcode: '222401'\n    level: county": "'街津口赫哲族乡'\n    adcode: '230881204'\n    level: township",
    "'延边朝鲜族自治州'": "'同江市'",
}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "", []),
        ("level: township", "level: county", ["18:12: regions[0].level: 街津口乡 is a township, not a county (write township)"]),
        ("'同江市'", "'佳木斯市'", ["19:13: regions[0].parent: 街津口赫哲族乡 lies in 同江市, not in '佳木斯市' (write '同江市')"]),
        ("'230881204'", "'652302203'", ["17:13: regions[0].adcode: 652302203 is 三工河哈萨克族乡, not 街津口赫哲族乡 (did you mean '230881204' (同江市街津口乡)?)"]),
        ("'街津口赫哲族乡'\n    adcode: '230881204'", "'三工河乡'\n    adcode: '652302203'", ["17:13: regions[0].adcode: 652302203 is 三工河哈萨克族乡, not 三工河乡 (write '三工河哈萨克族乡')"]),
    ],
)  # fmt: skip
def test_a_township_may_have_its_full_name(tmp_path: Path, old: str, new: str, told: list[str]) -> None:
    text = GOOD
    for before, after in TOWN.items():
        assert before in text
        text = text.replace(before, after)
    assert said(tmp_path, text.replace(old, new)) == [f"docs/profiles/yanji.yml:{line}" for line in told]


def test_an_unknown_id_is_told(tmp_path: Path) -> None:
    assert [str(p) for p in check.check(RULES, Shelf(workspace(tmp_path, yanji=GOOD)), ["yanij"])] == ["yanij: is not the id of a profile"]


def test_too_much_of_a_source_is_a_warning_and_the_share_is_there_for_all(tmp_path: Path) -> None:
    made = workspace(
        tmp_path,
        yanji=GOOD.replace(
            "quote: '编印读本15000册'",
            "quote: '编印读本15000册,争取资金1415万元,受众2.5万人次。二是打造示范点:亮点12个,印发《民族团结进步条例》。朝鲜族群众广泛参与。工作中坚持党的领导,坚持因地制宜'",
        ),
    )
    ((file, share),) = check.checked(RULES, Shelf(made)).shares
    assert file == "docs/profiles/yanji.yml" and 0.35 < share < 1
    assert [p.severity for p in check.check(RULES, Shelf(made))] == ["warning"]


# what is right


def test_a_good_profile_has_no_problems(tmp_path: Path) -> None:
    assert said(tmp_path, GOOD) == []
    assert fix_text(GOOD) == (GOOD, [])


def test_a_good_project_has_no_errors_and_publishes_little_of_its_sources() -> None:
    project = Workspace(FROZEN)
    assert [p for p in check.check(RULES, Shelf(project)) if p.severity == "error"] == []
    assert all(0 < share < 0.35 for _, share in check.checked(RULES, Shelf(project)).shares)


@pytest.mark.parametrize(
    ("quote", "unit", "value"),
    [
        ("争取资金1415万元", "元", 14150000), ("受众2.5万人次", "人次", 25000), ("解决问题20余万件", "件", 200000), ("共１，２００人", "人", 1200),
        ("投入3千多万元", "元", 30000000), ("一亿三千万元", "元", 130000000), ("两个赫哲族乡", "个", 2), ("七成以上群众", "%", 70),
        ("百分之六十七", "%", 67), ("一半以上", "%", 50), ("五六百人", "人", 600), ("十二个社区", "个", 12), ("1.2万亿元", "元", 1.2e12),
        ("文化广场  22  49", "户", 49), ("年产值 350", "元", 3500000), ("三个半小时", "小时", 3.5),
    ],
)  # fmt: skip
def test_a_value_follows_from_its_quote(quote: str, unit: str, value: float) -> None:
    assert value in [float(number) for number in stated(RULES, quote, unit)]


@pytest.mark.parametrize(
    ("quote", "unit", "value"),
    [
        ("争取资金1415万元", "元", 1415),
        ("开展活动370余场次", "场次", 380),
        ("一千二百三十户", "户", 1200),
        ("培训班", "期", 1),
        ("15000册", "册", 1500),
    ],
)
def test_a_value_does_not_follow_from_its_quote(quote: str, unit: str, value: float) -> None:
    assert value not in [float(number) for number in stated(RULES, quote, unit)]


@pytest.mark.parametrize(
    ("quote", "near"),
    [
        ("编印读木15000册", "编印读本15000册"), ("编印读本1500册", "编印读本15000册"), ("编印了读本15000册", "编印读本15000册"),
        ("开展各类学习活动370场次", "开展各类学习活动370余场次"), ("一是实施\"七项工程\"", "一是实施“七项工程”"), ("毫不相干的一句话", None), ("", None),
    ],
)  # fmt: skip
def test_the_nearest_words_of_the_source_are_found(quote: str, near: str | None) -> None:
    assert Evidence(SOURCE).nearest(quote) == near


# how problems are printed

PROBLEM = Problem("docs/profiles/a,b.yml", 3, 7, "regions[0].name", "is 100% wrong:\nquite", "mend it", "warning")


def test_problems_as_text() -> None:
    assert check.show([], "text") == "0 errors, 0 warnings\n"
    assert check.show([Problem("x.yml", message="is empty")], "text") == "x.yml: is empty\n1 error, 0 warnings\n"


def test_problems_for_tools() -> None:
    assert json.loads(check.show([PROBLEM], "json")) == [
        {
            "file": "docs/profiles/a,b.yml",
            "line": 3,
            "column": 7,
            "field": "regions[0].name",
            "message": "is 100% wrong:\nquite",
            "hint": "mend it",
            "severity": "warning",
        }
    ]
    assert json.loads(check.show([], "json")) == []


def test_problems_for_forges() -> None:
    assert check.show([PROBLEM], "github") == (
        "::warning file=docs/profiles/a%2Cb.yml,line=3,col=7,title=regions[0].name::is 100%25 wrong:%0Aquite (mend it)\n"
    )
    assert check.show([Problem("x.yml", message="is empty")], "github") == "::error file=x.yml,title=profile::is empty\n"


# mending


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("adcode: '222401'", "adcode: 222401"), ("adcode: '222401'", "adcode: '２２２４０１'"), ("adcode: '222401'", "adcode: '222401 '"), ("published: '2023-07-25'", "published: 2023-07-25"),
        ("published: '2023-07-25'", "published: '2023年7月25日'"), ("published: '2023-07-25'", "published: '2023/07/25'"), ("period: '2023'", "period: 2023"),
        ("period: '2023'", "period: '2023年'"), ("value: 15000", "value: '15000'"), ("value: 15000", "value: 15,000"), ("value: 15000", "value: １５０００"),
        ("value: 15000", "value: 15000.0"), ("name: '延吉市'", "name: 延吉市"), ("unit: '册'", "unit: 册   # 本"), ("quote: '编印读本15000册'", "quote: 编印读本15000册"),
        ("        level: 1\n        themes: [education]\n", "        themes: [education]\n        level: 1\n"),
        ("          - item: '读本'\n            value: 15000\n", "          - value: 15000\n            item: '读本'\n"),
        ("schema: 1\nid: yanji\n", "id: yanji\nschema: 1\n"),
        ("review: {status: unreviewed}\nregions:\n", "regions:\n"),
    ],
)  # fmt: skip
def test_what_has_one_right_answer_is_mended_and_said(old: str, new: str) -> None:
    assert old in GOOD
    broken = GOOD.replace(old, new)
    if new.startswith("regions"):
        broken = GOOD.replace("review: {status: unreviewed}\n", "") + "review: {status: unreviewed}\n"
    mended, done = fix_text(broken)
    assert mended.replace("'册'   # 本", "'册'") == GOOD
    assert done and all(problem.line for problem in done)
    assert fix_text(mended) == (mended, [])


@pytest.mark.parametrize(
    "new", ["value: 1.5万", "value: 约370", "adcode: 延吉", "period: 去年", "published: '2023-13-45'", "value: true", "level: 一"]
)
def test_what_only_a_person_can_tell_is_left(new: str) -> None:
    key = new.partition(":")[0]
    line = next(line for line in GOOD.splitlines() if line.strip().removeprefix("- ").startswith(f"{key}:"))
    broken = GOOD.replace(line, line[: line.index(key)] + new, 1)
    mended, _ = fix_text(broken)
    assert yaml_io.load(mended, "").data == yaml_io.load(broken, "").data


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: 15000", "value：15000"), ("value: 15000", "value:15000"), ("- item: '读本'", "- item：'读本'"), ("- item: '读本'", "-item: '读本'"),
        ("unit: '册'", "unit: ‘册’"), ("item: '读本'", "item: “读本”"), ("level: county", "level: “county”"), ("adcode: '222401'", "adcode: ＇222401＇"),
        ("value: 370", "value: “370”"), ("[demonstration]", "[示范创建]"), ("[demonstration]", "demonstration"), ("[朝鲜族]", "朝鲜族"), ("[朝鲜族]", "[“朝鲜族”]"),
        ("honours: []", "honours:"), ("themes: [demonstration]\n", "themes: [demonstration]\n        indicators:\n"), ("count: 7\n", "count: 7\n        parts:\n"),
        ("'编印读本15000册'\n", "'编印读本15000册'\n            at: [80, 91]\n            rule: counted\n            confidence: high\n"),
        ("schema: 1\n", "schema: 1\naccount:\n  numerals: {taken: 3}\n"), ("item: '读本'", "item: '读本15000'"),
    ],
)  # fmt: skip
def test_a_slip_of_typing_is_told_and_mended(tmp_path: Path, old: str, new: str) -> None:
    assert old in GOOD
    broken = GOOD.replace(old, new)
    assert said(tmp_path, broken)
    mended, done = fix_text(broken, source=SOURCE)
    assert mended == GOOD
    assert done and all(problem.line for problem in done)


@pytest.mark.parametrize(
    ("old", "new"), [("[education]", "[education、demonstration]"), ("[education]", "[“education”， “demonstration”]")]
)
def test_codes_in_one_are_taken_apart(old: str, new: str) -> None:
    assert fix_text(GOOD.replace(old, new))[0] == GOOD.replace(old, "[education, demonstration]")


def test_entries_under_an_empty_list_are_its_own() -> None:
    entry = "      - item: '点'\n        value: 12\n        unit: '个'\n        quote: '亮点12个'\n"
    mended, _ = fix_text(GOOD.replace("    indicators: []\n", "    indicators: []  # 零散\n" + entry))
    assert mended == GOOD.replace("    indicators: []\n", "    indicators:  # 零散\n" + entry)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: '七项工程'", "name: “七项工程”"),  # as the source has it
        ("review: {status: unreviewed}", "review: {status: unreviewed, note: “疑”}"),  # an editor's own words
        ("item: '读本'", "item: 'G15000'"),
        ("item: '读本'", "item: '15000'"),
        ("[朝鲜族]", "[朝鲜族、高丽族]"),
        ("'编印读本15000册'\n", "'编印读本15000册'\n            at: [80, 91]  # 自读本起\n"),
        ("themes: [demonstration]", "themes:"),
    ],
)
def test_what_may_be_meant_is_left_as_it_is(old: str, new: str) -> None:
    broken = GOOD.replace(old, new)
    mended, _ = fix_text(broken, source=SOURCE)
    assert old in GOOD and yaml_io.plain(mended, "") == yaml_io.plain(broken, "")


@pytest.mark.parametrize(
    ("old", "new", "field", "told"),
    [
        ("unit: '场次'", "unit: '场'", "unit", "场 does not follow from its quote, which states 370 场次 (correct one of the two)"),
        ("            qualifier: over\n", "", "qualifier", "exact does not follow from its quote, which states over (write over)"),
        ("qualifier: over", "qualifier: about", "qualifier", "about does not follow from its quote, which states over (write over)"),
        ("item: '读本'", "item: '读本２'", "item", "ends in the number 2 (say there only what is counted)"),
        ("item: '读本'", "item: 'COVID-19'", "", ""),
        ("item: '读本'", "item: '国道G331'", "", ""),
    ],
)
def test_a_figure_that_its_quote_does_not_state_is_told(tmp_path: Path, old: str, new: str, field: str, told: str) -> None:
    assert old in GOOD
    found = [line.split(": warning: ")[1] for line in said(tmp_path, GOOD.replace(old, new))]
    assert [line.partition(".indicators")[2][4:] for line in found] == ([f"{field}: {told}"] if told else [])


def test_a_qualifier_that_no_number_has_is_told_and_one_said_before_the_quote_is_not(tmp_path: Path) -> None:
    spoilt = GOOD.replace("unit: '册'\n", "unit: '册'\n            qualifier: under\n")
    (told,) = said(tmp_path / "a", spoilt)
    assert told.endswith("qualifier: under does not follow from its quote, which states exact (leave it out)")
    assert said(tmp_path / "b", spoilt.replace("qualifier: under", "qualifier: over")) == []  # 370余 stands before it


def shared(folder: Path, quote: str, source: str = SOURCE, read: str = "") -> list[Problem]:
    """What is told of the share of a profile that has one more quote; its base has `read` as that."""
    entry = f"    indicators:\n      - item: '点'\n        value: 12\n        unit: '个'\n        quote: '{quote}'\n"
    made = workspace(folder, yanji=GOOD.replace("    indicators: []\n", entry))
    (made.seeds / "a.txt").write_text(source, encoding="utf-8", newline="\n")
    if read:
        made.merged.mkdir(parents=True)
        base = made.profile_files()[0].read_text(encoding="utf-8").replace(f"quote: '{quote}'", f"quote: '{read}'")
        made.base_file("a.yml").write_text(seal(base), encoding="utf-8", newline="\n")
    return [problem for problem in check.check(RULES, Shelf(made)) if "of the source" in problem.message]


def test_the_share_is_an_error_in_a_long_report_and_a_warning_in_a_short_one(tmp_path: Path) -> None:
    (short,) = shared(tmp_path / "a", "".join(SOURCE.splitlines()[4:6]))
    assert (short.severity, short.field, short.line) == ("warning", "regions[0].indicators[0].quote", 51)
    assert "more than 35% of the source" in short.message and "shorten line 51 to the clause" in short.hint
    text = "各族群众共同参与社区治理。" * 100
    (long,) = shared(tmp_path / "b", text, SOURCE + text)
    assert long.severity == "error" and long.message == short.message and long.hint != short.hint


def test_the_share_of_words_as_they_were_read_is_warned_of(tmp_path: Path) -> None:
    text = "各族群众共同参与社区治理。" * 100
    (as_read,) = shared(tmp_path / "a", text, SOURCE + text, read=text)
    (widened,) = shared(tmp_path / "b", text, SOURCE + text, read=text[:70])
    assert (as_read.severity, widened.severity) == ("warning", "error")


def test_the_share_is_not_told_of_clauses_alone_or_below_it(tmp_path: Path) -> None:
    assert shared(tmp_path / "a", "各族群众共同参与社区治理。", SOURCE + "各族群众共同参与社区治理。" * 100) == []
    long = "".join(SOURCE.splitlines()[4:6])
    assert shared(tmp_path / "b", long, SOURCE + "各族群众共同参与社区治理。" * 100) == []  # a small part of it


@pytest.mark.parametrize("folder", ["seeds/readings", "seeds/readings/merged", "seeds/readings/merged/kept"])
def test_a_file_that_belongs_to_nothing_is_told(tmp_path: Path, folder: str) -> None:
    made = workspace(tmp_path, yanji=GOOD)
    path = tmp_path / folder / "gone.yml"
    path.parent.mkdir(parents=True)
    path.write_text("x", encoding="utf-8")
    (problem,) = check.check(RULES, Shelf(made))
    assert problem.file == f"{folder}/gone.yml" and problem.severity == "warning"
    assert check.check(RULES, Shelf(made), ["yanji"]) == []  # of that one alone
    assert "delete" not in problem.hint or folder == "seeds/readings"


def test_files_are_no_orphans_where_a_profile_cannot_be_read(tmp_path: Path) -> None:
    made = workspace(tmp_path, yanji=GOOD, other="a: [")
    path = tmp_path / "seeds/readings/merged/gone.yml"
    path.parent.mkdir(parents=True)
    path.write_text("x", encoding="utf-8")
    assert {problem.file for problem in check.check(RULES, Shelf(made))} == {"docs/profiles/other.yml"}


def test_comments_go_with_their_keys() -> None:
    broken = GOOD.replace(
        "            unit: '册'\n            quote: '编印读本15000册'\n",
        "            quote: '编印读本15000册'  # 原文\n            # 单位见上\n            unit: '册'\n",
    )
    mended, done = fix_text(broken)
    assert (
        "            value: 15000\n            # 单位见上\n            unit: '册'\n            quote: '编印读本15000册'  # 原文\n" in mended
    )
    assert [str(p) for p in done] == ["profile:35:1: regions[0].measures[0].indicators[1]: keys put in order: item, value, unit, quote"]


def test_an_item_with_an_unknown_key_keeps_its_order() -> None:
    broken = GOOD.replace("            concept: study_sessions\n", "            concpt: study_sessions\n")
    assert fix_text(broken) == (broken, [])


def test_the_concept_of_another_s_figure_is_taken_out_and_said() -> None:
    broken = GOOD.replace("            value: 370\n", "            value: 370\n            of: '朝阳川镇'\n")
    mended, done = fix_text(broken)
    assert mended == GOOD.replace("            value: 370\n", "            of: '朝阳川镇'\n            value: 370\n").replace(
        "            concept: study_sessions\n", ""
    )
    assert [str(p) for p in done][1:] == [
        "profile:34:22: regions[0].measures[0].indicators[0].concept: taken out: the figure is that of 朝阳川镇"
    ]
    assert fix_text(mended) == (mended, [])


def test_a_text_that_is_no_yaml_is_left() -> None:
    for text in ("a: [", "", "\ufeff", "a: *b"):
        assert fix_text(text) == (text, [])


def test_mending_writes_the_files_and_says_so(tmp_path: Path) -> None:
    made = workspace(tmp_path, yanji=GOOD.replace("adcode: '222401'", "adcode: 222401"), other="a: [")
    assert [str(p) for p in check.fix(Shelf(made))] == ["docs/profiles/yanji.yml:17:13: regions[0].adcode: 222401 -> '222401'"]
    assert (made.profiles / "yanji.yml").read_text(encoding="utf-8") == GOOD
    assert (made.profiles / "other.yml").read_text(encoding="utf-8") == "a: ["
    assert check.fix(Shelf(made), ["yanji"]) == []


def update() -> None:
    """Writes what is said today into the cases."""
    for path in sorted(CASES.glob("*.yml")):
        case = yaml_io.load(path.read_text(encoding="utf-8"), path.name).data
        with tempfile.TemporaryDirectory() as folder:
            says = said(Path(folder), case["profile"])
        body = "".join(f"  {line}\n" if line else "\n" for line in case["profile"].splitlines())
        head = f"mistake: {yaml_io.scalar(case['mistake'])}\nsays:\n" + "".join(f"  - {yaml_io.scalar(line)}\n" for line in says)
        path.write_text(f"{head}profile: |\n{body}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    update()
