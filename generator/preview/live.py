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
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from generator.files import read_bytes
from generator.preview.loopback import Loopback

PATIENCE = 25.0
"""Seconds an open page waits for an answer: below what browsers and proxies give up at."""
RECENT = 3.0
"""Seconds after its last question that a page still counts as open: it may be loading."""
GLANCE = 0.05
"""Seconds between looks for news on behalf of a page that waits."""
LARGEST = 1 << 30
"""Bytes of a file: each is read whole, so that what replaces it meanwhile does not mix in."""
_NO_NAME = re.compile(r"[\x00-\x1f\x7f\\:\ud800-\udfff]")
_FRESH = {"Cache-Control": "no-store"}
# Only the page in front asks: a browser keeps six connections to one server, and each question holds one.
_SCRIPT = """(async since => {
  for (;;) {
    if (document.hidden) await new Promise(done => document.addEventListener("visibilitychange", done, {once: true}));
    try {
      const answer = await fetch("/.live?" + new URLSearchParams({page: location.pathname, since}), {cache: "no-store"});
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

    def version(self, page: str) -> str:
        """Changes when the page at this address does."""
        stamp = 0
        if place := placed(self.folder, page):
            with suppress(OSError):
                stamp = place.stat().st_mtime_ns
        own = page.startswith(("/regions/", "/documents/")) and page.count("/") > 2
        return f"{stamp}-{self._assets}" + ("" if own else f"-{self._pictures}")

    async def _news(self, request: Request) -> Response:
        """Waits until a page is other than it was; `same` where it is not after PATIENCE."""
        page, since = request.query_params.get("page", ""), request.query_params.get("since", "")
        if placed(self.folder, page) is None:
            return PlainTextResponse("no page can have this address", 400)
        with self._lock:
            self._asking[page] += 1
        try:
            until, built = time.monotonic() + PATIENCE, -1
            while time.monotonic() < until and not await request.is_disconnected():
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
