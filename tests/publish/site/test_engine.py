"""The site built again and again: only what changed is made, and it is always, byte for byte, what a build into an empty folder gives."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.errors import GeneratorError
from generator.profiles.shelf import Shelf
from generator.publish import build, engine
from generator.publish.site import links, render
from generator.workspace import Workspace
from tests.project import PAGES, ROOT, RULES, copied

STEPS = 6
"""Random changes; tests/soak has many more."""
REGION = "docs/regions/222401/index.md"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen corpus with its pages, not built yet."""
    folder = copied(tmp_path_factory.mktemp("made"), *PAGES, "templates", "mkdocs.yml", "generator/publish/verbatim.py")
    build.build(RULES, Shelf(Workspace(folder)))
    return folder


@pytest.fixture
def project(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A copy of it, built once."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    for name in ("SITE_URL", "REPO_URL", "EDIT_URI", "CONTACT"):
        monkeypatch.delenv(name, raising=False)
    space = Workspace(shutil.copytree(made, tmp_path / "project"))
    done = engine.build(space, space.root / "site")
    assert done.built == done.pages - 1 > 40 and done.copied
    return space


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if not path.is_dir()}


def cold(space: Workspace) -> dict[str, bytes]:
    """What a build into an empty folder gives, nothing known."""
    folder = space.root.with_name("cold")
    shutil.rmtree(folder, ignore_errors=True)
    engine.build(space, folder)
    found = contents(folder)
    shutil.rmtree(folder)
    engine.ledger.place(space, folder).unlink()
    return found


def again(space: Workspace) -> engine.Made:
    """Builds again and holds all of the site against a cold build."""
    done = engine.build(space, space.root / "site")
    assert contents(space.root / "site") == cold(space)
    assert str(engine.build(space, space.root / "site")) == f"{done.pages} pages, nothing changed"
    return done


