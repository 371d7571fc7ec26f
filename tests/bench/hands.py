"""What editors do to profiles: confirm them, correct an item, note why, take a wrong figure out. By the file's text, as hands do."""

from __future__ import annotations

import random
import re
from pathlib import Path

SHARE = 0.1
"""Of profiles that are edited."""
CHANGED = 0.2
"""Of the edited ones whose seed says something else afterwards."""
WORD = "特色"
"""What a changed seed says in the place of two characters of an item that a hand has corrected."""
_FIGURE = re.compile(
    r"^(?P<pad> +)- item: '(?P<item>[^'\n]{6,})'\n(?P<rest>(?:(?P=pad)  \S.*\n)*?)(?P=pad)  quote: '(?P<quote>[^'\n]+)'\n", re.MULTILINE
)
"""A figure whose item can be shortened."""


def edit(folder: Path, seed: int = 1) -> tuple[int, int]:
    """Edits a tenth of the profiles of the project `folder` and changes some of their seeds; how many of each."""
    profiles = sorted((folder / "docs/profiles").glob("*.yml"))
    rng = random.Random(f"hands {seed}")
    chosen, changed = rng.sample(profiles, max(1, round(len(profiles) * SHARE))), 0
    for path in chosen:
        text = path.read_text(encoding="utf-8")
        new = text.replace("review: {status: unreviewed}", f"review: {{status: checked, date: '2026-03-{rng.randint(10, 28)}'}}", 1)
        if figures := list(_FIGURE.finditer(new)):
            figure, differs = rng.choice(figures), rng.random() < CHANGED
            changed += differs and _seed_changed(folder, text, figure)
            new = (_corrected if differs else rng.choice((_corrected, _commented, _removed)))(new, figure)
        path.write_text(new, encoding="utf-8")
    return len(chosen), changed


def correct(path: Path) -> bool:
    """Corrects the first figure of a profile; whether it has one."""
    text = path.read_text(encoding="utf-8")
    if figure := _FIGURE.search(text):
        path.write_text(_corrected(text, figure), encoding="utf-8")
    return figure is not None


def _corrected(text: str, figure: re.Match[str]) -> str:
    """The item without its first two characters."""
    at = figure.start("item")
    return text[:at] + text[at + 2 :]


def _commented(text: str, figure: re.Match[str]) -> str:
    return text[: figure.start()] + f"{figure['pad']}# 与原文核对过\n" + text[figure.start() :]


def _removed(text: str, figure: re.Match[str]) -> str:
    """Without the figure, and without a list that it leaves empty."""
    before, after = text[: figure.start()], text[figure.end() :]
    if before.endswith("indicators:\n") and not after.startswith(f"{figure['pad']}- "):
        before = before[: before.rindex("\n", 0, -1) + 1] + (f"{figure['pad'][2:]}indicators: []\n" if len(figure["pad"]) == 6 else "")
    return before + after


def _seed_changed(folder: Path, text: str, figure: re.Match[str]) -> bool:
    """Says the figure's item otherwise in its seed, where that is a text; whether it could."""
    name = re.search(r"^  file: '(.+)'$", text, re.MULTILINE)
    assert name
    seed = folder / "seeds" / name[1]
    source = seed.read_text(encoding="utf-8") if seed.suffix == ".txt" else ""
    item = figure["item"]
    quote = figure["quote"].replace(item, item[:2] + WORD + item[4:], 1)
    if quote == figure["quote"] or source.count(figure["quote"]) != 1:
        return False
    seed.write_text(source.replace(figure["quote"], quote), encoding="utf-8")
    return True
