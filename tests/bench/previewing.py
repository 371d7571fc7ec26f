"""How soon the live preview opens, and how soon it shows an edited profile: the command as an editor runs it, asked over HTTP."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.bench.measure import memory

PATIENCE = 3600.0
EDITS = 3


def preview(project: Path) -> dict[str, float]:
    """Opens the preview of `project` and edits profiles, whose files are put back; seconds and MB."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = os.environ | {"PYTHONPATH": str(project)}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--port", port], cwd=project, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _until(process, f"http://127.0.0.1:{port}/", "</html>")
        found = {"opens, s": time.perf_counter() - began}
        seconds = list[float]()
        profiles = sorted((project / "docs/profiles").glob("*.yml"))
        for path in profiles[:: -(-len(profiles) // EDITS)]:
            text, mark = path.read_text(encoding="utf-8"), f"改{len(seconds)}次核"
            region = re.search(r"^    adcode: '(\d+)'", text, re.MULTILINE)
            new = re.sub(r"^( +- item: ')", rf"\g<1>{mark}", text, count=1, flags=re.MULTILINE)
            if new == text or region is None:
                continue
            path.write_text(new, encoding="utf-8")
            began = time.perf_counter()
            _until(process, f"http://127.0.0.1:{port}/regions/{region[1]}/", mark)
            seconds.append(time.perf_counter() - began)
            path.write_text(text, encoding="utf-8")
        return found | {"edit shown, s": sorted(seconds)[len(seconds) // 2], "memory, MB": memory(process.pid)}
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()


def _until(process: subprocess.Popen[bytes], address: str, words: str) -> None:
    """Asks until the page holds `words`."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                if words in answer.read().decode("utf-8"):
                    return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.05)
    raise SystemExit(f"{address} never showed {words}")
