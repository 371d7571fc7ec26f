"""What was measured, as tables: on the terminal, and on the page of docs/ beside its chart.

    python -m tests.bench.report

writes page and chart anew from the results that are kept in results/.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.publish.charts.drawing import SCHEMES, svgs
from generator.publish.charts.picture import FRAMES, NARROW, WIDE, Frame, Panel, Picture, Row, height
from tests.project import ROOT

RESULTS = Path(__file__).with_name("results")
PAGE = ROOT / "docs/about/speed.md"
SITUATIONS = {"cold": "从头", "unchanged": "没有改动", "profile": "改一份档案", "rule": "改一条规则", "seed": "加一份文件"}
"""Columns, and what the page calls them."""
STAGES = {
    "read": "读原文", "merge": "合并进档案", "load": "载入", "check": "检查", "tables": "数据表", "charts": "图", "pages": "页面",
    "data": "数据文件", "mkdocs": "MkDocs", "index": "搜索索引", "other": "其他",
}  # fmt: skip
"""Rows: seconds of `update` and `site` together by the stage that their main process is in."""
BESIDE = {
    "Material": "Material 主题自带搜索", "MkDocs": "MkDocs，不带主题和搜索", "Zensical": "Zensical",
    "Pagefind": "Pagefind（只建索引）", "jieba": "jieba（只分词）",
}  # fmt: skip
COMMANDS = (
    "cold/read",
    "cold/update",
    "cold/build",
    "cold/MkDocs",
    "cold/index",
    "cold/site",
    "unchanged/update --check",
    "unchanged/check",
)
GROWTH = 1.2

Results = Mapping[str, Any]


def seconds(results: Results, situation: str) -> float | None:
    """How long `update`, where there is something to read, and `site` take in a situation."""
    cells = results["cells"]
    names = [f"{situation}/update", f"{situation}/site"] if situation in ("rule", "seed") else [f"{situation}/site"]
    return sum(cells[name]["wall"] for name in names) if all(name in cells for name in names) else None


def stages(results: Results, situation: str) -> dict[str, float]:
    """Seconds by stage of the commands in a situation; those of a first `update` with those of a cold `site`."""
    found: dict[str, float] = {}
    names = [f"{situation}/site"] if situation in ("unchanged", "profile") else [f"{situation}/update", f"{situation}/site"]
    for name in names:
        for stage, (time, _) in results["cells"].get(name, {}).get("stages", {}).items():
            found[stage] = found.get(stage, 0) + time
    return found


def limits(results: Results, smaller: Results | None) -> Iterator[tuple[str, float, float]]:
    """What is promised: its name, what was measured, and the most it may be."""
    cells, size = results["cells"], results["documents"]
    whole = seconds(results, "cold")
    if "beside/Material" in cells and whole:
        yield "whole cold site / Material with its search", whole / cells["beside/Material"]["wall"], 0.5 if size < 10000 else 0.4
    for situation, name, most in (
        ("unchanged", "nothing changed, s", (3.0, 12.0)),
        ("profile", "one profile edited, s", (5.0, 20.0)),
    ):
        if (found := seconds(results, situation)) is not None:
            yield name, found, most[size >= 10000]
    if size >= 10000 and "rule/update" in cells:
        yield "one rule changed, all seeds read, s", cells["rule/update"]["wall"], 300
    yield "`update` of new seeds / reading them", cells["cold/update"]["wall"] / cells["cold/read"]["wall"], 1.3
    yield "reading on two cores / two single readers", cells["cold/read"]["wall"] / cells["cold/two readers"]["wall"], 1 / 0.9
    if size == 1000:
        yield "the preview opens, s", results["preview"]["opens, s"], 5
        yield "the preview shows an edit, s", results["preview"]["edit shown, s"], 2
    yield "memory of all processes, MB", max(cell["memory"] for name, cell in cells.items() if not name.startswith("beside/")), 1500
    yield "kB a region", results["per region"] / 1000, 80
    if smaller:
        for name in COMMANDS:
            for what in ("wall", "memory"):
                yield f"growth of {name}, {what}", growth(results, smaller, name, what), GROWTH


def growth(results: Results, smaller: Results, cell: str, what: str) -> float:
    """By how much more than the number of documents a cell grew."""
    times = results["documents"] / smaller["documents"]
    return float(results["cells"][cell][what] / smaller["cells"][cell][what] / times)


def text(results: Results, smaller: Results | None = None) -> str:
    """Everything, for the terminal."""
    lines = [f"== {results['documents']} documents ({results['refused']} refused), {results['pages']} pages", "", "seconds by stage"]
    lines.append(f"{'':<12}" + "".join(f"{name:>12}" for name in SITUATIONS))
    found = {situation: stages(results, situation) for situation in SITUATIONS}
    for stage in STAGES:
        lines.append(f"{stage:<12}" + "".join(f"{found[situation].get(stage, 0):>12.1f}" for situation in SITUATIONS))
    lines.append(f"{'whole':<12}" + "".join(f"{seconds(results, situation) or 0:>12.1f}" for situation in SITUATIONS))
    lines += ["", f"{'commands':<28}{'time':>10}{'processors':>12}{'memory':>10}{'growth':>9}"]
    for name, cell in results["cells"].items():
        grown = f"{growth(results, smaller, name, 'wall'):.2f}" if smaller and name in smaller["cells"] else ""
        lines.append(f"{name:<28}{cell['wall']:>8.1f} s{cell.get('busy', 0):>10.1f} s{cell['memory']:>7.0f} MB{grown:>9}")
    lines += ["", *(f"{name:<28}{bytes_ / 1e6:>8.1f} MB" for name, bytes_ in results["bytes"].items())]
    for what in ("preview", "search"):
        lines += ["", *(f"{what}: {name:<34}{value:>9.3f}" for name, value in results[what].items())]
    same = results["incremental"] == results["cold"]
    cells = results["cells"]
    lines += ["", f"built bit by bit and built at once: {'the same bytes' if same else 'NOT the same bytes'}"]
    ours, theirs = cells.get("cold/site", {}), cells.get("beside/Material", {})
    if ours and theirs:
        lines.append(f"{'the same by processors’ time':<48}{ours['busy'] / theirs['busy']:>9.2f}")
    for name, value, most in limits(results, smaller):
        lines.append(f"{name:<48}{value:>9.2f}  limit {most:g}{'' if value <= most else '  MISSED'}")
    return "\n".join(lines)


def keep(size: int, results: Results) -> None:
    """Keeps results with the code, for the page."""
    RESULTS.mkdir(exist_ok=True)
    kept = {name: value for name, value in results.items() if name not in ("spent", "begun", "committed")}
    (RESULTS / f"{size}.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def kept() -> dict[int, Results]:
    """The results that are kept, by number of documents."""
    return {
        int(path.stem): json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"), key=lambda p: int(p.stem))
    }


def _stated() -> dict[int, Results]:
    """Those that the page states: of a tenth of the documents only what grew is of interest."""
    every = kept()
    return {size: results for size, results in every.items() if size >= 1000} or every


def page() -> str:
    """The page that states what is kept."""
    parts = [(ROOT / "tests/bench/speed.md").read_text(encoding="utf-8").replace("{chart}", _shown())]
    parts += ["\n".join(_section(results)) for results in _stated().values()]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _section(results: Results) -> Iterator[str]:
    """One number of documents: its stages, commands, and the tools beside."""
    size, cells = results["documents"], results["cells"]
    yield f"## {size:,} 份文件 {{ #n{size} }}\n"
    yield f"共 {results['pages']:,} 页。单位为秒，按主进程所在的环节计；“从头”含读全部原文。\n"
    yield f"| 环节 | {' | '.join(SITUATIONS.values())} |"
    yield f"| --- |{' ---: |' * len(SITUATIONS)}"
    found = {situation: stages(results, situation) for situation in SITUATIONS}
    for stage, name in STAGES.items():
        yield f"| {name} | {' | '.join(_figure(found[situation].get(stage, 0)) for situation in SITUATIONS)} |"
    yield f"\n### {size:,} 份：整条命令与别的工具 {{ #whole{size} }}\n"
    yield "| 命令 | 用时（秒） | 处理器（秒） | 内存（MB） | 每页（毫秒） |\n| --- | ---: | ---: | ---: | ---: |"
    rows = {f"`make site`，{name}": f"{situation}/site" for situation, name in SITUATIONS.items()}
    rows = {"`make update`，从头": "cold/update", **rows, **{f"{name}，同样的文字": f"beside/{tool}" for tool, name in BESIDE.items()}}
    for name, key in rows.items():
        if cell := cells.get(key):
            each = _figure(1000 * cell["wall"] / results["pages"])
            yield f"| {name} | {_figure(cell['wall'])} | {_figure(cell.get('busy', 0))} | {cell['memory']:,.0f} | {each} |"
    yield (
        f"\n整个站点每个地区 {results['per region'] / 1000:.0f} kB（不计主题自带的文件和字体）。"
        f"搜索索引 {results['bytes']['index'] / 1e6:.1f} MB，Material 的 {results['bytes'].get('Material', 0) / 1e6:.1f} MB。"
    )


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def picture() -> Picture:
    """Whole builds beside the stock tools: one bar each, seconds for a thousand documents."""
    panels = [
        Panel((), f"{size:,} 份文件", "bars", tuple(Row(name, "", (value,), _figure(value)) for name, value in _bars(results, size)))
        for size, results in _stated().items()
    ]
    return Picture("每一千份文件用时（秒）", tuple(panels), "")


def _bars(results: Results, size: int) -> Iterator[tuple[str, float]]:
    for situation in ("cold", "unchanged", "profile"):
        if value := seconds(results, situation):
            yield f"本站，{SITUATIONS[situation]}", value / size * 1000
    for tool in ("Material", "Zensical"):
        if cell := results["cells"].get(f"beside/{tool}"):
            yield BESIDE[tool], cell["wall"] / size * 1000


def files() -> dict[str, str]:
    """The pictures by name: wide and narrow, light and dark."""
    made = {frame: svgs(picture(), frame) for frame in FRAMES}
    return {_named(scheme, frame): text for frame, schemes in made.items() for scheme, text in schemes.items()}


def _named(scheme: str, frame: Frame) -> str:
    return f"speed{'-narrow' if frame is NARROW else ''}-{scheme}.svg"


def _shown() -> str:
    """The picture as the site's own pages show theirs: that of the reader's scheme and width."""
    one = picture()
    told = "；".join(f"{panel.title}：" + "，".join(f"{row.name} {row.label}" for row in panel.rows) for panel in one.panels)
    sizes = {frame: f'width="{frame.width}" height="{height(one, frame)}"' for frame in FRAMES}
    pictures = (
        f'<picture><source media="(max-width: 44.9375em)" srcset="../{_named(scheme, NARROW)}" {sizes[NARROW]}>'
        f'<img src="../{_named(scheme, WIDE)}#only-{scheme}" alt="图：{one.title}。{told}。" {sizes[WIDE]} loading="lazy"></picture>'
        for scheme in SCHEMES
    )
    return f'<figure class="chart">{"".join(pictures)}</figure>'


def write() -> None:
    """Writes page and pictures."""
    PAGE.write_text(page(), encoding="utf-8")
    for name, text in files().items():
        PAGE.with_name(name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
