"""How well the machine reads, as the gold gate last scored it, and how that moved: what the page 识别准确度 shows."""

from collections.abc import Iterator
from math import floor, sqrt
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from generator import yaml_io
from generator.errors import GeneratorError
from generator.workspace import Workspace

Count = Annotated[int, Field(ge=0)]
Loaded = TypeVar("Loaded")
_Z = 1.959964
"""Standard deviations on either side that hold 95 % of a normal distribution."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True)


class Score(_Kept):
    """One kind of item; all three are counts of items."""

    name: str
    """The list's key in the format, e.g. `indicators`."""
    gold: Count
    """In the annotation."""
    read: Count
    """Read by the machine."""
    right: Count
    """Read and in the annotation."""


class Accuracy(_Kept):
    """One attribute of items that were read right."""

    name: str
    count: Count
    right: Count


class ScoredSet(_Kept):
    """The annotated documents of one set."""

    id: str
    zh: str
    en: str
    kind: Literal["real", "reworded", "invented"]
    pinned: bool
    """Whether the rules are made with it in sight."""
    documents: Count
    lists: list[Score]
    attributes: list[Accuracy]


class Moved(_Kept):
    """The scores of one day: F1 of lists and accuracy of attributes, by set and name."""

    date: str
    version: str
    sets: dict[str, dict[str, float]]


class _File(_Kept):
    sets: list[ScoredSet]


class Quality(NamedTuple):
    """All that is known of how well the machine reads."""

    sets: list[ScoredSet]
    history: list[Moved]

    def lists(self) -> Iterator[tuple[str, list[tuple[ScoredSet, Score]]]]:
        """Every list of the format with its score in each set that has one, in the order of the first."""
        for name in dict.fromkeys(score.name for one in self.sets for score in one.lists):
            yield name, [(one, score) for one in self.sets for score in one.lists if score.name == name]

    def attributes(self) -> Iterator[tuple[str, list[tuple[ScoredSet, Accuracy]]]]:
        """Every attribute likewise."""
        for name in dict.fromkeys(score.name for one in self.sets for score in one.attributes):
            yield name, [(one, score) for one in self.sets for score in one.attributes if score.name == name]


def load(workspace: Workspace) -> Quality:
    """The scores and their history; none where there is no file. Raises GeneratorError where one is not what it should be."""
    scores = _loaded(workspace, workspace.scores, _File)
    return Quality(scores.sets if scores else [], _loaded(workspace, workspace.score_history, list[Moved]) or [])


def _loaded(workspace: Workspace, path: Path, shape: type[Loaded]) -> Loaded | None:
    if not path.exists():
        return None
    file = workspace.show(path)
    try:
        return TypeAdapter(shape).validate_python(yaml_io.load(path.read_text(encoding="utf-8"), file).data)
    except ValidationError as error:
        hint = "write it anew: python -m tests.gold.gate --write"
        raise GeneratorError.at(file, f"is not a file of scores: {error.errors()[0]['msg']}", hint=hint) from None


def interval(right: int, count: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share, 0 to 1: where it lies in all likelihood, were there endless documents of the kind."""
    if not count:
        return 0.0, 1.0
    share, weight = right / count, _Z * _Z / count
    centre, spread = share + weight / 2, _Z * sqrt(share * (1 - share) / count + weight / count / 4)
    return max(0.0, (centre - spread) / (1 + weight)), 1.0 if right == count else (centre + spread) / (1 + weight)


def percent(share: float) -> str:
    """A share in per cent, cut behind its first decimal: only what is all is 100 %."""
    return f"{floor(share * 1000 + 1e-9) / 10:.1f}".removesuffix(".0") + "%"
