"""The preview's web server: serves a built site on this machine alone, and tells open pages to load anew.

Every page gets a script that asks, and waits, until its own file or something it shows has changed. So the server knows
which pages are being looked at.
"""

from __future__ import annotations

import http.server
import socketserver
import sys
import threading
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

HOST = "127.0.0.1"
ASK = "/.live"
PATIENCE = 25.0
"""Seconds an open page waits for an answer: below what browsers and proxies give up at."""
RECENT = 3.0
"""Seconds after its last question that a page still counts as open: it may be loading."""
# Only the page in front asks: a browser keeps six connections to one server, and each question holds one.
_SCRIPT = """<script>(async since => {
  for (;;) {
    if (document.hidden) await new Promise(done => document.addEventListener("visibilitychange", done, {once: true}));
    try {
      const answer = await fetch("/.live?" + new URLSearchParams({page: location.pathname, since}), {cache: "no-store"});
      if (answer.ok && await answer.text() === "changed") return location.reload();
    } catch { await new Promise(done => setTimeout(done, 1000)); }
  }
})("%s")</script>"""


class Live(http.server.ThreadingHTTPServer):
    """Serves `folder`. Raises OSError where the port is taken."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self._news = threading.Condition()
        self._seen: dict[str, float] = {}
        self._asking: dict[str, int] = {}
        self._assets = self._pictures = 0
        self._closed = False
        super().__init__((HOST, port), _Handler)

    def open_pages(self) -> list[str]:
        """Addresses being looked at, such as `/regions/222401/`."""
        now = time.monotonic()
        with self._news:
            return [page for page, seen in self._seen.items() if self._asking.get(page) or now - seen < RECENT]

    def built(self, assets: bool = False, pictures: bool = False) -> None:
        """Says that pages were built anew; `assets` that all of them look different, `pictures` that charts or data changed."""
        with self._news:
            self._assets += assets
            self._pictures += pictures
            self._news.notify_all()

    def version(self, page: str) -> str:
        """Changes when the page at this address does."""
        file = self.folder / unquote(page).strip("/")
        try:
            stamp = (file / "index.html" if file.is_dir() else file).stat().st_mtime_ns
        except OSError:
            stamp = 0
        own = page.startswith(("/regions/", "/documents/")) and page.count("/") > 2
        return f"{stamp}-{self._assets}" + ("" if own else f"-{self._pictures}")

    def wait(self, page: str, since: str) -> bool:
        """Waits until the page is other than `since`; False where it is not after PATIENCE."""
        until = time.monotonic() + PATIENCE
        with self._news:
            self._asking[page] = self._asking.get(page, 0) + 1
            try:
                while not self._closed and self.version(page) == since and (left := until - time.monotonic()) > 0:
                    self._news.wait(left)
                return not self._closed and self.version(page) != since
            finally:
                self._asking[page] -= 1
                self._seen[page] = time.monotonic()

    def seen(self, page: str) -> None:
        """Notes that a page was loaded."""
        with self._news:
            self._seen[page] = time.monotonic()

    def close(self) -> None:
        """Stops serving; open pages are left waiting for the next server."""
        with self._news:
            self._closed = True
            self._news.notify_all()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that turns away in the middle of an answer is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(http.server.SimpleHTTPRequestHandler):
    server: Live

    def __init__(self, request: Any, client_address: Any, server: socketserver.BaseServer) -> None:
        assert isinstance(server, Live)
        super().__init__(request, client_address, server, directory=str(server.folder))

    def do_GET(self) -> None:
        """A page with its script, any other file as it is, or the answer to an open page."""
        address = urlsplit(self.path)
        if address.path == ASK:
            asked = parse_qs(address.query)
            changed = self.server.wait(asked.get("page", ["/"])[0], asked.get("since", [""])[0])
            self._send(HTTPStatus.OK, b"changed" if changed else b"same", "text/plain")
            return
        file = Path(self.translate_path(self.path))
        if file.is_dir() and address.path.endswith("/"):
            file /= "index.html"
        if file.suffix == ".html" and file.is_file():
            self._page(file, address.path, HTTPStatus.OK)
        elif file.exists():
            super().do_GET()
        else:
            self._page(self.server.folder / "404.html", address.path, HTTPStatus.NOT_FOUND)

    def _page(self, file: Path, address: str, status: HTTPStatus) -> None:
        version = self.server.version(address)  # before the file is read: what changes in between is told
        html = file.read_bytes() if file.exists() else b"<!doctype html><title>404</title></body>"
        before, body, after = html.rpartition(b"</body>")
        self.server.seen(address)
        self._send(status, before + (_SCRIPT % version).encode() + body + after, "text/html; charset=utf-8")

    def _send(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: the terminal is for what changed and what is wrong."""
