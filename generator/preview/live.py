"""The preview's pages: the built site, each page with a script that asks, and waits, until it or what it shows has changed.

So it is known which pages are being looked at. What can be asked is names of files below the site's folder, nothing else:
an address that can be none is refused before the disk is looked at.
"""

import asyncio
import mimetypes
import re
import threading
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from generator.errors import Problem
from generator.files import read_bytes
from generator.preview.loopback import Loopback
from generator.workspace import sha256

PATIENCE = 25.0
"""Seconds an open page waits for an answer: below what browsers and proxies give up at."""
RECENT = 3.0
"""Seconds after its last question that a page still counts as open: it may be loading."""
GLANCE = 0.05
"""Seconds between looks for news on behalf of a page that waits."""
MOST = 12
"""Problems that a page shows."""
LARGEST = 1 << 30
"""Bytes of a file: each is read whole, so that what replaces it meanwhile does not mix in."""
_NO_NAME = re.compile(r"[\x00-\x1f\x7f\\:\ud800-\udfff]")
_FRESH = {"Cache-Control": "no-store"}
# Only the page in front asks: a browser keeps six connections to one server, and each question holds one. What is wrong stands over
# the page in a tree of its own, with a style sheet that the page's policy lets be.
_SCRIPT = """(async since => {
  let wrong = "", host = null;
  const show = problems => {
    host?.remove();
    if (!problems.length) return;
    host = document.createElement("div");
    const root = host.attachShadow({mode: "open"}), sheet = new CSSStyleSheet(), box = document.createElement("div");
    sheet.replaceSync("div { position: fixed; inset: auto 0 0 0; max-height: 50vh; overflow: auto; z-index: 99; padding: .8rem 1.2rem;"
      + "background: #fff; color: #1f2328; border-top: 4px solid #a8322a; font: 15px/1.6 system-ui, sans-serif; overflow-wrap: anywhere }"
      + "p { margin: .2rem 0 } b { color: #a8322a } small { color: #59636e }");
    root.adoptedStyleSheets = [sheet];
    box.setAttribute("role", "alert");
    for (const one of [null, ...problems]) {
      const line = document.createElement("p"), name = document.createElement("b"), rest = document.createElement("small");
      name.textContent = one ? one.file + (one.line ? ":" + one.line : "") : "有错，页面停在上一个好的样子；改好之后这里自己消失";
      rest.textContent = one?.hint ? "（" + one.hint + "）" : "";
      line.append(name, one ? (one.field ? " " + one.field : "") + "：" + one.message : "", rest);
      box.append(line);
    }
    root.append(box);
    document.body.append(host);
  };
  for (;;) {
    if (document.hidden) await new Promise(done => document.addEventListener("visibilitychange", done, {once: true}));
    try {
      const answer = await fetch("/.live?" + new URLSearchParams({page: location.pathname, since, wrong}), {cache: "no-store"});
      if (answer.headers.get("Content-Type") === "application/json") {
        const told = await answer.json();
        wrong = told.wrong;
        show(told.problems);
        continue;
      }
      if (answer.ok && await answer.text() === "changed") return location.reload();
      if (!answer.ok) await new Promise(done => setTimeout(done, 1000));
    } catch { await new Promise(done => setTimeout(done, 1000)); }
  }
})(document.currentScript.dataset.since);
"""


