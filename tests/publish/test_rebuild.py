"""Only what has changed is made again, and whatever was kept, the files are those of a build from nothing."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import known, workers
from generator.cli import main
from generator.profiles import diff, product
from generator.profiles.check import check
from generator.profiles.shelf import Shelf
from generator.publish import rebuild
from generator.workspace import Workspace
from tests.project import RULES, copied

PARTS = ("mkdocs.yml", "templates/pages")


def run(root: Path, *words: str) -> str:
    done = CliRunner().invoke(main, ["--root", str(root), *words])
    assert done.exit_code == 0, done.output
    return done.output


def made(root: Path) -> dict[str, bytes]:
    """Everything below docs/ by its path."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted((root / "docs").rglob("*")) if path.is_file()}


def anew(root: Path, folder: Path) -> dict[str, bytes]:
    """What a build from nothing makes of the same data."""
    shutil.rmtree(folder, ignore_errors=True)
    copied(folder, *PARTS, data=root)
    run(folder, "build")
    return made(folder)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(tmp_path / "project", *PARTS)


def test_nothing_is_made_or_parsed_where_nothing_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(root, "build")
    before = {path: path.stat().st_mtime_ns for path in (root / "docs").rglob("*")}
    monkeypatch.setattr(product, "Filed", None)
    monkeypatch.setattr(rebuild, "SitePlan", None)
    assert re.fullmatch(r"docs/: \d+ files, 0 written, 0 removed\n", run(root, "build"))
    assert {path: path.stat().st_mtime_ns for path in (root / "docs").rglob("*")} == before


def test_one_edit_makes_its_pages_and_the_lists_alone(root: Path) -> None:
    run(root, "build")
    profile = sorted((root / "docs/profiles").glob("*.yml"))[0]
    text = profile.read_text(encoding="utf-8")
    profile.write_text(re.sub(r"item: '.*'", "item: '改过的项目'", text, count=1), encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in (root / "docs").rglob("index.md")}
    run(root, "build")
    written = {path for path, stamp in before.items() if path.stat().st_mtime_ns != stamp}
    ours = {path for path in written if path.parts[-3] in ("regions", "documents")}
    name = re.search(r"^id: '?([\w-]+)", text, re.MULTILINE)
    assert name and root / f"docs/documents/{name[1]}/index.md" not in before or len(ours) <= 2 <= len(written)


