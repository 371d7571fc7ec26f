"""A document replaced, withdrawn, given another id: what is refused and why, what is kept, and that nothing is left to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.profiles.shelf import Shelf
from generator.reader.region import stated
from generator.workspace import Workspace
from tests.project import FROZEN, ROOT, copied

YANJI, JIAYUGUAN = "docs/profiles/yanji-2023.yml", "docs/profiles/jiayuguan.yml"
STEM, OTHER = "000_bae2e2ca5f129531", "001_275a0550db2390d3"
TEXT = (FROZEN / f"seeds/{STEM}.txt").read_text(encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(tmp_path / "project", "docs/schema")


def run(root: Path, *words: str, given: str = "") -> Result:
    done = CliRunner().invoke(main, ["--root", str(root), *words], input=given)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts}


def edit(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def settled(root: Path) -> None:
    before = files(root)
    done = run(root, "update")
    assert done.exit_code == 0 and "changed: 0, conflicts: 0" in done.output, done.output
    assert files(root) == before


# ---- another id ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["yanji", "x"], "yanji: is not the id of a profile (did you mean yanji-2023?)"),
        (["yanji-2023", "yanji-2023"], f"{YANJI}: has the id yanji-2023 already"),
        (["yanji-2023", "jiayuguan"], "jiayuguan: is the id of docs/profiles/jiayuguan.yml (an id is given once; free is jiayuguan-2)"),
        (["yanji-2023", "222401"], "222401: is digits alone"),
        (["yanji-2023", "../x"], "../x: is no id"),
        (["jiayuguan", "jyg"], "jyg: was the id of docs/profiles/yanji-2023.yml, and leads there"),
        (["old-yanji", "x"], "old-yanji: is not the id of a profile (it is yanji-2023 now)"),
    ],
)
def test_an_id_that_cannot_be_given_is_told_and_nothing_changes(root: Path, words: list[str], said: str) -> None:
    edit(root, YANJI, "id: yanji-2023\n", "id: yanji-2023\nformer_ids:\n  - jyg\n  - old-yanji\n")
    before = files(root)
    done = run(root, "rename", *words)
    assert done.exit_code == 1 and said in done.output, done.output
    assert files(root) == before


def test_a_document_gets_another_id_and_keeps_the_old_one(root: Path) -> None:
    edit(root, YANJI, "id: yanji-2023\n", "id: yanji-2023  # 建档时定下\n")
    before = (root / YANJI).read_text(encoding="utf-8")
    done = run(root, "rename", "yanji-2023", "yanji")
    assert done.exit_code == 0, done.output
    assert not (root / YANJI).exists()
    after = (root / "docs/profiles/yanji.yml").read_text(encoding="utf-8")
    assert after == before.replace("id: yanji-2023  #", "id: yanji  #").replace("建档时定下\n", "建档时定下\nformer_ids:\n  - yanji-2023\n")
    assert run(root, "check", "yanji").exit_code == 0
    settled(root)
    assert "was the id of docs/profiles/yanji.yml" in run(root, "rename", "jiayuguan", "yanji-2023").output
    assert run(root, "rename", "yanji", "222401-2023").exit_code == 0
    assert Shelf(Workspace(root)).named(["222401-2023"])[0].profile.former_ids == ["yanji-2023", "yanji"]
    assert run(root, "rename", "222401-2023", "yanji-2023").exit_code == 0  # its own again
    assert Shelf(Workspace(root)).named(["yanji-2023"])[0].profile.former_ids == ["yanji", "222401-2023"]
    settled(root)


def test_a_rename_that_was_cut_short_is_ended_by_the_next(root: Path) -> None:
    edit(root, YANJI, "id: yanji-2023\n", "id: yanji\nformer_ids:\n  - yanji-2023\n")
    assert run(root, "rename", "yanji-2023", "yanji").exit_code == 0
    assert (root / "docs/profiles/yanji.yml").exists() and not (root / YANJI).exists()


def test_check_tells_ids_that_are_given_twice(root: Path) -> None:
    edit(root, YANJI, "id: yanji-2023\n", "id: yanji-2023\nformer_ids:\n  - jiayuguan\n  - yanji-2023\n")
    done = run(root, "check")
    assert done.exit_code == 1
    assert f"former_ids: jiayuguan is or was the id of {JIAYUGUAN} too (keep it where it was given first)" in done.output
    assert "former_ids: yanji-2023 is its id now (delete it here)" in done.output


# ---- withdrawn ----------------------------------------------------------------------------------------------------


def test_without_a_yes_nothing_is_removed(root: Path) -> None:
    before = files(root)
    for words in (["jiayuguan"], ["nobody", "--yes"]):
        assert run(root, "remove", *words).exit_code == 1
    done = run(root, "remove", "jiayuguan", given="y\n")  # a pipe is nobody to ask
    assert f"{JIAYUGUAN}: would be removed" in done.output and "jiayuguan: nothing was removed" in done.output
    assert files(root) == before


def test_a_profile_that_shares_its_seed_is_not_removed(root: Path) -> None:
    (root / "docs/profiles/copy.yml").write_bytes((root / YANJI).read_bytes())
    before = files(root)
    done = run(root, "remove", "copy", "--yes")
    assert done.exit_code == 1 and f"docs/profiles/copy.yml: has its seed in common with {YANJI}" in done.output
    assert files(root) == before


@pytest.mark.parametrize("broken", [False, True])
def test_a_withdrawn_document_leaves_no_trace_of_its_words(root: Path, broken: bool) -> None:
    stated.save(Workspace(root), f"{OTHER}.txt", "620200")
    run(root, "update")
    if broken:
        edit(root, JIAYUGUAN, "regions:\n", "regions: [\n")
    others = {path: data for path, data in files(root).items() if OTHER not in path and "jiayuguan" not in path}
    done = run(root, "remove", "jiayuguan", "--yes")
    assert done.exit_code == 0 and "jiayuguan: withdrawn, and never given again" in done.output, done.output
    left = {path: data for path, data in files(root).items() if path in others and others[path] != data}
    assert set(left) <= {"seeds/readings/reader.txt"} and not (root / "seeds/regions.yml").exists()
    words = [part.encode() for part in ("嘉峪关", OTHER)]
    assert not [path for path in root.rglob("*") if path.is_file() and any(word in path.read_bytes() for word in words)]
    assert "was the id of a withdrawn document" in run(root, "rename", "yanji-2023", "jiayuguan").output
    settled(root)


# ---- replaced -----------------------------------------------------------------------------------------------------


def written(root: Path, text: str, name: str = "new.txt") -> str:
    path = root.parent / name
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT, f"new.txt: is seeds/{STEM}.txt already: nothing was replaced"),
        ("", "new.txt: is empty"),
        ((FROZEN / f"seeds/{OTHER}.txt").read_text(encoding="utf-8"), f"is in seeds/ already, as {OTHER}.txt"),
        ((ROOT / "tests/gold/dev/docs/d01.txt"), "of its text with seeds/000_bae2e2ca5f129531.txt: it is another document"),
    ],
)
def test_what_cannot_be_its_better_version_is_refused(root: Path, text: str | Path, said: str) -> None:
    if isinstance(text, Path):
        text = next(text.parent.glob("*.txt")).read_text(encoding="utf-8")
    before = files(root)
    done = run(root, "replace", "yanji-2023", written(root, text))
    assert done.exit_code == 1 and said in done.output, done.output
    assert files(root) == before


@pytest.mark.parametrize("name", ["new.txt", "new.html"])
def test_a_longer_version_takes_the_seeds_place_and_hand_edits_stay(root: Path, name: str) -> None:
    edit(root, YANJI, "            value: 370\n", "            value: 380  # 数过\n")
    longer = TEXT.replace("开展各类学习活动370余场次", "举办民族政策培训班25期,开展各类学习活动370余场次")
    if name.endswith(".html"):
        longer = f"<!doctype html><html><body><article>{''.join(f'<p>{line}</p>' for line in longer.splitlines())}</article></body></html>"
    done = run(root, "replace", "yanji-2023", written(root, longer, name))
    assert done.exit_code == 0, done.output
    text = (root / YANJI).read_text(encoding="utf-8")
    assert "            value: 380  # 数过\n" in text and "民族政策培训班25期" in text and f"  file: '{STEM}{Path(name).suffix}'\n" in text
    assert [path.name for path in Workspace(root).seed_files() if path.stem == STEM] == [f"{STEM}{Path(name).suffix}"]
    settled(root)
