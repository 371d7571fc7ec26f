"""Loaded by the workers under test: they are killed where they come to the document `deadly.txt`, and once at `once.txt`."""

import os
import signal
from pathlib import Path

from generator.batch import shard
from generator.batch.sources import Given

_read = shard._read


def _killed(one: Given) -> object:
    once = Path(os.environ["KILLED_ONCE"])
    if one.id == "deadly.txt" or (one.id == "once.txt" and not once.exists()):
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return _read(one)


shard._read = _killed  # type: ignore[assignment]
