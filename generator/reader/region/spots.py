"""A name of a division in a document, and what it does there."""

from dataclasses import dataclass

from generator.rules.places import Role, Where

OWN: tuple[Role, ...] = ("subject", "organ")
"""Roles in which a division acts."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A name in the document: `text[start:end]` of the body, the title or a credit, with its role.

    `keys` are codes, or the name itself behind `?` (several unrelated divisions have it), `*` (it is masked) or `#` (no
    table has it).
    """

    keys: tuple[str, ...]
    where: Where
    text: str
    start: int
    end: int
    role: Role
    bare: bool

    @property
    def name(self) -> str:
        return self.text[self.start : self.end]


def coded(key: str) -> bool:
    """Whether a key is the code of a division."""
    return key[0].isdigit()
