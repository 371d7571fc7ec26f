"""A session as editors and maintainers have it: over thirty hand edits to the frozen profiles, each of another kind, then a
rule change that alters all five readings, then `update`, with the real commands on a copy of the project.

What must come of it is told without the merge's help: the edited texts, byte for byte, but for the one field that the
changed rule reads anew.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator import yaml_io
from generator.profiles.diff import load
from generator.profiles.shelf import Shelf
from generator.workspace import Workspace
from tests.project import copied

# What each edit does, the profile, the text before (which stands there once) and after.
EDITS = [
    ("a value", "yanji-2023", "          - item: '学习活动'\n            value: 370\n", "          - item: '学习活动'\n            value: 371\n"),
    ("an item's name", "yanji-2023", "item: '接待学习人员'", "item: '接待各类学习人员'"),
    ("a qualifier", "yanji-2023",
     "            unit: '篇'\n            qualifier: over\n", "            unit: '篇'\n            qualifier: at_least\n"),
    ("a figure more", "yanji-2023", "            quote: '6个街道'\n",
     "            quote: '6个街道'\n          - item: '七项工程'\n            value: 7\n            unit: '项'\n            quote: '实施“七项工程”'\n"),
    ("a figure less", "yanji-2023",
     "          - item: '主题活动'\n            value: 46\n            unit: '次'\n            concept: cultural_events\n            quote: '主题活动46次'\n", ""),
    ("a figure to the region's own", "yanji-2023", "    indicators: []\n    documents_cited:\n",
     "    indicators:\n      - item: '文艺展演'\n        value: 27\n        unit: '场'\n        concept: cultural_events\n        quote: '文艺展演27场'\n    documents_cited:\n"),
    ("… taken from its measure", "yanji-2023",
     "        indicators:\n          - item: '文艺展演'\n            value: 27\n            unit: '场'\n            concept: cultural_events\n            quote: '文艺展演27场'\n", ""),
    ("a shorter quote", "yanji-2023", "quote: '推动脱贫攻坚与乡村振兴相衔接项目7个'", "quote: '乡村振兴相衔接项目7个'"),
    ("a shorter heading of what the rule changes", "yanji-2023",
     "heading: '一是实施“铸牢中华民族共同体意识”宣教工程'", "heading: '铸牢中华民族共同体意识”宣教工程'"),
    ("a summary", "yanji-2023", "        themes: [security]\n", "        themes: [security]\n        summary: '编辑所写: 概括 # 其一'\n"),
    ("a concept less", "yanji-2023", "            concept: study_sessions\n", ""),
    ("other quote marks", "yanji-2023", "item: '少数民族发展资金'", "item: \"少数民族发展资金\""),
    ("a publisher", "jiayuguan", "  publisher: ", "  publisher: '嘉峪关市人民政府网'  # 原为 "),
    ("a qualifier less", "jiayuguan", "        unit: '人'\n        qualifier: over\n", "        unit: '人'\n"),
    ("a clue more", "jiayuguan", "      - '讲好嘉峪关故事,唱响嘉峪关声音'\n", "      - '讲好嘉峪关故事,唱响嘉峪关声音'\n      - '全市共有少数民族29个'\n"),
    ("a document's kind", "jiayuguan", "      - title: '《加强流动人口管理办法》'\n        kind: policy\n",
     "      - title: '《加强流动人口管理办法》'\n        kind: law\n"),
    ("a programme less", "jiayuguan", "      - name: '双促双增'\n", ""),
    ("a programme's count", "jiayuguan", "      - name: '民族一家亲'\n", "      - name: '民族一家亲'\n        count: 1\n"),
    ("a period less", "jiayuguan", "            unit: '元'\n            period: '2019'\n", "            unit: '元'\n"),
    ("a confirmed region", "tongjiang-2024", "basis: inferred", "basis: confirmed"),
    ("a comment in a line", "tongjiang-2024", "            value: 149\n", "            value: 149   # 与年报一致\n"),
    ("a comment above an entry", "tongjiang-2024", "          - item: '解决群众“急难愁盼”问题'\n",
     "          # 编辑的旁注\n          - item: '解决群众“急难愁盼”问题'\n"),
    ("themes", "tongjiang-2024", "themes: [exchange, culture, development]", "themes: [exchange, culture]"),
    ("an honour's level", "tongjiang-2024", "        holder: '八岔村'\n        level: national\n", "        holder: '八岔村'\n        level: provincial\n"),
    ("a gap's length", "tongjiang-2024", "      quote: '深化平安**建设'\n", "      quote: '深化平安**建设'\n      characters: 2\n"),
    ("a network's levels", "tongjiang-2024", "      - quote: '市乡村三级公共法律服务中心(站)'\n        levels: 3\n",
     "      - quote: '市乡村三级公共法律服务中心(站)'\n        levels: 2\n"),
    ("a group more", "tongjiang-2024", "ethnic_groups: [赫哲族]", "ethnic_groups: [赫哲族, 汉族]"),
    ("another order", "tongjiang-2024", "      - name: '春风行动'\n      - name: '金九招聘月'\n", "      - name: '金九招聘月'\n      - name: '春风行动'\n"),
    ("a measure less", "neimenggu", "      - heading: '强化督促检查'\n        level: 2\n        themes: [leadership]\n", ""),
    ("a measure's level", "neimenggu", "      - heading: '突出协同配合'\n        level: 2\n", "      - heading: '突出协同配合'\n        level: 1\n"),
    ("a shorter heading", "neimenggu", "heading: '三是促进各民族广泛交往交流交融'", "heading: '促进各民族广泛交往交流交融'"),
    ("a figure in one line", "neimenggu",
     "          - item: '重点课题'\n            value: 100\n            unit: '项'\n            qualifier: over\n            quote: '100余项重点课题'\n",
     "          - {item: '重点课题', value: 100, unit: '项', qualifier: over, quote: '100余项重点课题'}  # 一行\n"),
    ("keys in another order", "neimenggu", "            value: 470000\n            unit: '人'\n            qualifier: over\n",
     "            qualifier: over\n            unit: '人'\n            value: 470000\n"),
    ("a region's parent", "neimenggu", "    parent: null\n", "    parent: null   # 省级\n\n"),
    ("an honour's holder", "neimenggu", "holder: '兴安盟等10个地区、单位'", "holder: '兴安盟等'"),
    ("a unit", "yongdeng-2025", "unit: '类'", "unit: '种'"),
    ("a period", "yongdeng-2025", "            unit: '场次'\n            qualifier: over\n            period: '2024'\n",
     "            unit: '场次'\n            qualifier: over\n            period: '2024-12'\n"),
    ("a qualifier and a comment on it", "yongdeng-2025", "            unit: '件'\n            qualifier: over\n",
     "            unit: '件'\n            qualifier: exact  # 已向县委统战部核实\n"),
    ("an address", "yongdeng-2025", "  url: null\n", "  url: 'https://example.org/a?b=1#c'\n"),
    ("a document more", "yongdeng-2025", "    programmes:\n", "      - title: '《永登县校园民族团结进步教育“五个融入”工作机制》'\n        kind: law\n    programmes:\n"),
    ("… in the place of the same", "yongdeng-2025", "      - title: '《永登县校园民族团结进步教育“五个融入”工作机制》'\n        kind: policy\n", ""),
    ("who checked", "yongdeng-2025", "review: {status: checked, date: '2026-11-21'}", "review: {status: checked, by: '张三', date: '2026-11-21', note: '数字已核'}"),
]  # fmt: skip
# Words that name a theme and words that lean towards it change their weights: in all five readings some themes come out otherwise.
RULE, WEIGHTS = "generator/rules/themes.yml", {"4": "1", "1": "4"}
HEADED_ANEW = {
    "促进各民族广泛交往交流交融": "三是促进各民族广泛交往交流交融",
    "铸牢中华民族共同体意识”宣教工程": "一是实施“铸牢中华民族共同体意识”宣教工程",
}
MEASURE = re.compile(r"- heading: '(?P<heading>[^']*)'[^\n]*\n +level: \d\n +themes: (?P<themes>\[[^\]]*\])")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("session"), "docs/schema", "generator")


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *words],
        cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def texts(root: Path) -> dict[str, str]:
    return {path.stem: path.read_bytes().decode("utf-8") for path in sorted((root / "docs/profiles").glob("*.yml"))}


def themes(root: Path) -> dict[str, str]:
    """The themes of every measure of all readings, as they are written, by its heading."""
    found: dict[str, str] = {}
    for path in (root / "seeds/readings").glob("*.yml"):
        for region in yaml_io.load(path.read_text(encoding="utf-8"), path.name).data["regions"]:
            for measure in region["measures"]:
                assert measure["heading"] not in found
                found[measure["heading"]] = f"[{', '.join(measure['themes'])}]"
    return found


def test_thirty_hand_edits_outlive_a_rule_that_changes_all_five_readings(project: Path) -> None:
    assert run(project, "update").stdout.endswith("profiles: 5, changed: 0, conflicts: 0\n")
    assert len(EDITS) >= 30 and len({what for what, _, _, _ in EDITS}) == len(EDITS)
    for what, name, old, new in EDITS:
        path = project / f"docs/profiles/{name}.yml"
        text = path.read_text(encoding="utf-8")
        at = text.rfind(old) if what.startswith("…") else text.find(old)
        assert at >= 0, what
        path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    checked = run(project, "check")
    assert checked.returncode == 0, checked.stdout
    edited, was = texts(project), themes(project)

    rule = project / RULE
    changed = re.sub(r"(?<=weight: )[14]", lambda weight: WEIGHTS[weight[0]], rule.read_text(encoding="utf-8"))
    rule.write_text(changed, encoding="utf-8")
    done = run(project, "update")
    assert done.returncode == 0, done.stderr
    now = themes(project)

    wanted, conflicts, changes = {}, [], []
    for name, text in edited.items():
        pieces, at = [], 0
        for measure in MEASURE.finditer(text):
            heading, yours = HEADED_ANEW.get(measure["heading"], measure["heading"]), measure["themes"]
            place = f"docs/profiles/{name}.yml:{text.count(chr(10), 0, measure.start('themes')) + 1}"
            if was[heading] == now[heading]:
                continue
            if yours == was[heading]:
                pieces += [text[at : measure.start("themes")], now[heading]]
                at = measure.end("themes")
                changes.append(f"{place}: {yours} -> {now[heading]}")
            elif yours != now[heading]:
                conflicts.append(f"{place}: yours {yours}, was {was[heading]}, now reads {now[heading]}")
        assert pieces or any(line.startswith(f"docs/profiles/{name}.yml:") for line in conflicts), "the rule must alter all five readings"
        wanted[name] = "".join(pieces) + text[at:]
        if pieces:  # what nobody had edited changed: nobody has checked it
            wanted[name] = wanted[name].replace("review: {status: checked,", "review: {status: unreviewed,")

    # every edit is kept, every field nobody edited follows the reading, and not a byte besides
    for name, text in texts(project).items():
        assert text.splitlines() == wanted[name].splitlines()
    assert texts(project) == wanted
    # each change and each conflict is told once, with its line
    told = [re.sub(r":\d+: \S+\.themes:", ":", line) for line in done.stdout.splitlines() if ".themes:" in line]
    assert sorted(told) == sorted([*changes, *(f"conflict: {line}" for line in conflicts)])
    assert len(changes) >= 10 and len(conflicts) >= 5
    assert done.stdout.endswith(
        f"profiles: 5, changed: {sum(wanted[name] != edited[name] for name in wanted)}, conflicts: {len(conflicts)}\n"
    )

    # check warns of the conflicts for as long as they stand; merging again changes nothing
    warned = [re.sub(r":\d+: warning: \S+\.themes: conflict:", ":", line) for line in run(project, "check").stdout.splitlines()]
    assert sorted(line.split(" (")[0] for line in warned if ", now reads " in line) == sorted(conflicts)
    assert run(project, "update").stdout == "profiles: 5, changed: 0, conflicts: 0\n"
    assert run(project, "update", "--check").returncode == 0
    assert texts(project) == wanted
    # and the site can tell what people changed
    assert all(done.all for done in load(Shelf(Workspace(project))).values())
