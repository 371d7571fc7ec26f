"""How the preview opens: with what `make site` and earlier previews left, which is never written into, and without what is out of date."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.errors import GeneratorError
from generator.preview.rebuild import Preview
from generator.publish import engine
from generator.publish.site.ledger import INDEX
from generator.workspace import Workspace
from tests.project import PAGES, copied

YANJI = "docs/profiles/yanji-2023.yml"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with its site."""
    root = copied(tmp_path / "project", *PAGES, "generator", "templates", "mkdocs.yml")
    done = CliRunner().invoke(main, ["--root", str(root), "site"])
    assert done.exit_code == 0, done.output
    return root


def opened(root: Path, say: Callable[[str], None] = print) -> tuple[Preview, Path]:
    """The preview of a project before anything is made, and its folder."""
    workspace = Workspace(root.resolve())
    site = workspace.cache / "preview" / "site"
    site.mkdir(parents=True, exist_ok=True)
    engine.begin(workspace, site, root / "site")
    return Preview(workspace, site, say), site


def test_it_opens_with_the_built_site_and_shows_edits_beside_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(root / "site")
    with monkeypatch.context() as nothing:  # is made, or parsed
        nothing.setattr(Preview, "load", None)
        nothing.setattr(engine.Builder, "_rendering", None)
        shown, site = opened(root)
        shown.rest(lambda: False)
    assert files(site) == before and (site / "search/data").is_dir()
    path = root.resolve() / YANJI
    path.write_text(path.read_text(encoding="utf-8").replace("value: 370", "value: 4711", 1), encoding="utf-8")
    assert shown.take({path})
    shown.first(["/regions/222401/"])
    assert "4711" in (site / "regions/222401/index.html").read_text(encoding="utf-8")
    shown.rest(lambda: False)
    assert files(root / "site") == before  # nothing was written into it
    live = {name: data for name, data in files(site).items() if not name.startswith(INDEX)}
    shutil.rmtree(root / ".cache")
    done = CliRunner().invoke(main, ["--root", str(root), "site", "--site-dir", str(root / "anew")])
    assert done.exit_code == 0, done.output
    assert live == {name: data for name, data in files(root / "anew").items() if not name.startswith(INDEX)}


def test_a_site_of_other_settings_or_unknown_make_is_not_begun_with(root: Path) -> None:
    [ledger] = (root / ".cache/site").iterdir()
    for path in (root / "mkdocs.yml", root / "templates/theme/assets/site.css", ledger):
        kept = path.read_bytes()
        path.write_bytes(kept[:-9] if path == ledger else kept + b"\n\n")
        assert not files(opened(root)[1]), path
        path.write_bytes(kept)
    assert files(opened(root)[1])


def test_a_file_of_the_built_site_that_was_touched_is_made_anew(root: Path) -> None:
    page = root / "site/regions/222401/index.html"
    page.write_text("other", encoding="utf-8")
    shown, site = opened(root)
    shown.rest(lambda: False)
    assert "延吉" in (site / "regions/222401/index.html").read_text(encoding="utf-8")
    assert page.read_text(encoding="utf-8") == "other"


def test_a_broken_profile_is_told_and_the_others_are_shown(root: Path) -> None:
    path = root.resolve() / YANJI
    path.write_text(path.read_text(encoding="utf-8").replace("themes: [education]", "themes: [教育]", 1), encoding="utf-8")
    said = list[str]()
    shown, site = opened(root, said.append)
    shown.rest(lambda: False)
    assert any("did you mean `education`?" in line for line in said) and list(shown.broken) == [path]
    assert not (site / "documents/yanji-2023/index.html").exists() and (site / "documents/jiayuguan/index.html").exists()
    for path in (root / "docs/profiles").glob("*.yml"):
        path.unlink()
    shown, _ = opened(root)
    with pytest.raises(GeneratorError, match="holds no profile that can be shown"):
        shown.rest(lambda: False)
