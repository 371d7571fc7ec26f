"""How well the machine reads, as the gold gate last scored it: what the page 读取质量 shows."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generator import yaml_io
from generator.errors import GeneratorError
from generator.workspace import Workspace

Count = Annotated[int, Field(ge=0)]


class Score(BaseModel):
    """One kind of item; all three are counts of items."""

    model_config = ConfigDict(frozen=True)

    name: str
    """The list's key in the format, e.g. `indicators`."""
    gold: Count
    """In the annotation."""
    read: Count
    """Read by the machine."""
    right: Count
    """Read and in the annotation."""


class _File(BaseModel):
    lists: list[Score]


def load(workspace: Workspace) -> list[Score]:
    """The scores in the order of the file; none where there is no file. Raises GeneratorError where it is not one of scores."""
    path = workspace.scores
    if not path.exists():
        return []
    file = workspace.show(path)
    try:
        return _File.model_validate(yaml_io.load(path.read_text(encoding="utf-8"), file).data).lists
    except ValidationError as error:
        hint = "write it anew: python -m tests.gold.gate --write"
        raise GeneratorError.at(file, f"is not a file of scores: {error.errors()[0]['msg']}", hint=hint) from None
