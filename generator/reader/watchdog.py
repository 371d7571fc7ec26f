"""Ends the reading of a document that would go on for ever. What is too much to read is told by counts (`inputs`), which every
machine counts alike; the clock is for what nobody foresaw."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PATIENCE = 300
"""Seconds; the longest document within the limits takes a fifteenth of it."""


class Hang(BaseException):
    """A document was not read in time. No Exception, so that nothing on its way takes it for a fault of the input."""


@contextmanager
def watched(seconds: int) -> Iterator[None]:
    """Raises Hang in what runs for longer; without effect where there are no alarms (Windows) and outside the main thread."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
