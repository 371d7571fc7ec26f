"""Taking a document in: its name, what is refused and why, and that nothing is written of what is refused."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document as Docx

from generator.cli import main
from generator.model import Profile
from generator.profiles.check import check
from generator.profiles.documents import add
from generator.profiles.merge import merge
from generator.profiles.shelf import Shelf
from generator.reader import reading
from generator.reader.article import inputs
from generator.workspace import Workspace
from tests.project import FROZEN, READER, ROOT, RULES

SEED = FROZEN / "seeds/000_bae2e2ca5f129531.txt"
TEXT = SEED.read_text(encoding="utf-8")
OTHER = (FROZEN / "seeds/001_275a0550db2390d3.txt").read_bytes()


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """An empty project."""
    for folder in ("seeds/readings/merged", "docs/profiles"):
        (tmp_path / folder).mkdir(parents=True)
    return Workspace(tmp_path)


def run(space: Workspace, *words: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["--root", str(space.root), "add", *words], input=given)


def files(space: Workspace) -> set[str]:
    return {path.relative_to(space.root).as_posix() for path in space.root.rglob("*") if path.is_file() and ".cache" not in path.parts}


@pytest.mark.parametrize(
    ("given", "data", "why"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"\x00\x01" * 500, "is not text"),
        ("a.txt", b"Nothing but English in here. " * 40, "is not Chinese"),
        ("a.txt", ("天气晴朗，万里无云。" * 60).encode(), "a.txt: "),
        ("a.doc", b"\xd0\xcf\x11\xe0" + b"x" * 600, "is an old Word file"),
        ("a.pdf", TEXT.encode(), "is not a .pdf file"),
        ("a.docx", b"PK\x03\x04" + b"x" * 600, "cannot be opened as DOCX"),
        ("a.txt", TEXT.encode() + b"\n" * inputs.MAX_BYTES, "is larger than"),
        ("noending", TEXT.encode(), "unknown kind"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_written(space: Workspace, tmp_path: Path, given: str, data: bytes, why: str) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / given).write_bytes(data)
    before = files(space)
    done = run(space, str(folder / given))
    assert done.exit_code == 1 and why in done.stderr and given in done.stderr, done.output
    assert files(space) == before


def test_a_document_is_taken_in_read_and_opened(space: Workspace) -> None:
    done = run(space, str(SEED))
    assert done.exit_code == 0, done.output
    stem = SEED.stem
    assert files(space) == {
        f"seeds/{SEED.name}", "seeds/readings/reader.txt", f"seeds/readings/{stem}.yml", f"seeds/readings/merged/{stem}.yml", "docs/profiles/222401-2023.yml",
    }  # fmt: skip
    assert (space.seeds / SEED.name).read_bytes() == SEED.read_bytes()
    assert "taken in" in done.output and "to look at" in done.output
    assert [p for p in check.check(RULES, Shelf(space)) if p.severity == "error"] == []
    # Nothing is left for `make update` to do.
    assert merge.stale(Shelf(space), {space.seeds / SEED.name: reading.text(READER.read(SEED))}) == []


def test_the_same_document_twice_is_refused(space: Workspace) -> None:
    run(space, str(SEED))
    before = files(space)
    done = run(space, "-", "--name", "另一个名字", given=SEED.read_bytes())
    assert done.exit_code == 1 and f"already, as {SEED.name}" in done.stderr
    assert files(space) == before


@pytest.mark.parametrize(
    "printed",
    [
        TEXT.replace("\n", "\n\n"),
        TEXT.replace("，", ",").replace("延吉新闻网", "某转载网"),
        TEXT[: int(len(TEXT) * 0.6)],
        "首页 > 新闻\n" + TEXT.replace("七项", "7项") + "\n责任编辑：某某",
    ],
    ids=["wrapped otherwise", "other punctuation", "cut short", "on another page"],
)
def test_nearly_the_same_text_is_noticed(space: Workspace, printed: str) -> None:
    run(space, str(SEED))
    done = run(space, "-", given=printed.encode())
    assert done.exit_code == 1 and f"nearly the same text as seeds/{SEED.name}" in done.stderr, done.output


@pytest.mark.parametrize(("share", "refused"), [(add.ALIKE, True), (add.ALIKE - 0.001, False)])
def test_a_document_that_shares_half_of_another_s_words_is_refused(
    space: Workspace, monkeypatch: pytest.MonkeyPatch, share: float, refused: bool
) -> None:
    run(space, str(SEED))
    monkeypatch.setattr(add, "alike", lambda mine, theirs: share)
    done = run(space, "-", "--name", "甲", given=OTHER)
    assert (done.exit_code == 1 and f"nearly the same text as seeds/{SEED.name}" in done.stderr) is refused, done.output


def test_the_given_documents_are_not_alike() -> None:
    found = [add.shingles(path.read_text(encoding="utf-8")) for path in sorted((FROZEN / "seeds").glob("*.txt"))]
    shares = [add.alike(a, b) for number, a in enumerate(found) for b in found[:number]]
    assert max(shares) < add.ALIKE / 10


def test_what_is_pasted_gets_a_date(space: Workspace) -> None:
    done = run(space, "-", given=OTHER)
    assert done.exit_code == 0, done.output
    [seed] = space.seed_files()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-[0-9a-f]{8}\.txt", seed.name)


@pytest.mark.parametrize(
    ("file", "suffix"), [("h12_bom.html", ".html"), ("h05_nested_table_br.htm", ".html"), ("h24.mht", ".mht"), ("q01_gongwen.pdf", ".pdf")]
)
def test_what_is_piped_is_kept_under_its_own_ending(space: Workspace, file: str, suffix: str) -> None:
    done = run(space, "-", "--name", "三江", given=(ROOT / "tests/cases/files" / file).read_bytes())
    assert done.exit_code == 0 and f"seeds/三江{suffix}" in files(space), done.output


def test_a_pasted_web_page_is_one(space: Workspace) -> None:
    page = f"<!doctype html><html><body><article><h1>延吉市</h1>{''.join(f'<p>{line}</p>' for line in TEXT.splitlines())}</article></body></html>"
    done = run(space, "-", "--name", "网页", given=page.encode())
    assert done.exit_code == 0, done.output
    assert (space.seeds / "网页.html").exists()


def test_a_word_file_is_taken_in(space: Workspace, tmp_path: Path) -> None:
    document, held = Docx(), io.BytesIO()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(held)
    (tmp_path / "报告.docx").write_bytes(held.getvalue())
    assert run(space, str(tmp_path / "报告.docx")).exit_code == 0
    assert (space.seeds / "报告.docx").exists()


@pytest.mark.parametrize(
    ("given", "stem"),
    [
        ("延吉市 2023年报告（终稿）", "延吉市-2023年报告-终稿"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", None),
        ("a:b*c?d", "a-b-c-d"),
        ("con", "seed-con"),
        ("Report_2024", "Report_2024"),
        ("长" * 300, "长" * add.LONGEST),
        ("-x-", "x"),
        ("🙂", None),
    ],
)
def test_names_keep_what_every_file_system_can_hold(given: str, stem: str | None) -> None:
    made = add.safe_stem(given)
    assert made == stem if stem else made.startswith("seed-")
    assert add.safe_stem(made) == made
    source = {"file": f"{made}.txt", "sha256": "0" * 64}
    region = {"name": "甲县", "level": "county"}
    Profile.model_validate({"schema": 1, "id": reading.profile_id(f"{made}.txt"), "source": source, "regions": [region]})


def test_a_name_that_is_taken_gets_a_number(space: Workspace) -> None:
    assert run(space, "-", "--name", "报告.txt", given=SEED.read_bytes()).exit_code == 0
    assert run(space, "-", "--name", "报告", given=OTHER).exit_code == 0
    assert sorted(path.name for path in space.seed_files()) == ["报告-2.txt", "报告.txt"]
    assert len(space.profile_files()) == 2


def test_a_deleted_documents_name_is_not_given_again(space: Workspace) -> None:
    run(space, "-", "--name", "a", given=SEED.read_bytes())
    (space.seeds / "a.txt").unlink()
    shutil.rmtree(space.profiles)
    space.profiles.mkdir()
    done = run(space, "-", "--name", "a", given=SEED.read_bytes())
    assert done.exit_code == 0 and (space.seeds / "a-2.txt").exists(), done.output


def test_a_broken_profile_elsewhere_is_no_hindrance(space: Workspace) -> None:
    (space.profiles / "broken.yml").write_text("schema: [\n", encoding="utf-8")
    done = run(space, str(SEED))
    assert done.exit_code == 0 and (space.profiles / "222401-2023.yml").exists(), done.output


# ---- its id --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ("延吉-2023", "延吉-2023: is no id (at most 80 small letters, digits, - and _, e.g. yanji-2023)"),
        ("Yanji", "Yanji: is no id"),
        ("../yanji", "../yanji: is no id"),
        ("", "is no id"),
        ("y" * 81, "is no id"),
        ("222401", "222401: is digits alone, which every reader takes for a code (e.g. 222401-2024)"),
        ("jiayuguan", "jiayuguan: is the id of docs/profiles/jiayuguan.yml (an id is given once; free is jiayuguan-2)"),
        ("jyg", "jyg: was the id of docs/profiles/jiayuguan.yml, and leads there (an id is given once; free is jyg-2)"),
        ("gone-2020", "gone-2020: was the id of a withdrawn document (an id is given once; free is gone-2020-2)"),
    ],
)
def test_an_id_that_cannot_be_given_is_refused_and_nothing_written(space: Workspace, chosen: str, why: str) -> None:
    text = (FROZEN / "docs/profiles/jiayuguan.yml").read_text(encoding="utf-8")
    (space.profiles / "jiayuguan.yml").write_text(
        text.replace("id: jiayuguan\n", "id: jiayuguan\nformer_ids:\n  - jyg\n"), encoding="utf-8"
    )
    (space.readings / "withdrawn.txt").write_text("gone-2020\n", encoding="utf-8")
    before = files(space)
    done = run(space, str(SEED), "--id", chosen)
    assert done.exit_code == 1 and why in done.stderr, done.output
    assert files(space) == before


def test_an_editor_chooses_the_id(space: Workspace) -> None:
    done = run(space, str(SEED), "--id", "yanji-2023")
    assert done.exit_code == 0 and "docs/profiles/yanji-2023.yml: opened" in done.output, done.output
    assert Shelf(space).held[0].profile.id == "yanji-2023"
    again = CliRunner().invoke(main, ["--root", str(space.root), "update", "--check"])
    assert "stale" not in again.output and "docs/profiles" not in again.output, again.output


def test_the_id_proposed_is_free_and_never_digits_alone(space: Workspace) -> None:
    (space.readings / "withdrawn.txt").write_text("222401-2023\n", encoding="utf-8")
    run(space, str(SEED))
    run(space, given(space, "永登县工作\n" + NAMELESS.replace("大家", "永登县")))
    assert sorted(path.stem for path in space.profile_files()) == ["222401-2023-2", "620121-undated"]


def test_without_a_code_the_id_is_made_of_the_seeds_name(space: Workspace) -> None:
    run(space, given(space), "--region", "雄安新区", "--name", "2024")
    assert [path.stem for path in space.profile_files()] == ["document-2024-undated"]


# ---- the region that an editor names ------------------------------------------------------------------------------

NAMELESS = """石榴籽紧紧抱在一起
民族团结是各族人民的生命线。近年来,大家把宣传教育抓在手上,推动交往交流交融,各族群众手足相亲、守望相助。
投入资金860万元,建成示范社区12个,开展宣讲137场次,受众2万余人次。
"""


def given(space: Workspace, text: str = NAMELESS) -> str:
    path = space.root.parent / "elsewhere" / "a.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("999999", "no division has the code 999999"),
        ("朝阳区", "several divisions are called 朝阳区: 110105 北京市朝阳区"),
        ("全县", "全县 is no name of a division or area"),
        ("永登县的工作", "永登县的工作 is no name"),
    ],
)
def test_a_region_that_is_none_is_refused_and_nothing_written(space: Workspace, named: str, why: str) -> None:
    before = files(space)
    done = run(space, given(space), "--region", named)
    assert done.exit_code == 1 and why in done.stderr
    assert files(space) == before


def test_a_refusal_says_why_and_how_to_take_the_document_in(space: Workspace) -> None:
    done = run(space, given(space))
    assert done.exit_code == 1
    assert "reports no administrative division's own work: it names no division" in done.stderr
    assert "add FILE --region NAME|CODE" in done.stderr


@pytest.mark.parametrize(
    ("named", "name", "adcode", "level", "parent"),
    [
        ("532929", "云龙县", "532929", "county", "大理白族自治州"),
        ("北京市朝阳区", "朝阳区", "110105", "county", "北京市"),
        ("雄安新区", "雄安新区", None, "area", None),
    ],
)
def test_a_document_is_taken_in_under_the_region_an_editor_names(
    space: Workspace, named: str, name: str, adcode: str | None, level: str, parent: str | None
) -> None:
    done = run(space, given(space), "--region", named)
    assert done.exit_code == 0, done.output
    region = Shelf(space).held[0].profile.regions[0]
    assert (region.name, region.adcode, region.level, region.parent, region.basis) == (name, adcode, level, parent, "confirmed")
    assert [p for p in check.check(RULES, Shelf(space)) if p.severity == "error"] == []
    # The next update reads it with the same region, and finds nothing to change.
    before = {path: (space.root / path).read_bytes() for path in files(space)}
    again = CliRunner().invoke(main, ["--root", str(space.root), "update"])
    assert again.exit_code == 0, again.output
    assert {path: (space.root / path).read_bytes() for path in before} == before


def test_an_editor_overrules_what_the_document_says_of_itself(space: Workspace) -> None:
    text = NAMELESS.replace("近年来,", "近年来,云龙县").replace("石榴籽", "永平县:石榴籽")
    assert run(space, given(space, text), "--region", "云龙县").exit_code == 0
    region = Shelf(space).held[0].profile.regions[0]
    assert (region.name, region.basis) == ("云龙县", "stated")


def test_a_list_of_regions_that_is_none_is_told(space: Workspace) -> None:
    run(space, given(space), "--region", "532929")
    space.stated.write_text("- 532929\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["--root", str(space.root), "update"])
    assert done.exit_code == 1 and "seeds/regions.yml: is no list of seeds and their regions" in done.stderr