class Editor:
    """Random things that people do to a project's profiles."""

    def __init__(self, root: Path, hand: random.Random) -> None:
        self.root, self.hand = root, hand
        self.profiles = root / "docs/profiles"
        self.gone: list[tuple[Path, bytes]] = []

    def act(self) -> None:
        actions: list[Callable[[Path], object]] = [self.item, self.item, self.region, self.date, self.drop, self.remove, self.confirm]
        if self.gone:
            actions += [self.put_back] * 2
        self.hand.choice(actions)(self.hand.choice(sorted(self.profiles.glob("*.yml"))))

    def _sub(self, path: Path, pattern: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        found = list(re.finditer(pattern, text, re.MULTILINE))
        if found:
            one = self.hand.choice(found)
            path.write_text(text[: one.start()] + one.expand(new) + text[one.end() :], encoding="utf-8")

    def item(self, path: Path) -> None:
        self._sub(path, r"^( +-? *)item: '.*'$", rf"\1item: '项目{self.hand.randrange(9)}'")

    def region(self, path: Path) -> None:
        self._sub(path, r"^    adcode: '\d+'$", rf"    adcode: '{self.hand.choice(['222401', '532900', '620121', '230881'])}'")

    def date(self, path: Path) -> None:
        self._sub(path, r"^  published: .*$", rf"  published: '20{self.hand.randrange(18, 25)}'")

    def confirm(self, path: Path) -> None:
        self._sub(path, r"^review: .*$", "review: {status: checked}")

    def drop(self, path: Path) -> None:
        self._sub(path, r"^( +)- item: '.*'\n(?:\1  .*\n)+", "")

    def remove(self, path: Path) -> None:
        if len(list(self.profiles.glob("*.yml"))) > 2:
            self.gone.append((path, path.read_bytes()))
            path.unlink()

    def put_back(self, _: Path) -> None:
        path, data = self.gone.pop()
        path.write_bytes(data)


def test_edits_one_after_the_other_end_as_a_build_from_nothing(root: Path, tmp_path: Path) -> None:
    edited(root, tmp_path, 0, 2)


def edited(root: Path, folder: Path, seed: int, builds: int) -> None:
    """Builds after every few edits, and from nothing in `folder`, and demands the same files."""
    editor = Editor(root, random.Random(seed))
    run(root, "build")
    for _ in range(builds):
        for _ in range(editor.hand.randrange(1, 4)):
            before = {path: path.read_bytes() for path in editor.profiles.glob("*.yml")}
            editor.act()
            if any(problem.severity == "error" for problem in check.check(RULES, Shelf(Workspace(root)))):
                for path, data in before.items():
                    path.write_bytes(data)
        run(root, "build")
        assert made(root) == anew(root, folder / "anew")


def test_products_are_what_profiles_and_their_edits_are(root: Path) -> None:
    space = Workspace(root)
    for _ in range(2):  # worked out, then kept
        shelf = Shelf(space)
        done = diff.load(shelf)
        found = product.products(RULES, space, product.keys(space))
        assert found and [(one.profile, one.edits) for one in found] == [(one.profile, done[one.profile.id]) for one in shelf.held]


def test_the_number_of_processes_changes_no_byte(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "available", lambda: 3)
    run(root, "build")
    three = made(root)
    monkeypatch.setattr(workers, "available", lambda: 1)
    assert three == anew(root, tmp_path / "one")


def damages(path: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """What may have become of what was kept."""
    whole = path.read_bytes()
    yield "gone", path.unlink
    yield "empty", lambda: path.write_bytes(b"")
    yield "cut", lambda: path.write_bytes(whole[: len(whole) // 2])
    yield "foreign", lambda: path.write_bytes(b"another file altogether" * 99)
    yield "overwritten", lambda: path.write_bytes(whole[:20000] + b"\xff" * 3000 + whole[23000:])
    yield "a folder", lambda: (path.unlink(), path.mkdir())


def test_what_was_kept_never_changes_what_is_made(root: Path, tmp_path: Path) -> None:
    damaged(root, tmp_path, ["cut", "foreign"])


def damaged(root: Path, tmp_path: Path, kinds: Sequence[str]) -> None:
    """Demands of builds after what was kept had those `damages` the same files."""
    run(root, "build")
    profile = sorted((root / "docs/profiles").glob("*.yml"))[1]
    profile.write_text(profile.read_text(encoding="utf-8").replace("item: '", "item: '新", 1), encoding="utf-8")
    shutil.copytree(root / "docs", tmp_path / "docs")
    shutil.copytree(root / ".cache", tmp_path / "cache")
    wanted = anew(root, tmp_path / "anew")
    for kind, damage in ((kind, damage) for kind, damage in damages(root / ".cache" / known.FILE) if kind in kinds):
        for name, kept in (("docs", "docs"), (".cache", "cache")):
            shutil.rmtree(root / name)
            shutil.copytree(tmp_path / kept, root / name)
        damage()
        run(root, "build")
        assert made(root) == wanted, kind


def test_a_file_changed_or_lost_below_docs_is_made_again(root: Path) -> None:
    run(root, "build")
    before = made(root)
    (root / "docs/index.md").write_text("another text", encoding="utf-8")
    (root / "docs/data/figures.csv").unlink()
    shutil.rmtree(root / "docs/charts")
    run(root, "build")
    assert made(root) == before


def test_a_template_changed_makes_all_pages(root: Path) -> None:
    run(root, "build")
    template = root / "templates/pages/region.md.jinja"
    template.write_text(template.read_text(encoding="utf-8").replace("区划代码", "代码"), encoding="utf-8")
    run(root, "build")
    assert "<dt>代码</dt>" in (root / "docs/regions/222401/index.md").read_text(encoding="utf-8")


def test_a_profile_with_an_error_stops_all_and_names_it(root: Path) -> None:
    run(root, "build")
    before = made(root)
    profile = sorted((root / "docs/profiles").glob("*.yml"))[0]
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("schema: 1", "schema: 7"), encoding="utf-8")
    for _ in range(2):
        done = CliRunner().invoke(main, ["--root", str(root), "build"])
        assert done.exit_code == 1 and "schema: 7 is not allowed; allowed: 1" in done.output
    profile.write_text(text, encoding="utf-8")
    run(root, "build")
    assert made(root) == before
