"""How much of the annotated documents the account explains, and whether what it leaves in doubt holds what the reader misses.

    python -m tests.gold.accounted [--list] [--also DOCS GOLD]...

Of the numerals of each set (those of furniture left out): how many are taken, not taken for sure, in doubt, unexplained. Of the figures that
the annotation has and the reading lacks: how many a person is shown, because a numeral of theirs is unexplained or in doubt, or because the
reading holds it as a figure with another value, unit or region. `--list` prints both kinds; `--also` adds a set by its two folders.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from generator.errors import GeneratorError
from generator.profiles.text.evidence import Evidence
from generator.reader.account.account import Accounts, account, around
from generator.reader.account.held import values
from generator.reader.article.text import Document, fold, read_document
from tests.gold import score
from tests.gold.gate import PINNED, SETS, same_figure
from tests.project import PLACES, READER, RULES

SCALES = [Decimal(scale) for scale in (1, 100, 1000, 10_000, 100_000_000)]


def documents(folders: tuple[Path, Path]) -> Iterator[tuple[Document, Mapping[str, Any], Mapping[str, Any], Accounts]]:
    """Each document of a set that is read, with its annotation, reading and account."""
    texts, gold = folders
    for path in sorted(gold.glob("*.gold.yml")):
        want = yaml.safe_load(path.read_text(encoding="utf-8"))
        document = read_document(RULES, texts / Path(want["document"]["file"]).name)
        try:
            got = READER.reading(document, "0" * 64)
        except GeneratorError:
            print(f"{document.file}: refused")
            continue
        yield document, want, got, account(RULES, PLACES, document, got)


def missed(want: Mapping[str, Any], got: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The figures that the annotation has and the reading lacks."""
    stated = want.get("indicators") or []
    right = {index for index, _ in score.pairs(stated, score.flatten(got)["indicators"], same_figure)}
    return [figure for index, figure in enumerate(stated) if index not in right]


def fates(document: Document, accounts: Accounts, figure: Mapping[str, Any]) -> set[str]:
    """What became of the numerals in an annotated quote that may be its number; nothing where none is found."""
    spans = Evidence(document.source).find(figure["quote"])
    value = Decimal(str(figure["value"]))
    inside = [e for e in accounts.fates if e.kind == "numerals" and any(a <= e.start and e.end <= b for a, b in spans)]
    known = [(e, values(fold(RULES, document.source[e.start : e.end]))) for e in inside]
    return {e.why for e, numbers in known if any(number * scale == value for number in numbers for scale in SCALES)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--also", nargs=2, type=Path, action="append", default=[], metavar=("DOCS", "GOLD"))
    args = parser.parse_args()
    sets = {name: SETS[name] for name in PINNED} | {folders[1].parent.name: tuple(folders) for folders in args.also}
    reasons, shown_in_all, lacking_in_all = Counter[str](), 0, 0
    for name, folders in sets.items():
        why, lacking, shown = Counter[str](), 0, 0
        for document, want, got, accounts in documents(folders):
            numerals = [e for e in accounts.fates if e.kind == "numerals" and e.why != "furniture"]
            why.update("taken" if accounts.taken(e) else e.why for e in numerals)
            if args.list:
                print(
                    *(f"{document.file}: {e.why}: {''.join(around(document, e, 16))}" for e in accounts.fates if accounts.doubtful(e)),
                    sep="\n",
                )
            for figure in missed(want, got):
                found = fates(document, accounts, figure)
                seen = "figure" in found or any(key in RULES.account.reason and RULES.account.reason[key].doubt == "yes" for key in found)
                lacking, shown = lacking + 1, shown + seen
                if args.list and not seen:
                    print(
                        f"{document.file}: hidden ({', '.join(sorted(found)) or 'no numeral'}): {figure['value']} {figure['unit']} | {figure['quote']}"
                    )
        print(f"{name}: {told(why)}; of {lacking} figures lacking {shown} are shown")
        reasons, shown_in_all, lacking_in_all = reasons + why, shown_in_all + shown, lacking_in_all + lacking
    print(f"all: {told(reasons)}; of {lacking_in_all} figures lacking {shown_in_all} are shown")
    print(", ".join(f"{key} {count}" for key, count in reasons.most_common()))


def told(why: Counter[str]) -> str:
    """The shares of a set in one line."""
    total = why.total()
    doubt = sum(count for key, count in why.items() if key in RULES.account.reason and RULES.account.reason[key].doubt == "yes")
    return f"{total} numerals, {why['taken']} taken, unexplained or in doubt {doubt} ({doubt / max(1, total):.1%}), of them unexplained {why['unexplained']}"


if __name__ == "__main__":
    main()
