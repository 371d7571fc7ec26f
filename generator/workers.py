"""The same work over many things, on all cores: results in the order of the things, whatever the number of processes.

Processes are forked, so that what is loaded need not be loaded again; where that cannot be done safely (no Linux, or threads
under way) one process does all.
"""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from generator.errors import GeneratorError

Thing = TypeVar("Thing")
Result = TypeVar("Result")
FEW = 24
"""Things that one process has done before others have begun."""
CHUNK = 8
"""Things handed over at a time: few enough that no process ends long after the others."""
_ENDED_WITH_PARENT = 1
"""Linux's PR_SET_PDEATHSIG."""

_work: Callable[[Any], Any]


def each(work: Callable[[Thing], Result], things: Sequence[Thing], few: int = FEW) -> Iterator[Result]:
    """What `work` makes of every one of `things`, in their order, as it comes; what it raises is raised here.

    `work` may be any function, a result must be picklable. Raises GeneratorError where a process was ended from outside.
    """
    cores = min(available(), len(things) // CHUNK)
    if cores < 2 or len(things) < few or sys.platform != "linux" or threading.active_count() > 1:
        yield from map(work, things)
        return
    context = multiprocessing.get_context("fork")
    gc.freeze()  # what is here already is shared as it is: no process looks through it, which would copy it
    pool = ProcessPoolExecutor(cores, context, _begin, (work, os.getpid()))
    try:
        yield from pool.map(_do, things, chunksize=CHUNK)
    except BrokenProcessPool:
        raise GeneratorError.at(
            "generator", "one of its processes was ended from outside, as a system does that is short of memory", "run it again"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        gc.unfreeze()


def available() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin(work: Callable[[Any], Any], parent: int) -> None:
    global _work  # noqa: PLW0603
    _work = work
    # Where the parent is killed nobody ends this process, which would wait for work for ever.
    ctypes.CDLL(None).prctl(_ENDED_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever waits for the results ends the others


def _do(thing: Any) -> Any:
    return _work(thing)
