"""What `check`, `merge`, `build` and `update --check` do with bad input: a clear message, exit status 1, nothing written, nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.project import FROZEN, ROOT, copied

YANJI, JIAYUGUAN, SEED = "docs/profiles/yanji-2023.yml", "docs/profiles/jiayuguan.yml", "000_bae2e2ca5f129531"
READING = f"seeds/readings/{SEED}.yml"
Files = dict[str, bytes]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(tmp_path, "docs/schema", "templates", "mkdocs.yml")


def run(root: Path, *words: str) -> Result:
    done = CliRunner().invoke(main, ["--root", str(root), *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def files(root: Path) -> Files:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts
    }


def edit(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(root: Path, file: str, more: str) -> None:
    path = root / file
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")


BOMB = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]\n"
# By name: what is done to the project, and what the three commands say.
BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "a merge conflict": (
        lambda root: edit(root, YANJI, "regions:\n", "<<<<<<< HEAD\nregions:\n=======\nregions:\n>>>>>>> other\n"),
        f"{YANJI}:15:1: a merge conflict was left here: `<<<<<<<` (keep one side and delete the marker lines)",
    ),
    "tabs": (lambda root: edit(root, YANJI, "    level: county", "\tlevel: county"), f"{YANJI}:18:1: a tab in the indentation (indent with blanks)"),
    "a key that stands twice": (
        lambda root: edit(root, YANJI, "    level: county\n", "    level: county\n    level: county\n"),
        f"{YANJI}:19:5: regions[0].level: this key stands twice (keep one of the two)",
    ),
    "a required key deleted": (
        lambda root: edit(root, YANJI, "    level: county\n", ""),
        f"{YANJI}:16:5: regions[0].level: is missing (add `level:`)",
    ),
    "an anchor bomb": (
        lambda root: append(root, YANJI, BOMB),
        "`&` begins an alias or anchor, which profiles do not use (put the text in single quotes)",
    ),
    "50 MB": (lambda root: append(root, YANJI, "#" * 50_000_000), f"{YANJI}: is larger than 20 MB (a profile is a few hundred lines)"),
    "a seed gone": (lambda root: (root / f"seeds/{SEED}.txt").unlink(), f"{YANJI}:5:9: source.file: "),
    "two profiles with one id": (
        lambda root: edit(root, JIAYUGUAN, "id: jiayuguan", "id: yanji-2023"),
        f"{JIAYUGUAN}:3:5: id: is also that of {YANJI} (give each profile an id and a seed of its own)",
    ),
    "a profile copied": (
        lambda root: shutil.copy(root / YANJI, root / "docs/profiles/copy.yml"),
        f"{YANJI}:5:9: source.file: is also that of docs/profiles/copy.yml (give each profile an id and a seed of its own)",
    ),
    "a reading edited by hand": (
        lambda root: edit(root, READING, "value: 370", "value: 371"),
        f"{READING}: was edited by hand, which is what the machine alone does (put the correction into docs/profiles/, and take this file back",
    ),
    "a base edited by hand": (
        lambda root: edit(root, f"seeds/readings/merged/{SEED}.yml", "value: 370", "value: 371"),
        f"seeds/readings/merged/{SEED}.yml: was edited by hand, which is what the machine alone does",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_by_every_command_and_nothing_is_written(root: Path, name: str) -> None:
    spoil, message = BAD[name]
    # Another rule's reading waits to be merged, so that there would be something to write.
    path = root / f"seeds/readings/merged/{SEED}.yml"
    path.write_bytes(path.read_bytes().split(b"\n", 1)[1].replace(b"themes: [education]", b"themes: [culture]"))
    if "base" in name:
        path.write_bytes((FROZEN / f"seeds/readings/merged/{SEED}.yml").read_bytes())
        edit(root, READING, "# sha256", "# before")
    spoil(root)
    before = files(root)
    for command in (["check"], ["merge"], ["build"], ["update", "--check"]):
        done = run(root, *command)
        assert done.exit_code == 1, (command, done.output)
        if command != ["update", "--check"] or "reading" not in name:
            assert message in done.output, (command, done.output)
        assert files(root) == before, command


def test_other_profiles_are_merged_beside_a_broken_one(root: Path) -> None:
    base = root / "seeds/readings/merged/001_275a0550db2390d3.yml"
    base.write_bytes(base.read_bytes().split(b"\n", 1)[1].replace(b"value: 6200", b"value: 6300"))
    edit(root, JIAYUGUAN, "value: 6200", "value: 6300")
    edit(root, YANJI, "    level: county\n", "")
    before = (root / YANJI).read_bytes()
    done = run(root, "merge")
    assert done.exit_code == 1 and f"{JIAYUGUAN}:87:16: regions[0].indicators[1].value: 6300 -> 6200" in done.output
    assert (root / YANJI).read_bytes() == before


def test_what_is_stale_stops_the_site(root: Path) -> None:
    assert run(root, "update", "--check").exit_code == 0
    for stale, said in (
        (lambda: append(root, f"seeds/{SEED}.txt", "\n又及。\n"), f"{READING}: is not what its seed reads to"),
        (lambda: append(root, "docs/schema/profile.schema.json", " "), "docs/schema/profile.schema.json: does not fit the model"),
        (lambda: (root / JIAYUGUAN).unlink(), "seeds/001_275a0550db2390d3.txt: warning: had a profile"),
    ):
        stale()
        before = files(root)
        for command in (["update", "--check"], ["site"]):
            done = run(root, *command)
            assert done.exit_code == 1 and said in done.output and "(run `make update`)" in done.output
            assert files(root) == before


def test_nothing_depends_on_the_times_of_files(root: Path) -> None:
    before = files(root)
    for number, path in enumerate(sorted(root.rglob("*"), reverse=True)):
        if path.is_file():
            os.utime(path, (number, number))
    assert run(root, "update").output == "profiles: 5, changed: 0, conflicts: 0\n"
    assert run(root, "update", "--check").exit_code == 0
    assert files(root) == before


def test_every_format_names_the_same_problems(root: Path) -> None:
    edit(root, YANJI, "value: 370", "value: 371")
    edit(root, JIAYUGUAN, "level: prefecture", "level: county")
    text, forge, tools = (run(root, "check", "--format", form) for form in ("text", "github", "json"))
    assert {done.exit_code for done in (text, forge, tools)} == {1}
    found = json.loads(tools.output)
    assert [(one["file"], one["line"], one["severity"]) for one in found] == [(JIAYUGUAN, 18, "error"), (YANJI, 32, "warning")]
    lines = [line for line in text.output.splitlines() if "quotes and headings are" not in line]
    assert lines[-1] == "1 error, 1 warning" and len(lines) == 3
    assert forge.output.splitlines() == [
        f"::error file={JIAYUGUAN},line=18,col=12,title=regions[0].level::嘉峪关市 is a prefecture, not a county (write prefecture)",
        f"::warning file={YANJI},line=32,col=20,title=regions[0].measures[0].indicators[0].value::"
        "371 does not follow from its quote, which states 370 (correct one of the two)",
    ]


def test_seeds_that_share_a_name_are_both_told_and_the_others_read(root: Path) -> None:
    known = (root / f"seeds/{SEED}.txt").read_bytes()
    for name, data in (
        ("same.txt", known.replace("延吉".encode(), "图们".encode())),
        ("same.html", b"<html>"),
        ("other.txt", known + "又及。".encode()),
    ):
        (root / "seeds" / name).write_bytes(data)
    said = (
        "seeds/same.html: shares its name with seeds/same.txt; none of them is read, as all their readings would be same.yml (rename one, "
    )
    before = files(root)
    for command in (["check"], ["update", "--check"], ["read", str(root / "seeds/same.txt")]):
        done = run(root, *command)
        assert done.exit_code == 1 and done.output.count("same.txt") == 1 and said in done.output, done.output
        assert files(root) == before, command
    done = run(root, "update")
    assert done.exit_code == 1 and said in done.output
    readings = "seeds/readings/"  # what is kept are the addresses that the region's other document has already
    news = {f"{readings}other.yml", f"{readings}merged/other.yml", f"{readings}merged/kept/other.yml", "docs/profiles/other.yml"}
    assert files(root).keys() - before.keys() == news
    assert {file: data for file, data in files(root).items() if file in before} == before
    (root / "seeds/same.html").rename(root / "seeds/one.html")
    assert "docs/profiles/same.yml: opened" in run(root, "update").output


def test_a_seed_that_shares_its_name_with_a_known_one_leaves_that_as_it_is(root: Path) -> None:
    (root / f"seeds/{SEED}.html").write_bytes((root / "seeds/001_275a0550db2390d3.txt").read_bytes())
    before = files(root)
    done = run(root, "update")
    assert done.exit_code == 1 and f"seeds/{SEED}.html: shares its name with seeds/{SEED}.txt; " in done.output
    assert files(root) == before


def test_a_file_that_cannot_be_a_seed_is_in_no_seeds_way(root: Path) -> None:
    (root / f"seeds/{SEED}.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    before = files(root)
    done = run(root, "update")
    assert done.exit_code == 1 and f"seeds/{SEED}.doc: is an old Word file" in done.output and "shares" not in done.output
    assert "profiles: 5, changed: 0, conflicts: 0" in done.output and files(root) == before


def test_a_project_without_seeds_is_told_by_its_profiles_alone(root: Path, tmp_path: Path) -> None:
    paper = tmp_path / "a.txt"
    paper.write_bytes((root / f"seeds/{SEED}.txt").read_bytes())
    shutil.rmtree(root / "seeds")
    assert run(root, "read").exit_code == run(root, "todo").exit_code == 0
    done = run(root, "update", "--check")
    assert done.exit_code == 1 and f"{YANJI}:5:9: source.file: is not in seeds/ (put the seed back" in done.output
    assert not (root / "seeds").exists()
    shutil.rmtree(root / "docs/profiles")
    assert run(root, "add", str(paper)).exit_code == 0
    assert (root / "seeds/a.txt").exists() and (root / "docs/profiles/222401-2023.yml").exists()


def test_links_that_lead_nowhere_are_told_by_their_own_names(root: Path) -> None:
    (root / "seeds/gone.txt").symlink_to(root / "nowhere.txt")
    (root / "docs/profiles/gone.yml").symlink_to(root / "nowhere.yml")
    before = files(root)
    for command in ("read", "update", "todo"):
        done = run(root, command)
        assert done.exit_code == 1 and "seeds/gone.txt: cannot be opened: No such file or directory" in done.output, done.output
        assert files(root) == before
    for command in ("check", "merge", "build"):
        done = run(root, command)
        assert done.exit_code == 1 and "docs/profiles/gone.yml: cannot be opened: No such file or directory (a link leads" in done.output
        assert files(root) == before


def test_a_link_that_leads_nowhere_is_no_place_for_a_new_profile(root: Path) -> None:
    link = root / "docs/profiles/other.yml"
    link.symlink_to(root / "nowhere.yml")
    (root / "seeds/other.txt").write_bytes((root / f"seeds/{SEED}.txt").read_bytes())
    done = run(root, "update")
    assert done.exit_code == 1 and "docs/profiles/other-2.yml: opened for its new reading" in done.output
    assert link.is_symlink() and not link.exists()


def test_files_that_would_be_passed_over_as_profiles_are_told(root: Path) -> None:
    (root / "docs/profiles/folder.yml").mkdir()
    (root / YANJI).rename(root / "docs/profiles/yanji-2023.yaml")
    shutil.rmtree(root / "seeds/readings")
    for command in ("check", "merge", "build", "update"):
        done = run(root, command)
        assert done.exit_code == 1, (command, done.output)
        assert "docs/profiles/folder.yml: cannot be opened: Is a directory" in done.output
        assert "docs/profiles/yanji-2023.yaml: ends in .yaml, so it would be passed over (name it yanji-2023.yml)" in done.output
    assert not (root / YANJI).exists() and not (root / f"docs/profiles/{SEED}.yml").exists()


def test_broken_templates_are_told_with_their_lines_and_nothing_is_written(root: Path) -> None:
    edit(root, "templates/pages/region.md.jinja", "\n", "\n{% if %}\n")
    edit(root, "templates/pages/home.md.jinja", "\n", "\n{{ open }\n")
    before = files(root)
    done = run(root, "build")
    assert done.exit_code == 1
    assert [line.split(": ")[0] for line in done.output.splitlines()] == [
        "templates/pages/home.md.jinja:2:1",
        "templates/pages/region.md.jinja:2:1",
    ]
    assert files(root) == before


@pytest.mark.parametrize(
    ("written", "why"), [("{{ nothing.there }}", "'nothing' is undefined"), ("{% include 'gone.jinja' %}", "is missing")]
)
def test_what_a_template_cannot_make_is_told(root: Path, written: str, why: str) -> None:
    append(root, "templates/pages/home.md.jinja", written)
    done = run(root, "build")
    assert done.exit_code == 1 and done.output.startswith("templates/pages/") and done.output.endswith(f": {why}\n"), done.output


def test_a_template_that_is_read_while_it_is_saved_is_told(root: Path) -> None:
    (root / "templates/pages/home.md.jinja").write_text("", encoding="utf-8")
    done = run(root, "build")
    assert (done.exit_code, done.output) == (
        1, "templates/pages/home.md.jinja: has no front matter, which stands between two lines ---\n"
    )  # fmt: skip


def test_a_heading_that_nothing_can_lead_to_is_told(root: Path) -> None:
    append(root, "templates/pages/home.md.jinja", "## 标题 { #没有 空白 }\n")
    done = run(root, "build")
    assert (done.exit_code, done.output) == (
        1, "templates/pages/home.md.jinja: has a heading without an id: ## 标题 { #没有 空白 } (end its line with { #id })\n"
    )  # fmt: skip


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_one_line(root: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "generator", "--root", str(root), "check"], cwd=ROOT, stdout=full, stderr=subprocess.PIPE
        )
    assert (done.returncode, done.stderr.decode()) == (1, "output: cannot be written: No space left on device\n")


def test_mending_says_what_it_mended(root: Path) -> None:
    edit(root, YANJI, "adcode: '222401'", "adcode: 222401")
    done = run(root, "check", "--fix", "yanji-2023")
    assert done.exit_code == 0 and done.output.startswith(f"{YANJI}:17:13: regions[0].adcode: 222401 -> '222401'\n")
    assert (root / YANJI).read_bytes() == (FROZEN / YANJI).read_bytes()


@pytest.mark.parametrize("form", ["json", "github"])
def test_what_was_mended_is_part_of_every_format(root: Path, form: str) -> None:
    edit(root, YANJI, "adcode: '222401'", "adcode: 222401")
    edit(root, YANJI, "value: 370", "value: 371")
    done = run(root, "check", "--fix", "--format", form)
    assert done.exit_code == 0
    if form == "json":
        found = json.loads(done.stdout)
        assert [(one["line"], one["severity"]) for one in found] == [(17, "fixed"), (32, "warning")]
        assert found[0].keys() == found[1].keys() and found[0]["message"] == "222401 -> '222401'"
    else:
        assert [line.partition("::")[2].split("::")[0] for line in done.stdout.splitlines()] == [
            f"notice file={YANJI},line=17,col=13,title=regions[0].adcode",
            f"warning file={YANJI},line=32,col=20,title=regions[0].measures[0].indicators[0].value",
        ]