class Live:
    """Serves `folder`. Raises OSError where the port is taken."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._seen: dict[str, float] = {}
        self._asking = Counter[str]()
        self._built = self._assets = self._pictures = 0
        self._wrong: tuple[Problem, ...] = ()
        routes = [Route("/.live", self._news), Route("/.live.js", self._script), Route("/{address:path}", self._file)]
        self._local = Loopback(Starlette(routes=routes), port)
        self.port, self.start, self.close = self._local.port, self._local.start, self._local.close

    def open_pages(self) -> list[str]:
        """Addresses being looked at, such as `/regions/222401/`."""
        with self._lock:
            recent = [page for page, seen in self._seen.items() if time.monotonic() - seen < RECENT]
            return sorted({*recent, *self._asking.elements()})

    def built(self, assets: bool = False, pictures: bool = False) -> None:
        """Says that pages were built anew; `assets` that all of them look different, `pictures` that charts or data changed."""
        self._assets += assets
        self._pictures += pictures
        self._built += 1

    def tell(self, wrong: Iterable[Problem]) -> None:
        """Has every page say what is wrong, until it is told that nothing is."""
        self._wrong = tuple(sorted(wrong))

    def _told(self) -> dict[str, Any]:
        """What is wrong, as pages take it; `wrong` is another text for anything else, and empty for nothing."""
        problems = [{name: getattr(one, name) for name in ("file", "line", "field", "message", "hint")} for one in self._wrong[:MOST]]
        return {"wrong": sha256(repr(self._wrong).encode())[:16] if self._wrong else "", "problems": problems}

    def version(self, page: str) -> str:
        """Changes when the page at this address does."""
        stamp = 0
        if place := placed(self.folder, page):
            with suppress(OSError):
                stamp = place.stat().st_mtime_ns
        own = page.startswith(("/regions/", "/documents/")) and page.count("/") > 2
        return f"{stamp}-{self._assets}" + ("" if own else f"-{self._pictures}")

    async def _news(self, request: Request) -> Response:
        """Waits until a page is other than it was, or something else is wrong than it shows; `same` where neither is after PATIENCE."""
        page, since, wrong = (request.query_params.get(name, "") for name in ("page", "since", "wrong"))
        if placed(self.folder, page) is None:
            return PlainTextResponse("no page can have this address", 400)
        with self._lock:
            self._asking[page] += 1
        try:
            until, built = time.monotonic() + PATIENCE, -1
            while time.monotonic() < until and not await request.is_disconnected():
                if (told := self._told())["wrong"] != wrong:
                    return JSONResponse(told, headers=_FRESH)
                if built != self._built:  # a page that is touched, but not built yet, is no news
                    built = self._built
                    if self.version(page) != since:
                        return PlainTextResponse("changed", headers=_FRESH)
                await asyncio.sleep(GLANCE)
            return PlainTextResponse("same", headers=_FRESH)
        finally:
            with self._lock:
                self._asking[page] -= 1
                self._seen[page] = time.monotonic()

    def _script(self, request: Request) -> Response:
        return Response(_SCRIPT, media_type="text/javascript", headers=_FRESH)

    def _file(self, request: Request) -> Response:
        """A page with its script, or any other file as it is."""
        address: str = request.scope["path"]
        version = self.version(address)  # before the file is read: what changes in between is told
        place, status = placed(self.folder, address), 200
        try:
            if place is None:
                raise FileNotFoundError
            content = read_bytes(place, LARGEST)
        except IsADirectoryError:
            return RedirectResponse(quote(address) + "/", 301)
        except OSError:
            place, status = self.folder / "404.html", 404
            content = read_bytes(place, LARGEST) if place.is_file() else b"<!doctype html><title>404</title></body>"
        if place.suffix != ".html":
            kind, packed = mimetypes.guess_type(place.name)
            return Response(content, media_type=(not packed and kind) or "application/octet-stream", headers=_FRESH)
        if status == 200:
            with self._lock:
                self._seen[address] = time.monotonic()
        before, body, after = content.rpartition(b"</body>")
        script = f'<script src="/.live.js" data-since="{version}"></script>'.encode()
        return Response(before + script + body + after, status, media_type="text/html", headers=_FRESH)


def placed(folder: Path, address: str) -> Path | None:
    """The file below `folder` that an address, percent-decoded, would be; None where no file can have it.

    Says so by the address alone: nothing is looked up.
    """
    if not address.startswith("/") or _NO_NAME.search(address):
        return None
    *parts, last = address[1:].split("/")
    names = [*parts, last or "index.html"]
    # No name opens with a dot: those are files being written, and the way up.
    if any(not name or name.startswith(".") or len(name.encode()) > 255 for name in names) or len(address) > 1024:
        return None
    return folder.joinpath(*names)
