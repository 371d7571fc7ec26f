"""Ctrl-C ends what is served, also where Python is in a callback whose exceptions it only prints."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tests.project import ROOT

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="there is no such alarm there")
START = """import os, signal, sys, time, weakref
from generator.preview import loopback
loopback.AGAIN = 0.2
class Thing: pass
def interrupted(): os.kill(os.getpid(), signal.SIGINT); sum(range(100))
with loopback.until_interrupted(print):
    {}
    time.sleep(60)
"""
IN_A_CALLBACK = """thing = Thing()
    # As if the signal came while a function of weakref's own ran, which Python calls and whose exceptions it prints.
    own = type(interrupted)(interrupted.__code__.replace(co_filename=weakref.__file__), globals())
    watch = weakref.ref(thing, lambda _: own())
    del thing"""
LOST = """try: interrupted()
    except KeyboardInterrupt: pass"""


@pytest.mark.parametrize("how", ["interrupted()", IN_A_CALLBACK, LOST], ids=["at once", "in a callback", "where it is lost"])
def test_an_interrupt_ends_it_and_prints_no_trace(how: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", START.replace("{}", how)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "stopped\n", "")
