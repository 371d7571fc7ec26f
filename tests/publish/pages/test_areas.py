"""A report of an area that no code table has: a page of its document, none of a region."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner

from generator.cli import main
from tests.project import ROOT

TEXT = """雄安新区推进民族团结进步创建
近年来,雄安新区坚持党建引领,全区开展宣讲120场次,受众2.3万人次。雄安新区建成示范社区14个,投入资金860万元,各族群众互嵌共居。
"""


def test_an_area_has_a_page_of_its_document_and_none_of_a_region(tmp_path: Path) -> None:
    for folder in ("seeds/readings/merged", "docs/profiles"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "xiongan.txt").write_text(TEXT, encoding="utf-8")
    for words in (("add", str(tmp_path / "xiongan.txt"), "--id", "xiongan"), ("check",), ("build",)):
        done = CliRunner().invoke(main, ["--root", str(tmp_path), *words])
        assert done.exit_code == 0, done.output
    assert [path.name for path in (tmp_path / "docs/regions").iterdir() if path.is_dir()] == []
    assert "“雄安新区”（功能区）没有区划代码" in (tmp_path / "docs/documents/xiongan/index.md").read_text(encoding="utf-8")
    assert ",雄安新区,功能区," in (tmp_path / "docs/data/figures.csv").read_text(encoding="utf-8")
