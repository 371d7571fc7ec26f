"""What a repository is expected to say of itself: how to contribute, report, cite and reuse, and where in the code things are."""

from __future__ import annotations

import re

from tests.project import ROOT

MAP = ROOT / "docs/about/architecture.md"


def test_every_path_on_the_map_exists_and_every_package_stands_on_it() -> None:
    named = re.findall(r"`((?:generator|templates|tests|docs|seeds)/[^`<>*]*)`", MAP.read_text(encoding="utf-8"))
    assert len(named) > 20
    gone = [path for path in named if not (ROOT / path).exists()]
    assert not gone, f"{MAP.name} names what is not there: say where it is now"
    packages = {f"generator/{path.parent.name}/" for path in (ROOT / "generator").glob("*/__init__.py")}
    assert packages <= set(named), f"{MAP.name} leaves out a package"
