"""That the bench measures what it says: memory of all processes, stages, the same words in plain Markdown, resuming, limits."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.bench import cells, plain, report
from tests.bench.cells import Bench
from tests.bench.measure import run
from tests.bench.sampling.sitecustomize import stage

PAGE = """<html><body><nav>菜单</nav><main><article><h1>甲县*</h1><p>共<strong>15</strong>场，见<a href="../b/#x">乙</a>
<a href="https://example.org/">外</a>。</p><ul><li>一<ul><li>二</li></ul></li></ul><svg><text>图</text></svg>
<table><thead><tr><th>项目</th><th>数|值</th></tr></thead><tbody><tr><td>培训</td><td>3</td></tr></tbody></table></article></main></body></html>"""
MARKDOWN = r"""# 甲县\*

共**15**场，见[乙](../b/index.md#x) 外。

- 一
    - 二

| 项目 | 数\|值 |
| --- | --- |
| 培训 | 3 |
"""
SLEEPER = "import subprocess, sys, time; held = bytearray(60_000_000); subprocess.run([sys.executable, '-c', 'import time; held = bytearray(60_000_000); time.sleep(1.5)'])"


def test_a_command_that_fails_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError, match="3"):
        run(tmp_path, sys.executable, "-c", "raise SystemExit(3)")


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    done = run(tmp_path, sys.executable, "-c", SLEEPER)
    assert done.memory > 120 and done.wall > 1.5 > done.busy


def test_the_stage_is_that_of_the_innermost_frame_but_for_text_that_another_reads() -> None:
    def frame(*names: str) -> object:
        last = None
        for name in names:
            last = type("Frame", (), {"f_globals": {"__name__": name}, "f_back": last})()
        return last

    assert (
        stage(frame("generator.cli.publishing", "generator.publish.pages.pages", "generator.publish.charts.drawing", "numpy")) == "charts"
    )  # type: ignore[arg-type]
    assert stage(frame("generator.profiles.check.check", "generator.reader.article.inputs")) == "check"  # type: ignore[arg-type]
    assert stage(frame("generator.cli.reading", "generator.reader.reading")) == "read"  # type: ignore[arg-type]
    assert stage(frame("generator.cli.reading")) == "other"  # type: ignore[arg-type]


def test_plain_markdown_has_the_words_of_the_article_and_no_html() -> None:
    assert plain.markdown(PAGE) == MARKDOWN
    assert plain.markdown("<html><body><p>无</p></body></html>") == ""


def test_what_is_finished_is_kept_and_goes_when_the_code_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(tmp_path / "20", 20, lambda line: None)
    bench._once("refused", lambda: 3)
    again = Bench(tmp_path / "20", 20, lambda line: None)
    again._once("refused", lambda: pytest.fail("measured twice"))
    assert again.results["refused"] == 3
    monkeypatch.setattr(cells, "fingerprint", lambda: "another")
    assert "refused" not in Bench(tmp_path / "20", 20).results


def results(documents: int, wall: float) -> dict[str, object]:
    cell = {"wall": wall, "busy": wall, "memory": 100.0 * wall, "stages": {"read": [wall, 90]}}
    names = {
        *report.COMMANDS,
        "unchanged/site",
        "profile/site",
        "cold/two readers",
        "rule/update",
        "rule/site",
        "seed/update",
        "seed/site",
        "beside/Material",
    }
    found = {"documents": documents, "cells": dict.fromkeys(names, cell), "per region": 90_000, "pages": 3, "refused": 0}
    return found | {
        "bytes": {"index": 1},
        "search": {"recall": 1.0},
        "preview": {"opens, s": 4.0, "edit shown, s": 3.0},
        "incremental": "a",
        "cold": "b",
    }


def test_what_misses_its_limit_is_said() -> None:
    said = report.text(results(1000, 12.5), results(100, 1.0))
    assert "NOT the same bytes" in said
    missed = [line.split("  ")[0] for line in said.splitlines() if line.endswith("MISSED")]
    assert "whole cold site / Material with its search" in missed and "kB a region" in missed and "growth of cold/read, wall" in missed
    assert "the preview shows an edit, s" in missed and "the preview opens, s" not in missed
    assert "`update` of new seeds / reading them" not in missed


def test_the_page_states_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "RESULTS", tmp_path)
    report.keep(1000, json.loads(json.dumps(results(1000, 12.5))))
    assert "| 读原文 | 25.0 | 12.5 | 12.5 | 25.0 | 25.0 |" in report.page()
    assert "图：每一千份文件用时（秒）。1,000 份文件：本站，从头 " in report.page()
    assert len(set(report.files().values())) == 4 and report.files() == report.files()


def test_page_and_chart_are_those_of_the_results_that_are_kept_with_the_code() -> None:
    if not report.kept():
        assert not report.PAGE.exists()
        return
    assert report.PAGE.read_text(encoding="utf-8") == report.page(), "write it anew: python -m tests.bench.report"
    assert {path.name: path.read_text(encoding="utf-8") for path in report.PAGE.parent.glob("speed*.svg")} == report.files()
    scripts = {found["plain"]["script"] for found in report.kept().values()}
    assert scripts == {sha256(Path(plain.__file__).read_bytes()).hexdigest()}, "what stock tools are given has changed: measure again"
