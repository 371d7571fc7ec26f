"""The commands: thin wrappers that print what the stages return. Each imports its stage itself: reading takes half a second to load.

Exit status: 0 fine, 1 problems in the input (each printed), 2 wrong usage. Progress goes to a terminal only.
"""

from generator.cli import batch, documents, editing, hands, publishing, reading, review, tutorial
from generator.cli.group import main

__all__ = ["batch", "documents", "editing", "hands", "main", "publishing", "reading", "review", "tutorial"]
