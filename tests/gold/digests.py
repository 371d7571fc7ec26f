"""What the annotated documents read to, part by part, as digests: whoever changes the reader sees which readings that changes.

    python -m tests.gold.digests            names the parts that read differently now
    python -m tests.gold.digests --renew    takes today's readings for right: look at `python -m tests.gold.gate --misses` first

The floors of the gate let a change by that helps here and harms there; this does not. The held-back set is left out.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from typing import Any

import yaml

from tests.gold.gate import HERE, PINNED, annotated

FILE = HERE / "digests.yml"
HEADER = "# Written by `python -m tests.gold.digests --renew`: by document and part, the beginning of the part's SHA-256.\n"


def parts(reading: Mapping[str, Any]) -> dict[str, str]:
    """The digest of every part of a reading: its source, and each field of its regions with what it has in all of them."""
    found: dict[str, Any] = {"source": reading["source"]}
    for region in reading["regions"]:
        for field, value in region.items():
            found.setdefault(field, []).append(value)
    return {name: hashlib.sha256(repr(value).encode()).hexdigest()[:8] for name, value in found.items()}


def today() -> dict[str, dict[str, str]]:
    """The digests of all annotated documents but the held-back ones, by file."""
    found = {one.path.name: parts(one.reading) for name in PINNED for one in annotated(name) if one.reading}
    return dict(sorted(found.items()))


def differences() -> list[str]:
    """Every part that reads differently from what was last taken for right."""
    known, now = yaml.safe_load(FILE.read_text(encoding="utf-8")), today()
    names = sorted(known.keys() | now.keys())
    return [
        f"{name}: {part}"
        for name in names
        for part in sorted(known.get(name, {}).keys() | now.get(name, {}).keys())
        if known.get(name, {}).get(part) != now.get(name, {}).get(part)
    ]


if __name__ == "__main__":
    print("\n".join(differences()) if FILE.exists() else "none known yet")
    if "--renew" in sys.argv[1:]:
        FILE.write_text(HEADER + yaml.safe_dump(today(), allow_unicode=True, default_flow_style=None, width=400), encoding="utf-8")