def write(space: Workspace, file: str, change: Callable[[str], str]) -> None:
    path = space.root / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def test_it_is_what_mkdocs_itself_would_build_without_the_scripts_of_the_theme(project: Workspace) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", "plain"]
    done = subprocess.run(command, cwd=project.root, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == 0
    plain = contents(project.root / "plain")
    unused = [name for name in plain if "assets/javascripts/" in name or name.endswith(".map")]
    assert sum(len(plain.pop(name)) for name in unused) > 2_000_000
    assert contents(project.root / "site") == plain


def test_addresses_in_the_environment_change_every_page(project: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/archive/")
    build.build(RULES, Shelf(project))  # with the files that need an absolute address
    done = again(project)
    assert done.built == done.pages - 1
    assert b"<loc>https://example.org/archive/regions/222401/</loc>" in (project.root / "site/sitemap.xml").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert again(project).built == 0
    assert b"1970-01-02" in (project.root / "site/sitemap.xml").read_bytes()


def test_nothing_is_made_where_nothing_changed_and_mkdocs_is_not_loaded(project: Workspace) -> None:
    program = (
        "import sys; from pathlib import Path; from generator.publish import engine; from generator.workspace import Workspace;"
        "print(engine.build(Workspace(Path.cwd()), Path('site')), 'mkdocs' in sys.modules)"
    )
    os.utime(project.root / REGION)  # touched, not changed
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=project.root, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.stdout.endswith("nothing changed False\n"), done.stderr


def test_one_page_is_made_where_one_changed(project: Workspace) -> None:
    before = {path: path.stat().st_mtime_ns for path in (project.root / "site").rglob("*") if path.is_file()}
    write(project, REGION, lambda text: text + "\n多出来的一句话。\n")
    done = again(project)
    assert (done.built, done.copied, done.removed) == (1, 0, 0)
    page = project.root / "site/regions/222401/index.html"
    assert "多出来的一句话" in page.read_text(encoding="utf-8")
    assert [path for path, time in before.items() if path.stat().st_mtime_ns != time] == [page]


def test_pages_and_files_come_and_go(project: Workspace) -> None:
    about = project.docs / "about"
    (about / "new.md").write_text("# 新的一页\n\n[地区](../regions/index.md)\n", encoding="utf-8")
    (about / "new.csv").write_text("a,b\n", encoding="utf-8")
    (project.docs / "assets").mkdir(exist_ok=True)
    (project.docs / "assets/logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")  # the theme has one too
    done = again(project)
    assert (done.built, done.copied) == (1, 2) and (project.root / "site/about/new/index.html").exists()
    for name in ("about/new.md", "about/new.csv", "assets/logo.svg"):
        (project.docs / name).unlink()
    assert again(project).removed == 2
    assert not (project.root / "site/about/new").exists()
    assert (project.root / "site/assets/logo.svg").read_bytes() == (project.templates / "theme/assets/logo.svg").read_bytes()


@pytest.mark.parametrize("name", ["index.html", "404.html", "sitemap.xml", "assets/site.css", "profiles/jiayuguan.yml"])
def test_what_others_did_to_the_site_is_undone(project: Workspace, name: str) -> None:
    path = project.root / "site" / name
    path.write_text("by hand", encoding="utf-8")
    again(project)
    path.unlink()
    (project.root / "site/regions/mine").mkdir()
    (project.root / "site/regions/mine/index.html").touch()
    (project.root / "site/regions/.writing-0").touch()  # left by a killed run
    assert again(project).removed == 2


def test_a_folder_or_a_link_in_the_place_of_a_page_gives_way(project: Workspace, tmp_path: Path) -> None:
    site = project.root / "site"
    (site / "index.html").unlink()
    (site / "index.html").mkdir()
    (site / "index.html/x").touch()
    shutil.rmtree(site / "compare")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/kept").touch()
    (site / "compare").symlink_to(tmp_path / "elsewhere")
    again(project)
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["kept"]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _gone(path: Path) -> None:
    path.unlink()


def _foreign(path: Path) -> None:
    path.write_bytes(b'{"version": 7}\n')


def _altered(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"regions/222401", b"regions/222402"))


def _locked(path: Path) -> None:
    path.unlink()
    path.mkdir()  # can neither be read nor written as a file


@pytest.mark.parametrize("harm", [_gone, _cut, _foreign, _altered, _locked])
def test_a_ledger_that_is_lost_changes_no_byte(project: Workspace, harm: Callable[[Path], None]) -> None:
    harm(engine.ledger.place(project, project.root / "site"))
    write(project, REGION, lambda text: text + "\n多出来的一句话。\n")
    done = engine.build(project, project.root / "site")
    assert contents(project.root / "site") == cold(project)
    assert done.built == done.pages - 1


def test_a_file_of_the_theme_changes_every_page(project: Workspace) -> None:
    write(project, "templates/theme/partials/footer.html", lambda text: text.replace("</footer>", "<p>新的页脚</p></footer>"))
    (project.templates / "theme/assets/new.svg").write_text("<svg/>", encoding="utf-8")
    done = again(project)
    assert done.built == done.pages - 1 and (project.root / "site/assets/new.svg").exists()
    (project.templates / "theme/assets/new.svg").unlink()
    again(project)
    assert not (project.root / "site/assets/new.svg").exists()


def test_a_link_is_told_though_its_page_was_not_built_again(project: Workspace) -> None:
    about = project.docs / "about/new.md"
    about.write_text("# 新的一页\n\n[一份文件](../documents/jiayuguan.md) [一处](../regions/222401/index.md#x1)\n", encoding="utf-8")
    target = project.docs / "documents/jiayuguan.md"
    target.write_text("# 嘉峪关\n", encoding="utf-8") if not target.exists() else None
    shutil.rmtree(project.docs / "documents/jiayuguan")
    write(project, REGION, lambda text: text + '\n<p id="x1"></p>\n')
    engine.build(project, project.root / "site")
    target.unlink()
    write(project, REGION, lambda text: text.replace("x1", "x2"))
    for _ in range(2):  # and as long as it is so
        with pytest.raises(GeneratorError) as caught:
            engine.build(project, project.root / "site")
        said = [str(problem) for problem in caught.value.problems]
        assert "docs/about/new.md: has a link to `regions/222401/#x1`: the page has no place `x1`" in said
        assert "docs/about/new.md: has a link to `documents/jiayuguan/`: there is no such page or file" in said
        assert any(line.startswith("docs/documents/index.md: ") for line in said)


def test_what_mkdocs_warns_of_is_told_as_long_as_it_is_so(project: Workspace) -> None:
    write(project, "docs/about/index.md", lambda text: text + "\n[去处](nowhere.md)\n")
    for _ in range(2):
        with pytest.raises(GeneratorError, match="docs/about/index.md: MkDocs: Doc file 'about/index.md' contains a link 'nowhere.md'"):
            engine.build(project, project.root / "site")
    write(project, "docs/about/index.md", lambda text: text.replace("\n[去处](nowhere.md)\n", ""))
    assert again(project).built == 1


def test_two_pages_at_one_address_are_refused(project: Workspace) -> None:
    (project.docs / "about.md").write_text("# 关于\n", encoding="utf-8")
    with pytest.raises(GeneratorError, match="would stand at the same address as docs/about"):
        engine.build(project, project.root / "site")


def test_a_broken_template_is_told_with_its_line_by_processes_too(project: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, "templates/theme/partials/footer.html", lambda text: text + "{{ config.site_name.nosuch.more }}")
    for several in (render.SEVERAL, 2):
        monkeypatch.setattr(render, "SEVERAL", several)
        with pytest.raises(GeneratorError, match=r"footer.html:\d+:1: UndefinedError"):
            engine.build(project, project.root / "site")


def test_several_processes_make_the_same_bytes(project: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "SEVERAL", 2)
    told = list[tuple[int, int]]()
    done = engine.build(project, project.root.with_name("other"), lambda made, total: told.append((made, total)))
    assert contents(project.root.with_name("other")) == contents(project.root / "site")
    assert told[-1] == (done.built, done.built)


def changes(docs: Path, rng: random.Random) -> Iterator[str]:
    """Random changes below docs/ that leave every link whole; what each was."""
    while True:
        pages = sorted(path for path in docs.rglob("*.md"))
        files = sorted(path for path in docs.rglob("*") if path.suffix in (".csv", ".svg", ".yml"))
        kind = rng.choice(("edit", "edit", "edit", "add", "remove", "touch", "data", "back"))
        added = [path for path in pages if path.name.startswith("added")]
        path = rng.choice(pages)
        if kind == "edit":
            path.write_text(path.read_text(encoding="utf-8") + f"\n第{rng.randrange(10**6)}次修改。\n", encoding="utf-8")
        elif kind == "add":
            path = rng.choice(pages).with_name(f"added{rng.randrange(10)}.md")
            path.write_text(f"# 新增\n\n{rng.random()}\n", encoding="utf-8")
        elif kind == "remove" and added:
            path = rng.choice(added)
            path.unlink()
        elif kind == "touch":
            os.utime(path)
        elif kind == "data":
            path = rng.choice(files)
            path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        elif kind == "back":  # as a file that is put back from elsewhere: older than its page
            path.write_text(path.read_text(encoding="utf-8") + "\n旧的。\n", encoding="utf-8")
            os.utime(path, (1, 1))
        yield f"{kind} {path}"


@pytest.mark.parametrize("seed", [1])
def test_random_changes_give_what_a_cold_build_gives(project: Workspace, seed: int) -> None:
    rng = random.Random(seed)
    some = changes(project.docs, rng)
    for _ in range(STEPS):
        done = [next(some) for _ in range(rng.randrange(1, 4))]
        engine.build(project, project.root / "site")
        assert contents(project.root / "site") == cold(project), done


def test_links_are_found_where_they_lead() -> None:
    html = """<a href="../b/#one">x</a><a href='?q=1'></a><a href="?q=1#two"></a><img src="p%20q.png"><a href="https://x/"></a>
    <p id="three">a href="nowhere"</p><a href="#:~:text=x"></a><a href="./">.</a><a href="../..">.</a><a href="/base/c.csv"></a>
    <a href="mailto:x@y.example"></a><a title="&lt;" href="../b/#a&amp;b"></a>"""
    ids, targets = links.found(html, "a/x/index.html", "/base/")
    assert ids == ["three"]
    assert targets == {
        "a/b/index.html": ["a&b", "one"], "a/x/index.html": ["", "two"], "a/x/p q.png": [""], "index.html": [""], "c.csv": [""],
    }  # fmt: skip
    pages = {"a/x/index.html": [ids, targets], "a/b/index.html": [["one"], {}]}
    assert sorted(links.broken(pages, {"a/x/index.html", "a/b/index.html", "index.html", "c.csv"})) == [
        ("a/x/index.html", "a/b/#a&b", "the page has no place `a&b`"),
        ("a/x/index.html", "a/x/#two", "the page has no place `two`"),
        ("a/x/index.html", "a/x/p q.png", "there is no such page or file"),
    ]
