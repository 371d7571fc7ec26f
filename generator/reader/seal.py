"""Readings are the machine's: their first line tells whether anyone edited them since they were written.

Bases, which are copies of readings, are sealed with them.
"""

import hashlib

_SIGN = "# sha256 of what follows: "


def seal(text: str) -> str:
    """`text` with the digest of it as a comment before it."""
    return f"{_SIGN}{_digest(text)}\n{text}"


def broken(text: str) -> bool:
    """Whether a sealed text was edited; one that was never sealed was not."""
    first, _, rest = text.partition("\n")
    return first.startswith(_SIGN) and first.removeprefix(_SIGN).strip() != _digest(rest)


def sealed(text: str) -> bool:
    """Whether a text was sealed, and nobody edited it since."""
    return text.startswith(_SIGN) and not broken(text)


def _digest(text: str) -> str:
    # Line ends may be another system's after a checkout.
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8")).hexdigest()
