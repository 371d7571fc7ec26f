"""The live preview: watches what people edit, shows it in the browser, and says in the terminal what is wrong.

Never writes a profile, reading or seed. What is shown and in which order is `preview`'s business, the server `live`'s.
"""

import gc
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import watchfiles
from filelock import FileLock, Timeout

from generator import settings
from generator.errors import GeneratorError, Problem
from generator.preview.live import Live
from generator.preview.loopback import HOST, until_interrupted
from generator.preview.rebuild import Preview, Superseded
from generator.publish import engine
from generator.workspace import PACKAGE, RULES, Workspace

GLANCE = 0.5
"""Seconds between looks at the settings: the folder they stand in is not watched, as it holds all the rest."""


def serve(workspace: Workspace, port: int, say: Callable[[str], None]) -> None:
    """Shows the site until it is interrupted; `say` prints one line. Raises GeneratorError where the port is taken."""
    workspace = Workspace(workspace.root.resolve())
    with until_interrupted(say), _folder(workspace.cache / "preview") as site:
        engine.begin(workspace, site, workspace.root / "site")
        try:
            live = Live(site, port)
        except OSError as error:
            raise GeneratorError(Problem("--port", message=f"{port} cannot be used: {error.strerror}", hint="choose another")) from None
        session = _Session(workspace, live, say)
        try:
            session.run(f"http://{HOST}:{port}/")
        finally:
            session.end()


class _Session:
    """One run of the preview: what is shown, the server, the watching of files, and the index behind them."""

    def __init__(self, workspace: Workspace, live: Live, say: Callable[[str], None]) -> None:
        self._workspace, self._live, self._say = workspace, live, say
        self._shown, self._index = Preview(workspace, live.folder, say), _Index(live.folder)
        self._changes: queue.Queue[set[Path]] = queue.Queue()
        self._stop = threading.Event()

    def run(self, address: str) -> None:
        """Builds everything, then what changes, for ever."""
        self._say("building …")
        complete = self._show("", 0)
        threading.Thread(target=_watch, args=(self._workspace, self._shown, self._changes, self._stop), daemon=True).start()
        self._live.start()
        self._say(f"{address} (Ctrl-C stops)")
        self._shown.load()
        gc.freeze()  # thousands of profiles that no later collection need look through
        while True:
            changed, began = self._changes.get(), time.monotonic()
            while not self._changes.empty():
                changed |= self._changes.get()
            self._index.stop()
            shows = self._shown.take(changed) or not complete
            self._live.tell(self._broken())
            if shows:
                names = [self._workspace.show(path) for path in sorted(changed)]
                complete = self._show(", ".join(names[:3]) + (" …" if len(names) > 3 else ""), began)

    def _show(self, names: str, began: float) -> bool:
        """Builds what is looked at, if `names` changed, then the rest; False where something is wrong or changed again."""
        try:
            if names:
                gc.disable()  # what the last plan left is collected when nobody waits
                self._shown.first(self._live.open_pages())
                self._live.built(assets=self._shown.assets)
                self._say(f"{names}: shown after {time.monotonic() - began:.1f} s")
            gc.enable()
            self._shown.rest(lambda: not self._changes.empty())
            self._live.built(pictures=self._shown.pictures)
            self._shown.pictures = False
        except Superseded:
            return False
        except Exception as error:  # what an editor did wrong is told, everything else raised again
            wrong = engine.problems(error, self._workspace.templates)
            for problem in wrong:
                self._say(str(problem))
            self._live.tell([*self._broken(), *wrong])
            self._say("the last good pages stay")
            return False
        finally:
            gc.enable()
        self._index.start()
        return True

    def _broken(self) -> list[Problem]:
        return [problem for problems in self._shown.broken.values() for problem in problems]

    def end(self) -> None:
        """Stops everything that runs beside this thread."""
        self._stop.set()
        self._index.stop()
        self._live.close()


def _watch(workspace: Workspace, shown: Preview, changes: queue.Queue[set[Path]], stop: threading.Event) -> None:
    """Puts what changes on disk into the queue."""
    file = workspace.root / settings.FILE
    known = file.stat().st_mtime_ns
    roots = [folder.resolve() for folder in (workspace.seeds, workspace.docs, workspace.templates, RULES) if folder.is_dir()]
    # Links in the project, such as templates/ in tests, are named as they are in the workspace.
    named = {folder.resolve(): folder for folder in (workspace.seeds, workspace.docs, workspace.templates)}
    for found in watchfiles.watch(
        *roots,
        watch_filter=None,
        debounce=300,
        step=50,
        stop_event=stop,
        rust_timeout=int(GLANCE * 1000),
        yield_on_timeout=True,
        raise_interrupt=False,
    ):
        paths = {_named(Path(path), named) for _, path in found}
        changed = {path for path in paths if shown.is_input(path)}
        now = file.stat().st_mtime_ns if file.exists() else known
        if now != known:
            known = now
            changed.add(file)
        if changed:
            changes.put(changed)


def _named(path: Path, named: dict[Path, Path]) -> Path:
    return next((folder / path.relative_to(real) for real, folder in named.items() if path.is_relative_to(real)), path)


class _Index:
    """Builds the search index behind the pages, in a process of its own, so that it never holds them up."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "generator", "index", str(self._site)]
        self._process = subprocess.Popen(
            command,
            cwd=PACKAGE.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def stop(self) -> None:
        """Ends it with its helpers; its files are written whole, so that the index before stays."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGTERM)
        else:
            process.terminate()
        process.wait()


@contextmanager
def _folder(previews: Path) -> Iterator[Path]:
    """The folder for the site, which stays, so that the next preview begins with what this one built; one that goes where another has it."""
    previews.mkdir(parents=True, exist_ok=True)
    for left in sorted(previews.glob("[0-9]*.lock")):
        with suppress(Timeout), FileLock(left, timeout=0):  # else it is a preview's that runs
            _cleared(left)
    with ExitStack() as held:
        folder = previews / "site"
        try:
            held.enter_context(FileLock(previews / "site.lock", timeout=0))
        except Timeout:
            folder = previews / str(os.getpid())
            held.enter_context(FileLock(lock := previews / f"{folder.name}.lock"))
            held.callback(_cleared, lock)
        folder.mkdir(exist_ok=True)
        yield folder


def _cleared(lock: Path) -> None:
    """Takes away a preview's folder, what is known of it, and its lock."""
    shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
    for path in (lock.with_suffix(".json"), lock):
        path.unlink(missing_ok=True)
